import { randomUUID } from "node:crypto";
import { CALLERS } from "../../setup/subgraph";
import { type Evenement, entree, orientation } from "../journal";
import { appris, charger, preparer, sg } from "../mesures";

preparer();
const id = () => randomUUID();
const midi = (jour: string) => new Date(`${jour}T11:00:00Z`);
const deplace = (allocataire: string, codeInsee: string): Evenement => ({
  type: "AllocataireModifie",
  allocataire,
  donnees: { champs: ["codeInsee"], codeInsee },
});

const MESURE = "numerateur denominateur valeur statut consolideLe connuLe masquee actuelle { numerateur denominateur valeur }";
const demander = (jour: string, plus: Record<string, unknown> = {}) =>
  sg.run(
    CALLERS.pilotage,
    `query ($code: String!, $territoire: String!, $debut: Date!, $fin: Date!, $connuLe: Date, $version: Int) {
       indicateur(code: $code, territoire: $territoire, debut: $debut, fin: $fin, connuLe: $connuLe, version: $version) { ${MESURE} } }`,
    { code: "L.I.V2.1.1", territoire: "94", debut: "2026-01-01", fin: "2026-03-31", ...plus },
    midi(jour),
  );
const reponse = async (jour: string, plus: Record<string, unknown> = {}) => (await demander(jour, plus)).data.indicateur;

describe("ce qui était connu", () => {
  it("le chiffre donné un jour se montre encore, quoi qu’on apprenne ensuite", async () => {
    const [a, b] = [id(), id()];
    await charger(...appris("2026-03-31", entree(a, { notification: "2026-03-10" })));
    await charger(...appris("2026-04-12", entree(b, { notification: "2026-03-20" })));
    expect(await reponse("2026-04-20")).toEqual({
      numerateur: 2,
      denominateur: null,
      valeur: 2,
      statut: "PROVISOIRE",
      consolideLe: "2026-06-29",
      connuLe: "2026-04-20",
      masquee: false,
      actuelle: null,
    });
    expect(await reponse("2026-04-20", { connuLe: "2026-03-31" })).toMatchObject({
      numerateur: 1,
      connuLe: "2026-03-31",
      statut: "PROVISOIRE",
      actuelle: { numerateur: 2, denominateur: null, valeur: 2 },
    });
    // At the end of the day itself, what was learned that day is known.
    expect(await reponse("2026-04-20", { connuLe: "2026-04-11" })).toMatchObject({ numerateur: 1 });
    expect(await reponse("2026-04-20", { connuLe: "2026-04-12" })).toMatchObject({ numerateur: 2, actuelle: null });
  });

  it("avant le premier fait du département, rien n’est connu : ni 0, ni part", async () => {
    await charger(...appris("2026-03-31", entree(id(), { notification: "2026-03-10" })));
    expect(await reponse("2026-04-20", { connuLe: "2026-03-30" })).toMatchObject({ numerateur: null, valeur: null });
  });

  it("ce qui sera connu demain ne l’est pas : ARGUMENT_INVALIDE", async () => {
    const { errors } = await demander("2026-04-20", { connuLe: "2026-04-21" });
    expect(errors![0]!.extensions).toMatchObject({ code: "ARGUMENT_INVALIDE", champ: "connuLe" });
    expect((await demander("2026-04-20", { connuLe: "2026-04-20" })).errors).toBeUndefined();
  });
});

