import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Provenance } from "../../shared/contrat/provenance";
import { DateScalar } from "../../shared/contrat/scalars";
import { nirEnClair } from "../../shared/droits/politique";
import type { SubgraphDependencies } from "../../shared/module";
import { EtatDossierRsa } from "../enums.graphql";
import type { EtatDossierRsa as NomEtat } from "../vocabulaire";
import type { Allocataire } from "./allocataire";
import { AllocataireType } from "./allocataire.graphql";
import { allocataireParId } from "./allocataire.repository";
import {
  type DossierStocke,
  dossiersParAllocataire,
  type EtatStocke,
  etatsParDossier,
  type MembreStocke,
  membresParDossier,
} from "./dossier.repository";

@ObjectType("EtatDossier", { simpleResolvers: true, description: "Période pendant laquelle un dossier RSA a eu le même état." })
export class EtatDossierType {
  @Field(() => EtatDossierRsa, { description: "État du dossier." })
  etat: NomEtat;
  @Field(() => DateScalar, { description: "Premier jour de cet état." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour ; nul pour l’état en cours." })
  au: string | null;
}

@ObjectType("MembreFoyer", { simpleResolvers: true, description: "Personne d’un foyer RSA." })
export class MembreFoyerType {
  @Field(() => String, { description: "Rôle dans le foyer, code de la CNAF : DEM (demandeur), CJT (conjoint)…" })
  role: string;
  @Field(() => Boolean, { description: "Vrai si la personne est soumise aux droits et devoirs." })
  soumisDroitsDevoirs: boolean;
}

@ObjectType("DossierRsa", { simpleResolvers: true, description: "Dossier RSA d’un foyer chez son organisme payeur." })
export class DossierRsaType {
  @Field(() => String, { description: "Numéro de la demande de RSA (NUMDEMRSA)." })
  numeroDemande: string;
  @Field(() => EtatDossierRsa, { description: "État du dossier." })
  etat: NomEtat;
  @Field(() => Boolean, { description: "Vrai si le foyer est soumis aux droits et devoirs." })
  soumisDroitsDevoirs: boolean;
  @Field(() => Provenance, { description: "Flux d’où vient le dossier." })
  provenance: Provenance;
}

@Resolver(() => AllocataireType)
export class DossiersDeLAllocataire {
  @FieldResolver(() => DossierRsaType, { nullable: true, description: "Dossier RSA en cours, ou le plus récent." })
  async dossier(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<DossierStocke | null> {
    return (await ctx.loader(dossiersParAllocataire).load(personne.id))[0] ?? null;
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [DossierRsaType], { description: "Tous les dossiers connus, le dossier en cours d’abord." })
  dossiers(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<DossierStocke[]> {
    return ctx.loader(dossiersParAllocataire).load(personne.id);
  }
}

@Resolver(() => DossierRsaType)
export class DetailDuDossier {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @FieldResolver(() => String, { description: "Organisme payeur : CAF ou MSA, puis son numéro." })
  organisme(@Root() dossier: DossierStocke): string {
    return `${dossier.fonorg} ${dossier.numorg}`;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Matricule chez l’organisme payeur. Celui de la MSA est un NIR : nul sans le droit identite.nir.",
  })
  matricule(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): string | null {
    if (dossier.matriculeChiffre === null) return dossier.fonorg === "MSA" ? null : dossier.matricule;
    return nirEnClair(ctx.caller) ? this.dependances.nirCipher.decrypt(dossier.matriculeChiffre) : null;
  }

  @Directive("@listSize(assumedSize: 4)")
  @FieldResolver(() => [MembreFoyerType], { description: "Membres actuels du foyer que l’appelant peut lire." })
  membres(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<MembreStocke[]> {
    return ctx.loader(membresParDossier).load(dossier.id);
  }

  @Directive("@listSize(assumedSize: 10)")
  @FieldResolver(() => [EtatDossierType], { description: "États successifs du dossier, du plus ancien au plus récent." })
  historique(@Root() dossier: DossierStocke, @Ctx() ctx: RequestContext): Promise<EtatStocke[]> {
    return ctx.loader(etatsParDossier).load(dossier.id);
  }
}

@Resolver(() => MembreFoyerType)
export class DetailDuMembre {
  @FieldResolver(() => AllocataireType, { description: "La personne." })
  async allocataire(@Root() membre: MembreStocke, @Ctx() ctx: RequestContext): Promise<Allocataire | null> {
    const personne = await ctx.loader(allocataireParId).load(membre.allocataire);
    if (personne) ctx.saw([personne.id]);
    return personne;
  }
}
