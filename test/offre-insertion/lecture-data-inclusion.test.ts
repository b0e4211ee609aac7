import fs from "node:fs";
import { lireListeDeCellule } from "../../subgraphs/offre-insertion/data-inclusion/lecture/liste-csv";
import { adapterV0, CHAMPS_V0, estV0 } from "../../subgraphs/offre-insertion/data-inclusion/lecture/v0";
import { valeursV0 } from "../../subgraphs/offre-insertion/data-inclusion/lecture/v0-valeurs";
import { valeursDesReferentiels } from "../../subgraphs/offre-insertion/data-inclusion/suivi/inconnues";
import { importerDataInclusion } from "../../subgraphs/offre-insertion/import-data-inclusion";
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
const lire = (structures: string[], services: string[] = [], plus: object = {}) =>
  importerDataInclusion({ structures, services, ...plus }, contexte());
const ligne = async (id: string, table = "service") =>
  (await base.owner.query(`select to_jsonb(t) as l from offre_insertion.${table} t where id = $1`, [id])).rows[0]?.l;

describe("une liste dans une cellule", () => {
  it.each<[string, string[] | null]>([
    ['["a","b"]', ["a", "b"]],
    ["['a', 'b']", ["a", "b"]],
    ["['a' 'b']", ["a", "b"]],
    [`["l'eau", 'il dit "oui"', 'l\\'air']`, ["l'eau", 'il dit "oui"', "l'air"]],
    ['["\\u00e9t\\u00e9", "a, b", "x]"]', ["été", "a, b", "x]"]],
    ["{a,b}", ["a", "b"]],
    ['{"a b",c}', ["a b", "c"]],
    ["[]", []],
    ["[None, 'a']", ["a"]],
    ["a|b", null],
    ["['a", null],
    ["['a]", null],
    ["texte", null],
  ])("%s", (cellule, attendu) => expect(lireListeDeCellule(cellule)).toEqual(attendu));
});

describe("CSV des données ouvertes", () => {
  const ENTETE =
    "id,source,structure_id,nom,description,date_maj,thematiques,publics,zone_eligibilite,nombre_semaines,volume_horaire_hebdomadaire,code_insee,adresse";
  it("lit les listes de pandas, les nombres à virgule, les guillemets, les accents, la marque d’ordre des octets", async () => {
    await importer(base, [structure("s1")], []);
    const csv = [
      `\ufeff${ENTETE}`,
      `dora--a,dora,dora--s1,"Atelier, « vélo »","Une description
sur deux lignes, avec un ""mot"".",2026-01-15,"['mobilite--acceder-a-un-vehicule', 'famille--garde-denfants']",,['94'],3.0,7.5,01004,`,
      `dora--b,dora,dora--s1,Second service,Une description assez longue.,2026-01-15,,"['jeunes']",,,,94028,""`,
    ].join("\n");
    const [, resultat] = [null, (await lire([], [ecrire(dossier, "services.csv", csv)]))[0]];
    expect(resultat!.signalements).toEqual([]);
    expect(resultat!.compteurs).toMatchObject({ lus: 2, appliques: 2 });
    expect(await ligne("dora--a")).toMatchObject({
      nom: "Atelier, « vélo »",
      description: 'Une description\nsur deux lignes, avec un "mot".',
      thematiques: ["mobilite--acceder-a-un-vehicule", "famille--garde-denfants"],
      publics: null,
      zone_eligibilite: ["94"],
      nombre_semaines: 3,
      volume_horaire_hebdomadaire: 7.5,
      code_insee: "01004",
      adresse: null,
    });
    expect(await ligne("dora--b")).toMatchObject({ publics: ["jeunes"], adresse: "" });
  });

  it("colonnes dans un autre ordre, points-virgules, extension .txt avec --format : la ligne d’un défaut est la bonne", async () => {
    await importer(base, [structure("s1")], []);
    const csv =
      'nom;id;source;structure_id;description;date_maj\nab;dora--x;dora;dora--s1;Assez longue description.;2026-01-15\n"Nom\nlong";dora--y;dora;dora--s1;Assez longue;2026-01-15\nz;dora--z;dora;dora--s1;Assez longue;2026-01-15\n';
    const [resultat] = await lire([], [ecrire(dossier, "services.txt", csv)], { format: "csv" });
    expect(resultat!.compteurs).toMatchObject({ lus: 3, appliques: 1, rejetes: 2 });
    expect(resultat!.signalements.map((s) => [s.cle, s.ligne])).toEqual([
      ["dora--x", 2],
      ["dora--z", 5],
    ]);
  });

  it.each<[string, string | Buffer, string]>([
    ["sans en-tête", "dora--a,dora,x\n", "CSV_SANS_ENTETE"],
    ["un guillemet ouvert", 'id,nom\n"dora--a,x\n', "CSV_MAL_FORME"],
    ["une cellule de trop", "id,nom\na,b,c\n", "CSV_MAL_FORME"],
    ["pas en UTF-8", Buffer.from("id,nom\na,Créteil\n", "latin1"), "CSV_MAL_FORME"],
  ])("refuse un fichier %s", async (_nom, contenu, code) => {
    const fichier = `${dossier}/faux.csv`;
    fs.writeFileSync(fichier, contenu);
    await expect(lire([fichier])).rejects.toMatchObject({ code });
  });
});

