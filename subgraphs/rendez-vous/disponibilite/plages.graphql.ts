import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { DateScalar } from "../../shared/contrat/scalars";
import { isUuid, pageSize } from "../../shared/page";
import type { FamilleMotif, Modalite } from "../correspondances-rdv";
import { FamilleMotifEnum, ModaliteEnum } from "../enums.graphql";
import { Organisme, organisme as organismeRef } from "../organisme.ref";
import { type AbsenceRow, absencesDOrganisme, type PlageRow, plagesDOrganisme } from "./saisie.repository";

const PAR_DEFAUT = 50;

@ObjectType({ simpleResolvers: true, description: "Heures auxquelles un organisme reçoit, qui se répètent : elles donnent des créneaux." })
export class PlageOuverture {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => Organisme, { nullable: true, description: "Organisme qui reçoit." })
  organisme: Organisme | null;
  @Field(() => String, { description: "Où elle est tenue : HUB, ou l’outil de rendez-vous qui l’a dite." })
  systeme: string;
  @Field(() => [FamilleMotifEnum], { description: "À quoi servent ses créneaux." })
  @Directive("@listSize(assumedSize: 4)")
  familles: FamilleMotif[];
  @Field(() => [ModaliteEnum], { description: "Sur place, par téléphone ou en visioconférence." })
  @Directive("@listSize(assumedSize: 3)")
  modalites: Modalite[];
  @Field(() => Int, { description: "Personnes reçues en même temps." })
  places: number;
  @Field(() => String, { nullable: true, description: "Lieu d’accueil." })
  lieu: string | null;
  @Field(() => String, { nullable: true, description: "Code INSEE de la commune du lieu d’accueil." })
  codeInsee: string | null;
  @Field(() => DateScalar, { description: "Premier jour." })
  premierJour: string;
  @Field(() => String, { description: "Heure de début sur le mur, HH:MM." })
  debut: string;
  @Field(() => String, { description: "Heure de fin sur le mur, HH:MM." })
  fin: string;
  @Field(() => String, { nullable: true, description: "Règle de répétition (RFC 5545) ; nulle : ce jour-là seulement." })
  rrule: string | null;
  @Field(() => String, { description: "Fuseau horaire du lieu (IANA)." })
  fuseau: string;
  @Field(() => Boolean, { description: "Vrai si elle ouvre aussi les jours fériés." })
  joursFeries: boolean;
  @Field(() => String, { nullable: true, description: "Pourquoi elle ne donne aucun créneau (code) ; nul quand elle se lit." })
  defaut: string | null;

  static de({ motifs, organisme, ...row }: PlageRow): PlageOuverture {
    const familles = [...new Set(motifs.map((m) => m.famille))];
    const modalites = [...new Set(motifs.map((m) => m.modalite))];
    return Object.assign(new PlageOuverture(), { ...row, familles, modalites, organisme: organismeRef(organisme) });
  }
}

@ObjectType({ simpleResolvers: true, description: "Heures auxquelles un agent ne reçoit pas, ou auxquelles un organisme est fermé." })
export class AbsenceDeclaree {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => Organisme, { nullable: true, description: "Organisme." })
  organisme: Organisme | null;
  @Field(() => DateScalar, { description: "Premier jour." })
  premierJour: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour d’une absence de plusieurs jours." })
  dernierJour: string | null;
  @Field(() => String, { description: "Heure de début sur le mur, HH:MM." })
  debut: string;
  @Field(() => String, { description: "Heure de fin sur le mur, HH:MM." })
  fin: string;
  @Field(() => String, { nullable: true, description: "Règle de répétition (RFC 5545)." })
  rrule: string | null;
  @Field(() => String, { description: "Fuseau horaire du lieu (IANA)." })
  fuseau: string;

  static de({ organisme, ...row }: AbsenceRow): AbsenceDeclaree {
    return Object.assign(new AbsenceDeclaree(), { ...row, organisme: organismeRef(organisme) });
  }
}

@Resolver()
export class PlagesResolver {
  @Query(() => [PlageOuverture], {
    nullable: true,
    description: "Plages d’ouverture d’un organisme, celles de ses outils comprises : la vôtre, ou toutes pour qui lit le département.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async plages(
    @Ctx() ctx: RequestContext,
    @Arg("organisme", () => ID, { description: "Organisme qui reçoit." }) organisme: string,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => ID, { nullable: true, description: "Identifiant de la dernière plage déjà lue." }) after: string | null,
  ): Promise<PlageOuverture[]> {
    const limite = pageSize(first, PAR_DEFAUT);
    if (!(await lisible(ctx, organisme))) return [];
    return (await plagesDOrganisme(await ctx.read(), organisme, after && isUuid(after) ? after : null, limite)).map(PlageOuverture.de);
  }

  @Query(() => [AbsenceDeclaree], {
    nullable: true,
    description: "Absences et fermetures déclarées dans le hub pour un organisme : les vôtres, ou toutes pour qui lit le département.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async absences(
    @Ctx() ctx: RequestContext,
    @Arg("organisme", () => ID, { description: "Organisme." }) organisme: string,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => ID, { nullable: true, description: "Identifiant de la dernière absence déjà lue." }) after: string | null,
  ): Promise<AbsenceDeclaree[]> {
    const limite = pageSize(first, PAR_DEFAUT);
    if (!(await lisible(ctx, organisme))) return [];
    return (await absencesDOrganisme(await ctx.read(), organisme, after && isUuid(after) ? after : null, limite)).map(AbsenceDeclaree.de);
  }
}

/** Another organisme of the same département is not read, unless the whole of it is. */
async function lisible(ctx: RequestContext, organisme: string): Promise<boolean> {
  const rights = await ctx.rights();
  return rights.portee === "departement" || rights.organisme === organisme;
}
