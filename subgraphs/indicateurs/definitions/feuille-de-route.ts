import type { Calcul } from "../mesure/calcul";
import { definirEnDeuxVersions } from "../mesure/definir";
import { FEUILLE_DE_ROUTE as LIGNE } from "./cadres";
import {
  ABSENCE,
  COLONNES_ORIENTATION,
  CONVOQUEE,
  convocations,
  DONNE_ENTREE,
  DONNE_ORIENTATION,
  dans,
  derniereOrientationDecidee,
  entrees,
  presenteALaFin,
  presentes,
  SOUMISE,
  suivieALaFin,
  suivies,
} from "./population";
import { definirEnTroisVersions } from "./soumission";

/** The roadmap shared with France Travail, of May 2024: persons who have rights and duties only. */

const repartition: Pick<Calcul, "compte" | "donne" | "valeur" | "parts" | "additif"> = {
  compte: "personnes",
  donne: DONNE_ORIENTATION,
  valeur: "aucune",
  parts: "part-du-total",
  additif: false,
};

const ORIENTATION = [
  definirEnTroisVersions(
    LIGNE("F.4", "% du flux orienté", {
      unite: "%",
      numerateur: "Parmi elles, personnes dont une orientation est décidée au plus tard à la fin de la période.",
      denominateur: "Personnes notifiées au Département dans la période.",
      regleCohorte: "Date de notification dans la période ; décision au plus tard le dernier jour de la période.",
    }),
    {
      lignes: (f) =>
        entrees(f, "e.notification", `${dans("e.notification")} and ${SOUMISE}`, "(e.decision_orientation <= $3::date)::int", "1"),
      donne: DONNE_ENTREE,
      compte: "personnes",
      valeur: "pourcentage",
      parts: "pourcentage",
      additif: false,
      coupe: null,
    },
  ),
  definirEnTroisVersions(
    LIGNE("F.5", "% d'absentéisme à la 1ère et à la 2ème convocation", {
      unite: "%",
      numerateur: "Absences, excusées ou non.",
      denominateur: "Rendez-vous d’orientation convoqués dont l’issue est connue.",
      regleCohorte: "Date du rendez-vous dans la période ; une part par rang de convocation (1, 2).",
    }),
    {
      lignes: (f) => `select r.allocataire, r.le, ${ABSENCE} as numerateur, 1 as denominateur, r.organisme, r.convocation_rang as rang
        from ${convocations(f)} where ${CONVOQUEE} and p.soumis_droits_devoirs`,
      donne: ["organisme"],
      compte: "sommes",
      valeur: "pourcentage",
      parts: "pourcentage",
      additif: true,
      coupes: { rang: "rang" },
      coupe: "rang",
    },
  ),
  definirEnTroisVersions(
    LIGNE("F.6", "Répartition (%) entre les parcours d'accompagnement", {
      unite: "%",
      numerateur: "Personnes dont la dernière orientation décidée dans la période mène à ce parcours.",
      denominateur: "Personnes dont une orientation est décidée dans la période.",
      regleCohorte: "Date de décision dans la période. Une part par parcours local, zéro compris ; la somme des parts vaut 100.",
    }),
    {
      ...repartition,
      lignes: (f) => `select o.allocataire, o.decidee_le as le, 1 as numerateur, 1 as denominateur, ${COLONNES_ORIENTATION}
        from ${derniereOrientationDecidee(f)}`,
      coupe: "parcours",
    },
  ),
  definirEnTroisVersions(
    LIGNE("F.7", "Délai moyen entre orientation et accompagnement", {
      unite: "jours",
      numerateur: "Somme des délais, de la décision d’orientation au premier rendez-vous d’accompagnement honoré.",
      denominateur: "Entrées dont le premier entretien a lieu dans la période.",
      regleCohorte: "Date du premier entretien dans la période ; un entretien antérieur à la décision n’est pas compté.",
      origineDelai: "Décision d’orientation",
    }),
    {
      lignes: (f) =>
        `select q.*, q.numerateur as delai from (${entrees(
          f,
          "e.premier_entretien",
          `${dans("e.premier_entretien")} and e.decision_orientation <= e.premier_entretien and ${SOUMISE}`,
          "e.premier_entretien - e.decision_orientation",
          "1",
        )}) q`,
      donne: [...DONNE_ENTREE, "delai"],
      compte: "sommes",
      valeur: "moyenne",
      parts: "moyenne",
      additif: true,
      coupe: null,
    },
  ),
];

