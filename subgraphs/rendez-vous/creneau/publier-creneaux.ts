import { Refus } from "../../shared/contrat/refus";
import { zoneOf } from "../../shared/time-zone";
import type { FamilleMotif } from "../correspondances-rdv";
import { type CreneauPropose, peutPublier, refusPublication } from "./creneau";
import type { Publication } from "./creneau.repository";

export interface DemandePublication {
  organisme: string;
  famille: FamilleMotif;
  /** Civil dates of the département, inclusive. */
  du: string;
  au: string;
  creneaux: CreneauPropose[];
}

/** What publishing needs of the base. */
export interface Agendas {
  /** An organisme of the départements of the caller, or null. */
  organisme(id: string): Promise<{ id: string; type: string; departement: string } | null>;
  /** The organisme that the caller speaks for. */
  appelant(): Promise<{ organisme: string | null; type: string | null }>;
  remplacer(departement: string, demande: DemandePublication): Promise<Publication>;
}

/** Replaces the slots that an organisme offers for a family on these days.
 * Refus: ORGANISME_INCONNU, ORGANISME_INTERDIT, PERIODE_INVALIDE, PERIODE_PASSEE, TROP_DE_CRENEAUX, CRENEAU_INVALIDE, CRENEAU_HORS_PERIODE, CRENEAU_EN_DOUBLE. */
export async function publierCreneaux(demande: DemandePublication, agendas: Agendas, aujourdhui: string): Promise<Publication | Refus> {
  const cible = await agendas.organisme(demande.organisme);
  if (!cible) return Refus.de("ORGANISME_INCONNU", "Aucun organisme du département n’a cet identifiant.", { champ: "organisme" });
  if (!peutPublier(await agendas.appelant(), cible))
    return Refus.de(
      "ORGANISME_INTERDIT",
      "Un organisme publie ses propres créneaux ; le Département publie aussi ceux de ses délégataires.",
      { champ: "organisme" },
    );
  return (
    refusPublication(demande.du, demande.au, demande.creneaux, aujourdhui, zoneOf(cible.departement)) ??
    agendas.remplacer(cible.departement, demande)
  );
}
