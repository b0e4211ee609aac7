import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { SaxesParser } from "saxes";
import { isCivilDate } from "../../shared/civil-date";
import { ImportRefuse } from "../../shared/import";
import { decodeur } from "./encodage";
import { instantDeParis } from "./heure-paris";
import { echapper, type Noeud, texte } from "./noeud";
import { TYPES_FLUX, type TypeFlux, VERSIONS_CONNUES } from "./nomenclature";

/** What the head of a flow says. */
export interface EnteteFlux {
  typeFlux: TypeFlux;
  natureFlux: string | null;
  /** DTCREAFLUX and HEUCREAFLUX, civil time of Paris, as an instant. */
  creeLe: Date;
  /** DTCREAFLUX, civil date. */
  dateCreation: string;
  /** DTREF, civil date. */
  dateReference: string;
}

/** One InfosFoyerRSA as read: its rank in the file (from 1), its tree, and its XML without layout. */
export interface FoyerLu {
  ordre: number;
  noeud: Noeud;
  xml: string;
}

const BLOCS = new Set(["IdentificationFlux", "InfosFoyerRSA", "TransmissionFlux"]);
/** Bytes read at a time. Small: the foyers of one piece are all that lives at once, and the memory stays flat. */
const MORCEAU = 32 * 1024;
/** No foyer of a real flow is near that: a file that never closes one is refused before it fills the memory. Characters. */
const TAILLE_MAXIMALE = 2_000_000;

/** Turns the events of the parser into foyers, one after the other. Throws ImportRefuse at the first defect of the file. */
class Constructeur {
  readonly parser = new SaxesParser({ xmlns: false, position: false });
  readonly prets: FoyerLu[] = [];
  entete: EnteteFlux | null = null;
  annonces: number | null = null;
  lus = 0;
  private profondeur = 0;
  private pile: Noeud[] = [];
  private xml = "";
  private fin = false;

  constructor(private readonly fichier: string) {
    this.parser.on("error", (error) => this.malForme(error));
    this.parser.on("doctype", () => this.interdite());
    this.parser.on("opentag", (tag) => this.ouvrir(tag.name));
    this.parser.on("closetag", (tag) => this.fermer(tag.name));
    this.parser.on("text", (t) => this.ajouter(t));
    this.parser.on("cdata", (t) => this.ajouter(t));
  }

  ecrire(morceau: string): void {
    if (this.profondeur === 0 && !this.fin && /<!DOCTYPE/.test(morceau)) this.interdite();
    this.parser.write(morceau);
  }

  /** Ends the document: what is open then was cut. */
  terminer(): void {
    this.fin = true;
    this.parser.close();
    if (!this.entete)
      this.refuser("VERSION_INCONNUE", "l’en-tête IdentificationFlux est absent. Demandez un nouvel envoi à l’organisme payeur.");
    if (this.annonces === null) {
      this.refuser(
        "FLUX_TRONQUE",
        "la fin TransmissionFlux, qui annonce le nombre de dossiers, est absente. Récupérez le fichier complet et relancez l’import.",
      );
    }
    if (this.annonces !== this.lus) {
      this.refuser(
        "COMPTEURS_FAUX",
        `NBTOTDOSRSATRANSM annonce ${this.annonces} dossiers, le fichier en contient ${this.lus}. Demandez un nouvel envoi à l’organisme payeur.`,
      );
    }
  }

  refuser(code: string, suite: string): never {
    throw new ImportRefuse(code, `${this.fichier} : ${suite} Rien n’a été appliqué.`);
  }

  tronque(): never {
    this.refuser(
      "FLUX_TRONQUE",
      `le fichier s’arrête avant sa fin, ligne ${this.parser.line}, après ${this.lus} dossiers. Récupérez le fichier complet et relancez l’import.`,
    );
  }

  private interdite(): never {
    this.refuser(
      "DTD_INTERDITE",
      `ligne ${this.parser.line}, une DTD ou une entité déclarée. Un flux n’en contient jamais : vérifiez l’origine du fichier.`,
    );
  }

  private malForme(error: Error): never {
    if (this.fin) this.tronque();
    if (/entity/.test(error.message)) this.interdite();
    this.refuser(
      "XML_MAL_FORME",
      `ligne ${this.parser.line}, le XML n’est pas bien formé (${error.message}). Demandez un nouvel envoi à l’organisme payeur.`,
    );
  }

