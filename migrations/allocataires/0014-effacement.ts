import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";

/** Deletes rows and, first, all that refers to them: whatever table a later migration adds is followed by its foreign key. */
const EFFACER_LIGNES = `
  create function allocataires.effacer_lignes(cible regclass, condition text) returns bigint
  language plpgsql security definer set search_path = '' as $$
  declare lien record; total bigint := 0; n bigint;
  begin
    for lien in
      select c.conrelid::regclass as fille,
        (select string_agg(quote_ident(a.attname), ', ' order by k.ordre) from unnest(c.conkey) with ordinality k (numero, ordre)
          join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.numero) as cles,
        (select string_agg(quote_ident(a.attname), ', ' order by k.ordre) from unnest(c.confkey) with ordinality k (numero, ordre)
          join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.numero) as visees
      from pg_catalog.pg_constraint c where c.contype = 'f' and c.confrelid = cible and c.conrelid <> cible
    loop
      total := total + allocataires.effacer_lignes(lien.fille, format('(%s) in (select %s from %s where %s)', lien.cles, lien.visees, cible, condition));
    end loop;
    execute format('delete from %s where %s', cible, condition);
    get diagnostics n = row_count;
    return total + n;
  end $$;`;

/** One person, with the fiches merged into her: all that names her in this schema. Her foyer stays for the others; a dossier left without anyone goes. */
const EFFACER = `
  create function allocataires.effacer(le_departement text, personne uuid, le timestamptz) returns bigint
  language plpgsql security definer set search_path = '' as $$
  declare fiches uuid[]; dossiers uuid[]; numeros text[]; nirs bytea[]; cible regclass; total bigint := 0;
  begin
    if le_departement <> all (string_to_array(nullif(current_setting('unefois.departements', true), ''), ',')) then
      raise exception 'Effacement hors du département.';
    end if;
    fiches := array(select a.id from allocataires.allocataire a where a.departement = le_departement and personne in (a.id, a.canonique));
    dossiers := array(
      select m.dossier from allocataires.membre m where m.departement = le_departement and m.allocataire = any (fiches)
      union select k.dossier from allocataires.contenu_personne k where k.departement = le_departement and k.allocataire = any (fiches));
    numeros := array(select d.numero_demande from allocataires.dossier d where d.departement = le_departement and d.id = any (dossiers));
    nirs := array(
      select i.empreinte from allocataires.identifiant i where i.departement = le_departement and i.allocataire = any (fiches) and i.empreinte is not null
      union select k.nir_empreinte from allocataires.contenu_personne k
        where k.departement = le_departement and k.allocataire = any (fiches) and k.nir_empreinte is not null);
    update allocataires.dossier d set matricule_chiffre = null where d.departement = le_departement and d.id = any (dossiers) and exists (
      select from allocataires.contenu_dossier c where c.departement = d.departement and c.dossier = d.id and c.matricule_empreinte = any (nirs));
    update allocataires.contenu_dossier c set matricule_chiffre = null, matricule_empreinte = null
      where c.departement = le_departement and c.dossier = any (dossiers) and c.matricule_empreinte = any (nirs);
    update allocataires.rejet r set original = '', rejoue_le = coalesce(r.rejoue_le, le), resultat = coalesce(r.resultat, 'REJETE')
      where r.departement = le_departement and r.cle = any (numeros);
    update allocataires.rapprochement r set candidats = array(select c from unnest(r.candidats) c where c <> all (fiches))
      where r.departement = le_departement and r.candidats && fiches;
    delete from allocataires.rapprochement r where r.departement = le_departement and r.allocataire is null and r.candidats = '{}';
    for cible in
      select c.oid::regclass from pg_catalog.pg_class c
      join pg_catalog.pg_attribute d on d.attrelid = c.oid and d.attname = 'departement'
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'allocataire' and a.atttypid = 'uuid'::regtype
      where c.relnamespace = 'allocataires'::regnamespace and c.relkind = 'r'
    loop
      total := total + allocataires.effacer_lignes(cible, format('departement = %L and allocataire = any (%L::uuid[])', le_departement, fiches));
    end loop;
    total := total + allocataires.effacer_lignes('allocataires.allocataire', format('departement = %L and id = any (%L::uuid[])', le_departement, fiches));
    dossiers := array(select d.id from allocataires.dossier d where d.departement = le_departement and d.id = any (dossiers)
      and not exists (select from allocataires.membre m where m.departement = d.departement and m.dossier = d.id)
      and not exists (select from allocataires.contenu_personne k where k.departement = d.departement and k.dossier = d.id));
    return total + allocataires.effacer_lignes('allocataires.dossier', format('departement = %L and id = any (%L::uuid[])', le_departement, dossiers));
  end $$;`;

