import type { Definition, Indicateur } from "./calcul";
import {
  ABSENCE,
  CONVOCATION,
  CONVOQUEE,
  COUPES_ENTREE,
  COUPES_ORIENTATION,
  DERNIERE_ORIENTATION_DECIDEE,
  ENTREE,
  NOTIFIEE,
  PERSONNES,
  PRESENTE,
  PRESENTE_A_LA_FIN,
  SOUMISE,
  SUIVIE,
  SUIVIE_A_LA_FIN,
} from "./population";

/** The roadmap shared with France Travail, of May 2024: persons who have rights and duties only. */

const definition = (
  code: string,
  libelle: string,
  plus: Pick<Definition, "unite" | "numerateur" | "denominateur" | "regleCohorte">,
): Definition => ({
  code,
  version: 1,
  libelle,
  cadre: "feuille-de-route",
  producteur: "PARTAGE",
  source: "Feuille de route France Travail, Val-de-Marne, mai 2024. Personnes soumises aux droits et devoirs.",
  ...plus,
});

const ORIENTATION: Indicateur[] = [
  {
    definition: definition("F.4", "% du flux orienté", {
      unite: "%",
      numerateur: "Parmi elles, personnes dont une orientation est décidée au plus tard à la fin de la période.",
      denominateur: "Personnes notifiées au Département dans la période.",
      regleCohorte:
        "Date de notification dans la période ; décision au plus tard le dernier jour de la période. Commune actuelle de la personne.",
    }),
    calcul: {
      depuis: ENTREE,
      ou: `${NOTIFIEE} and ${SOUMISE}`,
      lieu: "e.code_insee",
      numerateur: `${PERSONNES} filter (where e.decision_orientation <= $4::date)`,
      denominateur: PERSONNES,
      valeur: "pourcentage",
      parts: "pourcentage",
      coupes: { commune: COUPES_ENTREE.commune },
      coupe: null,
    },
  },
  {
    definition: definition("F.5", "% d'absentéisme à la 1ère et à la 2ème convocation", {
      unite: "%",
      numerateur: "Absences, excusées ou non.",
      denominateur: "Rendez-vous d’orientation convoqués dont l’issue est connue.",
      regleCohorte: "Date du rendez-vous dans la période ; une part par rang de convocation (1, 2).",
    }),
    calcul: {
      depuis: CONVOCATION,
      ou: `${CONVOQUEE} and p.soumis_droits_devoirs`,
      lieu: "p.code_insee",
      numerateur: `count(*) filter (where ${ABSENCE})`,
      denominateur: "count(*)",
      valeur: "pourcentage",
      parts: "pourcentage",
      coupes: { rang: "r.convocation_rang", commune: "p.code_insee" },
      coupe: "rang",
    },
  },
  {
    definition: definition("F.6", "Répartition (%) entre les parcours d'accompagnement", {
      unite: "%",
      numerateur: "Personnes dont la dernière orientation décidée dans la période mène à ce parcours.",
      denominateur: "Personnes dont une orientation est décidée dans la période.",
      regleCohorte: "Date de décision dans la période. Une part par parcours local, zéro compris ; la somme des parts vaut 100.",
    }),
    calcul: {
      depuis: DERNIERE_ORIENTATION_DECIDEE,
      ou: "true",
      lieu: "o.code_insee",
      numerateur: "count(*)",
      denominateur: "count(*)",
      valeur: "aucune",
      parts: "part-du-total",
      coupes: { parcours: COUPES_ORIENTATION.parcours, categorie: COUPES_ORIENTATION.categorie },
      coupe: "parcours",
    },
  },
  {
    definition: definition("F.7", "Délai moyen entre orientation et accompagnement", {
      unite: "jours",
      numerateur: "Somme des délais, de la décision d’orientation au premier rendez-vous d’accompagnement honoré.",
      denominateur: "Entrées dont le premier entretien a lieu dans la période.",
      regleCohorte: "Date du premier entretien dans la période ; un entretien antérieur à la décision n’est pas compté.",
    }),
    calcul: {
      depuis: ENTREE,
      ou: `e.departement = $1 and e.premier_entretien between $3::date and $4::date and e.decision_orientation <= e.premier_entretien and ${SOUMISE}`,
      lieu: "e.code_insee",
      numerateur: "sum(e.premier_entretien - e.decision_orientation)",
      denominateur: "count(*)",
      valeur: "moyenne",
      parts: "moyenne",
      coupes: COUPES_ENTREE,
      coupe: null,
    },
  },
];

