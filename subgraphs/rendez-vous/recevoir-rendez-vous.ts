import { randomUUID } from "node:crypto";
import type { SystemeSource } from "../shared/contrat/enums";
import { Refus } from "../shared/contrat/refus";
import type { PersonneVisible } from "../shared/perimetre";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import type { Declaration } from "./declaration";
import { ajouterDire, cleLien, type Monde, type Noeud } from "./monde";
import { DUREE } from "./prise-rendez-vous";
import { regrouper } from "./regrouper";
import { estPresence, refusPresence, type StatutEnregistre, type StatutParticipation } from "./statut-participation";

export interface RendezVousRecu {
  allocataire: string;
  /** Id that France Travail gives to its appointment. */
  identifiant: string;
  debut: Date;
  dureeMinutes: number;
  modalite: Modalite;
  famille: FamilleMotif;
  statut: StatutParticipation;
  organisme: string | null;
  motif: string;
  collectif: boolean;
}

/** What the act needs of the storage. */
export interface RendezVousDeclares {
  personne(id: string): Promise<PersonneVisible | null>;
  organismeExiste(departement: string, id: string): Promise<boolean>;
  /** @param debut instant, ISO in UTC. */
  charger(identifiant: string, allocataire: string, debut: string): Promise<Monde>;
  /** Id that the participation of a person carries: it may be older than a merge. */
  porteur(rendezVous: string, canonique: string): Promise<string | null>;
  ecrire(monde: Monde): Promise<void>;
}

const SYSTEME = "FRANCE_TRAVAIL";
const MOTIF_MAX = 200;

/** Why what is told cannot be an appointment, or null. Refus: DUREE_INVALIDE, STATUT_NON_RECEVABLE, OBJET_INVALIDE, RENDEZ_VOUS_A_VENIR. */
function refusDeForme(recu: RendezVousRecu, maintenant: Date): Refus | null {
  const { dureeMinutes, statut, motif } = recu;
  if (!Number.isInteger(dureeMinutes) || dureeMinutes < DUREE.minimum || dureeMinutes > DUREE.maximum)
    return Refus.de("DUREE_INVALIDE", `Un rendez-vous dure de ${DUREE.minimum} à ${DUREE.maximum} minutes.`, { champ: "dureeMinutes" });
  if (statut === "A_RENSEIGNER")
    return Refus.de("STATUT_NON_RECEVABLE", "« À renseigner » se déduit de l’heure du rendez-vous : donnez PREVU.", { champ: "statut" });
  if (motif.trim() === "" || motif.length > MOTIF_MAX)
    return Refus.de("OBJET_INVALIDE", `L’objet du rendez-vous tient en ${MOTIF_MAX} caractères, et n’est pas vide.`, { champ: "motif" });
  return refusPresence(statut, statut, recu.debut, maintenant);
}

/** Takes in an appointment that France Travail holds: created, changed, or nothing when it says the same again.
 * Refus: RECEPTION_RESERVEE, ALLOCATAIRE_INTROUVABLE, ORGANISME_INCONNU, PRESENCE_DIFFERENTE, and those of the form. */
export async function recevoirRendezVous(
  recu: RendezVousRecu,
  source: SystemeSource,
  rendezVous: RendezVousDeclares,
  maintenant: Date,
): Promise<{ id: string; allocataire: string; change: boolean } | Refus> {
  if (source !== SYSTEME)
    return Refus.de("RECEPTION_RESERVEE", "Seuls les rendez-vous que France Travail tient se reçoivent ainsi, en son nom.");
  const forme = refusDeForme(recu, maintenant);
  if (forme) return forme;
  const person = await rendezVous.personne(recu.allocataire);
  if (!person)
    return Refus.de("ALLOCATAIRE_INTROUVABLE", "Aucun allocataire de votre périmètre n’a cet identifiant.", { champ: "allocataire" });
  if (recu.organisme !== null && !(await rendezVous.organismeExiste(person.departement, recu.organisme)))
    return Refus.de("ORGANISME_INCONNU", "Aucun organisme du département n’a cet identifiant.", { champ: "organisme" });
  const monde = await rendezVous.charger(recu.identifiant, person.canonique, recu.debut.toISOString());
  const lien = monde.liens.get(cleLien(SYSTEME, recu.identifiant));
  const porteur = (lien && (await rendezVous.porteur(lien.rendezVous, person.canonique))) ?? person.canonique;
  const noeud = lien && monde.noeuds.get(lien.rendezVous);
  if (noeud && presenceDifferente(noeud, porteur, recu.statut as StatutEnregistre))
    return Refus.de(
      "PRESENCE_DIFFERENTE",
      "Le hub tient d’un professionnel une autre présence à ce rendez-vous : tranchez la divergence.",
      {
        champ: "statut",
      },
    );
  const declaration = declarationDe(recu, porteur, maintenant);
  const deja = noeud?.declarations.get(cleLien(SYSTEME, recu.identifiant));
  if (deja && memes(deja, declaration)) return { id: noeud!.id, allocataire: person.canonique, change: false };
  const id = declarer(monde, person.departement, declaration, maintenant);
  await rendezVous.ecrire(monde);
  return { id, allocataire: person.canonique, change: true };
}

/** A professional entered another presence: neither side overwrites the other. */
function presenceDifferente(noeud: Noeud, porteur: string, statut: StatutEnregistre): boolean {
  const saisi = noeud.saisies.get(porteur)?.statut;
  const change = noeud.effectif?.participations.get(porteur)?.statut !== statut;
  return saisi !== undefined && saisi !== statut && statut !== "PREVU" && change && (estPresence(saisi) || estPresence(statut));
}

const declarationDe = (recu: RendezVousRecu, allocataire: string, maintenant: Date): Declaration => ({
  systeme: SYSTEME,
  identifiant: recu.identifiant,
  le: maintenant.toISOString(),
  etat: {
    debut: recu.debut.toISOString(),
    dureeMinutes: recu.dureeMinutes,
    modalite: recu.modalite,
    famille: recu.famille,
    motif: recu.motif.trim(),
    lieu: null,
    organisme: recu.organisme,
    collectif: recu.collectif,
    capacite: null,
    inconnus: 0,
  },
  participants: [{ allocataire, statut: recu.statut as StatutEnregistre, convocation: null }],
});

const dit = ({ etat, participants }: Declaration): string =>
  JSON.stringify([Object.entries(etat).sort(), participants.map((p) => [p.allocataire, p.statut])]);
const memes = (a: Declaration, b: Declaration): boolean => dit(a) === dit(b);

/** It joins the node that another tool or the hub already keeps for the same appointment, or takes one of its own. */
function declarer(monde: Monde, departement: string, declaration: Declaration, le: Date): string {
  const { systeme, identifiant, etat } = declaration;
  const key = cleLien(systeme, identifiant);
  const rendezVous = monde.liens.get(key)?.rendezVous ?? "";
  monde.liens.set(key, { systeme, identifiant, departement, rendezVous, majLe: le, effaceLe: null });
  monde.ecrits.liens.add(key);
  monde.declarations.set(key, declaration);
  const { debut, organisme, collectif, famille } = etat;
  for (const { allocataire, statut } of declaration.participants) {
    const dire = { departement, systeme, identifiant, allocataire, le: declaration.le, debut, organisme, collectif, famille };
    ajouterDire(monde, { ...dire, code: statut, supprime: false }, false);
  }
  regrouper(monde, key, { systeme, horodatage: le }, randomUUID);
  // The mutation traces itself, in the name of its caller.
  monde.ecrits.touches.clear();
  return monde.liens.get(key)!.rendezVous;
}
