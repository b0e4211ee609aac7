import { CALLERS } from "../setup/subgraph";
import { agir } from "./actes";
import { verifierEvenements } from "./evenements-conformes";
import { acte, base, fermer, franceTravail, graphe, ouvrir, personneSeule, proposer } from "./sanctions";

const { departement } = CALLERS;
beforeAll(ouvrir);
afterAll(fermer);

const signaler = (variables: Record<string, unknown>, appelant = franceTravail) =>
  agir(
    graphe,
    appelant,
    "signalerManquement",
    { nature: "REFUS_CONTROLE", constateLe: "2026-01-30", ...variables },
    "... on Manquement { id identifiantPartenaire constatePar }",
  ).then(({ r }) => r);

/** Proposed by France Travail on 2026-02-01; it leaves until 2026-02-14. */
async function proposee(identifiant: string, allocataire?: string) {
  const manquement = await signaler({ allocataire: allocataire ?? (await personneSeule()), identifiantPartenaire: `M-${identifiant}` });
  const demande = {
    manquement: manquement.id,
    nature: "SUSPENSION",
    motif: "Proposition de France Travail",
    quotitePourcent: 50,
    dureeMois: 1,
    identifiantPartenaire: identifiant,
    instructionLimite: "2026-02-14",
  };
  return { demande, r: await acte("proposerSanction", demande, "2026-02-01", franceTravail) };
}
const DECISION = { decideeLe: "2026-02-15", motif: "DELAI_SAISIE_DEPASSE", quotitePourcent: 50, dureeMois: 1, debut: "2026-03-01" };

describe("ce que France Travail identifie", () => {
  it("dit deux fois, un manquement et une proposition ne sont enregistrés qu’une", async () => {
    const allocataire = await personneSeule();
    const { demande, r } = await proposee("C-1", allocataire);
    expect(r).toMatchObject({ statut: "PROPOSEE", instructionLimite: "2026-02-14" });
    const redit = await signaler({ allocataire, identifiantPartenaire: "M-C-1" });
    expect(redit).toMatchObject({ id: demande.manquement, identifiantPartenaire: "M-C-1", constatePar: "FRANCE_TRAVAIL" });
    expect((await acte("proposerSanction", demande, "2026-02-03", franceTravail)).id).toBe(r.id);
    const { rows } = await base.owner.query("select count(*)::int as n from journal.evenement where allocataire = $1", [allocataire]);
    expect(rows[0].n).toBe(2);
  });

  it("l’identifiant d’une autre personne est refusé, et lui seul en donne", async () => {
    await proposee("C-2");
    const allocataire = await personneSeule();
    expect((await signaler({ allocataire, identifiantPartenaire: "M-C-2" })).code).toBe("IDENTIFIANT_PARTENAIRE_PRIS");
    const { id } = await signaler({ allocataire });
    const demande = { manquement: id, nature: "SUSPENSION", motif: "m", identifiantPartenaire: "C-2" };
    expect((await acte("proposerSanction", demande, "2026-02-01", franceTravail)).code).toBe("IDENTIFIANT_PARTENAIRE_PRIS");
    expect((await acte("proposerSanction", { ...demande, identifiantPartenaire: "C-3" })).code).toBe("NON_HABILITE");
    expect((await signaler({ allocataire, identifiantPartenaire: "M-4" }, departement)).code).toBe("NON_HABILITE");
    expect((await signaler({ allocataire, identifiantPartenaire: "x".repeat(101) })).code).toBe("TEXTE_INVALIDE");
  });
});

describe("le délai d’instruction passé, France Travail décide", () => {
  it("le hub constate sa décision telle qu’elle est, sans notification de sa part", async () => {
    const { r } = await proposee("C-10");
    expect(await acte("constaterSanction", { sanction: r.id, ...DECISION }, "2026-02-16", franceTravail)).toMatchObject({
      statut: "DECIDEE",
      decideePar: "FRANCE_TRAVAIL",
      decideeLe: "2026-02-15",
      decisionMotif: "DELAI_SAISIE_DEPASSE",
      parDelegation: false,
      debut: "2026-03-01",
      fin: "2026-03-31",
    });
    await verifierEvenements(base.owner, ["SanctionDecidee"], /DELAI_SAISIE/);
  });

  it("ne constate pas contre une instruction commencée", async () => {
    const { r } = await proposee("C-11");
    await acte("instruireSanction", { sanction: r.id, le: "2026-02-03" }, "2026-02-03");
    expect((await acte("constaterSanction", { sanction: r.id, ...DECISION }, "2026-02-16", franceTravail)).code).toBe(
      "INSTRUCTION_COMMENCEE",
    );
  });

  it.each([
    ["NON_HABILITE", {}, departement],
    ["DATE_ANTERIEURE", { decideeLe: "2026-01-31" }, franceTravail],
    ["DATE_FUTURE", { decideeLe: "2026-02-17", debut: "2026-03-01" }, franceTravail],
    ["MOTIF_MANQUANT", { motif: " " }, franceTravail],
    ["QUOTITE_SANCTION_INVALIDE", { quotitePourcent: 0 }, franceTravail],
    ["DUREE_SANCTION_INVALIDE", { dureeMois: 5 }, franceTravail],
    ["DEBUT_INVALIDE", { debut: "2026-02-01" }, franceTravail],
  ])("refuse %s", async (code, change, appelant) => {
    const { r } = await proposee(`C-20-${code}`);
    expect((await acte("constaterSanction", { sanction: r.id, ...DECISION, ...change }, "2026-02-16", appelant)).code).toBe(code);
  });

  it("ne constate rien sur ce que le Département a proposé, ni sur ce qui n’existe pas", async () => {
    const { id } = await proposer();
    expect((await acte("constaterSanction", { sanction: id, ...DECISION }, "2026-02-16", franceTravail)).code).toBe("NON_HABILITE");
    const inconnue = { sanction: "00000000-0000-4000-8000-00000000ffff", ...DECISION };
    expect((await acte("constaterSanction", inconnue, "2026-02-16", franceTravail)).code).toBe("SANCTION_INTROUVABLE");
  });
});
