import { Ctx, Directive, Field, FieldResolver, Int, ObjectType, Resolver, Root, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { DateScalar } from "../../shared/contrat/scalars";
import { contratsParAllocataire } from "../contrat/contrat.repository";
import { orientationCouranteParAllocataire } from "../orientation/orientation.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { entreesParAllocataire, presencesParAllocataire } from "../personne/entree.repository";
import { baremeParDepartement } from "./bareme.repository";
import { type Echeance, echeances } from "./echeances";
import { type Dossier, faitsEcheances } from "./faits";
import { passagesParAllocataire, proceduresParAllocataire, transfertsParAllocataire } from "./faits.repository";
import { type StatutHorloge as NomStatut, STATUTS_HORLOGE } from "./horloge";

export const StatutEcheance = enumOf(STATUTS_HORLOGE);
registerEnumType(StatutEcheance, {
  name: "StatutEcheance",
  description: "Force d’un délai : établi par un texte, objectif du contrat, ou à confirmer par un juriste.",
});

@ObjectType("Echeance", { simpleResolvers: true, description: "Délai légal ou conventionnel qui court." })
export class EcheanceType implements Omit<Echeance, "objet"> {
  @Field(() => String, { description: "Code du délai." })
  code: Echeance["code"];
  @Field(() => String, { description: "Nom du délai." })
  libelle: string;
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
  @Field(() => Int, {
    nullable: true,
    description: "Jours du calendrier d’ici à la limite, en dessous de zéro quand elle est passée ; nul quand l’acte est fait.",
  })
  joursRestants: number | null;
  @Field(() => String, { description: "Texte ou contrat qui fonde le délai." })
  source: string;
  @Field(() => StatutEcheance, { description: "Établi, objectif ou à confirmer." })
  statut: NomStatut;
}

@Resolver(() => AllocataireType)
export class EcheancesDeLAllocataire {
  @Directive("@listSize(assumedSize: 10)")
  @FieldResolver(() => [EcheanceType], {
    description:
      "Délais de l’entrée en cours, dans l’ordre du parcours. Aucun ne court hors des droits et devoirs, après une sortie ou la fin des droits, sauf ceux d’une procédure de sanction ouverte.",
  })
  async echeances(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<Echeance[]> {
    return echeancesDe(personne, ctx);
  }
}

/** The clocks of a person today, from one statement a kind of facts for all the people of the request. */
export async function echeancesDe(
  personne: Pick<Allocataire, "id" | "departement" | "soumisDroitsDevoirs">,
  ctx: RequestContext,
): Promise<Echeance[]> {
  const [bareme, dossier] = await Promise.all([ctx.loader(baremeParDepartement).load(personne.departement), dossierDe(personne, ctx)]);
  return echeances(faitsEcheances(dossier), bareme, ctx.today());
}

async function dossierDe(
  { id, soumisDroitsDevoirs }: Pick<Allocataire, "id" | "soumisDroitsDevoirs">,
  ctx: RequestContext,
): Promise<Dossier> {
  const [entrees, orientation, presences, contrats, procedures, passages, transferts] = await Promise.all([
    ctx.loader(entreesParAllocataire).load(id),
    ctx.loader(orientationCouranteParAllocataire).load(id),
    ctx.loader(presencesParAllocataire).load(id),
    ctx.loader(contratsParAllocataire).load(id),
    ctx.loader(proceduresParAllocataire).load(id),
    ctx.loader(passagesParAllocataire).load(id),
    ctx.loader(transfertsParAllocataire).load(id),
  ]);
  return { soumisDroitsDevoirs, entrees, orientation, presences, contrats, procedures, passages, transferts };
}
