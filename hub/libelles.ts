import { buildSchema, isObjectType } from "graphql";

const PLUMBING = /^(Query|Mutation|PageInfo|.*Connection|.*Edge|_.*)$/;

/** What each coordinate of the subgraphs is, for a person: its class, and the first words of its description.
 * @param sdls SDL of the subgraphs. */
export function libellesDe(sdls: readonly string[]): Record<string, [classe: string, libelle: string]> {
  const libelles: Record<string, [string, string]> = {};
  for (const sdl of sdls) {
    for (const type of Object.values(buildSchema(sdl, { assumeValid: true, assumeValidSDL: true }).getTypeMap())) {
      if (!isObjectType(type) || PLUMBING.test(type.name)) continue;
      for (const field of Object.values(type.getFields())) {
        const donnee = field.astNode?.directives?.find((d) => d.name.value === "donnee")?.arguments?.[0]?.value;
        const classe = donnee?.kind === "EnumValue" ? donnee.value : "ORDINAIRE";
        const libelle = (field.description ?? field.name).split(/[.;:(\n]/)[0]!.trim();
        libelles[`${type.name}.${field.name}`] ??= [classe, libelle];
      }
    }
  }
  return Object.fromEntries(Object.entries(libelles).sort(([a], [b]) => (a < b ? -1 : 1)));
}
