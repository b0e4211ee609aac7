import type { Ecrivain } from "./etapes.repository";

const REUNIS = "jsonb_to_recordset($1::jsonb) d (departement text, ancien uuid, actuel uuid)";

/** Nodes that turned out to be one appointment: sendings entered in the hub, their history and the examinations follow. Before the former participations go. */
export async function suivreNoeudsReunis(
  tx: Ecrivain,
  reunions: readonly { departement: string; ancien: string; actuel: string }[],
): Promise<void> {
  if (reunions.length === 0) return;
  const lignes = [JSON.stringify(reunions.map(({ departement, ancien, actuel }) => ({ departement, ancien, actuel })))];
  await tx.execute(
    `update rendez_vous.convocation_historique h set rendez_vous = d.actuel from ${REUNIS} where h.departement = d.departement and h.rendez_vous = d.ancien`,
    lignes,
  );
  await tx.execute(
    `update rendez_vous.examen_absence e set premiere = d.actuel from ${REUNIS} where e.departement = d.departement and e.premiere = d.ancien`,
    lignes,
  );
  await tx.execute(
    `update rendez_vous.examen_absence e set seconde = d.actuel from ${REUNIS} where e.departement = d.departement and e.seconde = d.ancien
     and not exists (select from rendez_vous.examen_absence x where x.departement = e.departement and x.seconde = d.actuel and x.allocataire = e.allocataire)`,
    lignes,
  );
  await tx.execute(
    `insert into rendez_vous.convocation as c (departement, rendez_vous, allocataire, rang, envoyee_le, canal, preuve, saisi_le, remise_le, echec_remise)
     select o.departement, d.actuel, o.allocataire, o.rang, o.envoyee_le, o.canal, o.preuve, o.saisi_le, o.remise_le, o.echec_remise
     from ${REUNIS}
     join rendez_vous.convocation o on o.departement = d.departement and o.rendez_vous = d.ancien and o.saisi_le is not null
     join rendez_vous.participation p on p.departement = d.departement and p.rendez_vous = d.actuel and p.allocataire = o.allocataire
     on conflict (departement, rendez_vous, allocataire) do update set envoyee_le = excluded.envoyee_le, canal = excluded.canal, preuve = excluded.preuve,
       saisi_le = excluded.saisi_le where c.saisi_le is null`,
    lignes,
  );
}
