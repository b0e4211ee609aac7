import { csv, jsonl } from "../depot/tableau";
import { habiliter } from "../envoi/base-legale";
import { RECTIFICATION } from "../envoi/bases/rectification";

/** A rectification as its owner gives it (subgraphs/allocataires/transmission/). */
export interface FaitRectification {
  demande: string;
  statut: string;
  donnee: string;
  champs: string[];
  /** Civil date. */
  recueLe: string;
  valeur: Record<string, unknown> | null;
  precisions: string | null;
  duPayeur: boolean;
  dossier: { numeroDemande: string; fonorg: "CAF" | "MSA"; numorg: string; matricule: string | null; role: string } | null;
}

/** An exchange RECTIFICATION that waits for a file. */
export interface RectificationDue {
  echange: string;
  demande: string;
}

/** Columns of the file, in their order. docs/droits-des-personnes.md tells each. */
export const COLONNES = [
  "ligne",
  "demande",
  "organismePayeur",
  "numeroDemande",
  "role",
  "matricule",
  "donnee",
  "champs",
  "recueLe",
  "valeur",
  "precisions",
] as const;
export type LigneRectification = Record<(typeof COLONNES)[number], string | null> & { ligne: string };

export interface TriDesRectifications {
  lignes: { destinataire: "CAF" | "MSA"; ligne: LigneRectification }[];
  ignorees: { echange: string; raison: string }[];
  /** No payer is known yet. */
  attente: string[];
}

/** Why no payer is asked, or null. Pure. */
export function sansDemande(fait: FaitRectification | undefined): string | null {
  if (fait === undefined) return "La demande ou la personne n’est plus dans le hub.";
  if (fait.statut !== "A_LA_SOURCE") return "La demande est close avant d’être déposée.";
  return fait.duPayeur ? null : "La valeur contestée ne vient pas de la CAF ni de la MSA : le Département écrit à la source.";
}

/** Sorts what waits: lines by payer, what nobody is asked, what waits for a file of the person. Pure. */
export function trierRectifications(
  dues: readonly RectificationDue[],
  faits: ReadonlyMap<string, FaitRectification>,
): TriDesRectifications {
  const tri: TriDesRectifications = { lignes: [], ignorees: [], attente: [] };
  for (const { echange, demande } of dues) {
    const fait = faits.get(demande);
    const raison = sansDemande(fait);
    if (raison !== null) tri.ignorees.push({ echange, raison });
    else if (fait!.dossier === null) tri.attente.push(echange);
    else tri.lignes.push({ destinataire: fait!.dossier.fonorg, ligne: ligneDe(echange, fait!, fait!.dossier) });
  }
  return tri;
}

const ligneDe = (ligne: string, fait: FaitRectification, dossier: NonNullable<FaitRectification["dossier"]>): LigneRectification => ({
  ligne,
  demande: fait.demande,
  organismePayeur: `${dossier.fonorg}${dossier.numorg}`,
  numeroDemande: dossier.numeroDemande,
  role: dossier.role,
  matricule: dossier.fonorg === "CAF" ? dossier.matricule : null,
  donnee: fait.donnee,
  champs: fait.champs.join(" "),
  recueLe: fait.recueLe,
  valeur: fait.valeur && JSON.stringify(fait.valeur),
  precisions: fait.precisions,
});

/** The same lines in each format; what has no legal basis does not leave. */
export function fichiersDes(lignes: readonly LigneRectification[]): { extension: string; contenu: Buffer }[] {
  const permises = lignes.map((ligne) => habiliter(ligne, RECTIFICATION).corps);
  return [
    { extension: "jsonl", contenu: jsonl(permises, COLONNES) },
    { extension: "csv", contenu: csv(permises, COLONNES) },
  ];
}
