import path from "node:path";
import { Hasard } from "../../simulation/hasard";
import type { ManifesteSimulation } from "../../simulation/simuler";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { CODE_PAR_ETAT } from "../../subgraphs/allocataires/caf/nomenclature";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { enfants, fichiersCaf, foyersDe, lireXml, nettoyer, numeroDe, roleDe, simulerDansUnDossier } from "./lire-simulation";

/** The months, the MSA and the days of two months, in any order: the hub must count what the simulator says. */
let base: TestDatabase;
let dossier: string;
let manifeste: ManifesteSimulation;
let noms: string[];

beforeAll(async () => {
  base = await testDatabase();
  ({ dossier, manifeste } = await simulerDansUnDossier({ foyers: 220, annee: true }));
  const h = new Hasard("ordre des fichiers");
  noms = fichiersCaf(dossier)
    .filter((nom) => nom.startsWith("RSABEM") || /^RSABEI_2026(06|01)/.test(nom))
    .map((nom) => ({ nom, rang: h.reel() }))
    .sort((a, b) => a.rang - b.rang)
    .map(({ nom }) => nom);
});
afterAll(async () => {
  nettoyer();
  await base.drop();
});

const lignes = async <T>(sql: string): Promise<T[]> => (await base.owner.query(sql)).rows;

describe("une année de flux, chargée dans le désordre", () => {
  it("ne rejette rien et ne signale que des flux arrivés après un plus récent", async () => {
    const contexte = {
      ownerUrl: base.url,
      now: () => new Date("2026-06-30T12:00:00Z"),
      nirCipher: new NirCipher("clé de chiffrement du NIR"),
    };
    const resultats = await importerCaf(
      noms.map((nom) => path.join(dossier, "caf", nom)),
      contexte,
    );
    expect(resultats.map((r) => r.compteurs.rejetes).filter((n) => n > 0)).toEqual([]);
    const codes = new Set(resultats.flatMap((r) => r.signalements.map((s) => s.code)));
    codes.delete("FLUX_ANTERIEUR");
    expect([...codes]).toEqual([]);
  });

  it("a les dossiers de la CAF et de la MSA, dans leurs états du dernier jour", async () => {
    const { dossiers, etats, msa } = manifeste.attendus;
    const parFonds = await lignes<{ fonorg: string; n: number }>(
      "select fonorg, count(*)::int as n from allocataires.dossier group by fonorg order by fonorg",
    );
    expect(parFonds).toEqual([
      { fonorg: "CAF", n: dossiers.total },
      { fonorg: "MSA", n: msa.dossiers },
    ]);
    const lus = await lignes<{ etat: keyof typeof CODE_PAR_ETAT; n: number }>(
      "select etat, count(*)::int as n from allocataires.dossier where fonorg = 'CAF' group by etat",
    );
    expect(Object.fromEntries(lus.map(({ etat, n }) => [CODE_PAR_ETAT[etat], n]))).toEqual(etats);
  });

  it("reconnaît les mêmes personnes d’une demande à l’autre, et d’un numéro d’attente au NIR", async () => {
    const adultes = new Set(
      noms
        .filter((nom) => nom.startsWith("RSABEM_MSA"))
        .flatMap((nom) => foyersDe(lireXml(dossier, nom)))
        .flatMap((foyer) => enfants(foyer, "Personne").flatMap((p) => (roleDe(p) === "ENF" ? [] : [`${numeroDe(foyer)} ${roleDe(p)}`]))),
    );
    const [personnes] = await lignes<{ n: number }>("select count(*)::int as n from allocataires.allocataire where canonique is null");
    expect(personnes!.n).toBe(manifeste.attendus.personnes.total + adultes.size);
    expect(await lignes("select resultat from allocataires.rapprochement where statut = 'A_TRAITER'")).toEqual([]);
  });
});
