import fc from "fast-check";
import { type Dimension, decider } from "../../../subgraphs/indicateurs/masque/decider";
import { facteur, facteurDeCles } from "../../../subgraphs/indicateurs/masque/facteur";
import { indice, membresDe, taille } from "../../../subgraphs/indicateurs/masque/fermer";
import { Systeme } from "./systeme";

const SEUIL = 5;

/** Counts of atoms, each a rank along every dimension, summed over the members of all the cells. */
function table(dimensions: readonly Dimension[], atomes: readonly number[]) {
  const facteurs = dimensions.map((d) => d.facteur);
  const personnes = new Float64Array(taille(facteurs));
  const contenu: number[][] = Array.from({ length: personnes.length }, () => []);
  for (let cellule = 0; cellule < personnes.length; cellule++) {
    let rangs = [0];
    for (const [d, membre] of membresDe(facteurs, cellule).entries()) {
      const f = facteurs[d]!;
      rangs = rangs.flatMap((rang) => f.membres[membre]!.map((atome) => rang * f.atomes + atome));
    }
    contenu[cellule] = rangs;
    personnes[cellule] = rangs.reduce((n, rang) => n + atomes[rang]!, 0);
  }
  const primaire = Uint8Array.from(personnes, (n) => (n > 0 && n < SEUIL ? 1 : 0));
  return { facteurs, personnes, primaire, contenu };
}

/** Small cells that what is shown determines: a cell that is shown with nobody says so of all it holds. */
function percees(contenu: readonly number[][], personnes: Float64Array, primaire: Uint8Array, cachees: Uint8Array, n: number): number[] {
  const systeme = new Systeme(n);
  for (const [c, rangs] of contenu.entries()) {
    if (!cachees[c]) for (const sommes of personnes[c] === 0 ? rangs.map((rang) => [rang]) : [rangs]) systeme.ajouter(sommes);
  }
  return [...primaire.keys()].filter((c) => primaire[c] && systeme.determine(contenu[c]!));
}

const communes = (n: number, ensembles: readonly number[][]): Dimension => ({
  facteur: facteur(n, [
    Array.from({ length: n }, (_, i) => i),
    ...Array.from({ length: n }, (_, i) => [i]),
    ...ensembles.filter((e) => e.length > 1 && e.length < n),
  ]),
  coupe: false,
});
const coupe = (n: number): Dimension => ({ facteur: facteurDeCles(n), coupe: true });
const effectif = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 5, max: 60 }));

const tableau = fc
  .record({ n: fc.integer({ min: 2, max: 6 }), k1: fc.integer({ min: 1, max: 4 }), k2: fc.integer({ min: 1, max: 3 }) })
  .chain(({ n, k1, k2 }) =>
    fc.record({
      forme: fc.constantFrom(
        [communes(n, [])],
        [coupe(k1)],
        [coupe(k1), coupe(k2)],
        [
          communes(
            n,
            [
              [0, 1, 2],
              [0, 3],
              [1, 3, 4],
            ].map((e) => e.filter((a) => a < n)),
          ),
        ],
        [
          communes(
            n,
            [
              [0, 1],
              [2, 3, 4, 5],
            ].map((e) => e.filter((a) => a < n)),
          ),
          coupe(k1),
        ],
      ),
      effectifs: fc.array(effectif, { minLength: 6 * 4 * 3, maxLength: 6 * 4 * 3 }),
    }),
  );

const atomesDe = (forme: readonly Dimension[]) => forme.reduce((n, d) => n * d.facteur.atomes, 1);

