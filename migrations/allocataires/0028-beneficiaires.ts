import type { MigrationInterface, QueryRunner } from "typeorm";

/** What a structure to which an offer is prescribed needs of the person, and how it is recognised (SIRET). A function, not a view: it gives
 * the people it is asked for, one by one, and only the fields allowed for each; nobody can read through it a list of names. */
export class Beneficiaires1700000000128 implements MigrationInterface {
  name = "Beneficiaires1700000000128";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view publie.organisme_coordonnees (id, departement, nom, siret) as
        select o.id, o.departement, o.nom, c.valeur from allocataires.organisme o
        left join allocataires.organisme_code c on c.departement = o.departement and c.organisme = o.id and c.systeme = 'SIRET';
      comment on view publie.organisme_coordonnees is 'Nom et SIRET des organismes : aucune personne.';
      create function publie.beneficiaires(departements text[], personnes uuid[], avec_telephone boolean[], avec_courriel boolean[], avec_numero boolean[])
        returns table (rang int, civilite text, nom text, prenom text, telephone text, courriel text, numero_france_travail text)
        language sql stable security definer set search_path = '' as $$
        select d.rang::int, a.civilite, coalesce(a.nom_usage, a.nom), a.prenoms[1],
          case when d.avec_telephone then a.telephone end, case when d.avec_courriel then a.courriel end,
          case when d.avec_numero then (
            select i.valeur from allocataires.identifiant i
            where i.departement = a.departement and i.allocataire = a.id and i.type = 'NUMERO_FRANCE_TRAVAIL' and i.valide_au is null
            order by i.recue_le desc, i.id limit 1) end
        from unnest(departements, personnes, avec_telephone, avec_courriel, avec_numero)
          with ordinality d (departement, personne, avec_telephone, avec_courriel, avec_numero, rang)
        join allocataires.allocataire x on x.departement = d.departement and x.id = d.personne
        join allocataires.allocataire a on a.departement = x.departement and a.id = coalesce(x.canonique, x.id)
      $$;
      comment on function publie.beneficiaires is 'Nom et contact, pour la structure à qui une offre est prescrite : rien d’autre (docs/prescriptions.md). Suit les fusions.';
      revoke all on function publie.beneficiaires(text[], uuid[], boolean[], boolean[], boolean[]) from public;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function publie.beneficiaires(text[], uuid[], boolean[], boolean[], boolean[]);
      drop view publie.organisme_coordonnees;`);
  }
}
