import { FINALITES, type Finalite, SYSTEME } from "../identity";
import { departementsSql, estSuivie, setting } from "../perimetre";
import type { ClasseDonnee, Relation } from "./classes";
import { relationRequise } from "./politique";
import type { ColonneMuree, TableDePersonnes } from "./tables";

/** Name of the policy that carries purpose × class × relation; `perimetre` carries the reach of the caller. */
export const POLITIQUE_DE_CLASSE = "classe";

const parmi = (finalites: readonly string[]) => `${setting("finalite")} = any ('{${finalites.join(",")}}'::text[])`;

/** Condition that a row meets to be read for a relation. TERRITOIRE and AUCUNE: whom the perimeter shows. */
function lien(relation: Relation, allocataire: string | null): string | null {
  if (relation === "TERRITOIRE" || relation === "AUCUNE") return null;
  if (allocataire === null) throw new Error(`Une table qui ne nomme pas la personne elle-même ne sait pas la relation ${relation}.`);
  return `${allocataire} in (select p.allocataire from publie.perimetre p where ${estSuivie(relation)})`;
}

/** What holds for a system (`=`), or for a person behind it (`<>`). */
const pour = (qui: "=" | "<>", condition: string | null) =>
  [`${setting("referent")} ${qui} ''`, ...(condition ? [condition] : [])].join(" and ");

/** Purposes that open a class, gathered by the condition that they put: for a system, and for a person behind it. */
function conditions(classe: ClasseDonnee, allocataire: string | null): string[] {
  const parLien = new Map<string, Finalite[]>();
  for (const finalite of FINALITES) {
    const systeme = relationRequise(finalite, classe, false);
    const agent = relationRequise(finalite, classe, true);
    if (systeme === null || agent === null) continue;
    const [duSysteme, deLAgent] = [lien(systeme, allocataire), lien(agent, allocataire)];
    const condition = duSysteme === deLAgent ? (duSysteme ?? "") : `(${pour("=", duSysteme)} or ${pour("<>", deLAgent)})`;
    parLien.set(condition, [...(parLien.get(condition) ?? []), finalite]);
  }
  const libres = parmi([...(parLien.get("") ?? []), SYSTEME]);
  return [libres, ...[...parLien].filter(([condition]) => condition !== "").map(([condition, qui]) => `(${parmi(qui)} and ${condition})`)];
}

/** SQL of the condition of a table: who reads its rows, by the policy. Null where the perimeter is the only wall.
 * Migrations keep the text of the day they were written; a test compares it with what this function says now. */
export function conditionDeClasse({ classe, allocataire }: TableDePersonnes): string | null {
  if (classe === "PUBLIQUE" || classe === "ORDINAIRE") return null;
  return conditions(classe, allocataire).join(" or ");
}

/** SQL of the view that walls a column: its rows are those of the table that the perimeter gives, under a purpose that opens the class.
 * @param perimetre SQL condition on the table: whom the caller may read. */
export const vueDeColonneSql = ({ schema, table, colonne, cle, classe }: ColonneMuree, perimetre: string): string =>
  `select ${cle.join(", ")}, ${colonne} from ${schema}.${table}
   where departement = any ${departementsSql} and ${perimetre} and ${lisibleSql(classe, "allocataire")}`;

/** SQL condition: a column of a class may be read of this person, in a table of another class. */
export const lisibleSql = (classe: ClasseDonnee, allocataire: string): string => `(${conditions(classe, allocataire).join(" or ")})`;

/** What a row is written under: a purpose that opens its class to somebody. Whom one may write of is the perimeter's matter. */
export function ecritureDeClasse({ classe }: TableDePersonnes): string {
  return parmi([...FINALITES.filter((finalite) => relationRequise(finalite, classe, false) !== null), SYSTEME]);
}
