import type { SystemeSource } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";
import type { Sens, Statut } from "./echange";

export interface EchangeRow {
  id: string;
  sens: Sens;
  partenaire: SystemeSource;
  objet: string;
  /** Canonical id. */
  allocataire: string | null;
  statut: Statut;
  tentatives: number;
  prochain_essai: Date | null;
  erreur_code: string | null;
  erreur_message: string | null;
  erreur_reessayable: boolean | null;
  erreur_action: string | null;
  cree_le: Date;
  traite_le: Date | null;
  rejet: string | null;
}

export interface FiltreEchanges {
  statut: string | null;
  partenaire: string | null;
  sens: string | null;
  objet: string | null;
  allocataire: string | null;
}

const COLONNES = `select e.id, e.sens, e.partenaire, e.objet, coalesce(p.canonique, e.allocataire) as allocataire, e.statut, e.tentatives, e.prochain_essai,
    e.erreur_code, e.erreur_message, e.erreur_reessayable, e.erreur_action, e.cree_le, e.traite_le, e.rejet`;
const CANONIQUE = `left join lateral (select p.canonique from publie.perimetre p
    where p.departement = e.departement and p.allocataire = e.allocataire limit 1) p on e.allocataire is not null`;

// An id that was merged is asked for as the person who stays: the register's keeper moves her exchanges.
const FILTRE = `($1::text is null or statut = $1) and ($2::text is null or partenaire = $2) and ($3::text is null or sens = $3) and ($4::text is null or objet = $4)
  and ($5::uuid is null or allocataire = $5 or allocataire in (select p.canonique from publie.perimetre p
    where p.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]) and p.allocataire = $5))`;

const LISTE = `${COLONNES} from (
    select * from echanges.echange where ${FILTRE} and (cree_le, id) < ($6::timestamptz, $7::uuid)
    order by cree_le desc, id desc limit $8) e ${CANONIQUE} order by e.cree_le desc, e.id desc`;

const NOMBRE = `select count(*)::int as nombre from echanges.echange where ${FILTRE}`;

const PAR_ID = `${COLONNES} from echanges.echange e ${CANONIQUE} where e.id = $1`;

const valeurs = (f: FiltreEchanges) => [f.statut, f.partenaire, f.sens, f.objet, f.allocataire];

/** Exchanges, newest first, after `<milliseconds>:<id>`. */
export function listeEchanges(tx: Transaction, filtre: FiltreEchanges, limite: number, after: string | null): Promise<EchangeRow[]> {
  const [ms, id] = after?.split(":") ?? [];
  const borne = ms === undefined ? ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"] : [new Date(Number(ms)), id];
  return tx.rows(LISTE, [...valeurs(filtre), ...borne, limite]);
}

export async function nombreEchanges(tx: Transaction, filtre: FiltreEchanges): Promise<number> {
  return (await tx.row<{ nombre: number }>(NOMBRE, valeurs(filtre)))!.nombre;
}

export const echangeParId = (tx: Transaction, id: string): Promise<EchangeRow | null> => tx.row(PAR_ID, [id]);
