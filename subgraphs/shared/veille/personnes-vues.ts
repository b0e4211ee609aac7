import type { ALaVeille } from "./quota";
import type { NumeroCherche } from "./refus";

/** What one operation showed, or tried to show, of people, until it is counted. */
export class PersonnesVues {
  private readonly vues = new Set<string>();
  private readonly demandees = new Set<string>();
  private readonly cherchees = new Set<string>();
  private readonly ouvertes = new Set<string>();
  private inconnues = 0;
  /** Ids that the operation named and has not shown, and numbers under which it found nobody: until it ends. */
  readonly refusees = new Set<string>();
  readonly numeros: NumeroCherche[] = [];

  vue(ids: Iterable<string>): void {
    for (const id of ids) {
      this.vues.add(id);
      if (this.refusees.size > 0) this.refusees.delete(id);
    }
  }

  /** Ids that the operation named: told once, before it runs. */
  demandee(ids: Iterable<string>): void {
    for (const id of ids) {
      this.demandees.add(id);
      this.refusees.add(id);
    }
  }

  /** Whom an emergency access that this operation opens, or closes, is about: she weighs nothing in it. */
  ouverte(id: string): void {
    this.ouvertes.add(id);
    this.refusees.delete(id);
  }

  /** A look-up by a number. @param sensible by a NIR or a MSA number. */
  recherche(trouvee: string | null, sensible: boolean): void {
    if (trouvee === null) this.inconnues++;
    else if (sensible) this.cherchees.add(trouvee);
  }

  /** A number that is nobody's, for the caller. */
  introuvable(numero: NumeroCherche): void {
    this.numeros.push(numero);
  }

  /** What is to be counted now; nothing of it is told again. Null when there is nothing. */
  prendre(): ALaVeille | null {
    const vues = [...this.vues].filter((id) => !this.ouvertes.has(id));
    const demandees = [...this.demandees].filter((id) => !this.vues.has(id) && !this.ouvertes.has(id));
    const pris = { vues, demandees, cherchees: [...this.cherchees], inconnues: this.inconnues };
    this.vues.clear();
    this.demandees.clear();
    this.cherchees.clear();
    this.inconnues = 0;
    return vues.length + demandees.length + pris.cherchees.length + pris.inconnues === 0 ? null : pris;
  }
}
