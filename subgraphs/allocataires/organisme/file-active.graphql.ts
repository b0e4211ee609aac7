import { Ctx, Directive, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { ParcoursLocal } from "../../shared/contrat/parcours-local";
import { type FileActiveStockee, filesActivesParOrganisme, filesActivesParReferent } from "./file-active.repository";
import type { Organisme, Referent } from "./organisme";
import { OrganismeType, ReferentType } from "./organisme.graphql";
import { parcoursParCode } from "./organisme.repository";

@ObjectType("FileActive", {
  simpleResolvers: true,
  description:
    "Personnes suivies par un référent, ou par un organisme, dans un parcours. Chacune compte une fois, quels que soient les rôles.",
})
export class FileActiveType {
  @Field(() => ParcoursLocal, { description: "Parcours local." })
  parcours: ParcoursLocal;
  @Field(() => Int, { description: "Personnes suivies aujourd’hui, tous rôles confondus." })
  effectif: number;
  @Field(() => Int, { description: "Celles dont il est le référent unique." })
  effectifReferentUnique: number;
  @Field(() => Int, {
    description: "Celles auprès de qui il intervient sans être leur référent unique : co-référent, remplaçant, autre rôle.",
  })
  effectifAutresRoles: number;
  @Field(() => Int, {
    nullable: true,
    description: "Nombre que le référent peut suivre, ou la somme de ceux des référents de l’organisme ; nul s’il n’est pas fixé.",
  })
  maximum: number | null;
  @Field(() => Boolean, {
    description: "Vrai quand l’effectif passe le maximum. C’est une alerte : rien n’est refusé, un professionnel décide.",
  })
  depassee: boolean;
}

async function fileActive(ctx: RequestContext, file: FileActiveStockee): Promise<FileActiveType | null> {
  const { departement, parcours: code, effectif, effectifReferentUnique, maximum } = file;
  const parcours = code === null ? null : await ctx.loader(parcoursParCode).load({ departement, code });
  const effectifAutresRoles = effectif - effectifReferentUnique;
  const depassee = maximum !== null && effectif > maximum;
  return parcours && { parcours, effectif, effectifReferentUnique, effectifAutresRoles, maximum, depassee };
}

const filesActives = async (ctx: RequestContext, files: FileActiveStockee[]): Promise<FileActiveType[]> =>
  (await Promise.all(files.map((file) => fileActive(ctx, file)))).flatMap((file) => file ?? []);

@Resolver(() => ReferentType)
export class FilesActivesDuReferent {
  @FieldResolver(() => Int, { description: "Personnes suivies aujourd’hui, tous rôles et parcours confondus." })
  async fileActive(@Root() referent: Referent, @Ctx() ctx: RequestContext): Promise<number> {
    const files = await ctx.loader(filesActivesParReferent).load(referent.id);
    return files.reduce((total, file) => total + file.effectif, 0);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [FileActiveType], { description: "La même charge, par parcours, avec le maximum fixé." })
  async filesActives(@Root() referent: Referent, @Ctx() ctx: RequestContext): Promise<FileActiveType[]> {
    return filesActives(ctx, await ctx.loader(filesActivesParReferent).load(referent.id));
  }
}

@Resolver(() => OrganismeType)
export class FilesActivesDeLOrganisme {
  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [FileActiveType], {
    description: "Personnes suivies aujourd’hui par l’organisme, par parcours, y compris celles qu’aucun référent ne suit encore.",
  })
  async filesActives(@Root() organisme: Organisme, @Ctx() ctx: RequestContext): Promise<FileActiveType[]> {
    return filesActives(ctx, await ctx.loader(filesActivesParOrganisme).load(organisme.id));
  }
}
