import { comparer, type IdentiteLue } from "./comparer";
import type { CandidatNote, Resultat } from "./identite";
import {
  CANDIDATS_MAX,
  CONTRADICTIONS,
  type Critere,
  IMPERFECTIONS,
  MEME_FOYER,
  NUMEROS_PROBANTS,
  OBSTACLES,
  POIDS,
  SEUIL_CANDIDAT,
  SEUIL_UNIQUE,
} from "./poids";

/** CERTAIN: attachable alone. POSSIBLE: to be shown. CONTREDIT: a number says yes, the civil status no. ECARTE: someone else. */
type Avis = "CERTAIN" | "POSSIBLE" | "CONTREDIT" | "ECARTE";

export interface Evaluation extends CandidatNote {
  /** Sum of the weights. */
  bits: number;
  avis: Avis;
  /** Numbers of hers that both carry. */
  numeros: Critere[];
  memeFoyer: boolean;
}

/** What the hub thinks of one candidate. */
export function evaluer(recue: IdentiteLue, candidat: IdentiteLue, id: string): Evaluation {
  const criteres = comparer(recue, candidat);
  const bits = criteres.reduce((somme, critere) => somme + POIDS[critere].bits, 0);
  const numeros = criteres.filter((c) => NUMEROS_PROBANTS.has(c));
  return {
    id,
    bits,
    score: Math.max(0, Math.min(100, Math.round((100 * bits) / SEUIL_UNIQUE))),
    raisons: criteres.map((critere) => POIDS[critere].raison),
    avis: numeros.length > 0 ? avisDuNumero(criteres, numeros.length) : avisDeLEtatCivil(criteres, bits),
    numeros,
    memeFoyer: criteres.some((c) => MEME_FOYER.has(c)),
  };
}

/** A number of hers decides, unless the civil status contradicts it. Two numbers, or a number in the same foyer, outweigh one contradiction. */
function avisDuNumero(criteres: Critere[], numeros: number): Avis {
  const contradictions = criteres.filter((c) => CONTRADICTIONS.has(c)).length + (autreNomSansAppui(criteres) ? 1 : 0);
  const temoins = numeros - 1 + (criteres.some((c) => MEME_FOYER.has(c)) ? 1 : 0);
  const nirDifferent = criteres.includes("NIR_DIFFERENT");
  if (nirDifferent) return "CONTREDIT";
  return contradictions === 0 || (contradictions === 1 && temoins > 0) ? "CERTAIN" : "CONTREDIT";
}

/** Another name is a marriage or a correction when first name and date agree in full, and someone else otherwise. */
const autreNomSansAppui = (criteres: Critere[]): boolean =>
  criteres.includes("NOM_DIFFERENT") &&
  !(criteres.includes("PRENOM_IDENTIQUE") && (criteres.includes("DATE_EXACTE") || criteres.includes("DATE_FAIBLE")));

/** Without a number: enough bits, nothing that two different people would show, and nothing imperfect unless the foyer vouches for it. */
function avisDeLEtatCivil(criteres: Critere[], bits: number): Avis {
  if (bits < SEUIL_CANDIDAT) return "ECARTE";
  if (bits < SEUIL_UNIQUE || criteres.some((c) => OBSTACLES[c] !== undefined)) return "POSSIBLE";
  const imperfections = criteres.filter((c) => IMPERFECTIONS.has(c));
  if (imperfections.length === 0) return criteres.some((c) => c.startsWith("DATE_")) ? "CERTAIN" : "POSSIBLE";
  if (imperfections.includes("NIR_FAUTE")) return imperfections.length === 1 ? "CERTAIN" : "POSSIBLE";
  const garant = imperfections.includes("PRENOM_PROCHE") ? criteres.includes("FOYER_MEME_ROLE") : criteres.some((c) => MEME_FOYER.has(c));
  return garant && imperfections.length === 1 ? "CERTAIN" : "POSSIBLE";
}

/** By how much the person of the same foyer outweighs whoever resembles her elsewhere, in bits. */
const MARGE = 10;

/** Who the received identity is, among candidates found by blocking. False merges are the grave error: any doubt is PLUSIEURS or CONFLIT.
 * @param distinctes pairs that a professional told apart, as « smaller larger ». */
export function resoudre(
  recue: IdentiteLue,
  candidats: readonly { id: string; lue: IdentiteLue }[],
  distinctes: ReadonlySet<string> = new Set(),
): Resultat {
  const evaluations = candidats
    .map(({ id, lue }) => evaluer(recue, lue, id))
    .filter((e) => e.avis !== "ECARTE")
    .sort((a, b) => b.bits - a.bits || (a.id < b.id ? -1 : 1));
  if (evaluations.length === 0) return { resultat: "AUCUN", candidats: [] };
  const notes = evaluations.slice(0, CANDIDATS_MAX).map(({ id, score, raisons }) => ({ id, score, raisons }));
  const seule = seulePossible(evaluations) ?? dejaTranchee(evaluations, distinctes);
  if (seule) return { resultat: "UNIQUE", allocataire: seule.id, candidats: notes };
  return { resultat: evaluations.some((e) => e.avis === "CONTREDIT") ? "CONFLIT" : "PLUSIEURS", candidats: notes };
}

/** The one who can be attached alone. A certain number outweighs a resemblance, and the same number contradicted elsewhere;
 * someone certain in the foyer outweighs whoever resembles her less, and a number borne by another; otherwise she must be the only candidate. */
function seulePossible(evaluations: Evaluation[]): Evaluation | null {
  const certains = evaluations.filter((e) => e.avis === "CERTAIN");
  const contredits = evaluations.filter((e) => e.avis === "CONTREDIT");
  const parNumero = certains.filter((e) => e.numeros.length > 0);
  if (parNumero.length > 0) {
    const seule = parNumero.length === 1 ? parNumero[0]! : null;
    return seule && contredits.every((c) => c.numeros.every((numero) => seule.numeros.includes(numero))) ? seule : null;
  }
  const seule = certains.length === 1 ? certains[0]! : null;
  if (seule?.memeFoyer)
    return evaluations.every((e) => e === seule || e.avis === "CONTREDIT" || e.bits <= seule.bits - MARGE) ? seule : null;
  return evaluations.length === 1 ? seule : null;
}

/** The person of the foyer, when the others who resemble her were all told apart from her: the question was answered once. */
function dejaTranchee(evaluations: Evaluation[], distinctes: ReadonlySet<string>): Evaluation | null {
  const duFoyer = evaluations.filter((e) => e.memeFoyer && e.avis !== "CONTREDIT");
  const seule = duFoyer.length === 1 ? duFoyer[0]! : null;
  const paire = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);
  return seule && evaluations.length > 1 && evaluations.every((e) => e === seule || distinctes.has(paire(e.id, seule.id))) ? seule : null;
}
