import { SaxesParser } from "saxes";
import { ImportRefuse } from "../../shared/import";
import { type EnteteFlux, familleDe, lireAnnonces, lireEntete } from "./entete";
import { echapper, type Noeud } from "./noeud";
import type { FamilleFlux } from "./nomenclature";

/** One InfosFoyerRSA (or InfoDemandeRSA) as read: its rank in the file (from 1), its tree, and its XML without layout. */
export interface FoyerLu {
  ordre: number;
  noeud: Noeud;
  xml: string;
}

const BLOCS = new Set(["IdentificationFlux", "TransmissionFlux"]);
/** No foyer of a real flow is near that: a file that never closes one is refused before it fills the memory. Characters. */
const TAILLE_MAXIMALE = 2_000_000;

/** Turns the events of the parser into foyers, one after the other. Throws ImportRefuse at the first defect of the file. */
export class Constructeur {
  readonly parser = new SaxesParser({ xmlns: false, position: false });
  readonly prets: FoyerLu[] = [];
  entete: EnteteFlux | null = null;
  annonces: number | null = null;
  lus = 0;
  private profondeur = 0;
  private pile: Noeud[] = [];
  private xml = "";
  private fin = false;

  /** Known when its head has been read; the first one stands until then. */
  famille: FamilleFlux;

  constructor(
    private readonly fichier: string,
    private readonly familles: readonly FamilleFlux[],
  ) {
    this.famille = familles[0]!;
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
        `${this.famille.compteur} annonce ${this.annonces} dossiers, le fichier en contient ${this.lus}. Demandez un nouvel envoi à l’organisme payeur.`,
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
        `la racine est « ${nom} », « Racine » est attendue. Vérifiez que c’est un flux ${this.famille.nom} du RSA.`,
      );
    }
    if (this.profondeur === 2 && !this.attend(nom) && !BLOCS.has(nom))
      this.refuser("RACINE_INATTENDUE", `ligne ${this.parser.line}, l’élément « ${nom} » n’existe pas dans un flux ${this.famille.nom}.`);
    if (this.profondeur < 2) return;
    if (this.profondeur === 2 && !BLOCS.has(nom) && !this.entete)
      this.refuser("VERSION_INCONNUE", `ligne ${this.parser.line}, un dossier avant l’en-tête IdentificationFlux.`);
    const noeud: Noeud = { nom, texte: "", enfants: [] };
    this.pile.at(-1)?.enfants.push(noeud);
    this.pile.push(noeud);
    this.xml += `<${nom}>`;
    this.limiter(this.xml.length);
  }

  private attend(nom: string): boolean {
    return (this.entete ? [this.famille] : this.familles).some(({ bloc }) => nom === bloc);
  }

  private identifier(noeud: Noeud): void {
    this.famille = familleDe(noeud, this.familles, this);
    this.entete = lireEntete(noeud, this.famille, this);
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
    if (nom === "IdentificationFlux") this.identifier(noeud);
    if (nom === "TransmissionFlux") this.annonces = lireAnnonces(noeud, this.famille, this);
    if (nom === this.famille.bloc) this.prets.push({ ordre: ++this.lus, noeud, xml: this.xml });
    this.xml = "";
  }
}
