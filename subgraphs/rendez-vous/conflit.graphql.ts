import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../shared/context";
import { SystemeSource } from "../shared/contrat/enums";
import { HorodatageScalar } from "../shared/contrat/scalars";
import { type Conflit, UNEFOIS, valeursInconnues } from "./declaration";
import { type ChangementRow, ditsDe, historiqueDe } from "./declarations.repository";
import { StatutParticipationEnum } from "./enums.graphql";
import { Participation, RendezVous } from "./rendez-vous.graphql";
import { participationsDe } from "./rendez-vous.repository";
import type { StatutEnregistre } from "./statut-participation";

@ObjectType({ simpleResolvers: true, description: "Ce que dit un outil d’un champ en conflit." })
export class ValeurEnConflit {
  @Field(() => SystemeSource, { nullable: true, description: "L’outil ; absent pour une saisie dans le hub." })
  systeme: SystemeSource | null;
  @Field(() => String, { description: "La valeur : un instant, des minutes ou un statut." })
  valeur: string;
  @Field(() => HorodatageScalar, { description: "Quand il l’a dit." })
  majLe: Date;
}

@ObjectType({ simpleResolvers: true, description: "Un champ sur lequel les outils, ou un outil et le hub, ne disent pas la même chose." })
export class ConflitRendezVous {
  @Field(() => String, { description: "Le champ : debut, dureeMinutes ou statut." })
  champ: string;
  @Field(() => [ValeurEnConflit], { description: "Ce que chacun dit, du plus ancien au plus récent ; le dernier l’emporte." })
  @Directive("@listSize(assumedSize: 3)")
  valeurs: ValeurEnConflit[];
}

@ObjectType({ simpleResolvers: true, description: "Valeur qu’aucune table du hub ne connaît : gardée, et à examiner." })
export class ValeurInconnueRendezVous {
  @Field(() => SystemeSource, { description: "L’outil qui la dit." })
  systeme: SystemeSource;
  @Field(() => String, { description: "Le champ : statut, typeLieu, categorie ou evenement." })
  champ: string;
  @Field(() => String, { description: "Telle que l’outil l’écrit." })
  valeur: string;
}

@ObjectType({ simpleResolvers: true, description: "Un changement de statut d’un participant." })
export class ChangementPresence {
  @Field(() => StatutParticipationEnum, { nullable: true, description: "Statut d’avant ; absent à la première fois." })
  avant: StatutEnregistre | null;
  @Field(() => StatutParticipationEnum, { nullable: true, description: "Statut d’après ; absent si l’outil a retiré la personne." })
  apres: StatutEnregistre | null;
  @Field(() => HorodatageScalar, { description: "Quand il a été dit." })
  le: Date;
  @Field(() => SystemeSource, { nullable: true, description: "Système qui l’a dit." })
  source: SystemeSource | null;
  @Field(() => String, { description: "Logiciel qui l’a dit ; jamais le nom de l’agent." })
  client: string;
}

const conflit = ({ champ, valeurs }: Conflit): ConflitRendezVous => ({
  champ,
  valeurs: valeurs.map((v) => ({ ...v, majLe: new Date(v.majLe) })),
});

@Resolver(() => RendezVous)
export class ConflitsDuRendezVous {
  @FieldResolver(() => [ConflitRendezVous], {
    description: "Ce qui se contredit sur le rendez-vous ; la présence est sur chaque participation.",
  })
  @Directive("@listSize(assumedSize: 2)")
  async conflits(@Root() { id }: RendezVous, @Ctx() ctx: RequestContext): Promise<ConflitRendezVous[]> {
    return (await ctx.loader(ditsDe).load(id)).conflits.filter((c) => c.allocataire === null).map(conflit);
  }

  @FieldResolver(() => [ValeurInconnueRendezVous], {
    description:
      "Ce que les outils disent et que le hub ne sait pas lire ; un statut, seulement d’une participation que le jeton permet de lire.",
  })
  @Directive("@listSize(assumedSize: 2)")
  async valeursInconnues(@Root() { id }: RendezVous, @Ctx() ctx: RequestContext): Promise<ValeurInconnueRendezVous[]> {
    const [{ declarations }, participants] = await Promise.all([ctx.loader(ditsDe).load(id), ctx.loader(participationsDe).load(id)]);
    const lisibles = new Set(participants.map((p) => p.porteur));
    return declarations.flatMap((d) => {
      const { systeme } = d;
      return systeme === UNEFOIS ? [] : valeursInconnues(d, lisibles).map((v) => ({ systeme, ...v }));
    });
  }
}

@Resolver(() => Participation)
export class SourcesDeLaParticipation {
  @FieldResolver(() => String, {
    nullable: true,
    description: "Statut tel que le dernier outil l’écrit ; absent si aucun outil ne tient ce rendez-vous.",
  })
  async statutSource(@Root() { rendezVous, porteur }: Participation, @Ctx() ctx: RequestContext): Promise<string | null> {
    const { declarations } = await ctx.loader(ditsDe).load(rendezVous);
    const said = declarations.filter((d) => d.participants.some((p) => p.allocataire === porteur && p.statutSource));
    const last = said.sort((a, b) => (a.le > b.le ? -1 : 1))[0];
    return last?.participants.find((p) => p.allocataire === porteur)?.statutSource ?? null;
  }

  @FieldResolver(() => [ConflitRendezVous], { description: "Ce qui se contredit sur la présence de cette personne." })
  @Directive("@listSize(assumedSize: 1)")
  async conflits(@Root() { rendezVous, porteur }: Participation, @Ctx() ctx: RequestContext): Promise<ConflitRendezVous[]> {
    return (await ctx.loader(ditsDe).load(rendezVous)).conflits.filter((c) => c.allocataire === porteur).map(conflit);
  }

  @FieldResolver(() => [ChangementPresence], {
    description: "Chaque changement de statut, corrections comprises, du plus ancien au plus récent.",
  })
  @Directive("@listSize(assumedSize: 4)")
  async historique(@Root() { rendezVous, canonique }: Participation, @Ctx() ctx: RequestContext): Promise<ChangementPresence[]> {
    const rows = await ctx.loader(historiqueDe).load(rendezVous);
    return rows.filter((row) => row.allocataire === canonique).map(changement);
  }
}

const changement = ({ avant, apres, le, source, client }: ChangementRow): ChangementPresence => ({
  avant,
  apres,
  le,
  source: Object.hasOwn(SystemeSource, source) ? source : null,
  client,
});
