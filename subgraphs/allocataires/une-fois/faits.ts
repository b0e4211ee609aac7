import type { Provenance } from "../../shared/contrat/provenance";
import { SITUATIONS_DE_FAMILLE } from "../caf/motifs";
import type { ContratEngagement } from "../contrat/contrat";
import type { Contrainte, Diagnostic } from "../diagnostic/diagnostic";
import type { Organisme, Referent } from "../organisme/organisme";
import type { Orientation } from "../orientation/orientation";
import type { Allocataire } from "../personne/allocataire";
import { type Entree, type Fenetre, rendezVousOrientation } from "../personne/dates";
import { enTexte, type ValeurConnue } from "../provenance/donnee-dite";
import type { StatutInscription, TypeIdentifiant } from "../vocabulaire";
import type { Fait, Faits } from "./donnees-connues";
import { FREINS, libelle, ROLES_AU_FOYER, STATUTS_FRANCE_TRAVAIL, STATUTS_PRESTATION } from "./libelles";

/** What the hub stores of a person, as far as the caller may read it. */
export interface Dossier {
  personne: Allocataire;
  /** Current values of her declarations and of her row. */
  valeurs: ValeurConnue[];
  /** When each dossier was last told by a flow. */
  mentions: ReadonlyMap<string, Date>;
  identifiants: { type: TypeIdentifiant; valeur: string | null; masquee: boolean; provenance: Provenance }[];
  dossierRsa: { id: string; numeroDemande: string; provenance: Provenance; membres: string[] } | null;
  entree: { entree: Entree; fenetre: Fenetre } | null;
  orientation: Orientation | null;
  /** Label of its local parcours. */
  parcours: string | null;
  organisme: Organisme | null;
  referent: Referent | null;
  diagnostic: Diagnostic | null;
  contraintes: Contrainte[];
  contrat: ContratEngagement | null;
  inscription: { statut: StatutInscription; dateInscription: string | null; provenance: Provenance } | null;
  rendezVous: { famille: string; debut: string; statut: string; provenance: Provenance }[];
  prestations: { nom: string; statut: keyof typeof STATUTS_PRESTATION; provenance: Provenance }[];
}

const liste = (valeurs: (string | null)[], separateur = ", "): string | null => valeurs.filter(Boolean).join(separateur) || null;

/** What is stored, under the codes that forms use (docs/formulaires.md). A code without a value is absent. */
export function faitsConnus(dossier: Dossier): Faits {
  return sansVides({
    ...identite(dossier),
    ...numeros(dossier),
    ...parcours(dossier),
    ...dates(dossier),
    ...diagnostic(dossier),
    ...contrat(dossier),
    ...offre(dossier),
  });
}

/** Code of the forms ← field that sources declare. */
const CODES_DES_CHAMPS: Record<string, string> = {
  CIVILITE: "civilite",
  NOM: "nom",
  NOM_USAGE: "nomUsage",
  PRENOMS: "prenoms",
  DATE_NAISSANCE: "dateNaissance",
  LIEU_NAISSANCE: "lieuNaissance",
  TELEPHONE: "telephone",
  COURRIEL: "courriel",
  ADRESSE: "adresse",
  COMMUNE: "commune",
  SANS_DOMICILE_FIXE: "sansDomicileFixe",
  SITUATION_FAMILLE: "situationFamille",
  ENFANTS_A_CHARGE: "enfantsACharge",
};

function identite({ personne, valeurs, mentions }: Dossier): Faits {
  const parChamp = new Map(valeurs.map((valeur) => [valeur.champ, valeur]));
  return Object.fromEntries(
    Object.entries(CODES_DES_CHAMPS).map(([code, champ]): [string, Fait | undefined] => {
      const connue = parChamp.get(champ);
      const limitee = (personne.limitees ?? []).includes(champ === "commune" ? "adresse" : champ);
      if (!connue) return [code, limitee ? { valeur: null, masquee: true, limitee, provenance: personne.provenance } : undefined];
      const valeur = code === "SITUATION_FAMILLE" ? libelle(SITUATIONS_DE_FAMILLE, connue.valeur) : connue.valeur;
      const confirmeeLe = connue.dossier === null ? null : (mentions.get(connue.dossier) ?? null);
      return [code, { valeur, provenance: connue.provenance, confirmeeLe, contestee: connue.contestee, limitee }];
    }),
  );
}

function numeros({ identifiants, dossierRsa, mentions }: Dossier): Faits {
  const identifiant = (type: TypeIdentifiant) => identifiants.find((i) => i.type === type);
  const confirmeeLe = dossierRsa && (mentions.get(dossierRsa.id) ?? null);
  const rsa = dossierRsa && { valeur: dossierRsa.numeroDemande, provenance: dossierRsa.provenance, confirmeeLe };
  const membres = dossierRsa && liste(dossierRsa.membres.map((role) => libelle(ROLES_AU_FOYER, role)));
  return {
    NIR: identifiant("NIR"),
    IDENTIFIANT_FRANCE_TRAVAIL: identifiant("NUMERO_FRANCE_TRAVAIL"),
    NUMERO_DEMANDE_RSA: rsa ?? undefined,
    IDENTIFIANT_RSA: rsa ?? undefined,
    COMPOSITION_FOYER: rsa ? { ...rsa, valeur: membres } : undefined,
  };
}

