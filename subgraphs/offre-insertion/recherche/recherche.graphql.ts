import { Arg, Ctx, Directive, FieldResolver, Float, Int, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { pageSize, toPage } from "../../shared/page";
import { refuserNul } from "../texte-recu";
import { OffreConnection, OffreEdge } from "./connexion.graphql";
import { cleDuCurseur, departDe } from "./curseur";
import { compter, compterFacettes, type Facettes } from "./decompte/decompte.repository";
import { FacettesOffres } from "./decompte/facettes.graphql";
import { type Filtre, type Tri, verifierFiltre } from "./filtre/filtre-offres";
import { FiltreOffres, TriOffres } from "./filtre/filtre-offres.graphql";
import { elargissement } from "./mots/elargir";
import { motsCherches } from "./mots/mots-cherches";
import { preparer } from "./mots/preparation.repository";
import type { Trouvee } from "./page.repository";
import { chercherOuElargir } from "./page-elargie.repository";
import { pourquoi } from "./pourquoi";
import { PAS_DE_FACETTE, rechercheDe } from "./recherche";

@Resolver(() => OffreConnection)
export class RechercheResolver {
  @Directive("@authenticated")
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => OffreConnection, {
    nullable: true,
    description: "Recherche dans le catalogue : les offres en vigueur, celles d’un PDIE dans leur département.",
  })
  async offres(
    @Arg("filtre", () => FiltreOffres, { nullable: true, description: "Critères." }) filtreRecu: FiltreOffres | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20, description: "De 1 à 200 offres." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière offre de la page précédente." }) after:
      | string
      | null,
    @Arg("tri", () => TriOffres, { nullable: true, defaultValue: "PERTINENCE", description: "Ordre." }) triRecu: Tri | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Omit<OffreConnection, "totalCount" | "facettes" | "elargissement">> {
    const filtre: Filtre = filtreRecu ?? {};
    const tri = triRecu ?? "PERTINENCE";
    refuserNul(filtre, "filtre");
    verifierFiltre(filtre, tri);
    const taille = pageSize(first, 20);
    const tx = await ctx.read();
    const prete = await preparer(tx, filtre.codeInsee ?? null, motsCherches(filtre.recherche));
    const lire = (auMoins: number | null) => rechercheDe(filtre, prete, ctx.today(), ctx.now(), auMoins);
    const depart = departDe(after, tri, tri === "PERTINENCE" && (lire(null)?.mots?.mots.length ?? 0) > 0);
    const { recherche, trouvees } = await chercherOuElargir(tx, lire, { tri, nombre: taille + 1, depart });
    const { edges, nodes, pageInfo } = toPage(trouvees, taille, (offre) => cleDuCurseur(tri, offre, recherche?.auMoins), after);
    return { edges: edges.map((edge) => ({ ...edge, filtre, mots: prete.mots })), nodes, pageInfo, recherche };
  }

  @FieldResolver(() => Int, { description: "Nombre d’offres qui répondent au filtre, toutes pages comprises." })
  async totalCount(@Root() { recherche }: OffreConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return recherche ? compter(await ctx.read(), recherche.valeurs, recherche.mots?.partout) : 0;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Dit que la recherche a été élargie aux offres qui contiennent le plus de mots, aucune n’ayant convenu avec tous ; null sinon.",
  })
  elargissement(@Root() { recherche }: OffreConnection): string | null {
    return recherche && elargissement(recherche);
  }

  @FieldResolver(() => FacettesOffres, { description: "Ce que chaque critère compterait de plus ou de moins : pour affiner." })
  async facettes(@Root() { recherche }: OffreConnection, @Ctx() ctx: RequestContext): Promise<Facettes> {
    if (!recherche) return PAS_DE_FACETTE;
    return compterFacettes(await ctx.read(), recherche.valeurs, recherche.jetons, recherche.mots?.partout);
  }
}

@Resolver(() => OffreEdge)
export class OffreEdgeResolver {
  @Directive("@listSize(assumedSize: 6)")
  @FieldResolver(() => [String], {
    description:
      "Raisons, en phrases, critère par critère : mots trouvés et fautes pardonnées, zone, distance, freins, publics, places… Jamais vide.",
  })
  pourquoi(@Root() { node, filtre, mots }: OffreEdge): string[] {
    return pourquoi(node, filtre, mots);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: "Avec codeInsee : kilomètres à vol d’oiseau ; null à distance, ou si une position manque.",
  })
  distanceKm(@Root() { node }: OffreEdge): number | null {
    return node.distanceKm;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "Avec des mots : 1 s’ils sont tous dans le nom, 0,75 dans le nom et le titre (structure, commune, thématiques, type), 0,5 dans le titre, 0,25 sinon ; en proportion des mots trouvés quand la recherche a été élargie.",
  })
  pertinence(@Root() { node }: OffreEdge): number | null {
    return node.ou.length === 0 ? null : pertinenceDe(node);
  }
}

const pertinenceDe = ({ ou }: Trouvee): number => {
  const trouves = ou.filter((place) => place > 0);
  const part = trouves.length / ou.length;
  if (trouves.every((place) => place === 3)) return part;
  if (trouves.some((place) => place === 1)) return 0.25 * part;
  return (trouves.includes(3) ? 0.75 : 0.5) * part;
};
