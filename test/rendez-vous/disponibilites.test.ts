import { ecrireDisponibilites } from "../../subgraphs/rendez-vous/disponibilite/disponibilite.repository";
import type { AbsenceRecue, PlageRecue } from "../../subgraphs/rendez-vous/disponibilite/plage";
import { creerRecepteur } from "../../subgraphs/rendez-vous/webhooks";
import { Database } from "../../subgraphs/shared/database";
import { createLog } from "../../subgraphs/shared/log";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { appeler, DEPLACER, database, lire, now, prendre, preparer, renseigner } from "./appels";
import { loadMatricules, rdv, SECRETS, signe, USAGERS } from "./messages";

const LIRE = `query ($famille: FamilleMotif!, $du: Date!, $au: Date!, $organisme: ID, $codeInsee: String, $modalite: Modalite, $first: Int, $after: ID) {
  r: creneaux(departement: "94", famille: $famille, du: $du, au: $au, organisme: $organisme, codeInsee: $codeInsee, modalite: $modalite, first: $first, after: $after) {
    id debut fin organisme { id } famille modalite placesRestantes codeInsee lieu } }`;

const motif = (famille: PlageRecue["motifs"][number]["famille"] = "ORIENTATION", dureeMinutes: number | null = 30, plus: object = {}) => ({
  identifiant: "1",
  nom: "RSA",
  famille,
  modalite: "PHYSIQUE" as const,
  collectif: false,
  dureeMinutes,
  ...plus,
});
/** Thursday 12 March 2026, 10:00 to 12:00 in Paris (09:00Z to 11:00Z). */
const plage = (plus: Partial<PlageRecue> = {}): PlageRecue => ({
  systeme: "RENDEZ_VOUS_SOLIDARITES",
  identifiant: "1",
  departement: "94",
  organisme: "94-CD94",
  agent: "7",
  lieu: { identifiant: "5", nom: "EDS Créteil", adresse: null, codeInsee: "94028" },
  motifs: [motif()],
  premierJour: "2026-03-12",
  debut: "10:00",
  fin: "12:00",
  rrule: null,
  fuseau: "Europe/Paris",
  ...plus,
});
const absence = (plus: Partial<AbsenceRecue> = {}): AbsenceRecue => ({
  systeme: "RENDEZ_VOUS_SOLIDARITES",
  identifiant: "1",
  departement: "94",
  agent: "7",
  premierJour: "2026-03-12",
  dernierJour: null,
  debut: "11:00",
  fin: "12:00",
  rrule: null,
  fuseau: "Europe/Paris",
  ...plus,
});

let base: Database;
preparer();
beforeAll(async () => {
  base = await Database.open(database.url, { role: "none", poolSize: 2 });
  await loadMatricules(database.owner);
});
afterAll(() => base.close());
beforeEach(() =>
  database.owner.query(
    "truncate rendez_vous.creneau, rendez_vous.creneau_agenda, rendez_vous.plage, rendez_vous.absence, rendez_vous.publication_creneaux",
  ),
);

type Recu = {
  plages?: PlageRecue[];
  absences?: AbsenceRecue[];
  retirees?: Parameters<typeof ecrireDisponibilites>[1]["retirees"];
  le?: Date;
};
const recevoir = ({ plages = [], absences = [], retirees = [], le = now }: Recu) =>
  base.write(base.systemRights(["94"], "2026-03-10"), (tx) => ecrireDisponibilites(tx, { plages, absences, retirees, le }));
const libres = (plus: object = {}) =>
  appeler(CALLERS.departement, LIRE, { famille: "ORIENTATION", du: "2026-03-12", au: "2026-03-12", ...plus });
const heures = async (plus: object = {}) => (await libres(plus)).map((c: any) => [c.debut.slice(11, 16), c.placesRestantes]);
const prise = (debut: string, plus: object = {}) => prendre({ debut: `2026-03-12T${debut}:00Z`, duree: 30, ...plus });

