import { Arg, Ctx, createUnionType, Directive, Field, Mutation, ObjectType, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { SystemeSource } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { appelant } from "../auteur";
import { StatutParticipationEnum } from "../enums.graphql";
import type { StatutParticipation } from "../statut-participation";
import { type Correspondances, type DemandeCorrespondance, definirCorrespondanceStatut } from "./definir-statut";

@ObjectType({ simpleResolvers: true, description: "Ce que signifie, pour un département, un statut que la table du hub ne connaît pas." })
export class CorrespondanceStatut {
  @Field(() => SystemeSource, { description: "L’outil." })
  systeme: SystemeSource;
  @Field(() => String, { description: "Statut tel que l’outil l’écrit." })
  code: string;
  @Field(() => StatutParticipationEnum, { description: "Statut du hub." })
  statut: StatutParticipation;
  @Field(() => HorodatageScalar, { description: "Quand le Département l’a défini." })
  definieLe: Date;
}

const DefinirCorrespondanceStatutResultat = createUnionType({
  name: "DefinirCorrespondanceStatutResultat",
  description: "La correspondance, ou le refus.",
  types: () => [CorrespondanceStatut, Refus] as const,
});

@Resolver()
export class DefinirCorrespondanceStatutMutation {
  @Mutation(() => DefinirCorrespondanceStatutResultat, {
    description:
      "Dit ce que signifie un statut d’un outil de rendez-vous que la table du hub ne connaît pas. Les messages gardés pour lui sont rejoués d’eux-mêmes. Réservé au Département.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async definirCorrespondanceStatut(
    @Ctx() ctx: RequestContext,
    @Arg("systeme", () => SystemeSource, { description: "RENDEZ_VOUS_SOLIDARITES ou RENDEZ_VOUS_INSERTION." }) systeme: SystemeSource,
    @Arg("code", () => String, { description: "Statut tel que l’outil l’écrit." }) code: string,
    @Arg("statut", () => StatutParticipationEnum, { description: "Ce qu’il signifie." }) statut: StatutParticipation,
    @Arg("cleIdempotence", () => String, {
      nullable: true,
      description: "La même clé donne la même réponse, appliquée une fois ; elle vit 24 heures.",
    })
    cle: string | null,
  ): Promise<CorrespondanceStatut | Refus> {
    const demande: DemandeCorrespondance = { systeme, code, statut };
    const result = await once<CorrespondanceStatut>(ctx, {
      schema: "rendez_vous",
      mutation: "definirCorrespondanceStatut",
      cle,
      payload: demande,
      apply: async (writing) =>
        (await definirCorrespondanceStatut(demande, correspondances(ctx, writing))) ?? relire(writing, departementDe(ctx), demande),
      idOf: () => `${systeme} ${code}`,
      reload: (_, writing) => relire(writing, departementDe(ctx), demande),
    });
    return result instanceof Refus ? result : Object.assign(new CorrespondanceStatut(), result);
  }
}

const departementDe = (ctx: RequestContext): string => ctx.requireCaller().departement;

async function relire(
  { tx }: WritingTransaction,
  departement: string,
  { systeme, code }: DemandeCorrespondance,
): Promise<CorrespondanceStatut> {
  const row = await tx.row<CorrespondanceStatut>(
    `select systeme, code, statut, definie_le as "definieLe" from rendez_vous.correspondance_statut where departement = $1 and systeme = $2 and code = $3`,
    [departement, systeme, code],
  );
  if (!row) throw new CodedError("FORBIDDEN", "Cette correspondance n’est plus dans votre périmètre.");
  return row;
}

function correspondances(ctx: RequestContext, { tx, publish }: WritingTransaction): Correspondances {
  return {
    typeOrganisme: async () => (await appelant(ctx, tx)).type,
    definir: async ({ systeme, code, statut }) => {
      const { departement, client } = ctx.requireCaller();
      await tx.execute(
        `insert into rendez_vous.correspondance_statut (departement, systeme, code, statut, definie_le, client) values ($1, $2, $3, $4, $5, $6)
         on conflict (departement, systeme, code) do update set statut = excluded.statut, definie_le = excluded.definie_le, client = excluded.client`,
        [departement, systeme, code, statut, ctx.now(), client],
      );
      await publish({ type: "CorrespondanceDefinie", departement, allocataire: null, donnees: { systeme, statut } });
    },
  };
}
