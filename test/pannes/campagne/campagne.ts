import path from "node:path";
import type pg from "pg";
import { askToken } from "../../../hub/commande-token";
import { migrationModules } from "../../../migrations";
import { importerContrat } from "../../../subgraphs/indicateurs/import-contrat";
import { verifierJournal } from "../../../subgraphs/shared/chaine/verifier.repository";
import { migrateUp } from "../../../subgraphs/shared/migrations";
import { asOwner } from "../../../subgraphs/shared/owner";
import { type Abonne, ouvrirAbonne } from "../../echanges/abonne";
import { loadMatricules } from "../../rendez-vous/messages";
import { loadFixtures } from "../../setup/fixtures";
import { type PostgresTuable, postgresTuable } from "../postgres-tuable";
import { alea } from "./alea";
import { charger } from "./clients";
import { type Coupure, couper, resumeDes } from "./coupures";
import { type Compte, compter } from "./gestes";
import { type HubTuable, hubTuable } from "./hub-tuable";

export interface Demande {
  coupures: number;
  mutations: number;
  graine: number;
  clients: number;
  /** True: the leases that killed workers held are ended by hand, instead of waiting two minutes for their end. */
  finirLesBaux?: boolean;
  /** Told of the progress. */
  dire?: (ligne: string) => void;
}

export interface Bilan {
  graine: number;
  coupures: Coupure[];
  appels: number;
  repris: number;
  comptes: Compte[];
  /** Positions of the log that are missing, or given twice; events that have none. */
  positions: { trous: number; doubles: number; sans: number };
  chaine: { intacte: boolean; lignes: number; lots: number };
  livraisons: { attendues: number; manquantes: number; enPlus: number };
  /** Hubs that ended while nobody killed them: an outage of the base must not. */
  mortsSubites: number;
  /** Of the last, polite stops. */
  codesDeSortie: (number | null)[];
  secondes: number;
}

const FINIR_LES_BAUX = "update echanges.abonnement set bail_jusque = bail_jusque - interval '2 minutes' where bail_jusque is not null";
const TYPES = ["ResultatSaisi", "ActiviteDeclaree"];
/** Longest wait for one more delivery: what a killed worker held is given to the next one when its lease ends. */
const LIVRAISON_MS = 200_000;
/** Behind a balancer there are two hubs: one is killed while the other serves, and an act lost on one is sent again to the other. */
const HUBS = 2;
/** Room for the connections of two hubs. */
const REGLAGES = ["max_connections=400"];

/** The campaign: clients that never give up, cuts at random moments, then everything is counted. */
export async function mener({
  coupures,
  mutations,
  graine,
  clients,
  finirLesBaux = false,
  dire = () => undefined,
}: Demande): Promise<Bilan> {
  const debut = performance.now();
  const depuis = () => `${nombre((performance.now() - debut) / 1_000)} s`;
  const base = await postgresTuable({ settings: REGLAGES });
  const hubs: HubTuable[] = [];
  const abonne = await ouvrirAbonne();
  try {
    await preparer(base);
    dire(`${depuis()} : base prête`);
    hubs.push(...(await Promise.all(Array.from({ length: HUBS }, () => hubTuable(base.url)))));
    dire(`${depuis()} : ${HUBS} hubs prêts`);
    await abonner(hubs[0]!.url, abonne);
    const urls = hubs.map(({ url }) => url);
    const charge = charger(urls, mutations, clients);
    const cible = { hubs, base, charge, tirage: alea(graine) };
    const faites = await couper(cible, { coupures, mutations, dire: (ligne) => dire(`${depuis()} : ${ligne}`) });
    await charge.tous;
    dire(`${depuis()} : ${charge.acquittes.size} modifications acquittées ; attente des livraisons`);
    if (finirLesBaux) await asOwner(base.url, (client) => client.query(FINIR_LES_BAUX));
    const livraisons = await attendreLesLivraisons(base, abonne);
    dire(`${depuis()} : livraisons reçues ; arrêt et comptes`);
    const codesDeSortie = await Promise.all(hubs.map((hub) => hub.arreter()));
    const comptes = await asOwner(base.url, async (client) => ({
      comptes: await compter(client, charge.acquittes),
      positions: await lesPositions(client),
      verification: await verifierJournal(client),
    }));
    const { intact, lignes, lots } = comptes.verification;
    return {
      graine,
      coupures: faites,
      appels: charge.appels,
      repris: charge.repris,
      comptes: comptes.comptes,
      positions: comptes.positions,
      chaine: { intacte: intact, lignes, lots },
      livraisons,
      mortsSubites: hubs.reduce((somme, hub) => somme + hub.mortsSubites, 0),
      codesDeSortie,
      secondes: (performance.now() - debut) / 1_000,
    };
  } finally {
    for (const hub of hubs) await hub.tuer().then(hub.fermer);
    await abonne.close();
    await base.fermer();
  }
}

