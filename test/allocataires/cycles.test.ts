import fs from "node:fs";
import fc from "fast-check";
import {
  ACTIONS_CONTRAT,
  depuis,
  HEURES_MAX,
  heuresAttendues,
  TRANSITIONS_CONTRAT,
} from "../../subgraphs/allocataires/contrat/cycle-contrat";
import { ACTIONS_SANCTION, etapeSuivante, TRANSITIONS_SANCTION } from "../../subgraphs/allocataires/droits-devoirs/cycle-sanction";
import { decider } from "../../subgraphs/allocataires/droits-devoirs/deciderSanction";
import type { Etape } from "../../subgraphs/allocataires/droits-devoirs/etape-sanction";
import { annuler, lever, transmettre } from "../../subgraphs/allocataires/droits-devoirs/finirSanction";
import { aviser, instruire, notifier, observer } from "../../subgraphs/allocataires/droits-devoirs/instruireSanction";
import type { Procedure, Sanction } from "../../subgraphs/allocataires/droits-devoirs/sanction";
import { NATURES_MANQUEMENT, NATURES_SANCTION, STATUTS_CONTRAT, STATUTS_SANCTION } from "../../subgraphs/allocataires/vocabulaire";
import { addDays, daysBetween } from "../../subgraphs/shared/civil-date";
import { Refus } from "../../subgraphs/shared/contrat/refus";

const jour = fc.integer({ min: 0, max: 400 }).map((n) => addDays("2026-01-01", n));
const BAREME: Procedure["bareme"] = {
  INSTRUCTION_JOURS: 15,
  OBSERVATIONS_JOURS: 10,
  QUOTITE_MIN: 30,
  QUOTITE_MAX: 100,
  QUOTITE_FOYER_MAX: 50,
  SUSPENSION_MOIS_MAX: 2,
  SUSPENSION_REPETEE_MOIS_MAX: 4,
  SUPPRESSION_MOIS_MAX: 4,
};

const VIDE = Object.fromEntries(
  `instruiteLe instructionLimite notifieeLe observationsLimite observationsRecuesLe assistee motifLegitime avisEquipePluridisciplinaireLe avisFavorable decideeLe
   decideePar decisionMotif decisionOrganisme quotitePourcent montantCentimes dureeMois debut fin remobilisationLe leveeLe leveeMotif annuleeLe annulationCause
   annulationMotif transmiseOrganismePayeurLe`
    .split(/\s+/)
    .map((champ) => [champ, null]),
);
const procedure = fc.record({
  nature: fc.constantFrom(...NATURES_SANCTION),
  manquement: fc.constantFrom(...NATURES_MANQUEMENT),
  motifLegitime: fc.constantFrom(null, false, true),
  personnesAuFoyer: fc.constantFrom(null, 1, 3),
  acteur: fc.constantFrom("DEPARTEMENT", "DEPARTEMENT", "DEPARTEMENT", "FRANCE_TRAVAIL") as fc.Arbitrary<"DEPARTEMENT" | "FRANCE_TRAVAIL">,
  delegue: fc.boolean(),
  precedente: fc.option(jour),
});
const action = fc.record({
  nom: fc.oneof(
    fc.constantFrom("instruire", "notifier", "observer", "aviser", "decider", "refuser", "lever", "annuler", "transmettre"),
    fc.constantFrom("notifier", "decider", "lever"),
  ),
  le: jour,
  attente: fc.integer({ min: 0, max: 30 }),
  legitime: fc.constantFrom(false, false, false, true),
  quotite: fc.constantFrom(null, 20, 50, 50, 60, 100),
  duree: fc.constantFrom(null, 1, 1, 2, 4, 5),
  debut: fc.option(jour),
});
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

