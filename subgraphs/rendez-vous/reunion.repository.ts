import type { Transaction } from "../shared/database";
import { suivreNoeudsReunis } from "./convocation/noeuds-reunis.repository";
import type { Monde } from "./monde";

/** Nodes that turned out to be one: history, moves and proofs of sending follow, the former id answers still. */
export async function reunirNoeuds(tx: Transaction, { ecrits }: Monde): Promise<void> {
  const batch = async (text: string, lignes: readonly unknown[]) => {
    if (lignes.length > 0) await tx.execute(text, [JSON.stringify(lignes)]);
  };
  const rows = ecrits.reunions;
  const recordset = "jsonb_to_recordset($1::jsonb) d (departement text, ancien uuid, actuel uuid, liens text[], le timestamptz)";
  const siens = (t: string) => `${t}.departement = d.departement and ${t}.rendez_vous = d.ancien`;
  for (const table of ["historique_presence", "deplacement"])
    await batch(`update rendez_vous.${table} t set rendez_vous = d.actuel from ${recordset} where ${siens("t")}`, rows);
  await batch(
    `update rendez_vous.convocation c set remise_le = coalesce(c.remise_le, o.remise_le), echec_remise = coalesce(c.echec_remise, o.echec_remise)
     from ${recordset} join rendez_vous.convocation o on ${siens("o")}
     where c.departement = d.departement and c.rendez_vous = d.actuel and c.allocataire = o.allocataire`,
    rows,
  );
  await suivreNoeudsReunis(tx, rows);
  await batch(`delete from rendez_vous.participation t using ${recordset} where ${siens("t")}`, rows);
  await batch(
    `update rendez_vous.rendez_vous_reuni u set actuel = d.actuel from ${recordset} where u.departement = d.departement and u.actuel = d.ancien`,
    rows,
  );
  await batch(
    `insert into rendez_vous.rendez_vous_reuni (departement, ancien, actuel, le, liens)
     select departement, ancien, actuel, le, liens from ${recordset}
     on conflict (departement, ancien) do update set actuel = excluded.actuel, le = excluded.le, liens = excluded.liens`,
    rows,
  );
  await batch(`delete from rendez_vous.rendez_vous r using ${recordset} where r.departement = d.departement and r.id = d.ancien`, rows);
  const revenus = [...ecrits.noeuds].map((id) => ({ id }));
  await batch("delete from rendez_vous.rendez_vous_reuni u using jsonb_to_recordset($1::jsonb) d (id uuid) where u.ancien = d.id", revenus);
}
