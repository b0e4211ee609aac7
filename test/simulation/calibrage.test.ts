import fs from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import type { ManifesteSimulation } from "../../simulation/simuler";
import { addMonths, daysBetween } from "../../subgraphs/shared/civil-date";
import { fichiersCaf, type LigneDecision, lireLignes, nettoyer, simulerDansUnDossier } from "./lire-simulation";

/** Counted again from the files, never from the manifest; then the manifest must say the same. */
let dossier: string;
let manifeste: ManifesteSimulation;
let decisions: LigneDecision[];
interface Entree {
  commune: string;
  notification: string;
  ouverture: string;
  flux: boolean;
  soumises: string[];
}
const entrees = new Map<string, Entree>();

beforeAll(async () => {
  ({ dossier, manifeste } = await simulerDansUnDossier({ foyers: 8749, graine: "calibrage" }));
  decisions = lireLignes<LigneDecision>(dossier, "decisions.jsonl");
  for (const nom of fichiersCaf(dossier).sort((a, b) => a.slice(7).localeCompare(b.slice(7)))) lireEntrees(nom);
});
afterAll(nettoyer);

/** Reads by patterns, ten times faster than by trees: caf.test.ts checks the XML itself. */
function lireEntrees(nom: string): void {
  const [entete, ...foyers] = fs.readFileSync(path.join(dossier, "caf", nom), "latin1").split("<InfosFoyerRSA>");
  for (const foyer of foyers) {
    const numero = un(foyer, "NUMDEMRSA");
    if (entrees.has(numero)) continue;
    const soumises = foyer.split("<Personne>").filter((personne) => personne.includes("<TOPPERSDRODEVORSA>1<"));
    entrees.set(numero, {
      commune: un(foyer, "NUMCOM"),
      notification: un(entete!, "DTCREAFLUX"),
      ouverture: un(foyer, "DDNATDRO"),
      flux: nom.startsWith("RSABEI"),
      soumises: soumises.map((personne) => `dossier:${numero}/${un(personne, "ROLEPERS")}`),
    });
  }
}

/** Text of the first element of that name. */
function un(texte: string, nom: string): string {
  const debut = texte.indexOf(`<${nom}>`) + nom.length + 2;
  return texte.slice(debut, texte.indexOf("<", debut));
}

const compte = <T>(liste: Iterable<T>, cle: (element: T) => string): Record<string, number> => {
  const nombres: Record<string, number> = {};
  for (const element of liste) nombres[cle(element)] = (nombres[cle(element)] ?? 0) + 1;
  return nombres;
};
const de = (mutation: string) => decisions.filter((d) => d.mutation === mutation);
const entreeDe = (d: LigneDecision) => entrees.get(d.variables.allocataire.slice(8, 19))!;
const proche = (obtenu: number, attendu: number, tolerance: number) => expect(Math.abs(obtenu - attendu) / attendu).toBeLessThan(tolerance);

