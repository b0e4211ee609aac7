import { randomUUID } from "node:crypto";
import { sousGraphe } from "../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { contratSigne, type Evenement, entree, orientation, presence } from "./journal";
import type { Dit } from "./reference/histoire";
import { meubler, raconter, vider } from "./reference/hub";

/** One figure for each rule that people dispute, with its arithmetic. */

let db: TestDatabase;
let sg: TestSubgraph;
beforeAll(async () => {
  db = await testDatabase();
  sg = await testSubgraph(sousGraphe, db.url);
  await meubler(db);
});
afterEach(() => vider(db));
afterAll(async () => {
  await sg.close();
  await db.drop();
});

const id = () => randomUUID();
/** What the hub is told on a day. */
const su = (connuLe: string, ...evenements: Evenement[]): Dit[] => evenements.map((e) => ({ ...e, connuLe }));
const dire = (...dits: Dit[][]) => raconter(db, dits.flat());

interface Question {
  territoire?: string;
  version?: number;
  ventilation?: string;
  connuLe?: string;
  /** The day on which one asks. */
  le?: string;
}
const REQUETE = `query ($code: String!, $territoire: String!, $debut: Date!, $fin: Date!, $version: Int, $ventilation: String, $connuLe: Date) {
  indicateur(code: $code, territoire: $territoire, debut: $debut, fin: $fin, version: $version, ventilation: $ventilation, connuLe: $connuLe) {
    statut numerateur denominateur valeur actuelle { numerateur denominateur valeur } ventilation { cle numerateur denominateur valeur } } }`;

async function demander(code: string, [debut, fin]: readonly [string, string], { le = "2028-12-31", ...plus }: Question = {}) {
  const variables = { code, territoire: "94", debut, fin, ...plus };
  const { data, errors } = await sg.run(CALLERS.pilotage, REQUETE, variables, new Date(`${le}T12:00:00Z`));
  if (errors) throw new Error(errors[0]!.message);
  return data.indicateur;
}
const nombre = async (...question: Parameters<typeof demander>): Promise<number> => (await demander(...question)).numerateur;

const [JANVIER, MARS, AVRIL] = [
  ["2026-01-01", "2026-01-31"] as const,
  ["2026-03-01", "2026-03-31"] as const,
  ["2026-04-01", "2026-04-30"] as const,
];
const A_TEMPS = "L.I.V2.1.3";
const ENTRANTS = "L.I.V2.1.1";
const ABSENCES = "L.I.V2.1.5";
const ENTRETIEN = "N.I.V3.7";
const CONTRATS = "N.I.V3.6";

describe("la personne qui a déménagé", () => {
  it("notifiée à Créteil le 10 janvier, orientée le 20, à Champigny depuis le 1er février : janvier compte 1 à Créteil et 0 à Champigny ; selon la commune actuelle (version 1), 0 et 1", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-01-20", orientation(a, "2026-01-20")),
      su("2026-02-01", {
        type: "AllocataireModifie",
        allocataire: a,
        donnees: { champs: ["codeInsee"], codeInsee: "94017", soumisDroitsDevoirs: true },
      }),
    );
    const communes = (version: number) =>
      Promise.all(["94028", "94017", "94"].map((territoire) => nombre(A_TEMPS, JANVIER, { version, territoire })));
    expect(await communes(2)).toEqual([1, 0, 1]);
    expect(await communes(1)).toEqual([0, 1, 1]);
    expect((await demander(A_TEMPS, JANVIER, { ventilation: "commune" })).ventilation).toEqual([
      { cle: "94028", numerateur: 1, denominateur: null, valeur: 1 },
    ]);
  });

  it("ce qu’elle fait après compte là où elle vit alors : contrat signé à Créteil le 31 janvier, un autre à Champigny le 1er février", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-02-01", {
        type: "AllocataireModifie",
        allocataire: a,
        donnees: { champs: ["codeInsee"], codeInsee: "94017", soumisDroitsDevoirs: true },
      }),
      su("2026-02-03", contratSigne(a, "2026-01-31"), contratSigne(a, "2026-02-01")),
    );
    const { ventilation } = await demander(CONTRATS, ["2026-01-01", "2026-02-28"], { ventilation: "commune" });
    expect(ventilation.map((p: any) => [p.cle, p.numerateur])).toEqual([
      ["94017", 1],
      ["94028", 1],
    ]);
  });
});

