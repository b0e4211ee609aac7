import type { DossierUsager } from "../modele";
import type { Api, Appel, Reponse } from "../operation";
import { chaine, jour, motif, objet, type Schema } from "../schema";

const reponse = (statut: number, codeRetour: string, message: string): Reponse => ({
  statut,
  corps: { codeRetour, message, topIdentiteCertifiee: null },
});
const AUCUN = reponse(200, "S002", "Aucun usager trouvé.");
const PLUSIEURS = reponse(200, "S003", "Plusieurs usagers trouvés.");

function trouve(appel: Appel, dossier: DossierUsager): Reponse {
  const { usager } = dossier;
  if (usager.accesRefuse) return reponse(403, "R001", "Accès non autorisé.");
  if (usager.rattache === false) return reponse(403, "R002", "L’usager n’est pas rattaché à votre structure.");
  if (usager.adresse === null) return reponse(500, "R998", "Service en erreur.");
  return {
    statut: 200,
    corps: {
      codeRetour: "S001",
      message: "Usager trouvé.",
      topIdentiteCertifiee: usager.identiteCertifiee === false ? "N" : "O",
      jetonUsager: appel.plateforme.jetons.donnerUsager(usager.numeroFranceTravail),
      numeroFranceTravail: usager.numeroFranceTravail,
    },
  };
}

function parNir(appel: Appel): Reponse {
  const trouves = appel.plateforme.parNirEtDate(appel.corps.nir, appel.corps.dateNaissance);
  const [seul] = trouves;
  if (!seul) return AUCUN;
  return trouves.length > 1 || seul.usager.doublons ? PLUSIEURS : trouve(appel, seul);
}

function parNumero(appel: Appel): Reponse {
  const dossier = appel.plateforme.dossier(appel.corps.numeroFranceTravail);
  return dossier ? trouve(appel, dossier) : AUCUN;
}

const retour = (...codes: string[]): Schema =>
  objet(
    {
      codeRetour: { type: "string", enum: codes },
      message: chaine(),
      topIdentiteCertifiee: { type: ["string", "null"], enum: ["O", "N", null] },
      jetonUsager: chaine("À donner dans ft-jeton-usager, 24 h"),
      numeroFranceTravail: chaine("11 chiffres"),
    },
    ["codeRetour"],
  );

const REPONSES = {
  200: { description: "S001 trouvé ; S002 aucun ; S003 plusieurs : les trois sous 200", schema: retour("S001", "S002", "S003") },
  400: { description: "R997 : donnée invalide", schema: retour("R997") },
  403: { description: "R001 : accès refusé ; R002 : usager non rattaché à la structure", schema: retour("R001", "R002") },
  500: { description: "R998 : service en erreur, ou usager sans adresse", schema: retour("R998") },
  503: { description: "R999 : service indisponible", schema: retour("R999") },
};

export const rechercherUsager: Api = {
  nom: "rechercher-usager",
  titre: "Rechercher un usager, v2",
  base: "/partenaire/rechercher-usager/v2",
  scopes: ["api_rechercher-usagerv2", "rechercheusager", "profil_accedant"],
  agent: true,
  invalide: (message) => reponse(400, "R997", message),
  operations: [
    {
      methode: "POST",
      chemin: "/usagers/par-datenaissance-et-nir",
      resume: "Par date de naissance et NIR (13 ou 15 caractères)",
      usager: false,
      corps: objet({ dateNaissance: jour, nir: motif("^\\d{5}(2[AB]|\\d{2})\\d{6}(\\d{2})?$", "13 ou 15 caractères") }, [
        "dateNaissance",
        "nir",
      ]),
      reponses: REPONSES,
      executer: parNir,
    },
    {
      methode: "POST",
      chemin: "/usagers/par-numero-francetravail",
      resume: "Par numéro France Travail",
      usager: false,
      corps: objet({ numeroFranceTravail: motif("^\\d{11}$", "11 chiffres") }, ["numeroFranceTravail"]),
      reponses: REPONSES,
      executer: parNumero,
    },
  ],
};
