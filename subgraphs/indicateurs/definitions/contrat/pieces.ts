import type { Faits } from "../../projection/faits";
import { presenteALaFin as presenteParmi, presentes as presentesParmi, suivieALaFin, suivies } from "../population";
import { soumiseLe, toutes } from "../soumission";

/** Pieces of SQL that several indicators of the contract count from. $1 département, $2 début, $3 fin. */

/** Joins, as `o`, the last orientation of the person of `a` decided by a day, when it still runs that day.
 * @param close `>`: the day of its end no longer counts; `>=`: it does (an exit ends the orientation on its own day). */
export const orientationDuJour = (f: Faits, a: string, jour: string, close: ">" | ">=" = ">") => `join lateral (
    select o.* from ${f.orientation} o
    where o.departement = ${a}.departement and o.allocataire = ${a}.allocataire and o.decidee_le <= ${jour}
    order by o.decidee_le desc, o.rang desc, o.id limit 1
  ) o on (o.close_le is null or o.close_le ${close} ${jour})`;

/** Left-joins, as `i`, the last registration status of the person of `a` known for a day. */
export const inscriptionDuJour = (f: Faits, a: string, jour: string) => `left join lateral (
    select i.statut from ${f.inscription} i
    where i.departement = ${a}.departement and i.allocataire = ${a}.allocataire and i.date_effet <= ${jour}
    order by i.date_effet desc limit 1
  ) i on true`;

/** The person of `a` has an accompaniment that runs on the last day of the period. */
export const estSuivie = (f: Faits, a: string) =>
  `${a}.allocataire in (select o.allocataire from ${suivies(toutes(f))} where ${suivieALaFin(f)})`;

/** People in the dispositif, with rights and duties, on the last day of the period, as `e`; to be completed by `presenteALaFin`. */
export const presentes = (f: Faits) => presentesParmi(toutes(f));
export const presenteALaFin = (f: Faits) => `${presenteParmi(f)} and ${soumiseLe(f, "e", "$3::date")}`;

/** People with rights and duties whose accompaniment runs on the last day of the period, as `o`; to be completed by `enAccompagnement`. */
export const accompagnees = (f: Faits) => suivies(toutes(f));
export const enAccompagnement = (f: Faits) => `${suivieALaFin(f)} and ${soumiseLe(f, "o", "$3::date")}`;

export const HONORE = "r.statut = 'HONORE' and r.famille in ('PREMIER_ACCOMPAGNEMENT', 'ACCOMPAGNEMENT')";

/** The first accompaniment appointment that a person kept since the orientation `o` and before it ended, as `r.le`. */
export const premierEntretien = (f: Faits) => `join lateral (
    select min(r.le) as le from ${f.presence} r
    where r.departement = o.departement and r.allocataire = o.allocataire and r.le >= o.decidee_le
      and (o.close_le is null or r.le < o.close_le) and ${HONORE}
  ) r on true`;

/** The contract `c` binds to an accompaniment; that of three months only binds to meet the référent. */
export const D_ENGAGEMENT = "c.nature in ('CONTRAT_ENGAGEMENT', 'CER', 'PPAE')";
/** The contract `c` is signed and runs on the last day of the period. */
export const EN_VIGUEUR = `c.date_signature <= $3::date and (c.date_fin is null or c.date_fin >= $3::date)
  and (c.cloture_le is null or c.cloture_le > $3::date)`;
