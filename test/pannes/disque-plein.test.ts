import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { migrationModules } from "../../migrations";
import { sousGraphe as allocataires } from "../../subgraphs/allocataires/sous-graphe";
import { sousGraphe as offres } from "../../subgraphs/offre-insertion/sous-graphe";
import { migrateUp } from "../../subgraphs/shared/migrations";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { limiterLesFichiers, type PostgresTuable, postgresTuable } from "./postgres-tuable";

const DECLARER = `mutation ($a: ID!, $d: DonneesDeclareesInput!, $c: String) {
  r: declarerDonnees(allocataire: $a, donnees: $d, cleIdempotence: $c) { __typename ... on Refus { code } } }`;
const PERSONNES = "{ allocataires(first: 5) { nodes { nom } } }";
const CATALOGUE = "{ offres(first: 1) { totalCount } }";
/** What a segment of the write-ahead log needs: below it the server itself would stop. Bytes. */
const PLACE = 16 * 1024 * 1024;
/** Months of events, or of reads, in one statement: $1 rows of $2 × 32 bytes that do not compress. */
const EVENEMENTS = `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
  select 'Essai', '94', null, jsonb_build_object('poids', (select string_agg(md5(random()::text || m || n), '') from generate_series(1, $2::int) m)), '2026-02-01'
  from generate_series(1, $1::int) n`;
const LECTURES = `insert into journal.consultation (nature, operation, operation_nom, requete, sous_graphe, le, departement, client, finalite, allocataires, champs)
  select 'LECTURE', gen_random_uuid(), 'essai', (select string_agg(md5(random()::text || m || n), '') from generate_series(1, $2::int) m), 'allocataires', '2026-02-01', '94', 'essai', 'ACCOMPAGNEMENT', '{${PEOPLE.driss}}', '{Allocataire.nom}'
  from generate_series(1, $1::int) n`;
const COMPTER = `select (select count(*) from allocataires.declaration)::int as faits, (select count(*) from journal.evenement where type <> 'Essai')::int as evenements,
  (select count(*) from allocataires.cle_idempotence)::int as cles`;

/** Until the table has no room left, not even for a small row. */
async function remplir(owner: pg.Client, sql: string): Promise<void> {
  for (const [lignes, poids] of [
    [2_000, 40],
    [200, 40],
    [2_000, 1],
    [100, 1],
    [1, 1],
  ]) {
    for (let code = ""; code === ""; ) {
      code = await owner.query(sql, [lignes, poids]).then(
        () => "",
        (erreur: pg.DatabaseError) => erreur.code ?? "?",
      );
      expect(["", "XX000", "53100"]).toContain(code);
    }
  }
}

const declarerPar = (graphe: TestSubgraph) => (cle: string) =>
  graphe.run(CALLERS.departement, DECLARER, { a: PEOPLE.amina, d: { courriel: `${cle}@exemple.fr` }, c: cle });
const codeDe = (reponse: { errors?: { extensions: Record<string, any> }[] }) => reponse.errors?.[0]?.extensions.code ?? null;

async function preparer(serveur: PostgresTuable) {
  await migrateUp(serveur.url, migrationModules);
  const owner = new pg.Client({ connectionString: serveur.url });
  owner.on("error", () => undefined);
  await owner.connect();
  await owner.query("set unefois.journal = 'conservation'");
  await loadFixtures(owner);
  return { owner, graphe: await testSubgraph(allocataires, serveur.url) };
}

