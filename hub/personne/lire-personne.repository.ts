import type pg from "pg";
import { type ProvenanceColumns, provenance } from "../../subgraphs/shared/contrat/provenance";
import { PAR_ALLOCATAIRE, RETENUES, type TableDePersonne } from "../../subgraphs/shared/droits-des-personnes/table-de-personne";
import type { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { isUuid } from "../../subgraphs/shared/page";
import type { LigneExportee, PersonneExportee, TableExportee } from "./export-personne";

export type Designation = { id: string } | { type: string; valeur: string };

/** A person by her id (one given before a merge gives who replaces her), or by a number of hers. Null when nobody, or several, are meant. */
export async function personneDesignee(
  client: pg.ClientBase,
  cipher: NirCipher,
  qui: Designation,
  departement: string | null,
): Promise<PersonneExportee | null> {
  if ("id" in qui && !isUuid(qui.id)) return null;
  const valeurs = "id" in qui ? [qui.id] : [qui.type, qui.valeur, cipher.hash(qui.valeur)];
  const { rows } = await client.query<PersonneExportee>(
    `select a.departement, a.id, array(select f.id from allocataires.allocataire f where f.departement = a.departement and a.id in (f.id, f.canonique)) as fiches
     from allocataires.allocataire a where ($${valeurs.length + 1}::text is null or a.departement = $${valeurs.length + 1}) and a.canonique is null and ${
       "id" in qui
         ? "a.id in (select coalesce(b.canonique, b.id) from allocataires.allocataire b where b.id = $1::uuid)"
         : `a.id in (select coalesce(b.canonique, b.id) from allocataires.identifiant i join allocataires.allocataire b on b.departement = i.departement and b.id = i.allocataire
              where i.type = $1 and (i.valeur = $2 or i.empreinte = $3))`
     }`,
    [...valeurs, departement],
  );
  return rows.length === 1 ? rows[0]! : null;
}

export interface Lecture {
  personne: PersonneExportee;
  /** Rejects that name her, whatever their owner. */
  rejets: readonly string[];
  cipher: NirCipher;
  /** Whether who asks may read a NIR in clear. */
  nirEnClair: boolean;
}

/** The rows of one table that are hers, as they are handed over. */
export async function lireTable(client: pg.ClientBase, table: TableDePersonne, lecture: Lecture): Promise<TableExportee> {
  const { personne, rejets } = lecture;
  const condition = table.siennes ?? PAR_ALLOCATAIRE;
  const plus = Object.entries(table.valeurs ?? {}).map(([nom, sql]) => `'${nom}', ${sql}`);
  const texte = `select to_jsonb(t) as ligne, jsonb_build_object(${plus.join(", ")}) as plus from ${table.table} t where ${condition}`;
  const valeurs = [personne.departement, personne.fiches, rejets];
  // A condition need not look at everything: PostgreSQL refuses a parameter that no text uses.
  const utiles = [1, 2, 3].filter((n) => texte.includes(`$${n}`));
  const numerote = utiles.reduce((t, n, i) => t.replaceAll(`$${n}`, `$${i + 1}`), texte);
  const { rows } = await client.query<{ ligne: Record<string, unknown>; plus: Record<string, unknown> }>(
    numerote,
    utiles.map((n) => valeurs[n - 1]),
  );
  const retenues = new Map(Object.entries(table.retenues ?? {}));
  if (!lecture.nirEnClair) for (const nom of Object.values(table.chiffrees ?? {})) retenues.set(`${nom} (NIR)`, "TECHNIQUE");
  return {
    table: table.table,
    rubrique: table.rubrique,
    titre: table.titre,
    origine: table.origine ?? null,
    lignes: rows.map(({ ligne, plus: calculees }) => enLigne(table, { ...ligne, ...calculees }, lecture)),
    retenues: [...retenues].map(([colonne, raison]) => ({ colonne, raison: colonne.endsWith("(NIR)") ? NIR_MASQUE : RETENUES[raison] })),
  };
}

const NIR_MASQUE = "Le NIR ne se lit en clair que dans le document remis à la personne par le Département (« unefois personne exporter »).";
const DE_PROVENANCE = ["source", "source_organisme", "collectee_le", "recue_le", "certifiee", "reference"];

function enLigne(table: TableDePersonne, ligne: Record<string, unknown>, { cipher, nirEnClair }: Lecture): LigneExportee {
  const donnees: Record<string, unknown> = {};
  const venue = DE_PROVENANCE.every((colonne) => colonne in ligne) ? provenance(ligne as unknown as ProvenanceColumns) : null;
  for (const [colonne, valeur] of Object.entries(ligne)) {
    if (colonne === "departement" || table.retenues?.[colonne] !== undefined || valeur === null) continue;
    const clair = table.chiffrees?.[colonne];
    if (clair === undefined) {
      if (venue === null || !DE_PROVENANCE.includes(colonne)) donnees[colonne] = valeur;
    } else if (nirEnClair) donnees[clair] = cipher.decrypt(Buffer.from(String(valeur).slice(2), "hex"));
  }
  return {
    provenance: venue && {
      source: venue.source,
      organisme: venue.organisme ?? null,
      collecteeLe: String(venue.collecteeLe),
      recueLe: String(venue.recueLe),
      certifiee: venue.certifiee,
      reference: venue.reference ?? null,
      baseLegale: venue.baseLegale,
    },
    donnees,
  };
}

/** How long people, and rejects, are kept in a département: the months, and the text. */
export async function durees(client: pg.ClientBase, departement: string): Promise<{ objet: string; mois: number; motif: string }[]> {
  const { rows } = await client.query(
    `select distinct on (c.objet) c.objet, c.mois, c.motif from allocataires.conservation c where c.departement in ($1, '*') order by c.objet, c.departement = '*'`,
    [departement],
  );
  return rows;
}

/** Names of organismes and référents by id: codes are told in words. */
export async function nomsDesOrganismes(client: pg.ClientBase, departement: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; code: string; nom: string }>(
    `select o.id, o.code, o.nom from allocataires.organisme o where o.departement = $1
     union all select r.id, r.id, r.prenom || ' ' || r.nom from allocataires.referent r where r.departement = $1`,
    [departement],
  );
  return new Map(rows.flatMap(({ id, code, nom }) => [[id, nom] as const, [code, nom] as const]));
}
