import { type Caller, FINALITES, type Finalite, hasScope, type Scope } from "../identity";
import { CLASSES, type ClasseDonnee, type Relation } from "./classes";

/** What a purpose opens of a class. */
export interface Ouverture {
  /** The farthest relation that reads it, for a system that speaks for its organisme. */
  relation: Relation;
  /** The same, for a person behind the client (claim `agent`), where she reads less than her organisme. */
  relationAgent?: Relation;
  /** Scope without which the value is masked, line by line. */
  droit?: Scope;
  /** Why, in law; French, shown in docs/droits.md. */
  raison: string;
}
/** What a purpose never opens, and why. */
export interface Fermeture {
  jamais: string;
}
export type Cellule = Ouverture | Fermeture;

const SANS_PERSONNE: Ouverture = {
  relation: "AUCUNE",
  raison:
    "Ne dit rien d’une personne : référentiels, catalogue, indicateurs (code des relations entre le public et l’administration, L. 312-1-1).",
};
const SUIVI_TECHNIQUE: Ouverture = {
  relation: "TERRITOIRE",
  raison: "Fait d’organisation ou de technique, nécessaire à la tenue du dossier et à la preuve des échanges (RGPD, art. 5-1-f et 32).",
};
const NIR_SANS_USAGE: Fermeture = {
  jamais: "Le NIR ne se lit que pour instruire et gérer le droit (décret 2019-341 ; loi 78-17, art. 30) : les autres numéros suffisent.",
};
const AUCUN_NOM: Fermeture = {
  jamais: "Une statistique ne demande l’identité de personne (RGPD, art. 5-1-c et 89) : les indicateurs sont comptés par le hub.",
};
const AUCUNE_SITUATION: Fermeture = {
  jamais: "La situation d’une personne nommée n’est pas une statistique (RGPD, art. 5-1-b et 89) : seuls les indicateurs la comptent.",
};
const AUCUNE_SANTE: Fermeture = {
  jamais: "Donnée de santé (RGPD, art. 9) : elle ne sert à compter personne, et aucun indicateur ne la montre nommément.",
};

const STATISTIQUE: Record<ClasseDonnee, Cellule> = {
  PUBLIQUE: SANS_PERSONNE,
  ORDINAIRE: SUIVI_TECHNIQUE,
  IDENTITE: AUCUN_NOM,
  SOCIALE: AUCUNE_SITUATION,
  SANTE: AUCUNE_SANTE,
  NIR: NIR_SANS_USAGE,
};

/** The policy, written once: the gateway and the subgraphs apply purpose × class, PostgreSQL adds the relation.
 * The narrowest wins: a scope or a portfolio that refuses still refuses. */
