import { randomUUID } from "node:crypto";
import { avancerHorizon } from "../../subgraphs/rendez-vous/disponibilite/horizon.repository";
import { Database } from "../../subgraphs/shared/database";
import { verifierEvenements } from "../allocataires/evenements-conformes";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { appeler, database, graphe, lire, now, prendre, preparer } from "./appels";

const CHAMPS =
  "__typename id organisme { id } systeme familles modalites places lieu codeInsee premierJour debut fin rrule fuseau joursFeries defaut";
const REFUS = "... on Refus { __typename code message champ }";
const DEFINIR = `mutation ($organisme: ID!, $familles: [FamilleMotif!]!, $premierJour: Date!, $debut: String!, $fin: String!, $rrule: String, $fuseau: String,
  $duree: Int, $places: Int, $lieu: String, $codeInsee: String, $agent: String, $joursFeries: Boolean, $plage: ID, $cle: String) {
  r: definirPlage(organisme: $organisme, familles: $familles, modalite: PHYSIQUE, premierJour: $premierJour, debut: $debut, fin: $fin, rrule: $rrule,
    fuseau: $fuseau, dureeMinutes: $duree, places: $places, lieu: $lieu, codeInsee: $codeInsee, agent: $agent, joursFeries: $joursFeries, plage: $plage,
    cleIdempotence: $cle) { ... on PlageOuverture { ${CHAMPS} } ${REFUS} } }`;
const RETIRER = `mutation ($plage: ID!, $cle: String) { r: retirerPlage(plage: $plage, cleIdempotence: $cle) { ... on PlageOuverture { __typename id defaut } ${REFUS} } }`;
const ABSENCE = `mutation ($organisme: ID!, $agent: String, $premierJour: Date!, $dernierJour: Date, $debut: String, $fin: String, $rrule: String, $cle: String) {
  r: declarerAbsence(organisme: $organisme, agent: $agent, premierJour: $premierJour, dernierJour: $dernierJour, debut: $debut, fin: $fin, rrule: $rrule,
    cleIdempotence: $cle) { ... on AbsenceDeclaree { __typename id } ${REFUS} } }`;
const RETIRER_ABSENCE = `mutation ($absence: ID!, $cle: String) {
  r: retirerAbsence(absence: $absence, cleIdempotence: $cle) { ... on AbsenceDeclaree { __typename id } ${REFUS} } }`;
const PLAGES = `query ($organisme: ID!, $first: Int, $after: ID) { r: plages(organisme: $organisme, first: $first, after: $after) { ${CHAMPS} } }`;
const ABSENCES = `query ($organisme: ID!) { r: absences(organisme: $organisme) { id premierJour organisme { id } } }`;
const CRENEAUX = `query ($famille: FamilleMotif!, $du: Date!, $au: Date!, $organisme: ID, $first: Int, $after: ID) {
  r: creneaux(departement: "94", famille: $famille, du: $du, au: $au, organisme: $organisme, first: $first, after: $after) { id debut placesRestantes lieu } }`;

/** Tuesdays, 10:00 to 11:00 in Paris, from 17 March 2026. */
const base = {
  organisme: "94-REMOB-1",
  familles: ["ACCOMPAGNEMENT"],
  premierJour: "2026-03-17",
  debut: "10:00",
  fin: "11:00",
  rrule: "FREQ=WEEKLY",
};
const definir = (plus: object = {}, caller = CALLERS.referent, at = now) => appeler(caller, DEFINIR, { ...base, ...plus }, at);
const libres = (plus: object = {}, at = now) =>
  appeler(CALLERS.departement, CRENEAUX, { famille: "ACCOMPAGNEMENT", du: "2026-03-17", au: "2026-04-30", ...plus }, at);
const debuts = async (plus: object = {}, at = now) => (await libres(plus, at)).map((c: any) => c.debut.slice(5, 16));
const absence = (plus: object = {}, caller = CALLERS.referent) =>
  appeler(caller, ABSENCE, { organisme: "94-REMOB-1", premierJour: "2026-03-24", ...plus });

preparer();
beforeEach(() =>
  database.owner.query(
    "truncate rendez_vous.creneau, rendez_vous.creneau_agenda, rendez_vous.plage, rendez_vous.absence, rendez_vous.publication_creneaux, rendez_vous.horizon_creneaux",
  ),
);

