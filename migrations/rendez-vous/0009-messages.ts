import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

const ROLE = "unefois_rendez_vous";
const OF_PEOPLE = ["dire", "invitation", "referent_externe"];
const DEPARTEMENT = "departement = any (string_to_array(current_setting('unefois.departements', true), ','))";
const EFFACES = `delete from rendez_vous.%t d using unnest(departements, personnes) x (departement, id) where d.departement = x.departement and d.allocataire = x.id;`;

/** What the appointment tools say besides the appointment itself, and what recognises one appointment told by several of them. */
export class Messages1700000000309 implements MigrationInterface {
  name = "Messages1700000000309";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${REFERENTIELS} ${RECONNAISSANCE} ${ORDRE}`);
    for (const table of OF_PEOPLE) await runner.query(policySql({ schema: "rendez_vous", table, allocataire: "allocataire" }));
    await runner.query(`
      grant select on rendez_vous.invitation, rendez_vous.referent_externe to ${ROLE};
      grant select, insert, update on rendez_vous.dire, rendez_vous.rendez_vous_reuni, rendez_vous.distinction to ${ROLE};
      grant select, insert, update on rendez_vous.correspondance_statut, rendez_vous.organisation_externe to ${ROLE};
      grant delete on rendez_vous.rendez_vous_reuni to ${ROLE};
      -- Two nodes that turn out to be one: the rows of the one that goes follow.
      grant delete on rendez_vous.rendez_vous, rendez_vous.lien_externe to ${ROLE};
      grant update on rendez_vous.historique_presence to ${ROLE};
      create policy retrait on rendez_vous.rendez_vous for delete to ${ROLE} using (${DEPARTEMENT} and current_setting('unefois.portee', true) = 'departement');
      create policy retrait on rendez_vous.lien_externe for delete to ${ROLE} using (${DEPARTEMENT} and current_setting('unefois.portee', true) = 'departement');
    `);
    for (const table of ["rendez_vous_reuni", "distinction", "correspondance_statut"])
      await runner.query(policySql({ schema: "rendez_vous", table, allocataire: null }));
    await runner.query(effacer(OF_PEOPLE.map((table) => EFFACES.replace("%t", table)).join(" ")));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${effacer("")}
      drop policy retrait on rendez_vous.rendez_vous; drop policy retrait on rendez_vous.lien_externe;
      revoke delete on rendez_vous.rendez_vous, rendez_vous.lien_externe from ${ROLE};
      revoke update on rendez_vous.historique_presence from ${ROLE};
      revoke select, insert, update on rendez_vous.organisation_externe from ${ROLE};
      drop table rendez_vous.dire, rendez_vous.invitation, rendez_vous.referent_externe, rendez_vous.agent_externe, rendez_vous.lieu_externe,
        rendez_vous.motif_externe, rendez_vous.correspondance_statut, rendez_vous.efface_externe, rendez_vous.rendez_vous_reuni, rendez_vous.distinction;
      alter table rendez_vous.rendez_vous drop column natif;
      alter table rendez_vous.organisation_externe drop column nom, drop column maj_le;
      delete from rendez_vous.organisation_externe where organisme is null;
      alter table rendez_vous.organisation_externe alter column departement set not null, alter column organisme set not null;
      alter table rendez_vous.ordre_message drop column rang, drop column empreinte;`);
  }
}

const REFERENTIELS = `
  alter table rendez_vous.organisation_externe alter column departement drop not null, alter column organisme drop not null,
    add column nom text, add column maj_le timestamptz;
  comment on column rendez_vous.organisation_externe.organisme is 'Nul : la source nomme l’organisation, aucun organisme ne porte ce nom.';

  create table rendez_vous.motif_externe (
    systeme text not null, identifiant text not null, organisation text, nom text not null, categorie text, famille text not null, modalite text not null,
    collectif boolean not null, supprime_le timestamptz, maj_le timestamptz not null,
    primary key (systeme, identifiant)
  );
  create table rendez_vous.lieu_externe (
    systeme text not null, identifiant text not null, organisation text, nom text, adresse text, supprime_le timestamptz, maj_le timestamptz not null,
    primary key (systeme, identifiant)
  );
  create table rendez_vous.agent_externe (
    systeme text not null, origine text not null, identifiant text not null, organisation text not null, retire_le timestamptz, maj_le timestamptz not null,
    primary key (systeme, origine)
  );
  comment on table rendez_vous.agent_externe is 'Agent d’un outil de rendez-vous : son identifiant et son organisation, ni nom ni adresse. origine : ce qui le dit (« AgentRole 12 »).';
  create index agent_externe_agent on rendez_vous.agent_externe (systeme, identifiant);

  create table rendez_vous.referent_externe (
    departement text not null, systeme text not null, identifiant text not null, allocataire uuid not null, agent text not null,
    depuis timestamptz not null, retire_le timestamptz, maj_le timestamptz not null,
    primary key (departement, systeme, identifiant)
  );
  comment on table rendez_vous.referent_externe is 'Référent qu’un outil de rendez-vous assigne à une personne. Il ne change jamais le référent unique, que le Département désigne.';
  create index referent_externe_personne on rendez_vous.referent_externe (allocataire);

  create table rendez_vous.invitation (
    departement text not null, systeme text not null, identifiant text not null, allocataire uuid not null,
    canal text not null, famille text not null, categorie text, envoyee_le timestamptz not null, expire_le timestamptz, cliquee boolean not null default false,
    remise text, remise_source text, maj_le timestamptz not null,
    primary key (departement, systeme, identifiant)
  );
  comment on table rendez_vous.invitation is 'Invitation à prendre rendez-vous soi-même : elle n’est pas une convocation et n’en prouve aucune. Ni lien ni numéro n’est gardé.';
  create index invitation_personne on rendez_vous.invitation (allocataire, envoyee_le);

  create table rendez_vous.correspondance_statut (
    departement text not null, systeme text not null, code text not null, statut text not null, definie_le timestamptz not null, client text not null,
    primary key (departement, systeme, code)
  );
  comment on table rendez_vous.correspondance_statut is 'Statuts que la table du hub ne connaît pas encore, lus par le Département.';`;