describe("pages de l’API", () => {
  it("lit les « items » d’une page, où qu’ils soient", async () => {
    const page = ecrire(dossier, "page.json", { items: [structure("s1"), structure("s2")], total: 2, page: 1, size: 5000, pages: 1 });
    const autre = ecrire(dossier, "autre.json", `{"total":1,"page":1,"size":1,"pages":1,"items":[${JSON.stringify(structure("s3"))}]}`);
    const resultats = await lire([page, autre]);
    expect(resultats.map((r) => r.compteurs.appliques)).toEqual([2, 1]);
  });

  it.each([
    ["pas d’items", '{"total": 3}', "JSON_PAS_UNE_LISTE"],
    ["items d’un autre niveau", '{"a": {"items": []}}', "JSON_PAS_UNE_LISTE"],
    ["coupée après les items", '{"items": [], "total": 3', "JSON_MAL_FORME"],
    ["coupée dans les items", '{"items": [{"id": "a"}', "JSON_MAL_FORME"],
    ["suivie d’autre chose", '{"items": []} fin', "JSON_MAL_FORME"],
  ])("refuse une page : %s", async (_nom, contenu, code) => {
    await expect(lire([ecrire(dossier, "page.json", contenu)])).rejects.toMatchObject({ code });
  });

  it("une date écrite en millisecondes, comme pandas le fait, est une date", async () => {
    await importer(base, [structure("s1", { date_maj: Date.UTC(2026, 0, 15) })], []);
    expect((await ligne("dora--s1", "structure")).date_maj).toBe("2026-01-15");
  });
});

/** A service as DORA's feed writes it (`/api/v2/services`). */
const DORA = {
  id: "1f2e",
  source: "dora",
  structure_id: "9a8b",
  nom: "Atelier mobilité",
  presentation_resume: "Court résumé",
  presentation_detail: "Une présentation détaillée de l’atelier.",
  types: ["accompagnement", "atelier"],
  thematiques: ["mobilite--preparer-son-permis-de-conduire-se-reentrainer-a-la-conduite", "famille--garde-denfants", "handicap"],
  profils: ["jeunes-16-26", "beneficiaires-rsa", "adultes"],
  frais: "gratuit-sous-conditions",
  frais_autres: "Sous conditions de ressources",
  pre_requis: ["Avoir 18 ans", "Être inscrit"],
  justificatifs: ["Pièce d’identité"],
  modes_orientation_accompagnateur: ["envoyer-un-mail-avec-une-fiche-de-prescription", "autre"],
  modes_orientation_beneficiaire: ["telephoner", "se-presenter"],
  modes_orientation_beneficiaire_autres: "Le matin",
  formulaire_en_ligne: "https://exemple.fr/formulaire",
  zone_diffusion_type: "region",
  zone_diffusion_code: "94",
  temps_passe_duree_hebdomadaire: 7.5,
  temps_passe_semaines: 3,
  cumulable: true,
  date_maj: "2026-01-15T10:20:30.123456+01:00",
  code_postal: "",
  recurrence: "Tous les lundis",
};

