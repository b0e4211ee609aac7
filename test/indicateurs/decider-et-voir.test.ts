import fs from "node:fs";
import path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { sousGraphe as allocataires } from "../../subgraphs/allocataires/sous-graphe";
import { sousGraphe } from "../../subgraphs/indicateurs/sous-graphe";
import { sousGraphe as rendezVous } from "../../subgraphs/rendez-vous/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouter, entree, projeterTout } from "./journal";

/** What another subgraph decides is what this one counts: the real mutations, their real events, the real projection. */

const MAINTENANT = new Date("2026-02-02T09:00:00Z");
let db: TestDatabase;
let [sg, personnes, agenda]: TestSubgraph[] = [];

beforeAll(async () => {
  db = await testDatabase();
  await loadFixtures(db.owner);
  await db.owner.query("insert into indicateurs.parcours_local select * from allocataires.parcours_local");
  [sg, personnes, agenda] = await Promise.all([sousGraphe, allocataires, rendezVous].map((module) => testSubgraph(module, db.url)));
  await ajouter(db.owner, [entree(PEOPLE.driss), entree(PEOPLE.amina)]);
});
afterAll(async () => {
  for (const subgraph of [sg!, personnes!, agenda!]) await subgraph.close();
  await db.drop();
});

async function executer(subgraph: TestSubgraph, mutation: string): Promise<any> {
  const { data, errors } = await subgraph.run(
    CALLERS.departement,
    `mutation { resultat: ${mutation} { __typename ... on Refus { code message } } }`,
    {},
    MAINTENANT,
  );
  expect(errors).toBeUndefined();
  return data.resultat;
}

const CHIFFRES = `{ ${["L.I.V2.1.3", "F.4", "N.I.V3.6", "F.6"]
  .map(
    (code, i) =>
      `c${i}: indicateur(code: "${code}", territoire: "94028", debut: "2026-01-01", fin: "2026-12-31") { valeur numerateur denominateur ventilation { cle numerateur } }`,
  )
  .join("\n")} }`;
async function chiffres() {
  await projeterTout(db.owner);
  const { data } = await sg!.run(CALLERS.pilotage, CHIFFRES);
  const parts = Object.fromEntries(data.c3.ventilation.map((p: any) => [p.cle, p.numerateur]));
  return { nouveaux: data.c0.valeur, flux: data.c1.valeur, contrats: data.c2.valeur, parts };
}

describe("décider, puis voir", () => {
  it("une décision et une signature font bouger les quatre indicateurs ; un refus typé n’en fait bouger aucun", async () => {
    expect(await chiffres()).toEqual({
      nouveaux: 0,
      flux: 0,
      contrats: 0,
      parts: { FRANCE_TRAVAIL: 0, PARCOURS_INSERTION: 0, REMOBILISATION_EMPLOI: 0 },
    });
    const decider = (decideeLe: string) =>
      executer(
        personnes!,
        `deciderOrientation(allocataire: "${PEOPLE.driss}", parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1", motif: "essai", decideeLe: "${decideeLe}")`,
      );
    expect(await decider("2026-02-03")).toMatchObject({ __typename: "Refus" });
    expect((await chiffres()).nouveaux).toBe(0);
    expect(await decider("2026-02-02")).toEqual({ __typename: "Orientation" });
    const apres = { nouveaux: 1, flux: 50, contrats: 0, parts: { FRANCE_TRAVAIL: 0, PARCOURS_INSERTION: 0, REMOBILISATION_EMPLOI: 1 } };
    expect(await chiffres()).toEqual(apres);
    const signer = `signerContrat(allocataire: "${PEOPLE.driss}", dateSignature: "2026-02-02", dureeMois: 6, heuresHebdomadaires: 15)`;
    expect(await executer(personnes!, signer)).toEqual({ __typename: "ContratEngagement" });
    expect(await chiffres()).toEqual({ ...apres, contrats: 1 });
  });

  it("tout ce qui a été publié suit son schéma, et ne porte ni nom, ni motif", async () => {
    for (const mutation of [
      `enregistrerDiagnostic(allocataire: "${PEOPLE.driss}", etabliLe: "2026-02-02", contraintes: [{ frein: MOBILITE, impact: FORT }], projetProfessionnel: "Zygomatique")`,
      `refuserContrat(allocataire: "${PEOPLE.bruno}", dateRefus: "2026-02-02", motif: "Zygomatique")`,
      `declarerRepriseEmploi(allocataire: "${PEOPLE.driss}", debut: "2026-02-02", typeContrat: CDI)`,
      `declarerSortie(allocataire: "${PEOPLE.driss}", nature: EMPLOI_DURABLE, date: "2026-02-02")`,
    ]) {
      expect((await executer(personnes!, mutation)).__typename).not.toBe("Refus");
    }
    const prendre = `prendreRendezVous(allocataire: "${PEOPLE.amina}", organisme: "94-REMOB-1", famille: ORIENTATION, modalite: PHYSIQUE, debut: "2026-02-03T09:00:00Z", dureeMinutes: 60, convocation: true)`;
    expect((await executer(agenda!, prendre)).__typename).toBe("RendezVous");
    const { rows } = await db.owner.query("select type, donnees from journal.evenement");
    expect(new Set(rows.map((r) => r.type))).toEqual(
      new Set([
        "EntreeDispositif",
        "OrientationDecidee",
        "ContratSigne",
        "ContratRefuse",
        "DiagnosticEnregistre",
        "RepriseEmploiDeclaree",
        "SortieDeclaree",
        "ContratCloture",
        "OrientationClose",
        "RendezVousPlanifie",
      ]),
    );
    for (const { type, donnees } of rows) {
      const valider = schema(type);
      expect({ type, donnees, valide: valider(donnees), erreurs: valider.errors }).toMatchObject({ valide: true, erreurs: null });
    }
    expect(JSON.stringify(rows)).not.toMatch(/Zygomatique|Benali|Driss/);
  });
});

const ajv = addFormats(new Ajv({ allErrors: true, allowUnionTypes: true }));
const schema = (type: string): ValidateFunction =>
  ajv.getSchema(type) ??
  ajv.addSchema(JSON.parse(fs.readFileSync(path.join(__dirname, `../../schema/evenements/${type}.json`), "utf8")), type).getSchema(type)!;
