import type { Api, Operation, Parametre, Realm } from "./operation";
import type { Schema } from "./schema";
import { SCOPES } from "./scopes";

const EN_TETES: Parametre[] = [
  {
    nom: "pa-identifiant-agent",
    ou: "header",
    description: "BATCH pour un traitement ; jamais de « | »",
    obligatoire: true,
    schema: { type: "string" },
  },
  { nom: "pa-nom-agent", ou: "header", description: "Jamais de « | »", obligatoire: true, schema: { type: "string" } },
  { nom: "pa-prenom-agent", ou: "header", description: "Jamais de « | »", obligatoire: true, schema: { type: "string" } },
];
const JETON_USAGER: Parametre = {
  nom: "ft-jeton-usager",
  ou: "header",
  description: "jetonUsager que donne Rechercher usager, valable 24 h",
  obligatoire: true,
  schema: { type: "string" },
};
/** In the words of the gate: what is refused before the API. */
const ERREUR: Schema = {
  type: "object",
  properties: { codeErreur: { type: "string" }, message: { type: "string" } },
  required: ["message"],
};

/** OpenAPI 3.1 of what is answered, made from the same data as the answers. */
export function openapi(apis: Api[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const api of apis)
    for (const operation of api.operations) {
      const chemin = api.base + operation.chemin;
      paths[chemin] = { ...paths[chemin], [operation.methode.toLowerCase()]: decrire(api, operation) };
    }
  return {
    openapi: "3.1.0",
    info: {
      title: "Simulateur du SI Plateforme France Travail",
      version: "1",
      description:
        "Ce que répond « unefois simulateur-france-travail », écrit d’après les descriptions publiques des API. Données fictives seulement. Un simulateur : ni une référence, ni un service de France Travail.",
    },
    servers: [{ url: "/" }],
    tags: [...new Map(apis.map((api) => [api.titre, { name: api.titre }])).values()],
    paths,
    components: {
      securitySchemes: {
        oauth2: jetons("/agent"),
        oauth2Partenaire: jetons("/partenaire"),
      },
    },
  };
}

const jetons = (realm: Realm) => ({
  type: "oauth2",
  flows: {
    clientCredentials: {
      tokenUrl: `/connexion/oauth2/access_token?realm=${realm}`,
      scopes: Object.fromEntries(SCOPES.map((scope) => [scope, scope])),
    },
  },
});

function decrire(api: Api, operation: Operation): Record<string, unknown> {
  const scopes = [...api.scopes, ...(operation.scopes ?? [])];
  const parametres = [...(operation.parametres ?? []), ...(api.agent ? EN_TETES : []), ...(operation.usager ? [JETON_USAGER] : [])];
  return {
    tags: [api.titre],
    summary: operation.resume,
    ...(scopes.length > 0 ? { security: [{ [api.realm === "/partenaire" ? "oauth2Partenaire" : "oauth2"]: scopes }] } : {}),
    ...(parametres.length > 0
      ? {
          parameters: parametres.map((p) => ({
            name: p.nom,
            in: p.ou,
            description: p.description,
            required: p.obligatoire ?? false,
            schema: p.schema,
          })),
        }
      : {}),
    ...(operation.corps
      ? { requestBody: { required: true, content: { [operation.typeCorps ?? "application/json"]: { schema: operation.corps } } } }
      : {}),
    responses: reponses(api, operation, scopes.length > 0),
  };
}

const GARDE: Record<number, string> = {
  400: "Donnée invalide, ou en-tête qui porte un « | »",
  401: "Jeton absent, expiré ou d’un autre realm, en-tête vide, jeton usager expiré",
  403: "Scope manquant",
  415: "Le corps n’est pas application/json",
  429: "Quota atteint",
  500: "Erreur interne",
  503: "Indisponible",
};

/** What an API says itself, and what the gate before it may say in its own words. */
function reponses(api: Api, operation: Operation, avecJeton: boolean): Record<string, unknown> {
  const statuts = new Set(Object.keys(operation.reponses).map(Number));
  const communs = [
    ...(api.agent ? [400] : []),
    ...(avecJeton ? [401, 403] : []),
    ...(api.agent && operation.corps ? [415] : []),
    ...(api.nom === "controle" ? [] : [429, 500, 503]),
  ];
  for (const statut of communs) statuts.add(statut);
  const dites = [...statuts].map((statut) => [
    statut,
    reponse(operation.reponses[statut], communs.includes(statut) ? GARDE[statut] : undefined, statut),
  ]);
  return { ...(api.agent ? { 302: { description: "Un en-tête pa-* ou ft-jeton-usager est absent" } } : {}), ...Object.fromEntries(dites) };
}

function reponse(propre: Operation["reponses"][number] | undefined, garde: string | undefined, statut: number): Record<string, unknown> {
  const type = propre?.type ?? "application/json";
  const content: Record<string, { schema: Schema }> = propre?.schema ? { [type]: { schema: propre.schema } } : {};
  if (garde || (statut >= 400 && !propre?.schema)) {
    const deja = content["application/json"]?.schema;
    content["application/json"] = { schema: deja ? { anyOf: [deja, ERREUR] } : ERREUR };
  }
  return {
    description: [propre?.description, garde].filter(Boolean).join(" ; "),
    ...(statut === 429 || statut === 503 ? { headers: { "retry-after": { schema: { type: "integer" } } } } : {}),
    ...(Object.keys(content).length > 0 ? { content } : {}),
  };
}
