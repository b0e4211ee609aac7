import { arreteDe } from "../../../subgraphs/indicateurs/export/arrete";
import { type DemandeExport, nomDuFichier, periodeDe, trimestreAvant } from "../../../subgraphs/indicateurs/export/demande";
import { formatDe, type MesureLue } from "../../../subgraphs/indicateurs/export/mesures";
import { alertesDe } from "../../../subgraphs/indicateurs/export/modele/alertes";
import { type Comparaison, periodesComparees } from "../../../subgraphs/indicateurs/export/modele/comparaison";
import { moisDe } from "../../../subgraphs/indicateurs/export/modele/plan-pauvrete";
import { officielAu, type ResultatLu, resultatAu } from "../../../subgraphs/indicateurs/export/modele/suivi-connu";
import { evolution } from "../../../subgraphs/indicateurs/export/modele/trimestre";

const DEFINITION = {
  code: "F.4",
  version: 2,
  libelle: "% du flux orienté",
  unite: "%",
  cadre: "feuille-de-route",
  calcule: true,
} as MesureLue["definition"];
const mesure = (valeur: number | null, plus: Partial<MesureLue> = {}): MesureLue => ({
  definition: DEFINITION,
  debut: "2026-01-01",
  fin: "2026-03-31",
  territoire: "94",
  numerateur: valeur,
  denominateur: 100,
  valeur,
  masquee: false,
  cible: null,
  statut: "PROVISOIRE",
  consolideLe: null,
  delais: null,
  ventilation: [],
  ...plus,
});

describe("les périodes", () => {
  it.each([
    [2024, 1, "2024-01-01", "2024-03-31"],
    [2026, 2, "2026-04-01", "2026-06-30"],
    [2026, 4, "2026-10-01", "2026-12-31"],
    [2026, null, "2026-01-01", "2026-12-31"],
  ])("%s T%s va du %s au %s", (annee, trimestre, debut, fin) => expect(periodeDe({ annee, trimestre })).toEqual({ debut, fin }));

  it("le trimestre avant le premier est le quatrième de l’année d’avant", () => {
    expect(trimestreAvant({ annee: 2026, trimestre: 1 })).toEqual({ annee: 2025, trimestre: 4 });
    expect(periodesComparees({ annee: 2026, trimestre: 1 })).toEqual({
      trimestre: { debut: "2026-01-01", fin: "2026-03-31" },
      avant: { debut: "2025-10-01", fin: "2025-12-31" },
      unAnAvant: { debut: "2025-01-01", fin: "2025-03-31" },
      cumul: { debut: "2026-01-01", fin: "2026-03-31" },
    });
  });

  it("les mois d’un premier trimestre bissextile finissent le 31, le 29 et le 31", () => {
    expect(moisDe({ debut: "2024-01-01", fin: "2024-03-31" }).map(({ fin }) => fin)).toEqual(["2024-01-31", "2024-02-29", "2024-03-31"]);
  });
});

describe("une évolution", () => {
  const nombreDe = (valeur: number) => mesure(valeur, { definition: { ...DEFINITION, unite: "personnes" } });
  it.each([
    ["un taux, en points", mesure(40), mesure(55), { nombre: 15, format: "nombre" }],
    ["un nombre, en pour cent", nombreDe(40), nombreDe(50), { nombre: 25, format: "pourcentage" }],
    ["depuis zéro, rien", nombreDe(0), nombreDe(50), { absence: "SANS_OBJET" }],
    ["d’un chiffre masqué, rien", mesure(null, { masquee: true }), mesure(50), { absence: "MASQUE" }],
    ["vers un chiffre masqué, rien", mesure(50), mesure(null, { masquee: true }), { absence: "MASQUE" }],
    ["d’un chiffre inconnu, rien", mesure(null), mesure(50), { absence: "NON_CONNU" }],
  ])("%s", (_, de, a, cellule) => expect(evolution(de, a)).toEqual(cellule));
});

describe("ce qui est à regarder", () => {
  const comparaison = (plus: Partial<Comparaison>): Comparaison => ({
    definition: DEFINITION,
    trimestre: mesure(50),
    avant: mesure(50),
    unAnAvant: null,
    cumul: mesure(50),
    ...plus,
  });
  const natures = (plus: Partial<Comparaison>) => alertesDe([comparaison(plus)]).map(({ nature }) => nature);

  it("une variation de dix points sur trente personnes, pas moins", () => {
    expect(natures({ trimestre: mesure(60) })).toEqual(["FORTE_VARIATION"]);
    expect(natures({ trimestre: mesure(59.9) })).toEqual([]);
    expect(natures({ trimestre: mesure(60, { denominateur: 29 }) })).toEqual([]);
  });

  it("un taux loin de sa cible toute l’année, un nombre qui s’additionne au quatrième trimestre seulement", () => {
    expect(natures({ cumul: mesure(50, { cible: 80 }) })).toEqual(["CIBLE_NON_ATTEINTE"]);
    const definition = { ...DEFINITION, unite: "personnes" };
    expect(natures({ definition, cumul: mesure(50, { cible: 80, fin: "2026-09-30" }) })).toEqual([]);
    expect(natures({ definition, cumul: mesure(50, { cible: 80, fin: "2026-12-31" }) })).toEqual(["CIBLE_NON_ATTEINTE"]);
  });

  it("un chiffre qu’aucun fait ne fait ; un chiffre masqué n’est pas absent", () => {
    expect(natures({ trimestre: mesure(null) })).toEqual(["SANS_MESURE"]);
    expect(natures({ trimestre: mesure(null, { masquee: true }) })).toEqual([]);
  });
});