describe("le droit fermé puis rouvert", () => {
  it("deux entrées, chacune avec son délai : du 1er janvier au 30 (29 jours), du 1er septembre au 10 octobre (39 jours) ; moyenne (29 + 39) / 2 = 34, une seule personne sur l’année", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su(
        "2026-01-30",
        orientation(a, "2026-01-20"),
        presence(a, "2026-01-30T09:00:00Z", "HONORE", { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null }),
      ),
      su("2026-04-01", { type: "SortieDeclaree", allocataire: a, donnees: { sortie: id(), nature: "FIN_DE_DROIT", date: "2026-04-01" } }),
      su("2026-09-05", entree(a, { rang: 2, ouvertureDroits: "2026-09-01", notification: "2026-09-05", entreeDispositif: "2026-09-05" })),
      su(
        "2026-10-10",
        orientation(a, "2026-09-25", { rang: 2 }),
        presence(a, "2026-10-10T09:00:00Z", "HONORE", { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null }),
      ),
    );
    const annee = ["2026-01-01", "2026-12-31"] as const;
    expect(await demander(ENTRETIEN, annee)).toMatchObject({ numerateur: 68, denominateur: 2, valeur: 34 });
    expect(await demander(ENTRETIEN, JANVIER)).toMatchObject({ numerateur: 29, denominateur: 1, valeur: 29 });
    expect([await nombre(ENTRANTS, JANVIER), await nombre(ENTRANTS, ["2026-09-01", "2026-09-30"]), await nombre(ENTRANTS, annee)]).toEqual([
      1, 1, 1,
    ]);
    // Oriented 20 days after the second notification: on time, and not the 258 days since the first.
    expect(await nombre(A_TEMPS, ["2026-09-01", "2026-09-30"])).toBe(1);
  });
});

describe("la personne dans deux foyers", () => {
  it("notifiée le 10 janvier dans un dossier et le 25 dans un autre : 2 entrées, 1 personne ; orientée une fois, elle compte 1 sur 1", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-01-25", entree(a, { rang: 2, dossier: id(), notification: "2026-01-25", entreeDispositif: "2026-01-25" })),
      su("2026-01-28", orientation(a, "2026-01-28")),
    );
    expect(await nombre(ENTRANTS, JANVIER)).toBe(1);
    expect(await demander("F.4", JANVIER)).toMatchObject({ numerateur: 1, denominateur: 1, valeur: 100 });
  });
});

describe("le rendez-vous corrigé après la fin du mois", () => {
  const rendezVous = id();
  const statut = (a: string, dit: string) => presence(a, "2026-03-20T09:00:00Z", dit, { rendezVous });
  const histoire = (apres = false) => {
    const [a, b] = [id(), id()];
    return dire(
      su("2026-01-10", entree(a), entree(b)),
      su("2026-03-20", statut(a, "ABSENT"), presence(b, "2026-03-21T09:00:00Z", "HONORE")),
      su("2026-04-10", statut(a, "HONORE")),
      apres ? su("2026-07-10", statut(a, "ABSENT_JUSTIFIE")) : [],
    );
  };

  it("dit absent le 20 mars, présent le 10 avril : mars, provisoire, valait 1 sur 2 au 31 mars et vaut 0 sur 2 au 15 avril ; connu au 31 mars, il est redonné", async () => {
    await histoire();
    expect(await demander(ABSENCES, MARS, { le: "2026-06-01" })).toMatchObject({ statut: "PROVISOIRE", numerateur: 0, valeur: 0 });
    const donne = await demander(ABSENCES, MARS, { le: "2026-06-01", connuLe: "2026-03-31" });
    expect(donne).toMatchObject({ numerateur: 1, denominateur: 2, valeur: 50, actuelle: { numerateur: 0 } });
  });

  it("consolidé le 29 juin (31 mars + 90 jours), il ne bouge plus : corrigé le 10 juillet, mars reste à 0 sur 2, et la valeur actuelle dit 1 sur 2", async () => {
    await histoire(true);
    const consolide = await demander(ABSENCES, MARS, { le: "2026-08-01" });
    expect(consolide).toMatchObject({ statut: "CONSOLIDE", numerateur: 0, denominateur: 2, valeur: 0 });
    expect(consolide.actuelle).toEqual({ numerateur: 1, denominateur: 2, valeur: 50 });
    expect(await demander(ABSENCES, MARS, { le: "2026-08-01", connuLe: "2026-07-31" })).toMatchObject({ numerateur: 1, valeur: 50 });
  });
});

