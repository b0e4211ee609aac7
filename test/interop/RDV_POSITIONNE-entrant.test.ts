import { lectureRendezVous } from "../../hub/lectures-par-personne";
import { sousGraphe as rendezVous } from "../../subgraphs/rendez-vous/sous-graphe";
import { PEOPLE } from "../setup/fixtures";
import { demander, LE, type MondeEntrant, NUMEROS, ouvrirMondeEntrant } from "./entrant";

const DE_PERSONNE = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { rendezVous {
  id debut dureeMinutes famille modalite motif organisme { id } participations { statut } liens { systeme identifiant } provenance { source } } } } }`;

describe("RDV_POSITIONNE : rendez-vous que France Travail a positionnés", () => {
  let monde: MondeEntrant;
  beforeEach(async () => {
    monde = await ouvrirMondeEntrant(lectureRendezVous);
  });
  afterEach(() => monde.arreter());

  const prendre = (rendezVous: object = {}) =>
    (
      monde.simulateur.agir({
        acte: "PRENDRE_RENDEZ_VOUS",
        numeroFranceTravail: NUMEROS.chantal,
        rendezVous: { date: "2026-03-16T10:00:00+01:00", motif: "ACC", ...rendezVous },
      }) as { id: string }
    ).id;
  const dansLeHub = async () =>
    (await demander(monde, rendezVous, DE_PERSONNE, { r: [{ __typename: "Allocataire", id: PEOPLE.chantal }] }))._entities[0].rendezVous;
  const marquer = (id: string, plus: object) =>
    monde.simulateur.agir({ acte: "MARQUER_RENDEZ_VOUS", numeroFranceTravail: NUMEROS.chantal, id, ...plus } as never);

  it("entre dans le hub une fois, avec son organisme, son objet et son lien", async () => {
    const id = prendre();
    await monde.lectures.lireTout();
    await monde.lectures.lireTout();
    expect(await dansLeHub()).toEqual([
      {
        id: expect.any(String),
        debut: "2026-03-16T09:00:00.000Z",
        dureeMinutes: 45,
        famille: "PREMIER_ACCOMPAGNEMENT",
        modalite: "PHYSIQUE",
        motif: "Entretien de suivi",
        organisme: { id: "94-FT94" },
        participations: [{ statut: "PREVU" }],
        liens: [{ systeme: "FRANCE_TRAVAIL", identifiant: id }],
        provenance: { source: "FRANCE_TRAVAIL" },
      },
    ]);
    expect(await monde.recus()).toEqual([{ objet: "RDV_POSITIONNE", statut: "TRAITE", code: null }]);
    expect(await monde.lignes("select type from journal.evenement")).toEqual([{ type: "RendezVousPlanifie" }]);
  });

  it("déplacé puis remis à son heure, il l’est aussi dans le hub", async () => {
    const id = prendre();
    for (const date of ["2026-03-17T10:00:00+01:00", "2026-03-16T10:00:00+01:00"]) {
      await monde.lectures.lireTout();
      monde.clock.advance(60_000);
      marquer(id, { statut: "MODIFIE", date });
    }
    await monde.lectures.lireTout();
    expect((await dansLeHub()).map((r: { debut: string }) => r.debut)).toEqual(["2026-03-16T09:00:00.000Z"]);
    const types = await monde.lignes("select type from journal.evenement order by survenu_le");
    expect(types.map((e) => e.type)).toEqual(["RendezVousPlanifie", "RendezVousDeplace", "RendezVousDeplace"]);
  });

  it.each([
    ["par la personne", { initiateur: "USAGER" }, "ANNULE_USAGER"],
    ["par la personne, que seul le motif dit", { motifAnnulation: "Annulé par le demandeur d’emploi" }, "ANNULE_USAGER"],
    ["par France Travail", { motifAnnulation: "Conseiller absent" }, "ANNULE_SERVICE"],
  ])("annulé %s, le hub garde qui", async (_nom, plus, statut) => {
    const id = prendre();
    await monde.lectures.lireTout();
    marquer(id, { statut: "ANNULE", ...plus });
    await monde.lectures.lireTout();
    expect((await dansLeHub())[0].participations).toEqual([{ statut }]);
  });

  it("celui du Département que France Travail montre n’entre pas deux fois", async () => {
    prendre({ organisme: { code: "CD" } });
    await monde.lectures.lireTout();
    expect(await dansLeHub()).toEqual([]);
    expect(await monde.recus()).toEqual([]);
  });

  it("celui que le hub a envoyé n’entre pas comme un autre ; déplacé là-bas, il ouvre une divergence", async () => {
    const notre = "00000000-0000-4000-8000-0000000000aa";
    await monde.base.owner.query(
      `insert into rendez_vous.rendez_vous (departement, id, debut, duree_minutes, modalite, famille, motif, organisme, source, collectee_le, recue_le, certifiee)
       values ('94', $1, '2026-03-16T09:00:00Z', 45, 'PHYSIQUE', 'ACCOMPAGNEMENT', 'Suivi', '94-CD94', 'DEPARTEMENT', $2, $2, true)`,
      [notre, LE],
    );
    await monde.base.owner.query(
      "insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) values ('94', $1, $2, 'PREVU', $3)",
      [notre, PEOPLE.chantal, LE],
    );
    const id = prendre({ organisme: { code: "CD" } });
    await monde.base.owner.query(
      `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, canal, fait, identifiant_partenaire)
       values ('94', gen_random_uuid(), 'SORTANT', 'FRANCE_TRAVAIL', 'RDV_POSITIONNE', $1, 'CONFIRME', 1, $2, 'API', $3, $4)`,
      [PEOPLE.chantal, LE, notre, id],
    );
    await monde.lectures.lireTout();
    expect(await monde.divergences()).toEqual([]);
    monde.clock.advance(60_000);
    marquer(id, { statut: "MODIFIE", date: "2026-03-18T10:00:00+01:00" });
    await monde.lectures.lireTout();
    expect(await dansLeHub()).toHaveLength(1);
    expect(await monde.divergences()).toEqual([
      {
        objet: "RDV_POSITIONNE",
        champ: "date",
        valeurHub: "2026-03-16T10:00:00",
        valeurPartenaire: "2026-03-18T10:00:00",
      },
    ]);
  });

  it("une personne que France Travail ne rattache pas n’empêche pas de lire les autres", async () => {
    monde.simulateur.ajouterUsager({
      numeroFranceTravail: NUMEROS.amina,
      nir: "2900300000000",
      dateNaissance: "1990-03-14",
      nom: "NOM",
      prenom: "PRENOM",
      rattache: false,
    });
    prendre();
    await monde.lectures.lireTout();
    expect(await dansLeHub()).toHaveLength(1);
    const [etat] = await monde.lignes("select derniere_erreur, echecs from echanges.lecture_partenaire where nom = 'rendez-vous'");
    expect(etat).toEqual({ derniere_erreur: null, echecs: 0 });
  });
});
