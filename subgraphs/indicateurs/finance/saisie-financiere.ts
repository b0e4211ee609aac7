import { Refus } from "../../shared/contrat/refus";
import { texteTropLong } from "../contrat/texte";
import { DU_CONTRAT, NATURES, type Nature, PROGRAMMES } from "./nature";

/** An entry that someone asks for. */
export interface DemandeFinanciere {
  departement: string;
  /** Year of the contract. */
  annee: number;
  nature: Nature;
  /** Fiche or programme; null for what is of the whole contract. */
  objet: string | null;
  montantCentimes: number | null;
  le: string;
  preuve: string;
  imputation: string | null;
  /** Entry that this one corrects. */
  remplace: string | null;
}

/** Ten billion euros: a typing error. */
const MONTANT_MAX = 1e12;
const SOURCE = "Contrat départemental, annexe 3";

/** Why an entry cannot be made, or null.
 * @param fiches lines of annexe 3 of that contract; none: there is no such contract. @param aujourdhui civil date, Paris.
 * Refus: CONTRAT_SANS_FINANCES, FICHE_INCONNUE, OBJET_SANS_OBJET, MONTANT_INVALIDE, MONTANT_SANS_OBJET, DATE_FUTURE, PREUVE_MANQUANTE, TEXTE_TROP_LONG. */
export function refusFinance(demande: DemandeFinanciere, fiches: readonly string[], aujourdhui: string): Refus | null {
  if (fiches.length === 0)
    return Refus.de("CONTRAT_SANS_FINANCES", `Le hub ne connaît pas de financement pour le contrat de ${demande.annee}.`, {
      champ: "annee",
    });
  return (
    refusObjet(demande, fiches) ??
    refusMontant(demande) ??
    (demande.le > aujourdhui
      ? Refus.de("DATE_FUTURE", "La date est dans le futur : un versement ou une dépense se saisit quand il a eu lieu.", {
          champ: "le",
          source: SOURCE,
        })
      : null) ??
    (demande.preuve.trim()
      ? texteTropLong({ preuve: demande.preuve, imputation: demande.imputation })
      : Refus.de("PREUVE_MANQUANTE", "Dites d’où vient le montant ou la date : titre, mandat, courrier, lien.", {
          champ: "preuve",
          source: SOURCE,
        }))
  );
}

function refusObjet({ nature, objet }: DemandeFinanciere, fiches: readonly string[]): Refus | null {
  const { niveau } = NATURES[nature];
  if (niveau === "CONTRAT")
    return objet === null
      ? null
      : Refus.de("OBJET_SANS_OBJET", `${nature} se dit du contrat entier : laissez l’objet vide.`, { champ: "objet", source: SOURCE });
  const programmes: readonly string[] = niveau === "FICHE_OU_PROGRAMME" ? PROGRAMMES : [];
  if (objet !== null && (fiches.includes(objet) || programmes.includes(objet))) return null;
  const possibles = [...programmes, ...fiches].join(", ");
  return Refus.de(
    "FICHE_INCONNUE",
    `« ${objet?.slice(0, 40) ?? ""} » n’est pas une ligne de ce financement : donnez l’une de ${possibles}.`,
    {
      champ: "objet",
      source: SOURCE,
    },
  );
}

function refusMontant({ nature, montantCentimes }: DemandeFinanciere): Refus | null {
  if (NATURES[nature].compte === "DATE")
    return montantCentimes === null
      ? null
      : Refus.de("MONTANT_SANS_OBJET", `${nature} est une date : laissez le montant vide.`, { champ: "montantCentimes" });
  if (montantCentimes !== null && Number.isInteger(montantCentimes) && montantCentimes >= 0 && montantCentimes <= MONTANT_MAX) return null;
  return Refus.de("MONTANT_INVALIDE", "Un montant est un nombre entier de centimes, positif ou nul, d’au plus dix milliards d’euros.", {
    champ: "montantCentimes",
    source: SOURCE,
  });
}

/** Why an entry cannot correct another, or null. Refus: SAISIE_INTROUVABLE, SAISIE_REMPLACEE. */
export function refusRemplacement(
  demande: Pick<DemandeFinanciere, "annee" | "nature">,
  remplacee: { annee: number; nature: Nature; remplacee: boolean } | null,
): Refus | null {
  if (!remplacee || remplacee.annee !== demande.annee || remplacee.nature !== demande.nature)
    return Refus.de(
      "SAISIE_INTROUVABLE",
      "Aucune saisie de cette nature et de ce contrat ne porte cet identifiant : bilanFinancier les donne.",
      {
        champ: "remplace",
      },
    );
  return remplacee.remplacee
    ? Refus.de("SAISIE_REMPLACEE", "Cette saisie est déjà corrigée par une autre : corrigez la dernière.", { champ: "remplace" })
    : null;
}

export const objetDe = ({ nature, objet }: DemandeFinanciere): string => (NATURES[nature].niveau === "CONTRAT" ? DU_CONTRAT : objet!);
