import { civilDateOf } from "../shared/civil-date";
import { familleDeMotif, modaliteDeRdv, sansAccents, statutDeRdv } from "./correspondances-rdv";
import { type Declaration, fusionner, type ParticipantDeclare } from "./declaration";
import type { MessageRdv, ParticipantRecu, RdvRecu, UsagerRecu } from "./message-rdv";
import { cleLien, cleMessage, clePersonne, type Issue, type Monde, type Noeud } from "./monde";
import { noterChangements } from "./noter-changements";
import { estPresence } from "./statut-participation";

/** A message further ahead than this is refused: it would hide the true ones that follow. In milliseconds. */
const AVANCE_MAXIMUM = 24 * 3_600_000;

const applique = (departement: string | null = null): Issue => ({ issue: "APPLIQUE", code: null, message: null, departement });
const ignore = (code: string, message: string): Issue => ({ issue: "IGNORE", code, message, departement: null });
const rejette = (code: string, message: string, departement: string | null = null): Issue => ({
  issue: "REJETE",
  code,
  message,
  departement,
});

/** Applies one message to the world in memory. Nothing is changed unless the answer is APPLIQUE.
 * @param nouvelId makes the id of a new appointment.
 * Issues: IGNORE (DEJA_RECU is told by the caller; PLUS_ANCIEN, MODELE_NON_SUIVI, PERSONNE_INCONNUE for a User);
 * REJETE (HORODATAGE_FUTUR, STATUT_INCONNU, MODALITE_INCONNUE, PRESENCE_ANTICIPEE, ORGANISATION_INCONNUE, ORGANISATION_AMBIGUE,
 * AUTRE_DEPARTEMENT, PERSONNE_INCONNUE, PERSONNE_AMBIGUE). */
export function appliquerMessage(monde: Monde, message: MessageRdv, rejeu: boolean, maintenant: Date, nouvelId: () => string): Issue {
  if (message.horodatage.getTime() > maintenant.getTime() + AVANCE_MAXIMUM) {
    return rejette("HORODATAGE_FUTUR", "L’horodatage du message est en avance de plus de 24 heures sur l’horloge du hub.");
  }
  const key = cleMessage(message);
  const last = monde.ordre.get(key);
  if (last && (rejeu ? last > message.horodatage : last >= message.horodatage)) {
    return ignore("PLUS_ANCIEN", "Un message aussi récent ou plus récent a déjà été appliqué.");
  }
  const issue = parModele(monde, message, nouvelId);
  if (issue.issue === "APPLIQUE") {
    monde.ordre.set(key, message.horodatage);
    monde.ecrits.ordre.add(key);
  }
  return issue;
}

function parModele(monde: Monde, message: MessageRdv, nouvelId: () => string): Issue {
  if (message.modele === "Rdv") return message.rdv ? recevoirRdv(monde, message, message.rdv, nouvelId) : effacerRdv(monde, message);
  if (message.modele === "User") return message.rgpd ? effacerUsager(monde, message) : recevoirUsager(monde, message, message.usager!);
  return ignore("MODELE_NON_SUIVI", "Le hub ne suit pas ce modèle.");
}

/** The source purged the appointment: its link is closed; the appointment stays as it is. */
function effacerRdv(monde: Monde, { systeme, identifiant, horodatage }: MessageRdv): Issue {
  const key = cleLien(systeme, identifiant);
  const lien = monde.liens.get(key);
  if (!lien) return applique();
  lien.effaceLe = horodatage;
  monde.ecrits.liens.add(key);
  return applique(lien.departement);
}

function effacerUsager(monde: Monde, { systeme, identifiant, horodatage }: MessageRdv): Issue {
  monde.effaces.add(cleLien(systeme, identifiant));
  monde.ecrits.effacements.push({ systeme, identifiant, le: horodatage });
  return applique();
}

function recevoirUsager(monde: Monde, message: MessageRdv, usager: UsagerRecu): Issue {
  if (monde.effaces.has(cleLien(message.systeme, message.identifiant)))
    return ignore("PERSONNE_EFFACEE", "La source a effacé cette personne.");
  const candidates = monde.candidats(usager);
  const departements = [...new Set(candidates.map((c) => c.departement))];
  const alone = candidates.filter((c) => candidates.filter((other) => other.departement === c.departement).length === 1);
  if (alone.length === 0)
    return ignore("PERSONNE_INCONNUE", "Aucun allocataire connu n’a ce matricule, cette date et ce nom de naissance.");
  for (const candidate of alone) lier(monde, message, usager, candidate.departement, candidate.allocataire);
  return applique(departements.length === 1 ? departements[0]! : null);
}