  private ouvrir(nom: string): void {
    this.profondeur++;
    if (this.profondeur === 1 && nom !== "Racine") {
      this.refuser(
        "RACINE_INATTENDUE",
        `la racine est « ${nom} », « Racine » est attendue. Vérifiez que c’est un flux bénéficiaire du RSA.`,
      );
    }
    if (this.profondeur === 2 && !BLOCS.has(nom))
      this.refuser("RACINE_INATTENDUE", `ligne ${this.parser.line}, l’élément « ${nom} » n’existe pas dans un flux bénéficiaire.`);
    if (this.profondeur < 2) return;
    if (nom === "InfosFoyerRSA" && !this.entete)
      this.refuser("VERSION_INCONNUE", `ligne ${this.parser.line}, un dossier avant l’en-tête IdentificationFlux.`);
    const noeud: Noeud = { nom, texte: "", enfants: [] };
    this.pile.at(-1)?.enfants.push(noeud);
    this.pile.push(noeud);
    this.xml += `<${nom}>`;
    this.limiter(this.xml.length);
  }

  private ajouter(t: string): void {
    const courant = this.pile.at(-1);
    if (!courant) return;
    courant.texte += t;
    this.limiter(this.xml.length + courant.texte.length);
  }

  private limiter(taille: number): void {
    if (taille > TAILLE_MAXIMALE) {
      this.refuser(
        "XML_MAL_FORME",
        `ligne ${this.parser.line}, le dossier dépasse ${TAILLE_MAXIMALE} caractères. Demandez un nouvel envoi à l’organisme payeur.`,
      );
    }
  }

  private fermer(nom: string): void {
    this.profondeur--;
    const noeud = this.pile.pop();
    if (!noeud) return;
    this.xml += noeud.enfants.length === 0 ? `${echapper(noeud.texte)}</${nom}>` : `</${nom}>`;
    if (this.pile.length > 0) return;
    if (nom === "IdentificationFlux") this.entete = this.lireEntete(noeud);
    if (nom === "TransmissionFlux") this.annonces = this.lireAnnonces(noeud);
    if (nom === "InfosFoyerRSA") this.prets.push({ ordre: ++this.lus, noeud, xml: this.xml });
    this.xml = "";
  }

  private lireEntete(noeud: Noeud): EnteteFlux {
    const [appli, version] = [texte(noeud, "APPLIEME"), texte(noeud, "NUMVERSIONAPPLIEME")];
    if (!VERSIONS_CONNUES[appli ?? ""]?.includes(version ?? "")) {
      const connues = Object.entries(VERSIONS_CONNUES)
        .flatMap(([a, vs]) => vs.map((v) => `${a} ${v}`))
        .join(", ");
      this.refuser(
        "VERSION_INCONNUE",
        `version ${appli ?? "absente"} ${version ?? ""} inconnue ; connues : ${connues}. Faites ajouter cette version avant de relancer l’import.`,
      );
    }
    const typeFlux = texte(noeud, "TYPEFLUX") as TypeFlux;
    if (!TYPES_FLUX.includes(typeFlux)) this.enteteInvalide("TYPEFLUX", "M ou I");
    const dateCreation = texte(noeud, "DTCREAFLUX") ?? "";
    if (!isCivilDate(dateCreation)) this.enteteInvalide("DTCREAFLUX", "une date AAAA-MM-JJ");
    const dateReference = texte(noeud, "DTREF") ?? "";
    if (!isCivilDate(dateReference)) this.enteteInvalide("DTREF", "une date AAAA-MM-JJ");
    const heure = texte(noeud, "HEUCREAFLUX") ?? "";
    if (!/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/.test(heure)) this.enteteInvalide("HEUCREAFLUX", "une heure HH:MM:SS");
    return { typeFlux, natureFlux: texte(noeud, "NATFLUX"), creeLe: instantDeParis(dateCreation, heure), dateCreation, dateReference };
  }

  private lireAnnonces(noeud: Noeud): number {
    const annonces = texte(noeud, "NBTOTDOSRSATRANSM") ?? "";
    if (!/^\d{1,8}$/.test(annonces))
      this.refuser("COMPTEURS_FAUX", "NBTOTDOSRSATRANSM n’est pas un nombre de dossiers. Demandez un nouvel envoi à l’organisme payeur.");
    return Number(annonces);
  }

  private enteteInvalide(element: string, attendu: string): never {
    this.refuser("ENTETE_INVALIDE", `dans l’en-tête, ${element} devrait être ${attendu}. Demandez un nouvel envoi à l’organisme payeur.`);
  }
}

/** Reads a « bénéficiaire » flow of the CAF or MSA from end to end, with flat memory whatever its size.
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
  ) {
    this.constructeur = new Constructeur(nom);
  }

  static async ouvrir(chemin: string): Promise<LecteurFlux> {
    const nom = chemin.split(/[\\/]/).at(-1) ?? chemin;
    const infos = await stat(chemin).catch(() => null);
    if (!infos?.isFile())
      throw new ImportRefuse("FICHIER_INTROUVABLE", `${nom} : fichier introuvable. Vérifiez le chemin donné à la commande.`);
    return new LecteurFlux(chemin, nom, infos.size);
  }

  /** Known from the first foyer on. */
  get entete(): EnteteFlux {
    return this.constructeur.entete!;
  }

  /** NBTOTDOSRSATRANSM, known after the last foyer. */
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
