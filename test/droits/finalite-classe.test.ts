import { CLASSES, type ClasseDonnee } from "../../subgraphs/shared/droits/classes";
import { classesOuvertes } from "../../subgraphs/shared/droits/politique";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";
import { appelant, NOMS, type Nom, type PetitHub, petitHubReel } from "./petit-hub-reel";

let hub: PetitHub;
beforeAll(async () => {
  hub = await petitHubReel();
});
afterAll(() => hub.close());

/** One coordinate of each class, and how to name it. */
const CHAMP: Record<ClasseDonnee, [coordonnee: string, query: string]> = {
  PUBLIQUE: ["Query.organismes", "query { organismes { code } }"],
  ORDINAIRE: ["Query.allocataire", "query ($id: ID) { allocataire(id: $id) { id departement } }"],
  IDENTITE: ["Allocataire.commune", "query ($id: ID) { allocataire(id: $id) { commune { nom } } }"],
  SOCIALE: ["Allocataire.inscriptionFranceTravail", "query ($id: ID) { allocataire(id: $id) { inscriptionFranceTravail { statut } } }"],
  SANTE: ["Allocataire.diagnostic", "query ($id: ID) { allocataire(id: $id) { diagnostic { contraintes { frein } } } }"],
  NIR: ["DossierRsa.matricule", "query ($id: ID) { allocataire(id: $id) { dossier { matricule } } }"],
};
const ouverte = (nom: Nom, classe: ClasseDonnee) => classesOuvertes(appelant(nom).finalite).has(classe);
const refusees = (errors: readonly { extensions?: any }[] | undefined) =>
  (errors ?? []).filter((error) => error.extensions?.code === "FORBIDDEN" && error.extensions.classe).map((error) => error.extensions);

describe.each(NOMS)("sous la finalité %s", (nom) => {
  it.each(CLASSES)("%s : la passerelle et le sous-graphe appelé sans elle disent la même chose que la politique", async (classe) => {
    const [coordonnee, query] = CHAMP[classe];
    const variables = { id: PEOPLE.amina };
    const parLaPasserelle = refusees((await hub.demander(nom, query, variables)).errors);
    const directement = refusees((await hub.sousGraphe("allocataires", nom, query, variables)).errors);
    expect(directement).toEqual(parLaPasserelle);
    if (ouverte(nom, classe)) expect(parLaPasserelle).toEqual([]);
    // Under a purpose that closes what leads to it too, it is that which is refused.
    else expect(parLaPasserelle.map((one) => one.classe)).not.toEqual([]);
    if (!ouverte(nom, classe) && parLaPasserelle[0].classe === classe) expect(parLaPasserelle[0].coordonnee).toBe(coordonnee);
  });
});

describe("par un filtre, un tri, un compte", () => {
  const PAR_NOM = "query ($f: FiltreAllocataires) { allocataires(filtre: $f) { totalCount } }";
  it.each<[string, string, Record<string, unknown> | undefined, string]>([
    [
      "le filtre écrit dans le document",
      '{ allocataires(filtre: { recherche: "Benali" }) { totalCount } }',
      undefined,
      "FiltreAllocataires.recherche",
    ],
    ["le filtre dans une variable", PAR_NOM, { f: { recherche: "Benali" } }, "FiltreAllocataires.recherche"],
    [
      "un champ du filtre dans une variable",
      "query ($c: [String!]) { allocataires(filtre: { communes: $c }) { totalCount } }",
      { c: ["94028"] },
      "FiltreAllocataires.communes",
    ],
    ["une situation", PAR_NOM, { f: { departement: "94", sansOrientation: true } }, "FiltreAllocataires.sansOrientation"],
    ["un identifiant", '{ allocataire(identifiant: { type: NIR, valeur: "1" }) { id } }', undefined, "Query.allocataire(identifiant:)"],
    [
      "les curseurs d’une liste filtrée",
      "query ($f: FiltreAllocataires) { allocataires(filtre: $f) { edges { cursor } } }",
      { f: { organisme: "94-REMOB-1" } },
      "FiltreAllocataires.organisme",
    ],
  ])("%s : rien ne s’apprend de ce que la finalité n’ouvre pas", async (_comment, query, variables, coordonnee) => {
    for (const reponse of [
      await hub.demander("SUPPORT", query, variables),
      await hub.sousGraphe("allocataires", "SUPPORT", query, variables),
    ]) {
      expect(Object.values(reponse.data ?? {})).toEqual([null]);
      expect(refusees(reponse.errors).map((one) => one.coordonnee)).toEqual([coordonnee]);
    }
    const permise = await hub.demander("ACCOMPAGNEMENT", query, variables);
    expect(refusees(permise.errors)).toEqual([]);
  });

  it("un filtre qui ne nomme rien de fermé est servi, une valeur nulle ne nomme rien", async () => {
    const reponse = await hub.demander("SUPPORT", PAR_NOM, { f: { departement: "94", recherche: null } });
    expect([reponse.errors, typeof reponse.data.allocataires.totalCount]).toEqual([undefined, "number"]);
  });
});

