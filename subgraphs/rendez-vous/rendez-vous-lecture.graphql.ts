import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { asksField } from "../shared/asked-field";
import { CodedError } from "../shared/coded-error";
import type { RequestContext } from "../shared/context";
import { DateScalar, HorodatageScalar } from "../shared/contrat/scalars";
import type { ReferenceResolver } from "../shared/federation";
import { isUuid, pageSize } from "../shared/page";
import { personneVisible } from "../shared/perimetre";
import { Allocataire, allocataire } from "./allocataire.ref";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import { FamilleMotifEnum, ModaliteEnum } from "./enums.graphql";
import { Organisme } from "./organisme.ref";
import { RendezVous } from "./rendez-vous.graphql";
import { participationsDe, rendezVousDePersonne, rendezVousParId } from "./rendez-vous.repository";

const RENDEZ_VOUS_PAR_DEFAUT = 20;

@ObjectType({ simpleResolvers: true, description: "Place libre dans un agenda, sans nom." })
export class Creneau {
  @Field(() => HorodatageScalar, { description: "Début." })
  debut: Date;
  @Field(() => HorodatageScalar, { description: "Fin." })
  fin: Date;
  @Field(() => Organisme, { nullable: true, description: "Organisme qui reçoit." })
  organisme: Organisme | null;
  @Field(() => FamilleMotifEnum, { description: "À quoi sert le créneau." })
  famille: FamilleMotif;
  @Field(() => ModaliteEnum, { description: "Sur place, par téléphone ou en visioconférence." })
  modalite: Modalite;
  @Field(() => Int, { description: "Places encore libres." })
  placesRestantes: number;
}

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

  @Query(() => [Creneau], {
    nullable: true,
    description:
      "Créneaux libres d’un département, du premier au dernier jour compris. Liste vide quand aucune disponibilité n’est connue du hub.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive("@listSize(assumedSize: 50)")
  creneaux(
    @Arg("departement", () => String, { description: "Code du département." }) _departement: string,
    @Arg("famille", () => FamilleMotifEnum, { description: "À quoi sert le créneau." }) _famille: FamilleMotif,
    @Arg("du", () => DateScalar, { description: "Premier jour." }) du: string,
    @Arg("au", () => DateScalar, { description: "Dernier jour, compris." }) au: string,
    @Arg("codeInsee", () => String, { nullable: true, description: "Commune du lieu d’accueil." }) _codeInsee: string | null,
  ): Creneau[] {
    if (au < du) throw new CodedError("ARGUMENT_INVALIDE", "« au » vient avant « du » : inversez les deux dates.");
    return []; // no source of the hub tells its opening hours yet: nothing is known, nothing is invented
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
