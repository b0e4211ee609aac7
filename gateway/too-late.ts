import type { Reessai } from "../subgraphs/shared/reessai";
import { Refusal } from "./refusal";

const seconds = (ms: number) => (Math.round(ms / 100) / 10).toLocaleString("fr-FR");

/** The operation is not over after `limit` milliseconds. @param reessai a mutation may have been applied. */
export const tooLate = (limit: number, reessai: Reessai) =>
  new Refusal("DELAI_DEPASSE", `La réponse n’est pas prête après ${seconds(limit)} s : demandez moins à la fois, ou réessayez.`, {
    status: 504,
    extensions: { reessai },
  });

/** The planner found no plan in `limit` milliseconds: the document is what is too much, not what it brings. */
export const tooComplex = (limit: number) =>
  new Refusal(
    "DELAI_DEPASSE",
    `La requête est trop complexe : son plan n’est pas prêt après ${seconds(limit)} s. Coupez-la en plusieurs, avec moins de niveaux imbriqués.`,
    { status: 504, extensions: { etape: "planification" } },
  );
