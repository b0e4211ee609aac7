import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  createUnionType,
  Directive,
  Field,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import type { SubgraphDependencies } from "../../shared/module";
import { isUuid } from "../../shared/page";
import { territoireExiste } from "../contrat/resultat/saisie.repository";
import { type DemandeExport, MODELES, NOMS_DES_MODELES, refusExport, territoireRefuse } from "./demande";
import { demanderFichier, ETATS_EXPORT, type EtatExport, type FichierExporte, lireFichier } from "./depot/fichier.repository";
import { CHEMIN_DES_EXPORTS, fichierOublie, jetonDeLExport } from "./depot/lien";
import type { FormatFichier } from "./tableur/ecrire";

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

export const EtatExportEnum = enumOf(ETATS_EXPORT);
registerEnumType(EtatExportEnum, {
  name: "EtatExport",
  description: "Où en est un fichier : en préparation, prêt, oublié (un quart d’heure après), ou échoué.",
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

@ObjectType({ simpleResolvers: true, description: "Un fichier d’indicateurs, en préparation ou prêt à prendre. Il ne nomme personne." })
export class ExportIndicateurs {
  @Field(() => ID, { description: "Identifiant du fichier." })
  id: string;
  @Field(() => EtatExportEnum, { description: "Où en est le fichier." })
  etat: EtatExport;
  @Field(() => FormatExportEnum, { description: "Format du fichier." })
  format: (typeof NOMS_DES_FORMATS)[number];
  @Field(() => String, {
    description:
      "Adresse où prendre le fichier, sans autre jeton : elle répond 202 tant qu’il se prépare, puis s’ouvre pendant un quart d’heure.",
  })
  lien: string;
  @Field(() => String, { nullable: true, description: "Nom du fichier, une fois prêt." })
  nom: string | null;
  @Field(() => String, {
    nullable: true,
    description: "SHA-256 du contenu, une fois prêt : la même demande sur les mêmes faits donne la même, quel que soit le format.",
  })
  empreinte: string | null;
  @Field(() => String, { nullable: true, description: "SHA-256 des octets du fichier, une fois prêt." })
  sha256: string | null;
  @Field(() => Int, { nullable: true, description: "Taille du fichier en octets, une fois prêt." })
  taille: number | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour du dernier fait sur lequel les chiffres reposent." })
  arreteAu: string | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Instant où le lien cesse de s’ouvrir, une fois le fichier prêt." })
  expireLe: Date | null;
}

export const ExporterIndicateursResultat = createUnionType({
  name: "ExporterIndicateursResultat",
  description: "Le fichier demandé, ou la raison pour laquelle il ne sera pas fait.",
  types: () => [ExportIndicateurs, Refus] as const,
});

@Resolver()
export class ExportResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Query(() => ExportIndicateurs, {
    nullable: true,
    description: "Un fichier d’indicateurs demandé pour son Département ; absent s’il n’existe pas.",
  })
  async exportIndicateurs(
    @Arg("id", () => ID, { description: "Identifiant donné par exporterIndicateurs." }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<ExportIndicateurs | null> {
    const { departement } = ctx.requireCaller();
    const fichier = isUuid(id) ? await lireFichier(await ctx.read(), departement, id) : null;
    return fichier && this.repondre(fichier);
  }

  @Directive('@requiresScopes(scopes: [["indicateurs.lire"]])')
  @Mutation(() => ExporterIndicateursResultat, {
    description:
      "Demande un fichier d’indicateurs, et donne le lien où le prendre. Refus : ANNEE_INVALIDE, TRIMESTRE_INVALIDE, EXPORT_DEPARTEMENT_ENTIER, PERIODE_FUTURE, CONNU_LE_FUTUR, CONNU_LE_SANS_OBJET, TERRITOIRE_INCONNU, TABLEAU_INCONNU, EXPORT_OUBLIE.",
  })
  async exporterIndicateurs(
    @Args(() => ArgumentsExport) { cleIdempotence, format, ...voulu }: ArgumentsExport,
    @Ctx() ctx: RequestContext,
  ): Promise<ExportIndicateurs | Refus> {
    const demande = demandeDe(voulu);
    const refus = territoireRefuse(demande, ctx.requireCaller().departement) ?? refusExport(demande, ctx.today());
    if (refus) return refus;
    const { client, agent } = ctx.requireCaller();
    const fichier = await once<FichierExporte>(ctx, {
      schema: "indicateurs",
      mutation: "exporterIndicateurs",
      cle: cleIdempotence,
      payload: { ...demande, format },
      apply: async ({ tx }) => {
        if (!(await territoireExiste(tx, demande.departement, demande.territoire))) return territoireRefuse(demande, null)!;
        const par = agent ? `${client} (${agent})` : client;
        return demanderFichier(tx, { demande, format: format.toLowerCase() as FormatFichier, par, le: ctx.now() });
      },
      idOf: ({ departement, id }) => `${departement} ${id}`,
      reload: async (cle, { tx }) => {
        const garde = await lireFichier(tx, ...(cle.split(" ") as [string, string]));
        return garde && garde.etat !== "OUBLIE" ? garde : fichierOublie();
      },
    });
    return fichier instanceof Refus ? fichier : this.repondre(fichier);
  }

  private repondre({ departement, format, ...fichier }: FichierExporte): ExportIndicateurs {
    const { nirCipher, adressePublique = "http://127.0.0.1:4000" } = this.dependances;
    const lien = `${adressePublique}${CHEMIN_DES_EXPORTS}/${jetonDeLExport(nirCipher, { departement, id: fichier.id })}`;
    return Object.assign(new ExportIndicateurs(), { ...fichier, format: format.toUpperCase(), lien });
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
