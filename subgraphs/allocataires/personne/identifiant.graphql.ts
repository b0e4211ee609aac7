import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Provenance } from "../../shared/contrat/provenance";
import { DateScalar } from "../../shared/contrat/scalars";
import { nirEnClair } from "../../shared/droits/politique";
import type { SubgraphDependencies } from "../../shared/module";
import type { NirCipher } from "../../shared/nir-cipher";
import { TypeIdentifiant } from "../enums.graphql";
import type { TypeIdentifiant as NomTypeIdentifiant } from "../vocabulaire";
import type { Allocataire } from "./allocataire";
import { AllocataireType } from "./allocataire.graphql";
import { type IdentifiantStocke, identifiantsParAllocataire } from "./identifiant.repository";

@ObjectType("Identifiant", { simpleResolvers: true, description: "Numéro sous lequel un système connaît la personne." })
export class IdentifiantType {
  @Field(() => TypeIdentifiant, { description: "Nature du numéro." })
  type: NomTypeIdentifiant;
  @Field(() => String, { nullable: true, description: "Valeur ; nulle si elle est masquée." })
  valeur: string | null;
  @Field(() => Boolean, { description: "Vrai si la valeur existe mais que l’appelant ne peut pas la lire (droit identite.nir)." })
  masquee: boolean;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour de validité." })
  valideDu: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour de validité ; nul tant que le numéro est valable." })
  valideAu: string | null;
  @Field(() => Provenance, { description: "D’où vient le numéro." })
  provenance: Provenance;
}

/** In clear only where the policy opens the NIR: otherwise masked, and never deciphered. */
export function lireIdentifiant(ctx: RequestContext, cipher: NirCipher, identifiant: IdentifiantStocke): IdentifiantType {
  const { type, valideDu, valideAu, provenance } = identifiant;
  if (identifiant.valeur !== null) return { type, valeur: identifiant.valeur, masquee: false, valideDu, valideAu, provenance };
  const chiffree = nirEnClair(ctx.caller) ? identifiant.valeurChiffree : null;
  return { type, valeur: chiffree && cipher.decrypt(chiffree), masquee: chiffree === null, valideDu, valideAu, provenance };
}

@Resolver(() => AllocataireType)
export class IdentifiantsDeLAllocataire {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [IdentifiantType], {
    description: "Numéros connus, un par ligne. Le NIR et le matricule MSA sont masqués sans le droit identite.nir.",
  })
  async identifiants(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<IdentifiantType[]> {
    const identifiants = await ctx.loader(identifiantsParAllocataire).load(personne.id);
    return identifiants.map((identifiant) => lireIdentifiant(ctx, this.dependances.nirCipher, identifiant));
  }
}
