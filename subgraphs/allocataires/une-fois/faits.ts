import type { Provenance } from "../../shared/contrat/provenance";
import type { Contrainte, Diagnostic } from "../diagnostic/diagnostic";
import type { Organisme, Referent } from "../organisme/organisme";
import type { Orientation } from "../orientation/orientation";
import type { Allocataire } from "../personne/allocataire";
import type { Entree } from "../personne/dates";
import type { TypeIdentifiant } from "../vocabulaire";
import type { Faits } from "./donnees-connues";

/** What the hub stores of a person, as far as the caller may read it. */
export interface Dossier {
  personne: Allocataire;
  identifiants: { type: TypeIdentifiant; valeur: string | null; masquee: boolean; provenance: Provenance }[];
  dossierRsa: { numeroDemande: string; provenance: Provenance; membres: string[] } | null;
  entree: Entree | null;
  orientation: Orientation | null;
  organisme: Organisme | null;
  referent: Referent | null;
  diagnostic: Diagnostic | null;
  contraintes: Contrainte[];
}

const liste = (valeurs: (string | null)[]): string | null => valeurs.filter(Boolean).join(", ") || null;

/** What is stored, under the codes of the forms (une-fois/formulaires.ts). A code without a value is absent. */
export function faitsConnus(dossier: Dossier): Faits {
  return sansVides({ ...identite(dossier), ...parcours(dossier), ...dates(dossier), ...diagnostic(dossier) });
}

function identite({ personne, identifiants, dossierRsa }: Dossier): Faits {
  const source = personne.provenance;
  const identifiant = (type: TypeIdentifiant) => identifiants.find((i) => i.type === type);
  const rsa = dossierRsa && { valeur: dossierRsa.numeroDemande, provenance: dossierRsa.provenance };
  return {
    NOM: { valeur: personne.nom, provenance: source },
    PRENOMS: { valeur: liste(personne.prenoms), provenance: source },
    DATE_NAISSANCE: { valeur: personne.dateNaissance, provenance: source },
    TELEPHONE: { valeur: personne.telephone, provenance: source },
    COURRIEL: { valeur: personne.courriel, provenance: source },
    ADRESSE: { valeur: personne.adresse, provenance: source },
    COMMUNE: { valeur: personne.commune?.nom ?? null, provenance: source },
    NIR: identifiant("NIR"),
    IDENTIFIANT_FRANCE_TRAVAIL: identifiant("NUMERO_FRANCE_TRAVAIL"),
    NUMERO_DEMANDE_RSA: rsa ?? undefined,
    IDENTIFIANT_RSA: rsa ?? undefined,
    COMPOSITION_FOYER: dossierRsa ? { valeur: liste(dossierRsa.membres), provenance: dossierRsa.provenance } : undefined,
  };
}

function parcours({ orientation, organisme, referent }: Dossier): Faits {
  if (!orientation) return {};
  const source = orientation.provenance;
  return {
    TYPE_PARCOURS: { valeur: orientation.parcours, provenance: source },
    DATE_ORIENTATION: { valeur: orientation.decideeLe, provenance: source },
    ORGANISME_REFERENT: { valeur: organisme?.nom ?? null, provenance: source },
    REFERENT: { valeur: referent ? [referent.prenom, referent.nom].filter(Boolean).join(" ") : null, provenance: source },
  };
}

/** Dates of the entry come from the RSA file; without one they are the person's. Dates of appointments are not told here:
 * what is published of them does not say from which system they come. */
function dates({ personne, dossierRsa, entree }: Dossier): Faits {
  const source = dossierRsa?.provenance ?? personne.provenance;
  return {
    DATE_OUVERTURE_DROITS: { valeur: entree?.ouvertureDroits ?? null, provenance: source },
    DATE_NOTIFICATION: { valeur: entree?.notification ?? null, provenance: source },
    DATE_ENTREE_DISPOSITIF: { valeur: entree?.entreeDispositif ?? null, provenance: source },
  };
}

function diagnostic({ diagnostic: d, contraintes }: Dossier): Faits {
  if (!d) return {};
  const source = d.provenance;
  const aidant = d.procheAidant === null ? null : d.procheAidant ? "oui" : "non";
  return {
    DIAGNOSTIC: { valeur: d.etabliLe, provenance: source },
    FREINS: { valeur: liste(contraintes.filter((c) => c.leveeLe === null).map((c) => c.frein)) ?? "aucun", provenance: source },
    NIVEAU_QUALIFICATION: { valeur: d.niveauQualification, provenance: source },
    SITUATION_EMPLOI: { valeur: d.situationEmploi, provenance: source },
    PROJET_PROFESSIONNEL: { valeur: d.projetProfessionnel, provenance: source },
    METIERS_RECHERCHES: { valeur: liste(d.metiersRecherches), provenance: source },
    PROCHE_AIDANT: { valeur: aidant, provenance: source },
  };
}

const sansVides = (faits: Faits): Faits =>
  Object.fromEntries(
    Object.entries(faits).filter(([, fait]) => fait !== undefined && (fait.masquee || (fait.valeur !== null && fait.valeur !== ""))),
  );
