import type { MigrationInterface, QueryRunner } from "typeorm";
import { parcoursLocalTable } from "../../subgraphs/shared/contrat/parcours-local";
import { createSchemaSql, dropSchemaSql } from "../../subgraphs/shared/migrations";

/** Fields that a structure and a service of data·inclusion v1 share. */
const LIEU_SQL = `commune text, code_postal text, code_insee text, adresse text, complement_adresse text,
        longitude double precision, latitude double precision, telephone text, courriel text, horaires_accueil text`;
const RECEPTION_SQL = "extra jsonb not null default '{}', empreinte bytea, recue_le timestamptz not null";

/** The catalogue: structures and offers of data·inclusion (public) and of the PDIE (of one département), and what makes them quick to find. */
export class Catalogue1700000000201 implements MigrationInterface {
  name = "Catalogue1700000000201";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${createSchemaSql("offre_insertion")}
      ${parcoursLocalTable("offre_insertion")};

      create table offre_insertion.structure (
        id text primary key,
        departement text,
        source text not null,
        nom text not null,
        date_maj date not null,
        description text,
        lien_source text,
        siret text,
        ${LIEU_SQL},
        site_web text,
        accessibilite_lieu text,
        reseaux_porteurs text[],
        ${RECEPTION_SQL}
      );
      comment on column offre_insertion.structure.departement is 'Null : catalogue national, public. Sinon la ligne appartient à un département.';
      comment on column offre_insertion.structure.extra is 'Champs reçus que le schéma v1 ne nomme pas.';
      create index structure_siret on offre_insertion.structure (siret) where siret is not null;

      create table offre_insertion.service (
        id text primary key,
        departement text,
        structure text not null references offre_insertion.structure,
        source text not null,
        origine text not null default 'DATA_INCLUSION',
        nom text not null,
        description text not null,
        date_maj date not null,
        lien_source text,
        type text,
        thematiques text[],
        frais text,
        frais_precisions text,
        publics text[],
        publics_precisions text,
        conditions_acces text,
        ${LIEU_SQL},
        contact_nom_prenom text,
        modes_accueil text[],
        zone_eligibilite text[],
        lien_mobilisation text,
        modes_mobilisation text[],
        mobilisable_par text[],
        mobilisation_precisions text,
        volume_horaire_hebdomadaire double precision,
        nombre_semaines int,
        mode text,
        dispositif text,
        score_qualite double precision not null default 0,
        cles text[] not null default '{}',
        zones text[] not null default '{france}',
        zones_proposition text[] not null default '{france}',
        ages int not null default 7,
        public_a_verifier boolean not null default false,
        ${RECEPTION_SQL}
      );
      comment on column offre_insertion.service.score_qualite is 'De 0 à 1 : moyenne des critères applicables de data·inclusion, au jour de l’import.';
      comment on column offre_insertion.service.cles is 'Freins que l’offre aide à lever (en capitales) et catégories de ses thématiques.';
      comment on column offre_insertion.service.zones is 'Zone d’éligibilité : communes, départements, EPCI, « france » (aussi quand elle n’est pas donnée).';
      comment on column offre_insertion.service.zones_proposition is 'Zones où l’offre est proposée : une offre nationale en présentiel seulement l’est autour de son lieu.';
      comment on column offre_insertion.service.ages is 'Classes d’âge visées : 1 jeunes, 2 adultes, 4 séniors (somme).';
      comment on column offre_insertion.service.public_a_verifier is 'Vrai : l’offre vise un public que les critères de la personne ne disent pas.';
      create index service_tri on offre_insertion.service (score_qualite desc, id);
      create index service_structure on offre_insertion.service (structure);

      create table offre_insertion.recherche (offre text primary key references offre_insertion.service, mots tsvector not null);
      comment on table offre_insertion.recherche is 'Mots sans accents des offres. Sans règle de ligne, pour que l’index serve ; lue jointe à service, qui en a une.';
      create index recherche_mots on offre_insertion.recherche using gin (mots);

      create table offre_insertion.proposition (
        cle text not null,
        zone text not null,
        qualite double precision not null,
        offre text not null,
        departement text,
        ages int not null
      );
      comment on table offre_insertion.proposition is 'Offre × frein (ou catégorie) × zone, calculée à l’import : les N meilleures se lisent dans l’index.';
      create unique index proposition_tri on offre_insertion.proposition (cle, zone, qualite desc, offre);
      create index proposition_offre on offre_insertion.proposition (offre);

      create table offre_insertion.position_commune (code_insee text primary key, longitude double precision not null, latitude double precision not null);
      comment on table offre_insertion.position_commune is 'Position d’une commune, estimée par la moyenne des lieux du catalogue qui s’y trouvent.';

