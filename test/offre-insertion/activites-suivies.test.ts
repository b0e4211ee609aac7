import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { FEVRIER_10, FEVRIER_17, gestes, preparerSession, viderActivites } from "./gestes";
import { type Territoire, territoire } from "./territoire";

let t: Territoire;
let g: ReturnType<typeof gestes>;
let session: string;
beforeAll(async () => {
  t = await territoire();
  session = await preparerSession(t);
  g = gestes(t, session);
});
beforeEach(() => viderActivites(t));
afterAll(() => t.fermer());

describe("une prescription prévoit ses activités", () => {
  it("de sa session, quand elle est validée ; rien avant, une seule fois", async () => {
    const prescription = await g.prescrire({ session });
    expect(await g.activites()).toEqual([]);
    await g.avancer(prescription, "VALIDEE");
    expect(await g.activites()).toMatchObject([{ date: "2026-02-16", minutes: 180, type: "ATELIER", statut: "PREVUE", declarant: null }]);
    await g.avancer(prescription, "DEMARREE", new Date("2026-02-16T08:00:00Z"));
    expect(await g.activites()).toHaveLength(1);
  });

  it("sans session, de son volume, quand elle démarre ; ce qui reste à venir est annulé si elle finit plus tôt", async () => {
    const prescription = await g.prescrire();
    await g.avancer(prescription, "VALIDEE");
    expect(await g.activites()).toEqual([]);
    await g.avancer(prescription, "DEMARREE");
    const prevues = await g.activites();
    expect(prevues.map((a: { date: string }) => a.date)).toEqual([
      ...["2026-02-10", "2026-02-11", "2026-02-12", "2026-02-13", "2026-02-16"],
      ...["2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23"],
    ]);
    expect(prevues.reduce((somme: number, a: { minutes: number }) => somme + a.minutes, 0)).toBe(600);
    await g.avancer(prescription, "TERMINEE", FEVRIER_17);
    const statuts = (await g.activites()).map((a: { statut: string }) => a.statut);
    expect(statuts).toEqual([...Array(6).fill("PREVUE"), ...Array(4).fill("ANNULEE")]);
  });

  it("annulée avant d’avoir commencé, plus rien n’est prévu, et l’historique le dit", async () => {
    const prescription = await g.prescrire({ session });
    await g.avancer(prescription, "VALIDEE");
    await g.avancer(prescription, "ANNULEE", FEVRIER_10, "Déménagement");
    const [activite] = await g.activites();
    expect(activite.historique.map((e: { statut: string }) => e.statut)).toEqual(["PREVUE", "ANNULEE"]);
    expect((await g.heures("2026-W08")).prevuesMinutes).toBe(0);
  });
});

describe("activités à renseigner", () => {
  it("celles dont le jour est passé et que personne n’a dites, des personnes que l’appelant suit, page par page", async () => {
    for (const allocataire of [PEOPLE.amina, PEOPLE.bruno]) await g.avancer(await g.prescrire({ allocataire }), "VALIDEE");
    const { rows } = await t.base.owner.query("select id, allocataire from offre_insertion.prescription");
    for (const { id } of rows) await g.avancer(id, "DEMARREE");
    const lire = async (
      appelant: (typeof CALLERS)[keyof typeof CALLERS],
      after: string | null = null,
      maintenant = new Date("2026-02-12T09:00:00Z"),
    ) => {
      const document =
        "query ($a: String) { activitesARenseigner(first: 3, after: $a) { nodes { date allocataire { id } prescription { statut } } pageInfo { hasNextPage endCursor } } }";
      return t.executer(appelant, document, { a: after }, maintenant);
    };
    const { data, statements } = await lire(CALLERS.departement);
    expect(data.activitesARenseigner.nodes.map((a: { date: string }) => a.date)).toEqual(["2026-02-10", "2026-02-10", "2026-02-11"]);
    expect(statements.length).toBeLessThanOrEqual(3);
    const suite = (await lire(CALLERS.departement, data.activitesARenseigner.pageInfo.endCursor)).data.activitesARenseigner;
    expect(suite.nodes).toHaveLength(1);
    expect(suite.pageInfo.hasNextPage).toBe(false);
    const { nodes } = (await lire(CALLERS.referent)).data.activitesARenseigner;
    expect(nodes.map((a: { allocataire: { id: string } }) => a.allocataire.id)).toEqual([PEOPLE.amina, PEOPLE.amina]);
    expect((await lire(CALLERS.departement93)).data.activitesARenseigner.nodes).toEqual([]);
    expect((await lire(CALLERS.departement, null, FEVRIER_10)).data.activitesARenseigner.nodes).toEqual([]);
  });
});

