import { fraicheurDe } from "../../subgraphs/offre-insertion/fiche/fraicheur";
import { qualiteDe } from "../../subgraphs/offre-insertion/fiche/qualite";
import { CALLERS } from "../setup/subgraph";
import { importer, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

const COMPLETE = {
  lien_source: "https://exemple.fr/service",
  publics_precisions: "Sur orientation",
  conditions_acces: "Savoir lire l’heure",
  complement_adresse: "Bâtiment B",
  courriel: "contact@exemple.fr",
  contact_nom_prenom: "Accueil",
  horaires_accueil: "Mo-Fr 09:00-12:00",
  mobilisation_precisions: "Appeler le matin",
  update_frequency: "tous-les-3-mois",
};
const STRUCTURE = {
  siret: "12345678901234",
  description: "Une structure",
  telephone: "+33149561234",
  courriel: "s@exemple.fr",
  site_web: "https://exemple.fr",
  horaires_accueil: "Mo-Fr 09:00-12:00",
  accessibilite_lieu: "https://acceslibre.beta.gouv.fr/x",
  lien_source: "https://exemple.fr/s",
  code_postal: "94000",
  complement_adresse: "Hall",
  label_local: { nom: "Œuvre" },
};

let t: Territoire;
beforeAll(async () => {
  t = await territoire();
  await importer(
    t.base,
    [structure("s1", STRUCTURE), structure("s2", { source: "autre", id: "autre--s2", siret: STRUCTURE.siret })],
    [
      service("complet", COMPLETE),
      service("double", {
        source: "autre",
        id: "autre--double",
        structure_id: "autre--s2",
        nom: "Service complet",
        frais: "parfois",
        publics: null,
      }),
    ],
  );
});
afterAll(() => t.fermer());

describe("une fiche se lit en entier", () => {
  it("chaque champ du service v1, ce que le schéma ne nomme pas, en une lecture pour toutes les offres", async () => {
    const { data, errors, statements } = await t.executer(
      CALLERS.departement,
      `{ offres { nodes { id adresse complementAdresse codePostal telephone courriel contactNomPrenom horairesAccueil lienSource publicsPrecisions
        conditionsAcces mobilisationPrecisions extra fraicheur { etat aVerifierLe perimeLe } qualite { score } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.offres.nodes.find((n: any) => n.id === "dora--complet")).toEqual({
      id: "dora--complet",
      adresse: "1 place de la Mairie",
      complementAdresse: "Bâtiment B",
      codePostal: "94000",
      telephone: "+33149561234",
      courriel: "contact@exemple.fr",
      contactNomPrenom: "Accueil",
      horairesAccueil: "Mo-Fr 09:00-12:00",
      lienSource: "https://exemple.fr/service",
      publicsPrecisions: "Sur orientation",
      conditionsAcces: "Savoir lire l’heure",
      mobilisationPrecisions: "Appeler le matin",
      extra: { update_frequency: "tous-les-3-mois" },
      fraicheur: { etat: "A_JOUR", aVerifierLe: "2026-04-15", perimeLe: "2028-01-15" },
      qualite: { score: expect.any(Number) },
    });
    expect(statements.filter(({ text }) => text.includes("contact_nom_prenom"))).toHaveLength(1);
  });

  it("chaque champ de la structure v1, son score, ses doublons et ceux de ses offres", async () => {
    const { data, errors } = await t.executer(
      CALLERS.departement,
      `{ structureInsertion(id: "dora--s1") { description telephone courriel siteWeb horairesAccueil accessibiliteLieu lienSource codePostal complementAdresse
        longitude latitude extra retireeLe scoreQualite fraicheur { etat } doublons { id } services { scoreQualite doublons { id doublons { id } } } } }`,
    );
    expect(errors).toBeUndefined();
    const { scoreQualite, services, ...lue } = data.structureInsertion;
    expect(lue).toEqual({
      description: "Une structure",
      telephone: "+33149561234",
      courriel: "s@exemple.fr",
      siteWeb: "https://exemple.fr",
      horairesAccueil: "Mo-Fr 09:00-12:00",
      accessibiliteLieu: "https://acceslibre.beta.gouv.fr/x",
      lienSource: "https://exemple.fr/s",
      codePostal: "94000",
      complementAdresse: "Hall",
      longitude: 2.45,
      latitude: 48.79,
      extra: { label_local: { nom: "Œuvre" } },
      retireeLe: null,
      fraicheur: { etat: "A_JOUR" },
      doublons: [{ id: "autre--s2" }],
    });
    expect(services).toEqual([{ scoreQualite, doublons: [{ id: "autre--double", doublons: [{ id: "dora--complet" }] }] }]);
  });

  it("les valeurs inconnues se lisent, par producteur", async () => {
    const demander = async (source: string | null) =>
      (
        await t.executer(CALLERS.departement, "query($s: String) { valeursInconnues(source: $s) { source champ valeur fiches } }", {
          s: source,
        })
      ).data.valeursInconnues;
    expect(await demander(null)).toEqual([
      { source: "autre", champ: "frais", valeur: "parfois", fiches: 1 },
      { source: "dora", champ: "label_local", valeur: null, fiches: 1 },
    ]);
    expect(await demander("dora")).toHaveLength(1);
    const { data, errors } = await t.executer(null, "{ valeursInconnues { champ } }");
    expect([data.valeursInconnues, errors![0]!.extensions.code]).toEqual([null, "UNAUTHENTICATED"]);
  });
});

describe("fraîcheur", () => {
  const fiche = (date_maj: string, extra: object = {}, source = "dora") => fraicheurDe({ source, date_maj, extra }, "2026-02-10");
  it.each<[string, string, object, string]>([
    ["de moins de six mois", "2025-08-11", {}, "A_JOUR"],
    ["de six mois jour pour jour", "2025-08-10", {}, "A_VERIFIER"],
    ["de presque deux ans", "2024-02-11", {}, "A_VERIFIER"],
    ["de deux ans", "2024-02-10", {}, "PERIMEE"],
    ["qui promet un mois", "2026-01-05", { update_frequency: "tous-les-mois" }, "A_VERIFIER"],
    ["qui promet seize mois", "2025-01-05", { extra: { update_frequency: "tous-les-16-mois" } }, "A_JOUR"],
    ["qui ne changera jamais", "2001-01-01", { update_frequency: "jamais" }, "SANS_OBJET"],
    ["à la fréquence inconnue", "2025-08-11", { update_frequency: "à la pleine lune" }, "A_JOUR"],
  ])("une fiche %s", (_nom, date, extra, etat) => expect(fiche(date, extra).etat).toBe(etat));

  it("la date d’agefiph ne dit rien", () => expect(fiche("2001-01-01", {}, "agefiph").etat).toBe("SANS_OBJET"));
});

describe("qualité", () => {
  const JOUR = "2026-02-10";
  const conseils = (plus: object) =>
    Object.fromEntries(
      qualiteDe(service("a", { description: "x".repeat(500), ...plus }) as never, JOUR)
        .criteres.filter((c) => c.conseil)
        .map((c) => [c.code, c.conseil]),
    );

  it("une fiche sans défaut n’a aucun conseil, et ses dix critères se voient", () => {
    const { score, criteres } = qualiteDe(service("a", { description: "x".repeat(500), courriel: "a@exemple.fr" }) as never, JOUR);
    expect([score, criteres.length, criteres.map((c) => c.valeur)]).toEqual([1, 10, Array(10).fill(1)]);
    expect(criteres.every((c) => c.conseil === null)).toBe(true);
  });

  it.each<[object, string, RegExp]>([
    [{ adresse: null, code_postal: null }, "adresse_bien_definie", /complétez l’adresse et le code postal\.$/],
    [{ modes_mobilisation: null }, "modes_mobilisation_bien_definis", /^Dites comment/],
    [{ modes_mobilisation: ["envoyer-un-courriel", "telephoner"] }, "modes_mobilisation_bien_definis", /le courriel manque\.$/],
    [{ publics: null }, "au_moins_un_public", /au moins un public/],
    [{ thematiques: null }, "au_moins_une_thematique", /thématique/],
    [{ telephone: null, modes_mobilisation: ["se-presenter"] }, "au_moins_un_moyen_de_contact", /joindre/],
    [{ courriel: "faux@" }, "courriel_bien_defini", /^Corrigez le courriel/],
    [{ telephone: "demander Luc" }, "telephone_bien_defini", /^Corrigez le téléphone/],
    [{ date_maj: "2025-01-01" }, "date_maj_recente", /six mois/],
    [{ frais: "payant" }, "frais_bien_definis", /^Précisez/],
    [{ frais: null }, "frais_bien_definis", /gratuit ou payant/],
    [{ description: "x".repeat(60) }, "description_bien_definie", /^Étoffez la description : 60/],
    [{ description: "x".repeat(2_500) }, "description_bien_definie", /^Raccourcissez/],
  ])("%j : %s a son conseil, et lui seul", (plus, code, phrase) => {
    const donnes = conseils(plus);
    expect(Object.keys(donnes)).toEqual([code]);
    expect(donnes[code]).toMatch(phrase);
  });
});
