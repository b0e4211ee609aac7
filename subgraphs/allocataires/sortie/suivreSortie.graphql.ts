import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { isUuid } from "../../shared/page";
import { acte } from "../acte.graphql";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { situationVerrouillee } from "../situation.repository";
import { SortiesRepository } from "./declaration.repository";
import type { RepriseEmploi, SortieParcours } from "./sortie";
import { RepriseEmploiType, SortieParcoursType } from "./sortie.graphql";
import { repriseParId, sortieParId } from "./sortie.repository";
import { avecFin, avecPresence, refusDAnnulation, refusDeFinDeReprise, refusDePresence } from "./suivreSortie";

const AnnulerSortieResultat = resultatOuRefus("AnnulerSortieResultat", SortieParcoursType, "SortieParcours");
const ConfirmerPresence6MoisResultat = resultatOuRefus("ConfirmerPresence6MoisResultat", RepriseEmploiType, "RepriseEmploi");
const TerminerRepriseEmploiResultat = resultatOuRefus("TerminerRepriseEmploiResultat", RepriseEmploiType, "RepriseEmploi");
const CLE = { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." } as const;
const SIGNER = '@requiresScopes(scopes: [["contrat.signer"]])';

@ArgsType()
class AnnulerSortieArgs {
  @Field(() => ID, { description: "La sortie." })
  sortie: string;
  @Field(() => String, { description: "Motif." })
  motif: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
class ActeSurRepriseArgs {
  @Field(() => ID, { description: "La reprise d’emploi." })
  reprise: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
class ConfirmerPresence6MoisArgs extends ActeSurRepriseArgs {
  @Field(() => Boolean, { description: "Vrai si la personne est encore en emploi." })
  present: boolean;
  @Field(() => DateScalar, { description: "Jour du constat, six mois après le premier jour au plus tôt." })
  le: string;
}

@ArgsType()
class TerminerRepriseEmploiArgs extends ActeSurRepriseArgs {
  @Field(() => DateScalar, { description: "Dernier jour de l’emploi." })
  fin: string;
}

@Resolver()
export class SuitesDesSorties {
  @Directive(SIGNER)
  @Mutation(() => AnnulerSortieResultat, {
    description: "Annule une sortie déclarée à tort : l’orientation, le contrat et le suivi qu’elle avait clos reprennent.",
  })
  annulerSortie(@Args(() => AnnulerSortieArgs) demande: AnnulerSortieArgs, @Ctx() ctx: RequestContext): Promise<SortieParcours | Refus> {
    return acte<SortieParcours>(ctx, {
      mutation: "annulerSortie",
      demande,
      apply: (ecriture) => annuler(demande, ecriture, ctx.today()),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => (await sortieParId(tx, id)) ?? refus("SORTIE_INTROUVABLE", "sortie"),
    });
  }

  @Directive(SIGNER)
  @Mutation(() => ConfirmerPresence6MoisResultat, { description: "Dit si la personne est encore en emploi six mois après la reprise." })
  confirmerPresence6Mois(
    @Args(() => ConfirmerPresence6MoisArgs) demande: ConfirmerPresence6MoisArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<RepriseEmploi | Refus> {
    const { le, present } = demande;
    return acteSurReprise(ctx, "confirmerPresence6Mois", demande, {
      refusDe: (reprise) => refusDePresence(reprise, demande, ctx.today()),
      apres: (reprise) => avecPresence(reprise, le, present),
      donnees: { le, terminee: false, presente: present },
    });
  }

  @Directive(SIGNER)
  @Mutation(() => TerminerRepriseEmploiResultat, { description: "Enregistre la fin d’une reprise d’emploi." })
  terminerRepriseEmploi(
    @Args(() => TerminerRepriseEmploiArgs) demande: TerminerRepriseEmploiArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<RepriseEmploi | Refus> {
    return acteSurReprise(ctx, "terminerRepriseEmploi", demande, {
      refusDe: (reprise) => refusDeFinDeReprise(reprise, demande.fin, ctx.today()),
      apres: (reprise) => avecFin(reprise, demande.fin),
      donnees: { le: demande.fin, terminee: true },
    });
  }
}

async function annuler(
  demande: AnnulerSortieArgs,
  { tx, publish, trace }: WritingTransaction,
  le: string,
): Promise<SortieParcours | Refus> {
  const lue = isUuid(demande.sortie) ? await sortieParId(tx, demande.sortie) : null;
  const situation = lue && (await situationVerrouillee(tx, lue.allocataire));
  const sortie = situation && (await sortieParId(tx, lue.id));
  if (!situation || !sortie) return refus("SORTIE_INTROUVABLE", "sortie");
  const refusee = refusDAnnulation(situation, sortie, demande.motif);
  if (refusee) return refusee;
  const { departement, allocataire } = situation;
  const orientation = await new SortiesRepository(tx).annuler(sortie, demande.motif, le);
  await publish({ type: "SortieAnnulee", departement, allocataire, donnees: { sortie: sortie.id, le, orientation } });
  await trace([allocataire], ["SortieParcours.date", "Orientation.closeLe", "ContratEngagement.statut"]);
  return { ...sortie, annuleeLe: le };
}

/** An act on a return to work: its person is locked, then the rule reads what is true at that moment. Refus: REPRISE_INTROUVABLE. */
function acteSurReprise(
  ctx: RequestContext,
  mutation: string,
  demande: ActeSurRepriseArgs,
  suite: {
    refusDe: (reprise: RepriseEmploi) => Refus | null;
    apres: (reprise: RepriseEmploi) => Pick<RepriseEmploi, "presentA6Mois" | "suiviJusque" | "termineeLe">;
    donnees: { le: string; terminee: boolean; presente?: boolean };
  },
): Promise<RepriseEmploi | Refus> {
  const introuvable = () => refus("REPRISE_INTROUVABLE", "reprise");
  return acte<RepriseEmploi>(ctx, {
    mutation,
    demande,
    apply: async ({ tx, publish, trace }) => {
      const lue = isUuid(demande.reprise) ? await repriseParId(tx, demande.reprise) : null;
      const situation = lue && (await situationVerrouillee(tx, lue.allocataire));
      const reprise = situation && (await repriseParId(tx, lue.id));
      if (!reprise) return introuvable();
      const refusee = suite.refusDe(reprise);
      if (refusee) return refusee;
      const { id, departement, allocataire } = reprise;
      const suivie = await new SortiesRepository(tx).suivre(reprise, suite.apres(reprise));
      await publish({ type: "RepriseEmploiSuivie", departement, allocataire, donnees: { reprise: id, ...suite.donnees } });
      await trace([allocataire], ["RepriseEmploi.presentA6Mois", "RepriseEmploi.suiviJusque"]);
      return suivie;
    },
    idOf: ({ id }) => id,
    reload: async (id, { tx }) => (await repriseParId(tx, id)) ?? introuvable(),
  });
}