async function preparer(base: PostgresTuable): Promise<void> {
  await migrateUp(base.url, migrationModules);
  await asOwner(base.url, async (client) => {
    await loadFixtures(client);
    await loadMatricules(client);
  });
  await importerContrat(path.join(__dirname, "../../../data/contrat-94-2024"), "94", { ownerUrl: base.url, now: () => new Date() });
}

async function abonner(url: string, abonne: Abonne): Promise<void> {
  const jeton = await askToken(`${url}/oidc/token`, "demo-departement");
  const reponse = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${jeton}` },
    body: JSON.stringify({
      query: "mutation ($u: String!, $t: [String!]!) { r: abonner(url: $u, types: $t) { __typename ... on Refus { message } } }",
      variables: { u: abonne.url, t: TYPES },
    }),
  });
  const { data, errors } = (await reponse.json()) as { data: any; errors?: unknown };
  if (data?.r?.__typename !== "Abonnement") throw new Error(`abonnement refusé : ${JSON.stringify(errors ?? data)}`);
}

const ATTENDUS = "select id from journal.evenement where type = any($1)";

/** Waits for every delivery, as long as they come. */
async function attendreLesLivraisons(base: PostgresTuable, abonne: Abonne): Promise<Bilan["livraisons"]> {
  let recusAvant = -1;
  for (let fin = 0; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const attendus = await asOwner(base.url, async (client) => (await client.query<{ id: string }>(ATTENDUS, [TYPES])).rows);
    const recus = new Set(abonne.recus.map(({ id }) => id));
    if (recus.size > recusAvant) [recusAvant, fin] = [recus.size, performance.now() + LIVRAISON_MS];
    const manquantes = attendus.filter(({ id }) => !recus.has(id)).length;
    if (manquantes > 0 && performance.now() < fin) continue;
    return { attendues: attendus.length, manquantes, enPlus: abonne.recus.length - recus.size };
  }
}

async function lesPositions(client: pg.Client): Promise<Bilan["positions"]> {
  const { rows } = await client.query(`select (coalesce(max(position), 0) - count(distinct position))::int as trous,
    (count(position) - count(distinct position))::int as doubles, (count(*) - count(position))::int as sans from journal.evenement`);
  return rows[0];
}

const nombre = (valeur: number) => Math.round(valeur).toLocaleString("fr-FR");
const durees = ({ mediane, pire }: { mediane: number; pire: number }) => `${nombre(mediane)} ms, ${nombre(pire)} ms`;

/** The figures, for `npm run test:faults`. */
export function tableauDe(bilan: Bilan): string {
  const total = (lire: (compte: Compte) => number) => bilan.comptes.reduce((somme, compte) => somme + lire(compte), 0);
  const { positions, chaine, livraisons } = bilan;
  return [
    `Graine ${bilan.graine} · ${nombre(bilan.coupures.length)} coupures · ${nombre(total((c) => c.acquittes))} modifications acquittées · ${nombre(bilan.appels)} appels, ${nombre(bilan.repris)} repris · ${nombre(bilan.secondes)} s`,
    "",
    "| coupure | fois | modification suivante acquittée (médiane, pire) | ce qui est tombé répond (médiane, pire) |",
    "|---|---|---|---|",
    ...resumeDes(bilan.coupures).map((une) => `| ${une.genre} | ${une.fois} | ${durees(une.repriseMs)} | ${durees(une.retourMs)} |`),
    "",
    "| modifications | acquittées | perdues | deux fois | événement absent ou double |",
    "|---|---|---|---|---|",
    ...bilan.comptes.map((c) => `| ${c.nature} | ${nombre(c.acquittes)} | ${c.perdus} | ${c.enDouble} | ${c.evenementsFaux} |`),
    `| **toutes** | ${nombre(total((c) => c.acquittes))} | ${total((c) => c.perdus)} | ${total((c) => c.enDouble)} | ${total((c) => c.evenementsFaux)} |`,
    "",
    `Journal des événements : ${positions.trous} trou, ${positions.doubles} position double, ${positions.sans} sans position.`,
    `Chaîne du registre : ${chaine.intacte ? "intacte" : "ROMPUE"} (${nombre(chaine.lignes)} lignes, ${nombre(chaine.lots)} lots).`,
    `Livraisons : ${nombre(livraisons.attendues)} attendues, ${livraisons.manquantes} manquante, ${livraisons.enPlus} reçue de nouveau sous le même identifiant.`,
    `Hubs arrêtés sans qu’on les tue : ${bilan.mortsSubites}. Arrêt demandé (SIGTERM) : codes ${bilan.codesDeSortie.join(", ")}.`,
  ].join("\n");
}
