import { gunzipSync } from "node:zlib";
import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { PageInfo } from "../../shared/contrat/page-info";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import type { SubgraphDependencies } from "../../shared/module";
import { decodeCursor, isUuid, type Page, pageSize, toPage } from "../../shared/page";
import { NatureDemandeDeDroits, StatutDemandeDeDroits } from "../enums.graphql";
import type * as mots from "../vocabulaire";
import { DemandeDeDroitsType } from "./demande.graphql";
import { type DemandeLue, demandeParId, exportDe, lireDemandes } from "./demande.repository";

@ObjectType("DemandeDeDroitsEdge", { simpleResolvers: true, description: "Une demande et son curseur." })
export class DemandeDeDroitsEdge {
  @Field(() => String, { description: "Curseur, à donner en « after »." })
  cursor: string;
  @Field(() => DemandeDeDroitsType, { description: "La demande." })
  node: DemandeDeDroitsType;
}

@ObjectType("DemandeDeDroitsConnection", { simpleResolvers: true, description: "Page de demandes, la réponse la plus pressée d’abord." })
export class DemandeDeDroitsConnection {
  @Field(() => [DemandeDeDroitsEdge], { description: "Demandes et curseurs." })
  edges: DemandeDeDroitsEdge[];
  @Field(() => [DemandeDeDroitsType], { description: "Demandes." })
  nodes: DemandeDeDroitsType[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
}

@ObjectType("ExportPersonne", {
  simpleResolvers: true,
  description: "Tout ce que le hub garde sur une personne, préparé pour une demande d’accès acceptée, jusqu’à son expiration.",
})
export class ExportPersonneType {
  @Field(() => String, { description: "Le fichier pour une machine (schema/export-personne.json). Le NIR y est masqué." })
  json: string;
  @Field(() => String, { description: "Le document en français, à lire ou à imprimer (HTML, sans script)." })
  html: string;
  @Field(() => String, { description: "SHA-256 du fichier pour une machine, en hexadécimal." })
  empreinteJson: string;
  @Field(() => String, { description: "SHA-256 du document, en hexadécimal." })
  empreinteHtml: string;
  @Field(() => HorodatageScalar, { description: "Préparé le." })
  faitLe: Date;
  @Field(() => HorodatageScalar, { description: "Retiré du hub le." })
  expireLe: Date;
}

@Resolver()
export class DemandesDeDroits {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["journal.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => DemandeDeDroitsConnection, {
    nullable: true,
    description: "Demandes des personnes sur leurs données, pour qui leur répond.",
  })
  async demandesDeDroits(
    @Arg("allocataire", () => ID, { nullable: true, description: "Celles d’une personne." }) allocataire: string | null,
    @Arg("nature", () => NatureDemandeDeDroits, { nullable: true, description: "Droit exercé." }) nature: mots.NatureDemande | null,
    @Arg("statut", () => StatutDemandeDeDroits, { nullable: true, description: "Étape." }) statut: mots.StatutDemande | null,
    @Arg("enRetard", () => Boolean, { nullable: true, description: "Vrai : seulement celles dont le délai est passé." }) enRetard:
      | boolean
      | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "Nombre, de 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière demande reçue." }) after: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Page<DemandeLue> | null> {
    const taille = pageSize(first, 50);
    const apres = decodeCursor(after, /^\d{4}-\d{2}-\d{2}:[0-9a-f-]{36}$/);
    const tx = await ctx.read();
    if (allocataire != null && !isUuid(allocataire)) return toPage([], taille, () => "", after);
    const filtre = { allocataire: allocataire ?? null, nature: nature ?? null, statut: statut ?? null, enRetard: enRetard ?? null };
    const lues = await lireDemandes(tx, filtre, { limite: taille + 1, apres, aujourdhui: ctx.today() });
    const page = toPage(lues, taille, (d) => `${d.limite}:${d.id}`, after);
    ctx.saw(page.nodes.map((d) => d.allocataire));
    return page;
  }

  @Directive('@requiresScopes(scopes: [["journal.lire"]])')
  @Query(() => ExportPersonneType, {
    nullable: true,
    description:
      "Fichiers préparés pour une demande d’accès ou de portabilité acceptée ; nul tant qu’ils ne sont pas prêts, ou une fois retirés.",
  })
  async exportPersonne(
    @Arg("demande", () => ID, { description: "La demande." }) demande: string,
    @Ctx() ctx: RequestContext,
  ): Promise<ExportPersonneType | null> {
    const tx = await ctx.read();
    const lue = await demandeParId(tx, demande);
    const fait = lue && ctx.requireCaller().finalite === "EXERCICE_DES_DROITS" ? await exportDe(tx, lue, ctx.now()) : null;
    if (!lue || !fait) return null;
    ctx.saw([lue.allocataire]);
    const { contenu, ...dates } = fait;
    const { json, html } = JSON.parse(gunzipSync(Buffer.from(this.dependances.nirCipher.decrypt(contenu), "base64")).toString("utf8"));
    return { json, html, ...dates };
  }
}
