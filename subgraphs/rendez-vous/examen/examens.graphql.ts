import { Arg, Ctx, createUnionType, Directive, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { once } from "../../shared/idempotence";
import type { SubgraphDependencies } from "../../shared/module";
import { isUuid, pageSize } from "../../shared/page";
import { auteur } from "../auteur";
import { REGLES_PAR_DEFAUT, type ReglesConvocation } from "../convocation/regles-convocation";
import { DecisionExamenEnum, FondementManquementEnum, StatutExamenEnum } from "../enums.graphql";
import { type StatutExamen, suite } from "./cycle-examen";
import { ExamenAbsenceType } from "./examen.graphql";
import { deciderExamen, type ExamenRow, examenParId, listerExamens, verrouillerExamen } from "./examen.repository";
import { type DecisionExamen, type DemandeExamen, type FondementManquement, refusExamen } from "./examiner-absence";

const PAR_DEFAUT = 50;
const ExaminerAbsenceResultat = createUnionType({
  name: "ExaminerAbsenceResultat",
  description: "L’examen, ou le refus.",
  types: () => [ExamenAbsenceType, Refus] as const,
});

@Resolver()
export class ExamensDAbsence {
  private readonly regles: ReglesConvocation;
  constructor({ convocation }: SubgraphDependencies) {
    this.regles = convocation ?? REGLES_PAR_DEFAUT;
  }

  @Directive('@requiresScopes(scopes: [["manquement.signaler"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  @Query(() => [ExamenAbsenceType], {
    nullable: true,
    description:
      "Absences injustifiées à la deuxième convocation, la dernière inscrite d’abord, avec la preuve des deux envois. Une absence corrigée en sort d’elle-même ; une règle n’ouvre jamais de procédure.",
  })
  async absencesAExaminer(
    @Ctx() ctx: RequestContext,
    @Arg("statut", () => StatutExamenEnum, {
      nullable: true,
      defaultValue: "A_EXAMINER",
      description: "État voulu ; A_EXAMINER par défaut.",
    })
    statut: StatutExamen | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "Nombre d’examens, de 1 à 200." }) first:
      | number
      | null,
    @Arg("after", () => ID, { nullable: true, description: "Identifiant du dernier examen déjà lu, pour lire la suite." }) after:
      | string
      | null,
  ): Promise<ExamenAbsenceType[]> {
    const nombre = pageSize(first, PAR_DEFAUT);
    const tx = await ctx.read();
    if (typeof after === "string" && !(isUuid(after) && (await examenParId(tx, after))))
      throw new CodedError("CURSEUR_INVALIDE", "Cet examen n’est pas dans votre liste : relisez-la sans « after ».");
    const rows = await listerExamens(tx, statut ?? "A_EXAMINER", after ?? null, nombre);
    ctx.saw(rows.map((row) => row.allocataire));
    return rows.map((row) => ExamenAbsenceType.de(row, this.regles));
  }

  @Directive('@requiresScopes(scopes: [["manquement.signaler"]])')
  @Mutation(() => ExaminerAbsenceResultat, {
    description:
      "Un agent dit s’il y a un motif légitime et sur quoi un manquement pourrait reposer, puis ouvre ou clôt. Ouvrir ne signale rien : l’agent signale ensuite le manquement (signalerManquement).",
  })
  async examinerAbsence(
    @Ctx() ctx: RequestContext,
    @Arg("examen", () => ID, { description: "L’examen." }) examen: string,
    @Arg("motifLegitime", () => Boolean, { description: "Vrai si un motif légitime est reconnu : l’examen ne peut alors que se clore." })
    motifLegitime: boolean,
    @Arg("decision", () => DecisionExamenEnum, { description: "OUVRIR ou CLORE." }) decision: DecisionExamen,
    @Arg("fondement", () => FondementManquementEnum, { nullable: true, description: "Nécessaire pour ouvrir (CASF L. 262-37)." })
    fondement: FondementManquement | null,
    @Arg("observations", () => String, { nullable: true, description: "2 000 caractères au plus." }) observations: string | null,
    @Arg("cleIdempotence", () => String, {
      nullable: true,
      description: "La même clé donne la même réponse, appliquée une fois ; elle vit 24 heures.",
    })
    cle: string | null,
  ): Promise<ExamenAbsenceType | Refus> {
    const demande: DemandeExamen = { motifLegitime, decision, fondement: fondement ?? null, observations: observations ?? null };
    const result = await once<ExamenRow>(ctx, {
      schema: "rendez_vous",
      mutation: "examinerAbsence",
      cle,
      payload: { examen, ...demande },
      apply: (writing) => examiner(examen, demande, ctx, writing),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => (await examenParId(tx, id)) ?? refusInconnu(),
    });
    return result instanceof Refus ? result : ExamenAbsenceType.de(result, this.regles);
  }
}

const refusInconnu = (): Refus =>
  Refus.de("EXAMEN_INTROUVABLE", "Aucune absence à examiner de votre périmètre n’a cet identifiant.", { champ: "examen" });

async function examiner(
  id: string,
  demande: DemandeExamen,
  ctx: RequestContext,
  { tx, publish, trace }: WritingTransaction,
): Promise<ExamenRow | Refus> {
  const dossier = isUuid(id) ? await verrouillerExamen(tx, id) : null;
  if (!dossier) return refusInconnu();
  const { source, organisme, client } = await auteur(ctx, tx);
  const habilite = source !== "FRANCE_TRAVAIL" || dossier.organisme === organisme;
  const refus = refusExamen(demande, { ...dossier, habilite, sansAgent: ctx.requireCaller().source !== undefined });
  if (refus) return refus;
  const vers = suite(dossier.statut, demande.decision)!;
  await deciderExamen(tx, id, { ...demande, avant: dossier.statut, vers, organisme, client, le: ctx.now() });
  const row = (await examenParId(tx, id))!;
  const { departement, allocataire, famille, cause } = row;
  const rendezVous = row.preuves.find((p) => p.place === "seconde")?.rendezVous ?? null;
  await publish({ type: "AbsenceExaminee", departement, allocataire, donnees: { examen: id, rendezVous, famille, statut: vers, cause } });
  await trace([allocataire], ["ExamenAbsence.decision", "ExamenAbsence.motifLegitime", "ExamenAbsence.fondement"]);
  return row;
}