export const POLITIQUE: Readonly<Record<Finalite, Readonly<Record<ClasseDonnee, Cellule>>>> = {
  ORIENTATION: {
    PUBLIQUE: SANS_PERSONNE,
    ORDINAIRE: SUIVI_TECHNIQUE,
    IDENTITE: { relation: "TERRITOIRE", raison: "Orienter une personne, c’est la connaître et la convoquer (CASF L. 262-29)." },
    SOCIALE: {
      relation: "TERRITOIRE",
      raison: "L’orientation se décide d’après la situation sociale et professionnelle (CASF L. 262-29).",
    },
    SANTE: {
      relation: "TERRITOIRE",
      raison: "Les difficultés de santé décident du parcours social (CASF L. 262-29, 2° ; RGPD, art. 9-2-b).",
    },
    NIR: NIR_SANS_USAGE,
  },
  ACCOMPAGNEMENT: {
    PUBLIQUE: SANS_PERSONNE,
    ORDINAIRE: SUIVI_TECHNIQUE,
    IDENTITE: { relation: "TERRITOIRE", raison: "Le référent unique accueille et joint la personne (CASF L. 262-27)." },
    SOCIALE: {
      relation: "TERRITOIRE",
      raison: "Le contrat et le suivi reposent sur la situation de la personne (CASF L. 262-27 ; code du travail L. 5411-6).",
    },
    SANTE: {
      relation: "TERRITOIRE",
      relationAgent: "ORGANISME",
      raison:
        "Contraintes dont le contrat tient compte (code du travail L. 5411-6 ; RGPD, art. 9-2-b). Un agent ne les lit que des personnes que son organisme suit (RGPD, art. 5-1-c).",
    },
    NIR: NIR_SANS_USAGE,
  },
  DROITS_ET_DEVOIRS: {
    PUBLIQUE: SANS_PERSONNE,
    ORDINAIRE: SUIVI_TECHNIQUE,
    IDENTITE: { relation: "TERRITOIRE", raison: "La personne est informée par écrit et peut être entendue (CASF L. 262-37)." },
    SOCIALE: { relation: "TERRITOIRE", raison: "La décision se fonde sur le contrat et les manquements (CASF L. 262-37)." },
    SANTE: {
      jamais:
        "Ni le diagnostic ni la santé ne fondent une sanction (RGPD, art. 5-1-b et 9) : un motif légitime se dit, il ne se cherche pas.",
    },
    NIR: NIR_SANS_USAGE,
  },
  GESTION_DU_DROIT: {
    PUBLIQUE: SANS_PERSONNE,
    ORDINAIRE: SUIVI_TECHNIQUE,
    IDENTITE: { relation: "TERRITOIRE", raison: "Le droit est celui d’une personne identifiée avec certitude (CASF L. 262-40)." },
    SOCIALE: { relation: "TERRITOIRE", raison: "Le droit dépend du foyer et des ressources (CASF L. 262-40)." },
    SANTE: { jamais: "Le droit au RSA ne dépend pas de la santé (CASF L. 262-2 ; RGPD, art. 9)." },
    NIR: {
      relation: "TERRITOIRE",
      droit: "identite.nir",
      raison: "Rapprocher les fiches d’une même personne (décret 2019-341 ; CASF R. 262-102), pour l’agent habilité seulement.",
    },
  },
  PILOTAGE_STATISTIQUE: STATISTIQUE,
  EVALUATION: STATISTIQUE,
  EXERCICE_DES_DROITS: {
    PUBLIQUE: SANS_PERSONNE,
    ORDINAIRE: SUIVI_TECHNIQUE,
    IDENTITE: {
      relation: "TERRITOIRE",
      raison: "Répondre à la personne qui exerce ses droits, et vérifier que c’est elle (RGPD, art. 12 et 15).",
    },
    SOCIALE: { relation: "TERRITOIRE", raison: "La personne a droit à tout ce que le hub tient sur elle (RGPD, art. 15 à 22)." },
    SANTE: { relation: "TERRITOIRE", raison: "Ses données de santé aussi lui sont dues (RGPD, art. 15)." },
    NIR: { jamais: "Elle connaît son NIR : le masquer ne lui retire rien, et le protège d’une réponse mal adressée (loi 78-17, art. 30)." },
  },
  SUPPORT: {
    PUBLIQUE: SANS_PERSONNE,
    ORDINAIRE: SUIVI_TECHNIQUE,
    IDENTITE: { jamais: "Dépanner n’exige pas de savoir qui est la personne (RGPD, art. 5-1-c et 32)." },
    SOCIALE: { jamais: "Dépanner n’exige pas de lire un dossier (RGPD, art. 5-1-c et 32)." },
    SANTE: { jamais: "Dépanner n’exige aucune donnée de santé (RGPD, art. 9)." },
    NIR: NIR_SANS_USAGE,
  },
};

/** A token that says no purpose reads what says nothing of a person. */
const SANS_FINALITE: Fermeture = {
  jamais: "Le jeton ne dit pas pour quelle finalité il a été délivré : rien de ce qui touche une personne ne se lit.",
};

export function cellule(finalite: Finalite | null, classe: ClasseDonnee): Cellule {
  if (finalite === null) return classe === "PUBLIQUE" ? SANS_PERSONNE : SANS_FINALITE;
  return POLITIQUE[finalite][classe];
}

export const estOuverte = (une: Cellule): une is Ouverture => "relation" in une;

/** Classes whose coordinates a purpose may name. A coordinate of class NIR also carries other numbers: its values that are a NIR
 * are masked line by line (`nirEnClair`), the others follow IDENTITE. */
export function classesOuvertes(finalite: Finalite | null): ReadonlySet<ClasseDonnee> {
  return OUVERTES.get(finalite)!;
}
const ouvertesPour = (finalite: Finalite | null) =>
  new Set(CLASSES.filter((classe) => estOuverte(cellule(finalite, classe === "NIR" ? "IDENTITE" : classe))));
const OUVERTES = new Map<Finalite | null, ReadonlySet<ClasseDonnee>>(
  [null, ...FINALITES].map((finalite) => [finalite, ouvertesPour(finalite)]),
);

/** Whether a caller reads the number itself, where it is a NIR. */
export function nirEnClair(caller: Caller | null): boolean {
  const nir = cellule(caller?.finalite ?? null, "NIR");
  return estOuverte(nir) && (nir.droit === undefined || hasScope(caller, nir.droit));
}

/** The farthest relation that reads a class; null: nobody does. */
export function relationRequise(finalite: Finalite | null, classe: ClasseDonnee, agent: boolean): Relation | null {
  const une = cellule(finalite, classe);
  if (!estOuverte(une)) return null;
  return (agent ? une.relationAgent : undefined) ?? une.relation;
}
