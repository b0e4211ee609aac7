import { spawn } from "node:child_process";
import path from "node:path";
import type { Panne } from "../../simulation/france-travail/serveur";
import { NIR_KEY } from "../setup/subgraph";
import { ouvrirMandataire } from "./mandataire";
import type { Monde } from "./monde";
import { AVANCE_MS, nouvellesPersonnes, type Personne, type Scenario } from "./scenarios";

const HEURE_MS = 3_600_000;
const LAUNCHER = path.resolve(__dirname, "../../bin/unefois.js");

/** A fault: what the simulator does, or what happens to the process that sends. */
export type Defaut =
  | { nom: string; pannes: (api: string, operation: string) => Panne[] }
  | { nom: string; tue: "AVANT_L_ENVOI" | "AVANT_LA_REPONSE" }
  | { nom: string; absentMs: number };

/** Before the effect, on any call of the API; then after the effect, on the call that makes it: only a reading tells them apart. */
const avantPuisApres =
  (nature: Panne["nature"]) =>
  (api: string, operation: string): Panne[] => [
    { api, nature, fois: 2 },
    { api, operation, nature, fois: 2, moment: "APRES" },
  ];

export const DEFAUTS: readonly Defaut[] = [
  { nom: "lent", pannes: (api, operation) => [{ api, operation, nature: "LATENCE", ms: 900, fois: 2, moment: "APRES" }] },
  { nom: "429", pannes: (api) => [{ api, nature: "429", fois: 4, attendreSecondes: 20 }] },
  { nom: "500", pannes: avantPuisApres("500") },
  { nom: "HTML en 200", pannes: avantPuisApres("HTML") },
  { nom: "corps coupé", pannes: avantPuisApres("COUPE") },
  { nom: "absent 72 h", absentMs: 72 * HEURE_MS },
  { nom: "tué avant l’envoi", tue: "AVANT_L_ENVOI" },
  { nom: "tué avant la réponse", tue: "AVANT_LA_REPONSE" },
];

export interface Case {
  scenario: string;
  defaut: string;
  personnes: number;
  perdus: number;
  enDouble: number;
  desordre: number;
  enFile: number;
  rates: number;
  /** In doubt, and told to an agent. */
  aLAgent: number;
  /** False: the fault did not happen, and the case proves nothing. */
  arrive: boolean;
}

export const reussie = (c: Case): boolean => c.arrive && c.perdus + c.enDouble + c.desordre + c.enFile + c.rates === 0;

/** One case: people do what comes before, the fault falls on the last act, the queue drains; then both sides are counted. */
export async function jouerUnCas(monde: Monde, scenario: Scenario, defaut: Defaut, nombre: number): Promise<Case> {
  const gens = await nouvellesPersonnes(monde, nombre);
  for (const acte of scenario.avant) await faireTous(monde, gens, acte);
  await monde.vider();
  monde.horloge.advance(AVANCE_MS[scenario.nom] ?? 0);
  const arrive = await subir(monde, defaut, scenario, () => faireTous(monde, gens, scenario.acte));
  monde.simulateur.leverPannes();
  await monde.vider(6 * HEURE_MS);
  const compte = await compter(monde, scenario, gens);
  return { scenario: scenario.nom, defaut: defaut.nom, personnes: nombre, ...compte, arrive };
}

const faireTous = async (monde: Monde, gens: Personne[], acte: Scenario["acte"]) => {
  for (const personne of gens) await acte(monde, personne);
};

async function subir(monde: Monde, defaut: Defaut, scenario: Scenario, agir: () => Promise<void>): Promise<boolean> {
  if ("tue" in defaut) {
    await agir();
    return tuerUnWorker(monde, defaut.tue);
  }
  if ("absentMs" in defaut) {
    const avant = monde.simulateur.appliques.length;
    monde.simulateur.panne({ nature: "HORS_SERVICE" });
    await agir();
    await monde.vider(defaut.absentMs);
    return monde.simulateur.appliques.length === avant;
  }
  const pannes = defaut.pannes(scenario.api, scenario.attendus.at(-1)!);
  for (const panne of pannes) monde.simulateur.panne(panne);
  await agir();
  const prevues = monde.simulateur.pannesAVenir;
  await monde.vider();
  return monde.simulateur.pannesAVenir < prevues;
}

/** A real worker, in a process of its own, killed between the commit of ENVOYE and the call, or between the effect and its answer. */
async function tuerUnWorker(monde: Monde, moment: "AVANT_L_ENVOI" | "AVANT_LA_REPONSE"): Promise<boolean> {
  const avant = monde.simulateur.appliques.length;
  const applique = () => monde.simulateur.appliques.length > avant;
  const mandataire = await ouvrirMandataire(new URL(monde.simulateur.url), applique);
  mandataire.mode = moment === "AVANT_L_ENVOI" ? "TROU" : "RETIENT";
  const enfant = spawn(process.execPath, [LAUNCHER, "start", "--only", "worker"], {
    env: environnement(monde, mandataire.port),
    stdio: "ignore",
  });
  const parti = new Promise((resolve) => enfant.once("exit", resolve));
  const marque = async () =>
    (await monde.base.owner.query("select 1 from echanges.echange where statut = 'ENVOYE' and bail_par is not null")).rowCount! > 0;
  const arrive = await jusqua(async () => (moment === "AVANT_L_ENVOI" ? (await marque()) && mandataire.connexions > 0 : applique()));
  enfant.kill("SIGKILL");
  await parti;
  await mandataire.fermer();
  return arrive;
}

