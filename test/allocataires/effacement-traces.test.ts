import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ouvrirOriginal } from "../../subgraphs/shared/original-garde";
import { DossierDeFlux, type FluxDeTest, type PersonneDeTest } from "../caf/fabriquer-flux";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const nirCipher = new NirCipher(NIR_KEY);
const ZOE: PersonneDeTest = { nom: "CANARI", prenom: "ZOE", naissance: "1991-05-06", nir: "2910594910001" };
const KARIM: PersonneDeTest = { role: "CJT", qual: "MR", nom: "MALIK", prenom: "KARIM", naissance: "1990-02-03", nir: "1900294910002" };
const OUVERT = "2";
const CLOS = "5";

describe("ce qui nomme une personne effacée", () => {
  const fichiers = new DossierDeFlux();
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
  afterAll(() => fichiers.supprimer());

  const lignes = async (sql: string) => (await base.owner.query(sql)).rows;
  const importer = async (cree: string, foyers: FluxDeTest["foyers"]) => {
    const contexte = { ownerUrl: base.url, now: () => new Date(`${cree}T08:00:00Z`), nirCipher };
    return (await importerCaf([fichiers.ecrire({ cree, reference: cree, foyers })], contexte))[0]!;
  };
  const effacer = async (allocataire: string) =>
    (
      await graphe.run(
        CALLERS.dpo,
        "mutation ($a: ID!) { r: effacerAllocataire(allocataire: $a, motif: DEMANDE_DE_LA_PERSONNE) { __typename } }",
        { a: allocataire },
        new Date("2026-03-10T10:00:00Z"),
      )
    ).data?.r;

  it("reconnue aussi sous un nom abrégé, un autre prénom d’abord, une date incomplète, ou un NIR corrigé dans le même dossier", async () => {
    await importer("2026-01-12", [
      { numero: "94000000777", etat: CLOS, personnes: [{ ...ZOE, nomNaissance: "CANARI-DUPUIS", prenom2: "MARIE" }, KARIM] },
    ]);
    await effacer((await lignes("select id from allocataires.allocataire where nom = 'CANARI-DUPUIS'"))[0].id);
    let jour = 0;
    const codes = async (numero: string, personne: PersonneDeTest) =>
      (await importer(`2026-04-${String(++jour).padStart(2, "0")}`, [{ numero, etat: OUVERT, personnes: [personne] }])).signalements
        .map((s) => s.code)
        .filter((code) => code === "PERSONNE_EFFACEE");
    const arret = ["PERSONNE_EFFACEE"];
    const sansNir = { ...ZOE, nir: undefined };
    expect(await codes("94000000801", sansNir)).toEqual(arret);
    expect(await codes("94000000802", { ...sansNir, nomNaissance: "DUPUIS", prenom: "MARIE", prenom2: "ZOE" })).toEqual(arret);
    expect(await codes("94000000803", { ...sansNir, naissance: "1991-05-00" })).toEqual(arret);
    expect(await codes("94000000804", { ...sansNir, naissance: "1991-00-00" })).toEqual(arret);
    expect(await codes("94000000777", { ...sansNir, nomNaissance: "KANARY", naissance: "1991-06-05" })).toEqual(arret);
    expect(await codes("94000000777", { ...ZOE, nomNaissance: "CANARI-DUPUIS", nir: "2910594910099" })).toEqual(arret);
    expect(await codes("94000000805", { ...sansNir, prenom: "LEA" })).toEqual([]);
    expect(await codes("94000000806", { ...sansNir, naissance: "1991-05-07" })).toEqual([]);
    expect(await codes("94000000777", { ...ZOE, prenom: "LEA", nir: "2910594910088" })).toEqual([]);
  });

  it("blanchit, chez tous, les rejets qui la nomment, et garde ceux des autres", async () => {
    await importer("2026-03-02", [{ numero: "94000000777", etat: CLOS, personnes: [ZOE, KARIM] }]);
    const id = (await lignes("select id from allocataires.allocataire where nom = 'CANARI'"))[0].id as string;
    await importer("2026-03-03", [
      { numero: "94000000901", demande: "2026-13-45", personnes: [ZOE] },
      { numero: "94000000903", demande: "2026-13-45", personnes: [{ ...ZOE, nom: "AUTREMENT", prenom: "AUTRE", naissance: "1980-01-01" }] },
      { numero: "94000000902", demande: "2026-13-45", personnes: [{ nom: "AUTRUI", prenom: "ANNE" }] },
    ]);
    const garde = (table: string, original: string) =>
      base.owner.query(
        `insert into ${table} (departement, objet, cle, code, message, original, cree_le${table.startsWith("rendez") ? ", partenaire, empreinte" : ""})
         values (null, 'ESSAI', md5($1), 'ESSAI', 'essai', $1, '2026-03-03'${table.startsWith("rendez") ? ", 'ESSAI', sha256(convert_to($1, 'UTF8'))" : ""})`,
        [original],
      );
    await garde("rendez_vous.rejet", JSON.stringify({ corps: JSON.stringify({ birth_name: "Canari", first_name: "Zoé" }) }));
    await garde("rendez_vous.rejet", JSON.stringify({ corps: JSON.stringify({ birth_name: "Canari", first_name: "Paul" }) }));
    await garde("hub.rejet", JSON.stringify({ personneType: "HUB", personneValeur: id }));
    await garde("hub.rejet", JSON.stringify({ personneType: "NUMERO_DEMANDE_RSA", personneValeur: "94000000777" }));
    await garde("hub.rejet", JSON.stringify({ personneType: "NUMERO_DEMANDE_RSA", personneValeur: "940000007771" }));
    // Emptied already by its age: only its key names her.
    await base.owner.query(
      `insert into allocataires.rejet (departement, objet, cle, code, message, original, cree_le, rejoue_le)
       values ('94', 'ESSAI', '94000000777', 'AGE', 'essai', '', '2025-03-03', '2025-06-03')`,
    );
    expect((await effacer(id)).__typename).toBe("EffacementAllocataire");
    expect(await lignes("select cle from allocataires.rejet where code = 'AGE'")).toEqual([{ cle: null }]);
    expect(await lignes("select cle from allocataires.rejet where original = '' and cle is not null")).toEqual([]);
    const restent = await Promise.all(
      ["allocataires", "rendez_vous", "hub"].map((schema) => lignes(`select original from ${schema}.rejet where rejoue_le is null`)),
    );
    expect(restent.map((r) => r.length)).toEqual([1, 1, 1]);
    expect(restent.flat().map((r) => /AUTRUI|Paul|940000007771/.exec(ouvrirOriginal(nirCipher, r.original))?.[0])).toEqual([
      "AUTRUI",
      "Paul",
      "940000007771",
    ]);
    const toutes = await lignes("select original, message from rendez_vous.rejet union all select original, message from hub.rejet");
    expect(toutes.filter((r) => r.original === "")).toHaveLength(3);
  });
});
