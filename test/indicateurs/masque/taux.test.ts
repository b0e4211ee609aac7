import { type Fait, type Monde, ouvrirMonde } from "./monde";

const ANNEE = { debut: "2026-01-01", fin: "2026-12-31" };
/** People of the stock in a commune: followed, called to an appointment, neither. */
const STOCK: Record<string, readonly [suivies: number, convoquees: number, autres: number]> = {
  "94001": [20, 2, 9],
  "94002": [16, 7, 12],
  "94003": [40, 30, 20],
  "94004": [3, 2, 30],
  "94005": [25, 6, 3],
  "94006": [1, 1, 10],
  "94007": [3, 0, 0],
};
let monde: Monde;

beforeAll(async () => {
  monde = await ouvrirMonde(5);
  const stock = Object.entries(STOCK).flatMap(([commune, parts]) =>
    parts.flatMap((combien, rang) =>
      Array.from({ length: combien }, (): Fait => ({ commune, parcours: `RANG_${rang}`, flux: false, jour: "2026-01-05" })),
    ),
  );
  await monde.poser(stock);
  await monde.db.owner.query(`
    insert into indicateurs.situation_droit (departement, allocataire, dossier, depuis, etat, soumis_droits_devoirs, avant, connu_depuis)
      select departement, allocataire, gen_random_uuid(), '2026-01-01', 'OUVERT_VERSABLE', true, 'infinity', '2026-01-05' from indicateurs.entree`);
  await monde.db.owner.query(`
    insert into indicateurs.orientation (departement, id, allocataire, rang, parcours, decidee_le, connu_depuis)
      select departement, gen_random_uuid(), allocataire, 1, 'JEUNES', '2026-02-01', '2026-02-01'
      from indicateurs.entree where parcours = 'RANG_0'`);
  await monde.db.owner.query(`
    insert into indicateurs.presence (departement, rendez_vous, allocataire, famille, le, statut, convocation_rang, connu_depuis, planifie_le)
      select departement, gen_random_uuid(), allocataire, 'ORIENTATION', '2026-02-01', 'PREVU', 1, '2026-02-01', '2026-01-20'
      from indicateurs.entree where parcours = 'RANG_1'`);
});
afterAll(() => monde.fermer());

const TERRITOIRES = ["94", ...Object.keys(STOCK)];
const NUMERATEUR = ["CONVOQUEE", "EN_ACCOMPAGNEMENT"];
const lire = async (ventilation?: string) =>
  monde.demander(TERRITOIRES.map((territoire) => ({ code: "F.8", territoire, ventilation, ...ANNEE })));

/** Parts of the numerator, whose sum is told: none of them is the difference of it and the others. */
function verifier(ventilation: any[], somme: number | null) {
  const parts = ventilation.filter(({ cle }) => NUMERATEUR.includes(cle.split("|").at(-1)));
  const tues = parts.filter(({ masquee }) => masquee).length;
  expect(parts.length).toBeGreaterThan(0);
  expect(somme === null ? [parts.length] : [0, parts.length]).toContain(tues);
  return tues;
}

describe("un taux et les parts qui le font (F.8 : en accompagnement, convoquées, ni l’un ni l’autre)", () => {
  it("le taux dit combien de personnes sont dans les parts du numérateur : une part tue n’est pas leur différence", async () => {
    const reponses = await lire();
    expect(reponses[0]).toMatchObject({ numerateur: 156, denominateur: 240, masquee: false });
    expect(reponses[0].ventilation.every(({ masquee }: any) => !masquee)).toBe(true);
    for (const { numerateur, ventilation } of reponses) verifier(ventilation, numerateur);
    const [, premiere] = reponses;
    expect(premiere).toMatchObject({ numerateur: 22, denominateur: 31 });
    expect(verifier(premiere.ventilation, 22)).toBe(2);
  });

  it("par commune, une part est un taux : chacun de ses côtés est tu quand il est petit", async () => {
    const [{ ventilation }] = await monde.demander([{ code: "F.8", territoire: "94", ventilation: "commune", ...ANNEE }]);
    for (const part of ventilation) {
      const [suivies, convoquees, autres] = STOCK[part.cle]!;
      const [numerateur, denominateur] = [suivies + convoquees, suivies + convoquees + autres];
      for (const [cote, vrai] of [
        ["numerateur", numerateur],
        ["denominateur", denominateur],
      ] as const)
        expect(vrai < 5 ? [null] : [null, vrai]).toContain(part[cote]);
    }
    expect(ventilation.find(({ cle }: any) => cle === "94006")).toMatchObject({ numerateur: null, masquee: true });
    expect(ventilation.find(({ cle }: any) => cle === "94007")).toMatchObject({ denominateur: null, masquee: true });
  });

  it("croisée avec une autre coupe, de même dans chacune de ses clés", async () => {
    const parFlux = await lire("flux");
    const croisees = await monde.demander(
      TERRITOIRES.map((territoire) => ({ code: "F.8", territoire, ventilation: `flux,situation`, ...ANNEE })),
    );
    for (const [rang, { ventilation }] of croisees.entries()) {
      const taux = parFlux[rang].ventilation.find(({ cle }: any) => cle === "STOCK");
      verifier(ventilation, taux.numerateur);
    }
  });
});
