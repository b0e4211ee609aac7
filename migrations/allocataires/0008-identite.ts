import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";
import { departementsSql } from "../../subgraphs/shared/perimetre";

const PARTICULES = "D|DE|DU|DES|L|LE|LA|LES|DA|DO|DOS|DAS|DI|DEL|DELLA|EL|AL|BEN|BENT|BIN|IBN|OULD|OULED|AIT|ABOU|ABU|VAN|VON|DEN|DER|TEN";

/** Blocking by sound, scores shown with a rapprochement, merges with their full log, and people told apart for good. */
export class Identite1700000000108 implements MigrationInterface {
  name = "Identite1700000000108";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BLOCAGE);
    await runner.query(FUSIONS);
    for (const table of ["fusion", "identite_distincte"])
      await runner.query(policySql({ schema: "allocataires", table, allocataire: "allocataire" }));
    await runner.query(`
      alter table allocataires.fusion_ligne enable row level security;
      create policy perimetre on allocataires.fusion_ligne for all to unefois_allocataires using (departement = any ${departementsSql}
        and (select true from allocataires.fusion f where f.departement = fusion_ligne.departement and f.id = fusion_ligne.fusion));
      grant select, insert, update on allocataires.fusion to unefois_allocataires;
      grant select, insert on allocataires.fusion_ligne, allocataires.identite_distincte to unefois_allocataires;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table allocataires.identite_distincte, allocataires.fusion_ligne, allocataires.fusion;
      drop index allocataires.rapprochement_allocataire, allocataires.rapprochement_a_traiter;
      alter table allocataires.rapprochement drop column scores;
      drop index allocataires.identifiant_france_travail, allocataires.allocataire_cle_du_nom;
      drop function allocataires.cle_du_nom(text, text), allocataires.phonetique(text), allocataires.nom_normalise(text);`);
  }
}

const BLOCAGE = `
  create function allocataires.nom_normalise(texte text) returns text language sql immutable parallel safe as $$
    select trim(regexp_replace(upper(case when texte ~ '^[ -~]*$' then texte else regexp_replace(normalize(
      translate(replace(replace(replace(replace(replace(texte, 'Œ', 'OE'), 'œ', 'OE'), 'Æ', 'AE'), 'æ', 'AE'), 'ß', 'SS'), 'ØøŁłĐđı’', 'OOLLDDI'''),
      nfd), '[\\u0300-\\u036f]', '', 'g') end), '[^A-Z0-9]+', ' ', 'g'))
  $$;
  comment on function allocataires.nom_normalise is 'Capitales sans accents, mots séparés d’un espace ; normaliser (identite/nom.ts) en est le double, un test les compare.';
  create function allocataires.phonetique(texte text) returns text[] language sql immutable parallel safe as $$
    select case when m.mots = '' then '{}' else array_replace((string_to_array(' ' || regexp_replace(translate(
      replace(replace(replace(replace(replace(replace(replace(replace(
        regexp_replace(m.mots, '[DTSXZ]+(?= |$)', '', 'g'),
        'PH', 'F'), 'SCH', 'J'), 'CH', 'J'), 'SH', 'J'), 'GN', 'N'), 'CE', 'SE'), 'CI', 'SI'), 'CY', 'SI'),
      'BPCKQDTGJLMNRSXZFVAEIOUYHW0123456789', 'PPKKKTTJJLNNRSSSFF'), '([A-Z])\\1+', '\\1', 'g'), ' '))[2:], '', '-') end
    from (select allocataires.nom_normalise(texte) as tout) n
    cross join lateral (
      select coalesce(nullif(trim(regexp_replace(n.tout, '\\m(${PARTICULES})\\M *', '', 'g')), ''), n.tout) as mots
    ) m
  $$;
  comment on function allocataires.phonetique is 'Squelette de consonnes de chaque mot, particules à part ; phonetique (identite/phonetique.ts) en est le double, un test les compare.';
  -- plpgsql: a function in SQL would be inlined when a view on the table is planned, and the roles of the other subgraphs have no usage of this schema.
  create function allocataires.cle_du_nom(nom text, prenom text) returns text language plpgsql immutable parallel safe as $$
  begin
    return (select case when k.a collate "C" < k.b collate "C" then k.a || '/' || k.b else k.b || '/' || k.a end
      from (select coalesce((allocataires.phonetique(nom))[1], '-') as a, coalesce((allocataires.phonetique(prenom))[1], '-') as b) k);
  end $$;
  comment on function allocataires.cle_du_nom is 'Premiers codes du nom et du prénom, dans l’ordre alphabétique : l’un écrit pour l’autre tombe dans le même bloc.';
  create index allocataire_cle_du_nom on allocataires.allocataire (departement, allocataires.cle_du_nom(nom, prenoms[1]), date_naissance);
  create index identifiant_france_travail on allocataires.identifiant (departement, right(valeur, 8)) where type = 'NUMERO_FRANCE_TRAVAIL';

  alter table allocataires.rapprochement add column scores jsonb not null default '[]';
  comment on column allocataires.rapprochement.scores is 'Par candidat : allocataire, score de 0 à 100, raisons. allocataire : la fiche créée en attendant, puis la personne retenue.';
  create index rapprochement_a_traiter on allocataires.rapprochement (departement, cree_le, id) where statut = 'A_TRAITER';
  create index rapprochement_allocataire on allocataires.rapprochement (departement, allocataire) where allocataire is not null;`;