const RECONNAISSANCE = `
  create table rendez_vous.dire (
    departement text not null, systeme text not null, identifiant text not null, allocataire uuid not null, le timestamptz not null,
    debut timestamptz not null, organisme text, collectif boolean not null, famille text not null, code text not null, supprime boolean not null default false,
    primary key (departement, systeme, identifiant, allocataire, le)
  );
  comment on table rendez_vous.dire is 'Ce que chaque message a dit d’une personne à un rendez-vous : heure, organisme, statut tel que la source l’écrit. Un message périmé y compte aussi : l’ordre d’arrivée ne change rien.';
  create index dire_heure on rendez_vous.dire (allocataire, debut);
  create index dire_lien on rendez_vous.dire (systeme, identifiant);

  create table rendez_vous.efface_externe (
    systeme text not null, modele text not null, identifiant text not null, le timestamptz not null, primary key (systeme, modele, identifiant)
  );
  comment on table rendez_vous.efface_externe is 'Ce qu’une source a purgé (RGPD), connu du hub ou non : aucun message ne le recrée.';

  create table rendez_vous.rendez_vous_reuni (
    departement text not null, ancien uuid not null, actuel uuid not null, le timestamptz not null, liens text[] not null,
    primary key (departement, ancien)
  );
  comment on table rendez_vous.rendez_vous_reuni is 'Deux rendez-vous qui n’en étaient qu’un : l’ancien identifiant répond encore, et revient si on les sépare.';
  create index rendez_vous_reuni_actuel on rendez_vous.rendez_vous_reuni (departement, actuel);

  create table rendez_vous.distinction (
    departement text not null, un text not null, autre text not null, le timestamptz not null, client text not null,
    primary key (departement, un, autre)
  );
  comment on table rendez_vous.distinction is 'Deux liens qu’un professionnel a séparés : ils ne sont plus jamais réunis d’eux-mêmes.';

  alter table rendez_vous.rendez_vous add column natif boolean not null default true;
  comment on column rendez_vous.rendez_vous.natif is 'Pris dans le hub. Faux : connu seulement par d’autres outils.';
  update rendez_vous.rendez_vous r set natif = false
    where exists (select from rendez_vous.lien_externe l where l.departement = r.departement and l.rendez_vous = r.id);`;

const ORDRE = `
  alter table rendez_vous.ordre_message add column rang int not null default 0, add column empreinte text not null default '';
  comment on column rendez_vous.ordre_message.rang is 'À la même heure : suppression après modification après création, puis l’empreinte du corps.';`;

const effacer = (plus: string) => `
  create or replace function rendez_vous.effacer(departements text[], personnes uuid[], le timestamptz) returns void
  language plpgsql security definer set search_path = '' as $$
  declare siens uuid[];
  begin
    siens := array(select distinct p.rendez_vous from rendez_vous.participation p
      join unnest(departements, personnes) x (departement, id) on x.departement = p.departement and x.id = p.allocataire);
    ${plus}
    delete from rendez_vous.historique_presence h using unnest(departements, personnes) x (departement, id)
      where h.departement = x.departement and h.allocataire = x.id;
    delete from rendez_vous.participation p using unnest(departements, personnes) x (departement, id)
      where p.departement = x.departement and p.allocataire = x.id;
    update rendez_vous.personne_externe e set allocataire = null, efface_le = le from unnest(departements, personnes) x (departement, id)
      where e.departement = x.departement and e.allocataire = x.id;
    siens := array(select r.id from rendez_vous.rendez_vous r where r.id = any (siens) and r.participants_inconnus = 0
      and not exists (select from rendez_vous.participation p where p.departement = r.departement and p.rendez_vous = r.id));
    ${plus ? "delete from rendez_vous.rendez_vous_reuni u where u.actuel = any (siens);" : ""}
    delete from rendez_vous.deplacement d where d.rendez_vous = any (siens);
    delete from rendez_vous.lien_externe l where l.rendez_vous = any (siens);
    delete from rendez_vous.rendez_vous r where r.id = any (siens);
  end $$;`;