describe("le jour d’un fichier", () => {
  const consolidee = (le: string) => mesure(1, { statut: "CONSOLIDE", consolideLe: le });
  it.each([
    ["celui qui est demandé", [mesure(1)], "2026-03-31", { le: "2026-03-31", etat: "PROVISOIRE" }],
    [
      "la dernière consolidation",
      [consolidee("2026-06-29"), consolidee("2025-12-30"), null],
      null,
      { le: "2026-06-29", etat: "CONSOLIDE" },
    ],
    [
      "le dernier fait, dès qu’un chiffre est provisoire",
      [consolidee("2026-06-29"), mesure(1)],
      null,
      { le: "2026-07-02", etat: "PROVISOIRE" },
    ],
    ["le dernier fait, sans mesure", [], null, { le: "2026-07-02", etat: "SANS_MESURE" }],
  ])("%s", (_, mesures, connuLe, attendu) => expect(arreteDe(mesures, connuLe, "2026-07-02")).toEqual(attendu));
});

describe("ce qui a été saisi ou reçu, tel que connu un jour", () => {
  const saisi = (valeur: number, le: string, plus: Partial<ResultatLu> = {}): ResultatLu => ({
    code: "L.S.1.1.1",
    valeur,
    texte: null,
    preuve: "compte rendu",
    par: "demo-pilotage",
    le: `${le}T10:00:00Z`,
    statut: "A_VALIDER",
    statueLe: null,
    ...plus,
  });
  const rejete = saisi(70, "2026-03-10", { statut: "REJETE", statueLe: "2026-04-10T10:00:00Z" });
  const premier = saisi(60, "2026-02-01", { statut: "VALIDE", statueLe: "2026-02-15T10:00:00Z" });

  it.each([
    [null, 60, "VALIDE"],
    ["2026-03-31", 70, "A_VALIDER"],
    ["2026-02-10", 60, "A_VALIDER"],
    ["2026-01-31", null, null],
  ])("au %s : %s (%s)", (jour, valeur, statut) => {
    const trouve = resultatAu([rejete, premier], "L.S.1.1.1", jour);
    expect([trouve?.valeur ?? null, trouve?.statut ?? null]).toEqual([valeur, statut]);
  });

  it("minuit se compte à Paris", () => {
    expect(resultatAu([saisi(1, "x", { le: "2026-03-31T22:30:00Z" })], "L.S.1.1.1", "2026-03-31")).toBeNull();
  });

  it("un chiffre officiel garde sa version d’avant", () => {
    const version = (n: number, recuLe: string) => ({ version: n, valeur: n, texte: null, recuLe: `${recuLe}T08:00:00Z` });
    const officiel = { ...version(2, "2026-05-01"), precedents: [version(1, "2026-03-01")] };
    expect(officielAu(officiel, null)?.version).toBe(2);
    expect(officielAu(officiel, "2026-04-30")?.version).toBe(1);
    expect(officielAu(officiel, "2026-02-01")).toBeNull();
  });
});

it.each([
  ["%", "pourcentage"],
  ["% d’évolution", "pourcentage"],
  ["personnes", "entier"],
  ["personnes par référent", "nombre"],
  ["contrats", "entier"],
  ["jours", "nombre"],
  ["euros", "euros"],
  ["heures par personne", "nombre"],
])("l’unité « %s » se montre en %s", (unite, format) => expect(formatDe(unite)).toBe(format));

it("le nom d’un fichier dit le modèle, le territoire, la période, le jour connu et l’empreinte, et rien d’autre", () => {
  const demande: DemandeExport = {
    modele: "PLAN_PAUVRETE",
    departement: "94",
    annee: 2026,
    trimestre: 2,
    territoire: "94-PILOTE",
    connuLe: "2026-03-31",
    tableau: null,
  };
  expect(nomDuFichier(demande, "0123456789abcdef", "ods")).toBe(
    "unefois-plan-pauvrete-94-pilote-2026-t2-connu-2026-03-31-0123456789ab.ods",
  );
});
