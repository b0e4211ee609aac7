import { ageAt } from "../../../shared/civil-date";
import type { Frein } from "../../../shared/contrat/enums";
import type { Impact } from "../../vocabulaire";
import { niveauLu, projetLu, situationLue } from "./lire-diagnostic";

/** What the hub knows of a person that the legal criteria of orientation ask about (arrêté of 21 November 2024), under the rights of the caller. */
export interface Faits {
  allocataire: string;
  dateNaissance: string;
  /** True when the caller reads a diagnostic of the person. */
  diagnostic: boolean;
  situationEmploi: string | null;
  niveauQualification: string | null;
  projetProfessionnel: string | null;
  metiersRecherches: string[];
  procheAidant: boolean | null;
  /** Contraintes of the last diagnostic. */
  freins: { frein: Frein; impact: Impact; leveeLe: string | null }[];
  /** True when a self-employed activity runs; null when nothing is known. */
  independant: boolean | null;
  /** Of the declarations, those that the rules of precedence believe. */
  enfantsACharge: number | null;
  sansDomicileFixe: boolean | null;
}

/** A value: a code, a number, or null when nobody has said. A missing criterion is told, never guessed. */
export type Valeur = string | number | null;

interface Critere {
  /** As it is told when it is missing. */
  libelle: string;
  /** Codes it may take; null for a number. */
  valeurs: readonly string[] | null;
  lire: (faits: Faits, jour: string) => Valeur;
}

export const OUI_NON = ["OUI", "NON"] as const;
const ouiNon = (valeur: boolean | null): Valeur => (valeur === null ? null : valeur ? "OUI" : "NON");
/** Impact of a frein: aligned on the IMPACT_* values of France Travail's « Orientation usager » v1, with the hub's own MOYEN. */
export const IMPACTS_LUS = ["FORT", "MOYEN", "FAIBLE", "AUCUN"] as const;

function impactDe({ freins }: Faits, frein: Frein): Valeur {
  const trouve = freins.find((f) => f.frein === frein);
  if (!trouve || trouve.impact === "NON_RENSEIGNE") return null;
  return trouve.leveeLe === null ? trouve.impact : "AUCUN";
}

const PESENT: readonly Valeur[] = ["FORT", "MOYEN"];
const freinsQuiPesent = (faits: Faits): Valeur =>
  faits.diagnostic ? faits.freins.filter(({ frein }) => PESENT.includes(impactDe(faits, frein))).length : null;

const LIBELLES_FREINS: Record<Frein, string> = {
  SANTE: "Santé",
  LOGEMENT: "Logement",
  MOBILITE: "Mobilité",
  FAMILLE: "Famille et garde d’enfants",
  FINANCES: "Situation financière",
  NUMERIQUE: "Autonomie numérique",
  ADMINISTRATIF_JURIDIQUE: "Démarches administratives et juridiques",
  LANGUE_SAVOIRS_DE_BASE: "Langue et savoirs de base",
};

const deFrein = (frein: Frein): Critere => ({
  libelle: LIBELLES_FREINS[frein],
  valeurs: IMPACTS_LUS,
  lire: (faits) => impactDe(faits, frein),
});

/** The criteria that a table of the decision aid may name. */
export const CRITERES = {
  AGE: { libelle: "Âge", valeurs: null, lire: (faits, jour) => ageAt(faits.dateNaissance, jour) },
  SITUATION_PROFESSIONNELLE: {
    libelle: "Situation au regard de l’emploi",
    valeurs: ["EN_ACTIVITE", "DEUX_DERNIERES_ANNEES", "PLUS_DEUX_ANS", "JAMAIS"],
    lire: (faits) => situationLue(faits.situationEmploi),
  },
  NIVEAU_QUALIFICATION: {
    libelle: "Niveau de qualification",
    valeurs: ["SANS_DIPLOME", "NV5", "NV4", "NV3", "NV2", "NV1"],
    lire: (faits) => niveauLu(faits.niveauQualification),
  },
  PROJET: {
    libelle: "Aspirations et projet professionnel",
    valeurs: ["SALARIAT", "ENTREPRENARIAT", "FORMATION", "AUCUN"],
    lire: (faits) => projetLu(faits.projetProfessionnel),
  },
  METIER_RECHERCHE: {
    libelle: "Métiers recherchés",
    valeurs: ["OUI"],
    lire: (faits) => (faits.metiersRecherches.length > 0 ? "OUI" : null),
  },
  INDEPENDANT: { libelle: "Activité indépendante", valeurs: OUI_NON, lire: (faits) => ouiNon(faits.independant) },
  ENFANTS_A_CHARGE: { libelle: "Enfants à charge", valeurs: null, lire: (faits) => faits.enfantsACharge },
  SANS_DOMICILE_FIXE: { libelle: "Domicile", valeurs: OUI_NON, lire: (faits) => ouiNon(faits.sansDomicileFixe) },
  PROCHE_AIDANT: { libelle: "Aide apportée à un proche", valeurs: OUI_NON, lire: (faits) => ouiNon(faits.procheAidant) },
  FREINS_QUI_PESENT: { libelle: "Nombre de freins d’impact moyen ou fort", valeurs: null, lire: freinsQuiPesent },
  SANTE: deFrein("SANTE"),
  LOGEMENT: deFrein("LOGEMENT"),
  MOBILITE: deFrein("MOBILITE"),
  FAMILLE: deFrein("FAMILLE"),
  FINANCES: deFrein("FINANCES"),
  NUMERIQUE: deFrein("NUMERIQUE"),
  ADMINISTRATIF_JURIDIQUE: deFrein("ADMINISTRATIF_JURIDIQUE"),
  LANGUE_SAVOIRS_DE_BASE: deFrein("LANGUE_SAVOIRS_DE_BASE"),
} as const satisfies Record<string, Critere>;
export type CodeCritere = keyof typeof CRITERES;
export const CODES_CRITERES = Object.keys(CRITERES) as CodeCritere[];

export type Criteres = Record<CodeCritere, Valeur>;

/** The value of every criterion for a person, on a day. */
export const criteresDe = (faits: Faits, jour: string): Criteres =>
  Object.fromEntries(CODES_CRITERES.map((code) => [code, CRITERES[code].lire(faits, jour)])) as Criteres;
