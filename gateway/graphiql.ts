import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";

const EXAMPLE = `{
  allocataires(first: 3) {
    totalCount
    nodes { nom orientation { parcours { libelle } } }
  }
}`;

/** A page to try requests with, outside production. It loads nothing from elsewhere: it works without the internet. */
export function graphiqlPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString("base64");
  response.setHeader(
    "content-security-policy",
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  );
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(nonce));
}

const page = (nonce: string): string => `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>UneFois — essayer l’API</title>
<style nonce="${nonce}">
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 1rem; display: grid; gap: .75rem; max-width: 80rem; margin-inline: auto; }
  label { display: grid; gap: .25rem; font-weight: 600; }
  textarea, input, pre { font: 14px/1.4 ui-monospace, monospace; padding: .5rem; border: 1px solid #888; border-radius: 4px; width: 100%; box-sizing: border-box; }
  pre { overflow: auto; min-height: 12rem; margin: 0; white-space: pre-wrap; }
  button { justify-self: start; font: inherit; padding: .4rem 1.2rem; }
</style>
</head>
<body>
<h1>Essayer l’API</h1>
<form id="requete">
  <label>Jeton d’accès <input id="jeton" autocomplete="off" placeholder="npx unefois token demo-departement"></label>
  <label>Requête <textarea id="texte" rows="14" spellcheck="false">${EXAMPLE}</textarea></label>
  <label>Variables (JSON) <textarea id="variables" rows="4" spellcheck="false"></textarea></label>
  <button>Envoyer</button>
</form>
<label for="reponse">Réponse</label>
<pre id="reponse" aria-live="polite"></pre>
<script nonce="${nonce}">
  const value = (id) => document.getElementById(id).value.trim();
  const show = (text) => { document.getElementById("reponse").textContent = text; };
  document.getElementById("requete").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const token = value("jeton");
      const headers = { "content-type": "application/json", ...(token ? { authorization: "Bearer " + token } : {}) };
      const variables = value("variables") ? JSON.parse(value("variables")) : undefined;
      const answer = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify({ query: value("texte"), variables }) });
      show(JSON.stringify(await answer.json(), null, 2));
    } catch (error) {
      show(String(error));
    }
  });
</script>
</body>
</html>
`;
