import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import type { Caller } from "../../../subgraphs/shared/identity";
import { loadFixtures, PEOPLE } from "../../setup/fixtures";
import { CALLERS, testSubgraph } from "../../setup/subgraph";
import { entree, orientation } from "../journal";
import { appris, charger, db, preparer, sg } from "../mesures";

preparer();
const MAINTENANT = new Date("2026-03-02T11:00:00Z");
const { amina, bruno, chantal, driss } = PEOPLE;
const avec = (appelant: Caller, finalite: Caller["finalite"] = "ACCOMPAGNEMENT"): Caller => ({
  ...appelant,
  finalite,
  scopes: new Set(["indicateurs.lire", "allocataires.lire"]),
});
const referente = avec(CALLERS.referent);

beforeAll(() => loadFixtures(db.owner));
beforeEach(async () => {
  await charger(
    ...appris(
      "2026-01-21",
      ...[amina, bruno, chantal, driss].map((personne) => entree(personne, { codeInsee: personne === chantal ? "94017" : "94028" })),
      ...[amina, bruno].map((personne) =>
        orientation(personne, "2026-01-20", { parcours: "PARCOURS_INSERTION", categorie: "REMOBILISATION" }),
      ),
      orientation(chantal, "2026-01-20"),
    ),
  );
});

const LIGNAGE = `query ($code: String!, $territoire: String!, $ventilation: String, $part: String, $cote: CoteIndicateur!, $first: Int, $after: String) {
  indicateur(code: $code, territoire: $territoire, debut: "2026-01-01", fin: "2026-12-31", ventilation: $ventilation) {
    numerateur denominateur lignage { regle source faitsJusquA comptes { table numerateur denominateur } sansPersonnes
      personnes(cote: $cote, part: $part, first: $first, after: $after) { total visibles nodes { id } pageInfo { hasNextPage endCursor } } } } }`;
const demander = (appelant: Caller, plus: Record<string, unknown> = {}) =>
  sg.run(appelant, LIGNAGE, { code: "F.4", territoire: "94", cote: "DENOMINATEUR", ...plus }, MAINTENANT);
const personnes = async (appelant: Caller, plus: Record<string, unknown> = {}) => {
  const { data, errors } = await demander(appelant, plus);
  expect(errors).toBeUndefined();
  return data.indicateur.lignage.personnes;
};
const ids = (page: any) => page.nodes.map(({ id }: any) => id);

