import { Arg, Ctx, Directive, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { SystemeSource } from "../../shared/contrat/enums";
import type { Refus } from "../../shared/contrat/refus";
import { acteSur } from "../acte.graphql";
import { ChampRetirable } from "../enums.graphql";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { allocataireParId } from "../personne/allocataire.repository";
import { resultatOuRefus } from "../resultat.graphql";
import type * as mots from "../vocabulaire";
import { DeclarationsRepository, declarationFaite } from "./declaration.repository";
import { type DeclarationDonnees, declarerDonnees, issue } from "./declarerDonnees";

@InputType("AdresseInput", { description: "Adresse en France, déclarée par la personne ou par qui la suit." })
export class AdresseInput {
  @Field(() => String, { description: "Numéro et voie, avec ce qui les complète." })
  voie: string;
  @Field(() => String, { description: "Code postal, cinq chiffres." })
  codePostal: string;
  @Field(() => String, { description: "Code INSEE de la commune, cinq caractères." })
  codeInsee: string;
  @Field(() => String, { description: "Nom de la commune." })
  commune: string;
}

@InputType("DonneesDeclareesInput", { description: "Données à déclarer ; une donnée absente ou nulle n’est pas déclarée." })
export class DonneesDeclareesInput {
  @Field(() => String, {
    nullable: true,
    description: "Téléphone : dix chiffres, ou forme internationale ; gardé en forme internationale.",
  })
  telephone?: string | null;
  @Field(() => String, { nullable: true, description: "Courriel." })
  courriel?: string | null;
  @Field(() => AdresseInput, { nullable: true, description: "Adresse, prise en bloc." })
  adresse?: AdresseInput | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si la personne n’a pas de domicile stable." })
  sansDomicileFixe?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: "Nom d’usage : lettres latines, espaces, traits d’union, apostrophes et points, 100 caractères au plus.",
  })
  nomUsage?: string | null;
  @Field(() => [ChampRetirable], { nullable: true, description: "Données qui ne sont plus vraies, sans autre valeur connue." })
  retirer?: mots.ChampRetirable[] | null;
}

@ObjectType("DonneeEcartee", { simpleResolvers: true, description: "Donnée déclarée, gardée, mais qu’une source mieux placée contredit." })
export class DonneeEcarteeType {
  @Field(() => String, { description: "Nom du champ." })
  champ: string;
  @Field(() => SystemeSource, { description: "Source dont la valeur reste en cours." })
  source: SystemeSource;
  @Field(() => String, { description: "Règle de préséance appliquée." })
  motif: string;
}

@ObjectType("DeclarationDonnees", {
  simpleResolvers: true,
  description: "Ce que devient une déclaration : les données désormais en cours, et celles qu’une autre source garde.",
})
export class DeclarationDonneesType {
  @Field(() => ID, { description: "Identifiant de la déclaration." })
  id: string;
  @Directive("@listSize(assumedSize: 6)")
  @Field(() => [String], { description: "Champs dont la valeur déclarée est en cours." })
  retenues: string[];
  @Directive("@listSize(assumedSize: 6)")
  @Field(() => [DonneeEcarteeType], { description: "Champs dont une autre source garde la valeur." })
  ecartees: DonneeEcarteeType[];
}

const DeclarerDonneesResultat = resultatOuRefus("DeclarerDonneesResultat", DeclarationDonneesType, "DeclarationDonnees");

@Resolver()
export class DeclarationsDeDonnees {
  @Directive('@requiresScopes(scopes: [["contrat.signer"]])')
  @Mutation(() => DeclarerDonneesResultat, {
    description:
      "Déclare des données de la personne, dites par elle ou par qui la suit : le réseau les reprend, et ne les redemande pas. L’ancienne valeur reste dans les provenances.",
  })
  declarerDonnees(
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("donnees", () => DonneesDeclareesInput, { description: "Les données." }) donnees: DonneesDeclareesInput,
    @Arg("parAllocataire", () => Boolean, {
      defaultValue: false,
      description:
        "Vrai si la personne le dit elle-même à l’appelant ; faux, par défaut, si son organisme le sait par ailleurs : il en est alors la source.",
    })
    parAllocataire: boolean,
    @Arg("cleIdempotence", () => String, {
      nullable: true,
      description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois.",
    })
    cleIdempotence: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<DeclarationDonnees | Refus> {
    return acteSur<DeclarationDonnees>(ctx, {
      mutation: "declarerDonnees",
      demande: { allocataire, cleIdempotence, ...{ donnees, parAllocataire } },
      apply: (situation, ecriture) =>
        declarerDonnees(situation, { ...donnees, parAllocataire }, new DeclarationsRepository(ecriture.tx), ecriture, ctx.now()),
      reload: async ({ tx }, id) => {
        const faite = await declarationFaite(tx, id);
        return faite && issue(id, faite.allocataire, faite.dites);
      },
    });
  }
}

@Resolver(() => DeclarationDonneesType)
export class DetailDeLaDeclaration {
  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @FieldResolver(() => AllocataireType, { nullable: true, description: "La personne, telle qu’elle est désormais connue." })
  async allocataire(@Root() declaration: DeclarationDonnees, @Ctx() ctx: RequestContext): Promise<Allocataire | null> {
    const personne = await ctx.loader(allocataireParId).load(declaration.allocataire.id);
    if (personne) ctx.saw([personne.id]);
    return personne;
  }
}
