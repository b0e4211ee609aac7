import type { Transaction } from "../../shared/database";
import { faits } from "../projection/faits";
import type { EvenementAttendu } from "./devenir";
import type { Duree } from "./statistique/survie";

const f = faits(false);

/** Dates on which what is awaited comes, for the person `m`. */
const DATES: Record<EvenementAttendu, string> = {
  RETOUR_EMPLOI: `select r.debut as le from ${f.reprise} r where r.departement = $1 and r.allocataire = m.allocataire`,
  SORTIE: `select s.date as le from ${f.sortie} s where s.departement = $1 and s.allocataire = m.allocataire`,
  CONTRAT: `select c.date_signature as le from ${f.contrat} c where c.departement = $1 and c.allocataire = m.allocataire`,
  ENTRETIEN: `select p.le from ${f.presence} p where p.departement = $1 and p.allocataire = m.allocataire and p.statut = 'HONORE'
    and p.famille in ('PREMIER_ACCOMPAGNEMENT', 'ACCOMPAGNEMENT')`,
};

const MOIS = "(extract(year from age(d.le, $3::date)) * 12 + extract(month from age(d.le, $3::date)))::int";

/** $1 département, $2 cohort, $3 day it is fixed, $4 today. Whoever leaves before is lost to sight that day; the others are seen until today. */
const texte = (evenement: EvenementAttendu) => `
  select ${MOIS} as mois, d.survenu, count(*)::int as effectif
  from indicateurs.cohorte_membre m
  cross join lateral (select min(x.le) as le from (${DATES[evenement]}) x where x.le between $3::date and $4::date) e
  cross join lateral (select min(s.date) as le from ${f.sortie} s
    where s.departement = $1 and s.allocataire = m.allocataire and s.date between $3::date and $4::date) s
  cross join lateral (select
    case when ${evenement === "SORTIE" ? "e.le is not null" : "e.le <= coalesce(s.le, $4::date)"} then e.le else coalesce(s.le, $4::date) end as le,
    coalesce(${evenement === "SORTIE" ? "e.le is not null" : "e.le <= coalesce(s.le, $4::date)"}, false) as survenu) d
  where m.departement = $1 and m.cohorte = $2
    and m.partie is null
  group by 1, 2`;
const TEXTES = Object.fromEntries(Object.keys(DATES).map((e) => [e, texte(e as EvenementAttendu)])) as Record<EvenementAttendu, string>;

/** How long each member was seen, by month and outcome. */
export const durees = (
  tx: Transaction,
  { departement, code, fixeeLe }: { departement: string; code: string; fixeeLe: string },
  evenement: EvenementAttendu,
  aujourdhui: string,
): Promise<Duree[]> => tx.rows<Duree>(TEXTES[evenement], [departement, code, fixeeLe, aujourdhui]);
