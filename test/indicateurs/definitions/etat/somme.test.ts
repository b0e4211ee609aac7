import fc from "fast-check";
import type { Indicateur } from "../../../../subgraphs/indicateurs/mesure/calcul";
import { CATALOGUE } from "../../../../subgraphs/indicateurs/mesure/catalogue";
import type { Chiffre, ChiffrePart } from "../../../../subgraphs/indicateurs/mesure/mesurer";
import { sommer } from "../../../../subgraphs/indicateurs/mesure/somme";
import { faits } from "../../../../subgraphs/indicateurs/projection/faits";
import { charger, db, preparer } from "../../mesures";
import { cer, entree, etat, id, mesure, organismes, orientee } from "./etat";

preparer();
beforeAll(organismes);

const LIGNES = [...CATALOGUE.values()].flat().filter(({ calcul }) => calcul.somme);
const effectifs = (n: number) => ({ personnes: n, auNumerateur: n, auDenominateur: 0, horsNumerateur: 0 });
const chiffre = (n: number, masquee: boolean): Chiffre => ({
  numerateur: masquee ? null : n,
  denominateur: null,
  valeur: masquee ? null : n,
  masquee,
  tue: masquee,
  delais: null,
  effectifs: effectifs(n),
  faits: { auNumerateur: n, auDenominateur: 0 },
});

/** Rank of a matrix of small whole numbers: rows reduced over fractions kept as numbers. */
function rang(lignes: number[][]): number {
  const m = lignes.map((ligne) => [...ligne]);
  let r = 0;
  for (let c = 0; c < (m[0]?.length ?? 0); c++) {
    const pivot = m.findIndex((ligne, i) => i >= r && Math.abs(ligne[c]!) > 1e-9);
    if (pivot < 0) continue;
    [m[r], m[pivot]] = [m[pivot]!, m[r]!];
    for (let i = r + 1; i < m.length; i++) {
      const k = m[i]![c]! / m[r]![c]!;
      for (let j = c; j < m[i]!.length; j++) m[i]![j]! -= k * m[r]![j]!;
    }
    r++;
  }
  return r;
}

describe("les lignes d’un tableau qui s’additionnent", () => {
  it("se lisent dans leur tout, et donnent ce que leurs propres faits donnent", async () => {
    const gens = Array.from({ length: 24 }, id);
    const types = ["FRANCE_TRAVAIL", "MISSION_LOCALE", "DEPARTEMENT", "DELEGATAIRE", "CCAS", "INCONNU_DU_HUB"];
    const categories = ["EMPLOI", "EQUILIBRE", "REMOBILISATION"];
    await charger(
      ...gens.flatMap((x, i) => [
        entree(x, { dossier: x, rang: (i % 2) + 1, notification: `2026-0${(i % 6) + 1}-10`, ouvertureDroits: "2025-12-01" }),
        ...(i % 4 === 3 ? [] : [orientee(x, types[i % 6]!, "2026-07-01", { categorie: categories[i % 3] })]),
        ...(i % 5 === 0 ? [cer(x, "2026-07-15", { dateFin: i % 2 ? "2027-08-01" : "2027-01-31" })] : []),
        ...(i % 7 === 0 ? [orientee(x, types[(i + 2) % 6]!, "2026-09-01", { rang: 2, origine: "REORIENTATION", orientation: id() })] : []),
        ...(i % 3 === 0 ? [etat(x, x, "OUVERT_SUSPENDU", "2026-06-15")] : []),
      ]),
    );
    for (const { definition, calcul } of LIGNES) {
      const { code, version } = definition;
      const cote = (nom: string) => (calcul.compte === "sommes" ? `sum(${nom})` : `count(distinct allocataire) filter (where ${nom} > 0)`);
      const sql = `select ${cote("numerateur")}::float8 as n, ${cote("denominateur")}::float8 as d from (${calcul.lignes(faits(false))}) l where $2::date <= $3::date and $1::text <> ''`;
      const { n, d } = (await db.owner.query(sql, ["94", "2026-01-01", "2026-12-31"])).rows[0];
      const { numerateur, denominateur } = await mesure(code, { version });
      expect([code, version, numerateur, denominateur]).toEqual([
        code,
        version,
        n ?? 0,
        definition.denominateur === null ? null : (d ?? 0),
      ]);
    }
    expect(LIGNES.length).toBeGreaterThan(90);
  });

  it("une somme dite n’apprend rien que les parts dites n’apprennent déjà", () => {
    const t1 = LIGNES.filter(({ definition }) => definition.code.startsWith("OARSA.T1."));
    const { classes } = t1[0]!.calcul.somme!;
    const tirage = fc.array(fc.record({ n: fc.nat(9), masquee: fc.boolean() }), { minLength: classes.length, maxLength: classes.length });
    fc.assert(
      fc.property(tirage, fc.boolean(), (cases, totalMasque) => {
        const tout = {
          total: chiffre(
            cases.reduce((t, { n }) => t + n, 0),
            totalMasque,
          ),
          parts: classes.map((cle, i): ChiffrePart => ({ cle, ...chiffre(cases[i]!.n, cases[i]!.masquee) })),
        };
        const vecteur = (cles: readonly string[]) => classes.map((classe) => Number(cles.includes(classe)));
        const dites = [
          ...classes.filter((_, i) => !cases[i]!.masquee).map((classe) => vecteur([classe])),
          ...(totalMasque ? [] : [vecteur(classes)]),
        ];
        const sommes: number[][] = [];
        for (const ligne of t1) {
          const { total } = sommer(ligne as Indicateur, ligne.calcul.somme!, [tout]);
          const { cles } = ligne.calcul.somme!;
          if (total.numerateur === null) continue;
          sommes.push(vecteur(cles));
          expect(total.numerateur).toBe(classes.reduce((t, classe, i) => t + (cles.includes(classe) ? cases[i]!.n : 0), 0));
        }
        expect(rang([...dites, ...sommes])).toBe(rang(dites));
      }),
    );
  });
});
