import { createHash, type Hash } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";

/** What a written file holds. */
export interface BilanFichier {
  octets: number;
  enregistrements: number;
  sha256: string;
}

const TAMPON = 256 * 1024;

/** A file written by pieces: waits for the disk, so that memory stays flat. */
export class Fichier {
  private readonly flux: fs.WriteStream;
  private readonly hash: Hash = createHash("sha256");
  private morceaux: Buffer[] = [];
  private enAttente = 0;
  private octets = 0;
  private echec: Error | null = null;

  constructor(dossier: string, nom: string) {
    fs.mkdirSync(path.dirname(path.join(dossier, nom)), { recursive: true });
    this.flux = fs.createWriteStream(path.join(dossier, nom));
    this.flux.on("error", (erreur) => {
      this.echec = erreur;
    });
  }

  /** Resolves at once when there is room. */
  async ecrire(morceau: string | Buffer): Promise<void> {
    const octets = typeof morceau === "string" ? Buffer.from(morceau, "utf8") : morceau;
    this.morceaux.push(octets);
    this.enAttente += octets.length;
    if (this.enAttente >= TAMPON) await this.vider();
  }

  private async vider(): Promise<void> {
    if (this.echec) throw this.echec;
    const bloc = Buffer.concat(this.morceaux);
    this.morceaux = [];
    this.enAttente = 0;
    this.octets += bloc.length;
    this.hash.update(bloc);
    if (!this.flux.write(bloc)) await once(this.flux, "drain");
  }

  async fermer(enregistrements: number): Promise<BilanFichier> {
    await this.vider();
    this.flux.end();
    await once(this.flux, "close");
    if (this.echec) throw this.echec;
    return { octets: this.octets, enregistrements, sha256: this.hash.digest("hex") };
  }
}
