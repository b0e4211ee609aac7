import type { Transaction } from "../../../shared/database";

/** A person has one of each at a time: what differs about the next one stands in for what differed about the one before. */
const UN_A_LA_FOIS = ["ORIENTATION_RESULTAT", "ORIENTATION_DEMANDE", "DIAGNOSTIC", "CONTRAT_ENGAGEMENT"];

const REPRENDRE = `update echanges.divergence d set fait = x.fait
  from (select distinct on (allocataire, objet, champ) allocataire, objet, champ, fait
    from jsonb_to_recordset($2::jsonb) as j (allocataire uuid, objet text, fait uuid, champ text)) x
  where d.departement = $1 and d.fait is distinct from x.fait
    and d.id = (select e.id from echanges.divergence e where e.departement = $1 and e.allocataire = x.allocataire and e.objet = x.objet
      and e.champ = x.champ and e.resolue_le is null order by (e.fait is not distinct from x.fait) desc, e.constatee_le desc, e.id limit 1)`;

/** Before divergences are opened: an open one about an earlier orientation, diagnostic or contract becomes that of the fact of today. */
export async function reprendreLesDivergences(
  tx: Transaction,
  departement: string,
  ouvertes: readonly { allocataire: string | null; objet: string; fait: string | null; champ: string }[],
): Promise<void> {
  const reprises = ouvertes
    .filter(({ objet }) => UN_A_LA_FOIS.includes(objet))
    .map(({ allocataire, objet, fait, champ }) => ({ allocataire, objet, fait, champ }));
  if (reprises.length > 0) await tx.execute(REPRENDRE, [departement, JSON.stringify(reprises)]);
}