describe("la base n’a plus de place", () => {
  let serveur: PostgresTuable;
  let owner: pg.Client;
  let graphe: TestSubgraph;
  let catalogue: TestSubgraph;
  beforeAll(async () => {
    serveur = await postgresTuable({ settings: ["fsync=off", "autovacuum=off"] });
    ({ owner, graphe } = await preparer(serveur));
    catalogue = await testSubgraph(offres, serveur.url);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([graphe?.close(), catalogue?.close(), owner?.end()]);
    await serveur?.fermer();
  });
  afterEach(() => limiterLesFichiers(serveur.tous(), null));

  it("une modification est refusée en français, rien n’est écrit à moitié, le catalogue se lit, et tout reprend quand la place revient", async () => {
    const declarer = declarerPar(graphe);
    expect([codeDe(await declarer("avant")), codeDe(await catalogue.run(CALLERS.departement, CATALOGUE))]).toEqual([null, null]);
    const avant = (await owner.query(COMPTER)).rows[0];
    limiterLesFichiers(serveur.tous(), PLACE);
    await remplir(owner, EVENEMENTS);
    const refusees = [await declarer("plein-1"), await declarer("plein-2")];
    expect(refusees.map((une) => [une.data?.r ?? null, codeDe(une), une.errors![0]!.extensions.reessai])).toEqual([
      [null, "STOCKAGE_PLEIN", "TEL_QUEL"],
      [null, "STOCKAGE_PLEIN", "TEL_QUEL"],
    ]);
    expect(refusees[0]!.errors![0]!.message).toBe(
      "La base de données n’a plus de place : rien n’a été enregistré, et aucune donnée de personne ne se lit sans trace écrite. Prévenez l’exploitant.",
    );
    expect((await owner.query(COMPTER)).rows[0]).toEqual(avant);
    expect(codeDe(await catalogue.run(CALLERS.departement, CATALOGUE))).toBeNull();
    limiterLesFichiers(serveur.tous(), null);
    expect((await declarer("plein-1")).data.r.__typename).toBe("DeclarationDonnees");
    const { faits, evenements, cles } = avant;
    expect((await owner.query(COMPTER)).rows[0]).toEqual({ faits: faits + 1, evenements: evenements + 1, cles: cles + 1 });
  }, 60_000);

  it("le registre ne s’écrit plus : aucune donnée de personne ne sort, et la lecture reprend avec la place", async () => {
    limiterLesFichiers(serveur.tous(), PLACE);
    await remplir(owner, LECTURES);
    const refusee = await graphe.run(CALLERS.departement, PERSONNES);
    expect([codeDe(refusee), refusee.errors![0]!.extensions.reessai]).toEqual(["STOCKAGE_PLEIN", "TEL_QUEL"]);
    expect(JSON.stringify(refusee.data ?? null)).not.toContain("Benali");
    expect(codeDe(await catalogue.run(CALLERS.departement, CATALOGUE))).toBeNull();
    limiterLesFichiers(serveur.tous(), null);
    const lue = await graphe.run(CALLERS.departement, PERSONNES);
    expect([codeDe(lue), JSON.stringify(lue.data)]).toEqual([null, expect.stringContaining("Benali")]);
  }, 60_000);
});

/** Only root mounts; a container may refuse it even then. */
function montage(taille: string): string | null {
  const point = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-plein-"));
  const monte =
    process.getuid?.() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", `size=${taille},mode=755`, "none", point]).status === 0;
  if (!monte) fs.rmdirSync(point);
  return monte ? point : null;
}
function demonter(point: string): void {
  spawnSync("umount", ["-l", point]);
  fs.rmdirSync(point);
}
const ENTIERE = process.env.UNEFOIS_PANNES === "entieres";

/** `npm run test:faults`, as root: a real disk, of 400 MB, filled to its last byte. */
(ENTIERE && process.getuid?.() === 0 ? describe : describe.skip)("un vrai disque plein (tmpfs)", () => {
  it("STOCKAGE_PLEIN tant que PostgreSQL tient, BASE_INDISPONIBLE quand son journal n’a plus de place ; rien de confirmé ne se perd", async () => {
    const point = montage("400m")!;
    expect(point).not.toBeNull();
    const bouchon = path.join(point, "bouchon");
    const remplirLeDisque = () => spawnSync("dd", ["if=/dev/zero", `of=${bouchon}`, "bs=64k"], { stdio: "ignore" });
    const reglages = ["autovacuum=off", "wal_recycle=off", "min_wal_size=32MB", "max_wal_size=64MB", "shared_buffers=32MB"];
    const serveur = await postgresTuable({ dossier: point, settings: reglages });
    try {
      const { owner, graphe } = await preparer(serveur);
      const declarer = declarerPar(graphe);
      const confirmees: string[] = [];
      const essayer = async (cle: string) => {
        const reponse = await declarer(cle);
        if (!reponse.errors) confirmees.push(cle);
        return codeDe(reponse);
      };
      expect(await essayer("avant")).toBeNull();
      remplirLeDisque();
      await remplir(owner, EVENEMENTS);
      expect(await essayer("plein")).toBe("STOCKAGE_PLEIN");
      fs.rmSync(bouchon);
      expect(await essayer("plein")).toBeNull();

      remplirLeDisque();
      let code: string | null = null;
      // Each turn ends a segment of the write-ahead log: the server cannot begin the next one.
      for (let tour = 0; code === null && tour < 20; tour++) {
        await owner.query("select pg_switch_wal()").catch(() => undefined);
        code = await essayer(`journal-${tour}`);
      }
      expect(code).toBe("BASE_INDISPONIBLE");
      fs.rmSync(bouchon);
      await serveur.relancer();
      for (let essai = 0; (await essayer("reprise")) !== null; essai++) {
        if (essai > 100) throw new Error("rien ne reprend");
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const relu = new pg.Client({ connectionString: serveur.url });
      await relu.connect();
      const { rows } = await relu.query("select cle from allocataires.cle_idempotence where resultat is not null");
      const gardees = new Set(rows.map(({ cle }) => cle));
      expect(confirmees.filter((cle) => !gardees.has(cle))).toEqual([]);
      await Promise.all([relu.end(), graphe.close(), owner.end().catch(() => undefined)]);
    } finally {
      await serveur.fermer();
      demonter(point);
    }
  }, 120_000);
});
