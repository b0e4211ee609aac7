import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { visiblesParmi } from "../../shared/perimetre";
import { CROIX } from "../mesure/coupe";
import { invalide } from "../mesure/demande";
import type { DemandeMesure } from "../mesure/mesures.repository";
import { lignesSql } from "../mesure/sql/comptage";
import { faits } from "../projection/faits";

export type Cote = "NUMERATEUR" | "DENOMINATEUR";

/** Which people are asked for. */
export interface DemandePersonnes {
  demande: DemandeMesure;
  /** Day as of which the figure was read; null: now. */
  jour: string | null;
  cote: Cote;
  /** Key of a part, or null for the whole. */
  part: string | null;
  first: number;
  /** The page begins after this person. */
  after: string | null;
}

export interface PersonnesComptees {
  total: number;
  /** Of them, those whom the caller may read. */
  visibles: number;
  /** The page, and one more when there is a next page. */
  ids: string[];
}

/** Figures whose people one request may ask for: each takes a statement. */
const CHIFFRES_MAX = 5;

/** The people behind figures, one statement a figure. Errors: ARGUMENT_INVALIDE beyond CHIFFRES_MAX. */
export const personnesComptees = defineLoader<DemandePersonnes, PersonnesComptees>(async (demandes, tx) => {
  if (demandes.length > CHIFFRES_MAX) {
    throw invalide("personnes", `Les personnes sont demandées pour ${demandes.length} chiffres : ${CHIFFRES_MAX} au plus par requête.`);
  }
  return Promise.all(demandes.map((demande) => lire(tx, demande)));
});

const COLONNE: Record<Cote, string> = { NUMERATEUR: "numerateur", DENOMINATEUR: "denominateur" };

/** People counted on one side: $6 to $7 the keys of the part, $8 the person before the page, $9 its size and one. */
async function lire(tx: Transaction, { demande, jour, cote, part, first, after }: DemandePersonnes): Promise<PersonnesComptees> {
  const { territoire, debut, fin, coupes } = demande;
  const forme = { sorte: territoire.sorte, connuLe: jour !== null, plusieurs: false };
  const cles = part === null ? [] : part.split(CROIX);
  if (part !== null && (coupes.length === 0 || cles.length !== coupes.length)) return { total: 0, visibles: 0, ids: [] };
  const sql = `with ligne as (${lignesSql(demande, faits(forme.connuLe), forme)}),
    personne as materialized (select distinct allocataire as id from ligne
      where allocataire is not null and ${COLONNE[cote]} > 0 ${cles.map((_, rang) => `and c${rang} = $${6 + rang}`).join(" ")}),
    ${visiblesParmi("select id from personne")},
    lisible as (select distinct canonique as id from visible)
    select (select count(*) from personne) as total, (select count(*) from lisible) as visibles,
      array(select id from lisible where $8::uuid is null or id > $8::uuid order by id limit $9::int) as ids,
      $2::date as p2, $3::date as p3, $4::date as p4, $5::text as p5, $6::text as p6, $7::text as p7`;
  const valeurs = [territoire.departement, debut, fin, jour, territoire.code, cles[0] ?? null, cles[1] ?? null, after, first + 1];
  const [row] = await tx.composed<PersonnesComptees>(sql, valeurs);
  return { total: row!.total, visibles: row!.visibles, ids: row!.ids };
}
