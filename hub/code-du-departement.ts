import { asOwner } from "../subgraphs/shared/owner";

/** Code of the organisme that is the Département itself; null when the hub does not have it. */
export const codeDuDepartement = (databaseUrl: string, departement: string): Promise<string | null> =>
  asOwner(databaseUrl, async (client) => {
    const { rows } = await client.query<{ code: string }>(
      "select code from allocataires.organisme where departement = $1 and type = 'DEPARTEMENT' order by code limit 1",
      [departement],
    );
    return rows[0]?.code ?? null;
  });
