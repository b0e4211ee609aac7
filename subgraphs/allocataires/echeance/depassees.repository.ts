const SIGNATURE = (depuis: string, jour: string, de = "true") =>
  `exists (select from allocataires.contrat_engagement c where c.departement = a.departement and c.allocataire = a.id
     and ${de} and c.date_signature between ${depuis} and ${jour})`;
const CIVILE = (instant: string) => `(${instant} at time zone 'Europe/Paris')::date`;
const PRESENCE = "from publie.presence v where v.allocataire = a.id and v.famille";
const CONVOQUEE = (rang: string, depuis: string, jour: string) =>
  `exists (select ${PRESENCE} = 'ORIENTATION' and v.convocation_rang ${rang} and ${CIVILE("v.convocation_envoyee_le")} between ${depuis} and ${jour})`;
const ENTRETIEN = (jour: string) =>
  `(coalesce(e.premier_entretien between o.decidee_le and ${jour}, false) or coalesce(o.premier_entretien_le between o.decidee_le and ${jour}, false)
    or exists (select ${PRESENCE} in ('PREMIER_ACCOMPAGNEMENT', 'ACCOMPAGNEMENT') and v.statut = 'HONORE' and ${CIVILE("v.debut")} between o.decidee_le and ${jour}))`;
/** `offset 0`: the orientations of the person first, a few, then their examinations; never the other way. */
const PASSAGE = (jour: string) =>
  `exists (select from allocataires.orientation r where r.departement = a.departement and r.allocataire = a.id and exists (
     select from allocataires.passage_instance q where q.departement = r.departement and q.orientation = r.id
       and q.le between o.decidee_le and ${jour} offset 0))`;
const DEBUT = "coalesce(o.debut_accompagnement_le, o.decidee_le)";
/** The notification, or the last transfer since then; null without a notification. */
const TRANSFERT = `case when e.notification is not null then coalesce((select max(t.demandee_le) from allocataires.orientation t
  where t.departement = a.departement and t.allocataire = a.id and t.origine = 'TRANSFERT_DEPARTEMENT' and t.demandee_le >= e.notification), e.notification) end`;
const ABSENCE = `(select min(${CIVILE("v.debut")}) ${PRESENCE} = 'ORIENTATION' and v.statut = 'ABSENT' and v.convocation_rang = 1
  and ${CIVILE("v.debut")} >= coalesce(e.notification, e.entree_dispositif, e.ouverture_droits, e.demande, '-infinity') and e.rang is not null)`;

/** A branch: a clock of the person started at `depart`, its limit is behind, its act is not done on the day. The act is looked for last. */
const branche = (code: string, depart: string, condition: string, de = "") =>
  `select '${code}'::text as code, null::uuid as objet, ${depart} as depart ${de} where case when ${depart} < ${SEUIL(code)} then ${condition} end`;
/** The first departure in time: of the parcours that runs when it has its own, otherwise of all. */
const SEUIL = (code: string) => `coalesce(s.seuils ->> ('${code}/' || o.parcours), s.seuils ->> '${code}')::date`;
const procedure = (code: string, depart: string, condition: string) =>
  `select '${code}'::text, z.id, ${depart} from allocataires.sanction z where z.departement = a.departement and z.allocataire = a.id
     and ${depart} < ${SEUIL(code)} and ${condition}`;

/** The rules of echeances.ts, one branch a clock. Departures only are compared: the delays are in the thresholds. */
const branches = (jour: string): string[] => [
  branche("CONVOCATION_1_MOIS", "e.notification", `e.flux and not ${CONVOQUEE("is not null", "e.notification", jour)}`),
  branche(
    "SECONDE_CONVOCATION",
    "x.le",
    `not ${CONVOQUEE(">= 2", "x.le", jour)}`,
    `from (select ${ABSENCE} as le where ${SEUIL("SECONDE_CONVOCATION")} > '-infinity') x`,
  ),
  ...["ORIENTATION_15_JOURS", "ORIENTATION_1_MOIS"].map((code) =>
    branche(code, "e.notification", `not coalesce(e.decision_orientation <= ${jour}, false)`),
  ),
  branche("ORIENTATION_6_SEMAINES", "x.le", `not coalesce(e.decision_orientation <= ${jour}, false)`, `from (select ${TRANSFERT} as le) x`),
  branche("PREMIER_ENTRETIEN_15_JOURS", "o.decidee_le", `not ${ENTRETIEN(jour)}`),
  branche("PREMIER_ENTRETIEN_1_MOIS", "o.decidee_le", `not ${ENTRETIEN(jour)}`),
  branche("CONTRAT_1_MOIS", "o.decidee_le", `not ${SIGNATURE("o.decidee_le", jour)}`),
  branche("REVUE_PARCOURS_SOCIAL_6_MOIS", "o.decidee_le", `not ${PASSAGE(jour)}`),
  branche("REVUE_PARCOURS_SOCIAL_12_MOIS", "o.decidee_le", `not ${PASSAGE(jour)}`),
  branche("RENOUVELLEMENT_PARCOURS", DEBUT, `not ${SIGNATURE(DEBUT, jour, "c.renouvelle is not null")}`),
  branche("DUREE_PARCOURS", DEBUT, "true"),
  `select 'FIN_CONTRAT'::text, c.id, c.date_fin from allocataires.contrat_engagement c where c.departement = a.departement and c.allocataire = a.id
     and c.statut = 'SIGNE' and coalesce(c.date_debut, c.date_signature) is not null and e.rang is not null and c.date_fin < ${SEUIL("FIN_CONTRAT")}`,
  procedure("INSTRUCTION_SUSPENSION_15_JOURS", "z.instruction_limite", "z.statut in ('PROPOSEE', 'EN_INSTRUCTION')"),
  procedure("FIN_OBSERVATIONS", "z.observations_limite", "z.statut = 'OBSERVATIONS_ATTENDUES'"),
  procedure("FIN_SUSPENSION", "z.fin", "z.statut = 'DECIDEE' and z.nature = 'SUSPENSION'"),
];

/** FROM clause, lateral to `allocataires.allocataire a`: one row (code, objet, depart) a clock of the person that is late on a day.
 * @param jour,seuils SQL of two parameters: a date, and the thresholds by département (`seuilsParDepartement`). */
export const depasseesSql = (jour: string, seuils: string): string => lignes(`${jour}::date`, seuils);

const lignes = (jour: string, seuils: string) => `(select 1) u
  left join lateral (select f.* from allocataires.entree f where f.departement = a.departement and f.allocataire = a.id order by f.rang desc limit 1) e on true
  left join allocataires.orientation o on o.departement = a.departement and o.allocataire = a.id and o.statut = 'DECIDEE' and o.close_le is null and e.rang is not null
  cross join lateral (select ${seuils}::jsonb -> a.departement -> (
      case when a.soumis_droits_devoirs then 0 else 1 end + case when e.sortie <= ${jour} then 2 else 0 end
      + case when e.droits_clos_le <= ${jour} then 4 else 0 end)::text as seuils offset 0) s
  cross join lateral (${branches(jour).join("\n    union all ")}) h`;
