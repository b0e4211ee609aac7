import { type Api, invalideCode } from "../operation";
import { chaine, entier, jour, objet, parmi } from "../schema";

export const statutUsager: Api = {
  nom: "contrat-usager",
  titre: "Statut d’un usager, v2",
  base: "/partenaire/contrat-usager/v2",
  scopes: ["api_contrat-usagerv2", "statutcontratusager", "profil_accedant"],
  agent: true,
  invalide: invalideCode,
  operations: [
    {
      methode: "GET",
      chemin: "/contrat",
      resume: "Statut d’inscription (Identifié, Inscrit, Cessé, Radié)",
      usager: true,
      reponses: {
        200: {
          description: "Statut",
          schema: objet(
            {
              m_contrat: objet(
                {
                  m_statut: parmi("Identifié", "Inscrit", "Cessé", "Radié"),
                  m_date_effet_statut: jour,
                  m_duree_inscription_12: entier(),
                  m_duree_inscription_24: entier(),
                  m_duree_inscription_36: entier(),
                  m_motif_inscription_code: chaine(),
                  m_motif_inscription_lib: chaine(),
                  m_categ_inscription_code: chaine(),
                  m_categ_inscription_lib: chaine(),
                  m_situation_reg_emp_code: chaine(),
                  m_situation_reg_emp_lib: chaine(),
                  m_motif_cloture_code: chaine(),
                  m_motif_cloture_lib: chaine(),
                },
                ["m_statut", "m_date_effet_statut"],
              ),
              m_messageErreur: chaine(),
            },
            ["m_contrat"],
          ),
        },
        204: { description: "Aucun contrat" },
      },
      executer: (appel) => ({ statut: 200, corps: { m_contrat: appel.dossier.statut } }),
    },
  ],
};
