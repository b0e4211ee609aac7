import { daysBetween } from "../../shared/civil-date";
import { Refus } from "../../shared/contrat/refus";
import { civilDateIn } from "../../shared/time-zone";
import type { Modalite } from "../correspondances-rdv";
import { type Plage, seChevauchent } from "../prise-rendez-vous";

/** A slot as an organisme publishes it. */
export interface CreneauPropose {
  debut: Date;
  fin: Date;
  modalite: Modalite;
  places: number;
  codeInsee: string | null;
  lieu: string | null;
}

/** Bounds of a publication, and of a reading. */
export const LIMITES_CRENEAUX = {
  jours: 92,
  creneaux: 2_000,
  places: 500,
  lieuCaracteres: 200,
  minutesMinimum: 5,
  minutesMaximum: 720,
} as const;

/** Why these slots cannot be published, or `null`. Refus: PERIODE_INVALIDE, PERIODE_PASSEE, TROP_DE_CRENEAUX, CRENEAU_INVALIDE, CRENEAU_HORS_PERIODE, CRENEAU_EN_DOUBLE.
 * @param du, au civil dates of the département, inclusive. @param aujourdhui civil date in Paris. @param fuseau time zone of the département. */
export function refusPublication(
  du: string,
  au: string,
  creneaux: readonly CreneauPropose[],
  aujourdhui: string,
  fuseau: string,
): Refus | null {
  if (au < du || daysBetween(du, au) >= LIMITES_CRENEAUX.jours)
    return Refus.de("PERIODE_INVALIDE", `Une publication couvre de 1 à ${LIMITES_CRENEAUX.jours} jours, « au » compris.`, { champ: "au" });
  if (au < aujourdhui)
    return Refus.de("PERIODE_PASSEE", "Ces jours sont passés : personne ne peut plus y prendre de rendez-vous.", { champ: "au" });
  if (creneaux.length > LIMITES_CRENEAUX.creneaux)
    return Refus.de("TROP_DE_CRENEAUX", `Une publication compte au plus ${LIMITES_CRENEAUX.creneaux} créneaux : découpez la période.`, {
      champ: "creneaux",
    });
  const defauts = creneaux.map(defautDe);
  const invalide = defauts.findIndex((defaut) => defaut !== null);
  if (invalide >= 0)
    return Refus.de("CRENEAU_INVALIDE", `Le créneau n° ${invalide + 1} n’est pas possible : ${defauts[invalide]}.`, {
      champ: `creneaux[${invalide}]`,
    });
  const dehors = creneaux.findIndex(({ debut }) => civilDateIn(debut, fuseau) < du || civilDateIn(debut, fuseau) > au);
  if (dehors >= 0)
    return Refus.de("CRENEAU_HORS_PERIODE", `Le créneau n° ${dehors + 1} ne commence pas entre « du » et « au », heure du département.`, {
      champ: `creneaux[${dehors}]`,
    });
  const vues = new Set<string>();
  const double = creneaux.findIndex((creneau, rang) => vues.add(cleDe(creneau)).size <= rang);
  if (double < 0) return null;
  return Refus.de("CRENEAU_EN_DOUBLE", `Le créneau n° ${double + 1} est donné deux fois : donnez-le une fois, avec ses places.`, {
    champ: `creneaux[${double}]`,
  });
}

const CODE_INSEE = /^[0-9][0-9AB][0-9]{3}$/;

/** What is wrong with a slot, as the end of a sentence; null when nothing is. */
function defautDe({ debut, fin, places, codeInsee, lieu }: CreneauPropose): string | null {
  const minutes = (fin.getTime() - debut.getTime()) / 60_000;
  const limites = LIMITES_CRENEAUX;
  if (minutes <= 0) return "il finit avant de commencer";
  if (minutes < limites.minutesMinimum || minutes > limites.minutesMaximum) return "il dure de 5 minutes à 12 heures";
  if (!Number.isInteger(places) || places < 1 || places > limites.places) return `il compte de 1 à ${limites.places} places`;
  if (codeInsee !== null && !CODE_INSEE.test(codeInsee)) return "sa commune n’est pas un code INSEE (cinq caractères)";
  if (lieu !== null && (lieu.length === 0 || lieu.length > limites.lieuCaracteres))
    return `son lieu compte de 1 à ${limites.lieuCaracteres} caractères`;
  return null;
}

const cleDe = (c: CreneauPropose): string => [c.debut.getTime(), c.fin.getTime(), c.modalite, c.codeInsee ?? "", c.lieu ?? ""].join("|");

/** Whose slots a caller may publish: its own; the Département's caller, also those of its services and délégataires. France Travail's are its own affair. */
export function peutPublier(appelant: { organisme: string | null; type: string | null }, cible: { id: string; type: string }): boolean {
  if (appelant.organisme === cible.id) return true;
  return appelant.type === "DEPARTEMENT" && (cible.type === "DEPARTEMENT" || cible.type === "DELEGATAIRE");
}

/** A slot at the hour of an appointment, and the places left. */
export interface CreneauOccupe {
  id: string;
  agenda: string;
  modalite: Modalite;
  debut: Date;
  fin: Date;
  restantes: number;
}

/** The agenda in which an appointment takes its place: null outside any slot. Refus: CRENEAU_COMPLET.
 * Slots are an offer, not opening hours: where the organisme offers none, a professional still gives an appointment.
 * An agenda takes it when each of its slots at that hour has a place; one of the same modality comes first. */
export function agendaRetenu(plage: Plage, modalite: Modalite, creneaux: readonly CreneauOccupe[]): { agenda: string | null } | Refus {
  const aCetteHeure = creneaux.filter((c) =>
    seChevauchent(plage, { debut: c.debut, dureeMinutes: (c.fin.getTime() - c.debut.getTime()) / 60_000 }),
  );
  if (aCetteHeure.length === 0) return { agenda: null };
  const pleins = new Set(aCetteHeure.filter((c) => c.restantes < 1).map((c) => c.agenda));
  const libres = aCetteHeure.filter((c) => !pleins.has(c.agenda));
  const retenu = libres.find((c) => c.modalite === modalite) ?? libres[0];
  if (retenu) return { agenda: retenu.agenda };
  return Refus.de("CRENEAU_COMPLET", "Les créneaux que l’organisme propose à cette heure sont complets : relisez « creneaux ».", {
    champ: "debut",
  });
}
