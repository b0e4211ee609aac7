/** Pieces of SQL that several indicators count from. $1 département, $3 début, $4 fin. */

export const ENTREE = "indicateurs.entree e";
export const NOTIFIEE = "e.departement = $1 and e.notification between $3::date and $4::date";
export const DECIDEE = "e.departement = $1 and e.decision_orientation between $3::date and $4::date";
/** Volet 3 counts persons who have rights and duties only. */
export const SOUMISE = "e.soumis_droits_devoirs";
export const COUPES_ENTREE = { parcours: "e.parcours", categorie: "e.categorie", commune: "e.code_insee", organisme: "e.organisme" };
export const PERSONNES = "count(distinct e.allocataire)";

/** People with rights and duties whose last orientation decided by the end of the period still runs that day, as `o`. */
export const SUIVIE = `(
    select distinct on (o.allocataire) o.*, p.code_insee from indicateurs.orientation o
    join indicateurs.personne p on p.departement = o.departement and p.allocataire = o.allocataire
    where o.departement = $1 and o.decidee_le <= $4::date and p.soumis_droits_devoirs
    order by o.allocataire, o.decidee_le desc, o.rang desc, o.id
  ) o`;
export const SUIVIE_A_LA_FIN = `(o.close_le is null or o.close_le > $4::date) and not exists (
    select from indicateurs.sortie s
    where s.departement = o.departement and s.allocataire = o.allocataire and s.date between o.decidee_le and $4::date)`;
export const COUPES_ORIENTATION = { parcours: "o.parcours", categorie: "o.categorie", commune: "o.code_insee", organisme: "o.organisme" };

/** Orientations decided in the period for people with rights and duties, as `o`; all of them, or the last of each person. */
const orientations = (distinct: string, order: string) => `(
    select ${distinct} o.*, p.code_insee from indicateurs.orientation o
    join indicateurs.personne p on p.departement = o.departement and p.allocataire = o.allocataire
    where o.departement = $1 and o.decidee_le between $3::date and $4::date and p.soumis_droits_devoirs ${order}
  ) o`;
export const ORIENTATIONS_DECIDEES = orientations("", "");
export const DERNIERE_ORIENTATION_DECIDEE = orientations(
  "distinct on (o.allocataire)",
  "order by o.allocataire, o.decidee_le desc, o.rang desc, o.id",
);

/** Orientation appointments of the period whose outcome is known, called by a convocation of rank 1 or 2, as `r`, with `p` the person. */
export const CONVOCATION = `indicateurs.presence r
  join indicateurs.personne p on p.departement = r.departement and p.allocataire = r.allocataire`;
export const CONVOQUEE = `r.departement = $1 and r.le between $3::date and $4::date and r.famille = 'ORIENTATION'
  and r.convocation_rang in (1, 2) and r.statut in ('HONORE', 'ABSENT', 'ABSENT_JUSTIFIE')`;
export const ABSENCE = "r.statut in ('ABSENT', 'ABSENT_JUSTIFIE')";

/** People with rights and duties who are in the dispositif at the end of the period, as `e`: their last entry, not followed by an exit. */
export const PRESENTE = `(
    select distinct on (e.allocataire) e.* from indicateurs.entree e
    where e.departement = $1 and e.soumis_droits_devoirs and coalesce(e.notification, e.entree_dispositif, e.ouverture_droits) <= $4::date
    order by e.allocataire, e.rang desc
  ) e`;
export const PRESENTE_A_LA_FIN = `not exists (
    select from indicateurs.sortie s where s.departement = e.departement and s.allocataire = e.allocataire
      and s.date between coalesce(e.notification, e.entree_dispositif, e.ouverture_droits) and $4::date)`;
