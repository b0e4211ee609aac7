import type pg from "pg";
import type { Fichier } from "./fichiers";

/** What the hub holds of a département's file, one row a line, by the names of its columns. Withdrawn lines are left out. Amounts in centimes, dates as
 * they are kept: `ecrire.ts` writes them as the file does. $1 département. */
const LIRE: Record<Fichier, string> = {
  structures: `select substr(s.id, length('pdie-' || $1 || '--') + 1) as code, s.nom, s.siret, s.description, s.adresse, s.complement_adresse, s.code_postal, s.code_insee,
      s.commune, s.longitude, s.latitude, s.telephone, s.courriel, s.site_web, s.date_maj::text
    from offre_insertion.structure s where s.departement = $1 and starts_with(s.id, 'pdie-' || $1 || '--') and s.retiree_le is null order by 1`,
  fiches: `select code, intitule, programme, axe, budget_centimes::float8 as budget_eur from offre_insertion.fiche_action
    where departement = $1 and retire_le is null order by code`,
  marches: `select reference, nature, objet, titulaire, debut::text, fin::text, montant_centimes::float8 as montant_eur from offre_insertion.marche
    where departement = $1 and retire_le is null order by reference`,
  offres: `select x.code, s.nom, substr(s.structure, length('pdie-' || $1 || '--') + 1) as structure, s.description, s.origine, s.type, s.dispositif, s.mode, x.programme, x.axe,
      x.fiche_action, x.marche, x.parcours, x.nature_activite, x.compte_dans_les_15_heures, s.thematiques, s.publics, x.public_cible, s.conditions_acces,
      s.frais, s.frais_precisions, s.modes_accueil, s.zone_eligibilite, s.adresse, s.code_postal, s.code_insee, s.commune, s.longitude, s.latitude,
      s.telephone, s.courriel, s.lien_mobilisation, s.modes_mobilisation, s.mobilisable_par, s.nombre_semaines, s.volume_horaire_hebdomadaire,
      x.volume_horaire_total, x.places_par_an as places_financees,
      (select array_agg(e.exercice || ':' || e.places_financees order by e.exercice) from offre_insertion.places_exercice e
        where e.departement = x.departement and e.offre = x.offre and e.clos_le is null) as places_par_exercice,
      x.cout_unitaire_centimes as cout_unitaire_eur, x.budget_centimes::float8 as budget_eur, s.valide_du::text, s.valide_au::text, s.date_maj::text
    from offre_insertion.pdie x join offre_insertion.service s on s.id = x.offre
    where x.departement = $1 and x.code is not null and x.absente_le is null order by x.code`,
  financeurs: `select f.exercice, f.type, f.montant_centimes::float8 as montant_eur, case f.cible when 'OFFRE' then substr(f.code, length('pdie-' || $1 || '--') + 1) end as offre,
      case f.cible when 'FICHE_ACTION' then f.code end as fiche_action, f.nom
    from offre_insertion.financement f where f.departement = $1 and f.retire_le is null order by f.cible, f.code, f.exercice, f.type, f.nom`,
  sessions: `select x.code as offre, s.code, s.debut, s.fin, s.lieu, s.capacite
    from offre_insertion.session s join offre_insertion.pdie x on x.offre = s.offre
    where s.departement = $1 and s.code is not null and s.retiree_le is null order by x.code, s.debut, s.code`,
};

export type LigneGardee = Record<string, string | number | boolean | string[] | Date | null>;

export const lireGardees = async (client: pg.ClientBase, fichier: Fichier, departement: string): Promise<LigneGardee[]> =>
  (await client.query<LigneGardee>(LIRE[fichier], [departement])).rows;
