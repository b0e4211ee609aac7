import { Arg, Ctx, createUnionType, Directive, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { SystemeSource } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { decodeCursor, isUuid, pageSize, toPage } from "../../shared/page";
import type { Canal } from "./a-dire";
import type { Sens, Statut } from "./echange";
import {
  CanalEchange,
  Echange,
  EchangeConnection,
  echange,
  FileEchanges,
  fileEchanges,
  SensEchange,
  StatutEchange,
} from "./echange.graphql";
import { abonnementLivre, demanderRejeu, echangeParId, etatDeLaFile, listeEchanges, nombreEchanges } from "./echange.repository";
import { refusRejeu } from "./rejouer-echange";

const RejouerEchangeResultat = createUnionType({
  name: "RejouerEchangeResultat",
  description: "L’échange rejoué, ou le refus.",
  types: () => [Echange, Refus] as const,
});

/** Hours after which an exchange still on its way is late. */
const HEURES_RETARD = 24;

@Resolver(() => EchangeConnection)
export class EchangesResolver {
  @Query(() => EchangeConnection, {
    nullable: true,
    description: "Les échanges avec les partenaires, du plus récent au plus ancien : reçus, rejetés, à envoyer.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async echanges(
    @Ctx() ctx: RequestContext,
    @Arg("statut", () => StatutEchange, { nullable: true, description: "Dans ce statut." }) statut: Statut | null,
    @Arg("partenaire", () => SystemeSource, { nullable: true, description: "Avec ce partenaire." }) partenaire: SystemeSource | null,
    @Arg("sens", () => SensEchange, { nullable: true, description: "Dans ce sens." }) sens: Sens | null,
    @Arg("objet", () => String, { nullable: true, description: "Sur cet objet." }) objet: string | null,
    @Arg("allocataire", () => ID, { nullable: true, description: "Au sujet de cette personne." }) allocataire: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur du dernier échange lu." }) after: string | null,
    @Arg("canal", () => CanalEchange, { nullable: true, description: "Par ce canal." }) canal: Canal | null,
    @Arg("codeErreur", () => String, { nullable: true, description: "Dont la dernière erreur porte ce code." }) codeErreur: string | null,
    @Arg("depuis", () => HorodatageScalar, { nullable: true, description: "Reçus, ou survenus, à partir de cet instant." })
    depuis: Date | null,
    @Arg("jusque", () => HorodatageScalar, { nullable: true, description: "Et avant cet instant." }) jusque: Date | null,
    @Arg("enRetard", () => Boolean, { nullable: true, description: "Vrai : partis ou à envoyer, pas confirmés, depuis plus de 24 heures." })
    enRetard: boolean | null,
  ): Promise<EchangeConnection> {
    const size = pageSize(first, 50);
    const cursor = decodeCursor(after, /^\d{1,15}:[0-9a-f-]{36}$/);
    // An id that no person can have finds nothing, exactly as one that no person has.
    const personne =
      allocataire === null || allocataire === undefined || isUuid(allocataire)
        ? (allocataire ?? null)
        : "00000000-0000-0000-0000-000000000000";
    const filtre = {
      statut: statut ?? null,
      partenaire: partenaire ?? null,
      sens: sens ?? null,
      objet: objet ?? null,
      allocataire: personne,
      canal: canal ?? null,
      codeErreur: codeErreur ?? null,
      depuis: depuis ?? null,
      jusque: jusque ?? null,
      enCoursDepuisAvant: enRetard ? new Date(ctx.now().getTime() - HEURES_RETARD * 3_600_000) : null,
    };
    const rows = await listeEchanges(await ctx.read(), filtre, size + 1, cursor);
    const { edges, pageInfo } = toPage(rows, size, (row) => `${row.cree_le.getTime()}:${row.id}`, cursor);
    ctx.saw(edges.flatMap(({ node }) => node.allocataire ?? []));
    const told = edges.map((edge) => ({ cursor: edge.cursor, node: echange(edge.node) }));
    return { edges: told, nodes: told.map((edge) => edge.node), pageInfo, filtre };
  }

  @FieldResolver(() => Int, { description: "Nombre d’échanges qui répondent au filtre." })
  async totalCount(@Root() connection: EchangeConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return nombreEchanges(await ctx.read(), connection.filtre);
  }

  @Query(() => [FileEchanges], {
    nullable: true,
    description:
      "Ce qui attend quelqu’un, compté par sens, partenaire, objet et statut, avec l’âge du plus ancien. Les lettres mortes sont les ABANDONNE.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive("@listSize(assumedSize: 50)")
  async fileEchanges(@Ctx() ctx: RequestContext): Promise<FileEchanges[]> {
    const lignes = await etatDeLaFile(await ctx.read());
    return lignes.map((ligne) => fileEchanges(ligne, ctx.now()));
  }

  @Mutation(() => RejouerEchangeResultat, {
    description:
      "Rejoue un échange rejeté, abandonné, ou qui attend un prochain essai. Un envoi repart aussitôt, après relecture chez le partenaire s’il a pu aboutir ; un message reçu est appliqué de nouveau depuis son original. L’échange dit ensuite ce qu’il en est.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.rejouer"]])')
  async rejouerEchange(
    @Ctx() ctx: RequestContext,
    @Arg("echange", () => ID, { description: "L’échange rejeté, abandonné ou en attente." }) id: string,
    @Arg("cleIdempotence", () => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." }) cle:
      | string
      | null,
  ): Promise<Echange | Refus> {
    const resultat = await once<Echange>(ctx, {
      schema: "echanges",
      mutation: "rejouerEchange",
      cle,
      payload: { echange: id },
      apply: (ecriture) => rejouer(ecriture, id, ctx.now()),
      idOf: (result) => result.id,
      reload: async (known, { tx }) => echange((await echangeParId(tx, known))!),
    });
    if (resultat instanceof Echange && resultat.allocataire) ctx.saw([resultat.allocataire.id]);
    return resultat;
  }
}

async function rejouer({ tx }: WritingTransaction, id: string, le: Date): Promise<Echange | Refus> {
  const row = isUuid(id) ? await echangeParId(tx, id) : null;
  const livre = row?.abonnement ? await abonnementLivre(tx, row.abonnement) : true;
  const refus = refusRejeu(row, livre);
  if (refus) return refus;
  await demanderRejeu(tx, id, le);
  return echange((await echangeParId(tx, id))!);
}
