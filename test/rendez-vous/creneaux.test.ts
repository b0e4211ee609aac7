import fc from "fast-check";
import { agendaRetenu, type CreneauOccupe, peutPublier } from "../../subgraphs/rendez-vous/creneau/creneau";
import { Refus } from "../../subgraphs/shared/contrat/refus";
import { verifierEvenements } from "../allocataires/evenements-conformes";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { appeler, DEPLACER, database, graphe, lire, now, prendre, preparer, renseigner } from "./appels";

const PUBLIER = `mutation ($organisme: ID!, $famille: FamilleMotif!, $du: Date!, $au: Date!, $creneaux: [CreneauInput!]!, $cle: String) {
  r: publierCreneaux(organisme: $organisme, famille: $famille, du: $du, au: $au, creneaux: $creneaux, cleIdempotence: $cle) {
    ... on PublicationCreneaux { __typename id organisme { id } du au publies retires } ... on Refus { __typename code message champ } } }`;
const LIRE = `query ($famille: FamilleMotif!, $du: Date!, $au: Date!, $organisme: ID, $codeInsee: String, $first: Int, $after: ID) {
  r: creneaux(departement: "94", famille: $famille, du: $du, au: $au, organisme: $organisme, codeInsee: $codeInsee, first: $first, after: $after) {
    id debut fin organisme { id } famille modalite placesRestantes codeInsee lieu } }`;

const creneau = (heure: string, plus: object = {}) => ({
  debut: `2026-03-12T${heure}:00Z`,
  fin: new Date(Date.parse(`2026-03-12T${heure}:00Z`) + 30 * 60_000).toISOString(),
  modalite: "PHYSIQUE",
  ...plus,
});
const base = { organisme: "94-CD94", famille: "ORIENTATION", du: "2026-03-12", au: "2026-03-12" };
const publier = (creneaux: object[], plus: object = {}, caller = CALLERS.departement, at = now) =>
  appeler(caller, PUBLIER, { ...base, creneaux, ...plus }, at);
const libres = (plus: object = {}, caller = CALLERS.departement, at = now) =>
  appeler(caller, LIRE, { famille: "ORIENTATION", du: "2026-03-12", au: "2026-03-12", ...plus }, at);
const heures = async (plus: object = {}, caller = CALLERS.departement, at = now) =>
  (await libres(plus, caller, at)).map((c: any) => [c.debut.slice(11, 16), c.placesRestantes]);
const prise = (debut: string, plus: object = {}) => prendre({ debut: `2026-03-12T${debut}:00Z`, duree: 30, ...plus });

preparer();
beforeEach(() => database.owner.query("truncate rendez_vous.creneau, rendez_vous.creneau_agenda, rendez_vous.publication_creneaux"));

