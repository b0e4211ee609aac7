import { cleNir } from "../caf/nir";
import { fautes } from "./distance";
import type { Identite, Numero } from "./identite";

/** A NIR that waits for its certification (numéro identifiant d’attente): its first digit is 3, 4, 7 or 8. A NIR may replace it. */
export const estNumeroDAttente = (nir: string): boolean => /^[3478]/.test(nir);

/** Two numbers of France Travail: the former identifier (8) is the last 8 of the number of 11. */
export function memeNumeroFranceTravail(a: string, b: string): boolean {
  const [x, y] = [a.trim().toUpperCase(), b.trim().toUpperCase()];
  return x === y || (x.length !== y.length && [8, 11].includes(x.length) && [8, 11].includes(y.length) && x.slice(-8) === y.slice(-8));
}

/** A matricule of the CAF without the zeros that files add or lose. */
const matricule = (valeur: string) => valeur.trim().replace(/^0+/, "");

/** What the NIRs of two people say. FAUTE: one typing error apart. ATTENTE: one of them is only provisional. */
export type AccordNir = "IDENTIQUE" | "FAUTE" | "ATTENTE" | "DIFFERENT" | "INCONNU";

export function comparerNir(a: readonly Numero[], b: readonly Numero[]): AccordNir {
  const [x, y] = [nirs(a), nirs(b)];
  if (x.length === 0 || y.length === 0) return "INCONNU";
  if (x.some((nir) => y.includes(nir))) return "IDENTIQUE";
  const definitifs = [x, y].map((liste) => liste.filter((nir) => !estNumeroDAttente(nir)));
  if (definitifs.some((liste) => liste.length === 0)) return "ATTENTE";
  return definitifs[0]!.some((nir) => definitifs[1]!.some((autre) => fautes(nir, autre, 1) === 1)) ? "FAUTE" : "DIFFERENT";
}

const nirs = (numeros: readonly Numero[]): string[] =>
  numeros.filter((n) => n.type === "NIR").map((n) => n.valeur.slice(0, 13).toUpperCase());

/** Numbers of one person that both carry, the NIR aside: each is a proof by itself. */
export function numerosCommuns(a: Identite, b: Identite): ("NUMERO_FRANCE_TRAVAIL" | "IDENTIFIANT_DEPARTEMENT" | "RENDEZ_VOUS")[] {
  const commun = (type: Numero["type"], memes: (x: string, y: string) => boolean) =>
    a.numeros.some((n) => n.type === type && b.numeros.some((m) => m.type === type && memes(n.valeur, m.valeur)));
  const egaux = (x: string, y: string) => x === y;
  return [
    ...(commun("NUMERO_FRANCE_TRAVAIL", memeNumeroFranceTravail) ? (["NUMERO_FRANCE_TRAVAIL"] as const) : []),
    ...(commun("IDENTIFIANT_DEPARTEMENT", egaux) ? (["IDENTIFIANT_DEPARTEMENT"] as const) : []),
    ...(commun("RENDEZ_VOUS_SOLIDARITES", egaux) || commun("RENDEZ_VOUS_INSERTION", egaux) ? (["RENDEZ_VOUS"] as const) : []),
  ];
}

/** Same foyer in a payer's files. A matricule of the MSA is the NIR of the person who carries it. */
export function foyerCommun(a: Identite, b: Identite): "MEME_ROLE" | "FOYER" | "MATRICULE" | null {
  const paires = a.foyers.flatMap((f) =>
    b.foyers.filter((g) => g.numeroDemande === f.numeroDemande).map((g) => f.role !== null && f.role === g.role),
  );
  if (paires.length > 0) return paires.includes(true) ? "MEME_ROLE" : "FOYER";
  const memes = (n: Numero, m: Numero) =>
    (n.type === "MATRICULE_CAF" && m.type === n.type && n.organisme === m.organisme && matricule(n.valeur) === matricule(m.valeur)) ||
    (n.type === "MATRICULE_MSA" && (m.type === n.type || m.type === "NIR") && n.valeur.slice(0, 13) === m.valeur.slice(0, 13));
  return a.numeros.some((n) => b.numeros.some((m) => memes(n, m) || memes(m, n))) ? "MATRICULE" : null;
}

/** A NIR of 15 characters carries its key: a wrong one says that the number was badly typed, and it proves nothing. */
export const nirSansFaute = (nir: string): boolean => nir.length !== 15 || nir.slice(13) === cleNir(nir.slice(0, 13));
