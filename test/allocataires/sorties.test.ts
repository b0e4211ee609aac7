import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { plier } from "../../subgraphs/indicateurs/projection/plier";
import type { Caller } from "../../subgraphs/shared/identity";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { verifierEvenements } from "./evenements-conformes";
import { ajouterFoule, orienter, SOURCE } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
let suivant = 0;
const { departement, departement93, referent } = CALLERS;

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 60);
  await orienter(base.owner, foule);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const LUE = `... on SortieParcours { id nature positive date preuve annuleeLe motifClotureCaf } ... on RepriseEmploi { id presentA6Mois suiviJusque termineeLe }
  ... on ContratEngagement { id }`;
const acte = async (mutation: string, variables: Record<string, unknown>, jour = "2026-02-01", appelant: Caller = departement) => {
  const reponse = await agir(graphe, appelant, mutation, variables, LUE, jour);
  expect(reponse.errors).toBeUndefined();
  return reponse.r;
};
const etat = async (id: string, jour = "2026-02-01") =>
  (
    await graphe.run(
      departement,
      `query ($id: ID) { allocataire(id: $id) { dates { sortie } orientation { id statut closeLe finAccompagnementLe motifFin intervenants { du au } }
        contratEngagement { id statut dateFin clotureLe } sorties { id } } }`,
      { id },
      new Date(`${jour}T10:00:00Z`),
    )
  ).data.allocataire;
const evenements = async (id: string) =>
  (
    await base.owner.query("select type, donnees, departement, allocataire from journal.evenement where allocataire = $1 order by rang", [
      id,
    ])
  ).rows;

