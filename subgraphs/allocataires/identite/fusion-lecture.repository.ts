import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { listesParCle } from "../par-cle";
import type { Fusion } from "./fusion";
import { type FaitGarde, LIRE_GARDES } from "./separation.repository";

const COLONNES = `f.id, f.departement, f.allocataire, f.fusionnee, f.motif, f.decidee_le as "decideeLe", f.decidee_par as "decideePar",
  f.separee_le as "separeeLe", f.separee_par as "separeePar", f.separation_motif as "separationMotif"`;

/** Merges of these people, oldest first: into them, and those of them that were undone since. */
export const fusionsParAllocataire = defineLoader<string, Fusion[]>(async (ids, tx) => {
  const lignes = await tx.rows<Fusion & { de: string }>(
    `select f.allocataire as de, ${COLONNES} from allocataires.fusion f where f.allocataire = any ($1::uuid[])
     union all
     select f.fusionnee, ${COLONNES} from allocataires.fusion f where f.fusionnee = any ($1::uuid[]) and f.separee_le is not null
     order by "decideeLe", id`,
    [ids],
  );
  return listesParCle(ids, lignes, (f) => f.de);
});

export const fusionParId = (tx: Transaction, id: string): Promise<Fusion | null> =>
  tx.row<Fusion>(`select ${COLONNES} from allocataires.fusion f where f.id = $1::uuid`, [id]);

/** Locks a merge; `suivie`: a later one still stands on the same person. */
export function fusionVerrouillee(tx: Transaction, id: string): Promise<(Fusion & { suivie: boolean }) | null> {
  return tx.row<Fusion & { suivie: boolean }>(
    `select ${COLONNES}, exists (select from allocataires.fusion g where g.departement = f.departement and g.id <> f.id and g.separee_le is null
       and f.allocataire in (g.allocataire, g.fusionnee) and (g.decidee_le, g.id) > (f.decidee_le, f.id)) as suivie
     from allocataires.fusion f where f.id = $1::uuid for update`,
    [id],
  );
}

/** Acts recorded between merge and separation, which stayed with the one who kept the id. */
export const faitsGardesParFusion = defineLoader<{ id: string; departement: string }, FaitGarde[]>(
  async (fusions, tx) => {
    const lignes = await tx.rows<FaitGarde & { fusion: string }>(LIRE_GARDES, [fusions.map((f) => f.id)]);
    return listesParCle(
      fusions.map((f) => f.id),
      lignes,
      (l) => l.fusion,
    );
  },
  (f) => f.id,
);

export interface RapprochementVerrouille {
  id: string;
  departement: string;
  statut: string;
  candidats: string[];
  allocataire: string | null;
}

/** Locks a rapprochement; candidates and person followed to whoever replaces them. */
export function rapprochementVerrouille(tx: Transaction, id: string): Promise<RapprochementVerrouille | null> {
  return tx.row<RapprochementVerrouille>(
    `select r.id, r.departement, r.statut,
       array(select coalesce(a.canonique, a.id) from allocataires.allocataire a where a.departement = r.departement and a.id = any (r.candidats)) as candidats,
       (select coalesce(a.canonique, a.id) from allocataires.allocataire a where a.departement = r.departement and a.id = r.allocataire) as allocataire
     from allocataires.rapprochement r where r.id = $1::uuid for update`,
    [id],
  );
}

/** Settles it, and the others that asked the same of the same person. */
export async function solderRapprochement(
  tx: Transaction,
  r: { departement: string; id: string; statut: "RESOLU" | "REJETE"; allocataire: string | null; le: Date; par: string },
): Promise<void> {
  await tx.execute(
    `update allocataires.rapprochement r set statut = $3, allocataire = coalesce(r.allocataire, $4::uuid), decide_le = $5, decide_par = $6
     where r.departement = $1 and r.id = $2::uuid`,
    [r.departement, r.id, r.statut, r.allocataire, r.le, r.par],
  );
  if (r.allocataire !== null) await solderSansObjet(tx, { ...r, allocataire: r.allocataire });
}

/** Settles what a merge answers: the received person and all her candidates are one by now. */
export async function solderSansObjet(
  tx: Transaction,
  r: { departement: string; allocataire: string; le: Date; par: string },
): Promise<void> {
  await tx.execute(
    `update allocataires.rapprochement r set statut = 'RESOLU', decide_le = $3, decide_par = $4
     from allocataires.allocataire p where r.departement = $1 and r.statut = 'A_TRAITER' and p.departement = r.departement and p.id = r.allocataire
       and coalesce(p.canonique, p.id) = $2::uuid and not exists (select from allocataires.allocataire c where c.departement = r.departement and c.id = any (r.candidats)
         and coalesce(c.canonique, c.id) <> $2::uuid)`,
    [r.departement, r.allocataire, r.le, r.par],
  );
}
