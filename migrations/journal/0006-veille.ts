import type { MigrationInterface, QueryRunner } from "typeorm";

const ROLE = "unefois_veille";

const TABLES = `
  create unlogged table journal.personne_comptee (
    client text not null,
    cle uuid not null,
    poids smallint not null check (poids in (1, 2)),
    le timestamptz not null,
    primary key (client, cle)
  );
  create index personne_comptee_le on journal.personne_comptee (client, le);
  comment on table journal.personne_comptee is 'Personnes hors de son portefeuille et de son agenda que chaque client a lues depuis une heure. Vidée après l’heure ; perdue sans dommage : le journal dit tout.';

  create unlogged table journal.echec_authentification (
    source text not null,
    le timestamptz not null,
    nombre int not null,
    primary key (source, le)
  );
  comment on table journal.echec_authentification is 'Jetons refusés par origine (empreinte à clé d’une adresse) et par minute. Vidée après une heure.';

  create table journal.alerte (
    id uuid primary key default gen_random_uuid(),
    rang bigint generated always as identity,
    nature text not null check (nature in ('QUOTA_PERSONNES', 'HORS_HEURES', 'AUTHENTIFICATION', 'SECRET_VERROUILLE', 'ACCES_URGENCE', 'CLIENT_SUSPENDU')),
    gravite text not null check (gravite in ('INFORMATION', 'ATTENTION', 'GRAVE')),
    departement text,
    client text,
    agent text,
    organisme text,
    le timestamptz not null,
    details jsonb not null
  );
  comment on column journal.alerte.details is 'Nombres, codes et identifiants du hub : jamais une valeur d’une personne.';
  create index alerte_le on journal.alerte (le desc, id desc);
  create index alerte_client on journal.alerte (nature, client, le desc);

  create table journal.alerte_examen (
    alerte uuid primary key references journal.alerte,
    le timestamptz not null,
    client text not null,
    agent text,
    motif text not null check (length(motif) between 1 and 2000)
  );
  comment on table journal.alerte_examen is 'Qui a examiné une alerte, et ce qu’il en dit. L’alerte elle-même ne change jamais.';`;

/** Raises an alert, unless the same one was raised within \`p_silence\`. The event goes with it. Returns the alert, or null. */
const LEVER = `
  create function journal.lever_alerte(p_nature text, p_gravite text, p_departement text, p_client text, p_agent text, p_organisme text,
    p_le timestamptz, p_details jsonb, p_silence interval) returns uuid
  language plpgsql security definer set search_path = '' as $$
  declare nouvelle uuid;
  begin
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('alerte:' || p_nature || ':' || coalesce(p_client, p_details ->> 'reseau', ''), 0));
    if exists (select from journal.alerte a where a.nature = p_nature and a.client is not distinct from p_client
        and (p_client is not null or a.details ->> 'reseau' is not distinct from p_details ->> 'reseau')
        and a.le > p_le - p_silence and a.le <= p_le) then
      return null;
    end if;
    insert into journal.alerte (nature, gravite, departement, client, agent, organisme, le, details)
    values (p_nature, p_gravite, nullif(p_departement, '*'), p_client, p_agent, p_organisme, p_le, p_details) returning id into nouvelle;
    insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
    values ('AlerteLevee', nullif(p_departement, '*'), null,
      jsonb_build_object('alerte', nouvelle, 'nature', p_nature, 'gravite', p_gravite, 'client', p_client), p_le);
    return nouvelle;
  end $$;`;

/** Counts the people of an answer that is about to leave. One call does it all: what is outside the portfolio and the agenda, what is left of the
 * quota, the alert. Planned once a connection: planning its look at the perimeter costs a hundred times the look. A lock by client makes gateways and processes count one after the other; nothing is written when the portfolio explains all. */
