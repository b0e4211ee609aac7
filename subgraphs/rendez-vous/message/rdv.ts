import { z } from "zod";
import { sansAccents } from "../correspondances-rdv";
import type { ConvocationDeclaree } from "../declaration";
import { agent, clean, id, instant, motifCategory, optional, text } from "./forme";
import type { RdvRecu } from "./message";
import { usagerRecu, user } from "./usager";

const participation = z.looseObject({
  status: z.string().max(60).transform(clean),
  created_by: optional,
  convocable: z.boolean().nullish(),
  created_at: instant.nullish(),
  user,
});
export const rdv = z.looseObject({
  rdv_solidarites_rdv_id: id.nullish(),
  starts_at: instant,
  duration_in_min: z.number().int().min(1).max(1440),
  created_by: optional,
  max_participants_count: z.number().int().min(0).max(100_000).nullish(),
  collectif: z.boolean().nullish(),
  organisation: z.looseObject({ id, name: text }),
  motif: z.looseObject({ name: text, collectif: z.boolean().nullish(), location_type: optional, motif_category: motifCategory.nullish() }),
  lieu: z.looseObject({ name: optional, address: optional }).nullish(),
  agents: z.array(agent).max(100).nullish(),
  participations: z.array(participation).max(500),
});

/** The status of a collective appointment (unknown, seen, revoked) says nothing of each person: only `participations[].status` is read. */
export function rdvRecu(r: z.infer<typeof rdv>, timestamp: Date): RdvRecu {
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
    agents: [...new Set((r.agents ?? []).map((a) => a.id))].sort(),
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