describe("définir une plage, pour un organisme sans outil de rendez-vous", () => {
  it("ses créneaux s’offrent chaque semaine, à la même heure du mur avant et après l’heure d’été", async () => {
    const plage = await definir({ lieu: "Maison de l’emploi", codeInsee: "94028", duree: 60, places: 2 });
    expect(plage).toMatchObject({
      __typename: "PlageOuverture",
      systeme: "HUB",
      places: 2,
      fuseau: "Europe/Paris",
      defaut: null,
      joursFeries: false,
    });
    expect(await debuts()).toEqual([
      "03-17T09:00",
      "03-24T09:00",
      "03-31T08:00",
      "04-07T08:00",
      "04-14T08:00",
      "04-21T08:00",
      "04-28T08:00",
    ]);
    expect((await libres())[0]).toMatchObject({ placesRestantes: 2, lieu: "Maison de l’emploi" });
    await verifierEvenements(database.owner, ["DisponibilitesModifiees"], /Maison|REF-1/);
    expect(await lire("select donnees from journal.evenement where type = 'DisponibilitesModifiees'")).toEqual([
      { donnees: { organisme: "94-REMOB-1", publies: 13, retires: 0 } },
    ]);
  });

  it("redéfinie, elle remplace ; retirée, elle n’offre plus rien ; la même clé n’agit qu’une fois", async () => {
    const { id } = await definir({ duree: 60, cle: "mardi" });
    expect(await definir({ duree: 60, cle: "mardi" })).toMatchObject({ id });
    expect(await definir({ duree: 60, plage: id, debut: "14:00", fin: "15:00" })).toMatchObject({ id, debut: "14:00" });
    expect((await debuts())[0]).toBe("03-17T13:00");
    expect(await appeler(CALLERS.referent, RETIRER, { plage: id, cle: "fin" })).toMatchObject({ id, defaut: "RETIREE" });
    expect(await appeler(CALLERS.referent, RETIRER, { plage: id, cle: "fin" })).toMatchObject({ id });
    expect(await appeler(CALLERS.referent, RETIRER, { plage: id })).toMatchObject({ code: "PLAGE_INTROUVABLE" });
    expect(await debuts()).toEqual([]);
    expect(await appeler(CALLERS.referent, PLAGES, { organisme: "94-REMOB-1" })).toEqual([]);
  });

  it.each([
    ["ORGANISME_INCONNU", { organisme: "93-CD93" }],
    ["ORGANISME_INTERDIT", { organisme: "94-CD94" }],
    ["RRULE_TROP_DENSE", { rrule: "FREQ=SECONDLY" }],
    ["RRULE_ILLISIBLE", { rrule: "chaque mardi" }],
    ["RRULE_NON_PRISE_EN_CHARGE", { rrule: "FREQ=DAILY;BYHOUR=9" }],
    ["HEURES_INVALIDES", { debut: "11:00", fin: "10:00" }],
    ["FUSEAU_INCONNU", { fuseau: "Europe/Creteil" }],
    ["PLAGE_INVALIDE", { familles: [] }],
    ["PLAGE_INVALIDE", { places: 0 }],
    ["PLAGE_INVALIDE", { agent: "Inès Lefèvre" }],
    ["PLAGE_INVALIDE", { codeInsee: "9402" }],
    ["PLAGE_INVALIDE", { lieu: "x".repeat(201) }],
    ["PLAGE_INVALIDE", { duree: 4 }],
    ["PLAGE_TROP_DENSE", { debut: "00:00", fin: "24:00", duree: 5, rrule: "FREQ=DAILY" }],
    ["PLAGE_INTROUVABLE", { plage: "00000000-0000-4000-8000-0000000000aa" }],
  ])("refuse %s : %j", async (code, plus) => {
    expect(await definir(plus)).toMatchObject({ __typename: "Refus", code });
    expect(await lire("select count(*) from rendez_vous.plage")).toEqual([{ count: 0 }]);
  });

  it("un organisme ne lit ni ne change les plages d’un autre ; le Département lit toutes les siennes, le 93 aucune", async () => {
    const { id } = await definir({ organisme: "94-CD94" }, CALLERS.departement);
    expect(await appeler(CALLERS.referent, PLAGES, { organisme: "94-CD94" })).toEqual([]);
    expect(await appeler(CALLERS.referent, RETIRER, { plage: id })).toMatchObject({ code: "PLAGE_INTROUVABLE" });
    expect(await appeler(CALLERS.departement93, RETIRER, { plage: id })).toMatchObject({ code: "PLAGE_INTROUVABLE" });
    expect(await appeler(CALLERS.departement93, PLAGES, { organisme: "94-CD94" })).toEqual([]);
    await definir({ organisme: "94-CD94", premierJour: "2026-03-18" }, CALLERS.departement);
    const [premiere] = await appeler(CALLERS.departement, PLAGES, { organisme: "94-CD94", first: 1 });
    const [seconde] = await appeler(CALLERS.departement, PLAGES, { organisme: "94-CD94", first: 1, after: premiere.id });
    expect(new Set([premiere.id, seconde.id]).size).toBe(2);
  });
});

