import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Commune, commune } from "../../shared/contrat/commune";
import type { Pdie } from "../pdie/pdie";
import { ExtensionPdie } from "../pdie/pdie.graphql";
import { pdieParOffre } from "../pdie/pdie.repository";
import type { Offre, Session, Structure } from "./offre";
import { OffreInsertion, StructureInsertion } from "./offre.graphql";
import { descriptionParOffre, offresParStructure, sessionsParOffre, structureParId } from "./offre.repository";
import { SessionOffre } from "./session.graphql";

@Resolver(() => OffreInsertion)
export class OffreChampsResolver {
  @FieldResolver(() => String, { description: "Description, telle que reçue." })
  async description(@Root() offre: Offre, @Ctx() ctx: RequestContext): Promise<string | null> {
    return offre.description ?? (await ctx.loader(descriptionParOffre).load(offre.id))?.description ?? null;
  }

  @FieldResolver(() => Commune, { nullable: true, description: "Commune du lieu." })
  commune(@Root() offre: Offre): Commune | null {
    return commune(offre.codeInsee, offre.communeNom);
  }

  @FieldResolver(() => StructureInsertion, { description: "Structure qui porte l’offre." })
  structure(@Root() offre: Offre, @Ctx() ctx: RequestContext): Promise<Structure | null> {
    return ctx.loader(structureParId).load(offre.structureId);
  }

  @FieldResolver(() => ExtensionPdie, {
    nullable: true,
    description: "Ce que le fichier du Département ajoute à l’offre, places et financement ; null s’il ne la décrit pas.",
  })
  pdie(@Root() offre: Offre, @Ctx() ctx: RequestContext): Promise<Pdie | null> | null {
    return offre.departement === null ? null : ctx.loader(pdieParOffre).load(offre.id);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [SessionOffre], { description: "Sessions datées, par ordre de début." })
  sessions(@Root() offre: Offre, @Ctx() ctx: RequestContext): Promise<Session[]> {
    return ctx.loader(sessionsParOffre).load(offre.id);
  }
}

@Resolver(() => StructureInsertion)
export class StructureChampsResolver {
  @FieldResolver(() => Commune, { nullable: true, description: "Commune du lieu." })
  commune(@Root() structure: Structure): Commune | null {
    return commune(structure.codeInsee, structure.communeNom);
  }

  @Directive("@listSize(assumedSize: 10)")
  @FieldResolver(() => [OffreInsertion], { description: "Offres de la structure, par nom." })
  services(@Root() structure: Structure, @Ctx() ctx: RequestContext): Promise<Offre[]> {
    return ctx.loader(offresParStructure).load(structure.id);
  }
}
