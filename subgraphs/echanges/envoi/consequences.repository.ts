import type { Transaction } from "../../shared/database";

const CONSEQUENCES = `select distinct on (e.fait) e.fait as sanction, e.identifiant_partenaire as identifiant
  from echanges.echange e
  where e.departement = $1 and e.fait = any ($2::uuid[]) and e.objet = 'SANCTION_DECISION' and e.identifiant_partenaire is not null
  order by e.fait, e.ordre desc, e.rang desc`;

/** The identifiantConsequenceSanction that France Travail gave to sanctions that were decided by the Département, by sanction. */
export async function consequencesDesSanctions(
  tx: Transaction,
  departement: string,
  sanctions: readonly string[],
): Promise<Map<string, string>> {
  const lignes = await tx.rows<{ sanction: string; identifiant: string }>(CONSEQUENCES, [departement, sanctions]);
  return new Map(lignes.map(({ sanction, identifiant }) => [sanction, identifiant]));
}
