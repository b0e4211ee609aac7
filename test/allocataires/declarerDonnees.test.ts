import { adresseValide, courrielValide, nomValide, telephoneE164 } from "../../subgraphs/allocataires/provenance/coordonnees";
import { CHAMPS_DITS } from "../../subgraphs/allocataires/provenance/donnee-dite";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { SystemeSource } from "../../subgraphs/shared/contrat/enums";
import type { Caller } from "../../subgraphs/shared/identity";
import { CANARI } from "../canari/canari";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouterFoule } from "./personnes";

const { departement, departement93, referent, franceTravail } = CALLERS;
const ADRESSE = { voie: "12 rue  de la Paix", codePostal: "94000", codeInsee: "94028", commune: "Créteil" };

describe("coordonnées", () => {
  it.each([
    ["06 12 34 56 78", "+33612345678"],
    ["06.12.34.56.78", "+33612345678"],
    ["+33 (0)6 12 34 56 78", "+33612345678"],
    ["0033612345678", "+33612345678"],
    ["01-45-17-00-00", "+33145170000"],
    ["0692 12 34 56", "+262692123456"],
    ["0696123456", "+596696123456"],
    ["+44 20 7946 0958", "+442079460958"],
    ["0612345", null],
    ["+336123456", null],
    ["1612345678", null],
    ["appeler sa sœur", null],
  ])("téléphone « %s » : %s", (saisi, attendu) => {
    expect(telephoneE164(saisi)).toBe(attendu);
  });

  it.each([
    [" Amina.Benali@Exemple.FR ", "amina.benali@exemple.fr"],
    ["a+rsa@mail.val-de-marne.fr", "a+rsa@mail.val-de-marne.fr"],
    ["amina@", null],
    ["amina@exemple", null],
    ["amina benali@exemple.fr", null],
    ["a..b@exemple.fr", null],
    [`${"a".repeat(65)}@exemple.fr`, null],
  ])("courriel « %s » : %s", (saisi, attendu) => {
    expect(courrielValide(saisi)).toBe(attendu);
  });

  it("une adresse se garde sur une ligne, avec les codes de sa commune ; la Corse a une lettre", () => {
    expect(adresseValide(ADRESSE)).toEqual({
      adresse: "12 rue de la Paix, 94000 Créteil",
      codePostal: "94000",
      codeInsee: "94028",
      communeNom: "Créteil",
    });
    expect(adresseValide({ ...ADRESSE, codeInsee: "2a004" })?.codeInsee).toBe("2A004");
    expect(adresseValide({ ...ADRESSE, codePostal: "9400" })).toBeNull();
    expect(adresseValide({ ...ADRESSE, voie: " " })).toBeNull();
  });

  it.each([
    ["Créteil", "Créteil"],
    ["L’Haÿ-les-Roses", "L’Haÿ-les-Roses"],
    ["Paris  12e", "Paris 12e"],
    ["😀", undefined],
    ["94028", undefined],
  ])("commune « %s » : %s", (commune, attendu) => {
    expect(adresseValide({ ...ADRESSE, commune })?.communeNom).toBe(attendu);
  });

  it.each([
    [" Le  Goff ", "Le Goff"],
    ["D’Órsay-Ñuñez", "D’Órsay-Ñuñez"],
    ["N'Diaye", "N'Diaye"],
    ["Nguyễn", "Nguyễn"],
    ["Nguyễn".normalize("NFD"), "Nguyễn"],
    ["St. Clair", "St. Clair"],
    ["Ł", "Ł"],
    ["a".repeat(100), "a".repeat(100)],
    ["a".repeat(101), null],
    ["<b>", null],
    ["😀".repeat(50), null],
    ["- ’.", null],
    ["Benali 2", null],
    ["Иванова", null],
    ["Bena\u200bli", null],
    [`a${"\u0301".repeat(50)}`, null],
    ["", null],
  ])("nom « %s » : %s", (saisi, attendu) => {
    expect(nomValide(saisi)).toBe(attendu);
  });
});

