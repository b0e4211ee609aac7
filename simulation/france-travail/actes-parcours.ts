import type { De } from "./acte";
import { jourParis } from "./dates";
import type { Entite, OrientationSimulee } from "./modele-orientation";
import { cloreOuverte, creer, decider, enAttente, type Geste, preconiser } from "./orientation";
import { connu, deposer, supprimer } from "./rendez-vous";

export const AGENCE: Entite = { organisme: { code: "FT" }, structure: { code: "IDF0094", libelle: "Agence CRÉTEIL" } };

const RENDEZ_VOUS_FT = {
  modaliteContact: "PHYSIQUE",
  motif: "AUT",
  organisme: { code: "FT", idStructure: "IDF0094", libelleStructure: "Agence CRÉTEIL" },
  statut: "PRIS",
  typeReception: "IND",
  duree: 45,
  theme: "Entretien de suivi",
  initiateur: "PARTENAIRE",
};

/** The Département has to decide: ACT382, or ACT414 when a parcours runs. */
export function demanderOrientation(geste: Geste, acte: De<"DEMANDER_ORIENTATION">): OrientationSimulee {
  const impose: Partial<OrientationSimulee> = {
    competent_decision: acte.competent ?? { organisme: { code: "CD" } },
    ...(acte.parcours ? { parcours: acte.parcours, referent_parcours: { organisme: { code: acte.organisme ?? "CD" } } } : {}),
  };
  return preconiser(geste, { origine: acte.origine ?? "INSCRIPTION_AUTO_CAF", criteres: acte.criteres ?? {}, impose });
}

/** France Travail decides where it is competent (delegation): the préconisation that waits, or a new orientation. */
export function deciderOrientation(geste: Geste, acte: De<"DECIDER_ORIENTATION">): OrientationSimulee {
  const dateDecision = acte.dateDecision ?? jourParis(geste.maintenant);
  const referent = acte.referent ?? AGENCE;
  const attendue = enAttente(geste.dossier);
  if (!attendue)
    return creer(geste, {
      origine: "INSCRIPTION_CONSEILLER_FT",
      parcours: acte.parcours,
      referent_parcours: referent,
      date_entree_parcours: dateDecision,
    });
  const pareille =
    attendue.parcours === acte.parcours && acte.referent === undefined && attendue.referent_parcours?.organisme.code === "FT";
  return decider(geste, {
    etat_decision: pareille ? "ACCEPTEE" : "REFUSEE",
    date_decision: dateDecision,
    ...(pareille ? {} : { motif_refus: "APPRECIATION_DIFFERENTE", parcours: acte.parcours, referent_parcours: referent }),
  });
}

/** The end of the parcours: a réorientation that was waiting is abandoned. */
export function cloreOrientation(geste: Geste, acte: De<"CLORE_ORIENTATION">): void {
  cloreOuverte(geste, acte.dateSortie ?? jourParis(geste.maintenant), acte.motif ?? "SORTIE");
  const attendue = enAttente(geste.dossier);
  if (attendue?.statut === "PRECONISE_REORIENTATION") attendue.etat = "ABANDON";
  geste.plateforme.activites.fermer(geste.dossier.usager.numeroFranceTravail, ["ACT380", "ACT414"]);
}

export function prendreRendezVous({ plateforme, dossier, maintenant }: Geste, acte: De<"PRENDRE_RENDEZ_VOUS">): { id: string } {
  return { id: deposer(plateforme, dossier, { ...RENDEZ_VOUS_FT, ...acte.rendezVous }, maintenant, true) };
}

export function marquerRendezVous({ dossier, maintenant }: Geste, acte: De<"MARQUER_RENDEZ_VOUS">): void {
  const rdv = connu(dossier, acte.id);
  const { date, initiateur, statut } = acte;
  rdv.corps = { ...rdv.corps, ...(date ? { date } : {}), ...(initiateur ? { initiateur } : {}), statut };
  if (statut === "ANNULE") supprimer(dossier, acte.id, maintenant, acte.motifAnnulation ?? null);
  else rdv.historique.push({ dateReceptionEvenement: maintenant.toISOString(), typeAction: "MODIFICATION" });
}