describe("un champ refusé", () => {
  const LISTES =
    "query ($id: ID) { allocataire(id: $id) { id diagnostics { etabliLe } contratsEngagement { statut modulations { exempte motif } } } }";

  it("qui ne peut pas être nul est une liste vide et une erreur ; ce qui l’entoure est servi", async () => {
    const reponse = await hub.demander("DROITS_ET_DEVOIRS", LISTES, { id: PEOPLE.amina });
    expect(reponse.data.allocataire).toMatchObject({ id: PEOPLE.amina, diagnostics: [] });
    expect(refusees(reponse.errors).map((one) => one.coordonnee)).toEqual(["Allocataire.diagnostics", "ModulationActivite.motif"]);
  });

  it("que seul le plan demande est vidé sans un mot : une offre se propose sans les freins", async () => {
    const query = "query ($id: ID) { allocataire(id: $id) { offresProposees(first: 3) { score } } }";
    expect((await hub.demander("DROITS_ET_DEVOIRS", query, { id: PEOPLE.amina })).errors).toBeUndefined();
    const criteres = "query ($id: ID) { allocataire(id: $id) { criteresOffre { parcours freins contraintes { frein } } } }";
    const direct = await hub.sousGraphe("allocataires", "DROITS_ET_DEVOIRS", criteres, { id: PEOPLE.amina });
    expect([direct.errors, direct.data.allocataire.criteresOffre]).toEqual([
      [],
      { parcours: "REMOBILISATION_EMPLOI", freins: [], contraintes: [] },
    ]);
  });

  it("dans une mutation empêche toute l’opération, et rien n’est écrit", async () => {
    const query = `mutation ($id: ID!) { sortie: declarerSortie(allocataire: $id, nature: EMPLOI_DURABLE, date: "2026-02-01") { __typename }
      diagnostic: enregistrerDiagnostic(allocataire: $id, etabliLe: "2026-02-01", contraintes: []) { __typename } }`;
    for (const reponse of [
      await hub.demander("DROITS_ET_DEVOIRS", query, { id: PEOPLE.amina }),
      await hub.sousGraphe("allocataires", "DROITS_ET_DEVOIRS", query, { id: PEOPLE.amina }),
    ])
      expect([reponse.data, refusees(reponse.errors).map((one) => one.coordonnee)]).toEqual([null, ["Mutation.enregistrerDiagnostic"]]);
    expect((await hub.base.owner.query("select from allocataires.sortie")).rows).toEqual([]);
  });
});

describe("le NIR", () => {
  it.each(NOMS)("sous %s, ne se lit en clair que pour la gestion du droit", async (nom) => {
    const valeur = "2900394028001"; // synthetic
    const cipher = new NirCipher(NIR_KEY);
    await hub.base.owner.query("delete from allocataires.identifiant where allocataire = $1 and type = 'NIR'", [PEOPLE.bruno]);
    await hub.base.owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur_chiffree, empreinte, source, collectee_le, recue_le)
       values ('94', $1, 'NIR', $2, $3, 'CAF', now(), now())`,
      [PEOPLE.bruno, cipher.encrypt(valeur), cipher.hash(valeur)],
    );
    const { text } = await hub.demander(nom, "query ($id: ID) { allocataire(id: $id) { identifiants { type valeur masquee } } }", {
      id: PEOPLE.bruno,
    });
    expect(text.includes(valeur)).toBe(nom === "GESTION_DU_DROIT");
    if (["ORIENTATION", "ACCOMPAGNEMENT", "DROITS_ET_DEVOIRS", "EXERCICE_DES_DROITS"].includes(nom))
      expect(text).toContain('"masquee":true');
  });
});
