import { addDays, civilDateOf } from "../../shared/civil-date";
import { type Ligne, type Lignes, type Regle, TOUS } from "./ligne";
import { JAMAIS, PERSONNE } from "./table";

/** Orientation, référents, contracts, appointments. */
export const REGLES_DE_PARCOURS: Record<string, Regle> = {
  OrientationDecidee: decidee,
  ReferentAffecte: (d) => ({
    ...(d.role === UNIQUE && { orientation: { id: d.orientation, referent: d.referent } }),
    intervention: { orientation: d.orientation, referent: d.referent, role: d.role, du: d.du, fin_dite: d.au },
  }),
  // Without its first day, it ends what is open: `plier` looks for it.
  InterventionTerminee: (d) => ({
    intervention: { orientation: d.orientation, referent: d.referent, role: d.role, du: d.du ?? null, fin_dite: d.au },
  }),
  PortefeuilleTransfere: transfere,
  OrientationClose: (d) => ({ orientation: { id: d.orientation, close_le: d.closeLe, motif_fin: d.motifFin } }),
  ReorientationProposee: (d) => ({
    reorientation: {
      orientation: d.orientation,
      parcours: d.parcours,
      organisme: d.organisme,
      demandee_le: d.demandeeLe,
      instance: d.instance,
    },
  }),
  ReorientationRefusee: (d) => ({
    reorientation: { orientation: d.orientation, statuee_le: d.le, acceptee: false, instance: d.instance },
  }),
  DiagnosticEnregistre: (d) => ({ diagnostic: { id: d.diagnostic, etabli_le: d.etabliLe } }),
  ContratSigne: contrat,
  ContratRefuse: contrat,
  ContratCloture: (d) => ({ contrat: { id: d.contrat, cloture_le: d.le, cloture_cause: d.cause } }),
  RendezVousPlanifie: (d, { jour }) => ({ presence: { ...rendezVous(d), statut: "PREVU", planifie_le: jour } }),
  RendezVousDeplace: (d) => ({ presence: rendezVous(d) }),
  RendezVousAnnule: (d) => ({ presence: { ...rendezVous(d), statut: d.statut } }),
  // A node that was found to be another one: what it said is said there.
  RendezVousReunis: (d) => ({ presence: { rendez_vous: d.reuni, statut: "ANNULE_SERVICE", le: JAMAIS } }),
  PresenceRenseignee: (d) => ({ presence: { ...rendezVous(d), statut: d.statut } }),
  // The rank alone may have changed: the state of presence stays.
  ConvocationModifiee: (d) => ({ presence: rendezVous(d) }),
};

const UNIQUE = "REFERENT_UNIQUE";

/** A decision on a réorientation also says what became of the proposal: it has its id. */
function decidee(d: Record<string, any>): Lignes {
  const orientation = {
    id: d.orientation,
    rang: d.rang,
    origine: d.origine,
    parcours: d.parcours,
    categorie: d.categorie,
    organisme: d.organisme,
    referent: d.referent,
    demandee_le: d.demandeeLe,
    decidee_le: d.decideeLe,
    intensite: d.intensite,
  };
  return {
    orientation,
    ...(d.referent && { intervention: { orientation: d.orientation, referent: d.referent, role: UNIQUE, du: d.decideeLe } }),
    ...(d.origine === "REORIENTATION" && {
      reorientation: {
        orientation: d.orientation,
        parcours: d.parcours,
        organisme: d.organisme,
        demandee_le: d.demandeeLe,
        statuee_le: d.decideeLe,
        acceptee: true,
        instance: d.instance,
      },
    }),
  };
}

/** Those of the organisme that the person leaves end the day before: their ids begin with its own. */
function transfere(d: Record<string, any>): Lignes {
  return {
    orientation: { id: d.orientation, organisme: d.versOrganisme, referent: d.referent ?? PERSONNE },
    intervention: [
      { orientation: d.orientation, referent: `${d.deOrganisme}-`, role: TOUS, du: null, fin_dite: addDays(d.le, -1) },
      ...(d.referent ? [{ orientation: d.orientation, referent: d.referent, role: UNIQUE, du: d.le }] : []),
    ],
  };
}

function contrat(d: Record<string, any>): Lignes {
  const ligne = {
    id: d.contrat,
    nature: d.nature,
    date_signature: d.dateSignature,
    date_refus: d.dateRefus,
    date_debut: d.dateDebut,
    date_fin: d.dateFin,
    minutes_hebdomadaires: d.minutesHebdomadaires,
    exempte: d.exempte,
  };
  return { contrat: ligne };
}

/** `debut` is an instant: the indicators count by the civil date in Paris. */
function rendezVous(d: Record<string, any>): Ligne {
  return {
    rendez_vous: d.rendezVous,
    famille: d.famille,
    le: d.debut ? civilDateOf(new Date(d.debut)) : null,
    convocation_rang: d.convocationRang,
    organisme: d.organisme,
  };
}
