import fs from "node:fs";
import { importerDataInclusion } from "../../subgraphs/offre-insertion/import-data-inclusion";
import { rejouerRejets } from "../../subgraphs/offre-insertion/rejouer-rejets";
import { exitCode } from "../../subgraphs/shared/import";
import { type TestDatabase, testDatabase } from "../setup/database";
import { dossierTemporaire, ecrire, importer, MAINTENANT, service, structure, viderCatalogue } from "./fiches";

let base: TestDatabase;
const dossier = dossierTemporaire();
beforeAll(async () => {
  base = await testDatabase();
});
beforeEach(() => viderCatalogue(base.owner));
afterAll(async () => {
  await base.drop();
  fs.rmSync(dossier, { recursive: true });
});

const contexte = () => ({ ownerUrl: base.url, now: () => MAINTENANT });
const nombre = async (table: string) => (await base.owner.query(`select count(*)::int as n from ${table}`)).rows[0].n;
const evenements = async (type: string) =>
  (await base.owner.query("select departement, donnees from journal.evenement where type = $1 order by rang", [type])).rows;

describe("import data·inclusion", () => {
  it("garde chaque champ reçu, y compris ceux que le schéma ne connaît pas", async () => {
    const complet = service("complet", {
      lien_source: "https://exemple.fr/service",
      frais: "payant",
      frais_precisions: "10 euros par an",
      publics_precisions: "Sur orientation",
      conditions_acces: "Savoir lire l’heure",
      complement_adresse: "Bâtiment B",
      courriel: "contact@exemple.fr",
      contact_nom_prenom: "Accueil",
      horaires_accueil: "Mo-Fr 09:00-12:00",
      lien_mobilisation: "https://exemple.fr/rdv",
      mobilisation_precisions: "Appeler le matin",
      volume_horaire_hebdomadaire: 15.5,
      nombre_semaines: 12,
      score_qualite_source: 0.8,
      doublons: [{ id: "x" }],
    });
    const recue = structure("s1", {
      siret: "12345678901234",
      reseaux_porteurs: ["mission-locale"],
      site_web: "https://exemple.fr",
      label_local: "Œuvre",
    });
    const resultats = await importer(base, [recue], [complet]);
    expect(resultats.map((r) => r.compteurs)).toEqual([
      { annonces: null, lus: 1, appliques: 1, inchanges: 0, rejetes: 0 },
      { annonces: null, lus: 1, appliques: 1, inchanges: 0, rejetes: 0 },
    ]);
    const relu = async (table: string) =>
      (await base.owner.query(`select to_jsonb(t) as ligne from offre_insertion.${table} t`)).rows[0].ligne;
    const { structure: structure_id, extra, ...colonnes } = await relu("service");
    expect({ ...colonnes, structure_id, ...extra }).toMatchObject(complet);
    expect(extra).toEqual({ score_qualite_source: 0.8, doublons: [{ id: "x" }] });
    const ligne = await relu("structure");
    expect({ ...ligne, ...ligne.extra }).toMatchObject(recue);
  });

  it("le même fichier une seconde fois ne change rien et le dit", async () => {
    const structures = [structure("s1"), structure("s2")];
    const services = [service("a"), service("b"), service("c", { structure_id: "dora--s2" })];
    await importer(base, structures, services);
    const avant = (await base.owner.query("select id, xmin, recue_le from offre_insertion.service order by id")).rows;
    const resultats = await importer(base, structures, services, MAINTENANT);
    expect(resultats.map((r) => r.compteurs.inchanges)).toEqual([2, 3]);
    expect(resultats.map((r) => r.compteurs.appliques)).toEqual([0, 0]);
    expect((await base.owner.query("select id, xmin, recue_le from offre_insertion.service order by id")).rows).toEqual(avant);
    expect(await evenements("OffreModifiee")).toHaveLength(3);
    expect(exitCode(resultats)).toBe(0);
  });

  it("applique un service modifié, et lui seul", async () => {
    await importer(base, [structure("s1")], [service("a"), service("b")]);
    const [, resultat] = await importer(
      base,
      [structure("s1")],
      [service("a"), service("b", { nom: "Nouveau nom", thematiques: ["numerique--acquerir-un-equipement"] })],
    );
    expect(resultat!.compteurs).toMatchObject({ lus: 2, appliques: 1, inchanges: 1, rejetes: 0 });
    const { rows } = await base.owner.query("select nom, cles from offre_insertion.service where id = 'dora--b'");
    expect(rows[0]).toEqual({ nom: "Nouveau nom", cles: ["NUMERIQUE", "numerique"] });
    expect(
      (await base.owner.query("select distinct cle from offre_insertion.proposition where offre = 'dora--b' order by 1")).rows,
    ).toEqual([{ cle: "NUMERIQUE" }, { cle: "numerique" }]);
    expect((await evenements("OffreModifiee")).at(-1)).toEqual({ departement: "94", donnees: { offre: "dora--b", source: "dora" } });
  });

  it("une liste écrite sur une ligne : le rang dit quel enregistrement n’est pas une fiche, rejoué aussi", async () => {
    const dossier = dossierTemporaire();
    const contexte = { ownerUrl: base.url, now: () => MAINTENANT };
    const fichier = ecrire(dossier, "une-ligne.json", JSON.stringify([12, structure("s1"), "x"]));
    const [resultat] = await importerDataInclusion({ structures: [fichier], services: [] }, contexte);
    expect(resultat!.signalements.map(({ cle, code }) => [cle, code])).toEqual([
      ["ligne 1, enregistrement 1", "PAS_UN_OBJET"],
      ["ligne 1, enregistrement 3", "PAS_UN_OBJET"],
    ]);
    expect((await rejouerRejets("tous", contexte)).signalements.map(({ cle }) => cle).sort()).toEqual([
      "ligne 1, enregistrement 1",
      "ligne 1, enregistrement 3",
    ]);
    fs.rmSync(dossier, { recursive: true });
  });

  it("dit chaque défaut par ligne, champ, code et valeur, et applique le reste", async () => {
    const mauvais = {
      ...service("mauvais", { thematiques: ["mobilite--voler"], date_maj: "2025-02-30", siret: "x" }),
      nom: "ab",
      description: undefined,
    };
    const services = [service("bon"), mauvais, 12, service("futur", { date_maj: "2026-02-11" })];
    const [, resultat] = await importer(base, [structure("s1")], services);
    // The file is indented: the second record begins at the second line that is only « { ».
    const ligneDuMauvais = 1 + JSON.stringify(services, null, 1).split("\n").indexOf(" {", 2);
    expect(resultat!.compteurs).toEqual({ annonces: null, lus: 4, appliques: 1, inchanges: 0, rejetes: 3 });
    expect(exitCode([resultat!])).toBe(3);
    const vus = resultat!.signalements.map(({ cle, code, champ, valeur, ligne, applique }) => [cle, code, champ, valeur, ligne, applique]);
    expect(vus.filter(([cle]) => cle === "dora--mauvais").sort()).toEqual([
      ["dora--mauvais", "CHAMP_MANQUANT", "description", undefined, ligneDuMauvais, false],
      ["dora--mauvais", "FORMAT_INVALIDE", "date_maj", "2025-02-30", ligneDuMauvais, false],
      ["dora--mauvais", "LONGUEUR_INVALIDE", "nom", "ab", ligneDuMauvais, false],
    ]);
    expect(vus.find(([, code]) => code === "PAS_UN_OBJET")).toEqual([
      expect.stringMatching(/^ligne \d+, enregistrement 3$/),
      "PAS_UN_OBJET",
      "",
      "12",
      expect.any(Number),
      false,
    ]);
    expect(vus.find(([cle]) => cle === "dora--futur")?.slice(0, 4)).toEqual(["dora--futur", "DATE_HORS_BORNES", "date_maj", "2026-02-11"]);
    const rejets = (await base.owner.query("select id, cle, departement, code, original from offre_insertion.rejet order by ligne")).rows;
    expect(JSON.parse(rejets[0].original)).toEqual(JSON.parse(JSON.stringify(mauvais)));
    expect(await evenements("RejetEnregistre")).toContainEqual({
      departement: "94",
      donnees: { rejet: rejets[0].id, objet: "DATA_INCLUSION", code: rejets[0].code, partenaire: "DATA_INCLUSION" },
    });
  });

  it.each([
    ["siret", { siret: "123" }, "FORMAT_INVALIDE"],
    ["reseaux_porteurs[0]", { reseaux_porteurs: [12] }, "TYPE_INVALIDE"],
    ["latitude", { latitude: "48" }, "TYPE_INVALIDE"],
    ["courriel", { courriel: "pas un courriel" }, "FORMAT_INVALIDE"],
    ["nom", { nom: "a\u0000b c" }, "CARACTERE_INVALIDE"],
    ["nom", { nom: "demi \ud800 paire" }, "CARACTERE_INVALIDE"],
    ["id", { id: "" }, "LONGUEUR_INVALIDE"],
    ["id", { id: "x".repeat(5_000) }, "LONGUEUR_INVALIDE"],
    ["id", { id: "dora--a b" }, "FORMAT_INVALIDE"],
    ["source", { source: "s".repeat(81) }, "LONGUEUR_INVALIDE"],
  ])("rejette une structure dont %s ne va pas", async (champ, plus, code) => {
    const [resultat] = await importer(base, [structure("s1", plus)], []);
    expect(resultat!.compteurs).toMatchObject({ lus: 1, appliques: 0, rejetes: 1 });
    const { champ: vu, code: lu } = resultat!.signalements[0]!;
    // A NUL shortens the name below three characters for nobody: the rule of the hub speaks.
    expect([vu, lu]).toEqual([champ, code]);
  });

  it.each([
    ["nombre_semaines", { nombre_semaines: 3_000_000_000 }, "HORS_BORNES"],
    ["nombre_semaines", { nombre_semaines: 0 }, "HORS_BORNES"],
    ["zone_eligibilite[1]", { zone_eligibilite: ["94", "n’importe quoi"] }, "FORMAT_INVALIDE"],
    ["zone_eligibilite", { zone_eligibilite: [] }, "LISTE_INVALIDE"],
    ["publics", { publics: ["jeunes", "jeunes"] }, "LISTE_INVALIDE"],
    ["frais", { frais: 12 }, "TYPE_INVALIDE"],
  ])("rejette un service dont %s ne va pas", async (champ, plus, code) => {
    const [, resultat] = await importer(base, [structure("s1")], [service("a", plus)]);
    expect(resultat!.signalements.map((s) => [s.champ, s.code])).toEqual([[champ, code]]);
    expect(await nombre("offre_insertion.service")).toBe(0);
  });

  it("un identifiant deux fois dans un fichier : le dernier compte", async () => {
    const services = [service("a", { nom: "Premier" }), service("a", { nom: "Second" })];
    const [, resultat] = await importer(base, [structure("s1")], services);
    expect(resultat!.compteurs).toMatchObject({ lus: 2, appliques: 1, rejetes: 1 });
    expect(resultat!.signalements[0]).toMatchObject({ cle: "dora--a", code: "DOUBLON", champ: "id" });
    expect((await base.owner.query("select nom from offre_insertion.service")).rows).toEqual([{ nom: "Second" }]);
    const [, seconde] = await importer(base, [structure("s1")], services);
    expect(seconde!.compteurs).toMatchObject({ lus: 2, appliques: 0, inchanges: 1, rejetes: 1 });
    expect(await nombre("offre_insertion.rejet")).toBe(1);
    expect((await rejouerRejets("tous", contexte())).compteurs.lus).toBe(0);
  });

  it("n’écrit pas sur une fiche du catalogue d’un département", async () => {
    await base.owner.query(
      "insert into offre_insertion.structure (id, departement, source, nom, date_maj, recue_le) values ('dora--s1', '94', 'PDIE', 'À nous', '2026-01-01', now())",
    );
    const [resultat] = await importer(base, [structure("s1")], []);
    expect(resultat!.signalements[0]).toMatchObject({ code: "IDENTIFIANT_PRIS", valeur: "dora--s1" });
    expect((await base.owner.query("select nom from offre_insertion.structure")).rows).toEqual([{ nom: "À nous" }]);
  });
});

