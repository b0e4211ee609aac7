import { Refus } from "../shared/contrat/refus";
import { REFUS_CONTRAT } from "./contrat/refus-contrat";
import { REFUS_DIAGNOSTIC } from "./diagnostic/refus-diagnostic";
import { REFUS_DROITS } from "./droits-des-personnes/refus-droits";
import { REFUS_SANCTION } from "./droits-devoirs/refus-sanction";
import { REFUS_EFFACEMENT } from "./effacement/refus-effacement";
import { REFUS_FICHIER } from "./fichier-departement/refus-fichier";
import { REFUS_IDENTITE } from "./identite/refus-identite";
import { REFUS_INSCRIPTION } from "./inscription/refus-inscription";
import { REFUS_ORIENTATION } from "./orientation/refus-orientation";
import { REFUS_PERSONNE } from "./personne/refus-personne";
import { REFUS_PORTEFEUILLE } from "./portefeuille/refus-portefeuille";
import { REFUS_PROVENANCE } from "./provenance/refus-provenance";
import { REFUS_SORTIE } from "./sortie/refus-sortie";

/** Every refusal of this subgraph, with its sentence and, when a text founds it, its source. docs/refus.md lists them. */
export const REFUS = {
  DATE_ANTERIEURE: {
    message: "La date est antérieure au fait qu’elle doit suivre (notification, décision ou début), ou à l’an 2000 : corrigez-la.",
  },
  DATE_FUTURE: { message: "La date est dans le futur : un acte s’enregistre quand il a eu lieu." },
  DUREE_INVALIDE: {
    message:
      "La durée est un nombre entier de mois, de 1 à 24 pour un contrat, de 1 à 3 pour un contrat d’orientation, au moins 1 pour un emploi.",
  },
  MOTIF_MANQUANT: { message: "Un motif est attendu, en quelques mots (2 000 caractères au plus)." },
  NON_HABILITE: { message: "Votre organisme n’est pas habilité à cet acte : il revient au Département.", source: "CASF L. 262-29" },
  TEXTE_INVALIDE: {
    message: "Un texte est trop long (2 000 caractères au plus, 200 par élément de liste) ou contient un caractère de contrôle.",
  },
  ...REFUS_PERSONNE,
  ...REFUS_FICHIER,
  ...REFUS_IDENTITE,
  ...REFUS_INSCRIPTION,
  ...REFUS_ORIENTATION,
  ...REFUS_PORTEFEUILLE,
  ...REFUS_CONTRAT,
  ...REFUS_DIAGNOSTIC,
  ...REFUS_SANCTION,
  ...REFUS_EFFACEMENT,
  ...REFUS_DROITS,
  ...REFUS_PROVENANCE,
  ...REFUS_SORTIE,
} as const satisfies Record<string, { message: string; source?: string }>;
export type CodeRefus = keyof typeof REFUS;

export function refus(code: CodeRefus, champ?: string): Refus {
  const { message, source } = REFUS[code] as { message: string; source?: string };
  return Refus.de(code, message, { source, champ });
}

/** A first refusal among rules that are evaluated in order, or null. */
export function premierRefus(...regles: (() => Refus | null)[]): Refus | null {
  for (const regle of regles) {
    const trouve = regle();
    if (trouve) return trouve;
  }
  return null;
}

/** No act of the hub is older: an earlier date is a typing error. */
const PLUS_ANCIEN_ACTE = "2000-01-01";

/** A civil date that is neither after `aujourdhui` nor before any of `apres`, nor absurdly old. */
export function refusDeDate(date: string, champ: string, aujourdhui: string, ...apres: (string | null)[]): Refus | null {
  if (date > aujourdhui) return refus("DATE_FUTURE", champ);
  return [PLUS_ANCIEN_ACTE, ...apres].some((borne) => borne !== null && date < borne) ? refus("DATE_ANTERIEURE", champ) : null;
}

const MAXIMUM = 2_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused; tab and line feed are kept.
const CONTROLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** A text that must be there. */
export const refusDeMotif = (motif: string, champ = "motif"): Refus | null =>
  motif.trim() === "" ? refus("MOTIF_MANQUANT", champ) : refusDeTexte(motif, champ);

export const refusDeTexte = (texte: string | null | undefined, champ: string, maximum = MAXIMUM): Refus | null =>
  texte && (texte.length > maximum || CONTROLE.test(texte)) ? refus("TEXTE_INVALIDE", champ) : null;
