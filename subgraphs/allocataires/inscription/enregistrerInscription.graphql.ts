import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acteSur, CLE } from "../acte.graphql";
import { StatutInscription } from "../enums.graphql";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { allocataireParId } from "../personne/allocataire.repository";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import type { StatutInscription as NomStatut } from "../vocabulaire";
import { enregistrerInscription } from "./enregistrerInscription";
import { enregistrerNumero } from "./enregistrerNumero";
import { InscriptionsRepository, NumerosRepository } from "./inscription.repository";

const EnregistrerInscriptionResultat = resultatOuRefus("EnregistrerInscriptionResultat", AllocataireType, "Allocataire");
const EnregistrerNumeroFranceTravailResultat = resultatOuRefus("EnregistrerNumeroFranceTravailResultat", AllocataireType, "Allocataire");

@ArgsType()
export class EnregistrerInscriptionArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => StatutInscription, { description: "Identifié, inscrit, cessé ou radié." })
  statut: NomStatut;
  @Field(() => DateScalar, { description: "Date d’effet de ce statut." })
  dateEffet: string;
  @Field(() => DateScalar, { nullable: true, description: "Date d’inscription ; pour un inscrit, la date d’effet par défaut." })
  dateInscription?: string | null;
  @Field(() => String, { nullable: true, description: "Catégorie de demandeur d’emploi." })
  categorie?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
export class EnregistrerNumeroFranceTravailArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => String, { description: "Numéro France Travail, de onze caractères." })
  numero: string;
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: "Vrai si France Travail a certifié l’identité." })
  certifiee?: boolean | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver()
export class InscriptionsFranceTravail {
  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => EnregistrerInscriptionResultat, {
    description:
      "Enregistre le statut d’une personne sur la liste de France Travail. Une inscription demande une orientation à qui n’en a pas. Réservé à France Travail et au Département.",
  })
  enregistrerInscription(
    @Args(() => EnregistrerInscriptionArgs) demande: EnregistrerInscriptionArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Allocataire | Refus> {
    const horloge = { aujourdhui: ctx.today(), maintenant: ctx.now() };
    return surLaPersonne(ctx, "enregistrerInscription", demande, (situation, ecriture) =>
      enregistrerInscription(situation, demande, new InscriptionsRepository(ecriture.tx), ecriture, horloge),
    );
  }

  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => EnregistrerNumeroFranceTravailResultat, {
    description: "Dit sous quel numéro France Travail connaît la personne. Réservé à France Travail et au Département.",
  })
  enregistrerNumeroFranceTravail(
    @Args(() => EnregistrerNumeroFranceTravailArgs) demande: EnregistrerNumeroFranceTravailArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Allocataire | Refus> {
    const le = { jour: ctx.today(), instant: ctx.now() };
    return surLaPersonne(ctx, "enregistrerNumeroFranceTravail", demande, (situation, ecriture) =>
      enregistrerNumero(situation, demande, new NumerosRepository(ecriture.tx), ecriture, le),
    );
  }
}

type ActeSurLaPersonne = Parameters<typeof acteSur<{ id: string }>>[1];

/** An act whose answer is the person herself. */
async function surLaPersonne(
  ctx: RequestContext,
  mutation: string,
  demande: ActeSurLaPersonne["demande"],
  apply: ActeSurLaPersonne["apply"],
): Promise<Allocataire | Refus> {
  const resultat = await acteSur<{ id: string }>(ctx, { mutation, demande, apply, reload: async (_ecriture, id) => ({ id }) });
  if (resultat instanceof Refus) return resultat;
  const personne = await ctx.loader(allocataireParId).load(resultat.id);
  if (personne) ctx.saw([personne.id]);
  return personne ?? refus("ALLOCATAIRE_INTROUVABLE", "allocataire");
}