describe("le masquage secondaire d’un tableau", () => {
  it("aucune case trop petite ne se déduit de ce qui est montré, totaux, ensembles de communes et zéros compris", () => {
    fc.assert(
      fc.property(tableau, ({ forme, effectifs }) => {
        const { personnes, primaire, contenu } = table(forme, effectifs);
        const cachees = decider(forme, personnes, primaire, SEUIL);
        for (const c of primaire.keys()) if (primaire[c]) expect(cachees[c]).toBe(1);
        expect(percees(contenu, personnes, primaire, cachees, atomesDe(forme))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  /** A territory under two cuts: three tables of two dimensions are shown, and zeros among them may say the rest (docs/petits-nombres.md). */
  const troisDimensions = (unCompte: fc.Arbitrary<number>) =>
    fc.record({
      forme: fc.constantFrom([communes(3, [[0, 1]]), coupe(3), coupe(2)], [communes(2, []), coupe(2), coupe(2)]),
      effectifs: fc.array(unCompte, { minLength: 18, maxLength: 18 }),
    });

  it("un territoire sous deux coupes : de même, quand aucune case élémentaire n’est vide", () => {
    fc.assert(
      fc.property(troisDimensions(fc.integer({ min: 1, max: 12 })), ({ forme, effectifs }) => {
        const { personnes, primaire, contenu } = table(forme, effectifs);
        const cachees = decider(forme, personnes, primaire, SEUIL);
        expect(percees(contenu, personnes, primaire, cachees, atomesDe(forme))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("un territoire sous deux coupes : aucune différence de deux réponses n’est une case trop petite, vides compris", () => {
    fc.assert(
      fc.property(troisDimensions(effectif), ({ forme, effectifs }) => {
        const { personnes, primaire, contenu } = table(forme, effectifs);
        const cachees = decider(forme, personnes, primaire, SEUIL);
        const petites = new Set([...primaire.keys()].filter((c) => primaire[c]).map((c) => String(contenu[c])));
        const montrees = contenu.filter((_, c) => !cachees[c]);
        for (const grande of montrees) {
          for (const petite of montrees) {
            if (petite.every((a) => grande.includes(a))) expect(petites.has(String(grande.filter((a) => !petite.includes(a))))).toBe(false);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("sans le masquage secondaire, la même attaque réussit", () => {
    const [trouvees] = fc.sample(tableau, { numRuns: 200, seed: 94 }).reduce(
      ([oui, non], { forme, effectifs }) => {
        const { personnes, primaire, contenu } = table(forme, effectifs);
        return percees(contenu, personnes, primaire, primaire, atomesDe(forme)).length > 0 ? [oui! + 1, non!] : [oui!, non! + 1];
      },
      [0, 0],
    );
    expect(trouvees).toBeGreaterThan(50);
  });

  it("un total est caché ou montré quelle que soit la ventilation demandée avec lui", () => {
    fc.assert(
      fc.property(fc.array(effectif, { minLength: 12, maxLength: 12 }), (effectifs) => {
        const [lieux, age] = [communes(4, [[0, 1]]), coupe(3)];
        const croise = table([lieux, age], effectifs);
        const avec = decider([lieux, age], croise.personnes, croise.primaire, SEUIL);
        const sommes = Array.from({ length: 4 }, (_, i) => effectifs.slice(3 * i, 3 * i + 3).reduce((a, b) => a + b));
        const seul = table([lieux], sommes);
        const sans = decider([lieux], seul.personnes, seul.primaire, SEUIL);
        expect([...sans.keys()].map((m) => avec[indice(croise.facteurs, [m, 0])])).toEqual([...sans]);
      }),
    );
  });

  it("une seule petite part : la plus petite qui la protège est cachée avec elle, le reste et le total sont montrés", () => {
    const forme = [coupe(4)];
    const { personnes, primaire } = table(forme, [3, 40, 12, 0]);
    expect([...decider(forme, personnes, primaire, SEUIL)]).toEqual([0, 1, 0, 1, 0]);
  });

  it("deux petites parts qui font moins que le seuil ensemble sont rejointes par une troisième", () => {
    const forme = [coupe(4)];
    const { personnes, primaire } = table(forme, [3, 1, 12, 40]);
    expect([...decider(forme, personnes, primaire, SEUIL)]).toEqual([0, 1, 1, 1, 0]);
  });

  it("deux parts d’une personne chacune ne se disent pas par leur somme : le total moins les parts montrées laisse au moins le seuil", () => {
    const forme = [coupe(2), coupe(6)];
    // Créteil by age: 51 − (12 + 15 + 12 + 10) = 2, and a part that is hidden is not 0; elsewhere the two ages are large.
    const { personnes, primaire } = table(forme, [1, 12, 15, 12, 10, 1, 30, 40, 22, 18, 25, 31]);
    const cachees = decider(forme, personnes, primaire, SEUIL);
    const parts = Array.from({ length: 6 }, (_, i) => indice(table(forme, Array(12).fill(1)).facteurs, [1, i + 1]));
    const tues = parts.filter((part) => cachees[part]);
    expect(tues.length).toBeGreaterThan(2);
    expect(tues.reduce((n, part) => n + personnes[part]!, 0)).toBeGreaterThanOrEqual(SEUIL);
  });

  it("sur des tableaux tirés au hasard, aucun total montré ne laisse à ses parts cachées moins que le seuil", () => {
    fc.assert(
      fc.property(tableau, ({ forme, effectifs }) => {
        const { facteurs, personnes, primaire } = table(forme, effectifs);
        const cachees = decider(forme, personnes, primaire, SEUIL);
        for (const [d, f] of facteurs.entries()) {
          for (const cellule of personnes.keys()) {
            const membres = membresDe(facteurs, cellule);
            const sien = f.membres[membres[d]!]!;
            if (cachees[cellule] || sien.length === 1) continue;
            const parts = sien.map((a) =>
              indice(
                facteurs,
                membres.with(
                  d,
                  f.membres.findIndex((m) => m.length === 1 && m[0] === a),
                ),
              ),
            );
            const reste = parts.filter((part) => cachees[part]).reduce((n, part) => n + personnes[part]!, 0);
            expect(reste === 0 || reste >= SEUIL || parts.every((part) => cachees[part] || personnes[part] === 0)).toBe(true);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("rien de petit : rien n’est caché", () => {
    const forme = [communes(3, []), coupe(2)];
    const { personnes, primaire } = table(forme, [5, 9, 0, 30, 7, 6]);
    expect([...decider(forme, personnes, primaire, SEUIL)].every((cachee) => cachee === 0)).toBe(true);
  });
});
