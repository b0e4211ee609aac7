import { randomUUID } from "node:crypto";
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acteSur, CLE } from "../acte.graphql";
import { DonneeRectifiable, NatureDemandeDeDroits, TraitementOpposable } from "../enums.graphql";
import { donneesValides } from "../provenance/declarerDonnees";
import { DonneesDeclareesInput } from "../provenance/declarerDonnees.graphql";
import { resultatOuRefus } from "../resultat.graphql";
import type { Situation } from "../situation";
import type * as mots from "../vocabulaire";
import { DemandeDeDroitsType } from "./demande.graphql";
import { type DemandeLue, demandeParId, deposer } from "./demande.repository";
import { limiteDe, refusDeDepot } from "./demande-de-droits";
import { contestation, DONNEES } from "./donnees-rectifiables";

export const DemandeDeDroitsResultat = resultatOuRefus("DemandeDeDroitsResultat", DemandeDeDroitsType, "DemandeDeDroits");

@InputType("DemandeDeDroitsInput", { description: "Demande d’une personne sur ses données, telle qu’elle l’a faite." })
export class DemandeDeDroitsInput {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => NatureDemandeDeDroits, { description: "Droit exercé ; une rectification se demande par demanderRectification." })
  nature: mots.NatureDemande;
  @Field(() => DateScalar, { description: "Jour où le Département l’a reçue." })
  recueLe: string;
  @Field(() => DonneeRectifiable, { nullable: true, description: "Donnée à ne plus servir, pour une limitation." })
  donnee?: mots.DonneeRectifiable | null;
  @Field(() => [TraitementOpposable], { nullable: true, description: "Traitements refusés, pour une opposition." })
  traitements?: mots.TraitementOpposable[] | null;
  @Field(() => String, { nullable: true, description: "Ce qu’elle demande, dans ses mots." })
  precisions?: string | null;
}

@Resolver()
export class DepotsDeDemande {
  @Directive('@requiresScopes(scopes: [["journal.lire"], ["contrat.signer"]])')
  @Mutation(() => DemandeDeDroitsResultat, {
    description: "Enregistre la demande d’une personne sur ses données : le délai d’un mois court de sa réception (RGPD, article 12, 3).",
  })
  deposerDemandeDeDroits(
    @Arg("demande", () => DemandeDeDroitsInput, { description: "La demande." }) demande: DemandeDeDroitsInput,
    @Arg("cleIdempotence", () => String, CLE) cleIdempotence: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<DemandeLue | Refus> {
    return depot(ctx, "deposerDemandeDeDroits", { ...demande, champs: null, valeur: null, cleIdempotence });
  }

  @Directive('@requiresScopes(scopes: [["journal.lire"], ["contrat.signer"]])')
  @Mutation(() => DemandeDeDroitsResultat, {
    description: "Enregistre la demande de corriger une donnée, et ce qui est vrai selon la personne (RGPD, article 16).",
  })
  demanderRectification(
    @Arg("allocataire", () => ID, { description: "La personne." }) allocataire: string,
    @Arg("donnee", () => DonneeRectifiable, { description: "Donnée contestée." }) donnee: mots.DonneeRectifiable,
    @Arg("recueLe", () => DateScalar, { description: "Jour où le Département a reçu la demande." }) recueLe: string,
    @Arg("valeur", () => DonneesDeclareesInput, {
      nullable: true,
      description: "Ce qui est vrai, pour un contact, une adresse ou un nom d’usage.",
    })
    valeur: DonneesDeclareesInput | null,
    @Arg("precisions", () => String, {
      nullable: true,
      description: "Ce qui est vrai, dans ses mots ; transmis à l’organisme payeur si la donnée vient de lui.",
    })
    precisions: string | null,
    @Arg("champs", () => [String], {
      nullable: true,
      description:
        "Champs contestés, quand la donnée en a plusieurs (civilite, nom, prenoms, dateNaissance ; situationFamille, enfantsACharge) ; tous par défaut.",
    })
    champs: string[] | null,
    @Arg("cleIdempotence", () => String, CLE) cleIdempotence: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<DemandeLue | Refus> {
    return depot(ctx, "demanderRectification", {
      allocataire,
      nature: "RECTIFICATION",
      donnee,
      champs: champs ?? null,
      recueLe,
      valeur,
      precisions,
      cleIdempotence,
    });
  }
}

interface Depot extends DemandeDeDroitsInput {
  champs: string[] | null;
  valeur: DonneesDeclareesInput | null;
  cleIdempotence: string | null;
}

function depot(ctx: RequestContext, mutation: string, demande: Depot): Promise<DemandeLue | Refus> {
  return acteSur<DemandeLue>(ctx, {
    mutation,
    demande,
    apply: (situation, ecriture) => appliquer(ctx, situation, demande, ecriture),
    reload: ({ tx }, id) => demandeParId(tx, id),
  });
}

async function appliquer(ctx: RequestContext, situation: Situation, d: Depot, { tx, publish, trace }: WritingTransaction) {
  const { departement, allocataire } = situation;
  const traitements = d.nature === "OPPOSITION" ? [...new Set(d.traitements ?? [])] : [];
  const valeur = d.valeur && Object.keys(d.valeur).length > 0 ? { ...d.valeur } : null;
  const precisions = d.precisions ?? null;
  const refusee = refusDeDepot({ ...d, donnee: d.donnee ?? null, traitements, precisions, avecValeur: valeur !== null }, ctx.today());
  if (refusee) return refusee;
  const verifiee = valeur && donneesValides({ ...valeur, parAllocataire: true });
  if (verifiee instanceof Refus) return verifiee;
  const id = randomUUID();
  const { champs, coordonnees } = d.donnee ? contestation(DONNEES[d.donnee], d.champs) : { champs: [], coordonnees: [] };
  const limite = limiteDe(d.recueLe, false);
  const commune = {
    id,
    departement,
    allocataire,
    nature: d.nature,
    donnee: d.donnee ?? null,
    traitements,
    precisions,
    limite,
    recueLe: d.recueLe,
  };
  const demande: DemandeLue = {
    ...commune,
    ...{ statut: "RECUE", champs: [...champs], coordonnees: [...coordonnees], valeur, creeLe: ctx.now() },
    ...{ prolongeeLe: null, statueeLe: null, motifDecision: null, envoyeeLe: null, envoyeeA: null },
  };
  await deposer(tx, demande, situation.acteur.organisme ?? ctx.requireCaller().client);
  await publish({
    type: "DemandeDeDroitsDeposee",
    departement,
    allocataire,
    donnees: { demande: id, nature: d.nature, recueLe: d.recueLe, limite },
  });
  await trace([allocataire], ["DemandeDeDroits.nature"]);
  return demande;
}
