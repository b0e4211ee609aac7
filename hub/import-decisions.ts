import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type pg from "pg";
import { demoCallers } from "../gateway/demo-clients";
import { resoudreReferences } from "../subgraphs/allocataires/reference-dossier";
import { analyzeFilled } from "../subgraphs/shared/analyze-filled";
import { compteurs, ImportRefuse, type ResultatImport } from "../subgraphs/shared/import";
import { scellerOriginal } from "../subgraphs/shared/original-garde";
import { ownerClient } from "../subgraphs/shared/owner";
import { applyDecision, type Decision, type DecisionOutcome, type DecisionsContext, MADE_BY, mutationIndex } from "./decision";
import { keepRejects, type RejectedDecision } from "./decision-rejects";

/** Lines resolved and applied at a time. */
const CHUNK = 2_000;
/** Mutations in flight: one lane a person, so that the order of each person's decisions is kept. */
const LANES = 6;

/** Applies a file of decisions (`{le, client, mutation, variables}` a line) through the use cases, with the clock at `le`.
 * Errors: ImportRefuse FICHIER_INTROUVABLE. A line that is refused is kept, counted and replayable. */
export async function importerDecisions(fichier: string, context: DecisionsContext): Promise<ResultatImport> {
  const total = await countLines(fichier);
  const result: ResultatImport = { fichier, compteurs: { ...compteurs(), annonces: null }, signalements: [] };
  const owner = await ownerClient(context.ownerUrl);
  try {
    const applier: Applier = {
      index: mutationIndex(context.subgraphs),
      callers: demoCallers(),
      maintenant: context.now(),
      made: new Map(),
      laneOfKey: new Map(),
    };
    for await (const chunk of chunks(fichier)) {
      await applyChunk(chunk, applier, owner, context, result);
      // What the first lines fill was planned as empty, and a kept plan would go on reading it whole.
      await analyzeFilled(owner);
      context.avancement?.("Décisions", result.compteurs.lus, total);
    }
  } finally {
    await owner.end();
  }
  return result;
}

interface Applier extends Omit<Parameters<typeof applyDecision>[1], "ids"> {
  /** What each line of the file made: `decision:<its key>` → id. A later line names it so. */
  made: Map<string, string>;
  /** Where each line went, by the same reference: what follows it goes there too. */
  laneOfKey: Map<string, number>;
}

async function applyChunk(
  lines: string[],
  applier: Applier,
  owner: pg.Client,
  context: DecisionsContext,
  result: ResultatImport,
): Promise<void> {
  const first = result.compteurs.lus + 1;
  const parsed = lines.map((text, i) => parseLine(text, first + i));
  const references = new Set(parsed.flatMap((line) => (line.decision ? referencesOf(line.decision) : [])));
  const people = references.size > 0 ? await resoudreReferences(owner, [...references]) : new Map<string, string>();
  const ids = { get: (name: string) => people.get(name) ?? applier.made.get(name) };
  const lanes: { decision: Decision; text: string; line: number }[][] = Array.from({ length: LANES }, () => []);
  const rejected: RejectedDecision[] = [];
  const reject = (outcome: { code: string; message: string }, text: string, line: number, departement: string | null) =>
    rejected.push({
      ...outcome,
      original: scellerOriginal(context.nirCipher, text),
      cle: `${result.fichier.split("/").at(-1)}:${line}`,
      departement,
    });
  for (const { decision, error, text, line } of parsed) {
    if (!decision) reject({ code: "LIGNE_ILLISIBLE", message: error! }, text, line, null);
    else lanes[laneOf(decision, applier.laneOfKey)]!.push({ decision, text, line });
  }
  await Promise.all(
    lanes.map(async (lane) => {
      for (const { decision, text, line } of lane) {
        const outcome: DecisionOutcome = await applyDecision(decision, { ...applier, ids });
        if (outcome.code === null) {
          result.compteurs[outcome.rejouee ? "inchanges" : "appliques"]++;
          if (outcome.resultat !== null) applier.made.set(referenceTo(decision), outcome.resultat);
        } else reject({ code: outcome.code, message: outcome.message }, text, line, outcome.departement);
      }
    }),
  );
  result.compteurs.lus += lines.length;
  result.compteurs.rejetes += rejected.length;
  result.signalements.push(...rejected.map(({ cle, code, message }) => ({ cle, code, message, applique: false })));
  await keepRejects(owner, rejected, context.now());
}

const referenceTo = ({ variables }: Decision): string => `${MADE_BY}${variables.cleIdempotence}`;

/** The same person, or the same file, always goes to the same lane; what names another line follows it. */
function laneOf(decision: Decision, laneOfKey: Map<string, number>): number {
  const named = Object.values(decision.variables).find((value): value is string => typeof value === "string" && value.startsWith(MADE_BY));
  const lane = (named !== undefined ? laneOfKey.get(named) : undefined) ?? laneOfSubject(decision);
  laneOfKey.set(referenceTo(decision), lane);
  return lane;
}

function laneOfSubject({ variables, mutation }: Decision): number {
  const dossier = variables.sanction ?? variables.manquement ?? variables.orientation ?? variables.contrat;
  const key = String(variables.allocataire ?? variables.rendezVous ?? dossier ?? mutation);
  let hash = 0;
  for (const char of key) hash = (hash * 31 + char.charCodeAt(0)) | 0;
  return Math.abs(hash) % LANES;
}

const referencesOf = (decision: Decision): string[] =>
  Object.values(decision.variables).filter((value): value is string => typeof value === "string" && value.startsWith("dossier:"));

function parseLine(text: string, line: number): { decision: Decision | null; error: string | null; text: string; line: number } {
  try {
    const value = JSON.parse(text) as Partial<Decision>;
    const wrong = whatIsWrong(value);
    return wrong
      ? { decision: null, error: `Ligne ${line} : ${wrong}.`, text, line }
      : { decision: value as Decision, error: null, text, line };
  } catch {
    return { decision: null, error: `Ligne ${line} : ce n’est pas du JSON.`, text, line };
  }
}

function whatIsWrong(value: Partial<Decision>): string | null {
  if (typeof value !== "object" || value === null) return "un objet JSON est attendu";
  if (typeof value.le !== "string" || Number.isNaN(Date.parse(value.le))) return "« le » doit être un instant RFC 3339";
  if (typeof value.client !== "string") return "« client » manque";
  if (typeof value.mutation !== "string") return "« mutation » manque";
  if (typeof value.variables !== "object" || value.variables === null) return "« variables » manque";
  if (typeof value.variables.cleIdempotence !== "string") return "« variables.cleIdempotence » est obligatoire dans un fichier";
  return null;
}

async function* chunks(fichier: string): AsyncGenerator<string[]> {
  let chunk: string[] = [];
  for await (const text of createInterface({ input: createReadStream(fichier, "utf8"), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (text.trim() === "") continue;
    chunk.push(text);
    if (chunk.length === CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

async function countLines(fichier: string): Promise<number> {
  let count = 0;
  try {
    for await (const piece of createReadStream(fichier)) for (const byte of piece as Buffer) if (byte === 10) count++;
  } catch (error) {
    throw new ImportRefuse(
      "FICHIER_INTROUVABLE",
      `Le fichier ${fichier} ne se lit pas (${(error as { code?: string }).code}) : vérifiez son chemin.`,
    );
  }
  return count;
}
