import fs from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { civilDateOf, daysBetween } from "../../subgraphs/shared/civil-date";
import {
  enfants,
  fichiersCaf,
  foyersDe,
  type LigneDecision,
  lireLignes,
  lireXml,
  nettoyer,
  numeroDe,
  roleDe,
  simulerDansUnDossier,
  valeur,
} from "./lire-simulation";

let dossier: string;
let decisions: LigneDecision[];
/** Date of the first file that names each person who is subject to « droits et devoirs », and of the one that closes her file. */
const notifications = new Map<string, string>();
/** Those whom a daily file named first. */
const duFlux = new Set<string>();
const clotures = new Map<string, string>();
const parPersonne = new Map<string, LigneDecision[]>();

beforeAll(async () => {
  ({ dossier } = await simulerDansUnDossier({ foyers: 1500 }));
  decisions = lireLignes<LigneDecision>(dossier, "decisions.jsonl");
  for (const nom of fichiersCaf(dossier).sort((a, b) => a.slice(7).localeCompare(b.slice(7)))) lireNotifications(nom);
  for (const d of decisions) parPersonne.set(d.variables.allocataire, [...(parPersonne.get(d.variables.allocataire) ?? []), d]);
});
afterAll(nettoyer);

function lireNotifications(nom: string): void {
  const racine = lireXml(dossier, nom);
  const date = valeur(racine, "IdentificationFlux/DTCREAFLUX")!;
  for (const foyer of foyersDe(racine)) {
    for (const personne of enfants(foyer, "Personne").filter((p) => valeur(p, "MontantCalculDroitRSAPersonne/TOPPERSDRODEVORSA") === "1")) {
      const cle = `dossier:${numeroDe(foyer)}/${roleDe(personne)}`;
      if (!notifications.has(cle) && nom.startsWith("RSABEI")) duFlux.add(cle);
      if (!notifications.has(cle)) notifications.set(cle, date);
    }
    const fin = valeur(foyer, "PrestationRSA/SituationDossierRSA/FinDroit/DTCLORSA");
    if (fin) clotures.set(numeroDe(foyer), fin);
  }
}

const csv = (nom: string) => parse(fs.readFileSync(path.join(dossier, nom), "utf8"), { columns: true }) as Record<string, string>[];
const de = (mutation: string) => decisions.filter((d) => d.mutation === mutation);

