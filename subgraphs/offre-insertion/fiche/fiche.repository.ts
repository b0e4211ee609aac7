import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import type { FicheNotee } from "../data-inclusion/score-qualite";
import type { Offre, Structure } from "../offre/offre";
import { COLONNES_OFFRE, COLONNES_STRUCTURE } from "../offre/offre.repository";
import { listesParCle, parCle } from "../par-cle";

/** What a service of data·inclusion says, under the names of the schema v1: the fields that a list of offers does not carry. */
export interface FicheComplete extends FicheNotee {
  id: string;
  complement_adresse: string | null;
  horaires_accueil: string | null;
  lien_source: string | null;
  publics_precisions: string | null;
  conditions_acces: string | null;
  contact_nom_prenom: string | null;
  mobilisation_precisions: string | null;
  extra: Record<string, any>;
}

export const ficheParOffre = defineLoader<string, FicheComplete | null>(async (ids, tx) =>
  parCle(
    ids,
    await tx.rows<FicheComplete>(
      `select id, source, date_maj, description, adresse, complement_adresse, code_postal, commune, telephone, courriel, horaires_accueil, lien_source,
         lien_mobilisation, modes_accueil, modes_mobilisation, mobilisation_precisions, publics, publics_precisions, thematiques, frais,
         frais_precisions, conditions_acces, contact_nom_prenom, extra
       from offre_insertion.service where id = any($1::text[])`,
      [ids],
    ),
    (f) => f.id,
  ),
);

/** Mean of the scores of the offers that can be found; null for a structure without. */
export const scoreParStructure = defineLoader<string, { id: string; score: number } | null>(async (ids, tx) =>
  parCle(
    ids,
    await tx.rows<{ id: string; score: number }>(
      `select structure as id, round(avg(score_qualite)::numeric, 4)::float8 as score from offre_insertion.service
       where structure = any($1::text[]) and retiree_le is null group by structure`,
      [ids],
    ),
    (s) => s.id,
  ),
);

type AvecCle<T> = T & { cle: string };

/** The other records of a group: the best one, those that name it, and those that name the same. */
const groupe = (table: "service" | "structure", colonnes: string) => `select c.id as cle, ${colonnes}
  from offre_insertion.${table} c
    join lateral (
      select id from offre_insertion.${table} where id = c.doublon_de
      union select id from offre_insertion.${table} where doublon_de = c.id
      union select id from offre_insertion.${table} where doublon_de = c.doublon_de) a on a.id <> c.id
    join offre_insertion.${table} s on s.id = a.id
  where c.id = any($1::text[]) and s.retiree_le is null order by s.id`;
const DOUBLONS_D_OFFRE = groupe("service", COLONNES_OFFRE);
const DOUBLONS_DE_STRUCTURE = groupe("structure", COLONNES_STRUCTURE);

export const doublonsParOffre = defineLoader<string, AvecCle<Offre>[]>(async (ids, tx) =>
  listesParCle(ids, await tx.rows<AvecCle<Offre>>(DOUBLONS_D_OFFRE, [ids]), (o) => o.cle),
);

export const doublonsParStructure = defineLoader<string, AvecCle<Structure>[]>(async (ids, tx) =>
  listesParCle(ids, await tx.rows<AvecCle<Structure>>(DOUBLONS_DE_STRUCTURE, [ids]), (s) => s.cle),
);

export interface ValeurInconnueLue {
  source: string;
  champ: string;
  valeur: string | null;
  premiereLe: Date;
  derniereLe: Date;
  fiches: number;
}

/** The most widespread first. */
export const valeursInconnues = (tx: Transaction, source: string | null, nombre: number): Promise<ValeurInconnueLue[]> =>
  tx.rows<ValeurInconnueLue>(
    `select source, champ, nullif(valeur, '') as valeur, premiere_le as "premiereLe", derniere_le as "derniereLe", fiches
     from offre_insertion.valeur_inconnue where $1::text is null or source = $1 order by fiches desc, source, champ, valeur limit $2`,
    [source, nombre],
  );
