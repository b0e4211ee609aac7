import type { Caller } from "../../subgraphs/shared/identity";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { appeler, DEPLACER, graphe, lire, now, prendre, preparer, renseigner } from "./appels";

preparer();

describe("prendre un rendez-vous", () => {
  it("écrit le fait, l’événement et la trace, et rend le rendez-vous", async () => {
    const pris = await prendre({ convocation: true });
    expect(pris).toMatchObject({
      __typename: "RendezVous",
      debut: "2026-03-12T09:00:00.000Z",
      dureeMinutes: 60,
      famille: "ORIENTATION",
      organisme: { id: "94-CD94" },
      nombreParticipants: 1,
      enConflit: false,
      participations: [
        {
          allocataire: { id: PEOPLE.amina },
          statut: "PREVU",
          convocation: { rang: 1, canal: "NON_RENSEIGNE", envoyeeLe: now.toISOString() },
        },
      ],
      liens: [],
      provenance: { source: "DEPARTEMENT", organisme: "94-CD94", certifiee: true },
    });
    expect(await lire("select type, allocataire, donnees, survenu_le from journal.evenement")).toEqual([
      {
        type: "RendezVousPlanifie",
        allocataire: PEOPLE.amina,
        donnees: {
          rendezVous: pris.id,
          famille: "ORIENTATION",
          debut: "2026-03-12T09:00:00.000Z",
          organisme: "94-CD94",
          convocationRang: 1,
        },
        survenu_le: now,
      },
    ]);
    expect((await lire("select client, allocataires from journal.consultation")).every((c) => c.client === "demo-departement")).toBe(true);
  });

  it.each([
    ["DEBUT_PASSE", { debut: "2026-03-10T12:00:00Z" }],
    ["DEBUT_TROP_LOIN", { debut: "2036-03-10T12:00:00Z" }],
    ["DUREE_INVALIDE", { duree: 4 }],
    ["DUREE_INVALIDE", { duree: 481 }],
    ["ORGANISME_INCONNU", { organisme: "93-CD93" }],
    ["ORGANISME_INCONNU", { organisme: "94-RIEN" }],
    ["ALLOCATAIRE_INTROUVABLE", { allocataire: PEOPLE.elodie }],
    ["ALLOCATAIRE_INTROUVABLE", { allocataire: "personne" }],
    ["ALLOCATAIRE_INTROUVABLE", { allocataire: "00000000-0000-4000-8000-00000000ffff" }],
  ])("refuse : %s %j", async (code, plus) => {
    expect(await prendre(plus)).toMatchObject({ __typename: "Refus", code });
    expect(await lire("select * from rendez_vous.rendez_vous")).toEqual([]);
    expect(await lire("select * from journal.evenement")).toEqual([]);
  });

  it.each([
    [5, "RendezVous"],
    [480, "RendezVous"],
  ])("accepte %i minutes", async (duree, type) => expect((await prendre({ duree })).__typename).toBe(type));

  it("refuse deux rendez-vous à la même heure, accepte l’un après l’autre", async () => {
    await prendre();
    expect((await prendre({ debut: "2026-03-12T09:59:00Z" })).code).toBe("RENDEZ_VOUS_SIMULTANE");
    expect((await prendre({ debut: "2026-03-12T10:00:00Z" })).__typename).toBe("RendezVous");
    expect((await prendre({ debut: "2026-03-12T09:30:00Z", allocataire: PEOPLE.bruno })).__typename).toBe("RendezVous");
  });

  it("deux demandes simultanées à la même heure n’en font qu’un", async () => {
    const answers = await Promise.all([prendre(), prendre(), prendre()]);
    expect(answers.map((a) => a.__typename).sort()).toEqual(["Refus", "Refus", "RendezVous"]);
  });

  it("la même clé rend le même rendez-vous ; avec d’autres arguments, elle est refusée", async () => {
    const [a, b] = [await prendre({ cle: "k1" }), await prendre({ cle: "k1" })];
    expect(b.id).toBe(a.id);
    expect(await lire("select count(*) from journal.evenement")).toEqual([{ count: 1 }]);
    expect((await prendre({ cle: "k1", duree: 30 })).code).toBe("CLE_DEJA_UTILISEE");
    expect((await prendre({ cle: "k1" }, CALLERS.franceTravail)).code).toBe("RENDEZ_VOUS_SIMULTANE");
  });

  it("un référent ne prend rendez-vous que pour les personnes qu’il suit", async () => {
    expect((await prendre({ allocataire: PEOPLE.bruno }, CALLERS.referent)).code).toBe("ALLOCATAIRE_INTROUVABLE");
    expect(await prendre({}, CALLERS.referent)).toMatchObject({
      __typename: "RendezVous",
      provenance: { source: "ORGANISME_REFERENT", organisme: "94-REMOB-1" },
    });
  });

  it("après une absence à une convocation, la suivante est de rang 2", async () => {
    const premier = await prendre({ convocation: true });
    await renseigner(premier.id, "ABSENT");
    const second = await prendre(
      { convocation: true, debut: "2026-03-20T09:00:00Z" },
      CALLERS.departement,
      new Date("2026-03-13T09:00:00Z"),
    );
    expect(second.participations[0].convocation.rang).toBe(2);
    await renseigner(premier.id, "ABSENT_JUSTIFIE");
    expect(await lire("select rang from rendez_vous.convocation where rendez_vous = $1", [second.id])).toEqual([{ rang: 1 }]);
  });
});

