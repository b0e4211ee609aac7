import type { Dispositif } from "../../dispositif/dispositif";
import type { Faits } from "../../projection/faits";

/** Which offers make a device, and which prescriptions are of it. The catalogue and the rules are read when the figure is asked for: they are
 * not facts about a person, and an offer that its source describes better counts better for the past too. */

/** The rules of the département for a device, or those of all when it has none. */
const REGLES = `(select d.* from indicateurs.dispositif d where d.departement = $1 or (d.departement = '*' and not exists (
    select from indicateurs.dispositif x where x.departement = $1 and x.code = d.code)))`;

/** The offer `c` has all that the rule `d` asks. */
const RELEVE = `(d.offre is null or d.offre = c.code or d.offre = c.offre) and (d.origine is null or d.origine = c.origine)
    and (d.source is null or d.source = c.source) and (d.type is null or d.type = c.type)
    and (d.thematique is null or d.thematique = any (c.thematiques)) and (d.fiche_action is null or d.fiche_action = c.fiche_action)
    and (d.nature is null or d.nature = c.dispositif)`;

const liste = (codes: readonly Dispositif[]) => codes.map((code) => `'${code}'`).join(", ");

/** Offers of the département's own programme and their device, as `c` (columns of publie.offre_statistique and `code_dispositif`). */
export const offresDuProgramme = (codes: readonly Dispositif[]) => `(
    select distinct on (d.code, c.offre) c.*, d.code as code_dispositif from publie.offre_statistique c
    join ${REGLES} d on d.code in (${liste(codes)}) and ${RELEVE}
    where c.departement = $1 order by d.code, c.offre, d.rang
  ) c`;

/** Prescriptions of offers of these devices, as `p`, with `dispositif`. An offer of two devices counts in each. */
export const prescriptionsDe = (f: Faits, codes: readonly Dispositif[]) => `(
    select p.*, u.dispositif from ${f.prescription} p join (
      select distinct c.offre, d.code as dispositif from (select distinct x.offre from ${f.prescription} x where x.departement = $1) x
      join publie.offre_statistique c on c.offre = x.offre and (c.departement is null or c.departement = $1)
      join ${REGLES} d on d.code in (${liste(codes)}) and ${RELEVE}
    ) u on u.offre = p.offre
    where p.departement = $1
  ) p`;

/** The prescription `p` runs on at least one day of the period; the day that places it is the last of those. */
export const EN_COURS = "p.demarree_le <= $3::date and (p.terminee_le is null or p.terminee_le >= $2::date)";
export const DERNIER_JOUR = "least(coalesce(p.terminee_le, $3::date), $3::date)";
export const EN_COURS_TEXTE =
  "Prescription commencée au plus tard à la fin de la période, et non terminée avant son début ; comptée le dernier de ses jours.";
