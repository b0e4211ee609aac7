import { Arg, Ctx, Directive, Field, Float, Int, ObjectType, Query, Resolver, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../../shared/context";
import { enumOf } from "../../../shared/contrat/enums";
import type { SubgraphDependencies } from "../../../shared/module";
import { indicateurDe } from "../../mesure/catalogue";
import type { MesureIndicateur } from "../../mesure/mesure.graphql";
import { type LigneContrat, ligneContrat } from "../ligne-contrat.graphql";
import { mesureDe } from "../mesure-de-ligne.graphql";
import { duRessort } from "../ressort";
import { lignesContrat } from "../suivi.repository";
import { type Chiffres, CODES_CONTROLE_CONTRAT, type CodeControleContrat, controlerRelations, controlerRepartition } from "./relation";
import { relationsDuContrat } from "./relation.repository";

export const CodeControleContratEnum = enumOf(CODES_CONTROLE_CONTRAT);
registerEnumType(CodeControleContratEnum, { name: "CodeControleContrat", description: "Ce qu’un contrôle du tableau de suivi a trouvé." });

@ObjectType({
  simpleResolvers: true,
  description: "Deux chiffres du tableau de suivi qui ne vont pas ensemble. Ils restent tels qu’écrits.",
})
export class ControleContrat {
  @Field(() => CodeControleContratEnum, { description: "Code stable du contrôle." })
  code: CodeControleContrat;
  @Directive("@listSize(assumedSize: 3)")
  @Field(() => [String], { description: "La ligne, puis celles avec lesquelles elle est comparée." })
  lignes: string[];
  @Field(() => String, { description: "Ce qui est comparé : situation 2023, cible ou résultat d’une année." })
  quoi: string;
  @Field(() => Float, { description: "Ce qui est écrit, saisi ou compté." })
  ecrit: number;
  @Field(() => Float, { description: "Ce que les autres lignes donnent." })
  attendu: number;
  @Field(() => String, { description: "Ce qui est trouvé, en une phrase." })
  message: string;
}

@Resolver()
export class ControlesResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 20)")
  @Query(() => [ControleContrat], {
    nullable: true,
    description:
      "Les sommes du tableau de suivi : lignes nationales et locales, parts et ensembles, répartitions. Vide quand tout va ensemble.",
  })
  async controlesContrat(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Arg("annee", () => Int, { description: "Année suivie." }) annee: number,
    @Ctx() ctx: RequestContext,
  ): Promise<ControleContrat[] | null> {
    if (!duRessort(ctx, departement)) return null;
    const tx = await ctx.read();
    const lignes = (await lignesContrat(tx, departement, annee)).map((row) => ligneContrat(row, annee));
    const relations = await relationsDuContrat(tx, departement);
    const mesures = await Promise.all(lignes.map((ligne) => mesureDe(ligne, ctx, this.dependances)));
    return [
      ...controlerRelations(relations, chiffresDe(lignes, mesures, annee)),
      ...mesures.flatMap((mesure) => (mesure ? repartition(mesure, annee) : [])),
    ];
  }
}

function chiffresDe(lignes: readonly LigneContrat[], mesures: readonly (MesureIndicateur | null)[], annee: number): Chiffres[] {
  const de = (quoi: string, valeur: (ligne: LigneContrat, i: number) => number | null | undefined): Chiffres => ({
    quoi,
    valeurs: new Map(
      lignes
        .map((ligne, i) => [ligne.code, valeur(ligne, i)] as const)
        .filter((paire): paire is readonly [string, number] => typeof paire[1] === "number"),
    ),
  });
  const annees = [...new Set(lignes.flatMap(({ cibles }) => cibles.map((cible) => cible.annee)))].sort();
  return [
    de("Situation 2023", ({ situation }) => situation.valeur),
    ...annees.map((an) => de(`Cible ${an}`, ({ cibles }) => cibles.find((cible) => cible.annee === an)?.lue.valeur)),
    de(`Résultat ${annee}`, (_ligne, i) => mesures[i]?.valeur),
  ];
}

function repartition({ definition, ventilation }: MesureIndicateur, annee: number): ControleContrat[] {
  if (indicateurDe(definition.code)?.calcul.parts !== "part-du-total") return [];
  return controlerRepartition(
    definition.code,
    `Résultat ${annee}`,
    ventilation.map(({ valeur }) => valeur),
  );
}
