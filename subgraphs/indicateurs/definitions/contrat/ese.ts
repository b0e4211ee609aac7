import type { Calcul, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import { LOCALE_ESE } from "../cadres";
import { COLONNES_ORIENTATION, DONNE_ORIENTATION } from "../population";
import { D_ENGAGEMENT, HONORE, orientationDuJour, premierEntretien } from "./pieces";

/** The « équipe spécialisée emploi » of fiche I.V2.1: what happens to people whose orientation leads to the local parcours ESE. */

const ESE = "o.parcours = 'ESE'";
const DANS_LA_PERIODE = "between $2::date and $3::date";

const nombre: Pick<Calcul, "donne" | "valeur" | "parts" | "additif" | "sans" | "coupe"> = {
  donne: DONNE_ORIENTATION,
  valeur: "nombre",
  parts: "nombre",
  additif: true,
  sans: ["parcours", "categorie"],
  coupe: null,
};
const SUIVIE =
  "Est suivie par l’équipe, un jour donné, la personne dont la dernière orientation décidée mène au parcours ESE et n’est pas close.";

export const ESE_DU_CONTRAT: Indicateur[] = [
  definir(
    LOCALE_ESE("L.I.V2.1.6", "Nombre d'orientations reçues", {
      unite: "orientations",
      numerateur: "Orientations décidées dans la période vers le parcours ESE, réorientations comprises.",
      denominateur: null,
      regleCohorte: "Date de décision dans la période ; des orientations, non des personnes.",
    }),
    {
      ...nombre,
      lignes: (f) => `select o.allocataire, o.decidee_le as le, 1 as numerateur, null::int as denominateur, ${COLONNES_ORIENTATION}
        from ${f.orientation} o where o.departement = $1 and ${ESE} and o.decidee_le ${DANS_LA_PERIODE}`,
      compte: "sommes",
    },
  ),
  definir(
    LOCALE_ESE("L.I.V2.1.7", "Nombre d'ARSA reçus", {
      unite: "personnes",
      numerateur: "Personnes suivies par l’équipe qui honorent dans la période un rendez-vous d’accompagnement, le premier compris.",
      denominateur: null,
      regleCohorte: `Date du rendez-vous dans la période. ${SUIVIE}`,
    }),
    {
      ...nombre,
      lignes: (f) => `select r.allocataire, r.le, 1 as numerateur, null::int as denominateur, ${COLONNES_ORIENTATION}
        from ${f.presence} r ${orientationDuJour(f, "r", "r.le")}
        where r.departement = $1 and r.le ${DANS_LA_PERIODE} and ${HONORE} and ${ESE}`,
      compte: "personnes",
    },
  ),
  definir(
    LOCALE_ESE("L.I.V2.1.8", "Nombre d'ARSA reçus en moins de 1 mois après leur orientation", {
      unite: "personnes",
      numerateur: "Parmi elles, celles reçues avant la décision plus un mois calendaire.",
      denominateur: "Personnes orientées vers le parcours ESE et reçues pour la première fois, depuis cette orientation, dans la période.",
      regleCohorte: "Date du premier rendez-vous d’accompagnement honoré depuis l’orientation, et avant sa clôture, dans la période.",
      origineDelai: "Date de décision de l’orientation.",
    }),
    {
      ...nombre,
      donne: [...DONNE_ORIENTATION, "delai"],
      lignes: (f) => `select o.allocataire, r.le, (r.le < o.decidee_le + interval '1 month')::int as numerateur, 1 as denominateur,
          r.le - o.decidee_le as delai, ${COLONNES_ORIENTATION}
        from ${f.orientation} o ${premierEntretien(f)}
        where o.departement = $1 and ${ESE} and o.decidee_le <= $3::date and r.le ${DANS_LA_PERIODE}`,
      compte: "personnes",
    },
  ),
  definir(
    LOCALE_ESE("L.I.V2.1.9", "Nombre de CE signés par les référents", {
      unite: "contrats",
      numerateur: "Contrats d’engagement (autrefois CER ou PPAE) signés dans la période par des personnes suivies par l’équipe.",
      denominateur: null,
      regleCohorte: `Date de signature dans la période ; le contrat d’orientation de trois mois n’est pas compté. ${SUIVIE}`,
    }),
    {
      ...nombre,
      lignes: (
        f,
      ) => `select c.allocataire, c.date_signature as le, 1 as numerateur, null::int as denominateur, c.nature, ${COLONNES_ORIENTATION}
        from ${f.contrat} c ${orientationDuJour(f, "c", "c.date_signature")}
        where c.departement = $1 and c.date_signature ${DANS_LA_PERIODE} and ${D_ENGAGEMENT} and ${ESE}`,
      compte: "sommes",
      coupes: { nature: "nature" },
    },
  ),
  definir(
    LOCALE_ESE("L.I.V2.1.10", "Nombre d'entretiens de suivi", {
      unite: "entretiens",
      numerateur: "Rendez-vous d’accompagnement honorés par des personnes suivies par l’équipe, autres que le premier accompagnement.",
      denominateur: null,
      regleCohorte: `Date du rendez-vous dans la période ; famille ACCOMPAGNEMENT. ${SUIVIE}`,
    }),
    {
      ...nombre,
      lignes: (f) => `select r.allocataire, r.le, 1 as numerateur, null::int as denominateur, ${COLONNES_ORIENTATION}
        from ${f.presence} r ${orientationDuJour(f, "r", "r.le")}
        where r.departement = $1 and r.le ${DANS_LA_PERIODE} and r.statut = 'HONORE' and r.famille = 'ACCOMPAGNEMENT' and ${ESE}`,
      compte: "sommes",
    },
  ),
  definir(
    LOCALE_ESE("L.I.V2.1.11", "Nombre de sorties positives", {
      unite: "sorties",
      numerateur: "Sorties vers un emploi durable ou court, une formation ou une création d’activité, de personnes suivies par l’équipe.",
      denominateur: null,
      regleCohorte:
        "Date de sortie dans la période ; la dernière orientation décidée ce jour-là mène au parcours ESE et n’était pas close la veille.",
    }),
    {
      ...nombre,
      lignes: (f) => `select s.allocataire, s.date as le, 1 as numerateur, null::int as denominateur, s.nature, ${COLONNES_ORIENTATION}
        from ${f.sortie} s ${orientationDuJour(f, "s", "s.date", ">=")}
        where s.departement = $1 and s.date ${DANS_LA_PERIODE} and ${ESE}
          and s.nature in ('EMPLOI_DURABLE', 'EMPLOI_COURT', 'FORMATION', 'CREATION_ACTIVITE')`,
      compte: "sommes",
      coupes: { nature: "nature" },
    },
  ),
  definir(
    LOCALE_ESE("L.I.V2.1.12", "Nombre de situations étudiées dans le cadre de l'IOP", {
      unite: "situations",
      numerateur:
        "Réorientations sur lesquelles l’instance d’orientation pluridisciplinaire a statué dans la période, depuis le parcours ESE ou vers lui.",
      denominateur: null,
      regleCohorte:
        "Date de l’examen dans la période ; depuis le parcours ESE : l’orientation en cours la veille y menait. Une part par issue (ACCEPTEE, REFUSEE).",
    }),
    {
      ...nombre,
      donne: [],
      sans: [],
      lignes: (f) => `select d.allocataire, d.statuee_le as le, 1 as numerateur, null::int as denominateur,
          case when d.acceptee then 'ACCEPTEE' else 'REFUSEE' end as issue
        from ${f.reorientation} d left join lateral (
          select o.parcours, o.close_le from ${f.orientation} o
          where o.departement = d.departement and o.allocataire = d.allocataire and o.decidee_le < d.statuee_le and o.id <> d.orientation
          order by o.decidee_le desc, o.rang desc, o.id limit 1
        ) o on o.close_le is null or o.close_le >= d.statuee_le
        where d.departement = $1 and d.statuee_le ${DANS_LA_PERIODE} and d.instance is distinct from false and (d.parcours = 'ESE' or ${ESE})`,
      compte: "sommes",
      coupes: { issue: "issue" },
      coupe: "issue",
    },
  ),
  definir(
    LOCALE_ESE("L.I.V2.1.13", "Durée moyenne du parcours", {
      unite: "jours",
      numerateur: "Somme des durées, de la décision d’orientation à sa clôture.",
      denominateur: "Orientations vers le parcours ESE closes dans la période.",
      regleCohorte: "Date de clôture dans la période.",
      origineDelai: "Date de décision de l’orientation.",
    }),
    {
      ...nombre,
      donne: [...DONNE_ORIENTATION, "delai"],
      lignes: (f) => `select o.allocataire, o.close_le as le, o.close_le - o.decidee_le as numerateur, 1 as denominateur,
          o.close_le - o.decidee_le as delai, ${COLONNES_ORIENTATION}
        from ${f.orientation} o
        where o.departement = $1 and ${ESE} and o.close_le ${DANS_LA_PERIODE} and o.decidee_le <= o.close_le`,
      compte: "sommes",
      valeur: "moyenne",
      parts: "moyenne",
    },
  ),
];
