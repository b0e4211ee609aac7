import { civilDateOf } from "../../../shared/civil-date";
import type { Database, Transaction } from "../../../shared/database";
import { insertEvents } from "../../../shared/journal";
import type { IssueMessage } from "../message-recu";
import type { ActiviteLue, ActiviteRecue } from "./activite";

const CANONIQUE = `left join lateral (select p.canonique from publie.perimetre p
    where p.departement = a.departement and p.allocataire = a.allocataire limit 1) p on a.allocataire is not null`;
const COLONNES = `a.id, a.identifiant, a.code, a.famille, coalesce(p.canonique, a.allocataire) as allocataire, a.creee_le as "creeeLe", a.echeance, a.attributs,
  a.recue_le as "recueLe", a.statut, a.fait, a.erreur_code as "erreurCode", a.erreur_message as "erreurMessage", a.traitee_le as "traiteeLe"`;

// A read activity that was thought closed runs again; a date or an attribute that changed is taken. The person is set once, and tells the event.
const GARDER = `with lue as (
    select * from jsonb_to_recordset($3::jsonb) x (identifiant text, code text, allocataire uuid, "creeeLe" timestamptz, echeance timestamptz, attributs jsonb)
  ), avant as materialized (
    select a.identifiant, a.allocataire from echanges.activite_recue a join lue on a.departement = $1 and a.identifiant = lue.identifiant
  ), ecrite as (
    insert into echanges.activite_recue as a (departement, identifiant, code, famille, allocataire, creee_le, echeance, attributs, recue_le, statut)
    select $1, identifiant, code, $2, allocataire, "creeeLe", echeance, attributs, $4, 'A_TRAITER' from lue
    on conflict on constraint une_activite_par_identifiant do update set allocataire = coalesce(a.allocataire, excluded.allocataire),
      echeance = excluded.echeance, attributs = excluded.attributs,
      statut = case when a.statut = 'CLOSE_PAR_FRANCE_TRAVAIL' then 'A_TRAITER' else a.statut end,
      traitee_le = case when a.statut = 'CLOSE_PAR_FRANCE_TRAVAIL' then null else a.traitee_le end
      where a.statut = 'CLOSE_PAR_FRANCE_TRAVAIL' or (a.echeance, a.attributs) is distinct from (excluded.echeance, excluded.attributs)
        or (a.allocataire is null and excluded.allocataire is not null)
    returning a.id, a.identifiant, a.code, a.allocataire, a.echeance
  )
  select e.id, e.code, e.allocataire, e.echeance from ecrite e left join avant v using (identifiant)
  where e.allocataire is not null and v.allocataire is null`;

const CLORE = `update echanges.activite_recue a set statut = 'CLOSE_PAR_FRANCE_TRAVAIL', traitee_le = $4
  where a.departement = $1 and a.famille = $2 and a.statut in ('A_TRAITER', 'REJETEE') and a.identifiant <> all ($3::text[]) and a.recue_le < $4`;

const A_TRAITER = `select ${COLONNES} from echanges.activite_recue a ${CANONIQUE}
  where a.departement = $1 and a.famille = $2 and a.statut in ('A_TRAITER', 'REJETEE') and a.fait is null order by a.echeance nulls last, a.id`;

const PAR_IDENTIFIANT = `select ${COLONNES} from echanges.activite_recue a ${CANONIQUE} where a.departement = $1 and a.identifiant = $2`;

const NOTER = `update echanges.activite_recue a set fait = coalesce($3::uuid, a.fait), erreur_code = $4, erreur_message = $5,
    statut = case when $4::text is not null then 'REJETEE' when $6::boolean then 'TRAITEE' else 'A_TRAITER' end,
    traitee_le = case when $4::text is null and $6::boolean then $7::timestamptz end
  where a.departement = $1 and a.id = $2 and a.statut in ('A_TRAITER', 'REJETEE')`;

const EN_ATTENTE = `select a.id, coalesce(p.canonique, a.allocataire) as allocataire from echanges.activite_recue a ${CANONIQUE}
  where a.departement = $1 and a.code = $2 and a.statut = 'A_TRAITER' and a.allocataire is not null order by a.echeance nulls last, a.id`;
const TRAITEES = `update echanges.activite_recue a set statut = 'TRAITEE', traitee_le = $3
  where a.departement = $1 and a.id = any ($2::uuid[]) and a.statut = 'A_TRAITER'`;

/** The activities in the base of the exchanges, under the rights of the whole département. */
export class Activites {
  constructor(private readonly base: Database) {}

