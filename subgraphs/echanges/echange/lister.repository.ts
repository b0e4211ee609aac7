import type pg from "pg";
import type { Canal } from "./a-dire";
import type { Sens, Statut } from "./echange";
import { REJOUER, REPRENDRE } from "./echange.repository";

/** An exchange as the operator sees it, whatever the département: no datum of a person. */
export interface EchangeListe {
  id: string;
  departement: string;
  sens: Sens;
  partenaire: string;
  objet: string;
  statut: Statut;
  canal: Canal;
  tentatives: number;
  prochain_essai: Date | null;
  erreur_code: string | null;
  erreur_message: string | null;
  erreur_action: string | null;
  raison: string | null;
  cree_le: Date;
  rejet: string | null;
  lecture: string | null;
  /** False when its subscription does not deliver. */
  livre: boolean;
}

export interface CriteresEchanges {
  id?: string;
  statut?: string;
  objet?: string;
  erreur?: string;
  departement?: string;
  limite?: number;
}

const LISTE = `select e.id, e.departement, e.sens, e.partenaire, e.objet, e.statut, e.canal, e.tentatives, e.prochain_essai, e.erreur_code, e.erreur_message,
    e.erreur_action, e.raison, e.cree_le, e.rejet, e.lecture,
    a.id is null or (a.resilie_le is null and a.desactive_le is null and a.version_secret > 0) as livre
  from echanges.echange e left join echanges.abonnement a on a.id = e.abonnement
  where ($1::uuid is null or e.id = $1) and ($2::text[] is null or e.statut = any ($2)) and ($3::text is null or e.objet = $3)
    and ($4::text is null or e.erreur_code = $4) and ($5::text is null or e.departement = $5)
  order by e.cree_le desc, e.id desc limit $6`;

const lire = async (client: pg.ClientBase, c: CriteresEchanges, statuts: string[] | null): Promise<EchangeListe[]> =>
  (
    await client.query<EchangeListe>(LISTE, [
      c.id ?? null,
      statuts,
      c.objet ?? null,
      c.erreur ?? null,
      c.departement ?? null,
      c.limite ?? null,
    ])
  ).rows;

/** Exchanges, newest first, through the owner. */
export const listerEchanges = (client: pg.ClientBase, c: CriteresEchanges): Promise<EchangeListe[]> =>
  lire(client, c, c.statut === undefined ? null : [c.statut]);

export const echangesRejouables = (client: pg.ClientBase, c: CriteresEchanges): Promise<EchangeListe[]> =>
  lire(client, c, c.statut === undefined ? ["REJETE", "ABANDONNE"] : [c.statut]);

/** Makes exchanges due now. */
export async function demanderRejeuDe(client: pg.ClientBase, ids: readonly string[], le: Date): Promise<void> {
  await client.query(REJOUER, [ids, le]);
  await client.query(REPRENDRE, [ids]);
}
