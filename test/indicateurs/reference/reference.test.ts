import fc from "fast-check";
import { reconstruire } from "../../../subgraphs/indicateurs/projection/reconstruire.repository";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { type TestSubgraph, testSubgraph } from "../../setup/subgraph";
import { Temoin } from "./comparer";
import { AUJOURDHUI, DERNIER, Hasard, PREMIER } from "./hasard";
import type { Dit, Histoire, Jour, Territoire } from "./histoire";
import { type DefinitionLue, type Demande, definitions, demanderTous, dresser, meubler, raconter, vider } from "./hub";
import { FAMILLES_SANS_REFERENCE, REFERENCES, SANS_REFERENCE } from "./references";
import { territoire } from "./tirage";

/** Each computed indicator, counted a second time: person by person, from what the hub was told, with no SQL and no projection.
 * `GRAINE=7 TIRAGES=50` tries other histories; `CODES=^RPE` asks of these indicators only. */

const GRAINE = Number(process.env.GRAINE ?? 2026);
const TIRAGES = Number(process.env.TIRAGES ?? 12);
const PAR_INDICATEUR = 2;
const CODES = new RegExp(process.env.CODES ?? "");

let db: TestDatabase;
let sg: TestSubgraph;
let calcules: DefinitionLue[];
beforeAll(async () => {
  db = await testDatabase();
  sg = await testSubgraph(sousGraphe, db.url);
  await meubler(db);
  calcules = await definitions(sg);
});
afterAll(async () => {
  await sg.close();
  await db.drop();
});

const TERRITOIRES = ["94", "94", "94028", "94-PILOTE", "94-T10"];
const referenceDe = (d: DefinitionLue) => REFERENCES.get(`${d.code} v${d.version}`) ?? REFERENCES.get(d.code);
const couverts = () => calcules.filter((d) => referenceDe(d) !== undefined);
const interroges = () => couverts().filter((d) => CODES.test(d.code));

/** A month, a quarter, a year, or any days. */
function periode(hasard: Hasard): { debut: Jour; fin: Jour } {
  const mois = `${hasard.un("2026-10", "2027-01", "2027-02", "2027-06", "2027-11", "2028-01", "2028-02")}-01`;
  const fin = (n: number) => hasard.un(hasard.dans(mois, 10, -5), finDe(mois, n), finDe(mois, n));
  const [debut, jusque] = hasard.un<[Jour, Jour]>([mois, fin(1)], [mois, fin(3)], ["2027-01-01", "2027-12-31"], [PREMIER, DERNIER]);
  return debut <= jusque ? { debut, fin: jusque } : { debut: jusque, fin: debut };
}
const finDe = (mois: Jour, n: number): Jour => {
  const d = new Date(`${mois}T00:00:00Z`);
  return new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + n, 0)).toISOString().slice(0, 10);
};

/** The lines of a table that add up count the same rows: they share its cuts between them. */
const parTirage = (d: DefinitionLue) => (referenceDe(d)!.uneCoupe ? 1 : PAR_INDICATEUR);
const decalage = (d: DefinitionLue) => (referenceDe(d)!.uneCoupe ? 5 * Number(d.code.slice(-2)) : 0);
const couverture = (d: Pick<DefinitionLue, "code" | "version">) => {
  const definition = calcules.find((c) => c.code === d.code && c.version === d.version)!;
  return referenceDe(definition)!.uneCoupe ? d.code.slice(0, d.code.lastIndexOf(".")) : `${d.code} v${d.version}`;
};

/** Questions on every indicator; from draw to draw each of its cuts comes in turn. */
function questions(tirage: number): Demande[] {
  const hasard = new Hasard(GRAINE * 1_000 + tirage);
  return interroges().flatMap((d) =>
    Array.from({ length: parTirage(d) }, (_, k) => {
      const coupes = [null, ...d.ventilations];
      const une = coupes[(tirage * parTirage(d) + k + decalage(d)) % coupes.length]!;
      const autre = hasard.un(null, ...d.ventilations);
      return {
        code: d.code,
        version: d.version,
        territoire: referenceDe(d)!.sansLieu ? "94" : hasard.un(...TERRITOIRES),
        ...periode(hasard),
        ventilation:
          une !== null && autre !== null && autre !== une && !referenceDe(d)!.uneCoupe && hasard.parfois(5) ? `${une},${autre}` : une,
        connuLe: hasard.parfois(3) ? hasard.dans("2026-06-01", 650) : null,
      };
    }),
  );
}

