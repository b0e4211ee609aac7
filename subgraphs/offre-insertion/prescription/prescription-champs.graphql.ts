import { Ctx, Directive, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { personneVisible } from "../../shared/perimetre";
import { AllocataireRef } from "../allocataire.ref";
import type { Offre, Session } from "../offre/offre";
import { OffreInsertion } from "../offre/offre.graphql";
import { offreParId, sessionParId } from "../offre/offre.repository";
import { SessionOffre } from "../offre/session.graphql";
import { OrganismeRef } from "../organisme.ref";
import type { Etape, Prescription } from "./prescription";
import { EtapePrescription, PrescriptionType } from "./prescription.graphql";
import { etapesParPrescription, rangAttente } from "./prescription.repository";

@Resolver(() => PrescriptionType)
export class PrescriptionChampsResolver {
  @FieldResolver(() => OffreInsertion, { description: "Offre prescrite." })
  offre(@Root() prescription: Prescription, @Ctx() ctx: RequestContext): Promise<Offre | null> {
    return ctx.loader(offreParId).load(prescription.offre);
  }

  @FieldResolver(() => SessionOffre, { nullable: true, description: "Session choisie." })
  session(@Root() prescription: Prescription, @Ctx() ctx: RequestContext): Promise<Session | null> | null {
    return prescription.session === null ? null : ctx.loader(sessionParId).load(prescription.session);
  }

  @FieldResolver(() => AllocataireRef, { nullable: true, description: "Personne à qui l’offre est prescrite, si l’appelant peut la lire." })
  async allocataire(@Root() prescription: Prescription, @Ctx() ctx: RequestContext): Promise<{ id: string } | null> {
    const personne = await ctx.loader(personneVisible).load(prescription.allocataire);
    return personne && { id: personne.canonique };
  }

  @FieldResolver(() => OrganismeRef, { nullable: true, description: "Organisme qui a prescrit." })
  prescripteur(@Root() prescription: Prescription): { id: string } | null {
    return prescription.prescripteur === null ? null : { id: prescription.prescripteur };
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "Rang dans la liste d’attente, à partir de 1 ; null si elle n’attend pas de place.",
  })
  rangAttente(@Root() prescription: Prescription, @Ctx() ctx: RequestContext): Promise<number | null> | null {
    return prescription.attente === null ? null : ctx.loader(rangAttente).load(prescription.id);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [EtapePrescription], { description: "Étapes, de la plus ancienne à la plus récente." })
  historique(@Root() prescription: Prescription, @Ctx() ctx: RequestContext): Promise<Etape[]> {
    return ctx.loader(etapesParPrescription).load(prescription.id);
  }
}
