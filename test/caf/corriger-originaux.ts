import type pg from "pg";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ouvrirOriginal, scellerOriginal } from "../../subgraphs/shared/original-garde";
import { NIR_KEY } from "../setup/subgraph";

/** Corrects the kept rejects, as the organisme payeur would. */
export async function corrigerOriginaux(owner: pg.Client, de: string, vers: string): Promise<void> {
  const cipher = new NirCipher(NIR_KEY);
  for (const { id, original } of (await owner.query("select id, original from allocataires.rejet where original <> ''")).rows)
    await owner.query("update allocataires.rejet set original = $2 where id = $1", [
      id,
      scellerOriginal(cipher, ouvrirOriginal(cipher, original).replaceAll(de, vers)),
    ]);
}
