import path from "node:path";
import { memePersonne } from "../../../subgraphs/indicateurs/contrat/resultat/validation";
import { importerContrat } from "../../../subgraphs/indicateurs/import-contrat";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../setup/subgraph";

const MAINTENANT = new Date("2026-11-22T08:00:00Z");
const ANNE = { ...CALLERS.pilotage, agent: "ANNE" };
const BORIS = { ...CALLERS.pilotage, agent: "BORIS" };
let db: TestDatabase;
let sg: TestSubgraph;

beforeAll(async () => {
  db = await testDatabase();
  await importerContrat(path.join(__dirname, "../../../data/contrat-94-2024"), "94", { ownerUrl: db.url, now: () => MAINTENANT });
  sg = await testSubgraph(sousGraphe, db.url);
});
afterEach(() => db.owner.query("truncate indicateurs.resultat_saisi, indicateurs.validation_resultat, journal.evenement"));
afterAll(async () => {
  await sg.close();
  await db.drop();
});

type Caller = Parameters<TestSubgraph["run"]>[0];
const HISTORIQUE = `{ historiqueResultats(departement: "94", code: "L.S.1.1.1") {
  id valeur texte preuve par le statut motif statuePar statueLe retenu territoire annee } }`;
const historique = async () => (await sg.run(CALLERS.pilotage, HISTORIQUE, {}, MAINTENANT)).data.historiqueResultats;

async function saisir(valeur: number, caller: Caller = ANNE): Promise<string> {
  const { data } = await sg.run(
    caller,
    `mutation ($valeur: Float) { saisirResultat(code: "L.S.1.1.1", territoire: "94", annee: 2024, valeur: $valeur, preuve: "rapport, page 12") {
      __typename ... on LigneContrat { saisie { id statut } } } }`,
    { valeur },
    MAINTENANT,
  );
  expect(data.saisirResultat.saisie.statut).toBe("A_VALIDER");
  return data.saisirResultat.saisie.id;
}

const statuer = async (resultat: string, accepter: boolean, caller: Caller = BORIS, plus: { motif?: string; cle?: string } = {}) =>
  (
    await sg.run(
      caller,
      `mutation ($resultat: ID!, $accepter: Boolean!, $motif: String, $cle: String) {
        validerResultat(resultat: $resultat, accepter: $accepter, motif: $motif, cleIdempotence: $cle) {
          __typename ... on ResultatSaisi { id statut motif statuePar statueLe retenu } ... on Refus { code champ } } }`,
      { resultat, accepter, ...plus },
      MAINTENANT,
    )
  ).data.validerResultat;

describe("valider un résultat", () => {
  it("une autre personne valide : qui, quand, et le chiffre ne bouge pas", async () => {
    const id = await saisir(58);
    expect(await statuer(id, true)).toEqual({
      __typename: "ResultatSaisi",
      id,
      statut: "VALIDE",
      motif: null,
      statuePar: "demo-pilotage (BORIS)",
      statueLe: MAINTENANT.toISOString(),
      retenu: true,
    });
    const { rows } = await db.owner.query("select type, donnees from journal.evenement order by type");
    expect(rows).toEqual([
      { type: "ResultatSaisi", donnees: { resultat: id, code: "L.S.1.1.1", territoire: "94", annee: 2024 } },
      { type: "ResultatStatue", donnees: { resultat: id, code: "L.S.1.1.1", territoire: "94", annee: 2024, statut: "VALIDE" } },
    ]);
  });

  it("un résultat rejeté ne compte plus : le précédent compte de nouveau, et tout reste à lire", async () => {
    const premier = await saisir(58);
    const second = await saisir(600);
    expect(await statuer(second, false, BORIS, { motif: "Une faute de frappe" })).toMatchObject({ statut: "REJETE", retenu: false });
    expect(await historique()).toMatchObject([
      { id: second, valeur: 600, statut: "REJETE", motif: "Une faute de frappe", retenu: false, par: "demo-pilotage (ANNE)" },
      { id: premier, valeur: 58, statut: "A_VALIDER", retenu: true, preuve: "rapport, page 12", le: MAINTENANT.toISOString() },
    ]);
    const { data } = await sg.run(
      CALLERS.pilotage,
      '{ suiviContrat(departement: "94", annee: 2024) { code cibles { annee resultat } saisie { id } mesure { valeur } } }',
      {},
      MAINTENANT,
    );
    expect(data.suiviContrat[0]).toMatchObject({ code: "L.S.1.1.1", saisie: { id: premier }, mesure: { valeur: 58 } });
    expect(data.suiviContrat[0].cibles[0]).toEqual({ annee: 2024, resultat: 58 });
  });

  it("la même clé donne la même réponse", async () => {
    const id = await saisir(58);
    const premiere = await statuer(id, true, BORIS, { cle: "v1" });
    expect(await statuer(id, true, BORIS, { cle: "v1" })).toEqual(premiere);
  });

  it("refuse l’auteur, un rejet sans motif, un motif trop long, un résultat corrigé, déjà statué ou introuvable", async () => {
    const ancien = await saisir(57);
    const id = await saisir(58);
    expect(await statuer(id, true, ANNE)).toMatchObject({ code: "AUTEUR_DU_RESULTAT" });
    expect(await statuer(id, true, CALLERS.pilotage)).toMatchObject({ code: "AUTEUR_DU_RESULTAT" });
    expect(await statuer(id, false)).toMatchObject({ code: "MOTIF_MANQUANT", champ: "motif" });
    expect(await statuer(id, false, BORIS, { motif: "x".repeat(501) })).toMatchObject({ code: "MOTIF_TROP_LONG" });
    expect(await statuer(ancien, true)).toMatchObject({ code: "RESULTAT_CORRIGE" });
    await statuer(id, true);
    expect(await statuer(id, false, BORIS, { motif: "finalement non" })).toMatchObject({ code: "RESULTAT_DEJA_STATUE" });
    for (const absent of ["00000000-0000-4000-8000-000000000000", "pas-un-id"])
      expect(await statuer(absent, true)).toMatchObject({ code: "RESULTAT_INTROUVABLE" });
    expect(await statuer(id, true, CALLERS.departement93)).toMatchObject({ code: "RESULTAT_INTROUVABLE" });
  });

  it("deux personnes qui statuent ensemble : une seule décide", async () => {
    const id = await saisir(58);
    const reponses = await Promise.all([statuer(id, true), statuer(id, false, { ...BORIS, agent: "CHLOE" }, { motif: "non" })]);
    expect(reponses.map((r) => r.code ?? r.statut).filter((r) => r === "RESULTAT_DEJA_STATUE")).toHaveLength(1);
  });

  it.each([
    ["demo-pilotage (ANNE)", "demo-pilotage (BORIS)", false],
    ["demo-pilotage (ANNE)", "demo-pilotage (ANNE)", true],
    ["demo-pilotage", "demo-pilotage (ANNE)", true],
    ["demo-pilotage", "demo-departement", false],
    ["demo-pilotage (ANNE)", "demo-departement (ANNE)", true],
    ["import (Anne Martin)", "demo-pilotage (BORIS)", false],
  ])("« %s » et « %s » : la même personne, %s", (a, b, meme) => {
    expect(memePersonne(a, b)).toBe(meme);
  });

  it("l’historique d’un autre département est null", async () => {
    expect((await sg.run(CALLERS.departement93, HISTORIQUE)).data.historiqueResultats).toBeNull();
  });
});
