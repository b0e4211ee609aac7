import { Args, ArgsType, Ctx, Directive, Field, Float, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acteSur } from "../acte.graphql";
import { NatureSortie, TypeContratTravail } from "../enums.graphql";
import { resultatOuRefus } from "../resultat.graphql";
import type * as mots from "../vocabulaire";
import { SortiesRepository } from "./declaration.repository";
import { declarerRepriseEmploi, declarerSortie } from "./declarerSortie";
import type { RepriseEmploi, SortieParcours } from "./sortie";
import { RepriseEmploiType, SortieParcoursType } from "./sortie.graphql";
import { repriseParId, sortieParId } from "./sortie.repository";

const DeclarerSortieResultat = resultatOuRefus("DeclarerSortieResultat", SortieParcoursType, "SortieParcours");
const DeclarerRepriseEmploiResultat = resultatOuRefus("DeclarerRepriseEmploiResultat", RepriseEmploiType, "RepriseEmploi");
const CLE = { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." } as const;

@ArgsType()
export class DeclarerSortieArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => NatureSortie, { description: "Raison." })
  nature: mots.NatureSortie;
  @Field(() => DateScalar, { description: "Jour de la sortie." })
  date: string;
  @Field(() => String, { nullable: true, description: "Ce qui la prouve : contrat de travail, attestation, courrier." })
  preuve?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
export class DeclarerRepriseEmploiArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => DateScalar, { description: "Premier jour." })
  debut: string;
  @Field(() => TypeContratTravail, { description: "Type de contrat." })
  typeContrat: mots.TypeContratTravail;
  @Field(() => Int, { nullable: true, description: "Durée prévue, en mois." })
  dureeMois?: number | null;
  @Field(() => Float, { nullable: true, description: "Part d’un temps plein, de 0 à 1." })
  quotite?: number | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class DeclarationsDeSortie {
  @Directive('@requiresScopes(scopes: [["contrat.signer"]])')
  @Mutation(() => DeclarerSortieResultat, {
    description: "Déclare la sortie du parcours : l’orientation, le contrat et le suivi prennent fin.",
  })
  declarerSortie(@Args(() => DeclarerSortieArgs) demande: DeclarerSortieArgs, @Ctx() ctx: RequestContext): Promise<SortieParcours | Refus> {
    return acteSur<SortieParcours>(ctx, {
      mutation: "declarerSortie",
      demande,
      apply: (situation, ecriture) =>
        declarerSortie(situation, demande, new SortiesRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      reload: ({ tx }, id) => sortieParId(tx, id),
    });
  }

  @Directive('@requiresScopes(scopes: [["contrat.signer"]])')
  @Mutation(() => DeclarerRepriseEmploiResultat, { description: "Déclare une reprise d’emploi. La sortie du parcours se déclare à part." })
  declarerRepriseEmploi(
    @Args(() => DeclarerRepriseEmploiArgs) demande: DeclarerRepriseEmploiArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<RepriseEmploi | Refus> {
    return acteSur<RepriseEmploi>(ctx, {
      mutation: "declarerRepriseEmploi",
      demande,
      apply: (situation, ecriture) =>
        declarerRepriseEmploi(situation, demande, new SortiesRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      reload: ({ tx }, id) => repriseParId(tx, id),
    });
  }
}
