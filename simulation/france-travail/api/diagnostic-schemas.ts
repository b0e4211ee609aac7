import { booleen, chaine, instant, liste, objet, parmi, type Schema } from "../schema";

const TYPOLOGIE = parmi("EF", "PM", "MR");
const SOUS_TYPOLOGIE = parmi("CRF", "C", "R", "F", "CF", "RF", "CR");
const VALEUR_CONTRAINTE = parmi("NON_ABORDEE", "OUI", "CLOTUREE");
const IMPACT = parmi("FORT", "MOYEN", "FAIBLE", "NON_RENSEIGNE");
const VALEUR_SITUATION = parmi("NON_ABORDEE", "OUI", "NON");
const VALEUR_OBJECTIF = parmi("NON_ABORDE", "EN_COURS", "REALISE", "ABANDONNE");
const VALEUR_BESOIN = parmi("POINT_FORT", "BESOIN", "NON_EXPLORE");
const AGENT = objet({ nom: chaine(), prenom: chaine(), structure: chaine(), type: chaine() });

const BESOIN_ECRIT = objet({ code: chaine(), valeur: VALEUR_BESOIN }, ["code", "valeur"]);
const CONTRAINTE_ECRITE = objet({ code: chaine("22 à 29"), estPrioritaire: booleen, valeur: VALEUR_CONTRAINTE, impact: IMPACT });
const SITUATION_ECRITE = objet({ code: chaine(), valeur: VALEUR_SITUATION }, ["code", "valeur"]);
const OBJECTIF_ECRIT = objet({ code: chaine(), valeur: VALEUR_OBJECTIF }, ["code", "valeur"]);

export const AUTONOMIE_ECRITE = objet(
  {
    besoinAEnregistrer: BESOIN_ECRIT,
    contrainteAEnregistrer: CONTRAINTE_ECRITE,
    dateExploration: instant,
    objectifsAEnregistrer: liste(OBJECTIF_ECRIT),
    situationsAEnregistrer: liste(SITUATION_ECRITE),
  },
  ["dateExploration"],
);
export const CONTRAINTES_ECRITES = objet(
  {
    contraintesAEnregistrer: liste({ ...CONTRAINTE_ECRITE, required: ["code"] }),
    dateExploration: instant,
    objectifsAEnregistrer: liste(OBJECTIF_ECRIT),
    situationsAEnregistrer: liste(SITUATION_ECRITE),
    declareSansContrainteAEnregistrer: booleen,
  },
  ["dateExploration"],
);
export const BESOINS_ECRITS = objet({ besoinAEnregistrer: liste(BESOIN_ECRIT), dateExploration: instant, idDiagnostic: chaine() }, [
  "besoinAEnregistrer",
  "dateExploration",
  "idDiagnostic",
]);
/** The id is in the path. */
export const BESOINS_DU_DIAGNOSTIC: Schema = { ...BESOINS_ECRITS, required: ["besoinAEnregistrer", "dateExploration"] };
const METIER = {
  codeAppellation: chaine(),
  codeRome: { type: "string", pattern: "^[A-Z]\\d{4}$" },
  codeSousTypologie: SOUS_TYPOLOGIE,
  codeTypologie: TYPOLOGIE,
  idMetierChiffre: chaine(),
  nomMetier: chaine(),
};
export const METIER_ECRIT = objet(METIER);
export const POUVOIR_AGIR_ECRIT = objet({ accompagnement: chaine(), confiance: chaine() }, ["accompagnement", "confiance"]);
export const DOSSIER_ECRIT = objet({
  autonomieNumeriqueAEnregistrer: AUTONOMIE_ECRITE,
  besoinsParDiagnosticAEnregistrer: liste(BESOINS_ECRITS),
  contraintesDossierAEnregistrer: CONTRAINTES_ECRITES,
  diagnosticsAEnregistrer: liste(objet({ ...METIER, idDiagnosticModifie: chaine(), prioritaire: booleen })),
  pouvoirAgirAEnregistrer: POUVOIR_AGIR_ECRIT,
});

