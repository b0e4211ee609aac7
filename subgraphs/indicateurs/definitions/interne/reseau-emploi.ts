import type { Calcul } from "../../mesure/calcul";
import type { Faits } from "../../projection/faits";
import { HONORE } from "../contrat/pieces";
import { sansCalcul } from "../oarsa/ligne";
import { suivieALaFin } from "../population";
import { interne, texteInterne } from "./ligne";

/** Indicators of the réseau pour l’emploi (arrêté of 14 March 2025). The full list of fifteen was not obtained: these are the ones that the press
 * and the tables of the network name. */
const SOURCE = "Arrêté du 14 mars 2025 relatif aux indicateurs du réseau pour l’emploi (code du travail, L. 5311-9).";
const base: Omit<Calcul, "lignes"> = { compte: "personnes", valeur: "pourcentage", parts: "pourcentage", additif: true, coupe: null };
const rpe = (rang: number, texte: Parameters<typeof interne>[1], calcul: Calcul) =>
  interne(`RPE.${String(rang).padStart(2, "0")}`, { ...texte, source: SOURCE }, calcul);

const ORIENTEES =
  "select e.allocataire, e.decision_orientation as le, nullif(e.organisme, '') as organisme, nullif(e.referent, '') as referent, e.parcours, e.categorie, coalesce(e.flux, true) as flux";
const DONNE = ["organisme", "referent", "parcours", "categorie", "flux"] as const;
/** First orientations decided in the period, as `e`, with the first accompaniment kept since each and before the next entry, as `r.le`: an
 * appointment before the decision starts nothing. */
const decidees = (f: Faits) => `from (
      select e.*, coalesce(lead(coalesce(e.notification, e.entree_dispositif, e.ouverture_droits)) over (partition by e.allocataire order by e.rang), 'infinity') as avant
      from ${f.entree} e where e.departement = $1
    ) e
    left join lateral (
      select min(r.le) as le from ${f.presence} r
      where r.departement = $1 and r.allocataire = e.allocataire and r.le >= e.decision_orientation and r.le < e.avant and ${HONORE}
    ) r on true
    where e.decision_orientation between $2::date and $3::date`;
/** Employment that lasts (LOLF, programme 102): CDI, CDD of six months or more, self-employment. The event does not say how long temporary work lasts. */
const DURABLES = "('CDI', 'CDD_6_MOIS_ET_PLUS', 'INDEPENDANT')";

