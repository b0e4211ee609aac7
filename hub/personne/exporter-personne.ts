import type pg from "pg";
import type { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import type { Caller } from "../../subgraphs/shared/identity";
import { insertConsultation } from "../../subgraphs/shared/journal";
import type { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { newOperation } from "../../subgraphs/shared/operation";
import { allOrNothing } from "../../subgraphs/shared/owner";
import { type ExportPersonne, enRubriques, type PersonneExportee } from "./export-personne";
import { durees, lireTable, nomsDesOrganismes } from "./lire-personne.repository";
import { rejetsQuiNomment } from "./rejets.repository";
import { PARTS } from "./tables-du-hub";

export interface DemandeExport {
  personne: PersonneExportee;
  /** Who asks, as her register will say it. */
  caller: Caller;
  nirEnClair: boolean;
  le: Date;
  /** Client systems by the name that their register gives them; without, a person reads that an authorised software read. */
  clients?: Pick<RegistreClients, "all">;
}

export interface ExportLu {
  export: ExportPersonne;
  /** Names of organismes, référents and client systems, for the document in French. */
  noms: ReadonlyMap<string, string>;
}

const CHAMPS = ["ExportPersonne.contenu"];

/** Reads all that the hub holds on a person at one instant, and writes the reading in her register in the same transaction: no register, no export.
 * The reading itself is not in what it gives. */
export function exporterPersonne(client: pg.ClientBase, cipher: NirCipher, demande: DemandeExport): Promise<ExportLu> {
  const { personne, caller, nirEnClair, le, clients } = demande;
  return allOrNothing(client, async () => {
    await client.query("set transaction isolation level repeatable read");
    const lecture = { personne, rejets: await rejetsQuiNomment(client, cipher, personne), cipher, nirEnClair };
    const tables = [];
    for (const table of PARTS.flatMap((part) => part.tables)) tables.push(await lireTable(client, table, lecture));
    const systemes = clients?.all().map(({ client, nom }) => [client, nom] as const) ?? [];
    const noms = new Map([...systemes, ...(await nomsDesOrganismes(client, personne.departement))]);
    const conservation = await durees(client, personne.departement);
    const execute = async (sql: string, valeurs: unknown[] = []) => (await client.query(sql, valeurs)).rowCount ?? 0;
    const operation = newOperation("exporterPersonne");
    await insertConsultation(
      { execute },
      { nature: "EXPORT", operation, subgraph: "hub", caller, allocataires: [personne.id], champs: CHAMPS, le },
    );
    const nonRemis = PARTS.flatMap((part) =>
      part.sans.map(({ raison, tables: noms }) => ({ raison, tables: noms.map((nom) => `${part.schema}.${nom}`) })),
    );
    return {
      export: {
        format: "unefois-export-personne",
        version: 1,
        faitLe: le.toISOString(),
        personne,
        conservation,
        rubriques: enRubriques(tables),
        nonRemis,
      },
      noms,
    };
  });
}
