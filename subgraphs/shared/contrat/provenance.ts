import { Directive, Field, ObjectType } from "type-graphql";
import { SystemeSource } from "./enums";
import { HorodatageScalar } from "./scalars";

@Directive("@shareable")
@ObjectType({ simpleResolvers: true, description: "D’où vient une donnée, depuis quand, et sur quelle base légale elle est partagée." })
export class Provenance {
  @Field(() => SystemeSource, { description: "Système qui a collecté la donnée." })
  source: SystemeSource;
  @Field(() => String, { nullable: true, description: "Organisme qui l’a collectée." })
  organisme?: string | null;
  @Field(() => HorodatageScalar, { description: "Quand la donnée a été collectée par sa source." })
  collecteeLe: Date;
  @Field(() => HorodatageScalar, { description: "Quand le hub l’a reçue." })
  recueLe: Date;
  @Field(() => Boolean, { description: "Vrai si la source certifie la donnée." })
  certifiee: boolean;
  @Field(() => String, { description: "Base légale de la collecte et du partage." })
  baseLegale: string;
  @Field(() => String, { nullable: true, description: "Référence chez la source (fichier, message)." })
  reference?: string | null;
}

/** Columns that a table of facts carries to say where each row comes from. */
export interface ProvenanceColumns {
  source: SystemeSource;
  source_organisme: string | null;
  collectee_le: Date;
  recue_le: Date;
  certifiee: boolean;
  reference: string | null;
}

/** Legal basis by source. To be confirmed by the data-protection officer of each département. */
const BASES: Partial<Record<SystemeSource, string>> = {
  CAF: "CASF L. 262-40, R. 262-102 : flux des organismes payeurs",
  MSA: "CASF L. 262-40, R. 262-102 : flux des organismes payeurs",
  FRANCE_TRAVAIL: "Code du travail L. 5311-7 : système d’information du réseau pour l’emploi",
};
const BASE_PAR_DEFAUT = "CASF L. 262-29 à L. 262-36 : orientation et accompagnement des allocataires";

export function provenance(row: ProvenanceColumns): Provenance {
  return {
    source: row.source,
    organisme: row.source_organisme,
    collecteeLe: row.collectee_le,
    recueLe: row.recue_le,
    certifiee: row.certifiee,
    baseLegale: BASES[row.source] ?? BASE_PAR_DEFAUT,
    reference: row.reference,
  };
}

/** The same columns in SQL, for CREATE TABLE. */
export const PROVENANCE_SQL = `source text not null, source_organisme text, collectee_le timestamptz not null,
  recue_le timestamptz not null, certifiee boolean not null default false, reference text`;