describe("déclarer des données, une fois pour tout le réseau", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  let foule: string[];
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    foule = await ajouterFoule(base.owner, 50);
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await graphe.close();
    await base.drop();
  });

  const declarer = async (
    donnees: Record<string, unknown>,
    {
      par = referent as Caller,
      jour = "2026-02-01",
      allocataire = PEOPLE.amina as string,
      parAllocataire = true,
      cle = null as string | null,
    } = {},
  ) => {
    const reponse = await graphe.run(
      par,
      `mutation ($a: ID!, $d: DonneesDeclareesInput!, $p: Boolean!, $c: String) { r: declarerDonnees(allocataire: $a, donnees: $d, parAllocataire: $p, cleIdempotence: $c) {
         __typename ... on DeclarationDonnees { retenues ecartees { champ source motif } allocataire { telephone courriel adresse commune { codeInsee nom } } } ... on Refus { code champ } } }`,
      { a: allocataire, d: donnees, p: parAllocataire, c: cle },
      new Date(`${jour}T10:00:00Z`),
    );
    expect(reponse.errors).toBeUndefined();
    return reponse.data.r;
  };
  const provenances = async (champs: string[], par: Caller = departement, allocataire: string = PEOPLE.amina) => {
    const reponse = await graphe.run(
      par,
      "query ($id: ID!, $c: [String!]) { allocataire(id: $id) { provenances(champs: $c) { champ valeur masquee remplaceeLe provenance { source organisme collecteeLe certifiee } } } }",
      { id: allocataire, c: champs },
      new Date("2026-06-01T10:00:00Z"),
    );
    expect(reponse.errors).toBeUndefined();
    return reponse.data.allocataire.provenances;
  };
  const evenements = async (allocataire: string) =>
    (await base.owner.query("select type, donnees from journal.evenement where allocataire = $1 order by rang", [allocataire])).rows;

  it("le téléphone dit à un référent est connu de tous, avec qui l’a recueilli, et l’événement n’en donne que le nom", async () => {
    expect(await declarer({ telephone: "06 12 34 56 78", courriel: "Amina@exemple.fr" }, { cle: "une" })).toEqual({
      __typename: "DeclarationDonnees",
      retenues: ["courriel", "telephone"],
      ecartees: [],
      allocataire: {
        telephone: "+33612345678",
        courriel: "amina@exemple.fr",
        adresse: null,
        commune: { codeInsee: "94028", nom: "Créteil" },
      },
    });
    expect(await evenements(PEOPLE.amina)).toEqual([{ type: "AllocataireModifie", donnees: { champs: ["courriel", "telephone"] } }]);
    expect(await provenances(["telephone"], franceTravail)).toEqual([
      {
        champ: "telephone",
        valeur: "+33612345678",
        masquee: false,
        remplaceeLe: null,
        provenance: { source: "ALLOCATAIRE", organisme: "94-REMOB-1", collecteeLe: "2026-02-01T10:00:00.000Z", certifiee: false },
      },
    ]);
  });

  it("la même clé ne déclare qu’une fois, et redonne la même réponse", async () => {
    const rejouee = await declarer({ telephone: "06 12 34 56 78", courriel: "Amina@exemple.fr" }, { cle: "une" });
    expect(rejouee.retenues).toEqual(["courriel", "telephone"]);
    expect(await evenements(PEOPLE.amina)).toHaveLength(1);
  });

  it("une correction garde l’ancienne valeur, datée ; qui ne suit qu’une part du département sait qu’elle existe sans la lire", async () => {
    await declarer({ telephone: "07 00 00 00 01" }, { jour: "2026-03-01", par: franceTravail, parAllocataire: false });
    const lues = await provenances(["telephone"]);
    expect(lues.map((p: any) => [p.valeur, p.provenance.source, p.remplaceeLe])).toEqual([
      ["+33700000001", "FRANCE_TRAVAIL", null],
      ["+33612345678", "ALLOCATAIRE", "2026-03-01T10:00:00.000Z"],
    ]);
    expect((await provenances(["telephone"], referent)).map((p: any) => [p.valeur, p.masquee])).toEqual([
      ["+33700000001", false],
      [null, true],
    ]);
  });

  it("sans dire qui parle, l’organisme de l’appelant est la source", async () => {
    const reponse = await graphe.run(
      franceTravail,
      'mutation ($a: ID!) { declarerDonnees(allocataire: $a, donnees: { nomUsage: "Benali-Roche" }) { ... on DeclarationDonnees { retenues } } }',
      { a: PEOPLE.amina },
      new Date("2026-03-02T10:00:00Z"),
    );
    expect(reponse.data.declarerDonnees.retenues).toEqual(["nomUsage"]);
    expect((await provenances(["nomUsage"])).map((p: any) => [p.valeur, p.provenance.source])).toEqual([
      ["Benali-Roche", "FRANCE_TRAVAIL"],
    ]);
  });

  it("redire la même valeur ne change rien, et n’avertit personne", async () => {
    const avant = (await evenements(PEOPLE.amina)).length;
    await declarer({ telephone: "0700000001" }, { jour: "2026-03-15", par: franceTravail, parAllocataire: false });
    expect(await evenements(PEOPLE.amina)).toHaveLength(avant);
    const lues = await provenances(["telephone"]);
    expect(lues.map((p: any) => p.provenance.collecteeLe)).toEqual(["2026-03-15T10:00:00.000Z", "2026-02-01T10:00:00.000Z"]);
  });

  it("une adresse que la CAF contredit est gardée, pas crue, et la règle est dite", async () => {
    const bruno = { allocataire: PEOPLE.bruno, par: departement };
    await base.owner.query("update allocataires.allocataire set adresse = '1 rue A, 94000 Créteil' where id = $1", [PEOPLE.bruno]);
    const faite = await declarer({ adresse: ADRESSE }, bruno);
    expect(faite.retenues).toEqual([]);
    expect(faite.ecartees).toEqual([{ champ: "adresse", source: "CAF", motif: expect.stringContaining("organisme payeur") }]);
    expect(faite.allocataire.adresse).toBe("1 rue A, 94000 Créteil");
    const lues = await provenances(["adresse"], departement, PEOPLE.bruno);
    expect(lues.map((p: any) => [p.valeur, p.provenance.source, p.remplaceeLe])).toEqual([
      ["1 rue A, 94000 Créteil", "CAF", null],
      ["12 rue de la Paix, 94000 Créteil", "ALLOCATAIRE", "2026-02-01T10:00:00.000Z"],
    ]);
  });

  it("une donnée retirée n’est plus connue, et reste dans l’histoire", async () => {
    expect((await declarer({ retirer: ["courriel"] }, { jour: "2026-04-01" })).allocataire.courriel).toBeNull();
    expect(await provenances(["courriel"])).toMatchObject([{ valeur: "amina@exemple.fr", remplaceeLe: "2026-04-01T10:00:00.000Z" }]);
  });

  it("sans déclaration, la provenance est celle de la ligne ; sans « champs », chaque champ connu a la sienne", async () => {
    const lues = await graphe.run(
      departement,
      "query ($id: ID!) { allocataire(id: $id) { provenances { champ valeur provenance { source } } } }",
      { id: PEOPLE.chantal },
    );
    expect(lues.data.allocataire.provenances).toEqual([
      { champ: "nom", valeur: "Diop", provenance: { source: "CAF" } },
      { champ: "prenoms", valeur: "Chantal", provenance: { source: "CAF" } },
      { champ: "dateNaissance", valeur: "1975-11-30", provenance: { source: "CAF" } },
      { champ: "commune", valeur: "Champigny-sur-Marne", provenance: { source: "CAF" } },
      { champ: "adresse", valeur: CANARI.adresse, provenance: { source: "CAF" } },
      { champ: "telephone", valeur: CANARI.telephone, provenance: { source: "CAF" } },
      { champ: "courriel", valeur: CANARI.courriel, provenance: { source: "CAF" } },
      { champ: "orientation", valeur: null, provenance: { source: "CAF" } },
    ]);
  });

  it.each([
    ["TELEPHONE_INVALIDE", { telephone: "12" }],
    ["COURRIEL_INVALIDE", { courriel: "amina" }],
    ["ADRESSE_INVALIDE", { adresse: { ...ADRESSE, codePostal: "94" } }],
    ["TEXTE_INVALIDE", { adresse: { ...ADRESSE, voie: "a".repeat(300) } }],
    ["DONNEE_MANQUANTE", {}],
    ["DONNEE_MANQUANTE", { nomUsage: " " }],
    ["NOM_INVALIDE", { nomUsage: "<b>" }],
    ["ADRESSE_INVALIDE", { adresse: { ...ADRESSE, commune: "<b>" } }],
    ["DONNEE_CONTRADICTOIRE", { telephone: "0612345678", retirer: ["telephone"] }],
  ])("refuse : %s", async (code, donnees) => {
    const nombre = () => base.owner.query("select count(*)::int as n from allocataires.declaration").then(({ rows }) => rows[0].n);
    const avant = await nombre();
    expect(await declarer(donnees)).toMatchObject({ __typename: "Refus", code });
    expect(await nombre()).toBe(avant);
  });

  it("ne traverse ni le département ni le portefeuille", async () => {
    const refusee = { __typename: "Refus", code: "ALLOCATAIRE_INTROUVABLE", champ: "allocataire" };
    expect(await declarer({ telephone: "0612345678" }, { par: departement93 })).toEqual(refusee);
    expect(await declarer({ telephone: "0612345678" }, { allocataire: PEOPLE.chantal })).toEqual(refusee);
    const { rows } = await base.owner.query("select 1 from allocataires.declaration where allocataire = $1", [PEOPLE.chantal]);
    expect(rows).toEqual([]);
  });

  it("les provenances de 50 personnes se lisent en un ordre SQL par table", async () => {
    await declarer({ telephone: "0612345678" }, { allocataire: foule[3]!, par: departement });
    const reponse = await graphe.run(
      departement,
      '{ allocataires(first: 50, filtre: { recherche: "foule" }) { nodes { provenances(champs: ["nom", "telephone"]) { champ valeur } } } }',
    );
    expect(reponse.errors).toBeUndefined();
    expect(reponse.data.allocataires.nodes[3].provenances).toContainEqual({ champ: "telephone", valeur: "+33612345678" });
    expect(reponse.statements).toHaveLength(2);
  });
});

describe("préséance", () => {
  it("chaque couple de champ et de source a une règle, avec son motif", async () => {
    const base = await testDatabase();
    const { rows } = await base.owner.query("select champ, source, rang, motif from allocataires.precedence where departement = '*'");
    await base.drop();
    const regle = (champ: string, source: string) => rows.find((r) => r.source === source && [champ, "*"].includes(r.champ));
    const sans = CHAMPS_DITS.flatMap((champ) =>
      Object.keys(SystemeSource)
        .filter((source) => !regle(champ, source))
        .map((source) => `${champ} ${source}`),
    );
    expect(sans).toEqual([]);
    expect(rows.every((r) => r.motif.endsWith("."))).toBe(true);
  });
});
