import { z } from "zod";
import type { ApiActivites } from "./api";
import { texte, texteOuNul } from "./lecture-json";
import type { Transport } from "./transport";

const PAGE = z.object({
  activites: z.array(
    z.object({
      identifiantActivite: texte,
      codeActivite: z.string(),
      usager: z.object({ identifiant: texte, typeIdentifiant: z.string() }),
      dateCreation: z.string(),
      dateEcheance: texteOuNul,
      dateEcheanceProche: z.boolean().optional(),
      attributsSpecifiques: z
        .array(z.object({ nom: z.string(), valeur: texte }))
        .nullish()
        .transform((v) => v ?? []),
    }),
  ),
  hasMore: z
    .boolean()
    .nullish()
    .transform((v) => v ?? false),
  cursor: texteOuNul,
});

/** Activités opérationnelles v2: the only notification of France Travail, pulled a thousand at a time. */
export const clientActivites = (transport: Transport): ApiActivites => ({
  chercher: async (critere, options = {}) =>
    (await transport.appeler({
      api: "activites",
      operation: "chercher",
      methode: "GET",
      chemin: "/activites/chercher",
      parametres: { ...critere, numeroFranceTravail: options.numeroFranceTravail, cursor: options.cursor ?? undefined },
      liste: true,
      schema: PAGE,
    })) ?? { activites: [], hasMore: false, cursor: null },
});
