import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerOfficiels } from "../../../subgraphs/indicateurs/contrat/recu/import-officiels";
import { importerResultats } from "../../../subgraphs/indicateurs/contrat/resultat/import-resultats";
import { importerContrat } from "../../../subgraphs/indicateurs/import-contrat";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { exitCode } from "../../../subgraphs/shared/import";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../setup/subgraph";

const MAINTENANT = new Date("2026-11-22T08:00:00Z");
let db: TestDatabase;
let sg: TestSubgraph;
let dossier: string;

beforeAll(async () => {
  db = await testDatabase();
  dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-suivi-"));
  await importerContrat(path.join(__dirname, "../../../data/contrat-94-2024"), "94", { ownerUrl: db.url, now: () => MAINTENANT });
  sg = await testSubgraph(sousGraphe, db.url);
});
afterAll(async () => {
  await sg.close();
  await db.drop();
  fs.rmSync(dossier, { recursive: true });
});

const contexte = () => ({ ownerUrl: db.url, now: () => MAINTENANT });
const ecrire = (lignes: string[]): string => {
  const chemin = path.join(dossier, "fichier.csv");
  fs.writeFileSync(chemin, lignes.join("\n"));
  return chemin;
};
const demander = async (document: string) => (await sg.run(CALLERS.pilotage, document, {}, MAINTENANT)).data;

describe("importer des résultats", () => {
  const importer = (lignes: string[], par = "Anne Martin") =>
    importerResultats(contexte(), ecrire(["code;annee;valeur;texte;preuve;territoire", ...lignes]), { departement: "94", par });

  it("ligne par ligne, avec son auteur ; le même fichier ne change rien ; une correction garde les deux", async () => {
    const lignes = [
      "L.S.1.1.1;2024;58;;rapport 2024, p. 12;",
      "L.S.3.3.2;2024;;Flyers et trois articles;dossier de presse;",
      "L.S.2.3.1;2024;1 234,5;;export;",
      "F.3;2025;40;;relevé;94-PILOTE",
    ];
    const [premier] = await importer(lignes);
    expect(premier!.compteurs).toEqual({ annonces: null, lus: 4, appliques: 4, inchanges: 0, rejetes: 0 });
    const [second] = await importer(lignes);
    expect(second!.compteurs).toMatchObject({ appliques: 0, inchanges: 4 });
    const [corrige] = await importer(["L.S.1.1.1;2024;61;;rapport corrigé;"]);
    expect(corrige!.compteurs).toMatchObject({ appliques: 1 });
    const { historiqueResultats } = await demander(
      '{ historiqueResultats(departement: "94", code: "L.S.1.1.1") { valeur par statut preuve } }',
    );
    expect(historiqueResultats).toEqual([
      { valeur: 61, par: "import (Anne Martin)", statut: "A_VALIDER", preuve: "rapport corrigé" },
      { valeur: 58, par: "import (Anne Martin)", statut: "A_VALIDER", preuve: "rapport 2024, p. 12" },
    ]);
    const { rows } = await db.owner.query("select count(*)::int as n from journal.evenement where type = 'ResultatSaisi'");
    expect(rows[0].n).toBe(5);
  });

  it("une ligne en mots a son écart en mots, et son origine", async () => {
    const { suiviContrat } = await demander(
      '{ suiviContrat(departement: "94", annee: 2024) { code origine origineAttendue ecart { valeur texte } evolution { texte } } }',
    );
    const ligne = Object.fromEntries(suiviContrat.map(({ code, ...reste }: any) => [code, reste]));
    expect(ligne["L.S.3.3.2"]).toEqual({
      origine: "SAISIE",
      origineAttendue: "SAISIE",
      ecart: {
        valeur: null,
        texte: "Résultat : « Flyers et trois articles » ; à comparer à la cible de 2024 (« Evénements grand public, articles de presse »).",
      },
      evolution: { texte: "Résultat : « Flyers et trois articles » ; à comparer à la situation de 2023 (« Flyers, affiches »)." },
    });
    expect(ligne["L.S.1.1.1"]).toMatchObject({ origine: "SAISIE", ecart: { valeur: 1 } });
    expect(ligne["L.S.3.1.1"]).toMatchObject({ origine: "ABSENTE", ecart: { valeur: null } });
  });

  it("chaque ligne refusée est dite avec son numéro, les autres sont appliquées", async () => {
    const [resultat] = await importer([
      "L.S.1.3.1;2024;27;;rapport;",
      "F.99;2024;1;;rapport;",
      "L.S.1.3.1;2023;1;;rapport;",
      "L.S.1.3.2;2027;1;;rapport;",
      "L.S.1.3.2;2024;;;rapport;",
      "L.S.1.3.2;2024;12;;;",
      "L.S.1.3.2;2024;douze;;rapport;",
      "L.S.1.3.2;2024;-3;;rapport;",
      "L.S.1.3.2;2024;3;;rapport;93",
      "L.S.1.3.2;2024;3;;rapport;94-AUTRE",
      "L.S.1.3.1;2024;28;;rapport;",
      "L.S.1.3.2;2024;3",
    ]);
    expect(resultat!.compteurs).toEqual({ annonces: null, lus: 12, appliques: 1, inchanges: 0, rejetes: 11 });
    expect(resultat!.signalements.map(({ ligne, code }) => [ligne, code])).toEqual([
      [3, "CODE_INCONNU"],
      [4, "CODE_INCONNU"],
      [5, "ANNEE_FUTURE"],
      [6, "RESULTAT_VIDE"],
      [7, "PREUVE_MANQUANTE"],
      [8, "LIGNE_INVALIDE"],
      [9, "VALEUR_INVALIDE"],
      [10, "TERRITOIRE_INCONNU"],
      [11, "TERRITOIRE_INCONNU"],
      [12, "CLE_EN_DOUBLE"],
      [13, "LIGNE_INVALIDE"],
    ]);
    expect(exitCode([resultat!])).toBe(3);
  });

  it("sans auteur, rien", async () => {
    await expect(importer(["L.S.1.3.1;2024;27;;rapport;"], " ")).rejects.toMatchObject({ code: "AUTEUR_MANQUANT" });
  });
});

