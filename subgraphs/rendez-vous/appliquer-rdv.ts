import { zoneOf } from "../shared/time-zone";
import { categorieConnue, familleDeMotif, modaliteDeRdv } from "./correspondances-rdv";
import type { Declaration, ParticipantDeclare, ValeurInconnue } from "./declaration";
import { lier, organismeDe, personneDe } from "./identite-externe";
import { applique, appliqueSauf, ignore, rejette } from "./issue";
import type { MessageRdv, RdvRecu, UsagerRecu } from "./message/message";
import { ajouterDire, cleLien, type Dire, type Issue, type Monde } from "./monde";
import { regrouper } from "./regrouper";
import { presenceAnticipee } from "./statut-participation";

/** Takes in an appointment as a tool tells it.
 * @param perime a newer message was applied: what this one said of the hour and of the presence counts still, its state does not. */
export function recevoirRdv(monde: Monde, message: MessageRdv, rdv: RdvRecu, perime: boolean, nouvelId: () => string): Issue {
  const organisme = organismeDe(
    monde,
    message.systeme,
    rdv.organisation,
    rdv.participants.map((p) => p.usager),
  );
  if ("code" in organisme) return organisme;
  const { departement } = organisme;
  const known = monde.liens.get(cleLien(message.systeme, message.identifiant));
  if (known && known.departement !== departement && monde.declarations.has(cleLien(message.systeme, message.identifiant)))
    return rejette("AUTRE_DEPARTEMENT", "L’organisation de ce rendez-vous est maintenant dans un autre département.", departement);
  const people = participantsDe(monde, message, rdv, departement);
  const refusal = people.inconnus[0];
  if (refusal && !rdv.collectif) return rejette(refusal.code, refusal.message, departement);
  const declaration = declarationDe(message, rdv, organisme.organisme, people);
  for (const [usager, allocataire] of people.liens) lier(monde, message, usager, departement, allocataire);
  for (const p of declaration.participants) ajouterDire(monde, direDe(declaration, p, departement), perime);
  if (!perime) declarer(monde, declaration, departement, message.horodatage);
  regrouper(monde, cleLien(message.systeme, message.identifiant), message, nouvelId);
  if (perime && !refusal) return ignore("PLUS_ANCIEN", "Un message plus récent a déjà été appliqué.");
  return perime ? rejette(refusal!.code, refusal!.message, departement) : issueDe(monde, declaration, departement, refusal ?? null);
}

/** Applied, with the first thing that could not be read. */
function issueDe(monde: Monde, declaration: Declaration, departement: string, refusal: { code: string; message: string } | null): Issue {
  if (refusal) return appliqueSauf(refusal.code, refusal.message, departement);
  const inconnu = declaration.participants.find((p) => monde.lireStatut(declaration.systeme, departement, p.statutSource!) === null);
  if (inconnu)
    return appliqueSauf(
      "STATUT_INCONNU",
      `Le statut « ${inconnu.statutSource} » n’est dans aucune table : le dernier statut lu reste, le rendez-vous est appliqué.`,
      departement,
    );
  const anticipee = declaration.participants.some(({ statutSource }) => {
    const lu = monde.lireStatut(declaration.systeme, departement, statutSource!);
    return lu !== null && presenceAnticipee(lu, new Date(declaration.etat.debut), new Date(declaration.le), zoneOf(departement));
  });
  if (anticipee)
    return appliqueSauf(
      "PRESENCE_ANTICIPEE",
      "Une présence est donnée avant le jour du rendez-vous : elle n’est pas retenue, la personne reste attendue.",
      departement,
    );
  const [autre] = declaration.inconnues ?? [];
  return autre ? appliqueSauf(CODES[autre.champ], SENTENCES[autre.champ](autre.valeur), departement) : applique(departement);
}

const CODES: Record<ValeurInconnue["champ"], string> = {
  typeLieu: "MODALITE_INCONNUE",
  categorie: "CATEGORIE_INCONNUE",
  evenement: "EVENEMENT_INCONNU",
};
const SENTENCES: Record<ValeurInconnue["champ"], (valeur: string) => string> = {
  typeLieu: (valeur) => `Le type de lieu « ${valeur} » n’est pas dans la table : le rendez-vous est montré sur place.`,
  categorie: (valeur) => `La catégorie de motif « ${valeur} » n’est pas dans la table : le rendez-vous est de la famille AUTRE.`,
  evenement: (valeur) => `L’événement « ${valeur} » n’est pas dans la table : le message est lu comme une modification.`,
};

