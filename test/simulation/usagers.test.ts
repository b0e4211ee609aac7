import { USAGER } from "../../simulation/france-travail/api/controle-schemas";
import type { UsagerSimule } from "../../simulation/france-travail/serveur";
import { defaut } from "../../simulation/france-travail/valider";
import { lireLignes, nettoyer, simulerDansUnDossier } from "./lire-simulation";

afterAll(nettoyer);
const FICHIER = "france-travail/usagers.jsonl";

describe("les adultes du territoire, tels que le SI Plateforme simulé les connaît", () => {
  let usagers: UsagerSimule[];
  beforeAll(async () => {
    const { dossier, manifeste } = await simulerDansUnDossier({ foyers: 1500 });
    usagers = lireLignes<UsagerSimule>(dossier, FICHIER);
    expect(manifeste.fichiers[FICHIER]!.enregistrements).toBe(usagers.length);
  });

  it("chaque ligne se charge, avec un numéro de onze chiffres pour elle seule", () => {
    for (const usager of usagers) expect(defaut(USAGER, usager)).toBeNull();
    expect(new Set(usagers.map((u) => u.numeroFranceTravail)).size).toBe(usagers.length);
  });

  it("la plupart sont inscrits, quelques-uns posent chacun des pièges de la recherche", () => {
    const part = (condition: (u: UsagerSimule) => boolean) => usagers.filter(condition).length / usagers.length;
    expect(part((u) => u.statut === "Inscrit")).toBeGreaterThan(0.7);
    expect(part((u) => u.statut === "Identifié")).toBeGreaterThan(0.1);
    for (const piege of [
      (u: UsagerSimule) => u.rattache === false,
      (u: UsagerSimule) => u.adresse === null,
      (u: UsagerSimule) => u.doublons === true,
    ]) {
      expect(part(piege)).toBeGreaterThan(0);
      expect(part(piege)).toBeLessThan(0.03);
    }
  });

  it("deux départements n’ont aucun numéro en commun", async () => {
    const { dossier } = await simulerDansUnDossier({ foyers: 300, departement: "93" });
    const numeros = new Set(usagers.map((u) => u.numeroFranceTravail));
    expect(lireLignes<UsagerSimule>(dossier, FICHIER).filter((u) => numeros.has(u.numeroFranceTravail))).toEqual([]);
  });
});