describe("publier des créneaux", () => {
  it("les offre à tout le département, et l’événement le dit sans nommer personne", async () => {
    await database.owner.query("delete from journal.evenement");
    const r = await publier([creneau("09:00", { places: 2, codeInsee: "94028", lieu: "EDS Créteil" }), creneau("10:00")]);
    expect(r).toMatchObject({ __typename: "PublicationCreneaux", publies: 2, retires: 0, organisme: { id: "94-CD94" } });
    expect(await libres({}, CALLERS.referent)).toEqual([
      expect.objectContaining({ debut: "2026-03-12T09:00:00.000Z", placesRestantes: 2, codeInsee: "94028", lieu: "EDS Créteil" }),
      expect.objectContaining({ debut: "2026-03-12T10:00:00.000Z", placesRestantes: 1, codeInsee: null, lieu: null }),
    ]);
    const evenements = await lire("select type, allocataire, donnees from journal.evenement");
    expect(evenements).toEqual([
      { type: "CreneauxPublies", allocataire: null, donnees: expect.objectContaining({ publies: 2, retires: 0, source: "DEPARTEMENT" }) },
    ]);
    await verifierEvenements(database.owner, ["CreneauxPublies"], /Créteil|Benali/);
  });

  it("remplace ceux de l’organisme, de la famille et des jours, et eux seuls ; un créneau qui reste garde son identifiant", async () => {
    await publier([creneau("09:00"), creneau("10:00")]);
    await publier([creneau("09:00")], { famille: "ACCOMPAGNEMENT" });
    await publier([creneau("09:00")], { organisme: "94-REMOB-1" });
    const [premier] = await libres({ organisme: "94-CD94" });
    expect(await publier([creneau("09:00", { places: 3 }), creneau("11:00")])).toMatchObject({ publies: 2, retires: 1 });
    const apres = await libres({ organisme: "94-CD94" });
    expect(apres.map((c: any) => [c.debut.slice(11, 16), c.placesRestantes])).toEqual([
      ["09:00", 3],
      ["11:00", 1],
    ]);
    expect(apres[0].id).toBe(premier.id);
    expect(await heures({ famille: "ACCOMPAGNEMENT" })).toEqual([["09:00", 1]]);
    expect(await heures({ organisme: "94-REMOB-1" })).toEqual([["09:00", 1]]);
    expect(await publier([], {})).toMatchObject({ publies: 0, retires: 2 });
    expect(await heures({ organisme: "94-CD94" })).toEqual([]);
  });

  it("ne touche pas aux créneaux tirés d’une disponibilité répétée", async () => {
    await publier([creneau("09:00")]);
    await database.owner.query("update rendez_vous.creneau set origine = 'PLAGE'");
    expect(await publier([])).toMatchObject({ retires: 0 });
    expect(await heures()).toEqual([["09:00", 1]]);
  });

  it("s’applique une fois sous une même clé", async () => {
    const premier = await publier([creneau("09:00")], { cle: "semaine-11" });
    expect(await publier([creneau("09:00")], { cle: "semaine-11" })).toEqual(premier);
    expect(await publier([creneau("10:00")], { cle: "semaine-11" })).toMatchObject({ code: "CLE_DEJA_UTILISEE" });
    expect(await lire("select count(*) from rendez_vous.publication_creneaux")).toEqual([{ count: 1 }]);
  });

  it.each([
    ["ORGANISME_INCONNU", [], { organisme: "94-AUCUN" }],
    ["ORGANISME_INCONNU", [], { organisme: "93-CD93" }],
    ["ORGANISME_INTERDIT", [], { organisme: "94-FT94" }],
    ["PERIODE_INVALIDE", [], { du: "2026-03-13" }],
    ["PERIODE_INVALIDE", [], { au: "2026-06-12" }],
    ["PERIODE_PASSEE", [], { du: "2026-02-01", au: "2026-02-03" }],
    ["TROP_DE_CRENEAUX", Array.from({ length: 2_001 }, () => creneau("09:00")), {}],
    ["CRENEAU_INVALIDE", [creneau("09:00"), { ...creneau("09:00"), fin: "2026-03-12T09:04:00Z" }], {}],
    ["CRENEAU_INVALIDE", [{ ...creneau("09:00"), fin: "2026-03-12T21:01:00Z" }], {}],
    ["CRENEAU_INVALIDE", [creneau("09:00", { places: 0 })], {}],
    ["CRENEAU_INVALIDE", [creneau("09:00", { codeInsee: "940280" })], {}],
    ["CRENEAU_HORS_PERIODE", [creneau("09:00"), { ...creneau("23:00"), fin: "2026-03-12T23:30:00Z" }], {}],
    ["CRENEAU_EN_DOUBLE", [creneau("09:00"), creneau("10:00"), creneau("09:00")], {}],
  ])("refuse : %s", async (code, creneaux, plus) => {
    expect(await publier(creneaux, plus)).toMatchObject({ __typename: "Refus", code });
    expect(await lire("select count(*) from rendez_vous.creneau")).toEqual([{ count: 0 }]);
  });

  it.each([
    ["finit avant de commencer", { fin: "2026-03-12T07:00:00Z" }],
    ["dure de 5 minutes à 12 heures", { fin: "2026-03-12T21:01:00Z" }],
    ["compte de 1 à 500 places", { places: 501 }],
    ["n’est pas un code INSEE", { codeInsee: "9402" }],
    ["lieu compte de 1 à 200 caractères", { lieu: "x".repeat(201) }],
  ])("dit ce qui ne va pas : %s", async (phrase, faux) => {
    const refus = await publier([creneau("09:00"), { ...creneau("09:00"), ...faux }]);
    expect(refus.message).toContain("n° 2");
    expect(refus.message).toContain(phrase);
  });

  it("un organisme publie les siens, France Travail les siens, et aucun ceux d’un autre", async () => {
    expect(await publier([creneau("09:00")], { organisme: "94-REMOB-1" }, CALLERS.referent)).toMatchObject({ publies: 1 });
    expect(await publier([creneau("09:00")], { organisme: "94-FT94" }, CALLERS.franceTravail)).toMatchObject({ publies: 1 });
    expect(await publier([creneau("09:00")], { organisme: "94-CD94" }, CALLERS.referent)).toMatchObject({ code: "ORGANISME_INTERDIT" });
    expect(await publier([creneau("09:00")], { organisme: "94-REMOB-1" }, CALLERS.franceTravail)).toMatchObject({
      code: "ORGANISME_INTERDIT",
    });
    expect(peutPublier({ organisme: "94-CD94", type: "DEPARTEMENT" }, { id: "94-ML94-1", type: "MISSION_LOCALE" })).toBe(false);
    expect(peutPublier({ organisme: null, type: null }, { id: "94-ML94-1", type: "MISSION_LOCALE" })).toBe(false);
  });
});

