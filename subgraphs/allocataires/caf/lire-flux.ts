import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { ImportRefuse } from "../../shared/import";
import { Constructeur, type FoyerLu } from "./constructeur-flux";
import { decodeur } from "./encodage";
import type { EnteteFlux } from "./entete";
import { FAMILLES, type FamilleFlux } from "./nomenclature";

/** Bytes read at a time. Small: the foyers of one piece are all that lives at once, and the memory stays flat. */
const MORCEAU = 32 * 1024;

/** Reads a flow of the CAF or MSA (« bénéficiaire », or « instruction »: its head says which) from end to end, with flat memory whatever its size.
 * Refuses the file as a whole (ImportRefuse): FICHIER_INTROUVABLE, FLUX_TRONQUE, XML_MAL_FORME, DTD_INTERDITE, RACINE_INATTENDUE,
 * VERSION_INCONNUE, ENTETE_INVALIDE, COMPTEURS_FAUX. The counters are known, and checked, when the last foyer has been given. */
export class LecteurFlux {
  private readonly constructeur: Constructeur;

  private constructor(
    readonly chemin: string,
    /** Name of the file, for messages. */
    readonly nom: string,
    /** Size in bytes. */
    readonly taille: number,
    familles: readonly FamilleFlux[],
  ) {
    this.constructeur = new Constructeur(nom, familles);
  }

  static async ouvrir(chemin: string, ...familles: FamilleFlux[]): Promise<LecteurFlux> {
    const nom = chemin.split(/[\\/]/).at(-1) ?? chemin;
    const infos = await stat(chemin).catch(() => null);
    if (!infos?.isFile())
      throw new ImportRefuse("FICHIER_INTROUVABLE", `${nom} : fichier introuvable. Vérifiez le chemin donné à la commande.`);
    return new LecteurFlux(chemin, nom, infos.size, familles.length > 0 ? familles : FAMILLES);
  }

  /** Known from the first foyer on. */
  get entete(): EnteteFlux {
    return this.constructeur.entete!;
  }

  /** Known with the head. */
  get famille(): FamilleFlux {
    return this.constructeur.famille;
  }

  /** What the trailer announces, known after the last foyer. */
  get annonces(): number {
    return this.constructeur.annonces!;
  }

  get lus(): number {
    return this.constructeur.lus;
  }

  /** SHA-256 of the bytes of the file. */
  async empreinte(): Promise<Buffer> {
    const hash = createHash("sha256");
    for await (const morceau of this.octets()) hash.update(morceau);
    return hash.digest();
  }

  /** The foyers, in order. `progres` is told the bytes read. */
  async *foyers(progres: (octets: number) => void = () => undefined): AsyncGenerator<FoyerLu, void, undefined> {
    const c = this.constructeur;
    let decoder: ((morceau: Buffer | null) => string) | null = null;
    let octets = 0;
    for await (const morceau of this.octets()) {
      decoder ??= decodeur(morceau, this.nom);
      c.ecrire(this.decoder(decoder, morceau));
      octets += morceau.length;
      progres(octets);
      yield* c.prets.splice(0);
    }
    if (!decoder) return c.tronque();
    try {
      c.ecrire(decoder(null));
    } catch (error) {
      if (error instanceof ImportRefuse) throw error;
      c.tronque();
    }
    c.terminer();
  }

  private decoder(decoder: (morceau: Buffer | null) => string, morceau: Buffer): string {
    try {
      return decoder(morceau);
    } catch {
      this.constructeur.refuser(
        "XML_MAL_FORME",
        `des octets ne sont pas dans l’encodage annoncé, après ${this.lus} dossiers. Demandez un nouvel envoi à l’organisme payeur.`,
      );
    }
  }

  /** The bytes, piece by piece, each in the same buffer: who reads takes what is needed before asking for the next. */
  private async *octets(): AsyncGenerator<Buffer, void, undefined> {
    const tampon = Buffer.allocUnsafe(MORCEAU);
    let fichier: FileHandle | null = null;
    try {
      fichier = await open(this.chemin);
      for (;;) {
        const { bytesRead } = await fichier.read(tampon, 0, MORCEAU, null);
        if (bytesRead === 0) return;
        yield tampon.subarray(0, bytesRead);
      }
    } catch (error) {
      if (!(error as NodeJS.ErrnoException).syscall) throw error;
      throw new ImportRefuse(
        "FICHIER_INTROUVABLE",
        `${this.nom} : lecture impossible (${(error as NodeJS.ErrnoException).code}). Vérifiez le fichier et ses droits.`,
      );
    } finally {
      await fichier?.close();
    }
  }
}
