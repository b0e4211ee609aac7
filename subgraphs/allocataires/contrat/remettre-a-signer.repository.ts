import type { WritingTransaction } from "../../shared/context";

/** A (re)orientation puts back to signature the contract of a person that is signed, or the last one refused when none runs (D. 5411-14-1 code
 * du travail). Its dates of signature and refusal stay: they say what it was. A contract to sign or suspended does not change.
 * `le`: civil date of the decision. Gives the contract put back, or null. Event: ContratASigner. */
export async function remettreASigner(
  { tx, publish }: Pick<WritingTransaction, "tx" | "publish">,
  departement: string,
  allocataire: string,
  le: string,
): Promise<string | null> {
  const remis = await tx.row<{ contrat: string; nature: string }>(
    `update allocataires.contrat_engagement c set statut = 'A_SIGNER', remis_le = $3
     where c.departement = $1 and c.id = (
       select x.id from allocataires.contrat_engagement x
       where x.departement = $1 and x.allocataire = $2 and x.statut in ('SIGNE', 'REFUSE')
         and not exists (select from allocataires.contrat_engagement y where y.departement = $1 and y.allocataire = $2
           and y.id <> x.id and (y.statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU') or (y.statut = 'CLOTURE' and y.date_signature >= x.date_refus)))
       order by (x.statut = 'SIGNE') desc, x.date_refus desc, x.recue_le desc limit 1)
     returning c.id as contrat, c.nature`,
    [departement, allocataire, le],
  );
  if (!remis) return null;
  await publish({ type: "ContratASigner", departement, allocataire, donnees: { ...remis, le, cause: "REORIENTATION" } });
  return remis.contrat;
}
