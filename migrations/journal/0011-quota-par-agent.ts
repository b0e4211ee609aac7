import type { MigrationInterface, QueryRunner } from "typeorm";

const ROLE = "unefois_veille";

/** @param memes what else two alerts share, for the second to be hushed. */
const lever = (memes: string) => `
  create or replace function journal.lever_alerte(p_nature text, p_gravite text, p_departement text, p_client text, p_agent text, p_organisme text,
    p_le timestamptz, p_details jsonb, p_silence interval) returns uuid
  language plpgsql security definer set search_path = '' as $$
  declare nouvelle uuid;
  begin
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('alerte:' || p_nature || ':' || coalesce(p_client, p_details ->> 'reseau', ''), 0));
    if exists (select from journal.alerte a where a.nature = p_nature and a.client is not distinct from p_client
        and (p_client is not null or a.details ->> 'reseau' is not distinct from p_details ->> 'reseau')${memes}
        and a.le > p_le - p_silence and a.le < p_le + p_silence) then
      return null;
    end if;
    insert into journal.alerte (nature, gravite, departement, client, agent, organisme, le, details)
    values (p_nature, p_gravite, nullif(p_departement, '*'), p_client, p_agent, p_organisme, p_le, p_details) returning id into nouvelle;
    insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
    values ('AlerteLevee', nullif(p_departement, '*'), null,
      jsonb_build_object('alerte', nouvelle, 'nature', p_nature, 'gravite', p_gravite, 'client', p_client), p_le);
    return nouvelle;
  end $$;`;
/** Two agents of one client are two alerts; what stops the whole client is one, whoever met it. */
const UN_AGENT = `
        and (p_details ->> 'compte' is distinct from 'AGENT' or a.agent is not distinct from p_agent)
        and a.details ->> 'compte' is not distinct from p_details ->> 'compte'`;

/** Counts the people of an answer that is about to leave, for the client (agent '') and for its agent: one call, one lock by client. Neither the portfolio,
 * nor the agenda, nor whom an emergency access opens to this client and agent weigh anything. */
const COMPTER = `
  create function journal.compter_personnes(p_client text, p_agent text, p_code_organisme text, p_quota int, p_quota_agent int, p_le timestamptz,
    p_validite interval, p_departements text[], p_portee text, p_organisme text, p_aujourdhui date, p_referent text,
    p_vues uuid[], p_demandees uuid[], p_cherchees uuid[], p_inconnues int, p_silence interval)
  returns table (total int, total_agent int, ajout int, refusee boolean, par_agent boolean, libre_le timestamptz, alerte uuid)
  language plpgsql security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
  declare cles uuid[]; poids int[]; compte record; dedans int; dedans_agent int; plus int := 0;
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
          and g.debut >= p_le - interval '30 days' limit 1), false) or coalesce((
        select true from journal.acces_urgence u where u.departement = any (p_departements) and u.allocataire = any (d.id || p.canoniques)
          and u.client = p_client and u.agent is not distinct from p_agent and u.ferme_le is null
          and u.ouvert_le <= p_le and u.expire_le > p_le limit 1), false) as suivie
      from demande d
      cross join lateral (
        select bool_or(true) as connue, array_agg(p.canonique) as canoniques,
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
      return query select null::int, null::int, 0, false, false, null::timestamptz, null::uuid;
      return;
    end if;
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('personnes:' || p_client, 0));
    delete from journal.personne_comptee c where c.client = p_client and c.le <= p_le - p_validite;
    -- The agent first: her own stop is told before that of her client.
    for compte in
      select k.agent, k.quota, coalesce(d.dedans, 0)::int as dedans, coalesce(n.nouveau, 0)::int as nouveau
      from (values (1, p_agent, p_quota_agent), (2, '', p_quota)) k (rang, agent, quota)
      cross join lateral (select sum(c.poids) as dedans from journal.personne_comptee c where c.client = p_client and c.agent = k.agent) d
      cross join lateral (select sum(n.poids - coalesce(c.poids, 0)) as nouveau from unnest(cles, poids) n (cle, poids)
        left join journal.personne_comptee c on c.client = p_client and c.agent = k.agent and c.cle = n.cle
        where n.poids > coalesce(c.poids, 0)) n
      where k.agent is not null
      order by k.rang
    loop
      if compte.nouveau > 0 and compte.dedans + compte.nouveau > compte.quota then
        return query select compte.dedans, null::int, compte.nouveau, true, compte.agent <> '',
          (select min(f.le) + p_validite from (
            select c.le, sum(c.poids) over (order by c.le, c.cle) as parti from journal.personne_comptee c
            where c.client = p_client and c.agent = compte.agent) f
            where f.parti >= compte.dedans + compte.nouveau - compte.quota),
          journal.lever_alerte('QUOTA_PERSONNES', 'GRAVE', case when cardinality(p_departements) = 1 then p_departements[1] end,
            p_client, p_agent, p_code_organisme, p_le,
            jsonb_build_object('quota', compte.quota, 'comptees', compte.dedans, 'demandees', compte.nouveau,
              'compte', case when compte.agent <> '' then 'AGENT' else 'CLIENT' end), p_silence);
        return;
      end if;
      plus := greatest(plus, compte.nouveau);
      if compte.agent <> '' then dedans_agent := compte.dedans + compte.nouveau; else dedans := compte.dedans + compte.nouveau; end if;
    end loop;
    insert into journal.personne_comptee as c (client, agent, cle, poids, le)
      select p_client, k.agent, n.cle, n.poids, p_le from unnest(cles, poids) n (cle, poids)
      cross join (values (p_agent), ('')) k (agent) where k.agent is not null
      on conflict (client, agent, cle) do update set poids = greatest(c.poids, excluded.poids), le = greatest(c.le, excluded.le);
    return query select dedans, dedans_agent, plus, false, false, null::timestamptz, null::uuid;
  end $$;`;

