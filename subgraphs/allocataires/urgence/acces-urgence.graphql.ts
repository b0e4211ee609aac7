import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { PageInfo } from "../../shared/contrat/page-info";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { allocataireParId } from "../personne/allocataire.repository";
import type { AccesUrgence } from "./acces-urgence";

@ObjectType("AccesUrgence", {
  simpleResolvers: true,
  description:
    "Un professionnel lit, une heure et avec un motif, une personne qu’il ne suit pas. La personne et la déléguée à la protection des données le voient.",
})
export class AccesUrgenceType {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => String, { description: "Le système client." })
  client: string;
  @Field(() => String, { nullable: true, description: "Code de l’organisme." })
  organisme: string | null;
  @Field(() => String, { description: "Pourquoi, tel que dit à l’ouverture." })
  motif: string;
  @Field(() => HorodatageScalar, { description: "Quand il a été ouvert." })
  ouvertLe: Date;
  @Field(() => HorodatageScalar, { description: "Quand il se ferme de lui-même." })
  expireLe: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand il a été fermé avant." })
  fermeLe: Date | null;
}

@ObjectType({ simpleResolvers: true, description: "Un accès d’urgence et sa place dans la liste." })
export class AccesUrgenceEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => AccesUrgenceType, { description: "L’accès." })
  node: AccesUrgenceType;
}

@ObjectType({
  simpleResolvers: true,
  description: "Accès d’urgence, du plus récent au plus ancien ; les demandes qui n’ont trouvé personne y sont.",
})
export class AccesUrgenceConnection {
  @Field(() => [AccesUrgenceEdge], { description: "Les accès et leurs curseurs." })
  edges: AccesUrgenceEdge[];
  @Field(() => [AccesUrgenceType], { description: "Les accès." })
  nodes: AccesUrgenceType[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
}

@Resolver(() => AccesUrgenceType)
export class AccesUrgenceChamps {
  @FieldResolver(() => String, {
    nullable: true,
    description: "Code de l’agent, lu avec le droit journal.lire seulement (CJUE, C-579/21).",
  })
  agent(@Root() acces: AccesUrgence, @Ctx() ctx: RequestContext): string | null {
    return ctx.hasScope("journal.lire") ? acces.agent : null;
  }

  @FieldResolver(() => AllocataireType, {
    nullable: true,
    description: "La personne ; nulle si la demande n’a trouvé personne, ou hors du périmètre.",
  })
  async allocataire(@Root() { allocataire }: AccesUrgence, @Ctx() ctx: RequestContext): Promise<Allocataire | null> {
    const personne = allocataire === null ? null : await ctx.loader(allocataireParId).load(allocataire);
    if (personne) ctx.saw([personne.id]);
    return personne;
  }
}
