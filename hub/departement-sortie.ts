import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { enJsonLine, enLigneCsv, enTeteCsv } from "../subgraphs/allocataires/fichier-departement/ecrire";
import { type Enregistrement, FICHIERS, MANIFESTE, VERSION } from "../subgraphs/allocataires/fichier-departement/format";
import { writeWhole } from "../subgraphs/shared/whole-file";
import { Sentence } from "./sentence";

export type Encodage = "csv" | "jsonl";

export interface FichierEcrit {
  nom: string;
  enregistrements: number;
  sha256: string;
}

/** Writes records into a folder: a CSV a kind, or one JSON Lines file. Readable by its owner only: it holds personal data. */
export class Sortie {
  private readonly ouverts = new Map<string, { descripteur: number; empreinte: ReturnType<typeof createHash>; enregistrements: number }>();

  private readonly noms: string[] = [];

  constructor(
    private readonly dossier: string,
    private readonly encodage: Encodage,
  ) {
    fs.mkdirSync(dossier, { recursive: true, mode: 0o700 });
    if (fs.readdirSync(dossier).length > 0) throw new Sentence(`${dossier} n’est pas vide : donnez un dossier neuf, un par export.`);
  }

  ecrire(enregistrement: Enregistrement): void {
    const csv = this.encodage === "csv";
    const fichier = this.fichier(
      csv ? FICHIERS[enregistrement.type] : "departement.jsonl",
      csv ? `${enTeteCsv(enregistrement.type)}\r\n` : "",
    );
    this.ajouter(fichier, csv ? `${enLigneCsv(enregistrement)}\r\n` : `${enJsonLine(enregistrement)}\n`);
    fichier.enregistrements++;
  }

  private fichier(nom: string, entete: string) {
    let fichier = this.ouverts.get(nom);
    if (!fichier) {
      fichier = {
        descripteur: fs.openSync(path.join(this.dossier, nom), "wx", 0o600),
        empreinte: createHash("sha256"),
        enregistrements: 0,
      };
      this.ouverts.set(nom, fichier);
      this.noms.push(nom);
      this.ajouter(fichier, entete);
    }
    return fichier;
  }

  /** Until the last byte: a disk that fills up takes a part of them first, and complains at the next. */
  private ajouter({ descripteur, empreinte }: { descripteur: number; empreinte: ReturnType<typeof createHash> }, texte: string): void {
    const octets = Buffer.from(texte, "utf8");
    fs.writeFileSync(descripteur, octets);
    empreinte.update(octets);
  }

  /** Closes the files, then writes the manifest: a folder without it is not finished. */
  finir(dit: { departement: string; produitLe: string; depuis: string | null; curseur: number }): FichierEcrit[] {
    const fichiers = [...this.ouverts].map(([nom, { descripteur, empreinte, enregistrements }]) => {
      fs.fsyncSync(descripteur);
      this.ouverts.delete(nom);
      fs.closeSync(descripteur);
      return { nom, enregistrements, sha256: empreinte.digest("hex") };
    });
    const manifeste = { version: VERSION, ...dit, fichiers };
    writeWhole(path.join(this.dossier, MANIFESTE), `${JSON.stringify(manifeste, null, 2)}\n`, { mode: 0o600, replace: false });
    return fichiers;
  }

  /** Half an export is no export: what was written goes. */
  abandonner(): void {
    for (const { descripteur } of this.ouverts.values()) fs.closeSync(descripteur);
    this.ouverts.clear();
    for (const nom of this.noms) fs.rmSync(path.join(this.dossier, nom), { force: true });
  }
}
