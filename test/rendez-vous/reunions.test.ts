import { ajouterFoule } from "../allocataires/personnes";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { appeler, DEPLACER, database, lire, preparer, renseigner } from "./appels";
import { INSCRIRE, inscrire, now, programmer, reunions } from "./reunion";

preparer();

const ANNULER = `mutation ($reunion: ID!) { r: annulerReunion(reunion: $reunion) { ... on RendezVous { __typename id participations { statut } } ... on Refus { __typename code } } }`;
const A_RECONVOQUER = `{ r: aReconvoquer { allocataire { id } rendezVous cause } }`;

describe("une information collective", () => {
  it("se programme avec ses places, se lit sans nom, et l’événement le dit", async () => {
    const r = await programmer({ capacite: 2 });
    expect(r).toMatchObject({ __typename: "Reunion", capacite: 2, placesRestantes: 2, codeInsee: "94028" });
    expect(await reunions()).toEqual([expect.objectContaining({ id: r.id, lieu: "EDS Créteil", placesRestantes: 2 })]);
    expect(await reunions({ codeInsee: "94017" })).toEqual([]);
    expect(await reunions({}, CALLERS.departement93)).toEqual([]);
    expect(await lire("select donnees from journal.evenement where type = 'ReunionProgrammee'")).toEqual([
      { donnees: expect.objectContaining({ rendezVous: r.id, capacite: 2 }) },
    ]);
  });

  it.each([
    ["REUNION_INVALIDE", { capacite: 0 }],
    ["REUNION_INVALIDE", { codeInsee: "Créteil" }],
    ["REUNION_INVALIDE", { lieu: " " }],
    ["DEBUT_PASSE", { debut: "2026-03-01T09:00:00Z" }],
    ["ORGANISME_INCONNU", { organisme: "93-CD93" }],
    ["ORGANISME_INTERDIT", { organisme: "94-FT94" }],
  ])("refuse : %s %j", async (code, plus) => expect(await programmer(plus)).toMatchObject({ code }));

  it("un référent n’en programme pas, mais y inscrit les personnes qu’il suit", async () => {
    expect(await programmer({ organisme: "94-REMOB-1" }, CALLERS.referent)).toMatchObject({ code: "ORGANISME_INTERDIT" });
    const { id } = await programmer();
    expect(await inscrire(id, PEOPLE.bruno, {}, CALLERS.referent)).toMatchObject({ code: "ALLOCATAIRE_INTROUVABLE" });
    expect(await inscrire(id, PEOPLE.amina, { canal: "POSTAL" }, CALLERS.referent)).toMatchObject({
      __typename: "RendezVous",
      collectif: true,
      participations: [{ convocation: { rang: 1, canal: "POSTAL", presumeeRecueLe: "2026-03-13" } }],
    });
    expect(await inscrire(id, PEOPLE.amina)).toMatchObject({ code: "DEJA_INSCRITE" });
    expect(await inscrire("rien", PEOPLE.amina)).toMatchObject({ code: "REUNION_INTROUVABLE" });
  });

  it("vingt demandes simultanées sur trois places n’en font que trois", async () => {
    const foule = await ajouterFoule(database.owner, 20);
    const { id } = await programmer({ capacite: 3 });
    const answers = await Promise.all(foule.map((p) => appeler(CALLERS.departement, INSCRIRE, { reunion: id, allocataire: p }, now)));
    expect(answers.filter((a) => a.__typename === "RendezVous")).toHaveLength(3);
    expect(answers.filter((a) => a.code === "REUNION_COMPLETE")).toHaveLength(17);
    expect((await reunions())[0].placesRestantes).toBe(0);
  });

  it("annulée, elle prévient chacun, rend les places, et liste qui reconvoquer jusqu’à ce que ce soit fait", async () => {
    const { id } = await programmer();
    const autre = (await programmer({ debut: "2026-03-27T09:00:00Z" })).id;
    await inscrire(id, PEOPLE.amina);
    await inscrire(id, PEOPLE.driss);
    expect(await appeler(CALLERS.departement, ANNULER, { reunion: id }, now)).toMatchObject({ __typename: "RendezVous" });
    expect(await lire("select count(*) from journal.evenement where type = 'RendezVousAnnule'")).toEqual([{ count: 2 }]);
    expect((await reunions()).map((r: any) => r.id)).toEqual([autre]);
    // Un entretien d’orientation honoré d’un parcours d’avant ne dispense pas de reconvoquer.
    const ancien = (await programmer({ debut: "2026-03-25T09:00:00Z" })).id;
    await inscrire(ancien, PEOPLE.amina);
    await renseigner(ancien, "HONORE", {}, CALLERS.departement, new Date("2026-03-25T12:00:00Z"));
    await lire("update rendez_vous.rendez_vous set debut = '2025-06-02T09:00:00Z' where id = $1", [ancien]);
    const liste = await appeler(CALLERS.departement, A_RECONVOQUER, {}, now);
    expect(liste.map((l: any) => l.cause)).toEqual(["REUNION_ANNULEE", "REUNION_ANNULEE"]);
    await inscrire(autre, PEOPLE.amina);
    expect((await appeler(CALLERS.departement, A_RECONVOQUER, {}, now)).map((l: any) => l.allocataire.id)).toEqual([PEOPLE.driss]);
    expect(await appeler(CALLERS.departement, ANNULER, { reunion: id }, now)).toMatchObject({ code: "REUNION_INTROUVABLE" });
  });

  it("déplacée après l’envoi, elle fait reconvoquer ceux qui sont attendus", async () => {
    const { id } = await programmer();
    await inscrire(id, PEOPLE.amina);
    const apres = new Date(now.getTime() + 3_600_000);
    await appeler(CALLERS.departement, DEPLACER, { rendezVous: id, debut: "2026-03-27T09:00:00Z", motif: "Salle prise" }, apres);
    expect(await appeler(CALLERS.departement, A_RECONVOQUER, {}, apres)).toEqual([
      { allocataire: { id: PEOPLE.amina }, rendezVous: id, cause: "RENDEZ_VOUS_DEPLACE" },
    ]);
  });

  it("une personne absente deux fois à des réunions est à examiner", async () => {
    const premiere = (await programmer()).id;
    await inscrire(premiere, PEOPLE.amina);
    await renseigner(premiere, "ABSENT", {}, CALLERS.departement, new Date("2026-03-26T12:00:00Z"));
    const seconde = (await programmer({ debut: "2026-04-07T09:00:00Z" })).id;
    expect((await inscrire(seconde, PEOPLE.amina)).participations[0].convocation.rang).toBe(2);
    await renseigner(seconde, "ABSENT", {}, CALLERS.departement, new Date("2026-04-07T12:00:00Z"));
    expect(await lire("select statut from rendez_vous.examen_absence where seconde = $1", [seconde])).toEqual([{ statut: "A_EXAMINER" }]);
  });
});