describe("déclarer une absence", () => {
  it("d’un agent : ses créneaux s’en vont, puis reviennent ; ceux des autres agents restent", async () => {
    await definir({ agent: "REF-1", duree: 60 });
    await definir({ agent: "REF-2", duree: 60 });
    const { id } = await absence({ agent: "REF-1" });
    expect((await libres()).map((c: any) => c.placesRestantes)).toEqual([2, 1, 2, 2, 2, 2, 2]);
    expect(await appeler(CALLERS.referent, RETIRER_ABSENCE, { absence: id, cle: "r" })).toMatchObject({ id });
    expect(await appeler(CALLERS.referent, RETIRER_ABSENCE, { absence: id, cle: "r" })).toMatchObject({ id });
    expect(await appeler(CALLERS.referent, RETIRER_ABSENCE, { absence: id })).toMatchObject({ code: "ABSENCE_INTROUVABLE" });
    expect((await libres()).map((c: any) => c.placesRestantes)).toEqual([2, 2, 2, 2, 2, 2, 2]);
  });

  it("sans agent, l’organisme est fermé, plusieurs jours s’il le faut", async () => {
    await definir({ duree: 60 });
    await absence({ dernierJour: "2026-03-31", cle: "fermeture" });
    expect(await debuts({ au: "2026-04-08" })).toEqual(["03-17T09:00", "04-07T08:00"]);
    expect(await appeler(CALLERS.referent, ABSENCES, { organisme: "94-REMOB-1" })).toHaveLength(1);
    expect(await appeler(CALLERS.departement93, ABSENCES, { organisme: "94-REMOB-1" })).toEqual([]);
  });

  it.each([
    ["ORGANISME_INCONNU", { organisme: "94-AUCUN" }],
    ["ORGANISME_INTERDIT", { organisme: "94-FT94" }],
    ["ABSENCE_INVALIDE", { agent: "Inès Lefèvre" }],
    ["HEURES_INVALIDES", { dernierJour: "2026-03-20" }],
    ["RRULE_ILLISIBLE", { rrule: "FREQ=SOUVENT" }],
  ])("refuse %s : %j", async (code, plus) => {
    expect(await absence(plus)).toMatchObject({ __typename: "Refus", code });
    expect(await lire("select count(*) from rendez_vous.absence")).toEqual([{ count: 0 }]);
  });
});

/** People of Créteil whom nobody follows yet. */
async function gens(combien: number): Promise<string[]> {
  const ids = Array.from({ length: combien }, () => randomUUID());
  await database.owner.query(
    `insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, code_insee, commune_nom, nom_tri, soumis_droits_devoirs, source,
       source_organisme, collectee_le, recue_le, certifiee, reference)
     select id, '94', 'Essai', array['Essai'], '1990-01-01', '94028', 'Créteil', 'ESSAI', true, 'CAF', null, '2026-01-10', '2026-01-10', true, null
     from unnest($1::uuid[]) id`,
    [ids],
  );
  return ids;
}

describe("prendre un créneau tiré d’une plage", () => {
  const prise = (allocataire: string, plus: object = {}) =>
    prendre({ allocataire, organisme: "94-REMOB-1", famille: "ACCOMPAGNEMENT", debut: "2026-03-17T09:00:00Z", duree: 60, ...plus });
  const codes = (reponses: any[]) => reponses.map((r) => r.code ?? r.__typename);

  it("cinquante au même moment sur les trois dernières places : trois rendez-vous", async () => {
    await definir({ agent: "REF-1", duree: 60 });
    await definir({ duree: 60, places: 2 });
    const reponses = codes(await Promise.all((await gens(50)).map((id) => prise(id))));
    expect(reponses.filter((r) => r === "RendezVous")).toHaveLength(3);
    expect(reponses.filter((r) => r === "CRENEAU_COMPLET")).toHaveLength(47);
    expect(await debuts({ au: "2026-03-17" })).toEqual([]);
  }, 60_000);

  it("les familles se partagent les agents, publications comprises : jamais plus de rendez-vous que de places", async () => {
    await definir({ agent: "REF-1", familles: ["ACCOMPAGNEMENT", "ORIENTATION"], duree: 60 });
    await definir({ agent: "REF-2", familles: ["ORIENTATION"], duree: 30 });
    const publie = `mutation { publierCreneaux(organisme: "94-REMOB-1", famille: ACCOMPAGNEMENT, du: "2026-03-17", au: "2026-03-17",
      creneaux: [{ debut: "2026-03-17T09:00:00Z", fin: "2026-03-17T10:00:00Z", modalite: PHYSIQUE }]) { __typename } }`;
    await graphe.run(CALLERS.referent, publie, {}, now);
    const ids = await gens(24);
    const reponses = codes(await Promise.all(ids.map((id, i) => prise(id, { famille: i % 2 === 0 ? "ACCOMPAGNEMENT" : "ORIENTATION" }))));
    expect(reponses.filter((r) => r === "RendezVous")).toHaveLength(3);
    expect(await debuts({ au: "2026-03-17" })).toEqual([]);
    expect(await debuts({ au: "2026-03-17", famille: "ORIENTATION" })).toEqual([]);
    const agents = await lire("select agenda, count(*)::int as n from rendez_vous.rendez_vous group by 1");
    expect(agents.every((a) => a.n === 1)).toBe(true);
  }, 60_000);

  it("retirée après coup, la plage laisse le rendez-vous pris, qui occupe alors une place libre de la famille", async () => {
    const { id } = await definir({ agent: "REF-1", duree: 60 });
    await prise(PEOPLE.amina);
    await definir({ agent: "REF-2", duree: 60 });
    expect((await libres({ au: "2026-03-17" })).map((c: any) => c.placesRestantes)).toEqual([1]);
    await appeler(CALLERS.referent, RETIRER, { plage: id });
    expect(await debuts({ au: "2026-03-17" })).toEqual([]);
    expect(await lire("select count(*) from rendez_vous.rendez_vous")).toEqual([{ count: 1 }]);
  });
});