/** Erasure, what remains of it (no datum of the person: keyed hashes), and how long people are kept, as data. */
export class Effacement1700000000114 implements MigrationInterface {
  name = "Effacement1700000000114";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allocataires.effacement (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        motif text not null check (motif in ('DEMANDE_DE_LA_PERSONNE', 'COLLECTE_ERRONEE', 'CONSERVATION_ECHUE')),
        efface_le timestamptz not null,
        par text,
        lignes int not null,
        leve_le timestamptz,
        leve_motif text,
        primary key (departement, id)
      );
      comment on table allocataires.effacement is 'Une personne a été effacée, ce jour, pour ce motif. Rien d’elle n’y est : empreinte_effacee n’a que des empreintes à clé.';
      create table allocataires.empreinte_effacee (
        departement text not null,
        effacement uuid not null,
        type text not null check (type in ('NIR', 'ETAT_CIVIL', 'DOSSIER')),
        empreinte bytea not null,
        primary key (departement, effacement, type, empreinte),
        foreign key (departement, effacement) references allocataires.effacement
      );
      comment on table allocataires.empreinte_effacee is 'HMAC du NIR, de l’état civil (nom, prénom, date de naissance) et du dossier (numéro, date de naissance) : le flux qui la ferait revenir est reconnu, sans la clé personne ne l’est.';
      ${policySql({ schema: "allocataires", table: "effacement", allocataire: null })}
      ${policySql({ schema: "allocataires", table: "empreinte_effacee", allocataire: null })}
      grant select, insert on allocataires.effacement, allocataires.empreinte_effacee to unefois_allocataires;

      create table allocataires.conservation (
        departement text primary key,
        mois int not null check (mois > 0),
        motif text not null,
        source text not null
      );
      comment on table allocataires.conservation is 'Combien de mois une personne est gardée après le dernier fait qui la concerne, droits clos ; la règle d’un département passe avant celle de tous (*).';
      insert into allocataires.conservation values ('*', 24, 'Vingt-quatre mois après le dernier droit clos, la sortie ou le dernier acte.',
        'RGPD, article 5, 1, e ; durée à confirmer par le délégué à la protection des données de chaque département');
      grant select on allocataires.conservation to unefois_allocataires;
      ${EFFACER_LIGNES}
      ${EFFACER}
      revoke all on function allocataires.effacer_lignes(regclass, text), allocataires.effacer(text, uuid, timestamptz) from public;
      grant execute on function allocataires.effacer(text, uuid, timestamptz) to unefois_allocataires;

      create view publie.personne_effacee (id, position, type, departement, allocataire, donnees, survenu_le) as
        select id, position, type, departement, allocataire, donnees, survenu_le from journal.evenement where type = 'PersonneEffacee';
      comment on view publie.personne_effacee is 'Les événements PersonneEffacee, et eux seuls : ce que suivent les sous-graphes qui ne lisent pas le journal.';
      grant select on publie.personne_effacee to unefois_allocataires;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop view publie.personne_effacee;
      drop function allocataires.effacer(text, uuid, timestamptz), allocataires.effacer_lignes(regclass, text);
      drop table allocataires.conservation, allocataires.empreinte_effacee, allocataires.effacement;`);
  }
}
