import type { Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import type { Faits } from "../../projection/faits";
import { FEUILLE_DE_ROUTE, LOCALE_VOLET_3 } from "../cadres";
import { COLONNES_ORIENTATION, DONNE_ORIENTATION } from "../population";
import { soumiseLe } from "../soumission";
import { accompagnees, D_ENGAGEMENT, EN_VIGUEUR, enAccompagnement, estSuivie, premierEntretien, presenteALaFin, presentes } from "./pieces";

/** What follows the orientation: who comes, who is convened again, who has a diagnostic and a contract, how many intensive portfolios. */

export const SUIVIES =
  "Orientation décidée au plus tard à la fin de la période et toujours en cours ce jour-là, sans sortie déclarée depuis ; personnes soumises aux droits et devoirs ce jour-là, un droit suspendu n’ôte personne.";

const DIAGNOSTIC = (f: Faits) =>
  `exists (select from ${f.diagnostic} d where d.departement = o.departement and d.allocataire = o.allocataire and d.etabli_le <= $3::date)`;
const CONTRAT = (f: Faits) => `exists (select from ${f.contrat} c
    where c.departement = o.departement and c.allocataire = o.allocataire and ${D_ENGAGEMENT} and ${EN_VIGUEUR})`;

export const ACCOMPAGNEMENT: Indicateur[] = [
  definir(
    LOCALE_VOLET_3("L.I.V3.5", "Nombre d'entrées en accompagnement par type de parcours / nombre d'orientations", {
      unite: "%",
      numerateur: "Entrées en accompagnement : premiers rendez-vous d’accompagnement honorés, depuis une orientation, dans la période.",
      denominateur: "Orientations décidées dans la période.",
      regleCohorte:
        "Le numérateur compte à la date du premier rendez-vous honoré (avant la clôture de l’orientation), le dénominateur à la date de décision : un mois d’entrées peut dépasser 100 %. Des orientations, non des personnes, de personnes soumises aux droits et devoirs à cette date ; une part par parcours.",
    }),
    {
      donne: DONNE_ORIENTATION,
      lignes: (f) => `select o.allocataire, o.decidee_le as le, null::int as numerateur, 1 as denominateur, ${COLONNES_ORIENTATION}
        from ${f.orientation} o where o.departement = $1 and o.decidee_le between $2::date and $3::date and ${soumiseLe(f, "o", "o.decidee_le")}
        union all
        select o.allocataire, r.le, 1, null, ${COLONNES_ORIENTATION} from ${f.orientation} o ${premierEntretien(f)}
        where o.departement = $1 and o.decidee_le <= $3::date and r.le between $2::date and $3::date and ${soumiseLe(f, "o", "r.le")}`,
      compte: "sommes",
      valeur: "pourcentage",
      parts: "pourcentage",
      additif: true,
      coupe: "parcours",
    },
  ),
  definir(
    FEUILLE_DE_ROUTE("F.8", "% du stock convoqué / en accompagnement", {
      unite: "%",
      numerateur: "Parmi elles, personnes en accompagnement ce jour-là, ou convoquées à un rendez-vous au plus tard ce jour-là.",
      denominateur: "Personnes du premier stock, présentes à la fin de la période (aucune sortie déclarée depuis leur dernière entrée).",
      regleCohorte:
        "Situation le dernier jour de la période. Parts : EN_ACCOMPAGNEMENT, CONVOQUEE (et non accompagnée), NI_L_UN_NI_L_AUTRE. Personnes soumises aux droits et devoirs ce jour-là ; un droit suspendu n’ôte personne.",
      regleSuspendus: "AVEC",
    }),
    {
      donne: ["flux"],
      lignes: (f) => `select e.allocataire, $3::date as le, (x.situation <> 'NI_L_UN_NI_L_AUTRE')::int as numerateur, 1 as denominateur,
          false as flux, x.situation
        from ${presentes(f)} cross join lateral (select case when ${estSuivie(f, "e")} then 'EN_ACCOMPAGNEMENT'
          when exists (select from ${f.presence} r where r.departement = e.departement and r.allocataire = e.allocataire
            and r.convocation_rang is not null and coalesce(r.planifie_le, r.le) <= $3::date) then 'CONVOQUEE'
          else 'NI_L_UN_NI_L_AUTRE' end as situation) x
        where not coalesce(e.flux, true) and ${presenteALaFin(f)}`,
      compte: "personnes",
      valeur: "pourcentage",
      parts: "part-du-total",
      additif: false,
      coupes: { situation: "situation" },
      coupe: "situation",
    },
  ),
  definir(
    FEUILLE_DE_ROUTE("F.10", "% de diagnostics et de contrats d'engagement réalisés selon la norme nationale", {
      unite: "%",
      numerateur:
        "Parmi elles, personnes qui ont un diagnostic établi et un contrat d’engagement (autrefois CER ou PPAE) signé et en cours ce jour-là.",
      denominateur: "Personnes en accompagnement à la fin de la période.",
      regleCohorte: `${SUIVIES} Parts : DIAGNOSTIC_ET_CONTRAT, DIAGNOSTIC_SEUL, CONTRAT_SEUL, AUCUN. La norme nationale est la forme des diagnostics et des contrats du hub : ceux qui n’y sont pas enregistrés ne sont pas vus.`,
      regleSuspendus: "AVEC",
    }),
    {
      donne: DONNE_ORIENTATION,
      lignes: (
        f,
      ) => `select o.allocataire, $3::date as le, (x.diagnostic and x.contrat)::int as numerateur, 1 as denominateur, ${COLONNES_ORIENTATION},
          case when x.diagnostic and x.contrat then 'DIAGNOSTIC_ET_CONTRAT' when x.diagnostic then 'DIAGNOSTIC_SEUL'
            when x.contrat then 'CONTRAT_SEUL' else 'AUCUN' end as realise
        from ${accompagnees(f)} cross join lateral (select ${DIAGNOSTIC(f)} as diagnostic, ${CONTRAT(f)} as contrat) x where ${enAccompagnement(f)}`,
      compte: "personnes",
      valeur: "pourcentage",
      parts: "part-du-total",
      additif: false,
      coupes: { realise: "realise" },
      coupe: "realise",
    },
  ),
  definir(
    FEUILLE_DE_ROUTE("F.11", "Nombre de files actives d'accompagnement intensif", {
      unite: "files actives",
      numerateur: "Personnes en accompagnement intensif à la fin de la période, qui ont un référent.",
      denominateur: "Référents de ces personnes : chacun tient une file active, et leur nombre est la valeur.",
      regleCohorte: `${SUIVIES} L’orientation est intensive, ou, quand elle ne le dit pas, son parcours l’est.`,
      regleSuspendus: "AVEC",
    }),
    {
      donne: DONNE_ORIENTATION,
      lignes: (f) => `select o.allocataire, $3::date as le, 1 as numerateur, 1 as denominateur, ${COLONNES_ORIENTATION}
        from ${accompagnees(f)} left join indicateurs.parcours_local l on l.departement = o.departement and l.code = o.parcours
        where ${enAccompagnement(f)} and o.referent is not null and (o.intensite = 'INTENSIF' or (o.intensite is null and l.intensif))`,
      compte: "personnes",
      unite: "referent",
      valeur: "unites",
      parts: "unites",
      additif: false,
      coupe: null,
    },
  ),
];
