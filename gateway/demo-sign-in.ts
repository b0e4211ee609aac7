import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { errors } from "oidc-provider";

/** Where the demo signs a person in, beneath the issuer. */
export const SIGN_IN_PATH = "/connexion";
const LONGEST_FORM = 10_000;

/** The sign-in of the demo: a person gives her agent code, without a password, and agrees to all that the client asks.
 * `request.url` is relative to the issuer: `/connexion/<uid>`. */
export async function demoSignIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const interaction = await provider.interactionDetails(request, response);
    if (request.method !== "POST") return show(response, String(interaction.params.client_id));
    const agent = new URLSearchParams(await form(request)).get("agent")?.trim() ?? "";
    if (!/^[\w-]{1,40}$/.test(agent))
      return show(response, String(interaction.params.client_id), "Un code d’agent ne porte que des lettres, des chiffres et des tirets.");
    const grant = new provider.Grant({ accountId: agent, clientId: String(interaction.params.client_id) });
    const scope = String(interaction.params.scope ?? "");
    grant.addOIDCScope(scope);
    grant.addResourceScope(String(interaction.params.resource), scope);
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { login: { accountId: agent }, consent }, { mergeWithLastSubmission: false });
  } catch (error) {
    const expired = error instanceof errors.SessionNotFound;
    const message = expired
      ? "Cette connexion a expiré : recommencez depuis l’application."
      : "La connexion de démonstration a échoué : recommencez.";
    response.writeHead(expired ? 400 : 500, { "content-type": "text/plain; charset=utf-8" }).end(message);
  }
}

async function form(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LONGEST_FORM) throw new Error("formulaire trop long");
  }
  return text;
}

function show(response: ServerResponse, client: string, wrong = ""): void {
  response.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(`<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Connexion de démonstration</title></head>
<body>
<h1>Connexion de démonstration</h1>
<p>L’application « ${client.replace(/[^\w-]/g, "")} » demande à agir en votre nom.</p>
${wrong ? `<p role="alert">${wrong}</p>` : ""}
<form method="post">
<p><label>Votre code d’agent <input name="agent" required autocomplete="off" placeholder="REF-1"></label></p>
<p><button>Continuer</button></p>
</form>
</body>
</html>
`);
}
