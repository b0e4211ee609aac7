/** Version of the facts of the département $1, as the statement that reads it sees them: the row of the cursor, which changes with each batch
 * of events and each rebuilding, in their transaction; and those of the territories. Null before any event: then nothing says what changes. */
export const VERSION_DES_FAITS = `((select c.position || ' ' || c.xmin from indicateurs.curseur c where c.nom = 'indicateurs') || ' '
  || coalesce((select md5(string_agg(t.code || ' ' || t.xmin, ',' order by t.code)) from indicateurs.territoire t where t.departement = $1), ''))`;
