import { deFaitsSeuls, Memoire } from "../../../subgraphs/indicateurs/masque/memoire";
import { Tableaux } from "../../../subgraphs/indicateurs/masque/tableaux";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { CALLERS, testSubgraph } from "../../setup/subgraph";
import { type Fait, type Monde, ouvrirMonde } from "./monde";

let monde: Monde;
beforeAll(async () => {
  monde = await ouvrirMonde(5);
});
afterAll(() => monde.fermer());

const entrees = (combien: number, commune: string, jour: string): Fait[] =>
  Array.from({ length: combien }, () => ({ commune, jour, parcours: "JEUNES", flux: true }));
/** Batches of events move the cursor, as the follower does. */
const avancer = () =>
  monde.db.owner.query(
    `insert into indicateurs.curseur as c (nom, position) values ('indicateurs', 1) on conflict (nom) do update set position = c.position + 1`,
  );
const demander = async (sg = monde.sg, plus = `territoire: "94001", debut: "2026-10-01", fin: "2026-10-31"`) => {
  const document = `{ indicateur(code: "L.I.V2.1.1", ${plus}) { numerateur masquee } }`;
  const { data, errors, statements } = await sg.run(CALLERS.pilotage, document, {}, new Date("2026-11-22T09:00:00Z"));
  expect(errors).toBeUndefined();
  return { ...data.indicateur, instructions: statements.length };
};

describe("les tableaux gardés", () => {
  it("sans curseur, rien ne dit que les faits changent : rien n’est gardé", async () => {
    await monde.poser(entrees(20, "94001", "2026-10-05"));
    expect((await demander()).instructions).toBe(2);
    expect((await demander()).instructions).toBe(2);
  });

  it("la deuxième demande de l’année ne compte plus ; un lot d’événements rend la décision caduque", async () => {
    await avancer();
    expect(await demander()).toEqual({ numerateur: 20, masquee: false, instructions: 2 });
    expect(await demander()).toEqual({ numerateur: 20, masquee: false, instructions: 1 });
    // Another month of the same year, another commune: the same tables.
    expect((await demander(monde.sg, `territoire: "94003", debut: "2026-09-01", fin: "2026-09-30"`)).instructions).toBe(1);
    await monde.poser([...entrees(3, "94001", "2026-11-05"), ...entrees(20, "94001", "2026-10-05")]);
    await avancer();
    expect(await demander()).toEqual({ numerateur: null, masquee: true, instructions: 2 });
    expect(await demander()).toEqual({ numerateur: null, masquee: true, instructions: 1 });
  });

  it("un territoire de plus, ou changé, rend la décision caduque", async () => {
    await demander();
    await monde.db.owner.query("update indicateurs.territoire set libelle = 'Est' where code = '94-EST'");
    expect((await demander()).instructions).toBe(2);
    expect((await demander()).instructions).toBe(1);
  });

  it("une reconstruction, sans position nouvelle, rend la décision caduque", async () => {
    await demander();
    await monde.db.owner.query("update indicateurs.curseur set position = position");
    expect((await demander()).instructions).toBe(2);
  });

  it("chaque installation garde les siens", async () => {
    await demander();
    const autre = await testSubgraph(sousGraphe, monde.db.url, { seuilIndicateurs: 3 });
    expect(await demander(autre)).toEqual({ numerateur: 20, masquee: false, instructions: 2 });
    await autre.close();
  });
});

