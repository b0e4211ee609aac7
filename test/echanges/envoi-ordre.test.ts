import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { FileDEnvoi } from "../../subgraphs/echanges/envoi/envoi-en-file";
import { ErreurFranceTravail } from "../../subgraphs/echanges/france-travail/erreur-france-travail";
import { type FileDeTest, objetDEssai, ouvrirFile, type Partenaire } from "./file-de-test";

const JOUR_MS = 86_400_000;
const AVANT: ReadonlySet<string> = new Set(["MORT_AVANT", "ECHEC", "DOUTE_AVANT"]);

/** The queue as a worker sees it that dies: from then on it writes nothing, as when its process is killed. */
function fileMortelle(file: FileDEnvoi): FileDEnvoi & { mourir(): void } {
  let mort = false;
  const siVivant =
    <A extends unknown[], R>(faire: (...valeurs: A) => Promise<R>) =>
    (...valeurs: A): Promise<R> =>
      mort ? Promise.reject(new Error("processus tué")) : faire(...valeurs);
  return {
    reserver: siVivant((o) => file.reserver(o)),
    marquer: siVivant((...v) => file.marquer(...v)),
    conclure: siVivant((...v) => file.conclure(...v)),
    rendre: siVivant((...v) => file.rendre(...v)),
    prochains: siVivant((...v) => file.prochains(...v)),
    ignorerAvant: siVivant((...v) => file.ignorerAvant(...v)),
    mourir: () => {
      mort = true;
    },
  };
}

describe("l’ordre et l’unicité des envois", () => {
  let f: FileDeTest;
  beforeAll(async () => {
    f = await ouvrirFile();
  });
  afterAll(() => f.fermer());
  beforeEach(() => f.effacerTout());

  it("deux workers, des morts et des pannes au hasard : chaque personne reçoit tout, dans l’ordre, une fois", async () => {
    const scenario = fc.record({
      file: fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 14 }),
      // What happens at each call, in turn: nothing, dies before, dies after, fails for sure, fails in doubt before, in doubt after.
      sorts: fc.array(fc.constantFrom("RIEN", "RIEN", "MORT_AVANT", "MORT_APRES", "ECHEC", "DOUTE_AVANT", "DOUTE_APRES"), {
        maxLength: 12,
      }),
      lot: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ file, sorts, lot }) => {
        await f.effacerTout();
        const personnes = Array.from({ length: 4 }, () => randomUUID());
        const attendus = new Map<string, string[]>(personnes.map((p) => [p, []]));
        for (const [i, p] of file.entries()) {
          const fait = randomUUID();
          await f.inserer({ ordre: i + 1, personne: personnes[p]!, fait });
          attendus.get(personnes[p]!)!.push(fait);
        }
        await jouer(f, [...sorts], lot);
        for (const [personne, faits] of attendus)
          expect(f.partenaire.appliques.filter((a) => a.personne === personne).map((a) => a.fait)).toEqual(faits);
        const { rows } = await f.base.owner.query("select distinct statut from echanges.echange");
        expect(rows).toEqual([{ statut: "CONFIRME" }]);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it("le même fait dit deux fois part une fois ; changé puis remis, il repart", async () => {
    const personne = randomUUID();
    const fait = randomUUID();
    const moteur = f.moteur();
    const dire = async (ordre: number, valeur: string) => {
      const id = await f.inserer({ ordre, personne, fait, valeur });
      await f.vider(moteur, JOUR_MS);
      return f.echange(id);
    };
    expect(await dire(1, "A")).toMatchObject({ statut: "CONFIRME", tentatives: 1 });
    expect(await dire(2, "A")).toMatchObject({ statut: "CONFIRME", tentatives: 0, raison: expect.stringContaining("déjà confirmé") });
    expect(await dire(3, "B")).toMatchObject({ statut: "CONFIRME", tentatives: 1 });
    expect(await dire(4, "A")).toMatchObject({ statut: "CONFIRME", tentatives: 1 });
    expect(f.partenaire.appliques.map((a) => a.valeur)).toEqual(["A", "B", "A"]);
  });
});

/** Two workers at a time, replaced when they die, until nothing is left. */
async function jouer(f: FileDeTest, sorts: string[], lot: number): Promise<void> {
  const travailler = async () => {
    const file = fileMortelle(f.file);
    const tuer = () => {
      file.mourir();
      throw new Error("processus tué");
    };
    const prendre = () => sorts.shift();
    const partenaire: Partenaire = {
      appliques: f.partenaire.appliques,
      avant: async (operation) => {
        await new Promise(setImmediate);
        if (operation === "RELECTURE" || !AVANT.has(sorts[0] ?? "")) return;
        const sort = prendre();
        if (sort === "MORT_AVANT") tuer();
        throw new ErreurFranceTravail("INDISPONIBLE", { incertain: sort === "DOUTE_AVANT" });
      },
      apres: async () => {
        await new Promise(setImmediate);
        const sort = prendre();
        if (sort === "MORT_APRES") tuer();
        if (sort === "DOUTE_APRES") throw new ErreurFranceTravail("REPONSE_ILLISIBLE", { incertain: true });
      },
    };
    const moteur = f.moteur({ lot, objets: [objetDEssai("ESSAI", partenaire, f.faits)] }, file);
    try {
      await moteur.tour();
      return await moteur.prochain();
    } catch {
      return f.horloge.now();
    }
  };
  for (let tours = 0; tours < 500; tours++) {
    const [un, deux] = await Promise.all([travailler(), travailler()]);
    if (un === null && deux === null) return;
    const prochain = Math.min(...[un, deux].flatMap((d) => d?.getTime() ?? []));
    f.horloge.advance(Math.max(1_000, prochain - f.horloge.now().getTime()));
  }
  throw new Error("la file ne se vide pas");
}
