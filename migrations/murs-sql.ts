/** Walls by class, as the policy of November 2026 says them (subgraphs/shared/droits/politique.ts). Frozen: a policy that changes
 * takes another migration, and `test/rights/murs.test.ts` says which table. */
const FINALITE = "(select current_setting('unefois.finalite', true))";
const AGENT = "(select current_setting('unefois.referent', true))";
const AUJOURDHUI = "(select current_setting('unefois.aujourdhui', true))::date";

/** Whom the organisme of the caller follows today, whatever the caller's reach. */
const SUIVIE_PAR_L_ORGANISME = `allocataire in (select p.allocataire from publie.perimetre p
      where p.organisme = (select current_setting('unefois.organisme', true)) and p.du <= ${AUJOURDHUI} and (p.au is null or p.au >= ${AUJOURDHUI}))`;

const parmi = (finalites: string) => `${FINALITE} = any ('{${finalites},SYSTEME}'::text[])`;
const IDENTITE_OU_SOCIALE = parmi("ORIENTATION,ACCOMPAGNEMENT,DROITS_ET_DEVOIRS,GESTION_DU_DROIT,EXERCICE_DES_DROITS");

const CLASSES = {
  IDENTITE: { lecture: IDENTITE_OU_SOCIALE, ecriture: IDENTITE_OU_SOCIALE },
  SOCIALE: { lecture: IDENTITE_OU_SOCIALE, ecriture: IDENTITE_OU_SOCIALE },
  SANTE: {
    lecture: `${parmi("ORIENTATION,EXERCICE_DES_DROITS")}
    or (${FINALITE} = any ('{ACCOMPAGNEMENT}'::text[]) and (${AGENT} = '' or ${AGENT} <> '' and ${SUIVIE_PAR_L_ORGANISME}))`,
    ecriture: parmi("ORIENTATION,ACCOMPAGNEMENT,EXERCICE_DES_DROITS"),
  },
};

/** Who reads a column of a class, where it is walled apart from its table (`colonnes-sql.ts`). */
export const LECTURE = { SANTE: CLASSES.SANTE.lecture, NIR: parmi("GESTION_DU_DROIT") };

/** A restrictive policy adds to the perimeter, and never opens what it closes. */
export const murSql = (schema: string, classe: keyof typeof CLASSES, tables: readonly string[]): string =>
  tables
    .map(
      (table) => `create policy classe on ${schema}.${table} as restrictive for all to unefois_${schema}
    using (${CLASSES[classe].lecture}) with check (${CLASSES[classe].ecriture});`,
    )
    .join("\n");

export const sansMurSql = (schema: string, tables: readonly string[]): string =>
  tables.map((table) => `drop policy classe on ${schema}.${table};`).join("\n");
