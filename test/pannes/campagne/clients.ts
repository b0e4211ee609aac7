import { askToken } from "../../../hub/commande-token";
import { marqueDe, natureDe } from "./gestes";

const DELAI_MS = 8_000;

export interface Charge {
  /** Rank of each act that was acknowledged, with its mark. */
  acquittes: Map<number, string>;
  /** Calls sent, retries included. */
  appels: number;
  /** Acts that met at least one outage before they were acknowledged. */
  repris: number;
  fini: boolean;
  tous: Promise<void>;
}

/** Several clients at once, each one act after another: an act is sent with its key until it is acknowledged. */
export function charger(url: string, nombre: number, clients: number): Charge {
  let prochain = 0;
  const charge: Charge = { acquittes: new Map(), appels: 0, repris: 0, fini: false, tous: Promise.resolve() };
  const jetons = new Map<string, string>();
  const un = async () => {
    while (prochain < nombre) {
      const rang = prochain++;
      for (let essai = 0; ; essai++) {
        if (essai === 1) charge.repris++;
        charge.appels++;
        if (await envoyer(url, rang, jetons)) break;
        await new Promise((resolve) => setTimeout(resolve, Math.min(500, 50 * (essai + 1))));
      }
      charge.acquittes.set(rang, marqueDe(rang));
    }
  };
  charge.tous = Promise.all(Array.from({ length: clients }, un)).then(() => {
    charge.fini = true;
  });
  return charge;
}

async function envoyer(url: string, rang: number, jetons: Map<string, string>): Promise<boolean> {
  const nature = natureDe(rang);
  const { chemin, client, entetes, corps } = nature.requete(rang, marqueDe(rang));
  let reponse: { status: number; corps: unknown };
  try {
    const authorization: Record<string, string> = client === null ? {} : { authorization: `Bearer ${await jetonDe(url, client, jetons)}` };
    const recue = await fetch(url + chemin, {
      method: "POST",
      headers: { "content-type": "application/json", ...authorization, ...entetes },
      body: corps,
      signal: AbortSignal.timeout(DELAI_MS),
    });
    reponse = { status: recue.status, corps: await recue.json() };
  } catch {
    // The hub or its base is away: the client knows nothing of its act, and sends it again.
    return false;
  }
  return nature.acquitte(reponse.status, reponse.corps);
}

async function jetonDe(url: string, client: string, jetons: Map<string, string>): Promise<string> {
  const connu = jetons.get(client);
  if (connu) return connu;
  const jeton = await askToken(`${url}/oidc/token`, client);
  jetons.set(client, jeton);
  // Shorter than the life of a token.
  setTimeout(() => jetons.delete(client), 120_000).unref();
  return jeton;
}
