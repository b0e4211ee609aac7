import { randomUUID } from "node:crypto";
import { dansJours } from "./dates";
import type { ActiviteSimulee } from "./modele";

/** Codes, family, and days before the deadline: 15 for a sanction to instruct (reference §5), the others are a choice of the simulator. */
export const CODES_ACTIVITES: Readonly<Record<string, { famille: string; domaine: string; libelle: string; jours: number }>> = {
  ACT366: { famille: "GLI100", domaine: "GLI", libelle: "Proposition de suspension du RSA à instruire", jours: 15 },
  ACT367: { famille: "GLI100", domaine: "GLI", libelle: "Suspension du RSA à traiter", jours: 30 },
  ACT368: { famille: "GLI100", domaine: "GLI", libelle: "Levée de suspension à instruire", jours: 15 },
  ACT369: { famille: "GLI100", domaine: "GLI", libelle: "Levée de suspension à traiter", jours: 15 },
  ACT370: { famille: "GLI100", domaine: "GLI", libelle: "Suppression du RSA à traiter", jours: 15 },
  ACT380: { famille: "MSACC", domaine: "MSA", libelle: "Premier rendez-vous d’accompagnement à positionner", jours: 15 },
  ACT382: { famille: "INSEA", domaine: "INS", libelle: "Décision d’orientation à prendre", jours: 30 },
  ACT414: { famille: "INSEA", domaine: "INS", libelle: "Décision de réorientation à prendre", jours: 30 },
  ACT395: { famille: "ACC100", domaine: "ACC", libelle: "Modification du diagnostic à valider", jours: 30 },
};

export interface Attribut {
  nom: "idConsequenceSanction" | "motif" | "typeOrganismeAccompagnateur" | "codeInseeCommune" | "typeParcours";
  valeur: string;
}

/** The activities that wait for somebody. */
export class Activites {
  private readonly parPersonne = new Map<string, ActiviteSimulee[]>();

  /** One of a code at a time for a person, but for the sanctions, one for each consequence. */
  ouvrir(numero: string, codeActivite: string, maintenant: Date, attributs: Attribut[] = []): ActiviteSimulee {
    const code = CODES_ACTIVITES[codeActivite];
    if (!code) throw new Error(`Code d’activité inconnu : ${codeActivite}.`);
    this.fermer(numero, [codeActivite], consequenceDe(attributs));
    const activite: ActiviteSimulee = {
      identifiantActivite: randomUUID(),
      codeActivite,
      usager: { identifiant: numero, typeIdentifiant: "numeroFranceTravail" },
      dateCreation: maintenant.toISOString(),
      dateEcheance: dansJours(maintenant, code.jours).toISOString(),
      attributsSpecifiques: attributs,
    };
    this.parPersonne.set(numero, [...this.dePersonne(numero), activite]);
    return activite;
  }

  fermer(numero: string, codes: string[], idConsequence?: string): void {
    const restent = this.dePersonne(numero).filter(
      (a) => !codes.includes(a.codeActivite) || (idConsequence !== undefined && consequenceDe(a.attributsSpecifiques) !== idConsequence),
    );
    if (restent.length > 0) this.parPersonne.set(numero, restent);
    else this.parPersonne.delete(numero);
  }

  dePersonne(numero: string): ActiviteSimulee[] {
    return this.parPersonne.get(numero) ?? [];
  }

  *toutes(): Iterable<ActiviteSimulee> {
    for (const activites of this.parPersonne.values()) yield* activites;
  }

  transferer(perdu: string, garde: string): void {
    const deplacees = this.dePersonne(perdu).map((a) => ({ ...a, usager: { ...a.usager, identifiant: garde } }));
    this.parPersonne.delete(perdu);
    if (deplacees.length > 0) this.parPersonne.set(garde, [...this.dePersonne(garde), ...deplacees]);
  }

  vider(): void {
    this.parPersonne.clear();
  }
}

export const consequenceDe = (attributs: { nom: string; valeur: string }[]): string | undefined =>
  attributs.find((a) => a.nom === "idConsequenceSanction")?.valeur;
