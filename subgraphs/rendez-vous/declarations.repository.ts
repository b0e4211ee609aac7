import { defineLoader } from "../shared/context";
import type { SystemeSource } from "../shared/contrat/enums";
import { type Conflit, conflitsDe, type Declaration, type Saisie, type StatutSaisi } from "./declaration";
import type { StatutEnregistre } from "./statut-participation";

const DEPARTEMENTS = "any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[])";

/** What each tool said last of an appointment, and what was entered in the hub. */
export interface Dits {
  declarations: Declaration[];
  conflits: Conflit[];
}

interface Row {
  id: string;
  declarations: Declaration[] | null;
  saisie: Saisie | null;
  saisies: (StatutSaisi & { allocataire: string })[] | null;
}

/** In one statement for all the appointments. Statuses are filtered by the caller: `conflits` may name people whom she may not read. */
export const ditsDe = defineLoader<string, Dits>(async (ids, tx) => {
  const rows = await tx.rows<Row>(
    `select r.id,
       (select json_agg(l.declare order by l.systeme, l.identifiant) from rendez_vous.lien_externe l
        where l.departement = r.departement and l.rendez_vous = r.id and l.declare is not null) as declarations,
       case when r.debut_saisi is not null then json_build_object('debut', ${iso("r.debut_saisi")}, 'dureeMinutes', r.duree_saisie, 'le', ${iso("r.saisi_le")}) end as saisie,
       (select json_agg(json_build_object('allocataire', p.allocataire, 'statut', p.statut_saisi, 'le', ${iso("p.statut_saisi_le")})) from rendez_vous.participation p
        where p.departement = r.departement and p.rendez_vous = r.id and p.statut_saisi is not null) as saisies
     from rendez_vous.rendez_vous r where r.departement = ${DEPARTEMENTS} and r.id = any($1::uuid[])`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const { declarations, saisie = null, saisies } = byId.get(id) ?? { declarations: null, saisies: null };
    const entered = new Map((saisies ?? []).map((s) => [s.allocataire, s]));
    return { declarations: declarations ?? [], conflits: conflitsDe(declarations ?? [], saisie, entered) };
  });
});

/** The shape that JavaScript writes: declarations are compared to it. */
function iso(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

export interface ChangementRow {
  rendezVous: string;
  allocataire: string;
  avant: StatutEnregistre | null;
  apres: StatutEnregistre | null;
  le: Date;
  source: SystemeSource;
  client: string;
}

/** The changes of status of the participants whom the caller may read, oldest first. */
export const historiqueDe = defineLoader<string, ChangementRow[]>(async (ids, tx) => {
  const rows = await tx.rows<ChangementRow>(
    `select h.rendez_vous as "rendezVous", qui.canonique as allocataire, h.avant, h.apres, h.le, h.source, h.client from rendez_vous.historique_presence h
     join lateral (select e.canonique from publie.perimetre e where e.departement = h.departement and e.allocataire = h.allocataire limit 1) qui on true
     where h.departement = ${DEPARTEMENTS} and h.rendez_vous = any($1::uuid[]) order by h.rendez_vous, h.le, h.id`,
    [ids],
  );
  const groups = Map.groupBy(rows, (row) => row.rendezVous);
  return ids.map((id) => groups.get(id) ?? []);
});
