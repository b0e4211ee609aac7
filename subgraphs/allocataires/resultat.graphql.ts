import { createUnionType } from "type-graphql";
import { Refus } from "../shared/contrat/refus";

/** The union of a mutation: what it gives, or a typed refusal. */
export const resultatOuRefus = (name: string, type: new () => object, nomDuType: string) =>
  createUnionType({
    name,
    description: `${nomDuType}, ou refus typé.`,
    types: () => [type, Refus] as const,
    resolveType: (valeur) => (valeur instanceof Refus ? "Refus" : nomDuType),
  });
