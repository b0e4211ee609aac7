import type pg from "pg";

/** A file that names whoever is erased loses its content, with all its lines: what was left stays told by its rank and its fingerprint,
 * and what was not left yet leaves in a later file, without her. Before the exchanges forget whom they name. */
const OUBLIER = `update echanges.depot d set contenu = null, efface_le = $3
  where d.efface_le is null and (d.departement, d.id) in (
    select e.departement, e.depot from echanges.echange e join unnest($1::text[], $2::uuid[]) x (departement, id)
      on e.departement = x.departement and e.allocataire = x.id
    where e.depot is not null)`;

/** `departements` and `allocataires` go together; canonical ids. */
export async function oublierDepots(
  client: pg.ClientBase,
  effacees: { departements: string[]; allocataires: string[] },
  le: Date,
): Promise<void> {
  await client.query(OUBLIER, [effacees.departements, effacees.allocataires, le]);
}

/** Days for which a file that was left can be given again, to the byte. */
export const CONSERVATION_JOURS = 366;

const PURGER = "update echanges.depot set contenu = null, efface_le = $2 where efface_le is null and depose_le < $1";

/** Blanks the files that were left too long ago. Returns how many. */
export async function purgerDepots(client: pg.ClientBase, le: Date): Promise<number> {
  const limite = new Date(le.getTime() - CONSERVATION_JOURS * 86_400_000);
  return (await client.query(PURGER, [limite, le])).rowCount ?? 0;
}
