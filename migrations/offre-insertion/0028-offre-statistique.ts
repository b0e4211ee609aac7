import type { MigrationInterface, QueryRunner } from "typeorm";

/** The catalogue as the indicators count it: which offers, of which source, which device and which fiche. No text, no contact, no person. */
export class OffreStatistique1700000000228 implements MigrationInterface {
  name = "OffreStatistique1700000000228";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view publie.offre_statistique (offre, departement, code, source, origine, type, thematiques, dispositif, fiche_action, parcours,
        cout_unitaire_centimes, exercice, places_financees, places_par_an, valide_du, valide_au, retiree_le) as
        select s.id, s.departement, x.code, s.source, s.origine, s.type, s.thematiques, s.dispositif, x.fiche_action, x.parcours,
          x.cout_unitaire_centimes, x.exercice, x.places_financees, x.places_par_an, s.valide_du, s.valide_au,
          (s.retiree_le at time zone 'Europe/Paris')::date
        from offre_insertion.service s left join offre_insertion.pdie x on x.offre = s.id;
      comment on view publie.offre_statistique is 'Offres du catalogue, pour les indicateurs : ce qu’elles sont, jamais qui les suit. Sans département : catalogue national.';
      create view publie.places_statistique (departement, offre, exercice, places_financees) as
        select departement, offre, exercice, places_financees from offre_insertion.places_exercice;
      comment on view publie.places_statistique is 'Places financées d’un exercice précis ; les autres années suivent offre_statistique.';
      grant select on publie.offre_statistique, publie.places_statistique to unefois_offre_insertion;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop view publie.places_statistique, publie.offre_statistique");
  }
}
