import path from "node:path";
import { faireClasseur } from "../../../subgraphs/indicateurs/export/depot/executer-exports";
import { enTexte } from "../../../subgraphs/indicateurs/export/tableur/classeur";
import { enXlsx } from "../../../subgraphs/indicateurs/export/tableur/xlsx";
import { importerContrat } from "../../../subgraphs/indicateurs/import-contrat";
import { CALLERS } from "../../setup/subgraph";
import { charger, db, preparer, sg } from "../mesures";
import { faire, faits, MAINTENANT, tableau } from "./fichiers";
import { lireXlsx } from "./relire";

preparer();
beforeAll(() => importerContrat(path.join(__dirname, "../../../data/contrat-94-2024"), "94", { ownerUrl: db.url, now: () => MAINTENANT }));
afterEach(() => db.owner.query("truncate indicateurs.export, indicateurs.resultat_saisi, indicateurs.avancement_feuille cascade"));

const SUIVI = { modele: "SUIVI", trimestre: null };
const dire = async (document: string, quand = MAINTENANT) => {
  const { data, errors } = await sg.run(CALLERS.pilotage, document, {}, quand);
  expect(errors).toBeUndefined();
  return data;
};
const saisir = (code: string, annee: number, valeur: number, quand = MAINTENANT) =>
  dire(
    `mutation { saisirResultat(code: "${code}", territoire: "94", annee: ${annee}, valeur: ${valeur}, preuve: "CR") { __typename } }`,
    quand,
  );
const avancer = (etat: string, quand: Date) =>
  dire(`mutation { saisirAvancement(departement: "94", cible: 1, etat: ${etat}, le: "2026-10-01", preuve: "CR") { __typename } }`, quand);

describe("le tableau de suivi", () => {
  it("dit ligne par ligne ce que dit suiviContrat, et le résultat saisi à côté de celui que le hub compte", async () => {
    await charger(...faits());
    await saisir("L.S.1.1.1", 2026, 58);
    await saisir("L.I.V2.1.1", 2026, 999);
    const { contenu } = await faire(SUIVI);
    const { suiviContrat } = await dire(
      '{ suiviContrat(departement: "94", annee: 2026) { code indicateur situation2023 origine mesure { valeur } saisie { valeur } } }',
    );
    const { lignes } = tableau(contenu, "SUIVI");
    expect(lignes.map((l: any) => [l.code, l.indicateur])).toEqual(suiviContrat.map((l: any) => [l.code, l.indicateur]));
    expect(lignes).toHaveLength(122);
    const mots: Record<string, string> = { CALCULEE: "calculé", SAISIE: "saisi", RECUE: "reçu de France Travail", ABSENTE: "absent" };
    suiviContrat.forEach((dite: any, rang: number) => {
      expect([dite.code, lignes[rang].origine]).toEqual([dite.code, mots[dite.origine]]);
      expect(lignes[rang].resultat).toEqual(dite.mesure?.valeur ?? { absence: "NON_CONNU" });
      expect(lignes[rang].resultat_saisi).toEqual(dite.saisie?.valeur ?? { absence: "SANS_OBJET" });
    });
    expect(lignes.find((l: any) => l.code === "L.I.V2.1.1")).toMatchObject({ origine: "calculé", resultat: 4, resultat_saisi: 999 });
  });

  it("rend en XLSX chaque cellule du classeur", async () => {
    await charger(...faits());
    await saisir("L.S.1.1.1", 2026, 58.25);
    const { schema, database } = sg.subgraph;
    const demande = {
      modele: "SUIVI",
      departement: "94",
      annee: 2026,
      trimestre: null,
      territoire: "94",
      connuLe: null,
      tableau: null,
    } as const;
    const classeur = await faireClasseur(demande, { schema, database, now: () => MAINTENANT });
    const feuilles = [...lireXlsx(enXlsx(classeur)).values()];
    expect(feuilles).toHaveLength(classeur.tableaux.length);
    classeur.tableaux.forEach(({ lignes }, rang) => {
      const attendues = lignes.map((ligne) =>
        ligne.map((c) => {
          if ("nombre" in c) return c.format === "pourcentage" ? expect.closeTo(c.nombre / 100, 7) : c.nombre;
          return "date" in c ? { date: c.date } : enTexte(c);
        }),
      );
      expect(feuilles[rang]!.slice(4)).toEqual(attendues);
    });
  });

  it("porte la feuille de route avec son dernier avancement, ou celui qui était connu un jour", async () => {
    await avancer("EN_COURS", new Date("2026-10-02T10:00:00Z"));
    await avancer("FAIT", new Date("2026-11-02T10:00:00Z"));
    const route = async (plus = {}) => tableau((await faire({ ...SUIVI, ...plus })).contenu, "FEUILLE_DE_ROUTE").lignes;
    expect(await route()).toHaveLength(19);
    expect((await route())[0]).toMatchObject({ etat: "fait", le: "2026-10-01", preuve: "CR", echeance: "2024-12-31" });
    expect((await route({ connuLe: "2026-10-31" }))[0]).toMatchObject({ etat: "en cours" });
    expect((await route({ connuLe: "2026-09-30" }))[0].etat).toEqual({ absence: "NON_CONNU" });
  });

  it("dit les chiffres qui ne vont pas ensemble, comme controlesContrat", async () => {
    await saisir("L.S.1.1.1", 2024, 10);
    await saisir("N.S.1.3", 2024, 99);
    const { controlesContrat } = await dire('{ controlesContrat(departement: "94", annee: 2024) { code message } }');
    expect(controlesContrat.length).toBeGreaterThan(0);
    const { contenu } = await faire({ ...SUIVI, annee: 2024 });
    expect(tableau(contenu, "CONTROLES_SUIVI").lignes.map((l: any) => ({ code: l.code, message: l.constat }))).toEqual(controlesContrat);
    expect(tableau((await faire({ ...SUIVI, connuLe: "2026-11-01" })).contenu, "CONTROLES_SUIVI")).toBeUndefined();
  });
});
