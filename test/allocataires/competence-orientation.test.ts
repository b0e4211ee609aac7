import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { refusDAntidate } from "../../subgraphs/allocataires/orientation/competence";
import { importerDelegations } from "../../subgraphs/allocataires/orientation/import-delegations";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { addDays } from "../../subgraphs/shared/civil-date";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";
import { ajouterFoule } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
let foule: string[];
let suivante = 0;
const { departement, franceTravail } = CALLERS;
/** Everyone is notified on 2026-01-10: the six weeks end on 2026-02-21, included. */
const [VEILLE, DERNIER_JOUR, LENDEMAIN] = ["2026-02-20", "2026-02-21", "2026-02-22"];
const AUJOURDHUI = "2026-06-01";

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  foule = await ajouterFoule(base.owner, 40);
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const personne = () => foule[suivante++]!;
const DEMANDE = { parcours: "FRANCE_TRAVAIL", organisme: "94-FT94", motif: "Proche de l’emploi" };
const decider = async (variables: Record<string, unknown>, appelant = departement, jour?: string) =>
  (
    await agir(
      graphe,
      appelant,
      "deciderOrientation",
      { ...DEMANDE, ...variables },
      "... on Orientation { competence decideePar origine demandeeLe rang }",
      jour ?? (variables.decideeLe as string | undefined) ?? AUJOURDHUI,
    )
  ).r;
const importer = (csv: string) => {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-delegations-"));
  const fichier = path.join(dossier, "delegations.csv");
  fs.writeFileSync(fichier, csv);
  const contexte = { ownerUrl: base.url, now: () => new Date("2026-06-01T08:00:00Z") };
  return importerDelegations(contexte, fichier, "94").finally(() => fs.rmSync(dossier, { recursive: true }));
};

describe("qui décide, et jusqu’à quand (D. 262-65-2)", () => {
  it.each([
    ["la veille de l’échéance", VEILLE, "DEPARTEMENT", "DELEGATION_ABSENTE"],
    ["le dernier jour des six semaines", DERNIER_JOUR, "DEPARTEMENT", "DELEGATION_ABSENTE"],
    ["le lendemain", LENDEMAIN, "COMPETENCE_FRANCE_TRAVAIL", "CARENCE_SIX_SEMAINES"],
  ])("%s : le Département, puis France Travail", async (_titre, decideeLe, leDepartement, franceTravailSeul) => {
    const parLeDepartement = await decider({ allocataire: personne(), decideeLe });
    expect(parLeDepartement.code ?? parLeDepartement.competence).toBe(leDepartement);
    const parFranceTravail = await decider({ allocataire: personne(), decideeLe }, franceTravail);
    expect(parFranceTravail.code ?? parFranceTravail.competence).toBe(franceTravailSeul);
  });

  it("le stock, sans notification, n’a pas d’échéance : le Département reste compétent", async () => {
    const id = personne();
    await base.owner.query("update allocataires.entree set notification = null, flux = false where allocataire = $1", [id]);
    expect(await decider({ allocataire: id, decideeLe: "2026-05-20" })).toMatchObject({ competence: "DEPARTEMENT" });
    const autre = personne();
    await base.owner.query("update allocataires.entree set notification = null, flux = false where allocataire = $1", [autre]);
    expect(await decider({ allocataire: autre, decideeLe: "2026-05-20" }, franceTravail)).toMatchObject({ code: "DELEGATION_ABSENTE" });
  });

  it("un transfert fait repartir les six semaines du jour où le Département en est informé", async () => {
    const id = personne();
    const demande = await agir(
      graphe,
      departement,
      "demanderOrientation",
      { allocataire: id, origine: "TRANSFERT_DEPARTEMENT", demandeeLe: "2026-03-02" },
      "... on Orientation { statut rang }",
      AUJOURDHUI,
    );
    expect(demande.r).toMatchObject({ statut: "DEMANDEE", rang: 1 });
    expect(await decider({ allocataire: id, decideeLe: "2026-04-14" })).toMatchObject({ code: "COMPETENCE_FRANCE_TRAVAIL" });
    expect(await decider({ allocataire: id, decideeLe: "2026-04-13" })).toMatchObject({
      competence: "DEPARTEMENT",
      origine: "TRANSFERT_DEPARTEMENT",
      demandeeLe: "2026-03-02",
      rang: 1,
    });
  });
});