export const RESEAU_EMPLOI = [
  rpe(
    1,
    {
      libelle: "Délai de démarrage de l’accompagnement",
      unite: "jours",
      numerateur: "Somme, en jours, des délais de la première orientation au premier rendez-vous d’accompagnement honoré.",
      denominateur: "Personnes orientées dans la période, reçues depuis.",
      regleCohorte: "Première orientation depuis l’entrée, décidée dans la période ; le rendez-vous peut la suivre de plus loin.",
      origineDelai: "Date de décision de la première orientation.",
    },
    {
      ...base,
      compte: "sommes",
      valeur: "moyenne",
      parts: "moyenne",
      donne: [...DONNE, "delai"],
      lignes: (f) => `${ORIENTEES}, r.le - e.decision_orientation as numerateur, 1 as denominateur, r.le - e.decision_orientation as delai
        ${decidees(f)} and r.le is not null`,
    },
  ),
  rpe(
    2,
    {
      libelle: "Part des accompagnements démarrés en 15 jours et moins",
      numerateur: "Personnes reçues au plus tard 15 jours après l’orientation.",
      denominateur: "Personnes dont la première orientation est décidée dans la période.",
      regleCohorte: "Première orientation depuis l’entrée, décidée dans la période.",
    },
    {
      ...base,
      donne: DONNE,
      lignes: (f) => `${ORIENTEES}, (r.le <= e.decision_orientation + 15)::int as numerateur, 1 as denominateur ${decidees(f)}`,
    },
  ),
  rpe(
    3,
    {
      libelle: "Ruptures d’accompagnement",
      numerateur:
        "Personnes restées plus de trois mois sans rendez-vous d’accompagnement honoré : aucun entre le dernier jour de la période et trois mois plus tôt.",
      denominateur:
        "Personnes dont l’orientation, décidée depuis plus de trois mois, est en cours le dernier jour de la période, et qu’aucune sortie n’a suivie.",
      regleCohorte: "Stock au dernier jour de la période. Le seuil de trois mois est un choix du hub : l’arrêté ne le donne pas au hub.",
    },
    {
      ...base,
      additif: false,
      donne: ["organisme", "referent", "parcours", "categorie"],
      lignes: (f) => `select o.allocataire, $3::date as le, (not exists (
            select from ${f.presence} r where r.departement = $1 and r.allocataire = o.allocataire and ${HONORE}
              and r.le between $3::date - interval '3 months' and $3::date))::int as numerateur, 1 as denominateur,
          nullif(o.organisme, '') as organisme, nullif(o.referent, '') as referent, o.parcours, o.categorie
        from (
          select distinct on (o.allocataire) o.* from ${f.orientation} o
          where o.departement = $1 and o.decidee_le <= $3::date and (o.close_le is null or o.close_le > $3::date)
          order by o.allocataire, o.decidee_le desc, o.rang desc, o.id
        ) o
        where ${suivieALaFin(f)} and o.decidee_le < $3::date - interval '3 months'`,
    },
  ),
  rpe(
    4,
    {
      libelle: "Retours à l’emploi",
      unite: "personnes",
      numerateur: "Personnes dont une reprise d’emploi, déclarée au hub, commence dans la période.",
      denominateur: null,
      regleCohorte:
        "Date de début de l’emploi dans la période. Le hub connaît les reprises déclarées par les professionnels, pas les déclarations d’embauche (DPAE).",
    },
    {
      ...base,
      valeur: "nombre",
      parts: "nombre",
      coupes: { typeContrat: "type_contrat" },
      lignes: (f) => `select r.allocataire, r.debut as le, 1 as numerateur, null::int as denominateur, r.type_contrat
        from ${f.reprise} r where r.departement = $1 and r.debut between $2::date and $3::date`,
    },
  ),
  rpe(
    5,
    {
      libelle: "Part des retours à l’emploi durable",
      numerateur:
        "Personnes dont la reprise est un CDI, un CDD de six mois et plus, ou une activité indépendante. L’intérim ne compte pas : sa durée n’est pas connue.",
      denominateur: "Personnes dont une reprise d’emploi, déclarée au hub, commence dans la période.",
      regleCohorte: "Date de début de l’emploi dans la période.",
    },
    {
      ...base,
      coupes: { typeContrat: "type_contrat" },
      lignes: (
        f,
      ) => `select r.allocataire, r.debut as le, (r.type_contrat in ${DURABLES})::int as numerateur, 1 as denominateur, r.type_contrat
        from ${f.reprise} r where r.departement = $1 and r.debut between $2::date and $3::date`,
    },
  ),
];

const manque = (rang: number, libelle: string, numerateur: string, pourquoi: string) =>
  sansCalcul(
    texteInterne(`RPE.${String(rang).padStart(2, "0")}`, {
      libelle,
      unite: "%",
      numerateur,
      denominateur: null,
      regleCohorte: "Selon l’arrêté.",
      source: SOURCE,
      producteur: "FRANCE_TRAVAIL",
    }),
    pourquoi,
  );

export const RESEAU_EMPLOI_SANS_CALCUL = [
  manque(
    6,
    "Part des publics prioritaires parmi les entrants en formation",
    "Entrants en formation qui sont d’un public prioritaire.",
    "Les entrées en formation de tous les publics sont à France Travail et aux Régions : le hub ne connaît que les allocataires du RSA.",
  ),
  manque(
    7,
    "Taux de pourvoi des offres d’emploi",
    "Offres d’emploi pourvues.",
    "Les offres d’emploi et leurs recrutements sont à France Travail.",
  ),
  manque(
    8,
    "Taux de retour à l’emploi des demandeurs d’emploi",
    "Demandeurs d’emploi qui reprennent un emploi, d’après les déclarations d’embauche et la DSN.",
    "Mesuré par France Travail et la DARES sur tous les demandeurs d’emploi ; RPE.04 en donne les reprises que le hub connaît.",
  ),
  manque(
    9,
    "Autres indicateurs de l’arrêté",
    "Les autres des quinze indicateurs.",
    "La liste complète de l’arrêté n’a pas été obtenue : ces lignes s’ajoutent dès qu’elle le sera.",
  ),
];
