import fs from "node:fs";
import path from "node:path";
import { addMonths, isCivilDate } from "../subgraphs/shared/civil-date";
import type { Avancement } from "../subgraphs/shared/import";
import type { Attendus } from "./attendus";
import { ecrireInstructions, ecrireMensuels, ecrireMsa, nombreDansLesMensuels } from "./caf/caf-annee";
import { ecrireFluxQuotidiens, ecrireStock } from "./caf/caf-fichiers";
import { iso, jourDe } from "./calendrier";
import { type Contexte, contexteDe } from "./contexte";
import { ecrireCsv } from "./csv";
import { type BilanFichier, Fichier } from "./fichier";
import { FOYERS_MAX } from "./foyer/foyer";
import { ecrireOffre } from "./offre/offre";
import { messagesDeLaSalle, PAR_FOYER, type Recensement, recenser, salleDe } from "./recensement";
import { publicationsDe } from "./rendez-vous/creneaux";
import { informationsDe } from "./rendez-vous/informations";
import { absencesDe, ouverturesDe } from "./rendez-vous/ouvertures";
import { ligneWebhook, type SecretsWebhooks } from "./rendez-vous/rendez-vous";
import type { Territoire } from "./territoire/territoire";
import { territoire93 } from "./territoire/territoire-93";
import { territoire94 } from "./territoire/territoire-94";
import { ecrireUsagers } from "./usagers";
import { decisionsDeLaVie, messagesDeLaVie, vieDe } from "./vie";

export interface OptionsSimulation {
  /** `94` or `93`. */
  departement: string;
  /** Foyers of the year: those of the first stock and those who came in. */
  foyers: number;
  graine: string | number;
  /** Last day, AAAA-MM-JJ. */
  jusque: string;
  dossier: string;
  secrets: SecretsWebhooks;
  /** Adds to the stock and the days what a whole year of flows has: one monthly file a month, second requests, refusals, changes of NIR, amounts
   * by quarter, files of the MSA and of the instruction. Without it, the same bytes as before. */
  annee?: boolean;
  avancement?: Avancement;
}

/** manifeste.json: what was written and what the hub must find in it. */
export interface ManifesteSimulation {
  departement: string;
  foyers: number;
  graine: string;
  /** Day of the first stock. */
  depuis: string;
  jusque: string;
  annee: boolean;
  fichiers: Record<string, BilanFichier>;
  attendus: Attendus;
}

/** Why a simulation cannot be made, in a sentence for whom asked. */
export class SimulationRefusee extends Error {}

const TERRITOIRES: Record<string, () => Territoire> = { "94": territoire94, "93": territoire93 };

/** Writes the files of a year of a synthetic territory (docs/structure.md). Same département, size, seed, date and secrets: same bytes.
 * The manifest comes last: without it the folder is not whole. Errors: SimulationRefusee. */
export async function simuler(options: OptionsSimulation): Promise<ManifesteSimulation> {
  const contexte = contexteValide(options);
  const { dossier, secrets } = options;
  preparer(dossier);
  const dire = (etape: string, total: number) => {
    let fait = 0;
    return () => {
      fait++;
      if (fait % 500 === 0 || fait === total) options.avancement?.(etape, fait, total);
    };
  };
  const recensement = recenser(contexte, dire("Simulation : foyers", contexte.foyers));
  const { attendus, quotidiens } = recensement;
  const duFlux = [...quotidiens.values()].reduce((somme, liste) => somme + liste.length, 0);
  const fichiers = new Map([...(await ecrireCsv(contexte, dossier)), ...(await ecrireOffre(contexte, dossier))]);
  fichiers.set(...(await ecrireStock(contexte, dossier, dire("Simulation : stock CAF", attendus.foyers.stock))));
  for (const entree of await ecrireFluxQuotidiens(contexte, dossier, quotidiens, dire("Simulation : flux CAF", duFlux)))
    fichiers.set(...entree);
  if (contexte.annee) await ecrireAnnee(contexte, dossier, fichiers, attendus, dire);
  fichiers.set(
    "webhooks.jsonl",
    await ecrireWebhooks(contexte, dossier, recensement, secrets, dire("Simulation : rendez-vous", recensement.messages.nombre)),
  );
  fichiers.set(
    "decisions.jsonl",
    await ecrireDecisions(contexte, dossier, recensement, dire("Simulation : décisions", recensement.decisions.nombre)),
  );
  fichiers.set("suites.jsonl", await ecrireSuites(dossier, recensement));
  fichiers.set("france-travail/usagers.jsonl", await ecrireUsagers(contexte, dossier));
  fichiers.set("creneaux.jsonl", await ecrireCreneaux(contexte, dossier));
  const manifeste = {
    departement: options.departement,
    foyers: options.foyers,
    graine: contexte.graine,
    depuis: iso(contexte.debut),
    jusque: options.jusque,
    annee: contexte.annee,
    fichiers: Object.fromEntries(fichiers),
    attendus,
  };
  fs.writeFileSync(path.join(dossier, "manifeste.json"), `${JSON.stringify(manifeste, null, 2)}\n`);
  return manifeste;
}

