import { type ClientEnregistre, STRICT } from "./client-enregistre";

const demo = (
  client: Partial<ClientEnregistre> & Pick<ClientEnregistre, "client" | "nom" | "finalites" | "quotaPersonnes">,
): ClientEnregistre => ({
  ...STRICT,
  departement: "94",
  budgetCoutParSeconde: 500_000,
  introspection: true,
  enregistre: true,
  ...client,
});

/** The register of the demo: used when UNEFOIS_CLIENTS names no file. Quotas of conventions.md. */
export const CLIENTS_DE_DEMO: readonly ClientEnregistre[] = [
  demo({
    client: "demo-departement",
    nom: "Logiciel du Département (démonstration)",
    organisme: "CD94",
    finalites: ["ACCOMPAGNEMENT"],
    quotaPersonnes: 20_000,
  }),
  demo({
    client: "demo-departement-93",
    nom: "Logiciel d’un autre Département (démonstration)",
    departement: "93",
    organisme: "CD93",
    finalites: ["ACCOMPAGNEMENT"],
    quotaPersonnes: 20_000,
  }),
  demo({
    client: "demo-france-travail",
    nom: "France Travail (démonstration)",
    organisme: "FT94",
    finalites: ["ACCOMPAGNEMENT"],
    quotaPersonnes: 20_000,
  }),
  demo({
    client: "demo-referent",
    nom: "Référente d’un délégataire (démonstration)",
    organisme: "REMOB-1",
    finalites: ["ACCOMPAGNEMENT"],
    quotaPersonnes: 50,
  }),
  // It reads figures, never a person.
  demo({ client: "demo-pilotage", nom: "Pilotage (démonstration)", finalites: ["PILOTAGE_STATISTIQUE"], quotaPersonnes: 0 }),
  demo({
    client: "demo-rapprochement",
    nom: "Rapprochement d’identités (démonstration)",
    organisme: "CD94",
    finalites: ["GESTION_DU_DROIT"],
    quotaPersonnes: 2_000,
    // Their work is outside any portfolio.
    quotaParAgent: 2_000,
  }),
  demo({
    client: "demo-dpo",
    nom: "Déléguée à la protection des données (démonstration)",
    organisme: "CD94",
    finalites: ["EXERCICE_DES_DROITS"],
    quotaPersonnes: 500,
    quotaParAgent: 500,
  }),
];
