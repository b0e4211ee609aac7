import { randomUUID } from "node:crypto";
import { inscrire, operateurDe } from "../../hub/operateur";
import { fichiersDe } from "../../hub/personne/ecrire-export";
import { exporterPersonne } from "../../hub/personne/exporter-personne";
import { lecteur } from "../../hub/personne/lecteurs";
import { personneDesignee } from "../../hub/personne/lire-personne.repository";
import { CLIENTS_DE_DEMO } from "../../subgraphs/shared/clients/clients-de-demo";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { acteDuTravailleur } from "../../subgraphs/shared/operateur";
import { type PetitHub, petitHubReel } from "../droits/petit-hub-reel";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY } from "../setup/subgraph";

const LOGICIEL = "Logiciel du Département (démonstration)";

describe("qui a lu, par le nom que le registre des clients lui donne", () => {
  it.each([
    ["demo-departement", "CD94", "Le Département, avec « Logiciel A »"],
    ["inconnu", "CD94", "Le Département"],
    ["demo-departement", null, "Logiciel A"],
    ["inconnu", null, "Un logiciel autorisé par le Département"],
    ["import-caf", "CD94", "Import des fichiers de la CAF et de la MSA"],
  ])("%s pour %s : %s", (client, organisme, dit) => {
    const noms = new Map([
      ["CD94", "Le Département"],
      ["demo-departement", "Logiciel A"],
    ]);
    expect(lecteur(client, organisme, noms)).toBe(dit);
  });

  describe("dans un hub", () => {
    let hub: PetitHub;
    beforeAll(async () => {
      hub = await petitHubReel();
      await hub.demander("ACCOMPAGNEMENT", "query ($i: ID) { allocataire(id: $i) { nom } }", { i: PEOPLE.amina });
    });
    afterAll(() => hub.close());

    it("le registre des consultations dit le nom du système à côté de son identifiant", async () => {
      const { data } = await hub.demander(
        "EXERCICE_DES_DROITS",
        "query ($i: ID) { allocataire(id: $i) { consultations(first: 5) { nodes { par systeme } } } }",
        { i: PEOPLE.amina },
      );
      expect(data.allocataire.consultations.nodes).toContainEqual({ par: "demo-departement", systeme: LOGICIEL });
    });

    it("ce que le hub fait sans jeton s’y lit en français, jamais par le nom d’une commande", async () => {
      const inscription = { nature: "EXPORT", allocataires: [PEOPLE.amina], champs: ["Allocataire.nom"], le: new Date() } as const;
      await inscrire(hub.base.owner, operateurDe("export departement"), inscription);
      await inscrire(hub.base.owner, operateurDe("import caf"), { ...inscription, nature: "IMPORT" });
      await inscrire(hub.base.owner, { ...acteDuTravailleur("delais-prescriptions"), operation: randomUUID() }, inscription);
      const { data } = await hub.demander(
        "EXERCICE_DES_DROITS",
        "query ($i: ID) { allocataire(id: $i) { consultations(first: 50) { nodes { par systeme } } } }",
        { i: PEOPLE.amina },
      );
      expect(data.allocataire.consultations.nodes).toEqual(
        expect.arrayContaining([
          { par: "cli:export departement", systeme: "Le Département, avec un outil du hub" },
          { par: "cli:import caf", systeme: "Import des fichiers de la CAF et de la MSA" },
          { par: "worker:delais-prescriptions", systeme: "Le hub, par une règle qu’il applique seul" },
        ]),
      );
    });

    it("la page remise à la personne dit ce nom, jamais l’identifiant", async () => {
      const cipher = new NirCipher(NIR_KEY);
      const personne = (await personneDesignee(hub.base.owner, cipher, { id: PEOPLE.amina }, null))!;
      const lu = await exporterPersonne(hub.base.owner, cipher, {
        personne,
        caller: CALLERS.dpo,
        nirEnClair: true,
        le: new Date(),
        clients: RegistreClients.of(CLIENTS_DE_DEMO),
      });
      const { html } = fichiersDe(lu);
      expect(html).toContain(LOGICIEL);
      expect(html).not.toContain("demo-departement");
    });
  });
});
