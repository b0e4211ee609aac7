import { Arg, Ctx, Directive, Field, Float, Int, ObjectType, Query, Resolver, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import type { SubgraphDependencies } from "../../shared/module";
import { duRessort } from "../contrat/ressort";
import { invalide } from "../mesure/demande";
import { moteurDe } from "../mesure/mesures.repository";
import { cohorte } from "./cohorte.repository";
import { MOIS_MAX, moisEcoules } from "./comparer";
import { EVENEMENTS_ATTENDUS, type EvenementAttendu, paliersDits } from "./devenir";
import { durees } from "./devenir.repository";
import { kaplanMeier } from "./statistique/survie";

export const EvenementCohorte = enumOf(EVENEMENTS_ATTENDUS);
registerEnumType(EvenementCohorte, {
  name: "EvenementCohorte",
  description: "Ce qui est attendu : retour à l’emploi déclaré, sortie de parcours, contrat signé, entretien honoré avec le référent.",
});

@ObjectType({ simpleResolvers: true, description: "Où en est une cohorte à la fin d’un mois." })
export class PalierCohorte {
  @Field(() => Int, { description: "Rang du mois : 0 commence le jour où le groupe est fixé." })
  mois: number;
  @Field(() => Int, { nullable: true, description: "Personnes encore suivies au début des mois que ce palier réunit." })
  exposees: number | null;
  @Field(() => Int, { nullable: true, description: "Personnes pour qui c’est arrivé depuis le dernier palier dit." })
  survenus: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "Personnes perdues de vue depuis le dernier palier dit : sorties, ou suivi pas assez long.",
  })
  perdues: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "Part des personnes pour qui c’est arrivé à la fin de ce mois, de 0 à 100 (Kaplan-Meier : qui est perdu de vue compte tant qu’on le voit).",
  })
  part: number | null;
  @Field(() => Float, { nullable: true, description: "Bas de l’intervalle à 95 % (Greenwood, échelle log-log)." })
  bas: number | null;
  @Field(() => Float, { nullable: true, description: "Haut de cet intervalle." })
  haut: number | null;
  @Field(() => Boolean, { description: "Vrai si ce mois est tu, car il porte sur trop peu de personnes : il compte avec les suivants." })
  masquee: boolean;
}

@Resolver()
export class DevenirResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 36)")
  @Query(() => [PalierCohorte], {
    nullable: true,
    description:
      "Pour quelle part d’une cohorte quelque chose est arrivé, mois par mois depuis qu’elle est fixée. Une cohorte inconnue donne null.",
  })
  async devenirCohorte(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Arg("code", () => String, { description: "Code de la cohorte." }) code: string,
    @Arg("evenement", () => EvenementCohorte, { description: "Ce qui est attendu." }) evenement: EvenementAttendu,
    @Arg("mois", () => Int, { defaultValue: 12, description: `Mois suivis, ${MOIS_MAX} au plus.` }) mois: number,
    @Ctx() ctx: RequestContext,
  ): Promise<PalierCohorte[] | null> {
    if (!duRessort(ctx, departement)) return null;
    if (mois < 1 || mois > MOIS_MAX) throw invalide("mois", `Le suivi dure de 1 à ${MOIS_MAX} mois.`);
    const tx = await ctx.read();
    const groupe = await cohorte(tx, departement, code);
    if (!groupe) return null;
    const ecoules = moisEcoules([groupe.fixeeLe], mois, ctx.today());
    if (ecoules === 0) return [];
    const paliers = kaplanMeier(await durees(tx, groupe, evenement, ctx.today()), ecoules - 1);
    return paliersDits(paliers, moteurDe(this.dependances).seuil);
  }
}
