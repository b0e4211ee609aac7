import fc from "fast-check";
import { type EtatDesEssais, essayer, SANS_ESSAI } from "../../gateway/verrou-secrets";

const MINUTE = 60_000;

describe("le verrou des secrets", () => {
  const apres = (essais: boolean[], pasMs = 1_000) => {
    let etat: EtatDesEssais = SANS_ESSAI;
    let now = Date.parse("2026-11-22T10:00:00Z");
    const passes: boolean[] = [];
    for (const juste of essais) {
      const essai = essayer(etat, juste, now);
      etat = essai.etat;
      passes.push(essai.passe);
      now += pasMs;
    }
    return { etat, passes, now };
  };
  const faux = (n: number) => Array.from({ length: n }, () => false);

  it("neuf mauvais secrets laissent passer le bon ; dix le refusent", () => {
    expect(apres([...faux(9), true]).passes.at(-1)).toBe(true);
    expect(apres([...faux(10), true]).passes.at(-1)).toBe(false);
  });

  it("le bon secret, entre-temps, n’efface pas les mauvais", () => {
    const mele = Array.from({ length: 20 }, (_, i) => i % 2 === 1);
    expect(apres([...mele, true]).passes.at(-1)).toBe(false);
  });

  it("le verrou dure un quart d’heure, puis deux fois plus, un jour au plus ; un jour sans verrou l’oublie", () => {
    let { etat, now } = apres(faux(10));
    const durees: number[] = [];
    for (let fois = 0; fois < 10; fois++) {
      durees.push(Math.round((etat.verrouJusquau - now) / MINUTE));
      now = etat.verrouJusquau;
      for (let n = 0; n < 10; n++) etat = essayer(etat, false, now).etat;
    }
    expect(durees.slice(0, 4)).toEqual([15, 30, 60, 120]);
    expect(Math.max(...durees)).toBe(1440);
    now = etat.verrouJusquau + 24 * 60 * MINUTE;
    for (let n = 0; n < 10; n++) etat = essayer(etat, false, now).etat;
    expect((etat.verrouJusquau - now) / MINUTE).toBe(15);
  });

  it("quels que soient les instants, jamais plus de dix mauvais secrets en un quart d’heure n’ont été comparés", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 200 }), (pas) => {
        let etat: EtatDesEssais = SANS_ESSAI;
        let now = 1_000_000_000;
        const compares: number[] = [];
        for (const un of pas) {
          now += un;
          if (etat.verrouJusquau <= now) compares.push(now);
          etat = essayer(etat, false, now).etat;
        }
        // A window that ends and another that begins: never more than twenty, and ten from the first bad one.
        for (const debut of compares) expect(compares.filter((c) => c >= debut && c < debut + 15 * MINUTE).length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
