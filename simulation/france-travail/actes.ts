import { jourParis } from "./dates";
import type { DossierUsager, StatutUsager } from "./modele";
import type { Entite, OrientationSimulee, ParcoursLu } from "./modele-orientation";
import { cloreOuverte, creer, decider, enAttente, type Geste, preconiser } from "./orientation";
import type { Plateforme } from "./plateforme";
import { connu, deposer, supprimer } from "./rendez-vous";

/** What a conseiller of France Travail, or its batches, do on their side. */
export type Acte = { numeroFranceTravail: string } & (
  | {
      acte: "DEMANDER_ORIENTATION";
      origine?: string;
      parcours?: ParcoursLu;
      organisme?: Entite["organisme"]["code"];
      criteres?: Record<string, unknown>;
    }
  | { acte: "DECIDER_ORIENTATION"; parcours: "PED" | "PSP" | "PSO"; referent?: Entite; dateDecision?: string; competent?: Entite }
  | { acte: "CLORE_ORIENTATION"; dateSortie?: string; motif?: string }
  | { acte: "PRENDRE_RENDEZ_VOUS"; rendezVous: Record<string, unknown> }
  | {
      acte: "MARQUER_RENDEZ_VOUS";
      id: string;
      statut: "EFFECTUE" | "ABSENT" | "ANNULE" | "MODIFIE";
      date?: string;
      motifAnnulation?: string;
      initiateur?: "USAGER" | "PARTENAIRE";
    }
  | { acte: "CHANGER_STATUT"; statut: StatutUsager; dateEffet?: string; motifCode?: string; motifLibelle?: string; categorie?: string }
);

const AGENCE: Entite = { organisme: { code: "FT" }, structure: { code: "IDF0094", libelle: "Agence France Travail (simulée)" } };

/** @throws Error in a sentence when it cannot be done. */
export function agir(plateforme: Plateforme, acte: Acte): unknown {
  const dossier = plateforme.dossier(acte.numeroFranceTravail);
  if (!dossier) throw new Error(`Usager inconnu : ${acte.numeroFranceTravail}.`);
  const maintenant = plateforme.maintenant();
  const geste: Geste = { plateforme, dossier, maintenant, agent: "CONSEILLER-FT", organisme: AGENCE };
  switch (acte.acte) {
    case "DEMANDER_ORIENTATION":
      return demanderOrientation(geste, acte);
    case "DECIDER_ORIENTATION":
      return deciderOrientation(geste, acte);
    case "CLORE_ORIENTATION":
      return cloreOuverte(geste, acte.dateSortie ?? jourParis(maintenant), acte.motif ?? "SORTIE");
    case "PRENDRE_RENDEZ_VOUS":
      return { id: deposer(plateforme, dossier, { ...RENDEZ_VOUS_FT, ...acte.rendezVous }, maintenant, true) };
    case "MARQUER_RENDEZ_VOUS":
      return marquer(dossier, acte, maintenant);
    case "CHANGER_STATUT":
      return changerStatut(dossier, acte, maintenant);
  }
}

const RENDEZ_VOUS_FT = {
  modaliteContact: "PHYSIQUE",
  motif: "AUT",
  organisme: { code: "FT", idStructure: "IDF0094", libelleStructure: "Agence France Travail (simulée)" },
  statut: "PRIS",
  typeReception: "IND",
  duree: 45,
  theme: "Entretien de suivi",
  initiateur: "PARTENAIRE",
};

type De<A extends Acte["acte"]> = Extract<Acte, { acte: A }>;

function demanderOrientation(geste: Geste, acte: De<"DEMANDER_ORIENTATION">): OrientationSimulee {
  const impose: Partial<OrientationSimulee> = {
    competent_decision: { organisme: { code: "CD" } },
    ...(acte.parcours ? { parcours: acte.parcours, referent_parcours: { organisme: { code: acte.organisme ?? "CD" } } } : {}),
  };
  return preconiser(geste, { origine: acte.origine ?? "INSCRIPTION_AUTO_CAF", criteres: acte.criteres ?? {}, impose });
}

/** France Travail decides where it is competent (delegation): the préconisation that waits, or a new orientation. */
function deciderOrientation(geste: Geste, acte: De<"DECIDER_ORIENTATION">): OrientationSimulee {
  const dateDecision = acte.dateDecision ?? jourParis(geste.maintenant);
  const referent = acte.referent ?? AGENCE;
  if (!enAttente(geste.dossier))
    return creer(geste, {
      origine: "INSCRIPTION_CONSEILLER_FT",
      parcours: acte.parcours,
      referent_parcours: referent,
      date_entree_parcours: dateDecision,
    });
  const attendue = enAttente(geste.dossier);
  const pareille = attendue?.parcours === acte.parcours && acte.referent === undefined;
  return decider(geste, {
    etat_decision: pareille ? "ACCEPTEE" : "REFUSEE",
    date_decision: dateDecision,
    ...(pareille ? {} : { motif_refus: "APPRECIATION_DIFFERENTE", parcours: acte.parcours, referent_parcours: referent }),
  });
}

function marquer(dossier: DossierUsager, acte: De<"MARQUER_RENDEZ_VOUS">, maintenant: Date): void {
  const rdv = connu(dossier, acte.id);
  rdv.corps = {
    ...rdv.corps,
    ...(acte.date ? { date: acte.date } : {}),
    ...(acte.initiateur ? { initiateur: acte.initiateur } : {}),
    statut: acte.statut,
  };
  if (acte.statut === "ANNULE") supprimer(dossier, acte.id, maintenant, acte.motifAnnulation ?? null);
  else rdv.historique.push({ dateReceptionEvenement: maintenant.toISOString(), typeAction: "MODIFICATION" });
}

/** A cessation or a radiation suspends the contract. */
function changerStatut(dossier: DossierUsager, acte: De<"CHANGER_STATUT">, maintenant: Date): void {
  const clos = acte.statut === "Cessé" || acte.statut === "Radié";
  dossier.statut = {
    m_statut: acte.statut,
    m_date_effet_statut: acte.dateEffet ?? jourParis(maintenant),
    ...(acte.statut === "Inscrit"
      ? { m_categ_inscription_code: acte.categorie ?? "1", m_categ_inscription_lib: `Catégorie ${acte.categorie ?? "1"}` }
      : {}),
    ...(clos && acte.motifCode ? { m_motif_cloture_code: acte.motifCode } : {}),
    ...(clos && acte.motifLibelle ? { m_motif_cloture_lib: acte.motifLibelle } : {}),
  };
  if (clos && dossier.contrat) Object.assign(dossier.contrat, { etat: "SUSPENDU", dateSuspension: maintenant.toISOString() });
}