describe("l’orientation annulée", () => {
  it("close par une sortie dite le 1er mars, rouverte le 20 quand la sortie est annulée : suivies fin mars, 1 ; connu au 10 mars, 0", async () => {
    const [a, o, sortie] = [id(), id(), id()];
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-01-20", orientation(a, "2026-01-20", { orientation: o })),
      su(
        "2026-03-01",
        { type: "SortieDeclaree", allocataire: a, donnees: { sortie, nature: "AUTRE", date: "2026-03-01" } },
        { type: "OrientationClose", allocataire: a, donnees: { orientation: o, closeLe: "2026-03-01", motifFin: "AUTRE" } },
      ),
      su("2026-03-20", { type: "SortieAnnulee", allocataire: a, donnees: { sortie, le: "2026-03-20", orientation: o } }),
    );
    const suivies = async (plus: Question) => (await demander("N.I.V3.8", MARS, plus)).denominateur;
    expect([await suivies({}), await suivies({ connuLe: "2026-03-10" }), await suivies({ connuLe: "2026-03-20" })]).toEqual([1, 0, 1]);
  });

  it("une réorientation refusée n’est pas une orientation : 1 en janvier, 0 en mars ; une décision close le jour même et refaite le 5 mars compte une fois chaque fois", async () => {
    const [a, b, o] = [id(), id(), id()];
    const proposee = { orientation: id(), rang: 2, parcours: "JEUNES", organisme: "94-JEUNES-1", demandeeLe: "2026-03-02" };
    await dire(
      su("2026-01-10", entree(a), entree(b)),
      su("2026-01-20", orientation(a, "2026-01-20"), orientation(b, "2026-01-20", { orientation: o })),
      su("2026-01-20", { type: "OrientationClose", allocataire: b, donnees: { orientation: o, closeLe: "2026-01-20", motifFin: "AUTRE" } }),
      su("2026-03-02", { type: "ReorientationProposee", allocataire: a, donnees: proposee }),
      su("2026-03-05", orientation(b, "2026-03-05", { rang: 2, parcours: "JEUNES", categorie: "EQUILIBRE" })),
      su("2026-03-20", {
        type: "ReorientationRefusee",
        allocataire: a,
        donnees: { orientation: proposee.orientation, rang: 2, le: "2026-03-20" },
      }),
    );
    const decidees = async (periode: readonly [string, string]) => (await demander("L.I.V3.4", periode)).denominateur;
    expect([await decidees(JANVIER), await decidees(MARS)]).toEqual([2, 1]);
    expect((await demander("N.I.V3.8", JANVIER)).denominateur).toBe(1);
    expect((await demander("N.I.V3.8", MARS)).denominateur).toBe(2);
    // The delay of the entry is that of its first decision, which was made.
    expect([await nombre(A_TEMPS, JANVIER), await nombre(A_TEMPS, MARS)]).toEqual([2, 0]);
  });

  it("l’entrée que les flux ne disent plus n’a jamais eu lieu : janvier compte 1 au 31 janvier, 0 depuis le 15 février", async () => {
    const a = id();
    const e = entree(a);
    await dire(su("2026-01-10", e), su("2026-02-15", { ...e, donnees: { ...e.donnees, annulee: true } }));
    expect([
      await nombre(ENTRANTS, JANVIER, { connuLe: "2026-01-31" }),
      await nombre(ENTRANTS, JANVIER, { connuLe: "2026-02-15" }),
    ]).toEqual([1, 0]);
  });
});

