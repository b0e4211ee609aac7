import { Arg, Ctx, Directive, Field, FieldResolver, ID, InputType, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { CategorieParcours } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { DateScalar } from "../../shared/contrat/scalars";
import { isUuid, pageSize } from "../../shared/page";
import { seuilsDeLAppelant } from "../echeance/bareme.repository";
import type { Allocataire } from "./allocataire";
import { AllocataireType } from "./allocataire.graphql";
import { allocataireParId, compterAllocataires, pageAllocataires, personneConnue } from "./allocataire.repository";
import { curseurPerdu, enPage, type PageAllocataires, positionDe } from "./curseur";
import { type FiltreAllocataires, lireRecherche } from "./filtre";
import { type ConditionsSql, conditions } from "./filtre.repository";
import { IdentifiantInput, RechercheParIdentifiant } from "./recherche.graphql";

@InputType("FiltreAllocataires", { description: "Critères cumulés ; un critère absent ou nul ne filtre pas." })
export class FiltreAllocatairesInput {
  @Field(() => String, { nullable: true, description: "Code du département." })
  departement?: string | null;
  @Field(() => [String], { nullable: true, description: "Codes INSEE des communes de résidence." })
  communes?: string[] | null;
  @Field(() => CategorieParcours, { nullable: true, description: "Catégorie légale de l’orientation en cours." })
  categorie?: CategorieParcours | null;
  @Field(() => [String], { nullable: true, description: "Codes des parcours de l’orientation en cours." })
  parcours?: string[] | null;
  @Field(() => ID, { nullable: true, description: "Organisme qui suit la personne aujourd’hui." })
  organisme?: string | null;
  @Field(() => ID, { nullable: true, description: "Référent qui suit la personne aujourd’hui." })
  referent?: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai : sans orientation en cours ; faux : avec." })
  sansOrientation?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai : au moins un délai dépassé (champ echeances) ; faux : aucun." })
  echeanceDepassee?: boolean | null;
  @Field(() => DateScalar, { nullable: true, description: "Droits ouverts ce jour ou après, pour l’entrée en cours." })
  ouvertureDroitsDepuis?: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Droits ouverts ce jour ou avant, pour l’entrée en cours." })
  ouvertureDroitsJusque?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Débuts de mots du nom de naissance, du nom d’usage ou des prénoms, dans n’importe quel ordre, sans égard aux accents ni à la casse ; ou numéro de demande, matricule CAF, numéro France Travail ou du département. Jamais un NIR : « allocataire(identifiant) » le cherche.",
  })
  recherche?: string | null;
}

@ObjectType("AllocataireEdge", { simpleResolvers: true, description: "Une personne et son curseur." })
export class AllocataireEdge {
  @Field(() => String, { description: "Curseur, à donner en « after ». Il ne porte aucune donnée de la personne." })
  cursor: string;
  @Field(() => AllocataireType, { description: "La personne." })
  node: AllocataireType;
}

@ObjectType("AllocataireConnection", { simpleResolvers: true, description: "Page de personnes, par nom." })
export class AllocataireConnection {
  @Field(() => [AllocataireEdge], { description: "Personnes et curseurs." })
  edges: AllocataireEdge[];
  @Field(() => [AllocataireType], { description: "Personnes." })
  nodes: AllocataireType[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
}

type PageFiltree = PageAllocataires & { conditions: ConditionsSql };

@Resolver(() => AllocataireConnection)
export class Allocataires extends RechercheParIdentifiant {
  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Query(() => AllocataireType, {
    nullable: true,
    description: "Une personne, par son identifiant du hub ou par un de ses numéros. Nulle si elle n’existe pas pour l’appelant.",
  })
  async allocataire(
    @Arg("id", () => ID, { nullable: true, description: "Identifiant du hub." }) id: string | null,
    @Arg("identifiant", () => IdentifiantInput, { nullable: true, description: "Un numéro ; exclusif de « id »." })
    identifiant: IdentifiantInput | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Allocataire | null> {
    if ((id == null) === (identifiant == null)) {
      throw new CodedError("ARGUMENT_INVALIDE", "Donnez « id » ou « identifiant », l’un des deux et un seul.");
    }
    const cherche = id ?? (await this.parIdentifiant(identifiant!, ctx));
    const personne = isUuid(cherche) ? await ctx.loader(allocataireParId).load(cherche.toLowerCase()) : null;
    if (personne) ctx.saw([personne.id]);
    return personne;
  }

  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => AllocataireConnection, { nullable: true, description: "Personnes que l’appelant peut lire, par nom." })
  async allocataires(
    @Arg("filtre", () => FiltreAllocatairesInput, { nullable: true, description: "Critères." }) filtre: FiltreAllocatairesInput | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "Nombre, de 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière personne reçue." }) after: string | null,
    @Arg("before", () => String, {
      nullable: true,
      description: "Curseur de la première personne reçue, pour la page d’avant ; exclusif de « after ».",
    })
    before: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<PageFiltree> {
    const taille = pageSize(first, 50);
    const lu = lireFiltre(filtre);
    const sceau = this.dependances.nirCipher.seal(JSON.stringify(Object.entries(lu).sort()));
    const position = positionDe(after, before, sceau);
    const { departements } = await ctx.rights();
    const seuils = lu.echeanceDepassee == null ? {} : await seuilsDeLAppelant(ctx);
    const filtrees = conditions(lu, departements.length === 1 ? departements[0]! : null, ctx.today(), seuils);
    const tx = await ctx.read();
    const lignes = await pageAllocataires(tx, filtrees, taille + 1, position);
    if (lignes.length === 0 && !position && lu.numeros?.length) ctx.personnes.recherche(null, false);
    if (lignes.length === 0 && position && !(await personneConnue(tx, position.id))) throw curseurPerdu();
    const page = enPage(lignes, taille, position, sceau);
    ctx.saw(page.nodes.map((personne) => personne.id));
    for (const personne of page.nodes) ctx.loader(allocataireParId).prime(personne.id, personne);
    return { ...page, conditions: filtrees };
  }

  @FieldResolver(() => Int, { description: "Nombre de personnes que garde le filtre ; compté seulement si on le demande." })
  async totalCount(@Root() page: PageFiltree, @Ctx() ctx: RequestContext): Promise<number> {
    return compterAllocataires(await ctx.read(), page.conditions);
  }
}

/** The filter, its absent criteria left out. Errors: ARGUMENT_INVALIDE. */
function lireFiltre(filtre: FiltreAllocatairesInput | null): FiltreAllocataires {
  const { recherche, ...autres } = Object.fromEntries(
    Object.entries(filtre ?? {}).filter(([, valeur]) => valeur !== null && valeur !== undefined),
  ) as FiltreAllocatairesInput;
  if (recherche === undefined || recherche === null) return autres;
  const lue = lireRecherche(recherche);
  if (lue === "VIDE") {
    throw new CodedError("ARGUMENT_INVALIDE", "« recherche » compte au moins une lettre ou un chiffre, et 100 caractères au plus.");
  }
  if (lue === "NIR") {
    throw new CodedError(
      "ARGUMENT_INVALIDE",
      "Un NIR ne se cherche pas dans une liste : « allocataire(identifiant) » le cherche, avec la date de naissance et le droit « identite.rechercher ».",
    );
  }
  return { ...autres, ...lue };
}