describe("du schéma v0 à la v1", () => {
  it("le service de DORA se lit en v1, rien n’est perdu, ce qui n’a pas d’équivalent est dit", async () => {
    await importer(base, [structure("9a8b")], []);
    const [resultat] = await lire([], [ecrire(dossier, "dora.json", [DORA])]);
    expect(resultat!.compteurs).toMatchObject({ appliques: 1, rejetes: 0 });
    expect(resultat!.signalements.map(({ code, champ, valeur, cle }) => [code, champ, valeur, cle])).toEqual([
      ["SANS_EQUIVALENT", "thematiques", "handicap", "dora--1f2e"],
      ["SANS_EQUIVALENT", "profils", "adultes", "dora--1f2e"],
      ["SANS_EQUIVALENT", "modes_orientation_accompagnateur", "autre", "dora--1f2e"],
    ]);
    const lue = await ligne("dora--1f2e");
    expect(lue).toMatchObject({
      structure: "dora--9a8b",
      description: "Une présentation détaillée de l’atelier.",
      date_maj: "2026-01-15",
      type: "atelier",
      thematiques: ["famille--garde-denfants", "mobilite--preparer-un-permis"],
      publics: ["beneficiaires-des-minimas-sociaux", "jeunes"],
      frais: "gratuit",
      frais_precisions: "Sous conditions de ressources",
      conditions_acces: "Avoir 18 ans\nÊtre inscrit\nPièce d’identité",
      lien_mobilisation: "https://exemple.fr/formulaire",
      modes_mobilisation: ["envoyer-un-courriel", "se-presenter", "telephoner", "utiliser-lien-mobilisation"],
      mobilisable_par: ["professionnels", "usagers"],
      mobilisation_precisions: "Le matin",
      volume_horaire_hebdomadaire: 7.5,
      nombre_semaines: 3,
      zone_eligibilite: ["2A", "2B"],
      code_postal: null,
    });
    const { v0, ...extra } = lue.extra;
    const rendu = { ...DORA, ...v0 };
    for (const [champ, valeur] of Object.entries(DORA))
      if (CHAMPS_V0.service.includes(champ)) expect([champ, extra[champ]]).toEqual([champ, valeur]);
    expect(rendu).toEqual(DORA);
    expect(v0).toEqual({
      id: DORA.id,
      structure_id: DORA.structure_id,
      thematiques: DORA.thematiques,
      frais: DORA.frais,
      date_maj: DORA.date_maj,
      code_postal: "",
    });
  });

  it("la structure v0 : réseaux d’après la typologie et les labels, horaires, accessibilité", () => {
    const { fiche, sansEquivalent } = adapterV0("structure", {
      id: "dora--x",
      source: "dora",
      typologie: "ML",
      labels_nationaux: ["france-service", "dihal"],
      horaires_ouverture: "Mo-Fr 09:00-12:00",
      accessibilite: "https://acceslibre.beta.gouv.fr/x",
      presentation_resume: "Résumé",
    });
    expect(fiche).toMatchObject({
      id: "dora--x",
      reseaux_porteurs: ["france-service", "mission-locale"],
      horaires_accueil: "Mo-Fr 09:00-12:00",
      accessibilite_lieu: "https://acceslibre.beta.gouv.fr/x",
      description: "Résumé",
    });
    expect(sansEquivalent).toEqual([{ champ: "labels_nationaux", valeur: "dihal" }]);
  });

  it("une fiche v1 n’est pas prise pour une v0, même avec un champ de la v0", () => {
    expect(estV0("service", service("a"))).toBe(false);
    expect(estV0("service", { id: "a", type: null, profils: ["jeunes"] })).toBe(false);
    expect(estV0("service", { id: "a", profils: ["jeunes"] })).toBe(true);
    expect(estV0("structure", { id: "a", typologie: "ML" })).toBe(true);
    expect(estV0("structure", structure("a"))).toBe(false);
  });

  it("chaque valeur de la table de correspondance mène à une valeur des référentiels v1", () => {
    const referentiel: Record<string, string> = {
      types: "type",
      profils: "publics",
      typologie: "reseaux_porteurs",
      labels_nationaux: "reseaux_porteurs",
      modes_orientation_accompagnateur: "modes_mobilisation",
      modes_orientation_beneficiaire: "modes_mobilisation",
    };
    const fausses = [...valeursV0()]
      .filter(([champ]) => champ !== "zone_diffusion_region")
      .flatMap(([champ, valeurs]) =>
        [...valeurs].flatMap(([v0, v1]) =>
          v1
            .filter(
              (v) =>
                !valeursDesReferentiels()
                  .get(referentiel[champ] ?? champ)!
                  .has(v),
            )
            .map((v) => [champ, v0, v]),
        ),
      );
    expect(fausses).toEqual([]);
    const departements = [...valeursV0().get("zone_diffusion_region")!.values()].flat();
    expect([departements.length, new Set(departements).size]).toEqual([101, 101]);
  });

  it.each([
    [["financement", "atelier"], "aide-financiere"],
    [["numerique"], "atelier"],
    [["accueil", "accompagnement"], "accompagnement"],
    [["delegation"], null],
    [["type-nouveau"], "type-nouveau"],
  ])("les types %j donnent %s", (types, attendu) => expect(adapterV0("service", { id: "a", types }).fiche.type).toBe(attendu));
});
