import { z } from "zod";
import type { ApiAgences } from "./api";
import { listeDe, texteOuNul } from "./lecture-json";
import type { Transport } from "./transport";

const AGENCE = z.object({
  code: z.string(),
  codeSafir: texteOuNul,
  siret: texteOuNul,
  libelle: z.string(),
  type: texteOuNul,
});

/** Référentiel des agences v1: the only place where the codes AURORE, SAFIR and SIRET meet. */
export const clientAgences = (transport: Transport): ApiAgences => ({
  lister: async () =>
    (await transport.appeler({
      api: "agences",
      operation: "lister",
      methode: "GET",
      chemin: "/agences",
      liste: true,
      schema: listeDe(AGENCE, "agences"),
    })) ?? [],
});