describe("les plages d’ouverture donnent des créneaux sans nom", () => {
  it("découpés selon la durée du motif, et nul ne lit de quel agent ils sont", async () => {
    await recevoir({ plages: [plage()] });
    expect(await heures()).toEqual([
      ["09:00", 1],
      ["09:30", 1],
      ["10:00", 1],
      ["10:30", 1],
    ]);
    const [premier] = await libres();
    expect(premier).toMatchObject({ organisme: { id: "94-CD94" }, lieu: "EDS Créteil", codeInsee: "94028", modalite: "PHYSIQUE" });
    expect(JSON.stringify(await libres())).not.toContain("RENDEZ_VOUS_SOLIDARITES");
  });

  it("deux agents au même lieu et à la même heure ajoutent leurs places ; l’un absent, le créneau garde son identifiant", async () => {
    await recevoir({ plages: [plage(), plage({ identifiant: "2", agent: "8" })] });
    const avant = await libres();
    expect(avant.map((c: any) => c.placesRestantes)).toEqual([2, 2, 2, 2]);
    await recevoir({ absences: [absence()] });
    const apres = await libres();
    expect(apres.map((c: any) => c.placesRestantes)).toEqual([2, 2, 1, 1]);
    expect(apres.map((c: any) => c.id)).toEqual(avant.map((c: any) => c.id));
    await recevoir({ retirees: [{ systeme: "RENDEZ_VOUS_SOLIDARITES", modele: "Absence", identifiant: "1" }] });
    expect((await libres()).map((c: any) => c.placesRestantes)).toEqual([2, 2, 2, 2]);
  });

  it("une plage déplacée ou retirée emporte ses créneaux, et eux seuls", async () => {
    await recevoir({ plages: [plage(), plage({ identifiant: "2", agent: "8", organisme: "94-REMOB-1" })] });
    await recevoir({ plages: [plage({ premierJour: "2026-03-13", lieu: null })] });
    expect(await heures({ organisme: "94-CD94" })).toEqual([]);
    expect(await heures({ du: "2026-03-13", au: "2026-03-13" })).toHaveLength(4);
    expect(await heures({ organisme: "94-REMOB-1" })).toHaveLength(4);
    await recevoir({ retirees: [{ systeme: "RENDEZ_VOUS_SOLIDARITES", modele: "PlageOuverture", identifiant: "1" }] });
    expect(await lire("select distinct organisme from rendez_vous.creneau")).toEqual([{ organisme: "94-REMOB-1" }]);
  });

  it("reçue deux fois, ou dans un autre ordre que les absences, elle finit dans le même état", async () => {
    const etat = () =>
      lire(
        "select c.id, c.debut, c.places, a.agenda from rendez_vous.creneau c join rendez_vous.creneau_agenda a on a.creneau = c.id order by 2, 4",
      );
    await recevoir({ plages: [plage()], absences: [absence()] });
    const premier = await etat();
    await recevoir({ plages: [plage()], absences: [absence()] });
    expect(await etat()).toEqual(premier);
    await database.owner.query("truncate rendez_vous.creneau, rendez_vous.creneau_agenda, rendez_vous.plage, rendez_vous.absence");
    await recevoir({ absences: [absence()] });
    await recevoir({ plages: [plage()] });
    expect((await etat()).map(({ id: _, ...c }: any) => c)).toEqual(premier.map(({ id: _, ...c }: any) => c));
  });
});