describe("une cohorte", () => {
  it("a ses tableaux, qui ne sont pas gardés : ni ceux du département, ni les siens d’avant", async () => {
    await monde.poser(entrees(20, "94001", "2026-10-05"));
    await avancer();
    const octobre = (territoire: string) => demander(monde.sg, `territoire: "${territoire}", debut: "2026-10-01", fin: "2026-10-31"`);
    expect(await octobre("94")).toMatchObject({ numerateur: 20, masquee: false });
    await monde.db.owner.query(
      `insert into indicateurs.cohorte (departement, code, libelle, fixee_le, critere, effectif, exclues, par, creee_le)
      values ('94', 'ESSAI', 'Essai', '2026-01-01', '{}', 3, 0, 'test', '2026-01-01')`,
    );
    const ajouter = (combien: number) =>
      monde.db.owner.query(
        `insert into indicateurs.cohorte_membre (departement, cohorte, allocataire)
        select '94', 'ESSAI', allocataire from indicateurs.entree order by allocataire limit $1 on conflict do nothing`,
        [combien],
      );
    await ajouter(3);
    expect(await octobre("94-COHORTE-ESSAI")).toEqual({ numerateur: null, masquee: true, instructions: 2 });
    await ajouter(9);
    expect(await octobre("94-COHORTE-ESSAI")).toEqual({ numerateur: 9, masquee: false, instructions: 2 });
    expect((await octobre("94")).instructions).toBe(1);
  });
});

describe("la sonde du département", () => {
  const mois = (numero: number) => `territoire: "94", debut: "2026-${numero}-01", fin: "2026-${numero}-${numero === 10 ? 31 : 30}"`;
  const DEUX_MOIS = [...entrees(20, "94001", "2026-10-05"), ...entrees(9, "94002", "2026-11-05")];

  it("chaque mois assez nombreux : chacun est dit", async () => {
    await monde.poser(DEUX_MOIS);
    await avancer();
    expect([await demander(monde.sg, mois(10)), await demander(monde.sg, mois(11))]).toMatchObject([{ numerateur: 20 }, { numerateur: 9 }]);
  });

  it("un mois de trois personnes : les mois de son trimestre sont tus, demandés ou non", async () => {
    await monde.poser([...DEUX_MOIS, ...entrees(3, "94003", "2026-12-05")]);
    await avancer();
    expect(await demander(monde.sg, mois(10))).toMatchObject({ numerateur: null, masquee: true });
  });

  it("soixante-dix entrées d’une seule personne en décembre : une personne, les mois du trimestre sont tus", async () => {
    await monde.poser(DEUX_MOIS);
    await monde.db.owner.query(
      `insert into indicateurs.entree (departement, allocataire, rang, notification, entree_dispositif, ouverture_droits, flux, parcours, connu_depuis)
      select '94', '00000000-0000-4000-8000-000000000001', n, '2026-12-05', '2026-12-05', '2026-12-05', true, 'JEUNES', '2026-11-01' from generate_series(1, 70) n`,
    );
    await avancer();
    expect(await demander(monde.sg, mois(10))).toMatchObject({ numerateur: null, masquee: true });
  });
});

describe("ce qui se garde", () => {
  it("seulement ce qui ne dépend que des faits projetés", () => {
    expect(deFaitsSeuls("select * from indicateurs.entree e join indicateurs.entree_passee p on true")).toBe(true);
    expect(deFaitsSeuls("select * from publie.offre_statistique")).toBe(false);
    expect(deFaitsSeuls("select * from indicateurs.parcours_local")).toBe(false);
  });

  it("les derniers utilisés : la mémoire est bornée", () => {
    const vide = () => new Tableaux([], [], { lieu: false, coupes: 0 }, 5);
    const memoire = new Memoire(2);
    const [a, b, c] = [vide(), vide(), vide()];
    memoire.garder("a", "1", a);
    memoire.garder("b", "1", b);
    expect(memoire.lire("a", "1")).toBe(a);
    memoire.garder("c", "1", c);
    expect([memoire.lire("a", "1"), memoire.lire("b", "1"), memoire.lire("c", "1")]).toEqual([a, null, c]);
    expect([memoire.lire("a", "2"), memoire.lire("a", null)]).toEqual([null, null]);
    memoire.garder("d", null, vide());
    expect(memoire.lire("d", null)).toBeNull();
  });
});
