import { openapi } from "../openapi";
import { type Api, invalideCode } from "../operation";
import { objet } from "../schema";

/** The description of what is answered, itself included. */
export function description(apis: Api[]): Api {
  let document: Record<string, unknown> | null = null;
  const api: Api = {
    nom: "controle",
    titre: "Description",
    base: "",
    scopes: [],
    agent: false,
    invalide: invalideCode,
    operations: [
      {
        methode: "GET",
        chemin: "/openapi.json",
        resume: "Cette description (OpenAPI 3.1)",
        usager: false,
        reponses: { 200: { description: "Description", schema: objet({}) } },
        executer: () => {
          document ??= openapi([...apis, api]);
          return { statut: 200, corps: document };
        },
      },
    ],
  };
  return api;
}
