import { Refus } from "../../shared/contrat/refus";
import { DISPOSITIFS } from "../dispositif/dispositif";
import { estDuRessort, lireTerritoire } from "../mesure/territoire";

/** Who is in a group, by the facts of the day on which it is fixed. An absent criterion asks nothing; all that are given must be met. */
export interface Critere {
  /** INSEE codes: the commune on that day. */
  communes: string[] | null;
  /** Local parcours of the orientation in force on that day. */
  parcours: string[] | null;
  /** EMPLOI, EQUILIBRE, REMOBILISATION. */
  categories: string[] | null;
  /** Organismes référents of the orientation in force on that day. */
  organismes: string[] | null;
  /** Device (PPAL, IMMERSION…) that she had begun by that day. */
  action: string | null;
  /** She entered the dispositif on that day or later… */
  entreeDu: string | null;
  /** … and on that day or before. */
  entreeAu: string | null;
  /** True: new entrants only; false: the first stock only. */
  flux: boolean | null;
}

export interface DemandeCohorte {
  departement: string;
  /** Code given by the author, unique in the département; the territory is `<departement>-COHORTE-<code>`. */
  code: string;
  libelle: string;
  /** Civil date. */
  fixeeLe: string;
  critere: Critere;
  /** Code of the cohort to compare with: its members are left out. */
  temoinDe: string | null;
}

export const CODE = /^[A-Z0-9_]{1,40}$/;
const LIBELLE_MAX = 200;
/** A group smaller than that many times the threshold of small numbers would be masked at the first cut. */
export const TAILLES_DE_SEUIL = 4;

/** The code of the territory that a cohort is, for `indicateur` and all that takes a territory. */
export const territoireDe = (departement: string, code: string): string => `${departement}-COHORTE-${code}`;

/** Why a cohort cannot be fixed as asked, before anybody is counted, or null.
 * @param aujourdhui civil date, Paris. Refus: CODE_INVALIDE, LIBELLE_INVALIDE, DATE_FUTURE, CRITERE_INVALIDE. */
export function refusDemande({ departement, code, libelle, fixeeLe, critere }: DemandeCohorte, aujourdhui: string): Refus | null {
  if (!CODE.test(code))
    return Refus.de("CODE_INVALIDE", "Le code d’une cohorte a 1 à 40 lettres majuscules, chiffres ou tirets bas (VILLES_2020).", {
      champ: "code",
    });
  if (libelle.trim() === "" || libelle.length > LIBELLE_MAX)
    return Refus.de("LIBELLE_INVALIDE", `Le libellé a de 1 à ${LIBELLE_MAX} caractères.`, { champ: "libelle" });
  if (fixeeLe > aujourdhui)
    return Refus.de("DATE_FUTURE", `Le ${fixeeLe} n’est pas venu : une cohorte se fixe à un jour dont les faits sont connus.`, {
      champ: "fixeeLe",
    });
  const faute = fauteDuCritere(critere, departement);
  return faute === null ? null : Refus.de("CRITERE_INVALIDE", faute, { champ: "critere" });
}

function fauteDuCritere(critere: Critere, departement: string): string | null {
  const etrangere = critere.communes?.find((commune) => {
    const territoire = lireTerritoire(commune);
    return territoire?.sorte !== "commune" || !estDuRessort(territoire, departement);
  });
  if (etrangere !== undefined) return `« ${etrangere.slice(0, 20)} » n’est pas le code INSEE d’une commune du ${departement}.`;
  if (critere.action !== null && !(DISPOSITIFS as readonly string[]).includes(critere.action))
    return `L’action est l’un de : ${DISPOSITIFS.join(", ")}.`;
  if (critere.entreeDu !== null && critere.entreeAu !== null && critere.entreeDu > critere.entreeAu)
    return `Les entrées finissent (${critere.entreeAu}) avant de commencer (${critere.entreeDu}).`;
  const vide = (["communes", "parcours", "categories", "organismes"] as const).find((champ) => critere[champ]?.length === 0);
  return vide ? `La liste « ${vide} » est vide : omettez-la pour ne rien demander.` : null;
}

/** What is known of a new group beside those that exist. */
export interface Voisinage {
  effectif: number;
  /** A cohort that holds it, or is held by it, but for fewer people than the threshold: their difference would tell of these. */
  presqueLaMeme: string | null;
}

/** Why a group that was counted cannot be kept, or null. @param seuil threshold of small numbers, in people (0: none).
 * Refus: COHORTE_TROP_PETITE, COHORTE_TROP_PROCHE. */
export function refusGroupe({ effectif, presqueLaMeme }: Voisinage, seuil: number): Refus | null {
  const minimum = Math.max(1, TAILLES_DE_SEUIL * seuil);
  if (effectif < minimum)
    return Refus.de(
      "COHORTE_TROP_PETITE",
      `Moins de ${minimum} personnes répondent à ces critères ce jour-là : leurs chiffres seraient tus. Élargissez le groupe.`,
      { champ: "critere" },
    );
  return presqueLaMeme === null
    ? null
    : Refus.de(
        "COHORTE_TROP_PROCHE",
        `Ce groupe ne diffère de la cohorte « ${presqueLaMeme} » que de moins de ${seuil} personnes : leur différence parlerait d’elles. Suivez cette cohorte, ou changez les critères.`,
        { champ: "critere" },
      );
}

export const cohorteIntrouvable = (code: string): Refus =>
  Refus.de("COHORTE_INTROUVABLE", `Aucune cohorte « ${code.slice(0, 40)} » dans ce département : cohortes les donne.`, { champ: "code" });

export const codePris = (code: string): Refus =>
  Refus.de("CODE_PRIS", `Une cohorte « ${code} » existe déjà : une cohorte fixée ne change plus, prenez un autre code.`, { champ: "code" });

export const cohorteDejaClose = (code: string): Refus =>
  Refus.de("COHORTE_CLOSE", `La cohorte « ${code} » est déjà close.`, { champ: "code" });
