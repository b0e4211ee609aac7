import { Arg, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root, registerEnumType } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { enumOf } from "../../shared/contrat/enums";
import { DateScalar } from "../../shared/contrat/scalars";
import { TypeOrganisme } from "../enums.graphql";
import type { TypeOrganisme as NomTypeOrganisme } from "../vocabulaire";
import { codesParOrganisme } from "./codes.repository";
import { type CodeOrganisme, SYSTEMES_DE_CODE, type SystemeDeCode } from "./codes-organisme";
import type { Organisme, Referent } from "./organisme";
import { present } from "./organisme";
import { listerOrganismes, organismeParId, referentsParOrganisme } from "./organisme.repository";

@Directive('@key(fields: "id")')
@ObjectType("Organisme", {
  simpleResolvers: true,
  description: "Organisme du réseau pour l’emploi, ou organisme payeur, dans un département.",
})
export class OrganismeType implements Organisme {
  @Field(() => ID, { description: "Identifiant : département, tiret, code." })
  id: string;
  @Field(() => String, { description: "Code de l’organisme dans son département." })
  code: string;
  @Field(() => String, { description: "Nom." })
  nom: string;
  @Field(() => TypeOrganisme, { description: "Nature de l’organisme." })
  type: NomTypeOrganisme;
  @Field(() => String, { description: "Code du département." })
  departement: string;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour dans le réseau, s’il est connu." })
  du: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour dans le réseau ; nul s’il y est encore." })
  au: string | null;
}

@ObjectType("Referent", { simpleResolvers: true, description: "Professionnel qui suit des personnes." })
export class ReferentType implements Pick<Referent, "id" | "nom" | "prenom" | "fonction" | "du" | "au"> {
  @Field(() => ID, { description: "Identifiant : celui de l’organisme, tiret, code du professionnel." })
  id: string;
  @Field(() => String, { description: "Nom." })
  nom: string;
  @Field(() => String, { nullable: true, description: "Prénom." })
  prenom: string | null;
  @Field(() => String, { nullable: true, description: "Fonction." })
  fonction: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Premier jour dans son organisme, s’il est connu." })
  du: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour dans son organisme ; nul s’il y est encore." })
  au: string | null;
}

const SystemeDeCodeEnum = enumOf(SYSTEMES_DE_CODE);
registerEnumType(SystemeDeCodeEnum, {
  name: "SystemeDeCode",
  description: "Système qui donne un code à un organisme : AURORE et SAFIR sont ceux de France Travail.",
});

@ObjectType("CodeOrganisme", { simpleResolvers: true, description: "Code d’un organisme chez un partenaire." })
export class CodeOrganismeType implements CodeOrganisme {
  @Field(() => SystemeDeCodeEnum, { description: "Système qui donne ce code." })
  systeme: SystemeDeCode;
  @Field(() => String, { description: "Le code." })
  valeur: string;
}

const INACTIFS = { nullable: true, defaultValue: false } as const;

@Resolver(() => OrganismeType)
export class Organismes {
  @Directive("@authenticated")
  @Directive("@listSize(assumedSize: 100)")
  @Query(() => [OrganismeType], { nullable: true, description: "Organismes des départements que l’appelant peut lire." })
  async organismes(
    @Arg("departement", () => String, { nullable: true, description: "Code d’un département." }) departement: string | null,
    @Arg("type", () => TypeOrganisme, { nullable: true, description: "Nature des organismes." }) type: NomTypeOrganisme | null,
    @Arg("inactifs", () => Boolean, { ...INACTIFS, description: "Vrai : aussi ceux qui ont quitté le réseau, ou n’y sont pas encore." })
    inactifs: boolean | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Organisme[]> {
    const jour = inactifs ? null : ctx.today();
    return listerOrganismes(await ctx.read(), { departement: departement ?? null, type: type ?? null, jour });
  }

  @Directive("@listSize(assumedSize: 30)")
  @FieldResolver(() => [ReferentType], { description: "Professionnels de l’organisme, par nom." })
  async referents(
    @Root() organisme: Organisme,
    @Arg("inactifs", () => Boolean, { ...INACTIFS, description: "Vrai : aussi ceux qui l’ont quitté, ou n’y sont pas encore." })
    inactifs: boolean | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Referent[]> {
    const referents = await ctx.loader(referentsParOrganisme).load(organisme.id);
    return inactifs ? referents : referents.filter((referent) => present(referent, ctx.today()));
  }
}

@Resolver(() => OrganismeType)
export class CodesDeLOrganisme {
  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [CodeOrganismeType], { description: "Codes de l’organisme chez les partenaires, un par système." })
  codes(@Root() organisme: Organisme, @Ctx() ctx: RequestContext): Promise<CodeOrganisme[]> {
    return ctx.loader(codesParOrganisme).load(organisme.id);
  }
}

@Resolver(() => ReferentType)
export class Referents {
  @FieldResolver(() => OrganismeType, { description: "Son organisme." })
  organisme(@Root() referent: Referent, @Ctx() ctx: RequestContext): Promise<Organisme | null> {
    return ctx.loader(organismeParId).load(referent.organisme);
  }
}
