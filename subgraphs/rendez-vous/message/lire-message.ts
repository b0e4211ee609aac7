import { z } from "zod";
import type { SystemeRdv } from "../declaration";
import { lireContenu } from "./contenu";
import { clean, id, instant, MessageIllisible, parsed } from "./forme";
import { EVENEMENTS, type Evenement, type MessageRdv } from "./message";
import { rdv, rdvRecu } from "./rdv";
import { usagerRecu, user } from "./usager";

const envelope = z.looseObject({
  data: z.looseObject({ id }),
  meta: z.looseObject({
    model: z
      .string()
      .max(60)
      .regex(/^[A-Za-z][A-Za-z_:]*$/),
    event: z.string().min(1).max(60).transform(clean),
    timestamp: instant,
    webhook_reason: z.string().nullish(),
  }),
});

/** Reads a body. Errors: MessageIllisible, with the path of what is wrong and never its value. */
export function lireMessage(systeme: SystemeRdv, corps: Buffer | string): MessageRdv {
  const body = parsed(envelope, json(corps));
  const { model, event, timestamp, webhook_reason } = body.meta;
  const known = (EVENEMENTS as readonly string[]).includes(event);
  const evenement = known ? (event as Evenement) : "updated";
  const rgpd = evenement === "destroyed" && webhook_reason === "rgpd";
  return {
    systeme,
    modele: model,
    evenement,
    evenementInconnu: known ? null : event,
    identifiant: body.data.id,
    horodatage: timestamp,
    rgpd,
    rdv: model === "Rdv" && !rgpd ? rdvRecu(parsed(rdv, body.data, "data"), timestamp) : null,
    usager: model === "User" ? usagerRecu(parsed(user, body.data, "data")) : null,
    contenu: lireContenu({ modele: model, evenement }, body.data),
  };
}

function json(corps: Buffer | string): unknown {
  try {
    return JSON.parse(corps.toString());
  } catch {
    throw new MessageIllisible("Le corps n’est pas du JSON.");
  }
}
