import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { territoire93 } from "../../simulation/territoire/territoire-93";
import { importerAide } from "../../subgraphs/allocataires/orientation/aide/import-aide";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { chargerParcours } from "../../subgraphs/shared/contrat/charger-parcours";
import { lireParcours } from "../../subgraphs/shared/contrat/lire-parcours";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
let suivante = 0;
const { departement, departement93, referent } = CALLERS;
const contexte = () => ({ ownerUrl: base.url, now: () => new Date("2026-02-01T08:00:00Z") });

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await chargerParcours(base.owner, lireParcours(fs.readFileSync("data/contrat-94-2024/parcours.csv", "utf8"), "94"));
  await chargerParcours(base.owner, lireParcours(territoire93().parcoursCsv, "93"));
  for (const code of ["94", "93"]) await importerAide(contexte(), `data/aide-orientation/${code}.csv`, code);
  foule = await ajouterFoule(base.owner, 60);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const personne = () => foule[suivante++]!;
const importer = (csv: string) => {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-aide-"));
  const fichier = path.join(dossier, "aide.csv");
  fs.writeFileSync(fichier, csv);
  return importerAide(contexte(), fichier, "94").finally(() => fs.rmSync(dossier, { recursive: true }));
};
const PRECONISATION = "preconisation { parcours { code } score raisons version manquants }";
const lire = async (id: string, appelant = departement) =>
  (
    await graphe.run(
      appelant,
      `query ($id: ID!) { a: allocataire(id: $id) { ${PRECONISATION} orientation { conformeALaPreconisation ${PRECONISATION} } } }`,
      { id },
      new Date("2026-02-01T10:00:00Z"),
    )
  ).data.a;
const diagnostiquer = (allocataire: string, variables: Record<string, unknown>) =>
  agir(graphe, departement, "enregistrerDiagnostic", { allocataire, etabliLe: "2026-01-20", contraintes: [], ...variables }, "");
const SANTE = { contraintes: [{ frein: "SANTE", impact: "FORT" }], projetProfessionnel: "AUCUN" };
const decider = async (variables: Record<string, unknown>, appelant = departement) =>
  (
    await agir(
      graphe,
      appelant,
      "deciderOrientation",
      { parcours: "PARCOURS_INSERTION", organisme: "94-REMOB-1", motif: "La santé d’abord", ...variables },
      `... on Orientation { conformeALaPreconisation ${PRECONISATION} }`,
    )
  ).r;

const ENTETE =
  "# version: essai\n# du: 2020-01-01\n# libelle: Essai\n# auteur: Test\nrang,critere,operateur,valeurs,parcours,points,eliminatoire,raison\n";

