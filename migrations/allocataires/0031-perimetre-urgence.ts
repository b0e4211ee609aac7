import type { MigrationInterface, QueryRunner } from "typeorm";

const BRANCHES = (urgence: string) => `
  select i.departement, i.allocataire, i.allocataire, i.organisme, i.referent, i.du, i.au${urgence}
  from allocataires.intervention i
  where not exists (
    select from allocataires.allocataire f where f.departement = i.departement and f.id = i.allocataire and f.canonique is not null)
  union all
  select a.departement, a.id, a.canonique, i.organisme, i.referent, i.du, i.au${urgence}
  from allocataires.allocataire a join allocataires.intervention i on i.departement = a.departement and i.allocataire = a.canonique
  where a.canonique is not null
  union all
  select a.departement, a.id, a.id, null, null, null, null${urgence}
  from allocataires.allocataire a
  where a.canonique is null and not exists (select from allocataires.intervention i where i.departement = a.departement and i.allocataire = a.id)
  union all
  select a.departement, a.id, a.canonique, null, null, null, null${urgence}
  from allocataires.allocataire a
  where a.canonique is not null
    and not exists (select from allocataires.intervention i where i.departement = a.departement and i.allocataire = a.canonique)`;

// Only the caller who opened it sees it, as long as it is open, in her own transactions: for anyone else these branches give no row, and nothing is
// read of them (the setting is empty, which PostgreSQL looks at once a statement).
const APPELANT = "nullif((select current_setting('unefois.appelant', true)), '')";
const OUVERT = `${APPELANT} is not null and u.client || '|' || coalesce(u.agent, '') = ${APPELANT} and u.ferme_le is null
    and u.expire_le > nullif((select current_setting('unefois.instant', true)), '')::timestamptz`;
const SIENNE = `(select nullif(current_setting('unefois.organisme', true), '')), (select nullif(current_setting('unefois.referent', true), '')),
    (select nullif(current_setting('unefois.aujourdhui', true), ''))::date, (select nullif(current_setting('unefois.aujourdhui', true), ''))::date, true`;

/** An emergency access widens the perimeter of who opened it, for that person alone, and everywhere at once: every policy joins publie.perimetre.
 * \`urgence\` tells it from a follow-up: what asks for a nearer relation than the perimeter (health) says \`not urgence\`. */
export class PerimetreUrgence1700000000131 implements MigrationInterface {
  name = "PerimetreUrgence1700000000131";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace view publie.perimetre (departement, allocataire, canonique, organisme, referent, du, au, urgence) as
      ${BRANCHES(", false")}
      union all
      select u.departement, a.id, coalesce(a.canonique, a.id), ${SIENNE}
      from allocataires.allocataire a join journal.acces_urgence u on u.departement = a.departement and u.allocataire = a.id
      where ${OUVERT}
      union all
      select u.departement, a.id, a.canonique, ${SIENNE}
      from allocataires.allocataire a join journal.acces_urgence u on u.departement = a.departement and u.allocataire = a.canonique
      where a.canonique is not null and ${OUVERT};
      comment on column publie.perimetre.urgence is 'Vrai : un accès d’urgence ouvert par l’appelant, et non un suivi.';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Columns of a view are only taken away by making it again, and the policies of every schema rest on it: the column stays, always false.
    await runner.query(`
      create or replace view publie.perimetre (departement, allocataire, canonique, organisme, referent, du, au, urgence) as ${BRANCHES(", false")};`);
  }
}
