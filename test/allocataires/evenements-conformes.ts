import fs from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import type pg from "pg";

const ajv = addFormats(new Ajv({ allErrors: true, allowUnionTypes: true }));

/** Every event that a test published follows its schema, and carries none of these words. */
export async function verifierEvenements(owner: pg.Client, types: string[], interdits: RegExp): Promise<void> {
  const { rows } = await owner.query<{ type: string; donnees: unknown }>("select type, donnees from journal.evenement order by rang");
  const vus = new Set(rows.map(({ type }) => type));
  expect(types.filter((type) => !vus.has(type))).toEqual([]);
  for (const { type, donnees } of rows) {
    const valider =
      ajv.getSchema(type) ?? ajv.compile({ ...JSON.parse(fs.readFileSync(`schema/evenements/${type}.json`, "utf8")), $id: type });
    expect({ type, donnees, valide: valider(donnees), erreurs: valider.errors }).toMatchObject({ valide: true, erreurs: null });
  }
  expect(JSON.stringify(rows)).not.toMatch(interdits);
}
