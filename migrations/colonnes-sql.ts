import { departementsSql, perimetreSql } from "../subgraphs/shared/perimetre";
import { LECTURE } from "./murs-sql";

export interface ColonneMuree {
  schema: string;
  table: string;
  /** The view, in the same schema, where the role reads the column. */
  vue: string;
  colonne: string;
  cle: readonly string[];
  classe: "SANTE" | "NIR";
  /** SQL condition of the perimeter, on the columns of the table; absent: its column `allocataire`. */
  perimetre?: string;
}

/** Takes a column away from the role of a schema, and gives it back in a view that the perimeter and the class wall. Writing stays as it was. */
export const murerColonneSql = ({ schema, table, vue, colonne, cle, classe, perimetre = perimetreSql("allocataire") }: ColonneMuree) => `
  create view ${schema}.${vue} with (security_barrier) as
    select ${cle.join(", ")}, ${colonne} from ${schema}.${table}
    where departement = any ${departementsSql} and ${perimetre} and (${LECTURE[classe]});
  comment on view ${schema}.${vue} is 'Colonne ${colonne} de ${table}, pour les finalités qui ouvrent la classe ${classe} : le rôle ne la lit qu’ici.';
  grant select on ${schema}.${vue} to unefois_${schema};
  do $$ declare colonnes text; begin
    select string_agg(quote_ident(attname), ', ') into colonnes from pg_catalog.pg_attribute
      where attrelid = '${schema}.${table}'::regclass and attnum > 0 and not attisdropped and attname <> '${colonne}';
    revoke select on ${schema}.${table} from unefois_${schema};
    execute format('grant select (%s) on ${schema}.${table} to unefois_${schema}', colonnes);
  end $$;`;

export const demurerColonneSql = ({ schema, table, vue }: ColonneMuree) => `
  drop view ${schema}.${vue};
  revoke select on ${schema}.${table} from unefois_${schema};
  grant select on ${schema}.${table} to unefois_${schema};`;
