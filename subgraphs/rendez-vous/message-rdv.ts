import { z } from "zod";
import { isCivilDate } from "../shared/civil-date";
import { sansAccents } from "./correspondances-rdv";
import type { ConvocationDeclaree, SystemeRdv } from "./declaration";

/** A message whose signature was checked, read into the fields that the hub uses (README-webhooks.md). */
export interface MessageRdv {
  systeme: SystemeRdv;
  modele: string;
  evenement: "created" | "updated" | "destroyed";
  identifiant: string;
  horodatage: Date;
  /** The source erased it (`webhook_reason: rgpd`): never a cancellation. */
  rgpd: boolean;
  rdv: RdvRecu | null;
  usager: UsagerRecu | null;
}

export interface UsagerRecu {
  identifiant: string;
  matricule: string | null;
  /** Civil date. */
  dateNaissance: string | null;
  nom: string | null;
}

export interface ParticipantRecu {
  statut: string;
  usager: UsagerRecu;
  convocation: ConvocationDeclaree | null;
}

export interface RdvRecu {
  /** Id of the same appointment at RDV-Solidarités, told by RDV-Insertion. */
  idSolidarites: string | null;
  debut: Date;
  dureeMinutes: number;
  motif: string;
  categorie: string | null;
  typeLieu: string | null;
  lieu: string | null;
  organisation: { identifiant: string; nom: string };
  collectif: boolean;
  capacite: number | null;
  participants: ParticipantRecu[];
}

/** The body is not a message of these systems: HTTP 400. */
export class MessageIllisible extends Error {}

// PostgreSQL keeps neither U+0000 nor half a surrogate pair.
const clean = (text: string) => text.replaceAll("\u0000", "").toWellFormed();
const text = z.string().transform(clean);
const optional = text.nullish().transform((value) => value || null);
const id = z.union([z.number().int(), z.string().min(1).max(100)]).transform((value) => clean(String(value)));
const instant = z.iso.datetime({ offset: true, error: "un instant avec décalage ou Z est attendu" }).transform((value) => new Date(value));

const user = z.looseObject({
  id,
  affiliation_number: z.union([z.string(), z.number()]).nullish(),
  birth_date: z.string().nullish(),
  birth_name: optional,
  last_name: optional,
  notify_by_sms: z.boolean().nullish(),
  notify_by_email: z.boolean().nullish(),
});
const participation = z.looseObject({
  status: z.string().max(60).transform(clean),
  created_by: optional,
  convocable: z.boolean().nullish(),
  created_at: instant.nullish(),
  user,
});
const rdv = z.looseObject({
  rdv_solidarites_rdv_id: id.nullish(),
  starts_at: instant,
  duration_in_min: z.number().int().min(1).max(1440),
  created_by: optional,
  max_participants_count: z.number().int().min(0).max(100_000).nullish(),
  collectif: z.boolean().nullish(),
  organisation: z.looseObject({ id, name: text }),
  motif: z.looseObject({
    name: text,
    collectif: z.boolean().nullish(),
    location_type: optional,
    motif_category: z.looseObject({ short_name: optional }).nullish(),
  }),
  lieu: z.looseObject({ name: optional, address: optional }).nullish(),
  participations: z.array(participation).max(500),
});
const envelope = z.looseObject({
  data: z.looseObject({ id }),
  meta: z.looseObject({
    model: z
      .string()
      .max(60)
      .regex(/^[A-Za-z][A-Za-z_:]*$/),
    event: z.enum(["created", "updated", "destroyed"]),
    timestamp: instant,
    webhook_reason: z.string().nullish(),
  }),
});

/** Reads a body. Errors: MessageIllisible, with the path of what is wrong and never its value. */
export function lireMessage(systeme: SystemeRdv, corps: Buffer | string): MessageRdv {
  const body = parsed(envelope, json(corps));
  const { model, event, timestamp, webhook_reason } = body.meta;
  const rgpd = event === "destroyed" && webhook_reason === "rgpd";
  return {
    systeme,
    modele: model,
    evenement: event,
    identifiant: body.data.id,
    horodatage: timestamp,
    rgpd,
    rdv: model === "Rdv" && !rgpd ? rdvRecu(parsed(rdv, body.data, "data"), timestamp) : null,
    usager: model === "User" ? usagerRecu(parsed(user, body.data, "data")) : null,
  };
}

function json(corps: Buffer | string): unknown {
  try {
    return JSON.parse(corps.toString());
  } catch {
    throw new MessageIllisible("Le corps n’est pas du JSON.");
  }
}

function parsed<T extends z.ZodType>(shape: T, value: unknown, at = ""): z.infer<T> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 5).map((issue) => [at, ...issue.path.map(String)].filter(Boolean).join(".") || "corps");
  throw new MessageIllisible(`Champs absents ou d’une autre forme : ${[...new Set(fields)].join(", ")}.`);
}

function rdvRecu(r: z.infer<typeof rdv>, timestamp: Date): RdvRecu {
  const away = r.motif.location_type === "home" || r.motif.location_type === "phone" || r.motif.location_type === "visio";
  return {
    idSolidarites: r.rdv_solidarites_rdv_id ?? null,
    debut: r.starts_at,
    dureeMinutes: r.duration_in_min,
    motif: r.motif.name,
    categorie: r.motif.motif_category?.short_name ?? null,
    typeLieu: r.motif.location_type,
    // At home, by phone: the address would be the person's.
    lieu: away ? null : [r.lieu?.name, r.lieu?.address].filter(Boolean).join(", ") || null,
    organisation: { identifiant: r.organisation.id, nom: r.organisation.name },
    collectif: r.collectif ?? r.motif.collectif ?? false,
    capacite: r.max_participants_count ?? null,
    participants: r.participations.map((p) => ({
      statut: p.status,
      usager: usagerRecu(p.user),
      convocation: convocationRecue(p, r, timestamp),
    })),
  };
}

/** A convocation says so (`convocable`); a system without that word shows it by its motif and by who made the appointment. */
function convocationRecue(p: z.infer<typeof participation>, r: z.infer<typeof rdv>, timestamp: Date): ConvocationDeclaree | null {
  const byAgent = (p.created_by ?? r.created_by)?.toLowerCase() === "agent";
  if (!(p.convocable ?? (byAgent && sansAccents(r.motif.name).includes("convocation")))) return null;
  return { envoyeeLe: (p.created_at ?? timestamp).toISOString(), canal: canal(p.user.notify_by_sms, p.user.notify_by_email) };
}

function canal(sms: boolean | null | undefined, email: boolean | null | undefined): string {
  if (sms) return "SMS";
  if (email) return "EMAIL";
  return sms === false && email === false ? "POSTAL" : "NON_RENSEIGNE";
}

function usagerRecu(u: z.infer<typeof user>): UsagerRecu {
  const matricule = u.affiliation_number === null || u.affiliation_number === undefined ? "" : clean(String(u.affiliation_number)).trim();
  return {
    identifiant: u.id,
    matricule: matricule === "" ? null : matricule,
    dateNaissance: u.birth_date && isCivilDate(u.birth_date) ? u.birth_date : null,
    nom: u.birth_name ?? u.last_name,
  };
}