function depart(p: typeof procedure extends fc.Arbitrary<infer P> ? P : never): Procedure {
  return {
    sanction: {
      ...VIDE,
      id: "s",
      manquement: "m",
      nature: p.nature,
      statut: "PROPOSEE",
      proposeeLe: "2026-01-01",
      parDelegation: false,
    } as unknown as Sanction,
    acteur: { organisme: "94-X", type: p.acteur },
    manquement: { id: "m", nature: p.manquement, constateLe: "2026-01-01", motifLegitime: p.motifLegitime },
    rendezVousManque: null,
    precedentes: p.precedente
      ? [
          {
            id: "p",
            nature: "SUSPENSION",
            decideeLe: "2025-12-01",
            debut: p.precedente,
            fin: addDays(p.precedente, 30),
            leveeLe: null,
            remobilisationLe: null,
          },
        ]
      : [],
    personnesAuFoyer: p.personnesAuFoyer,
    periodesSoumises: [{ du: null, au: null }],
    delegations: p.delegue ? [{ du: "2026-01-01", au: null }] : [],
    bareme: BAREME,
  };
}

function appliquer(p: Procedure, a: Action, aujourdhui: string): Etape | Refus {
  const decision = { motif: "m", decideeLe: a.le, quotitePourcent: a.quotite, dureeMois: a.duree, debut: a.debut };
  switch (a.nom) {
    case "instruire":
      return instruire(p, { le: a.le }, aujourdhui);
    case "notifier":
      return notifier(p, { le: a.le }, aujourdhui);
    case "observer":
      return observer(p, { recuesLe: a.le, assistee: false, motifLegitime: a.legitime }, aujourdhui);
    case "aviser":
      return aviser(p, { le: a.le, favorable: true }, aujourdhui);
    case "lever":
      return lever(p, { remobilisationLe: a.le, motif: "m" }, aujourdhui);
    case "annuler":
      return annuler(p, { cause: "AUTRE", motif: "m" }, aujourdhui);
    case "transmettre":
      return transmettre(p, { le: a.le }, aujourdhui);
    default:
      return decider(p, { ...decision, accepter: a.nom === "decider" }, aujourdhui);
  }
}

/** What no sequence of acts may break, whoever acts and whatever dates they give. */
function verifier({ sanction: s, manquement, acteur, delegations, personnesAuFoyer, precedentes }: Procedure): void {
  const dates = [s.proposeeLe, s.notifieeLe, s.decideeLe, s.debut, s.fin].filter((d) => d !== null);
  expect([...dates].sort()).toEqual(dates);
  if (acteur.type !== "DEPARTEMENT") expect(s.notifieeLe).toBeNull();
  if (s.statut === "REFUSEE") expect(s.debut).toBeNull();
  if (!["DECIDEE", "LEVEE", "ANNULEE"].includes(s.statut)) return;
  expect(acteur.type === "DEPARTEMENT" || delegations.length > 0).toBe(true);
  expect(manquement.motifLegitime || s.motifLegitime).toBeFalsy();
  expect(s.notifieeLe).not.toBeNull();
  expect((s.observationsRecuesLe !== null && s.observationsRecuesLe <= s.decideeLe!) || s.decideeLe! > s.observationsLimite!).toBe(true);
  expect(daysBetween(s.notifieeLe!, s.observationsLimite!)).toBe(BAREME.OBSERVATIONS_JOURS);
  expect(s.quotitePourcent).toBeGreaterThanOrEqual(30);
  expect(s.quotitePourcent).toBeLessThanOrEqual(personnesAuFoyer === 1 ? 100 : 50);
  expect(s.dureeMois).toBeLessThanOrEqual(s.nature === "SUPPRESSION" || precedentes.length > 0 ? 4 : 2);
  if (s.nature === "SUPPRESSION") {
    expect(s.avisEquipePluridisciplinaireLe! <= s.decideeLe!).toBe(true);
    expect(manquement.nature === "REFUS_CONTROLE" || precedentes.length > 0).toBe(true);
  }
  for (const p of precedentes) expect(p.fin < s.debut! || p.debut > s.fin!).toBe(true);
  if (s.statut === "LEVEE") expect(s.remobilisationLe! >= s.decideeLe! && s.remobilisationLe! <= s.fin!).toBe(true);
}

