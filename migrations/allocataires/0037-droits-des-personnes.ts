import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";
import { departementsSql } from "../../subgraphs/shared/perimetre";

const LECTEURS = ["rendez_vous", "offre_insertion", "indicateurs", "echanges"];

/** What a structure to which an offer is prescribed reads of a person. `retenir`: she may have opposed to her contacts being given, or limited them. */
const beneficiaires = (telephone: string, courriel: string) => `
  create or replace function publie.beneficiaires(departements text[], personnes uuid[], avec_telephone boolean[], avec_courriel boolean[], avec_numero boolean[])
    returns table (rang int, civilite text, nom text, prenom text, telephone text, courriel text, numero_france_travail text)
    language sql stable security definer set search_path = '' as $$
    select d.rang::int, a.civilite, coalesce(a.nom_usage, a.nom), a.prenoms[1],
      case when ${telephone} then a.telephone end, case when ${courriel} then a.courriel end,
      case when d.avec_numero then (
        select i.valeur from allocataires.identifiant i
        where i.departement = a.departement and i.allocataire = a.id and i.type = 'NUMERO_FRANCE_TRAVAIL' and i.valide_au is null
        order by i.recue_le desc, i.id limit 1) end
    from unnest(departements, personnes, avec_telephone, avec_courriel, avec_numero)
      with ordinality d (departement, personne, avec_telephone, avec_courriel, avec_numero, rang)
    join allocataires.allocataire x on x.departement = d.departement and x.id = d.personne
    join allocataires.allocataire a on a.departement = x.departement and a.id = coalesce(x.canonique, x.id)
  $$;`;
const OPPOSEE =
  "exists (select from allocataires.opposition o where o.departement = a.departement and o.allocataire = a.id and o.traitement = 'CONTACT_STRUCTURES')";

/** What people ask of their data: their requests, what an accepted one stops, and the files made for them. */
export class DroitsDesPersonnes1700000000137 implements MigrationInterface {
  name = "DroitsDesPersonnes1700000000137";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ["demande_de_droits", "opposition", "limitation", "export_personne"])
      await runner.query(policySql({ schema: "allocataires", table, allocataire: "allocataire" }));
    await runner.query(`
      grant select, insert, update on allocataires.demande_de_droits to unefois_allocataires;
      grant select, insert, update, delete on allocataires.opposition, allocataires.limitation to unefois_allocataires;
      grant select on allocataires.export_personne to unefois_allocataires;
      ${LIMITEES}
      create view publie.opposition (departement, allocataire, traitement) as
        select o.departement, o.allocataire, o.traitement from allocataires.opposition o where o.departement = any ${departementsSql};
      comment on view publie.opposition is 'Traitements auxquels une personne s’est opposée : ce que chaque sous-graphe arrête.';
      grant select on publie.opposition to unefois_allocataires;
      ${LECTEURS.map(
        (schema) => `do $$ begin if exists (select from pg_roles where rolname = 'unefois_${schema}') then
          grant select (departement, allocataire, traitement) on publie.opposition to unefois_${schema}; end if; end $$;`,
      ).join("\n")}
      ${beneficiaires(
        `d.avec_telephone and not 'telephone' = any (a.limitees) and not ${OPPOSEE}`,
        `d.avec_courriel and not 'courriel' = any (a.limitees) and not ${OPPOSEE}`,
      )}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${beneficiaires("d.avec_telephone", "d.avec_courriel")}
      drop view publie.opposition;
      drop table allocataires.export_personne, allocataires.limitation, allocataires.opposition, allocataires.demande_de_droits;
      drop function allocataires.poser_limitees();
      alter table allocataires.allocataire drop column limitees;`);
  }
}

const TABLES = `
  create table allocataires.demande_de_droits (
    departement text not null,
    id uuid not null,
    allocataire uuid not null,
    nature text not null,
    statut text not null,
    donnee text,
    champs text[] not null default '{}',
    coordonnees text[] not null default '{}',
    valeur jsonb,
    traitements text[] not null default '{}',
    precisions text,
    recue_le date not null,
    limite date not null,
    prolongee_le date,
    statuee_le date,
    statuee_par text,
    motif_decision text,
    cree_le timestamptz not null,
    cree_par text not null,
    alertee_le timestamptz,
    primary key (departement, id),
    foreign key (departement, allocataire) references allocataires.allocataire,
    constraint une_reponse_est_datee check ((statut in ('RECUE', 'PROLONGEE')) = (statuee_le is null))
  );
  comment on table allocataires.demande_de_droits is 'Demandes d’une personne sur ses données (RGPD, articles 15 à 21) : quoi, quand, réponse due le, et réponse.';
  comment on column allocataires.demande_de_droits.valeur is 'Ce que la personne dit vrai ; jamais dans un événement.';
  create index demande_de_droits_personne on allocataires.demande_de_droits (departement, allocataire);
  create index demande_de_droits_ouverte on allocataires.demande_de_droits (departement, limite, id) where statut in ('RECUE', 'PROLONGEE', 'A_LA_SOURCE');
  create table allocataires.opposition (
    departement text not null,
    allocataire uuid not null,
    traitement text not null,
    depuis date not null,
    demande uuid not null,
    primary key (departement, allocataire, traitement),
    foreign key (departement, allocataire) references allocataires.allocataire,
    foreign key (departement, demande) references allocataires.demande_de_droits
  );
  comment on table allocataires.opposition is 'Oppositions acceptées : le traitement est arrêté pour cette personne.';
  create table allocataires.limitation (
    departement text not null,
    allocataire uuid not null,
    demande uuid not null,
    champs text[] not null,
    depuis date not null,
    primary key (departement, allocataire, demande),
    foreign key (departement, allocataire) references allocataires.allocataire,
    foreign key (departement, demande) references allocataires.demande_de_droits
  );
  comment on table allocataires.limitation is 'Données gardées sans être servies, sauf à qui répond à la personne (RGPD, article 18).';
  create table allocataires.export_personne (
    departement text not null,
    demande uuid not null,
    allocataire uuid not null,
    contenu bytea not null,
    empreinte_json text not null,
    empreinte_html text not null,
    fait_le timestamptz not null,
    expire_le timestamptz not null,
    primary key (departement, demande),
    foreign key (departement, allocataire) references allocataires.allocataire,
    foreign key (departement, demande) references allocataires.demande_de_droits
  );
  comment on table allocataires.export_personne is 'Fichiers préparés pour une demande d’accès, chiffrés, retirés à leur expiration.';`;

/** The row of a person says which of her data are limited: what reads it need not join. */
const LIMITEES = `
  alter table allocataires.allocataire add column limitees text[] not null default '{}';
  comment on column allocataires.allocataire.limitees is 'Champs gardés sans être servis : ceux des limitations en cours.';
  create function allocataires.poser_limitees() returns trigger language plpgsql security definer set search_path = '' as $$
  begin
    update allocataires.allocataire a set limitees = array(
      select distinct c.champ from allocataires.limitation l cross join lateral unnest(l.champs) as c (champ)
      where l.departement = a.departement and l.allocataire = a.id order by 1)
    where (a.departement, a.id) in (
      select old.departement, old.allocataire where tg_op <> 'INSERT' union select new.departement, new.allocataire where tg_op <> 'DELETE');
    return null;
  end $$;
  revoke all on function allocataires.poser_limitees() from public;
  create trigger limitees after insert or update or delete on allocataires.limitation for each row execute function allocataires.poser_limitees();`;