describe("rejets de data·inclusion", () => {
  it("un service dont la structure est inconnue attend, puis se rejoue quand elle arrive", async () => {
    const [resultat] = await importer(base, [], [service("a", { structure_id: "dora--absente" })]);
    expect(resultat!.signalements[0]).toMatchObject({
      cle: "dora--a",
      code: "STRUCTURE_INCONNUE",
      champ: "structure_id",
      valeur: "dora--absente",
    });
    const encore = await rejouerRejets("tous", contexte());
    expect(encore.compteurs).toMatchObject({ lus: 1, appliques: 0, rejetes: 1 });
    await importer(base, [structure("absente")], []);
    const { rows } = await base.owner.query("select id from offre_insertion.rejet where rejoue_le is null");
    const rejoue = await rejouerRejets([rows[0].id], contexte());
    expect(rejoue.compteurs).toMatchObject({ lus: 1, appliques: 1, rejetes: 0 });
    expect((await evenements("RejetRejoue")).map((e) => e.donnees.resultat)).toEqual(["REJETE", "APPLIQUE"]);
    expect(await nombre("offre_insertion.rejet where rejoue_le is null")).toBe(0);
    expect(await nombre("offre_insertion.service")).toBe(1);
  });

  it("le même rejet n’est gardé qu’une fois, et se solde quand la fiche revient corrigée", async () => {
    const faux = [service("a", { frais: 12 })];
    await importer(base, [structure("s1")], faux);
    await importer(base, [structure("s1")], faux);
    expect(await nombre("offre_insertion.rejet")).toBe(1);
    expect(await evenements("RejetEnregistre")).toHaveLength(1);
    await importer(base, [], [service("a")]);
    expect((await base.owner.query("select resultat from offre_insertion.rejet")).rows).toEqual([{ resultat: "APPLIQUE" }]);
  });
});

