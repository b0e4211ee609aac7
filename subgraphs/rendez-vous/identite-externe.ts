import { sansAccents } from "./correspondances-rdv";
import type { SystemeRdv } from "./declaration";
import { rejette } from "./issue";
import type { MessageRdv, OrganisationRecue, UsagerRecu } from "./message/message";
import { cleLien, clePersonne, type Issue, type Monde } from "./monde";

/** Who an external user is in a département: already linked, else the only person with her numbers and civil status. */
export type PersonneTrouvee =
  | { allocataire: string; nouvelle: boolean; code: null; message: "" }
  | { allocataire: null; code: string; message: string };

export function personneDe(monde: Monde, systeme: SystemeRdv, usager: UsagerRecu, departement: string): PersonneTrouvee {
  const known = monde.personnes.get(clePersonne(systeme, usager.identifiant, departement));
  if (known) return { allocataire: known, nouvelle: false, code: null, message: "" };
  const candidates = monde.candidats(usager, systeme).filter((c) => c.departement === departement);
  if (candidates.length === 1) return { allocataire: candidates[0]!.allocataire, nouvelle: true, code: null, message: "" };
  if (candidates.length > 1)
    return {
      allocataire: null,
      code: "PERSONNE_AMBIGUE",
      message:
        "Plusieurs allocataires ont le matricule, la date et le nom de naissance d’un participant : le rapprochement revient à un agent.",
    };
  return {
    allocataire: null,
    code: "PERSONNE_INCONNUE",
    message:
      "Un participant n’est pas un allocataire connu du département (matricule, date et nom de naissance) ; le message se rejoue quand elle arrive.",
  };
}

/** Remembers who an external user is. */
export function lier(
  monde: Monde,
  { systeme, horodatage }: MessageRdv,
  usager: UsagerRecu,
  departement: string,
  allocataire: string,
): void {
  const key = clePersonne(systeme, usager.identifiant, departement);
  if (monde.personnes.get(key) === allocataire) return;
  monde.personnes.set(key, allocataire);
  monde.ecrits.personnes.set(key, { departement, systeme, identifiant: usager.identifiant, allocataire, majLe: horodatage });
}

export type OrganismeTrouve = { departement: string; organisme: string };

/** The organisme of an organisation: already mapped, else the only one with its name, in the département of the people concerned if need be.
 * Refusals: ORGANISATION_INCONNUE, ORGANISATION_AMBIGUE. */
export function organismeDe(
  monde: Monde,
  systeme: SystemeRdv,
  organisation: OrganisationRecue,
  usagers: readonly UsagerRecu[],
): OrganismeTrouve | Issue {
  const key = cleLien(systeme, organisation.identifiant);
  const mapped = monde.organisations.get(key);
  if (mapped) return mapped;
  const noms = [organisation.nom, monde.nomsOrganisations.get(key)].filter((nom) => nom !== null && nom !== undefined);
  let named = noms.map((nom) => monde.organismes.get(sansAccents(nom)) ?? []).find((found) => found.length > 0) ?? [];
  if (named.length > 1) {
    const where = new Set(usagers.flatMap((u) => monde.candidats(u, systeme).map((c) => c.departement)));
    named = named.filter((o) => where.has(o.departement));
  }
  if (named.length === 0)
    return rejette("ORGANISATION_INCONNUE", `Aucun organisme ne porte le nom de l’organisation ${organisation.identifiant}.`);
  if (named.length > 1)
    return rejette("ORGANISATION_AMBIGUE", `Plusieurs organismes portent le nom de l’organisation ${organisation.identifiant}.`);
  monde.organisations.set(key, named[0]!);
  monde.ecrits.organisations.add(key);
  return named[0]!;
}
