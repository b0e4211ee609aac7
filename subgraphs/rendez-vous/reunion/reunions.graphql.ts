import { Arg, Ctx, createUnionType, Directive, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { daysBetween } from "../../shared/civil-date";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { isUuid, pageSize } from "../../shared/page";
import { Allocataire, allocataire as allocataireRef } from "../allocataire.ref";
import { appelant, auteur, organismeDuPerimetre } from "../auteur";
import type { FamilleMotif } from "../correspondances-rdv";
import { bornesDesJours } from "../creneau/lecture-creneaux.repository";
import { CauseReconvocationEnum, FamilleMotifEnum } from "../enums.graphql";
import { Organisme, organisme as organismeRef } from "../organisme.ref";
import { CLE } from "../rendez-vous-mutations.graphql";
import { type DemandeReunion, type Reunion, refusReunion } from "./reunion";
import { type AReconvoquerRow, creerReunion, lireAReconvoquer, lireReunions, reunionVerrouillee } from "./reunion.repository";

const PAR_DEFAUT = 50;
const JOURS_MAXIMUM = 92;

@ObjectType("Reunion", { simpleResolvers: true, description: "Information collective que le hub tient : un lieu, une date, des places." })
export class ReunionType {
  @Field(() => ID, { description: "Identifiant : c’est celui du rendez-vous collectif." })
  id: string;
  @Field(() => Organisme, { nullable: true, description: "Organisme qui reçoit." })
  organisme: Organisme | null;
  @Field(() => FamilleMotifEnum, { description: "À quoi sert la réunion." })
  famille: FamilleMotif;
  @Field(() => HorodatageScalar, { description: "Début." })
  debut: Date;
  @Field(() => Int, { description: "Durée, en minutes." })
  dureeMinutes: number;
  @Field(() => String, { description: "Lieu d’accueil." })
  lieu: string;
  @Field(() => String, { description: "Code INSEE de la commune du lieu." })
  codeInsee: string;
  @Field(() => Int, { description: "Places en tout." })
  capacite: number;
  @Field(() => Int, { description: "Places encore libres. Une personne dont la venue est annulée rend la sienne." })
  placesRestantes: number;

  static de({ organisme, restantes, departement: _, modalite: __, ...row }: Reunion): ReunionType {
    return Object.assign(new ReunionType(), { ...row, organisme: organismeRef(organisme), placesRestantes: restantes });
  }
}

@ObjectType("PersonneAReconvoquer", {
  simpleResolvers: true,
  description: "Personne dont la convocation ne dit plus vrai : à convoquer de nouveau.",
})
export class PersonneAReconvoquer {
  @Field(() => Allocataire, { nullable: true, description: "La personne." })
  allocataire: Allocataire | null;
  @Field(() => ID, { description: "Le rendez-vous collectif annulé ou déplacé." })
  rendezVous: string;
  @Field(() => CauseReconvocationEnum, { description: "Pourquoi." })
  cause: AReconvoquerRow["cause"];
}

const ProgrammerReunionResultat = createUnionType({
  name: "ProgrammerReunionResultat",
  description: "La réunion, ou le refus.",
  types: () => [ReunionType, Refus] as const,
});

@Resolver()
export class ReunionsResolver {
  @Query(() => [ReunionType], {
    nullable: true,
    description: "Réunions que le hub tient, à ces jours (92 au plus), par heure, avec leurs places libres. Personne n’y est nommé.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async reunions(
    @Ctx() ctx: RequestContext,
    @Arg("departement", () => String, { description: "Code du département." }) departement: string,
    @Arg("du", () => DateScalar, { description: "Premier jour." }) du: string,
    @Arg("au", () => DateScalar, { description: "Dernier jour, compris." }) au: string,
    @Arg("famille", () => FamilleMotifEnum, { nullable: true, defaultValue: "ORIENTATION", description: "À quoi servent les réunions." })
    famille: FamilleMotif | null,
    @Arg("codeInsee", () => String, { nullable: true, description: "Commune du lieu." }) codeInsee: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
  ): Promise<ReunionType[]> {
    const nombre = pageSize(first, PAR_DEFAUT);
    if (au < du || daysBetween(du, au) >= JOURS_MAXIMUM)
      throw new CodedError("ARGUMENT_INVALIDE", `Les réunions se lisent sur ${JOURS_MAXIMUM} jours au plus, « au » compris.`);
    const tx = await ctx.read();
    const { debut, fin } = bornesDesJours(departement, du, au);
    const lecture = { departement, famille: famille ?? "ORIENTATION", du: debut, au: fin, codeInsee: codeInsee ?? null };
    return (await lireReunions(tx, lecture, nombre)).map(ReunionType.de);
  }

  @Query(() => [PersonneAReconvoquer], {
    nullable: true,
    description:
      "Personnes convoquées à une réunion annulée sans autre rendez-vous depuis, ou déplacée après l’envoi de leur convocation : à convoquer de nouveau.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async aReconvoquer(
    @Ctx() ctx: RequestContext,
    @Arg("famille", () => FamilleMotifEnum, { nullable: true, defaultValue: "ORIENTATION", description: "À quoi servent les réunions." })
    famille: FamilleMotif | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
  ): Promise<PersonneAReconvoquer[]> {
    const rows = await lireAReconvoquer(await ctx.read(), famille ?? "ORIENTATION", ctx.now(), pageSize(first, PAR_DEFAUT));
    ctx.saw(rows.map((row) => row.allocataire));
    return rows.map((row) => Object.assign(new PersonneAReconvoquer(), { ...row, allocataire: allocataireRef(row.allocataire) }));
  }

  @Mutation(() => ProgrammerReunionResultat, {
    description:
      "Programme une information collective, avec ses places. Un organisme programme les siennes ; le Département, celles de ses délégataires aussi.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async programmerReunion(
    @Ctx() ctx: RequestContext,
    @Arg("organisme", () => ID, { description: "Organisme qui reçoit, `<département>-<code>`." }) organisme: string,
    @Arg("famille", () => FamilleMotifEnum, { description: "À quoi sert la réunion." }) famille: FamilleMotif,
    @Arg("debut", () => HorodatageScalar, { description: "Début." }) debut: Date,
    @Arg("dureeMinutes", () => Int, { description: "De 5 à 480 minutes." }) dureeMinutes: number,
    @Arg("lieu", () => String, { description: "Lieu d’accueil, 200 caractères au plus." }) lieu: string,
    @Arg("codeInsee", () => String, { description: "Code INSEE de la commune du lieu." }) codeInsee: string,
    @Arg("capacite", () => Int, { description: "Places, de 1 à 500." }) capacite: number,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<ReunionType | Refus> {
    const demande: DemandeReunion = { organisme, famille, debut, dureeMinutes, lieu, codeInsee, capacite };
    const result = await once<Reunion>(ctx, {
      schema: "rendez_vous",
      mutation: "programmerReunion",
      cle,
      payload: demande,
      apply: (writing) => programmer(demande, ctx, writing),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) =>
        (await reunionVerrouillee(tx, id)) ?? Refus.de("REUNION_INTROUVABLE", "Cette réunion n’est plus programmée."),
    });
    return result instanceof Refus ? result : ReunionType.de(result);
  }
}

async function programmer(demande: DemandeReunion, ctx: RequestContext, { tx, publish }: WritingTransaction): Promise<Reunion | Refus> {
  const cible = await organismeDuPerimetre(ctx, tx, demande.organisme);
  if (!cible) return Refus.de("ORGANISME_INCONNU", "Aucun organisme du département n’a cet identifiant.", { champ: "organisme" });
  const { portee } = await ctx.rights();
  const refus = refusReunion(demande, cible, { ...(await appelant(ctx, tx)), portee }, ctx.now());
  if (refus) return refus;
  const id = await creerReunion(tx, cible.departement, demande, await auteur(ctx, tx), ctx.now());
  const { famille, debut, codeInsee, capacite } = demande;
  const donnees = { rendezVous: id, famille, debut: debut.toISOString(), organisme: cible.id, codeInsee, capacite };
  await publish({ type: "ReunionProgrammee", departement: cible.departement, allocataire: null, donnees });
  return (await reunionVerrouillee(tx, id))!;
}

/** A meeting by its id, locked; null for text that is no id. */
export const reunionDe = (tx: WritingTransaction["tx"], id: string): Promise<Reunion | null> =>
  isUuid(id) ? reunionVerrouillee(tx, id) : Promise.resolve(null);