describe("decisions.jsonl", () => {
  it("est dans l’ordre, avant la fin, et chaque clé d’idempotence ne sert qu’une fois", () => {
    const instants = decisions.map((d) => Date.parse(d.le));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(civilDateOf(new Date(instants.at(-1)!)) < "2026-06-30").toBe(true);
    expect(new Set(decisions.map((d) => d.variables.cleIdempotence)).size).toBe(decisions.length);
  });

  it("ne parle que de personnes soumises aux droits et devoirs, après leur notification, à la date du fait", () => {
    for (const { le, variables } of decisions) {
      const jour = civilDateOf(new Date(le));
      expect(notifications.get(variables.allocataire)! <= jour).toBe(true);
      for (const date of ["decideeLe", "etabliLe", "dateSignature", "date"])
        if (variables[date]) expect(variables[date] <= jour).toBe(true);
      if (variables.decideeLe) expect(variables.decideeLe).toBe(jour);
    }
  });

  it("oriente une fois chaque personne, avant tout le reste, dans un parcours, un organisme et vers un référent qui existent", () => {
    const organismes = new Set(csv("organismes.csv").map((o) => `94-${o.code}`));
    const referents = new Set(csv("referents.csv").map((r) => `94-${r.organisme}-${r.code}`));
    const parcours = new Set(csv("parcours.csv").map((p) => p.code));
    for (const lignes of parPersonne.values()) {
      expect(lignes[0]!.mutation).toBe("deciderOrientation");
      expect(lignes.filter((d) => d.mutation === "deciderOrientation")).toHaveLength(1);
      const { organisme, referent, parcours: code, motif } = lignes[0]!.variables;
      expect(organismes.has(organisme) && parcours.has(code) && motif.length > 0).toBe(true);
      if (referent) expect(referents.has(referent) && referent.startsWith(`${organisme}-REF-`)).toBe(true);
    }
    expect(de("deciderOrientation").filter((d) => d.variables.referent).length).toBeGreaterThan(500);
  });

  it("ne remplace qu’un contrat d’orientation, et rien ne vient après la sortie ni, hors d’elle, après la clôture", () => {
    for (const [personne, lignes] of parPersonne) {
      const natures = lignes.filter((d) => d.mutation === "signerContrat").map((d) => d.variables.nature);
      expect([[], ["ORIENTATION_3_MOIS"], ["CONTRAT_ENGAGEMENT"], ["ORIENTATION_3_MOIS", "CONTRAT_ENGAGEMENT"]]).toContainEqual(natures);
      const sortie = lignes.findIndex((d) => d.mutation === "declarerSortie");
      if (sortie >= 0) expect(sortie).toBe(lignes.length - 1);
      const fin = clotures.get(personne.slice(8, 19));
      if (fin) for (const d of lignes.filter((l) => l.mutation !== "declarerSortie")) expect(d.le.slice(0, 10) < fin).toBe(true);
    }
    expect(de("declarerSortie").length).toBeGreaterThan(0);
  });

  it("les contrats ont des heures, ou une raison de ne pas en avoir", () => {
    const contrats = de("signerContrat").filter((d) => d.variables.nature === "CONTRAT_ENGAGEMENT");
    for (const { variables: v } of contrats) {
      if (v.exempte) expect([v.heuresHebdomadaires, typeof v.motifModulation]).toEqual([undefined, "string"]);
      else if (v.heuresHebdomadaires < 15) expect(typeof v.motifModulation).toBe("string");
      expect(v.exempte || v.heuresHebdomadaires > 0).toBe(true);
    }
    expect(contrats.filter((d) => d.variables.heuresHebdomadaires >= 15).length / contrats.length).toBeGreaterThan(0.75);
    for (const { variables } of de("signerContrat")) expect(variables.dureeMois).toBeGreaterThan(0);
  });

  it("les activités sont des huit dernières semaines, de qui a signé, et la semaine de la fin en a", () => {
    const activites = de("declarerActivite");
    for (const { variables: v } of activites) {
      expect(v.minutes > 0 && v.date >= "2026-05-01").toBe(true);
      const signature = parPersonne.get(v.allocataire)!.find((d) => d.mutation === "signerContrat");
      expect(signature!.variables.dateSignature < v.date).toBe(true);
    }
    expect(activites.filter((d) => d.variables.date >= "2026-06-29").length).toBeGreaterThan(0);
  });

  it("le référent REF-1 de REMOB-1 agit pour son portefeuille, le Département pour les autres", () => {
    const suivies = new Set(
      de("deciderOrientation")
        .filter((d) => d.variables.referent === "94-REMOB-1-REF-1")
        .map((d) => d.variables.allocataire),
    );
    expect(suivies.size).toBeGreaterThan(10);
    for (const d of decisions)
      if (d.mutation !== "deciderOrientation")
        expect(d.client).toBe(suivies.has(d.variables.allocataire) ? "demo-referent" : "demo-departement");
    expect(decisions.some((d) => d.client === "demo-referent")).toBe(true);
  });

  it("six semaines après la notification d’un entrant, c’est France Travail qui décide (D. 262-65-2)", () => {
    const clients = new Set<string>();
    for (const { client, variables } of de("deciderOrientation")) {
      const notification = duFlux.has(variables.allocataire) ? notifications.get(variables.allocataire)! : null;
      const tard = notification !== null && daysBetween(notification, variables.decideeLe) > 42;
      expect(client).toBe(tard ? "demo-france-travail" : "demo-departement");
      clients.add(client);
    }
    expect(clients.size).toBe(2);
  });

  it("les diagnostics ont des freins, chacun une fois", () => {
    const diagnostics = de("enregistrerDiagnostic");
    for (const { variables } of diagnostics) {
      const freins = variables.contraintes.map((c: { frein: string }) => c.frein);
      expect(new Set(freins).size).toBe(freins.length);
    }
    expect(new Set(diagnostics.flatMap((d) => d.variables.contraintes.map((c: { frein: string }) => c.frein))).size).toBe(8);
  });
});
