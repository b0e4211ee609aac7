import type pg from "pg";
import { colonnesDe, passee, TABLES, TABLES_PROJETEES } from "./table";

/** A table of the projection, to be compared with the one built beside. */
interface Comparee {
  nom: string;
  cle: readonly string[];
  colonnes: readonly string[];
}

/** The profile of people is read elsewhere: it is not built again. */
const PROJETEES: Comparee[] = TABLES_PROJETEES.filter((table) => table !== "profil").flatMap((table) => {
  const [cle, colonnes] = [TABLES[table].cle, [...colonnesDe(table), "connu_depuis"]];
  return [
    { nom: table, cle, colonnes },
    { nom: passee(table), cle: [...cle, "connu_depuis"], colonnes: [...colonnes, "connu_avant"] },
  ];
});
const INTERNES: Comparee[] = [
  {
    nom: "dite",
    cle: ["departement", "allocataire", "origine"],
    colonnes: [
      "departement",
      "allocataire",
      "origine",
      "position",
      "lieu_depuis",
      "code_insee",
      "droit_depuis",
      "dossier",
      "etat",
      "soumis_droits_devoirs",
    ],
  },
  {
    nom: "deplacement",
    cle: ["departement", "fusion", "nom_table", "cle"],
    colonnes: ["departement", "fusion", "nom_table", "cle", "allocataire", "ligne", "deplacee"],
  },
  { nom: "connaissance", cle: ["departement"], colonnes: ["departement", "premier", "dernier", "evenement_le"] },
];
export const COMPAREES: readonly Comparee[] = [...PROJETEES, ...INTERNES];

/** Rows of `a` that are not, to the letter, in `b`. */
const absentes = ({ nom, cle, colonnes }: Comparee, a: string, b: string) => `from ${a}.${nom} a where not exists (
  select from ${b}.${nom} b where ${cle.map((c) => `b.${c} = a.${c}`).join(" and ")}
    and row(${colonnes.map((c) => `b.${c}`).join(", ")}) is not distinct from row(${colonnes.map((c) => `a.${c}`).join(", ")}))`;

const TEXTES = COMPAREES.map((table) => ({
  nom: table.nom,
  compter: `select (select count(*) ${absentes(table, "indicateurs", "pg_temp")})::int as "enTrop",
    (select count(*) ${absentes(table, "pg_temp", "indicateurs")})::int as manquantes`,
  oter: `delete ${absentes(table, "indicateurs", "pg_temp")}`,
  mettre: `insert into indicateurs.${table.nom} (${table.colonnes.join(", ")}) select ${table.colonnes.map((c) => `a.${c}`).join(", ")} ${absentes(table, "pg_temp", "indicateurs")}`,
}));

/** How a table of the projection differs from what the journal says. */
export interface Difference {
  table: string;
  /** Rows of the projection that the journal does not say so. */
  enTrop: number;
  /** Rows that the journal says and that the projection does not hold so. */
  manquantes: number;
}

/** Compares the projection with the one built beside. Tables that differ only. */
export async function comparer(client: pg.ClientBase): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const { nom, compter } of TEXTES) {
    const { rows } = await client.query<Omit<Difference, "table">>(compter);
    if (rows[0]!.enTrop + rows[0]!.manquantes > 0) differences.push({ table: nom, ...rows[0]! });
  }
  return differences;
}

/** Gives the projection what was built beside: only rows that differ are written, so that readers are not held and nothing is bloated. */
export async function adopter(client: pg.ClientBase, differences: readonly Difference[]): Promise<void> {
  const tables = new Set(differences.map(({ table }) => table));
  await client.query("select set_config('indicateurs.sans_histoire', 'oui', true)");
  for (const { nom, oter, mettre } of TEXTES) {
    if (!tables.has(nom)) continue;
    await client.query(oter);
    await client.query(mettre);
  }
  await client.query("select set_config('indicateurs.sans_histoire', '', true)");
}
