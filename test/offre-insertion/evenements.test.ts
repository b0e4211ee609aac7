import fs from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { rejouerRejets } from "../../subgraphs/offre-insertion/rejouer-rejets";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { importer, MAINTENANT, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

let t: Territoire;
beforeAll(async () => {
  t = await territoire();
});
afterAll(() => t.fermer());

const CANARI = "Zygomatique";

describe("événements de l’offre d’insertion", () => {
  it("chacun suit son schéma publié, et aucun ne porte une valeur de la personne", async () => {
    await t.base.owner.query("update allocataires.allocataire set nom = $1 where id = $2", [CANARI, PEOPLE.amina]);
    await importer(t.base, [structure("s1")], [service("a"), service("b", { frais: CANARI }), service("c", { structure_id: "absente" })]);
    await rejouerRejets("tous", { ownerUrl: t.base.url, now: () => MAINTENANT });
    await importer(t.base, [], [service("b")]);
    const motif = `Motif ${CANARI}`;
    const executer = async (mutation: string) =>
      Object.values((await t.executer(CALLERS.departement, `mutation { ${mutation} }`)).data)[0] as { id: string };
    const p = await executer(
      `prescrire(allocataire: "${PEOPLE.amina}", offre: "dora--a", motif: "${motif}") { ... on Prescription { id } }`,
    );
    await executer(`avancerPrescription(prescription: "${p.id}", statut: REFUSEE, motif: "${motif}") { ... on Prescription { id } }`);
    const a = await executer(
      `declarerActivite(allocataire: "${PEOPLE.amina}", date: "2026-02-09", minutes: 60, nature: "${motif}") { ... on Activite { id } }`,
    );
    await executer(`confirmerActivite(activite: "${a.id}", accepter: true) { ... on Activite { id } }`);

    const { rows } = await t.base.owner.query("select type, departement, allocataire, donnees from journal.evenement");
    const types = [...new Set(rows.map((r) => r.type))].sort();
    expect(types).toEqual([
      "ActiviteConfirmee",
      "ActiviteDeclaree",
      "OffreModifiee",
      "PrescriptionAvancee",
      "RejetEnregistre",
      "RejetRejoue",
    ]);
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats(ajv);
    for (const type of types) {
      const valide = ajv.compile(JSON.parse(fs.readFileSync(path.join(__dirname, "../../schema/evenements", `${type}.json`), "utf8")));
      for (const { donnees } of rows.filter((r) => r.type === type))
        expect([type, valide(donnees), valide.errors]).toEqual([type, true, null]);
    }
    expect(JSON.stringify(rows)).not.toContain(CANARI);
  });
});
