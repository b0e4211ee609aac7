import type { Signalement } from "../../../shared/import";
import type { Inconnue } from "./inconnues";

const PHRASES = {
  VALEUR_INCONNUE: "le référentiel de data·inclusion ne connaît pas cette valeur : elle est gardée telle quelle",
  CHAMP_INCONNU: "le schéma v1 ne connaît pas ce champ : il est gardé dans « extra »",
  SANS_EQUIVALENT: "le schéma v1 n’a pas d’équivalent à cette valeur de la v0 : elle est gardée dans « extra »",
} as const;
export type CodeDeReserve = keyof typeof PHRASES;

interface Reserve extends Inconnue {
  code: CodeDeReserve;
  /** First record that carries it, and its line. */
  cle: string;
  ligne: number;
  fiches: number;
}

/** What was applied and kept, but that the schema v1 does not know: told once a value, with the number of records. */
export class Reserves {
  private readonly vues = new Map<string, Reserve>();

  noter(code: CodeDeReserve, { champ, valeur }: Inconnue, cle: string, ligne: number): void {
    const nom = JSON.stringify([code, champ, valeur]);
    const vue = this.vues.get(nom);
    if (vue) vue.fiches++;
    else this.vues.set(nom, { code, champ, valeur, cle, ligne, fiches: 1 });
  }

  signalements(): Signalement[] {
    return [...this.vues.values()].map(({ code, champ, valeur, cle, ligne, fiches }) => ({
      cle,
      code,
      champ,
      ligne,
      ...(valeur === "" ? {} : { valeur }),
      message: `${PHRASES[code]}${valeur === "" ? "" : ` (« ${valeur} »)`}, dans ${fiches} fiche${fiches > 1 ? "s" : ""}`,
      applique: true,
    }));
  }
}
