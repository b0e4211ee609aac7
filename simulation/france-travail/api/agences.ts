import { type Api, ErreurApi, erreur, invalideCode } from "../operation";
import { booleen, chaine, liste, motif, objet } from "../schema";
import { AURORE } from "./orientation-schemas";

/** Fictional agencies of two départements: codes of the right shape, SIRET with a valid key, none of them real. */
const AGENCES = [
  ["IDF0094", "94001", "99994000000014", "CRÉTEIL", "94028"],
  ["IDF0095", "94002", "99994000000022", "IVRY-SUR-SEINE", "94041"],
  ["IDF0096", "94003", "99994000000030", "CHAMPIGNY-SUR-MARNE", "94017"],
  ["IDF0097", "94004", "99994000000048", "VITRY-SUR-SEINE", "94081"],
  ["IDF0098", "93001", "99994000000055", "BOBIGNY", "93008"],
  ["IDF0099", "93002", "99994000000063", "SEVRAN", "93071"],
].map(([code, codeSafir, siret, ville, codeInsee]) => ({
  code,
  codeSafir,
  siret,
  libelle: `Agence ${ville}`,
  libelleEtendu: `Agence France Travail de ${ville} (simulée)`,
  type: "APE",
  typeAccueil: "3",
  codeRegionINSEE: "11",
  dispositifADEDA: false,
  contact: { telephone1: "3949" },
  adressePrincipale: { communeImplantation: codeInsee, ville },
  horaires: [],
  zoneCompetences: [{ communeInsee: codeInsee }],
}));

const AGENCE = objet(
  {
    code: AURORE,
    codeSafir: motif("^\\d{5}$"),
    siret: motif("^\\d{14}$"),
    libelle: chaine(),
    libelleEtendu: chaine(),
    type: chaine(),
    typeAccueil: chaine(),
    codeRegionINSEE: chaine(),
    dispositifADEDA: booleen,
    contact: objet({}),
    adressePrincipale: objet({}),
    horaires: liste(objet({})),
    zoneCompetences: liste(objet({})),
  },
  ["code", "libelle"],
);

export const agences: Api = {
  nom: "referentielagences",
  titre: "Référentiel des agences, v1",
  base: "/partenaire/referentielagences/v1",
  scopes: ["api_referentielagencesv1", "organisationpe"],
  realm: "/partenaire",
  agent: false,
  invalide: invalideCode,
  operations: [
    {
      methode: "GET",
      chemin: "/agences",
      resume: "Agences : codes Aurore et Safir, SIRET",
      usager: false,
      reponses: { 200: { description: "Agences", schema: liste(AGENCE) } },
      executer: () => ({ statut: 200, corps: AGENCES }),
    },
    {
      methode: "GET",
      chemin: "/agences/{code}",
      resume: "Une agence, par son code Aurore",
      usager: false,
      parametres: [{ nom: "code", ou: "path", description: "Code Aurore", obligatoire: true, schema: chaine() }],
      reponses: { 200: { description: "Agence", schema: AGENCE }, 404: { description: "Code inconnu" } },
      executer: ({ chemin }) => {
        const corps = AGENCES.find((agence) => agence.code === chemin.code);
        if (!corps) throw new ErreurApi(erreur(404, "AGENCE_INCONNUE", "Agence inconnue."));
        return { statut: 200, corps };
      },
    },
  ],
};
