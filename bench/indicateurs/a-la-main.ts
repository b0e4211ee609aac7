/** The same indicators as one would write them by hand on the tables of their owners. $1 département, $2 début, $3 fin. Version 1 of each definition: those
 * tables know the present commune only. */

const SOUMISE = "join allocataires.allocataire p on p.departement = $1 and p.id = x.allocataire and p.soumis_droits_devoirs";
const dans = (date: string) => `${date} between $2::date and $3::date`;
const entree = (le: string, ou: string, numerateur: string, denominateur: string, soumise = "") => `
  select x.allocataire, ${le} as le, (${numerateur})::numeric as numerateur, (${denominateur})::numeric as denominateur, o.parcours, pl.categorie, o.organisme, o.referent,
    x.flux::text as flux
  from allocataires.entree x ${soumise}
  left join allocataires.orientation o on o.departement = $1 and o.allocataire = x.allocataire and o.decidee_le = x.decision_orientation
  left join allocataires.parcours_local pl on pl.departement = $1 and pl.code = o.parcours
  where x.departement = $1 and ${ou}`;
const SUIVIE = `(
    select distinct on (x.allocataire) x.*, pl.categorie from allocataires.orientation x ${SOUMISE}
    left join allocataires.parcours_local pl on pl.departement = $1 and pl.code = x.parcours
    where x.departement = $1 and x.decidee_le <= $3::date order by x.allocataire, x.decidee_le desc, x.rang desc, x.id) o`;

export interface ALaMain {
  code: string;
  version: number;
  /** SELECT, a row a fact: allocataire, le, numerateur, denominateur, and the columns of `donne`. */
  lignes: string;
  donne: readonly string[];
  compte: "personnes" | "sommes";
  /** Cuts that do not compare: the base tables do not tell them. */
  sans?: readonly string[];
}

const ENTREE = ["parcours", "categorie", "organisme", "referent", "flux"];
export const A_LA_MAIN: readonly ALaMain[] = [
  {
    code: "L.I.V2.1.3",
    version: 1,
    donne: ENTREE,
    compte: "personnes",
    lignes: entree(
      "x.decision_orientation",
      `${dans("x.decision_orientation")} and x.decision_orientation < x.notification + interval '1 month'`,
      "1",
      "null",
    ),
  },
  {
    code: "F.4",
    version: 1,
    donne: ENTREE,
    compte: "personnes",
    lignes: entree("x.notification", dans("x.notification"), "(x.decision_orientation <= $3::date)::int", "1", SOUMISE),
  },
  {
    code: "F.5",
    version: 1,
    donne: ["organisme"],
    compte: "sommes",
    lignes: `select x.allocataire, (r.debut at time zone 'Europe/Paris')::date as le, (x.statut <> 'HONORE')::int::numeric as numerateur, 1::numeric as denominateur,
        r.organisme
      from rendez_vous.participation x join rendez_vous.rendez_vous r on r.departement = x.departement and r.id = x.rendez_vous ${SOUMISE}
      join rendez_vous.convocation c on c.departement = x.departement and c.rendez_vous = x.rendez_vous and c.allocataire = x.allocataire
      where x.departement = $1 and ${dans("(r.debut at time zone 'Europe/Paris')::date")} and r.famille = 'ORIENTATION' and c.rang in (1, 2)
        and x.statut in ('HONORE', 'ABSENT', 'ABSENT_JUSTIFIE')`,
  },
  {
    code: "F.7",
    version: 1,
    donne: ENTREE,
    compte: "sommes",
    lignes: entree(
      "x.premier_entretien",
      `${dans("x.premier_entretien")} and x.decision_orientation <= x.premier_entretien`,
      "x.premier_entretien - x.decision_orientation",
      "1",
      SOUMISE,
    ),
  },
  {
    code: "F.13",
    version: 1,
    donne: ["parcours", "categorie", "organisme", "referent"],
    compte: "sommes",
    lignes: `select o.allocataire, $3::date as le, a.minutes / 60.0 as numerateur, 1::numeric as denominateur, o.parcours, o.categorie, o.organisme, o.referent
      from ${SUIVIE} left join (
        select a.allocataire, sum(a.minutes) as minutes from offre_insertion.activite a
        where a.departement = $1 and ${dans("a.date")} and a.statut in ('DECLAREE', 'CONFIRMEE') group by a.allocataire
      ) a on a.allocataire = o.allocataire
      where (o.close_le is null or o.close_le > $3::date) and not exists (select from allocataires.sortie s
        where s.departement = $1 and s.allocataire = o.allocataire and s.annulee_le is null and s.date between o.decidee_le and $3::date)`,
  },
  {
    code: "N.I.V3.6",
    version: 1,
    donne: [],
    compte: "sommes",
    lignes: `select x.allocataire, x.date_signature as le, 1::numeric as numerateur, null::numeric as denominateur
      from allocataires.contrat_engagement x ${SOUMISE} where x.departement = $1 and ${dans("x.date_signature")}`,
  },
  {
    code: "OARSA.T1.01",
    version: 1,
    donne: ["parcours", "categorie", "organisme", "referent"],
    compte: "personnes",
    sans: ["commune", "epci", "clpe", "pilote"],
    lignes: `select m.allocataire, $3::date as le, 1::numeric as numerateur, null::numeric as denominateur, o.parcours, o.categorie, o.organisme, o.referent
      from (select m.allocataire from allocataires.membre m join lateral (
          select t.etat from allocataires.etat_dossier t where t.departement = $1 and t.dossier = m.dossier and t.du <= $3::date order by t.du desc limit 1
        ) t on true where m.departement = $1 and m.soumis_droits_devoirs group by m.allocataire having bool_or(t.etat = 'OUVERT_VERSABLE')) m
      left join (select * from (select distinct on (x.allocataire) x.*, pl.categorie from allocataires.orientation x
          left join allocataires.parcours_local pl on pl.departement = $1 and pl.code = x.parcours
          where x.departement = $1 and x.decidee_le <= $3::date order by x.allocataire, x.decidee_le desc, x.rang desc, x.id) o
        where o.close_le is null or o.close_le > $3::date) o on o.allocataire = m.allocataire`,
  },
];

