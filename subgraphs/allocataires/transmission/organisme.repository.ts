import type { Transaction } from "../../shared/database";
import type { TypeOrganisme } from "../vocabulaire";

/** An organisme as partners may name it. */
export interface OrganismeATransmettre {
  id: string;
  type: TypeOrganisme;
  codeAurore: string | null;
  codeSafir: string | null;
  siret: string | null;
}

const code = (g: string, champ: string, systeme: string) =>
  `'${champ}', (select c.valeur from allocataires.organisme_code c
     where c.departement = ${g}.departement and c.organisme = ${g}.id and c.systeme = '${systeme}')`;

/** SQL of an organisme, by its alias, with its codes: jsonb in the shape of OrganismeATransmettre. */
export const organismeJson = (g: string): string =>
  `jsonb_build_object('id', ${g}.id, 'type', ${g}.type, ${code(g, "codeAurore", "AURORE")}, ${code(g, "codeSafir", "SAFIR")}, ${code(g, "siret", "SIRET")})`;

/** Organismes by id, with their codes: one statement. */
export async function organismesATransmettre(tx: Transaction, ids: readonly string[]): Promise<Map<string, OrganismeATransmettre>> {
  const lignes = await tx.rows<{ organisme: OrganismeATransmettre }>(
    `select ${organismeJson("g")} as organisme from allocataires.organisme g where g.id = any ($1::text[])`,
    [ids],
  );
  return new Map(lignes.map(({ organisme }) => [organisme.id, organisme]));
}
