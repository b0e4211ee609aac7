import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { DossierDeFlux, type FluxDeTest, type PersonneDeTest } from "./fabriquer-flux";

const NIR = "2900394910001";
const nirCipher = new NirCipher(NIR_KEY);

let db: TestDatabase;
const dossier = new DossierDeFlux();
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => viderBase(db.owner));
afterAll(async () => {
  dossier.supprimer();
  await db.drop();
});

let jour = 0;
const importer = async (f: FluxDeTest) =>
  (await importerCaf([dossier.ecrire(f)], { ownerUrl: db.url, now: () => new Date(Date.UTC(2026, 1, 1, 8, jour++)), nirCipher }))[0]!;
const lignes = async (sql: string) => (await db.owner.query(sql)).rows;
const personnes = async () => (await lignes("select count(*)::int as n from allocataires.allocataire"))[0].n;

const AMINA: PersonneDeTest = { nom: "BENALI", prenom: "AMINA", naissance: "1990-03-14", nir: NIR };
/** Known by her dossier 1, then met in `recue`, in dossier `numero`. */
async function rencontrer(
  connue: PersonneDeTest,
  recue: PersonneDeTest,
  numero = "2",
): Promise<{ personnes: number; rapprochements: any[] }> {
  await importer({ cree: "2026-01-10", foyers: [{ numero: "1", matricule: "111111100000000", personnes: [connue] }] });
  await importer({ cree: "2026-01-20", foyers: [{ numero, matricule: "222222200000000", personnes: [recue] }] });
  return {
    personnes: await personnes(),
    rapprochements: await lignes("select resultat, statut, allocataire, candidats, scores, recu from allocataires.rapprochement"),
  };
}

describe("les personnes d’un flux, par le moteur d’identité", () => {
  it.each<[string, PersonneDeTest, PersonneDeTest]>([
    ["le nom changé par un mariage, sous le même NIR", AMINA, { ...AMINA, nom: "DURAND", nomNaissance: "BENALI" }],
    ["un prénom écrit autrement, sous le même NIR", AMINA, { ...AMINA, prenom: "AMINNA" }],
    ["jour et mois inversés, sous le même NIR", { ...AMINA, naissance: "1990-03-04" }, { ...AMINA, naissance: "1990-04-03" }],
    ["la suite de la demande, sans NIR et une faute dans le nom", AMINA, { ...AMINA, nir: undefined, nom: "BENALLI", precedent: "1" }],
    [
      "un NIR à la place du numéro d’attente, dans la suite de la demande",
      { ...AMINA, nir: "8900399910001" },
      { ...AMINA, precedent: "1" },
    ],
  ])("%s : rattachée seule", async (_, connue, recue) => {
    expect(await rencontrer(connue, recue)).toEqual({ personnes: 1, rapprochements: [] });
  });

  it("une faute dans le nom au même dossier, sans NIR : la même personne", async () => {
    expect(await rencontrer({ ...AMINA, nir: undefined }, { ...AMINA, nir: undefined, nom: "BENALLI" }, "1")).toEqual({
      personnes: 1,
      rapprochements: [],
    });
  });

  it("le NIR d’une jumelle : CONFLIT, une fiche de plus, et un rapprochement avec score et raisons", async () => {
    const { personnes, rapprochements } = await rencontrer(AMINA, { ...AMINA, prenom: "YASMINE" });
    expect(personnes).toBe(2);
    expect(rapprochements).toEqual([
      expect.objectContaining({
        resultat: "CONFLIT",
        statut: "A_TRAITER",
        candidats: [expect.any(String)],
        scores: [
          expect.objectContaining({ score: expect.any(Number), raisons: expect.arrayContaining(["Même NIR.", "Prénoms différents."]) }),
        ],
      }),
    ]);
    expect(rapprochements[0].allocataire).not.toBe(rapprochements[0].candidats[0]);
  });

  it("le même état civil sans NIR dans un autre dossier : PLUSIEURS, jamais rattachée seule", async () => {
    const { personnes, rapprochements } = await rencontrer({ ...AMINA, nir: undefined }, { ...AMINA, nir: undefined });
    expect([personnes, rapprochements.map((r) => r.resultat)]).toEqual([2, ["PLUSIEURS"]]);
  });

  it("un homonyme né un autre jour : une autre personne, rien à trancher", async () => {
    expect(await rencontrer({ ...AMINA, nir: undefined }, { ...AMINA, nir: undefined, naissance: "1971-08-22" })).toEqual({
      personnes: 2,
      rapprochements: [],
    });
  });

  it("deux personnes d’un même foyer ne deviennent jamais la même", async () => {
    await importer({ foyers: [{ numero: "1", personnes: [AMINA] }] });
    await importer({
      cree: "2026-01-20",
      foyers: [{ numero: "1", personnes: [AMINA, { ...AMINA, role: "CJT", prenom: "AMINNA", nir: undefined }] }],
    });
    const membres = await lignes("select count(distinct allocataire)::int as n, count(*)::int as m from allocataires.membre");
    expect(membres).toEqual([{ n: 2, m: 2 }]);
  });

  it("ce qui attend d’être tranché n’est pas demandé de nouveau au flux suivant", async () => {
    await rencontrer(AMINA, { ...AMINA, prenom: "YASMINE" });
    await importer({
      cree: "2026-02-01",
      foyers: [{ numero: "2", matricule: "222222200000000", voie: "NEUVE", personnes: [{ ...AMINA, prenom: "YASMINE" }] }],
    });
    expect(await personnes()).toBe(2);
    expect(await lignes("select count(*)::int as n from allocataires.rapprochement")).toEqual([{ n: 1 }]);
  });
});
