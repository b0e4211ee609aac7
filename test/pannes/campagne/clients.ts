import { askToken } from "../../../hub/commande-token";
import { marqueDe, natureDe } from "./gestes";

const DELAI_MS = 8_000;
/** Nothing acknowledged for so long: the hub does not come back by itself. */
const SANS_REPRISE_MS = 180_000;

export interface Charge {
  /** Rank of each act that was acknowledged, with its mark. */
  acquittes: Map<number, string>;
  /** Calls sent, retries included. */
  appels: number;
  /** Acts that met at least one outage before they were acknowledged. */
  repris: number;
  fini: boolean;
  tous: Promise<void>;
  /** Waits until so many acts are acknowledged, or all. Throws when none is for three minutes. */
  jusque(nombre: number): Promise<void>;
}

/** Several clients at once, each one act after another: an act is sent with its key, from one hub to the next, until it is acknowledged. */
export function charger(urls: readonly string[], nombre: number, clients: number): Charge {
  let prochain = 0;
  let dernierEchec = "aucun";
  const jetons = new Map<string, string>();
  const un = async (_: unknown, numero: number) => {
    for (let adresse = numero; prochain < nombre; ) {
      const rang = prochain++;
      for (let essai = 0; ; essai++, adresse++) {
        if (essai === 1) charge.repris++;
        charge.appels++;
        const echec = await envoyer(urls[adresse % urls.length]!, rang, jetons);
        if (echec === null) break;
        dernierEchec = echec;
        await new Promise((resolve) => setTimeout(resolve, Math.min(500, 50 * essai)));
      }
      charge.acquittes.set(rang, marqueDe(rang));
    }
  };
  const charge: Charge = {
    acquittes: new Map(),
    appels: 0,
    repris: 0,
    fini: false,
    tous: Promise.resolve(),
    jusque: async (attendus) => {
      let vus = charge.acquittes.size;
      for (let depuis = performance.now(); charge.acquittes.size < attendus && !charge.fini; ) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (charge.acquittes.size > vus) [vus, depuis] = [charge.acquittes.size, performance.now()];
        if (performance.now() - depuis > SANS_REPRISE_MS) throw new Error(`plus rien n’est acquitté ; dernier échec : ${dernierEchec}`);
      }
    },
  };
  charge.tous = Promise.all(Array.from({ length: clients }, un)).then(() => undefined);
  const finir = () => {
    charge.fini = true;
  };
  charge.tous.then(finir, finir);
  return charge;
}

/** Null when the act is acknowledged; otherwise what the client was told, and it sends again. */
async function envoyer(url: string, rang: number, jetons: Map<string, string>): Promise<string | null> {
  const nature = natureDe(rang);
  const { chemin, client, entetes, corps } = nature.requete(rang, marqueDe(rang));
  let reponse: { status: number; corps: any };
  try {
    const authorization: Record<string, string> = client === null ? {} : { authorization: `Bearer ${await jetonDe(url, client, jetons)}` };
    const recue = await fetch(url + chemin, {
      method: "POST",
      headers: { "content-type": "application/json", ...authorization, ...entetes },
      body: corps,
      signal: AbortSignal.timeout(DELAI_MS),
    });
    reponse = { status: recue.status, corps: await recue.json() };
  } catch (error) {
    // The hub or its base is away: the client knows nothing of its act, and sends it again.
    return String(error);
  }
  // Keys of the demo issuer are those of the process that was killed.
  if (reponse.status === 401 && client !== null) jetons.delete(`${url} ${client}`);
  return nature.acquitte(reponse.status, reponse.corps) ? null : `${reponse.status} ${JSON.stringify(reponse.corps).slice(0, 300)}`;
}

async function jetonDe(url: string, client: string, jetons: Map<string, string>): Promise<string> {
  const nom = `${url} ${client}`;
  const connu = jetons.get(nom);
  if (connu) return connu;
  const jeton = await askToken(`${url}/oidc/token`, client);
  jetons.set(nom, jeton);
  // Shorter than the life of a token.
  setTimeout(() => jetons.delete(nom), 120_000).unref();
  return jeton;
}
