import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sousGraphe } from "../../subgraphs/indicateurs/sous-graphe";
import { addDays, addMonths } from "../../subgraphs/shared/civil-date";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouter, contratSigne, type Evenement, entree, orientation, projeterTout } from "./journal";

/** The four indicators of the first release, counted a second time: from the histories, person by person, with no SQL and no projection. */

const COMMUNES = ["94028", "94017", "94080"];
const PARCOURS = [
  ["FRANCE_TRAVAIL", "EMPLOI"],
  ["JEUNES", "EQUILIBRE"],
  ["PARCOURS_INSERTION", "REMOBILISATION"],
] as const;
const TERRITOIRES: Record<string, string[]> = { "94": COMMUNES, "94028": ["94028"], "94-PILOTE": ["94028", "94017"] };

interface Histoire {
  id: string;
  entrees: { notification: string; commune: string; soumis: boolean }[];
  orientations: { le: string; parcours: number }[];
  contrats: string[];
  /** A change of commune or of rights and duties that comes later. */
  change: { commune: string; soumis: boolean } | null;
}

const SOUMIS = fc.constantFrom(true, true, true, false);
const jour = fc.integer({ min: 0, max: 420 }).map((n) => addDays("2025-11-01", n));
// Month ends are where months differ in length.
const notification = fc.oneof(jour, fc.constantFrom("2026-01-29", "2026-01-30", "2026-01-31", "2026-03-31", "2026-05-31", "2025-12-31"));
const autour = (depuis: string) => fc.constantFrom(-1, 0, 1, 15).map((n) => addDays(addMonths(depuis, 1), n));
const histoire: fc.Arbitrary<Histoire> = notification.chain((premiere) =>
  fc.record({
    id: fc.constant("").map(() => randomUUID()),
    entrees: fc
      .array(fc.record({ ecart: fc.integer({ min: 30, max: 300 }), commune: fc.constantFrom(...COMMUNES), soumis: SOUMIS }), {
        minLength: 1,
        maxLength: 2,
      })
      .map((liste) => liste.map(({ ecart, ...e }, i) => ({ ...e, notification: i === 0 ? premiere : addDays(premiere, ecart) }))),
    orientations: fc
      .array(fc.record({ le: fc.oneof(autour(premiere), jour), parcours: fc.nat(2) }), { maxLength: 3 })
      .map((liste) => liste.sort((x, y) => (x.le < y.le ? -1 : 1))),
    contrats: fc.array(jour, { maxLength: 2 }),
    change: fc.option(fc.record({ commune: fc.constantFrom(...COMMUNES), soumis: SOUMIS })),
  }),
);

function evenements(h: Histoire): Evenement[] {
  return [
    ...h.entrees.map((e, i) =>
      entree(h.id, {
        rang: i + 1,
        notification: e.notification,
        entreeDispositif: e.notification,
        codeInsee: e.commune,
        soumisDroitsDevoirs: e.soumis,
      }),
    ),
    ...h.orientations.map((o, i) =>
      orientation(h.id, o.le, { rang: i + 1, parcours: PARCOURS[o.parcours]![0], categorie: PARCOURS[o.parcours]![1] }),
    ),
    ...h.contrats.map((le) => contratSigne(h.id, le)),
    ...(h.change
      ? [
          {
            type: "AllocataireModifie",
            allocataire: h.id,
            donnees: { champs: ["codeInsee"], codeInsee: h.change.commune, soumisDroitsDevoirs: h.change.soumis },
          },
        ]
      : []),
  ];
}

const actuelle = (h: Histoire) => h.change ?? h.entrees.at(-1)!;
const dans = (le: string, debut: string, fin: string) => debut <= le && le <= fin;

/** First decision of each entry: since this entry (the first one: ever) and before the next. */
const premieres = (h: Histoire) =>
  h.entrees.map((e, i) => {
    const [du, avant] = [i === 0 ? "0000" : e.notification, h.entrees[i + 1]?.notification ?? "9999"];
    return { notification: e.notification, decision: h.orientations.find((o) => o.le >= du && o.le < avant)?.le ?? null };
  });

