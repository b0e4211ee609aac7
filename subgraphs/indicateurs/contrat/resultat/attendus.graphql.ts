import { Arg, Ctx, Directive, Field, Int, ObjectType, Query, Resolver, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../../shared/context";
import { enumOf } from "../../../shared/contrat/enums";
import { DateScalar } from "../../../shared/contrat/scalars";
import type { SubgraphDependencies } from "../../../shared/module";
import { type LigneContrat, ligneContrat, OrigineResultatEnum } from "../ligne-contrat.graphql";
import { calculee, cleDe } from "../mesure-de-ligne.graphql";
import type { Origine } from "../origine";
import { recusDe } from "../recu/resultat-officiel.graphql";
import { duRessort } from "../ressort";
import { lignesContrat } from "../suivi.repository";
import { CAUSES_ATTENTE, type CauseAttente, causeAttente, ecartALEcheance, echeanceDuResultat } from "./attendu";
import { ResultatSaisi } from "./resultat.graphql";
import { codesRejetes } from "./validation.repository";

export const CauseAttenteEnum = enumOf(CAUSES_ATTENTE);
registerEnumType(CauseAttenteEnum, {
  name: "CauseAttente",
  description: "Ce qu’une ligne attend : une saisie, une correction après un rejet, une validation, ou le chiffre de France Travail.",
});

@ObjectType({ simpleResolvers: true, description: "Une ligne du contrat à laquelle il manque quelque chose pour une année." })
export class ResultatAttendu {
  @Field(() => String, { description: "Code de l’indicateur." })
  code: string;
  @Field(() => String, { description: "Libellé de l’indicateur." })
  indicateur: string;
  @Field(() => String, { nullable: true, description: "Fiche action." })
  fiche: string | null;
  @Field(() => String, { description: "Qui produit le chiffre officiel." })
  producteur: string;
  @Field(() => OrigineResultatEnum, { description: "D’où le chiffre doit venir." })
  origineAttendue: Origine;
  @Field(() => CauseAttenteEnum, { description: "Ce qui manque." })
  cause: CauseAttente;
  @Field(() => DateScalar, { description: "Jour du rapport : le 31 mars de l’année suivante." })
  echeance: string;
  @Field(() => Int, { description: "Jours de ce jour à aujourd’hui ; négatif avant lui." })
  ecartJours: number;
  @Field(() => ResultatSaisi, { nullable: true, description: "Le résultat à valider." })
  resultat: ResultatSaisi | null;
}

@Resolver()
export class AttendusResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Directive("@listSize(assumedSize: 60)")
  @Query(() => [ResultatAttendu], {
    nullable: true,
    description: "Ce qui manque au suivi d’une année : à saisir, à corriger, à valider, à recevoir. Vide quand tout est là.",
  })
  async resultatsAttendus(
    @Arg("departement", () => String, { description: "Code du département (94)." }) departement: string,
    @Arg("annee", () => Int, { description: "Année suivie." }) annee: number,
    @Ctx() ctx: RequestContext,
  ): Promise<ResultatAttendu[] | null> {
    if (!duRessort(ctx, departement)) return null;
    const tx = await ctx.read();
    const lignes = (await lignesContrat(tx, departement, annee)).map((row) => ligneContrat(row, annee));
    const rejetes = new Set(await codesRejetes(tx, departement, annee));
    const attendus = await Promise.all(lignes.map((ligne) => attendu(ligne, rejetes, ctx, this.dependances)));
    return attendus.filter((a) => a !== null);
  }
}

async function attendu(
  ligne: LigneContrat,
  rejetes: ReadonlySet<string>,
  ctx: RequestContext,
  dependances: SubgraphDependencies,
): Promise<ResultatAttendu | null> {
  const [recus, calcul] = await Promise.all([ctx.loader(recusDe).load(cleDe(ligne)), calculee(ligne, ctx, dependances)]);
  const { code, indicateur, fiche, producteur, origineAttendue, annee, saisie } = ligne;
  const cause = causeAttente({
    origineAttendue,
    calculee: calcul !== null,
    saisie: saisie?.statut ?? null,
    rejetee: rejetes.has(code),
    recue: recus.length > 0,
  });
  if (cause === null) return null;
  const dates = { echeance: echeanceDuResultat(annee), ecartJours: ecartALEcheance(annee, ctx.today()) };
  return { code, indicateur, fiche, producteur, origineAttendue, cause, ...dates, resultat: cause === "A_VALIDER" ? saisie : null };
}