const FUSIONS = `
  create table allocataires.fusion (
    departement text not null,
    id uuid not null default gen_random_uuid(),
    allocataire uuid not null,
    fusionnee uuid not null,
    rapprochement uuid,
    motif text,
    dossiers uuid[] not null default '{}',
    decidee_le timestamptz not null,
    decidee_par text not null,
    separee_le timestamptz,
    separee_par text,
    separation_motif text,
    primary key (departement, id),
    foreign key (departement, allocataire) references allocataires.allocataire,
    foreign key (departement, fusionnee) references allocataires.allocataire,
    constraint une_personne_ne_fusionne_pas_avec_elle_meme check (allocataire <> fusionnee)
  );
  comment on table allocataires.fusion is 'Deux fiches d’une même personne réunies : fusionnee renvoie désormais à allocataire, jusqu’à la séparation.';
  comment on column allocataires.fusion.dossiers is 'Dossiers que les flux ne disaient que de fusionnee : ce qu’ils en disent ensuite lui revient à la séparation.';
  create unique index une_fusion_en_cours_par_fiche on allocataires.fusion (departement, fusionnee) where separee_le is null;
  create index fusion_allocataire on allocataires.fusion (departement, allocataire);
  create table allocataires.fusion_ligne (
    departement text not null,
    fusion uuid not null,
    rang int not null generated always as identity,
    nom_table text not null,
    cle jsonb not null,
    avant jsonb not null,
    apres jsonb not null,
    primary key (departement, fusion, rang),
    foreign key (departement, fusion) references allocataires.fusion
  );
  comment on table allocataires.fusion_ligne is 'Chaque ligne que la fusion a changée : sa clé, et les colonnes avant et après. La séparation les rejoue à l’envers.';
  create table allocataires.identite_distincte (
    departement text not null,
    allocataire uuid not null,
    autre uuid not null,
    le timestamptz not null,
    par text not null,
    primary key (departement, allocataire, autre),
    foreign key (departement, allocataire) references allocataires.allocataire,
    foreign key (departement, autre) references allocataires.allocataire,
    constraint la_plus_petite_d_abord check (allocataire < autre)
  );
  comment on table allocataires.identite_distincte is 'Un professionnel a dit que ce sont deux personnes : la paire n’est plus proposée.';
  create index identite_distincte_autre on allocataires.identite_distincte (departement, autre);`;
