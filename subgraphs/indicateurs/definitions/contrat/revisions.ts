import type { Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import { FEUILLE_DE_ROUTE, LOCALE_VOLET_3, NATIONALE_VOLET_3 } from "../cadres";
import { DONNE_ORIENTATION, dans } from "../population";
import { soumiseLe } from "../soumission";
import { SUIVIES } from "./accompagnement";
import { accompagnees, D_ENGAGEMENT, EN_VIGUEUR, enAccompagnement, presenteALaFin, presentes } from "./pieces";

/** Third versions: what the first two count stays answerable, and each says how it differs. */

export const REVISIONS: Indicateur[] = [
  definir(
    LOCALE_VOLET_3("L.I.V3.6", "Files actives par référent pour chaque type de parcours d'accompagnement", {
      version: 3,
      unite: "personnes par référent",
      numerateur: "Personnes suivies par chaque professionnel à la fin de la période : comme référent, ou en intervenant à côté de lui.",
      denominateur: "Professionnels qui les suivent.",
      regleCohorte: `${SUIVIES} Une personne suivie par deux professionnels compte dans la file de chacun.`,
      regleSuspendus: "AVEC",
      differences:
        "Les versions 1 et 2 ne comptent que le référent unique ; la version 3 compte aussi les intervenants (co-référent, travailleur social…), dont la file active est d’autant plus grande ; elle retient les personnes soumises aux droits et devoirs ce jour-là, et non celles qui le sont aujourd’hui.",
    }),
    {
      donne: DONNE_ORIENTATION,
      lignes: (
        f,
      ) => `select distinct o.allocataire, $3::date as le, 1 as numerateur, 1 as denominateur, o.organisme, x.referent, o.parcours, o.categorie
        from ${accompagnees(f)} cross join lateral (
          select o.referent
          union all
          select i.referent from ${f.intervention} i
          where i.departement = o.departement and i.orientation = o.id and i.role <> 'REFERENT_UNIQUE'
            and i.du <= $3::date and (i.au is null or i.au >= $3::date)
        ) x where x.referent is not null and ${enAccompagnement(f)}`,
      compte: "sommes",
      unite: "referent",
      valeur: "moyenne",
      parts: "moyenne",
      additif: false,
      coupe: "parcours",
    },
  ),
  definir(
    NATIONALE_VOLET_3("N.I.V3.6", "Nombre de CER/PPAE signés", {
      version: 3,
      unite: "contrats",
      numerateur:
        "Contrats signés dans la période, quelle que soit leur nature (contrat d’orientation de trois mois, CER, PPAE, contrat d’engagement).",
      denominateur: null,
      regleCohorte:
        "Date de signature dans la période ; des contrats, non des personnes. Personnes soumises aux droits et devoirs ce jour-là.",
      differences:
        "La version 3 retient les personnes soumises aux droits et devoirs le jour de la signature ; les versions 1 et 2, celles qui le sont aujourd’hui.",
    }),
    {
      lignes: (f) => `select c.allocataire, c.date_signature as le, 1 as numerateur, null::int as denominateur, c.nature
        from ${f.contrat} c where c.departement = $1 and ${dans("c.date_signature")} and ${soumiseLe(f, "c", "c.date_signature")}`,
      compte: "sommes",
      valeur: "nombre",
      parts: "nombre",
      additif: true,
      coupes: { nature: "nature" },
      coupe: null,
    },
  ),
  definir(
    FEUILLE_DE_ROUTE("F.12", "% d'ARSA avec contrat d'engagement, exemptés", {
      version: 3,
      unite: "%",
      numerateur:
        "Parmi elles, personnes dont un contrat d’engagement (autrefois CER ou PPAE), signé et non clos, est en cours ce jour-là.",
      denominateur: "Personnes présentes dans le dispositif à la fin de la période.",
      regleCohorte:
        "Situation le dernier jour de la période, des personnes soumises ce jour-là aux droits et devoirs ; un droit suspendu n’ôte personne. Parts : avec contrat, avec contrat et exemptée d’activité, sans contrat.",
      regleSuspendus: "AVEC",
      differences:
        "Les versions 1 et 2 comptent aussi le contrat d’orientation de trois mois, et un contrat clos avant son terme ; la version 3 ne compte ni l’un ni l’autre ; elle retient les personnes soumises aux droits et devoirs ce jour-là, et non celles qui le sont aujourd’hui.",
    }),
    {
      lignes: (
        f,
      ) => `select e.allocataire, $3::date as le, (c.id is not null)::int as numerateur, 1 as denominateur, coalesce(e.flux, true) as flux,
          case when c.id is null then 'SANS_CONTRAT' when c.exempte then 'AVEC_CONTRAT_EXEMPTE' else 'AVEC_CONTRAT' end as contrat
        from ${presentes(f)} left join lateral (
          select c.id, c.exempte from ${f.contrat} c
          where c.departement = e.departement and c.allocataire = e.allocataire and ${D_ENGAGEMENT} and ${EN_VIGUEUR}
          order by c.date_signature desc, c.id limit 1
        ) c on true where ${presenteALaFin(f)}`,
      donne: ["flux"],
      compte: "personnes",
      valeur: "pourcentage",
      parts: "part-du-total",
      additif: false,
      coupes: { contrat: "contrat" },
      coupe: "contrat",
    },
  ),
];
