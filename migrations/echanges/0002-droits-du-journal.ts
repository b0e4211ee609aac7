import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";
import { perimetreSql } from "../../subgraphs/shared/perimetre";

// A sub-select is computed once a statement, not once a row.
const DEPARTEMENTS = "(select string_to_array(current_setting('unefois.departements', true), ','))::text[]";

/** Who answers for the whole territory: the only reader of a row that names no département. */
const TOUT_LE_TERRITOIRE = `(current_setting('unefois.portee', true) = 'departement'
    and not exists (select from publie.organisme o where o.departement <> all (${DEPARTEMENTS})))`;

const PERSONNE = `(allocataire is null or ${perimetreSql("allocataire")})`;

/** A follower (shared/event-follower.ts) reads every event, those of a département that the hub does not know yet included. */
const SUIVI = "current_setting('unefois.suivi', true) = 'tout'";

/** A client of the whole territory writes département '*': its row belongs to the départements of the people whom it names. */
const CONSULTATION_DU_TERRITOIRE = `(departement = '*' and exists (
    select from unnest(allocataires) as vu (id) join publie.perimetre p on p.departement = any (${DEPARTEMENTS}) and p.allocataire = vu.id))`;

const policy = (table: string, condition: string) => `alter table echanges.${table} enable row level security;
  create policy perimetre on echanges.${table} for all to unefois_echanges using (${condition});`;

/** Who reads the journal, and the tables of the exchanges. Every role writes to the journal, and none can change it. */
export class DroitsDuJournal1700000000502 implements MigrationInterface {
  name = "DroitsDuJournal1700000000502";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table journal.consultation add column inscrite boolean not null default false;
      comment on column journal.consultation.inscrite is 'Vrai quand echanges.registre la porte. Le reste de la ligne ne change jamais.';
      create index consultation_a_inscrire on journal.consultation (rang) where not inscrite;
      create index evenement_par_type on journal.evenement (type, position) where position is not null;

      grant select on journal.evenement, journal.consultation to unefois_echanges, unefois_indicateurs;
      alter table journal.evenement enable row level security;
      create policy ecriture on journal.evenement for insert with check (true);
      create policy lecture on journal.evenement for select to unefois_echanges, unefois_indicateurs
        using (${SUIVI} or ((departement = any (${DEPARTEMENTS}) or (departement is null and ${TOUT_LE_TERRITOIRE})) and ${PERSONNE}));
      alter table journal.consultation enable row level security;
      create policy ecriture on journal.consultation for insert with check (true);
      create policy lecture on journal.consultation for select to unefois_echanges, unefois_indicateurs
        using (departement = any (${DEPARTEMENTS}) or ${CONSULTATION_DU_TERRITOIRE});

      grant select, insert, update on echanges.echange, echanges.abonnement, echanges.curseur, echanges.cle_idempotence to unefois_echanges;
      grant delete on echanges.cle_idempotence to unefois_echanges;
      grant select on echanges.registre, echanges.registre_compteur to unefois_echanges;
      ${policy("echange", `(departement = any (${DEPARTEMENTS}) or (departement = '*' and ${TOUT_LE_TERRITOIRE})) and ${PERSONNE}`)}
      ${policy("abonnement", `departement = any (${DEPARTEMENTS}) or departement = '*'`)}
      ${policySql({ schema: "echanges", table: "registre", allocataire: "allocataire" })}
      ${policySql({ schema: "echanges", table: "registre_compteur", allocataire: "allocataire" })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["echange", "abonnement", "registre", "registre_compteur"]) {
      await runner.query(`drop policy perimetre on echanges.${table}; alter table echanges.${table} disable row level security;`);
    }
    await runner.query(`
      revoke all on all tables in schema echanges from unefois_echanges;
      revoke select on journal.evenement, journal.consultation from unefois_echanges, unefois_indicateurs;
      drop policy lecture on journal.consultation;
      drop policy ecriture on journal.consultation;
      alter table journal.consultation disable row level security;
      drop policy lecture on journal.evenement;
      drop policy ecriture on journal.evenement;
      alter table journal.evenement disable row level security;
      drop index journal.evenement_par_type, journal.consultation_a_inscrire;
      alter table journal.consultation drop column inscrite;
    `);
  }
}
