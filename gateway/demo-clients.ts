import { type Caller, type Finalite, SCOPES } from "../subgraphs/shared/identity";

/** A client of the demo issuer. Its secret is its name + `-secret`; its scopes, organisme and purpose are fixed here. */
export interface DemoClient {
  client: string;
  departement: string;
  /** Code of the organisme in its département. */
  organisme: string | null;
  /** Code of the référent whom the client speaks for. */
  agent: string | null;
  scopes: string[];
  finalite: Finalite;
  /** What the client shows, for the welcome text. */
  usage: string;
}

const departementScopes = Object.keys(SCOPES).filter((scope) => !["journal.lire", "identite.nir", "identite.rechercher"].includes(scope));

/** The table of the demo's clients. The Val-de-Marne is 94, the Seine-Saint-Denis 93. */
export const demoClients: readonly DemoClient[] = [
  {
    client: "demo-departement",
    departement: "94",
    organisme: "CD94",
    agent: null,
    scopes: departementScopes,
    finalite: "ACCOMPAGNEMENT",
    usage: "le Département : tout le territoire, toutes les décisions",
  },
  {
    client: "demo-departement-93",
    departement: "93",
    organisme: "CD93",
    agent: null,
    scopes: departementScopes,
    finalite: "ACCOMPAGNEMENT",
    usage: "un autre Département : il ne voit rien du 94",
  },
  {
    client: "demo-france-travail",
    departement: "94",
    organisme: "FT94",
    agent: null,
    scopes: [
      "allocataires.lire",
      "orientation.decider",
      "contrat.signer",
      "manquement.signaler",
      "sanction.proposer",
      "rendez-vous.lire",
      "rendez-vous.gerer",
      "echanges.lire",
    ],
    finalite: "ACCOMPAGNEMENT",
    usage: "France Travail : tout le territoire, sans décider à la place du Département",
  },
  {
    client: "demo-referent",
    departement: "94",
    organisme: "REMOB-1",
    agent: "REF-1",
    scopes: ["allocataires.lire", "contrat.signer", "manquement.signaler", "rendez-vous.lire", "rendez-vous.gerer", "prescription.gerer"],
    finalite: "ACCOMPAGNEMENT",
    usage: "une référente d’un délégataire : les personnes qu’elle suit",
  },
  {
    client: "demo-pilotage",
    departement: "94",
    organisme: null,
    agent: null,
    scopes: ["indicateurs.lire", "indicateurs.saisir"],
    finalite: "PILOTAGE_STATISTIQUE",
    usage: "le pilotage : les indicateurs, aucune personne",
  },
  {
    client: "demo-rapprochement",
    departement: "94",
    organisme: "CD94",
    agent: null,
    scopes: ["allocataires.lire", "identite.rechercher", "identite.nir", "rapprochement.trancher"],
    finalite: "GESTION_DU_DROIT",
    usage: "le rapprochement d’identités : recherche par NIR",
  },
  {
    client: "demo-dpo",
    departement: "94",
    organisme: "CD94",
    agent: null,
    scopes: ["allocataires.lire", "journal.lire"],
    finalite: "EXERCICE_DES_DROITS",
    usage: "la déléguée à la protection des données : qui a lu quoi",
  },
];

export const demoSecret = (client: string): string => `${client}-secret`;

/** The callers that the tokens of the demo's clients make, by client. */
export function demoCallers(): Map<string, Caller> {
  return new Map(
    demoClients.map(({ client, departement, organisme, agent, scopes, finalite }) => [
      client,
      { client, departement, organisme, agent, scopes: new Set(scopes), finalite },
    ]),
  );
}