interface PersonnesDuRdv {
  participants: ParticipantDeclare[];
  inconnus: { code: string; message: string }[];
  liens: [UsagerRecu, string][];
}

function participantsDe(monde: Monde, message: MessageRdv, rdv: RdvRecu, departement: string): PersonnesDuRdv {
  const found = new Map<string, ParticipantDeclare>();
  const result: PersonnesDuRdv = { participants: [], inconnus: [], liens: [] };
  for (const { usager, statut, convocation } of rdv.participants) {
    if (monde.effaces.has(cleLien(message.systeme, usager.identifiant))) continue;
    const personne = personneDe(monde, message.systeme, usager, departement);
    if (personne.allocataire === null) {
      result.inconnus.push(personne);
      continue;
    }
    const { allocataire } = personne;
    if (personne.nouvelle) result.liens.push([usager, allocataire]);
    // The status is read with the tables and with what was said before (regrouper).
    found.set(allocataire, { allocataire, statut: "PREVU", statutSource: statut, convocation });
  }
  result.participants = [...found.values()];
  return result;
}

function declarationDe(message: MessageRdv, rdv: RdvRecu, organisme: string, people: PersonnesDuRdv): Declaration {
  const modalite = modaliteDeRdv(rdv.typeLieu);
  const inconnues: ValeurInconnue[] = [
    ...(modalite === null ? [{ champ: "typeLieu" as const, valeur: rdv.typeLieu! }] : []),
    ...(rdv.categorie && !categorieConnue(rdv.categorie) ? [{ champ: "categorie" as const, valeur: rdv.categorie }] : []),
    ...(message.evenementInconnu ? [{ champ: "evenement" as const, valeur: message.evenementInconnu }] : []),
  ];
  return {
    systeme: message.systeme,
    identifiant: message.identifiant,
    le: message.horodatage.toISOString(),
    etat: {
      debut: rdv.debut.toISOString(),
      dureeMinutes: rdv.dureeMinutes,
      modalite: modalite ?? "PHYSIQUE",
      famille: familleDeMotif(rdv.categorie, rdv.motif),
      motif: rdv.motif,
      lieu: rdv.lieu,
      organisme,
      collectif: rdv.collectif,
      capacite: rdv.capacite,
      inconnus: people.inconnus.length,
    },
    participants: people.participants,
    solidarites: message.systeme === "RENDEZ_VOUS_INSERTION" ? rdv.idSolidarites : null,
    supprime: message.evenement === "destroyed",
    agents: rdv.agents,
    inconnues,
  };
}

function direDe({ systeme, identifiant, le, etat, supprime }: Declaration, p: ParticipantDeclare, departement: string): Dire {
  const { debut, organisme, collectif, famille } = etat;
  const { allocataire, statutSource } = p;
  return {
    departement,
    systeme,
    identifiant,
    allocataire,
    le,
    debut,
    organisme,
    collectif,
    famille,
    code: statutSource!,
    supprime: supprime ?? false,
  };
}

/** RDV-Insertion names the appointment of RDV-Solidarités: a link is kept for it even before that one speaks. */
function declarer(monde: Monde, declaration: Declaration, departement: string, majLe: Date): void {
  const { systeme, identifiant, solidarites } = declaration;
  const key = cleLien(systeme, identifiant);
  const lien = monde.liens.get(key);
  monde.liens.set(key, { systeme, identifiant, departement, rendezVous: lien?.rendezVous ?? "", majLe, effaceLe: lien?.effaceLe ?? null });
  monde.ecrits.liens.add(key);
  monde.declarations.set(key, declaration);
  const nomme = solidarites ? cleLien("RENDEZ_VOUS_SOLIDARITES", solidarites) : null;
  if (nomme === null) return;
  const autre = monde.liens.get(nomme);
  if (monde.declarations.has(nomme)) return;
  monde.liens.set(nomme, {
    systeme: "RENDEZ_VOUS_SOLIDARITES",
    identifiant: solidarites!,
    departement,
    rendezVous: autre?.rendezVous ?? "",
    majLe,
    effaceLe: autre?.effaceLe ?? null,
  });
  monde.ecrits.liens.add(nomme);
}