describe("8 749 foyers des trois communes", () => {
  it("se partagent comme dans le contrat entre communes, stock et entrants", () => {
    expect(compte(entrees.values(), (e) => `${e.commune} ${e.flux ? "flux" : "stock"}`)).toEqual({
      "94028 stock": 2655,
      "94028 flux": 1528,
      "94017 stock": 2479,
      "94017 flux": 1141,
      "94079 stock": 625,
      "94079 flux": 321,
    });
  });

  it("les entrants sont 200 à 290 par mois entier, 2 990 personnes environ dans l’année", () => {
    const flux = [...entrees.values()].filter((e) => e.flux);
    const parMois = compte(flux, (e) => e.notification.slice(0, 7));
    for (const mois of Object.keys(parMois)) expect([mois, parMois[mois]! >= 200 && parMois[mois]! <= 290]).toEqual([mois, true]);
    expect(Object.keys(parMois)).toHaveLength(12);
    proche(flux.flatMap((e) => e.soumises).length, 2990, 0.03);
    expect(parMois).toEqual(manifeste.attendus.entrants.foyersParMois);
  });

  it("l’ancienneté des droits est celle de territoires.csv, commune par commune", () => {
    const attendu = { "94028": [1137, 667, 2379], "94017": [808, 507, 2305], "94079": [221, 151, 574] };
    for (const [commune, [recents, moyens, anciens]] of Object.entries(attendu)) {
      const droits = [...entrees.values()].filter((e) => e.commune === commune).map((e) => e.ouverture);
      proche(droits.filter((d) => d > "2025-06-30").length, recents!, 0.12);
      proche(droits.filter((d) => d <= "2025-06-30" && d > "2024-06-30").length, moyens!, 0.15);
      proche(droits.filter((d) => d <= "2024-06-30").length, anciens!, 0.06);
    }
  });

  it("50/35/15 à trois points près, et les parcours de l’équilibré dans leurs proportions", () => {
    const parcours = parse(fs.readFileSync(path.join(dossier, "parcours.csv"), "utf8"), { columns: true }) as {
      code: string;
      categorie_legale: string;
    }[];
    const categorie = new Map(parcours.map((p) => [p.code, p.categorie_legale]));
    const orientations = de("deciderOrientation");
    const parts = compte(orientations, (d) => categorie.get(d.variables.parcours)!);
    for (const [nom, part] of [
      ["EMPLOI", 50],
      ["EQUILIBRE", 35],
      ["REMOBILISATION", 15],
    ] as const) {
      expect(Math.abs((parts[nom]! * 100) / orientations.length - part)).toBeLessThan(3);
    }
    const parParcours = compte(orientations, (d) => d.variables.parcours);
    expect(parParcours).toEqual(manifeste.attendus.orientations.parParcours);
    const ordre = ["REMOBILISATION_EMPLOI", "JEUNES", "ESE", "TNS"].map((code) => parParcours[code]!);
    expect(ordre).toEqual([...ordre].sort((a, b) => b - a));
    proche(parParcours.JEUNES! / parts.EQUILIBRE!, 2000 / 8500, 0.25);
  });

  it("plus de 80 % du flux et près de 60 % du tout sont orientés, surtout en quinze jours", () => {
    const orientations = de("deciderOrientation");
    const flux = orientations.filter((d) => entreeDe(d).flux);
    const soumises = [...entrees.values()].flatMap((e) => e.soumises.map(() => e.flux));
    expect(flux.length / soumises.filter(Boolean).length).toBeGreaterThan(0.8);
    proche(orientations.length / soumises.length, 0.6, 0.06);
    const enQuinzeJours = flux.filter((d) => daysBetween(entreeDe(d).notification, d.variables.decideeLe) <= 15).length;
    const enUnMois = flux.filter((d) => d.variables.decideeLe < addMonths(entreeDe(d).notification, 1)).length;
    expect([enQuinzeJours, enUnMois]).toEqual([manifeste.attendus.orientations.fluxEn15Jours, manifeste.attendus.orientations.fluxEn1Mois]);
    expect(enQuinzeJours / flux.length).toBeGreaterThan(0.6);
    expect(enUnMois / flux.length).toBeGreaterThan(0.85);
    expect(enUnMois).toBeLessThan(flux.length);
  });

  it("le stock est repris du plus récent au plus ancien", () => {
    const stock = de("deciderOrientation").filter((d) => !entreeDe(d).flux);
    const [avant, apres] = [stock.slice(0, stock.length / 2), stock.slice(stock.length / 2)];
    const mediane = (liste: LigneDecision[]) => liste.map((d) => entreeDe(d).ouverture).sort()[Math.floor(liste.length / 2)]!;
    expect(mediane(avant) > mediane(apres)).toBe(true);
  });

  it("signe les contrats du contrat, commune par commune", () => {
    const contrats = compte(de("signerContrat"), (d) => entreeDe(d).commune);
    proche(contrats["94028"]!, 613, 0.15);
    proche(contrats["94017"]!, 718, 0.15);
    proche(contrats["94079"]!, 278, 0.2);
    expect(contrats).toEqual(manifeste.attendus.contrats.parCommune);
  });

  it("absences : 20 à 25 % à la première convocation du flux, davantage à la seconde", () => {
    const { "1": premiere, "2": seconde } = manifeste.attendus.rendezVous.convocationsDuFlux as Record<string, Record<string, number>>;
    const taux = (c: Record<string, number>) => c.noshow! / (c.seen! + c.noshow! + c.excused! + c.revoked!);
    expect(taux(premiere!)).toBeGreaterThan(0.2);
    expect(taux(premiere!)).toBeLessThan(0.25);
    expect(taux(seconde!)).toBeGreaterThan(taux(premiere!));
  });

  it("tient dans les tailles prévues", () => {
    expect(decisions.length).toBeLessThanOrEqual(16_000);
    expect(compte(decisions, (d) => d.mutation)).toEqual(manifeste.attendus.decisions.parMutation);
    expect(manifeste.fichiers["webhooks.jsonl"]!.enregistrements).toBeLessThanOrEqual(12_000);
    const reunionsParMois = manifeste.attendus.rendezVous.reunionsCollectives / 12;
    expect(Math.abs(reunionsParMois - 30)).toBeLessThan(5);
    expect(manifeste.attendus.personnes.conjoints / 8749).toBeGreaterThan(0.12);
    expect(manifeste.attendus.personnes.conjoints / 8749).toBeLessThan(0.18);
  });
});
