import { Arg, Ctx, Directive, FieldResolver, Float, Int, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { JsonScalar } from "../../shared/contrat/scalars";
import { pageSize } from "../../shared/page";
import type { Offre, Structure } from "../offre/offre";
import { OffreInsertion, StructureInsertion } from "../offre/offre.graphql";
import { refuserNul } from "../texte-recu";
import { Fraicheur, QualiteFiche, ValeurInconnue } from "./fiche.graphql";
import {
  doublonsParOffre,
  doublonsParStructure,
  type FicheComplete,
  ficheParOffre,
  scoreParStructure,
  type ValeurInconnueLue,
  valeursInconnues,
} from "./fiche.repository";
import { type Fraicheur as FraicheurLue, fraicheurDe } from "./fraicheur";
import { type Qualite, qualiteDe } from "./qualite";

const TEXTE = (description: string) => FieldResolver(() => String, { nullable: true, description });

/** The fields of data·inclusion v1 that are read for one offer, not for a list; one statement for all of them, and for all offers. */
@Resolver(() => OffreInsertion)
export class OffreFicheResolver {
  @TEXTE("Adresse du lieu.")
  adresse(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "adresse");
  }

  @TEXTE("Complément d’adresse.")
  complementAdresse(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "complement_adresse");
  }

  @TEXTE("Code postal du lieu.")
  codePostal(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "code_postal");
  }

  @TEXTE("Téléphone du service.")
  telephone(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "telephone");
  }

  @TEXTE("Courriel du service.")
  courriel(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "courriel");
  }

  @TEXTE("Personne à contacter, telle que le producteur la publie.")
  contactNomPrenom(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "contact_nom_prenom");
  }

  @TEXTE("Horaires d’accueil, au format opening_hours d’OpenStreetMap.")
  horairesAccueil(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "horaires_accueil");
  }

  @TEXTE("Fiche chez son producteur (adresse web).")
  lienSource(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "lien_source");
  }

  @TEXTE("Précisions sur les publics.")
  publicsPrecisions(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "publics_precisions");
  }

  @TEXTE("Conditions d’accès : prérequis, justificatifs.")
  conditionsAcces(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "conditions_acces");
  }

  @TEXTE("Précisions sur la mobilisation.")
  mobilisationPrecisions(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "mobilisation_precisions");
  }

  @FieldResolver(() => JsonScalar, { nullable: true, description: "Champs reçus que le schéma v1 ne nomme pas, tels quels." })
  extra(@Root() offre: Offre, @Ctx() ctx: RequestContext) {
    return champ(offre, ctx, "extra");
  }

  @FieldResolver(() => Fraicheur, { nullable: true, description: "Jusqu’à quand se fier à la fiche." })
  async fraicheur(@Root() offre: Offre, @Ctx() ctx: RequestContext): Promise<FraicheurLue | null> {
    const fiche = await ctx.loader(ficheParOffre).load(offre.id);
    return fiche && fraicheurDe(fiche, ctx.today());
  }

  @FieldResolver(() => QualiteFiche, {
    nullable: true,
    description: "Qualité de la fiche, critère par critère, avec un conseil pour chacun qui n’est pas plein.",
  })
  async qualite(@Root() offre: Offre, @Ctx() ctx: RequestContext): Promise<Qualite | null> {
    const fiche = await ctx.loader(ficheParOffre).load(offre.id);
    return fiche && qualiteDe(fiche, ctx.today());
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [OffreInsertion], { description: "Offres qui semblent être la même, chez d’autres producteurs." })
  doublons(@Root() offre: Offre, @Ctx() ctx: RequestContext): Promise<Offre[]> {
    return ctx.loader(doublonsParOffre).load(offre.id);
  }
}

async function champ<N extends keyof FicheComplete>(offre: Offre, ctx: RequestContext, nom: N): Promise<FicheComplete[N] | null> {
  return (await ctx.loader(ficheParOffre).load(offre.id))?.[nom] ?? null;
}

@Resolver(() => StructureInsertion)
export class StructureFicheResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description: "Qualité, de 0 à 1 : moyenne de celle de ses offres ; null si elle n’en a pas.",
  })
  async scoreQualite(@Root() structure: Structure, @Ctx() ctx: RequestContext): Promise<number | null> {
    return (await ctx.loader(scoreParStructure).load(structure.id))?.score ?? null;
  }

  @FieldResolver(() => Fraicheur, { description: "Jusqu’à quand se fier à la fiche." })
  fraicheur(@Root() structure: Structure, @Ctx() ctx: RequestContext): FraicheurLue {
    return fraicheurDe({ source: structure.source, date_maj: structure.dateMaj, extra: structure.extra }, ctx.today());
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [StructureInsertion], {
    description: "Structures qui semblent être la même : même SIRET, ou même nom au même endroit.",
  })
  doublons(@Root() structure: Structure, @Ctx() ctx: RequestContext): Promise<Structure[]> {
    return ctx.loader(doublonsParStructure).load(structure.id);
  }

  @Directive("@authenticated")
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  @Query(() => [ValeurInconnue], {
    nullable: true,
    description: "Valeurs et champs reçus que le schéma v1 de data·inclusion ne connaît pas, les plus répandus d’abord.",
  })
  async valeursInconnues(
    @Arg("source", () => String, { nullable: true, description: "Producteur ; null : tous." }) source: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Ctx() ctx: RequestContext,
  ): Promise<ValeurInconnueLue[]> {
    refuserNul(source, "source");
    return valeursInconnues(await ctx.read(), source ?? null, pageSize(first, 50));
  }
}
