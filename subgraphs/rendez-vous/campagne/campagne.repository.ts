import { randomUUID } from "node:crypto";
import type { Transaction } from "../../shared/database";
import type { Ecrivain } from "../convocation/etapes.repository";
import type { CanalConvocation } from "../convocation/regles-convocation";
import type { FamilleMotif } from "../correspondances-rdv";
import type { Affectation, IssueCampagne } from "./repartir";
import type { DemandeCampagne, Selection } from "./selection";

export interface CampagneRow {
  id: string;
  departement: string;
  famille: FamilleMotif;
  selection: Selection;
  du: string;
  au: string;
  canal: CanalConvocation;
  preuve: string | null;
  premierJour: string;
  statut: "EN_COURS" | "TERMINEE";
  lanceeLe: Date;
  termineeLe: Date | null;
  source: string;
  client: string;
  organisme: string | null;
  agent: string | null;
  finalite: string;
  /** How many people of each outcome; null: their turn has not come. */
  issues: { issue: IssueCampagne | null; nombre: number }[];
}

const COLONNES = `c.id, c.departement, c.famille, c.selection, c.du::text, c.au::text, c.canal, c.preuve, c.premier_jour::text as "premierJour", c.statut,
  c.lancee_le as "lanceeLe", c.terminee_le as "termineeLe", c.source, c.client, c.organisme, c.agent, c.finalite,
  coalesce((select json_agg(json_build_object('issue', x.issue, 'nombre', x.nombre) order by x.issue) from (
    select p.issue, count(*)::int as nombre from rendez_vous.campagne_personne p where p.departement = c.departement and p.campagne = c.id group by p.issue) x), '[]') as issues`;

export const campagneParId = async (tx: Ecrivain, id: string): Promise<CampagneRow | null> =>
  (await tx.rows<CampagneRow>(`select ${COLONNES} from rendez_vous.campagne c where c.id = $1`, [id]))[0] ?? null;

/** Campaigns of the départements of the caller, the last launched first. One statement. */
export const listerCampagnes = (tx: Ecrivain, nombre: number): Promise<CampagneRow[]> =>
  tx.rows(`select ${COLONNES} from rendez_vous.campagne c order by c.lancee_le desc, c.id limit $1`, [nombre]);

export interface Lanceur {
  source: string;
  client: string;
  organisme: string | null;
  agent: string | null;
  finalite: string;
}

/** Keeps a campaign and its people, in their order. Those who cannot be convened have their outcome at once; the others wait for their turn. */
export async function ecrireCampagne(
  tx: Transaction,
  d: DemandeCampagne,
  premierJour: string,
  affectations: readonly Affectation[],
  qui: Lanceur,
  le: Date,
): Promise<string> {
  const id = randomUUID();
  await tx.execute(
    `insert into rendez_vous.campagne (departement, id, famille, selection, du, au, canal, preuve, premier_jour, statut, lancee_le, source, client, organisme, agent, finalite)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'EN_COURS', $10, $11, $12, $13, $14, $15)`,
    [
      d.selection.departement,
      id,
      d.famille,
      JSON.stringify(d.selection),
      d.du,
      d.au,
      d.canal,
      d.preuve,
      premierJour,
      le,
      qui.source,
      qui.client,
      qui.organisme,
      qui.agent,
      qui.finalite,
    ],
  );
  await tx.execute(
    `insert into rendez_vous.campagne_personne (departement, campagne, allocataire, ordre, issue, le)
     select $1, $2, a.allocataire, a.ordre, nullif(a.issue, 'CONVOQUEE'), case when a.issue <> 'CONVOQUEE' then $5::timestamptz end
     from unnest($3::uuid[], $4::text[]) with ordinality a (allocataire, issue, ordre)`,
    [d.selection.departement, id, affectations.map((a) => a.allocataire), affectations.map((a) => a.issue), le],
  );
  return id;
}

/** The oldest campaign that still runs, locked; another process works on it: null. */
export async function campagneATraiter(tx: Ecrivain, id: string | null): Promise<CampagneRow | null> {
  const [locked] = await tx.rows<{ id: string }>(
    `select id from rendez_vous.campagne where statut = 'EN_COURS' and ($1::uuid is null or id = $1) order by lancee_le, id limit 1 for update skip locked`,
    [id],
  );
  return locked ? campagneParId(tx, locked.id) : null;
}

export const suivantes = (tx: Ecrivain, c: CampagneRow, nombre: number): Promise<{ allocataire: string }[]> =>
  tx.rows(
    "select allocataire from rendez_vous.campagne_personne where departement = $1 and campagne = $2 and issue is null order by ordre limit $3",
    [c.departement, c.id, nombre],
  );

export const ecrireIssues = (tx: Ecrivain, c: CampagneRow, issues: readonly Affectation[], le: Date): Promise<number> =>
  tx.execute(
    `update rendez_vous.campagne_personne p set issue = d.issue, rendez_vous = d.rendez_vous, le = $6
     from unnest($3::uuid[], $4::text[], $5::uuid[]) d (allocataire, issue, rendez_vous)
     where p.departement = $1 and p.campagne = $2 and p.allocataire = d.allocataire`,
    [c.departement, c.id, issues.map((i) => i.allocataire), issues.map((i) => i.issue), issues.map((i) => i.rendezVous), le],
  );

export const terminer = (tx: Ecrivain, c: CampagneRow, le: Date): Promise<number> =>
  tx.execute("update rendez_vous.campagne set statut = 'TERMINEE', terminee_le = $3 where departement = $1 and id = $2", [
    c.departement,
    c.id,
    le,
  ]);

/** Locks the meetings to come of a campaign: whoever else wants their places waits. Always in the same order. */
export const verrouillerReunions = (tx: Ecrivain, c: CampagneRow, du: Date, au: Date): Promise<object[]> =>
  tx.rows(
    `select id from rendez_vous.rendez_vous where departement = $1 and famille = $2 and programmee_le is not null and annulee_le is null
       and debut >= $3 and debut < $4 order by id for update`,
    [c.departement, c.famille, du, au],
  );
