import type { ContenuFoyer } from "./contenu";
import type { Reserve } from "./valeur";

/** Codes of the rights with what they mean, in our words. Source: reference §4.2 (situationdossierrsa.po, suspensiondroit.po, suspensionversement.po,
 * detailcalculdroitrsa.po, foyer.po of WebRSA). « inféré »: the code is named there without its meaning. */
type Libelles = Readonly<Record<string, string>>;

/** MOTICLORSA. */
export const MOTIFS_CLOTURE: Libelles = {
  PCG: "Décision du président du conseil départemental",
  ECH: "Échéance : quatre mois sans droit",
  EFF: "Annulation de la bascule depuis le RMI ou l’API",
  MUT: "Mutation du dossier vers un autre organisme",
  RGD: "Regroupement de dossiers",
  RFD: "Radiation, fin de droit",
  RAU: "Radiation, autre motif",
  RST: "Radiation, option pour le RSTA (outre-mer)",
  RSO: "Radiation, option pour le RSO (outre-mer)",
};

/** MOTIREFURSA. */
export const MOTIFS_REFUS: Libelles = {
  DSD: "Demande sans droit, pièces demandées",
  F02: "Moins de 25 ans sans personne à charge",
  F04: "Titre de séjour non valide",
  F09: "Résidence non conforme",
  F85: "Pas d’allocataire, décès par exemple",
  F97: "Bénéficiaire d’une AAH réduite",
  FDB: "Études, rémunération insuffisante",
  FDD: "Travail indépendant n’ouvrant pas droit",
  PCG: "Décision du président du conseil départemental",
};

/** MOTISUSVERSRSA. */
export const MOTIFS_SUSPENSION_VERSEMENT: Libelles = {
  "01": "Ressources trop élevées",
  "02": "Moins de 25 ans sans personne à charge",
  "03": "Activité non conforme",
  "04": "Titre de séjour non valide",
  "05": "Montant inférieur au seuil de versement",
  "06": "Déclaration trimestrielle de ressources non fournie",
  "09": "Résidence non conforme",
  "31": "Prestation exclue, affiliation partielle",
  "34": "Régime non conforme",
  "35": "Avantage de vieillesse non demandé, ou demandé tard",
  "36": "Titre de séjour absent",
  "85": "Pas d’allocataire, décès par exemple",
  "97": "Bénéficiaire d’une AAH réduite",
  AB: "Allocataire absent du foyer",
  CG: "Application d’une sanction",
  CV: "Décision du président du conseil départemental attendue",
  CZ: "Activité antérieure insuffisante",
  DA: "Activité antérieure absente",
  DB: "Études, rémunération insuffisante",
  DC: "Activité antérieure non conforme",
};

/** MOTISUSDRORSA: D, the whole dossier; G, the group of benefits. */
export const MOTIFS_SUSPENSION_DROIT: Libelles = {
  DA: "Dossier : situation de famille",
  DB: "Dossier : ressources",
  DC: "Dossier : enquête administrative",
  DD: "Dossier : enquête sociale",
  DE: "Dossier : imprimé de contrôle non rendu",
  DF: "Dossier : changement de caisse sans avis",
  DG: "Dossier : décès de Madame",
  DH: "Dossier : décès de Monsieur",
  DI: "Dossier : autre motif",
  DJ: "Dossier : paiement réimputé ou arrêté",
  DK: "Dossier : contrôle de l’assurance chômage sans réponse",
  DL: "Dossier : n’habite plus à l’adresse indiquée",
  DM: "Dossier : résidence inconnue",
  DN: "Dossier : divergence de droits, sécurité sociale",
  DO: "Dossier : divergence de droits, assurance vieillesse",
  DP: "Dossier : contrôle du parent hors d’état",
  DQ: "Dossier : motif DQ (inféré)",
  DR: "Dossier : motif DR (inféré)",
  GA: "Groupe : enquête administrative",
  GC: "Groupe : imprimé de contrôle non rendu",
  GE: "Groupe : forfait du travail indépendant non fourni",
  GF: "Groupe : situation de famille",
  GI: "Groupe : imprimé de changement de caisse non fourni",
  GJ: "Groupe : suspension par le président du conseil départemental",
  GK: "Groupe : contrat d’insertion",
  GL: "Groupe : action non engagée",
  GR: "Groupe : contrôle de l’activité et des ressources",
  GS: "Groupe : enquête sociale",
  GX: "Groupe : autre motif",
};

/** NATPF. */
export const NATURES_DE_DROIT: Libelles = {
  RSD: "RSA socle",
  RSI: "RSA socle majoré",
  RSU: "RSA socle, contrat aidé",
  RSB: "RSA socle local",
  RSJ: "RSA socle jeune",
  RCD: "RSA activité",
  RCI: "RSA activité majoré",
  RCU: "RSA activité, contrat aidé",
  RCB: "RSA activité local",
  RCJ: "RSA activité jeune",
};

/** SITFAM. */
export const SITUATIONS_DE_FAMILLE: Libelles = {
  ABA: "Abandon du foyer",
  CEL: "Célibat",
  DIV: "Divorce",
  ISO: "Isolement après une vie maritale ou un PACS",
  MAR: "Mariage",
  PAC: "PACS",
  RPA: "Reprise de la vie commune, PACS",
  RVC: "Reprise de la vie commune, mariage",
  RVM: "Reprise de la vie maritale",
  SEF: "Séparation de fait",
  SEL: "Séparation légale",
  VEU: "Veuvage",
  VIM: "Vie maritale",
};

/** ORIDEMRSA. */
export const ORIGINES_DE_DEMANDE: Libelles = { API: "Bascule depuis l’API", DEM: "Demande", RMI: "Bascule depuis le RMI" };

/** The codes of a foyer that no table has: kept as received, since the CAF may add one before we hear of it, and reported once each. */
export function codesInconnus(contenu: ContenuFoyer): Reserve[] {
  const recus: [champ: string, code: string | null | undefined, libelles: Libelles][] = [
    ["MOTICLORSA", contenu.cloture?.motif, MOTIFS_CLOTURE],
    ["MOTIREFURSA", contenu.refus?.motif, MOTIFS_REFUS],
    ...contenu.suspensionsVersement.map((s): [string, string, Libelles] => ["MOTISUSVERSRSA", s.motif, MOTIFS_SUSPENSION_VERSEMENT]),
    ...contenu.suspensionsDroit.map((s): [string, string, Libelles] => ["MOTISUSDRORSA", s.motif, MOTIFS_SUSPENSION_DROIT]),
    ...contenu.lignes.map((l): [string, string, Libelles] => ["NATPF", l.nature, NATURES_DE_DROIT]),
    ["SITFAM", contenu.situationFamille?.code, SITUATIONS_DE_FAMILLE],
    ["ORIDEMRSA", contenu.origineDemande, ORIGINES_DE_DEMANDE],
  ];
  const inconnus = new Map<string, Reserve>();
  for (const [champ, code, libelles] of recus)
    if (code && !Object.hasOwn(libelles, code))
      inconnus.set(`${champ} ${code}`, {
        code: "CODE_INCONNU",
        champ,
        message: `Le code « ${code} » de ${champ} n’est pas dans la nomenclature du hub. Il est gardé tel quel.`,
      });
  return [...inconnus.values()];
}
