import { Arg, Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Provenance } from "../../shared/contrat/provenance";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { contratCourantParAllocataire } from "../contrat/contrat.repository";
import { diagnosticsParAllocataire } from "../diagnostic/diagnostic.repository";
import { orientationCouranteParAllocataire } from "../orientation/orientation.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { dossiersParAllocataire } from "../personne/dossier.repository";
import { inscriptionParAllocataire } from "../personne/entree.repository";

@ObjectType("ProvenanceDonnee", { simpleResolvers: true, description: "Provenance d’un champ de la personne." })
export class ProvenanceDonneeType {
  @Field(() => String, { description: "Nom du champ." })
  champ: string;
  @Field(() => Provenance, { description: "D’où vient sa valeur." })
  provenance: Provenance;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand une autre valeur l’a remplacée ; nul pour la valeur en cours." })
  remplaceeLe: Date | null;
}

/** Fields of the person's own row, and whether they hold a value. */
const CHAMPS_PROPRES = ["civilite", "nom", "nomUsage", "prenoms", "dateNaissance", "commune", "adresse", "telephone", "courriel"] as const;

type Lecture = (ctx: RequestContext, id: string) => Promise<{ provenance: Provenance } | null | undefined>;
const CHAMPS_DES_ENTITES: Record<string, Lecture> = {
  dossier: async (ctx, id) => (await ctx.loader(dossiersParAllocataire).load(id))[0],
  inscriptionFranceTravail: (ctx, id) => ctx.loader(inscriptionParAllocataire).load(id),
  orientation: (ctx, id) => ctx.loader(orientationCouranteParAllocataire).load(id),
  diagnostic: async (ctx, id) => (await ctx.loader(diagnosticsParAllocataire).load(id))[0],
  contratEngagement: (ctx, id) => ctx.loader(contratCourantParAllocataire).load(id),
};

@Resolver(() => AllocataireType)
export class ProvenancesDeLAllocataire {
  @Directive("@listSize(assumedSize: 14)")
  @FieldResolver(() => [ProvenanceDonneeType], {
    description: "D’où vient chaque champ connu ; sans « champs », tous ceux qui ont une valeur.",
  })
  async provenances(
    @Root() personne: Allocataire,
    @Arg("champs", () => [String], { nullable: true, description: "Noms de champs d’Allocataire." }) champs: string[] | null,
    @Ctx() ctx: RequestContext,
  ): Promise<ProvenanceDonneeType[]> {
    const demandes = (champ: string) => !champs || champs.includes(champ);
    const propres = CHAMPS_PROPRES.filter((champ) => demandes(champ) && personne[champ] !== null).map((champ) => ({
      champ,
      provenance: personne.provenance,
    }));
    const entites = await Promise.all(
      Object.entries(CHAMPS_DES_ENTITES)
        .filter(([champ]) => demandes(champ))
        .map(async ([champ, lire]) => ({ champ, lue: await lire(ctx, personne.id) })),
    );
    const connues = entites.flatMap(({ champ, lue }) => (lue ? [{ champ, provenance: lue.provenance }] : []));
    return [...propres, ...connues].map((donnee) => ({ ...donnee, remplaceeLe: null }));
  }
}
