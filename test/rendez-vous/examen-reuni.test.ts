import { sousGraphe } from "../../subgraphs/rendez-vous/sous-graphe";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { rdvInsertion, rdvSolidarites } from "./constructeurs";
import { USAGERS } from "./messages";
import { database, lire, now, preparer, recepteur } from "./recepteur";

const LISTE = `query ($statut: StatutExamen) { r: absencesAExaminer(statut: $statut) {
  statut premiere { rendezVous rang } seconde { rendezVous rang } historique { apres } } }`;
const le = (n: number, heure = "09:00") => `2026-02-${String(n).padStart(2, "0")}T${heure}:00+01:00`;
const solidarites = { ...USAGERS.amina, id: 501 };
const insertion = { ...USAGERS.amina, id: 7001 };

/** Convened on the 3rd, then on the 17th, absent both times. */
const PREMIERE = [
  rdvInsertion({ id: 10, le: le(1), event: "created", debut: le(3), personnes: [{ user: insertion, convocable: true }] }),
  rdvInsertion({ id: 10, le: le(3, "12:00"), debut: le(3), personnes: [{ user: insertion, status: "noshow", convocable: true }] }),
];
const seconde = (outil: "insertion" | "solidarites", plus: { solidarites?: number; le?: string; status?: string } = {}) => {
  const { status = "noshow", ...reste } = plus;
  const commun = { le: le(17, "12:00"), debut: le(17), ...reste };
  return outil === "insertion"
    ? rdvInsertion({ id: 11, ...commun, personnes: [{ user: insertion, status, convocable: true }] })
    : rdvSolidarites({ id: 5, ...commun, debut: le(17, "10:00"), personnes: [{ user: solidarites, status, convocable: true }] });
};

describe("l’examen suit un rendez-vous qui se révèle être le même qu’un autre", () => {
  preparer();
  let graphe: TestSubgraph;
  beforeAll(async () => {
    graphe = await testSubgraph(sousGraphe, database.url);
  });
  afterAll(() => graphe.close());
  const dire = async (...messages: { systeme: any; entetes: Record<string, string>; corps: string }[]) => {
    for (const { systeme, entetes, corps } of messages)
      expect((await recepteur.recevoir(systeme, entetes, Buffer.from(corps))).corps).toMatchObject({ resultat: "APPLIQUE" });
  };
  const lister = async (statut = "A_EXAMINER") => {
    const answer = await graphe.run(CALLERS.departement, LISTE, { statut }, now);
    expect(answer.errors).toBeUndefined();
    return answer.data.r;
  };
  const noeuds = () => lire("select id::text, debut from rendez_vous.rendez_vous order by debut");

  it.each(["insertion", "solidarites"] as const)(
    "la seconde absence dite d’abord par %s, puis par l’autre, puis réunies",
    async (outil) => {
      const autre = outil === "insertion" ? "solidarites" : "insertion";
      await dire(...PREMIERE, seconde(outil));
      const [avant] = await lister();
      expect(avant).toMatchObject({ premiere: { rang: 1 }, seconde: { rang: 2 } });
      // The other tool tells it at another hour: for now it is another appointment.
      await dire(seconde(autre, { status: "unknown", le: le(16) }));
      expect(await noeuds()).toHaveLength(3);
      await dire(seconde("insertion", { solidarites: 5, le: le(18) }));
      const restants = await noeuds();
      expect(restants).toHaveLength(2);
      const apres = await lister();
      expect(apres).toHaveLength(1);
      expect([apres[0].premiere.rendezVous, apres[0].seconde.rendezVous]).toEqual(restants.map((n) => n.id));
      expect(apres[0].historique[0]).toEqual({ apres: "A_EXAMINER" });
      // What is corrected on the appointment that stays closes it.
      await dire(
        seconde("insertion", { solidarites: 5, le: le(19), status: "excused" }),
        seconde("solidarites", { le: le(19), status: "excused" }),
      );
      expect(await lister()).toEqual([]);
      expect(await lister("CLOSE")).toHaveLength(1);
    },
  );
});