function parcours({ orientation, parcours: nom, organisme, referent, inscription }: Dossier): Faits {
  const inscrite = inscription && {
    STATUT_FRANCE_TRAVAIL: { valeur: libelle(STATUTS_FRANCE_TRAVAIL, inscription.statut), provenance: inscription.provenance },
    DATE_INSCRIPTION_FRANCE_TRAVAIL: { valeur: inscription.dateInscription, provenance: inscription.provenance },
  };
  if (!orientation) return { ...inscrite };
  const source = orientation.provenance;
  return {
    ...inscrite,
    TYPE_PARCOURS: { valeur: nom ?? orientation.parcours, provenance: source },
    DATE_ORIENTATION: { valeur: orientation.decideeLe, provenance: source },
    ORGANISME_REFERENT: { valeur: organisme?.nom ?? null, provenance: source },
    REFERENT: { valeur: referent ? liste([referent.prenom, referent.nom], " ") : null, provenance: source },
  };
}

const ACCOMPAGNEMENT = ["PREMIER_ACCOMPAGNEMENT", "ACCOMPAGNEMENT"];

/** Dates of the entry come from the RSA file (without one they are the person's), those of appointments from the system that keeps them. */
function dates({ personne, dossierRsa, entree, rendezVous }: Dossier): Faits {
  const source = dossierRsa?.provenance ?? personne.provenance;
  const { du, avant } = entree?.fenetre ?? { du: null, avant: null };
  const siens = rendezVous.filter(
    (r) => !r.statut.startsWith("ANNULE") && (du === null || r.debut >= du) && (avant === null || r.debut < avant),
  );
  const orientation = rendezVousOrientation(siens as never, { du, avant });
  const suivi = siens.filter((r) => ACCOMPAGNEMENT.includes(r.famille));
  return {
    DATE_OUVERTURE_DROITS: { valeur: entree?.entree.ouvertureDroits ?? null, provenance: source },
    DATE_NOTIFICATION: { valeur: entree?.entree.notification ?? null, provenance: source },
    DATE_ENTREE_DISPOSITIF: { valeur: entree?.entree.entreeDispositif ?? null, provenance: source },
    DATE_RDV_ORIENTATION: deSaSource(
      siens.filter((r) => r.famille === "ORIENTATION" && r.debut === orientation),
      orientation,
    ),
    DATES_RDV_ACCOMPAGNEMENT: deSaSource(suivi, liste([...new Set(suivi.map((r) => r.debut))].sort())),
  };
}

/** A value made of several facts has the provenance of the last one collected. */
function deSaSource(faits: readonly { provenance: Provenance }[], valeur: string | null): Fait | undefined {
  const derniere = [...faits].sort((a, b) => a.provenance.collecteeLe.getTime() - b.provenance.collecteeLe.getTime()).at(-1);
  return derniere && { valeur, provenance: derniere.provenance };
}

function diagnostic({ diagnostic: d, contraintes }: Dossier): Faits {
  if (!d) return {};
  const source = d.provenance;
  const freins = contraintes.filter((c) => c.leveeLe === null).map((c) => libelle(FREINS, c.frein));
  return {
    DIAGNOSTIC: { valeur: d.etabliLe, provenance: source },
    FREINS: { valeur: liste(freins) ?? "aucun", provenance: source },
    NIVEAU_QUALIFICATION: { valeur: d.niveauQualification, provenance: source },
    SITUATION_EMPLOI: { valeur: d.situationEmploi, provenance: source },
    PROJET_PROFESSIONNEL: { valeur: d.projetProfessionnel, provenance: source },
    METIERS_RECHERCHES: { valeur: liste(d.metiersRecherches), provenance: source },
    PROCHE_AIDANT: { valeur: enTexte(d.procheAidant), provenance: source },
  };
}

function contrat({ contrat: c }: Dossier): Faits {
  if (!c) return {};
  const source = c.provenance;
  return {
    DATE_SIGNATURE_CONTRAT: { valeur: c.dateSignature, provenance: source },
    DATE_FIN_CONTRAT: { valeur: c.dateFin, provenance: source },
    HEURES_HEBDOMADAIRES: {
      valeur: c.heuresHebdomadaires === null ? null : String(c.heuresHebdomadaires).replace(".", ","),
      provenance: source,
    },
  };
}

const offre = ({ prestations }: Dossier): Faits => ({
  PRESTATIONS: deSaSource(
    prestations,
    liste(
      prestations.map((p) => `${p.nom} (${STATUTS_PRESTATION[p.statut]})`),
      " ; ",
    ),
  ),
});

const sansVides = (faits: Faits): Faits =>
  Object.fromEntries(
    Object.entries(faits).filter(([, fait]) => fait !== undefined && (fait.masquee || (fait.valeur !== null && fait.valeur !== ""))),
  );
