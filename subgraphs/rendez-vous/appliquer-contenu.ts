import { canalInvitation, categorieConnue, familleDeMotif, modaliteDeRdv, remiseInvitation } from "./correspondances-rdv";
import { lier, organismeDe, personneDe } from "./identite-externe";
import { applique, appliqueSauf, ignore, rejette } from "./issue";
import type { AbsenceMessage, Contenu, InvitationRecue, MessageRdv, PlageMessage, UsagerRecu } from "./message/message";
import { cleLien, cleMessage, type EtatExterne, type Issue, type Monde } from "./monde";

/** Takes in what is neither an appointment nor a user: availability, invitations, and what the appointments refer to. */
export function appliquerContenu(monde: Monde, message: MessageRdv): Issue {
  const { contenu } = message;
  if (contenu === null) return supprimer(monde, message);
  switch (contenu.genre) {
    case "PLAGE":
      return plage(monde, message, contenu);
    case "ABSENCE":
      return absence(monde, message, contenu);
    case "INVITATION":
      return invitation(monde, message, contenu);
    case "PROFIL":
      return profil(monde, message, contenu.usager);
    case "ASSIGNATION":
      return assignation(monde, message, contenu);
    case "ORGANISATION":
      return organisation(monde, message, contenu.nom);
    case "MOTIF":
      noterEtat(monde, message, contenu, null, null);
      return valeursDuMotif(contenu);
    case "ROLE":
      ajouterAgent(monde, message, contenu.agent, contenu.organisation);
      noterEtat(monde, message, contenu, null, null);
      return applique();
    case "LIEU":
      noterEtat(monde, message, contenu, null, null);
      return applique();
  }
}

const DISPONIBILITES: readonly string[] = ["PlageOuverture", "Absence"];

/** An object that the source removed; `Agent` is nothing but its roles, its name is not read. */
function supprimer(monde: Monde, message: MessageRdv): Issue {
  const { systeme, modele, identifiant } = message;
  if (DISPONIBILITES.includes(modele) && message.evenement === "destroyed") {
    const key = cleMessage(message);
    monde.ecrits.plages.delete(key);
    monde.ecrits.absences.delete(key);
    monde.ecrits.retirees.set(key, { systeme, modele: modele as "PlageOuverture" | "Absence", identifiant });
  }
  if (message.evenement === "destroyed") noterEtat(monde, message, null, null, null);
  return applique();
}

function noterEtat(
  monde: Monde,
  { systeme, modele, identifiant, horodatage: le }: MessageRdv,
  contenu: EtatExterne["contenu"],
  departement: string | null,
  allocataire: string | null,
): void {
  const categorie = contenu && "categorie" in contenu ? contenu.categorie : null;
  const famille = familleDeMotif(categorie, contenu?.genre === "MOTIF" ? contenu.nom : "");
  monde.ecrits.etats.set(cleMessage({ systeme, modele, identifiant }), {
    systeme,
    modele,
    identifiant,
    contenu,
    departement,
    allocataire,
    famille,
    le,
  });
}

/** A category or a place that nobody knows is told as soon as its motif is, before any appointment. */
function valeursDuMotif({ categorie, typeLieu }: Extract<Contenu, { genre: "MOTIF" }>): Issue {
  if (categorie && !categorieConnue(categorie))
    return {
      ...applique(),
      code: "CATEGORIE_INCONNUE",
      message: `La catégorie de motif « ${categorie} » n’est pas dans la table : famille AUTRE.`,
    };
  if (typeLieu && modaliteDeRdv(typeLieu) === null)
    return { ...applique(), code: "MODALITE_INCONNUE", message: `Le type de lieu « ${typeLieu} » n’est pas dans la table.` };
  return applique();
}

/** The name of an organisation is what maps it to an organisme; renamed, it stays mapped, its id is what counts. */
function organisation(monde: Monde, message: MessageRdv, nom: string): Issue {
  const { systeme, identifiant, horodatage: majLe } = message;
  const key = cleLien(systeme, identifiant);
  monde.nomsOrganisations.set(key, nom);
  monde.ecrits.nomsOrganisations.set(key, { systeme, identifiant, nom, majLe });
  const trouve = organismeDe(monde, systeme, { identifiant, nom }, []);
  return "code" in trouve ? applique() : applique(trouve.departement);
}

function ajouterAgent(monde: Monde, { systeme }: MessageRdv, agent: string, organisation: string): void {
  const key = cleLien(systeme, agent);
  monde.agents.set(key, (monde.agents.get(key) ?? new Set()).add(organisation));
}

function plage(monde: Monde, message: MessageRdv, { genre: _, organisation, ...recue }: PlageMessage): Issue {
  const organisme = organismeDe(monde, message.systeme, organisation, []);
  if ("code" in organisme) return organisme;
  const { systeme, identifiant } = message;
  const key = cleMessage(message);
  monde.ecrits.retirees.delete(key);
  monde.ecrits.plages.set(key, { systeme, identifiant, ...organisme, ...recue });
  if (recue.agent) {
    ajouterAgent(monde, message, recue.agent, organisation.identifiant);
    noterEtat(monde, message, { genre: "ROLE", agent: recue.agent, organisation: organisation.identifiant }, null, null);
  }
  return applique(organisme.departement);
}

