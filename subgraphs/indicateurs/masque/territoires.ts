import { INCONNU } from "../mesure/coupe";
import type { Territoire } from "../mesure/territoire";
import { type Facteur, facteur } from "./facteur";

/** A set of communes that the hub knows (`indicateurs.territoire`). */
export interface Ensemble {
  code: string;
  nature: string | null;
  communes: readonly string[];
}

/** Cuts of the place. */
export const COUPES_DE_LIEU: ReadonlySet<string> = new Set(["commune", "epci", "clpe", "pilote", "departement"]);

/** All that may be asked of the places of a département: each commune where somebody is counted, each known set, and what two of them share. */
export class Territoires {
  readonly facteur: Facteur;
  private readonly rangs = new Map<string, number>();
  private readonly tous: readonly number[];

  /** @param lieux communes where somebody is counted; null: an unknown one. */
  constructor(
    private readonly lieux: readonly (string | null)[],
    private readonly ensembles: readonly Ensemble[],
  ) {
    this.tous = [...lieux.keys()];
    const nommes = [...ensembles.map((ensemble) => this.dedans(ensemble.communes)), ...this.classes()];
    const croises = nommes.flatMap((un, i) => nommes.slice(i + 1).map((autre) => un.filter((atome) => autre.includes(atome))));
    const membres: (readonly number[])[] = [];
    for (const atomes of [this.tous, ...this.tous.map((atome) => [atome]), ...nommes, ...croises]) {
      if (atomes.length === 0 || this.rangs.has(String(atomes))) continue;
      this.rangs.set(String(atomes), membres.length);
      membres.push(atomes);
    }
    this.facteur = facteur(lieux.length, membres.length > 0 ? membres : [[]]);
  }

  /** Rank of the member that a territory is under cuts of place; null: nobody is counted there; undefined: a set that nobody may ask. */
  membre(territoire: Territoire, parts: readonly { coupe: string; cle: string }[]): number | null | undefined {
    let atomes = this.atomesDe(territoire);
    for (const { coupe, cle } of parts) {
      const siens = this.atomesDeLaPart(coupe, cle);
      atomes = atomes.filter((atome) => siens.includes(atome));
    }
    return atomes.length === 0 ? null : this.rangs.get(String(atomes));
  }

  /** Members that hold a place, but the whole: it is counted by itself, each person once. */
  ailleursQuePartout(lieu: string | null): readonly number[] {
    return this.facteur.de[this.lieux.indexOf(lieu)]!.filter((membre) => membre !== 0);
  }

  private atomesDe({ sorte, code }: Territoire): readonly number[] {
    // The table of a cohort counts its members only.
    if (sorte === "departement" || sorte === "cohorte") return this.tous;
    if (sorte === "commune") return this.dedans([code]);
    return this.dedans(this.ensembles.find((ensemble) => ensemble.code === code)?.communes ?? []);
  }

  private atomesDeLaPart(coupe: string, cle: string): readonly number[] {
    return coupe === "departement" ? this.tous : this.tous.filter((atome) => this.cle(coupe, this.lieux[atome]!) === cle);
  }

  /** The key of a place under a cut, as the engine gives it (`mesure/sql/placer.ts`). */
  private cle(coupe: string, lieu: string | null): string {
    if (lieu === null) return INCONNU;
    if (coupe === "commune") return lieu;
    const codes = this.ensembles.filter(({ nature, communes }) => nature === coupe.toUpperCase() && communes.includes(lieu));
    if (coupe === "pilote") return codes.length > 0 ? "PILOTE" : "HORS_PILOTE";
    return codes.map(({ code }) => code).sort()[0] ?? INCONNU;
  }

  private classes(): (readonly number[])[] {
    return ["epci", "clpe", "pilote"].flatMap((coupe) => {
      const cles = new Set(this.lieux.map((lieu) => this.cle(coupe, lieu)));
      return [...cles].map((cle) => this.atomesDeLaPart(coupe, cle));
    });
  }

  private dedans(communes: readonly string[]): readonly number[] {
    return this.tous.filter((atome) => this.lieux[atome] !== null && communes.includes(this.lieux[atome]!));
  }
}
