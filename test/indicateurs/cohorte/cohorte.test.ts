import { randomUUID } from "node:crypto";
import { comparer, moisDepuis, moisEcoules } from "../../../subgraphs/indicateurs/cohorte/comparer";
import { paliersDits } from "../../../subgraphs/indicateurs/cohorte/devenir";
import { estMembre } from "../../../subgraphs/indicateurs/mesure/sql/comptage";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { addDays } from "../../../subgraphs/shared/civil-date";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../setup/subgraph";
import { ajouter, contratSigne, type Evenement, entree, orientation, projeterTout } from "../journal";

/** The 2020 experiment in small: towns that tried something, against others. Every figure is counted again from the histories, without SQL. */

const VILLES = ["94002", "94028"];
const AUTRES = ["94080", "94041"];
const FIXEE = "2026-01-31";

interface Personne {
  id: string;
  commune: string;
  entree: string;
  contrat: string | null;
  reprise: string | null;
  sortie: string | null;
}

const personne = (i: number, commune: string): Personne => ({
  id: randomUUID(),
  commune,
  // Every seventh one comes after the day on which groups are fixed.
  entree: i % 7 === 6 ? "2026-02-15" : addDays("2025-06-01", (i * 37) % 240),
  contrat: i % 3 === 0 ? addDays("2026-02-01", (i * 11) % 200) : null,
  reprise: i % 4 === 1 ? addDays("2026-02-10", (i * 13) % 220) : null,
  // Some leave before, and are not in it; others later, and are lost to sight.
  sortie: i % 10 === 9 ? "2026-01-15" : i % 10 === 4 ? addDays("2026-03-01", i) : null,
});
const gens: Personne[] = [...VILLES, ...AUTRES].flatMap((commune) => Array.from({ length: 30 }, (_, i) => personne(i, commune)));

const evenements = (p: Personne): Evenement[] => [
  entree(p.id, { codeInsee: p.commune, notification: p.entree, entreeDispositif: p.entree, ouvertureDroits: p.entree }),
  orientation(p.id, addDays(p.entree, 10)),
  ...(p.contrat ? [contratSigne(p.id, p.contrat)] : []),
  ...(p.reprise
    ? [{ type: "RepriseEmploiDeclaree", allocataire: p.id, donnees: { reprise: randomUUID(), debut: p.reprise, typeContrat: "CDI" } }]
    : []),
  ...(p.sortie
    ? [{ type: "SortieDeclaree", allocataire: p.id, donnees: { sortie: randomUUID(), nature: "FIN_DE_DROIT", date: p.sortie } }]
    : []),
];

const membres = (communes: string[]) =>
  gens.filter((p) => communes.includes(p.commune) && p.entree <= FIXEE && (p.sortie === null || p.sortie > FIXEE));

let db: TestDatabase;
let sg: TestSubgraph;
let strict: TestSubgraph;
beforeAll(async () => {
  db = await testDatabase();
  sg = await testSubgraph(sousGraphe, db.url);
  strict = await testSubgraph(sousGraphe, db.url, { seuilIndicateurs: 5 } as never);
  await ajouter(db.owner, gens.flatMap(evenements));
  await projeterTout(db.owner);
});
afterAll(async () => {
  await sg.close();
  await strict.close();
  await db.drop();
});

const LE = new Date("2026-11-22T10:00:00.000Z");
const DEMAIN = "2026-11-23";
const CREER = `mutation ($code: String!, $fixeeLe: Date!, $critere: CritereCohorteInput!, $temoinDe: String, $departement: String = "94", $cle: String) {
  creerCohorte(departement: $departement, code: $code, libelle: "Essai", fixeeLe: $fixeeLe, critere: $critere, temoinDe: $temoinDe, cleIdempotence: $cle) {
    __typename ... on Cohorte { code territoire effectif exclues critere { communes action } } ... on Refus { code message champ } } }`;
const creer = async (variables: Record<string, unknown>, ou = sg) => {
  const { data, errors } = await ou.run(CALLERS.pilotage, CREER, { fixeeLe: FIXEE, ...variables }, LE);
  expect(errors).toBeUndefined();
  return (data as any).creerCohorte;
};

