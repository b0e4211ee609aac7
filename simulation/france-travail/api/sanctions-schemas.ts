import { booleen, chaine, entier, instant, liste, objet, parmi } from "../schema";

const MODALITE = { ...parmi("P", "M"), description: "P : pourcentage ; M : montant" };
const DUREE = { ...parmi(1, 2, 3, 4), description: "Mois" };
const MONTANT = { ...entier(), description: "De 30 à 100 si la modalité est P" };
const DATE = chaine("AAAA-MM-JJ, ou avec l’heure");
const TYPES_ECRITS = parmi("SUSP_RSA", "SUPPR_RSA");
const EVENEMENTS_ECRITS = [
  "SAISIE_SANCTION",
  "REFUS_SAISIE_SANCTION",
  "VALID_SANCTION",
  "REFUS_SANCTION",
  "VALID_LEVEE_SUSP",
  "REFUS_LEVEE_SUSP",
  "ANNULATION_SANCTION",
];
const EVENEMENTS_LUS = [...EVENEMENTS_ECRITS, "PROP_SANCTION", "ACCORD_FT_SANCTION", "PROP_LEVEE_SUSP", "ACCORD_FT_LEVEE_SUSP"];

const CONSEQUENCE = objet(
  {
    idConsequenceSanction: chaine(),
    typeConsequenceSanction: parmi("RAPPEL_A_ORDRE", "SUSP_RSA", "SUPPR_RSA", "SUSP_FT", "SUPPR_FT", "SUPPR_FT_DEF", "RADIATION"),
    delegation: booleen,
    codeInitiateur: chaine(),
    modaliteProposee: MODALITE,
    montantPropose: entier(),
    dureeProposee: DUREE,
    modaliteValidee: MODALITE,
    montantValide: entier(),
    dureeValidee: DUREE,
    dateDebutApplication: instant,
    dateFinApplication: instant,
    dateRemobilisation: instant,
    justifDecisionRemobilisation: chaine(),
    dateLeveeApplication: instant,
    evenements: liste(
      objet(
        {
          identifiantEvenement: chaine(),
          typeEvenement: parmi(...EVENEMENTS_LUS),
          dateEvenement: instant,
          motif: chaine("DELAI_SAISIE_DEPASSE : France Travail a décidé après quinze jours sans saisie"),
          commentaireEvenement: chaine(),
        },
        ["identifiantEvenement", "typeEvenement", "dateEvenement"],
      ),
    ),
  },
  ["idConsequenceSanction", "typeConsequenceSanction", "evenements"],
);
export const MANQUEMENT = objet(
  {
    individu: objet({ numeroFranceTravail: chaine() }),
    identifiantManquement: chaine(),
    familleManquement: parmi("F01", "F03", "F04"),
    dateManquement: instant,
    dateAvertissement: instant,
    faisceauIndices: liste(
      objet({
        natureDefaut: chaine(),
        dateConstatDefaut: instant,
        attributs: liste(objet({ codeAttribut: chaine(), valeurAttribut: chaine() })),
      }),
    ),
    justificationDecisionSanction: chaine(),
    demarcheRemobilisation: chaine(),
    consequencesSanction: liste(CONSEQUENCE),
  },
  ["individu", "identifiantManquement", "familleManquement", "dateManquement", "consequencesSanction"],
);
export const TRAITEMENT = objet(
  {
    identifiantConsequenceSanction: chaine(),
    evenement: objet(
      {
        typeEvenement: parmi(...EVENEMENTS_ECRITS),
        dateEvenement: DATE,
        commentaireEvenement: chaine(),
        motifEvenement: { ...parmi("DROIT_ERREUR", "RECOURS", "AUTRE"), description: "Obligatoire pour ANNULATION_SANCTION" },
      },
      ["typeEvenement", "dateEvenement"],
    ),
    typeConsequenceSanctionValide: TYPES_ECRITS,
    modaliteDecisionValidee: MODALITE,
    montantValide: MONTANT,
    dureeValidee: DUREE,
  },
  ["identifiantConsequenceSanction"],
);
export const RETOUR_TRAITEMENT = objet({ codeSortie: parmi("C001", "C999") }, ["codeSortie"]);
export const DECISION = objet(
  {
    dateNotificationDecisionSanction: DATE,
    natureManquement: parmi("N61", "N63", "N64", "N65"),
    rangManquement: parmi("R1", "R2"),
    dateManquement: DATE,
    typeSanctionValide: TYPES_ECRITS,
    modaliteDecisionValidee: MODALITE,
    montantValide: MONTANT,
    dureeValidee: DUREE,
    justificationDecisionSanction: chaine(),
  },
  [
    "dateNotificationDecisionSanction",
    "natureManquement",
    "dateManquement",
    "typeSanctionValide",
    "modaliteDecisionValidee",
    "montantValide",
    "dureeValidee",
  ],
);
export const RETOUR_DECISION = objet(
  { codeSortie: parmi("C001"), identifiantConsequenceSanction: chaine(), identifiantManquement: chaine(), message: chaine() },
  ["codeSortie", "identifiantConsequenceSanction", "identifiantManquement"],
);
export const RADIATION = objet({ identifiantConsequenceSanction: chaine(), justificationDemandeRadiation: chaine() }, [
  "identifiantConsequenceSanction",
]);
export const RETOUR_RADIATION = objet(
  { codeSortie: parmi("C000", "C001", "C002", "C003", "C004"), idConsequenceSanctionCree: chaine(), message: chaine() },
  ["codeSortie"],
);

export const ERREURS_TRAITEMENT = "R010 R011 R020 R021 R030 R031 R040 R050 R051 R060 R061 R062 R063 R064 R070 R071".split(" ");
export const ERREURS_DECISION = "R032 R033 R041 R052 R053 R060 R061 R062 R063 R064 R070 R071 R080 R081 R082 R090 R091".split(" ");
