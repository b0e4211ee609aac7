import type { MigrationInterface, QueryRunner } from "typeorm";

/** The keys that NIR_KEY has been, by a name of four bytes that says nothing of them: an import under another key than that of the base is refused,
 * and what nothing can hash again (people erased, contents already read) stays comparable once a key is withdrawn. */
export class CleNir1700000000133 implements MigrationInterface {
  name = "CleNir1700000000133";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allocataires.cle_nir (
        rang int generated always as identity,
        nom bytea primary key,
        scellees bytea,
        prise_le timestamptz not null
      );
      comment on table allocataires.cle_nir is 'Clés que NIR_KEY a été. La plus récemment prise chiffre et calcule les empreintes ; la première (rang) celles des contenus de flux.';
      comment on column allocataires.cle_nir.nom is 'Quatre octets dérivés de la clé : ils ne disent rien d’elle.';
      comment on column allocataires.cle_nir.scellees is 'Pour une clé remplacée, chiffrées par la clé en usage : ses clés d’empreinte, pour les personnes effacées sous elle.';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table allocataires.cle_nir");
  }
}