function environnement(monde: Monde, port: number): Record<string, string> {
  const { departement, clientId, clientSecret, agent } = monde.reglages;
  const url = `http://127.0.0.1:${port}`;
  return {
    PATH: process.env.PATH!,
    HOME: process.env.HOME ?? "/",
    DATABASE_URL: monde.base.url,
    GATEWAY_SECRET: "secret-de-la-passerelle-d-essai",
    OIDC_ISSUER: "http://127.0.0.1:9/oidc",
    NIR_KEY,
    PORT: "0",
    FRANCE_TRAVAIL_URL: url,
    FRANCE_TRAVAIL_TOKEN_URL: monde.reglages.tokenUrl!.replace(monde.simulateur.url, url),
    FRANCE_TRAVAIL_CLIENT_ID: clientId!,
    FRANCE_TRAVAIL_CLIENT_SECRET: clientSecret!,
    FRANCE_TRAVAIL_DEPARTEMENT: departement!,
    FRANCE_TRAVAIL_AGENT: agent,
  };
}

async function jusqua(vrai: () => Promise<boolean>): Promise<boolean> {
  for (let essais = 0; essais < 400; essais++) {
    if (await vrai()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

const FINIS = ["CONFIRME", "IGNORE"];
const EN_FILE = ["A_ENVOYER", "ENVOYE", "A_CONFIRMER"];
/** A decision in doubt, and the breach that it carries. */
const A_L_AGENT = ["ENVOI_INCERTAIN", "DONNEE_INVALIDE"];

/** Both sides, person by person: what is missing at France Travail, what is there twice, what is out of order, what is left in the queue. */
async function compter(monde: Monde, scenario: Scenario, gens: Personne[]) {
  const compte = { perdus: 0, enDouble: 0, desordre: 0, enFile: 0, rates: 0, aLAgent: 0 };
  const echanges = (await monde.echanges()).filter((e) => e.canal === "API");
  for (const { numero, allocataire } of gens) {
    const siens = echanges.filter((e) => e.allocataire === allocataire);
    const incertain = scenario.sansRelecture === true && siens.some((e) => e.statut === "REJETE" && e.erreur_code === "ENVOI_INCERTAIN");
    const lus = monde.simulateur.appliques.filter((a) => a.numeroFranceTravail === numero).map((a) => a.operation);
    const ecart = ecarts(scenario.attendus, lus);
    if (!incertain) compte.perdus += ecart.manquants;
    compte.enDouble += ecart.deTrop;
    compte.desordre += ecart.desordre ? 1 : 0;
    for (const { statut, erreur_code } of siens) {
      if (FINIS.includes(statut)) continue;
      if (EN_FILE.includes(statut)) compte.enFile++;
      else if (incertain && A_L_AGENT.includes(erreur_code ?? "")) compte.aLAgent++;
      else compte.rates++;
    }
  }
  return compte;
}

function ecarts(attendus: readonly string[], lus: readonly string[]): { manquants: number; deTrop: number; desordre: boolean } {
  const nombre = (liste: readonly string[], operation: string) => liste.filter((o) => o === operation).length;
  const operations = [...new Set([...attendus, ...lus])];
  const somme = (ecart: (operation: string) => number) => operations.reduce((total, o) => total + Math.max(0, ecart(o)), 0);
  const uneFois = [...new Set(lus)];
  return {
    manquants: somme((o) => nombre(attendus, o) - nombre(lus, o)),
    deTrop: somme((o) => nombre(lus, o) - nombre(attendus, o)),
    desordre: uneFois.join() !== [...new Set(attendus)].filter((o) => uneFois.includes(o)).join(),
  };
}

/** The matrix in Markdown, one line a scenario and a fault. */
export function tableauDe(cas: readonly Case[]): string {
  const lignes = cas.map((c) =>
    [
      c.defaut,
      c.scenario,
      c.personnes,
      c.perdus,
      c.enDouble,
      c.desordre,
      c.enFile,
      c.rates,
      c.aLAgent,
      reussie(c) ? "tenu" : c.arrive ? "ÉCHEC" : "SANS EFFET",
    ].join(" | "),
  );
  return [
    "| défaut | objet | personnes | perdus | en double | désordre | en file | rejetés | à l’agent | résultat |",
    "|---|---|---|---|---|---|---|---|---|---|",
    ...lignes.map((ligne) => `| ${ligne} |`),
  ].join("\n");
}