type Dire = (etape: string, total: number) => () => void;

async function ecrireAnnee(
  contexte: Contexte,
  dossier: string,
  fichiers: Map<string, BilanFichier>,
  attendus: Attendus,
  dire: Dire,
): Promise<void> {
  const bilans = [
    await ecrireMensuels(contexte, dossier, dire("Simulation : flux mensuels", nombreDansLesMensuels(contexte))),
    await ecrireMsa(contexte, dossier, attendus),
    await ecrireInstructions(contexte, dossier, attendus),
  ];
  for (const bilan of bilans) for (const entree of bilan) fichiers.set(...entree);
}

/** Errors: SimulationRefusee. */
export function contexteValide({
  departement,
  foyers,
  graine,
  jusque,
  annee = false,
}: Omit<OptionsSimulation, "dossier" | "secrets">): Contexte {
  const territoire = TERRITOIRES[departement];
  const connus = Object.keys(TERRITOIRES).sort().join(" et ");
  if (!territoire)
    throw new SimulationRefusee(`Le simulateur ne connaît pas le département « ${departement} » : choisissez entre ${connus}.`);
  if (!Number.isInteger(foyers) || foyers < 1 || foyers > FOYERS_MAX)
    throw new SimulationRefusee(`Le nombre de foyers doit être un entier de 1 à ${FOYERS_MAX}, et non « ${foyers} ».`);
  if (!isCivilDate(jusque)) throw new SimulationRefusee(`La date de fin doit exister et s’écrire AAAA-MM-JJ, et non « ${jusque} ».`);
  return contexteDe({
    graine: String(graine),
    territoire: territoire(),
    foyers,
    debut: jourDe(addMonths(jusque, -12)),
    fin: jourDe(jusque),
    annee,
  });
}

/** A folder that holds no daily file of another date: the import would read them too. */
function preparer(dossier: string): void {
  fs.rmSync(path.join(dossier, "manifeste.json"), { force: true });
  for (const sous of [path.join(dossier, "caf"), path.join(dossier, "instruction")].filter((chemin) => fs.existsSync(chemin)))
    for (const nom of fs.readdirSync(sous))
      if (/^(RSABE[MI]|RSABEM_MSA|INSTRUCTION)_\d{8}\.xml$/.test(nom)) fs.rmSync(path.join(sous, nom));
  fs.mkdirSync(dossier, { recursive: true });
}

async function ecrireSuites(dossier: string, { suites }: Recensement): Promise<BilanFichier> {
  const fichier = new Fichier(dossier, "suites.jsonl");
  for (const { moment: _, ...ligne } of suites) await fichier.ecrire(`${JSON.stringify(ligne)}\n`);
  return fichier.fermer(suites.length);
}

async function ecrireWebhooks(
  contexte: Contexte,
  dossier: string,
  r: Recensement,
  secrets: SecretsWebhooks,
  suivi: () => void,
): Promise<BilanFichier> {
  const fichier = new Fichier(dossier, "webhooks.jsonl");
  const [avant, apres] = [ouverturesDe(contexte), absencesDe(contexte)];
  for (const message of avant) await fichier.ecrire(ligneWebhook(message, secrets));
  for (const cible of r.messages.dansLOrdre()) {
    const collectif = cible < 0 ? salleDe(-1 - cible) : null;
    const message = collectif
      ? messagesDeLaSalle(contexte, r.salles, collectif.cle)[collectif.rang]
      : messagesDeLaVie(contexte, vieDe(contexte, Math.floor(cible / PAR_FOYER)))[cible % PAR_FOYER];
    await fichier.ecrire(ligneWebhook(message!, secrets));
    suivi();
  }
  for (const message of apres) await fichier.ecrire(ligneWebhook(message, secrets));
  return fichier.fermer(avant.length + r.messages.nombre + apres.length);
}

/** What the organismes publish of their diaries, and the meetings to come, in the shape of decisions. */
async function ecrireCreneaux(contexte: Contexte, dossier: string): Promise<BilanFichier> {
  const fichier = new Fichier(dossier, "creneaux.jsonl");
  const publications = [...publicationsDe(contexte), ...informationsDe(contexte)];
  for (const publication of publications) await fichier.ecrire(`${JSON.stringify(publication)}\n`);
  return fichier.fermer(publications.length);
}

async function ecrireDecisions(contexte: Contexte, dossier: string, r: Recensement, suivi: () => void): Promise<BilanFichier> {
  const fichier = new Fichier(dossier, "decisions.jsonl");
  for (const cible of r.decisions.dansLOrdre()) {
    const { le, client, mutation, variables } = decisionsDeLaVie(contexte, vieDe(contexte, Math.floor(cible / PAR_FOYER)))[
      cible % PAR_FOYER
    ]!;
    await fichier.ecrire(`${JSON.stringify({ le, client, mutation, variables })}\n`);
    suivi();
  }
  return fichier.fermer(r.decisions.nombre);
}
