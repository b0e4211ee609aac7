import type { Transaction } from "../../shared/database";
import type { EtapeDePersonne } from "../examen/secondes-absences";

/** A transaction of a request, or of a follower of the journal. */
export type Ecrivain = Pick<Transaction, "rows" | "execute">;

/** Every appointment of these people, their rows of before a merge included, with the id that they have now. One statement. */
export async function etapesDesPersonnes(tx: Ecrivain, people: readonly string[]): Promise<(EtapeDePersonne & { canonique: string })[]> {
  if (people.length === 0) return [];
  return tx.rows(
    `with demande as (
       select distinct e.departement, e.canonique from (select distinct unnest($1::uuid[]) as id) d
       cross join lateral (select p.departement, p.canonique from publie.perimetre p where p.allocataire = d.id limit 1) e),
     membre as materialized (
       select distinct d.departement, d.canonique, x.allocataire from demande d
       cross join lateral (select p.allocataire from publie.perimetre p where p.departement = d.departement and p.canonique = d.canonique offset 0) x)
     select m.canonique, p.departement, p.allocataire, p.rendez_vous as "rendezVous", r.debut, p.statut, r.famille, c.rang, c.rang is not null as convoquee
     from membre m
     join rendez_vous.participation p on p.departement = m.departement and p.allocataire = m.allocataire
     join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
     left join rendez_vous.convocation c on c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire`,
    [people],
  );
}

/** Writes ranks that changed. */
export async function ecrireRangs(
  tx: Ecrivain,
  rangs: readonly { departement: string; rendezVous: string; allocataire: string; rang: number }[],
): Promise<void> {
  if (rangs.length === 0) return;
  await tx.execute(
    `update rendez_vous.convocation c set rang = d.rang
     from jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid, rang int)
     where c.departement = d.departement and c.rendez_vous = d."rendezVous" and c.allocataire = d.allocataire and c.rang <> d.rang`,
    [JSON.stringify(rangs)],
  );
}
