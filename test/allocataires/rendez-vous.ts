import type pg from "pg";

/** A convocation sent on 2026-01-20 and, unless said otherwise, delivered the next day. */
export interface Convocation {
  rang?: number;
  remiseLe?: string | null;
  echec?: string | null;
}

/** An appointment of 2026-01-29, with its convocation; null: none was sent. */
export async function ajouterRendezVous(
  owner: pg.Client,
  allocataire: string,
  statut: string,
  convocation: Convocation | null = {},
): Promise<string> {
  const { rows } = await owner.query(
    `with r as (insert into rendez_vous.rendez_vous (departement, debut, duree_minutes, modalite, famille, motif, source, collectee_le, recue_le)
       values ('94', '2026-01-29T09:00:00Z', 30, 'PHYSIQUE', 'ACCOMPAGNEMENT', 'motif', 'DEPARTEMENT', '2026-01-20', '2026-01-20') returning id)
     insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) select '94', id, $1, $2, '2026-01-29' from r returning rendez_vous`,
    [allocataire, statut],
  );
  const id = rows[0].rendez_vous as string;
  if (convocation) {
    const { rang = 1, remiseLe = "2026-01-21T10:00:00Z", echec = null } = convocation;
    await owner.query(
      `insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal, remise_le, echec_remise)
       values ('94', $1, $2, $3, '2026-01-20T10:00:00Z', 'POSTAL', $4, $5)`,
      [id, allocataire, rang, remiseLe, echec],
    );
  }
  return id;
}
