import fs from "node:fs";
import path from "node:path";
import type { ManifesteSimulation } from "../../simulation/simuler";
import { type Foyer, lireFoyer } from "../../subgraphs/allocataires/caf/foyer";
import { lireDemande } from "../../subgraphs/allocataires/caf/instruction";
import { LecteurFlux } from "../../subgraphs/allocataires/caf/lire-flux";
import { BENEFICIAIRE, CODE_PAR_ETAT, INSTRUCTION } from "../../subgraphs/allocataires/caf/nomenclature";
import { fichiersCaf, lireXml, nettoyer, simulerDansUnDossier } from "./lire-simulation";
import { ecarts, lireSchema } from "./schema-caf";

/** Read by the hub's own reader: what the simulator writes, the hub must say again. */
interface Mention {
  fichier: string;
  foyer: Foyer;
}

let dossier: string;
let manifeste: ManifesteSimulation;
let mentions: Mention[];
let demandes: ReturnType<typeof lireDemande>[];

const noms = (prefixe: string) => fichiersCaf(dossier).filter((nom) => new RegExp(`^${prefixe}_\\d{8}\\.xml$`).test(nom));
const instructions = () => fs.readdirSync(path.join(dossier, "instruction")).sort();
const dateDe = (nom: string) => nom.slice(-12, -4);
const deLaCaf = () => mentions.filter((m) => !m.fichier.includes("MSA"));
const deLaMsa = () => mentions.filter((m) => m.fichier.includes("MSA"));

beforeAll(async () => {
  ({ dossier, manifeste } = await simulerDansUnDossier({ foyers: 700, annee: true }));
  mentions = [];
  for (const fichier of [...noms("RSABEM"), ...noms("RSABEI"), ...noms("RSABEM_MSA")].sort((a, b) => dateDe(a).localeCompare(dateDe(b)))) {
    const lecteur = await LecteurFlux.ouvrir(path.join(dossier, "caf", fichier), BENEFICIAIRE);
    for await (const { noeud } of lecteur.foyers()) {
      const lu = lireFoyer(noeud, lecteur.entete.dateReference);
      if ("rejet" in lu) throw new Error(`${fichier} : ${lu.rejet.message}`);
      expect(lu.reserves).toEqual([]);
      mentions.push({ fichier, foyer: lu.foyer });
    }
  }
  demandes = [];
  for (const fichier of instructions()) {
    const lecteur = await LecteurFlux.ouvrir(path.join(dossier, "instruction", fichier), INSTRUCTION);
    for await (const { noeud } of lecteur.foyers()) demandes.push(lireDemande(noeud, lecteur.entete.dateReference));
  }
});
afterAll(nettoyer);

const compte = (cles: Iterable<string>) => {
  const nombres: Record<string, number> = {};
  for (const cle of cles) nombres[cle] = (nombres[cle] ?? 0) + 1;
  return nombres;
};
const derniers = () => new Map(deLaCaf().map((m) => [m.foyer.numeroDemande, m.foyer]));

