import type { EntityManager } from "typeorm";
import { defineLoader } from "../../shared/context";
import { listesParCle } from "../par-cle";
import type { CodeOrganisme } from "./codes-organisme";

/** Codes of organismes, by system, in one statement. */
export const codesParOrganisme = defineLoader<string, CodeOrganisme[]>(async (ids, tx) =>
  listesParCle(
    ids,
    await tx.rows<CodeOrganisme & { organisme: string }>(
      "select c.organisme, c.systeme, c.valeur from allocataires.organisme_code c where c.organisme = any ($1::text[]) order by c.organisme, c.systeme",
      [ids],
    ),
    (c) => c.organisme,
  ),
);

/** What a file says of a code; a null value: it has none any more. */
export interface CodeLu {
  organisme: string;
  systeme: CodeOrganisme["systeme"];
  valeur: string | null;
}

/** Writes what is new or different, through the owner, and takes out what the file empties. Gives the organismes whose codes changed. */
export async function enregistrerCodes(manager: EntityManager, departement: string, codes: readonly CodeLu[]): Promise<string[]> {
  if (codes.length === 0) return [];
  const changes: { organisme: string }[] = await manager.query(
    `with lu as (select * from unnest($2::text[], $3::text[], $4::text[]) x (organisme, systeme, valeur)), ote as (
       delete from allocataires.organisme_code c using lu
       where c.departement = $1 and c.organisme = lu.organisme and c.systeme = lu.systeme and lu.valeur is null returning c.organisme
     ), ecrit as (
       insert into allocataires.organisme_code as c (departement, organisme, systeme, valeur)
       select $1, organisme, systeme, valeur from lu where valeur is not null
       on conflict (departement, organisme, systeme) do update set valeur = excluded.valeur where c.valeur <> excluded.valeur
       returning c.organisme
     ) select organisme from ote union select organisme from ecrit`,
    [departement, codes.map((c) => c.organisme), codes.map((c) => c.systeme), codes.map((c) => c.valeur)],
  );
  return changes.map((c) => c.organisme);
}
