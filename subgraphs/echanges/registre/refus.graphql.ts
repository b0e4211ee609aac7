import type { GraphQLResolveInfo, SelectionSetNode } from "graphql";
import { Arg, Ctx, Directive, Field, FieldResolver, ID, Info, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Finalite } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import type { Finalite as NomDeFinalite } from "../../shared/identity";
import { decodeCursor, pageSize, toPage } from "../../shared/page";
import { Allocataire } from "../allocataire.ref";
import { type DemandeRefuseeLue, type FiltreRefus, listeRefus, nombreRefus } from "./refus.repository";

@ObjectType({
  simpleResolvers: true,
  description: "Une demande sur des personnes, refusée : aucune donnée n’a été donnée. Le registre montré à la personne ne la porte pas.",
})
export class DemandeRefusee {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => HorodatageScalar, { description: "Quand." })
  le: Date;
  @Field(() => String, { description: "Code du refus (docs/erreurs.md, docs/refus.md, docs/journal.md)." })
  motif: string;
  @Field(() => Int, { description: "Combien de demandes la ligne dit : une, ou davantage quand elle en résume." })
  nombre: number;
  @Field(() => String, { description: "Le système client." })
  client: string;
  @Field(() => String, { nullable: true, description: "Code de l’agent, quand le jeton en nommait un." })
  agent: string | null;
  @Field(() => String, { nullable: true, description: "Code de l’organisme." })
  organisme: string | null;
  @Field(() => String, { description: "Département du client ; « * » pour un client de tout le territoire." })
  departement: string;
  @Field(() => Finalite, { nullable: true, description: "Finalité du jeton." })
  finalite: NomDeFinalite | null;
  @Field(() => String, { description: "Nom que le client donne à son opération, ou ses champs racine." })
  operation: string;
  @Field(() => String, { description: "Qui a refusé : « passerelle », ou le sous-graphe." })
  lieu: string;
  @Field(() => [String], { description: "Ce qui était demandé (« Allocataire.nom ») : les noms, jamais les valeurs." })
  champs: string[];
  @Directive("@listSize(assumedSize: 2)")
  @Field(() => [Allocataire], { description: "Les personnes nommées par la demande et que le lecteur peut lire." })
  personnes: Allocataire[];
}

@ObjectType({ simpleResolvers: true, description: "Une demande refusée et sa place dans la liste." })
export class DemandeRefuseeEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => DemandeRefusee, { description: "La demande refusée." })
  node: DemandeRefusee;
}

@ObjectType({ simpleResolvers: true, description: "Demandes refusées, de la plus récente à la plus ancienne." })
export class DemandeRefuseeConnection {
  @Field(() => [DemandeRefuseeEdge], { description: "Les demandes refusées et leurs curseurs." })
  edges: DemandeRefuseeEdge[];
  @Field(() => [DemandeRefusee], { description: "Les demandes refusées." })
  nodes: DemandeRefusee[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  /** Not a field: what the count is asked for, when it is. */
  filtre: FiltreRefus;
}

/** Nobody is shown of who is only counted. */
function asksPeople({ fieldNodes, fragments }: GraphQLResolveInfo): boolean {
  const within = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).some((node) => {
      if (node.kind === "FragmentSpread") return within(fragments[node.name.value]!.selectionSet);
      return (node.kind === "Field" && node.name.value === "personnes") || within(node.selectionSet);
    });
  return fieldNodes.some((node) => within(node.selectionSet));
}

const lue = ({ personnes, ...une }: DemandeRefuseeLue): DemandeRefusee =>
  Object.assign(new DemandeRefusee(), une, { personnes: personnes.map((id) => Object.assign(new Allocataire(), { id })) });

@Resolver(() => DemandeRefuseeConnection)
export class DemandesRefuseesResolver {
  @Query(() => DemandeRefuseeConnection, { nullable: true, description: "Les demandes sur des personnes qui ont été refusées." })
  @Directive('@requiresScopes(scopes: [["journal.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  async demandesRefusees(
    @Ctx() ctx: RequestContext,
    @Arg("motif", () => String, { nullable: true, description: "De ce code." }) motif: string | null,
    @Arg("client", () => String, { nullable: true, description: "De ce système client." }) client: string | null,
    @Arg("depuis", () => HorodatageScalar, { nullable: true, description: "À cet instant ou après." }) depuis: Date | null,
    @Arg("jusque", () => HorodatageScalar, { nullable: true, description: "À cet instant ou avant." }) jusque: Date | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière demande lue." }) after: string | null,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DemandeRefuseeConnection> {
    const size = pageSize(first, 50);
    const cursor = decodeCursor(after, /^\d{1,15}:[0-9a-f-]{36}$/);
    const filtre = { motif: motif ?? null, client: client ?? null, depuis: depuis ?? null, jusque: jusque ?? null };
    const rows = await listeRefus(await ctx.read(), filtre, size + 1, cursor);
    const { edges, pageInfo } = toPage(rows, size, (row) => `${row.le.getTime()}:${row.id}`, cursor);
    if (asksPeople(info)) ctx.saw(edges.flatMap(({ node }) => node.personnes));
    const told = edges.map((edge) => ({ cursor: edge.cursor, node: lue(edge.node) }));
    return { edges: told, nodes: told.map((edge) => edge.node), pageInfo, filtre };
  }

  @FieldResolver(() => Int, { description: "Nombre de demandes refusées qui répondent au filtre." })
  async totalCount(@Root() connection: DemandeRefuseeConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return nombreRefus(await ctx.read(), connection.filtre);
  }
}
