import type { MigrationInterface, QueryRunner } from "typeorm";

/** The prestations of a person, for the datum PRESTATIONS that the Département owes to the national indicators (annexe 4). */
export class PrestationPubliee1700000000204 implements MigrationInterface {
  name = "PrestationPubliee1700000000204";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view publie.prestation (departement, allocataire, offre, nom, statut, du, au, source, source_organisme, collectee_le, recue_le) as
        select p.departement, p.allocataire, p.offre, s.nom, p.statut, p.debut, p.fin,
          case when o.type in ('DEPARTEMENT', 'FRANCE_TRAVAIL', 'MISSION_LOCALE', 'CAP_EMPLOI') then o.type else 'ORGANISME_REFERENT' end,
          p.prescripteur, p.prescrite_le, coalesce(e.le, p.prescrite_le)
        from offre_insertion.prescription p
        join offre_insertion.service s on s.id = p.offre
        left join publie.organisme o on o.id = p.prescripteur
        left join lateral (
          select max(e.le) as le from offre_insertion.etape_prescription e where e.departement = p.departement and e.prescription = p.id
        ) e on true
        where p.statut in ('VALIDEE', 'DEMARREE', 'TERMINEE');
      comment on view publie.prestation is 'Offres d’insertion que la personne suit, va suivre ou a suivies ; ni les demandes, ni les refus.';
      grant select on publie.prestation to unefois_offre_insertion;
      -- This schema comes before in the order of migrations; those that come after are granted when they are created.
      grant select on publie.prestation to unefois_allocataires;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view publie.prestation");
  }
}
