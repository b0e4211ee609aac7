import { createHash } from "node:crypto";
import type { DossierDiagnosticFT, FranceTravail } from "../../france-travail/api";
import type { LirePersonne, OutilsPersonne } from "../outils-personne";
import type { Traitement } from "../recevoir";
import { contraintesDites, contraintesRecues, jourDuDiagnostic, suiteDuDiagnostic } from "./diagnostic-recu";

export const LECTURE_DIAGNOSTIC = "diagnostic";
const OBJET = "DIAGNOSTIC";
/** Which grid was followed: the one of the API. */
const REFERENTIEL = "Diagnostic usager France Travail, v4";

/** Reads the diagnostic of a person at France Travail: the newer one counts, and what both sides changed is shown. */
export function lireDiagnostic(outils: OutilsPersonne, api: Pick<FranceTravail, "diagnostic">): LirePersonne {
  return async (departement, { allocataire }, usager) => {
    const dossier = await api.diagnostic.lire(usager);
    const jour = dossier && jourDuDiagnostic(dossier);
    if (!jour) return;
    const recuLe = outils.clock.now();
    // Ours takes two calls: what shows between them is neither side's word. It is read at the next round.
    const envois = await outils.envois(departement, allocataire, [OBJET], recuLe);
    if (envois.some(({ parti }) => parti)) return;
    const cle = `diagnostic ${allocataire} ${dossier.dateExploration} ${empreinte(allocataire, dossier)}`;
    const message = { departement, objet: OBJET, allocataire, cle, lecture: LECTURE_DIAGNOSTIC, recuLe };
    const enCours = envois.some((envoi) => envoi.enCours);
    await outils.reception.recevoir(message, () => traiter(outils, message, dossier, { jour, enCours }));
  };
}

/** Health shows through a diagnostic: its exchange names no frein. */
const empreinte = (allocataire: string, dossier: DossierDiagnosticFT): string =>
  createHash("sha256")
    .update(`${allocataire} ${contraintesDites(contraintesRecues(dossier))}`)
    .digest("hex")
    .slice(0, 32);

async function traiter(
  outils: OutilsPersonne,
  { departement, allocataire, cle, recuLe }: { departement: string; allocataire: string; cle: string; recuLe: Date },
  dossier: DossierDiagnosticFT,
  { jour, enCours }: { jour: string; enCours: boolean },
): Promise<Traitement> {
  const lu = await outils.hub.lire(departement, allocataire, "diagnostic { etabliLe contraintes { frein impact prioritaire } }");
  const notre = lu?.diagnostic ?? null;
  const contraintes = contraintesRecues(dossier);
  const suite = suiteDuDiagnostic(contraintes, jour, notre, enCours);
  const commun = { departement, allocataire, objet: OBJET, fait: null };
  if (suite.suite === "IGNORER") {
    await outils.divergences.egale(commun, recuLe);
    return { ignore: suite.raison };
  }
  if (suite.suite === "DIVERGENCE") {
    const [valeurHub, valeurPartenaire] = [contraintesDites(notre!.contraintes), contraintesDites(contraintes)];
    await outils.divergences.constater({ ...commun, champ: "contraintes", valeurHub, valeurPartenaire }, recuLe);
    return { ignore: "Le hub et France Travail ont changé le diagnostic tous les deux : une divergence est ouverte." };
  }
  const variables = { allocataire, etabliLe: suite.etabliLe, contraintes, referentiel: REFERENTIEL };
  return outils.hub.appliquer({ departement, mutation: "enregistrerDiagnostic", variables, le: recuLe, cle: cle.slice(0, 200) });
}
