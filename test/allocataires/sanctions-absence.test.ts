import { CALLERS } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterRendezVous } from "./rendez-vous";
import { acte, base, decidee, decider, fermer, graphe, ouvrir, personneSeule } from "./sanctions";

beforeAll(ouvrir);
afterAll(fermer);

const CONSTAT = { nature: "REFUS_ELABORER_OU_ACTUALISER_CONTRAT", constateLe: "2026-01-30" };
const signaler = async (variables: Record<string, unknown>): Promise<any> =>
  (await agir(graphe, CALLERS.departement, "signalerManquement", { ...CONSTAT, ...variables }, "... on Manquement { id }", "2026-12-01")).r;
const PROPOSITION = { nature: "SUSPENSION", motif: "Absence", quotitePourcent: 50, dureeMois: 1 };

/** Someone absent on 2026-01-29, and the breach found on it. */
async function absente() {
  const allocataire = await personneSeule();
  const rendezVous = await ajouterRendezVous(base.owner, allocataire, "ABSENT");
  return { allocataire, rendezVous, manquement: (await signaler({ allocataire, rendezVous })).id as string };
}
const corriger = (rendezVous: string, statut: string) =>
  base.owner.query("update rendez_vous.participation set statut = $2 where rendez_vous = $1", [rendezVous, statut]);

describe("une absence corrigée après le manquement ne fonde plus rien", () => {
  it.each(["HONORE", "ABSENT_JUSTIFIE", "ANNULE_USAGER", "ANNULE_SERVICE"])(
    "%s : ni proposition, ni notification, ni décision",
    async (statut) => {
      const [avant, proposee, notifiee] = [await absente(), await absente(), await absente()];
      const proposer = ({ manquement }: { manquement: string }) => acte("proposerSanction", { manquement, ...PROPOSITION });
      const [aNotifier, aDecider] = [(await proposer(proposee)).id, (await proposer(notifiee)).id];
      await acte("notifierSanction", { sanction: aDecider, le: "2026-02-02" }, "2026-02-02");
      for (const { rendezVous } of [avant, proposee, notifiee]) await corriger(rendezVous, statut);
      expect((await proposer(avant)).code).toBe("RENDEZ_VOUS_SANS_ABSENCE");
      expect((await acte("notifierSanction", { sanction: aNotifier, le: "2026-02-02" }, "2026-02-02")).code).toBe(
        "RENDEZ_VOUS_SANS_ABSENCE",
      );
      expect((await decider(aDecider)).code).toBe("RENDEZ_VOUS_SANS_ABSENCE");
      expect((await decider(aDecider, { accepter: false })).statut).toBe("REFUSEE");
    },
  );

  it("un rendez-vous où la personne n’est plus attendue non plus", async () => {
    const { rendezVous, manquement } = await absente();
    await base.owner.query("delete from rendez_vous.convocation where rendez_vous = $1", [rendezVous]);
    await base.owner.query("delete from rendez_vous.participation where rendez_vous = $1", [rendezVous]);
    expect((await acte("proposerSanction", { manquement, ...PROPOSITION })).code).toBe("RENDEZ_VOUS_SANS_ABSENCE");
  });
});

describe("une absence ne se paie qu’une fois", () => {
  it("un second manquement sur la même absence n’ouvre pas de seconde procédure", async () => {
    const { allocataire, rendezVous, manquement } = await absente();
    expect((await acte("proposerSanction", { manquement, ...PROPOSITION })).statut).toBe("PROPOSEE");
    const { id: second } = await signaler({ allocataire, rendezVous, constateLe: "2026-02-25" });
    expect((await acte("proposerSanction", { manquement: second, ...PROPOSITION }, "2026-03-01")).code).toBe("PROCEDURE_EXISTANTE");
  });

  it("une absence antérieure à la suspension n’est pas une réitération, même constatée après", async () => {
    const allocataire = await personneSeule();
    await decidee({}, allocataire);
    const rendezVous = await ajouterRendezVous(base.owner, allocataire, "ABSENT");
    const { id: manquement } = await signaler({ allocataire, rendezVous, constateLe: "2026-02-25" });
    const { id } = await acte("proposerSanction", { manquement, ...PROPOSITION, nature: "SUPPRESSION" }, "2026-03-01");
    await acte("notifierSanction", { sanction: id, le: "2026-03-01" }, "2026-03-01");
    await acte("enregistrerAvisEquipe", { sanction: id, le: "2026-03-12", favorable: true }, "2026-03-12");
    expect((await decider(id, { decideeLe: "2026-03-20" }, "2026-03-20")).code).toBe("SUPPRESSION_SANS_FONDEMENT");
  });
});

describe("un contrat se respecte une fois signé", () => {
  it.each([
    ["proposé seulement", "proposerContrat", { proposeLe: "2026-01-20" }],
    ["signé après le constat", "signerContrat", { dateSignature: "2026-01-31", dureeMois: 6 }],
  ])("%s : aucun non-respect", async (_, mutation, variables) => {
    const allocataire = await personneSeule();
    const { r } = await agir(graphe, CALLERS.departement, mutation, { allocataire, ...variables }, "... on ContratEngagement { id }");
    expect(r.id).toBeDefined();
    expect((await signaler({ allocataire, nature: "NON_RESPECT_CONTRAT" })).code).toBe("SANS_CONTRAT");
  });

  it("un refus d’élaborer ne précède pas la proposition du contrat", async () => {
    const allocataire = await personneSeule();
    await agir(graphe, CALLERS.departement, "proposerContrat", { allocataire, proposeLe: "2026-01-31" }, "... on ContratEngagement { id }");
    expect((await signaler({ allocataire })).code).toBe("SANS_PROPOSITION_DE_CONTRAT");
    expect((await signaler({ allocataire, constateLe: "2026-01-31" })).id).toBeDefined();
  });
});
