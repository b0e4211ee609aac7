import { Ctx, Directive, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { DateScalar } from "../../shared/contrat/scalars";
import { StatutInscription } from "../enums.graphql";
import type { StatutInscription as NomStatut } from "../vocabulaire";
import type { Allocataire } from "./allocataire";
import { AllocataireType } from "./allocataire.graphql";
import { avecFenetres, type Entree, type Fenetre, premierEntretien, premiereConvocation, rendezVousOrientation } from "./dates";
import {
  entreesParAllocataire,
  type InscriptionFranceTravail,
  inscriptionParAllocataire,
  presencesParAllocataire,
} from "./entree.repository";

/** Dates of an entry, and the days it covers: appointments are looked up only when they are asked for. */
interface DatesDEntree extends Omit<Entree, "rang" | "flux" | "droitsClosLe"> {
  fenetre: Fenetre;
}

@ObjectType("DatesParcours", {
  simpleResolvers: true,
  description: "Dates d’une entrée dans le dispositif. Nulle : le fait n’a pas eu lieu ou n’est pas connu.",
})
export class DatesParcoursType {
  @Field(() => DateScalar, { nullable: true, description: "Demande de RSA." })
  demande: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Ouverture des droits." })
  ouvertureDroits: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Notification de l’ouverture au Département." })
  notification: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Entrée dans le dispositif d’insertion." })
  entreeDispositif: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Décision d’orientation." })
  decisionOrientation: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Signature du premier contrat de cette entrée." })
  signatureContrat: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Sortie du parcours." })
  sortie: string | null;
}

@ObjectType("EntreeDispositif", { simpleResolvers: true, description: "Une entrée dans le dispositif d’insertion." })
export class EntreeDispositifType {
  @Field(() => Int, { description: "Rang de l’entrée : 1 pour la première." })
  rang: number;
  @Field(() => DatesParcoursType, { description: "Dates de cette entrée." })
  dates: DatesParcoursType;
}

@ObjectType("InscriptionFranceTravail", { simpleResolvers: true, description: "Situation de la personne sur la liste de France Travail." })
export class InscriptionFranceTravailType {
  @Field(() => StatutInscription, { description: "Identifié, inscrit, cessé ou radié." })
  statut: NomStatut;
  @Field(() => DateScalar, { description: "Date d’effet de ce statut." })
  dateEffet: string;
  @Field(() => DateScalar, { nullable: true, description: "Date d’inscription." })
  dateInscription: string | null;
  @Field(() => String, { nullable: true, description: "Catégorie de demandeur d’emploi." })
  categorie: string | null;
}

const sansEntree = (allocataire: string): DatesDEntree => ({
  allocataire,
  demande: null,
  ouvertureDroits: null,
  notification: null,
  entreeDispositif: null,
  decisionOrientation: null,
  premierEntretien: null,
  signatureContrat: null,
  sortie: null,
  fenetre: { du: null, avant: null },
});

@Resolver(() => AllocataireType)
export class DatesDeLAllocataire {
  @FieldResolver(() => DatesParcoursType, { description: "Dates de l’entrée en cours." })
  async dates(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<DatesDEntree> {
    const derniere = avecFenetres(await ctx.loader(entreesParAllocataire).load(personne.id)).at(-1);
    return derniere ? { ...derniere.entree, fenetre: derniere.fenetre } : sansEntree(personne.id);
  }

  @Directive("@listSize(assumedSize: 3)")
  @FieldResolver(() => [EntreeDispositifType], {
    description: "Toutes les entrées dans le dispositif, de la plus ancienne à la plus récente.",
  })
  async entrees(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<{ rang: number; dates: DatesDEntree }[]> {
    const entrees = avecFenetres(await ctx.loader(entreesParAllocataire).load(personne.id));
    return entrees.map(({ entree, fenetre }) => ({ rang: entree.rang, dates: { ...entree, fenetre } }));
  }

  @FieldResolver(() => InscriptionFranceTravailType, { nullable: true, description: "Dernière situation connue à France Travail." })
  inscriptionFranceTravail(@Root() personne: Allocataire, @Ctx() ctx: RequestContext): Promise<InscriptionFranceTravail | null> {
    return ctx.loader(inscriptionParAllocataire).load(personne.id);
  }
}

@Resolver(() => DatesParcoursType)
export class DatesDesAutres {
  @FieldResolver(() => DateScalar, { nullable: true, description: "Inscription à France Travail." })
  async inscriptionFranceTravail(@Root() dates: DatesDEntree, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await ctx.loader(inscriptionParAllocataire).load(dates.allocataire))?.dateInscription ?? null;
  }

  @FieldResolver(() => DateScalar, { nullable: true, description: "Envoi de la première convocation à un rendez-vous d’orientation." })
  async premiereConvocation(@Root() dates: DatesDEntree, @Ctx() ctx: RequestContext): Promise<string | null> {
    return premiereConvocation(await ctx.loader(presencesParAllocataire).load(dates.allocataire), dates.fenetre);
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: "Rendez-vous d’orientation : le premier honoré, sinon le dernier qui n’a pas été annulé.",
  })
  async rendezVousOrientation(@Root() dates: DatesDEntree, @Ctx() ctx: RequestContext): Promise<string | null> {
    return rendezVousOrientation(await ctx.loader(presencesParAllocataire).load(dates.allocataire), dates.fenetre);
  }

  @FieldResolver(() => DateScalar, { nullable: true, description: "Premier entretien honoré avec l’organisme qui accompagne." })
  async premierEntretien(@Root() dates: DatesDEntree, @Ctx() ctx: RequestContext): Promise<string | null> {
    return dates.premierEntretien ?? premierEntretien(await ctx.loader(presencesParAllocataire).load(dates.allocataire), dates.fenetre);
  }
}
