import type { Transaction } from "../../../shared/database";
import type { StatutResultat } from "./validation";

export interface ResultatRow {
  id: string;
  departement: string;
  code: string;
  territoire: string;
  annee: number;
  valeur: number | null;
  texte: string | null;
  preuve: string;
  par: string;
  le: Date;
  statut: StatutResultat;
  motif: string | null;
  statuePar: string | null;
  statueLe: Date | null;
  retenu: boolean;
}

const RESULTAT = `select r.id, r.departement, r.code, r.territoire, r.annee, r.valeur, r.texte, r.preuve, r.par, r.le,
    coalesce(v.statut, 'A_VALIDER') as statut, v.motif, v.par as "statuePar", v.le as "statueLe",
    exists (select from indicateurs.resultat_retenu c where c.departement = r.departement and c.code = r.code
      and c.territoire = r.territoire and c.annee = r.annee and c.id = r.id) as retenu
  from indicateurs.resultat_saisi r
  left join indicateurs.validation_resultat v on v.departement = r.departement and v.resultat = r.id`;

/** A result, its line locked so that two people do not decide of it at once. */
export async function resultatAStatuer(tx: Transaction, id: string): Promise<ResultatRow | null> {
  // A line entered is never updated: an advisory lock holds the decision, and ends with the transaction.
  await tx.row("select pg_advisory_xact_lock(hashtextextended('resultat ' || $1, 0)) as verrou", [id]);
  return tx.row<ResultatRow>(`${RESULTAT} where r.id = $1::uuid`, [id]);
}

export async function statuer(
  tx: Transaction,
  decision: { departement: string; resultat: string; statut: StatutResultat; motif: string | null; par: string; le: Date },
): Promise<void> {
  await tx.execute(
    "insert into indicateurs.validation_resultat (departement, resultat, statut, motif, par, le) values ($1, $2, $3, $4, $5, $6)",
    [decision.departement, decision.resultat, decision.statut, decision.motif, decision.par, decision.le],
  );
}

/** Every value entered for a line, a year and a territory (each null: all), the last first. */
export const historique = (
  tx: Transaction,
  departement: string,
  { code, annee, territoire, limite }: { code: string | null; annee: number | null; territoire: string | null; limite: number },
): Promise<ResultatRow[]> =>
  tx.rows<ResultatRow>(
    `${RESULTAT} where r.departement = $1 and ($2::text is null or r.code = $2) and ($3::int is null or r.annee = $3)
       and ($4::text is null or r.territoire = $4) order by r.rang desc limit $5`,
    [departement, code, annee, territoire, limite],
  );

/** Codes of a year for which a result of the département was rejected. */
export async function codesRejetes(tx: Transaction, departement: string, annee: number): Promise<string[]> {
  const rows = await tx.rows<{ code: string }>(
    `select distinct r.code from indicateurs.resultat_saisi r
     join indicateurs.validation_resultat v on v.departement = r.departement and v.resultat = r.id and v.statut = 'REJETE'
     where r.departement = $1 and r.annee = $2 and r.territoire = $1`,
    [departement, annee],
  );
  return rows.map(({ code }) => code);
}
