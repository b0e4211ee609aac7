import type { Transaction } from "../../shared/database";
import type { FicheDuBilan, OffreDeLAnnee } from "./bilan";
import type { Financement } from "./pdie";

const FICHES = `select code as "ficheAction", intitule, programme, axe, budget_centimes as "budgetCentimes"
  from offre_insertion.fiche_action where departement = $1 and retire_le is null`;

/** The year in progress is counted in `pdie`, the others in `places_exercice`; a year to come that nothing tells has the places of every year. An offer
 * that its file no longer names counts while somebody holds a place. */
const OFFRES = `select x.fiche_action as "ficheAction", x.cout_unitaire_centimes as "coutUnitaireCentimes",
    case when coalesce(x.exercice, $2) = $2 then x.places_financees when e.offre is not null then e.places_financees
      when x.exercice < $2 then x.places_par_an end as "placesFinancees",
    case when coalesce(x.exercice, $2) = $2 then x.places_occupees else coalesce(e.places_occupees, 0) end as "placesOccupees"
  from offre_insertion.pdie x join offre_insertion.service s on s.id = x.offre
  left join offre_insertion.places_exercice e on e.departement = x.departement and e.offre = x.offre and e.exercice = $2
  where x.departement = $1 and s.origine = 'PDIE'
    and (x.absente_le is null or case when coalesce(x.exercice, $2) = $2 then x.places_occupees else coalesce(e.places_occupees, 0) end > 0)`;

const FINANCEMENTS = `select case f.cible when 'FICHE_ACTION' then f.code else x.fiche_action end as "ficheAction",
    f.type, f.nom, f.exercice, f.montant_centimes as "montantCentimes"
  from offre_insertion.financement f left join offre_insertion.pdie x on f.cible = 'OFFRE' and x.offre = f.code
  left join offre_insertion.service s on s.id = x.offre
  where f.departement = $1 and f.exercice = $2 and f.retire_le is null and (f.cible = 'FICHE_ACTION' or s.origine = 'PDIE')`;

/** What the balance of a year is made of, in three statements whatever the number of offers. */
export async function lireBilan(tx: Transaction, departement: string, exercice: number) {
  return {
    fiches: await tx.rows<FicheDuBilan>(FICHES, [departement]),
    offres: await tx.rows<OffreDeLAnnee>(OFFRES, [departement, exercice]),
    financements: await tx.rows<Financement & { ficheAction: string | null }>(FINANCEMENTS, [departement, exercice]),
  };
}
