import type { Caller } from "../../subgraphs/shared/identity";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { appeler, database, lire, now, preparer, renseigner } from "./appels";

preparer();

const RECEVOIR = `mutation ($allocataire: ID!, $identifiant: String!, $debut: Horodatage!, $duree: Int!, $famille: FamilleMotif!, $statut: StatutParticipation!,
  $organisme: ID, $motif: String!, $collectif: Boolean, $cle: String) {
  r: recevoirRendezVous(allocataire: $allocataire, identifiant: $identifiant, debut: $debut, dureeMinutes: $duree, modalite: PHYSIQUE, famille: $famille,
    statut: $statut, organisme: $organisme, motif: $motif, collectif: $collectif, cleIdempotence: $cle) {
    ... on RendezVous { __typename id debut famille motif enConflit organisme { id } participations { allocataire { id } statut }
      liens { systeme identifiant } provenance { source organisme certifiee } } ... on Refus { __typename code } } }`;
const RECU = {
  allocataire: PEOPLE.chantal as string,
  identifiant: "FT-1",
  debut: "2026-03-12T09:00:00Z",
  duree: 45,
  famille: "PREMIER_ACCOMPAGNEMENT",
  statut: "PREVU",
  organisme: "94-FT94" as string | null,
  motif: "Entretien de situation",
};
const APRES = new Date("2026-03-12T10:00:00Z");
const recevoir = (plus: object = {}, at = now, caller: Caller = CALLERS.franceTravail) =>
  appeler(caller, RECEVOIR, { ...RECU, ...plus }, at);
const evenements = () => lire("select type, allocataire, donnees ->> 'statut' as statut from journal.evenement order by survenu_le, type");

describe("recevoir un rendez-vous de France Travail", () => {
  it("le crée, avec son lien, sa provenance, son événement et sa trace", async () => {
    const recu = await recevoir();
    expect(recu).toMatchObject({
      __typename: "RendezVous",
      debut: "2026-03-12T09:00:00.000Z",
      motif: "Entretien de situation",
      enConflit: false,
      organisme: { id: "94-FT94" },
      participations: [{ allocataire: { id: PEOPLE.chantal }, statut: "PREVU" }],
      liens: [{ systeme: "FRANCE_TRAVAIL", identifiant: "FT-1" }],
      provenance: { source: "FRANCE_TRAVAIL", organisme: "94-FT94", certifiee: true },
    });
    expect(await evenements()).toEqual([{ type: "RendezVousPlanifie", allocataire: PEOPLE.chantal, statut: null }]);
    const registre = await lire("select client, allocataires from journal.consultation");
    expect(registre).toContainEqual({ client: "demo-france-travail", allocataires: [PEOPLE.chantal] });
  });

  it("dit deux fois, il n’est reçu qu’une : ni événement, ni histoire de plus", async () => {
    const premier = await recevoir();
    const second = await recevoir({}, APRES);
    expect(second.id).toBe(premier.id);
    expect(await evenements()).toHaveLength(1);
    expect(await lire("select 1 from rendez_vous.historique_presence")).toHaveLength(1);
  });

  it.each([
    ["déplacé", { debut: "2026-03-13T09:00:00Z" }, now, [{ type: "RendezVousDeplace", statut: null }]],
    ["honoré", { statut: "HONORE" }, APRES, [{ type: "PresenceRenseignee", statut: "HONORE" }]],
    ["manqué", { statut: "ABSENT" }, APRES, [{ type: "PresenceRenseignee", statut: "ABSENT" }]],
    ["annulé par la personne", { statut: "ANNULE_USAGER" }, now, [{ type: "RendezVousAnnule", statut: "ANNULE_USAGER" }]],
    ["annulé par France Travail", { statut: "ANNULE_SERVICE" }, now, [{ type: "RendezVousAnnule", statut: "ANNULE_SERVICE" }]],
  ])("puis %s : le même rendez-vous change", async (_nom, plus, at, attendus) => {
    const premier = await recevoir();
    await database.owner.query("truncate journal.evenement");
    const change = await recevoir(plus, at);
    expect(change.id).toBe(premier.id);
    expect(await evenements()).toEqual(attendus.map((e) => ({ ...e, allocataire: PEOPLE.chantal })));
  });

  it("la présence saisie par un professionnel n’est pas écrasée, ni la nôtre ni la sienne", async () => {
    const { id } = await recevoir();
    await renseigner(id, "HONORE", { allocataire: PEOPLE.chantal });
    expect(await recevoir({ statut: "ABSENT" }, APRES)).toEqual({ __typename: "Refus", code: "PRESENCE_DIFFERENTE" });
    expect(await lire("select statut from rendez_vous.participation")).toEqual([{ statut: "HONORE" }]);
    expect(await recevoir({ statut: "HONORE" }, APRES)).toMatchObject({ participations: [{ statut: "HONORE" }] });
  });

  it("une personne réunie à une autre depuis garde son rendez-vous", async () => {
    const { id } = await recevoir();
    await database.owner.query("update allocataires.allocataire set canonique = $2 where id = $1", [PEOPLE.chantal, PEOPLE.driss]);
    try {
      const change = await recevoir({ allocataire: PEOPLE.driss, debut: "2026-03-14T09:00:00Z" });
      expect(change).toMatchObject({ id, participations: [{ allocataire: { id: PEOPLE.driss }, statut: "PREVU" }] });
      expect((await evenements()).map((e) => e.type)).toEqual(["RendezVousDeplace", "RendezVousPlanifie"]);
    } finally {
      await database.owner.query("update allocataires.allocataire set canonique = null where id = $1", [PEOPLE.chantal]);
    }
  });

  it.each([
    ["RECEPTION_RESERVEE", {}, now, CALLERS.departement],
    ["ALLOCATAIRE_INTROUVABLE", { allocataire: PEOPLE.elodie }, now, CALLERS.franceTravail],
    ["ALLOCATAIRE_INTROUVABLE", { allocataire: "personne" }, now, CALLERS.franceTravail],
    ["ORGANISME_INCONNU", { organisme: "93-CD93" }, now, CALLERS.franceTravail],
    ["DUREE_INVALIDE", { duree: 0 }, now, CALLERS.franceTravail],
    ["OBJET_INVALIDE", { motif: "  " }, now, CALLERS.franceTravail],
    ["STATUT_NON_RECEVABLE", { statut: "A_RENSEIGNER" }, now, CALLERS.franceTravail],
    ["RENDEZ_VOUS_A_VENIR", { statut: "ABSENT" }, now, CALLERS.franceTravail],
  ])("refuse : %s", async (code, plus, at, caller) => {
    expect(await recevoir(plus, at, caller)).toEqual({ __typename: "Refus", code });
    expect(await lire("select 1 from rendez_vous.rendez_vous")).toEqual([]);
  });
});
