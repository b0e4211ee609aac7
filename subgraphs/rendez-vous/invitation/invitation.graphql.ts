import { Arg, Ctx, Directive, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { SystemeSource } from "../../shared/contrat/enums";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { isUuid, pageSize } from "../../shared/page";
import { Allocataire } from "../allocataire.ref";
import type { FamilleMotif } from "../correspondances-rdv";
import { FamilleMotifEnum } from "../enums.graphql";
import { Organisme, organisme } from "../organisme.ref";
import { invitationsDe, referentsAilleursDe } from "./invitation.repository";

const PAR_DEFAUT = 20;

@ObjectType({ simpleResolvers: true, description: "Invitation à choisir soi-même un rendez-vous. Ce n’est pas une convocation." })
export class Invitation {
  @Field(() => SystemeSource, { description: "L’outil qui l’a envoyée." })
  systeme: SystemeSource;
  @Field(() => String, { description: "Identifiant dans cet outil." })
  identifiant: string;
  @Field(() => String, { description: "SMS, EMAIL ou POSTAL ; sinon le mot de l’outil." })
  canal: string;
  @Field(() => FamilleMotifEnum, { description: "À quoi servira le rendez-vous." })
  famille: FamilleMotif;
  @Field(() => HorodatageScalar, { description: "Quand elle a été envoyée." })
  envoyeeLe: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Jusqu’à quand elle vaut." })
  expireLe: Date | null;
  @Field(() => Boolean, { description: "Vrai si le lien a été ouvert." })
  cliquee: boolean;
  @Field(() => String, {
    nullable: true,
    description: "REMISE, ECHEC ou EN_COURS ; absent si l’outil ne le dit pas, ou le dit d’un mot inconnu (`remiseSource`).",
  })
  remise: string | null;
  @Field(() => String, { nullable: true, description: "Remise, telle que l’outil l’écrit." })
  remiseSource: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "Référent qu’un outil de rendez-vous assigne à la personne. Le référent unique n’en change pas.",
})
export class ReferentAilleurs {
  @Field(() => SystemeSource, { description: "L’outil." })
  systeme: SystemeSource;
  @Field(() => String, { description: "Identifiant de l’agent dans cet outil ; ni nom ni adresse n’est gardé." })
  agent: string;
  @Field(() => Organisme, { nullable: true, description: "Son organisme, si le hub le reconnaît." })
  organisme: Organisme | null;
  @Field(() => HorodatageScalar, { description: "Instant du dernier message de l’outil qui le dit." })
  depuis: Date;
}

@Resolver(() => Allocataire)
export class DitsDAilleursResolver {
  @FieldResolver(() => [Invitation], {
    nullable: true,
    description: "Invitations envoyées à la personne, de la plus récente à la plus ancienne.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async invitations(
    @Root() { id }: Allocataire,
    @Ctx() ctx: RequestContext,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
  ): Promise<Invitation[] | null> {
    const size = pageSize(first, PAR_DEFAUT);
    if (!isUuid(id)) return null;
    const rows = await ctx.loader(invitationsDe).load(id);
    ctx.saw(rows.slice(0, 1).map((row) => row.canonique));
    return rows.slice(0, size);
  }

  @FieldResolver(() => [ReferentAilleurs], { nullable: true, description: "Référents que les outils de rendez-vous lui assignent." })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive("@listSize(assumedSize: 2)")
  async referentsAilleurs(@Root() { id }: Allocataire, @Ctx() ctx: RequestContext): Promise<ReferentAilleurs[] | null> {
    if (!isUuid(id)) return null;
    const rows = await ctx.loader(referentsAilleursDe).load(id);
    ctx.saw(rows.slice(0, 1).map((row) => row.canonique));
    return rows.map((row) => ({ ...row, organisme: organisme(row.organisme) }));
  }
}