describe("lire les créneaux libres", () => {
  it("compte ce que les rendez-vous occupent, et rend la place d’un rendez-vous annulé", async () => {
    await publier([creneau("09:00", { places: 2 }), creneau("09:30", { places: 2 })]);
    const { id } = await prise("09:15");
    expect(await heures()).toEqual([
      ["09:00", 1],
      ["09:30", 1],
    ]);
    await prise("09:00", { allocataire: PEOPLE.bruno });
    expect(await heures()).toEqual([["09:30", 1]]);
    await renseigner(id, "ANNULE_USAGER", {}, CALLERS.departement, now);
    expect(await heures()).toEqual([
      ["09:00", 1],
      ["09:30", 2],
    ]);
  });

  it("montre plein un créneau que prend une personne que l’appelant ne peut pas lire, sans la nommer", async () => {
    await publier([creneau("09:00"), creneau("10:00")], { organisme: "94-FT94" }, CALLERS.franceTravail);
    await prise("09:00", { allocataire: PEOPLE.chantal, organisme: "94-FT94" });
    expect(await heures({}, CALLERS.referent)).toEqual([["10:00", 1]]);
    const [brut] = await lire("select to_jsonb(c)::text as tout from rendez_vous.creneau c limit 1");
    expect(brut.tout).not.toContain(PEOPLE.chantal);
  });

  it("deux lieux d’un organisme à la même heure ont chacun leurs places", async () => {
    await publier([creneau("09:00", { lieu: "Créteil" }), creneau("09:00", { lieu: "Vitry" })]);
    await prise("09:00");
    expect(await heures()).toEqual([["09:00", 1]]);
    await prise("09:00", { allocataire: PEOPLE.bruno });
    expect(await heures()).toEqual([]);
  });

  it("un rendez-vous venu d’un autre outil prend une place, de sa modalité d’abord", async () => {
    await publier([creneau("09:00", { modalite: "TELEPHONE" }), creneau("09:00")]);
    await prise("09:00");
    await database.owner.query("update rendez_vous.rendez_vous set agenda = null, modalite = 'TELEPHONE'");
    expect((await libres()).map((c: any) => c.modalite)).toEqual(["PHYSIQUE"]);
  });

  it("cache ce qui est passé, filtre la commune, et se lit par pages", async () => {
    await publier([creneau("09:00"), creneau("10:00", { codeInsee: "94028" }), creneau("11:00"), creneau("12:00")]);
    expect(await heures({}, CALLERS.departement, new Date("2026-03-12T09:00:00Z"))).toEqual([
      ["10:00", 1],
      ["11:00", 1],
      ["12:00", 1],
    ]);
    expect(await heures({ codeInsee: "94028" })).toEqual([["10:00", 1]]);
    const debut = await libres({ first: 2 });
    const suite = await libres({ first: 2, after: debut[1].id });
    expect([...debut, ...suite].map((c: any) => c.debut.slice(11, 13))).toEqual(["09", "10", "11", "12"]);
    const answer = await graphe.run(CALLERS.departement, LIRE, { ...base, after: PEOPLE.amina }, now);
    expect(answer.errors?.[0]?.extensions.code).toBe("CURSEUR_INVALIDE");
  });

  it("ne montre rien d’un autre département, et refuse plus de 92 jours", async () => {
    await publier([creneau("09:00")]);
    expect(await libres({}, CALLERS.departement93)).toEqual([]);
    const answer = await graphe.run(CALLERS.departement, LIRE, { ...base, au: "2026-06-12" }, now);
    expect(answer.errors?.[0]?.extensions.code).toBe("ARGUMENT_INVALIDE");
  });

  it.each([
    ["l’heure d’été", "2026-03-29", ["2026-03-28T23:00:00Z", "2026-03-29T21:30:00Z"], ["2026-03-28T22:30:00Z", "2026-03-29T22:00:00Z"]],
    ["l’heure d’hiver", "2026-10-25", ["2026-10-24T22:00:00Z", "2026-10-25T22:30:00Z"], ["2026-10-24T21:30:00Z", "2026-10-25T23:00:00Z"]],
  ])("le jour où l’on passe à %s est un jour entier de Paris", async (_, jour, dedans, dehors) => {
    const de = (debut: string) => ({ debut, fin: new Date(Date.parse(debut) + 1_800_000).toISOString(), modalite: "PHYSIQUE" });
    expect(await publier(dedans.map(de), { du: jour, au: jour })).toMatchObject({ publies: 2 });
    expect((await libres({ du: jour, au: jour })).map((c: any) => Date.parse(c.debut))).toEqual(dedans.map((d) => Date.parse(d)));
    for (const debut of dehors) expect(await publier([de(debut)], { du: jour, au: jour })).toMatchObject({ code: "CRENEAU_HORS_PERIODE" });
  });

  it("un mois de quarante lieux se lit en moins de dix requêtes", async () => {
    await database.owner.query(
      `insert into rendez_vous.creneau (departement, organisme, famille, modalite, debut, fin, places, lieu, source, publie_le)
       select '94', '94-CD94', 'ORIENTATION', 'PHYSIQUE', d, d + interval '30 minutes', 1, 'Lieu ' || l, 'DEPARTEMENT', $1
       from generate_series(1, 40) l, generate_series('2026-04-01T08:00Z'::timestamptz, '2026-04-30T15:30Z', interval '30 minutes') d
       where extract(hour from d at time zone 'UTC') between 8 and 15`,
      [now],
    );
    await prendre({ debut: "2026-04-15T09:00:00Z", duree: 30 });
    const variables = { famille: "ORIENTATION", du: "2026-04-01", au: "2026-04-30", first: 200 };
    const answer = await graphe.run(CALLERS.departement, LIRE, variables, now);
    expect(answer.data.r).toHaveLength(200);
    expect(answer.statements.length).toBeLessThanOrEqual(10);
  });
});

