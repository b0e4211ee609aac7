import { Arg, Ctx, createUnionType, Directive, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { SystemeSource } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { once } from "../../shared/idempotence";
import { pageSize } from "../../shared/page";
import { appelant, organismeDuPerimetre } from "../auteur";
import { Organisme, organisme as organismeRef } from "../organisme.ref";
import { CLE } from "../rendez-vous-mutations.graphql";
import { ecrireRattachement, type OrganisationRow, organisationDite, organisationsARattacher } from "./organisations.repository";
import { type DemandeRattachement, type Organisations, rattacherOrganisation } from "./rattacher-organisation";

const PAR_DEFAUT = 50;

@ObjectType({ simpleResolvers: true, description: "Organisation d’un outil de rendez-vous, et l’organisme qu’elle est." })
export class OrganisationExterne {
  @Field(() => SystemeSource, { description: "L’outil." })
  systeme: SystemeSource;
  @Field(() => String, { description: "Son identifiant dans cet outil." })
  identifiant: string;
  @Field(() => String, { nullable: true, description: "Le nom que l’outil lui donne." })
  nom: string | null;
  @Field(() => Organisme, { nullable: true, description: "L’organisme qu’elle est ; nul : aucun ne porte son nom, ou plusieurs." })
  organisme: Organisme | null;
  @Field(() => Int, { description: "Messages gardés qui l’attendent." })
  messagesEnAttente: number;

  static de({ organisme, enAttente, ...row }: OrganisationRow): OrganisationExterne {
    return Object.assign(new OrganisationExterne(), { ...row, messagesEnAttente: enAttente, organisme: organismeRef(organisme) });
  }
}

const RattacherOrganisationResultat = createUnionType({
  name: "RattacherOrganisationResultat",
  description: "L’organisation rattachée, ou le refus.",
  types: () => [OrganisationExterne, Refus] as const,
});

@Resolver()
export class OrganisationsExternes {
  @Query(() => [OrganisationExterne], {
    nullable: true,
    description:
      "Organisations des outils de rendez-vous qu’aucun nom ne rattache à un organisme, avec les messages qui les attendent. Vide pour qui n’est pas le Département.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async organisationsARattacher(
    @Ctx() ctx: RequestContext,
    @Arg("first", () => Int, { nullable: true, defaultValue: PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Outil et identifiant de la dernière déjà lue, séparés d’une espace." })
    after: string | null,
  ): Promise<OrganisationExterne[]> {
    const nombre = pageSize(first, PAR_DEFAUT);
    const tx = await ctx.read();
    if ((await appelant(ctx, tx)).type !== "DEPARTEMENT") return [];
    return (await organisationsARattacher(tx, after ?? null, nombre)).map(OrganisationExterne.de);
  }

  @Mutation(() => RattacherOrganisationResultat, {
    description:
      "Dit quel organisme est une organisation d’un outil de rendez-vous. Les messages gardés pour elle sont rejoués d’eux-mêmes. Réservé au Département.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async rattacherOrganisation(
    @Ctx() ctx: RequestContext,
    @Arg("systeme", () => SystemeSource, { description: "RENDEZ_VOUS_SOLIDARITES ou RENDEZ_VOUS_INSERTION." }) systeme: SystemeSource,
    @Arg("identifiant", () => String, { description: "Identifiant de l’organisation dans cet outil." }) identifiant: string,
    @Arg("organisme", () => ID, { description: "L’organisme, `<département>-<code>`." }) organisme: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<OrganisationExterne | Refus> {
    const demande: DemandeRattachement = { systeme, identifiant, organisme };
    const result = await once<OrganisationRow>(ctx, {
      schema: "rendez_vous",
      mutation: "rattacherOrganisation",
      cle,
      payload: demande,
      apply: async (writing) => (await rattacherOrganisation(demande, organisations(ctx, writing))) ?? relire(writing, demande),
      idOf: () => `${systeme} ${identifiant}`,
      reload: (_, writing) => relire(writing, demande),
    });
    return result instanceof Refus ? result : OrganisationExterne.de(result);
  }
}

async function relire({ tx }: WritingTransaction, { systeme, identifiant }: DemandeRattachement): Promise<OrganisationRow> {
  const row = await organisationDite(tx, systeme, identifiant);
  if (!row) throw new CodedError("FORBIDDEN", "Cette organisation n’est plus dans votre périmètre.");
  return row;
}

const organisations = (ctx: RequestContext, { tx, publish }: WritingTransaction): Organisations => ({
  typeOrganisme: async () => (await appelant(ctx, tx)).type,
  organismeDuDepartement: async (id) => (await organismeDuPerimetre(ctx, tx, id)) !== null,
  rattachable: async (systeme, identifiant) => (await organisationDite(tx, systeme, identifiant)) !== null,
  rattacher: async (demande) => {
    const { departement } = ctx.requireCaller();
    await ecrireRattachement(tx, departement, demande);
    await publish({
      type: "OrganisationRattachee",
      departement,
      allocataire: null,
      donnees: { systeme: demande.systeme, organisme: demande.organisme },
    });
  },
});
