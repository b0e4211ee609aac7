import { createHmac, randomBytes } from "node:crypto";
import type { Clock } from "../../shared/clock";
import type { DesignationUsager, Usager } from "./api-usager";

/** A token of a person lives 24 h at France Travail: it is not kept to the last hour. */
const VIE_MS = 23 * 3600 * 1000;
/** People kept at once: the oldest leave first. */
const MAXIMUM = 50_000;

interface Garde {
  usager: Usager;
  obtenuLe: number;
}

/** Tokens of people: in memory only, under a hash that only this process can make. The same person asked for twice at once is looked up once. */
export class JetonsUsager {
  private readonly sel = randomBytes(32);
  private readonly gardes = new Map<string, Garde>();
  private readonly cles = new Map<string, string>();
  private readonly enCours = new Map<string, Promise<Usager>>();

  constructor(private readonly clock: Clock) {}

  async pour(designation: DesignationUsager, rechercher: () => Promise<Usager>): Promise<Usager> {
    const cle = this.cle(designation);
    const garde = this.gardes.get(cle);
    if (garde && this.age(garde) < VIE_MS) return garde.usager;
    const attendu = this.enCours.get(cle);
    if (attendu) return attendu;
    const recherche = rechercher()
      .then((usager) => this.garder(cle, usager))
      .finally(() => this.enCours.delete(cle));
    this.enCours.set(cle, recherche);
    return recherche;
  }

  oublier(designation: DesignationUsager): void {
    this.retirer(this.cle(designation));
  }

  /** A call refused the token. True when it was not fresh: a new one may do. */
  refuse(jeton: string): boolean {
    const cle = this.cles.get(jeton);
    const garde = cle === undefined ? undefined : this.gardes.get(cle);
    if (garde === undefined) return false;
    this.retirer(cle!);
    return this.age(garde) > 60_000;
  }

  private garder(cle: string, usager: Usager): Usager {
    this.retirer(cle);
    const plusAncien = this.gardes.size >= MAXIMUM ? this.gardes.keys().next().value : undefined;
    if (plusAncien !== undefined) this.retirer(plusAncien);
    this.gardes.set(cle, { usager, obtenuLe: this.clock.now().getTime() });
    this.cles.set(usager.jeton, cle);
    return usager;
  }

  private retirer(cle: string): void {
    const garde = this.gardes.get(cle);
    if (garde) this.cles.delete(garde.usager.jeton);
    this.gardes.delete(cle);
  }

  private readonly age = (garde: Garde): number => this.clock.now().getTime() - garde.obtenuLe;

  /** SHA-256 keyed by a secret of this process: a NIR has too few values for a bare hash to hide it. */
  private cle(designation: DesignationUsager): string {
    const texte =
      "nir" in designation
        ? `nir ${designation.nir.slice(0, 13)} ${designation.dateNaissance}`
        : `numero ${designation.numeroFranceTravail}`;
    return createHmac("sha256", this.sel).update(texte).digest("base64");
  }
}
