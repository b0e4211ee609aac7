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
import { donneesDitesParAllocataire } from "../provenance/declaration.repository";
import { CHAMPS_DITS, valeursDeLaPersonne } from "../provenance/donnee-dite";

@ObjectType("ProvenanceDonnee", {
  simpleResolvers: true,
  description: "Provenance d’une valeur, en cours ou ancienne, d’un champ de la personne.",
})
export class ProvenanceDonneeType {
  @Field(() => String, { description: "Nom du champ." })
  champ: string;
  @Field(() => String, { nullable: true, description: "La valeur, en clair ; nulle pour un objet (dossier, orientation…), ou masquée." })
  valeur: string | null;
  @Field(() => Boolean, {
    description: "Vrai si la valeur existe mais que l’appelant n’a pas à la lire : les anciennes, pour qui suit une part du département.",
  })
  masquee: boolean;
  @Field(() => Provenance, { description: "D’où vient la valeur." })
  provenance: Provenance;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand une autre valeur l’a remplacée ; nul pour la valeur en cours." })
  remplaceeLe: Date | null;
  @Field(() => Boolean, {
    description:
      "Vrai si la personne conteste la valeur, que le Département est d’accord, et que la source ne l’a pas encore corrigée : à vérifier avec elle avant de s’en servir.",
  })
  contestee: boolean;
}

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
  @Directive("@listSize(assumedSize: 30)")
  @FieldResolver(() => [ProvenanceDonneeType], {
    description: "D’où vient chaque champ connu, et ses anciennes valeurs ; sans « champs », tous ceux qui ont ou ont eu une valeur.",
  })
  async provenances(
    @Root() personne: Allocataire,
    @Arg("champs", () => [String], { nullable: true, description: "Noms de champs d’Allocataire." }) champs: string[] | null,
    @Ctx() ctx: RequestContext,
  ): Promise<ProvenanceDonneeType[]> {
    const demande = (champ: string) => !champs || champs.includes(champ);
    const dites = CHAMPS_DITS.some(demande) ? await ctx.loader(donneesDitesParAllocataire).load(personne.id) : [];
    const toutLire = (await ctx.rights()).portee === "departement";
    const propres = valeursDeLaPersonne(personne, dites)
      .filter(({ champ }) => demande(champ))
      .map(({ champ, valeur, provenance, remplaceeLe, contestee = false }) => {
        const masquee = remplaceeLe !== null && !toutLire;
        return { champ, valeur: masquee ? null : valeur, masquee, provenance, remplaceeLe, contestee: contestee && remplaceeLe === null };
      });
    const entites = await Promise.all(
      Object.entries(CHAMPS_DES_ENTITES)
        .filter(([champ]) => demande(champ))
        .map(async ([champ, lire]) => ({ champ, lue: await lire(ctx, personne.id) })),
    );
    const connues = entites.flatMap(({ champ, lue }) => (lue ? [{ champ, provenance: lue.provenance }] : []));
    return [...propres, ...connues.map((donnee) => ({ ...donnee, valeur: null, masquee: false, remplaceeLe: null, contestee: false }))];
  }
}
