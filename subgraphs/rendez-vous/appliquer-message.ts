import { appliquerContenu } from "./appliquer-contenu";
import { recevoirRdv } from "./appliquer-rdv";
import { lier, personneDe } from "./identite-externe";
import { applique, ignore, rejette } from "./issue";
import { type Evenement, estModele, type MessageRdv, type UsagerRecu } from "./message/message";
import { cleLien, cleMessage, type Issue, type Monde, type Ordre } from "./monde";

/** A message further ahead than this is refused: it would hide the true ones that follow. In milliseconds. */
const AVANCE_MAXIMUM = 24 * 3_600_000;

export interface Reception {
  maintenant: Date;
  /** Hex of the SHA-256 of the body. */
  empreinte: string;
  /** A kept reject is replayed. */
  rejeu: boolean;
  /** Oldest timestamp taken in; null for an import and for a replay, which may be old. */
  depuis: Date | null;
  nouvelId(): string;
}

const RANGS: Record<Evenement, number> = { created: 0, updated: 1, destroyed: 2 };

/** Applies one message to the world in memory.
 * Issues: IGNORE (DEJA_RECU is told by the caller; PLUS_ANCIEN, EFFACE_PAR_LA_SOURCE, PERSONNE_EFFACEE, PERSONNE_INCONNUE for a User);
 * REJETE (HORODATAGE_FUTUR, HORODATAGE_ANCIEN, MODELE_INCONNU, ORGANISATION_INCONNUE, ORGANISATION_AMBIGUE, AGENT_INCONNU,
 * AUTRE_DEPARTEMENT, PERSONNE_INCONNUE, PERSONNE_AMBIGUE); APPLIQUE with a code when something was left out, kept to examine: STATUT_INCONNU, PRESENCE_ANTICIPEE,
 * MODALITE_INCONNUE, CATEGORIE_INCONNUE, EVENEMENT_INCONNU, and PERSONNE_* for a collective appointment. */
export function appliquerMessage(monde: Monde, message: MessageRdv, reception: Reception): Issue {
  const temps = refusDeTemps(message, reception);
  if (temps) return temps;
  if (!estModele(message.modele))
    return rejette("MODELE_INCONNU", `Le modèle « ${message.modele} » n’est pas de ceux que le hub suit : le message est gardé.`);
  const key = cleMessage(message);
  if (message.rgpd) return effacer(monde, message, key);
  if (monde.tombes.has(key)) return ignore("EFFACE_PAR_LA_SOURCE", "La source a effacé cet objet : aucun message ne le recrée.");
  const ordre = { horodatage: message.horodatage, rang: RANGS[message.evenement], empreinte: reception.empreinte };
  const last = monde.ordre.get(key);
  const apres = last ? comparer(ordre, last) : 1;
  const perime = apres < 0 || (apres === 0 && !reception.rejeu);
  if (perime && message.modele !== "Rdv") return ignore("PLUS_ANCIEN", "Un message plus récent a déjà été appliqué.");
  const issue = parModele(monde, message, perime, reception);
  if (issue.issue === "APPLIQUE" && !perime) {
    monde.ordre.set(key, ordre);
    monde.ecrits.ordre.add(key);
  }
  return issue;
}

function refusDeTemps(message: MessageRdv, { maintenant, depuis }: Reception): Issue | null {
  if (message.horodatage.getTime() > maintenant.getTime() + AVANCE_MAXIMUM)
    return rejette("HORODATAGE_FUTUR", "L’horodatage du message est en avance de plus de 24 heures sur l’horloge du hub.");
  if (depuis !== null && message.horodatage < depuis)
    return rejette("HORODATAGE_ANCIEN", "L’horodatage du message est plus ancien que ce que le hub accepte : il est gardé, à examiner.");
  return null;
}

/** Order of the messages of one object, the same whichever came first. */
function comparer(a: Ordre, b: Ordre): number {
  return (
    a.horodatage.getTime() - b.horodatage.getTime() ||
    a.rang - b.rang ||
    (a.empreinte === b.empreinte ? 0 : a.empreinte < b.empreinte ? -1 : 1)
  );
}

function parModele(monde: Monde, message: MessageRdv, perime: boolean, reception: Reception): Issue {
  if (message.modele === "Rdv") return recevoirRdv(monde, message, message.rdv!, perime, reception.nouvelId);
  if (message.modele === "User") return recevoirUsager(monde, message, message.usager!);
  return appliquerContenu(monde, message);
}

/** The source purged it. The link of an appointment is closed, what it said stays as it is; nothing will make it again, known or not. */
function effacer(monde: Monde, { systeme, modele, identifiant, horodatage: le }: MessageRdv, key: string): Issue {
  if (monde.tombes.has(key)) return ignore("EFFACE_PAR_LA_SOURCE", "La source avait déjà dit cet effacement.");
  monde.tombes.add(key);
  monde.ecrits.tombes.push({ systeme, modele, identifiant, le });
  if (modele === "User") {
    monde.effaces.add(cleLien(systeme, identifiant));
    monde.ecrits.effacements.push({ systeme, identifiant, le });
  }
  if (modele === "PlageOuverture" || modele === "Absence") retirer(monde, systeme, modele, identifiant);
  const lien = modele === "Rdv" ? monde.liens.get(cleLien(systeme, identifiant)) : undefined;
  if (!lien) return applique();
  lien.effaceLe = le;
  monde.ecrits.liens.add(cleLien(systeme, identifiant));
  return applique(lien.departement);
}

function retirer(monde: Monde, systeme: MessageRdv["systeme"], modele: "PlageOuverture" | "Absence", identifiant: string): void {
  const key = `${systeme} ${modele} ${identifiant}`;
  monde.ecrits.plages.delete(key);
  monde.ecrits.absences.delete(key);
  monde.ecrits.retirees.set(key, { systeme, modele, identifiant });
}

function recevoirUsager(monde: Monde, message: MessageRdv, usager: UsagerRecu): Issue {
  if (monde.effaces.has(cleLien(message.systeme, message.identifiant)))
    return ignore("PERSONNE_EFFACEE", "La source a effacé cette personne.");
  const candidates = monde.candidats(usager, message.systeme);
  const departements = [...new Set(candidates.map((c) => c.departement))];
  const alone = candidates.filter((c) => candidates.filter((other) => other.departement === c.departement).length === 1);
  if (alone.length === 0) return ignore("PERSONNE_INCONNUE", personneDe(monde, message.systeme, usager, "").message);
  for (const candidate of alone) lier(monde, message, usager, candidate.departement, candidate.allocataire);
  return applique(departements.length === 1 ? departements[0]! : null);
}
