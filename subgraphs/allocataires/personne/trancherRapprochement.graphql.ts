import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { isUuid } from "../../shared/page";
import { acte } from "../acte.graphql";
import { auteur } from "../identite/auteur";
import { refusDeFusion, refusDeTrancher } from "../identite/fusion";
import { fusionner, verrouillerFiches, vuesEnsemble } from "../identite/fusion.repository";
import { type RapprochementVerrouille, rapprochementVerrouille, solderRapprochement } from "../identite/fusion-lecture.repository";
import { reunir } from "../identite/reunir";
import { noterDistinctes } from "../identite/separation.repository";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { lireActeur } from "../situation.repository";
import { RapprochementType } from "./rapprochement.graphql";
import { type Rapprochement, rapprochementParId } from "./rapprochement.repository";
import { refusDuChoix } from "./trancherRapprochement";

const TrancherRapprochementResultat = resultatOuRefus("TrancherRapprochementResultat", RapprochementType, "Rapprochement");

@ArgsType()
class TrancherRapprochementArgs {
  @Field(() => ID, { description: "Le rapprochement." })
  rapprochement: string;
  @Field(() => ID, { nullable: true, description: "La personne ; nulle : aucune des candidates." })
  allocataire?: string | null;
  @Field(() => String, { nullable: true, description: "Clé d’idempotence." })
  cleIdempotence?: string | null;
}

const relire = async (id: string, { tx }: WritingTransaction): Promise<Rapprochement | Refus> =>
  (await rapprochementParId(tx, id)) ?? refus("RAPPROCHEMENT_INTROUVABLE", "rapprochement");

@Resolver()
export class DecisionsDeRapprochement {
  @Directive('@requiresScopes(scopes: [["rapprochement.trancher"]])')
  @Mutation(() => TrancherRapprochementResultat, {
    description:
      "Dit qui est une identité reçue. Une candidate : la fiche créée en attendant la rejoint. Aucune : elles restent deux personnes, et la paire n’est plus proposée.",
  })
  trancherRapprochement(
    @Args(() => TrancherRapprochementArgs) demande: TrancherRapprochementArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Rapprochement | Refus> {
    return acte<Rapprochement>(ctx, {
      mutation: "trancherRapprochement",
      demande,
      apply: (ecriture) => trancher(demande, ctx, ecriture),
      idOf: (rapprochement) => rapprochement.id,
      reload: relire,
    });
  }
}

async function trancher(
  demande: TrancherRapprochementArgs,
  ctx: RequestContext,
  ecriture: WritingTransaction,
): Promise<Rapprochement | Refus> {
  const { tx } = ecriture;
  const nonHabilite = refusDeTrancher(await lireActeur(tx));
  if (nonHabilite) return nonHabilite;
  const rapprochement = isUuid(demande.rapprochement) ? await rapprochementVerrouille(tx, demande.rapprochement) : null;
  const choisie = demande.allocataire ? await ficheChoisie(tx, demande.allocataire) : null;
  const refuse = refusDuChoix(rapprochement, choisie, Boolean(demande.allocataire));
  if (refuse || !rapprochement) return refuse!;
  const suite = choisie ? await rattacher(rapprochement, choisie, ctx, ecriture) : await laisserAPart(rapprochement, ctx, ecriture);
  if (suite) return suite;
  const { departement, id } = rapprochement;
  await solderRapprochement(tx, {
    departement,
    id,
    statut: choisie ? "RESOLU" : "REJETE",
    allocataire: choisie,
    le: ctx.now(),
    par: auteur(ctx),
  });
  return relire(id, ecriture);
}

async function ficheChoisie(tx: WritingTransaction["tx"], id: string): Promise<string | null> {
  if (!isUuid(id)) return null;
  const fiche = (await verrouillerFiches(tx, [id])).find((f) => f.id === id.toLowerCase());
  return fiche ? (fiche.canonique ?? fiche.id) : null;
}

/** The record made meanwhile joins the person chosen. */
async function rattacher(
  { id, departement, allocataire: enAttente }: RapprochementVerrouille,
  choisie: string,
  ctx: RequestContext,
  ecriture: WritingTransaction,
): Promise<Refus | null> {
  if (enAttente === null || enAttente === choisie) return null;
  const { tx } = ecriture;
  await verrouillerFiches(tx, [choisie, enAttente]);
  const refuse = refusDeFusion(choisie, enAttente, await vuesEnsemble(tx, departement, choisie, enAttente));
  if (refuse) return refuse;
  const quand = { le: ctx.now(), aujourdhui: ctx.today(), par: auteur(ctx) };
  await reunir(
    { departement, allocataire: choisie, fusionnee: enAttente, rapprochement: id, motif: null, ...quand },
    (fusion) => fusionner(tx, fusion),
    ecriture,
  );
  return null;
}

async function laisserAPart(
  { departement, allocataire, candidats }: RapprochementVerrouille,
  ctx: RequestContext,
  { tx, trace }: WritingTransaction,
): Promise<null> {
  if (allocataire === null) return null;
  await noterDistinctes(tx, { departement, paires: candidats.map((c) => [allocataire, c]), le: ctx.now(), par: auteur(ctx) });
  await trace([allocataire], ["Rapprochement.statut"]);
  return null;
}
