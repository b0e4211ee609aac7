import type pg from "pg";
import { type LienFranceTravail, ouvrirFranceTravail } from "../hub/france-travail";
import { CLIENT_PAR_DEFAUT, demarrerSimulateur, type Simulateur } from "../simulation/france-travail/serveur";
import { appliquerEchanges } from "../subgraphs/echanges/echange/suivre-echanges";
import type { ReglagesFranceTravail } from "../subgraphs/echanges/france-travail/transport";
import { type Clock, systemClock, VirtualClock } from "../subgraphs/shared/clock";
import { followOnce } from "../subgraphs/shared/event-follower";
import { createLog } from "../subgraphs/shared/log";
import { numberEvents } from "../subgraphs/shared/sequencer";
import { avecConnexion, type Base } from "./base";
import { DEPARTEMENT, JOUR, ORIENTER, orienterTous, PUBLIER, peupler } from "./echanges/territoire";
import { SECRETS } from "./hub";
import type { Options } from "./options";
import { tempsProcesseur } from "./processeur";
import type { Dire } from "./section-vitrine";
import { nombre, rapport, tableau } from "./tableau";

const DEPART = new Date(`${JOUR}T09:00:00Z`);
const SANS_QUOTA = { enVol: 32, parSeconde: 1_000_000 };

/** Deliveries to France Travail: under a quota in virtual time, as fast as the simulator answers, and what an outbox row costs a fact. */
export async function sectionEchanges(base: Base, options: Options, dire: Dire): Promise<void> {
  const virtuelle = new VirtualClock(DEPART);
  const pendant = <T>(travail: () => Promise<T>) => virtuelle.hold(travail);
  const sousQuota = await livrer(base, options.echanges, virtuelle, { quotas: { "*": { enVol: 10, parSeconde: 10 } }, pendant });
  const auPlusVite = await livrer(base, options.echanges, systemClock, { quotas: { "*": SANS_QUOTA } });
  const ligne = (nom: string, l: Livraison) => [
    nom,
    nombre(l.confirmes, 6),
    nombre(l.appliques, 6),
    nombre(l.appels, 6),
    nombre(l.horlogeMs / 60_000),
    nombre(l.reelMs / 1_000),
    nombre((l.confirmes * 1_000) / l.reelMs),
  ];
  dire(
    tableau(
      ["résultats d’orientation", "confirmés", "appliqués", "appels", "minutes de l’horloge", "secondes réelles", "confirmés/s réelle"],
      [ligne("quota de 10 appels/s par API, temps virtuel", sousQuota), ligne("au plus vite", auPlusVite)],
    ),
  );
  await coutDUneLigne(base, Math.max(200, Math.round(options.echanges / 5)), dire);
}

interface Livraison {
  confirmes: number;
  appliques: number;
  appels: number;
  horlogeMs: number;
  reelMs: number;
}

async function livrer(base: Base, combien: number, clock: Clock, client: Partial<ReglagesFranceTravail>): Promise<Livraison> {
  const databaseUrl = await base.creer("echanges");
  const simulateur = await demarrerSimulateur({ horloge: clock });
  try {
    return await avecConnexion(databaseUrl, async (owner) => {
      await orienterTous(owner, await peupler(owner, combien, SECRETS.NIR_KEY, simulateur, 1), clock.now());
      await suivre(owner);
      await owner.query("vacuum analyze");
      const lien = await relier(simulateur, databaseUrl, clock, client);
      try {
        return await mesurer(owner, lien, simulateur, clock);
      } finally {
        await lien.arreter();
      }
    });
  } finally {
    await simulateur.arreter();
    await base.supprimer("echanges");
  }
}

const relier = (simulateur: Simulateur, databaseUrl: string, clock: Clock, client: Partial<ReglagesFranceTravail>) =>
  ouvrirFranceTravail({
    settings: {
      url: simulateur.url,
      tokenUrl: simulateur.tokenUrl,
      clientId: CLIENT_PAR_DEFAUT.id,
      clientSecret: CLIENT_PAR_DEFAUT.secret,
      departement: DEPARTEMENT,
      agent: "BATCH",
      versionOrientation: 2,
    },
    databaseUrl,
    nirKey: SECRETS.NIR_KEY,
    log: createLog("silent", "banc"),
    clock,
    client,
  });

