import { Arg, Ctx, Directive, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { isUuid } from "../../shared/page";
import type { EcritureRepository, ParticipationVerrouillee } from "../ecriture.repository";
import { CanalConvocationEnum, EchecRemiseEnum } from "../enums.graphql";
import { RendezVous } from "../rendez-vous.graphql";
import type { RendezVousRow } from "../rendez-vous.repository";
import { appliquer, CLE, relire, union } from "../rendez-vous-mutations.graphql";
import { refusRendezVousInconnu } from "../renseigner-presence";
import { type Envoi, type Remise, refusEnvoi, refusRemise } from "./envoi";
import { convocationDe, ecrireEnvoi, ecrireRemise } from "./envoi.repository";
import { convocationModifiee } from "./evenement-convocation";
import type { CanalConvocation, EchecRemise } from "./regles-convocation";

const EnregistrerEnvoiResultat = union("EnregistrerEnvoiResultat", "Le rendez-vous avec sa convocation, ou le refus.");
const ConstaterRemiseResultat = union("ConstaterRemiseResultat", "Le rendez-vous avec sa convocation, ou le refus.");

@Resolver()
export class EnvoisDeConvocation {
  @Mutation(() => EnregistrerEnvoiResultat, {
    description:
      "Enregistre l’envoi d’une convocation : son canal, sa date, la référence qui le prouve. Un nouvel envoi remplace l’ancien, que l’historique garde.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  enregistrerEnvoi(
    @Ctx() ctx: RequestContext,
    @Arg("rendezVous", () => ID, { description: "Le rendez-vous." }) rendezVous: string,
    @Arg("allocataire", () => ID, { description: "La personne convoquée." }) allocataire: string,
    @Arg("canal", () => CanalConvocationEnum, { description: "Comment elle est partie." }) canal: CanalConvocation,
    @Arg("envoyeeLe", () => HorodatageScalar, { description: "Quand elle est partie." }) envoyeeLe: Date,
    @Arg("preuve", () => String, { nullable: true, description: "Référence de la lettre, du lot ou du bordereau ; jamais le contenu." })
    preuve: string | null,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<RendezVous | Refus> {
    const envoi: Envoi = { canal, envoyeeLe, preuve: preuve ?? null };
    return appliquer(ctx, "enregistrerEnvoi", cle, { rendezVous, allocataire, ...envoi }, async (writing, repository) => {
      const p = await participation(repository, rendezVous, allocataire);
      if (!p) return refusRendezVousInconnu();
      const refus = refusEnvoi(envoi, p.debut, ctx.now());
      if (refus) return refus;
      await ecrireEnvoi(writing.tx, p, rendezVous, envoi, { le: ctx.now(), client: ctx.requireCaller().client });
      const rang = await repository.recalculer(p.allocataire, rendezVous);
      return modifiee(writing, p, rendezVous, rang, ["envoyeeLe", "canal", ...(envoi.preuve ? ["preuve"] : [])], ctx.now());
    });
  }

  @Mutation(() => ConstaterRemiseResultat, {
    description: "Constate ce qu’il est advenu d’une convocation : remise, ou échec (une lettre revenue). L’un des deux.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  constaterRemise(
    @Ctx() ctx: RequestContext,
    @Arg("rendezVous", () => ID, { description: "Le rendez-vous." }) rendezVous: string,
    @Arg("allocataire", () => ID, { description: "La personne convoquée." }) allocataire: string,
    @Arg("remiseLe", () => HorodatageScalar, { nullable: true, description: "Quand elle a été remise." }) remiseLe: Date | null,
    @Arg("echec", () => EchecRemiseEnum, { nullable: true, description: "Pourquoi elle n’a pas pu l’être." }) echec: EchecRemise | null,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<RendezVous | Refus> {
    const remise: Remise = { remiseLe: remiseLe ?? null, echec: echec ?? null };
    return appliquer(ctx, "constaterRemise", cle, { rendezVous, allocataire, ...remise }, async (writing, repository) => {
      const p = await participation(repository, rendezVous, allocataire);
      if (!p) return refusRendezVousInconnu();
      const refus = refusRemise(remise, (await convocationDe(writing.tx, p, rendezVous))?.envoyeeLe ?? null, ctx.now());
      if (refus) return refus;
      await ecrireRemise(writing.tx, p, rendezVous, remise, { le: ctx.now(), client: ctx.requireCaller().client });
      return modifiee(writing, p, rendezVous, p.rang!, ["remiseLe", "echecRemise"], ctx.now());
    });
  }
}

const participation = async (
  repository: EcritureRepository,
  rendezVous: string,
  allocataire: string,
): Promise<ParticipationVerrouillee | null> =>
  isUuid(rendezVous) && isUuid(allocataire) && (await repository.personne(allocataire))
    ? repository.participation(rendezVous, allocataire)
    : null;

async function modifiee(
  writing: WritingTransaction,
  p: ParticipationVerrouillee,
  rendezVous: string,
  rang: number,
  champs: string[],
  le: Date,
): Promise<RendezVousRow> {
  const { survenuLe: _, ...event } = convocationModifiee({ ...p, rendezVous }, p.canonique, rang, champs, le);
  await writing.publish(event);
  await writing.trace([p.canonique], ["Participation.convocation"]);
  return relire(writing, rendezVous);
}