describe("la préconisation d’une personne", () => {
  it("suit le diagnostic, avec la version de la table ; ce qui n’est pas renseigné est dit", async () => {
    const id = personne();
    expect((await lire(id)).preconisation).toBeNull();
    await diagnostiquer(id, SANTE);
    const { preconisation } = await lire(id);
    expect(preconisation).toMatchObject({
      parcours: { code: "PARCOURS_INSERTION" },
      version: "94-2026-1",
      raisons: ["La santé passe avant l’emploi.", "Aucun projet professionnel pour l’instant."],
      manquants: expect.arrayContaining(["Mobilité : non renseigné", "Situation au regard de l’emploi : non renseigné"]),
    });
    expect(preconisation.manquants).not.toContain("Santé : non renseigné");
  });

  it.each([
    ["FRANCE_TRAVAIL", "1990-01-01", { situationEmploi: "Sans emploi depuis moins d’un an", niveauQualification: "Bac + 2" }],
    [
      "ESE",
      "1990-01-01",
      {
        situationEmploi: "Sans emploi depuis moins d’un an",
        projetProfessionnel: "SALARIAT",
        contraintes: [
          { frein: "MOBILITE", impact: "FORT" },
          { frein: "NUMERIQUE", impact: "MOYEN" },
        ],
      },
    ],
    [
      "ACCOMPAGNEMENT_GLOBAL",
      "1990-01-01",
      {
        situationEmploi: "Sans emploi depuis un à deux ans",
        contraintes: [
          { frein: "LOGEMENT", impact: "FORT" },
          { frein: "FAMILLE", impact: "FORT" },
          { frein: "FINANCES", impact: "MOYEN" },
        ],
      },
    ],
    ["JEUNES", "1999-01-01", { contraintes: [{ frein: "MOBILITE", impact: "FAIBLE" }] }],
    ["TNS", "1980-01-01", { projetProfessionnel: "Création d’entreprise" }],
    [
      "REMOBILISATION_EMPLOI",
      "1985-01-01",
      {
        situationEmploi: "Sans emploi depuis plus de deux ans",
        niveauQualification: "Sans diplôme",
        contraintes: [
          { frein: "MOBILITE", impact: "MOYEN" },
          { frein: "LANGUE_SAVOIRS_DE_BASE", impact: "MOYEN" },
        ],
      },
    ],
    ["PARCOURS_INSERTION", "1985-01-01", SANTE],
  ])("chaque parcours du 94 a un profil qui y mène : %s", async (code, naissance, diagnostic) => {
    const id = personne();
    await base.owner.query("update allocataires.allocataire set date_naissance = $2 where id = $1", [id, naissance]);
    await diagnostiquer(id, diagnostic);
    expect((await lire(id)).preconisation?.parcours.code).toBe(code);
  });

  it("une activité indépendante en cours mène aux travailleurs non salariés ; finie, non", async () => {
    const id = personne();
    await agir(graphe, departement, "declarerRepriseEmploi", { allocataire: id, debut: "2026-01-15", typeContrat: "INDEPENDANT" }, "");
    expect((await lire(id)).preconisation).toMatchObject({ parcours: { code: "TNS" }, raisons: ["Une activité indépendante en cours."] });
    await base.owner.query("update allocataires.reprise_emploi set fin = '2026-01-31' where allocataire = $1", [id]);
    expect((await lire(id)).preconisation).toBeNull();
  });

  it("une déclaration compte, et la source que la préséance croit l’emporte", async () => {
    const id = personne();
    const declarer = (source: string, sansDomicileFixe: boolean) =>
      base.owner.query(
        `insert into allocataires.declaration (departement, allocataire, source, collectee_le, recue_le, certifiee, donnees)
         values ('94', $1, $2, '2026-01-10', '2026-01-10', true, jsonb_build_object('sansDomicileFixe', $3::boolean))`,
        [id, source, sansDomicileFixe],
      );
    await declarer("ORGANISME_REFERENT", true);
    expect((await lire(id)).preconisation).toMatchObject({ raisons: ["Sans domicile fixe : l’hébergement passe avant l’emploi."] });
    await declarer("CAF", false);
    expect((await lire(id)).preconisation).toBeNull();
  });

  it("une finalité qui n’ouvre pas le diagnostic ne lit ni la préconisation, ni celle de l’orientation", async () => {
    const id = personne();
    await diagnostiquer(id, SANTE);
    await decider({ allocataire: id });
    // A statistic reads no row of a person at all: as one who does not exist.
    expect(await lire(id, { ...departement, finalite: "PILOTAGE_STATISTIQUE" })).toBeNull();
    for (const finalite of ["DROITS_ET_DEVOIRS", "GESTION_DU_DROIT"] as const) {
      expect(await lire(id, { ...departement, finalite })).toEqual({
        preconisation: null,
        orientation: { conformeALaPreconisation: true, preconisation: null },
      });
    }
    expect((await lire(id)).orientation.preconisation).not.toBeNull();
  });

  it("ne sort ni du département, ni du portefeuille", async () => {
    await diagnostiquer(PEOPLE.chantal, SANTE);
    expect(await lire(PEOPLE.chantal, departement93)).toBeNull();
    expect(await lire(PEOPLE.chantal, referent)).toBeNull();
    const elodie = (await lire(PEOPLE.elodie, departement93)).preconisation;
    expect(elodie).toBeNull();
  });

  it("cinquante personnes coûtent autant d’ordres SQL qu’une", async () => {
    await base.owner.query(
      `insert into allocataires.diagnostic (departement, allocataire, etabli_le, projet_professionnel, source, collectee_le, recue_le, certifiee)
       select '94', i, '2026-01-20', 'AUCUN', 'DEPARTEMENT', '2026-01-20', '2026-01-20', true from unnest($1::uuid[]) i`,
      [foule.slice(0, -1)],
    );
    const compter = async (first: number) => {
      const { data, errors, statements } = await graphe.run(
        departement,
        `query ($n: Int!) { allocataires(first: $n) { nodes { id ${PRECONISATION} } } }`,
        { n: first },
      );
      expect(errors).toBeUndefined();
      expect(data.allocataires.nodes.filter((n: { preconisation: unknown }) => n.preconisation).length).toBeGreaterThan(0);
      return statements.length;
    };
    expect(await compter(50)).toBe(await compter(5));
  });
});

