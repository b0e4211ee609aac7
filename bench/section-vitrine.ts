import fs from "node:fs";
import path from "node:path";
import { avecConnexion, type Base } from "./base";
import { type Cible, charger, type Mesure } from "./charge";
import { difference, repondre } from "./contenu";
import { type HubLance, hubDistribue, hubEnUnProcessus, serveurDuBanc } from "./hub";
import { type Instruction, lireInstructions, oublierInstructions } from "./instructions";
import type { Options } from "./options";
import { lireProfil, type Parts } from "./profil";
import { nombre, pourcent, rapport, tableau } from "./tableau";

export type Dire = (texte: string) => void;

/** The showcase query: the hub in process, the same by hand, without federation, and over HTTP; then where its time goes. */
export async function sectionVitrine(base: Base, databaseUrl: string, options: Options, dire: Dire): Promise<void> {
  const serveurs: HubLance[] = [];
  try {
    serveurs.push(await hubEnUnProcessus({ databaseUrl, dossier: base.dossier }));
    serveurs.push(await serveurDuBanc("SQL écrit à la main, JSON par node:http", "dist/bench/a-la-main/serveur.js", databaseUrl));
    serveurs.push(await serveurDuBanc("TypeGraphQL sans fédération", "dist/bench/monolithe/serveur.js", databaseUrl));
    serveurs.push(await hubDistribue({ databaseUrl, dossier: base.dossier }));
    const cibles = serveurs.map((serveur) => serveur.cible);
    await memesReponses(cibles);
    dire(tableauDesCibles(cibles, await charger(cibles, { ...options, postgres: base.pid })));
  } finally {
    for (const serveur of serveurs) await serveur.arreter();
  }
  await profiler(base, databaseUrl, options, dire);
}

/** A faster answer that says less would be no comparison. */
async function memesReponses([hub, ...autres]: Cible[]): Promise<void> {
  const reference = await repondre(hub!);
  for (const cible of autres) {
    const ecart = difference(reference, await repondre(cible));
    if (ecart) throw new Error(`${cible.nom} ne répond pas comme le hub, en ${ecart}.`);
  }
}

function tableauDesCibles(cibles: Cible[], mesures: ReadonlyMap<Cible, Mesure>): string {
  const [hub] = cibles;
  const reference = mesures.get(hub!)!;
  const ms = (valeur: number | null) => (valeur === null ? "—" : nombre(valeur));
  return tableau(
    [
      "requête vitrine, 50 personnes",
      "débit du hub / celui-ci",
      "processeur de celui-ci / du hub",
      "réponses/s",
      "p50 ms",
      "p97,5 ms",
      "ms processeur serveur",
      "ms processeur PostgreSQL",
      "ko",
    ],
    cibles.map((cible) => {
      const m = mesures.get(cible)!;
      return [
        cible.nom,
        rapport(reference.debit, m.debit),
        m.processeur === null ? "—" : rapport(m.processeur + m.postgres!, reference.processeur! + reference.postgres!),
        nombre(m.debit),
        nombre(m.p50),
        nombre(m.p97),
        ms(m.processeur),
        ms(m.postgres),
        nombre(m.octets / 1000),
      ];
    }),
  );
}

/** Runs the hub alone under a profiler. Its figures are shares, not speeds: a profile slows what it measures. */
async function profiler(base: Base, databaseUrl: string, options: Options, dire: Dire): Promise<void> {
  const dossier = path.join(base.dossier, "profil");
  fs.mkdirSync(dossier);
  const hub = await hubEnUnProcessus({
    databaseUrl,
    dossier: base.dossier,
    options: ["--cpu-prof", `--cpu-prof-dir=${dossier}`, "--cpu-prof-interval=500"],
  });
  let instructions: Instruction[];
  let depuis: number;
  try {
    await charger([hub.cible], { ...options, secondes: 2, tours: 1, postgres: base.pid });
    await oublierInstructions(databaseUrl);
    const avant = await consultations(databaseUrl);
    depuis = performance.now();
    await charger([hub.cible], { ...options, tours: 1, postgres: base.pid });
    instructions = await lireInstructions(databaseUrl, (await consultations(databaseUrl)) - avant);
  } finally {
    await hub.arreter();
  }
  dire(tableauDesParts(lireProfil(dossier, performance.now() - depuis)));
  dire(tableauDesInstructions(instructions));
}

/** Operations that the journal holds: each answer of the hub is one. */
const consultations = (url: string): Promise<number> =>
  avecConnexion(
    url,
    async (client) => (await client.query("select count(distinct operation)::int as n from journal.consultation")).rows[0].n,
  );

function tableauDesParts(parts: Parts): string {
  const montrees = parts.slice(0, 14);
  const reste = parts.slice(14).reduce((somme, [, part]) => somme + part, 0);
  return tableau(
    ["temps de processeur du processus du hub", "part"],
    [...montrees, ["autres", reste] as const].map(([partie, part]) => [partie, pourcent(part, 1)]),
  );
}

function tableauDesInstructions(instructions: Instruction[]): string {
  const total = instructions.reduce((somme, i) => somme + i.execution + i.plan, 0);
  return tableau(
    ["instructions dans PostgreSQL", "rôle", "part", "ms/réponse", "dont plan", "fois/réponse"],
    instructions
      .slice(0, 20)
      .map((i) => [i.texte, i.role, pourcent(i.execution + i.plan, total), nombre(i.execution + i.plan), nombre(i.plan), nombre(i.fois)]),
  );
}