const datee = (valeur: Schema): Schema =>
  objet({ agent: AGENT, code: chaine(), dateExploration: instant, libelle: chaine(), valeur }, ["code", "valeur"]);
const BESOIN = datee(VALEUR_BESOIN);
const CONTRAINTE = objet(
  {
    code: chaine(),
    dateExploration: instant,
    estPrioritaire: booleen,
    libelle: chaine(),
    objectifs: liste(datee(VALEUR_OBJECTIF)),
    situations: liste(datee(VALEUR_SITUATION)),
    valeur: VALEUR_CONTRAINTE,
    impact: IMPACT,
  },
  ["code"],
);
export const AUTONOMIE = objet({ agent: AGENT, besoin: BESOIN, contrainte: CONTRAINTE, dateExploration: instant });
const METIER_LU = objet(
  {
    agent: AGENT,
    ...METIER,
    dateMiseAJour: instant,
    dateMiseAJourProjet: instant,
    estCreationPartenaire: booleen,
    estPrioritaire: booleen,
    idDiagnostic: chaine(),
    statut: chaine(),
    typologie: chaine(),
  },
  ["idDiagnostic"],
);
export const METIERS = objet({ diagnostics: liste(METIER_LU) });
export const BESOINS = liste(
  objet({
    agentDerniereExplorationBesoin: AGENT,
    dateDerniereExplorationBesoin: instant,
    diagnostic: METIER_LU,
    thematiquesBesoins: liste(objet({ besoins: liste(BESOIN), code: chaine(), libelle: chaine() })),
  }),
);
export const POUVOIR_AGIR = objet({
  accompagnement: chaine(),
  agent: AGENT,
  confiance: chaine(),
  dateExploration: instant,
  resultatAnalyse: chaine(),
});
export const CONTRAINTES = objet({
  agent: AGENT,
  code: chaine(),
  contraintes: liste(CONTRAINTE),
  dateExploration: instant,
  libelle: chaine(),
  declareSansContrainte: objet({ flag: booleen, date: instant }),
});
export const DOSSIER = objet({
  autonomieNumerique: AUTONOMIE,
  besoinsParDiagnostic: BESOINS,
  pouvoirAgir: POUVOIR_AGIR,
  thematiqueContrainte: CONTRAINTES,
});

export const VERSIONS = liste(objet({ agent: AGENT, dateExploration: instant }));
const nu = (proprietes: Record<string, Schema> = {}) => objet({ code: chaine(), libelle: chaine(), valeur: chaine(), ...proprietes });
const CONTRAINTE_NUE = nu({ estPrioritaire: booleen, impact: chaine() });
export const HISTORISE = objet({
  autonomieNumeriqueHistorisee: objet({ besoin: nu(), contrainte: CONTRAINTE_NUE, objectifs: liste(nu()), situations: liste(nu()) }),
  besoinsHistorises: liste(objet({ besoins: liste(nu()), idDiagnostic: chaine() })),
  contraintesHistorisees: objet({ contraintes: liste(CONTRAINTE_NUE), objectifs: liste(nu()), situations: liste(nu()) }),
  diagnosticsHistorises: METIERS,
  pouvoirAgirHistorise: objet({ accompagnement: chaine(), confiance: chaine() }),
});

const choix = (proprietes: Record<string, Schema> = {}) =>
  objet({ code: chaine(), libelle: chaine(), valeur: liste(chaine()), ...proprietes });
export const REFERENTIEL = objet({
  thematiquesBesoins: liste(objet({ code: chaine(), libelle: chaine(), besoins: liste(choix()) })),
  thematiqueContrainte: objet({
    code: chaine(),
    libelle: chaine(),
    contraintes: liste(choix({ situations: liste(choix()), objectifs: liste(choix()) })),
  }),
  pourvoirAgir: objet({ questions: liste(objet({})), analyses: liste(objet({})) }),
});