describe("la consolidation", () => {
  const apprendre = async () => {
    const [a, b, c] = [id(), id(), id()];
    await charger(...appris("2026-01-05", entree(a, { notification: "2026-02-01" })));
    await charger(...appris("2026-06-29", entree(b, { notification: "2026-02-02" })));
    await charger(...appris("2026-06-30", entree(c, { notification: "2026-02-03" })));
  };

  it("quatre-vingt-dix jours après la fin, le chiffre ne change plus ; ce qui vient ensuite se lit à côté", async () => {
    await apprendre();
    expect(await reponse("2026-06-29")).toMatchObject({ numerateur: 3, statut: "PROVISOIRE" });
    expect(await reponse("2026-06-30")).toMatchObject({
      numerateur: 2,
      statut: "CONSOLIDE",
      consolideLe: "2026-06-29",
      connuLe: "2026-06-29",
      actuelle: { numerateur: 3, valeur: 3 },
    });
    expect(await reponse("2026-09-01", { fin: "2026-12-31" })).toMatchObject({ numerateur: 3, statut: "PROVISOIRE", actuelle: null });
    // A day that is asked for is given, on either side of the consolidation.
    expect(await reponse("2026-09-01", { connuLe: "2026-06-28" })).toMatchObject({ numerateur: 1, statut: "PROVISOIRE" });
    expect(await reponse("2026-09-01", { connuLe: "2026-06-30" })).toMatchObject({ numerateur: 3, statut: "PROVISOIRE" });
    expect(await reponse("2026-09-01", { connuLe: "2026-06-29" })).toMatchObject({ numerateur: 2, statut: "CONSOLIDE" });
  });

  it("une période d’avant le hub est consolidée après que le hub a eu le temps d’apprendre", async () => {
    await charger(...appris("2026-01-05", entree(id(), { notification: "2024-02-01" })));
    const annee = { debut: "2024-01-01", fin: "2024-12-31" };
    expect(await reponse("2026-04-05", annee)).toMatchObject({ numerateur: 1, statut: "PROVISOIRE", consolideLe: "2026-04-05" });
    expect(await reponse("2026-04-06", annee)).toMatchObject({
      numerateur: 1,
      statut: "CONSOLIDE",
      consolideLe: "2026-04-05",
      actuelle: null,
    });
  });

  it("une instruction SQL pour une période en cours, deux quand elle peut être consolidée, une de plus pour l’actuelle", async () => {
    await apprendre();
    const sansActuelle =
      'query ($fin: Date!) { indicateur(code: "L.I.V2.1.1", territoire: "94", debut: "2026-01-01", fin: $fin) { valeur statut } }';
    const compter = async (jour: string, fin: string) =>
      (await sg.run(CALLERS.pilotage, sansActuelle, { fin }, midi(jour))).statements.length;
    expect(await compter("2026-06-29", "2026-03-31")).toBe(1);
    expect(await compter("2026-09-01", "2026-03-31")).toBe(2);
    expect((await demander("2026-09-01")).statements).toHaveLength(3);
  });
});

describe("la personne qui a déménagé", () => {
  it("version 2 : comptée où elle habitait ce jour-là ; version 1 : où elle habite ; le département ne change pas", async () => {
    const a = id();
    await charger(...appris("2026-01-11", entree(a, { notification: "2026-01-10", codeInsee: "94028" })));
    await charger(...appris("2026-02-20", deplace(a, "94080")));
    await charger(...appris("2026-03-01", orientation(a, "2026-02-25")));
    const nombre = async (territoire: string, version: number, code = "L.I.V2.1.1") =>
      (await reponse("2026-04-01", { territoire, version, code })).numerateur;
    expect([await nombre("94028", 2), await nombre("94080", 2), await nombre("94", 2)]).toEqual([1, 0, 1]);
    expect([await nombre("94028", 1), await nombre("94080", 1), await nombre("94", 1)]).toEqual([0, 1, 1]);
    expect([await nombre("94028", 2, "N.I.V2.3"), await nombre("94080", 2, "N.I.V2.3")]).toEqual([null, null]);
    const connu = await reponse("2026-04-01", { territoire: "94028", version: 1, connuLe: "2026-02-19" });
    expect(connu).toMatchObject({ numerateur: 1, actuelle: { numerateur: 0 } });
  });
});

