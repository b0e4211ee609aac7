import type pg from "pg";

/** An opposition of a person to a treatment, as accepted. */
export async function opposer(owner: pg.Client, allocataire: string, traitement: string): Promise<void> {
  await owner.query(
    `with d as (
       insert into allocataires.demande_de_droits (departement, id, allocataire, nature, statut, traitements, recue_le, limite, statuee_le, cree_le, cree_par)
       values ('94', gen_random_uuid(), $1, 'OPPOSITION', 'ACCEPTEE', array[$2], '2026-03-01', '2026-04-01', '2026-03-02', '2026-03-01', '94-CD94') returning *)
     insert into allocataires.opposition (departement, allocataire, traitement, depuis, demande) select departement, allocataire, $2, '2026-03-02', id from d`,
    [allocataire, traitement],
  );
}