const ACCOMPAGNEMENT = [
  definirEnTroisVersions(
    LIGNE("F.9", "% des accompagnements par dominante de parcours", {
      unite: "%",
      numerateur: "Personnes en accompagnement dans cette catégorie à la fin de la période.",
      denominateur: "Personnes en accompagnement à la fin de la période.",
      regleCohorte: "Orientation en cours le dernier jour de la période. Une part par catégorie légale.",
      regleSuspendus: "AVEC",
    }),
    {
      ...repartition,
      lignes: (f) => `select o.allocataire, $3::date as le, 1 as numerateur, 1 as denominateur, ${COLONNES_ORIENTATION}
        from ${suivies(f)} where ${suivieALaFin(f)}`,
      coupe: "categorie",
    },
  ),
  definirEnDeuxVersions(
    LIGNE("F.12", "% d'ARSA avec contrat d'engagement, exemptés", {
      unite: "%",
      numerateur: "Parmi elles, personnes dont un contrat signé est en cours ce jour-là.",
      denominateur: "Personnes présentes dans le dispositif à la fin de la période.",
      regleCohorte: "Situation le dernier jour de la période. Parts : avec contrat, avec contrat et exemptée d’activité, sans contrat.",
      regleSuspendus: "AVEC",
    }),
    {
      lignes: (
        f,
      ) => `select e.allocataire, $3::date as le, (c.id is not null)::int as numerateur, 1 as denominateur, coalesce(e.flux, true) as flux,
          case when c.id is null then 'SANS_CONTRAT' when c.exempte then 'AVEC_CONTRAT_EXEMPTE' else 'AVEC_CONTRAT' end as contrat
        from ${presentes(f)} left join lateral (
          select c.id, c.exempte from ${f.contrat} c
          where c.departement = e.departement and c.allocataire = e.allocataire and c.date_signature <= $3::date
            and (c.date_fin is null or c.date_fin >= $3::date)
          order by c.date_signature desc, c.id limit 1
        ) c on true where ${presenteALaFin(f)}`,
      // The parcours is that of the day, not that of a later decision.
      donne: ["flux"],
      compte: "personnes",
      valeur: "pourcentage",
      parts: "part-du-total",
      additif: false,
      coupes: { contrat: "contrat" },
      coupe: "contrat",
    },
  ),
  definirEnTroisVersions(
    LIGNE("F.13", "Nombre d'heures d'activités par ARSA", {
      unite: "heures par personne",
      numerateur: "Heures d’activité déclarées ou confirmées de ces personnes dans la période ; vide si aucune n’est connue.",
      denominateur: "Personnes en accompagnement à la fin de la période.",
      regleCohorte: "Date de l’activité dans la période ; orientation en cours le dernier jour.",
      regleSuspendus: "AVEC",
    }),
    {
      lignes: (f) => `select o.allocataire, $3::date as le, a.minutes / 60.0 as numerateur, 1 as denominateur, ${COLONNES_ORIENTATION}
        from ${suivies(f)} left join (
          select a.allocataire, sum(a.minutes) as minutes from ${f.activite} a
          where a.departement = $1 and ${dans("a.date")} and a.statut in ('DECLAREE', 'CONFIRMEE')
          group by a.allocataire
        ) a on a.allocataire = o.allocataire where ${suivieALaFin(f)}`,
      donne: DONNE_ORIENTATION,
      compte: "sommes",
      inconnu: true,
      valeur: "moyenne",
      parts: "moyenne",
      additif: false,
      coupe: null,
    },
  ),
];

export const FEUILLE_DE_ROUTE = [...ORIENTATION, ...ACCOMPAGNEMENT].flat();