/** Whether nobody more may be read. */
const ATTEINT = `
  create function journal.quota_atteint(p_client text, p_agent text, p_quota int, p_quota_agent int, p_le timestamptz, p_validite interval) returns boolean
  language sql security definer set search_path = '' as $$
    select coalesce(sum(c.poids) filter (where c.agent = ''), 0) >= p_quota
      or (p_agent is not null and coalesce(sum(c.poids) filter (where c.agent = p_agent), 0) >= p_quota_agent)
    from journal.personne_comptee c where c.client = p_client and c.le > p_le - p_validite
  $$;`;

/** As 0006 wrote it. */
const COMPTER_SANS_AGENT = `
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

const AVANT =
  "compter_personnes(text, text, text, int, timestamptz, interval, text[], text, text, date, text, uuid[], uuid[], uuid[], int, interval)";
const APRES =
  "compter_personnes(text, text, text, int, int, timestamptz, interval, text[], text, text, date, text, uuid[], uuid[], uuid[], int, interval)";
const QUOTA_ATTEINT = "quota_atteint(text, text, int, int, timestamptz, interval)";
const ouverte = (f: string) => `revoke all on function journal.${f} from public; grant execute on function journal.${f} to ${ROLE};`;

/** A quota by agent too: one account behind a client of twenty thousand people no longer sweeps twenty thousand. And an emergency is never stopped by a
 * quota: whom it opens is of the portfolio while it lasts. */
export class QuotaParAgent1700000000011 implements MigrationInterface {
  name = "QuotaParAgent1700000000011";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table journal.personne_comptee add column agent text not null default '';
      alter table journal.personne_comptee drop constraint personne_comptee_pkey, add primary key (client, agent, cle);
      drop index journal.personne_comptee_le;
      create index personne_comptee_le on journal.personne_comptee (client, agent, le);
      comment on column journal.personne_comptee.agent is 'Code de l’agent dont c’est le compte ; vide : le compte du client entier.';
      drop function journal.${AVANT};
      ${COMPTER} ${ATTEINT} ${lever(UN_AGENT)} ${ouverte(APRES)} ${ouverte(QUOTA_ATTEINT)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function journal.${APRES};
      drop function journal.${QUOTA_ATTEINT};
      delete from journal.personne_comptee where agent <> '';
      alter table journal.personne_comptee drop constraint personne_comptee_pkey, drop column agent, add primary key (client, cle);
      create index personne_comptee_le on journal.personne_comptee (client, le);
      ${COMPTER_SANS_AGENT} ${lever("")} ${ouverte(AVANT)}`);
  }
}
