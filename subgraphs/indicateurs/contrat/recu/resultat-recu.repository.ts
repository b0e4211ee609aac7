import type { Transaction } from "../../../shared/database";
import { lireTerritoire } from "../../mesure/territoire";
import type { RecuRow } from "./resultat-recu";

/** What an official figure is of. */
export interface CleRecue {
  code: string;
  territoire: string;
  debut: string;
  fin: string;
}

export const cleRecue = ({ code, territoire, debut, fin }: CleRecue): string => `${code} ${territoire} ${debut} ${fin}`;

/** Every version received for some figures: one statement, whatever their number. */
export async function resultatsRecus(tx: Transaction, cles: readonly CleRecue[]): Promise<Map<string, RecuRow[]>> {
  const rows = await tx.rows<RecuRow & CleRecue>(
    `select r.code, r.territoire, r.debut::text, r.fin::text, r.part, r.version, r.valeur, r.texte, r.source, r.recu_le as "recuLe"
     from indicateurs.resultat_recu r
     join (select distinct * from unnest($1::text[], $2::text[], $3::date[], $4::date[])) x (code, territoire, debut, fin)
       on x.code = r.code and x.territoire = r.territoire and x.debut = r.debut and x.fin = r.fin
     where r.departement = any ($5) order by r.part, r.version`,
    [
      cles.map(({ code }) => code),
      cles.map(({ territoire }) => territoire),
      cles.map(({ debut }) => debut),
      cles.map(({ fin }) => fin),
      [...new Set(cles.map(({ territoire }) => departementDe(territoire)))],
    ],
  );
  return Map.groupBy(rows, cleRecue) as Map<string, RecuRow[]>;
}

const departementDe = (territoire: string): string => lireTerritoire(territoire)!.departement;
