import { RequestContext, type WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import type { Database } from "../../shared/database";
import type { Caller } from "../../shared/identity";
import type { NirCipher } from "../../shared/nir-cipher";
import { newOperation } from "../../shared/operation";
import { avancerPrescription } from "../prescription/avancer.repository";
import { type EtapeDemandee, FINALS } from "../prescription/cycle";
import { etatDuLien, type Lien, sceauDuFormulaire, sceauValable } from "./lien";
import { compterOuverture, lireLien, ouvrirParLien, prendreLeTour } from "./lien.repository";
import { declarerMinutes, type MinutesDeclarees } from "./minutes.repository";
import type { PAGES_FERMEES, VuePage } from "./page";
import { DONNEES_DU_BENEFICIAIRE, type PrescriptionRecue } from "./recue";
import { lireRecueDuLien } from "./recue.repository";

/** What a structure says by its link: a step, hours, or something to write again (`illisible`: how). `sceau`: what its form carried. */
export type ReponseDuFormulaire = { sceau: string } & (
  | { etape: Omit<EtapeDemandee, "acteur"> & { jour: string } }
  | { heures: MinutesDeclarees }
  | { illisible: string }
);

export type Issue = { vue: VuePage } | { fermee: keyof typeof PAGES_FERMEES };

export interface PortesDuLien {
  database: Database;
  cle: Pick<NirCipher, "sharedSecret" | "sharedSecrets">;
  now: () => Date;
}

const CHAMPS = Object.keys(DONNEES_DU_BENEFICIAIRE).map((champ) => `BeneficiairePrescription.${champ}`);

/** The structure behind a link has no account: it sees nobody but the person of the link, and no scope comes with it. */
const appelant = (departement: string): Caller => ({
  client: "lien-de-reponse",
  departement,
  organisme: null,
  agent: null,
  scopes: new Set(),
  finalite: "ACCOMPAGNEMENT",
});

/** Opens a link, and answers when a form comes with it: link, step, event and register in one transaction.
 * @param numero number of the link, from the address; @param sceau what opens it, from the cookie. */
export async function ouvrirLeLien(
  portes: PortesDuLien,
  numero: { departement: string; id: string },
  sceau: string,
  reponse: ReponseDuFormulaire | null,
): Promise<Issue> {
  const { database, now } = portes;
  const ctx = new RequestContext({
    caller: appelant(numero.departement),
    operation: newOperation("LienDeReponse"),
    database,
    subgraph: "offre-insertion",
    now,
  });
  return ctx.inTransaction(async (ecriture) => {
    const lien = await lireLien(ecriture.tx, numero.departement, numero.id);
    if (!lien || !sceauValable(portes.cle, lien, sceau)) return { fermee: "INCONNU" };
    await ouvrirParLien(ecriture.tx, lien);
    const recue = await lireRecueDuLien(ecriture.tx, lien.prescription);
    if (!recue) return { fermee: "INCONNU" };
    const etat = etatDuLien(lien, now());
    if (etat !== "OUVERT") return { fermee: etat === "REVOQUE" && FINALS.includes(recue.statut) ? "MERCI" : etat };
    const sienne = auNomDeLaStructure(ecriture, recue);
    return reponse ? repondre(portes, sienne, lien, recue, reponse) : montrer(portes, sienne, lien, recue, null);
  });
}

/** The register tells the person which structure looked, not only that a link was opened. */
const auNomDeLaStructure = (ecriture: WritingTransaction, { structure }: PrescriptionRecue): WritingTransaction => ({
  ...ecriture,
  trace: (allocataires, champs, nature = "ECRITURE") => ecriture.trace(allocataires, champs, nature, structure),
});

async function repondre(
  portes: PortesDuLien,
  ecriture: WritingTransaction,
  lien: Lien,
  recue: PrescriptionRecue,
  reponse: ReponseDuFormulaire,
): Promise<Issue> {
  if ("illisible" in reponse) return montrer(portes, ecriture, lien, recue, reponse.illisible);
  if (reponse.sceau !== sceauDuFormulaire(portes.cle, lien) || !(await prendreLeTour(ecriture.tx, lien))) {
    return montrer(
      portes,
      ecriture,
      lien,
      recue,
      "Cette réponse avait déjà été envoyée, ou la page n’était plus à jour. Voici où en est la demande.",
    );
  }
  const suivant = { ...lien, reponses: lien.reponses + 1 };
  const refus = await appliquer(ecriture, recue, reponse, portes.now());
  if (!refus) await ecriture.trace([recue.allocataire], ["heures" in reponse ? "Activite.minutes" : "Prescription.statut"]);
  if (refus) return montrer(portes, ecriture, suivant, recue, refus.message);
  const relue = (await lireRecueDuLien(ecriture.tx, recue.id))!;
  return FINALS.includes(relue.statut) ? { fermee: "MERCI" } : montrer(portes, ecriture, suivant, relue, "Votre réponse est enregistrée.");
}

async function appliquer(
  ecriture: WritingTransaction,
  recue: PrescriptionRecue,
  reponse: Exclude<ReponseDuFormulaire, { illisible: string }>,
  maintenant: Date,
): Promise<Refus | null> {
  const par = recue.structure;
  if ("heures" in reponse) return declarerMinutes(recue, reponse.heures, ecriture, { par, organisme: null, maintenant });
  const etape = { ...reponse.etape, acteur: "STRUCTURE" as const, prescription: recue.id, par };
  const avancee = await avancerPrescription(ecriture, etape, maintenant);
  return avancee instanceof Refus ? avancee : null;
}

/** Showing is reading: the register says so, in the same transaction. */
async function montrer(
  { cle }: PortesDuLien,
  { tx, trace }: WritingTransaction,
  lien: Lien,
  recue: PrescriptionRecue,
  avis: string | null,
): Promise<Issue> {
  await compterOuverture(tx, lien);
  if (recue.beneficiaire) await trace([recue.allocataire], CHAMPS, "LECTURE");
  return { vue: { recue, avis, sceau: sceauDuFormulaire(cle, lien) } };
}
