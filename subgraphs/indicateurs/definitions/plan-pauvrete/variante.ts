import type { Calcul, Definition, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import type { Faits } from "../../projection/faits";
import { avecClasse, enClasses } from "../oarsa/ligne";
import { droitDe, EN_DROIT, SUSPENSION } from "../oarsa/situation";

/** The tables of the plan pauvreté exist with the notion of a suspended right (version 2) and without it (version 3); version 1 of the
 * forms, which had open rights only, counted as version 3 does and is not kept apart. */
export type Regle = "AVEC" | "SANS";
const VARIANTES = [
  {
    version: 2,
    regle: "AVEC",
    differences:
      "Première forme des tableaux : droits ouverts et versables seulement. La version 2, « avec notion de suspendu », compte aussi les droits suspendus ; la ventilation « suspension » sépare les suspendus des autres.",
  },
  {
    version: 3,
    regle: "SANS",
    differences:
      "La version 2 compte les droits ouverts, suspendus compris. La version 3, « sans notion de suspendu », ne compte que les droits ouverts et versables : son chiffre est celui de la part NON_SUSPENDU de la version 2.",
  },
] as const;

export const SOURCE =
  "Stratégie de prévention et de lutte contre la pauvreté, tableaux de suivi de la contractualisation (A1 à B5), tels que les logiciels des Départements les rendent.";

/** Last day of the civil month of `le`: the right is read that day, as the monthly columns of the tables do. */
export const finDuMois = (le: string): string => `(date_trunc('month', ${le}) + interval '1 month' - interval '1 day')::date`;

type Texte = Pick<Definition, "numerateur" | "regleCohorte"> & Partial<Definition>;
export interface Ligne {
  tableau: "A1" | "A2" | "B1" | "B4" | "B5";
  rang: number;
  libelle: string;
  texte: Texte;
}

const NON_SUSPENDU = "NON_SUSPENDU";
const SUSPENSIONS = [NON_SUSPENDU, "SUSPENDU"];

/** Both versions of a line. `calcul`: how each rule counts; a cut `suspension` is added where suspended rights are counted, and version 3 is
 * read in it: the difference of the two versions would give those who are suspended.
 * @param etat class of each row, by which other lines are read (`enClassesDe`): an SQL expression. */
export function enVariantes(
  { tableau, rang, libelle, texte }: Ligne,
  calcul: (regle: Regle) => Calcul,
  etat: string | null = null,
): Indicateur[] {
  const [avec, sans] = VARIANTES.map(({ version, regle, differences }) => {
    const fait = calcul(regle);
    const suspension = { ...fait, coupes: { ...fait.coupes, suspension: "suspension" } };
    return definir(
      {
        code: `PP.${tableau}.${String(rang).padStart(2, "0")}`,
        version,
        libelle,
        cadre: "plan-pauvrete",
        tableau: `PLAN_PAUVRETE_${tableau}`,
        producteur: "DEPARTEMENT",
        unite: "personnes",
        denominateur: null,
        regleSuspendus: regle,
        differences,
        source: SOURCE,
        ...texte,
      },
      regle === "SANS" ? fait : etat === null ? suspension : avecClasse(suspension, etat, "etat"),
    );
  }) as [Indicateur, Indicateur];
  return [avec, enClasses(sans, { de: avec, coupe: "suspension", classes: SUSPENSIONS, cles: [NON_SUSPENDU] })];
}

/** The rows `x` of `de`, whose right is open at the end of the month of the column `jour`. */
export const enDroit = (f: Faits, regle: Regle, de: string, jour: string): string => `(
    select x.*, ${SUSPENSION} from ${de} x cross join ${droitDe(f, "x", finDuMois(`x.${jour}`))} where ${EN_DROIT[regle]}
  ) x`;

/** Neither France Travail nor the Département: an organisme that the référentiel (`g`) does not have is another one too. */
export const autreOrganisme = (organisme: string): string =>
  `${organisme} is not null and coalesce(g.type, '') not in ('FRANCE_TRAVAIL', 'DEPARTEMENT')`;

/** A first orientation in one word, by which the lines are read: its category and the kind of its organisme.
 * @param o alias of the orientation. */
export const classeOrientation = (orientee: string, o: string): string =>
  `case when not (${orientee}) then 'NON_ORIENTEE' else coalesce(${o}.categorie, 'INCONNU') || '_' || case g.type when 'FRANCE_TRAVAIL' then 'FT'
    when 'DEPARTEMENT' then 'CD' else case when ${o}.organisme is null then 'INCONNU' else 'AUTRE' end end end`;
const CATEGORIES = ["EMPLOI", "EQUILIBRE", "REMOBILISATION", "INCONNU"];
const ORGANISMES = ["FT", "CD", "AUTRE", "INCONNU"];
/** The classes of one category, of one kind of organisme, or all of those who are oriented. */
export const ORIENTEES = (voulue: { categorie?: string; organisme?: string } = {}): string[] =>
  CATEGORIES.filter((c) => !voulue.categorie || c === voulue.categorie).flatMap((c) =>
    ORGANISMES.filter((o) => !voulue.organisme || o === voulue.organisme).map((o) => `${c}_${o}`),
  );
export const CLASSES_ORIENTATION = ["NON_ORIENTEE", ...ORIENTEES()];

/** Says that both versions of a line are sums of classes of its whole, suspended rights included or not. */
export const enClassesDe = (
  [tout]: readonly Indicateur[],
  classes: readonly string[],
  cles: readonly string[],
  [avec, sans]: readonly Indicateur[],
): Indicateur[] => {
  const etats = (voulues: readonly string[], suspensions: readonly string[]) => voulues.flatMap((c) => suspensions.map((s) => `${c}_${s}`));
  const somme = { de: tout!, coupe: "etat", classes: etats(classes, SUSPENSIONS) };
  return [
    enClasses(avec!, { ...somme, cles: etats(cles, SUSPENSIONS) }),
    enClasses(sans!, { ...somme, cles: etats(cles, [NON_SUSPENDU]) }),
  ];
};

export const base: Omit<Calcul, "lignes"> = {
  donne: ["organisme", "referent", "parcours", "categorie"],
  // An entry, or a first orientation: who enters twice in the period counts twice.
  compte: "sommes",
  valeur: "nombre",
  parts: "nombre",
  additif: true,
  coupe: null,
};
export const COLONNES = "x.organisme, x.referent, x.parcours, x.categorie, x.suspension";
