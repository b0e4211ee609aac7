import type { StatutActivite } from "../activite/activite";
import type { Statut } from "../prescription/cycle";
import type { PreferenceContact } from "../prescription/prescription";

/** All that a structure is told of a person, field by field, and why the prescription needs it. Nothing else leaves: no NIR, no birth date, no
 * address, no income, no diagnostic. docs/prescriptions.md shows this table; a test compares them, and walks the page and the API. */
export const DONNEES_DU_BENEFICIAIRE = {
  civilite: "s’adresser à la personne",
  nom: "la reconnaître quand elle vient ou répond",
  prenom: "la reconnaître quand elle vient ou répond",
  telephone: "la joindre, si elle accepte de l’être par téléphone",
  courriel: "la joindre, si elle accepte de l’être par courriel",
  preferencesContact: "la joindre comme elle l’accepte",
  disponibilites: "lui proposer un moment où elle peut venir",
  conditionsRemplies: "vérifier les conditions d’accès sans demander d’autres pièces",
  numeroFranceTravail: "inscrire la personne à l’action, une fois la prescription validée",
} as const;

export interface Beneficiaire {
  civilite: string | null;
  nom: string;
  prenom: string | null;
  telephone: string | null;
  courriel: string | null;
  preferencesContact: PreferenceContact[];
  disponibilites: string | null;
  conditionsRemplies: string[];
  numeroFranceTravail: string | null;
}

/** Minutes of a day under the prescription, and what became of them: never the motive, which is written for the person's file. */
export interface MinutesDUnJour {
  id: string;
  /** Civil date, Paris. */
  date: string;
  minutes: number;
  statut: StatutActivite;
}

/** What the structure sees of a prescription. */
export interface PrescriptionRecue {
  id: string;
  departement: string;
  /** For the register of consultations only. */
  allocataire: string;
  offre: string;
  offreNom: string;
  structure: string;
  structureNom: string;
  session: string | null;
  sessionDebut: Date | null;
  sessionFin: Date | null;
  sessionLieu: string | null;
  prescripteurNom: string | null;
  statut: Statut;
  motif: string | null;
  prescriteLe: Date;
  debut: string | null;
  attendUnePlace: boolean;
  /** Minutes declared or confirmed for this prescription. */
  minutesDeclarees: number;
  /** Days of the prescription, oldest first; planned ones included, cancelled ones not. */
  activites: MinutesDUnJour[];
  /** Null: not attested, or nothing is awaited of the structure any more. */
  beneficiaire: Beneficiaire | null;
}

/** States in which the structure needs to know who the person is. */
const AVEC_IDENTITE: readonly Statut[] = ["OUVERTE", "A_L_ETUDE", "VALIDEE", "DEMARREE"];
/** States in which it may enrol her: her number of France Travail is not given before (DORA). */
const AVEC_NUMERO: readonly Statut[] = ["VALIDEE", "DEMARREE"];

/** May the structure say hours? */
export const peutDeclarer = (statut: Statut): boolean => AVEC_NUMERO.includes(statut);

interface Regle {
  statut: Statut;
  attestee: boolean;
  preferencesContact: readonly PreferenceContact[];
}

/** What may be read of the person for one prescription; null: nothing. */
export function donneesPermises({ statut, attestee, preferencesContact }: Regle): {
  telephone: boolean;
  courriel: boolean;
  numero: boolean;
} | null {
  if (!attestee || !AVEC_IDENTITE.includes(statut)) return null;
  return {
    telephone: preferencesContact.includes("TELEPHONE"),
    courriel: preferencesContact.includes("COURRIEL"),
    numero: AVEC_NUMERO.includes(statut),
  };
}