describe("prendre un rendez-vous sur un créneau", () => {
  it("le refuse quand les places de cette heure sont prises, et le permet hors de tout créneau", async () => {
    await publier([creneau("09:00")]);
    await prise("09:00");
    expect(await prise("09:15", { allocataire: PEOPLE.bruno })).toMatchObject({ code: "CRENEAU_COMPLET", champ: "debut" });
    expect(await prise("09:30", { allocataire: PEOPLE.bruno })).toMatchObject({ __typename: "RendezVous" });
    expect(await prise("09:00", { allocataire: PEOPLE.chantal, famille: "AUTRE" })).toMatchObject({ __typename: "RendezVous" });
  });

  it("déplacé, il rend sa place et en prend une autre, ou est refusé", async () => {
    await publier([creneau("09:00"), creneau("10:00")]);
    const { id } = await prise("09:00");
    await prise("10:00", { allocataire: PEOPLE.bruno });
    const deplacer = (debut: string) =>
      appeler(CALLERS.departement, DEPLACER, { rendezVous: id, debut: `2026-03-12T${debut}:00Z`, duree: 30, motif: "Empêchement" });
    expect(await deplacer("10:00")).toMatchObject({ code: "CRENEAU_COMPLET" });
    expect(await deplacer("09:10")).toMatchObject({ __typename: "RendezVous" });
    expect(await deplacer("14:00")).toMatchObject({ __typename: "RendezVous" });
    expect(await heures()).toEqual([["09:00", 1]]);
  });

  it("une dernière place demandée par deux au même moment va à un seul", async () => {
    await publier([creneau("09:00", { places: 2 })]);
    const quatre = [PEOPLE.amina, PEOPLE.bruno, PEOPLE.chantal, PEOPLE.driss];
    const reponses = await Promise.all(quatre.map((allocataire) => prise("09:00", { allocataire })));
    expect(reponses.map((r) => r.code ?? r.__typename).sort()).toEqual(["CRENEAU_COMPLET", "CRENEAU_COMPLET", "RendezVous", "RendezVous"]);
    expect(await heures()).toEqual([]);
  });

  it("dans n’importe quel ordre, un agenda ne dépasse jamais ses places, et refuse seulement quand rien ne convient", () => {
    const places = fc.array(
      fc.record({
        agenda: fc.constantFrom("a", "b", "c"),
        debut: fc.integer({ min: 0, max: 6 }),
        restantes: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 6 }), (listes, heure) => {
        const creneaux = listes.map((c, i): CreneauOccupe => {
          const debut = new Date(c.debut * 900_000);
          return {
            id: String(i),
            agenda: c.agenda,
            modalite: "PHYSIQUE",
            debut,
            fin: new Date(debut.getTime() + 1_800_000),
            restantes: c.restantes,
          };
        });
        const debut = new Date(heure * 900_000);
        const retenu = agendaRetenu({ debut, dureeMinutes: 30 }, "PHYSIQUE", creneaux);
        const ici = creneaux.filter((c) => Math.abs(c.debut.getTime() - debut.getTime()) < 1_800_000);
        const convient = (agenda: string) =>
          ici.some((c) => c.agenda === agenda) && ici.every((c) => c.agenda !== agenda || c.restantes > 0);
        if (retenu instanceof Refus) expect(["a", "b", "c"].some(convient)).toBe(false);
        else if (retenu.agenda === null) expect(ici).toEqual([]);
        else expect(convient(retenu.agenda)).toBe(true);
      }),
    );
  });
});
