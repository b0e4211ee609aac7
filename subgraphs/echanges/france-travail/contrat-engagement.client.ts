import { z } from "zod";
import type { ApiContratEngagement } from "./api-dossier";
import type { Usager } from "./api-usager";
import { peuImporte, texteOuNul } from "./lecture-json";
import type { Transport } from "./transport";

const ENGAGEMENTS = z
  .array(
    z.object({
      titre: z.string(),
      libelles: z
        .array(z.string())
        .nullish()
        .transform((v) => v ?? []),
    }),
  )
  .nullish()
  .transform((v) => v ?? []);

const CONTRAT = z.object({
  etat: z.enum(["A_SIGNER", "SIGNE", "REFUSE", "EN_ATTENTE_SIGNATURE", "SUSPENDU", "CLOTURE"]),
  dateSignature: texteOuNul,
  dateRefus: texteOuNul,
  dateSuspension: texteOuNul,
  organisme: texteOuNul,
  engagements: z
    .object({ engagementsUsager: ENGAGEMENTS, engagementsConseiller: ENGAGEMENTS })
    .nullish()
    .transform((v) => v ?? null),
});

/** Contrat d’engagement v1. */
export function clientContratEngagement(transport: Transport): ApiContratEngagement {
  const ecrire = async (usager: Usager, operation: string, methode: "POST" | "PATCH", chemin: string, corps: unknown): Promise<void> => {
    const appel = { api: "contrat-engagement", operation, methode, chemin, usager, corps, ecriture: true } as const;
    await transport.appeler({ ...appel, schema: peuImporte });
  };
  return {
    lire: (usager) =>
      transport.appeler({
        api: "contrat-engagement",
        operation: "lire",
        methode: "GET",
        chemin: "/lecture",
        usager,
        schema: CONTRAT,
      }),
    creerSigne: (usager, { dateSignature }) =>
      ecrire(usager, "creerSigne", "POST", "/signer", { dateSignature: instantJava(dateSignature) }),
    signer: (usager, { dateSignature }) => ecrire(usager, "signer", "PATCH", "/signer", { dateSignature: instantJava(dateSignature) }),
    refuser: (usager, { dateRefus }) => ecrire(usager, "refuser", "PATCH", "/refuser", { dateRefus: instantJava(dateRefus) }),
  };
}

/** An instant as this API documents it: yyyy-MM-dd'T'HH:mm:ssZ, a zone without colon. */
export const instantJava = (instant: string): string => `${new Date(instant).toISOString().slice(0, 19)}+0000`;