describe("le jour bissextile", () => {
  it.each([
    ["2028-01-29", "2028-02-28", 1, "le 29 janvier plus un mois est le 29 février"],
    ["2028-01-29", "2028-02-29", 0, "le 29 février n’est plus « en moins d’un mois » du 29 janvier"],
    ["2028-01-31", "2028-02-28", 1, "le 31 janvier plus un mois est le 29 février"],
    ["2028-01-31", "2028-02-29", 0, "le dernier jour de février est le 29"],
    ["2027-01-29", "2027-02-28", 0, "l’année d’avant, c’est le 28"],
    ["2028-02-29", "2028-03-28", 1, "le 29 février plus un mois est le 29 mars"],
    ["2028-02-29", "2028-03-29", 0, "et non le 31"],
  ])("notifiée le %s, orientée le %s : %i, %s", async (notification, decideeLe, attendu) => {
    const a = id();
    await dire(su("2028-03-30", entree(a, { notification, entreeDispositif: notification }), orientation(a, decideeLe)));
    expect(await nombre(A_TEMPS, ["2027-01-01", "2028-12-31"])).toBe(attendu);
  });

  it.each([
    ["2028-02-14", "2028-02-28", 1, 1],
    ["2028-02-14", "2028-02-29", 0, 1],
    ["2028-02-14", "2028-03-01", 0, 0],
    ["2027-02-14", "2027-03-01", 0, 1],
  ])("notifiée le %s, orientée le %s : %i en moins de 15 jours, %i en 15 jours au plus", async (notification, decideeLe, moins, auPlus) => {
    const a = id();
    await dire(su("2028-03-30", entree(a, { notification, entreeDispositif: notification }), orientation(a, decideeLe)));
    const periode = ["2027-01-01", "2028-12-31"] as const;
    expect(await nombre("L.I.V2.1.4", periode)).toBe(moins);
    expect((await demander("N.I.V2.4", periode)).ventilation.find((p: any) => p.cle === "FRANCE_TRAVAIL").numerateur).toBe(auPlus);
  });

  it("février d’une année sur l’autre : février 2029 se compare aux 29 jours de février 2028, et février 2028 aux 28 jours de février 2027", async () => {
    const notifiee = (notification: string) => entree(id(), { notification, entreeDispositif: notification });
    await dire(
      su(
        "2029-03-05",
        notifiee("2028-02-29"),
        notifiee("2028-02-28"),
        notifiee("2029-02-28"),
        notifiee("2027-02-28"),
        notifiee("2027-03-01"),
      ),
    );
    const le = "2029-03-06";
    expect(await demander("L.I.V2.1.2", ["2029-02-01", "2029-02-28"], { le })).toMatchObject({
      numerateur: 1,
      denominateur: 2,
      valeur: -50,
    });
    expect(await demander("L.I.V2.1.2", ["2028-02-01", "2028-02-29"], { le })).toMatchObject({
      numerateur: 2,
      denominateur: 1,
      valeur: 100,
    });
  });
});

