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

describe("présence à une session", () => {
  const inscrire = async (...personnes: string[]) => {
    for (const allocataire of personnes) await g.avancer(await g.prescrire({ session, allocataire }), "VALIDEE");
  };

  it("sur la parole de la structure, déclarée ; sur celle du référent, confirmée ; une absence ne compte pas, et rien de plus", async () => {
    await inscrire(PEOPLE.amina, PEOPLE.bruno, PEOPLE.chantal);
    const feuille = await g.presences(
      [
        { allocataire: PEOPLE.amina, presente: true },
        { allocataire: PEOPLE.bruno, presente: false },
      ],
      { declarant: "STRUCTURE" },
    );
    expect(feuille).toEqual({
      date: "2026-02-16",
      activites: [
        { minutes: 180, statut: "DECLAREE", allocataire: { id: PEOPLE.amina } },
        { minutes: 180, statut: "NON_REALISEE", allocataire: { id: PEOPLE.bruno } },
      ],
    });
    await g.presences([{ allocataire: PEOPLE.chantal, presente: true, minutes: 90 }]);
    expect(await g.activites(PEOPLE.chantal)).toMatchObject([{ minutes: 90, statut: "CONFIRMEE", declarant: "REFERENT" }]);
    const { rows } = await t.base.owner.query(
      "select type, donnees ->> 'statut' as statut from journal.evenement where type like 'Activite%' order by rang",
    );
    expect(rows).toEqual([
      { type: "ActiviteDeclaree", statut: "DECLAREE" },
      { type: "ActiviteConfirmee", statut: "NON_REALISEE" },
      { type: "ActiviteConfirmee", statut: "CONFIRMEE" },
    ]);
  });

  it("la même feuille deux fois ne change rien ; dite autrement, elle est refusée, et rien n’est écrit à moitié", async () => {
    await inscrire(PEOPLE.amina, PEOPLE.bruno);
    const oui = [{ allocataire: PEOPLE.amina, presente: true }];
    await g.presences(oui, { cle: "k" });
    expect(await g.presences(oui, { cle: "k" })).toMatchObject({ activites: [{ statut: "CONFIRMEE" }] });
    await g.presences(oui);
    expect((await g.activites())[0].historique).toHaveLength(2);
    const autre = [
      { allocataire: PEOPLE.bruno, presente: true },
      { allocataire: PEOPLE.amina, presente: false },
    ];
    expect(await g.presences(autre)).toEqual({ code: "TRANSITION_IMPOSSIBLE", champ: "presences[1]" });
    expect(await g.activites(PEOPLE.bruno)).toMatchObject([{ statut: "PREVUE" }]);
  });

  it.each<[string, object[], { date?: string }, Date, string]>([
    ["personne", [], {}, FEVRIER_17, "PRESENCES_INVALIDES"],
    [
      "deux fois la même personne",
      [1, 2].map(() => ({ allocataire: PEOPLE.amina, presente: true })),
      {},
      FEVRIER_17,
      "PRESENCES_INVALIDES",
    ],
    ["un autre jour", [{ allocataire: PEOPLE.amina, presente: true }], { date: "2026-02-17" }, FEVRIER_17, "HORS_SESSION"],
    ["avant la session", [{ allocataire: PEOPLE.amina, presente: true }], {}, FEVRIER_10, "DATE_FUTURE"],
    ["qui n’y est pas inscrit", [{ allocataire: PEOPLE.driss, presente: true }], {}, FEVRIER_17, "PRESCRIPTION_INTROUVABLE"],
    ["d’un autre département", [{ allocataire: PEOPLE.elodie, presente: true }], {}, FEVRIER_17, "PRESCRIPTION_INTROUVABLE"],
    ["pour trop de minutes", [{ allocataire: PEOPLE.amina, presente: true, minutes: 2_000 }], {}, FEVRIER_17, "MINUTES_INVALIDES"],
  ])("refuse %s", async (_nom, liste, plus, maintenant, code) => {
    await inscrire(PEOPLE.amina);
    expect(await g.presences(liste, plus, maintenant)).toMatchObject({ code });
    expect(await g.activites()).toMatchObject([{ statut: "PREVUE" }]);
  });

  it("un référent ne renseigne que les siens, et une journée n’a que vingt-quatre heures", async () => {
    await inscrire(PEOPLE.amina, PEOPLE.bruno);
    const deBruno = [{ allocataire: PEOPLE.bruno, presente: true }];
    expect(await g.presences(deBruno, {}, FEVRIER_17, CALLERS.referent)).toMatchObject({ code: "PRESCRIPTION_INTROUVABLE" });
    await g.declarer({ n: 1_400 });
    expect(await g.presences([{ allocataire: PEOPLE.amina, presente: true }])).toMatchObject({ code: "JOURNEE_DEPASSEE" });
  });
});
