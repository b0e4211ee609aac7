import type { MigrationInterface, QueryRunner } from "typeorm";

const ROLE = "unefois_veille";
const SIGNATURE = "inscrire_refus(jsonb)";
const AVANT =
  "id rang operation operation_nom requete sous_graphe le departement client agent organisme finalite allocataires champs nature";

const immuable = (colonnes: string) => {
  const differe = (une: string) =>
    colonnes
      .split(" ")
      .map((c) => `${une}.${c}`)
      .join(", ");
  return `
    drop trigger consultation_immuable on journal.consultation;
    create trigger consultation_immuable before update on journal.consultation for each row
      when ((${differe("old")}) is distinct from (${differe("new")}) or old.position is not null and old.position is distinct from new.position)
      execute function journal.refuser_modification();`;
};

/** Writes refusals. A row names those who were asked for and exist, out of the caller's reach when the refusal is one of perimeter (\`portee\` is given) and
 * whatever they are otherwise; a refusal of perimeter that concerns nobody out of reach is not one. The same work for who exists and who does not. */
const INSCRIRE = `
  create function journal.inscrire_refus(p_refus jsonb) returns int
  language plpgsql security definer set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
  declare inscrites int;
  begin
    with demande as materialized (
      select d.* from jsonb_to_recordset(p_refus) as d (id uuid, operation uuid, operation_nom text, requete text, sous_graphe text, le timestamptz,
        departement text, client text, agent text, organisme text, finalite text, champs text[], motif text, nombre int, demandees uuid[], numeros jsonb,
        departements text[], portee text, organisme_id text, referent text, aujourdhui date)
    ), territoire as materialized (
      select array_agg(distinct o.departement) as departements from publie.organisme o
    ), nommee as (
      select d.id, u.personne, false as par_numero from demande d cross join lateral unnest(d.demandees) u (personne)
      union all
      select d.id, publie.personne_du_numero(d.departements, n.type, n.valeurs, array(select decode(e, 'hex') from unnest(n.empreintes) e), n.naissance), true
      from demande d cross join lateral jsonb_to_recordset(d.numeros) as n (type text, valeurs text[], empreintes text[], naissance date)
    ), situee as materialized (
      select d.id, p.canonique, n.par_numero = false and coalesce(p.dedans, false) or n.par_numero = false and exists (
        select from journal.acces_urgence u where u.departement = any (d.departements) and u.allocataire in (n.personne, p.canonique) and u.client = d.client
          and u.agent is not distinct from d.agent and u.ouvert_le <= d.le and coalesce(u.ferme_le, u.expire_le) > d.le) as dedans
      from nommee n join demande d on d.id = n.id
      cross join lateral (
        select min(p.canonique::text)::uuid as canonique, bool_or(p.departement = any (d.departements) and (d.portee = 'departement'
          or p.organisme = d.organisme_id and (d.portee = 'organisme' or d.portee = 'referent' and p.referent = d.referent)
            and p.du <= d.aujourdhui and (p.au is null or p.au >= d.aujourdhui))) as dedans
        from publie.perimetre p where p.departement = any ((select t.departements from territoire t)::text[]) and p.allocataire = n.personne) p
    )
    insert into journal.consultation (id, operation, operation_nom, requete, sous_graphe, le, departement, client, agent, organisme, finalite, allocataires,
      champs, nature, motif, nombre)
    select d.id, d.operation, d.operation_nom, d.requete, d.sous_graphe, d.le, d.departement, d.client, d.agent, d.organisme, d.finalite,
      array(select distinct s.canonique from situee s where s.id = d.id and s.canonique is not null and (d.portee is null or not s.dedans) order by 1),
      d.champs, 'REFUS', d.motif, d.nombre
    from demande d
    where d.portee is null or exists (select from situee s where s.id = d.id and not s.dedans)
    on conflict (id) do nothing;
    get diagnostics inscrites = row_count;
    return inscrites;
  end $$;
  revoke all on function journal.${SIGNATURE} from public;
  grant execute on function journal.${SIGNATURE} to ${ROLE};`;

/** Refused demands are rows of the register: why, and how many when one row stands for many. Null in every other row, so that no hash changes. */
export class Refus1700000000013 implements MigrationInterface {
  name = "Refus1700000000013";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table journal.consultation add column motif text, add column nombre int,
        add constraint un_motif_pour_un_refus check (nature = 'REFUS' or motif is null and nombre is null);
      comment on column journal.consultation.motif is 'D’un REFUS : son code. Nul pour le reste.';
      comment on column journal.consultation.nombre is 'D’un REFUS : combien de demandes cette ligne résume. Nul : une seule.';
      create index consultation_refus on journal.consultation (le desc, id desc) where nature = 'REFUS';
      ${immuable(`${AVANT} motif nombre`)}
      ${INSCRIRE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function journal.${SIGNATURE};
      ${immuable(AVANT)}
      drop index journal.consultation_refus;
      alter table journal.consultation drop constraint un_motif_pour_un_refus, drop column motif, drop column nombre;`);
  }
}
