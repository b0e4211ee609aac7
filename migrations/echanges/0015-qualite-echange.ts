import type { MigrationInterface, QueryRunner } from "typeorm";

/** Civil day of the fact, in Paris. The same words in the index and in the view, or the index does not serve. */
const JOUR = "((e.cree_le at time zone 'Europe/Paris')::date)";
/** When the partner had it: it accepted it, or it was treated. Null when it does not have it. */
const REMIS = "case when e.statut in ('ENVOYE', 'A_CONFIRMER', 'CONFIRME', 'TRAITE') then coalesce(e.envoye_le, e.traite_le) end";

/** The quality of exchanges, counted by day, partner and outcome, without anybody: what the indicators read. */
export class QualiteEchange1700000000515 implements MigrationInterface {
  name = "QualiteEchange1700000000515";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index echange_jour on echanges.echange (departement, ${JOUR.replace("e.", "")});
      create view publie.qualite_echange (departement, le, sens, partenaire, objet, canal, statut, code, delai_jours, echanges, tentatives, du_premier_coup, minutes) as
        select e.departement, ${JOUR}, e.sens, e.partenaire, e.objet, e.canal, e.statut, e.erreur_code, floor(extract(epoch from ${REMIS} - e.cree_le) / 86400)::int,
          count(*)::int, sum(e.tentatives)::int, (count(*) filter (where e.tentatives <= 1))::int, sum(extract(epoch from ${REMIS} - e.cree_le) / 60)::float8
        from echanges.echange e
        group by e.departement, ${JOUR}, e.sens, e.partenaire, e.objet, e.canal, e.statut, e.erreur_code, floor(extract(epoch from ${REMIS} - e.cree_le) / 86400)::int;
      comment on view publie.qualite_echange is 'Échanges avec les partenaires, comptés par jour du fait, partenaire, objet et issue : aucune personne. delai_jours et minutes : du fait à la remise.';
      grant select on publie.qualite_echange to unefois_indicateurs;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view publie.qualite_echange; drop index echanges.echange_jour;");
  }
}
