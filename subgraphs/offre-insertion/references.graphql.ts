import type { GraphQLResolveInfo } from "graphql";
import { asksField } from "../shared/asked-field";
import type { RequestContext } from "../shared/context";
import type { ReferenceResolver } from "../shared/federation";
import { isUuid } from "../shared/page";
import { personneVisible } from "../shared/perimetre";
import type { AllocataireRef } from "./allocataire.ref";
import { prescriptionParId } from "./prescription/prescription.repository";

/** A person by reference. Each field added here applies the perimeter in its own statement; her id, when it is asked, is given canonical
 * and only to who may read her. */
async function allocataire(reference: AllocataireRef, ctx: RequestContext, info: GraphQLResolveInfo): Promise<AllocataireRef | null> {
  if (!isUuid(reference.id)) return null;
  const { criteresOffre, exemptionsActivite } = reference;
  if (!asksField(info, "Allocataire", "id")) return { id: reference.id, criteresOffre, exemptionsActivite };
  const personne = await ctx.loader(personneVisible).load(reference.id);
  return personne && { id: personne.canonique, criteresOffre, exemptionsActivite };
}

/** A prescription by reference: who may read the person, or prescribe. */
async function prescription(reference: { id: string }, ctx: RequestContext): Promise<object | null> {
  if (!isUuid(reference.id) || !(ctx.hasScope("allocataires.lire") || ctx.hasScope("prescription.gerer"))) return null;
  const trouvee = await ctx.loader(prescriptionParId).load(reference.id);
  if (trouvee) ctx.saw([trouvee.allocataire]);
  return trouvee;
}

export const references: Record<string, ReferenceResolver> = { Allocataire: allocataire, Prescription: prescription };
