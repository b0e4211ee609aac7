import { CLIENTS_DE_DEMO } from "../../subgraphs/shared/clients/clients-de-demo";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { withRegisteredPurposes } from "../../subgraphs/shared/droits/client-purposes";
import { lecture } from "../../subgraphs/shared/droits/matrice";
import { InvalidTokenError } from "../../subgraphs/shared/token";
import { codes, smallHub, testVerifier } from "../gateway/small-hub";
import { CALLERS } from "../setup/subgraph";

const santeDuClient = { ...CALLERS.pilotage, finalite: "ACCOMPAGNEMENT" as const };
const callers = { pilotage: CALLERS.pilotage, detourne: santeDuClient, sansFinalite: { ...CALLERS.pilotage, finalite: null } };

describe("la finalité d’un jeton", () => {
  const verifier = withRegisteredPurposes(testVerifier(callers), RegistreClients.of(CLIENTS_DE_DEMO));

  it("est celle pour laquelle son client est enregistré, sinon le jeton ne vaut rien", async () => {
    expect((await verifier.verify("Bearer pilotage"))?.client).toBe("demo-pilotage");
    await expect(verifier.verify("Bearer detourne")).rejects.toThrow(InvalidTokenError);
    await expect(verifier.verify("Bearer detourne")).rejects.toThrow("ACCOMPAGNEMENT");
    expect((await verifier.verify("Bearer sansFinalite"))?.finalite).toBeNull();
    expect(await verifier.verify(undefined)).toBeNull();
  });

  it("ne se rattrape pas pour un client que le registre ne connaît pas, dès qu’un registre est donné", async () => {
    const inconnus = withRegisteredPurposes(testVerifier(callers), { client: () => ({ ...CLIENTS_DE_DEMO[0]!, finalites: [] }) });
    await expect(inconnus.verify("Bearer pilotage")).rejects.toThrow(InvalidTokenError);
  });

  it("arrête la requête à la passerelle : 401, rien ne s’exécute, et la suivante, honnête, est servie", async () => {
    const hub = await smallHub({ callers, clients: RegistreClients.of(CLIENTS_DE_DEMO) });
    const refusee = await hub.ask("{ moi }", { as: "detourne" });
    expect([refusee.status, codes(refusee), hub.personnes.seen.length]).toEqual([401, ["UNAUTHENTICATED"], 0]);
    expect((await hub.ask("{ moi }", { as: "pilotage" })).data).toEqual({ moi: "demo-pilotage" });
    await hub.close();
  });
});

describe("la matrice client × classe × relation", () => {
  it("dit ce que la relation ouvre : une agente ne lit la santé que de qui son organisme suit, un système de tout son territoire", () => {
    const agente = { ...CALLERS.departement, agent: "A-1" };
    const sante = (caller: typeof agente | typeof CALLERS.departement) =>
      (["REFERENT", "ORGANISME", "TERRITOIRE", "AUCUNE"] as const).map((relation) => lecture(caller, "departement", "SANTE", relation));
    expect(sante(agente)).toEqual(["LU", "LU", "REFUSE", "INCONNUE"]);
    expect(sante(CALLERS.departement)).toEqual(["LU", "LU", "LU", "INCONNUE"]);
  });

  it("masque le NIR ligne par ligne, refuse ce que la finalité ferme, et ne connaît personne hors de portée", () => {
    expect(lecture(CALLERS.departement, "departement", "NIR", "TERRITOIRE")).toBe("MASQUE");
    expect(lecture(CALLERS.rapprochement, "departement", "NIR", "TERRITOIRE")).toBe("LU");
    expect(lecture(CALLERS.rapprochement, "departement", "SANTE", "TERRITOIRE")).toBe("REFUSE");
    expect(lecture(CALLERS.referent, "referent", "IDENTITE", "ORGANISME")).toBe("INCONNUE");
    expect(lecture(CALLERS.pilotage, "aucune", "PUBLIQUE", "AUCUNE")).toBe("LU");
  });
});
