import { createHash } from "node:crypto";
import { execute, type GraphQLResolveInfo, type GraphQLSchema, parse } from "graphql";
import {
  Args,
  ArgsType,
  Ctx,
  createUnionType,
  Directive,
  Field,
  Info,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  registerEnumType,
} from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import type { SubgraphDependencies } from "../../shared/module";
import { type DemandeExport, MODELES, NOMS_DES_MODELES, nomDuFichier, refusExport, tableauInconnu, territoireRefuse } from "./demande";
import { type FichierExporte, garderFichier, lireFichier } from "./depot/fichier.repository";
import { CHEMIN_DES_EXPORTS, DUREE_DU_LIEN_MS, fichierOublie, jetonDeLExport } from "./depot/lien";
import { exporter, TableauInconnu, TerritoireInconnu } from "./exporter";
import type { Poser } from "./poser";
import type { ClasseurScelle } from "./tableur/classeur";
import { FORMATS, type FormatFichier } from "./tableur/ecrire";

export const ModeleExportEnum = enumOf(NOMS_DES_MODELES);
registerEnumType(ModeleExportEnum, {
  name: "ModeleExport",
  description: `Ce qui s’exporte : ${NOMS_DES_MODELES.map((nom) => `${nom}, ${MODELES[nom].titre.toLowerCase()}`).join(" · ")}.`,
});
const NOMS_DES_FORMATS = ["CSV", "ODS", "XLSX", "JSON", "MD"] as const;
export const FormatExportEnum = enumOf(NOMS_DES_FORMATS);
registerEnumType(FormatExportEnum, {
  name: "FormatExport",
  description:
    "Format du fichier : CSV, OpenDocument (LibreOffice), Excel, JSON ou Markdown. Tous disent la même chose et portent la même empreinte.",
});

