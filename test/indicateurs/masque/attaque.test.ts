import { COMMUNES, communesDe, ENSEMBLES, type Fait, type Monde, ouvrirMonde, PARCOURS, tirer } from "./monde";
import { Systeme } from "./systeme";

/** Who asks everything, and combines the answers. */
const SEUIL = 5;
const CODE = "L.I.V2.1.1";
const TERRITOIRES = ["94", ...COMMUNES, ...Object.keys(ENSEMBLES)];
/** Days of notification: none in some months, several in others. */
const JOURS = [
  "01-05",
  "01-20",
  "02-03",
  "03-31",
  "04-01",
  "05-11",
  "06-02",
  "06-03",
  "06-04",
  "06-25",
  "07-14",
  "09-09",
  "10-01",
  "10-30",
  "11-11",
  "12-31",
].map((jour) => `2025-${jour}`);

interface Demande {
  territoire: string;
  debut: string;
  fin: string;
  ventilation?: string;
  connuLe?: string;
}
/** A figure that may be asked: the entries that it counts, and what was answered. */
interface Case {
  nom: string;
  atomes: number[];
  vrai: number;
  montree: boolean;
}

const deuxChiffres = (n: number) => String(n).padStart(2, "0");
const finDuMois = (mois: number) => new Date(Date.UTC(2025, mois, 0)).toISOString().slice(0, 10);
const PERIODES = [
  ...Array.from({ length: 12 }, (_, m) => [`2025-${deuxChiffres(m + 1)}-01`, finDuMois(m + 1)]),
  ...[1, 2, 4, 5, 7, 8, 10, 11].map((m) => ["2025-01-01", finDuMois(m)]),
  ...[1, 4, 7, 10].map((m) => [`2025-${deuxChiffres(m)}-01`, finDuMois(m + 2)]),
  ...[4, 7, 10].map((m) => [`2025-${deuxChiffres(m)}-01`, "2025-12-31"]),
  ...JOURS.map((jour) => [jour, jour]),
  ...JOURS.filter((_, i) => i % 2 === 0).map((jour) => ["2025-01-01", jour]),
  ...JOURS.slice(1).flatMap((jour, i) => (i % 2 === 0 ? [[JOURS[i]!, jour]] : [])),
  ["2024-07-01", "2025-06-30"],
  ["2024-01-01", "2025-12-31"],
  ["2025-01-20", "2026-02-03"],
] as [string, string][];
const VENTILATIONS = [undefined, "commune", "parcours", "commune,parcours", "epci", "pilote,parcours", "mois", "mois,parcours"];

