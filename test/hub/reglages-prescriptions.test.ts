import { readSettings } from "../../subgraphs/shared/settings";

describe("réglages des prescriptions", () => {
  it("dix jours, trente jours, huit jours, et l’adresse sans barre finale", () => {
    const { prescriptions, adressePublique } = readSettings({ UNEFOIS_ADRESSE: "https://unefois.example.fr/" });
    expect(prescriptions).toEqual({ relanceJours: 10, expirationJours: 30, lienJours: 8 });
    expect(adressePublique).toBe("https://unefois.example.fr");
  });

  it.each([
    ["PRESCRIPTION_RELANCE_JOURS", "0"],
    ["PRESCRIPTION_EXPIRATION_JOURS", "trente"],
    ["PRESCRIPTION_LIEN_JOURS", "31"],
    ["UNEFOIS_ADRESSE", "unefois"],
  ])("refuse %s=%s en le nommant", (nom, valeur) => {
    expect(() => readSettings({ [nom]: valeur })).toThrow(nom);
  });

  it("en production, un lien ne part pas en clair", () => {
    expect(() => readSettings({ NODE_ENV: "production", UNEFOIS_ADRESSE: "http://unefois.example.fr" })).toThrow(
      /UNEFOIS_ADRESSE : doit être en https/,
    );
  });
});