/** The département of an absence is that of its organisation, else of those where its agent works. */
function absence(monde: Monde, message: MessageRdv, { genre: _, organisation, ...recue }: AbsenceMessage): Issue {
  const { systeme, identifiant } = message;
  const direct = organisation && organismeDe(monde, systeme, organisation, []);
  if (direct && "code" in direct) return direct;
  const organisations = [...(monde.agents.get(cleLien(systeme, recue.agent ?? "")) ?? [])];
  const known = organisations.flatMap((id) => monde.organisations.get(cleLien(systeme, id))?.departement ?? []);
  const departements = direct ? [direct.departement] : [...new Set(known)];
  if (departements.length !== 1)
    return rejette(
      "AGENT_INCONNU",
      "L’organisation de cet agent n’est pas connue, ou il travaille dans plusieurs départements : l’absence est gardée.",
    );
  const key = cleMessage(message);
  monde.ecrits.retirees.delete(key);
  monde.ecrits.absences.set(key, { systeme, identifiant, departement: departements[0]!, ...recue });
  return applique(departements[0]!);
}

/** An invitation is not a convocation: it asks the person to choose an hour, and proves no sending of a convocation. */
function invitation(monde: Monde, message: MessageRdv, recue: InvitationRecue): Issue {
  const trouve = personneQuelquePart(monde, message, recue.usager, recue.organisations);
  if ("issue" in trouve) return trouve;
  const { departement, allocataire } = trouve;
  noterEtat(monde, message, recue, departement, allocataire);
  if (canalInvitation(recue.format) === null)
    return appliqueSauf("CANAL_INCONNU", `Le canal « ${recue.format} » n’est pas dans la table : il est gardé tel quel.`, departement);
  if (recue.remise !== null && remiseInvitation(recue.remise) === null)
    return appliqueSauf(
      "REMISE_INCONNUE",
      `L’état de remise « ${recue.remise} » n’est pas dans la table : il est gardé tel quel.`,
      departement,
    );
  if (recue.categorie && !categorieConnue(recue.categorie))
    return appliqueSauf("CATEGORIE_INCONNUE", `La catégorie « ${recue.categorie} » n’est pas dans la table : famille AUTRE.`, departement);
  return applique(departement);
}

/** Whom a tool says to follow a person: kept and told, it never changes the référent unique, whom the Département designates. */
function assignation(monde: Monde, message: MessageRdv, contenu: Extract<Contenu, { genre: "ASSIGNATION" }>): Issue {
  const trouve = personneQuelquePart(monde, message, contenu.usager, []);
  if ("issue" in trouve) return trouve;
  const { departement, allocataire } = trouve;
  noterEtat(monde, message, contenu, departement, allocataire);
  monde.ecrits.evenements.push({
    type: "ReferentAssigneAilleurs",
    departement,
    allocataire,
    donnees: { systeme: message.systeme, le: message.horodatage.toISOString() },
    survenuLe: message.horodatage,
  });
  return applique(departement);
}

/** A user enters an organisation: she is recognised in its département. */
function profil(monde: Monde, message: MessageRdv, usager: UsagerRecu): Issue {
  const { contenu } = message;
  const organisations = contenu?.genre === "PROFIL" && contenu.organisation ? [contenu.organisation] : [];
  const trouve = personneQuelquePart(monde, message, usager, organisations);
  if (!("issue" in trouve)) return applique(trouve.departement);
  return trouve.code === "PERSONNE_EFFACEE" || trouve.code === "PERSONNE_AMBIGUE" ? trouve : ignore("PERSONNE_INCONNUE", trouve.message!);
}

/** Who a user is, in the département of the organisations given, else in the only one where she is known. */
function personneQuelquePart(
  monde: Monde,
  message: MessageRdv,
  usager: UsagerRecu,
  organisations: InvitationRecue["organisations"],
): { departement: string; allocataire: string } | Issue {
  if (monde.effaces.has(cleLien(message.systeme, usager.identifiant)))
    return ignore("PERSONNE_EFFACEE", "La source a effacé cette personne.");
  const departements = new Set<string>();
  for (const organisation of organisations) {
    const organisme = organismeDe(monde, message.systeme, organisation, [usager]);
    if (!("code" in organisme)) departements.add(organisme.departement);
  }
  if (departements.size === 0) {
    for (const c of monde.candidats(usager, message.systeme)) departements.add(c.departement);
    for (const d of monde.departementsDe(message.systeme, usager.identifiant)) departements.add(d);
  }
  const found = [...departements].map((departement) => ({ departement, ...personneDe(monde, message.systeme, usager, departement) }));
  const [seule, ...autres] = found.filter((f) => f.allocataire !== null);
  if (!seule || autres.length > 0) {
    const raison = found.find((f) => f.code === "PERSONNE_AMBIGUE") ?? personneDe(monde, message.systeme, usager, "");
    return rejette(
      autres.length > 0 ? "PERSONNE_AMBIGUE" : raison.code!,
      raison.message || "La personne est connue dans plusieurs départements.",
    );
  }
  lier(monde, message, usager, seule.departement, seule.allocataire!);
  return { departement: seule.departement, allocataire: seule.allocataire! };
}