function lier(monde: Monde, { systeme, horodatage }: MessageRdv, usager: UsagerRecu, departement: string, allocataire: string): void {
  const key = clePersonne(systeme, usager.identifiant, departement);
  if (monde.personnes.get(key) === allocataire) return;
  monde.personnes.set(key, allocataire);
  monde.ecrits.personnes.set(key, { departement, systeme, identifiant: usager.identifiant, allocataire, majLe: horodatage });
}

function recevoirRdv(monde: Monde, message: MessageRdv, rdv: RdvRecu, nouvelId: () => string): Issue {
  const code = rdv.participants.find((p) => statutDeRdv(p.statut) === null)?.statut;
  if (code !== undefined) return rejette("STATUT_INCONNU", `Le statut « ${code} » n’est pas dans la table de correspondance.`);
  const modalite = modaliteDeRdv(rdv.typeLieu);
  if (!modalite) return rejette("MODALITE_INCONNUE", `Le type de lieu « ${rdv.typeLieu} » n’est pas dans la table de correspondance.`);
  if (presenceAnticipee(message, rdv)) return rejette("PRESENCE_ANTICIPEE", "Une présence est donnée avant le jour du rendez-vous.");
  const organisme = organismeDe(monde, message, rdv);
  if ("code" in organisme) return organisme;
  const known = noeudDe(monde, message, rdv);
  if (known && known.departement !== organisme.departement) {
    return rejette(
      "AUTRE_DEPARTEMENT",
      "L’organisation de ce rendez-vous est maintenant dans un autre département.",
      organisme.departement,
    );
  }
  const people = participantsDe(monde, message, rdv, organisme.departement);
  const refusal = people.inconnus[0];
  if (refusal && !rdv.collectif) return rejette(refusal.code, refusal.message, organisme.departement);
  const noeud = known ?? nouveauNoeud(monde, organisme.departement, nouvelId());
  declarer(monde, noeud, message, rdv, {
    systeme: message.systeme,
    identifiant: message.identifiant,
    le: message.horodatage.toISOString(),
    etat: {
      debut: rdv.debut.toISOString(),
      dureeMinutes: rdv.dureeMinutes,
      modalite,
      famille: familleDeMotif(rdv.categorie, rdv.motif),
      motif: rdv.motif,
      lieu: rdv.lieu,
      organisme: organisme.organisme,
      collectif: rdv.collectif,
      capacite: rdv.capacite,
      inconnus: people.inconnus.length,
    },
    participants: people.participants,
  });
  for (const [usager, allocataire] of people.liens) lier(monde, message, usager, organisme.departement, allocataire);
  return refusal ? { ...applique(organisme.departement), code: refusal.code, message: refusal.message } : applique(organisme.departement);
}

function presenceAnticipee(message: MessageRdv, rdv: RdvRecu): boolean {
  if (civilDateOf(rdv.debut) <= civilDateOf(message.horodatage)) return false;
  return rdv.participants.some((p) => estPresence(statutDeRdv(p.statut)!));
}

/** The organisme of an organisation: already mapped, else the only one with its name, in the département of its participants if need be. */
function organismeDe(monde: Monde, message: MessageRdv, rdv: RdvRecu): { departement: string; organisme: string } | Issue {
  const key = cleLien(message.systeme, rdv.organisation.identifiant);
  const mapped = monde.organisations.get(key);
  if (mapped) return mapped;
  let named = monde.organismes.get(sansAccents(rdv.organisation.nom)) ?? [];
  if (named.length > 1) {
    const where = new Set(rdv.participants.flatMap((p) => monde.candidats(p.usager).map((c) => c.departement)));
    named = named.filter((o) => where.has(o.departement));
  }
  if (named.length === 0) {
    return rejette(
      "ORGANISATION_INCONNUE",
      `Aucun organisme ne correspond à l’organisation ${rdv.organisation.identifiant} : renseignez la table de correspondance.`,
    );
  }
  if (named.length > 1)
    return rejette("ORGANISATION_AMBIGUE", `Plusieurs organismes portent le nom de l’organisation ${rdv.organisation.identifiant}.`);
  monde.organisations.set(key, named[0]!);
  monde.ecrits.organisations.add(key);
  return named[0]!;
}