const ACCOMPAGNEMENT: Indicateur[] = [
  {
    definition: definition("F.9", "% des accompagnements par dominante de parcours", {
      unite: "%",
      numerateur: "Personnes en accompagnement dans cette catégorie à la fin de la période.",
      denominateur: "Personnes en accompagnement à la fin de la période.",
      regleCohorte: "Orientation en cours le dernier jour de la période. Une part par catégorie légale.",
    }),
    calcul: {
      depuis: SUIVIE,
      ou: SUIVIE_A_LA_FIN,
      lieu: "o.code_insee",
      numerateur: "count(*)",
      denominateur: "count(*)",
      valeur: "aucune",
      parts: "part-du-total",
      coupes: { categorie: COUPES_ORIENTATION.categorie, parcours: COUPES_ORIENTATION.parcours },
      coupe: "categorie",
    },
  },
  {
    definition: definition("F.12", "% d'ARSA avec contrat d'engagement, exemptés", {
      unite: "%",
      numerateur: "Parmi elles, personnes dont un contrat signé est en cours ce jour-là.",
      denominateur: "Personnes présentes dans le dispositif à la fin de la période.",
      regleCohorte: "Situation le dernier jour de la période. Parts : avec contrat, avec contrat et exemptée d’activité, sans contrat.",
    }),
    calcul: {
      depuis: `${PRESENTE} left join lateral (
          select c.id, c.exempte from indicateurs.contrat c
          where c.departement = e.departement and c.allocataire = e.allocataire and c.date_signature <= $4::date
            and (c.date_fin is null or c.date_fin >= $4::date)
          order by c.date_signature desc, c.id limit 1
        ) c on true`,
      ou: PRESENTE_A_LA_FIN,
      lieu: "e.code_insee",
      numerateur: "count(c.id)",
      denominateur: "count(*)",
      valeur: "pourcentage",
      parts: "part-du-total",
      coupes: { contrat: "case when c.id is null then 'SANS_CONTRAT' when c.exempte then 'AVEC_CONTRAT_EXEMPTE' else 'AVEC_CONTRAT' end" },
      coupe: "contrat",
    },
  },
  {
    definition: definition("F.13", "Nombre d'heures d'activités par ARSA", {
      unite: "heures par personne",
      numerateur: "Heures d’activité déclarées ou confirmées de ces personnes dans la période ; vide si aucune n’est connue.",
      denominateur: "Personnes en accompagnement à la fin de la période.",
      regleCohorte: "Date de l’activité dans la période ; orientation en cours le dernier jour.",
    }),
    calcul: {
      depuis: `${SUIVIE} left join (
          select a.allocataire, sum(a.minutes) as minutes from indicateurs.activite a
          where a.departement = $1 and a.date between $3::date and $4::date and a.statut in ('DECLAREE', 'CONFIRMEE')
          group by a.allocataire
        ) a on a.allocataire = o.allocataire`,
      ou: SUIVIE_A_LA_FIN,
      lieu: "o.code_insee",
      numerateur: "sum(a.minutes) / 60.0",
      denominateur: "count(*)",
      valeur: "moyenne",
      parts: "moyenne",
      coupes: COUPES_ORIENTATION,
      coupe: null,
    },
  },
];

export const FEUILLE_DE_ROUTE: Indicateur[] = [...ORIENTATION, ...ACCOMPAGNEMENT];
