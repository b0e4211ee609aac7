import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { isUuid } from "../../shared/page";
import { acte } from "../acte.graphql";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { situationVerrouillee } from "../situation.repository";
import type { Manquement } from "./manquement";
import { ManquementType } from "./manquement.graphql";
import { manquementDeLaTransaction } from "./manquement.repository";
import { ManquementsRepository } from "./signalement.repository";
import { refusDExamen } from "./signalerManquement";

const ExaminerManquementResultat = resultatOuRefus("ExaminerManquementResultat", ManquementType, "Manquement");

@ArgsType()
export class ExaminerManquementArgs {
  @Field(() => ID, { description: "Le manquement." })
  manquement: string;
  @Field(() => Boolean, { description: "Vrai si un motif légitime est reconnu." })
  motifLegitime: boolean;
  @Field(() => String, { nullable: true, description: "Clé d’idempotence." })
  cleIdempotence?: string | null;
}

@Resolver()
export class ExamensDeManquement {
  @Directive('@requiresScopes(scopes: [["manquement.signaler"]])')
  @Mutation(() => ExaminerManquementResultat, {
    description: "Dit si un motif légitime est reconnu. Reconnu, il le reste, et le manquement ne fonde aucune sanction (CASF L. 262-37).",
  })
  examinerManquement(
    @Args(() => ExaminerManquementArgs) demande: ExaminerManquementArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Manquement | Refus> {
    return acte<Manquement>(ctx, {
      mutation: "examinerManquement",
      demande,
      apply: (ecriture) => examiner(demande, ecriture, ctx.today()),
      idOf: (manquement) => manquement.id,
      reload: async (id, { tx }) => (await manquementDeLaTransaction(tx, id)) ?? refus("MANQUEMENT_INTROUVABLE", "manquement"),
    });
  }
}

async function examiner(
  demande: ExaminerManquementArgs,
  { tx, publish, trace }: WritingTransaction,
  le: string,
): Promise<Manquement | Refus> {
  const lu = isUuid(demande.manquement) ? await manquementDeLaTransaction(tx, demande.manquement) : null;
  const situation = lu && (await situationVerrouillee(tx, lu.allocataire));
  const manquement = situation && (await manquementDeLaTransaction(tx, lu.id));
  if (!situation || !manquement) return refus("MANQUEMENT_INTROUVABLE", "manquement");
  const { motifLegitime } = demande;
  const refusee = refusDExamen(situation.acteur, manquement, motifLegitime);
  if (refusee) return refusee;
  const { departement, allocataire } = situation;
  const [examine] = await Promise.all([
    new ManquementsRepository(tx).examiner(manquement, motifLegitime, le),
    publish({ type: "ManquementExamine", departement, allocataire, donnees: { manquement: manquement.id, motifLegitime, le } }),
    trace([allocataire], ["Manquement.motifLegitime"]),
  ]);
  return examine;
}
