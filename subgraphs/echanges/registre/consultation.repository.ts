import { defineLoader, type RequestContext } from "../../shared/context";
import type { Finalite } from "../../shared/identity";
import type { Nature } from "../../shared/nature";
import { perimetreSql } from "../../shared/perimetre";

/** The register of one person, for one caller: the person who stays after a merge, and how many operations looked at her. */
export interface RegistreOuvert {
  departement: string;
  /** Canonical id. */
  allocataire: string;
  /** Operations that looked at her, the one in progress left out. */
  nombre: number;
}

/** One operation that looked at a person; `champs` joins what the subgraphs read of her. */
export interface ConsultationRow {
  allocataire: string;
  operation: string;
  le: Date;
  operation_nom: string;
  client: string;
  agent: string | null;
  organisme: string | null;
  departement_client: string;
  finalite: Finalite;
  champs: string[];
  /** Name of the organisation; null when the référentiel has none. */
  organisation: string | null;
  natures: Nature[];
}

/** What is looked for in a register; null: everything. */
export interface FiltreDuRegistre {
  /** First instant, and the first one after. */
  depuis: Date | null;
  avant: Date | null;
  /** Code of the organisme, or of the département for a client that has none. */
  organisme: string | null;
  nature: Nature | null;
}

export interface PageDemandee {
  registre: RegistreOuvert;
  first: number;
  /** `<milliseconds>:<operation>` of the last line read, or null. */
  after: string | null;
  filtre: FiltreDuRegistre | null;
}

// The register holds what the worker inscribed; the journal's tail, what it has not yet: together they are exact at any moment.
// Only an operation of which some rows are inscribed and others are not may be in both: it is looked up by the key of the register,
// whatever the number of lines of a person. The worker keeps the statistics of the register fresh.
const OUVRIR = `with demande as materialized (
    select d.id, p.departement, p.canonique
    from unnest($1::uuid[]) as d (id)
    cross join lateral (
      select p.departement, p.canonique from publie.perimetre p
      where p.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]) and p.allocataire = d.id
      limit 1) p
    where ${perimetreSql("d.id")}
  ), file as materialized (
    select a.allocataire, c.operation
    from journal.consultation c cross join lateral unnest(c.allocataires) as a (allocataire)
    join demande d on d.canonique = a.allocataire
    where c.position is null and c.nature <> 'REFUS' and c.operation <> $2
    group by 1, 2
  ), partielle as materialized (
    select o.operation from (select distinct operation from file union select $2::uuid) o
    where (select true from journal.consultation c where c.operation = o.operation and c.position is not null limit 1)
  ), deja as materialized (
    select r.allocataire, r.operation from demande d cross join partielle o
    cross join lateral (select r.allocataire, r.operation from echanges.registre r
      where r.departement = d.departement and r.allocataire = d.canonique and r.operation = o.operation offset 0) r
  ), recente as (
    select allocataire, count(*) as nombre from (select * from file except select * from deja) nouvelle group by 1
  ), en_cours as (
    select allocataire from deja where operation = $2
  )
  select d.id, d.departement, d.canonique as allocataire, coalesce(k.nombre, 0) + coalesce(q.nombre, 0) - (e.allocataire is not null)::int as nombre
  from demande d
  left join lateral (
    select k.nombre from echanges.registre_compteur k where k.departement = d.departement and k.allocataire = d.canonique offset 0) k on true
  left join recente q on q.allocataire = d.canonique
  left join en_cours e on e.allocataire = d.canonique`;

/** Opens registers by person id; null out of the caller's perimeter, exactly as for an id that does not exist. */
export const registreOuvert = defineLoader<string, RegistreOuvert | null>(async (ids, tx, context) => {
  const rows = await tx.rows<RegistreOuvert & { id: string }>(OUVRIR, [ids, context.operation.id]);
  const byId = new Map(rows.map(({ id, ...registre }) => [id, registre]));
  return ids.map((id) => byId.get(id) ?? null);
});

// The person, the period, who looked, what was done.
const voulue = (
  une: "r" | "n",
) => `${une}.le >= $7::timestamptz and ${une}.le < $8::timestamptz and ($9::text is null and $10::text is null or exists (
          select from journal.consultation c where c.rang = any (${une}.rangs)
            and ($9 is null or coalesce(c.organisme, c.departement) = $9) and ($10 is null or c.nature = $10)))`;

