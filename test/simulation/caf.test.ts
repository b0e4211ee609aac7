import { cleDuNir } from "../../simulation/foyer/nir";
import type { ManifesteSimulation } from "../../simulation/simuler";
import {
  type Element,
  enfants,
  fichiersCaf,
  foyersDe,
  lireXml,
  nettoyer,
  numeroDe,
  roleDe,
  simulerDansUnDossier,
  valeur,
} from "./lire-simulation";
import { ecarts, lireSchema } from "./schema-caf";

let manifeste: ManifesteSimulation;
let fichiers: { nom: string; racine: Element }[];

beforeAll(async () => {
  const simulation = await simulerDansUnDossier({ foyers: 900 });
  manifeste = simulation.manifeste;
  fichiers = fichiersCaf(simulation.dossier).map((nom) => ({ nom, racine: lireXml(simulation.dossier, nom) }));
});
afterAll(nettoyer);

const stock = () => fichiers.find(({ nom }) => nom.startsWith("RSABEM"))!;
const quotidiens = () => fichiers.filter(({ nom }) => nom.startsWith("RSABEI"));
const personnes = () => fichiers.flatMap(({ racine }) => foyersDe(racine)).flatMap((foyer) => enfants(foyer, "Personne"));

describe("les fichiers CAF", () => {
  it("sont un stock un an avant la fin, puis un fichier par jour ouvré", () => {
    expect(stock().nom).toBe("RSABEM_20250630.xml");
    expect(fichiers.filter(({ nom }) => nom.startsWith("RSABEM"))).toHaveLength(1);
    expect(quotidiens()).toHaveLength(251);
    expect(quotidiens()[0]!.nom).toBe("RSABEI_20250701.xml");
    expect(quotidiens().at(-1)!.nom).toBe("RSABEI_20260630.xml");
    expect(quotidiens().map((f) => f.nom)).not.toContain("RSABEI_20250714.xml");
  });

  it("suivent l’arbre du schéma : ordre, cardinalités, types et tailles", () => {
    const schema = lireSchema();
    expect(schema.enfants.map((e) => e.nom)).toEqual(["IdentificationFlux", "InfosFoyerRSA", "TransmissionFlux"]);
    expect([...new Set(fichiers.flatMap(({ racine }) => ecarts(racine, schema)))]).toEqual([]);
  });

  it("annoncent leur nature, et le nombre de dossiers qu’ils contiennent", () => {
    for (const { nom, racine } of fichiers) {
      const date = `${nom.slice(7, 11)}-${nom.slice(11, 13)}-${nom.slice(13, 15)}`;
      expect(racine.enfants[0]!.enfants.map((e) => e.texte).slice(0, 6)).toEqual([
        "CRI",
        "6200",
        nom.startsWith("RSABEM") ? "M" : "I",
        "D",
        date,
        "01:18:36.0000",
      ]);
      const nombre = foyersDe(racine).length;
      expect(Number(valeur(racine, "TransmissionFlux/NBTOTDOSRSATRANSM"))).toBe(nombre);
      expect(manifeste.fichiers[`caf/${nom}`]!.enregistrements).toBe(nombre);
    }
  });

  it("donnent à chaque foyer un matricule de sept chiffres et un numéro de demande, uniques", () => {
    const matricules = new Map<string, string>();
    for (const foyer of fichiers.flatMap(({ racine }) => foyersDe(racine))) {
      const matricule = valeur(foyer, "IdentificationRSA/Organisme/MATRICULE")!;
      expect(matricule).toMatch(/^[1-9]\d{6}0{8}$/);
      expect(numeroDe(foyer)).toMatch(/^\d{8}094$/);
      expect(matricules.get(matricule) ?? numeroDe(foyer)).toBe(numeroDe(foyer));
      matricules.set(matricule, numeroDe(foyer));
    }
    expect(matricules.size).toBe(900);
  });

  it("donnent des NIR de 13 caractères, uniques, dont la clé se calcule et qui ne peuvent être ceux de personne", () => {
    const parNir = new Map<string, string>();
    for (const personne of personnes()) {
      const nir = valeur(personne, "Identification/NIR");
      if (nir === null) continue;
      const naissance = valeur(personne, "Identification/DTNAI")!;
      expect(nir).toMatch(/^[12]\d{4}(\d{2}|2[AB])9[1-4]\d\d{3}$/);
      expect(nir.slice(0, 5)).toBe(valeur(personne, "Identification/SEXE") + naissance.slice(2, 4) + naissance.slice(5, 7));
      expect(Number(cleDuNir(nir))).toBeGreaterThanOrEqual(1);
      expect(Number(cleDuNir(nir))).toBeLessThanOrEqual(97);
      const qui = `${naissance} ${valeur(personne, "Identification/PRENOM")}`;
      expect(parNir.get(nir) ?? qui).toBe(qui);
      parNir.set(nir, qui);
    }
    expect(parNir.size).toBeGreaterThan(1000);
  });

  it("portent des accents, des traits d’union, Œ, et des adultes d’au moins 20 ans à l’ouverture du droit", () => {
    const noms = new Set(personnes().map((p) => valeur(p, "Identification/NOMNAI")!));
    for (const signe of ["É", "-", "'", "Œ", "Ÿ", " "]) expect([...noms].some((nom) => nom.includes(signe))).toBe(true);
    for (const adulte of personnes().filter((p) => roleDe(p) !== "ENF")) {
      const [naissance, ouverture] = [valeur(adulte, "Identification/DTNAI")!, valeur(adulte, "DossierCAF/DDRATDOS")!];
      expect(Number(ouverture.slice(0, 4)) - Number(naissance.slice(0, 4))).toBeGreaterThanOrEqual(19);
    }
  });

  it("un nouvel entrant est ouvert et versable ; un dossier suspendu, repris ou clos porte le bloc de son état et son événement", () => {
    const connus = new Set(foyersDe(stock().racine).map(numeroDe));
    const blocs: Record<string, string | null> = { "2": null, "3": "SuspensionDroit", "4": "SuspensionVersement", "5": "FinDroit" };
    const vus: Record<string, number> = {};
    for (const foyer of quotidiens().flatMap(({ racine }) => foyersDe(racine))) {
      const situation = foyer.enfants.find((e) => e.nom === "PrestationRSA")!.enfants[0]!;
      const etat = valeur(situation, "EtatDossierRSA/ETATDOSRSA")!;
      if (!connus.has(numeroDe(foyer))) expect(etat).toBe("2");
      connus.add(numeroDe(foyer));
      expect(situation.enfants.slice(1).map((e) => e.nom)).toEqual(blocs[etat] ? [blocs[etat]] : []);
      expect(enfants(foyer, "Evenement")).toHaveLength(1);
      vus[etat] = (vus[etat] ?? 0) + 1;
    }
    for (const etat of ["2", "3", "4", "5"]) expect(vus[etat]).toBeGreaterThan(0);
    expect(connus.size).toBe(900);
  });
});