const PERIODE_CIVILE_DU_94 =
  /^\[{"territoire":"94","debut":"2025-\d\d-01","fin":"2025-(0[13578]-31|1[02]-31|0[469]-30|11-30|02-28)".*,null\]$/;
/** The same year, and its first half, as they were known on some days. */
const CONNUES = ["2025-02-28", "2025-03-31", "2025-06-02", "2025-06-30", "2025-09-30", "2025-11-11"].flatMap((connuLe) => [
  { debut: "2025-01-01", fin: "2025-12-31", connuLe },
  { debut: "2025-01-01", fin: "2025-06-30", connuLe },
]);
const VENTILATIONS_AILLEURS = [undefined, "parcours"];

const indexDe = (commune: string, parcours: string, jour: string) =>
  (COMMUNES.indexOf(commune as never) * PARCOURS.length + PARCOURS.indexOf(parcours as never)) * JOURS.length + JOURS.indexOf(jour);
const ATOMES = COMMUNES.length * PARCOURS.length * JOURS.length;

/** The figures of a demand: the whole and its parts, each with the entries that it counts. */
function cases(demande: Demande, reponse: any, comptes: Float64Array): Case[] {
  const { territoire, debut, fin, ventilation, connuLe = "9" } = demande;
  const noms = ventilation?.split(",") ?? [];
  const lire = (cles: string[] | null, chiffre: any): Case => {
    const garde = (nom: string, valeur: (commune: string, parcours: string, jour: string) => string | null) => ({
      nom,
      valeur,
      cle: cles?.[noms.indexOf(nom)],
    });
    const filtres = [
      garde("commune", (c) => c),
      garde("parcours", (_c, p) => p),
      garde("mois", (_c, _p, j) => j.slice(0, 7)),
      garde(
        "epci",
        (c) => Object.entries(ENSEMBLES).find(([, e]) => e.nature === "EPCI" && (e.communes as readonly string[]).includes(c))![0],
      ),
      garde("pilote", (c) => ((ENSEMBLES["94-PILOTE"].communes as readonly string[]).includes(c) ? "PILOTE" : "HORS_PILOTE")),
    ].filter(({ nom }) => cles && noms.includes(nom));
    const atomes = communesDe(territoire).flatMap((c) =>
      PARCOURS.flatMap((p) =>
        JOURS.filter((j) => debut <= j && j <= fin && j <= connuLe && filtres.every(({ valeur, cle }) => valeur(c, p, j) === cle)).map(
          (j) => indexDe(c, p, j),
        ),
      ),
    );
    const vrai = atomes.reduce((n, a) => n + comptes[a]!, 0);
    expect(chiffre.masquee).toBe(chiffre.numerateur === null);
    if (!chiffre.masquee) expect([demande, cles, chiffre.numerateur]).toEqual([demande, cles, vrai]);
    return { nom: JSON.stringify([demande, cles]), atomes, vrai, montree: !chiffre.masquee };
  };
  return [lire(null, reponse), ...reponse.ventilation.map((part: any) => lire(part.cle.split("|"), part))];
}

/** The hidden figures of 1 to 4 people that the shown ones determine: by a difference of two, or by any system of them. */
function percees(toutes: readonly Case[], montree: (c: Case) => boolean): { differences: string[]; systeme: string[] } {
  const systeme = new Systeme(ATOMES);
  const montrees = new Map<string, Case>();
  for (const c of toutes) if (montree(c)) montrees.set(String([...c.atomes].sort((a, b) => a - b)), c);
  for (const c of montrees.values()) for (const sommes of c.vrai === 0 ? c.atomes.map((a) => [a]) : [c.atomes]) systeme.ajouter(sommes);
  const cachees = new Map<string, Case>();
  for (const c of toutes) if (c.vrai > 0 && c.vrai < SEUIL) cachees.set(String([...c.atomes].sort((a, b) => a - b)), c);
  const differences = [...cachees.values()].filter(({ atomes }) =>
    [...montrees.values()].some((grande) => {
      if (!atomes.every((a) => grande.atomes.includes(a))) return false;
      const reste = grande.atomes.filter((a) => !atomes.includes(a)).sort((a, b) => a - b);
      return reste.length > 0 && montrees.has(String(reste));
    }),
  );
  return {
    differences: differences.map((c) => c.nom),
    systeme: [...cachees.values()].filter((c) => systeme.determine(c.atomes)).map((c) => c.nom),
  };
}

let monde: Monde;
beforeAll(async () => {
  monde = await ouvrirMonde(SEUIL);
});
afterAll(() => monde.fermer());

const compter = (faits: readonly Fait[]) => {
  const comptes = new Float64Array(ATOMES);
  for (const { commune, parcours, jour } of faits) comptes[indexDe(commune, parcours, jour)]! += 1;
  return comptes;
};

async function toutDemander(comptes: Float64Array): Promise<Case[]> {
  const toutes: Case[] = [];
  for (const territoire of TERRITOIRES) {
    for (const ventilation of territoire === "94"
      ? VENTILATIONS
      : territoire === "94-EST"
        ? ["epci", ...VENTILATIONS_AILLEURS]
        : VENTILATIONS_AILLEURS) {
      const periodes = [
        ...PERIODES.map(([debut, fin]) => ({ debut, fin })),
        ...(ventilation === undefined || ventilation === "parcours" ? CONNUES : []),
      ];
      const demandes: Demande[] = periodes.map((periode) => ({ territoire, ...periode, ventilation }));
      const reponses = await monde.demander(demandes.map((demande) => ({ code: CODE, ...demande })));
      toutes.push(...demandes.flatMap((demande, i) => cases(demande, reponses[i], comptes)));
    }
  }
  return toutes;
}

describe("l’attaque : toutes les réponses, combinées", () => {
  it.each([[1], [3]])(
    "graine %i : aucun chiffre de moins de cinq personnes, ni seul, ni par différence, ni par un système",
    async (graine) => {
      const faits = tirer(graine, JOURS);
      const comptes = compter(faits);
      await monde.poser(faits);
      const toutes = await toutDemander(comptes);
      const petite = ({ vrai }: Case) => vrai > 0 && vrai < SEUIL;
      expect(toutes.filter((c) => petite(c) && c.montree)).toEqual([]);
      const { differences, systeme } = percees(toutes, ({ montree }) => montree);
      expect({ differences: differences.slice(0, 5), systeme: systeme.slice(0, 5) }).toEqual({ differences: [], systeme: [] });
      // Hiding everything would be safe too.
      const dites = (cases: readonly Case[]) => cases.filter(({ vrai, montree }) => vrai >= SEUIL && montree).length;
      expect(dites(toutes)).toBeGreaterThan(toutes.length / 12);
      const duDepartement = toutes.filter(({ nom }) => PERIODE_CIVILE_DU_94.test(nom) && !nom.includes("connuLe"));
      expect(dites(duDepartement)).toBe(duDepartement.filter(({ vrai }) => vrai >= SEUIL).length);
      expect(dites(duDepartement)).toBeGreaterThan(150);
      // The attack is a real one: had only the small figures been hidden, it would find many of them.
      const naive = percees(toutes, (c) => !petite(c));
      expect(naive.differences.length).toBeGreaterThan(20);
      expect(naive.systeme.length).toBeGreaterThan(100);
    },
    300_000,
  );
});
