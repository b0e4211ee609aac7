import { tournerNir } from "../../hub/tourner-nir";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ouvrirOriginal } from "../../subgraphs/shared/original-garde";
import { clesDe } from "../../subgraphs/shared/trousseau";
import { DossierDeFlux, type FoyerDeTest } from "../caf/fabriquer-flux";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const ANCIENNE = "ancienne-clé-de-test-trente-deux-caractères";
const NOUVELLE = "nouvelle-clé-de-test-trente-deux-caractères";
const DEUX = `${NOUVELLE},${ANCIENNE}`;
const AMINA = "2900394910001";
const ZOE = "2880294028044";
const MAINTENANT = new Date("2026-03-10T08:00:00Z");

const FOYERS: FoyerDeTest[] = [
  { numero: "94000000001", personnes: [{ nir: AMINA }] },
  { numero: "94000000002", personnes: [{ nom: "ZOLA", prenom: "ZOE", nir: ZOE, naissance: "1988-02-03" }] },
  {
    numero: "94000000003",
    fonorg: "MSA",
    matricule: "1750394028133",
    personnes: [{ nom: "MAZET", prenom: "PAUL", naissance: "1975-03-04" }],
  },
];

describe("tourner la clé des NIR", () => {
  const dossier = new DossierDeFlux();
  let base: TestDatabase;
  beforeAll(async () => {
    base = await testDatabase();
    await base.owner.query(
      "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-CD94', '94', 'CD94', 'Val-de-Marne', 'DEPARTEMENT')",
    );
  });
  afterAll(async () => {
    dossier.supprimer();
    await base.drop();
  });

  const importer = async (cle: string, cree: string, foyers = FOYERS) => {
    const contexte = { ownerUrl: base.url, now: () => MAINTENANT, nirCipher: new NirCipher(cle) };
    return (await importerCaf([dossier.ecrire({ cree, foyers })], contexte))[0]!.compteurs;
  };
  const lignes = async (sql: string, valeurs: unknown[] = []) => (await base.owner.query(sql, valeurs)).rows;
  const personnes = async () => (await lignes("select count(*)::int as n from allocataires.allocataire"))[0].n;
  const tourner = (cle: string) => tournerNir(base.url, cle, () => MAINTENANT);
  const avec = async <T>(cle: string, faire: (graphe: TestSubgraph) => Promise<T>): Promise<T> => {
    const graphe = await testSubgraph(sousGraphe, base.url, { nirCipher: new NirCipher(cle) });
    return faire(graphe).finally(() => graphe.close());
  };
  const chercher = (cle: string, nir: string, dateNaissance: string) =>
    avec(cle, async (graphe) => {
      const { data } = await graphe.run(
        CALLERS.rapprochement,
        "query ($i: IdentifiantInput!) { allocataire(identifiant: $i) { identifiants { type valeur } } }",
        { i: { type: "NIR", valeur: nir, dateNaissance } },
      );
      return data.allocataire?.identifiants.find((i: { type: string }) => i.type === "NIR")?.valeur ?? null;
    });

  it("la base dit sous quelle clé elle est : un import sous une autre est refusé, rien n’est appliqué", async () => {
    await importer(ANCIENNE, "2026-01-10");
    await expect(importer(NOUVELLE, "2026-01-11")).rejects.toMatchObject({ code: "CLE_NIR_INCONNUE" });
    expect(await personnes()).toBe(3);
    expect(await chercher(ANCIENNE, AMINA, "1990-03-14")).toBe(AMINA);
  });

  it("pendant que deux clés sont données, on cherche et on lit sous l’une et l’autre", async () => {
    expect(await chercher(DEUX, AMINA, "1990-03-14")).toBe(AMINA);
    expect(await chercher(`${ANCIENNE},${NOUVELLE}`, ZOE, "1988-02-03")).toBe(ZOE);
  });

  it("tout passe sous la nouvelle, et la commande dit que l’ancienne se retire", async () => {
    await base.owner.query(
      `insert into hub.rejet (objet, cle, code, message, original, cree_le) values ('DECISION', 'clair', 'X', 'X', 'gardé en clair', $1)`,
      [MAINTENANT],
    );
    const faite = await tourner(DEUX);
    expect(faite).toMatchObject({ reste: [], abonnements: 0, ancienneRetirable: true });
    expect(faite.empreintes).toBeGreaterThanOrEqual(6);
    const [{ original }] = await lignes("select original from hub.rejet where cle = 'clair'");
    expect(ouvrirOriginal(new NirCipher(NOUVELLE), original)).toBe("gardé en clair");
    expect(await chercher(NOUVELLE, AMINA, "1990-03-14")).toBe(AMINA);
    expect(await chercher(ANCIENNE, AMINA, "1990-03-14")).toBeNull();
    // A second time: nothing left to do.
    const encore = await tourner(DEUX);
    expect([encore.empreintes, encore.colonnes.every(({ scellees }) => scellees === 0)]).toEqual([0, true]);
  });

  it("l’ancienne retirée, le même flux ne change rien et ne refait personne", async () => {
    expect(await importer(NOUVELLE, "2026-02-10")).toMatchObject({ lus: 3, rejetes: 0, inchanges: 3 });
    expect(await personnes()).toBe(3);
    const identifiants = await lignes(
      "select count(*)::int as n from allocataires.identifiant where empreinte is not null and valide_au is null",
    );
    expect(identifiants).toEqual([{ n: 3 }]);
  });

  it("interrompue entre deux lots, elle reprend où elle en était", async () => {
    const troisieme = "troisième-clé-de-test-trente-deux-caractères";
    await tourner(`${troisieme},${NOUVELLE}`);
    const cipher = new NirCipher(`${NOUVELLE}`);
    // As if the process had been killed before this row: it rests under the former key.
    await base.owner.query("update allocataires.contenu_personne set nir_chiffre = $1 where nir_empreinte = $2", [
      cipher.encrypt(ZOE),
      new NirCipher(troisieme).hash(ZOE),
    ]);
    const reprise = await tourner(`${troisieme},${NOUVELLE}`);
    expect(reprise.colonnes.filter(({ scellees }) => scellees > 0)).toEqual([
      { colonne: "allocataires.contenu_personne.nir_chiffre", scellees: 1 },
    ]);
    expect(reprise.ancienneRetirable).toBe(true);
    // Two rotations later, what was read under the first key is still known.
    expect(await importer(troisieme, "2026-02-20")).toMatchObject({ inchanges: 3 });
  });

  it("une personne effacée sous une clé retirée n’est pas refaite", async () => {
    const troisieme = "troisième-clé-de-test-trente-deux-caractères";
    const quatrieme = "quatrième-clé-de-test-trente-deux-caractères";
    const [{ id }] = await lignes("select id from allocataires.allocataire where nom = 'ZOLA' or nom = 'Zola'");
    const effacee = await avec(troisieme, (graphe) =>
      graphe.run(
        { ...CALLERS.departement, scopes: new Set([...CALLERS.departement.scopes, "journal.lire"]), finalite: "EXERCICE_DES_DROITS" },
        `mutation ($a: ID!) { effacerAllocataire(allocataire: $a, motif: COLLECTE_ERRONEE, cleIdempotence: "efface-1") { __typename ... on Refus { code message } } }`,
        { a: id },
      ),
    );
    expect(effacee.errors).toBeUndefined();
    expect(effacee.data.effacerAllocataire).not.toMatchObject({ __typename: "Refus" });
    await tourner(`${quatrieme},${troisieme}`);
    expect(await importer(quatrieme, "2026-03-01")).toMatchObject({ rejetes: 1 });
    expect(await lignes("select code from allocataires.rejet")).toEqual([{ code: "PERSONNE_EFFACEE" }]);
  });

  it("le hub sert pendant la rotation : chaque recherche trouve, avant comme après", async () => {
    const derniere = "cinquième-clé-de-test-trente-deux-caractères";
    const quatrieme = "quatrième-clé-de-test-trente-deux-caractères";
    await avec(`${derniere},${quatrieme}`, async (graphe) => {
      let finie = false;
      const rotation = tourner(`${derniere},${quatrieme}`).finally(() => {
        finie = true;
      });
      let cherchees = 0;
      while (!finie || cherchees === 0) {
        const { data } = await graphe.run(
          CALLERS.rapprochement,
          `{ allocataire(identifiant: { type: NIR, valeur: "${AMINA}", dateNaissance: "1990-03-14" }) { id identifiants { valeur } } }`,
        );
        expect(data.allocataire).not.toBeNull();
        cherchees++;
      }
      expect((await rotation).ancienneRetirable).toBe(true);
    });
  });

  it("une clé qui porte une virgule reste une seule clé ; deux clés en ont chacune 32 caractères", () => {
    expect(clesDe("clé de test, trente-deux caractères au moins")).toHaveLength(1);
    expect(clesDe(DEUX)).toEqual([NOUVELLE, ANCIENNE]);
  });
});