describe("une décision datée d’avant la fin des six semaines, enregistrée après", () => {
  it.each([
    ["quinze jours après", 15, "DEPARTEMENT"],
    ["seize jours après", 16, "DECISION_ANTIDATEE"],
  ])("%s", async (_, jours, attendu) => {
    const r = await decider({ allocataire: personne(), decideeLe: DERNIER_JOUR }, departement, addDays(DERNIER_JOUR, jours));
    expect(r.code ?? r.competence).toBe(attendu);
  });

  it("le fichier du Département, qui en est la preuve, passe ; le même acte de la main du Département, non", () => {
    const question = { decideeLe: DERNIER_JOUR, debut: "2026-01-10", delegation: false };
    const acteur = { organisme: "94-CD94", type: "DEPARTEMENT" } as const;
    expect(refusDAntidate(acteur, question, AUJOURDHUI)?.code).toBe("DECISION_ANTIDATEE");
    expect(refusDAntidate({ ...acteur, source: "ORIAS" }, question, AUJOURDHUI)).toBeNull();
  });

  it("dans les six semaines, une décision ancienne s’enregistre", async () => {
    expect(await decider({ allocataire: personne(), decideeLe: "2026-01-11" }, departement, DERNIER_JOUR)).toMatchObject({
      competence: "DEPARTEMENT",
    });
  });

  it("une personne sortie n’est pas renvoyée à France Travail", async () => {
    const id = personne();
    await base.owner.query("update allocataires.entree set sortie = '2026-02-01' where allocataire = $1", [id]);
    expect(await decider({ allocataire: id, decideeLe: LENDEMAIN })).toMatchObject({ code: "SORTIE_DEJA_DECLAREE" });
  });
});

describe("la délégation à France Travail", () => {
  const ENTETE = "organisme_type,organisme,parcours,du,au,reference\n";

  it("vaut pour ses parcours et ses dates ; la carence passe devant elle", async () => {
    const resultat = await importer(`${ENTETE}FRANCE_TRAVAIL,,FRANCE_TRAVAIL,2026-01-15,2026-02-15,Convention 2026-1\n`);
    expect(resultat[0]!.compteurs).toMatchObject({ lus: 1, appliques: 1, rejetes: 0 });
    const essais: [Record<string, unknown>, string][] = [
      [{ decideeLe: "2026-01-14" }, "DELEGATION_ABSENTE"],
      [{ decideeLe: "2026-01-15" }, "DELEGATION"],
      [{ decideeLe: "2026-02-15" }, "DELEGATION"],
      [{ decideeLe: "2026-02-16" }, "DELEGATION_ABSENTE"],
      [{ decideeLe: "2026-01-20", parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1" }, "DELEGATION_ABSENTE"],
      [{ decideeLe: LENDEMAIN }, "CARENCE_SIX_SEMAINES"],
    ];
    for (const [variables, attendu] of essais) {
      const r = await decider({ allocataire: personne(), ...variables }, franceTravail);
      expect([variables, r.code ?? r.competence]).toEqual([variables, attendu]);
    }
  });

  it("se recharge sans rien changer, et prend fin par le même fichier", async () => {
    const ligne = "FRANCE_TRAVAIL,FT94,,2026-01-01,,Convention 2026-2\n";
    expect((await importer(ENTETE + ligne))[0]!.compteurs).toMatchObject({ appliques: 1, inchanges: 0 });
    expect((await importer(ENTETE + ligne))[0]!.compteurs).toMatchObject({ appliques: 0, inchanges: 1 });
    expect(await decider({ allocataire: personne(), decideeLe: "2026-01-11" }, franceTravail)).toMatchObject({
      competence: "DELEGATION",
      decideePar: "FRANCE_TRAVAIL",
    });
    expect((await importer(ENTETE + ligne.replace(",,Conv", ",2026-01-10,Conv")))[0]!.compteurs).toMatchObject({ appliques: 1 });
    expect(await decider({ allocataire: personne(), decideeLe: "2026-01-11" }, franceTravail)).toMatchObject({
      code: "DELEGATION_ABSENTE",
    });
  });

  it.each([
    ["un type qui ne se délègue pas", "DELEGATAIRE,,,2026-01-01,,C", /ligne 2, colonne « organisme_type »/],
    ["un organisme inconnu", "FRANCE_TRAVAIL,FT93,,2026-01-01,,C", /ligne 2, colonne « organisme »/],
    ["un parcours inconnu", "FRANCE_TRAVAIL,,ESE,2026-01-01,,C", /ligne 2, colonne « parcours »/],
    ["une date impossible", "FRANCE_TRAVAIL,,,2026-02-30,,C", /ligne 2, colonne « du »/],
    ["une fin avant le début", "FRANCE_TRAVAIL,,,2026-02-10,2026-02-09,C", /ligne 2, colonne « au »/],
    ["une convention sans référence", "FRANCE_TRAVAIL,,,2026-02-10,,", /ligne 2, colonne « reference »/],
  ])("rejette la ligne : %s, et applique les autres", async (_titre, mauvaise, message) => {
    const [resultat] = await importer(`${ENTETE}${mauvaise}\nFRANCE_TRAVAIL,,,2020-01-01,2020-01-02,Vieille\n`);
    expect(resultat!.compteurs).toMatchObject({ lus: 2, rejetes: 1 });
    expect(resultat!.signalements[0]).toMatchObject({ applique: false, ligne: 2, message: expect.stringMatching(message) });
  });
});
