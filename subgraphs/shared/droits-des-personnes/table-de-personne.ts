/** Parts of what is handed to a person, in the order in which she reads them. */
export const RUBRIQUES = {
  IDENTITE: "Qui vous êtes",
  DOSSIER: "Vos droits au RSA",
  PARCOURS: "Votre accompagnement",
  RENDEZ_VOUS: "Vos rendez-vous",
  ACTIVITES: "Vos activités et les offres proposées",
  SANCTIONS: "Manquements et sanctions",
  DEMANDES: "Vos demandes sur vos données",
  ECHANGES: "À qui vos données ont été envoyées, et de qui elles ont été reçues",
  REGISTRE: "Qui a consulté ou écrit vos données",
  EVENEMENTS: "Ce qui a été annoncé de vous",
  STATISTIQUES: "La copie qui sert aux statistiques",
} as const;
export type Rubrique = keyof typeof RUBRIQUES;

/** Why a column is not handed over. */
export const RETENUES = {
  AGENT: "Le nom ou le code d’un agent : vous apprenez quel organisme, pas quelle personne (CJUE, C-579/21, 22 juin 2023).",
  TIERS: "Une donnée qui concerne, ou peut concerner, une autre personne (RGPD, article 15, 4).",
  TECHNIQUE:
    "Des valeurs calculées pour l’ordinateur, ou la copie chiffrée d’une donnée déjà remise : elles n’apprennent rien de plus sur vous.",
} as const;
export type Retenue = keyof typeof RETENUES;

/** One table that holds people, as its owner describes it for the person: which rows are hers, what is held back and why. */
export interface TableDePersonne {
  /** `schema.table`. */
  table: string;
  rubrique: Rubrique;
  /** What it is, in plain French. */
  titre: string;
  /** Condition on a row `t`, a constant of the code: $1 département (text), $2 ids of the person, those merged into hers included (uuid[]), $3 rejects that name her (uuid[]). */
  siennes?: string;
  /** Columns that are not handed over. `departement` never is: the whole file says it. */
  retenues?: Readonly<Record<string, Retenue>>;
  /** Columns computed in place of, or beside, those of the table: constant SQL over `t`, $1 and $2. */
  valeurs?: Readonly<Record<string, string>>;
  /** Encrypted columns that are hers to read: column → name under which its text is given. They are a NIR. */
  chiffrees?: Readonly<Record<string, string>>;
  /** Where it comes from, when rows do not carry a provenance. */
  origine?: string;
}

/** Tables without people, or that cannot be handed over, by reason: the completeness test wants each table of the hub in one list or the other. */
export interface TablesSansPersonne {
  raison: string;
  tables: readonly string[];
}

/** What a schema says of people. */
export interface PartDesPersonnes {
  schema: string;
  tables: readonly TableDePersonne[];
  sans: readonly TablesSansPersonne[];
}

/** The condition of most tables. */
export const PAR_ALLOCATAIRE = "t.departement = $1 and t.allocataire = any ($2::uuid[])";

/** Rows that refer to hers: `(t.departement, t.colonne)` is the key of a row of `mere` that names her. */
export const parLien = (colonne: string, mere: string, cle = "id") =>
  `t.departement = $1 and t.${colonne} in (select m.${cle} from ${mere} m where m.departement = $1 and m.allocataire = any ($2::uuid[]))`;

/** Rejects that name her: found by their words, whoever their owner is. */
export const REFUSES = "t.id = any ($3::uuid[])";
