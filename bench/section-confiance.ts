import { suivreRegistre } from "../subgraphs/echanges/registre/registre";
import { createLog } from "../subgraphs/shared/log";
import type { Base } from "./base";
import { type Cible, charger, type Mesure } from "./charge";
import { mesurerChaine } from "./confiance/chaine";
import { chargerEcritures } from "./confiance/ecritures";
import { COMPOSITIONS, lancerComposition } from "./confiance/hubs";
import { PARTIES } from "./confiance/parties";
import { difference, repondre } from "./contenu";
import type { HubLance } from "./hub";
import type { Options } from "./options";
import { LUE, liste } from "./section-listes";
import type { Dire } from "./section-vitrine";
import { nombre, rapport, tableau } from "./tableau";
import { VITRINE } from "./vitrine";

/** What rights, journal, quota and gate cost, together then one by one: the same query, with and without, the same answer. */
export async function sectionConfiance(base: Base, databaseUrl: string, options: Options, dire: Dire): Promise<void> {
  const hubs: HubLance[] = [];
  // The keeper of the register works during the measures, as beside any hub: what is not numbered yet slows who reads it.
  const registre = suivreRegistre(databaseUrl, createLog("silent", "banc"));
  try {
    for (const composition of COMPOSITIONS) hubs.push(await lancerComposition(composition, databaseUrl, base.dossier));
    dire(Object.values(PARTIES).join("\n"));
    const reglages = { ...options, postgres: base.pid };
    for (const [nom, corps] of REQUETES) {
      const cibles = hubs.map(({ cible }) => ({ ...cible, corps }));
      await memesReponses(cibles);
      dire(tableauDuPrix(nom, cibles, await charger(cibles, reglages)));
    }
    const cibles = hubs.map(({ cible }) => cible);
    dire(tableauDuPrix("un téléphone déclaré, une écriture après l’autre", cibles, await chargerEcritures(cibles, reglages)));
  } finally {
    for (const hub of hubs) await hub.arreter();
    await registre.stop();
  }
  dire(await mesurerChaine(databaseUrl));
}

const REQUETES = [
  ["requête vitrine, 50 personnes", JSON.stringify({ query: VITRINE })],
  ["une page de 50 personnes", liste("{}", 50, null, LUE)],
] as const;

/** An answer that says less, or that a right cut, would be no comparison. What the gate adds beside the data (its cost) is left out. */
async function memesReponses([reference, ...autres]: Cible[]): Promise<void> {
  const donnees = async (cible: Cible) => ((await chauffer(cible)) as { data: unknown }).data;
  const attendues = await donnees(reference!);
  for (const cible of autres) {
    const ecart = difference(attendues, await donnees(cible));
    if (ecart) throw new Error(`« ${cible.nom} » ne répond pas comme le hub, en ${ecart}.`);
  }
}

const ESSAIS = 5;

/** The first answers of a process compile and connect: on a loaded machine, a deadline may cut them. */
async function chauffer(cible: Cible, essai = 1): Promise<unknown> {
  return repondre(cible).catch((error) => {
    if (essai === ESSAIS) throw error;
    return chauffer(cible, essai + 1);
  });
}

function tableauDuPrix(nom: string, cibles: readonly Cible[], mesures: ReadonlyMap<Cible, Mesure>): string {
  const avec = mesures.get(cibles[0]!)!;
  const total = (m: Mesure) => (m.processeur ?? Number.NaN) + (m.postgres ?? Number.NaN);
  return tableau(
    [
      nom,
      "processeur avec / sans",
      "p50 avec / sans",
      "débit sans / avec",
      "réponses/s",
      "p50 ms",
      "ms processeur serveur",
      "ms processeur PostgreSQL",
    ],
    cibles.map((cible) => {
      const m = mesures.get(cible)!;
      return [
        cible.nom,
        rapport(total(avec), total(m)),
        rapport(avec.p50, m.p50),
        rapport(m.debit, avec.debit),
        nombre(m.debit),
        nombre(m.p50),
        nombre(m.processeur ?? Number.NaN),
        nombre(m.postgres ?? Number.NaN),
      ];
    }),
  );
}
