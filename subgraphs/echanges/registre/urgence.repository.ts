import { defineLoader } from "../../shared/context";

export interface LigneDuRegistre {
  operation: string;
  allocataire: string;
  client: string;
  le: Date;
}

// The opening is written in the transaction of its trace, whose instant is a little before. The agent is that of the journal: another one of the same
// client may follow the person.
const MOTIFS = `select d.operation || '.' || d.allocataire as cle, u.motif
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) as d (operation, allocataire, client, le)
  cross join lateral (
    select u.motif from journal.acces_urgence u
    where u.client = d.client and u.ouvert_le <= d.le + interval '1 second' and d.le < coalesce(u.ferme_le, u.expire_le)
      and (u.allocataire = d.allocataire or u.allocataire in (
        select p.allocataire from publie.perimetre p where p.departement = u.departement and p.canonique = d.allocataire))
      and exists (select from journal.consultation c where c.operation = d.operation and c.agent is not distinct from u.agent)
    order by u.ouvert_le desc limit 1) u`;

/** Why a line of the register was read under an emergency access; null when it was not. One statement for a page. */
export const motifUrgence = defineLoader<LigneDuRegistre, string | null>(
  async (lignes, tx) => {
    const rows = await tx.rows<{ cle: string; motif: string }>(MOTIFS, [
      lignes.map((l) => l.operation),
      lignes.map((l) => l.allocataire),
      lignes.map((l) => l.client),
      lignes.map((l) => l.le),
    ]);
    const byKey = new Map(rows.map(({ cle, motif }) => [cle, motif]));
    return lignes.map((l) => byKey.get(`${l.operation}.${l.allocataire}`) ?? null);
  },
  (l) => `${l.operation}.${l.allocataire}` as never,
);
