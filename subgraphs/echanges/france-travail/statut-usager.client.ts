import { z } from "zod";
import type { ApiStatut } from "./api";
import { texteOuNul } from "./lecture-json";
import type { Transport } from "./transport";

const CONTRAT = z.object({
  m_contrat: z
    .object({
      m_statut: z.enum(["Identifié", "Inscrit", "Cessé", "Radié"]),
      m_date_effet_statut: z.string().transform((jour) => jour.slice(0, 10)),
      m_categ_inscription_code: texteOuNul,
      m_categ_inscription_lib: texteOuNul,
      m_motif_cloture_code: texteOuNul,
      m_motif_cloture_lib: texteOuNul,
    })
    .nullish(),
});

/** Statut usager v2. */
export const clientStatut = (transport: Transport): ApiStatut => ({
  lire: async (usager) => {
    const lu = await transport.appeler({
      api: "statut-usager",
      operation: "lire",
      methode: "GET",
      chemin: "/contrat",
      usager,
      schema: CONTRAT,
    });
    return lu?.m_contrat ?? null;
  },
});