@ArgsType()
export class ArgumentsExport {
  @Field(() => ModeleExportEnum, { description: "Ce qui s’exporte." })
  modele: DemandeExport["modele"];
  @Field(() => FormatExportEnum, { description: "Format du fichier." })
  format: (typeof NOMS_DES_FORMATS)[number];
  @Field(() => String, { description: "Code du département (94)." })
  departement: string;
  @Field(() => Int, { description: "Année." })
  annee: number;
  @Field(() => Int, { nullable: true, description: "Trimestre, de 1 à 4 ; l’année entière si absent." })
  trimestre?: number | null;
  @Field(() => String, { nullable: true, description: "Code INSEE ou ensemble de communes (94-PILOTE) ; le département entier si absent." })
  territoire?: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Chiffres tels qu’ils étaient connus à la fin de ce jour." })
  connuLe?: string | null;
  @Field(() => String, { nullable: true, description: "Un seul tableau, par sa clé (OARSA_T1, DELAIS…) ; tous si absent." })
  tableau?: string | null;
  @Field(() => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Un fichier d’indicateurs prêt à prendre. Il ne nomme personne." })
export class ExportIndicateurs {
  @Field(() => String, { description: "Nom du fichier." })
  nom: string;
  @Field(() => FormatExportEnum, { description: "Format du fichier." })
  format: (typeof NOMS_DES_FORMATS)[number];
  @Field(() => String, { description: "SHA-256 du contenu : la même demande sur les mêmes faits donne la même, quel que soit le format." })
  empreinte: string;
  @Field(() => String, { description: "SHA-256 des octets du fichier." })
  sha256: string;
  @Field(() => Int, { description: "Taille du fichier, en octets." })
  taille: number;
  @Field(() => DateScalar, { nullable: true, description: "Jour du dernier fait sur lequel les chiffres reposent." })
  arreteAu: string | null;
  @Field(() => String, { description: "Adresse où prendre le fichier, sans autre jeton : elle s’ouvre pendant un quart d’heure." })
  lien: string;
  @Field(() => HorodatageScalar, { description: "Instant où le lien cesse de s’ouvrir." })
  expireLe: Date;
}

export const ExporterIndicateursResultat = createUnionType({
  name: "ExporterIndicateursResultat",
  description: "Le fichier prêt, ou la raison pour laquelle il n’a pas été fait.",
  types: () => [ExportIndicateurs, Refus] as const,
});

@Resolver()
export class ExporterIndicateursMutation {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Mutation(() => ExporterIndicateursResultat, {
    description:
      "Prépare un fichier d’indicateurs, et donne le lien où le prendre. Refus : ANNEE_INVALIDE, TRIMESTRE_INVALIDE, EXPORT_DEPARTEMENT_ENTIER, PERIODE_FUTURE, CONNU_LE_FUTUR, TERRITOIRE_INCONNU, TABLEAU_INCONNU, EXPORT_OUBLIE.",
  })
  async exporterIndicateurs(
    @Args(() => ArgumentsExport) { cleIdempotence, format, ...voulu }: ArgumentsExport,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ExportIndicateurs | Refus> {
    const demande = demandeDe(voulu);
    const refus = territoireRefuse(demande, ctx.requireCaller().departement) ?? refusExport(demande, ctx.today());
    if (refus) return refus;
    const classeur = await faireClasseur(demande, info.schema, ctx);
    if (classeur instanceof Refus) return classeur;
    const fichier = await once<FichierExporte>(ctx, {
      schema: "indicateurs",
      mutation: "exporterIndicateurs",
      cle: cleIdempotence,
      payload: { ...demande, format },
      apply: ({ tx }) => garderFichier(tx, aGarder(demande, classeur, format.toLowerCase() as FormatFichier, ctx)),
      idOf: ({ departement, id }) => `${departement} ${id}`,
      reload: async (cle, { tx }) => (await lireFichier(tx, ...(cle.split(" ") as [string, string]))) ?? fichierOublie(),
    });
    return fichier instanceof Refus ? fichier : this.repondre(fichier);
  }

  private repondre(fichier: FichierExporte): ExportIndicateurs {
    const { nirCipher, adressePublique = "http://127.0.0.1:4000" } = this.dependances;
    const { nom, empreinte, sha256, taille, arreteAu, expireLe } = fichier;
    const format = fichier.format.toUpperCase() as ExportIndicateurs["format"];
    const lien = `${adressePublique}${CHEMIN_DES_EXPORTS}/${jetonDeLExport(nirCipher, fichier)}`;
    return Object.assign(new ExportIndicateurs(), { nom, format, empreinte, sha256, taille, arreteAu, lien, expireLe });
  }
}

const demandeDe = ({
  modele,
  departement,
  annee,
  trimestre,
  territoire,
  connuLe,
  tableau,
}: Omit<ArgumentsExport, "format">): DemandeExport => ({
  modele,
  departement,
  annee,
  trimestre: trimestre ?? null,
  territoire: territoire ?? departement,
  connuLe: connuLe ?? null,
  tableau: tableau ?? null,
});

/** All the statements of a workbook see the base at one instant. */
async function faireClasseur(demande: DemandeExport, schema: GraphQLSchema, ctx: RequestContext): Promise<ClasseurScelle | Refus> {
  await ctx.readOneInstant();
  try {
    return await exporter(demande, poserSur(schema, ctx));
  } catch (error) {
    if (error instanceof TerritoireInconnu) return territoireRefuse(demande, null)!;
    if (error instanceof TableauInconnu) return tableauInconnu(error);
    throw error;
  }
}

/** Asks the operations of the API on its own schema, in the name of the caller and in her transaction. */
export const poserSur =
  (schema: GraphQLSchema, contextValue: RequestContext): Poser =>
  async (document, variableValues) => {
    const { data, errors } = await execute({ schema, document: parse(document), variableValues, contextValue });
    if (errors?.[0]) throw errors[0].originalError ?? errors[0];
    return data;
  };

function aGarder(demande: DemandeExport, classeur: ClasseurScelle, format: FormatFichier, ctx: RequestContext) {
  const contenu = FORMATS[format].ecrire(classeur);
  const { client, agent } = ctx.requireCaller();
  return {
    departement: demande.departement,
    nom: nomDuFichier(demande, classeur.empreinte, format),
    format,
    empreinte: classeur.empreinte,
    sha256: createHash("sha256").update(contenu).digest("hex"),
    arreteAu: classeur.arreteAu,
    expireLe: new Date(ctx.now().getTime() + DUREE_DU_LIEN_MS),
    contenu,
    demande,
    par: agent ? `${client} (${agent})` : client,
    le: ctx.now(),
  };
}
