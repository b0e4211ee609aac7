import type { MigrationInterface, QueryRunner } from "typeorm";

/** The weekly objective with its days: hours of a past week are measured against what was in force then, not today. */
export class ObjectifPeriode1700000000127 implements MigrationInterface {
  name = "ObjectifPeriode1700000000127";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop view publie.objectif_hebdomadaire;
      create view publie.objectif_periode (departement, allocataire, contrat, modulation, minutes, exempte, du, au) as
        select c.departement, c.allocataire, c.id, false, round(c.heures_hebdomadaires * 60)::int, false, coalesce(c.date_debut, c.date_signature), ${FIN}
        from allocataires.contrat_engagement c where c.date_signature is not null
        union all
        select c.departement, c.allocataire, c.id, true, round(coalesce(m.heures_hebdomadaires, c.heures_hebdomadaires) * 60)::int, m.exempte, m.du, least(m.au, ${FIN})
        from allocataires.contrat_engagement c
        join allocataires.modulation m on m.departement = c.departement and m.contrat = c.id where c.date_signature is not null;
      comment on view publie.objectif_periode is 'Objectif hebdomadaire des contrats signés, avec ses jours (compris) : celui du contrat, puis ses modulations. Jamais leur motif.';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop view publie.objectif_periode;
      create view publie.objectif_hebdomadaire (departement, allocataire, minutes, exempte) as
        select c.departement, c.allocataire, round(coalesce(m.heures_hebdomadaires, c.heures_hebdomadaires) * 60)::int, coalesce(m.exempte, false)
        from allocataires.contrat_engagement c
        left join lateral (
          select heures_hebdomadaires, exempte from allocataires.modulation m
          where m.departement = c.departement and m.contrat = c.id and m.du <= current_setting('unefois.aujourdhui')::date
            and (m.au is null or m.au >= current_setting('unefois.aujourdhui')::date)
          order by m.du desc limit 1
        ) m on true
        where c.statut = 'SIGNE';
      grant select on publie.objectif_hebdomadaire to unefois_allocataires;`);
  }
}

/** Last day of a signed contract: its end, the day before its suspension or closure, or before a réorientation put it back to signature. */
const FIN = `least(c.date_fin, c.suspendu_le - 1, c.cloture_le - 1, case when c.statut <> 'SIGNE' then c.remis_le - 1 end)`;
