import path from "node:path";
import { ecartALEcheance, lireEcheances } from "../../../subgraphs/indicateurs/contrat/feuille/echeance-ecrite";
import { importerContrat } from "../../../subgraphs/indicateurs/import-contrat";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../setup/subgraph";

describe("les échéances de la feuille de route, telles qu’écrites", () => {
  const lues = (texte: string | null) => lireEcheances(texte).map(({ objet, debut, fin }) => [objet, debut, fin]);
  it.each([
    [
      "juin 2024 (flux); second semestre 2024 (stock)",
      [
        ["flux", "2024-06-01", "2024-06-30"],
        ["stock", "2024-07-01", "2024-12-31"],
      ],
    ],
    [
      "F.3 : juillet et second semestre 2024; F.4 : début avril 2024; F.5 à F.7 : juin à second semestre 2024",
      [
        ["F.3", "2024-07-01", "2024-12-31"],
        ["F.4", "2024-04-01", "2024-04-30"],
        ["F.5 à F.7", "2024-06-01", "2024-12-31"],
      ],
    ],
    [
      "juillet-août 2024 (analyse); septembre 2024 à juin 2025",
      [
        ["analyse", "2024-07-01", "2024-08-31"],
        [null, "2024-09-01", "2025-06-30"],
      ],
    ],
    ["juin à août 2024", [[null, "2024-06-01", "2024-08-31"]]],
    [
      "avril 2024; à partir de mai 2024",
      [
        [null, "2024-04-01", "2024-04-30"],
        [null, "2024-05-01", null],
      ],
    ],
    [
      "à partir de septembre 2024 (démonstrateur : mai 2024)",
      [
        [null, "2024-09-01", null],
        ["démonstrateur", "2024-05-01", "2024-05-31"],
      ],
    ],
    [
      "année 2024; second semestre 2024",
      [
        [null, "2024-01-01", "2024-12-31"],
        [null, "2024-07-01", "2024-12-31"],
      ],
    ],
    [
      "avril 2024; juillet 2024; fin 2024",
      [
        [null, "2024-04-01", "2024-04-30"],
        [null, "2024-07-01", "2024-07-31"],
        [null, "2024-12-01", "2024-12-31"],
      ],
    ],
    ["février 2024", [[null, "2024-02-01", "2024-02-29"]]],
    ["Pas prioritaire à ce jour", [[null, null, null]]],
    [null, []],
  ])("« %s »", (texte, attendues) => {
    expect(lues(texte)).toEqual(attendues);
  });

  it("l’écart à l’échéance, en jours et en mots", () => {
    const ecart = (etat: "FAIT" | "ABANDONNE" | null, le: string) => ecartALEcheance("2024-12-31", etat && { etat, le }, "2025-01-10");
    expect(ecart(null, "")).toEqual({ jours: 10, texte: "En retard de 10 jours." });
    expect(ecart("FAIT", "2024-12-31")).toEqual({ jours: 0, texte: "Fait le dernier jour." });
    expect(ecart("FAIT", "2024-12-30")).toEqual({ jours: -1, texte: "Fait 1 jour avant l’échéance." });
    expect(ecart("FAIT", "2025-01-02")).toEqual({ jours: 2, texte: "Fait 2 jours après l’échéance." });
    expect(ecart("ABANDONNE", "2024-10-01").jours).toBeNull();
    expect(ecartALEcheance("2024-12-31", null, "2024-12-01").texte).toBe("Échéance dans 30 jours.");
    expect(ecartALEcheance(null, null, "2024-12-01").jours).toBeNull();
  });
});

describe("suivre la feuille de route", () => {
  const MAINTENANT = new Date("2026-11-22T08:00:00Z");
  let db: TestDatabase;
  let sg: TestSubgraph;
  beforeAll(async () => {
    db = await testDatabase();
    await importerContrat(path.join(__dirname, "../../../data/contrat-94-2024"), "94", { ownerUrl: db.url, now: () => MAINTENANT });
    sg = await testSubgraph(sousGraphe, db.url);
  });
  afterAll(async () => {
    await sg.close();
    await db.drop();
  });
  const FEUILLE = `{ feuilleDeRoute(departement: "94") { rang axe indicateurs pilotes echeanceEcrite echeance ecartJours ecart avancement { etat } avancements { etat par } } }`;
  const saisir = async (plus: Record<string, unknown>) =>
    (
      await sg.run(
        CALLERS.pilotage,
        `mutation ($departement: String = "94", $cible: Int = 1, $etat: EtatAvancement = FAIT, $le: Date = "2024-12-20", $preuve: String = "compte rendu", $cle: String) {
          saisirAvancement(departement: $departement, cible: $cible, etat: $etat, le: $le, preuve: $preuve, cleIdempotence: $cle) {
            __typename ... on CibleFeuilleDeRoute { rang ecartJours avancement { etat par preuve } } ... on Refus { code champ } } }`,
        plus,
        MAINTENANT,
      )
    ).data.saisirAvancement;

  it("ses dix-neuf cibles, en deux instructions ; ce que personne n’a saisi est absent", async () => {
    const { data, statements } = await sg.run(CALLERS.pilotage, FEUILLE, {}, MAINTENANT);
    expect(statements).toHaveLength(2);
    expect(data.feuilleDeRoute).toHaveLength(19);
    expect(data.feuilleDeRoute[0]).toEqual({
      rang: 1,
      axe: "Entrée en parcours",
      indicateurs: ["F.1", "F.2"],
      pilotes: ["CD", "FT"],
      echeanceEcrite: "juin 2024 (flux); second semestre 2024 (stock)",
      echeance: "2024-12-31",
      ecartJours: 691,
      ecart: "En retard de 691 jours.",
      avancement: null,
      avancements: [],
    });
    expect((await sg.run(CALLERS.departement93, FEUILLE)).data.feuilleDeRoute).toBeNull();
  });

  it("l’avancement se saisit avec sa preuve ; le dernier compte, les autres restent", async () => {
    await saisir({ etat: "EN_COURS", le: "2024-07-01" });
    expect(await saisir({ cle: "a1" })).toEqual({
      __typename: "CibleFeuilleDeRoute",
      rang: 1,
      ecartJours: -11,
      avancement: { etat: "FAIT", par: "demo-pilotage", preuve: "compte rendu" },
    });
    await saisir({ cle: "a1" });
    const { data } = await sg.run(CALLERS.pilotage, FEUILLE, {}, MAINTENANT);
    expect(data.feuilleDeRoute[0].avancements.map((a: any) => a.etat)).toEqual(["FAIT", "EN_COURS"]);
    const { rows } = await db.owner.query(
      "select donnees - 'avancement' as d from journal.evenement where type = 'AvancementSaisi' order by donnees ->> 'etat'",
    );
    expect(rows.map((r) => r.d)).toEqual([
      { rang: 1, etat: "EN_COURS" },
      { rang: 1, etat: "FAIT" },
    ]);
  });

  it.each([
    ["une cible qui n’existe pas", { cible: 99 }, "CIBLE_INTROUVABLE"],
    ["la feuille d’un autre département", { departement: "93" }, "CIBLE_INTROUVABLE"],
    ["une date future", { le: "2026-11-23" }, "DATE_FUTURE"],
    ["sans preuve", { preuve: " " }, "PREUVE_MANQUANTE"],
    ["une preuve sans fin", { preuve: "x".repeat(2001) }, "TEXTE_TROP_LONG"],
  ])("refuse %s", async (_titre, plus, code) => {
    expect(await saisir(plus)).toMatchObject({ __typename: "Refus", code });
  });
});
