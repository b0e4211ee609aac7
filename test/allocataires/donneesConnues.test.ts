import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { donneesConnues, estPerimee } from "../../subgraphs/allocataires/une-fois/donnees-connues";
import { importerFormulaires } from "../../subgraphs/allocataires/une-fois/import-formulaires";
import type { Provenance } from "../../subgraphs/shared/contrat/provenance";
import type { Caller } from "../../subgraphs/shared/identity";
import { page, rows } from "../docs/tables-markdown";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouterDossiers, ajouterFoule } from "./personnes";

const { departement, departement93 } = CALLERS;
const le = (jour: string): Provenance => ({
  source: "CAF",
  collecteeLe: new Date(`${jour}T10:00:00Z`),
  recueLe: new Date(`${jour}T10:00:00Z`),
  certifiee: true,
  baseLegale: "essai",
});

describe("une donnée vieillit", () => {
  it.each([
    ["la veille du dernier jour", "2026-05-29", false],
    ["le dernier jour", "2026-05-30", false],
    ["le lendemain", "2026-05-31", true],
  ])("%s", (_titre, aujourdhui, perimee) => {
    expect(estPerimee({ valeur: "x", provenance: le("2026-03-01") }, 90, aujourdhui)).toBe(perimee);
  });

  it("sauf si sa source l’a redite depuis, ou si elle ne vieillit pas", () => {
    expect(estPerimee({ valeur: "x", provenance: le("2026-03-01"), confirmeeLe: new Date("2026-05-01T10:00:00Z") }, 90, "2026-06-15")).toBe(
      false,
    );
    expect(estPerimee({ valeur: "x", provenance: le("2026-03-01"), confirmeeLe: new Date("2025-05-01T10:00:00Z") }, 90, "2026-06-15")).toBe(
      true,
    );
    expect(estPerimee({ valeur: "x", provenance: le("2006-03-01") }, null, "2026-06-15")).toBe(false);
  });

  it("un formulaire sans liste ne demande rien ; une donnée masquée est connue, sans sa valeur", () => {
    expect(donneesConnues("DIAGNOSTIC", null, {}, "2026-01-01")).toMatchObject({ version: null, connues: [], aDemander: [], taux: 1 });
    const version = {
      formulaire: "ORIENTATION" as const,
      departement: "*",
      du: "2025-01-01",
      donnees: [{ code: "NIR", libelle: "NIR", fraicheurJours: null }],
    };
    const { connues } = donneesConnues(
      "ORIENTATION",
      version,
      { NIR: { valeur: "1", masquee: true, provenance: le("2026-01-01") } },
      "2026-01-01",
    );
    expect(connues).toMatchObject([{ code: "NIR", valeur: null, masquee: true }]);
  });
});