/** Two records of one person, each notified in January; the second is oriented in March and her orientation runs. */
function deuxFiches() {
  const [a, b, fusion, o] = [id(), id(), id(), id()];
  const dite = (allocataire: string, rang: number, notification: string) => {
    const {
      dossier: _,
      codeInsee: __,
      soumisDroitsDevoirs: ___,
      ...donnees
    } = entree(allocataire, { rang, notification, entreeDispositif: notification }).donnees;
    return { allocataire, ...donnees };
  };
  const etat = (allocataire: string) => ({ allocataire, codeInsee: "94028", soumisDroitsDevoirs: true, dossier: null, etat: null });
  const reunies = [
    { type: "OrientationClose", allocataire: a, donnees: { orientation: o, closeLe: "2026-04-15", motifFin: "FUSION" } },
    {
      type: "AllocatairesFusionnes",
      allocataire: a,
      donnees: { fusion, fusionnee: b, entrees: [dite(a, 1, "2026-01-10")], personnes: [etat(a)] },
    },
  ];
  const donnees = {
    fusion,
    fusionnee: b,
    rouvertes: [o],
    rendus: [o],
    entrees: [dite(a, 1, "2026-01-10"), dite(b, 1, "2026-01-12")],
    personnes: [etat(a), etat(b)],
  };
  return [
    su("2026-01-12", entree(a), entree(b, { notification: "2026-01-12", entreeDispositif: "2026-01-12" })),
    su(
      "2026-03-02",
      orientation(a, "2026-03-02"),
      orientation(b, "2026-03-03", { orientation: o, parcours: "JEUNES", categorie: "EQUILIBRE" }),
    ),
    su("2026-04-15", ...reunies),
    su("2026-05-20", { type: "AllocatairesSepares", allocataire: a, donnees }),
  ];
}

describe("la personne réunie puis séparée", () => {
  it("janvier compte 2 personnes avant le 15 avril, 1 tant que les fiches sont réunies, de nouveau 2 depuis le 20 mai", async () => {
    await dire(...deuxFiches());
    const connu = (connuLe: string) => nombre(ENTRANTS, JANVIER, { connuLe });
    expect([await connu("2026-04-14"), await connu("2026-04-15"), await connu("2026-05-19"), await connu("2026-05-20")]).toEqual([
      2, 1, 1, 2,
    ]);
  });

  it("suivies fin avril : connu le 30 avril, 1 ; depuis la séparation, 2, l’orientation que la réunion avait close reprenant chez qui l’avait", async () => {
    await dire(...deuxFiches());
    const suivies = async (connuLe: string) => {
      const { denominateur, ventilation } = await demander("N.I.V3.8", AVRIL, { connuLe });
      return [denominateur, ...ventilation.filter((p: any) => p.numerateur > 0).map((p: any) => `${p.cle} ${p.numerateur}`)];
    };
    expect(await suivies("2026-04-30")).toEqual([1, "FRANCE_TRAVAIL 1"]);
    expect(await suivies("2026-05-20")).toEqual([2, "FRANCE_TRAVAIL 1", "JEUNES 1"]);
  });
});

describe("la personne effacée", () => {
  it("effacée le 1er mai, elle reste comptée 1 en janvier et 1 contrat en mars, aujourd’hui comme au 31 mars", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-01-20", orientation(a, "2026-01-20")),
      su("2026-03-05", contratSigne(a, "2026-03-05")),
      su("2026-03-12", {
        type: "AllocataireModifie",
        allocataire: a,
        donnees: { champs: ["codeInsee"], codeInsee: "94017", soumisDroitsDevoirs: true },
      }),
      su("2026-05-01", {
        type: "PersonneEffacee",
        allocataire: a,
        donnees: { systeme: "DEPARTEMENT", portee: "HUB", motif: "DEMANDE_DE_LA_PERSONNE" },
      }),
    );
    for (const connuLe of ["2026-03-31", "2026-06-01"]) {
      expect(await nombre(A_TEMPS, JANVIER, { connuLe })).toBe(1);
      expect(await nombre(CONTRATS, MARS, { connuLe, territoire: "94028" })).toBe(1);
    }
    const { rows } = await db.owner.query(
      `select c.relname from pg_class c where c.relnamespace = 'indicateurs'::regnamespace and c.relkind = 'r'
       and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'allocataire')`,
    );
    for (const { relname } of rows) {
      const { rows: siennes } = await db.owner.query(`select from indicateurs.${relname} t where t.allocataire = $1`, [a]);
      expect([relname, siennes.length]).toEqual([relname, 0]);
    }
  });
});
