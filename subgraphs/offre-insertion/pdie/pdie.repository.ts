import { defineLoader } from "../../shared/context";
import { parCle } from "../par-cle";
import type { Pdie } from "./pdie";

const PDIE = `select x.offre, x.programme, x.axe, x.fiche_action as "ficheAction", x.volume_horaire_total as "volumeHoraireTotal",
    x.public_cible as "publicCible", x.nature_activite as "natureActivite", x.exercice, x.places_financees as "placesFinancees",
    x.places_occupees as "placesOccupees", x.cout_unitaire_centimes as "coutUnitaireCentimes", x.budget_centimes as "budgetCentimes",
    x.compte_dans_les_15_heures as "compteDansLes15Heures",
    (select jsonb_build_object('reference', m.reference, 'nature', m.nature, 'objet', m.objet, 'titulaire', m.titulaire, 'debut', m.debut,
        'fin', m.fin, 'montantCentimes', m.montant_centimes)
      from offre_insertion.marche m where m.departement = x.departement and m.reference = x.marche) as marche,
    coalesce((select jsonb_agg(jsonb_build_object('type', f.type, 'nom', f.nom, 'montantCentimes', f.montant_centimes, 'exercice', f.exercice)
        order by f.exercice, f.type, f.nom)
      from offre_insertion.financement f where f.departement = x.departement and f.cible = 'OFFRE' and f.code = x.offre and f.retire_le is null), '[]') as financeurs,
    coalesce((select jsonb_agg(jsonb_build_object('exercice', e.exercice, 'placesFinancees', e.places_financees,
        'placesOccupees', case when e.exercice = x.exercice then x.places_occupees else e.places_occupees end) order by e.exercice)
      from offre_insertion.places_exercice e where e.departement = x.departement and e.offre = x.offre), '[]') as "placesParExercice",
    coalesce((select jsonb_agg(to_jsonb(p) order by p.code) from offre_insertion.parcours_local p
      where p.departement = x.departement and p.code = any(x.parcours)), '[]') as parcours
  from offre_insertion.pdie x where x.offre = any($1::text[])`;

export const pdieParOffre = defineLoader<string, Pdie | null>(async (ids, tx) =>
  parCle(ids, await tx.rows<Pdie>(PDIE, [ids]), (x) => x.offre),
);