describe("fixer une cohorte", () => {
  it("y met les personnes présentes ce jour-là dans ces communes, et les compte ; la même clé donne la même cohorte", async () => {
    const villes = await creer({ code: "VILLES", critere: { communes: VILLES }, cle: "c1" });
    expect(villes).toEqual({
      __typename: "Cohorte",
      code: "VILLES",
      territoire: "94-COHORTE-VILLES",
      effectif: membres(VILLES).length,
      exclues: 0,
      critere: { communes: VILLES, action: null },
    });
    expect(await creer({ code: "VILLES", critere: { communes: VILLES }, cle: "c1" })).toEqual(villes);
    expect((await creer({ code: "VILLES", critere: { communes: VILLES } })).code).toBe("CODE_PRIS");
  });

  it("écarte du groupe témoin qui est dans l’autre, et le dit", async () => {
    const temoin = await creer({ code: "TEMOIN", critere: {}, temoinDe: "VILLES" });
    expect([temoin.effectif, temoin.exclues]).toEqual([membres(AUTRES).length, membres(VILLES).length]);
  });

  it.each([
    ["CODE_INVALIDE", { code: "villes 2" }],
    ["DATE_FUTURE", { fixeeLe: DEMAIN }],
    ["CRITERE_INVALIDE", { critere: { communes: ["75056"] } }],
    ["CRITERE_INVALIDE", { critere: { action: "PONEY" } }],
    ["CRITERE_INVALIDE", { critere: { parcours: [] } }],
    ["COHORTE_INTROUVABLE", { temoinDe: "RIEN" }],
    ["COHORTE_INTROUVABLE", { departement: "93" }],
    ["COHORTE_TROP_PETITE", { critere: { parcours: ["JEUNES"] } }],
  ])("refuse %s, sans rien garder", async (code, variables) => {
    expect((await creer({ code: "AUTRE", critere: {}, ...variables })).code).toBe(code);
    const { data } = await sg.run(
      CALLERS.pilotage,
      `{ cohortes(departement: "94") { code } cohorte(departement: "94", code: "AUTRE") { code } }`,
    );
    expect(data).toEqual({ cohortes: expect.not.arrayContaining([{ code: "AUTRE" }]), cohorte: null });
  });

  it("refuse le groupe trop petit pour être dit, et celui qui ne diffère d’un autre que de quelques personnes", async () => {
    expect((await creer({ code: "PEU", critere: { communes: ["94002"], entreeDu: "2026-01-20" } }, strict)).code).toBe(
      "COHORTE_TROP_PETITE",
    );
    const entrees = membres(VILLES)
      .map((p) => p.entree)
      .sort();
    const presque = await creer({ code: "PRESQUE", critere: { communes: VILLES, entreeDu: entrees[2] } }, strict);
    expect([presque.code, presque.message.includes("VILLES")]).toEqual(["COHORTE_TROP_PROCHE", true]);
  });

  it("un autre département ne la voit pas, et le journal ne dit pas qui en est", async () => {
    const { data } = await sg.run(CALLERS.departement93, `{ cohorte(departement: "94", code: "VILLES") { code } }`);
    expect(data).toEqual({ cohorte: null });
    const { rows } = await db.owner.query("select allocataire, donnees from journal.evenement where type = 'CohorteFixee' order by rang");
    expect(rows[0]).toEqual({ allocataire: null, donnees: { cohorte: "VILLES", fixeeLe: FIXEE, effectif: membres(VILLES).length } });
  });
});

const COMPARER = `query ($codes: [String!]!, $mois: Int) { comparerCohortes(departement: "94", a: "VILLES", b: "TEMOIN", codes: $codes, mois: $mois) {
  definition { code } avertissement points { mois a { debut fin numerateur denominateur valeur } b { numerateur denominateur valeur } difference bas haut dissociee } } }`;

describe("comparer deux cohortes", () => {
  it("mois par mois, les contrats signés par les membres sont ceux que comptent les histoires ; deux cohortes, cinq énoncés au plus", async () => {
    const { data, errors, statements } = await sg.run(CALLERS.pilotage, COMPARER, { codes: ["N.I.V3.6", "F.12"], mois: 6 });
    expect(errors).toBeUndefined();
    expect(statements.length).toBeLessThanOrEqual(7);
    const [contrats, part] = (data as any).comparerCohortes;
    const attendus = (communes: string[], n: number) => {
      const { debut, fin } = moisDepuis(FIXEE, n);
      return membres(communes).filter((p) => p.contrat !== null && p.contrat >= debut && p.contrat <= fin).length;
    };
    expect(contrats.points.map((p: any) => [p.mois, p.a.valeur, p.b.valeur, p.difference])).toEqual(
      Array.from({ length: 6 }, (_, n) => [n, attendus(VILLES, n), attendus(AUTRES, n), attendus(VILLES, n) - attendus(AUTRES, n)]),
    );
    const { fin } = moisDepuis(FIXEE, 5);
    const presentes = membres(VILLES).filter((p) => p.sortie === null || p.sortie > fin);
    const signees = presentes.filter((p) => p.contrat !== null && p.contrat <= fin);
    const dernier = part.points.at(-1);
    expect([dernier.a.numerateur, dernier.a.denominateur]).toEqual([signees.length, presentes.length]);
    expect(dernier.bas).toBeLessThanOrEqual(dernier.difference);
    expect(dernier.haut).toBeGreaterThanOrEqual(dernier.difference);
    expect(part.avertissement).toContain("n’est pas une cause");
  });

  it("refuse trop de mois, un code inconnu, la cohorte et elle-même", async () => {
    for (const variables of [{ codes: ["F.12"], mois: 99 }, { codes: ["L.S.1.1.1"] }, { codes: [] }]) {
      const { errors } = await sg.run(CALLERS.pilotage, COMPARER, variables);
      expect(errors?.[0]?.extensions?.code).toBe("ARGUMENT_INVALIDE");
    }
  });

  it("ne compte que les mois finis, et laisse sans intervalle ce qui n’est pas une part de personnes", () => {
    expect(moisEcoules(["2026-01-31"], 12, "2026-03-30")).toBe(1);
    expect(moisDepuis("2026-01-31", 1)).toEqual({ debut: "2026-02-28", fin: "2026-03-30" });
    const nombre = { calcul: { valeur: "nombre", compte: "sommes" } } as never;
    expect(
      comparer(nombre, { numerateur: 4, denominateur: null, valeur: 4 }, { numerateur: 1, denominateur: null, valeur: 1 }),
    ).toMatchObject({
      difference: 3,
      bas: null,
    });
    expect(
      comparer(nombre, { numerateur: null, denominateur: null, valeur: null }, { numerateur: 1, denominateur: null, valeur: 1 }).difference,
    ).toBeNull();
  });
});

