import type { Calcul, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import type { Faits } from "../../projection/faits";
import { FEUILLE_DE_ROUTE, NATIONALE_VOLET_3 } from "../cadres";
import { soumiseLe } from "../soumission";
import { estSuivie } from "./pieces";

/** Return to work, from the returns that professionals record: what nobody declared is not seen, where France Travail reads the declarations of employers. */

export const DURABLE = "('CDI', 'CDD_6_MOIS_ET_PLUS')";
const DECLAREES = "Reprises déclarées au hub seulement : France Travail, qui lit les déclarations des employeurs, en voit davantage.";

/** People whose six months since their first orientation end in the period, with their first return to work in these six months, as `r`. */
const cohorte = (f: Faits, types: string, colonnes: string) => `
  select e.allocataire, x.terme as le, (r.debut is not null)::int as numerateur, 1 as denominateur, r.debut - e.decision_orientation as delai,
    e.organisme, e.referent, e.parcours, e.categorie, coalesce(e.flux, true) as flux ${colonnes}
  from ${f.entree} e cross join lateral (select (e.decision_orientation + interval '6 months')::date as terme) x
  left join lateral (
    select r.debut, r.type_contrat from ${f.reprise} r
    where r.departement = e.departement and r.allocataire = e.allocataire and r.debut >= e.decision_orientation and r.debut < x.terme ${types}
    order by r.debut, r.id limit 1
  ) r on true
  where e.departement = $1 and ${soumiseLe(f, "e", "e.decision_orientation")} and x.terme between $2::date and $3::date
    and e.decision_orientation between $2::date - interval '7 months' and $3::date - interval '5 months'`;

const taux: Pick<Calcul, "donne" | "compte" | "valeur" | "additif"> = {
  donne: ["organisme", "referent", "parcours", "categorie", "flux", "delai"],
  compte: "personnes",
  valeur: "pourcentage",
  additif: true,
};
const SIX_MOIS =
  "La personne compte le jour où six mois sont passés depuis la décision (la veille au plus tard pour la reprise) ; ce jour est dans la période. Elle était soumise aux droits et devoirs le jour de la décision.";

export const RETOUR_A_L_EMPLOI: Indicateur[] = [
  definir(
    NATIONALE_VOLET_3("N.I.V3.1", "Taux de retour à l'emploi durable (à 6 mois)", {
      unite: "%",
      numerateur: "Parmi elles, personnes qui ont repris un emploi durable dans ces six mois : CDI, ou CDD de six mois et plus.",
      denominateur: "Personnes dont la première orientation depuis l’entrée est décidée depuis six mois.",
      regleCohorte: `${SIX_MOIS} ${DECLAREES}`,
      origineDelai: "Date de décision de la première orientation depuis l’entrée.",
    }),
    { ...taux, lignes: (f) => cohorte(f, `and r.type_contrat in ${DURABLE}`, ""), parts: "pourcentage", coupe: null },
  ),
  definir(
    NATIONALE_VOLET_3("N.I.V3.2", "Taux de retour à l'emploi (pour différents types de contrat)", {
      unite: "%",
      numerateur: "Parmi elles, personnes qui ont repris un emploi dans ces six mois, quel que soit le contrat.",
      denominateur: "Personnes dont la première orientation depuis l’entrée est décidée depuis six mois.",
      regleCohorte: `${SIX_MOIS} Une part par type de contrat de la première reprise, et SANS_REPRISE ; leur somme vaut 100. ${DECLAREES}`,
      origineDelai: "Date de décision de la première orientation depuis l’entrée.",
    }),
    {
      ...taux,
      lignes: (f) => cohorte(f, "", ", coalesce(r.type_contrat, 'SANS_REPRISE') as type_contrat"),
      parts: "part-du-total",
      coupes: { typeContrat: "type_contrat" },
      coupe: "typeContrat",
    },
  ),
  definir(
    FEUILLE_DE_ROUTE("F.16", "% d'ARSA avec suivi dans l'emploi", {
      unite: "%",
      numerateur: "Parmi elles, personnes encore en accompagnement ce jour-là.",
      denominateur:
        "Personnes en emploi le dernier jour de la période : reprise de moins de douze mois dont aucune fin n’est connue ce jour-là.",
      regleCohorte: `Situation le dernier jour de la période ; soumises aux droits et devoirs le premier jour de la reprise. ${DECLAREES}`,
      regleSuspendus: "AVEC",
    }),
    {
      lignes: (f) => `select r.allocataire, $3::date as le, (${estSuivie(f, "r")})::int as numerateur, 1 as denominateur, r.type_contrat
        from ${f.reprise} r
        where r.departement = $1 and r.debut <= $3::date and r.debut > $3::date - interval '12 months'
          and (r.terminee_le is null or r.terminee_le > $3::date) and ${soumiseLe(f, "r", "r.debut")}`,
      compte: "personnes",
      valeur: "pourcentage",
      parts: "pourcentage",
      additif: false,
      coupes: { typeContrat: "type_contrat" },
      coupe: null,
    },
  ),
];