function reference(histoires: Histoire[], territoire: string, debut: string, fin: string) {
  const ici = histoires.filter((h) => TERRITOIRES[territoire]!.includes(actuelle(h).commune));
  const soumises = ici.filter((h) => actuelle(h).soumis);
  const notifiees = soumises.filter((h) => premieres(h).some((e) => dans(e.notification, debut, fin)));
  const orientees = notifiees.filter((h) =>
    premieres(h).some((e) => dans(e.notification, debut, fin) && e.decision !== null && e.decision <= fin),
  );
  const dernieres = soumises.flatMap((h) => h.orientations.filter((o) => dans(o.le, debut, fin)).at(-1) ?? []);
  const enUnMois = (e: { notification: string; decision: string | null }) =>
    e.decision !== null && dans(e.decision, debut, fin) && e.decision < addMonths(e.notification, 1);
  return {
    nouveaux: ici.filter((h) => premieres(h).some(enUnMois)).length,
    flux: [orientees.length, notifiees.length],
    contrats: soumises.flatMap((h) => h.contrats.filter((le) => dans(le, debut, fin))).length,
    parts: PARCOURS.map(([code], i) => [code, dernieres.filter((o) => o.parcours === i).length, dernieres.length]),
  };
}

let db: TestDatabase;
let sg: TestSubgraph;
beforeAll(async () => {
  db = await testDatabase();
  sg = await testSubgraph(sousGraphe, db.url);
  for (const [code, categorie] of PARCOURS) {
    await db.owner.query("insert into indicateurs.parcours_local (departement, code, libelle, categorie) values ('94', $1, $1, $2)", [
      code,
      categorie,
    ]);
  }
  await db.owner.query(
    "insert into indicateurs.territoire (departement, code, libelle, communes, nature) values ('94', '94-PILOTE', 'Pilote', '{94028,94017}', 'PILOTE')",
  );
});
afterAll(async () => {
  await sg.close();
  await db.drop();
});

const REQUETE = `query ($territoire: String!, $debut: Date!, $fin: Date!) {
  nouveaux: indicateur(code: "L.I.V2.1.3", territoire: $territoire, debut: $debut, fin: $fin, version: 1) { valeur numerateur }
  flux: indicateur(code: "F.4", territoire: $territoire, debut: $debut, fin: $fin, version: 1) { valeur numerateur denominateur }
  contrats: indicateur(code: "N.I.V3.6", territoire: $territoire, debut: $debut, fin: $fin, version: 1) { valeur numerateur }
  repartition: indicateur(code: "F.6", territoire: $territoire, debut: $debut, fin: $fin, version: 1) { valeur ventilation { cle numerateur denominateur valeur } } }`;

const pourcent = (n: number, d: number) => (d === 0 ? null : (100 * n) / d);

describe("contrôle indépendant des quatre indicateurs", () => {
  it("sur des histoires tirées au hasard, le hub compte comme la référence", async () => {
    const cas = fc.record({
      histoires: fc.array(histoire, { minLength: 12, maxLength: 30 }),
      debut: jour,
      duree: fc.integer({ min: 20, max: 300 }),
      lot: fc.constantFrom(7, 40, 5000),
    });
    let positifs = 0;
    await fc.assert(
      fc.asyncProperty(cas, async ({ histoires, debut, duree, lot }) => {
        await db.owner.query(
          "truncate journal.evenement, indicateurs.curseur, indicateurs.personne, indicateurs.entree, indicateurs.orientation, indicateurs.contrat, indicateurs.presence",
        );
        await ajouter(db.owner, histoires.flatMap(evenements));
        await projeterTout(db.owner, lot);
        const fin = addDays(debut, duree);
        for (const territoire of Object.keys(TERRITOIRES)) {
          const attendu = reference(histoires, territoire, debut, fin);
          const { data, errors, statements } = await sg.run(CALLERS.pilotage, REQUETE, { territoire, debut, fin });
          expect(errors).toBeUndefined();
          // All four in one; another reads the first day known, when the period may be consolidated.
          expect(statements.length).toBeLessThanOrEqual(2);
          const [n, d] = attendu.flux as [number, number];
          expect({ territoire, debut, fin, ...data }).toEqual({
            territoire,
            debut,
            fin,
            nouveaux: { valeur: attendu.nouveaux, numerateur: attendu.nouveaux },
            flux: { valeur: pourcent(n, d), numerateur: n, denominateur: d },
            contrats: { valeur: attendu.contrats, numerateur: attendu.contrats },
            repartition: {
              valeur: null,
              ventilation: attendu.parts.map(([cle, x, y]) => ({
                cle,
                numerateur: x,
                denominateur: y,
                valeur: pourcent(x as number, y as number),
              })),
            },
          });
          positifs += attendu.nouveaux + n;
        }
      }),
      { numRuns: 20 },
    );
    // The histories must exercise what they check.
    expect(positifs).toBeGreaterThan(20);
  });
});
