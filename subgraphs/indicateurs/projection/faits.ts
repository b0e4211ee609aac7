import { colonnesDe, passee, TABLES_PROJETEES, type TableProjetee } from "./table";

/** Relation of SQL that gives the rows of each table, to be followed by an alias. */
export type Faits = Readonly<Record<TableProjetee, string>>;

/** Position of the parameter that says the day of knowledge, when it is asked. */
export const PARAMETRE_CONNU_LE = 4;

const relation = (table: TableProjetee): string => {
  const colonnes = [...colonnesDe(table), "connu_depuis"].join(", ");
  const jour = `$${PARAMETRE_CONNU_LE}::date`;
  return `(select ${colonnes} from indicateurs.${table} where connu_depuis <= ${jour}
    union all select ${colonnes} from indicateurs.${passee(table)} where connu_depuis <= ${jour} and connu_avant > ${jour})`;
};
const tous = (de: (table: TableProjetee) => string): Faits =>
  Object.fromEntries(TABLES_PROJETEES.map((table) => [table, de(table)])) as Record<TableProjetee, string>;

const ACTUELS = tous((table) => `indicateurs.${table}`);
const CONNUS = tous(relation);

/** The facts to count: those known now, or those that the hub knew at the end of a civil day ($4). */
export const faits = (connuLe: boolean): Faits => (connuLe ? CONNUS : ACTUELS);
