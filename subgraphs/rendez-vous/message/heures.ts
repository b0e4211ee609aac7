import { z } from "zod";
import { familleDeMotif, modaliteDeRdv } from "../correspondances-rdv";
import { exceptionsIcal } from "../disponibilite/ical";
import { agent, id, jour, motifCategory, optional, organisation, parsed, text } from "./forme";
import type { AbsenceMessage, PlageMessage } from "./message";

/** `HH:MM` of `09:00`, `09:00:00` or an instant whose day says nothing (`2000-01-01T09:00:00.000Z`): the hour on the wall. */
const heure = z
  .string()
  .regex(/^(\d{4}-\d{2}-\d{2}[T ])?([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}| UTC)?$/)
  .transform((value) => /(\d{2}:\d{2})/.exec(value)![1]!);
/** A zone or a rule that cannot be read is kept with its defect, and gives no slot. */
const fuseau = z.string().max(64).nullish();
const rrule = z
  .string()
  .max(500)
  .transform((value) => value.trim().replace(/^RRULE:/i, ""))
  .nullish();

const repetees = { first_day: jour, start_time: heure, end_time: heure, rrule, time_zone: fuseau, ical: z.string().max(200_000).nullish() };
const motif = z.looseObject({
  id,
  name: text,
  collectif: z.boolean().nullish(),
  location_type: optional,
  motif_category: motifCategory.nullish(),
  default_duration_in_min: z.number().int().min(5).max(480).nullish(),
});
const plage = z.looseObject({
  ...repetees,
  agent: agent.nullish(),
  organisation,
  lieu: z.looseObject({ id: id.nullish(), name: optional, address: optional }).nullish(),
  motifs: z.array(motif).max(200),
});
const absence = z.looseObject({ ...repetees, end_day: jour.nullish(), agent, organisation: organisation.nullish() });

const heuresDe = (r: z.infer<z.ZodObject<typeof repetees>>) => ({
  premierJour: r.first_day,
  debut: r.start_time,
  fin: r.end_time,
  rrule: r.rrule || null,
  fuseau: r.time_zone ?? "Europe/Paris",
  ...exceptionsIcal(r.ical, r.time_zone ?? "Europe/Paris"),
});

/** An opening: who receives, where, for what. Its title and the name of the agent are not read. */
export function plageRecue(data: unknown): PlageMessage {
  const p = parsed(plage, data, "data");
  return {
    genre: "PLAGE",
    ...heuresDe(p),
    agent: p.agent?.id ?? null,
    organisation: { identifiant: p.organisation.id, nom: p.organisation.name },
    lieu: p.lieu ? { identifiant: p.lieu.id ?? null, nom: p.lieu.name, adresse: p.lieu.address, codeInsee: null } : null,
    motifs: p.motifs.map((m) => ({
      identifiant: m.id,
      nom: m.name,
      famille: familleDeMotif(m.motif_category?.short_name, m.name),
      modalite: modaliteDeRdv(m.location_type) ?? "PHYSIQUE",
      collectif: m.collectif ?? false,
      dureeMinutes: m.default_duration_in_min ?? null,
    })),
  };
}

/** An absence: its title may say why, it is not read. */
export function absenceRecue(data: unknown): AbsenceMessage {
  const a = parsed(absence, data, "data");
  const dernierJour = a.end_day && a.end_day !== a.first_day ? a.end_day : null;
  const organisme = a.organisation ? { identifiant: a.organisation.id, nom: a.organisation.name } : null;
  return { genre: "ABSENCE", ...heuresDe(a), agent: a.agent.id, dernierJour, organisation: organisme };
}
