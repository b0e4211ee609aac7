import { defineLoader } from "../../shared/context";
import { premierDeLaLigne } from "./ligne-de-la-personne";

const RETENUS = `select e.id, ${premierDeLaLigne()} as tete
  from echanges.echange e where e.id = any ($1::uuid[]) and e.canal = 'API' and e.statut = 'A_ENVOYER' and e.allocataire is not null`;

/** By exchange, the one of the same person that must be over before it leaves; null when nothing holds it. */
export const retenuPar = defineLoader<string, string | null>(async (ids, tx) => {
  const rows = await tx.rows<{ id: string; tete: string }>(RETENUS, [ids]);
  const tetes = new Map(rows.map(({ id, tete }) => [id, tete === id ? null : tete]));
  return ids.map((id) => tetes.get(id) ?? null);
});