describe("décider avec, ou autrement que l’aide", () => {
  it("la préconisation du jour reste avec la décision, même après une autre table", async () => {
    const id = personne();
    await diagnostiquer(id, SANTE);
    const r = await decider({ allocataire: id });
    expect(r).toMatchObject({
      conformeALaPreconisation: true,
      preconisation: { version: "94-2026-1", parcours: { code: "PARCOURS_INSERTION" } },
    });
    await importer(
      `${ENTETE.replace("essai", "94-autre").replace("2020-01-01", "2026-01-31")}10,SANTE,PARMI,FORT,JEUNES,1,NON,Tout autre.\n`,
    );
    expect(await lire(id)).toMatchObject({
      preconisation: { version: "94-autre", parcours: { code: "JEUNES" } },
      orientation: { preconisation: { version: "94-2026-1" } },
    });
    await base.owner.query("update allocataires.aide_version set au = du where version = '94-autre'");
    expect((await lire(id)).preconisation.version).toBe("94-2026-1");
  });

  it("autrement : le motif dit pourquoi, en dix caractères au moins", async () => {
    const id = personne();
    await diagnostiquer(id, SANTE);
    expect(await decider({ allocataire: id, parcours: "REMOBILISATION_EMPLOI", motif: " parce que " })).toMatchObject({
      code: "MOTIF_ECART_INSUFFISANT",
    });
    expect(await decider({ allocataire: id, parcours: "REMOBILISATION_EMPLOI", motif: "Son projet." })).toMatchObject({
      conformeALaPreconisation: false,
    });
    expect(await decider({ allocataire: foule.at(-1), motif: "court" })).toMatchObject({
      conformeALaPreconisation: null,
      preconisation: null,
    });
  });

  it("qui ne lit pas le diagnostic décide sans l’aide : rien n’est gardé de ce qu’il ne peut pas lire", async () => {
    const id = personne();
    await diagnostiquer(id, SANTE);
    const demande = { allocataire: id, parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1", motif: "court" };
    const decidee = await agir(graphe, { ...departement, finalite: "DROITS_ET_DEVOIRS" }, "deciderOrientation", demande, "");
    expect(decidee.errors).toBeUndefined();
    const { rows } = await base.owner.query(
      "select preconisation, conforme_preconisation from allocataires.orientation where allocataire = $1",
      [id],
    );
    expect(rows).toEqual([{ preconisation: null, conforme_preconisation: null }]);
  });

  it("une réorientation proposée garde l’avis du jour, et demande le même motif", async () => {
    const id = personne();
    await decider({ allocataire: id, parcours: "REMOBILISATION_EMPLOI" });
    await diagnostiquer(id, { ...SANTE, etabliLe: "2026-01-30" });
    const proposer = async (motif: string, parcours = "TNS") =>
      (
        await agir(
          graphe,
          departement,
          "proposerReorientation",
          { allocataire: id, parcours, motif, organisme: "94-REMOB-1" },
          `... on Orientation { id ${PRECONISATION} }`,
        )
      ).r;
    expect(await proposer("court")).toMatchObject({ code: "MOTIF_ECART_INSUFFISANT" });
    const proposee = await proposer("Elle crée son entreprise");
    expect(proposee.preconisation.parcours.code).toBe("PARCOURS_INSERTION");
    const statuer = async (motif: string) =>
      (
        await agir(
          graphe,
          departement,
          "statuerReorientation",
          { orientation: proposee.id, accepter: true, le: "2026-02-01", motif },
          "... on Orientation { conformeALaPreconisation }",
        )
      ).r;
    expect(await statuer("d’accord")).toMatchObject({ code: "MOTIF_ECART_INSUFFISANT" });
    expect(await statuer("Projet de création confirmé")).toMatchObject({ conformeALaPreconisation: false });
  });
});
