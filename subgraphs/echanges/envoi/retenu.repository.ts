import { defineLoader } from "../../shared/context";

// The queue's own order (file-envoi.repository.ts): what only waits to see its effect holds nobody. One look in the index of the queue an exchange.
const RETENUS = `select e.id, (select f.id from echanges.echange f where f.departement = e.departement and f.allocataire = e.allocataire
    and f.canal = 'API' and f.statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER') and (f.objet <> 'RDV_A_POSITIONNER' or f.id = e.id)
    order by f.ordre, f.rang limit 1) as tete
  from echanges.echange e where e.id = any ($1::uuid[]) and e.canal = 'API' and e.statut = 'A_ENVOYER' and e.allocataire is not null`;

/** By exchange, the one of the same person that must be over before it leaves; null when nothing holds it. */
export const retenuPar = defineLoader<string, string | null>(async (ids, tx) => {
  const rows = await tx.rows<{ id: string; tete: string }>(RETENUS, [ids]);
  const tetes = new Map(rows.map(({ id, tete }) => [id, tete === id ? null : tete]));
  return ids.map((id) => tetes.get(id) ?? null);
});
