import { APIS } from "../../../simulation/france-travail/apis";
import { openapi } from "../../../simulation/france-travail/openapi";
import { SCOPES } from "../../../simulation/france-travail/scopes";
import { demarrerSimulateur, type OptionsSimulateur, type Simulateur, type UsagerSimule } from "../../../simulation/france-travail/serveur";
import { defaut } from "../../../simulation/france-travail/valider";
import { VirtualClock } from "../../../subgraphs/shared/clock";

export const CAMILLE: UsagerSimule = {
  numeroFranceTravail: "90000000001",
  nir: "2850694028123",
  dateNaissance: "1985-06-14",
  nom: "MARTIN",
  prenom: "Camille",
  adresse: { codeInseeCommune: "94028", codePostal: "94000", libelleCommune: "CRÉTEIL" },
};
export const NADIA: UsagerSimule = {
  numeroFranceTravail: "90000000002",
  nir: "2900294028456",
  dateNaissance: "1990-02-03",
  nom: "BENALI",
  prenom: "Nadia",
};
/** Sunday 1 November 2026, noon in Paris. */
export const DEPART = new Date("2026-11-01T11:00:00Z");

export interface Reponse {
  statut: number;
  corps: any;
  entetes: Headers;
}
export interface Monde {
  simulateur: Simulateur;
  horloge: VirtualClock;
  jeton: string;
  appeler(
    methode: string,
    chemin: string,
    options?: { corps?: unknown; jeton?: string | null; entetes?: Record<string, string | undefined> },
  ): Promise<Reponse>;
  /** A call for a person, her token searched first. */
  pour(usager: UsagerSimule): Promise<(methode: string, chemin: string, corps?: unknown) => Promise<Reponse>>;
  agir(acte: Record<string, unknown>): Promise<Reponse>;
}

export const AGENT = { "pa-identifiant-agent": "BATCH", "pa-nom-agent": "UNEFOIS", "pa-prenom-agent": "HUB" };

/** Open APIs take a token of the realm /partenaire. */
const OUVERTES = /^\/partenaire\/(referentielagences|evenements)\//;

export async function demanderJeton(simulateur: Simulateur, scope = SCOPES.join(" "), realm = "/agent"): Promise<Response> {
  const corps = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: "simulateur",
    client_secret: "simulateur-secret",
    scope,
  });
  return fetch(`${simulateur.tokenUrl}?realm=${encodeURIComponent(realm)}`, { method: "POST", body: corps });
}

/** A simulator on a virtual clock, with two people, a token of every scope and a way to call it. */
export async function ouvrir(options: OptionsSimulateur = {}): Promise<Monde> {
  const horloge = new VirtualClock(DEPART);
  const simulateur = await demarrerSimulateur({ horloge, usagers: [CAMILLE, NADIA], ...options });
  const obtenir = async (realm: string) =>
    ((await (await demanderJeton(simulateur, SCOPES.join(" "), realm)).json()) as { access_token: string }).access_token;
  const [jeton, ouvert] = [await obtenir("/agent"), await obtenir("/partenaire")];
  const appeler: Monde["appeler"] = async (methode, chemin, o = {}) => {
    const defautDuJeton = OUVERTES.test(chemin) ? ouvert : jeton;
    const entetes = Object.fromEntries(
      Object.entries({ authorization: o.jeton === null ? undefined : `Bearer ${o.jeton ?? defautDuJeton}`, ...AGENT, ...o.entetes }).filter(
        (e): e is [string, string] => e[1] !== undefined,
      ),
    );
    const reponse = await fetch(simulateur.url + chemin, {
      method: methode,
      redirect: "manual",
      headers: { ...(o.corps === undefined ? {} : { "content-type": "application/json" }), ...entetes },
      ...(o.corps === undefined ? {} : { body: JSON.stringify(o.corps) }),
    });
    const texte = await reponse.text();
    const rendu: Reponse = {
      statut: reponse.status,
      entetes: reponse.headers,
      corps: /json/.test(reponse.headers.get("content-type") ?? "") ? JSON.parse(texte) : texte,
    };
    verifierDescription(methode, chemin, rendu);
    return rendu;
  };
  return {
    simulateur,
    horloge,
    jeton,
    appeler,
    pour: async (usager) => {
      const trouve = await appeler("POST", "/partenaire/rechercher-usager/v2/usagers/par-numero-francetravail", {
        corps: { numeroFranceTravail: usager.numeroFranceTravail },
      });
      return (methode, chemin, corps) => appeler(methode, chemin, { corps, entetes: { "ft-jeton-usager": trouve.corps.jetonUsager } });
    },
    agir: (acte) => appeler("POST", "/controle/actes", { corps: acte }),
  };
}

const DESCRIPTION = openapi(APIS) as { paths: Record<string, Record<string, any>> };
const CHEMINS = Object.keys(DESCRIPTION.paths).map((chemin) => ({
  chemin,
  motif: new RegExp(`^${chemin.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
}));

/** Every answer of every test has a status and a body that the OpenAPI description tells. */
function verifierDescription(methode: string, chemin: string, { statut, corps, entetes }: Reponse): void {
  const decrit = CHEMINS.find(({ motif }) => motif.test(chemin.split("?")[0] as string));
  const operation = decrit && DESCRIPTION.paths[decrit.chemin]?.[methode.toLowerCase()];
  if (!operation || /html/.test(entetes.get("content-type") ?? "")) return;
  const attendue = operation.responses[statut];
  if (!attendue) throw new Error(`${methode} ${chemin} répond ${statut}, que la description ne dit pas.`);
  const type = (entetes.get("content-type") ?? "").split(";")[0] as string;
  const schema = attendue.content?.[type]?.schema;
  if (type !== "" && !schema) throw new Error(`${methode} ${chemin} répond ${statut} en ${type}, que la description ne dit pas.`);
  const ecart = schema && defaut(schema, corps);
  if (ecart) throw new Error(`${methode} ${chemin} (${statut}) s’écarte de sa description : ${ecart.message}`);
}
