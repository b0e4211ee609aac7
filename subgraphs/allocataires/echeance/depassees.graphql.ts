import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { PageInfo } from "../../shared/contrat/page-info";
import { decodeCursor, type Page, pageSize, toPage } from "../../shared/page";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { allocataireParId } from "../personne/allocataire.repository";
import { baremesDeLAppelant, seuilsDeLAppelant } from "./bareme.repository";
import { EcheanceType, echeancesDe } from "./echeance.graphql";
import type { Echeance } from "./echeances";
import { CODES_HORLOGE, type CodeHorloge, horlogeDe } from "./horloge";
import { compterDepassees, type Depassee, type FiltreDepassees, pageDepassees } from "./liste.repository";

@ObjectType("EcheanceDepassee", {
  simpleResolvers: true,
  description: "Délai dépassé d’une personne : la limite est passée, l’acte reste à faire.",
})
export class EcheanceDepasseeType {
  @Field(() => AllocataireType, { description: "La personne." })
  allocataire: AllocataireType;
  @Field(() => EcheanceType, { description: "Le délai." })
  echeance: EcheanceType;
}

@ObjectType("EcheanceDepasseeEdge", { simpleResolvers: true, description: "Un délai dépassé et son curseur." })
export class EcheanceDepasseeEdge {
  @Field(() => String, { description: "Curseur, à donner en « after »." })
  cursor: string;
  @Field(() => EcheanceDepasseeType, { description: "Le délai et sa personne." })
  node: EcheanceDepasseeType;
}

@ObjectType("EffectifEcheance", { simpleResolvers: true, description: "Nombre de délais dépassés d’un même code." })
export class EffectifEcheanceType {
  @Field(() => String, { description: "Code du délai." })
  code: string;
  @Field(() => String, { description: "Nom du délai." })
  libelle: string;
  @Field(() => Int, { description: "Nombre de délais dépassés." })
  nombre: number;
}

@ObjectType("EcheanceDepasseeConnection", {
  simpleResolvers: true,
  description: "Page de délais dépassés, dans l’ordre du parcours.",
})
export class EcheanceDepasseeConnection {
  @Field(() => [EcheanceDepasseeEdge], { description: "Délais et curseurs." })
  edges: EcheanceDepasseeEdge[];
  @Field(() => [EcheanceDepasseeType], { description: "Délais dépassés, avec leurs personnes." })
  nodes: EcheanceDepasseeType[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
}

interface PageDepassee extends Page<{ allocataire: Allocataire; echeance: Echeance }> {
  filtre: FiltreDepassees;
}

@Resolver(() => EcheanceDepasseeConnection)
export class EcheancesDepassees {
  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => EcheanceDepasseeConnection, {
    nullable: true,
    description:
      "Délais dépassés aujourd’hui des personnes que l’appelant peut lire : le tableau de bord d’un référent, d’un organisme ou du Département.",
  })
  async echeancesDepassees(
    @Arg("departement", () => String, { nullable: true, description: "Code d’un département." }) departement: string | null,
    @Arg("code", () => String, { nullable: true, description: "Code d’un délai." }) code: string | null,
    @Arg("organisme", () => ID, { nullable: true, description: "Organisme qui suit la personne aujourd’hui." }) organisme: string | null,
    @Arg("referent", () => ID, { nullable: true, description: "Référent qui suit la personne aujourd’hui." }) referent: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "Nombre, de 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur du dernier délai reçu." }) after: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<PageDepassee> {
    if (code != null && !CODES_HORLOGE.includes(code as CodeHorloge))
      throw new CodedError("ARGUMENT_INVALIDE", `« code » est l’un de ${CODES_HORLOGE.join(", ")}.`);
    const taille = pageSize(first, 50);
    const filtre = { departement, code, organisme, referent };
    const apres = lireCle(decodeCursor(after, CLE));
    const lignes = await pageDepassees(await ctx.read(), ctx.today(), await seuilsDeLAppelant(ctx), filtre, { limite: taille + 1, apres });
    const page = toPage(lignes, taille, ecrireCle, after);
    ctx.saw(page.nodes.map((ligne) => ligne.allocataire));
    const details = await Promise.all(page.edges.map(async ({ cursor, node }) => ({ cursor, node: await detail(node, ctx) })));
    const edges = details.flatMap(({ cursor, node }) => (node ? { cursor, node } : []));
    return { edges, nodes: edges.map((edge) => edge.node), pageInfo: page.pageInfo, filtre };
  }

  @Directive("@listSize(assumedSize: 16)")
  @FieldResolver(() => [EffectifEcheanceType], {
    description: "Effectifs par code, de toute la liste ; comptés seulement si on les demande.",
  })
  async parCode(@Root() { filtre }: PageDepassee, @Ctx() ctx: RequestContext): Promise<EffectifEcheanceType[]> {
    const baremes = await baremesDeLAppelant(ctx);
    const comptes = await compterDepassees(await ctx.read(), ctx.today(), await seuilsDeLAppelant(ctx), filtre);
    const nombres = new Map(comptes.map((c) => [c.code, c.nombre]));
    return CODES_HORLOGE.flatMap((code) => {
      const nombre = nombres.get(code);
      return nombre ? [{ code, libelle: baremes.flatMap((b) => horlogeDe(b, code, null) ?? [])[0]?.libelle ?? code, nombre }] : [];
    });
  }
}

async function detail({ allocataire, code, objet }: Depassee, ctx: RequestContext): Promise<PageDepassee["nodes"][number] | null> {
  const personne = await ctx.loader(allocataireParId).load(allocataire);
  const echeance = personne && (await echeancesDe(personne, ctx)).find((e) => e.code === code && e.objet === objet);
  return personne && echeance ? { allocataire: personne, echeance } : null;
}

const CLE = /^[A-Z0-9_]{1,40}:[0-9a-f-]{36}:([0-9a-f-]{36})?$/;
const ecrireCle = ({ code, allocataire, objet }: Depassee): string => `${code}:${allocataire}:${objet ?? ""}`;

function lireCle(cle: string | null): Depassee | null {
  if (cle === null) return null;
  const [code, allocataire, objet] = cle.split(":") as [CodeHorloge, string, string];
  return { code, allocataire, objet: objet || null };
}