describe("renseigner la présence", () => {
  it.each([
    ["une minute avant", "2026-03-12T08:59:00Z", "Refus"],
    ["à l’heure", "2026-03-12T09:00:00Z", "RendezVous"],
    ["une minute après", "2026-03-12T09:01:00Z", "RendezVous"],
  ])("%s", async (_, at, type) => {
    const { id } = await prendre();
    const answer = await renseigner(id, "HONORE", {}, CALLERS.departement, new Date(at));
    expect(answer.__typename).toBe(type);
    if (type === "Refus") expect(answer.code).toBe("RENDEZ_VOUS_A_VENIR");
    else expect(answer.participations[0].statut).toBe("HONORE");
  });

  it("publie la présence avec le rang, garde l’historique des corrections", async () => {
    const { id } = await prendre({ convocation: true });
    await renseigner(id, "ABSENT");
    await renseigner(id, "ABSENT");
    await renseigner(id, "HONORE", {}, CALLERS.franceTravail);
    expect(await lire("select type, donnees from journal.evenement where type <> 'RendezVousPlanifie' order by rang")).toEqual(
      ["ABSENT", "HONORE"].map((statut) => ({
        type: "PresenceRenseignee",
        donnees: { rendezVous: id, famille: "ORIENTATION", debut: "2026-03-12T09:00:00.000Z", statut, convocationRang: 1 },
      })),
    );
    expect(await lire("select avant, apres, source from rendez_vous.historique_presence order by le, apres")).toEqual([
      { avant: null, apres: "PREVU", source: "DEPARTEMENT" },
      { avant: "PREVU", apres: "ABSENT", source: "DEPARTEMENT" },
      { avant: "ABSENT", apres: "HONORE", source: "FRANCE_TRAVAIL" },
    ]);
  });

  it("une annulation avant l’heure est un événement RendezVousAnnule, et ne devient pas une absence", async () => {
    const { id } = await prendre();
    expect((await renseigner(id, "ANNULE_SERVICE", {}, CALLERS.departement, now)).nombreParticipants).toBe(0);
    expect((await renseigner(id, "ABSENT")).code).toBe("TRANSITION_INTERDITE");
    expect(await lire("select type from journal.evenement order by rang")).toEqual([
      { type: "RendezVousPlanifie" },
      { type: "RendezVousAnnule" },
    ]);
  });

  it("refuse un statut qui se déduit, un rendez-vous ou une personne hors périmètre, tous du même mot", async () => {
    const { id } = await prendre();
    expect((await renseigner(id, "PREVU")).code).toBe("STATUT_NON_SAISISSABLE");
    expect((await renseigner(id, "A_RENSEIGNER")).code).toBe("STATUT_NON_SAISISSABLE");
    const inconnus = [
      await renseigner("rien", "HONORE"),
      await renseigner("00000000-0000-4000-8000-00000000ffff", "HONORE"),
      await renseigner(id, "HONORE", { allocataire: PEOPLE.bruno }),
      await renseigner(id, "HONORE", {}, CALLERS.departement93),
      await renseigner(id, "HONORE", { allocataire: PEOPLE.elodie }),
    ];
    expect(new Set(inconnus.map((refus) => `${refus.code} ${refus.message}`)).size).toBe(1);
    expect(inconnus[0].code).toBe("RENDEZ_VOUS_INTROUVABLE");
  });

  it("la même clé ne renseigne qu’une fois", async () => {
    const { id } = await prendre();
    await renseigner(id, "ABSENT", { cle: "p1" });
    await renseigner(id, "HONORE");
    expect((await renseigner(id, "ABSENT", { cle: "p1" })).participations[0].statut).toBe("HONORE");
  });

  it("montre A_RENSEIGNER, l’heure passée, et enregistre PREVU", async () => {
    const { id } = await prendre();
    const answer = await graphe.run(
      CALLERS.departement,
      `{ rendezVous(id: "${id}") { participations { statut } } }`,
      {},
      new Date("2026-03-12T09:00:00Z"),
    );
    expect(answer.data.rendezVous.participations).toEqual([{ statut: "A_RENSEIGNER" }]);
    expect(await lire("select statut from rendez_vous.participation")).toEqual([{ statut: "PREVU" }]);
    expect(await lire("select statut from publie.presence")).toEqual([{ statut: "PREVU" }]);
  });
});

