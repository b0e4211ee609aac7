import { randomUUID } from "node:crypto";
import { contratSigne, type Evenement, entree, orientation } from "../../journal";
import { db, demander } from "../../mesures";

export const id = () => randomUUID();

/** One organisme of each type that the hub knows, `94-<TYPE>`. */
export const organismes = () =>
  db.owner.query(
    `insert into allocataires.organisme (id, departement, code, nom, type)
     select '94-' || t, '94', t, t, t from unnest($1::text[]) t`,
    [["FRANCE_TRAVAIL", "MISSION_LOCALE", "CAP_EMPLOI", "DEPARTEMENT", "DELEGATAIRE", "CCAS", "CAF", "MSA"]],
  );

/** What a table says: code → value (the whole), for the year 2026 unless told otherwise. */
export async function valeurs(codes: readonly string[], plus: Record<string, unknown> = {}): Promise<Record<string, number | null>> {
  const dites: Record<string, number | null> = {};
  for (const code of codes) dites[code] = (await mesure(code, plus)).valeur;
  return dites;
}

/** The measure of one line. */
export async function mesure(code: string, plus: Record<string, unknown> = {}) {
  const { data, errors } = await demander(code, plus);
  expect({ code, errors }).toEqual({ code, errors: undefined });
  return data.indicateur;
}

/** The parts of a cut: key → value. */
export async function parts(code: string, ventilation: string, plus: Record<string, unknown> = {}): Promise<Record<string, number | null>> {
  const { ventilation: liste } = await mesure(code, { ventilation, ...plus });
  return Object.fromEntries(liste.map((part: any) => [part.cle, part.valeur]));
}

/** The codes of a table, from the first to the last. */
export const codes = (prefixe: string, ...rangs: number[]) => rangs.map((rang) => `${prefixe}.${String(rang).padStart(2, "0")}`);

/** A person oriented to an organisme of that type. */
export const orientee = (allocataire: string, type: string, decideeLe = "2026-02-01", plus: Record<string, unknown> = {}): Evenement =>
  orientation(allocataire, decideeLe, { organisme: `94-${type}`, ...plus });

/** A dossier whose state changes on a day. */
export const etat = (allocataire: string, dossier: string, nom: string, depuis: string): Evenement => ({
  type: "DossierModifie",
  allocataire,
  donnees: { dossier, etat: nom, depuis, champs: ["etat"] },
});

export const cer = (allocataire: string, dateSignature: string, plus: Record<string, unknown> = {}) =>
  contratSigne(allocataire, dateSignature, { nature: "CER", ...plus });

export { entree };