const PERSONNE = "left join allocataires.allocataire a on a.departement = $1 and a.id = l.allocataire";
const ensemble = (
  nature: string,
) => `${PERSONNE} left join (select c.commune, t.code from indicateurs.territoire t, unnest(t.communes) c (commune)
    where t.departement = $1 and t.nature = '${nature}') z on z.commune = a.code_insee`;
const ENTREE_DU_JOUR = `left join lateral (select e.ouverture_droits, e.flux from allocataires.entree e
    where e.departement = $1 and e.allocataire = l.allocataire and e.notification <= l.le order by e.rang desc limit 1) e on true`;
const ORIENTATION_DU_JOUR = `left join lateral (select o.parcours, pl.categorie, o.organisme, o.referent from allocataires.orientation o
    left join allocataires.parcours_local pl on pl.departement = $1 and pl.code = o.parcours
    where o.departement = $1 and o.allocataire = l.allocataire and o.decidee_le <= l.le order by o.decidee_le desc, o.rang desc, o.id limit 1) o on true`;

/** Each common cut: the key of a row, and what finds it. */
const COUPES: Record<string, [cle: string, jointure: string]> = {
  commune: ["a.code_insee", PERSONNE],
  epci: ["z.code", ensemble("EPCI")],
  clpe: ["z.code", ensemble("CLPE")],
  pilote: ["case when z.code is not null then 'PILOTE' else 'HORS_PILOTE' end", ensemble("PILOTE")],
  organisme: ["o.organisme", ORIENTATION_DU_JOUR],
  referent: ["o.referent", ORIENTATION_DU_JOUR],
  categorie: ["o.categorie", ORIENTATION_DU_JOUR],
  parcours: ["o.parcours", ORIENTATION_DU_JOUR],
  age: [
    `(array['0-24', '25-29', '30-39', '40-49', '50-59', '60+'])[1 + width_bucket(extract(year from age(l.le, date_trunc('month', a.date_naissance))),
      array[25, 30, 40, 50, 60]::numeric[])]`,
    PERSONNE,
  ],
  sexe: ["case a.sexe when '1' then 'HOMME' when '2' then 'FEMME' end", PERSONNE],
  situationFamiliale: [
    "f.situation_familiale",
    "left join publie.profil_statistique f on f.departement = $1 and f.allocataire = l.allocataire",
  ],
  anciennete: [
    `case when l.le < e.ouverture_droits + interval '6 months' then 'MOINS_6_MOIS' when l.le < e.ouverture_droits + interval '1 year' then '6_MOIS_1_AN'
      when l.le < e.ouverture_droits + interval '2 years' then '1_2_ANS' when l.le < e.ouverture_droits + interval '5 years' then '2_5_ANS'
      when e.ouverture_droits is not null then '5_ANS_ET_PLUS' end`,
    ENTREE_DU_JOUR,
  ],
  flux: ["case e.flux when true then 'FLUX' when false then 'STOCK' end", ENTREE_DU_JOUR],
  mois: ["to_char(l.le, 'YYYY-MM')", ""],
};
export const COUPES_COMPAREES = Object.keys(COUPES);

/** The statement of an indicator and of one cut: the whole (`tout`), then a row a part. Every parameter has its type, even one that it does not use. */
export function sqlALaMain({ lignes, donne, compte }: ALaMain, coupe: string): string {
  const [cle, jointure] = donne.includes(coupe)
    ? [coupe === "flux" ? "case l.flux when 'true' then 'FLUX' when 'false' then 'STOCK' end" : `l.${coupe}`, ""]
    : COUPES[coupe]!;
  const cote = (nom: string) => (compte === "sommes" ? `sum(${nom})` : `count(distinct allocataire) filter (where ${nom} > 0)`);
  return `select grouping(cle) = 1 as tout, cle, ${cote("numerateur")}::float8 as numerateur, ${cote("denominateur")}::float8 as denominateur
    from (select l.allocataire, l.numerateur, l.denominateur, coalesce(${cle}, 'INCONNU') as cle from (${lignes}) l ${jointure}) x, (select $2::date, $3::date) periode group by grouping sets ((), (cle))`;
}
