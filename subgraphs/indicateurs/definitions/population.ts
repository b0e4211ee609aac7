import type { Faits } from "../projection/faits";

/** Pieces of SQL that several indicators count from. $1 département, $2 début, $3 fin. */

/** Common columns of an entry, as `e`. */
export const COLONNES_ENTREE = "e.parcours, e.categorie, e.organisme, e.referent, coalesce(e.flux, true) as flux";
export const DONNE_ENTREE = ["parcours", "categorie", "organisme", "referent", "flux"] as const;
/** Common columns of an orientation, as `o`. */
export const COLONNES_ORIENTATION = "o.parcours, o.categorie, o.organisme, o.referent";
export const DONNE_ORIENTATION = ["parcours", "categorie", "organisme", "referent"] as const;

/** Days from the notification to the first decision since the entry. */
export const DELAI_DECISION = "e.decision_orientation - e.notification";
export const NOTIFICATION = "Date de notification au Département.";

/** Volet 3 counts persons who have rights and duties only. */
export const SOUMISE = "e.soumis_droits_devoirs";

/** True when `date` is in the period. */
export const dans = (date: string): string => `${date} between $2::date and $3::date`;

/** One row an entry of the département that meets `ou`, on the day `le`. `delai`: days, for those whose delay is told. */
export const entrees = (f: Faits, le: string, ou: string, numerateur = "1", denominateur = "null::int", delai?: string): string =>
  `select e.allocataire, ${le} as le, ${numerateur} as numerateur, ${denominateur} as denominateur, ${COLONNES_ENTREE}${delai ? `, ${delai} as delai` : ""}
   from ${f.entree} e where e.departement = $1 and ${ou}`;

/** People with rights and duties, with the last orientation decided by the end of the period that still runs that day, as `o`:
 * a merge may close the later of two and leave the earlier one running. */
export const suivies = (f: Faits): string => `(
    select distinct on (o.allocataire) o.* from ${f.orientation} o
    join ${f.personne} p on p.departement = o.departement and p.allocataire = o.allocataire
    where o.departement = $1 and o.decidee_le <= $3::date and (o.close_le is null or o.close_le > $3::date) and p.soumis_droits_devoirs
    order by o.allocataire, o.decidee_le desc, o.rang desc, o.id
  ) o`;
export const suivieALaFin = (f: Faits): string => `(o.close_le is null or o.close_le > $3::date) and not exists (
    select from ${f.sortie} s
    where s.departement = o.departement and s.allocataire = o.allocataire and s.date between o.decidee_le and $3::date)`;

/** Orientations decided in the period for people with rights and duties, as `o`; all of them, or the last of each person. */
const orientations = (f: Faits, distinct: string, order: string) => `(
    select ${distinct} o.* from ${f.orientation} o
    join ${f.personne} p on p.departement = o.departement and p.allocataire = o.allocataire
    where o.departement = $1 and ${dans("o.decidee_le")} and p.soumis_droits_devoirs ${order}
  ) o`;
export const orientationsDecidees = (f: Faits): string => orientations(f, "", "");
export const derniereOrientationDecidee = (f: Faits): string =>
  orientations(f, "distinct on (o.allocataire)", "order by o.allocataire, o.decidee_le desc, o.rang desc, o.id");

/** Orientation appointments of the period whose outcome is known, called by a convocation of rank 1 or 2, as `r`, with `p` the person. */
export const convocations = (f: Faits): string => `${f.presence} r
  join ${f.personne} p on p.departement = r.departement and p.allocataire = r.allocataire`;
export const CONVOQUEE = `r.departement = $1 and ${dans("r.le")} and r.famille = 'ORIENTATION'
  and r.convocation_rang in (1, 2) and r.statut in ('HONORE', 'ABSENT', 'ABSENT_JUSTIFIE')`;
export const ABSENCE = "(r.statut in ('ABSENT', 'ABSENT_JUSTIFIE'))::int";

/** People with rights and duties who are in the dispositif at the end of the period, as `e`: their last entry, not followed by an exit. */
export const presentes = (f: Faits): string => `(
    select distinct on (e.allocataire) e.* from ${f.entree} e
    where e.departement = $1 and e.soumis_droits_devoirs and coalesce(e.notification, e.entree_dispositif, e.ouverture_droits) <= $3::date
    order by e.allocataire, e.rang desc
  ) e`;
export const presenteALaFin = (f: Faits): string => `not exists (
    select from ${f.sortie} s where s.departement = e.departement and s.allocataire = e.allocataire
      and s.date between coalesce(e.notification, e.entree_dispositif, e.ouverture_droits) and $3::date)`;