describe("une sortie", () => {
  const sortir = (allocataire: string, variables: Record<string, unknown> = {}) =>
    acte("declarerSortie", { allocataire, nature: "EMPLOI_DURABLE", date: "2026-01-30", ...variables });

  it("s’annule : orientation, suivi, contrat et entrée reprennent comme avant", async () => {
    const personne = foule[suivant++]!;
    const contrat = await acte("signerContrat", { allocataire: personne, dateSignature: "2026-01-25", dureeMois: 6 });
    const avant = await etat(personne);
    const { id } = await sortir(personne, { preuve: "Contrat de travail du 20 janvier" });
    expect((await etat(personne)).contratEngagement).toBeNull();
    const demande = { sortie: id, motif: "Erreur de personne", cleIdempotence: "annule" };
    const annulee = await acte("annulerSortie", demande);
    expect(annulee).toMatchObject({ id, preuve: "Contrat de travail du 20 janvier", annuleeLe: "2026-02-01" });
    expect(await acte("annulerSortie", demande)).toEqual(annulee);
    expect(await etat(personne)).toEqual(avant);
    expect((await evenements(personne)).map(({ type, donnees }) => [type, donnees.contrat ?? donnees.cause ?? null])).toEqual([
      ["ContratSigne", contrat.id],
      ["SortieDeclaree", null],
      ["OrientationClose", null],
      ["ContratCloture", contrat.id],
      ["SortieAnnulee", null],
    ]);
    expect((await sortir(personne)).id).not.toBe(id);
  });

  it("annulée, elle ne compte plus dans les indicateurs", async () => {
    const personne = foule[suivant++]!;
    const { id } = await sortir(personne);
    await acte("annulerSortie", { sortie: id, motif: "Erreur" });
    const plis = plier((await evenements(personne)) as never);
    expect([...plis.get("sortie")!.values()]).toEqual([expect.objectContaining({ id, date: "infinity" })]);
    expect([...plis.get("orientation")!.values()]).toEqual([expect.objectContaining({ close_le: "infinity" })]);
  });

  it("ne s’annule pas quand la suite la contredit", async () => {
    const personne = foule[suivant++]!;
    const { id } = await sortir(personne);
    expect((await acte("annulerSortie", { sortie: id, motif: "" })).code).toBe("MOTIF_MANQUANT");
    expect((await acte("annulerSortie", { sortie: id, motif: "\u0000" })).code).toBe("TEXTE_INVALIDE");
    await base.owner.query("update allocataires.orientation set rang = 2 where allocataire = $1", [personne]);
    await orienter(base.owner, [personne]);
    expect((await acte("annulerSortie", { sortie: id, motif: "Erreur" })).code).toBe("SORTIE_SUIVIE");
    const autre = await sortir(foule[suivant++]!);
    await acte("annulerSortie", { sortie: autre.id, motif: "Erreur" });
    expect((await acte("annulerSortie", { sortie: autre.id, motif: "Erreur" })).code).toBe("SORTIE_ANNULEE");
    for (const sortie of ["x", "00000000-0000-4000-8000-00000000ffff"])
      expect((await acte("annulerSortie", { sortie, motif: "m" })).code).toBe("SORTIE_INTROUVABLE");
    expect((await acte("annulerSortie", { sortie: autre.id, motif: "m" }, "2026-02-01", departement93)).code).toBe("SORTIE_INTROUVABLE");
    expect((await sortir(foule[suivant++]!, { preuve: "x".repeat(501) })).code).toBe("TEXTE_INVALIDE");
  });

  it("montre à côté le motif de clôture de la CAF le plus proche", async () => {
    const personne = foule[suivant++]!;
    await base.owner.query(
      `with z as (insert into allocataires.dossier (departement, numero_demande, fonorg, numorg, etat, empreinte, flux_cree_le, source, source_organisme, collectee_le, recue_le, certifiee, reference)
         values ('94', 'CLOS0000001', 'CAF', '941', 'CLOS', '\\x00', '2026-01-10', $2, $3, $4, $5, $6, $7) returning id),
       m as (insert into allocataires.membre (departement, dossier, allocataire, role, rang, du) select '94', id, $1, 'DEM', 1, '2025-01-01' from z)
       insert into allocataires.decision_dossier (departement, dossier, nature, motif, du, flux)
       select '94', id, n, m, d::date, gen_random_uuid() from z, (values ('CLOTURE', 'ECH', '2025-06-01'), ('CLOTURE', 'PCG', '2026-02-01'), ('SUSPENSION_DROIT', '01', '2026-01-30')) v(n, m, d)`,
      [personne, ...SOURCE],
    );
    expect((await sortir(personne)).motifClotureCaf).toBe("PCG");
    expect((await sortir(foule[suivant++]!)).motifClotureCaf).toBeNull();
  });

  it("cinquante personnes se lisent avec leurs sorties en une requête de plus par champ", async () => {
    for (const personne of foule.slice(suivant, suivant + 10)) await sortir(personne);
    suivant += 10;
    const lire = (n: number) =>
      graphe.run(
        departement,
        "query ($n: Int) { allocataires(first: $n) { nodes { id sorties { motifClotureCaf } reprisesEmploi { id } } } }",
        { n },
      );
    const cinquante = await lire(50);
    expect(cinquante.data.allocataires.nodes.flatMap((n: any) => n.sorties).length).toBeGreaterThan(5);
    expect(cinquante.statements.filter(({ text }) => /from allocataires\.(sortie|reprise_emploi)/.test(text))).toHaveLength(3);
  });
});

