import { randomUUID } from "node:crypto";
import { Arg, Args, ArgsType, Ctx, createUnionType, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { isUuid } from "../../shared/page";
import { zoneOf } from "../../shared/time-zone";
import { appelant, organismeDuPerimetre } from "../auteur";
import { CLE } from "../rendez-vous-mutations.graphql";
import { refusAbsence, refusOrganisme } from "./definir-plage";
import { ecrireDisponibilites, RETIREE } from "./disponibilite.repository";
import type { AbsenceRecue } from "./plage";
import { AbsenceDeclaree } from "./plages.graphql";
import { type AbsenceRow, absenceDuHub, absenceParId } from "./saisie.repository";

const DeclarerAbsenceResultat = createUnionType({
  name: "DeclarerAbsenceResultat",
  description: "L’absence déclarée, ou le refus.",
  types: () => [AbsenceDeclaree, Refus] as const,
});
const RetirerAbsenceResultat = createUnionType({
  name: "RetirerAbsenceResultat",
  description: "L’absence retirée, ou le refus.",
  types: () => [AbsenceDeclaree, Refus] as const,
});

@ArgsType()
class DemandeAbsence {
  @Field(() => ID, { description: "Organisme, `<département>-<code>`." })
  organisme: string;
  @Field(() => String, {
    nullable: true,
    description: "Code de l’agent absent, celui de ses plages ; sans lui, tout l’organisme est fermé.",
  })
  agent?: string | null;
  @Field(() => DateScalar, { description: "Premier jour." })
  premierJour: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour, pour une absence de plusieurs jours d’affilée." })
  dernierJour?: string | null;
  @Field(() => String, { nullable: true, description: "Heure de début du premier jour, HH:MM ; minuit par défaut." })
  debut?: string | null;
  @Field(() => String, { nullable: true, description: "Heure de fin du dernier jour, HH:MM ; 24:00 par défaut." })
  fin?: string | null;
  @Field(() => String, { nullable: true, description: "Règle de répétition (RFC 5545)." })
  rrule?: string | null;
  @Field(() => String, { nullable: true, description: "Fuseau horaire du lieu (IANA) ; par défaut celui du département." })
  fuseau?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class DeclarerAbsenceMutations {
  @Mutation(() => DeclarerAbsenceResultat, {
    description:
      "Déclare l’absence d’un agent, ou la fermeture d’un organisme : ses créneaux tirés de plages sont retirés. Ses rendez-vous restent pris.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async declarerAbsence(@Ctx() ctx: RequestContext, @Args(() => DemandeAbsence) demande: DemandeAbsence): Promise<AbsenceDeclaree | Refus> {
    const { cleIdempotence, ...payload } = demande;
    const row = await once<AbsenceRow>(ctx, {
      schema: "rendez_vous",
      mutation: "declarerAbsence",
      cle: cleIdempotence,
      payload,
      apply: (writing) => declarer(ctx, writing, demande),
      idOf: ({ id }) => id,
      reload: relire,
    });
    return row instanceof Refus ? row : AbsenceDeclaree.de(row);
  }

  @Mutation(() => RetirerAbsenceResultat, { description: "Retire une absence déclarée dans le hub : ses créneaux reviennent." })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async retirerAbsence(
    @Ctx() ctx: RequestContext,
    @Arg("absence", () => ID, { description: "L’absence." }) absence: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<AbsenceDeclaree | Refus> {
    const row = await once<AbsenceRow>(ctx, {
      schema: "rendez_vous",
      mutation: "retirerAbsence",
      cle,
      payload: { absence },
      apply: (writing) => retirer(ctx, writing, absence),
      idOf: ({ id }) => id,
      reload: relire,
    });
    return row instanceof Refus ? row : AbsenceDeclaree.de(row);
  }
}

async function declarer(ctx: RequestContext, { tx }: WritingTransaction, d: DemandeAbsence): Promise<AbsenceRow | Refus> {
  const organisme = await organismeDuPerimetre(ctx, tx, d.organisme);
  const interdit = refusOrganisme(organisme, await appelant(ctx, tx));
  if (interdit) return interdit;
  const absence: AbsenceRecue = {
    systeme: "HUB",
    identifiant: randomUUID(),
    departement: organisme!.departement,
    organisme: d.organisme,
    agent: d.agent ?? null,
    premierJour: d.premierJour,
    dernierJour: d.dernierJour ?? null,
    debut: d.debut ?? "00:00",
    fin: d.fin ?? "24:00",
    rrule: d.rrule?.trim() || null,
    fuseau: d.fuseau ?? zoneOf(organisme!.departement),
  };
  const refus = refusAbsence(absence);
  if (refus) return refus;
  await ecrireDisponibilites(tx, { plages: [], absences: [absence], retirees: [], le: ctx.now() });
  return (await absenceDuHub(tx, absence.identifiant))!;
}

async function retirer(ctx: RequestContext, { tx }: WritingTransaction, id: string): Promise<AbsenceRow | Refus> {
  const row = isUuid(id) ? await absenceParId(tx, id) : null;
  const interdit = row && refusOrganisme(await organismeDuPerimetre(ctx, tx, row.organisme), await appelant(ctx, tx));
  if (!row || row.defaut === RETIREE || interdit)
    return Refus.de("ABSENCE_INTROUVABLE", "Aucune absence déclarée dans le hub, que vous puissiez changer, n’a cet identifiant.", {
      champ: "absence",
    });
  const retirees = [{ systeme: "HUB" as const, modele: "Absence" as const, identifiant: row.identifiant }];
  await ecrireDisponibilites(tx, { plages: [], absences: [], retirees, le: ctx.now() });
  return row;
}

async function relire(id: string, { tx }: WritingTransaction): Promise<AbsenceRow> {
  const row = await absenceParId(tx, id);
  if (!row) throw new CodedError("FORBIDDEN", "Cette absence n’est plus dans votre périmètre.");
  return row;
}