describe("qui déclare, qui conteste, et ce qui en reste", () => {
  it("la personne par son référent : sa parole, la nomenclature et la référence de la preuve sont gardées", async () => {
    expect(await g.declarer({ preuve: " Attestation 12 " })).toMatchObject({
      statut: "DECLAREE",
      declarant: "ALLOCATAIRE",
      type: "DEMARCHE",
      action: "MOBILITE",
      preuve: "Attestation 12",
    });
    expect(await g.declarer({ preuve: "x".repeat(201) })).toEqual({ code: "PREUVE_TROP_LONGUE", champ: "preuve" });
  });

  it("contestée, elle ne compte plus ; confirmée avec une autre durée, les deux restent", async () => {
    const { id } = await g.declarer({ n: 300, q: "STRUCTURE" });
    await g.confirmer(id, true);
    expect(await g.heures("2026-W08")).toMatchObject({ realiseesMinutes: 300, confirmeesMinutes: 300 });
    expect(await g.contester(id, " ", 120)).toMatchObject({ code: "MOTIF_MANQUANT" });
    expect(await g.contester(id, "J’étais là deux heures", 120)).toMatchObject({ statut: "CONTESTEE", minutes: 300 });
    expect(await g.heures("2026-W08")).toMatchObject({ realiseesMinutes: 0, contesteesMinutes: 300 });
    expect(await g.contester(id, "Encore", null)).toMatchObject({ code: "TRANSITION_IMPOSSIBLE" });
    const tranchee = await g.confirmer(id, true, 120);
    expect(tranchee).toMatchObject({ statut: "CONFIRMEE", minutes: 120, declarant: "STRUCTURE" });
    expect(tranchee.historique).toEqual([
      { statut: "DECLAREE", minutes: 300, declarant: "STRUCTURE", motif: null, par: "94-CD94" },
      { statut: "CONFIRMEE", minutes: 300, declarant: "REFERENT", motif: null, par: "94-CD94" },
      { statut: "CONTESTEE", minutes: 120, declarant: "ALLOCATAIRE", motif: "J’étais là deux heures", par: "94-CD94" },
      { statut: "CONFIRMEE", minutes: 120, declarant: "REFERENT", motif: null, par: "94-CD94" },
    ]);
    expect(await g.heures("2026-W08")).toMatchObject({ realiseesMinutes: 120, contesteesMinutes: 0 });
    const { rows } = await t.base.owner.query("select donnees from journal.evenement where type = 'ActiviteContestee'");
    expect(rows).toEqual([{ donnees: { activite: id, date: "2026-02-16", minutes: 300, statut: "CONTESTEE" } }]);
  });

  it("une correction ne fait pas dépasser la journée", async () => {
    const { id } = await g.declarer({ n: 300 });
    await g.declarer({ n: 1_000 });
    expect(await g.confirmer(id, true, 500)).toMatchObject({ code: "JOURNEE_DEPASSEE" });
    expect(await g.confirmer(id, true, 440)).toMatchObject({ minutes: 440 });
  });
});