const PAGE = `with demande as (select * from unnest($1::uuid[], $2::text[]) as d (allocataire, departement)
  ), file as materialized (
    select a.allocataire, c.operation, min(c.le) as le, array_agg(c.rang) as rangs
    from journal.consultation c cross join lateral unnest(c.allocataires) as a (allocataire)
    where c.position is null and c.nature <> 'REFUS' and c.operation <> $3 and c.allocataires && $1::uuid[] and a.allocataire = any ($1::uuid[])
    group by 1, 2
  ), deja as materialized (
    select r.allocataire, r.operation from demande d
    join echanges.registre r on r.departement = d.departement and r.allocataire = d.allocataire and r.operation = any (array(select distinct operation from file))
  ), nouvelle as materialized (
    select f.* from file f left join deja on deja.allocataire = f.allocataire and deja.operation = f.operation where deja.operation is null
  )
  select d.allocataire, o.operation, o.le, t.operation_nom, t.client, t.agent, t.organisme, t.departement_client, t.finalite, t.champs, t.natures,
    (select k.nom from publie.organisme q join publie.organisme_coordonnees k on k.id = q.id and k.departement = q.departement
      where q.departement = t.departement_client and (q.code = t.organisme or t.organisme is null and q.type = 'DEPARTEMENT') order by q.code limit 1) as organisation
  from demande d
  cross join lateral (
    select l.operation, l.le, l.rangs from (
      (select r.operation, r.le, r.rangs || coalesce(f.rangs, '{}') as rangs
       from echanges.registre r left join file f on f.allocataire = r.allocataire and f.operation = r.operation
       where r.departement = d.departement and r.allocataire = d.allocataire and r.operation <> $3 and (r.le, r.operation) < ($4::timestamptz, $5::uuid)
         and ${voulue("r")}
       order by r.le desc, r.operation desc limit $6)
      union all
      select n.operation, n.le, n.rangs from nouvelle n where n.allocataire = d.allocataire and (n.le, n.operation) < ($4::timestamptz, $5::uuid)
         and ${voulue("n")}
    ) l order by l.le desc, l.operation desc limit $6) o
  cross join lateral (
    select min(c.operation_nom) as operation_nom, min(c.client) as client, min(c.agent) as agent, min(c.organisme) as organisme,
      min(c.departement) as departement_client, min(c.finalite) as finalite,
      array(select distinct u.champ from journal.consultation j cross join lateral unnest(j.champs) as u (champ) where j.rang = any (o.rangs) order by 1) as champs,
      array_agg(distinct c.nature) as natures
    from journal.consultation c where c.rang = any (o.rangs)) t
  order by d.allocataire, o.le desc, o.operation desc`;

const FIN = ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

/** Pages of registers, newest first: at most `first + 1` rows a person. One statement for all the people of a same page size and cursor. */
export const pageDuRegistre = defineLoader<PageDemandee, ConsultationRow[]>(
  async (demandes, tx, context) => {
    const groups = Map.groupBy(demandes, cleDePage);
    const found = new Map<PageDemandee, ConsultationRow[]>();
    for (const group of groups.values()) {
      const { first, after, filtre } = group[0]!;
      const [le, operation] = after === null ? FIN : [new Date(Number(after.split(":")[0])), after.split(":")[1]];
      const people = [group.map((d) => d.registre.allocataire), group.map((d) => d.registre.departement)];
      const rows = await tx.rows<ConsultationRow>(PAGE, [
        ...people,
        context.operation.id,
        le,
        operation,
        first + 1,
        ...valeursDuFiltre(filtre),
      ]);
      const byPerson = Map.groupBy(rows, (row) => row.allocataire);
      for (const demande of group) found.set(demande, byPerson.get(demande.registre.allocataire) ?? []);
    }
    return demandes.map((demande) => found.get(demande)!);
  },
  (d) => `${d.registre.allocataire} ${cleDePage(d)}` as never,
);

const TOUTES = 2_000_000_000;

/** How many operations a filter keeps. Only asked for with a filter: without, the register counts by itself. */
export async function nombreFiltre({ registre, filtre }: PageDemandee, context: RequestContext): Promise<number> {
  const values = [[registre.allocataire], [registre.departement], context.operation.id, ...FIN, TOUTES, ...valeursDuFiltre(filtre)];
  const tx = await context.read();
  return (await tx.row<{ nombre: number }>(`select count(*)::int as nombre from (${PAGE}) totalCount`, values))!.nombre;
}

const valeursDuFiltre = (filtre: FiltreDuRegistre | null) => [
  filtre?.depuis ?? "-infinity",
  filtre?.avant ?? "infinity",
  filtre?.organisme ?? null,
  filtre?.nature ?? null,
];

const cleDePage = (d: PageDemandee): string => `${d.first} ${d.after} ${valeursDuFiltre(d.filtre).join(" ")}`;
