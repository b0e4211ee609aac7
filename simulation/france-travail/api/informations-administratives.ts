import { type Api, type Appel, invalideCode, type Reponse } from "../operation";
import { chaine, instant, jour, liste, objet, parmi } from "../schema";

function lire(appel: Appel): Reponse {
  const { usager } = appel.dossier;
  if (usager.informations === false) return { statut: 204 };
  const { civilite, dateNaissance, nir, nom, prenom } = usager;
  return {
    statut: 200,
    corps: {
      numeroFranceTravail: usager.numeroFranceTravail,
      etatCivil: { civilite, dateNaissance, nir, nom, nomCorrespondance: nom, prenom, prenomCorrespondance: prenom },
      adresses: usager.adresse ? [usager.adresse] : [],
      emails: (usager.emails ?? []).map((adresseEmail) => ({ adresseEmail })),
      telephones: (usager.telephones ?? []).map((numeroTelephone) => ({ numeroTelephone })),
    },
  };
}

export const informationsAdministratives: Api = {
  nom: "informations-administratives",
  titre: "Informations administratives d’un usager, v1",
  base: "/partenaire/informations-administratives/v1",
  scopes: ["api_informations-administrativesv1", "informationsadministrativesusager", "profil_accedant"],
  agent: true,
  invalide: invalideCode,
  operations: [
    {
      methode: "GET",
      chemin: "/usager",
      resume: "État civil et coordonnées",
      usager: true,
      reponses: {
        200: {
          description: "Connu",
          schema: objet({
            numeroFranceTravail: chaine(),
            adresses: liste(
              objet({
                codeInseeCommune: chaine(),
                codePostal: chaine(),
                complementAdresse: chaine(),
                complementDestinataire: chaine(),
                complementDistribution: chaine(),
                libelleCommune: chaine(),
                libellePays: chaine(),
                numeroTypeLibelleVoie: chaine(),
                indicateurResidentQPV: parmi("AT", "IN", "NT", "NQ", "QP"),
              }),
            ),
            emails: liste(objet({ adresseEmail: chaine() })),
            etatCivil: objet({
              civilite: chaine(),
              dateNaissance: jour,
              nir: chaine(),
              nom: chaine(),
              nomCorrespondance: chaine(),
              prenom: chaine(),
              prenomCorrespondance: chaine(),
            }),
            telephones: liste(objet({ numeroTelephone: chaine() })),
          }),
        },
        204: { description: "Rien n’est connu" },
        400: { description: "Demande invalide", schema: objet({ codeErreur: chaine(), message: chaine(), timestamp: instant }) },
      },
      executer: lire,
    },
  ],
};
