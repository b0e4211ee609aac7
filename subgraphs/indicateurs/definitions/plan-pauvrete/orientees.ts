import type { Faits } from "../../projection/faits";
import { enDroit, type Regle } from "./variante";

/** The cohort of tables A2 (rendez-vous, CER), B1, B4 and B5: first orientations since an entry, in the month of their decision. */
export const COHORTE =
  "Règle de cohorte : un événement compte dans le mois de la première orientation de la personne depuis son entrée, jamais dans le mois de l’événement ; le droit est lu au dernier jour de ce mois. Une personne entrée et orientée deux fois compte deux fois.";
export const NOTIFICATION =
  "Date de notification au Département (organisme payeur). Une personne du stock, dont elle n’est pas connue, n’a pas ce délai.";
export const ORIENTATION = "Date de décision de la première orientation.";

const AVANT =
  "coalesce(lead(coalesce(e.notification, e.entree_dispositif, e.ouverture_droits)) over (partition by e.allocataire order by e.rang), 'infinity'::date)";

/** First orientations decided in the period, as `x`: le (decision), notifiee (T0), suite (first day of the next entry). */
export const orientees = (f: Faits, regle: Regle): string =>
  enDroit(
    f,
    regle,
    `(
      select e.allocataire, e.rang, e.decision_orientation as le, e.notification as notifiee, e.avant as suite,
        nullif(e.organisme, '') as organisme, nullif(e.referent, '') as referent, e.parcours, e.categorie
      from (select e.*, ${AVANT} as avant from ${f.entree} e where e.departement = $1) e
      where e.decision_orientation between $2::date and $3::date
    )`,
    "le",
  );

/** The first appointment of accompaniment after the orientation, whatever came of it but a cancellation, as `r`. */
export const premierRendezVous = (f: Faits): string => `left join lateral (
    select r.le, r.statut from ${f.presence} r
    where r.departement = $1 and r.allocataire = x.allocataire and r.famille in ('PREMIER_ACCOMPAGNEMENT', 'ACCOMPAGNEMENT')
      and r.le + 0 >= x.le and r.le + 0 < x.suite and r.statut not like 'ANNULE%'
    order by r.le + 0, r.rendez_vous limit 1
  ) r on true`;

/** The first CER signed after the orientation, as `c`. `+ 0` keeps the planner on the index of the person: that of the dates would be read
 * from its beginning for each. */
export const premierCer = (f: Faits): string => `left join lateral (
    select min(c.date_signature + 0) as le from ${f.contrat} c
    where c.departement = $1 and c.allocataire = x.allocataire and c.nature in ('CER', 'CONTRAT_ENGAGEMENT')
      and c.date_signature + 0 >= x.le and c.date_signature + 0 < x.suite
  ) c on true`;
