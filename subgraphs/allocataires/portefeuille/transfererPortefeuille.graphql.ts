import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acte, CLE } from "../acte.graphql";
import type { Organisme } from "../organisme/organisme";
import { OrganismeType } from "../organisme/organisme.graphql";
import { organismeParId } from "../organisme/organisme.repository";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { lireActeur } from "../situation.repository";
import { type Correspondance, type Transfert, transfererPortefeuille } from "./transfererPortefeuille";
import { TransfertsRepository, transfertParId } from "./transfert.repository";

@ObjectType("Transfert", { simpleResolvers: true, description: "Transfert d’un portefeuille d’un organisme à un autre." })
export class TransfertType {
  @Field(() => ID, { description: "Identifiant, à donner en « annule » pour le défaire." })
  id: string;
  @Field(() => Int, { description: "Personnes transférées." })
  nombre: number;
  @Field(() => DateScalar, { description: "Premier jour dans l’organisme d’arrivée." })
  le: string;
}

const TransfererPortefeuilleResultat = resultatOuRefus("TransfererPortefeuilleResultat", TransfertType, "Transfert");

@InputType("CorrespondanceReferentInput", { description: "Qui, dans l’organisme d’arrivée, suit les personnes d’un référent de départ." })
export class CorrespondanceReferentInput implements Correspondance {
  @Field(() => ID, { description: "Référent de l’organisme de départ." })
  de: string;
  @Field(() => ID, { description: "Référent de l’organisme d’arrivée." })
  vers: string;
}

@ArgsType()
export class TransfererPortefeuilleArgs {
  @Field(() => ID, { description: "Organisme de départ." })
  deOrganisme: string;
  @Field(() => ID, { description: "Organisme d’arrivée, du même département." })
  versOrganisme: string;
  @Field(() => String, { description: "Motif." })
  motif: string;
  @Field(() => [CorrespondanceReferentInput], {
    nullable: true,
    description:
      "Référents nommés à l’arrivée. Les autres personnes reviennent à leur ancien référent si le transfert les ramène, sinon attendent d’en avoir un.",
  })
  referents?: CorrespondanceReferentInput[] | null;
  @Field(() => ID, { nullable: true, description: "Transfert à défaire : seules les personnes qu’il a déplacées reviennent." })
  annule?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver(() => TransfertType)
export class Transferts {
  @Directive('@requiresScopes(scopes: [["portefeuille.transferer"]])')
  @Mutation(() => TransfererPortefeuilleResultat, {
    description: "Transfère toutes les personnes que suit un organisme, ou va suivre, avec leur historique.",
  })
  transfererPortefeuille(
    @Args(() => TransfererPortefeuilleArgs) demande: TransfererPortefeuilleArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Transfert | Refus> {
    return acte<Transfert>(ctx, {
      mutation: "transfererPortefeuille",
      demande,
      apply: async (ecriture) =>
        transfererPortefeuille(await lireActeur(ecriture.tx), demande, new TransfertsRepository(ecriture.tx), ecriture, {
          aujourdhui: ctx.today(),
          maintenant: ctx.now(),
        }),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => (await transfertParId(tx, id)) ?? refus("TRANSFERT_INTROUVABLE"),
    });
  }

  @FieldResolver(() => OrganismeType, { nullable: true, description: "Organisme de départ." })
  deOrganisme(@Root() transfert: Transfert, @Ctx() ctx: RequestContext): Promise<Organisme | null> {
    return ctx.loader(organismeParId).load(transfert.de);
  }

  @FieldResolver(() => OrganismeType, { description: "Organisme d’arrivée." })
  versOrganisme(@Root() transfert: Transfert, @Ctx() ctx: RequestContext): Promise<Organisme | null> {
    return ctx.loader(organismeParId).load(transfert.vers);
  }
}
