import fs from "node:fs";
import { parse } from "csv-parse/sync";
import { projectFile } from "../project-folder";

/** SIREN of the EPCI of a commune, and of its EPT in Grand Paris (empty elsewhere). */
export interface CommuneDuDecoupage {
  nom: string;
  epci: string;
  ept: string;
}

export interface Decoupage {
  /** By INSEE code, municipal arrondissements included. */
  communes: ReadonlyMap<string, CommuneDuDecoupage>;
  /** Names of EPCI and EPT, by SIREN. */
  intercommunalites: ReadonlyMap<string, string>;
}
let lu: Decoupage | null = null;

const lignes = (nom: string): string[][] => parse(fs.readFileSync(projectFile("data", "decoupage-administratif", nom)), { from_line: 2 });

/** INSEE codes with their EPCI and EPT (data/decoupage-administratif), read once. */
export function decoupage(): Decoupage {
  lu ??= {
    communes: new Map(lignes("communes.csv").map(([code, nom, epci, ept]) => [code!, { nom: nom!, epci: epci ?? "", ept: ept ?? "" }])),
    intercommunalites: new Map(lignes("intercommunalites.csv").map(([siren, , nom]) => [siren!, nom!])),
  };
  return lu;
}
