import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { demoClients } from "../../gateway/demo-clients";
import { createProgram } from "../../hub/cli";
import { CLIENTS_DE_DEMO } from "../../subgraphs/shared/clients/clients-de-demo";
import { lireClients } from "../../subgraphs/shared/clients/lire-clients";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { readSettings } from "../../subgraphs/shared/settings";

const UN = { client: "logiciel", nom: "Un logiciel", finalites: ["ACCOMPAGNEMENT"] };
const texte = (...clients: object[]) => JSON.stringify({ clients });
const refus = (contenu: string): string => {
  try {
    lireClients(contenu, "clients.json");
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("accepté");
};

describe("le registre des clients", () => {
  it("donne à un client peu décrit les limites les plus étroites", () => {
    const [client] = lireClients(texte(UN), "clients.json");
    expect(client).toMatchObject({
      client: "logiciel",
      quotaPersonnes: 50,
      quotaParAgent: 50,
      heures: null,
      documentsSeuls: false,
      suspendu: false,
      enregistre: true,
    });
  });

  it("complète des heures par une semaine de cinq jours, sans les jours fériés, ralentie au-dehors", () => {
    const [client] = lireClients(texte({ ...UN, heures: { debut: "08:00", fin: "19:00" } }), "clients.json");
    expect(client!.heures).toEqual({ debut: "08:00", fin: "19:00", jours: [1, 2, 3, 4, 5], feries: false, hors: "RALENTIR" });
  });

  it.each<[string, string, string]>([
    [
      "une finalité inconnue",
      texte(UN, { ...UN, client: "b", finalites: ["VENTE"] }),
      "clients[1].finalites[0] : doit être parmi ORIENTATION",
    ],
    ["un quota négatif", texte({ ...UN, quotaPersonnes: -1 }), "clients[0].quotaPersonnes : doit être un nombre entier, de 0"],
    [
      "une heure mal écrite",
      texte({ ...UN, heures: { debut: "8h", fin: "19:00" } }),
      "clients[0].heures.debut : doit être une heure HH:MM",
    ],
    [
      "des heures à l’envers",
      texte({ ...UN, heures: { debut: "19:00", fin: "08:00" } }),
      "clients[0].heures.fin : doit être après « debut »",
    ],
    ["un réglage inconnu", texte({ ...UN, quota: 3 }), "clients[0].quota : n’est pas un réglage connu"],
    ["un nom absent", texte({ client: "a", finalites: [] }), "clients[0].nom : "],
    ["deux fois le même", texte(UN, UN), "clients[1].client : « logiciel » est déjà en clients[0]"],
    ["un certificat exigé sans empreinte", texte({ ...UN, preuveDePossession: true }), "clients[0].empreinteCertificat : est nécessaire"],
    ["autre chose que du JSON", "{", "ce n’est pas du JSON"],
    ["une liste nue", "[]", "doit être un objet"],
  ])("refuse %s en disant où", (_, contenu, phrase) => expect(refus(contenu)).toContain(phrase));

  it("dit tout ce qui est faux d’un coup", () => {
    expect(refus(texte({ ...UN, quotaPersonnes: "x", suspendu: "oui" })).split("\n")).toHaveLength(3);
  });
});

describe("le registre de la démonstration", () => {
  it("nomme chaque client de l’émetteur de démonstration, avec son département, son organisme et sa finalité", () => {
    expect(CLIENTS_DE_DEMO.map(({ client, departement, organisme, finalites }) => ({ client, departement, organisme, finalites }))).toEqual(
      demoClients.map(({ client, departement, organisme, finalite }) => ({ client, departement, organisme, finalites: [finalite] })),
    );
  });

  it("donne 50 personnes par heure à la référente, 20 000 au Département", () => {
    const registre = RegistreClients.open(null);
    expect(registre.client("demo-referent").quotaPersonnes).toBe(50);
    expect(registre.client("demo-departement")).toMatchObject({ quotaPersonnes: 20_000, quotaParAgent: 50 });
    expect(registre.client("inconnu")).toMatchObject({ quotaPersonnes: 50, finalites: null, enregistre: false });
  });
});

describe("le fichier du registre", () => {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "clients-"));
  const fichier = path.join(dossier, "clients.json");
  afterAll(() => fs.rmSync(dossier, { recursive: true }));

  it("est relu quand il change ; faux ou disparu, le précédent reste et le journal le dit", () => {
    const dit: unknown[] = [];
    const journal = { error: (...args: unknown[]) => dit.push(args[1]), warn: (...args: unknown[]) => dit.push(args[1]) };
    let maintenant = performance.now();
    jest.spyOn(performance, "now").mockImplementation(() => maintenant);
    fs.writeFileSync(fichier, texte(UN));
    const registre = RegistreClients.open(fichier, journal as never);
    const quota = () => {
      maintenant += 1_100;
      return registre.client("logiciel").quotaPersonnes;
    };
    expect(quota()).toBe(50);
    fs.writeFileSync(fichier, texte({ ...UN, quotaPersonnes: 300 }));
    expect(quota()).toBe(300);
    fs.writeFileSync(fichier, "{ à moitié écrit");
    expect(quota()).toBe(300);
    fs.rmSync(fichier);
    expect(quota()).toBe(300);
    expect(dit).toEqual([
      "registre des clients relu",
      "registre des clients refusé : le précédent reste en usage",
      "registre des clients refusé : le précédent reste en usage",
    ]);
    fs.writeFileSync(fichier, texte({ ...UN, quotaPersonnes: 4000 }));
    expect(quota()).toBe(4000);
    jest.restoreAllMocks();
  });

  it("n’accorde aucune finalité à un client qui n’y est pas", () => {
    fs.writeFileSync(fichier, texte(UN));
    expect(RegistreClients.open(fichier).client("autre")).toMatchObject({ finalites: [], quotaPersonnes: 50, enregistre: false });
  });

  it("absent, empêche l’ouverture et nomme le fichier", () => {
    expect(() => RegistreClients.open(path.join(dossier, "rien.json"))).toThrow(/rien\.json.*\n.*ne peut pas être lu \(ENOENT\)/);
  });

  it("« unefois clients » le montre, et refuse un fichier faux", async () => {
    const lance = async (contenu: string) => {
      fs.writeFileSync(fichier, contenu);
      process.env.UNEFOIS_CLIENTS = fichier;
      let sortie = "";
      const ecrire = jest.spyOn(process.stdout, "write").mockImplementation((morceau) => {
        sortie += String(morceau);
        return true;
      });
      try {
        await createProgram().parseAsync(["node", "unefois", "clients", "--json"]);
      } finally {
        ecrire.mockRestore();
        delete process.env.UNEFOIS_CLIENTS;
      }
      return JSON.parse(sortie);
    };
    expect((await lance(texte(UN))).clients[0].client).toBe("logiciel");
    await expect(lance(texte({ ...UN, nom: 3 }))).rejects.toThrow(/clients\[0\]\.nom : doit être/);
    expect(readSettings({ UNEFOIS_CLIENTS: "x.json" }).clientsFile).toBe(path.resolve("x.json"));
  });
});
