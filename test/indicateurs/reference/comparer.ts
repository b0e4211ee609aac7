import { type Chiffres, commune, compter, delais, INCONNUS, type Ligne, type Reference } from "./compter";
import { AUJOURDHUI } from "./hasard";
import type { Dit, Histoire, Jour } from "./histoire";
import { type DefinitionLue, type Demande, LIEUX, PARCOURS_LOCAUX } from "./hub";
import { vues } from "./monde";
import { plusJours } from "./situation";
import type { Vue } from "./vue";

/** The same question to the reference, and where the two answers differ. */

const DELAI_DE_CONSOLIDATION = 90;

export class Temoin {
  private readonly connues = new Map<Jour, Vue[]>();
  readonly premierJour: Jour;
  constructor(
    private readonly histoires: readonly Histoire[],
    private readonly journal: readonly Dit[],
  ) {
    this.premierJour = journal[0]?.connuLe ?? AUJOURDHUI;
  }
  vues(le: Jour): Vue[] {
    const trouvees = this.connues.get(le) ?? vues(this.histoires, this.journal, le);
    this.connues.set(le, trouvees);
    return trouvees;
  }

  /** A period that ended long enough ago is answered as known on its day of consolidation. */
  consolideLe = (fin: Jour): Jour => plusJours(fin > this.premierJour ? fin : this.premierJour, DELAI_DE_CONSOLIDATION);
  vuLe = (d: Demande): Jour => {
    const consolideLe = this.consolideLe(d.fin);
    return d.connuLe ?? (consolideLe < AUJOURDHUI ? consolideLe : AUJOURDHUI);
  };

  lignes(reference: Reference, { regleLieu }: DefinitionLue, d: Demande, le: Jour): Ligne[] {
    const toutes = reference.lignes({ vues: this.vues(le), debut: d.debut, fin: d.fin, parcours: PARCOURS_LOCAUX });
    if (d.territoire === "94" || reference.sansLieu) return toutes;
    const communes = LIEUX.groupes[d.territoire] ?? [d.territoire];
    return toutes.filter((ligne) => communes.includes(commune(ligne, regleLieu) ?? ""));
  }

  /** Differences between the answer of the hub and the reference, in words; none when they say the same. */
  ecarts(reference: Reference, definition: DefinitionLue, d: Demande, reponse: any): string[] {
    const lignes = this.lignes(reference, definition, d, this.vuLe(d));
    const connu = this.vuLe(d) >= this.premierJour;
    const attendu = connu ? compter(reference, lignes, d.ventilation, definition.regleLieu, LIEUX) : INCONNUS;
    const ecarts: string[] = [];
    const egal = (quoi: string, x: string, y: string) => x !== y && ecarts.push(`${quoi} : référence ${x}, hub ${y}`);
    egal("ensemble", dit(attendu), dit(reponse));
    egal("délais", ditDelais(lignes), ditLesDelais(reponse.delais));
    const parts = new Map<string, Chiffres>(reponse.ventilation.map((p: any) => [p.cle, p]));
    if (d.ventilation)
      for (const cle of new Set([...attendu.parts.keys(), ...parts.keys()])) {
        const [x, y] = [attendu.parts.get(cle), parts.get(cle)];
        if (!rien(x) || !rien(y)) egal(`part ${cle}`, dit(x), dit(y));
      }
    const maintenant = compter(reference, this.lignes(reference, definition, d, AUJOURDHUI), null, definition.regleLieu, LIEUX);
    if (reponse.actuelle) egal("actuelle", dit(maintenant), dit(reponse.actuelle));
    else egal("sans actuelle", dit(maintenant), dit(attendu));
    return ecarts;
  }
}

const rien = (c: Chiffres | undefined) => !c || (!c.numerateur && (!c.denominateur || !c.valeur));
const nombre = (n: number | null | undefined) => (n === null || n === undefined ? "–" : String(Math.round(n * 1e6) / 1e6));
const dit = (c: Chiffres | undefined) => `${nombre(c?.numerateur)} sur ${nombre(c?.denominateur)} = ${nombre(c?.valeur)}`;
const PERCENTILES = [
  ["p10", 0.1],
  ["p25", 0.25],
  ["mediane", 0.5],
  ["p75", 0.75],
  ["p90", 0.9],
] as const;
function ditDelais(lignes: readonly Ligne[]): string {
  const d = delais(lignes);
  if (!d) return "–";
  return [d.effectif, d.moyenne, ...PERCENTILES.map(([, p]) => d.rang(p))].map(nombre).join(" ");
}
const ditLesDelais = (d: any) => (d?.effectif ? [d.effectif, d.moyenne, ...PERCENTILES.map(([nom]) => d[nom])].map(nombre).join(" ") : "–");