async function ecarts(t: Pick<Territoire, "histoires" | "journal">, demandes: Demande[]): Promise<string[]> {
  const temoin = new Temoin(t.histoires, t.journal);
  const reponses = await demanderTous(sg, demandes);
  return demandes.flatMap((d, i) => {
    const definition = calcules.find((c) => c.code === d.code && c.version === d.version)!;
    return temoin.ecarts(referenceDe(definition)!, definition, d, reponses[i]).map((ecart) => `${JSON.stringify(d)} ${ecart}`);
  });
}
async function installer(t: Pick<Territoire, "histoires" | "journal">, lot: number): Promise<void> {
  await vider(db);
  await raconter(db, t.journal, lot);
  await dresser(db, t.journal, t.histoires);
}

/** The fewest events with which a question is still answered differently. */
async function reduire(t: Territoire, demande: Demande): Promise<string> {
  let journal: readonly Dit[] = t.journal;
  const limite = Date.now() + 40_000;
  const differe = async (essai: readonly Dit[]) => {
    if (Date.now() > limite) return false;
    await installer({ histoires: t.histoires, journal: [...essai] }, 5_000);
    return (await ecarts({ histoires: t.histoires, journal: [...essai] }, [demande])).length > 0;
  };
  const reunion = t.journal.find((dit) => dit.type === "AllocatairesFusionnes");
  const deux = [reunion?.allocataire, reunion?.donnees.fusionnee];
  const sien = (h: Histoire) =>
    t.journal.filter((dit) => dit.allocataire === h.id || (deux.includes(h.id) && deux.includes(dit.allocataire)));
  for (const h of t.histoires)
    if (await differe(sien(h))) {
      journal = sien(h);
      break;
    }
  if (journal === t.journal) return "";
  for (const dit of [...journal]) if (await differe(journal.filter((d) => d !== dit))) journal = journal.filter((d) => d !== dit);
  await installer({ histoires: t.histoires, journal: [...journal] }, 5_000);
  const [ecart] = await ecarts({ histoires: t.histoires, journal: [...journal] }, [demande]);
  return [
    ecart,
    ...journal.slice(0, 15).map((d) => `  ${d.connuLe} ${d.type} ${d.allocataire?.slice(0, 4)} ${JSON.stringify(d.donnees)}`),
  ].join("\n");
}

/** The differences of a draw, with the shortest journal for some of them. */
async function raconterLesEcarts(n: number, t: Territoire, trouves: string[]): Promise<string> {
  const questions = trouves.map((e) => JSON.parse(e.slice(0, e.indexOf("}") + 1)) as Demande);
  const codes = [...new Set(questions.map((d) => d.code))];
  const recits: string[] = [];
  for (const code of codes.slice(0, Number(process.env.RECITS ?? 1)))
    recits.push(await reduire(t, questions.find((d) => d.code === code)!));
  return [`tirage ${n}, ${trouves.length} écarts (${codes.join(" ")})`, ...recits, ...trouves.slice(0, 12)].join("\n");
}

describe("contrôle indépendant", () => {
  it("chaque indicateur calculé a une référence, ou l’on dit pourquoi il n’en a pas", () => {
    const codes = [...new Set(calcules.map((d) => d.code))];
    const sans = codes.filter((code) => !couverts().some((d) => d.code === code));
    process.stdout.write(`${codes.length - sans.length} of ${codes.length} computed indicators have a reference\n`);
    expect(sans.filter((code) => !FAMILLES_SANS_REFERENCE.test(code)).sort()).toEqual(
      Object.keys(SANS_REFERENCE)
        .filter((code) => codes.includes(code))
        .sort(),
    );
  });

  it("sur deux années tirées au hasard, le hub et la référence disent les mêmes chiffres, pour chaque ventilation", async () => {
    const tirages = fc.sample(territoire(12, 26), { seed: GRAINE, numRuns: TIRAGES });
    const vus = new Set<string>();
    for (const [n, t] of tirages.entries()) {
      const demandes = questions(n);
      await installer(t, [7, 60, 5_000][n % 3]!);
      const trouves = await ecarts(t, demandes);
      if (trouves.length > 0) throw new Error(await raconterLesEcarts(n, t, trouves));
      for (const d of demandes) for (const coupe of d.ventilation?.split(",") ?? []) vus.add(`${couverture(d)} ${coupe}`);
    }
    const prevus = interroges().flatMap((d) => d.ventilations.map((coupe) => `${couverture(d)} ${coupe}`));
    if (TIRAGES >= 12) expect(prevus.filter((coupe) => !vus.has(coupe))).toEqual([]);
  }, 300_000);

  it("après une reconstruction, les mêmes réponses, celles d’hier comprises", async () => {
    const [t] = fc.sample(territoire(20, 20), { seed: GRAINE + 1, numRuns: 1 });
    await installer(t!, 40);
    const demandes = questions(0);
    const avant = await demanderTous(sg, demandes);
    await reconstruire(db.url);
    expect(await demanderTous(sg, demandes)).toEqual(avant);
    expect(await ecarts(t!, demandes)).toEqual([]);
    expect(AUJOURDHUI > DERNIER).toBe(true);
  });
});
