import { SUBGRAPH_NAMES } from "../../subgraphs/shared/settings";
import { type TestDatabase, testDatabase } from "../setup/database";

/** Columns that hold a NIR (encrypted, or its keyed hash), a secret or an original message, and the only roles that may read them. */
const PROTEGEES: Record<string, readonly string[]> = {
  "allocataires.identifiant_nir.valeur_chiffree": ["unefois_allocataires"],
  "allocataires.identifiant.empreinte": ["unefois_allocataires"],
  "allocataires.dossier_nir.matricule_chiffre": ["unefois_allocataires"],
  "allocataires.contenu_dossier.matricule_chiffre": ["unefois_allocataires"],
  "allocataires.contenu_dossier.matricule_empreinte": ["unefois_allocataires"],
  "allocataires.contenu_personne.nir_chiffre": ["unefois_allocataires"],
  "allocataires.contenu_personne.nir_empreinte": ["unefois_allocataires"],
  "allocataires.empreinte_effacee.empreinte": ["unefois_allocataires"],
  "allocataires.export_personne.contenu": ["unefois_allocataires"],
};
/** Names of columns that are protected wherever they are. */
const SENSIBLE = /chiffre|nir_|^empreinte$|matricule_empreinte|^original$|secret$|^contenu$/;
/** Same names, but hashes of what is public or of no person, the text of a parcours, the rank of a secret. */
const SANS_PERSONNE =
  /^(offre_insertion\.|echanges\.(echange\.empreinte)|indicateurs\.)|\.(dossier|mention_dossier|contenu_dossier|contenu_personne|flux_caf)\.empreinte$|cle_idempotence|parcours_local\.contenu|abonnement\.version_secret/;

describe("les colonnes protégées dans la base", () => {
  let base: TestDatabase;
  let lisibles: { colonne: string; role: string }[];
  beforeAll(async () => {
    base = await testDatabase();
    const { rows } = await base.owner.query<{ colonne: string; role: string }>(
      `select n.nspname || '.' || c.relname || '.' || a.attname as colonne, r.rolname as role
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         join pg_roles r on r.rolname = any ($1)
       where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and has_column_privilege(r.oid, c.oid, a.attnum, 'select')`,
      [SUBGRAPH_NAMES.map((name) => `unefois_${name.replaceAll("-", "_")}`)],
    );
    lisibles = rows;
  });
  afterAll(() => base.drop());

  it("un NIR, même chiffré, un secret ou un original n’est lu que par qui s’en sert", () => {
    const lues = lisibles.filter(({ colonne }) => SENSIBLE.test(colonne.split(".")[2]!) && !SANS_PERSONNE.test(colonne));
    expect(lues.filter(({ colonne, role }) => !PROTEGEES[colonne]?.includes(role))).toEqual([]);
    expect(Object.keys(PROTEGEES).filter((colonne) => !lues.some((lue) => lue.colonne === colonne))).toEqual([]);
  });

  it("aucun rôle ne lit les originaux des messages et des flux, ni le contenu des dépôts", () => {
    const originaux =
      /^(allocataires\.(flux_caf|rejet)|rendez_vous\.(message_entrant|rejet)|offre_insertion\.(rejet)|hub\.)|^echanges\.depot\.(contenu|manifeste|signature)$/;
    const lus = lisibles.filter(
      ({ colonne }) => originaux.test(colonne) && /original|contenu|entetes|corps|manifeste|signature|xml/.test(colonne),
    );
    expect(lus).toEqual([]);
  });
});
