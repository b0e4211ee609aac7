import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import type { Caller } from "../../subgraphs/shared/identity";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const LE = new Date("2026-02-02T09:00:00Z");
const RESULTAT = "__typename ... on Allocataire { id } ... on Refus { code champ }";
const INSCRIRE = `mutation ($qui: ID!, $statut: StatutInscription!, $dateEffet: Date!, $categorie: String, $cle: String) {
  r: enregistrerInscription(allocataire: $qui, statut: $statut, dateEffet: $dateEffet, categorie: $categorie, cleIdempotence: $cle) { ${RESULTAT} } }`;
const NUMEROTER = `mutation ($qui: ID!, $numero: String!, $certifiee: Boolean) {
  r: enregistrerNumeroFranceTravail(allocataire: $qui, numero: $numero, certifiee: $certifiee) { ${RESULTAT} } }`;

describe("ce que France Travail dit de l’inscription d’une personne", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  beforeEach(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterEach(async () => {
    await graphe.close();
    await base.drop();
  });

  const agir = async (document: string, variables: object, caller: Caller = CALLERS.franceTravail) => {
    const { data, errors } = await graphe.run(caller, document, { qui: PEOPLE.driss, ...variables }, LE);
    expect(errors).toBeUndefined();
    return data.r;
  };
  const evenements = async () =>
    (
      await base.owner.query(
        "select type, allocataire, donnees from journal.evenement where type in ('InscriptionConstatee', 'AllocataireModifie')",
      )
    ).rows;
  const numeros = async (qui: string) =>
    (
      await base.owner.query(
        "select valeur, certifiee, valide_au from allocataires.identifiant where type = 'NUMERO_FRANCE_TRAVAIL' and allocataire = $1 order by valeur",
        [qui],
      )
    ).rows;
  const organisme: Caller = { ...CALLERS.departement, organisme: "REMOB-1" };

  it("un statut s’enregistre une fois, se dit une fois, et demande une orientation à qui n’en a pas", async () => {
    const inscrit = { statut: "INSCRIT", dateEffet: "2026-01-28", categorie: "1" };
    for (const cle of ["un", "un", "deux"])
      expect(await agir(INSCRIRE, { ...inscrit, cle })).toEqual({ __typename: "Allocataire", id: PEOPLE.driss });
    const donnees = { statut: "INSCRIT", dateEffet: "2026-01-28" };
    expect(await evenements()).toEqual([{ type: "InscriptionConstatee", allocataire: PEOPLE.driss, donnees }]);
    const { rows } = await base.owner.query(
      "select statut, origine, demandee_le, source from allocataires.orientation where allocataire = $1",
      [PEOPLE.driss],
    );
    expect(rows).toEqual([
      { statut: "DEMANDEE", origine: "INSCRIPTION_FRANCE_TRAVAIL", demandee_le: "2026-01-28", source: "FRANCE_TRAVAIL" },
    ]);
    await agir(INSCRIRE, { statut: "RADIE", dateEffet: "2026-01-28" });
    expect(await evenements()).toHaveLength(2);
  });

  it("une personne déjà orientée n’est pas à orienter de nouveau", async () => {
    await agir(INSCRIRE, { qui: PEOPLE.amina, statut: "INSCRIT", dateEffet: "2026-01-15" });
    const { rows } = await base.owner.query("select statut from allocataires.orientation where allocataire = $1", [PEOPLE.amina]);
    expect(rows).toEqual([{ statut: "DECIDEE" }]);
  });

  it.each([
    ["un jour à venir", { statut: "INSCRIT", dateEffet: "2026-02-03" }, "DATE_FUTURE"],
    ["un jour d’avant 2000", { statut: "INSCRIT", dateEffet: "1999-12-31" }, "DATE_ANTERIEURE"],
    ["une catégorie qui n’est pas un code", { statut: "INSCRIT", dateEffet: "2026-01-28", categorie: "\n" }, "TEXTE_INVALIDE"],
    ["une personne inconnue", { qui: PEOPLE.elodie, statut: "INSCRIT", dateEffet: "2026-01-28" }, "ALLOCATAIRE_INTROUVABLE"],
  ])("un statut se refuse pour %s", async (_quoi, variables, code) => {
    expect(await agir(INSCRIRE, variables)).toMatchObject({ __typename: "Refus", code });
  });

  it("un numéro se garde avec sa certification ; le précédent de France Travail prend fin", async () => {
    expect(await agir(NUMEROTER, { numero: "90000000004", certifiee: true })).toEqual({ __typename: "Allocataire", id: PEOPLE.driss });
    await agir(NUMEROTER, { numero: "90000000004", certifiee: true });
    expect(await numeros(PEOPLE.driss)).toEqual([{ valeur: "90000000004", certifiee: true, valide_au: null }]);
    await agir(NUMEROTER, { numero: "90000000014" });
    expect(await numeros(PEOPLE.driss)).toEqual([
      { valeur: "90000000004", certifiee: true, valide_au: "2026-02-02" },
      { valeur: "90000000014", certifiee: false, valide_au: null },
    ]);
    expect((await evenements()).map(({ donnees }) => donnees)).toEqual([{ champs: ["identifiants"] }, { champs: ["identifiants"] }]);
  });

  it("un numéro se refuse mal formé, ou déjà donné à une autre personne sous une de ses deux formes", async () => {
    expect(await agir(NUMEROTER, { numero: "1234567A" })).toMatchObject({ code: "NUMERO_FRANCE_TRAVAIL_INVALIDE", champ: "numero" });
    await base.owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le, certifiee)
       values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', '00000004', 'CAF', '2026-01-10', '2026-01-10', true)`,
      [PEOPLE.bruno],
    );
    expect(await agir(NUMEROTER, { numero: "90000000004" })).toMatchObject({ code: "IDENTIFIANT_DEJA_DONNE", champ: "numero" });
  });

  it("ne s’enregistre que par France Travail ou le Département", async () => {
    const qui = PEOPLE.amina;
    expect(await agir(INSCRIRE, { qui, statut: "INSCRIT", dateEffet: "2026-01-28" }, organisme)).toMatchObject({ code: "NON_HABILITE" });
    expect(await agir(NUMEROTER, { qui, numero: "90000000001" }, organisme)).toMatchObject({ code: "NON_HABILITE" });
    expect(await agir(NUMEROTER, { qui, numero: "90000000001" }, CALLERS.departement)).toMatchObject({ __typename: "Allocataire" });
  });
});
