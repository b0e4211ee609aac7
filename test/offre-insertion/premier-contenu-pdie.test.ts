import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { exporterPdie } from "../../hub/export-pdie";
import { importerPdie } from "../../subgraphs/offre-insertion/fichier-pdie/import-pdie";
import { chargerParcours } from "../../subgraphs/shared/contrat/charger-parcours";
import { lireParcours } from "../../subgraphs/shared/contrat/lire-parcours";
import { projectFile } from "../../subgraphs/shared/project-folder";
import { CALLERS } from "../setup/subgraph";
import { MAINTENANT } from "./fiches";
import { type Territoire, territoire } from "./territoire";

const contrat = (nom: string): Record<string, string>[] =>
  parse(fs.readFileSync(projectFile("data", "contrat-94-2024", nom)), { columns: true, bom: true });
const BILAN = `query ($departement: String!, $exercice: Int) { bilanPdie(departement: $departement, exercice: $exercice) {
  total { offres placesFinancees placesOccupees placesDisponibles coutPrevuCentimes financeCentimes }
  fiches { ficheAction intitule budgetCentimes offres placesFinancees placesDisponibles coutPrevuCentimes financeCentimes financeurs { type montantCentimes exercice } } } }`;

describe("le premier contenu du PDIE", () => {
  let t: Territoire;
  beforeAll(async () => {
    t = await territoire();
    await chargerParcours(
      t.base.owner,
      lireParcours(fs.readFileSync(projectFile("data", "contrat-94-2024", "parcours.csv"), "utf8"), "94"),
    );
    for (const departement of ["94", "93"]) {
      const resultats = await importer(departement);
      expect(resultats.flatMap(({ signalements }) => signalements)).toEqual([]);
    }
  });
  afterAll(() => t.fermer());

  const importer = (departement: string, dossier = projectFile("data", `pdie-${departement}`)) =>
    importerPdie({ ownerUrl: t.base.url, now: () => MAINTENANT }, dossier, departement);
  const bilan = async (appelant: (typeof CALLERS)["departement"], departement: string, exercice = 2026) => {
    const reponse = await t.executer(appelant, BILAN, { departement, exercice });
    expect(reponse.errors).toBeUndefined();
    return reponse.data.bilanPdie;
  };
  const lignes = async (sql: string) => (await t.base.owner.query(sql)).rows;

  it("94 : chaque parcours du contrat est une offre, avec ses places, son prix et le montant de son marché", async () => {
    const offres =
      await lignes(`select x.parcours[1] as code, s.nom, x.places_par_an as places, x.cout_unitaire_centimes as cout, m.montant_centimes::float8 as montant, m.nature
      from offre_insertion.pdie x join offre_insertion.service s on s.id = x.offre
      left join offre_insertion.marche m on m.departement = x.departement and m.reference = x.marche
      where x.departement = '94' and x.parcours <> '{}' order by 1`);
    const nombre = (texte: string | undefined, facteur = 1) => (texte ? Number(texte) * facteur : null);
    const attendues = contrat("parcours.csv").map((p) => ({
      code: p.code,
      nom: p.libelle,
      places: nombre(p.file_active_annuelle),
      cout: nombre(p.prix_unitaire_eur, 100),
      montant: nombre(p.budget_annuel_eur, 100),
      nature: /marché/.test(p.porteur!) ? "MARCHE" : /appel/.test(p.porteur!) ? "APPEL_A_PROJETS" : null,
    }));
    expect(offres).toEqual(attendues.sort((a, b) => (a.code! < b.code! ? -1 : 1)));
  });

  it("94 : le bilan de 2024 rend le tableau financier du contrat, fiche par fiche, et son total", async () => {
    const { total, fiches } = await bilan(CALLERS.departement, "94", 2024);
    const attendues = contrat("financement.csv").filter(({ fiche }) => !/TOTAL/.test(fiche!));
    for (const { fiche, intitule, part_etat_eur, part_departement_eur, total_imprime_eur } of attendues) {
      const lue = fiches.find((f: { ficheAction: string }) => f.ficheAction === fiche);
      expect(lue).toMatchObject({
        intitule,
        budgetCentimes: Number(total_imprime_eur) * 100,
        financeCentimes: Number(total_imprime_eur) * 100,
      });
      const part = (type: string) => lue.financeurs.find((f: { type: string }) => f.type === type)?.montantCentimes;
      expect([part("ETAT"), part("DEPARTEMENT")]).toEqual([Number(part_etat_eur) * 100, Number(part_departement_eur) * 100]);
    }
    const imprime = (code: string) => Number(contrat("financement.csv").find(({ fiche }) => fiche === code)!.total_imprime_eur);
    expect(total.financeCentimes).toBe((imprime("TOTAL_SOLIDARITES") + imprime("TOTAL_INSERTION")) * 100);
  });

  it("94 : le kit d’accès à l’emploi et les aides sont des offres sans session ni places", async () => {
    const { data } = await t.executer(
      CALLERS.departement,
      `{ offre(id: "pdie-94--KIT-ACCES-EMPLOI") { nom type origine sessions { id } pdie { placesFinancees placesDisponibles } } }`,
    );
    expect(data.offre).toEqual({
      nom: "Kit d’accès à l’emploi",
      type: "aide-materielle",
      origine: "PDIE",
      sessions: [],
      pdie: { placesFinancees: null, placesDisponibles: null },
    });
  });

  it("93 : 99 actions de formation et 2 390 places, 725 places d’entrepreneuriat, 36 partenaires, 22 ALI", async () => {
    const { fiches } = await bilan(CALLERS.departement93, "93");
    const places = Object.fromEntries(fiches.map((f: Record<string, unknown>) => [f.ficheAction, [f.offres, f.placesFinancees]]));
    expect(places).toEqual({ FORMATION: [99, 2_390], ENTREPRENEURIAT: [5, 725], ALI: [22, null] });
    const structures = await lignes("select split_part(id, '--', 2) as code from offre_insertion.structure where departement = '93'");
    const de = (debut: string) => structures.filter(({ code }: { code: string }) => code.startsWith(debut)).length;
    expect([de("PARTENAIRE-"), de("ALI-")]).toEqual([36, 22]);
    const carriers = await lignes(
      "select count(distinct structure)::int as n from offre_insertion.service where departement = '93' and id like 'pdie-93--FORMATION-%'",
    );
    expect(carriers[0].n).toBe(36);
    const sansMention = await lignes(
      "select id from offre_insertion.service where departement = '93' and description not like 'Répartition fictive de démonstration%'",
    );
    expect(sansMention).toEqual([]);
  });

  it.each(["94", "93"])("%s : l’export rend ses fichiers, à l’octet, et les relire ne change rien", async (departement) => {
    const dossier = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "unefois-pdie-")), "export");
    await exporterPdie(t.base.url, dossier, departement);
    const source = projectFile("data", `pdie-${departement}`);
    const noms = fs.readdirSync(source).filter((nom) => nom.endsWith(".csv"));
    expect(noms.length).toBeGreaterThan(2);
    for (const nom of noms) expect(fs.readFileSync(path.join(dossier, nom), "utf8")).toBe(fs.readFileSync(path.join(source, nom), "utf8"));
    const relu = await importer(departement, dossier);
    expect(relu.flatMap(({ compteurs: c, signalements }) => [c.appliques, c.rejetes, ...signalements])).toEqual(relu.flatMap(() => [0, 0]));
    await expect(exporterPdie(t.base.url, dossier, departement)).rejects.toThrow("n’est pas vide");
    fs.rmSync(path.dirname(dossier), { recursive: true });
  });

  it("un bilan se lit en trois requêtes, et un exercice hors du siècle est refusé", async () => {
    const { statements } = await t.executer(CALLERS.departement, BILAN, { departement: "94" });
    expect(statements).toHaveLength(3);
    const { errors } = await t.executer(CALLERS.departement, BILAN, { departement: "94", exercice: 26 });
    expect(errors?.[0]?.extensions?.code).toBe("ARGUMENT_INVALIDE");
  });
});
