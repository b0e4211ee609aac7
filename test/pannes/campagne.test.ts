import { mener, tableauDe } from "./campagne/campagne";

/** `npm run test:faults` gives the whole form, and another seed. */
const ENTIERE = process.env.UNEFOIS_PANNES === "entieres";
const lire = (nom: string, bornee: number) => Number(process.env[nom] ?? bornee);

describe("processus et PostgreSQL tués à des moments tirés au sort", () => {
  it("aucune modification acquittée perdue, aucune appliquée deux fois, la chaîne intacte, chaque livraison reçue", async () => {
    const bilan = await mener({
      coupures: lire("UNEFOIS_PANNES_COUPURES", 4),
      mutations: lire("UNEFOIS_PANNES_MUTATIONS", 200),
      graine: lire("UNEFOIS_PANNES_GRAINE", 7),
      clients: ENTIERE ? 12 : 6,
      finirLesBaux: !ENTIERE,
      dire: ENTIERE ? (ligne) => void process.stderr.write(`  ${ligne}\n`) : undefined,
    });
    if (ENTIERE) process.stdout.write(`\n${tableauDe(bilan)}\n\n`);
    const somme = (lire: (compte: (typeof bilan.comptes)[number]) => number) => bilan.comptes.reduce((total, un) => total + lire(un), 0);
    expect(bilan.coupures.length).toBe(lire("UNEFOIS_PANNES_COUPURES", 4));
    expect(somme((un) => un.acquittes)).toBe(lire("UNEFOIS_PANNES_MUTATIONS", 200));
    expect([somme((un) => un.perdus), somme((un) => un.enDouble), somme((un) => un.evenementsFaux)]).toEqual([0, 0, 0]);
    expect(bilan.positions).toEqual({ trous: 0, doubles: 0, sans: 0 });
    expect(bilan.chaine.intacte).toBe(true);
    expect(bilan.livraisons.manquantes).toBe(0);
    expect(bilan.mortsSubites).toBe(0);
    expect(bilan.codesDeSortie).toEqual([0, 0]);
  }, 3_600_000);
});