describe("une reprise d’emploi", () => {
  const reprendre = async (debut = "2026-01-31") =>
    (await acte("declarerRepriseEmploi", { allocataire: foule[suivant++], debut, typeContrat: "CDI" })).id as string;

  it("un CDI n’a pas de durée", async () => {
    const demande = { allocataire: foule[suivant++], debut: "2026-01-31", dureeMois: 6 };
    expect((await acte("declarerRepriseEmploi", { ...demande, typeContrat: "CDI" })).code).toBe("DUREE_SANS_OBJET");
    expect((await acte("declarerRepriseEmploi", { ...demande, typeContrat: "CDD_6_MOIS_ET_PLUS" })).id).toBeDefined();
  });

  it.each([
    ["la veille", "2026-07-30", "SIX_MOIS_NON_ECOULES"],
    ["le jour", "2026-07-31", undefined],
    ["le lendemain", "2026-08-01", undefined],
  ])("la présence à six mois se dit %s : %s", async (_, le, code) => {
    const r = await acte("confirmerPresence6Mois", { reprise: await reprendre(), present: true, le }, "2026-08-01");
    expect(r.code).toBe(code);
    if (!code) expect(r).toMatchObject({ presentA6Mois: true, suiviJusque: le, termineeLe: null });
  });

  it("sa fin s’enregistre une fois, et ne contredit pas une présence constatée", async () => {
    const reprise = await reprendre();
    const fin = { reprise, fin: "2026-05-15", cleIdempotence: "fin" };
    const terminee = await acte("terminerRepriseEmploi", fin, "2026-05-20");
    expect(terminee).toMatchObject({ termineeLe: "2026-05-15", suiviJusque: "2026-05-15", presentA6Mois: null });
    expect(await acte("terminerRepriseEmploi", fin, "2026-05-20")).toEqual(terminee);
    expect((await acte("terminerRepriseEmploi", { reprise, fin: "2026-05-16" }, "2026-05-20")).code).toBe("REPRISE_TERMINEE");
    expect((await acte("confirmerPresence6Mois", { reprise, present: true, le: "2026-08-01" }, "2026-08-01")).code).toBe(
      "REPRISE_TERMINEE",
    );
    const absente = await acte("confirmerPresence6Mois", { reprise, present: false, le: "2026-08-01" }, "2026-08-01");
    expect(absente).toMatchObject({ presentA6Mois: false, suiviJusque: "2026-08-01", termineeLe: "2026-05-15" });
    const autre = await reprendre();
    await acte("confirmerPresence6Mois", { reprise: autre, present: true, le: "2026-08-01" }, "2026-08-01");
    expect((await acte("terminerRepriseEmploi", { reprise: autre, fin: "2026-07-30" }, "2026-08-01")).code).toBe("REPRISE_TERMINEE");
    expect((await acte("terminerRepriseEmploi", { reprise: autre, fin: "2026-07-31" }, "2026-08-01")).termineeLe).toBe("2026-07-31");
  });

  it.each([
    ["DATE_FUTURE", "confirmerPresence6Mois", { present: true, le: "2026-08-02" }],
    ["DATE_ANTERIEURE", "confirmerPresence6Mois", { present: true, le: "2026-01-30" }],
    ["DATE_FUTURE", "terminerRepriseEmploi", { fin: "2026-08-02" }],
    ["DATE_ANTERIEURE", "terminerRepriseEmploi", { fin: "2026-01-30" }],
    ["REPRISE_INTROUVABLE", "terminerRepriseEmploi", { reprise: "x", fin: "2026-05-01" }],
    ["REPRISE_INTROUVABLE", "confirmerPresence6Mois", { reprise: "00000000-0000-4000-8000-00000000ffff", present: true, le: "2026-08-01" }],
  ])("refuse : %s à %s %j", async (code, mutation, variables) => {
    expect((await acte(mutation, { reprise: await reprendre(), ...variables }, "2026-08-01")).code).toBe(code);
  });

  it("hors du périmètre, elle n’existe pas", async () => {
    const reprise = await reprendre();
    expect((await acte("terminerRepriseEmploi", { reprise, fin: "2026-02-01" }, "2026-02-01", departement93)).code).toBe(
      "REPRISE_INTROUVABLE",
    );
    const autre = { ...referent, agent: "REF-2" };
    expect((await acte("terminerRepriseEmploi", { reprise, fin: "2026-02-01" }, "2026-02-01", autre)).code).toBe("REPRISE_INTROUVABLE");
  });
});

it("tout ce qui a été publié suit son schéma, sans motif ni valeur de la personne", () =>
  verifierEvenements(base.owner, ["SortieAnnulee", "RepriseEmploiSuivie", "ContratCloture"], /Erreur|Contrat de travail/));
