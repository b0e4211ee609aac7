import { booleen, chaine, entier, instant, jour, liste, motif, objet, parmi, type Schema } from "../schema";

/** Enumerations of the orientation, as the reference gives them: what is read is wider than what may be written. */
export const PARCOURS_LUS = parmi("PED", "PSP", "PSO", "EO", "IND");
export const PARCOURS_ECRITS = parmi("PED", "PSP", "PSO");
export const ORGANISMES_LUS = parmi("CD", "CAF", "FT", "ML", "CE", "IND");
export const ORGANISMES_ECRITS = parmi("CD", "CAF", "FT", "ML", "CE");
export const ORIGINES_LUES = parmi(
  "INSCRIPTION_AUTO_CAF",
  "INSCRIPTION_AUTO_MSA",
  "INSCRIPTION_VOLONTAIRE",
  "INSCRIPTION_AUTO_MILO",
  "INSCRIPTION_CONSEILLER_FT",
  "INSCRIPTION_CONSEILLER_CD",
  "INSCRIPTION_CONSEILLER_CE",
  "RDS_LPE",
);
export const ORIGINES_CALCUL = parmi("INSCRIPTION_CONSEILLER_CD", "INSCRIPTION_AUTO_MILO", "INSCRIPTION_AUTO_CAF", "INSCRIPTION_AUTO_MSA");
export const ORIGINES_CREATION_V2 = parmi("INSCRIPTION_CONSEILLER_CD", "INSCRIPTION_AUTO_MILO");
export const ETATS_V2 = parmi("EN_ATTENTE", "BROUILLON", "SAISIE_COMPLETE", "OUVERT", "CLOTURE", "ABANDON");
export const ETATS_V1 = parmi("EN_ATTENTE", "SAISIE_COMPLETE", "BROUILLON", "OUVERT", "CLOTURE");
export const MOTIFS_REFUS = parmi(
  "DECLARATION_INEXACTE",
  "SITUATION_NON_COUVERTE",
  "APPRECIATION_DIFFERENTE",
  "MANQUE_CAPACITE_ACCUEIL",
  "ENTRETIEN_ORIENTATION",
  "AUTRE",
);
export const AURORE = motif("^[A-Za-z]{3}[0-9]{4}$", "Code Aurore");

const FORT_FAIBLE = ["IMPACT_FORT_RECHERCHE_EMPLOI", "IMPACT_FAIBLE_RECHERCHE_EMPLOI", "AUCUNE"];
export const CRITERES_ECRITS: Record<string, Schema> = {
  situation_professionnelle: parmi("EN_ACTIVITE", "DEUX_DERNIERES_ANNEES", "PLUS_DEUX_ANS", "JAMAIS"),
  type_emploi: parmi(
    "SAISONNIER",
    "ARTISTE_OU_AUTEUR",
    "INTERMITTENT_SPECTACLE",
    "EXPLOITANT_AGRICOLE",
    "ASSISTANTE_MATERNELLE",
    "CREATEUR_ENTREPRISE_OU_INDEPENDANT",
    "AUTRE",
  ),
  niveau_etude: parmi("AFS", "C12", "C3A", "CFG", "CP4", "NV5", "NV4", "NV3", "NV2", "NV1"),
  capacite_a_travailler: booleen,
  projet_pro: parmi("SALARIAT", "ENTREPRENARIAT", "FORMATION", "AUCUN"),
  contrainte_sante: parmi("INCAPACITE_RECHERCHE_ACTIVITE_PRO", ...FORT_FAIBLE),
  contrainte_logement: parmi("SANS_LOGEMENT", "PROCEDURE_EXPULSION", ...FORT_FAIBLE),
  contrainte_mobilite: parmi("AUCUN_MOYEN_DE_TRANSPORT", "DEPENDANT_TRANSPORT", "AUTRE", "AUCUNE"),
  contrainte_familiale: parmi("AIDANT_FAMILIAL", "ENFANT_SANS_SOLUTION_GARDE", ...FORT_FAIBLE),
  contrainte_financiere: parmi(...FORT_FAIBLE),
  contrainte_numerique: parmi("NON_ACCES_INTERNET", "NON_MAITRISE", "REFUS", "AUCUNE"),
  contrainte_administrative_juridique: parmi(...FORT_FAIBLE),
  contrainte_francais_calcul: parmi(...FORT_FAIBLE),
  boe: booleen,
  baeeh: booleen,
  scolarite_etablissement_specialise: booleen,
  esat: booleen,
  boe_souhait_accompagnement: booleen,
  msa_autonomie_recherche_emploi: entier(1, 5),
  msa_demarches_professionnelles: parmi("AUCUNE_DEMARCHE", "PEU_DEMARCHES", "PLUSIEURS_DEMARCHES"),
};
export const ADRESSE = objet({
  code_commune: chaine(),
  libelle_commune: chaine(),
  code_postal: chaine(),
  numero_type_libelle_voie: chaine(),
});
export const CRITERES_LUS = objet({ ...CRITERES_ECRITS, origine: ORIGINES_LUES, brsa: booleen, date_naissance: jour, adresse: ADRESSE });

const entite = (codes: Schema): Schema =>
  objet({ organisme: objet({ code: codes }, ["code"]), structure: objet({ code: AURORE, libelle: chaine() }) }, ["organisme"]);
export const ENTITE_LUE = entite(ORGANISMES_LUS);
export const ENTITE_ECRITE = entite(ORGANISMES_ECRITS);

export const DECISION_V2 = objet(
  {
    etat_decision: parmi("ACCEPTEE", "REFUSEE"),
    date_decision: jour,
    motif_refus: MOTIFS_REFUS,
    commentaire_refus: chaine(),
    parcours: PARCOURS_ECRITS,
    referent_parcours: ENTITE_ECRITE,
  },
  ["etat_decision", "date_decision"],
);
export const ORIENTATION_V2 = objet(
  {
    parcours: PARCOURS_LUS,
    referent_parcours: ENTITE_LUE,
    responsable_usager: ENTITE_LUE,
    competent_decision: ENTITE_LUE,
    prise_decision: ENTITE_LUE,
    statut: parmi("PRECONISE", "PRECONISE_REORIENTATION", "DECIDE", "DECIDE_REORIENTATION", "RECLASSEMENT", "MODIFIE", "CORRIGE"),
    etat: ETATS_V2,
    origine: ORIGINES_LUES,
    date_entree_parcours: jour,
    date_sortie_parcours: jour,
    motif_sortie_parcours: chaine("Texte libre"),
    date_creation: instant,
    date_modification: instant,
    agent_creation: chaine(),
    agent_derniere_modification: chaine(),
    msa_calculee: chaine(),
    msa_calculee_libelle: chaine(),
    criteres_orientation: CRITERES_LUS,
    decision: objet({
      etat_decision: parmi("ACCEPTEE", "REFUSEE"),
      date_decision: jour,
      agent_decision: chaine("Lecture seule"),
      motif_refus: MOTIFS_REFUS,
      commentaire_refus: chaine(),
      parcours: PARCOURS_LUS,
      referent_parcours: ENTITE_LUE,
    }),
  },
  ["parcours", "statut", "etat"],
);
export const ORIENTATIONS_V2 = liste(ORIENTATION_V2);
