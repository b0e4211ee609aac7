import { z } from "zod";
import type { ApiInformationsAdministratives } from "./api";
import { texteOuNul, texteOuRien } from "./lecture-json";
import type { Transport } from "./transport";

const liste = <T extends z.ZodRawShape>(forme: T) =>
  z
    .array(z.object(forme))
    .nullish()
    .transform((v) => v ?? []);

const INFORMATIONS = z.object({
  numeroFranceTravail: texteOuNul,
  etatCivil: z
    .object({
      civilite: texteOuRien,
      nom: texteOuRien,
      prenom: texteOuRien,
      nomCorrespondance: texteOuRien,
      prenomCorrespondance: texteOuRien,
      dateNaissance: texteOuRien,
      nir: texteOuRien,
    })
    .nullish()
    .transform((v) => v ?? null),
  adresses: liste({
    codeInseeCommune: texteOuRien,
    codePostal: texteOuRien,
    libelleCommune: texteOuRien,
    numeroTypeLibelleVoie: texteOuRien,
    indicateurResidentQPV: texteOuRien,
  }),
  emails: liste({ adresseEmail: texteOuRien }),
  telephones: liste({ numeroTelephone: texteOuRien }),
});

/** Informations administratives v1. */
export const clientInformationsAdministratives = (transport: Transport): ApiInformationsAdministratives => ({
  lire: (usager) =>
    transport.appeler({
      api: "informations-administratives",
      operation: "lire",
      methode: "GET",
      chemin: "/usager",
      usager,
      schema: INFORMATIONS,
    }),
});
