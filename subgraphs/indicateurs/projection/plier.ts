import { civilDateOf } from "../../shared/civil-date";
import type { PublishedEvent } from "../../shared/event-follower";
import { estEntiere, TABLES, type TableProjetee } from "./table";

type Ligne = Record<string, unknown>;
/** Rows to write, one a key, in each table. */
export type Plis = Map<TableProjetee, Map<string, Ligne>>;

type Regle = (donnees: Record<string, any>) => Partial<Record<TableProjetee, Ligne>>;

/** What each type of event says of the projection; other types say nothing. */
const REGLES: Record<string, Regle> = {
  EntreeDispositif: (d) => (d.annulee ? { personne: {}, entree: { rang: d.rang, annulee: true } } : entreeDite(d)),
  AllocataireModifie: (d) => ({ personne: { code_insee: d.codeInsee, soumis_droits_devoirs: d.soumisDroitsDevoirs } }),
  DossierModifie: (d) => ({ personne: { dossier: d.dossier, etat_dossier: d.etat } }),
  OrientationDecidee: (d) => ({
    orientation: {
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
    },
  }),
  ReferentAffecte: (d) => (d.role === "REFERENT_UNIQUE" ? { orientation: { id: d.orientation, referent: d.referent } } : {}),
  PortefeuilleTransfere: (d) => ({ orientation: { id: d.orientation, organisme: d.versOrganisme, referent: null } }),
  OrientationClose: (d) => ({ orientation: { id: d.orientation, close_le: d.closeLe, motif_fin: d.motifFin } }),
  ContratSigne: contrat,
  ContratRefuse: contrat,
  SortieDeclaree: (d) => ({ sortie: { id: d.sortie, nature: d.nature, date: d.date } }),
  // A date that never comes: a null would not erase the one that is known.
  SortieAnnulee: (d) => ({
    sortie: { id: d.sortie, date: "infinity" },
    ...(d.orientation && { orientation: { id: d.orientation, close_le: "infinity" } }),
  }),
  RendezVousPlanifie: (d) => ({ presence: { ...rendezVous(d), statut: "PREVU" } }),
  RendezVousDeplace: (d) => ({ presence: rendezVous(d) }),
  RendezVousAnnule: (d) => ({ presence: { ...rendezVous(d), statut: d.statut } }),
  // A node that was found to be another one: what it said is said there.
  RendezVousReunis: (d) => ({ presence: { rendez_vous: d.reuni, statut: "ANNULE_SERVICE", le: "infinity" } }),
  PresenceRenseignee: (d) => ({ presence: { ...rendezVous(d), statut: d.statut } }),
  // The rank alone may have changed: the state of presence stays.
  ConvocationModifiee: (d) => ({ presence: rendezVous(d) }),
  ActiviteDeclaree: activite,
  ActiviteConfirmee: activite,
};

/** `annulee` marks a row that its last event takes back: the flows, put in order, no longer tell this entry. */
function entreeDite(d: Record<string, any>): Partial<Record<TableProjetee, Ligne>> {
  return {
    personne: { code_insee: d.codeInsee, soumis_droits_devoirs: d.soumisDroitsDevoirs, dossier: d.dossier },
    entree: {
      rang: d.rang,
      demande: d.demande,
      ouverture_droits: d.ouvertureDroits,
      notification: d.notification,
      entree_dispositif: d.entreeDispositif,
      flux: d.flux,
      annulee: false,
    },
  };
}

function contrat(d: Record<string, any>): Partial<Record<TableProjetee, Ligne>> {
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

function activite(d: Record<string, any>): Partial<Record<TableProjetee, Ligne>> {
  return { activite: { id: d.activite, date: d.date, minutes: d.minutes, statut: d.statut } };
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

/** Folds events, in their order, into one row a key: a later value replaces an earlier one, an absent value replaces nothing. */
export function plier(events: readonly PublishedEvent[]): Plis {
  const plis: Plis = new Map();
  for (const { type, departement, allocataire, donnees } of events) {
    const regle = REGLES[type];
    if (!regle || departement === null || allocataire === null) continue;
    for (const [table, valeurs] of Object.entries(regle(donnees)) as [TableProjetee, Ligne][]) {
      ajouter(plis, table, { departement, allocataire, ...valeurs });
    }
  }
  return plis;
}

function ajouter(plis: Plis, table: TableProjetee, valeurs: Ligne): void {
  const lignes = plis.get(table) ?? new Map<string, Ligne>();
  plis.set(table, lignes);
  const cle = TABLES[table].cle.map((colonne) => valeurs[colonne]).join(" ");
  const ligne: Ligne = lignes.get(cle) ?? {};
  lignes.set(cle, ligne);
  const dite = (valeur: unknown) => valeur !== undefined && (valeur !== null || estEntiere(table));
  for (const [colonne, valeur] of Object.entries(valeurs)) if (dite(valeur)) ligne[colonne] = valeur;
}

/** The people whose entries must be derived again, as two parallel lists. */
export function personnesTouchees(plis: Plis): { departements: string[]; allocataires: string[] } {
  const touchees = new Map<string, Ligne>();
  for (const table of ["personne", "entree", "orientation", "presence"] as const) {
    for (const ligne of plis.get(table)?.values() ?? []) touchees.set(`${ligne.departement} ${ligne.allocataire}`, ligne);
  }
  const lignes = [...touchees.values()];
  return { departements: lignes.map((l) => l.departement as string), allocataires: lignes.map((l) => l.allocataire as string) };
}
