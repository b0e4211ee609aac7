import { type Ecart, mesurerEcart, nombre } from "../ecart";

/** An official figure of France Travail, whole (`part` empty) or of one part. */
export interface RecuRow {
  part: string;
  version: number;
  valeur: number | null;
  texte: string | null;
  source: string;
  recuLe: Date;
}

/** What is known of an official figure: its last version, and those before. */
export interface Officiel extends Omit<RecuRow, "part"> {
  ecart: Ecart | null;
  parts: { cle: string; valeur: number | null; texte: string | null }[];
  precedents: Omit<RecuRow, "part">[];
}

/** Gathers the rows received for a line, a territory and a period.
 * @param notre our own figure, or null when we have none: the gap is official minus ours, and neither replaces the other. */
export function officielDe(rows: readonly RecuRow[], notre: number | null): Officiel | null {
  const versions = (part: string) => rows.filter((row) => row.part === part).sort((a, b) => b.version - a.version);
  const parts = [...new Set(rows.map(({ part }) => part))].filter(Boolean).sort();
  const [courant, ...precedents] = versions("");
  const premiere = courant ?? versions(parts[0] ?? "")[0];
  if (!premiere) return null;
  const { version, source, recuLe } = premiere;
  return {
    version,
    source,
    recuLe,
    valeur: courant?.valeur ?? null,
    texte: courant?.texte ?? null,
    ecart: courant ? ecartOfficiel(courant.valeur, notre) : null,
    parts: parts.map((cle) => ({ cle, valeur: versions(cle)[0]!.valeur, texte: versions(cle)[0]!.texte })),
    precedents,
  };
}

function ecartOfficiel(officiel: number | null, notre: number | null): Ecart | null {
  if (officiel === null || notre === null) return null;
  const ecart = mesurerEcart(notre, officiel);
  return { ...ecart, texte: `Le hub compte ${nombre(notre)} : ${ecart.texte} le chiffre officiel (${nombre(officiel)}).` };
}