describe("déplacer un rendez-vous", () => {
  const deplacer = (rendezVous: string, plus: object = {}, caller: Caller = CALLERS.departement, at = now) =>
    appeler(caller, DEPLACER, { rendezVous, debut: "2026-03-13T09:00:00Z", motif: "agent absent", ...plus }, at);

  it("change l’heure, dit pourquoi, et le publie pour chaque personne attendue", async () => {
    const { id } = await prendre();
    expect(await deplacer(id, { duree: 30 })).toMatchObject({ debut: "2026-03-13T09:00:00.000Z", dureeMinutes: 30 });
    expect(await lire("select avant, apres, motif, client from rendez_vous.deplacement")).toEqual([
      {
        avant: new Date("2026-03-12T09:00:00Z"),
        apres: new Date("2026-03-13T09:00:00Z"),
        motif: "agent absent",
        client: "demo-departement",
      },
    ]);
    expect(await lire("select type, donnees ->> 'debut' as debut from journal.evenement order by rang offset 1")).toEqual([
      { type: "RendezVousDeplace", debut: "2026-03-13T09:00:00.000Z" },
    ]);
  });

  it("refuse selon le cas", async () => {
    const { id } = await prendre();
    const autre = await prendre({ debut: "2026-03-13T09:30:00Z" });
    expect((await deplacer(id)).code).toBe("RENDEZ_VOUS_SIMULTANE");
    expect((await deplacer(id, { motif: "  " })).code).toBe("MOTIF_INVALIDE");
    expect((await deplacer(id, { debut: "2026-03-10T11:00:00Z" })).code).toBe("DEBUT_PASSE");
    expect((await deplacer(id, { duree: 1 })).code).toBe("DUREE_INVALIDE");
    expect((await deplacer("rien")).code).toBe("RENDEZ_VOUS_INTROUVABLE");
    expect((await deplacer(id, {}, CALLERS.departement93)).code).toBe("RENDEZ_VOUS_INTROUVABLE");
    expect((await deplacer(id, { debut: "2026-03-15T09:00:00Z" }, CALLERS.departement, new Date("2026-03-12T09:00:00Z"))).code).toBe(
      "RENDEZ_VOUS_PASSE",
    );
    await renseigner(autre.id, "ANNULE_USAGER", {}, CALLERS.departement, now);
    expect((await deplacer(autre.id)).code).toBe("RENDEZ_VOUS_CLOS");
    expect((await deplacer(id)).__typename).toBe("RendezVous");
  });
});