describe("l’horizon de 92 jours", () => {
  it("avance chaque nuit, et refait deux fois ne change rien", async () => {
    await definir({ duree: 60 });
    const owner = await Database.open(database.url, { role: "none", poolSize: 1 });
    const etat = () => lire("select id, debut from rendez_vous.creneau order by debut");
    const dernier = async () => (await etat()).at(-1)!.debut.toISOString().slice(0, 10);
    expect(await dernier()).toBe("2026-06-09");
    expect(await avancerHorizon(owner, now)).toBe(1);
    const avant = await etat();
    expect(await avancerHorizon(owner, now)).toBe(0);
    expect(await etat()).toEqual(avant);
    expect(await avancerHorizon(owner, new Date("2026-03-18T23:30:00Z"))).toBe(1);
    expect(await dernier()).toBe("2026-06-16");
    expect((await etat())[0]!.debut.toISOString()).toBe("2026-03-24T09:00:00.000Z");
    expect((await etat()).slice(0, -1)).toEqual(avant.slice(1));
    await owner.close();
  });
});

describe("un mois d’un département de quarante lieux", () => {
  it("de trois agents chacun se lit page par page, chacune en dix requêtes au plus, chaque créneau une fois", async () => {
    for (let lieu = 1; lieu <= 40; lieu++)
      await database.owner.query(
        `insert into rendez_vous.plage (departement, systeme, identifiant, organisme, agent, agenda, lieu, code_insee, motifs, premier_jour, debut, fin, rrule,
           fuseau, maj_le)
         select '94', 'HUB', $1 || '-' || a, '94-CD94', $1 || '-' || a, 'HUB 94-CD94 ' || $1 || '-' || a, 'Lieu ' || $1, '94028',
           '[{"identifiant": "1", "nom": "RSA", "famille": "ACCOMPAGNEMENT", "modalite": "PHYSIQUE", "collectif": false, "dureeMinutes": 60}]',
           '2026-03-02', '09:00', '12:00', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Europe/Paris', $2 from generate_series(1, 3) a`,
        [String(lieu), now],
      );
    const owner = await Database.open(database.url, { role: "none", poolSize: 1 });
    expect(await avancerHorizon(owner, now)).toBe(40);
    await owner.close();
    for (const allocataire of [PEOPLE.amina, PEOPLE.bruno])
      await prendre({ allocataire, organisme: "94-CD94", famille: "ACCOMPAGNEMENT", debut: "2026-04-15T07:00:00Z", duree: 60 });
    const lus: any[] = [];
    for (let after: string | null = null; ; after = lus.at(-1).id) {
      const variables = { famille: "ACCOMPAGNEMENT", du: "2026-04-01", au: "2026-04-30", first: 200, after };
      const answer = await graphe.run(CALLERS.departement, CRENEAUX, variables, now);
      expect(answer.errors).toBeUndefined();
      expect(answer.statements.length).toBeLessThanOrEqual(10);
      if (answer.data.r.length === 0) break;
      lus.push(...answer.data.r);
    }
    // 22 days from Monday to Friday, Easter Monday out: 21 × 3 hours × 40 places; two appointments took two agents of one hour.
    expect(lus).toHaveLength(21 * 3 * 40);
    expect(new Set(lus.map((c) => c.id)).size).toBe(lus.length);
    expect(lus.reduce((n, c) => n + c.placesRestantes, 0)).toBe(21 * 3 * 40 * 3 - 2);
    expect(lus.map((c) => c.debut)).toEqual(lus.map((c) => c.debut).sort());
  }, 60_000);
});