interface PersonnesDuRdv {
  participants: ParticipantDeclare[];
  inconnus: { code: string; message: string }[];
  liens: [UsagerRecu, string][];
}

function participantsDe(monde: Monde, message: MessageRdv, rdv: RdvRecu, departement: string): PersonnesDuRdv {
  const found = new Map<string, ParticipantDeclare>();
  const result: PersonnesDuRdv = { participants: [], inconnus: [], liens: [] };
  for (const recu of rdv.participants) {
    if (monde.effaces.has(cleLien(message.systeme, recu.usager.identifiant))) continue;
    const known = monde.personnes.get(clePersonne(message.systeme, recu.usager.identifiant, departement));
    const candidates = known
      ? [known]
      : monde.candidats(recu.usager).flatMap((c) => (c.departement === departement ? [c.allocataire] : []));
    if (candidates.length !== 1) {
      result.inconnus.push(inconnu(candidates.length));
      continue;
    }
    if (!known) result.liens.push([recu.usager, candidates[0]!]);
    found.set(candidates[0]!, participant(candidates[0]!, recu, message));
  }
  result.participants = [...found.values()];
  return result;
}

const inconnu = (candidates: number) =>
  candidates === 0
    ? {
        code: "PERSONNE_INCONNUE",
        message: "Un participant n’est pas un allocataire connu du département (matricule, date et nom de naissance).",
      }
    : { code: "PERSONNE_AMBIGUE", message: "Plusieurs allocataires ont le matricule, la date et le nom de naissance d’un participant." };

/** A destroyed appointment is cancelled by the service for who was still expected; a known presence stays. */
function participant(allocataire: string, recu: ParticipantRecu, message: MessageRdv): ParticipantDeclare {
  const statut = statutDeRdv(recu.statut)!;
  return {
    allocataire,
    statut: message.evenement === "destroyed" && statut === "PREVU" ? "ANNULE_SERVICE" : statut,
    convocation: recu.convocation,
  };
}

function noeudDe(monde: Monde, { systeme, identifiant }: MessageRdv, rdv: RdvRecu): Noeud | undefined {
  const lien =
    monde.liens.get(cleLien(systeme, identifiant)) ??
    (rdv.idSolidarites ? monde.liens.get(cleLien("RENDEZ_VOUS_SOLIDARITES", rdv.idSolidarites)) : undefined);
  return lien && monde.noeuds.get(lien.rendezVous);
}

function nouveauNoeud(monde: Monde, departement: string, id: string): Noeud {
  const noeud: Noeud = { departement, id, declarations: new Map(), saisie: null, saisies: new Map(), effectif: null };
  monde.noeuds.set(id, noeud);
  return noeud;
}

function declarer(monde: Monde, noeud: Noeud, message: MessageRdv, rdv: RdvRecu, declaration: Declaration): void {
  const key = cleLien(message.systeme, message.identifiant);
  const { departement, id: rendezVous } = noeud;
  monde.liens.set(key, {
    systeme: message.systeme,
    identifiant: message.identifiant,
    departement,
    rendezVous,
    majLe: message.horodatage,
    effaceLe: null,
  });
  monde.ecrits.liens.add(key);
  // RDV-Insertion names the appointment of RDV-Solidarités: what that one says later is about this appointment.
  const other =
    rdv.idSolidarites && message.systeme === "RENDEZ_VOUS_INSERTION" ? cleLien("RENDEZ_VOUS_SOLIDARITES", rdv.idSolidarites) : null;
  if (other && !noeud.declarations.has(other) && (monde.liens.get(other)?.rendezVous ?? rendezVous) === rendezVous) {
    monde.liens.set(other, {
      systeme: "RENDEZ_VOUS_SOLIDARITES",
      identifiant: rdv.idSolidarites!,
      departement,
      rendezVous,
      majLe: message.horodatage,
      effaceLe: null,
    });
    monde.ecrits.liens.add(other);
  }
  noeud.declarations.set(key, declaration);
  const before = noeud.effectif;
  noeud.effectif = fusionner([...noeud.declarations.values()], noeud.saisie, noeud.saisies);
  monde.ecrits.noeuds.add(noeud.id);
  noterChangements(monde, noeud, before, message);
}
