import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { rejouerDepartement } from "../../hub/departement-rejects";
import { importerDepartement } from "../../hub/import-departement";
import { closeSubgraphs, openSubgraphs } from "../../hub/subgraphs";
import { ImportRefuse } from "../../subgraphs/shared/import";
import { createLog } from "../../subgraphs/shared/log";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ouvrirOriginal } from "../../subgraphs/shared/original-garde";
import { ajouterDossiers, ajouterFoule } from "../allocataires/personnes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";
import { DEPOT } from "./depot-departement";

const MAINTENANT = new Date("2026-03-02T09:00:00Z");
describe("les fichiers du logiciel d’un Département", () => {
  let base: TestDatabase;
  let dossier: string;
  let context: Parameters<typeof importerDepartement>[2];
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await ajouterDossiers(base.owner);
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-departement-"));
    const subgraphs = await openSubgraphs({ databaseUrl: base.url, nirKey: NIR_KEY, log: createLog("silent", "test"), poolSize: 8 });
    context = { ownerUrl: base.url, now: () => MAINTENANT, subgraphs, nirCipher: new NirCipher(NIR_KEY) };
  });
  afterAll(async () => {
    await closeSubgraphs(context.subgraphs);
    fs.rmSync(dossier, { recursive: true, force: true });
    await base.drop();
  });

  function ecrire(nom: string, fichiers: Record<string, string[] | Buffer>): string {
    const chemin = path.join(dossier, nom);
    fs.mkdirSync(chemin, { recursive: true });
    for (const [fichier, contenu] of Object.entries(fichiers))
      fs.writeFileSync(path.join(chemin, fichier), Buffer.isBuffer(contenu) ? contenu : `\uFEFF${contenu.join("\r\n")}\r\n`);
    return chemin;
  }
  const importer = (chemin: string, departement = "94") => importerDepartement(chemin, departement, context);
  const total = (resultats: Awaited<ReturnType<typeof importer>>) =>
    resultats.reduce((t, { compteurs: c }) => [t[0]! + c.lus, t[1]! + c.appliques, t[2]! + c.inchanges, t[3]! + c.rejetes], [0, 0, 0, 0]);
  const codes = (resultats: Awaited<ReturnType<typeof importer>>) =>
    resultats.flatMap((r) => r.signalements.map((s) => `${s.cle} ${s.code}`)).sort();
  const evenements = async () => (await base.owner.query("select count(*)::int as n from journal.evenement")).rows[0].n;

  it("un dépôt passe par les règles, dans l’ordre des faits, et marque ORIAS à la date du fichier", async () => {
    const resultats = await importer(ecrire("csv", DEPOT));
    expect(codes(resultats)).toEqual([
      "94:contrat:C5 PERSONNE_INCONNUE",
      "94:orientation:O1 ORIENTATION_DEJA_DECIDEE",
      "94:referent:R9 ORGANISME_INCONNU",
    ]);
    expect(total(resultats)).toEqual([11, 8, 0, 3]);
    const { rows } = await base.owner.query(
      `select 'identifiant' as quoi, source, collectee_le::text as le, valeur as detail from allocataires.identifiant where allocataire = $1 and type = 'IDENTIFIANT_DEPARTEMENT'
       union all select 'orientation', source, collectee_le::text, referent from allocataires.orientation where allocataire = $1 and statut = 'DECIDEE'
       union all select 'contrat', source, collectee_le::text, heures_hebdomadaires::text || ' ' || date_fin from allocataires.contrat_engagement where allocataire = $1
       union all select 'diagnostic', source, collectee_le::text, array_to_string(metiers_recherches, '+') from allocataires.diagnostic where allocataire = $1
       union all select 'declaration', source, collectee_le::text, donnees ->> 'telephone' from allocataires.declaration where allocataire = $1 and donnees ? 'telephone'
       order by 1`,
      [PEOPLE.driss],
    );
    expect(rows.map((r) => [r.quoi, r.source, new Date(r.le).toISOString(), r.detail])).toEqual([
      ["contrat", "ORIAS", "2026-02-02T09:00:00.000Z", "17.5 2026-08-01"],
      ["declaration", "ORIAS", "2026-01-28T12:00:00.000Z", "+33612345678"],
      ["diagnostic", "ORIAS", "2026-01-28T12:00:00.000Z", "maçon+couvreur"],
      ["identifiant", "ORIAS", "2026-01-15T12:00:00.000Z", "OR-0004"],
      ["orientation", "ORIAS", "2026-01-21T12:00:00.000Z", "94-REMOB-1-REF-3"],
    ]);
    const suivi = await base.owner.query("select referent, role from allocataires.intervention where allocataire = $1 order by 2", [
      PEOPLE.driss,
    ]);
    expect(suivi.rows).toEqual([
      { referent: "94-REMOB-1-REF-2", role: "CO_REFERENT" },
      { referent: "94-REMOB-1-REF-3", role: "REFERENT_UNIQUE" },
    ]);
    const sortie = await base.owner.query("select source, nature from allocataires.sortie where allocataire = $1", [PEOPLE.bruno]);
    expect(sortie.rows).toEqual([{ source: "ORIAS", nature: "EMPLOI_DURABLE" }]);
  });

  it("chaque lecture et chaque écriture est au registre, au nom du fichier", async () => {
    const { rows } = await base.owner.query("select distinct client from journal.consultation");
    expect(rows).toEqual([{ client: "fichier-departement" }]);
  });

  it("le même dépôt une seconde fois ne change rien, et ne publie rien", async () => {
    const avant = await evenements();
    expect(total(await importer(path.join(dossier, "csv")))).toEqual([11, 0, 8, 3]);
    expect(await evenements()).toBe(avant);
  });

  it("en JSON Lines, les mêmes enregistrements sont les mêmes", async () => {
    const personne = { personneType: "IDENTIFIANT_DEPARTEMENT", personneValeur: "OR-0004" };
    const lignes = [
      {
        type: "contrat",
        version: 1,
        cle: "C4",
        collecteLe: "2026-02-02T10:00:00+01:00",
        ...personne,
        dateSignature: "2026-02-02",
        dureeMois: 6,
        heuresHebdomadaires: 17.5,
        exempte: false,
      },
      {
        metiersRecherches: ["maçon", "couvreur"],
        contraintes: [
          { frein: "LOGEMENT", impact: "FORT", prioritaire: true },
          { impact: "MOYEN", frein: "SANTE" },
        ],
        type: "diagnostic",
        version: 1,
        cle: "D4",
        collecteLe: "2026-01-28",
        ...personne,
        etabliLe: "2026-01-28",
        procheAidant: true,
        situationEmploi: null,
      },
    ];
    const chemin = ecrire("jsonl", { "depot.jsonl": lignes.map((l) => JSON.stringify(l)) });
    expect(total(await importer(path.join(chemin, "depot.jsonl")))).toEqual([2, 0, 2, 0]);
  });

  it("un rejet est gardé entier, dit sa ligne, et se rejoue une fois sa cause levée", async () => {
    const { rows } = await base.owner.query("select objet, cle, message, original from hub.rejet where cle = '94:contrat:C5'");
    expect(rows[0].original).not.toContain("C5");
    expect(rows.map((row) => ({ ...row, original: ouvrirOriginal(context.nirCipher, row.original) }))).toEqual([
      {
        objet: "DEPARTEMENT_CONTRAT",
        cle: "94:contrat:C5",
        message: "contrats.csv, ligne 3. Aucune personne du département ne porte cet identifiant.",
        original: JSON.stringify({
          type: "contrat",
          version: 1,
          cle: "C5",
          collecteLe: "2026-02-02",
          personneType: "IDENTIFIANT_DEPARTEMENT",
          personneValeur: "OR-9999",
          dateSignature: "2026-02-02",
          dureeMois: 6,
          heuresHebdomadaires: 15,
        }),
      },
    ]);
    const encore = await rejouerDepartement("tous", context);
    expect(encore.compteurs).toMatchObject({ lus: 3, appliques: 0, rejetes: 3 });
    const chemin = ecrire("suite", {
      "identifiants.csv": [
        "version;cle;collecteLe;personneType;personneValeur;personneNaissance;valeur",
        "1;I1;2026-01-15;MATRICULE_CAF;1234567;1990-03-14;OR-9999",
      ],
    });
    expect(total(await importer(chemin))).toEqual([1, 1, 0, 0]);
    expect((await rejouerDepartement("tous", context)).compteurs).toMatchObject({ lus: 3, appliques: 1, rejetes: 2 });
    const apres = await base.owner.query("select cle, resultat, rejoue_le is null as attend from hub.rejet order by cle");
    expect(apres.rows).toEqual([
      { cle: "94:contrat:C5", resultat: "APPLIQUE", attend: false },
      { cle: "94:orientation:O1", resultat: "REJETE", attend: true },
      { cle: "94:referent:R9", resultat: "REJETE", attend: true },
    ]);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ["un type inconnu", { type: "paiement" }, "TYPE_INCONNU", /« type » est l’un de/],
    ["une autre version", { version: 2 }, "VERSION_INCONNUE", /« version » vaut 1/],
    ["un champ qui manque", { nature: undefined }, "CHAMP_MANQUANT", /« nature » manque/],
    ["un champ de trop", { montant: 12 }, "CHAMP_INCONNU", /« montant » n’est pas un champ/],
    ["une date qui n’existe pas", { date: "2026-02-30" }, "CHAMP_INVALIDE", /« date » : une date/],
    ["une valeur hors liste", { nature: "VACANCES" }, "CHAMP_INVALIDE", /une valeur parmi EMPLOI_DURABLE/],
    ["un numéro de demande sans rôle", { personneRole: undefined }, "CHAMP_MANQUANT", /« personneRole » manque/],
    ["une date de recueil à venir", { collecteLe: "2026-03-03" }, "DATE_FUTURE", /collecteLe/],
    ["une date après le recueil", { date: "2026-02-12" }, "DATE_FUTURE", /futur/],
  ])("rejette %s, avec sa ligne", async (titre, change, code, phrase) => {
    const sortie = {
      type: "sortie",
      version: 1,
      cle: titre,
      collecteLe: "2026-02-10",
      personneType: "NUMERO_DEMANDE_RSA",
      personneValeur: "94000000001",
      personneRole: "DEM",
      nature: "AUTRE",
      date: "2026-02-09",
    };
    const chemin = ecrire("faux", { "f.jsonl": ["", JSON.stringify({ ...sortie, ...change })] });
    const [resultat] = await importer(path.join(chemin, "f.jsonl"));
    expect(resultat!.signalements).toMatchObject([{ code, ligne: 2, applique: false }]);
    expect(resultat!.signalements[0]!.message).toMatch(phrase);
    expect(resultat!.signalements[0]!.message).not.toContain("94000000001");
  });

  it("rejette une ligne illisible, et une clé donnée deux fois avec un autre contenu", async () => {
    const ligne = { type: "referent", version: 1, cle: "R7", collecteLe: "2026-01-15", organisme: "REMOB-1", code: "REF-7", nom: "Sept" };
    const chemin = ecrire("double", {
      "f.jsonl": ["{", JSON.stringify(ligne), JSON.stringify(ligne), JSON.stringify({ ...ligne, nom: "Huit" })],
    });
    const resultats = await importer(path.join(chemin, "f.jsonl"));
    expect(total(resultats)).toEqual([4, 1, 1, 2]);
    expect(codes(resultats)).toEqual(["94:f.jsonl:1 LIGNE_ILLISIBLE", "94:referent:R7 CLE_EN_DOUBLE"]);
  });

  it("n’applique que ce qui a changé depuis le dépôt d’avant", async () => {
    const chemin = ecrire("jour-2", {
      "referents.csv": [DEPOT["referents.csv"]![0]!, "1;R3;2026-02-01;REMOB-1;REF-3;Nguyen;Linh;Conseillère"],
    });
    expect(total(await importer(chemin))).toEqual([1, 1, 0, 0]);
    const { rows } = await base.owner.query("select fonction from allocataires.referent where id = '94-REMOB-1-REF-3'");
    expect(rows).toEqual([{ fonction: "Conseillère" }]);
  });

  it("un identifiant ne désigne qu’une personne ; une personne d’un autre département n’existe pas", async () => {
    const entete = "version;cle;collecteLe;personneType;personneValeur;valeur";
    const chemin = ecrire("vol", {
      "identifiants.csv": [
        entete,
        `1;V1;2026-02-20;HUB;${PEOPLE.chantal};OR-0004`,
        `1;V2;2026-02-20;HUB;${PEOPLE.elodie};OR-0005`,
        "1;V3;2026-02-20;MATRICULE_CAF;1234567;OR-0006",
        `1;V4;2026-02-20;HUB;${PEOPLE.chantal};OR 0007`,
      ],
    });
    const attendus = ["V1 IDENTIFIANT_DEJA_DONNE", "V2 PERSONNE_INCONNUE", "V3 CHAMP_MANQUANT", "V4 IDENTIFIANT_INVALIDE"];
    expect(codes(await importer(chemin))).toEqual(attendus.map((code) => `94:identifiant:${code}`));
  });

  it("une décision de France Travail suit la règle de France Travail, une décision du Département la sienne", async () => {
    const [une, autre] = await ajouterFoule(base.owner, 2);
    const decision = {
      type: "orientation",
      version: 1,
      collecteLe: "2026-02-26",
      organisme: "FT94",
      parcours: "FRANCE_TRAVAIL",
      decideeLe: "2026-02-25",
      motif: "Proche de l’emploi",
    };
    const de = (cle: string, id: string, plus: object) =>
      JSON.stringify({ ...decision, cle, personneType: "HUB", personneValeur: id, ...plus });
    const chemin = ecrire("carence", {
      "f.jsonl": [
        de("F1", une!, { decideePar: "FRANCE_TRAVAIL" }),
        de("F2", autre!, {}),
        de("F3", autre!, { decideePar: "FRANCE_TRAVAIL", decideeLe: "2026-02-10" }),
      ],
    });
    expect(codes(await importer(chemin))).toEqual(["94:orientation:F2 COMPETENCE_FRANCE_TRAVAIL", "94:orientation:F3 DELEGATION_ABSENTE"]);
    const { rows } = await base.owner.query(
      "select competence, decidee_par, source from allocataires.orientation where allocataire = $1 and statut = 'DECIDEE'",
      [une],
    );
    expect(rows).toEqual([{ competence: "CARENCE_SIX_SEMAINES", decidee_par: "FRANCE_TRAVAIL", source: "ORIAS" }]);
  });

  it("un numéro que plusieurs personnes portent ne désigne personne", async () => {
    await base.owner.query("update allocataires.allocataire set date_naissance = '1990-03-14' where id = $1", [PEOPLE.bruno]);
    const chemin = ecrire("ambigu", {
      "identifiants.csv": [
        "version;cle;collecteLe;personneType;personneValeur;personneNaissance;valeur",
        "1;W1;2026-02-20;MATRICULE_CAF;1234567;1990-03-14;OR-0007",
      ],
    });
    expect(codes(await importer(chemin))).toEqual(["94:identifiant:W1 PERSONNE_AMBIGUE"]);
  });

  it.each<[string, Record<string, string[] | Buffer>, string]>([
    ["un encodage autre qu’UTF-8", { "referents.csv": Buffer.from("version;cle;é", "latin1") }, "FICHIER_INVALIDE"],
    ["une colonne inconnue", { "referents.csv": ["version;cle;collecteLe;organisme;code;nom;salaire"] }, "FICHIER_INVALIDE"],
    ["une colonne qui manque", { "referents.csv": ["version;cle;collecteLe;organisme;code"] }, "FICHIER_INVALIDE"],
    [
      "des guillemets ouverts",
      { "referents.csv": ["version;cle;collecteLe;organisme;code;nom", '1;R;2026-01-01;REMOB-1;X;"ouvert'] },
      "FICHIER_INVALIDE",
    ],
    ["un fichier inconnu", { "paiements.csv": ["a"], "referents.csv": ["version;cle;collecteLe;organisme;code;nom"] }, "FICHIER_INVALIDE"],
    ["un dossier vide", {}, "FICHIER_INTROUVABLE"],
    ["un manifeste d’une autre version", { "f.jsonl": [], "manifeste.json": Buffer.from('{"version":2,"fichiers":[]}') }, "MANIFESTE_FAUX"],
    [
      "un fichier changé après le manifeste",
      { "f.jsonl": [], "manifeste.json": Buffer.from('{"version":1,"fichiers":[{"nom":"f.jsonl","sha256":"00"}]}') },
      "MANIFESTE_FAUX",
    ],
  ])("refuse en entier %s : rien n’est appliqué", async (titre, fichiers, code) => {
    const avant = await evenements();
    await expect(importer(ecrire(`refus ${titre}`, fichiers))).rejects.toMatchObject({ code });
    await expect(importer(ecrire(`refus ${titre}`, fichiers))).rejects.toBeInstanceOf(ImportRefuse);
    expect(await evenements()).toBe(avant);
  });

  it("refuse un Département que le hub ne connaît pas", async () => {
    await expect(importer(path.join(dossier, "csv"), "75")).rejects.toMatchObject({ code: "DEPARTEMENT_INCONNU" });
  });
});
