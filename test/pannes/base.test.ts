import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { Database } from "../../subgraphs/shared/database";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestAnswer, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { type Fil, tendreUnFil } from "./coupure";

const DECLARER = `mutation ($a: ID!, $d: DonneesDeclareesInput!, $c: String) {
  r: declarerDonnees(allocataire: $a, donnees: $d, cleIdempotence: $c) { __typename ... on DeclarationDonnees { retenues } ... on Refus { code } } }`;

let base: TestDatabase;
let fil: Fil;
let graphe: TestSubgraph;
beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  const url = new URL(base.url);
  fil = await tendreUnFil(url.hostname, Number(url.port));
  url.port = String(fil.port);
  url.hostname = "127.0.0.1";
  graphe = await testSubgraph(sousGraphe, url.href);
});
afterAll(async () => {
  await graphe.close();
  await fil.close();
  await base.drop();
});

const declarer = (cle: string | null, courriel = `${cle}@exemple.fr`): Promise<TestAnswer> =>
  graphe.run(CALLERS.departement, DECLARER, { a: PEOPLE.amina, d: { courriel }, c: cle });
const lire = () => graphe.run(CALLERS.departement, `{ allocataire(id: "${PEOPLE.amina}") { nom } }`);
const compter = async () => {
  const sql = `select (select count(*) from allocataires.declaration where allocataire = $1 and donnees->>'courriel' like '%@exemple.fr')::int as faits,
    (select count(*) from journal.evenement where allocataire = $1)::int as evenements`;
  return (await base.owner.query(sql, [PEOPLE.amina])).rows[0] as { faits: number; evenements: number };
};
const erreur = (reponse: TestAnswer) => reponse.errors?.[0]?.extensions;

describe("la connexion à PostgreSQL coupée pendant une modification", () => {
  it("avant l’écriture : rien n’est fait, et la réponse dit de renvoyer tel quel", async () => {
    const avant = await compter();
    fil.couperSur("insert into allocataires.declaration", "AVANT");
    const reponse = await declarer("coupe-ecriture");
    expect(erreur(reponse)).toMatchObject({ code: "BASE_INDISPONIBLE", reessai: "TEL_QUEL" });
    expect([reponse.data, await compter()]).toEqual([null, avant]);
    expect((await declarer("coupe-ecriture")).data.r.__typename).toBe("DeclarationDonnees");
    const apres = await compter();
    expect([apres.faits - avant.faits, apres.evenements - avant.evenements]).toEqual([1, 1]);
  });

  it.each([
    ["avant que la validation parte", "AVANT", 0],
    ["après la validation, avant sa réponse", "APRES", 1],
  ] as const)("%s : la réponse demande la même clé, et la même clé n’applique qu’une fois", async (_quand, moment, faits) => {
    const cle = `coupe-commit-${moment}`;
    const avant = await compter();
    fil.couperSur("COMMIT", moment);
    const reponse = await declarer(cle);
    expect(erreur(reponse)).toMatchObject({ code: "BASE_INDISPONIBLE", reessai: "AVEC_LA_MEME_CLE" });
    expect(reponse.errors![0]!.message).toMatch(/même clé d’idempotence/);
    expect((await compter()).faits - avant.faits).toBe(faits);
    expect((await declarer(cle)).data.r).toEqual({ __typename: "DeclarationDonnees", retenues: ["courriel"] });
    const apres = await compter();
    expect([apres.faits - avant.faits, apres.evenements - avant.evenements]).toEqual([1, 1]);
  });

  it("après l’écriture gardée, une coupure de la lecture qui suit ne dit jamais que rien n’est fait", async () => {
    const avant = await compter();
    const lue = DECLARER.replace("retenues", "retenues allocataire { nom }");
    fil.couperSur("from allocataires.allocataire", "AVANT");
    const reponse = await graphe.run(CALLERS.departement, lue, {
      a: PEOPLE.amina,
      d: { courriel: "relu@exemple.fr" },
      c: "coupe-relecture",
    });
    const fait = (await compter()).faits - avant.faits;
    for (const une of reponse.errors ?? [])
      expect([fait, une.extensions.reessai]).toEqual([fait, fait === 1 ? "AVEC_LA_MEME_CLE" : "TEL_QUEL"]);
    expect(reponse.errors).toBeDefined();
  });
});

describe("une connexion qui se perd entre deux instructions", () => {
  it("n’arrête pas le processus : l’instruction d’après le dit, et la suivante reprend", async () => {
    const database = await Database.open(base.url, { role: "unefois_allocataires", poolSize: 1 });
    const droits = database.systemRights(["94"], "2026-02-01");
    const { tx, end } = await database.begin(droits);
    const { pid } = (await tx.row<{ pid: number }>("select pg_backend_pid() as pid"))!;
    await base.owner.query("select pg_terminate_backend($1)", [pid]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(tx.rows("select 1")).rejects.toMatchObject({ extensions: { code: "BASE_INDISPONIBLE", reessai: "TEL_QUEL" } });
    await end(false).catch(() => undefined);
    const ecriture = database.write(droits, async (ecrit) => {
      const { pid: autre } = (await ecrit.row<{ pid: number }>("select pg_backend_pid() as pid"))!;
      await base.owner.query("select pg_terminate_backend($1)", [autre]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return ecrit.rows("select 1");
    });
    await expect(ecriture).rejects.toMatchObject({ extensions: { code: "BASE_INDISPONIBLE", reessai: "TEL_QUEL" } });
    const validation = database.write(droits, async (ecrit) => {
      const { pid: dernier } = (await ecrit.row<{ pid: number }>("select pg_backend_pid() as pid"))!;
      await base.owner.query("select pg_terminate_backend($1)", [dernier]);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await expect(validation).rejects.toMatchObject({ extensions: { code: "BASE_INDISPONIBLE", reessai: "AVEC_LA_MEME_CLE" } });
    expect(await database.write(droits, (ecrit) => ecrit.rows("select 1 as un"))).toEqual([{ un: 1 }]);
    await database.close();
  });

  it("toutes les connexions du sous-graphe coupées d’un coup : la question suivante répond", async () => {
    expect((await lire()).data.allocataire.nom).toBe("Benali");
    fil.toutCouper();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await lire()).data.allocataire.nom).toBe("Benali");
  });
});

describe("une instruction refusée par PostgreSQL", () => {
  it("dit pourquoi à celles qui la suivent dans la transaction, trace comprise", async () => {
    const database = await Database.open(base.url, { role: "unefois_allocataires", poolSize: 1 });
    const { tx, end } = await database.begin(database.systemRights(["94"], "2026-02-01"));
    for (const texte of ["a\u0000b", "ab"])
      await expect(tx.rows("select $1::text", [texte])).rejects.toMatchObject({ extensions: { code: "ARGUMENT_INVALIDE" } });
    await end(false);
    await database.close();
  });
});

describe("une instruction sans fin", () => {
  it("interrompue par PostgreSQL, a un code", async () => {
    const database = await Database.open(base.url, { role: "unefois_allocataires", poolSize: 1 });
    const droits = database.systemRights(["94"], "2026-02-01");
    const { tx, end } = await database.begin(droits);
    const { pid } = (await tx.row<{ pid: number }>("select pg_backend_pid() as pid"))!;
    const longue = tx.rows("select pg_sleep(20)");
    setTimeout(() => void base.owner.query("select pg_cancel_backend($1)", [pid]), 100);
    await expect(longue).rejects.toMatchObject({ extensions: { code: "DELAI_DEPASSE" } });
    await end(false);
    await database.close();
  });
});
