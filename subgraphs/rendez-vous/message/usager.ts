import { z } from "zod";
import { isCivilDate } from "../../shared/civil-date";
import { clean, id, optional } from "./forme";
import type { UsagerRecu } from "./message";

export const user = z.looseObject({
  id,
  affiliation_number: z.union([z.string(), z.number()]).nullish(),
  birth_date: z.string().nullish(),
  birth_name: optional,
  last_name: optional,
  notify_by_sms: z.boolean().nullish(),
  notify_by_email: z.boolean().nullish(),
});

export function usagerRecu(u: z.infer<typeof user>): UsagerRecu {
  const matricule = u.affiliation_number === null || u.affiliation_number === undefined ? "" : clean(String(u.affiliation_number)).trim();
  return {
    identifiant: u.id,
    matricule: matricule === "" ? null : matricule,
    dateNaissance: u.birth_date && isCivilDate(u.birth_date) ? u.birth_date : null,
    nom: u.birth_name ?? u.last_name,
  };
}
