import { Arg, Ctx, Directive, ID, Int, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { ModeIntervention } from "../../shared/contrat/enums";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { auteur } from "../auteur";
import { NatureActionOarsa } from "../pdie/enums.graphql";
import type { NatureActionOarsa as Oarsa } from "../pdie/pdie";
import { refuserNul } from "../texte-recu";
import * as mots from "./activite";
import {
  ConfirmerActiviteResultat,
  ContesterActiviteResultat,
  DeclarantActivite,
  DeclarerActiviteResultat,
  TypeActivite,
} from "./activite.graphql";
import { lireActivite } from "./activite.repository";
import { confirmerActivite, contesterActivite, declarerActivite, type Ecrivain } from "./ecrire-activite.repository";

const CLE = { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." } as const;

export const ecrivain = async (ctx: RequestContext): Promise<Ecrivain> => ({
  ...(await auteur(ctx)),
  maintenant: ctx.now(),
  aujourdhui: ctx.today(),
});

/** Applies once; the answer carries what the caller may read of the person: the register says so. */
async function appliquer<D>(
  mutation: string,
  demande: D,
  cle: string | null,
  ctx: RequestContext,
  apply: (demande: D, ecriture: WritingTransaction, qui: Ecrivain) => Promise<mots.Activite | Refus>,
): Promise<mots.Activite | Refus> {
  refuserNul({ ...demande, cle }, mutation);
  const resultat = await once<mots.Activite>(ctx, {
    schema: "offre_insertion",
    mutation,
    cle,
    payload: demande,
    idOf: (a) => a.id,
    reload: async (id, { tx }) => (await lireActivite(tx, id))!,
    apply: async (ecriture) => apply(demande, ecriture, await ecrivain(ctx)),
  });
  ctx.forget();
  if ("allocataire" in resultat) ctx.saw([resultat.allocataire]);
  return resultat;
}

@Resolver()
export class ActiviteMutations {
  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => DeclarerActiviteResultat, {
    description:
      "Déclare une activité passée ou du jour. La personne n’a pas de jeton : son référent déclare pour elle, sur sa parole. Refus : ALLOCATAIRE_INTROUVABLE, PRESCRIPTION_INTROUVABLE, DATE_FUTURE, DATE_ANTERIEURE, MINUTES_INVALIDES, JOURNEE_DEPASSEE, NATURE_MANQUANTE, PREUVE_TROP_LONGUE.",
  })
  declarerActivite(
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("date", () => DateScalar, { description: "Jour de l’activité, au plus tard aujourd’hui." }) date: string,
    @Arg("minutes", () => Int, { description: "De 1 à 1440." }) minutes: number,
    @Arg("nature", () => String, { description: "Ce qui a été fait, en 2 000 caractères au plus." }) nature: string,
    @Arg("mode", () => ModeIntervention, { nullable: true, description: "Individuel, collectif ou mixte." }) mode: ModeIntervention | null,
    @Arg("prescription", () => ID, { nullable: true, description: "Prescription dont l’activité fait partie." }) prescription:
      | string
      | null,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
    @Arg("type", () => TypeActivite, { defaultValue: "AUTRE", description: "Forme de l’activité." }) type: mots.TypeActivite,
    @Arg("action", () => NatureActionOarsa, { nullable: true, description: "Type d’action de l’enquête OARSA." }) action: Oarsa | null,
    @Arg("declarant", () => DeclarantActivite, { defaultValue: "REFERENT", description: "Sur la parole de qui." })
    declarant: mots.DeclarantActivite,
    @Arg("preuve", () => String, { nullable: true, description: "Référence de la preuve, en 200 caractères au plus ; jamais la pièce." })
    preuve: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<mots.Activite | Refus> {
    const demande = {
      allocataire,
      date,
      minutes,
      nature,
      mode: mode ?? null,
      prescription: prescription ?? null,
      type,
      action: action ?? null,
      declarant,
      preuve: preuve ?? null,
    };
    return appliquer("declarerActivite", demande, cle, ctx, declarerActivite);
  }

  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => ConfirmerActiviteResultat, {
    description:
      "Confirme ou refuse une activité, contestée ou non ; « minutes » corrige la durée, et l’historique garde les deux. Refus : ACTIVITE_INTROUVABLE, TRANSITION_IMPOSSIBLE, DATE_FUTURE, MOTIF_MANQUANT, MINUTES_INVALIDES, JOURNEE_DEPASSEE.",
  })
  confirmerActivite(
    @Arg("activite", () => ID, { description: "L’activité." }) activite: string,
    @Arg("accepter", () => Boolean, { description: "Faux : l’activité est refusée, et le motif est obligatoire." }) accepter: boolean,
    @Arg("motif", () => String, { nullable: true, description: "Pourquoi, en 2 000 caractères au plus." }) motif: string | null,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
    @Arg("minutes", () => Int, { nullable: true, description: "Durée corrigée, de 1 à 1440 ; absente, la durée déclarée reste." })
    minutes: number | null,
    @Ctx() ctx: RequestContext,
  ): Promise<mots.Activite | Refus> {
    const demande = { activite, accepter, motif: motif ?? null, minutes: minutes ?? null };
    return appliquer("confirmerActivite", demande, cle, ctx, confirmerActivite);
  }

  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Mutation(() => ContesterActiviteResultat, {
    description:
      "Conteste une activité : la parole de la personne, portée par son référent, ou le référent contre le chiffre de la structure. Elle ne compte plus tant qu’elle n’est pas confirmée ou refusée. Refus : ACTIVITE_INTROUVABLE, TRANSITION_IMPOSSIBLE, MOTIF_MANQUANT, MINUTES_INVALIDES.",
  })
  contesterActivite(
    @Arg("activite", () => ID, { description: "L’activité." }) activite: string,
    @Arg("motif", () => String, { description: "Pourquoi, en 2 000 caractères au plus." }) motif: string,
    @Arg("minutes", () => Int, { nullable: true, description: "Durée que dit qui conteste ; 0 : elle n’a pas eu lieu." }) minutes:
      | number
      | null,
    @Arg("declarant", () => DeclarantActivite, { defaultValue: "ALLOCATAIRE", description: "Sur la parole de qui." })
    declarant: mots.DeclarantActivite,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<mots.Activite | Refus> {
    return appliquer("contesterActivite", { activite, motif, minutes: minutes ?? null, declarant }, cle, ctx, contesterActivite);
  }
}