  private sous<T>(departement: string, le: Date, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.base.write(this.base.systemRights([departement], civilDateOf(le)), work);
  }

  /** Keeps a page of activities, each once, and tells each whose person is known by one event, in the same transaction. */
  garder(departement: string, famille: string, lues: readonly (ActiviteLue & { allocataire: string | null })[], le: Date): Promise<void> {
    return this.sous(departement, le, async (tx) => {
      const valeurs = lues.map(({ identifiant, code, allocataire, creeeLe, echeance, attributs }) => ({
        identifiant,
        code,
        allocataire,
        creeeLe,
        echeance,
        attributs,
      }));
      const dites = await tx.rows<{ id: string; code: string; allocataire: string; echeance: Date | null }>(GARDER, [
        departement,
        famille,
        JSON.stringify(valeurs),
        le,
      ]);
      const evenements = dites.map(({ id, code, allocataire, echeance }) => ({
        type: "ActiviteRecue",
        departement,
        allocataire,
        donnees: { activite: id, code, famille, echeance: echeance?.toISOString() ?? null },
        survenuLe: le,
      }));
      await insertEvents(tx, evenements);
    });
  }

  /** Closes what a whole reading of the family no longer shows. Returns how many. */
  clore(departement: string, famille: string, lues: readonly string[], le: Date): Promise<number> {
    return this.sous(departement, le, (tx) => tx.execute(CLORE, [departement, famille, lues, le]));
  }

  /** What waits for a fact, most urgent first. */
  aTraiter(departement: string, famille: string, le: Date): Promise<ActiviteRecue[]> {
    return this.sous(departement, le, (tx) => tx.rows<ActiviteRecue>(A_TRAITER, [departement, famille]));
  }

  parIdentifiant(departement: string, identifiant: string, le: Date): Promise<ActiviteRecue | null> {
    return this.sous(departement, le, (tx) => tx.row<ActiviteRecue>(PAR_IDENTIFIANT, [departement, identifiant]));
  }

  enAttente(departement: string, code: string, le: Date): Promise<{ id: string; allocataire: string }[]> {
    return this.sous(departement, le, (tx) => tx.rows(EN_ATTENTE, [departement, code]));
  }

  async traitees(departement: string, ids: readonly string[], le: Date): Promise<void> {
    await this.sous(departement, le, (tx) => tx.execute(TRAITEES, [departement, ids, le]));
  }

  /** What the hub did of an activity: a fact; nothing, since nothing is left to do; or a refusal. */
  noter(tx: Transaction, departement: string, activite: string, issue: IssueMessage, le: Date): Promise<number> {
    const [fait, refus] = [issue.statut === "TRAITE" ? issue.fait : null, issue.statut === "REJETE" ? issue : null];
    return tx.execute(NOTER, [departement, activite, fait, refus?.code ?? null, refus?.message ?? null, issue.statut === "IGNORE", le]);
  }
}

export interface FiltreActivites {
  statut: string | null;
  codes: string[] | null;
  echeanceAvant: Date | null;
}

const FILTRE = `($1::text is null or a.statut = $1) and ($2::text[] is null or a.code = any ($2)) and ($3::timestamptz is null or a.echeance < $3)`;
const LISTE = `select ${COLONNES} from echanges.activite_recue a ${CANONIQUE}
  where ${FILTRE} and (coalesce(a.echeance, 'infinity'), a.id) > ($4::timestamptz, $5::uuid)
  order by coalesce(a.echeance, 'infinity'), a.id limit $6`;

/** Activities, the most urgent first, after `<milliseconds or infinity>:<id>`. */
export function listeActivites(
  tx: Transaction,
  { statut, codes, echeanceAvant }: FiltreActivites,
  limite: number,
  after: string | null,
): Promise<ActiviteRecue[]> {
  const [ms, id] = after?.split(":") ?? [];
  const borne =
    ms === undefined ? ["-infinity", "00000000-0000-0000-0000-000000000000"] : [ms === "infinity" ? ms : new Date(Number(ms)), id];
  return tx.rows(LISTE, [statut, codes, echeanceAvant, ...borne, limite]);
}

export async function nombreActivites(tx: Transaction, { statut, codes, echeanceAvant }: FiltreActivites): Promise<number> {
  const sql = `select count(*)::int as nombre from echanges.activite_recue a where ${FILTRE}`;
  return (await tx.row<{ nombre: number }>(sql, [statut, codes, echeanceAvant]))!.nombre;
}
