import type pg from "pg";
import { organismeId, referentId } from "../../shared/database";
import type { Enregistrement } from "./format";

/** Writes a référent, new or changed. False: its organisme is unknown in the département. Through the owner: imports only. */
export async function enregistrerReferent(owner: pg.Pool, departement: string, e: Enregistrement): Promise<boolean> {
  const organisme = organismeId(departement, String(e.organisme));
  const { rowCount } = await owner.query(
    `with connu as (select id from allocataires.organisme where departement = $1 and id = $2)
     insert into allocataires.referent as r (departement, id, organisme, code, nom, prenom, fonction)
     select $1, $3, k.id, $4, $5, $6, $7 from connu k
     on conflict (id) do update set (nom, prenom, fonction) = (excluded.nom, excluded.prenom, excluded.fonction)`,
    [departement, organisme, referentId(organisme, String(e.code)), e.code, e.nom, e.prenom ?? null, e.fonction ?? null],
  );
  return rowCount === 1;
}
