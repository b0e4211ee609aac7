import { randomUUID } from "node:crypto";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../setup/subgraph";
import type { Evenement } from "../journal";
import type { Dit } from "./histoire";
import { meubler, raconter, vider } from "./hub";

/** What the tests of disputed figures tell the hub and ask it. */

export let db: TestDatabase;
export let sg: TestSubgraph;
export function preparer(): void {
  beforeAll(async () => {
    db = await testDatabase();
    sg = await testSubgraph(sousGraphe, db.url);
    await meubler(db);
  });
  afterEach(() => vider(db));
  afterAll(async () => {
    await sg.close();
    await db.drop();
  });
}

export const id = () => randomUUID();
/** What the hub is told on a day. */
export const su = (connuLe: string, ...evenements: Evenement[]): Dit[] => evenements.map((e) => ({ ...e, connuLe }));
export const dire = (...dits: Dit[][]) => raconter(db, dits.flat());

export interface Question {
  territoire?: string;
  version?: number;
  ventilation?: string;
  connuLe?: string;
  /** The day on which one asks. */
  le?: string;
}
const REQUETE = `query ($code: String!, $territoire: String!, $debut: Date!, $fin: Date!, $version: Int, $ventilation: String, $connuLe: Date) {
  indicateur(code: $code, territoire: $territoire, debut: $debut, fin: $fin, version: $version, ventilation: $ventilation, connuLe: $connuLe) {
    statut numerateur denominateur valeur actuelle { numerateur denominateur valeur } ventilation { cle numerateur denominateur valeur } } }`;

export async function demander(code: string, [debut, fin]: readonly [string, string], { le = "2028-12-31", ...plus }: Question = {}) {
  const variables = { code, territoire: "94", debut, fin, ...plus };
  const { data, errors } = await sg.run(CALLERS.pilotage, REQUETE, variables, new Date(`${le}T12:00:00Z`));
  if (errors) throw new Error(errors[0]!.message);
  return data.indicateur;
}
export const nombre = async (...question: Parameters<typeof demander>): Promise<number> => (await demander(...question)).numerateur;

export const [JANVIER, MARS, AVRIL] = [
  ["2026-01-01", "2026-01-31"] as const,
  ["2026-03-01", "2026-03-31"] as const,
  ["2026-04-01", "2026-04-30"] as const,
];
export const A_TEMPS = "L.I.V2.1.3";
export const ENTRANTS = "L.I.V2.1.1";
export const ABSENCES = "L.I.V2.1.5";
export const ENTRETIEN = "N.I.V3.7";
export const CONTRATS = "N.I.V3.6";
