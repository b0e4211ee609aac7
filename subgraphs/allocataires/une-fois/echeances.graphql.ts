import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { DateScalar } from "../../shared/contrat/scalars";
import type { ContratEngagement } from "../contrat/contrat";
import { contratsParAllocataire } from "../contrat/contrat.repository";
import { orientationCouranteParAllocataire } from "../orientation/orientation.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { avecFenetres, type Entree, premierEntretien, premiereConvocation } from "../personne/dates";
import { entreesParAllocataire, presencesParAllocataire } from "../personne/entree.repository";
import { type Echeance, echeances, type FaitsEcheances } from "./echeances";

@ObjectType("Echeance", { simpleResolvers: true, description: "Délai légal ou conventionnel qui court." })
export class EcheanceType {
  @Field(() => String, { description: "Code du délai." })
  code: string;
  @Field(() => DateScalar, { description: "Jour où le délai commence." })
  depart: string;
  @Field(() => DateScalar, { description: "Dernier jour pour agir dans le délai." })
  limite: string;
  @Field(() => DateScalar, { nullable: true, description: "Jour où l’acte a été fait, dans le délai ou en retard." })
  respecteeLe: string | null;
  @Field(() => Boolean, {
    description: "Vrai si la limite est passée et que l’acte n’est pas fait. Un acte tardif se lit à respecteeLe, après limite.",
  })
  depassee: boolean;
  @Field(() => String, { description: "Texte ou contrat qui fonde le délai." })
  source: string;
}

@Resolver(() => AllocataireType)
export class EcheancesDeLAllocataire {
  @Directive("@listSize(assumedSize: 7)")
  @FieldResolver(() => [EcheanceType], {
    description: "Délais de l’entrée en cours, pour une personne soumise aux droits et devoirs qui n’est pas sortie.",
  })
  async echeances(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Echeance[]> {
    if (!personne.soumisDroitsDevoirs) return [];
    return echeances(await faits(personne, ctx), ctx.today());
  }
}

async function faits(personne: Allocataire, ctx: RequestContext): Promise<FaitsEcheances> {
  const [entrees, orientation, presences, contrats] = await Promise.all([
    ctx.loader(entreesParAllocataire).load(personne.id),
    ctx.loader(orientationCouranteParAllocataire).load(personne.id),
    ctx.loader(presencesParAllocataire).load(personne.id),
    ctx.loader(contratsParAllocataire).load(personne.id),
  ]);
  const derniere = avecFenetres(entrees).at(-1);
  const entree = derniere?.entree ?? null;
  const decidee = orientation?.decideeLe ?? null;
  const depuis = (dates: (string | null | undefined)[]) =>
    dates.filter((d): d is string => !!d && decidee !== null && d >= decidee).sort()[0] ?? null;
  const honore = decidee === null ? null : premierEntretien(presences, { du: decidee, avant: null });
  return {
    soumisDroitsDevoirs: personne.soumisDroitsDevoirs,
    flux: entree?.flux ?? false,
    notification: entree?.notification ?? null,
    sortie: entree?.sortie ?? null,
    premiereConvocation: derniere ? premiereConvocation(presences, derniere.fenetre) : null,
    decisionOrientation: entree?.decisionOrientation ?? null,
    orientationCouranteDecideeLe: entree === null ? null : decidee,
    premierEntretien: depuis([entree?.premierEntretien, orientation?.premierEntretienLe, honore]),
    signatureContrat: depuis(contrats.map((c) => c.dateSignature)),
    contratEnCours: contratEnCours(contrats, entree),
  };
}

function contratEnCours(contrats: ContratEngagement[], entree: Entree | null): FaitsEcheances["contratEnCours"] {
  const signe = contrats.find((c) => c.statut === "SIGNE" && c.dateFin !== null);
  const depart = signe?.dateDebut ?? signe?.dateSignature;
  return entree && signe?.dateFin && depart ? { depart, fin: signe.dateFin } : null;
}
