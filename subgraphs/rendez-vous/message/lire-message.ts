import { z } from "zod";
import type { SystemeRdv } from "../declaration";
import { lireContenu } from "./contenu";
import { clean, id, instant, MessageIllisible, parsed } from "./forme";
import { type Enveloppe, EVENEMENTS, type Evenement, type MessageRdv } from "./message";
import { rdv, rdvRecu } from "./rdv";
import { usagerRecu, user } from "./usager";

const organisationNommee = z.looseObject({ id }).nullish().catch(null);
/** Where an object says whose it is, whatever its model; read without complaint. */
const rattachement = {
  organisation: organisationNommee,
  organisation_id: id.nullish().catch(null),
  organisations: z.array(organisationNommee).nullish().catch(null),
};
const envelope = z.looseObject({
  data: z.looseObject({ id, ...rattachement }),
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

type Corps = z.infer<typeof envelope>;

/** Reads what every message of the tools has. Errors: MessageIllisible when the body is no message of theirs. */
export const lireCorps = (corps: Buffer | string): Corps => parsed(envelope, json(corps));

/** What is known of a message before its content is read. */
export function enveloppeDe({ data, meta }: Corps): Enveloppe {
  const nommees = [data.organisation, ...(data.organisations ?? [])].map((o) => o?.id);
  const propre = meta.model === "Organisation" ? data.id : null;
  const organisations = [...nommees, data.organisation_id, propre].filter((o) => typeof o === "string");
  return { modele: meta.model, evenement: meta.event, identifiant: data.id, horodatage: meta.timestamp, organisations };
}

/** Reads a message. Errors: MessageIllisible, with the path of what is wrong and never its value. */
export function lireMessage(systeme: SystemeRdv, body: Corps): MessageRdv {
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
