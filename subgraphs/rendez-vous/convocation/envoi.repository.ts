import type { Transaction } from "../../shared/database";
import type { ParticipationVerrouillee } from "../ecriture.repository";
import type { Envoi, Remise } from "./envoi";

/** The sending known of a participation, or null when she was not convened. */
export const convocationDe = (tx: Transaction, p: ParticipationVerrouillee, rendezVous: string): Promise<{ envoyeeLe: Date } | null> =>
  tx.row(`select envoyee_le as "envoyeeLe" from rendez_vous.convocation where departement = $1 and rendez_vous = $2 and allocataire = $3`, [
    p.departement,
    rendezVous,
    p.allocataire,
  ]);

/** What the convocation said before a change stays in its history. */
const garder = (tx: Transaction, p: ParticipationVerrouillee, rendezVous: string, le: Date, client: string): Promise<number> =>
  tx.execute(
    `insert into rendez_vous.convocation_historique (departement, rendez_vous, allocataire, envoyee_le, canal, preuve, remise_le, echec_remise, le, client)
     select departement, rendez_vous, allocataire, envoyee_le, canal, preuve, remise_le, echec_remise, $4, $5
     from rendez_vous.convocation where departement = $1 and rendez_vous = $2 and allocataire = $3`,
    [p.departement, rendezVous, p.allocataire, le, client],
  );

/** Records a sending; the rank is computed after. A second sending takes the place of the first, whose delivery says nothing of it. */
export async function ecrireEnvoi(
  tx: Transaction,
  p: ParticipationVerrouillee,
  rendezVous: string,
  { canal, envoyeeLe, preuve }: Envoi,
  { le, client }: { le: Date; client: string },
): Promise<void> {
  await garder(tx, p, rendezVous, le, client);
  await tx.execute(
    `insert into rendez_vous.convocation as c (departement, rendez_vous, allocataire, rang, envoyee_le, canal, preuve, saisi_le) values ($1, $2, $3, 1, $4, $5, $6, $7)
     on conflict (departement, rendez_vous, allocataire) do update set canal = excluded.canal, preuve = excluded.preuve, saisi_le = excluded.saisi_le,
       remise_le = case when c.envoyee_le = excluded.envoyee_le then c.remise_le end,
       echec_remise = case when c.envoyee_le = excluded.envoyee_le then c.echec_remise end, envoyee_le = excluded.envoyee_le`,
    [p.departement, rendezVous, p.allocataire, envoyeeLe, canal, preuve, le],
  );
}

export async function ecrireRemise(
  tx: Transaction,
  p: ParticipationVerrouillee,
  rendezVous: string,
  { remiseLe, echec }: Remise,
  { le, client }: { le: Date; client: string },
): Promise<void> {
  await garder(tx, p, rendezVous, le, client);
  await tx.execute(
    `update rendez_vous.convocation set remise_le = $4, echec_remise = $5 where departement = $1 and rendez_vous = $2 and allocataire = $3`,
    [p.departement, rendezVous, p.allocataire, remiseLe, echec],
  );
}
