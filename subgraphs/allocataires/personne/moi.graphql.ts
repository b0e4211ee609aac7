import { Ctx, Directive, Field, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Finalite } from "../../shared/contrat/enums";
import type { Finalite as NomFinalite } from "../../shared/identity";
import { OrganismeType, ReferentType } from "../organisme/organisme.graphql";
import { organismeParId, referentParId } from "../organisme/organisme.repository";

@ObjectType("Moi", { simpleResolvers: true, description: "Ce que le jeton présenté dit de l’appelant." })
export class MoiType {
  @Field(() => String, { description: "Système client." })
  client: string;
  @Field(() => String, { description: "Code du département, ou * pour tous." })
  departement: string;
  @Field(() => OrganismeType, { nullable: true, description: "Organisme, s’il est connu du hub." })
  organisme: OrganismeType | null;
  @Field(() => ReferentType, { nullable: true, description: "Professionnel derrière le client, s’il est connu du hub." })
  referent: ReferentType | null;
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [String], { description: "Droits portés par le jeton." })
  scopes: string[];
  @Field(() => Finalite, { nullable: true, description: "Finalité du traitement." })
  finalite: NomFinalite | null;
}

@Resolver()
export class Moi {
  @Directive("@authenticated")
  @Query(() => MoiType, { nullable: true, description: "Qui appelle, et avec quels droits." })
  async moi(@Ctx() ctx: RequestContext): Promise<MoiType> {
    const { client, departement, scopes, finalite } = ctx.requireCaller();
    const { organisme, referent } = await ctx.rights();
    const [sonOrganisme, sonReferent] = await Promise.all([
      organisme === null ? null : ctx.loader(organismeParId).load(organisme),
      referent === null ? null : ctx.loader(referentParId).load(referent),
    ]);
    return {
      client,
      departement,
      organisme: sonOrganisme,
      referent: sonReferent as ReferentType | null,
      scopes: [...scopes].sort(),
      finalite,
    };
  }
}