describe("le cycle d’une sanction", () => {
  it("aucune suite d’actes ne mène à une étape illégale", () => {
    const atteintes = new Set<string>();
    fc.assert(
      fc.property(procedure, fc.array(action, { minLength: 1, maxLength: 20 }), (de, actions) => {
        let p = depart(de);
        let aujourdhui = "2026-01-01";
        for (const a of actions) {
          aujourdhui = addDays(aujourdhui, a.attente);
          // Half of the acts are dated of the day, as people do: the sequences then go far.
          const suite = appliquer(p, a.attente % 2 === 0 ? { ...a, le: aujourdhui, debut: null } : a, aujourdhui);
          if (suite instanceof Refus) continue;
          const vers = Object.values(TRANSITIONS_SANCTION[p.sanction.statut]) as string[];
          expect([...vers, ...(a.nom === "transmettre" ? [p.sanction.statut] : [])]).toContain(suite.sanction.statut);
          p = { ...p, sanction: suite.sanction };
          atteintes.add(p.sanction.statut);
          verifier(p);
        }
      }),
      { numRuns: 5_000 },
    );
    expect([...atteintes].sort()).toEqual(STATUTS_SANCTION.filter((s) => s !== "PROPOSEE").sort());
  });

  it("chaque étape se termine, et aucune ne revient en arrière", () => {
    const rang = (statut: string) => STATUTS_SANCTION.indexOf(statut as never);
    for (const [statut, suites] of Object.entries(TRANSITIONS_SANCTION))
      for (const suite of Object.values(suites)) expect(rang(suite)).toBeGreaterThanOrEqual(rang(statut));
    for (const action of ACTIONS_SANCTION) expect(STATUTS_SANCTION.some((statut) => etapeSuivante(statut, action) !== null)).toBe(true);
  });
});

describe("le cycle d’un contrat", () => {
  it("chaque étape et chaque acte ont leur place, et un contrat clôturé ne change plus", () => {
    expect(Object.keys(TRANSITIONS_CONTRAT).sort()).toEqual([...STATUTS_CONTRAT].sort());
    for (const action of ACTIONS_CONTRAT) expect(depuis(action).length).toBeGreaterThan(0);
    expect(TRANSITIONS_CONTRAT.CLOTURE).toEqual({});
    expect(depuis("suspendre")).toEqual(["A_SIGNER", "SIGNE"]);
  });

  it("les heures attendues vont de 0 à 35, à 0 pour qui est exempté, et reviennent au contrat hors de toute modulation", () => {
    const modulation = fc.record({
      exempte: fc.boolean(),
      heuresHebdomadaires: fc.option(fc.integer({ min: 0, max: HEURES_MAX })),
      du: jour,
      au: fc.option(jour),
    });
    fc.assert(
      fc.property(fc.array(modulation, { maxLength: 4 }), fc.option(fc.integer({ min: 0, max: 35 })), jour, (modulations, heures, le) => {
        const triees = [...modulations].sort((a, b) => (a.du < b.du ? -1 : 1));
        const attendues = heuresAttendues({ statut: "SIGNE", heuresHebdomadaires: heures }, triees, le)!;
        const enCours = triees.filter(({ du, au }) => du <= le && (au === null || au >= le));
        expect(attendues).toBeGreaterThanOrEqual(0);
        expect(attendues).toBeLessThanOrEqual(HEURES_MAX);
        if (enCours.length === 0) expect(attendues).toBe(heures ?? 15);
        if (enCours.at(-1)?.exempte) expect(attendues).toBe(0);
        expect(heuresAttendues({ statut: "SUSPENDU", heuresHebdomadaires: heures }, triees, le)).toBeNull();
      }),
    );
  });
});

describe("docs/droits-et-devoirs.md", () => {
  const doc = fs.readFileSync("docs/droits-et-devoirs.md", "utf8");

  it.each(STATUTS_SANCTION.map((statut) => [statut]))("donne les étapes qui suivent %s", (statut) => {
    const debut = doc.slice(doc.indexOf("## Les étapes d’une procédure")).split("\n");
    const premiere = debut.findIndex((ligne) => ligne.startsWith("| ") && ligne.split("|")[1]!.trim().split(", ").includes(statut));
    expect(premiere).toBeGreaterThan(0);
    const lignes = [debut[premiere]!];
    for (let i = premiere + 1; debut[i]?.startsWith("| |"); i++) lignes.push(debut[i]!);
    const dites = new Set(lignes.map((ligne) => ligne.split("|")[3]!.trim()).filter((suite) => suite !== ""));
    expect([...dites].sort()).toEqual([...new Set(Object.values(TRANSITIONS_SANCTION[statut]) as string[])].sort());
  });
});