describe("fichier refusé en entier", () => {
  it.each([
    ["un objet", '{"services": []}', "JSON_PAS_UNE_LISTE", ""],
    ["une chaîne", '"services"', "JSON_PAS_UNE_LISTE", ""],
    ["une page HTML", "<html></html>", "JSON_MAL_FORME", "Ligne 1"],
    ["un fichier vide", "", "JSON_MAL_FORME", "vide"],
    ["une liste coupée", `[${JSON.stringify(service("a"))},\n {"id": "dora`, "JSON_MAL_FORME", "Ligne 2"],
    ["une virgule de trop", `[${JSON.stringify(service("a"))},\n]`, "JSON_MAL_FORME", "Ligne 2"],
    ["deux objets sans virgule", "[{}\n\n{}]", "JSON_MAL_FORME", "Ligne 3"],
    ["un enregistrement mal écrit", `[${JSON.stringify(service("a"))},\n\n{"id": dora}]`, "JSON_MAL_FORME", "Ligne 3"],
    ["du texte après la liste", "[]\nfin", "JSON_MAL_FORME", "Ligne 2"],
  ])("%s", async (_nom, contenu, code, ou) => {
    await importer(base, [structure("s1")], []);
    const fichier = ecrire(dossier, "services.json", contenu);
    const refus = importerDataInclusion({ structures: [], services: [fichier] }, contexte());
    await expect(refus).rejects.toMatchObject({ code, message: expect.stringContaining(ou) });
    expect(await nombre("offre_insertion.service")).toBe(0);
    expect(await nombre("offre_insertion.rejet")).toBe(0);
  });

  it("un fichier absent, un fichier qui n’est pas en UTF-8", async () => {
    const absent = importerDataInclusion({ structures: [`${dossier}/absent.json`], services: [] }, contexte());
    await expect(absent).rejects.toMatchObject({ code: "FICHIER_INTROUVABLE" });
    fs.writeFileSync(`${dossier}/latin1.json`, Buffer.from('[{"nom": "Créteil"}]', "latin1"));
    const latin1 = importerDataInclusion({ structures: [`${dossier}/latin1.json`], services: [] }, contexte());
    await expect(latin1).rejects.toMatchObject({ code: "JSON_MAL_FORME" });
  });

  it("une liste vide, une marque d’ordre des octets, des blancs : le fichier est lu", async () => {
    const fichier = ecrire(
      dossier,
      "structures.json",
      `\ufeff \r\n[ ${JSON.stringify(structure("s1", { nom: 'Des "guillemets", [des] {accolades} \\' }))}\r\n ]\r\n`,
    );
    const [un, vide] = await importerDataInclusion({ structures: [fichier, ecrire(dossier, "vide.json", "[]")], services: [] }, contexte());
    expect(un!.compteurs).toMatchObject({ lus: 1, appliques: 1 });
    expect(vide!.compteurs).toMatchObject({ lus: 0, appliques: 0 });
  });
});
