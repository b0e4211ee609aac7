import { Args, ArgsType, Ctx, Directive, Field, Float, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { resultatOuRefus } from "../resultat.graphql";
import { acteSurSanction } from "./acte-sanction.graphql";
import { constater } from "./constaterSanction";
import type { Sanction } from "./sanction";
import { SanctionType } from "./sanction.graphql";

const ConstaterSanctionResultat = resultatOuRefus("ConstaterSanctionResultat", SanctionType, "Sanction");

@ArgsType()
class ConstaterSanctionArgs {
  @Field(() => ID, { description: "Procédure que France Travail a proposée." })
  sanction: string;
  @Field(() => DateScalar, { description: "Jour de la décision de France Travail." })
  decideeLe: string;
  @Field(() => String, { description: "Pourquoi il décide : délai d’instruction dépassé, délégation." })
  motif: string;
  @Field(() => Float, { description: "Part du RSA, de 0 à 100." })
  quotitePourcent: number;
  @Field(() => Int, { description: "Durée, en mois." })
  dureeMois: number;
  @Field(() => DateScalar, { description: "Premier jour." })
  debut: string;
  @Field(() => String, { nullable: true, description: "Clé d’idempotence." })
  cleIdempotence?: string | null;
}

@Resolver()
export class ConstatsDeSanction {
  @Directive('@requiresScopes(scopes: [["sanction.proposer"]])')
  @Mutation(() => ConstaterSanctionResultat, {
    description:
      "Enregistre la décision que France Travail a prise sur sa propre proposition, le délai d’instruction du Département passé (CASF L. 262-37). Le hub la constate : il ne décide pas.",
  })
  constaterSanction(
    @Args(() => ConstaterSanctionArgs) demande: ConstaterSanctionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Sanction | Refus> {
    return acteSurSanction(ctx, "constaterSanction", demande, (procedure, jour) => constater(procedure, demande, jour));
  }
}
