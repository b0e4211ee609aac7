import { Refus } from "../shared/contrat/refus";
import type { CanalConvocation } from "./convocation/regles-convocation";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import { agendaRetenu } from "./creneau/creneau";
import type { EcritureRepository } from "./ecriture.repository";
import { refusPlage, refusSimultane } from "./prise-rendez-vous";

export interface DemandePrise {
  allocataire: string;
  organisme: string;
  famille: FamilleMotif;
  modalite: Modalite;
  debut: Date;
  dureeMinutes: number;
  convocation: boolean;
  canal: CanalConvocation;
}

export interface RendezVousPris {
  id: string;
  departement: string;
  allocataire: string;
  rang: number | null;
}

/** What the appointment is for, when a professional takes it in the hub. */
const MOTIFS: Record<FamilleMotif, string> = {
  ORIENTATION: "Rendez-vous d’orientation",
  PREMIER_ACCOMPAGNEMENT: "Premier rendez-vous d’accompagnement",
  ACCOMPAGNEMENT: "Rendez-vous d’accompagnement",
  AUTRE: "Rendez-vous",
};

/** Takes an appointment for a person. Refus: DEBUT_PASSE, DEBUT_TROP_LOIN, DUREE_INVALIDE, ALLOCATAIRE_INTROUVABLE, ORGANISME_INCONNU, RENDEZ_VOUS_SIMULTANE, CRENEAU_COMPLET. */
export async function prendreRendezVous(
  demande: DemandePrise,
  rendezVous: EcritureRepository,
  maintenant: Date,
): Promise<RendezVousPris | Refus> {
  const plage = refusPlage(demande, maintenant);
  if (plage) return plage;
  const person = await rendezVous.personne(demande.allocataire);
  if (!person)
    return Refus.de("ALLOCATAIRE_INTROUVABLE", "Aucun allocataire de votre périmètre n’a cet identifiant.", { champ: "allocataire" });
  if (!(await rendezVous.organismeExiste(person.departement, demande.organisme))) {
    return Refus.de("ORGANISME_INCONNU", "Aucun organisme du département n’a cet identifiant.", { champ: "organisme" });
  }
  const simultane = refusSimultane(demande, await rendezVous.attendus([person.canonique], null));
  if (simultane) return simultane;
  const { departement, canonique: allocataire } = person;
  const place = agendaRetenu(demande, demande.modalite, await rendezVous.creneaux({ ...demande, departement }));
  if (place instanceof Refus) return place;
  const { id, rang } = await rendezVous.creer({ ...demande, ...place, departement, allocataire, motif: MOTIFS[demande.famille] });
  return { id, departement, allocataire, rang };
}
