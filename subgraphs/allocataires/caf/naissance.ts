import { isCivilDate } from "../../shared/civil-date";
import { type Noeud, texte } from "./noeud";
import { TYPES_DATE_NAISSANCE, type TypeDateNaissance } from "./nomenclature";
import { invalide, obligatoire, type Reserve } from "./valeur";

/** A birth date as the hub keeps it. */
export interface Naissance {
  /** A date of the calendar always: a month or a day that is not known (00) is the first one. */
  dateNaissance: string;
  /** TYPEDTNAI: N, all is known; J, the day is not; O, neither the month nor the day. Null when the flow does not say. */
  typeDateNaissance: TypeDateNaissance | null;
}

/** What the zeros of DTNAI say; null when it has none. */
function partielle(recu: string): { date: string; type: TypeDateNaissance } | null {
  if (recu.endsWith("-00-00")) return { date: `${recu.slice(0, 4)}-01-01`, type: "O" };
  if (recu.endsWith("-00")) return { date: `${recu.slice(0, 7)}-01`, type: "J" };
  return null;
}

/** Reads DTNAI and TYPEDTNAI. Civil registers of some countries give a year only, or a year and a month: 1970-00-00 is kept 1970-01-01, type O,
 * whatever TYPEDTNAI says, so that what was received can be told from the two. */
export function lireNaissance(etatCivil: Noeud | undefined, rang: number, reserves: Reserve[]): Naissance {
  const recu = obligatoire(etatCivil, "DTNAI");
  const lue = partielle(recu);
  if (recu.length !== 10 || !isCivilDate(lue?.date ?? recu))
    invalide("DTNAI", "ce n’est pas une date du calendrier (AAAA-MM-JJ, mois ou jour inconnus à 00)");
  return { dateNaissance: lue?.date ?? recu, typeDateNaissance: lue?.type ?? typeRecu(etatCivil, rang, reserves) };
}

function typeRecu(etatCivil: Noeud | undefined, rang: number, reserves: Reserve[]): TypeDateNaissance | null {
  const recu = texte(etatCivil, "TYPEDTNAI") as TypeDateNaissance | null;
  if (recu === null || TYPES_DATE_NAISSANCE.includes(recu)) return recu;
  reserves.push({
    code: "CODE_INCONNU",
    champ: "TYPEDTNAI",
    message: `Personne n° ${rang} : le type de date de naissance n’est ni J, ni N, ni O. Il n’est pas gardé.`,
  });
  return null;
}
