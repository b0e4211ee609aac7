import { Arg, Ctx, Directive, Field, Int, ObjectType, Query, Resolver, registerEnumType } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { CADRES, REGLES_LIEU, REGLES_SUSPENDUS, TABLEAUX } from "./calcul";
import { CATALOGUE, indicateurDe } from "./catalogue";
import { type Fiche, fiche, ficheSaisie } from "./fiche";
import { definitionsDuContrat } from "./mesure.repository";
import { dansLOrdre, SANS_CALCUL } from "./sans-calcul";

export const RegleSuspendus = enumOf(REGLES_SUSPENDUS);
registerEnumType(RegleSuspendus, {
  name: "RegleSuspendus",
  description: "Ce que devient une personne dont le droit est suspendu : comptée (AVEC), non comptée (SANS), ou sans objet.",
});
export const RegleLieu = enumOf(REGLES_LIEU);
registerEnumType(RegleLieu, {
  name: "RegleLieu",
  description: "Où un fait est compté : commune où la personne habitait le jour compté (A_LA_DATE), ou commune actuelle (ACTUELLE).",
});

@ObjectType({
  simpleResolvers: true,
  description: "Ce qu’un indicateur compte, et comment. Une définition qui change prend une nouvelle version.",
})
export class DefinitionIndicateur implements Fiche {
  @Field(() => String, {
    description: "Code de l’indicateur : au contrat (L.I.V2.1.3, F.4), à un état (OARSA.T1.03, PP.B5.04), du hub (UF.1.01).",
  })
  code: string;
  @Field(() => Int, { description: "Version de la définition." })
  version: number;
  @Field(() => String, { description: "Libellé, tel qu’écrit au contrat ou au tableau." })
  libelle: string;
  @Field(() => String, { description: "Cadre : local, national, feuille-de-route, oarsa, plan-pauvrete ou interne." })
  cadre: string;
  @Field(() => String, { nullable: true, description: "Tableau d’un état où la ligne se trouve (ANNEXE4_VOLET_3, OARSA_T1…)." })
  tableau: string | null;
  @Field(() => String, { description: "Qui produit le chiffre officiel : DEPARTEMENT, FRANCE_TRAVAIL ou PARTAGE." })
  producteur: string;
  @Field(() => String, { description: "Unité de la valeur." })
  unite: string;
  @Field(() => String, { description: "Ce que compte le numérateur." })
  numerateur: string;
  @Field(() => String, { nullable: true, description: "Ce que compte le dénominateur ; absent pour un nombre." })
  denominateur: string | null;
  @Field(() => String, { description: "Qui est compté, à quelle date, et où." })
  regleCohorte: string;
  @Field(() => RegleSuspendus, { description: "Si une personne dont le droit est suspendu est comptée." })
  regleSuspendus: Fiche["regleSuspendus"];
  @Field(() => RegleLieu, { description: "Où un fait est compté." })
  regleLieu: Fiche["regleLieu"];
  @Field(() => String, { nullable: true, description: "Jour d’où court le délai mesuré ; absent si aucun délai n’est mesuré." })
  origineDelai: string | null;
  @Field(() => String, { nullable: true, description: "Ce qui change par rapport à la version précédente ; absent pour la première." })
  differences: string | null;
  @Field(() => Boolean, { description: "Vrai si le hub calcule l’indicateur ; faux si le résultat est saisi, avec sa preuve." })
  calcule: boolean;
  @Field(() => String, { nullable: true, description: "Pourquoi le hub ne le calcule pas ; absent s’il le calcule." })
  pourquoi: string | null;
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [String], { description: "Ventilations possibles ; deux se croisent, séparées d’une virgule (commune,age)." })
  ventilations: readonly string[];
  @Field(() => String, { description: "Texte d’où vient l’indicateur." })
  source: string;
}

@Resolver()
export class DefinitionResolver {
  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 400)")
  @Query(() => [DefinitionIndicateur], {
    nullable: true,
    description: "Les définitions des indicateurs, dans l’ordre du contrat, puis des tableaux des états, puis celles du hub.",
  })
  async definitionsIndicateurs(
    @Arg("cadre", () => String, {
      nullable: true,
      description: "local, national, feuille-de-route, oarsa, plan-pauvrete ou interne, ou un tableau (OARSA_T1) ; tous si absent.",
    })
    cadre: string | null,
    @Arg("toutesVersions", () => Boolean, { defaultValue: false, description: "Vrai pour avoir aussi les versions précédentes." })
    toutesVersions: boolean,
    @Ctx() ctx: RequestContext,
  ): Promise<DefinitionIndicateur[]> {
    const voulu = lireCadre(cadre);
    const duContrat = await definitionsDuContrat(await ctx.read());
    const connues = new Set(duContrat.map((definition) => definition.code));
    // What the hub computes is defined by its code; without a contract loaded, these are all there is.
    const calculees = (code: string) => (toutesVersions ? CATALOGUE.get(code) : [indicateurDe(code)!])?.map(fiche) ?? [];
    const derniere = new Map(duContrat.map((definition) => [definition.code, definition]));
    const toutes = [...derniere.values()].flatMap((definition) =>
      CATALOGUE.has(definition.code) ? calculees(definition.code) : [ficheSaisie(definition)],
    );
    const ailleurs = [...CATALOGUE.keys()].filter((code) => !connues.has(code)).flatMap(calculees);
    toutes.push(...dansLOrdre([...ailleurs, ...SANS_CALCUL.values()]));
    return toutes.filter((definition) => voulu === null || definition.cadre === voulu || definition.tableau === voulu);
  }
}

/** The frame or table that an argument names, or null when there is none. Errors: ARGUMENT_INVALIDE. */
function lireCadre(cadre: string | null): string | null {
  if (cadre === null || cadre === undefined) return null;
  const texte = cadre.trim();
  const trouve =
    CADRES.find((connu) => connu === texte.toLowerCase().replaceAll(" ", "-")) ?? TABLEAUX.find((connu) => connu === texte.toUpperCase());
  if (trouve) return trouve;
  const connus = [...CADRES, ...TABLEAUX.filter((tableau) => tableau !== "INTERNE")];
  throw new CodedError("ARGUMENT_INVALIDE", `Le cadre est l’un de : ${connus.join(", ")}.`, { champ: "cadre" });
}