describe("ce que prend un rendez-vous", () => {
  it("l’heure d’un agent est une : prise pour une famille, elle ne l’est plus pour une autre", async () => {
    await recevoir({ plages: [plage({ motifs: [motif(), motif("ACCOMPAGNEMENT", 60)] })] });
    await prise("09:30");
    expect(await heures()).toEqual([
      ["09:00", 1],
      ["10:00", 1],
      ["10:30", 1],
    ]);
    expect(await heures({ famille: "ACCOMPAGNEMENT" })).toEqual([["10:00", 1]]);
    expect(await prise("09:00", { allocataire: PEOPLE.bruno, famille: "ACCOMPAGNEMENT", duree: 60 })).toMatchObject({
      code: "CRENEAU_COMPLET",
    });
  });

  it("déplacé ou annulé, il rend l’heure à toutes les familles", async () => {
    await recevoir({ plages: [plage({ motifs: [motif(), motif("ACCOMPAGNEMENT", 60)] })] });
    const { id } = await prise("09:00");
    await appeler(CALLERS.departement, DEPLACER, { rendezVous: id, debut: "2026-03-12T10:00:00Z", duree: 30, motif: "Empêchement" });
    expect(await heures({ famille: "ACCOMPAGNEMENT" })).toEqual([["09:00", 1]]);
    await renseigner(id, "ANNULE_SERVICE", {}, CALLERS.departement, now);
    expect(await heures({ famille: "ACCOMPAGNEMENT" })).toHaveLength(2);
  });

  it("venu d’un outil qui nomme son agent, il prend l’heure de celui-là ; sans agent, la première libre", async () => {
    await recevoir({ plages: [plage(), plage({ identifiant: "2", agent: "8" })], absences: [absence({ debut: "10:00", fin: "10:30" })] });
    expect((await heures())[0]).toEqual(["09:00", 1]);
    await dire({ agents: [{ id: 8, first_name: "Claude", last_name: "MARTIN" }] });
    expect((await heures())[0]).toEqual(["09:30", 2]);
    // The absent one: nothing more is taken.
    await dire({ agents: [{ id: 7 }] });
    expect((await heures())[0]).toEqual(["09:00", 1]);
    // No agent, or one who has no opening: a free one of its family.
    for (const agents of [[], [{ id: 99 }]]) {
      await dire({ agents });
      expect((await heures())[0]).toEqual(["09:30", 2]);
    }
    expect(JSON.stringify(await lire("select * from rendez_vous.rendez_vous"))).not.toMatch(/Claude|MARTIN/);
  });

  it("pris dans le hub et redit par un outil qui nomme un autre agent, il prend l’heure de celui-là ; retiré de l’outil, il la rend", async () => {
    await recevoir({ plages: [plage(), plage({ identifiant: "2", agent: "8" }), plage({ identifiant: "3", agent: "9" })] });
    const { id } = await prise("09:00");
    await dire({ agents: [{ id: 9 }] });
    expect(await lire("select id, natif, agents from rendez_vous.rendez_vous")).toEqual([
      { id, natif: true, agents: ["RENDEZ_VOUS_SOLIDARITES 9"] },
    ]);
    expect((await heures())[0]).toEqual(["09:00", 2]);
    await dire({ agents: [{ id: 9 }] }, "destroyed");
    expect(await lire("select agents from rendez_vous.rendez_vous")).toEqual([{ agents: [] }]);
  });
});

let minute = 0;
/** RDV-Solidarités tells Amina’s appointment of that Thursday, 10:00 in Paris. */
async function dire(plus: object, event = "updated") {
  const corps = rdv({
    le: `2026-03-09T10:${String(minute++).padStart(2, "0")}:00+01:00`,
    event,
    debut: "2026-03-12T10:00:00+01:00",
    duree: 30,
    participations: [{ user: USAGERS.amina }],
  });
  const recepteur = creerRecepteur({ ownerUrl: database.url, secrets: SECRETS, now: () => now, log: createLog("silent", "test") });
  const message = signe("RENDEZ_VOUS_SOLIDARITES", { ...corps, data: { ...corps.data, ...plus } });
  const reponse = await recepteur.recevoir(message.systeme, message.entetes, Buffer.from(message.corps));
  await recepteur.close();
  expect(reponse.corps).toMatchObject({ resultat: "APPLIQUE" });
}