describe("le devenir d’une cohorte", () => {
  const DEVENIR = `{ devenirCohorte(departement: "94", code: "VILLES", evenement: RETOUR_EMPLOI, mois: 9) { mois exposees survenus perdues part masquee } }`;

  it("au fil des mois, retours à l’emploi et perdus de vue sont ceux des histoires", async () => {
    const { data } = await sg.run(CALLERS.pilotage, DEVENIR);
    const paliers = (data as any).devenirCohorte;
    const revenues = membres(VILLES).filter((p) => p.reprise !== null && (p.sortie === null || p.reprise <= p.sortie));
    const jusque = moisDepuis(FIXEE, 8).fin;
    const total = paliers.reduce((n: number, p: any) => n + p.survenus, 0);
    expect(total).toBe(revenues.filter((p) => p.reprise! <= jusque).length);
    expect(paliers[0].exposees).toBe(membres(VILLES).length);
    expect(total).toBeGreaterThan(3);
  });

  it("tait les mois qui portent sur trop peu de personnes : ils comptent avec les suivants", async () => {
    const { data } = await strict.run(CALLERS.pilotage, DEVENIR);
    const paliers = (data as any).devenirCohorte;
    expect(paliers.some((p: any) => p.masquee)).toBe(true);
    for (const p of paliers) if (!p.masquee) for (const n of [p.survenus, p.perdues]) expect(n === 0 || n >= 5).toBe(true);
    const un = (survenus: number) => ({ mois: 0, exposees: 20, survenus, perdues: 0, part: 0.1, bas: 0, haut: 0.2 });
    expect(paliersDits([un(2), un(3), un(6)], 5).map((p) => p.survenus)).toEqual([null, 5, 6]);
  });
});

describe("les membres, après", () => {
  const valeur = async () => {
    const { data } = await sg.run(
      CALLERS.pilotage,
      `{ indicateur(code: "N.I.V3.6", territoire: "94-COHORTE-VILLES", debut: "2026-02-01", fin: "2026-10-31") { valeur } }`,
    );
    return (data as any).indicateur.valeur;
  };

  it("une personne effacée reste comptée, sans nom ; un territoire de cohorte inconnue donne null", async () => {
    const avant = await valeur();
    const effacee = membres(VILLES).find((p) => p.contrat !== null && p.contrat <= "2026-10-31")!;
    await ajouter(db.owner, [{ type: "PersonneEffacee", allocataire: effacee.id, donnees: { portee: "HUB", motif: "CONSERVATION" } }]);
    await projeterTout(db.owner);
    expect(await valeur()).toBe(avant);
    const { rows } = await db.owner.query("select 1 from indicateurs.cohorte_membre where allocataire = $1", [effacee.id]);
    expect(rows).toEqual([]);
    const { data } = await sg.run(
      CALLERS.pilotage,
      `{ indicateur(code: "N.I.V3.6", territoire: "94-COHORTE-RIEN", debut: "2026-02-01", fin: "2026-10-31") { valeur } }`,
    );
    expect(data).toEqual({ indicateur: null });
  });

  it("se cherche par sa clé, ligne à ligne, même si PostgreSQL n’a pas encore regardé une table de membres qui vient d’être remplie", async () => {
    const compter = `explain select from indicateurs.entree l join indicateurs.contrat c using (departement, allocataire)
      where l.departement = $1 and ${estMembre("$2")}`;
    const plan = (await db.owner.query(compter, ["94", "94-COHORTE-VILLES"])).rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(/SubPlan/);
    expect(plan).not.toMatch(/Semi Join|HashAggregate/);
  });

  it("se clôt une fois, et se lit encore", async () => {
    const CLORE = `mutation { cloreCohorte(departement: "94", code: "VILLES") { ... on Cohorte { closeLe } ... on Refus { code } } }`;
    const clore = async () => ((await sg.run(CALLERS.pilotage, CLORE, {}, LE)).data as any).cloreCohorte;
    expect((await clore()).closeLe).toBe(LE.toISOString());
    expect((await clore()).code).toBe("COHORTE_CLOSE");
    expect(await valeur()).toBeGreaterThan(0);
  });
});
