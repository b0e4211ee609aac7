import { randomUUID } from "node:crypto";
import { Arg, Args, ArgsType, Ctx, createUnionType, Directive, Field, ID, Int, Mutation, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { isUuid } from "../../shared/page";
import { zoneOf } from "../../shared/time-zone";
import { appelant, organismeDuPerimetre } from "../auteur";
import type { FamilleMotif, Modalite } from "../correspondances-rdv";
import { dureesDefinies } from "../duree/duree.repository";
import { dureesDe } from "../duree/durees";
import { FamilleMotifEnum, ModaliteEnum } from "../enums.graphql";
import { CLE } from "../rendez-vous-mutations.graphql";
import { refusOrganisme, refusPlageSaisie } from "./definir-plage";
import { ecrireDisponibilites, RETIREE } from "./disponibilite.repository";
import type { PlageRecue } from "./plage";
import { PlageOuverture } from "./plages.graphql";
import { horizon } from "./refaire-creneaux.repository";
import { type PlageRow, plageDuHub, plageParId } from "./saisie.repository";

const DefinirPlageResultat = createUnionType({
  name: "DefinirPlageResultat",
  description: "La plage définie, ou le refus.",
  types: () => [PlageOuverture, Refus] as const,
});
const RetirerPlageResultat = createUnionType({
  name: "RetirerPlageResultat",
  description: "La plage retirée, ou le refus.",
  types: () => [PlageOuverture, Refus] as const,
});

@ArgsType()
class DemandePlage {
  @Field(() => ID, { description: "Organisme qui reçoit, `<département>-<code>`." })
  organisme: string;
  @Field(() => [FamilleMotifEnum], {
    description: "À quoi servent les créneaux : une heure prise pour l’une ne l’est plus pour les autres.",
  })
  familles: FamilleMotif[];
  @Field(() => ModaliteEnum, { description: "Sur place, par téléphone ou en visioconférence." })
  modalite: Modalite;
  @Field(() => DateScalar, { description: "Premier jour." })
  premierJour: string;
  @Field(() => String, { description: "Heure de début sur le mur, HH:MM." })
  debut: string;
  @Field(() => String, { description: "Heure de fin sur le mur, HH:MM." })
  fin: string;
  @Field(() => String, {
    nullable: true,
    description: "Règle de répétition (RFC 5545, `FREQ=WEEKLY;BYDAY=TU`) ; sans elle, ce jour-là seulement.",
  })
  rrule?: string | null;
  @Field(() => String, { nullable: true, description: "Fuseau horaire du lieu (IANA) ; par défaut celui du département." })
  fuseau?: string | null;
  @Field(() => Int, { nullable: true, description: "Durée d’un créneau, de 5 à 720 minutes ; par défaut celle de sa famille." })
  dureeMinutes?: number | null;
  @Field(() => Int, { nullable: true, description: "Personnes reçues en même temps, de 1 à 500 ; 1 par défaut." })
  places?: number | null;
  @Field(() => String, { nullable: true, description: "Lieu d’accueil, 200 caractères au plus." })
  lieu?: string | null;
  @Field(() => String, { nullable: true, description: "Code INSEE de la commune du lieu d’accueil." })
  codeInsee?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Code de l’agent qui reçoit, jamais son nom ; ses plages partagent son temps. Ne se lit pas dans les créneaux.",
  })
  agent?: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai pour ouvrir aussi les jours fériés ; faux par défaut." })
  joursFeries?: boolean | null;
  @Field(() => ID, { nullable: true, description: "Plage définie dans le hub, à remplacer ; sans elle, une nouvelle." })
  plage?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class DefinirPlageMutations {
  @Mutation(() => DefinirPlageResultat, {
    description:
      "Définit une plage d’ouverture qui se répète, pour un organisme sans outil de rendez-vous : ses créneaux s’offrent dans « creneaux » sur 92 jours, moins les jours fériés, les absences et les rendez-vous.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async definirPlage(@Ctx() ctx: RequestContext, @Args(() => DemandePlage) demande: DemandePlage): Promise<PlageOuverture | Refus> {
    const { cleIdempotence, ...payload } = demande;
    const row = await once<PlageRow>(ctx, {
      schema: "rendez_vous",
      mutation: "definirPlage",
      cle: cleIdempotence,
      payload,
      apply: (writing) => definir(ctx, writing, demande),
      idOf: ({ id }) => id,
      reload: relirePlage,
    });
    return row instanceof Refus ? row : PlageOuverture.de(row);
  }

  @Mutation(() => RetirerPlageResultat, {
    description: "Retire une plage définie dans le hub. Les rendez-vous qui y sont pris restent pris.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async retirerPlage(
    @Ctx() ctx: RequestContext,
    @Arg("plage", () => ID, { description: "La plage." }) plage: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<PlageOuverture | Refus> {
    const row = await once<PlageRow>(ctx, {
      schema: "rendez_vous",
      mutation: "retirerPlage",
      cle,
      payload: { plage },
      apply: async ({ tx }) => {
        const sienne = await plageSienne(ctx, tx, plage);
        if (sienne instanceof Refus) return sienne;
        const retirees = [{ systeme: "HUB" as const, modele: "PlageOuverture" as const, identifiant: sienne.identifiant }];
        await ecrireDisponibilites(tx, { plages: [], absences: [], retirees, le: ctx.now() });
        return (await plageParId(tx, sienne.id))!;
      },
      idOf: ({ id }) => id,
      reload: relirePlage,
    });
    return row instanceof Refus ? row : PlageOuverture.de(row);
  }
}

const introuvable = () =>
  Refus.de("PLAGE_INTROUVABLE", "Aucune plage définie dans le hub, que vous puissiez changer, n’a cet identifiant.", { champ: "plage" });

async function plageSienne(ctx: RequestContext, tx: WritingTransaction["tx"], id: string): Promise<PlageRow | Refus> {
  const row = isUuid(id) ? await plageParId(tx, id) : null;
  if (row?.systeme !== "HUB" || row.defaut === RETIREE) return introuvable();
  return refusOrganisme(await organismeDuPerimetre(ctx, tx, row.organisme), await appelant(ctx, tx)) ? introuvable() : row;
}

async function definir(ctx: RequestContext, { tx }: WritingTransaction, d: DemandePlage): Promise<PlageRow | Refus> {
  const organisme = await organismeDuPerimetre(ctx, tx, d.organisme);
  const interdit = refusOrganisme(organisme, await appelant(ctx, tx));
  if (interdit) return interdit;
  const ancienne = d.plage ? await plageSienne(ctx, tx, d.plage) : null;
  if (ancienne instanceof Refus) return ancienne;
  const plage = recue(d, organisme!.departement, ancienne?.identifiant ?? randomUUID());
  const durees = dureesDe(await dureesDefinies(tx, [plage.departement]));
  const refus = refusPlageSaisie(plage, horizon(plage.departement, ctx.now()), durees);
  if (refus) return refus;
  await ecrireDisponibilites(tx, { plages: [plage], absences: [], retirees: [], le: ctx.now() });
  return (await plageDuHub(tx, plage.identifiant))!;
}

function recue(d: DemandePlage, departement: string, identifiant: string): PlageRecue {
  const motif = {
    identifiant: "HUB",
    nom: "Plage définie dans le hub",
    modalite: d.modalite,
    collectif: false,
    dureeMinutes: d.dureeMinutes ?? null,
  };
  return {
    systeme: "HUB",
    identifiant,
    departement,
    organisme: d.organisme,
    agent: d.agent ?? null,
    lieu: { identifiant: null, nom: d.lieu?.trim() || null, adresse: null, codeInsee: d.codeInsee ?? null },
    motifs: [...new Set(d.familles)].map((famille) => ({ ...motif, famille })),
    places: d.places ?? 1,
    joursFeries: d.joursFeries ?? false,
    premierJour: d.premierJour,
    debut: d.debut,
    fin: d.fin,
    rrule: d.rrule?.trim() || null,
    fuseau: d.fuseau ?? zoneOf(departement),
  };
}

async function relirePlage(id: string, { tx }: WritingTransaction): Promise<PlageRow> {
  const row = await plageParId(tx, id);
  if (!row) throw new CodedError("FORBIDDEN", "Cette plage n’est plus dans votre périmètre.");
  return row;
}
