import { z } from "zod";
import type { ApiEvenements } from "./api";
import { texte, texteOuNul } from "./lecture-json";
import type { Transport } from "./transport";

/** At most, by page. */
const TAILLE = 100;

const places = z
  .number()
  .nullish()
  .transform((v) => v ?? null);

const EVENEMENT = z.object({
  id: texte,
  titre: z.string(),
  description: texteOuNul,
  typeEvenement: texteOuNul,
  dateDebut: z.string(),
  dateFin: texteOuNul,
  modalite: z.enum(["ADIST", "ENPHY"]).nullish().catch(null),
  codePostal: texteOuNul,
  ville: texteOuNul,
  nombrePlaceTotalPresentiel: places,
  nombreInscritPresentiel: places,
  nombrePlaceTotalDistance: places,
  nombreInscritDistance: places,
  codesRome: z.array(z.string()).nullish(),
});
const PAGE = z.object({ content: z.array(EVENEMENT), totalPages: z.number().optional(), last: z.boolean().optional() });

/** Événements emploi v1: the only source that tells places. */
export const clientEvenements = (transport: Transport): ApiEvenements => ({
  chercher: async ({ page = 0, ...critere }) => {
    const lu = await transport.appeler({
      api: "evenements",
      operation: "chercher",
      methode: "POST",
      chemin: "/mee/evenements",
      parametres: { page: String(page), size: String(TAILLE) },
      corps: critere,
      liste: true,
      schema: PAGE,
    });
    if (lu === null) return { evenements: [], suite: false };
    const suite = lu.last === undefined ? (lu.totalPages ?? 0) > page + 1 : !lu.last;
    return { evenements: lu.content, suite };
  },
});
