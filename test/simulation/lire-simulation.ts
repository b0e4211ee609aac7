import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SaxesParser } from "saxes";
import { type ManifesteSimulation, type OptionsSimulation, simuler } from "../../simulation/simuler";

export const SECRETS = { rdvSolidarites: "secret-de-rdv-solidarites", rdvInsertion: "secret-de-rdv-insertion" };
const dossiers: string[] = [];

/** Simulates in a folder of its own, removed by `nettoyer`. */
export async function simulerDansUnDossier(
  options: Partial<OptionsSimulation> & { foyers: number },
): Promise<{ dossier: string; manifeste: ManifesteSimulation }> {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-simulation-"));
  dossiers.push(dossier);
  const manifeste = await simuler({ departement: "94", graine: "essai", jusque: "2026-06-30", secrets: SECRETS, ...options, dossier });
  return { dossier, manifeste };
}

export function nettoyer(): void {
  for (const dossier of dossiers.splice(0)) fs.rmSync(dossier, { recursive: true, force: true });
}

export const lireJson = <T>(dossier: string, nom: string): T => JSON.parse(fs.readFileSync(path.join(dossier, nom), "utf8")) as T;

export const lireLignes = <T>(dossier: string, nom: string): T[] =>
  fs
    .readFileSync(path.join(dossier, nom), "utf8")
    .split("\n")
    .filter((ligne) => ligne !== "")
    .map((ligne) => JSON.parse(ligne) as T);

export interface Element {
  nom: string;
  texte: string;
  enfants: Element[];
}

export const fichiersCaf = (dossier: string): string[] => fs.readdirSync(path.join(dossier, "caf")).sort();

/** Tree of a CAF file, decoded as the declaration of the file says, strictly. */
export function lireXml(dossier: string, nom: string): Element {
  const octets = fs.readFileSync(path.join(dossier, "caf", nom));
  // `stream` because some Node versions read windows-1252 as latin1 without it.
  const texte = new TextDecoder("windows-1252", { fatal: true }).decode(octets, { stream: true });
  const racine: Element = { nom: "", texte: "", enfants: [] };
  const pile = [racine];
  const parser = new SaxesParser({ xmlns: false });
  parser.on("error", (erreur) => {
    throw erreur;
  });
  parser.on("opentag", ({ name }) => {
    const element = { nom: name, texte: "", enfants: [] };
    pile.at(-1)!.enfants.push(element);
    pile.push(element);
  });
  parser.on("text", (t) => {
    pile.at(-1)!.texte += t;
  });
  parser.on("closetag", () => {
    pile.pop();
  });
  parser.write(texte).close();
  return racine.enfants[0]!;
}

export const enfants = (element: Element, nom: string): Element[] => element.enfants.filter((e) => e.nom === nom);

/** Text at the end of a path of names, or null. */
export function valeur(element: Element, chemin: string): string | null {
  let courant: Element | undefined = element;
  for (const nom of chemin.split("/")) courant = courant?.enfants.find((e) => e.nom === nom);
  return courant?.texte ?? null;
}

export interface LigneDecision {
  le: string;
  client: string;
  mutation: string;
  variables: Record<string, any>;
}

/** The foyers of a file, with what the tests look at. */
export const foyersDe = (racine: Element) => enfants(racine, "InfosFoyerRSA");
export const numeroDe = (foyer: Element) => valeur(foyer, "IdentificationRSA/DemandeRSA/NUMDEMRSA")!;
export const roleDe = (personne: Element) => valeur(enfants(personne, "Prestations")[1]!, "ROLEPERS")!;