describe("le lignage d’un chiffre", () => {
  it("dit la règle, la source, les faits comptés et jusqu’à quand ils sont lus", async () => {
    const { lignage, numerateur, denominateur } = (await demander(referente)).data.indicateur;
    expect([numerateur, denominateur]).toEqual([3, 4]);
    expect(lignage.regle).toContain("Dénominateur : Personnes notifiées au Département dans la période.");
    expect(lignage.regle).toContain("Commune où la personne habite ce jour-là.");
    expect(lignage.source).toContain("Feuille de route France Travail");
    expect(new Date(lignage.faitsJusquA)).toEqual(new Date("2026-01-21T11:00:00Z"));
    expect(lignage.comptes).toEqual([
      { table: "entree", numerateur: 3, denominateur: 4 },
      { table: "situation_droit", numerateur: null, denominateur: null },
    ]);
    const suivies = (await demander(referente, { code: "F.13" })).data.indicateur.lignage.comptes;
    expect(suivies[0].table).toBe("orientation");
    expect(suivies.map(({ table }: any) => table)).toEqual(expect.arrayContaining(["activite", "sortie"]));
  });

  it("chacun ne voit que les personnes qu’il suit ; les autres sont seulement dénombrées", async () => {
    expect(await personnes(referente)).toMatchObject({ total: 4, visibles: 1, nodes: [{ id: amina }] });
    expect(ids(await personnes({ ...referente, agent: "REF-2" }))).toEqual([bruno]);
    expect(ids(await personnes({ ...referente, agent: null }))).toEqual([amina, bruno]);
    expect(ids(await personnes(avec(CALLERS.departement)))).toEqual([amina, bruno, chantal, driss]);
    expect(await personnes({ ...referente, organisme: "INCONNU" })).toMatchObject({ total: 4, visibles: 0, nodes: [] });
    expect(await personnes({ ...referente, organisme: null })).toMatchObject({ total: 4, visibles: 0, nodes: [] });
  });

  it("côté, territoire et part : les personnes de ce chiffre, et d’aucun autre", async () => {
    const departement = avec(CALLERS.departement);
    expect(ids(await personnes(departement, { cote: "NUMERATEUR" }))).toEqual([amina, bruno, chantal]);
    expect(ids(await personnes(departement, { territoire: "94028" }))).toEqual([amina, bruno, driss]);
    expect(ids(await personnes(departement, { ventilation: "parcours", part: "PARCOURS_INSERTION" }))).toEqual([amina, bruno]);
    const croisee = { ventilation: "commune,parcours", part: "94028|INCONNU" };
    expect(await personnes(departement, croisee)).toMatchObject({ total: 1, nodes: [{ id: driss }] });
    expect(await personnes(departement, { ventilation: "parcours", part: "AILLEURS" })).toMatchObject({
      total: null,
      visibles: 0,
      nodes: [],
    });
    expect(await personnes(departement, { part: "PARCOURS_INSERTION" })).toMatchObject({ visibles: 0, nodes: [] });
  });

  it("des pages par curseur, sans trou ni double", async () => {
    const departement = avec(CALLERS.departement);
    const vues: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 4; page++) {
      const { nodes, pageInfo }: any = await personnes(departement, { first: 1, after });
      vues.push(...nodes.map(({ id }: any) => id));
      expect(pageInfo.hasNextPage).toBe(page < 3);
      after = pageInfo.endCursor;
    }
    expect(vues).toEqual([amina, bruno, chantal, driss]);
    expect((await demander(departement, { first: 0 })).errors![0]!.extensions.code).toBe("PAGE_INVALIDE");
    expect((await demander(departement, { after: "???" })).errors![0]!.extensions.code).toBe("CURSEUR_INVALIDE");
  });

  it("sans la finalité ACCOMPAGNEMENT : null, et pourquoi ; sans allocataires.lire : FORBIDDEN", async () => {
    for (const finalite of ["PILOTAGE_STATISTIQUE", null] as const) {
      const { lignage } = (await demander(avec(CALLERS.departement, finalite))).data.indicateur;
      expect(lignage.personnes).toBeNull();
      expect(lignage.sansPersonnes).toContain("ACCOMPAGNEMENT");
      expect(lignage.comptes[0]).toMatchObject({ numerateur: 3, denominateur: 4 });
    }
    const { errors } = await demander({ ...referente, scopes: new Set(["indicateurs.lire"]) });
    expect(errors![0]!.extensions.code).toBe("FORBIDDEN");
  });

  it("les personnes montrées, et elles seules, sont au registre des consultations", async () => {
    await db.owner.query("truncate journal.consultation");
    await demander(referente);
    const { rows } = await db.owner.query("select client, allocataires, champs from journal.consultation");
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ client: "demo-referent", allocataires: [amina] });
    expect(rows[0].champs).toContain("Lignage.personnes");
  });

  it("la part d’un tout : au numérateur ses personnes, au dénominateur toutes", async () => {
    const parts = `{ indicateur(code: "F.12", territoire: "94", debut: "2026-01-01", fin: "2026-03-01") { ventilation { cle numerateur denominateur } } }`;
    const { ventilation } = (await sg.run(referente, parts, {}, MAINTENANT)).data.indicateur;
    expect(ventilation).toEqual([{ cle: "SANS_CONTRAT", numerateur: 4, denominateur: 4 }]);
    for (const cote of ["NUMERATEUR", "DENOMINATEUR"]) {
      expect(await personnes(referente, { code: "F.12", part: "SANS_CONTRAT", cote })).toMatchObject({ total: 4, visibles: 1 });
    }
    expect(await personnes(referente, { code: "F.12", cote: "NUMERATEUR" })).toMatchObject({ total: 0 });
    expect(await personnes(referente, { code: "F.12", ventilation: "commune", part: "94017", cote: "NUMERATEUR" })).toMatchObject({
      total: 0,
    });
  });

  it("une ligne sans chiffre d’ensemble ne dit pas combien de personnes elle compte quand elles sont peu", async () => {
    const masque = await testSubgraph(sousGraphe, db.url, { seuilIndicateurs: 5 });
    const variables = { code: "N.I.V2.3", territoire: "94", cote: "NUMERATEUR" };
    const { data } = await masque.run(referente, LIGNAGE, variables, MAINTENANT);
    await masque.close();
    expect(data.indicateur.lignage.comptes[0]).toEqual({ table: "entree", numerateur: null, denominateur: null });
    expect(data.indicateur.lignage.personnes).toMatchObject({ total: null, visibles: 1 });
    const sansSeuil = (await demander(referente, variables)).data.indicateur.lignage;
    expect(sansSeuil.comptes[0]).toEqual({ table: "entree", numerateur: 3, denominateur: null });
    expect(sansSeuil.personnes.total).toBe(3);
  });

  it("cinq chiffres au plus par requête", async () => {
    const serie = `{ serieIndicateur(code: "F.4", territoire: "94", debut: "2026-01-01", fin: "2026-06-30", pas: MOIS) {
      lignage { personnes(cote: NUMERATEUR) { visibles } } } }`;
    const { errors } = await sg.run(referente, serie, {}, MAINTENANT);
    expect(errors![0]!.extensions).toMatchObject({ code: "ARGUMENT_INVALIDE", champ: "personnes" });
  });
});
