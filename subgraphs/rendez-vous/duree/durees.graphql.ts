import { Arg, Ctx, createUnionType, Directive, Field, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { appelant } from "../auteur";
import type { FamilleMotif } from "../correspondances-rdv";
import { refaireTousLesCreneaux } from "../disponibilite/disponibilite.repository";
import { FamilleMotifEnum } from "../enums.graphql";
import { CLE } from "../rendez-vous-mutations.graphql";
import { dureesDefinies, ecrireDuree } from "./duree.repository";
import { type DureeDefinie, type DureeLue, dureesLues, refusDuree } from "./durees";

@ObjectType({ simpleResolvers: true, description: "Durée des créneaux d’une famille de motif, là où ni la plage ni l’outil ne la dit." })
export class DureeCreneaux {
  @Field(() => FamilleMotifEnum, { description: "À quoi servent les créneaux." })
  famille: FamilleMotif;
  @Field(() => Int, { description: "Durée d’un créneau, en minutes." })
  minutes: number;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Premier jour où elle vaut ; nul : c’est la durée par défaut du hub, à confirmer par le Département.",
  })
  depuis: string | null;

  static de({ famille, minutes, depuis }: DureeLue): DureeCreneaux {
    return Object.assign(new DureeCreneaux(), { famille, minutes, depuis });
  }
}

const DefinirDureeCreneauxResultat = createUnionType({
  name: "DefinirDureeCreneauxResultat",
  description: "La durée définie, ou le refus.",
  types: () => [DureeCreneaux, Refus] as const,
});

@Resolver()
export class DureesDesCreneaux {
  @Query(() => [DureeCreneaux], {
    nullable: true,
    description: "Durées des créneaux dans votre département, par famille : celle qui vaut aujourd’hui, puis celles à venir.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive("@listSize(assumedSize: 8)")
  async dureesCreneaux(@Ctx() ctx: RequestContext): Promise<DureeCreneaux[]> {
    const definies = await dureesDefinies(await ctx.read(), [ctx.requireCaller().departement]);
    return dureesLues(definies, ctx.today()).map(DureeCreneaux.de);
  }

  @Mutation(() => DefinirDureeCreneauxResultat, {
    description:
      "Définit, à partir d’un jour, la durée des créneaux d’une famille de motif dans le département, et refait les créneaux à venir. Réservé au Département.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async definirDureeCreneaux(
    @Ctx() ctx: RequestContext,
    @Arg("famille", () => FamilleMotifEnum, { description: "À quoi servent les créneaux." }) famille: FamilleMotif,
    @Arg("minutes", () => Int, { description: "De 5 à 720 minutes." }) minutes: number,
    @Arg("depuis", () => DateScalar, { description: "Premier jour : aujourd’hui, ou un jour à venir." }) depuis: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<DureeCreneaux | Refus> {
    const demande: DureeDefinie = { famille, minutes, depuis };
    const result = await once<DureeDefinie>(ctx, {
      schema: "rendez_vous",
      mutation: "definirDureeCreneaux",
      cle,
      payload: demande,
      apply: (writing) => definir(ctx, writing, demande),
      idOf: () => `${famille} ${depuis}`,
      reload: (_, writing) => relire(ctx, writing, demande),
    });
    return result instanceof Refus ? result : DureeCreneaux.de(result);
  }
}

async function definir(ctx: RequestContext, { tx, publish }: WritingTransaction, demande: DureeDefinie): Promise<DureeDefinie | Refus> {
  const refus = refusDuree(demande, (await appelant(ctx, tx)).type, ctx.today());
  if (refus) return refus;
  const { departement, client } = ctx.requireCaller();
  await ecrireDuree(tx, departement, demande, client, ctx.now());
  await publish({ type: "DureeCreneauxDefinie", departement, allocataire: null, donnees: { ...demande } });
  await refaireTousLesCreneaux(tx, departement, ctx.now());
  return demande;
}

async function relire(ctx: RequestContext, { tx }: WritingTransaction, { famille, depuis }: DureeDefinie): Promise<DureeDefinie> {
  const definies = await dureesDefinies(tx, [ctx.requireCaller().departement]);
  const row = definies.find((d) => d.famille === famille && d.depuis === depuis);
  if (!row) throw new CodedError("FORBIDDEN", "Cette durée n’est plus dans votre périmètre.");
  return row;
}
