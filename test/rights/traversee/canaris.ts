import type pg from "pg";
import { type Codes, type Colonne, colonneDePersonne, colonnes } from "./tables";

/** What betrays a person: her canaries, ids of her rows, her numbers. Each token says whose it is; a dossier is of all its members. */
export type Marques = Map<string, Set<string>>;

const CODE = /^[A-Z][A-Z0-9_]{2,}$/;
const CANARI = (personne: number, colonne: number) => `ZQ${70_000 + personne}ZQ${100 + colonne}ZQ`;
const NOMBRE = (personne: number, colonne: number) => 170_000_000 + personne * 1_000 + colonne;
const NAISSANCE = (personne: number) => new Date(Date.UTC(1905, 0, 1 + personne)).toISOString().slice(0, 10);

export interface Plantation {
  marques: Marques;
  /** `schema.table.colonne` of each canary, by its number. */
  colonnes: string[];
  /** Columns of a person that no canary could take: codes and keys, and what a check refuses. */
  sans: string[];
}

/** Writes in every text, number and birth date of every person something that is hers alone, then lists all that would betray her. */
export async function planter(owner: pg.Client, codes: Codes): Promise<Plantation> {
  const tables = await colonnes(owner);
  const rangs = await numeroter(owner);
  const listes = await nomsDeCodes(owner, tables);
  const plantees: string[] = [];
  const sans: string[] = [];
  await owner.query("set session_replication_role = replica");
  for (const [nom, liste] of tables) {
    const personne = colonneDePersonne(nom, liste);
    if (!personne) continue;
    for (const c of liste) {
      if (
        c.cle ||
        c.generee ||
        c.colonne === "departement" ||
        c.colonne === personne ||
        c.colonne === "code_insee" ||
        /uuid|timestamp|boolean|bytea/.test(c.type)
      )
        continue;
      if (listes.has(c.colonne) || codes.de(nom, c.colonne)) continue;
      const numero = plantees.length;
      const plantee = await planterColonne(owner, nom, personne, c, numero, rangs);
      if (plantee) plantees.push(`${nom}.${c.colonne}`);
      else sans.push(`${nom}.${c.colonne}`);
    }
  }
  await owner.query("set session_replication_role = origin");
  return { marques: await relever(owner, tables, rangs, plantees.length), colonnes: plantees, sans };
}

async function numeroter(owner: pg.Client): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ id: string }>("select id from allocataires.allocataire order by id");
  return new Map(rows.map(({ id }, rang) => [id, rang + 1]));
}

/** Columns that hold codes of a list, here or elsewhere under the same name: a canary there would be no value of the list. */
async function nomsDeCodes(owner: pg.Client, tables: Map<string, Colonne[]>): Promise<Set<string>> {
  // Lists of codes that the schema shows as objects.
  const codes = new Set<string>(["traitements", "traitement"]);
  for (const [nom, liste] of tables) {
    for (const c of liste.filter((one) => one.type === "text" || one.type === "text[]")) {
      const { rows } = await owner.query(
        `select distinct v from (select unnest(array["${c.colonne}"]::text[]) as v from ${nom} where "${c.colonne}" is not null limit 500) x where v <> '' limit 20`,
      );
      if (rows.length > 0 && rows.every(({ v }) => CODE.test(v))) codes.add(c.colonne);
    }
  }
  return codes;
}

async function planterColonne(owner: pg.Client, nom: string, personne: string, c: Colonne, numero: number, rangs: Map<string, number>) {
  const { rows } = await owner.query(
    `select ctid::text as ou, "${personne}" as qui, "${c.colonne}" as valeur from ${nom} where "${personne}" is not null`,
  );
  const nouvelles = rows.map(({ qui, valeur }) => canariDe(c, valeur, rangs.get(qui) ?? 0, numero));
  if (rows.length === 0 || nouvelles.every((one) => one === undefined)) return false;
  const garde = rows.map((row, i) => ({ ou: row.ou, valeur: nouvelles[i] })).filter((row) => row.valeur !== undefined);
  try {
    await owner.query(
      `update ${nom} t set "${c.colonne}" = ${c.type === "text[]" ? "array[v.valeur]" : `v.valeur::${c.type}`}
       from unnest($1::tid[], $2::text[]) as v(ou, valeur) where t.ctid = v.ou`,
      [garde.map((row) => row.ou), garde.map((row) => row.valeur)],
    );
    return true;
  } catch {
    // A check that wants another shape: the column is listed as without a canary.
    return false;
  }
}