const COMPTER = `
  create function journal.compter_personnes(p_client text, p_agent text, p_code_organisme text, p_quota int, p_le timestamptz, p_validite interval,
    p_departements text[], p_portee text, p_organisme text, p_aujourdhui date, p_referent text,
    p_vues uuid[], p_demandees uuid[], p_cherchees uuid[], p_inconnues int, p_silence interval)
  returns table (total int, ajout int, refusee boolean, libre_le timestamptz, alerte uuid)
  language plpgsql security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
  declare cles uuid[]; poids int[]; dedans int; nouveau int;
  begin
    with demande as (
      select d.id, bool_or(d.vue) as vue, bool_or(d.cherchee) as cherchee from (
        select unnest(p_vues) as id, true as vue, false as cherchee
        union all select unnest(p_demandees), false, false
        union all select unnest(p_cherchees), true, true
      ) d group by 1
    ), situee as (
      select d.id, d.vue, d.cherchee, p.connue, coalesce(p.suivie, false) or coalesce((
        select true from publie.agenda g where g.departement = any (p_departements) and g.allocataire = d.id and g.organisme = p_organisme
          and g.debut >= p_le - interval '30 days' limit 1), false) as suivie
      from demande d
      cross join lateral (
        select bool_or(true) as connue,
          bool_or(p.organisme = p_organisme and (p_referent is null or p.referent = p_referent) and not p.urgence
            and p.du <= p_aujourdhui and (p.au is null or p.au >= p_aujourdhui)) as suivie
        from publie.perimetre p where p.departement = any (p_departements) and p.allocataire = d.id) p
    ), pesee as (
      -- Asked for and not given: who is not of the caller's perimeter is unknown to her.
      select s.id, case when s.cherchee or s.connue is null or not (s.vue or p_portee = 'departement') then 2 else 1 end as poids
      from situee s where s.cherchee or not s.suivie
      union all select gen_random_uuid(), 2 from generate_series(1, p_inconnues)
    )
    select array_agg(p.id), array_agg(p.poids) into cles, poids from pesee p;
    if cles is null then
      return query select null::int, 0, false, null::timestamptz, null::uuid;
      return;
    end if;
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('personnes:' || p_client, 0));
    delete from journal.personne_comptee c where c.client = p_client and c.le <= p_le - p_validite;
    select coalesce(sum(c.poids), 0) into dedans from journal.personne_comptee c where c.client = p_client;
    select coalesce(sum(n.poids - coalesce(c.poids, 0)), 0) into nouveau
      from unnest(cles, poids) n (cle, poids) left join journal.personne_comptee c on c.client = p_client and c.cle = n.cle
      where n.poids > coalesce(c.poids, 0);
    if nouveau > 0 and dedans + nouveau > p_quota then
      return query select dedans, nouveau, true,
        (select min(f.le) + p_validite from (
          select c.le, sum(c.poids) over (order by c.le, c.cle) as parti from journal.personne_comptee c where c.client = p_client) f
          where f.parti >= dedans + nouveau - p_quota),
        journal.lever_alerte('QUOTA_PERSONNES', 'GRAVE', case when cardinality(p_departements) = 1 then p_departements[1] end,
          p_client, p_agent, p_code_organisme, p_le,
          jsonb_build_object('quota', p_quota, 'comptees', dedans, 'demandees', nouveau), p_silence);
      return;
    end if;
    insert into journal.personne_comptee as c (client, cle, poids, le)
      select p_client, n.cle, n.poids, p_le from unnest(cles, poids) n (cle, poids)
      on conflict (client, cle) do update set poids = greatest(c.poids, excluded.poids), le = greatest(c.le, excluded.le);
    return query select dedans + nouveau, nouveau, false, null::timestamptz, null::uuid;
  end $$;`;

const NOTER_ECHECS = `
  create function journal.noter_echecs(p_source text, p_le timestamptz, p_nombre int, p_fenetre interval) returns int
  language plpgsql security definer set search_path = '' as $$
  declare total int;
  begin
    insert into journal.echec_authentification as e (source, le, nombre) values (p_source, date_trunc('minute', p_le), p_nombre)
      on conflict (source, le) do update set nombre = e.nombre + excluded.nombre;
    select sum(e.nombre) into total from journal.echec_authentification e where e.source = p_source and e.le > p_le - p_fenetre;
    return total;
  end $$;`;

const FONCTIONS = [
  "lever_alerte(text, text, text, text, text, text, timestamptz, jsonb, interval)",
  "compter_personnes(text, text, text, int, timestamptz, interval, text[], text, text, date, text, uuid[], uuid[], uuid[], int, interval)",
  "noter_echecs(text, timestamptz, int, interval)",
];

/** The watch: who reads whom outside its portfolio, who fails to authenticate, and the alerts that it raises. Nobody touches these tables but by
 * three functions, which the role of the watch may call and which does nothing else. */
export class Veille1700000000006 implements MigrationInterface {
  name = "Veille1700000000006";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${ROLE}') then create role ${ROLE} nologin; end if;
      exception when duplicate_object or unique_violation then null; end $$;
      grant ${ROLE} to current_user;
      grant usage on schema journal to ${ROLE};
      ${TABLES} ${LEVER} ${COMPTER} ${NOTER_ECHECS}
      ${FONCTIONS.map((f) => `revoke all on function journal.${f} from public; grant execute on function journal.${f} to ${ROLE};`).join("\n")}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${FONCTIONS.map((f) => `drop function journal.${f};`).join("\n")}
      drop table journal.alerte_examen, journal.alerte, journal.echec_authentification, journal.personne_comptee;
      drop owned by ${ROLE};
      do $$ begin drop role ${ROLE}; exception when dependent_objects_still_exist then null; end $$;`);
  }
}
