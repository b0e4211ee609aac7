import { versPartenaire } from "../../shared/contrat/correspondance/correspondance";
import { ORGANISME_ORIENTATION_FT } from "../../shared/contrat/correspondance/organisme";
import type { EntiteFT, OrganismeFT } from "../france-travail/api";

/** An organisme of the hub, with the codes that partners know it by. */
export interface OrganismeDit {
  id: string;
  type: string;
  codeAurore: string | null;
  codeSafir: string | null;
}

/** The entity of an orientation, or null when France Travail has no word for the organisme. */
export function entiteFT(organisme: OrganismeDit | null): EntiteFT | null {
  const code = organisme && versPartenaire(ORGANISME_ORIENTATION_FT, organisme.type);
  if (!code || code === "IND") return null;
  return { organisme: { code: code as OrganismeFT }, ...(organisme.codeAurore && { structure: { code: organisme.codeAurore } }) };
}

export const memeOrganisme = (lue: EntiteFT | null | undefined, notre: EntiteFT): boolean => lue?.organisme.code === notre.organisme.code;

/** The same organisme, and our structure when we name one. */
export const memeEntite = (lue: EntiteFT | null | undefined, notre: EntiteFT): boolean =>
  memeOrganisme(lue, notre) && (!notre.structure || lue?.structure?.code?.toUpperCase() === notre.structure.code.toUpperCase());

/** How an entity is shown in a divergence. */
export const entiteDite = (entite: EntiteFT | null | undefined): string | null =>
  entite ? [entite.organisme.code, entite.structure?.code].filter(Boolean).join(" ") : null;
