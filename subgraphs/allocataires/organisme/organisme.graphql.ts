import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { ParcoursLocal } from "../../shared/contrat/parcours-local";
import { TypeOrganisme } from "../enums.graphql";
import type { TypeOrganisme as NomTypeOrganisme } from "../vocabulaire";
import type { Organisme, Referent } from "./organisme";
import {
  type FileActiveStockee,
  filesActivesParReferent,
  listerOrganismes,
  organismeParId,
  parcoursParCode,
  referentsParOrganisme,
} from "./organisme.repository";

@Directive('@key(fields: "id")')
@ObjectType("Organisme", {
  simpleResolvers: true,
  description: "Organisme du réseau pour l’emploi, ou organisme payeur, dans un département.",
})
export class OrganismeType implements Organisme {
  @Field(() => ID, { description: "Identifiant : département, tiret, code." })
  id: string;
  @Field(() => String, { description: "Code de l’organisme dans son département." })
  code: string;
  @Field(() => String, { description: "Nom." })
  nom: string;
  @Field(() => TypeOrganisme, { description: "Nature de l’organisme." })
  type: NomTypeOrganisme;
  @Field(() => String, { description: "Code du département." })
  departement: string;
}

@ObjectType("Referent", { simpleResolvers: true, description: "Professionnel qui suit des personnes." })
export class ReferentType implements Pick<Referent, "id" | "nom" | "prenom" | "fonction"> {
  @Field(() => ID, { description: "Identifiant : celui de l’organisme, tiret, code du professionnel." })
  id: string;
  @Field(() => String, { description: "Nom." })
  nom: string;
  @Field(() => String, { nullable: true, description: "Prénom." })
  prenom: string | null;
  @Field(() => String, { nullable: true, description: "Fonction." })
  fonction: string | null;
}

@ObjectType("FileActive", { simpleResolvers: true, description: "Personnes suivies par un référent dans un parcours." })
export class FileActiveType {
  @Field(() => ParcoursLocal, { description: "Parcours local." })
  parcours: ParcoursLocal;
  @Field(() => Int, { description: "Personnes suivies aujourd’hui, tous rôles confondus." })
  effectif: number;
  @Field(() => Int, { nullable: true, description: "Nombre que le référent peut suivre ; nul s’il n’est pas fixé." })
  maximum: number | null;
}

@Resolver(() => OrganismeType)
export class Organismes {
  @Directive("@authenticated")
  @Directive("@listSize(assumedSize: 100)")
  @Query(() => [OrganismeType], { nullable: true, description: "Organismes des départements que l’appelant peut lire." })
  async organismes(
    @Arg("departement", () => String, { nullable: true, description: "Code d’un département." }) departement: string | null,
    @Arg("type", () => TypeOrganisme, { nullable: true, description: "Nature des organismes." }) type: NomTypeOrganisme | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Organisme[]> {
    return listerOrganismes(await ctx.read(), departement ?? null, type ?? null);
  }

  @Directive("@listSize(assumedSize: 30)")
  @FieldResolver(() => [ReferentType], { description: "Professionnels de l’organisme, par nom." })
  referents(@Root() organisme: Organisme, @Ctx() ctx: RequestContext): Promise<Referent[]> {
    return ctx.loader(referentsParOrganisme).load(organisme.id);
  }
}

@Resolver(() => ReferentType)
export class Referents {
  @FieldResolver(() => OrganismeType, { description: "Son organisme." })
  organisme(@Root() referent: Referent, @Ctx() ctx: RequestContext): Promise<Organisme | null> {
    return ctx.loader(organismeParId).load(referent.organisme);
  }

  @FieldResolver(() => Int, { description: "Personnes suivies aujourd’hui, tous rôles et parcours confondus." })
  async fileActive(@Root() referent: Referent, @Ctx() ctx: RequestContext): Promise<number> {
    const files = await ctx.loader(filesActivesParReferent).load(referent.id);
    return files.reduce((total, file) => total + file.effectif, 0);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [FileActiveType], { description: "La même charge, par parcours, avec le maximum fixé." })
  async filesActives(@Root() referent: Referent, @Ctx() ctx: RequestContext): Promise<FileActiveType[]> {
    const files = await ctx.loader(filesActivesParReferent).load(referent.id);
    return (await Promise.all(files.map((file) => fileActive(ctx, file)))).flatMap((file) => file ?? []);
  }
}

async function fileActive(
  ctx: RequestContext,
  { departement, parcours, effectif, maximum }: FileActiveStockee,
): Promise<FileActiveType | null> {
  if (parcours === null) return null;
  const local = await ctx.loader(parcoursParCode).load({ departement, code: parcours });
  return local && { parcours: local, effectif, maximum };
}
