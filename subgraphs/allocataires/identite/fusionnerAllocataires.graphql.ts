import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { isUuid } from "../../shared/page";
import { acte } from "../acte.graphql";
import { premierRefus, refus, refusDeMotif } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { lireActeur } from "../situation.repository";
import { auteur } from "./auteur";
import { type Fusion, refusDeFusion, refusDeSeparation, refusDeTrancher } from "./fusion";
import { FusionType } from "./fusion.graphql";
import { fusionner, verrouillerFiches, vuesEnsemble } from "./fusion.repository";
import { fusionParId, fusionVerrouillee, solderSansObjet } from "./fusion-lecture.repository";
import { direLaSeparation, reunir } from "./reunir";
import { noterDistinctes, separer } from "./separation.repository";

const FusionnerAllocatairesResultat = resultatOuRefus("FusionnerAllocatairesResultat", FusionType, "Fusion");
const SeparerAllocatairesResultat = resultatOuRefus("SeparerAllocatairesResultat", FusionType, "Fusion");
const CLE = { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." } as const;

@ArgsType()
class FusionnerAllocatairesArgs {
  @Field(() => ID, { description: "La personne qui garde son identifiant." })
  allocataire: string;
  @Field(() => ID, { description: "La fiche qui rejoint la première." })
  fusionnee: string;
  @Field(() => String, { description: "Pourquoi ce sont une seule personne." })
  motif: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
class SeparerAllocatairesArgs {
  @Field(() => ID, { description: "La fusion à défaire." })
  fusion: string;
  @Field(() => String, { description: "Pourquoi ce sont deux personnes." })
  motif: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

const relire = async (id: string, { tx }: WritingTransaction): Promise<Fusion | Refus> =>
  (await fusionParId(tx, id)) ?? refus("FUSION_INTROUVABLE", "fusion");

@Resolver()
export class FusionsDAllocataires {
  @Directive('@requiresScopes(scopes: [["rapprochement.trancher"]])')
  @Mutation(() => FusionnerAllocatairesResultat, {
    description:
      "Réunit deux fiches d’une même personne : tout ce que l’une avait passe à l’autre, et l’ancien identifiant donne la nouvelle.",
  })
  fusionnerAllocataires(
    @Args(() => FusionnerAllocatairesArgs) demande: FusionnerAllocatairesArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Fusion | Refus> {
    return acte<Fusion>(ctx, {
      mutation: "fusionnerAllocataires",
      demande,
      apply: (ecriture) => fusionnerALaMain(demande, ctx, ecriture),
      idOf: (fusion) => fusion.id,
      reload: relire,
    });
  }

  @Directive('@requiresScopes(scopes: [["rapprochement.trancher"]])')
  @Mutation(() => SeparerAllocatairesResultat, {
    description:
      "Défait une fusion : chaque fait retourne à sa fiche, sauf les actes enregistrés depuis (faitsGardes), et la paire n’est plus proposée.",
  })
  separerAllocataires(
    @Args(() => SeparerAllocatairesArgs) demande: SeparerAllocatairesArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Fusion | Refus> {
    return acte<Fusion>(ctx, {
      mutation: "separerAllocataires",
      demande,
      apply: (ecriture) => separerLesFiches(demande, ctx, ecriture),
      idOf: (fusion) => fusion.id,
      reload: relire,
    });
  }
}

async function fusionnerALaMain(
  demande: FusionnerAllocatairesArgs,
  ctx: RequestContext,
  ecriture: WritingTransaction,
): Promise<Fusion | Refus> {
  const { tx } = ecriture;
  const acteur = await lireActeur(tx);
  const premier = premierRefus(
    () => refusDeTrancher(acteur),
    () => refusDeMotif(demande.motif),
  );
  if (premier) return premier;
  if (!isUuid(demande.allocataire)) return refus("ALLOCATAIRE_INTROUVABLE", "allocataire");
  if (!isUuid(demande.fusionnee)) return refus("ALLOCATAIRE_INTROUVABLE", "fusionnee");
  const fiches = await verrouillerFiches(tx, [demande.allocataire, demande.fusionnee]);
  const [gardee, autre] = [demande.allocataire, demande.fusionnee].map((id) => fiches.find((f) => f.id === id.toLowerCase()));
  if (!gardee) return refus("ALLOCATAIRE_INTROUVABLE", "allocataire");
  if (!autre || autre.departement !== gardee.departement) return refus("ALLOCATAIRE_INTROUVABLE", "fusionnee");
  const { departement } = gardee;
  const [allocataire, fusionnee] = [gardee.canonique ?? gardee.id, autre.canonique ?? autre.id];
  const refuse = refusDeFusion(allocataire, fusionnee, await vuesEnsemble(tx, departement, allocataire, fusionnee));
  if (refuse) return refuse;
  const quand = { le: ctx.now(), aujourdhui: ctx.today(), par: auteur(ctx) };
  const id = await reunir(
    { departement, allocataire, fusionnee, rapprochement: null, motif: demande.motif, ...quand },
    (fusion) => fusionner(tx, fusion),
    ecriture,
  );
  await solderSansObjet(tx, { departement, allocataire, ...quand });
  return relire(id, ecriture);
}

async function separerLesFiches(
  demande: SeparerAllocatairesArgs,
  ctx: RequestContext,
  ecriture: WritingTransaction,
): Promise<Fusion | Refus> {
  const { tx, publish, trace } = ecriture;
  const acteur = await lireActeur(tx);
  const premier = premierRefus(
    () => refusDeTrancher(acteur),
    () => refusDeMotif(demande.motif),
  );
  if (premier) return premier;
  const vue = isUuid(demande.fusion) ? await fusionParId(tx, demande.fusion) : null;
  if (vue) await verrouillerFiches(tx, [vue.allocataire, vue.fusionnee]);
  const fusion = vue && (await fusionVerrouillee(tx, vue.id));
  const refuse = refusDeSeparation(fusion);
  if (refuse || !fusion) return refuse!;
  const { departement, allocataire, fusionnee } = fusion;
  const quand = { le: ctx.now(), par: auteur(ctx) };
  const faite = await separer(tx, { id: fusion.id, departement, allocataire, fusionnee, motif: demande.motif, ...quand });
  await noterDistinctes(tx, { departement, paires: [[allocataire, fusionnee]], ...quand });
  await direLaSeparation(fusion, faite, publish);
  await trace([allocataire, fusionnee], ["Allocataire.fusions"]);
  return relire(fusion.id, ecriture);
}