async function mesurer(owner: pg.Client, lien: LienFranceTravail, simulateur: Simulateur, clock: Clock): Promise<Livraison> {
  const [horloge, reel] = [clock.now().getTime(), Date.now()];
  for (;;) {
    if ((await lien.moteur.tour()) > 0) continue;
    const prochain = await lien.moteur.prochain();
    if (prochain === null) break;
    const attente = Math.max(0, prochain.getTime() - clock.now().getTime());
    if (clock instanceof VirtualClock) clock.advance(attente);
    else await clock.wait(attente);
  }
  const { rows } = await owner.query("select count(*)::int as n from echanges.echange where statut = 'CONFIRME'");
  return {
    confirmes: rows[0].n,
    appliques: simulateur.appliques.length,
    appels: Object.values(simulateur.appels).reduce((somme, n) => somme + n, 0),
    horlogeMs: clock.now().getTime() - horloge,
    reelMs: Date.now() - reel,
  };
}

async function suivre(owner: pg.Client): Promise<void> {
  await numberEvents(owner);
  while ((await followOnce(owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges })) > 0);
}

/** Rounds that alternate. */
const TOURS = 8;

interface Cout {
  ms: number;
  processeur: number | null;
}

/** A fact in a transaction of its own, with and without the event that tells it; then what numbering it and making its exchange add, out of the request. */
async function coutDUneLigne(base: Base, combien: number, dire: Dire): Promise<void> {
  const databaseUrl = await base.creer("outbox");
  await avecConnexion(databaseUrl, async (owner) => {
    const tour = Math.ceil(combien / TOURS);
    const gens = await peupler(owner, tour * (2 * TOURS + 1), SECRETS.NIR_KEY, null, 1);
    const decider = (publie: boolean) => chronometrer(base, () => unParUn(owner, gens.splice(0, tour), publie));
    // The first run warms plans and files; it is not told. The others alternate: the machine is not the same from one second to the next.
    await decider(true);
    await suivre(owner);
    const tours = [];
    for (let i = 0; i < TOURS; i++) tours.push({ sans: await decider(false), avec: await decider(true) });
    const parFait = (couts: readonly Cout[]) => somme(couts, tour * TOURS);
    const sans = parFait(tours.map((t) => t.sans));
    const avec = parFait(tours.map((t) => t.avec));
    const suite = parFait([await chronometrer(base, () => suivre(owner))]);
    const ligne = (nom: string, c: Cout) => [
      nom,
      nombre(c.ms),
      c.processeur === null ? "—" : nombre(c.processeur),
      rapport(c.ms, sans.ms),
      c.processeur === null || sans.processeur === null ? "—" : rapport(c.processeur, sans.processeur),
    ];
    dire(
      tableau(
        [
          "une décision, sa transaction",
          "ms",
          "ms processeur (hub et PostgreSQL)",
          "temps / sans événement",
          "processeur / sans événement",
        ],
        [ligne("sans événement", sans), ligne("avec son événement", avec), ligne("numérotation et échange, après coup", suite)],
      ),
    );
  });
  await base.supprimer("outbox");
}

async function unParUn(owner: pg.Client, personnes: readonly string[], publie: boolean): Promise<void> {
  for (const personne of personnes) {
    await owner.query("begin");
    const { rows } = await owner.query({ name: "orienter", text: ORIENTER, values: [personne, DEPART] });
    if (publie) await owner.query({ name: "publier", text: PUBLIER, values: [personne, rows[0].id, DEPART] });
    await owner.query("commit");
  }
}

async function chronometrer(base: Base, travail: () => Promise<void>): Promise<Cout> {
  const [debut, avant] = [performance.now(), tempsProcesseur([base.pid, process.pid])];
  await travail();
  const apres = tempsProcesseur([base.pid, process.pid]);
  return { ms: performance.now() - debut, processeur: avant === null || apres === null ? null : apres - avant };
}

const somme = (couts: readonly Cout[], faits: number): Cout => ({
  ms: couts.reduce((total, c) => total + c.ms, 0) / faits,
  processeur: couts.some((c) => c.processeur === null) ? null : couts.reduce((total, c) => total + c.processeur!, 0) / faits,
});
