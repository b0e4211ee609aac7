import { migrationModules } from "../../migrations";
import { SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";
import { type TestDatabase, testDatabase } from "../setup/database";

const SCHEMAS = SUBGRAPH_NAMES.map((name) => name.replaceAll("-", "_"));

/** The views where subgraphs meet (conventions.md), column by column; `departement` is the first part of every key. */
const PUBLIE = {
  objectif_periode: ["departement", "allocataire", "contrat", "modulation", "minutes", "exempte", "du", "au"],
  organisme: ["id", "code", "type", "departement"],
  mutation_dossier: ["departement", "dossier", "le"],
  opposition: ["departement", "allocataire", "traitement"],
  donnee_servie: ["departement", "le", "formulaire", "formulaires", "demandees", "servies", "perimees", "masquees"],
  qualite_echange: [
    "departement",
    "le",
    "sens",
    "partenaire",
    "objet",
    "canal",
    "statut",
    "code",
    "delai_jours",
    "echanges",
    "tentatives",
    "du_premier_coup",
    "minutes",
  ],
  a_convoquer: ["departement", "allocataire", "code_insee", "entree_dispositif", "notification", "flux", "soumis", "orientee", "sortie"],
  examen_absence: ["departement", "allocataire", "premiere", "seconde", "statut", "decision"],
  personne_reunie: ["id", "position", "type", "departement", "allocataire", "donnees", "survenu_le"],
  organisme_coordonnees: ["id", "departement", "nom", "siret"],
  agenda: ["departement", "allocataire", "organisme", "debut"],
  perimetre: ["departement", "allocataire", "canonique", "organisme", "referent", "du", "au", "urgence"],
  presence: [
    "departement",
    "rendez_vous",
    "allocataire",
    "famille",
    "debut",
    "statut",
    "convocation_rang",
    "convocation_envoyee_le",
    "convocation_remise_le",
    "echec_remise",
    "source",
    "source_organisme",
    "collectee_le",
    "recue_le",
  ],
  offre_statistique: [
    "offre",
    "departement",
    "code",
    "source",
    "origine",
    "type",
    "thematiques",
    "dispositif",
    "fiche_action",
    "parcours",
    "cout_unitaire_centimes",
    "exercice",
    "places_financees",
    "places_par_an",
    "valide_du",
    "valide_au",
    "retiree_le",
  ],
  places_statistique: ["departement", "offre", "exercice", "places_financees"],
  profil_statistique: ["departement", "allocataire", "naissance", "sexe", "situation_familiale", "niveau_etude"],
  personne_effacee: ["id", "position", "type", "departement", "allocataire", "donnees", "survenu_le"],
  prestation: [
    "departement",
    "allocataire",
    "offre",
    "nom",
    "statut",
    "du",
    "au",
    "source",
    "source_organisme",
    "collectee_le",
    "recue_le",
  ],
};
/** The journal: everyone writes, two read, nobody changes. */
const JOURNAL = SCHEMAS.flatMap((schema) =>
  ["consultation", "evenement"].flatMap((table) => [
    `unefois_${schema} INSERT journal.${table}`,
    ...(["echanges", "indicateurs"].includes(schema) ? [`unefois_${schema} SELECT journal.${table}`] : []),
  ]),
)
  .concat([
    // The watch: who reads the alerts, who says what became of them, who opens an emergency access. Its own tables are touched by functions alone.
    "unefois_echanges SELECT journal.alerte",
    "unefois_echanges SELECT journal.alerte_examen",
    "unefois_echanges INSERT journal.alerte_examen",
    "unefois_echanges SELECT journal.acces_urgence",
    "unefois_allocataires SELECT journal.acces_urgence",
    "unefois_allocataires INSERT journal.acces_urgence",
    "unefois_allocataires UPDATE journal.acces_urgence.ferme_le",
    "unefois_allocataires UPDATE journal.acces_urgence.ferme_par",
  ])
  .sort();

const PRIVILEGES = `select a.grantee::regrole::text || ' ' || a.privilege_type || ' ' || n.nspname || '.' || c.relname as droit, n.nspname as schema, a.grantee::regrole::text as role
  from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(c.relacl) a
  where a.grantee <> c.relowner and n.nspname not in ('pg_catalog', 'information_schema')
  union all
  select a.grantee::regrole::text || ' ' || a.privilege_type || ' ' || n.nspname || '.' || c.relname || '.' || t.attname, n.nspname, a.grantee::regrole::text
  from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(t.attacl) a
  where n.nspname not in ('pg_catalog', 'information_schema')
  order by 1`;

interface Privilege {
  droit: string;
  schema: string;
  role: string;
}

describe("droits donnés dans la base", () => {
  let base: TestDatabase;
  let privileges: Privilege[];
  beforeAll(async () => {
    base = await testDatabase();
    privileges = (await base.owner.query<Privilege>(PRIVILEGES)).rows;
  });
  afterAll(() => base.drop());

  it("les vues partagées sont celles des conventions, colonne par colonne", async () => {
    const { rows } = await base.owner.query(
      `select c.relname as vue, array_agg(a.attname::text order by a.attnum) as colonnes from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
       where c.relnamespace = 'publie'::regnamespace group by 1`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.vue, row.colonnes.sort()]))).toEqual(
      Object.fromEntries(Object.entries(PUBLIE).map(([vue, colonnes]) => [vue, [...colonnes].sort()])),
    );
    const kinds = await base.owner.query("select distinct relkind from pg_class where relnamespace = 'publie'::regnamespace");
    expect(kinds.rows).toEqual([{ relkind: "v" }]);
  });

  it("les vues partagées se lisent seulement", () => {
    const given = privileges.filter(({ schema }) => schema === "publie").map(({ droit }) => droit.split(" ")[1]);
    expect(given.length).toBeGreaterThan(0);
    expect(new Set(given)).toEqual(new Set(["SELECT"]));
  });

  it("le journal s’écrit par tous, se lit par echanges et indicateurs, et ne se change par personne", () => {
    expect(privileges.filter(({ schema }) => schema === "journal").map(({ droit }) => droit)).toEqual(JOURNAL);
  });

  it("aucun rôle n’a de droit dans le schéma d’un autre", () => {
    const crossed = privileges.filter(({ schema, role }) => !["publie", "journal"].includes(schema) && role !== `unefois_${schema}`);
    expect(crossed).toEqual([]);
  });

  it("aucun rôle n’entre dans le schéma d’un autre, et aucun ne peut en prendre un autre", async () => {
    const { rows } = await base.owner.query(
      `select r.rolname as role, n.nspname as schema from pg_roles r cross join pg_namespace n
       where r.rolname = any ($1) and n.nspname = any ($2) and has_schema_privilege(r.rolname, n.nspname, 'usage') order by 1`,
      [
        SCHEMAS.map((schema) => `unefois_${schema}`),
        [...migrationModules.map((module) => module.schema), "migration", "publie", "journal"],
      ],
    );
    const expected = SCHEMAS.flatMap((schema) =>
      ["journal", "publie", schema].map((into) => ({ role: `unefois_${schema}`, schema: into })),
    );
    const key = (row: { role: string; schema: string }) => `${row.role} ${row.schema}`;
    expect(rows.map(key).sort()).toEqual(expected.map(key).sort());
    const roles = await base.owner.query(
      "select rolname, rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname like 'unefois\\_%' and (rolcanlogin or rolsuper or rolbypassrls)",
    );
    expect(roles.rows).toEqual([]);
    const memberships = await base.owner.query(
      "select count(*)::int as n from pg_auth_members where member::regrole::text like 'unefois\\_%'",
    );
    expect(memberships.rows[0].n).toBe(0);
  });

  it("chaque table qui nomme une personne porte la sécurité par ligne", async () => {
    const { rows } = await base.owner.query(
      `select distinct n.nspname || '.' || c.relname as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname in ('allocataire', 'allocataires') and not a.attisdropped
       where c.relkind in ('r', 'p') and n.nspname = any ($1) and not c.relrowsecurity
         and exists (select from aclexplode(c.relacl) x where x.grantee <> c.relowner and x.privilege_type = 'SELECT') order by 1`,
      [[...SCHEMAS, "journal"]],
    );
    expect(rows).toEqual([]);
  });

  it("aucune clé étrangère ne passe d’un schéma à un autre", async () => {
    const { rows } = await base.owner.query(
      `select conname from pg_constraint k join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
       where k.contype = 'f' and a.relnamespace <> b.relnamespace`,
    );
    expect(rows).toEqual([]);
  });
});
