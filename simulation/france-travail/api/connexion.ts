import { DUREE_JETON_S } from "../jetons";
import type { ClientSimule } from "../modele";
import type { Api, Appel, Realm, Reponse } from "../operation";
import { chaine, entier, objet, parmi } from "../schema";
import { SCOPES } from "../scopes";

const REALMS: readonly string[] = ["/agent", "/partenaire"] satisfies Realm[];

function donnerJeton(appel: Appel): Reponse {
  const formulaire = new URLSearchParams(appel.octets.toString("utf8"));
  if (!(appel.entetes["content-type"] ?? "").startsWith("application/x-www-form-urlencoded"))
    return refus("invalid_request", "Le corps doit être un formulaire.");
  const realm = appel.requete.get("realm") ?? "";
  if (!REALMS.includes(realm)) return refus("invalid_request", "Le realm attendu est /agent ou /partenaire.");
  if (formulaire.get("grant_type") !== "client_credentials") return refus("unsupported_grant_type", "Seul client_credentials est servi.");
  const client = clientDe(appel, formulaire);
  if (!client) return refus("invalid_client", "Client inconnu, ou secret faux.");
  const scopes = (formulaire.get("scope") ?? "").split(/\s+/).filter(Boolean);
  const permis = client.scopes ?? SCOPES;
  if (scopes.length === 0 || scopes.some((scope) => !permis.includes(scope)))
    return refus("invalid_scope", "Un des scopes demandés n’est pas permis à ce client.");
  const access_token = appel.plateforme.jetons.donnerAcces(client, scopes, realm);
  return { statut: 200, corps: { access_token, scope: scopes.join(" "), token_type: "Bearer", expires_in: DUREE_JETON_S } };
}

const refus = (error: string, error_description: string): Reponse => ({ statut: 400, corps: { error, error_description } });

/** In the form, or in an Authorization: Basic. */
function clientDe(appel: Appel, formulaire: URLSearchParams): ClientSimule | undefined {
  const basic = /^Basic (.+)$/i.exec(appel.entetes.authorization ?? "")?.[1];
  const [id, secret] = basic
    ? Buffer.from(basic, "base64").toString("utf8").split(":")
    : [formulaire.get("client_id"), formulaire.get("client_secret")];
  return appel.plateforme.clients.find((client) => client.id === id && client.secret === secret);
}

export const connexion: Api = {
  nom: "connexion",
  titre: "Jeton d’accès (OAuth2 client credentials)",
  base: "/connexion/oauth2",
  scopes: [],
  agent: false,
  invalide: (message) => refus("invalid_request", message),
  operations: [
    {
      methode: "POST",
      chemin: "/access_token",
      resume: "Donne un jeton d’accès de 1 499 secondes",
      usager: false,
      parametres: [{ nom: "realm", ou: "query", description: "/agent (loi plein emploi) ou /partenaire (API ouvertes)", schema: chaine() }],
      typeCorps: "application/x-www-form-urlencoded",
      corps: objet(
        { grant_type: parmi("client_credentials"), client_id: chaine(), client_secret: chaine(), scope: chaine("Séparés par des espaces") },
        ["grant_type", "scope"],
      ),
      reponses: {
        200: {
          description: "Jeton",
          schema: objet({ access_token: chaine(), scope: chaine(), token_type: parmi("Bearer"), expires_in: entier() }, [
            "access_token",
            "expires_in",
          ]),
        },
        400: {
          description: "Demande refusée",
          schema: objet(
            { error: parmi("invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"), error_description: chaine() },
            ["error"],
          ),
        },
      },
      executer: donnerJeton,
    },
  ],
};
