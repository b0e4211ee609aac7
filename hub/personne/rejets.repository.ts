import type pg from "pg";
import type { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ouvrirOriginal } from "../../subgraphs/shared/original-garde";
import type { PersonneExportee } from "./export-personne";

/** Owners of rejects that may name a person. */
const REJETS = ["allocataires.rejet", "rendez_vous.rejet", "hub.rejet"] as const;

interface Noms {
  numeros: string[];
  noms: { nom: string; prenom: string; naissance: string }[];
}

const NOMS = `select
  array(select i.valeur from allocataires.identifiant i where i.departement = $1 and i.allocataire = any ($2::uuid[]) and i.valeur is not null
    union select d.numero_demande from allocataires.membre m join allocataires.dossier d on d.departement = m.departement and d.id = m.dossier
      where m.departement = $1 and m.allocataire = any ($2::uuid[])
    union select f::text from unnest($2::uuid[]) f) as numeros,
  (select coalesce(jsonb_agg(jsonb_build_object('nom', n.nom, 'prenom', a.prenoms[1], 'naissance', a.date_naissance)), '[]')
   from allocataires.allocataire a cross join lateral (values (a.nom), (a.nom_usage)) n (nom)
   where a.departement = $1 and a.id = any ($2::uuid[]) and n.nom is not null) as noms`;

const normal = (texte: string) =>
  ` ${texte
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, " ")
    .trim()} `;

/** Whether a text names her: by a number of at least five characters, or by a name with a given name or the birth date. Same rule as what an erasure blanks. */
export function nomme(texte: string, { numeros, noms }: Noms, nirs: ReadonlySet<string>, empreinte: (nir: string) => string): boolean {
  const mots = normal(texte);
  const dit = (mot: string) => mot.trim().length > 0 && mots.includes(normal(mot));
  return (
    numeros.some((numero) => numero.length >= 5 && dit(numero)) ||
    noms.some(
      ({ nom, prenom, naissance }) => dit(nom) && (dit(prenom) || dit(naissance) || dit(naissance.split("-").reverse().join("-"))),
    ) ||
    (nirs.size > 0 && (texte.match(NIR) ?? []).some((nir) => nirs.has(empreinte(nir))))
  );
}

const NIR = /\b[1-478]\d{4}[\dAB]{2}\d{6}(?:\d{2})?\b/g;

/** Ids of the rejects, of any owner, that name a person. Originals are opened to be looked at: none is handed over. */
export async function rejetsQuiNomment(
  client: pg.ClientBase,
  cipher: NirCipher,
  { departement, fiches }: PersonneExportee,
): Promise<string[]> {
  const noms = (await client.query<Noms>(NOMS, [departement, fiches])).rows[0]!;
  const { rows: empreintes } = await client.query<{ empreinte: Buffer }>(
    "select i.empreinte from allocataires.identifiant i where i.departement = $1 and i.allocataire = any ($2::uuid[]) and i.empreinte is not null",
    [departement, fiches],
  );
  const nirs = new Set(empreintes.map((e) => e.empreinte.toString("hex")));
  const trouves: string[] = [];
  for (const table of REJETS) {
    const { rows } = await client.query<{ id: string; original: string; message: string }>(
      `select r.id, r.original, r.message from ${table} r where r.original <> '' and (r.departement is null or r.departement = $1)`,
      [departement],
    );
    for (const { id, original, message } of rows)
      if (nomme(`${ouvrirOriginal(cipher, original)} ${message}`, noms, nirs, (nir) => cipher.hash(nir).toString("hex"))) trouves.push(id);
  }
  return trouves;
}
