import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { PageInfo } from "../../shared/contrat/page-info";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { decodeCursor, pageSize, toPage, UUID } from "../../shared/page";
import type { Offre, Session } from "../offre/offre";
import { OffreInsertion } from "../offre/offre.graphql";
import { offreParId, sessionParId } from "../offre/offre.repository";
import { SessionOffre } from "../offre/session.graphql";
import type { Statut } from "../prescription/cycle";
import type { PreferenceContact } from "../prescription/prescription";
import { PreferenceContactPrescription, StatutPrescription } from "../prescription/prescription.graphql";
import { ouvrirAuxStructures } from "./lien.repository";
import type { Beneficiaire, MinutesDUnJour, PrescriptionRecue } from "./recue";
import { compterRecues, lireRecues } from "./recue.repository";

@ObjectType({
  simpleResolvers: true,
  description: "Ce qu’une structure sait de la personne qui lui est adressée : de quoi la reconnaître et la joindre, rien d’autre.",
})
export class BeneficiairePrescription {
  @Field(() => String, { nullable: true, description: "Civilité." })
  civilite: string | null;
  @Field(() => String, { description: "Nom d’usage, sinon de naissance." })
  nom: string;
  @Field(() => String, { nullable: true, description: "Premier prénom." })
  prenom: string | null;
  @Field(() => String, { nullable: true, description: "Téléphone, si elle accepte d’être jointe ainsi." })
  telephone: string | null;
  @Field(() => String, { nullable: true, description: "Courriel, si elle accepte d’être jointe ainsi." })
  courriel: string | null;
  @Directive("@listSize(assumedSize: 4)")
  @Field(() => [PreferenceContactPrescription], { description: "Comment elle accepte d’être jointe." })
  preferencesContact: PreferenceContact[];
  @Field(() => String, { nullable: true, description: "Quand elle est disponible." })
  disponibilites: string | null;
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [String], { description: "Conditions d’accès qu’elle remplit." })
  conditionsRemplies: string[];
  @Field(() => String, { nullable: true, description: "Numéro France Travail, une fois la prescription validée." })
  numeroFranceTravail: string | null;
}

@ObjectType("ActivitePrescription", {
  simpleResolvers: true,
  description: "Minutes d’un jour d’une prescription, telles que la structure les voit : ce qu’elles sont devenues, sans le motif.",
})
export class ActivitePrescriptionType {
  @Field(() => ID, { description: "Identifiant de l’activité, celui des événements ActiviteConfirmee et ActiviteContestee." })
  id: string;
  @Field(() => DateScalar, { description: "Jour." })
  date: string;
  @Field(() => Int, { description: "Minutes, corrigées si elles l’ont été." })
  minutes: number;
  @Field(() => String, { description: "PREVUE, DECLAREE, CONFIRMEE, CONTESTEE, REFUSEE ou NON_REALISEE." })
  statut: string;
}

@ObjectType("PrescriptionRecue", { simpleResolvers: true, description: "Prescription telle que la voit la structure qui doit y répondre." })
export class PrescriptionRecueType {
  @Field(() => ID, { description: "Identifiant de la prescription." })
  id: string;
  @Field(() => StatutPrescription, { description: "Où elle en est." })
  statut: Statut;
  @Field(() => String, { nullable: true, description: "Pourquoi cette offre, dans les mots de qui prescrit." })
  motif: string | null;
  @Field(() => HorodatageScalar, { description: "Quand elle a été faite." })
  prescriteLe: Date;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour de l’action, prévu puis réel." })
  debut: string | null;
  @Field(() => Boolean, { description: "Vrai si elle attend une place : elle ne peut pas encore être validée." })
  attendUnePlace: boolean;
  @Field(() => Int, { description: "Minutes déclarées ou confirmées pour cette prescription." })
  minutesDeclarees: number;
  @Directive("@listSize(assumedSize: 60)")
  @Field(() => [ActivitePrescriptionType], {
    description: "Minutes de chaque jour et ce qu’elles sont devenues, du plus ancien au plus récent ; les jours annulés n’y sont pas.",
  })
  activites: MinutesDUnJour[];
  @Field(() => String, { nullable: true, description: "Organisme qui a prescrit." })
  prescripteurNom: string | null;
  @Field(() => BeneficiairePrescription, {
    nullable: true,
    description:
      "La personne ; null si l’information de la personne n’a pas été attestée, ou quand plus rien n’est attendu de la structure.",
  })
  beneficiaire: Beneficiaire | null;
}

@ObjectType({ simpleResolvers: true, description: "Prescription reçue à sa place dans la liste." })
export class PrescriptionRecueEdge {
  @Field(() => String, { description: "Curseur, à donner en « after »." })
  cursor: string;
  @Field(() => PrescriptionRecueType, { description: "La prescription." })
  node: PrescriptionRecue;
}

@ObjectType({ simpleResolvers: true, description: "Page des prescriptions reçues, les plus récentes d’abord." })
export class PrescriptionRecueConnection {
  @Field(() => [PrescriptionRecueEdge], { description: "Prescriptions avec leur curseur." })
  edges: PrescriptionRecueEdge[];
  @Field(() => [PrescriptionRecueType], { description: "Prescriptions de la page." })
  nodes: PrescriptionRecue[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  statut: Statut | null;
}

@Resolver(() => PrescriptionRecueType)
export class PrescriptionRecueResolver {
  @FieldResolver(() => OffreInsertion, { description: "Offre de la structure." })
  offre(@Root() recue: PrescriptionRecue, @Ctx() ctx: RequestContext): Promise<Offre | null> {
    return ctx.loader(offreParId).load(recue.offre);
  }

  @FieldResolver(() => SessionOffre, { nullable: true, description: "Session choisie." })
  session(@Root() recue: PrescriptionRecue, @Ctx() ctx: RequestContext): Promise<Session | null> | null {
    return recue.session === null ? null : ctx.loader(sessionParId).load(recue.session);
  }
}

@Resolver(() => PrescriptionRecueConnection)
export class PrescriptionsRecuesResolver {
  @Directive('@requiresScopes(scopes: [["prescription.gerer"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => PrescriptionRecueConnection, {
    nullable: true,
    description: "Prescriptions adressées aux structures de l’organisme de l’appelant, reconnues par leur SIRET.",
  })
  async prescriptionsRecues(
    @Arg("statut", () => StatutPrescription, { nullable: true, description: "Dans cet état seulement." }) statut: Statut | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200 prescriptions." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur de la dernière de la page précédente." }) after: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Omit<PrescriptionRecueConnection, "totalCount">> {
    const taille = pageSize(first, 50);
    const apres = decodeCursor(after, UUID);
    const tx = await ctx.read();
    await ouvrirAuxStructures(tx);
    const recues = await lireRecues(tx, statut ?? null, taille + 1, apres);
    const page = toPage(recues, taille, ({ id }) => id, apres);
    // Also whom the structure is not told the name of: what it reads is about her.
    ctx.saw(page.nodes.map(({ allocataire }) => allocataire));
    return { ...page, statut: statut ?? null };
  }

  @FieldResolver(() => Int, { description: "Nombre de prescriptions, toutes pages comprises." })
  async totalCount(@Root() { statut }: PrescriptionRecueConnection, @Ctx() ctx: RequestContext): Promise<number> {
    return compterRecues(await ctx.read(), statut);
  }
}