      create table offre_insertion.pdie (
        offre text primary key references offre_insertion.service,
        departement text not null,
        fiche_action text,
        parcours text[] not null default '{}',
        places_financees int check (places_financees >= 0),
        places_occupees int not null default 0,
        cout_unitaire_centimes int,
        financeurs jsonb not null default '[]',
        compte_dans_les_15_heures boolean not null default false,
        constraint pas_plus_que_les_places_financees check (places_occupees between 0 and coalesce(places_financees, places_occupees))
      );
      comment on column offre_insertion.pdie.financeurs is '[{nom, montantCentimes, exercice}]';
      create table offre_insertion.session (
        id uuid primary key default gen_random_uuid(),
        offre text not null references offre_insertion.service,
        departement text,
        debut timestamptz not null,
        fin timestamptz,
        lieu text,
        capacite int check (capacite >= 0),
        inscrits int not null default 0,
        constraint pas_plus_que_la_capacite check (inscrits between 0 and coalesce(capacite, inscrits)),
        constraint une_session_finit_apres_son_debut check (fin > debut)
      );
      create index session_offre on offre_insertion.session (offre, debut);

      create table offre_insertion.rejet (
        id uuid primary key default gen_random_uuid(),
        departement text,
        objet text not null default 'DATA_INCLUSION',
        nature text not null,
        cle text not null,
        code text not null,
        message text not null,
        defauts jsonb not null,
        original text not null,
        empreinte bytea not null,
        fichier text not null,
        ligne int not null,
        cree_le timestamptz not null,
        rejoue_le timestamptz,
        resultat text
      );
      comment on column offre_insertion.rejet.nature is 'structure ou service';
      comment on column offre_insertion.rejet.resultat is 'APPLIQUE, REJETE (rejoué, toujours en attente) ou IGNORE (doublon : la fiche suivante compte).';
      create unique index un_rejet_par_enregistrement on offre_insertion.rejet (nature, empreinte);
    `);
    await this.functions(runner);
  }

  private async functions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function offre_insertion.sans_accents(texte text) returns text language sql immutable parallel safe as $$
        select regexp_replace(translate(replace(replace(lower(normalize(texte, NFC)), 'œ', 'oe'), 'æ', 'ae'),
          'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'), '[^a-z0-9]+', ' ', 'g')
      $$;
      create function offre_insertion.distance_km(longitude1 double precision, latitude1 double precision, longitude2 double precision, latitude2 double precision)
        returns double precision language sql immutable parallel safe as $$
        select 12742 * asin(least(1, sqrt(power(sin(radians(latitude2 - latitude1) / 2), 2)
          + cos(radians(latitude1)) * cos(radians(latitude2)) * power(sin(radians(longitude2 - longitude1) / 2), 2))))
      $$;
      create function offre_insertion.indexer(offres text[]) returns void language sql as $$
        delete from offre_insertion.proposition where offre = any(offres);
        insert into offre_insertion.proposition (cle, zone, qualite, offre, departement, ages)
          select distinct cle, zone, s.score_qualite * case when s.public_a_verifier then 0.6 else 1 end, s.id, s.departement, s.ages
          from offre_insertion.service s, unnest(s.cles) cle, unnest(s.zones_proposition) zone where s.id = any(offres);
        insert into offre_insertion.recherche (offre, mots)
          select s.id, to_tsvector('simple', offre_insertion.sans_accents(
            concat_ws(' ', s.nom, t.nom, s.commune, array_to_string(s.thematiques, ' '), array_to_string(s.publics, ' '), s.description)))
          from offre_insertion.service s join offre_insertion.structure t on t.id = s.structure where s.id = any(offres)
          on conflict (offre) do update set mots = excluded.mots;
      $$;
      comment on function offre_insertion.indexer is 'Recalcule la recherche et les propositions de ces offres. À appeler par tout import qui écrit dans service.';
      create function offre_insertion.situer_communes() returns void language sql as $$
        insert into offre_insertion.position_commune as p (code_insee, longitude, latitude)
          select code_insee, avg(longitude), avg(latitude) from (
            select code_insee, longitude, latitude from offre_insertion.structure union all select code_insee, longitude, latitude from offre_insertion.service
          ) lieu where code_insee is not null and longitude is not null and latitude is not null group by code_insee
          on conflict (code_insee) do update set longitude = excluded.longitude, latitude = excluded.latitude
          where (p.longitude, p.latitude) is distinct from (excluded.longitude, excluded.latitude);
      $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropSchemaSql("offre_insertion"));
  }
}