describe("une année entière de flux", () => {
  it("a le stock, un mensuel et une instruction par mois, un quotidien par jour ouvré, et les mensuels de la MSA", () => {
    expect([noms("RSABEM").length, noms("RSABEM_MSA").length, instructions().length, noms("RSABEI").length]).toEqual([13, 13, 12, 251]);
    expect(noms("RSABEM").slice(0, 3)).toEqual(["RSABEM_20250630.xml", "RSABEM_20250701.xml", "RSABEM_20250801.xml"]);
    expect(manifeste.annee).toBe(true);
  });

  it("suit l’arbre du schéma dans tous ses fichiers bénéficiaires", () => {
    const schema = lireSchema();
    const fichiers = [...noms("RSABEM"), ...noms("RSABEM_MSA"), ...noms("RSABEI").slice(0, 60)];
    expect([...new Set(fichiers.flatMap((nom) => ecarts(lireXml(dossier, nom), schema)))]).toEqual([]);
  });

  it("se lit sans rejet ni réserve, et le manifeste compte les mêmes dossiers et les mêmes états", () => {
    expect(mentions.length).toBeGreaterThan(5000);
    expect(derniers().size).toBe(manifeste.attendus.dossiers.total);
    expect(compte([...derniers().values()].map((f) => CODE_PAR_ETAT[f.contenu.etat]))).toEqual(manifeste.attendus.etats);
  });

  it("a des refus, des suspensions, des fins de droit et des contrôles après la fin, avec leurs motifs et leurs dates", () => {
    const contenus = deLaCaf().map((m) => m.foyer.contenu);
    const motifs = {
      refus: new Set(contenus.flatMap((c) => c.refus?.motif ?? [])),
      droit: new Set(contenus.flatMap((c) => c.suspensionsDroit.map((s) => s.motif))),
      versement: new Set(contenus.flatMap((c) => c.suspensionsVersement.map((s) => s.motif))),
      cloture: new Set(contenus.flatMap((c) => c.cloture?.motif ?? [])),
    };
    for (const ensemble of Object.values(motifs)) expect(ensemble.size).toBeGreaterThan(1);
    expect(contenus.some((c) => c.etat === "CLOS_MOIS_ANTERIEUR" && c.cloture!.moisAnterieur)).toBe(true);
    for (const c of contenus) {
      expect([c.etat, c.refus !== null]).toEqual([c.etat, c.etat === "REFUSE"]);
      expect([c.etat, c.cloture !== null]).toEqual([c.etat, c.etat === "CLOS" || c.etat === "CLOS_MOIS_ANTERIEUR"]);
    }
  });

  it("rouvre des droits sous un nouveau numéro, qui dit le précédent", () => {
    const secondes = [...derniers().values()].filter((f) => f.personnes.some((p) => p.numeroPrecedent));
    expect(secondes.length).toBe(manifeste.attendus.dossiers.secondes);
    expect(secondes.filter((f) => f.contenu.etat === "REFUSE").length).toBe(manifeste.attendus.dossiers.refuses);
    expect(secondes.some((f) => f.contenu.etat === "OUVERT_VERSABLE")).toBe(true);
    for (const seconde of secondes) {
      const premier = derniers().get(seconde.personnes[0]!.numeroPrecedent!)!;
      expect([premier.matricule, premier.personnes.map((p) => p.nom)]).toEqual([seconde.matricule, seconde.personnes.map((p) => p.nom)]);
      expect(premier.contenu.cloture!.le < seconde.contenu.dateDemande).toBe(true);
    }
  });

  it("mute des dossiers, et déménage des foyers jusqu’à trois adresses", () => {
    const contenus = deLaCaf().map((m) => m.foyer.contenu);
    expect(contenus.some((c) => c.cedant !== null)).toBe(true);
    expect(contenus.some((c) => c.prenant !== null && c.cloture!.motif === "MUT")).toBe(true);
    expect(new Set(contenus.map((c) => c.adresses.length))).toEqual(new Set([1, 2, 3]));
  });

  it("donne un NIR à qui n’en avait pas, et remplace des numéros d’attente", () => {
    const nirs = new Map<string, Set<string | null>>();
    for (const { foyer } of deLaCaf())
      for (const p of foyer.personnes) {
        const qui = `${foyer.matricule} ${p.rang}`;
        nirs.set(qui, (nirs.get(qui) ?? new Set()).add(p.nir));
      }
    const changes = [...nirs.values()].filter((valeurs) => valeurs.size > 1).map((valeurs) => [...valeurs]);
    expect(changes.filter(([avant]) => avant === null).length).toBe(manifeste.attendus.nir.recus);
    expect(changes.filter(([avant]) => /^[78]/.test(avant ?? "")).length).toBe(manifeste.attendus.nir.remplaces);
    expect(manifeste.attendus.nir.recus * manifeste.attendus.nir.remplaces).toBeGreaterThan(0);
  });

  it("change les montants à chaque trimestre, et un mensuel qui redit les jours ne change rien", () => {
    const empreintes = new Map<string, string>();
    const montants = new Map<string, Set<number>>();
    let [redits, changes] = [0, 0];
    for (const { fichier, foyer } of deLaCaf()) {
      const empreinte = foyer.empreinte.toString("hex");
      const avant = empreintes.get(foyer.numeroDemande);
      if (fichier.startsWith("RSABEM") && avant) avant === empreinte ? redits++ : changes++;
      empreintes.set(foyer.numeroDemande, empreinte);
      if (foyer.contenu.etat === "OUVERT_VERSABLE")
        montants.set(foyer.numeroDemande, (montants.get(foyer.numeroDemande) ?? new Set()).add(foyer.contenu.montants!.totalCentimes));
    }
    expect(redits).toBeGreaterThan(changes);
    expect(changes).toBeGreaterThan(100);
    expect([...montants.values()].filter((valeurs) => valeurs.size >= 3).length).toBeGreaterThan(50);
    const lignes = deLaCaf().map((m) => m.foyer.contenu.lignes);
    expect(lignes.some(([ancienne, courante]) => ancienne?.au && courante?.au === null)).toBe(true);
  });

  it("a des foyers de la MSA dans deux départements, dont le matricule est le NIR du demandeur", () => {
    const premiers = new Map<string, Foyer>();
    for (const { foyer } of deLaMsa()) if (!premiers.has(foyer.numeroDemande)) premiers.set(foyer.numeroDemande, foyer);
    expect(premiers.size).toBe(manifeste.attendus.msa.dossiers);
    expect(compte([...premiers.values()].map((f) => f.departement))).toEqual(manifeste.attendus.msa.parDepartement);
    expect(Object.keys(manifeste.attendus.msa.parDepartement).sort()).toEqual(["77", "94"]);
    const nirs = new Set(deLaCaf().flatMap((m) => m.foyer.personnes.map((p) => p.nir)));
    for (const { matricule } of premiers.values()) expect([matricule.length, nirs.has(matricule)]).toEqual([13, false]);
  });

  it("ne sait que l’année de naissance de quelques personnes de la MSA", () => {
    const partielles = deLaMsa().flatMap((m) => m.foyer.personnes.filter((p) => p.typeDateNaissance === "O"));
    expect(partielles.length).toBeGreaterThan(0);
    for (const p of partielles) expect(p.dateNaissance).toMatch(/^\d{4}-01-01$/);
  });

  it("instruit les demandes des entrants : parcours proposé, et seuls les contacts consentis", () => {
    const lues = demandes.map((d) => {
      if ("rejet" in d) throw new Error(d.rejet.message);
      return d;
    });
    const { instruction } = manifeste.attendus;
    expect(lues.length).toBe(instruction.demandes);
    expect(lues.flatMap((d) => d.reserves)).toEqual([]);
    expect(compte(lues.map(({ foyer }) => foyer.contenu.proposition![0]!).map((p) => p.parcoursModifie ?? p.parcoursCalcule!))).toEqual(
      instruction.parParcours,
    );
    const contacts = lues.flatMap((d) =>
      d.foyer.personnes.flatMap((p) => [...(p.contacts?.telephones ?? []), p.contacts?.courriel ?? []].flat()),
    );
    expect([contacts.length, lues.reduce((n, d) => n + d.contactsEcartes, 0)]).toEqual([
      instruction.contactsAcceptes,
      instruction.contactsEcartes,
    ]);
    const connus = derniers();
    expect(lues.filter((d) => connus.has(d.foyer.numeroDemande)).length).toBe(lues.length);
  });

  it("la même graine donne les mêmes fichiers", async () => {
    const options = { foyers: 40, annee: true };
    const [a, b] = [await simulerDansUnDossier(options), await simulerDansUnDossier(options)];
    expect(a.manifeste).toEqual(b.manifeste);
  });
});