describe("les séries", () => {
  const serie = (jour: string, plus: Record<string, unknown> = {}) =>
    sg.run(
      CALLERS.pilotage,
      `query ($pas: PasSerie!, $debut: Date!, $fin: Date!, $connuLe: Date, $code: String!) {
         serieIndicateur(code: $code, territoire: "94", debut: $debut, fin: $fin, pas: $pas, connuLe: $connuLe) { debut fin numerateur statut } }`,
      { code: "L.I.V2.1.1", debut: "2026-01-15", fin: "2026-06-02", pas: "MOIS", ...plus },
      midi(jour),
    );

  it("un point par mois civil entier, consolidés et provisoires côte à côte, en trois instructions SQL", async () => {
    await charger(...appris("2026-01-05", entree(id(), { notification: "2026-01-01" }), entree(id(), { notification: "2026-02-28" })));
    await charger(...appris("2026-06-15", entree(id(), { notification: "2026-02-01" }), entree(id(), { notification: "2026-06-30" })));
    const { data, errors, statements } = await serie("2026-07-01");
    expect(errors).toBeUndefined();
    expect(data.serieIndicateur.map((p: any) => [p.debut, p.fin, p.numerateur, p.statut])).toEqual([
      ["2026-01-01", "2026-01-31", 1, "CONSOLIDE"],
      ["2026-02-01", "2026-02-28", 1, "CONSOLIDE"],
      ["2026-03-01", "2026-03-31", 0, "CONSOLIDE"],
      ["2026-04-01", "2026-04-30", 0, "PROVISOIRE"],
      ["2026-05-01", "2026-05-31", 0, "PROVISOIRE"],
      ["2026-06-01", "2026-06-30", 1, "PROVISOIRE"],
    ]);
    expect(statements).toHaveLength(3);
    const connus = (await serie("2026-07-01", { connuLe: "2026-06-20" })).data.serieIndicateur;
    expect(connus.map((p: any) => p.numerateur)).toEqual([1, 2, 0, 0, 0, 1]);
  });

  it("chaque point dit ce que dit l’indicateur de la même période", async () => {
    await charger(...appris("2026-01-05", ...[5, 10, 20].map((j) => entree(id(), { notification: `2026-0${(j % 4) + 1}-${j + 5}` }))));
    for (const code of ["L.I.V2.1.1", "F.4", "N.I.V3.8", "L.I.V2.1.2"]) {
      const { serieIndicateur } = (await serie("2026-07-01", { code, pas: "TRIMESTRE" })).data;
      for (const { debut, fin, numerateur } of serieIndicateur)
        expect([code, debut, numerateur]).toEqual([code, debut, (await reponse("2026-07-01", { code, debut, fin })).numerateur]);
    }
  });

  it("60 points au plus", async () => {
    expect((await serie("2026-07-01", { debut: "2021-07-01", fin: "2026-06-30" })).data.serieIndicateur).toHaveLength(60);
    const { errors, statements } = await serie("2026-07-01", { debut: "2021-06-30", fin: "2026-06-30" });
    expect(errors![0]!.extensions).toMatchObject({ code: "ARGUMENT_INVALIDE", champ: "pas" });
    expect(statements).toHaveLength(0);
    expect((await serie("2026-07-01", { debut: "1971-01-01", fin: "2026-06-30", pas: "ANNEE" })).data.serieIndicateur).toHaveLength(56);
  });
});

describe("plusieurs indicateurs à la fois", () => {
  const PLUSIEURS = `query ($codes: [String!]!, $territoire: String!) {
    indicateurs(codes: $codes, territoire: $territoire, debut: "2026-01-01", fin: "2026-12-31") { definition { code version } valeur ventilation { cle } } }`;
  const plusieurs = (codes: string[], territoire = "94") => sg.run(CALLERS.pilotage, PLUSIEURS, { codes, territoire }, midi("2026-07-01"));

  it("dans l’ordre des codes, en une instruction SQL ; le même code deux fois donne deux réponses", async () => {
    await charger(...appris("2026-01-15", entree(id())));
    const codes = ["F.6", "L.I.V2.1.1", "F.4", "N.I.V3.6", "L.I.V2.1.1"];
    const { data, statements, errors } = await plusieurs(codes);
    expect(errors).toBeUndefined();
    expect(data.indicateurs.map((m: any) => m.definition.code)).toEqual(codes);
    expect(data.indicateurs.map((m: any) => m.valeur)).toEqual([null, 1, 0, 0, 1]);
    expect(statements).toHaveLength(1);
  });

  it("un territoire inconnu donne null ; un code inconnu est dit ; trop de codes est refusé", async () => {
    expect((await plusieurs(["F.4"], "94-AILLEURS")).data.indicateurs).toBeNull();
    expect((await plusieurs(["F.4", "F.99"])).errors![0]!.extensions).toMatchObject({ code: "ARGUMENT_INVALIDE", champ: "code" });
    expect((await plusieurs(Array.from({ length: 201 }, () => "F.4"))).errors![0]!.extensions).toMatchObject({ champ: "codes" });
  });
});
