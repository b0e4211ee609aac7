import { lectureRendezVous } from "../../hub/lectures-par-personne";
import { sousGraphe as rendezVous } from "../../subgraphs/rendez-vous/sous-graphe";
import { PEOPLE } from "../setup/fixtures";
import { demander, type MondeEntrant, NUMEROS, ouvrirMondeEntrant } from "./entrant";

const PRENDRE = `mutation { r: prendreRendezVous(allocataire: "${PEOPLE.chantal}", organisme: "94-CD94", famille: ACCOMPAGNEMENT, modalite: PHYSIQUE,
  debut: "2026-03-11T09:00:00Z", dureeMinutes: 30) { ... on RendezVous { id } } }`;
const RENSEIGNER = `mutation ($id: ID!, $statut: StatutParticipation!) { r: renseignerPresence(rendezVous: $id, allocataire: "${PEOPLE.chantal}", statut: $statut) {
  ... on RendezVous { id } ... on Refus { code } } }`;

describe("RDV_PRESENCE : présence ou absence que France Travail connaît", () => {
  let monde: MondeEntrant;
  beforeEach(async () => {
    monde = await ouvrirMondeEntrant(lectureRendezVous);
  });
  afterEach(() => monde.arreter());

  const aFranceTravail = (organisme = "FT") =>
    (
      monde.simulateur.agir({
        acte: "PRENDRE_RENDEZ_VOUS",
        numeroFranceTravail: NUMEROS.chantal,
        rendezVous: { date: "2026-03-11T10:00:00+01:00", duree: 30, organisme: { code: organisme } },
      }) as { id: string }
    ).id;
  const marquer = (id: string, statut: string) =>
    monde.simulateur.agir({ acte: "MARQUER_RENDEZ_VOUS", numeroFranceTravail: NUMEROS.chantal, id, statut } as never);
  const apres = () => monde.clock.advance(24 * 3_600_000);
  const statuts = async () => (await monde.lignes("select statut from rendez_vous.participation")).map((p) => p.statut);

  it.each([
    ["EFFECTUE", "HONORE"],
    ["ABSENT", "ABSENT"],
  ])("à un rendez-vous de France Travail : %s", async (la, ici) => {
    const id = aFranceTravail();
    await monde.lectures.lireTout();
    apres();
    marquer(id, la);
    await monde.lectures.lireTout();
    expect(await statuts()).toEqual([ici]);
    expect(await monde.recus()).toEqual([
      { objet: "RDV_POSITIONNE", statut: "TRAITE", code: null },
      { objet: "RDV_PRESENCE", statut: "TRAITE", code: null },
    ]);
    const [evenement] = await monde.lignes(
      "select donnees ->> 'statut' as statut from journal.evenement where type = 'PresenceRenseignee'",
    );
    expect(evenement).toEqual({ statut: ici });
  });

  /** An appointment of the hub that France Travail has. */
  async function envoye(enCours = false): Promise<{ ici: string; la: string }> {
    const ici = (await demander(monde, rendezVous, PRENDRE)).r.id;
    const la = aFranceTravail("CD");
    await monde.base.owner.query(
      `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, canal, fait, identifiant_partenaire)
       values ('94', gen_random_uuid(), 'SORTANT', 'FRANCE_TRAVAIL', 'RDV_POSITIONNE', $1, $2, 1, $3, 'API', $4, $5)`,
      [PEOPLE.chantal, enCours ? "A_ENVOYER" : "CONFIRME", monde.clock.now(), ici, la],
    );
    apres();
    return { ici, la };
  }

  it("à un rendez-vous du hub, que le hub ne savait pas : elle y entre, au nom de France Travail", async () => {
    const { la } = await envoye();
    marquer(la, "ABSENT");
    await monde.lectures.lireTout();
    expect(await statuts()).toEqual(["ABSENT"]);
    expect(await monde.lignes("select source, client from rendez_vous.historique_presence where apres = 'ABSENT'")).toEqual([
      { source: "FRANCE_TRAVAIL", client: "si-plateforme-france-travail" },
    ]);
  });

  it("contraire à celle du hub : ni l’une ni l’autre n’est écrasée, les deux se voient", async () => {
    const { ici, la } = await envoye();
    await demander(monde, rendezVous, RENSEIGNER, { id: ici, statut: "HONORE" });
    marquer(la, "ABSENT");
    await monde.lectures.lireTout();
    expect(await statuts()).toEqual(["HONORE"]);
    expect(await monde.divergences()).toEqual([
      { objet: "RDV_PRESENCE", champ: "statut", valeurHub: "EFFECTUE", valeurPartenaire: "ABSENT" },
    ]);
    await demander(monde, rendezVous, RENSEIGNER, { id: ici, statut: "ABSENT" });
    monde.clock.advance(60_000);
    marquer(la, "ABSENT");
    await monde.lectures.lireTout();
    expect(await monde.divergences()).toEqual([]);
  });

  it("tant que le hub dit la sienne, celle de France Travail attend", async () => {
    const { ici, la } = await envoye(true);
    await demander(monde, rendezVous, RENSEIGNER, { id: ici, statut: "HONORE" });
    marquer(la, "ABSENT");
    await monde.lectures.lireTout();
    expect([await statuts(), await monde.divergences(), await monde.recus()]).toEqual([["HONORE"], [], []]);
  });

  it("contraire à celle qu’un professionnel a saisie à un rendez-vous de France Travail : l’échange le dit", async () => {
    const la = aFranceTravail();
    await monde.lectures.lireTout();
    apres();
    const [{ id }] = await monde.lignes("select id from rendez_vous.rendez_vous");
    await demander(monde, rendezVous, RENSEIGNER, { id, statut: "HONORE" });
    marquer(la, "ABSENT");
    await monde.lectures.lireTout();
    expect(await statuts()).toEqual(["HONORE"]);
    expect((await monde.recus()).at(-1)).toEqual({ objet: "RDV_PRESENCE", statut: "REJETE", code: "PRESENCE_DIFFERENTE" });
    expect(await faits()).toEqual([{ fait: id, hub: "EFFECTUE", partenaire: "ABSENT", resolution: null }]);
    await monde.lectures.lireTout();
    expect((await monde.recus()).at(-1)!.code).toBe("PRESENCE_DIFFERENTE");
    await demander(monde, rendezVous, RENSEIGNER, { id, statut: "ABSENT" });
    await monde.lectures.lireTout();
    expect(await faits()).toEqual([{ fait: id, hub: "EFFECTUE", partenaire: "ABSENT", resolution: "DEVENUE_EGALE" }]);
    expect((await monde.recus()).at(-1)).toEqual({ objet: "RDV_PRESENCE", statut: "TRAITE", code: null });
  });

  it("deux rendez-vous d’une même personne qui diffèrent sont deux divergences, que rien ne confond", async () => {
    const [un, deux] = [aFranceTravail(), aFranceTravail()];
    await monde.lectures.lireTout();
    apres();
    const ids = await monde.lignes(
      "select l.rendez_vous as id from rendez_vous.lien_externe l where l.identifiant = any ($1) order by l.identifiant = $2",
      [[un, deux], deux],
    );
    for (const { id } of ids) await demander(monde, rendezVous, RENSEIGNER, { id, statut: "HONORE" });
    for (const id of [un, deux]) marquer(id, "ABSENT");
    await monde.lectures.lireTout();
    expect((await faits()).map(({ fait }) => fait).sort()).toEqual(ids.map(({ id }) => id).sort());
    marquer(un, "EFFECTUE");
    await monde.lectures.lireTout();
    expect((await faits()).filter(({ resolution }) => resolution === null).map(({ fait }) => fait)).toEqual([ids[1].id]);
  });

  const faits = () =>
    monde.lignes(
      "select fait, valeur_hub as hub, valeur_partenaire as partenaire, resolution from echanges.divergence where objet = 'RDV_PRESENCE' order by constatee_le, id",
    );
});
