import { readSettings, SettingsError } from "../../subgraphs/shared/settings";

const ADRESSE = { FRANCE_TRAVAIL_URL: "https://api.francetravail.io" };
const COMPLET = {
  ...ADRESSE,
  FRANCE_TRAVAIL_TOKEN_URL: "https://entreprise.francetravail.fr/connexion/oauth2/access_token",
  FRANCE_TRAVAIL_CLIENT_ID: "PAR_essai",
  FRANCE_TRAVAIL_CLIENT_SECRET: "secret",
  FRANCE_TRAVAIL_DEPARTEMENT: "94",
};
const refus = (environnement: Record<string, string>): string => {
  try {
    readSettings(environnement);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return "";
};

describe("les réglages vers France Travail", () => {
  it("sans adresse, rien n’est nécessaire ; avec elle, tout ce qui manque est dit d’un coup", () => {
    expect(refus({})).toBe("");
    const dit = refus(ADRESSE);
    for (const nom of ["TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET", "DEPARTEMENT"]) expect(dit).toContain(`FRANCE_TRAVAIL_${nom}`);
  });

  it("complets, ils ont leurs valeurs par défaut", () => {
    const { franceTravail, webhooksAdressesPrivees } = readSettings(COMPLET);
    expect(franceTravail).toMatchObject({ departement: "94", agent: "BATCH", versionOrientation: 2 });
    expect(franceTravail.depuis).toBeUndefined();
    expect(webhooksAdressesPrivees).toBe(false);
  });

  it.each(["FRANCE_TRAVAIL_URL", "FRANCE_TRAVAIL_TOKEN_URL", "FRANCE_TRAVAIL_DEPOT_URL"])(
    "en production, %s n’est jamais en clair",
    (nom) => {
      const enClair = { ...COMPLET, [nom]: "http://simulateur:4100/" };
      expect(refus(enClair)).toBe("");
      expect(refus({ ...enClair, NODE_ENV: "production" })).toContain(`${nom} : doit être en https`);
      expect(refus({ ...COMPLET, NODE_ENV: "production" })).toBe("");
    },
  );

  it.each([
    ["FRANCE_TRAVAIL_AGENT", "BATCH|94"],
    ["FRANCE_TRAVAIL_DEPUIS", "2026-02-30"],
    ["FRANCE_TRAVAIL_ORIENTATION", "3"],
    ["FRANCE_TRAVAIL_DEPARTEMENT", "Val-de-Marne"],
    ["WEBHOOKS_ADRESSES_PRIVEES", "oui"],
  ])("%s refuse « %s »", (nom, valeur) => {
    expect(refus({ ...COMPLET, [nom]: valeur })).toContain(nom);
  });
});
