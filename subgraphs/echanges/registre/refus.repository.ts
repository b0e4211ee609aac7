import type { Transaction } from "../../shared/database";
import type { Finalite } from "../../shared/identity";
import { departementsSql, perimetreSql } from "../../shared/perimetre";

export interface DemandeRefuseeLue {
  id: string;
  le: Date;
  departement: string;
  client: string;
  agent: string | null;
  organisme: string | null;
  finalite: Finalite | null;
  operation: string;
  lieu: string;
  motif: string;
  nombre: number;
  champs: string[];
  /** Those whom the reader may read. */
  personnes: string[];
}

export interface FiltreRefus {
  motif: string | null;
  client: string | null;
  depuis: Date | null;
  jusque: Date | null;
}

const FILTRE = `c.nature = 'REFUS' and ($1::text is null or c.motif = $1) and ($2::text is null or c.client = $2)
  and ($3::timestamptz is null or c.le >= $3) and ($4::timestamptz is null or c.le <= $4)`;
const LISTE = `select c.id, c.le, c.departement, c.client, c.agent, c.organisme, c.finalite, c.operation_nom as operation, c.sous_graphe as lieu, c.motif,
    coalesce(c.nombre, 1) as nombre, c.champs, array(
      select distinct p.canonique::text from publie.perimetre p where p.departement = any ${departementsSql} and p.allocataire = any (c.allocataires)
        and ${perimetreSql("p.allocataire")} order by 1) as personnes
  from journal.consultation c
  where ${FILTRE} and (c.le, c.id) < ($5::timestamptz, $6::uuid) order by c.le desc, c.id desc limit $7`;
const NOMBRE = `select coalesce(sum(coalesce(c.nombre, 1)), 0)::int as nombre from journal.consultation c where ${FILTRE}`;

const valeurs = ({ motif, client, depuis, jusque }: FiltreRefus) => [motif, client, depuis, jusque];

/** Refused demands, newest first, after `<milliseconds>:<id>`. One statement. */
export function listeRefus(tx: Transaction, filtre: FiltreRefus, limite: number, after: string | null): Promise<DemandeRefuseeLue[]> {
  const [ms, id] = after?.split(":") ?? [];
  const borne = ms === undefined ? ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"] : [new Date(Number(ms)), id];
  return tx.rows(LISTE, [...valeurs(filtre), ...borne, limite]);
}

export const nombreRefus = async (tx: Transaction, filtre: FiltreRefus): Promise<number> =>
  (await tx.row<{ nombre: number }>(NOMBRE, valeurs(filtre)))!.nombre;
