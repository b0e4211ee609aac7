import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { asksField } from "../shared/asked-field";
import type { RequestContext } from "../shared/context";
import { DateScalar } from "../shared/contrat/scalars";
import type { ReferenceResolver } from "../shared/federation";
import { isUuid, pageSize } from "../shared/page";
import { personneVisible } from "../shared/perimetre";
import { Allocataire, allocataire } from "./allocataire.ref";
import { RendezVous } from "./rendez-vous.graphql";
import { participationsDe, rendezVousDePersonne, rendezVousParId } from "./rendez-vous.repository";

const RENDEZ_VOUS_PAR_DEFAUT = 20;

@Resolver()
export class RendezVousLectureResolver {
  @Query(() => RendezVous, { nullable: true, description: "Un rendez-vous de votre périmètre, ou rien." })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  async rendezVous(
    @Arg("id", () => ID, { description: "Identifiant dans le hub." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<RendezVous | null> {
    return lireRendezVous(id, ctx);
  }
}

@Resolver(() => Allocataire)
export class RendezVousDAllocataireResolver {
  @FieldResolver(() => [RendezVous], {
    nullable: true,
    description: "Rendez-vous de la personne, du plus récent au plus ancien. « depuis » et « jusque » sont des jours, compris.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async rendezVous(
    @Root() person: Allocataire,
    @Ctx() ctx: RequestContext,
    @Arg("depuis", () => DateScalar, { nullable: true, description: "Premier jour." }) depuis: string | null,
    @Arg("jusque", () => DateScalar, { nullable: true, description: "Dernier jour, compris." }) jusque: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: RENDEZ_VOUS_PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
  ): Promise<RendezVous[] | null> {
    const size = pageSize(first, RENDEZ_VOUS_PAR_DEFAUT);
    const found = await ctx
      .loader(rendezVousDePersonne)
      .load({ allocataire: person.id, depuis: depuis ?? null, jusque: jusque ?? null, first: size });
    if (!found) return null;
    ctx.saw([found.canonique]);
    return found.rendezVous.map((row) => RendezVous.de(row));
  }
}

/** Reads one appointment, and says in the register whose it is. */
async function lireRendezVous(id: string, ctx: RequestContext): Promise<RendezVous | null> {
  const row = await ctx.loader(rendezVousParId).load(id);
  if (!row) return null;
  ctx.saw((await ctx.loader(participationsDe).load(row.id)).map((p) => p.allocataire));
  return RendezVous.de(row);
}

/** `rendezVous` applies the perimeter in its own statement; the id of a person is given canonical and only to who may read her. */
async function personne({ id }: { id: string }, ctx: RequestContext, info: GraphQLResolveInfo): Promise<Allocataire | null> {
  if (!isUuid(id)) return null;
  if (!asksField(info, "Allocataire", "id")) return allocataire(id);
  return allocataire((await ctx.loader(personneVisible).load(id))?.canonique ?? null);
}

/** An appointment by reference: the scope is asked again, since no root field was. */
async function rendezVous({ id }: { id: string }, ctx: RequestContext): Promise<RendezVous | null> {
  return ctx.hasScope("rendez-vous.lire") ? lireRendezVous(id, ctx) : null;
}

export const references: Record<string, ReferenceResolver> = { Allocataire: personne, RendezVous: rendezVous };
