import type pg from "pg";
import type { NirCipher } from "../subgraphs/shared/nir-cipher";
import { nomme } from "./personne/rejets.repository";

const MOTS = /[0-9A-Za-zÀ-ÿ-]{5,}/g;
const DATES = /\b(?:(\d{4})-(\d{2})-(\d{2})|(\d{2})[/-](\d{2})[/-](\d{4}))\b/g;
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
const NIR = /\b[1-478]\d{4}[\dAB]{2}\d{6}(?:\d{2})?\b/g;

/** By a number, by a NIR, by an id of the hub; and by their birth date, to be looked at by name. */
const DESIGNEES = `with par_numero as (
    select i.allocataire as id from allocataires.identifiant i where i.valeur = any ($1::text[]) or i.empreinte = any ($2::bytea[])
    union select m.allocataire from allocataires.dossier d join allocataires.membre m on m.departement = d.departement and m.dossier = d.id
      where d.numero_demande = any ($1::text[])
    union select unnest($3::uuid[]))
  select id, null::text as nom, null::text as prenom, null::text as naissance from par_numero
  union all select a.id, n.nom, a.prenoms[1], a.date_naissance::text from allocataires.allocataire a cross join lateral (values (a.nom), (a.nom_usage)) n (nom)
    where a.date_naissance = any ($4::date[]) and n.nom is not null`;

const datesDe = (texte: string): string[] =>
  [...texte.matchAll(DATES)]
    .map(([, a, m, j, jj, mm, aa]) => (a ? `${a}-${m}-${j}` : `${aa}-${mm}-${jj}`))
    .filter((date) => !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date));

/** The people whom texts name: by a number of at least five characters, a NIR, an id of the hub, or their name with their birth date.
 * Whom the hub does not know has no register. */
export async function personnesNommees(client: pg.ClientBase, cipher: NirCipher, textes: readonly string[]): Promise<string[]> {
  const texte = textes.join("\n");
  const tous = (motif: RegExp) => [...new Set(texte.match(motif) ?? [])];
  const nirs = tous(NIR).flatMap((nir) => cipher.hashes(nir));
  const { rows } = await client.query<{ id: string; nom: string | null; prenom: string; naissance: string }>(DESIGNEES, [
    tous(MOTS),
    nirs,
    tous(UUID),
    [...new Set(datesDe(texte))],
  ]);
  const nommees = rows.filter(
    ({ nom, prenom, naissance }) => nom === null || nomme(texte, { numeros: [], noms: [{ nom, prenom, naissance }] }, new Set(), String),
  );
  return [...new Set(nommees.map(({ id }) => id))];
}

/** The people of signed files: those whose exchanges they carry. */
export async function personnesDesDepots(client: pg.ClientBase, depots: readonly { departement: string; id: string }[]): Promise<string[]> {
  const { rows } = await client.query<{ allocataire: string }>(
    `select distinct e.allocataire from unnest($1::text[], $2::uuid[]) d (departement, id)
     join echanges.echange e on e.departement = d.departement and e.depot = d.id where e.allocataire is not null`,
    [depots.map(({ departement }) => departement), depots.map(({ id }) => id)],
  );
  return rows.map(({ allocataire }) => allocataire);
}

/** The people of the dossiers that écarts name. */
export async function personnesDesDossiers(
  client: pg.ClientBase,
  dossiers: readonly { departement: string; numeroDemande: string }[],
): Promise<string[]> {
  const { rows } = await client.query<{ allocataire: string }>(
    `select distinct m.allocataire from unnest($1::text[], $2::text[]) d (departement, numero)
     join allocataires.dossier o on o.departement = d.departement and o.numero_demande = d.numero
     join allocataires.membre m on m.departement = o.departement and m.dossier = o.id`,
    [dossiers.map(({ departement }) => departement), dossiers.map(({ numeroDemande }) => numeroDemande)],
  );
  return rows.map(({ allocataire }) => allocataire);
}
