import { randomUUID } from "node:crypto";
import type { SystemeSource } from "../shared/contrat/enums";
import { Refus } from "../shared/contrat/refus";
import { cleDistinction, cleLien, type Monde } from "./monde";
import { regrouper } from "./regrouper";
import { refusRendezVousInconnu } from "./renseigner-presence";

export interface DemandeSeparation {
  rendezVous: string;
  systeme: SystemeSource;
  identifiant: string;
}

export interface Separables {
  typeOrganisme(): Promise<string | null>;
  /** The appointment that the caller may read, and what it may be one with; null otherwise. */
  charger(rendezVous: string, systeme: string, identifiant: string): Promise<{ id: string; monde: Monde } | null>;
  separer(departement: string, paires: { un: string; autre: string }[]): Promise<void>;
  ecrire(monde: Monde): Promise<void>;
}

/** A professional tells apart what the hub took for one appointment: the link of one tool takes back a node of its own, and never joins this one again.
 * Refus: NON_HABILITE, RENDEZ_VOUS_INTROUVABLE, LIEN_INTROUVABLE, LIEN_SEUL. */
export async function separerRendezVous(
  demande: DemandeSeparation,
  rendezVous: Separables,
  maintenant: Date,
): Promise<{ id: string; personnes: string[] } | Refus> {
  if ((await rendezVous.typeOrganisme()) !== "DEPARTEMENT")
    return Refus.de("NON_HABILITE", "Votre organisme n’est pas habilité à cet acte : il revient au Département.");
  const found = await rendezVous.charger(demande.rendezVous, demande.systeme, demande.identifiant);
  if (!found) return refusRendezVousInconnu();
  const { monde, id } = found;
  const key = cleLien(demande.systeme, demande.identifiant);
  const declaration = monde.declarations.get(key);
  if (!declaration || monde.liens.get(key)?.rendezVous !== id)
    return Refus.de("LIEN_INTROUVABLE", "Ce rendez-vous n’a pas de lien de ce nom dans cet outil.", { champ: "identifiant" });
  const autres = [...monde.clesDuNoeud.get(id)!].filter((other) => other !== key);
  if (autres.filter((other) => monde.declarations.has(other)).length === 0)
    return Refus.de("LIEN_SEUL", "Aucun autre outil ne dit ce rendez-vous : il n’y a rien à séparer.", { champ: "rendezVous" });
  const paires = autres.map((other) => (key < other ? { un: key, autre: other } : { un: other, autre: key }));
  for (const { un, autre } of paires) monde.distinctions.add(cleDistinction(un, autre));
  await rendezVous.separer(monde.noeuds.get(id)!.departement, paires);
  regrouper(monde, key, { systeme: declaration.systeme, horodatage: maintenant }, randomUUID);
  monde.ecrits.touches.clear();
  await rendezVous.ecrire(monde);
  return { id: monde.liens.get(key)!.rendezVous, personnes: declaration.participants.map((p) => p.allocataire) };
}
