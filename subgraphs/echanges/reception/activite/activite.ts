import type { ActiviteOperationnelle } from "../../france-travail/api";

/** What each activity of France Travail asks of the Département, as its documentation lists them (activités opérationnelles v2). */
interface NatureActivite {
  famille: string;
  libelle: string;
  /** Code of interoperabilite.csv. */
  objet: string;
}
export const NATURES_ACTIVITE: Readonly<Record<string, NatureActivite>> = {
  ACT366: { famille: "GLI100", libelle: "Suspension à instruire", objet: "SANCTION_PROPOSITION" },
  ACT367: { famille: "GLI100", libelle: "Suspension à traiter", objet: "SANCTION_PROPOSITION" },
  ACT368: { famille: "GLI100", libelle: "Levée de suspension à instruire", objet: "SANCTION_PROPOSITION" },
  ACT369: { famille: "GLI100", libelle: "Levée de suspension à traiter", objet: "SANCTION_PROPOSITION" },
  ACT370: { famille: "GLI100", libelle: "Suppression à traiter", objet: "SANCTION_PROPOSITION" },
  ACT380: { famille: "MSACC", libelle: "Premier rendez-vous d’accompagnement à prendre", objet: "RDV_A_POSITIONNER" },
  ACT382: { famille: "INSEA", libelle: "Décision d’orientation à prendre", objet: "ORIENTATION_DEMANDE" },
  ACT395: { famille: "ACC100", libelle: "Modification du diagnostic à valider", objet: "DIAGNOSTIC" },
  ACT414: { famille: "INSEA", libelle: "Décision de réorientation à prendre", objet: "ORIENTATION_DEMANDE" },
};
export const FAMILLES_ACTIVITE = ["INSEA", "MSACC", "ACC100", "GLI100"] as const;
export type FamilleActivite = (typeof FAMILLES_ACTIVITE)[number];

/** What the procedure of sanctions takes from here: these activities are only kept. */
export const DE_SANCTION: readonly string[] = Object.keys(NATURES_ACTIVITE).filter((code) => NATURES_ACTIVITE[code]!.famille === "GLI100");

export const STATUTS_ACTIVITE = ["A_TRAITER", "TRAITEE", "CLOSE_PAR_FRANCE_TRAVAIL", "REJETEE"] as const;
export type StatutActivite = (typeof STATUTS_ACTIVITE)[number];

/** An activity as the hub keeps it. Instants. */
export interface ActiviteRecue {
  id: string;
  identifiant: string;
  code: string;
  famille: string;
  /** Canonical id; null while the hub does not know the person. */
  allocataire: string | null;
  creeeLe: Date;
  echeance: Date | null;
  attributs: Record<string, string>;
  recueLe: Date;
  statut: StatutActivite;
  fait: string | null;
  erreurCode: string | null;
  erreurMessage: string | null;
  traiteeLe: Date | null;
}

/** One read, before it is kept. */
export interface ActiviteLue {
  identifiant: string;
  code: string;
  numero: string;
  creeeLe: Date;
  echeance: Date | null;
  attributs: Record<string, string>;
}

/** Days that the Département has to instruct a proposal of sanction (reference §3.2). */
const INSTRUCTION_JOURS = 15;

/** The day by which the activity must be done: what France Travail says; for a sanction without one, fifteen days. Pure. */
export function echeanceDe(code: string, creeeLe: Date, dateEcheance: string | null): Date | null {
  if (dateEcheance !== null && !Number.isNaN(Date.parse(dateEcheance))) return new Date(dateEcheance);
  return DE_SANCTION.includes(code) ? new Date(creeeLe.getTime() + INSTRUCTION_JOURS * 86_400_000) : null;
}

/** Attributes that may name or tell something of a person in free text are not kept. */
const ATTRIBUTS = ["idConsequenceSanction", "motif", "typeOrganismeAccompagnateur", "codeInseeCommune", "typeParcours"];
/** Codes only: a longer text is not one. */
const CODE = /^[\p{L}\p{N}_./ -]{1,60}$/u;

/** An activity as France Travail gives it, in the hub's words; null when it has no identifier, code or date: it cannot be kept. */
export function activiteLue(a: ActiviteOperationnelle): ActiviteLue | null {
  const creeeLe = new Date(a.dateCreation);
  if (!a.identifiantActivite || !a.codeActivite || !a.usager?.identifiant || Number.isNaN(creeeLe.getTime())) return null;
  const attributs = (a.attributsSpecifiques ?? []).filter(({ nom, valeur }) => ATTRIBUTS.includes(nom) && CODE.test(valeur ?? ""));
  return {
    identifiant: a.identifiantActivite,
    code: a.codeActivite,
    numero: a.usager.identifiant,
    creeeLe,
    echeance: echeanceDe(a.codeActivite, creeeLe, a.dateEcheance),
    attributs: Object.fromEntries(attributs.map(({ nom, valeur }) => [nom, valeur])),
  };
}
