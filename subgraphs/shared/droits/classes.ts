/** What a datum says, hence who may read it. From the least to the most protected.
 *
 * - PUBLIQUE: says nothing of a person: catalogue, référentiels, indicators.
 * - ORDINAIRE: technical or organisational facts on a file: ids of the hub, dates of exchanges, who works where.
 * - IDENTITE: who she is: names, birth, contacts, address, numbers.
 * - SOCIALE: how she lives and what is decided: income, household, rights, orientation, contract, sanctions, appointments.
 * - SANTE: her health, or what tells it: diagnostic, constraints, motives of an exemption.
 * - NIR: a number that is, or may be, her NIR. */
export const CLASSES = ["PUBLIQUE", "ORDINAIRE", "IDENTITE", "SOCIALE", "SANTE", "NIR"] as const;
export type ClasseDonnee = (typeof CLASSES)[number];

/** What ties a caller to a person, the nearest first.
 * REFERENT: the agent follows her today; ORGANISME: the organisme does; TERRITOIRE: the organisme answers for everyone of her
 * département; AUCUNE: nothing. */
export const RELATIONS = ["REFERENT", "ORGANISME", "TERRITOIRE", "AUCUNE"] as const;
export type Relation = (typeof RELATIONS)[number];

/** Whether a relation is at least as near as the one that is asked. */
export const suffit = (relation: Relation, requise: Relation): boolean => RELATIONS.indexOf(relation) <= RELATIONS.indexOf(requise);