describe("données connues d’une personne", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-formulaires-"));
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await ajouterDossiers(base.owner);
    await ajouterFoule(base.owner, 50);
    await base.owner.query(
      `insert into rendez_vous.rendez_vous (departement, debut, duree_minutes, modalite, famille, motif, source, source_organisme, collectee_le, recue_le, certifiee)
       values ('94', '2026-01-18T09:00Z', 60, 'PHYSIQUE', 'ORIENTATION', 'm', 'RENDEZ_VOUS_INSERTION', null, '2026-01-12', '2026-01-12', true),
              ('94', '2026-01-28T09:00Z', 60, 'PHYSIQUE', 'ACCOMPAGNEMENT', 'm', 'ORGANISME_REFERENT', '94-REMOB-1', '2026-01-22', '2026-01-22', true),
              ('94', '2026-01-29T09:00Z', 60, 'PHYSIQUE', 'ACCOMPAGNEMENT', 'm', 'ORGANISME_REFERENT', '94-REMOB-1', '2026-01-22', '2026-01-22', true)`,
    );
    await base.owner.query(
      `insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le)
       select '94', r.id, $1, case when r.debut::date = '2026-01-29' then 'ANNULE_USAGER' else 'HONORE' end, r.collectee_le from rendez_vous.rendez_vous r`,
      [PEOPLE.amina],
    );
    await base.owner.query(
      "insert into offre_insertion.structure (id, source, nom, date_maj, recue_le) values ('s1', 'PDIE', 'Structure', '2026-01-01', '2026-01-01')",
    );
    await base.owner.query(
      "insert into offre_insertion.service (id, source, structure, nom, description, date_maj, recue_le) values ('o1', 'PDIE', 's1', 'Atelier mobilité', 'd', '2026-01-01', '2026-01-01'), ('o2', 'PDIE', 's1', 'Refusée', 'd', '2026-01-01', '2026-01-01')",
    );
    await base.owner.query(
      `insert into offre_insertion.prescription (departement, allocataire, offre, prescripteur, statut, prescrite_le, debut)
       values ('94', $1, 'o1', '94-REMOB-1', 'DEMARREE', '2026-01-25', '2026-01-26'), ('94', $1, 'o2', '94-REMOB-1', 'REFUSEE', '2026-01-25', null)`,
      [PEOPLE.amina],
    );
    await base.owner.query(
      `with d as (insert into allocataires.diagnostic (departement, allocataire, etabli_le, proche_aidant, metiers_recherches, source, collectee_le, recue_le)
         values ('94', $1, '2026-01-28', false, '{Cuisinier}', 'ORGANISME_REFERENT', '2026-01-28', '2026-01-28') returning id)
       insert into allocataires.contrainte (departement, diagnostic, allocataire, frein, impact, prioritaire) select '94', d.id, $1, 'LANGUE_SAVOIRS_DE_BASE', 'FORT', true from d`,
      [PEOPLE.amina],
    );
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await graphe.close();
    await base.drop();
    fs.rmSync(dossier, { recursive: true });
  });

  const lire = async (pour: string, { id = PEOPLE.amina as string, jour = "2026-02-01", par = departement as Caller } = {}) => {
    const reponse = await graphe.run(
      par,
      `query ($id: ID!) { allocataire(id: $id) { donneesConnues(pour: ${pour}) { version taux aDemander libellesADemander
         connues { code libelle valeur masquee perimee provenance { source organisme collecteeLe } } } } }`,
      { id },
      new Date(`${jour}T10:00:00Z`),
    );
    expect(reponse.errors).toBeUndefined();
    return reponse.data.allocataire?.donneesConnues ?? null;
  };
  const importer = (texte: string, du: string | null = null) => {
    const fichier = path.join(dossier, "formulaires.csv");
    fs.writeFileSync(fichier, `formulaire,code,ordre,fraicheur_jours,libelle,source\n${texte}`);
    return importerFormulaires({ ownerUrl: base.url, now: () => new Date("2026-02-01T10:00:00Z") }, fichier, { departement: "94", du });
  };

  it("l’annexe 4 est complète : rendez-vous et prestations viennent de leurs sous-graphes, avec leur source", async () => {
    const { taux, aDemander, connues } = await lire("ANNEXE_4");
    expect({ taux, aDemander }).toEqual({ taux: 1, aDemander: [] });
    const par = Object.fromEntries(connues.map((c: any) => [c.code, [c.valeur, c.provenance.source, c.provenance.organisme]]));
    expect(par).toMatchObject({
      DATE_RDV_ORIENTATION: ["2026-01-18", "RENDEZ_VOUS_INSERTION", null],
      DATES_RDV_ACCOMPAGNEMENT: ["2026-01-28", "ORGANISME_REFERENT", "94-REMOB-1"],
      PRESTATIONS: ["Atelier mobilité (en cours)", "ORGANISME_REFERENT", "94-REMOB-1"],
      DIAGNOSTIC: ["2026-01-28", "ORGANISME_REFERENT", null],
      TYPE_PARCOURS: ["Remobilisation vers l’emploi", "CAF", null],
    });
  });

  it("les valeurs se lisent en français, et ce qui manque a un nom", async () => {
    const { connues, aDemander, libellesADemander } = await lire("DIAGNOSTIC");
    const par = Object.fromEntries(connues.map((c: any) => [c.code, c.valeur]));
    expect(par).toMatchObject({
      FREINS: "Langue et savoirs de base",
      PROCHE_AIDANT: "non",
      COMPOSITION_FOYER: "demandeur, conjoint",
      METIERS_RECHERCHES: "Cuisinier",
    });
    expect(aDemander).toEqual(["TELEPHONE", "COURRIEL", "ADRESSE", "NIVEAU_QUALIFICATION", "SITUATION_EMPLOI", "PROJET_PROFESSIONNEL"]);
    expect(libellesADemander.slice(0, 2)).toEqual(["Téléphone", "Courriel"]);
  });

  it("ce que la personne dit une fois n’est plus demandé, et a sa provenance", async () => {
    const { data } = await graphe.run(
      CALLERS.referent,
      'mutation ($a: ID!) { declarerDonnees(allocataire: $a, parAllocataire: true, donnees: { telephone: "0612345678" }) { ... on DeclarationDonnees { retenues } } }',
      { a: PEOPLE.amina },
      new Date("2026-02-01T10:00:00Z"),
    );
    expect(data.declarerDonnees.retenues).toEqual(["telephone"]);
    const { aDemander, connues } = await lire("DIAGNOSTIC");
    expect(aDemander).not.toContain("TELEPHONE");
    expect(connues.find((c: any) => c.code === "TELEPHONE")).toMatchObject({
      libelle: "Téléphone",
      valeur: "+33612345678",
      perimee: false,
      provenance: { source: "ALLOCATAIRE", organisme: "94-REMOB-1" },
    });
    const plusTard = await lire("DIAGNOSTIC", { jour: "2026-08-03" });
    expect(plusTard.connues.find((c: any) => c.code === "TELEPHONE").perimee).toBe(true);
    expect((await lire("DIAGNOSTIC", { jour: "2026-08-02" })).connues.find((c: any) => c.code === "TELEPHONE").perimee).toBe(false);
  });

  it("ce qu’un flux redit reste frais", async () => {
    await base.owner.query("update allocataires.dossier set flux_cree_le = '2026-12-01' where numero_demande = '94000000001'");
    const { connues } = await lire("DIAGNOSTIC", { jour: "2026-12-20" });
    expect(connues.find((c: any) => c.code === "COMPOSITION_FOYER").perimee).toBe(false);
    expect(connues.find((c: any) => c.code === "COMMUNE").perimee).toBe(false);
  });

  it("un département remplace la liste d’un formulaire, à partir d’un jour, sans toucher aux autres départements", async () => {
    const [resultat] = await importer(
      "DIAGNOSTIC,NOM,1,,Nom de naissance,Délibération\nDIAGNOSTIC,PERMIS_B,2,365,Permis B,Délibération\n",
      "2026-03-01",
    );
    expect(resultat!.compteurs).toMatchObject({ lus: 2, appliques: 2, rejetes: 0 });
    expect((await lire("DIAGNOSTIC", { jour: "2026-02-28" })).version).toBe("2025-01-01");
    expect(await lire("DIAGNOSTIC", { jour: "2026-03-01" })).toMatchObject({
      version: "2026-03-01",
      taux: 0.5,
      aDemander: ["PERMIS_B"],
      libellesADemander: ["Permis B"],
    });
    expect((await lire("DIAGNOSTIC", { jour: "2026-03-01", id: PEOPLE.elodie, par: departement93 })).version).toBe("2025-01-01");
    const [encore] = await importer(
      "DIAGNOSTIC,NOM,1,,Nom de naissance,Délibération\nDIAGNOSTIC,PERMIS_B,2,365,Permis B,Délibération\n",
      "2026-03-01",
    );
    expect(encore!.compteurs).toMatchObject({ lus: 2, appliques: 0, inchanges: 2 });
  });

  it("une nouvelle liste ferme la précédente la veille", async () => {
    await importer("DIAGNOSTIC,NOM,1,,Nom de naissance,Délibération 2\n", "2026-04-01");
    expect((await lire("DIAGNOSTIC", { jour: "2026-03-31" })).aDemander).toEqual(["PERMIS_B"]);
    expect((await lire("DIAGNOSTIC", { jour: "2026-04-01" })).aDemander).toEqual([]);
  });

  it("une ligne fausse est signalée avec son numéro ; son formulaire reste, les autres changent", async () => {
    const [resultat] = await importer(
      "ORIENTATION,NOM,1,,Nom,Loi\nORIENTATION,nom,2,,Nom,Loi\nCONTRAT_ENGAGEMENT,NOM,1,,Nom,Loi\nAUTRE,NOM,1,,Nom,Loi\nANNEXE_4,NOM,1,,Nom,Loi\nANNEXE_4,NOM,2,zéro,Nom,Loi\n",
      "2026-05-01",
    );
    expect(resultat!.compteurs).toMatchObject({ lus: 6, appliques: 1, rejetes: 5 });
    expect(resultat!.signalements.map((s) => [s.ligne, s.code, s.champ])).toEqual([
      [3, "LIGNE_INVALIDE", "code"],
      [5, "LIGNE_INVALIDE", "formulaire"],
      [7, "LIGNE_INVALIDE", "fraicheur_jours"],
      [7, "LIGNE_EN_DOUBLE", "code"],
    ]);
    expect((await lire("ORIENTATION", { jour: "2026-05-02" })).version).toBe("2025-01-01");
    expect((await lire("CONTRAT_ENGAGEMENT", { jour: "2026-05-02" })).version).toBe("2026-05-01");
  });

  it("ne traverse pas le département, et lit 50 personnes en un nombre constant d’ordres", async () => {
    expect(await lire("DIAGNOSTIC", { par: departement93 })).toBeNull();
    const document = (n: number) =>
      `{ allocataires(first: ${n}, filtre: { recherche: "foule" }) { nodes { donneesConnues(pour: ORIENTATION) { taux } } } }`;
    const une = await graphe.run(departement, document(1));
    const cinquante = await graphe.run(departement, document(50));
    expect(cinquante.errors).toBeUndefined();
    expect(cinquante.data.allocataires.nodes).toHaveLength(50);
    expect(cinquante.statements.length).toBe(une.statements.length);
  });

  it("compte ce que le hub a servi, sans nommer personne ; une personne lue deux fois dans une requête compte une fois", async () => {
    const servi = async () =>
      (
        await base.owner.query(
          "select formulaires, demandees, servies, perimees, masquees from publie.donnee_servie where departement = '94' and le = '2027-03-01' and formulaire = 'ORIENTATION'",
        )
      ).rows[0] ?? { formulaires: 0, demandees: 0, servies: 0, perimees: 0, masquees: 0 };
    const document = `{ allocataires(first: 1) { nodes { a: donneesConnues(pour: ORIENTATION) { taux connues { masquee perimee } aDemander } b: donneesConnues(pour: ORIENTATION) { taux } } } }`;
    const le = new Date("2027-03-01T09:00:00Z");
    const { data } = await graphe.run(departement, document, {}, le);
    const { connues, aDemander } = data.allocataires.nodes[0].a;
    const lisibles = connues.filter((c: any) => !c.masquee);
    const attendu = {
      formulaires: 1,
      demandees: connues.length + aDemander.length,
      servies: lisibles.length,
      perimees: lisibles.filter((c: any) => c.perimee).length,
      masquees: connues.length - lisibles.length,
    };
    expect(await servi()).toEqual(attendu);
    expect(attendu.servies).toBeGreaterThan(0);
    await graphe.run(departement, document, {}, le);
    expect(await servi()).toEqual(Object.fromEntries(Object.entries(attendu).map(([nom, n]) => [nom, 2 * n])));
    const colonnes = await base.owner.query(
      "select column_name from information_schema.columns where table_schema = 'allocataires' and table_name = 'donnee_servie' and column_name in ('allocataire', 'agent', 'client')",
    );
    expect(colonnes.rows).toEqual([]);
  });

  it("la page des formulaires nomme chaque code que le hub détient", async () => {
    const codes = rows(page("docs/formulaires.md")).flatMap(({ cells }) => cells.donnée?.split(", ") ?? []);
    const { rows: semes } = await base.owner.query("select distinct code from allocataires.formulaire_donnee where departement = '*'");
    expect(semes.map((r) => r.code).filter((code) => !codes.includes(code))).toEqual([]);
    const source = fs.readFileSync("subgraphs/allocataires/une-fois/faits.ts", "utf8");
    const poses = [...source.matchAll(/^ {2,4}([A-Z][A-Z_]{2,}):/gm)].map(([, code]) => code!);
    expect(new Set(codes)).toEqual(new Set(poses));
  });
});
