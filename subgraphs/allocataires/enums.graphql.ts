import { registerEnumType } from "type-graphql";
import { enumOf } from "../shared/contrat/enums";
import * as mots from "./vocabulaire";

/** The vocabulary, as GraphQL enums. */
function enumeration<T extends string>(name: string, description: string, names: readonly T[]): { [K in T]: K } {
  const values = enumOf(names);
  registerEnumType(values, { name, description });
  return values;
}

export const TypeIdentifiant = enumeration(
  "TypeIdentifiant",
  "Nature d’un identifiant. NIR et MATRICULE_MSA (qui est un NIR) ne se lisent qu’avec le droit identite.nir.",
  mots.TYPES_IDENTIFIANT,
);
export const EtatDossierRsa = enumeration(
  "EtatDossierRsa",
  "État du dossier RSA chez l’organisme payeur (ETATDOSRSA des flux de la CNAF).",
  mots.ETATS_DOSSIER_RSA,
);
export const NatureDecisionDossier = enumeration(
  "NatureDecisionDossier",
  "Décision d’un organisme payeur sur un dossier RSA : refus, suspension du droit ou du versement, clôture.",
  mots.NATURES_DECISION_DOSSIER,
);
export const SensMutation = enumeration(
  "SensMutation",
  "L’autre organisme d’une mutation : celui d’où vient le dossier (CEDANT), ou celui qui le reprend (PRENANT).",
  mots.SENS_MUTATION,
);
export const NatureEcart = enumeration(
  "NatureEcart",
  "Écart entre un flux mensuel et les quotidiens : dossier du mensuel que rien n’annonçait, dossier ouvert absent du mensuel, dossier dit autrement.",
  mots.NATURES_ECART,
);
export const OrigineOrientation = enumeration(
  "OrigineOrientation",
  "Ce qui a fait naître la demande d’orientation.",
  mots.ORIGINES_ORIENTATION,
);
export const CompetenceOrientation = enumeration(
  "CompetenceOrientation",
  "À quel titre l’orientation est décidée : compétence du Département, délégation, ou carence après six semaines (CASF D. 262-65-2).",
  mots.COMPETENCES_ORIENTATION,
);
export const StatutOrientation = enumeration("StatutOrientation", "Étape d’une orientation.", mots.STATUTS_ORIENTATION);
export const Intensite = enumeration("Intensite", "Intensité de l’accompagnement.", mots.INTENSITES);
export const Instance = enumeration(
  "Instance",
  "Instance qui examine une situation : instance d’orientation pluridisciplinaire, ou équipe pluridisciplinaire.",
  mots.INSTANCES,
);
export const TypeOrganisme = enumeration(
  "TypeOrganisme",
  "Nature d’un organisme du réseau pour l’emploi, ou d’un organisme payeur.",
  mots.TYPES_ORGANISME,
);
export const RoleIntervenant = enumeration(
  "RoleIntervenant",
  "Rôle d’un professionnel auprès de la personne. Un seul référent unique à la fois.",
  mots.ROLES_INTERVENANT,
);
export const StatutInscription = enumeration("StatutInscription", "Situation sur la liste de France Travail.", mots.STATUTS_INSCRIPTION);
export const NatureContrat = enumeration(
  "NatureContrat",
  "Nature du contrat. ORIENTATION_3_MOIS engage à prendre contact avec le référent ; CER et PPAE sont les contrats d’avant la loi plein emploi.",
  mots.NATURES_CONTRAT,
);
export const StatutContratEngagement = enumeration("StatutContratEngagement", "Étape d’un contrat d’engagement.", mots.STATUTS_CONTRAT);
export const MotifSuspensionContrat = enumeration(
  "MotifSuspensionContrat",
  "Ce qui a mis fin à l’inscription à France Travail, et suspend le contrat.",
  mots.MOTIFS_SUSPENSION_CONTRAT,
);
export { Impact, MotifModulation } from "../shared/contrat/enums";
export const NatureManquement = enumeration(
  "NatureManquement",
  "Nature du manquement aux obligations (CASF L. 262-37).",
  mots.NATURES_MANQUEMENT,
);
export const NatureSanction = enumeration(
  "NatureSanction",
  "Suspension-remobilisation ou suppression (CASF L. 262-37).",
  mots.NATURES_SANCTION,
);
export const StatutSanction = enumeration("StatutSanction", "Étape d’une procédure de sanction.", mots.STATUTS_SANCTION);
export const CauseAnnulation = enumeration(
  "CauseAnnulation",
  "Pourquoi une sanction est annulée : droit à l’erreur, recours, ou autre (API Gestion des sanctions RSA de France Travail).",
  mots.CAUSES_ANNULATION,
);
export const RaisonReexamen = enumeration(
  "RaisonReexamen",
  "Pourquoi une sanction décidée est à réexaminer. FONDEMENT_DISPARU : la sanction antérieure qui la fonde est annulée, ou levée avant d’avoir couru.",
  mots.RAISONS_REEXAMEN,
);
export const NatureSortie = enumeration(
  "NatureSortie",
  "Raison de la sortie du parcours. EMPLOI_DURABLE : six mois ou plus.",
  mots.NATURES_SORTIE,
);
export const TypeContratTravail = enumeration(
  "TypeContratTravail",
  "Type du contrat de travail ou de l’activité reprise.",
  mots.TYPES_CONTRAT_TRAVAIL,
);
export const Formulaire = enumeration("Formulaire", "Formulaire pour lequel on demande ce qui est déjà connu.", mots.FORMULAIRES);
export const ChampRetirable = enumeration(
  "ChampRetirable",
  "Donnée de la personne qui peut être retirée quand elle n’est plus vraie.",
  mots.CHAMPS_RETIRABLES,
);
export const MotifEffacement = enumeration(
  "MotifEffacement",
  "Pourquoi une personne est effacée. CONSERVATION_ECHUE : par la purge seule, au bout de la durée de conservation.",
  mots.MOTIFS_EFFACEMENT,
);
export const NatureDemandeDeDroits = enumeration(
  "NatureDemandeDeDroits",
  "Droit que la personne exerce (RGPD, articles 15 à 21).",
  mots.NATURES_DEMANDE,
);
export const StatutDemandeDeDroits = enumeration(
  "StatutDemandeDeDroits",
  "Étape d’une demande. A_LA_SOURCE : le Département est d’accord, la source de la donnée ne l’a pas encore corrigée, la donnée est contestée.",
  mots.STATUTS_DEMANDE,
);
export const DecisionDemandeDeDroits = enumeration(
  "DecisionDemandeDeDroits",
  "Réponse à une demande. PROLONGER : deux mois de plus, la personne est prévenue. LEVER : met fin à une opposition ou à une limitation.",
  mots.DECISIONS_DEMANDE,
);
export const DonneeRectifiable = enumeration("DonneeRectifiable", "Donnée qu’une personne peut faire corriger.", mots.DONNEES_RECTIFIABLES);
export const TraitementOpposable = enumeration(
  "TraitementOpposable",
  "Traitement du hub. Seuls ceux qui ne sont pas une obligation légale s’arrêtent par une opposition (docs/droits-des-personnes.md).",
  mots.TRAITEMENTS_OPPOSABLES,
);