describe("recevoir les chiffres officiels", () => {
  const importer = (lignes: string[], source: string | null = "DARES, T2 2026") =>
    importerOfficiels(contexte(), ecrire(["code,territoire,debut,fin,part,valeur,texte,source", ...lignes]), { departement: "94", source });

  it("à côté des nôtres, jamais à leur place ; une nouvelle version garde l’ancienne", async () => {
    const lignes = [
      "N.I.V3.1,,2026-01-01,2026-12-31,,31.5,,",
      "N.I.V3.8,,2026-01-01,2026-12-31,EMPLOI,40,,",
      "N.I.V3.8,,2026-01-01,2026-12-31,REMOBILISATION,60,,",
      "F.3,,2026-01-01,2026-12-31,,70,,Comité de juin",
    ];
    expect((await importer(lignes))[0]!.compteurs).toMatchObject({ lus: 4, appliques: 4 });
    expect((await importer(lignes))[0]!.compteurs).toMatchObject({ appliques: 0, inchanges: 4 });
    expect((await importer(["N.I.V3.1,,2026-01-01,2026-12-31,,32,,"]))[0]!.compteurs).toMatchObject({ appliques: 1 });
    const saisir = `mutation { saisirResultat(code: "F.3", territoire: "94", annee: 2026, valeur: 64, preuve: "relevé") { __typename } }`;
    expect((await demander(saisir)).saisirResultat.__typename).toBe("LigneContrat");
    const officiel = `officiel { valeur version source recuLe ecart { valeur texte } parts { cle valeur } precedents { valeur version } }`;
    const { data, statements } = await sg.run(
      CALLERS.pilotage,
      `{ suiviContrat(departement: "94", annee: 2026) { code origine mesure { valeur } ${officiel} } }`,
      {},
      MAINTENANT,
    );
    const ligne = Object.fromEntries(data.suiviContrat.map(({ code, ...reste }: any) => [code, reste]));
    expect(ligne["F.3"]).toEqual({
      origine: "SAISIE",
      mesure: { valeur: 64 },
      officiel: {
        valeur: 70,
        version: 1,
        source: "Comité de juin",
        recuLe: MAINTENANT.toISOString(),
        ecart: { valeur: -6, texte: "Le hub compte 64 : 6 de moins que le chiffre officiel (70)." },
        parts: [],
        precedents: [],
      },
    });
    expect(ligne["N.I.V3.1"].officiel).toMatchObject({ valeur: 32, version: 2, precedents: [{ valeur: 31.5, version: 1 }] });
    expect(ligne["N.I.V3.8"].officiel).toMatchObject({
      valeur: null,
      parts: [
        { cle: "EMPLOI", valeur: 40 },
        { cle: "REMOBILISATION", valeur: 60 },
      ],
    });
    expect(statements).toHaveLength(4);
    const { indicateur } = await demander(
      '{ indicateur(code: "F.3", territoire: "94", debut: "2026-01-01", fin: "2026-12-31") { valeur officiel { valeur } } }',
    );
    expect(indicateur).toEqual({ valeur: 64, officiel: { valeur: 70 } });
  });

  it("chaque ligne refusée est dite", async () => {
    const [resultat] = await importer(
      [
        "F.99,,2026-01-01,2026-12-31,,1,,doc",
        "L.S.1.1.1,,2026-01-01,2026-12-31,,1,,doc",
        "F.1,93,2026-01-01,2026-12-31,,1,,doc",
        "F.1,,2026-12-31,2026-01-01,,1,,doc",
        "F.1,,2026-01-01,2026-12-31,,,,doc",
        "F.1,,2026-01-01,2026-12-31,,1,,",
        "F.1,,2026-02-30,2026-12-31,,1,,doc",
      ],
      null,
    );
    expect(resultat!.signalements.map(({ ligne, code }) => [ligne, code])).toEqual([
      [2, "CODE_INCONNU"],
      [3, "PRODUCTEUR_DIFFERENT"],
      [4, "TERRITOIRE_INCONNU"],
      [5, "PERIODE_INVALIDE"],
      [6, "RESULTAT_VIDE"],
      [7, "SOURCE_MANQUANTE"],
      [8, "LIGNE_INVALIDE"],
    ]);
  });
});
