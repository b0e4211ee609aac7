import { randomUUID } from "node:crypto";
import type { De } from "./acte";
import { contratASigner } from "./contrat";
import { instantDe, jourExiste, jourParis } from "./dates";
import { enregistrerContraintes, historiser } from "./diagnostic";
import type { ConsequenceSimulee } from "./modele-sanction";
import type { Geste } from "./orientation";
import { activitesApres, ajouterEvenement, consequence, peutSuivre } from "./sanction";

const ouMaintenant = (texte: string | undefined, { maintenant }: Geste): string => {
  if (texte === undefined) return maintenant.toISOString();
  const lue = instantDe(jourExiste(texte) ? `${texte}T09:00:00` : texte);
  if (!lue) throw new Error("Date illisible.");
  return lue.toISOString();
};

/** A cessation or a radiation suspends the contract. */
export function changerStatut({ dossier, maintenant }: Geste, acte: De<"CHANGER_STATUT">): void {
  const clos = acte.statut === "Cessé" || acte.statut === "Radié";
  const categorie = acte.categorie ?? "1";
  dossier.statut = {
    m_statut: acte.statut,
    m_date_effet_statut: acte.dateEffet ?? jourParis(maintenant),
    ...(acte.statut === "Inscrit" ? { m_categ_inscription_code: categorie, m_categ_inscription_lib: `Catégorie ${categorie}` } : {}),
    ...(clos && acte.motifCode ? { m_motif_cloture_code: acte.motifCode } : {}),
    ...(clos && acte.motifLibelle ? { m_motif_cloture_lib: acte.motifLibelle } : {}),
  };
  if (clos && dossier.contrat) Object.assign(dossier.contrat, { etat: "SUSPENDU", dateSuspension: maintenant.toISOString() });
}

export function preparerContrat(geste: Geste): void {
  geste.dossier.contrat = contratASigner(geste.dossier);
}

export function signerContrat(geste: Geste, acte: De<"SIGNER_CONTRAT">): void {
  const contrat = geste.dossier.contrat ?? contratASigner(geste.dossier);
  geste.dossier.contrat = { ...contrat, etat: "SIGNE", dateSignature: ouMaintenant(acte.dateSignature, geste) };
  delete geste.dossier.contrat.dateRefus;
  if (acte.engagementsUsager) geste.dossier.contrat.engagements.engagementsUsager = acte.engagementsUsager;
}

export function refuserContrat(geste: Geste, acte: De<"REFUSER_CONTRAT">): void {
  const contrat = geste.dossier.contrat ?? contratASigner(geste.dossier);
  geste.dossier.contrat = { ...contrat, etat: "REFUSE", dateRefus: ouMaintenant(acte.dateRefus, geste) };
  delete geste.dossier.contrat.dateSignature;
}

/** The Département then has a modification to confirm: ACT395. */
export function modifierDiagnostic(geste: Geste, acte: De<"MODIFIER_DIAGNOSTIC">): void {
  const { plateforme, dossier, maintenant } = geste;
  const agent = { nom: "DURAND", prenom: "Alex", structure: "IDF0094", type: "CONSEILLER" as const };
  const saisie = { diagnostic: dossier.diagnostic, agent, maintenant };
  enregistrerContraintes(saisie, { dateExploration: ouMaintenant(acte.dateExploration, geste), contraintesAEnregistrer: acte.contraintes });
  historiser(saisie);
  plateforme.activites.ouvrir(dossier.usager.numeroFranceTravail, "ACT395", maintenant);
}

/** A failure to comply and the consequence that France Travail proposes: ACT366 for 15 days, ACT370 for a suppression. */
export function proposerSanction(
  geste: Geste,
  acte: De<"PROPOSER_SANCTION">,
): { identifiantManquement: string; idConsequenceSanction: string } {
  const { dossier, plateforme, maintenant } = geste;
  const type = acte.type ?? "SUSP_RSA";
  const c: ConsequenceSimulee = {
    idConsequenceSanction: randomUUID(),
    typeConsequenceSanction: type,
    delegation: false,
    codeInitiateur: "FT",
    modaliteProposee: acte.modalite ?? "P",
    montantPropose: acte.montant ?? 80,
    ...(type === "SUSP_RSA" ? { dureeProposee: acte.duree ?? 1 } : {}),
    evenements: [],
  };
  const dateManquement = ouMaintenant(acte.dateManquement, geste);
  const identifiantManquement = randomUUID();
  dossier.manquements.push({
    identifiantManquement,
    familleManquement: acte.famille ?? "F01",
    dateManquement,
    dateAvertissement: maintenant.toISOString(),
    faisceauIndices: [{ natureDefaut: acte.nature ?? "N61", dateConstatDefaut: dateManquement, attributs: acte.attributs ?? [] }],
    justificationDecisionSanction: "Absence constatée.",
    consequencesSanction: [c],
  });
  ajouterEvenement(c, "PROP_SANCTION", maintenant);
  activitesApres(plateforme, dossier, c, maintenant);
  return { identifiantManquement, idConsequenceSanction: c.idConsequenceSanction };
}

/** ACT368, or ACT369 when France Travail has already agreed. */
export function proposerLevee(geste: Geste, acte: De<"PROPOSER_LEVEE">): void {
  const c = laConsequence(geste, acte.idConsequenceSanction);
  if (!peutSuivre(c, "PROP_LEVEE_SUSP")) throw new Error("Cette sanction n’a rien à lever.");
  ajouterEvenement(c, "PROP_LEVEE_SUSP", geste.maintenant);
  c.dateRemobilisation = geste.maintenant.toISOString();
  if (acte.accordFT) ajouterEvenement(c, "ACCORD_FT_LEVEE_SUSP", geste.maintenant);
  activitesApres(geste.plateforme, geste.dossier, c, geste.maintenant);
}

export function annulerSanction(geste: Geste, acte: De<"ANNULER_SANCTION">): void {
  const c = laConsequence(geste, acte.idConsequenceSanction);
  if (!peutSuivre(c, "ANNULATION_SANCTION")) throw new Error("Cette sanction ne peut plus être annulée.");
  ajouterEvenement(c, "ANNULATION_SANCTION", geste.maintenant, acte.motif ?? "AUTRE");
  activitesApres(geste.plateforme, geste.dossier, c, geste.maintenant);
}

function laConsequence({ dossier }: Geste, id: string): ConsequenceSimulee {
  const trouvee = consequence(dossier, id);
  if (!trouvee) throw new Error(`Conséquence de sanction inconnue : ${id}.`);
  return trouvee.consequence;
}
