import path from "node:path";
import { faireClasseur } from "../../../subgraphs/indicateurs/export/depot/executer-exports";
import { enJson } from "../../../subgraphs/indicateurs/export/tableur/json";
import { importerContrat } from "../../../subgraphs/indicateurs/import-contrat";
import { CALLERS } from "../../setup/subgraph";
import { db, preparer, sg } from "../mesures";
import { MAINTENANT, tableau } from "./fichiers";

preparer();
beforeAll(() => importerContrat(path.join(__dirname, "../../../data/contrat-94-2024"), "94", { ownerUrl: db.url, now: () => MAINTENANT }));
afterEach(() => db.owner.query("truncate indicateurs.saisie_financiere, indicateurs.cle_idempotence"));

const SAISIR = `mutation ($nature: NatureFinanciere!, $objet: String, $montant: Float, $le: Date!, $remplace: ID) {
  saisirFinance(departement: "94", annee: 2024, nature: $nature, objet: $objet, montantCentimes: $montant, le: $le, preuve: "titre", remplace: $remplace) {
    __typename ... on BilanFinancier { saisies { id } } } }`;
const saisir = async (quand: string, variables: Record<string, unknown>): Promise<string> => {
  const { data } = await sg.run(CALLERS.pilotage, SAISIR, variables, new Date(quand));
  expect(data.saisirFinance.__typename).toBe("BilanFinancier");
  return data.saisirFinance.saisies[0].id;
};
const exporter = async (connuLe: string | null, maintenant = MAINTENANT) => {
  const { schema, database } = sg.subgraph;
  const demande = {
    modele: "FINANCES",
    departement: "94",
    annee: 2024,
    trimestre: null,
    territoire: "94",
    connuLe,
    tableau: null,
  } as const;
  const classeur = await faireClasseur(demande, { schema, database, now: () => maintenant });
  return { contenu: enJson(classeur), empreinte: classeur.empreinte };
};
const ligne = (contenu: Buffer, cle: string, quoi: Record<string, unknown>) =>
  tableau(contenu, cle).lignes.find((l: any) => Object.entries(quoi).every(([k, v]) => l[k] === v));

describe("les finances, une fois saisies", () => {
  it("remplissent chaque tableau : la ligne, le programme, l’échéance et le contrôle", async () => {
    const le = "2024-07-01";
    await saisir("2024-08-01T10:00:00Z", { nature: "SIGNATURE", le: "2024-06-14" });
    await saisir("2024-08-01T10:00:00Z", { nature: "VERSEMENT_ETAT", objet: "I.V1", montant: 200_000_000, le });
    await saisir("2024-08-01T10:00:00Z", { nature: "REALISE_ETAT", objet: "I.V1", montant: 10_000_050, le });
    const { contenu } = await exporter(null);
    expect(ligne(contenu, "FINANCES", { fiche: "I.V1" })).toMatchObject({ creditsEtatVerses: 2_000_000, realiseEtat: 100_000.5 });
    expect(ligne(contenu, "FINANCES", { fiche: "I.V3" })).toMatchObject({ realiseEtat: { absence: "NON_CONNU" } });
    expect(ligne(contenu, "PROGRAMMES", { programme: "INSERTION" })).toMatchObject({ verse: 2_000_000, partEtat: 3_236_290 });
    expect(ligne(contenu, "ECHEANCES", { programme: "INSERTION", montant: 1_941_774 })).toMatchObject({ date: "2024-06-29", faite_le: le });
    expect(tableau(contenu, "CONTROLES").lignes.map((l: any) => l.code)).toContain("MONTANTS_CONTRADICTOIRES");
  });

  it("telles que connues un jour, disent ce qui était saisi alors, quoi qu’on ait corrigé depuis", async () => {
    const un = await saisir("2024-08-01T10:00:00Z", { nature: "REALISE_ETAT", objet: "S.1.1", montant: 100_00, le: "2024-07-31" });
    const alors = await exporter("2024-09-01");
    expect(ligne(alors.contenu, "FINANCES", { fiche: "S.1.1" }).realiseEtat).toBe(100);
    await saisir("2024-10-01T10:00:00Z", { nature: "REALISE_ETAT", objet: "S.1.1", montant: 250_00, le: "2024-07-31", remplace: un });
    expect(ligne((await exporter(null)).contenu, "FINANCES", { fiche: "S.1.1" }).realiseEtat).toBe(250);
    const relu = await exporter("2024-09-01", new Date("2027-01-01T10:00:00Z"));
    expect(relu.contenu.equals(alors.contenu)).toBe(true);
    expect(ligne((await exporter("2024-07-31")).contenu, "FINANCES", { fiche: "S.1.1" }).realiseEtat).toEqual({ absence: "NON_CONNU" });
  });

  it("ne changent pas quand une échéance passe ; telles que connues un jour, disent les retards de ce jour", async () => {
    await saisir("2024-08-01T10:00:00Z", { nature: "REALISE_ETAT", objet: "S.1.1", montant: 100_00, le: "2024-07-31" });
    const [avant, apres] = [await exporter(null, new Date("2025-03-01T10:00:00Z")), await exporter(null, new Date("2026-11-01T10:00:00Z"))];
    expect(apres.contenu.equals(avant.contenu)).toBe(true);
    const codes = async (jour: string) => tableau((await exporter(jour)).contenu, "CONTROLES").lignes.map((l: any) => l.code);
    expect(await codes("2025-03-31")).not.toContain("RAPPORT_EN_RETARD");
    expect(await codes("2025-04-01")).toEqual(expect.arrayContaining(["RAPPORT_EN_RETARD", "REALISE_ABSENT"]));
  });

  it("un rapport remis dont il manque le réalisé se dit toujours : il ne dépend pas du jour", async () => {
    await saisir("2025-03-02T10:00:00Z", { nature: "RAPPORT_INSERTION", le: "2025-03-01" });
    const { contenu } = await exporter(null);
    expect(ligne(contenu, "CONTROLES", { code: "REALISE_ABSENT", objet: "INSERTION" })).toBeDefined();
    expect(ligne(contenu, "CONTROLES", { code: "REALISE_ABSENT", objet: "SOLIDARITES" })).toBeUndefined();
  });

  it("un jour à venir est aujourd’hui", async () => {
    const { data } = await sg.run(
      CALLERS.pilotage,
      `{ bilanFinancier(departement: "94", annee: 2024, connuLe: "2024-01-01") { echeances { etat } }
         futur: bilanFinancier(departement: "94", annee: 2024, connuLe: "2099-01-01") { echeances { code etat } }
         present: bilanFinancier(departement: "94", annee: 2024) { echeances { code etat } } }`,
      {},
      MAINTENANT,
    );
    expect(data.futur).toEqual(data.present);
    expect(data.bilanFinancier.echeances.map((e: any) => e.etat)).not.toContain("EN_RETARD");
  });
});
