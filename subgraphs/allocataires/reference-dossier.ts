import type pg from "pg";

const FORME = /^dossier:([^/\s]{1,40})\/([A-Z]{2,4})$/;

/** The people that a file names by their RSA file: `dossier:<NUMDEMRSA>/<ROLEPERS>` (DEM, CJT…) to the person's UUID, canonical after a merge.
 * A reference that has another shape, or that names nobody, is absent. One statement, through the owner: imports only.
 * A file number shared by two départements names nobody rather than the wrong person. */
export async function resoudreReferences(owner: pg.ClientBase, references: string[]): Promise<Map<string, string>> {
  const lues = [...new Set(references)].flatMap((reference) => {
    const forme = FORME.exec(reference);
    return forme ? [{ reference, numero: forme[1]!, role: forme[2]! }] : [];
  });
  if (lues.length === 0) return new Map();
  const { rows } = await owner.query<{ reference: string; id: string }>(
    `select r.reference, min(coalesce(a.canonique, a.id)::text) as id
     from unnest($1::text[], $2::text[], $3::text[]) r(reference, numero, role)
     join allocataires.dossier d on d.numero_demande = r.numero
     join allocataires.membre m on m.departement = d.departement and m.dossier = d.id and m.role = r.role and m.au is null
     join allocataires.allocataire a on a.departement = m.departement and a.id = m.allocataire
     group by r.reference having count(distinct coalesce(a.canonique, a.id)) = 1`,
    [lues.map((l) => l.reference), lues.map((l) => l.numero), lues.map((l) => l.role)],
  );
  return new Map(rows.map((row) => [row.reference, row.id]));
}