describe("heures de la semaine", () => {
  const contrat = (plus: string) =>
    t.base.owner.query(`delete from allocataires.modulation; delete from allocataires.contrat_engagement;
      with c as (insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, date_signature, heures_hebdomadaires, source, collectee_le, recue_le)
        values ('94', '${PEOPLE.amina}', 'CONTRAT_ENGAGEMENT', 'SIGNE', '2026-01-25', 15, 'DEPARTEMENT', '2026-01-25', '2026-01-25') returning id)
      insert into allocataires.modulation (departement, contrat, allocataire, du, au, exempte, heures_hebdomadaires, motif) select '94', id, '${PEOPLE.amina}', ${plus} from c`);

  it("ce que le PDIE dit hors des quinze heures est à part ; ce dont rien n’est dit compte", async () => {
    await t.base.owner.query("update offre_insertion.pdie set compte_dans_les_15_heures = false where offre = 'pdie-94'");
    const [hors, dedans] = [await g.prescrire({ offre: "pdie-94" }), await g.prescrire()];
    await g.declarer({ p: hors, n: 60 });
    await g.declarer({ p: dedans, n: 45 });
    await g.declarer({ n: 30 });
    expect(await g.heures("2026-W08")).toMatchObject({ realiseesMinutes: 75, horsObjectifMinutes: 60 });
    await t.base.owner.query("update offre_insertion.pdie set compte_dans_les_15_heures = true where offre = 'pdie-94'");
    expect(await g.heures("2026-W08")).toMatchObject({ realiseesMinutes: 135, horsObjectifMinutes: 0 });
  });

  it("l’objectif est celui de la semaine lue, modulation comprise, et l’exemption a son motif quand il se lit", async () => {
    await contrat("'2026-02-16', '2026-03-01', false, 6, 'PARENT_ISOLE_SANS_GARDE'");
    expect([
      (await g.heures("2026-W07")).objectifMinutes,
      (await g.heures("2026-W08")).objectifMinutes,
      (await g.heures("2026-W10")).objectifMinutes,
    ]).toEqual([900, 360, 900]);
    await contrat("'2026-02-16', '2026-03-01', true, null, 'SANTE'");
    const exemption = { du: "2026-02-16", au: "2026-03-01", motif: "SANTE" };
    expect(await g.heures("2026-W08", [exemption])).toMatchObject({
      objectifMinutes: 0,
      exempte: true,
      ecartMinutes: null,
      motifExemption: "SANTE",
    });
    expect(await g.heures("2026-W08", [{ ...exemption, motif: null }])).toMatchObject({ exempte: true, motifExemption: null });
    expect(await g.heures("2026-W07", [exemption])).toMatchObject({ exempte: false, ecartMinutes: -900, motifExemption: null });
  });

  it("des semaines qui se suivent : une instruction", async () => {
    await contrat("'2026-02-16', null, false, 6, 'SANTE'");
    const { entites, statements } = await t.personnes(
      CALLERS.departement,
      [PEOPLE.amina, PEOPLE.bruno].map((id) => ({ id })),
      'semainesActivite(depuis: "2026-W52", jusque: "2027-W01") { semaine objectifMinutes }',
    );
    expect(statements).toHaveLength(1);
    expect(entites[0].semainesActivite.map((s: { semaine: string }) => s.semaine)).toEqual(["2026-W52", "2026-W53", "2027-W01"]);
    expect(entites[0].semainesActivite[1].objectifMinutes).toBe(360);
    expect(entites[1].semainesActivite[1].objectifMinutes).toBeNull();
    const fausse = await t.personnes(
      CALLERS.departement,
      [{ id: PEOPLE.amina }],
      'semainesActivite(depuis: "2026-W10", jusque: "2026-W01") { semaine }',
    );
    expect(fausse.errors![0]!.extensions.code).toBe("ARGUMENT_INVALIDE");
  });

  it("des mois à zéro heure, d’absences et de refus ne déclenchent rien : ni manquement, ni sanction, et personne d’autre ne lit les heures", async () => {
    await contrat("'2026-01-26', '2026-01-27', false, 15, null");
    await t.base.owner.query(
      `insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, statut, declaree_le)
       select '94', $1, d::date, 60, 'essai', (array['PREVUE', 'NON_REALISEE', 'REFUSEE'])[1 + n % 3]::text, $2
       from generate_series('2026-02-02'::date, '2026-07-20'::date, '1 day') with ordinality s(d, n)`,
      [PEOPLE.amina, FEVRIER_10],
    );
    const { entites } = await t.personnes(
      CALLERS.departement,
      [{ id: PEOPLE.amina }],
      'semainesActivite(depuis: "2026-W06", jusque: "2026-W29") { realiseesMinutes ecartMinutes }',
    );
    expect(entites[0].semainesActivite).toEqual(
      // Read on 10 February, a day of week 7: the weeks after it lack nothing yet.
      Array.from({ length: 24 }, (_, n) => ({ realiseesMinutes: 0, ecartMinutes: n < 2 ? -900 : null })),
    );
    await t.executer(CALLERS.departement, "{ activitesARenseigner { nodes { id } } }", {}, new Date("2026-08-01T09:00:00Z"));
    const { rows } = await t.base.owner.query(`select (select count(*) from journal.evenement)::int as evenements,
      (select count(*) from allocataires.manquement)::int as manquements, (select count(*) from allocataires.sanction)::int as sanctions,
      (select array_agg(distinct x.grantee::regrole::text) from pg_class c cross join lateral aclexplode(c.relacl) x
        where c.oid in ('offre_insertion.activite'::regclass, 'offre_insertion.etape_activite'::regclass) and x.grantee <> c.relowner) as lecteurs`);
    expect(rows).toEqual([{ evenements: 0, manquements: 0, sanctions: 0, lecteurs: ["unefois_offre_insertion"] }]);
  });
});