function canariDe(c: Colonne, valeur: unknown, personne: number, numero: number): string | undefined {
  if (c.type === "text" || c.type === "text[]") return CANARI(personne, numero);
  if (c.type === "jsonb") return valeur ? JSON.stringify(dansJson(valeur, CANARI(personne, numero))) : undefined;
  if (c.type === "date") return /naissance/.test(c.colonne) ? NAISSANCE(personne) : undefined;
  if (/int|numeric|double/.test(c.type)) return /centimes|montant/.test(c.colonne) ? String(NOMBRE(personne, numero)) : undefined;
  return undefined;
}

/** The same document with its free texts replaced; codes, dates, ids and numbers keep their shape. */
function dansJson(valeur: unknown, canari: string): unknown {
  if (typeof valeur === "string")
    return valeur === "" || CODE.test(valeur) || /^\d{4}-|^[0-9a-f-]{36}$|^\d+$/.test(valeur) ? valeur : canari;
  if (Array.isArray(valeur)) return valeur.map((one) => dansJson(one, canari));
  if (typeof valeur === "object" && valeur !== null)
    return Object.fromEntries(Object.entries(valeur).map(([cle, one]) => [cle, dansJson(one, canari)]));
  return valeur;
}

async function relever(owner: pg.Client, tables: Map<string, Colonne[]>, rangs: Map<string, number>, plantees: number): Promise<Marques> {
  const marques: Marques = new Map();
  const noter = (jeton: unknown, qui: string) => {
    const cle = String(jeton).toLowerCase();
    const deQui = marques.get(cle);
    if (deQui) deQui.add(qui);
    else marques.set(cle, new Set([qui]));
  };
  for (const [qui, rang] of rangs) {
    for (let numero = 0; numero < plantees; numero++) {
      noter(CANARI(rang, numero), qui);
      noter(NOMBRE(rang, numero), qui);
    }
    noter(NAISSANCE(rang), qui);
    noter(qui, qui);
  }
  for (const [nom, liste] of tables) {
    const personne = colonneDePersonne(nom, liste);
    if (!personne) continue;
    // Ids of what is hers alone: rows of shared things (an appointment, a campaign) are told by who is in them.
    for (const c of liste.filter(
      (one) =>
        one.type === "uuid" &&
        /^(id|contrat|manquement|sanction|orientation|diagnostic|prescription|dossier|rendez_vous)$/.test(one.colonne),
    )) {
      const { rows } = await owner.query(
        `select distinct "${c.colonne}" as id, "${personne}" as qui from ${nom} where "${c.colonne}" is not null and "${personne}" is not null`,
      );
      for (const { id, qui } of rows) noter(id, qui);
    }
  }
  const numeros = await owner.query(
    `select i.valeur as jeton, i.allocataire as qui from allocataires.identifiant i where length(i.valeur) > 5
     union select d.numero_demande, m.allocataire from allocataires.dossier d join allocataires.membre m on m.departement = d.departement and m.dossier = d.id
     union select d.matricule, m.allocataire from allocataires.dossier d join allocataires.membre m on m.departement = d.departement and m.dossier = d.id where length(d.matricule) > 5`,
  );
  for (const { jeton, qui } of numeros.rows) noter(jeton, qui);
  return marques;
}

/** `schema.table.colonne` that a canary comes from; null for another mark. */
export function origine(jeton: string, plantees: readonly string[]): string | null {
  const numero = /^zq\d{5}zq(\d+)zq$/.exec(jeton)?.[1] ?? /^17\d{4}(\d{3})$/.exec(jeton)?.[1];
  if (numero === undefined) return null;
  return plantees[/^zq/.test(jeton) ? Number(numero) - 100 : Number(numero)] ?? null;
}

const JETON = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b19\d\d-\d\d-\d\d\b|[A-Za-z0-9]+/gi;
const CURSEUR = /MTo[A-Za-z0-9_-]+/g;

/** People whom an answer betrays, cursors opened. `dits`: what the request said itself. */
export function trahis(texte: string, marques: Marques, dits: string): Map<string, Set<string>> {
  const trouves = new Map<string, Set<string>>();
  const ouvert = `${texte} ${(texte.match(CURSEUR) ?? []).map((one) => Buffer.from(one, "base64url").toString("utf8")).join(" ")}`;
  const connus = dits.toLowerCase();
  for (const jeton of new Set(ouvert.match(JETON) ?? [])) {
    const cle = jeton.toLowerCase();
    const deQui = marques.get(cle);
    if (deQui && !connus.includes(cle)) trouves.set(cle, deQui);
  }
  return trouves;
}
