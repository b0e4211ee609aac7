import type pg from "pg";
import { SUIVI } from "../../subgraphs/indicateurs/projection";
import { passee, TABLES_ECRITES, TABLES_PROJETEES } from "../../subgraphs/indicateurs/projection/table";
import { followOnce } from "../../subgraphs/shared/event-follower";

/** Events read in some seconds. */
export interface Lecture {
  evenements: number;
  secondes: number;
}

/** Reads the journal as the follower does, up to a number of events. */
export async function lireJournal(client: pg.Client, jusque = Number.POSITIVE_INFINITY): Promise<Lecture> {
  const debut = performance.now();
  let evenements = 0;
  while (evenements < jusque) {
    const lus = await followOnce(client, SUIVI);
    if (lus === 0) break;
    evenements += lus;
  }
  return { evenements, secondes: (performance.now() - debut) / 1000 };
}

/** The same with the triggers of the history off, on tables that are then emptied. */
export async function lireSansHistoire(client: pg.Client, jusque: number): Promise<Lecture> {
  const declencheurs = (etat: string) =>
    client.query(TABLES_PROJETEES.map((table) => `alter table indicateurs.${table} ${etat} trigger user`).join(";"));
  await declencheurs("disable");
  const lecture = await lireJournal(client, jusque);
  await declencheurs("enable");
  await vider(client);
  return lecture;
}

export const vider = (client: pg.Client) =>
  client.query(`truncate ${TABLES_ECRITES.map((table) => `indicateurs.${table}`).join(", ")}; delete from indicateurs.curseur`);

/** Bytes on disk, indexes included. */
export interface Taille {
  nom: string;
  octets: number;
  lignes: number;
}

export async function tailles(client: pg.Client): Promise<Taille[]> {
  const groupes: [string, string[]][] = [
    ["faits tels que connus", TABLES_PROJETEES.map((table) => `indicateurs.${table}`)],
    ["ce qui était connu avant", TABLES_PROJETEES.map((table) => `indicateurs.${passee(table)}`)],
    ["ce que les événements ont dit", ["indicateurs.dite", "indicateurs.deplacement", "indicateurs.connaissance"]],
    ["journal", ["journal.evenement"]],
  ];
  const lues: Taille[] = [];
  for (const [nom, tables] of groupes) {
    const { rows } = await client.query<Omit<Taille, "nom">>(TAILLE, [tables]);
    lues.push({ nom, ...rows[0]! });
  }
  return lues;
}

const TAILLE = `select sum(pg_total_relation_size(c.oid))::float8 as octets, sum(greatest(c.reltuples, 0))::float8 as lignes
  from pg_class c where c.oid = any ($1::text[]::regclass[])`;
