import { randomUUID } from "node:crypto";
import { instantDe, jourExiste } from "../dates";
import type { ConsequenceSimulee, ManquementSimule } from "../modele-sanction";
import { type Api, type Appel, ErreurApi, erreur, type Reponse } from "../operation";
import { activitesApres, ajouterEvenement, consequence, dernierEvenement, peutSuivre } from "../sanction";
import { chaine, erreurCodee } from "../schema";
import * as S from "./sanctions-schemas";

const refuser = (code: string, message: string): never => {
  throw new ErreurApi(erreur(400, code, message));
};

/** Of this person, or R011. */
function trouver(appel: Appel, id: unknown): { manquement: ManquementSimule; consequence: ConsequenceSimulee } {
  return consequence(appel.dossier, String(id)) ?? refuser("R011", "Identifiant de conséquence de sanction inconnu pour cet usager.");
}

function detail(appel: Appel): Reponse {
  const { manquement } = trouver(appel, appel.requete.get("identifiantSanction"));
  const { natureManquement: _nature, rangManquement: _rang, ...lu } = manquement;
  return { statut: 200, corps: { individu: { numeroFranceTravail: appel.dossier.usager.numeroFranceTravail }, ...lu } };
}

/** An instant or a civil date, not in the future. */
function dateLue(appel: Appel, texte: string, illisible: string, future: string): Date {
  const lue = jourExiste(texte) ? instantDe(`${texte}T00:00:00`) : instantDe(texte);
  if (!lue) return refuser(illisible, "Date illisible.");
  return lue > appel.maintenant ? refuser(future, "Date dans le futur.") : lue;
}

/** The decision that is validated: P is a percentage, 30 to 100; M an amount. A suppression has no duration. */
function valider(corps: Record<string, any>, type: unknown): Partial<ConsequenceSimulee> {
  if (corps.modaliteDecisionValidee === undefined) refuser("R060", "modaliteDecisionValidee est obligatoire.");
  if (corps.montantValide === undefined) refuser("R061", "montantValide est obligatoire.");
  if (corps.modaliteDecisionValidee === "P" && (corps.montantValide < 30 || corps.montantValide > 100))
    refuser("R062", "En pourcentage, montantValide va de 30 à 100.");
  if (corps.montantValide <= 0) refuser("R063", "montantValide doit être positif.");
  if (type === "SUSP_RSA" && corps.dureeValidee === undefined) refuser("R070", "dureeValidee est obligatoire pour une suspension.");
  return { modaliteValidee: corps.modaliteDecisionValidee, montantValide: corps.montantValide, dureeValidee: corps.dureeValidee };
}

/** C999 in a 200: the event does not follow the one before. */
function traiter(appel: Appel): Reponse {
  const { corps, dossier, plateforme, maintenant } = appel;
  const { consequence: c } = trouver(appel, corps.identifiantConsequenceSanction);
  const { typeEvenement, dateEvenement, commentaireEvenement, motifEvenement } =
    corps.evenement ?? refuser("R020", "evenement est obligatoire.");
  const le = dateLue(appel, dateEvenement, "R030", "R031");
  if (typeEvenement === "ANNULATION_SANCTION" && !motifEvenement) refuser("R040", "motifEvenement est obligatoire pour une annulation.");
  const type = corps.typeConsequenceSanctionValide;
  if (typeEvenement === "VALID_SANCTION" && !type) refuser("R050", "typeConsequenceSanctionValide est obligatoire.");
  const valide = typeEvenement === "VALID_SANCTION" ? { ...valider(corps, type), typeConsequenceSanction: type } : {};
  if (!peutSuivre(c, typeEvenement)) return { statut: 200, corps: { codeSortie: "C999" } };
  Object.assign(c, valide);
  if (typeEvenement === "VALID_SANCTION") c.dateDebutApplication = le.toISOString();
  if (typeEvenement === "VALID_LEVEE_SUSP") c.dateLeveeApplication = le.toISOString();
  ajouterEvenement(c, typeEvenement, le, motifEvenement, commentaireEvenement);
  activitesApres(plateforme, dossier, c, maintenant);
  appel.effet(corps);
  return { statut: 200, corps: { codeSortie: "C001" } };
}

/** The Département decides on its own: a failure to comply and its consequence, already validated. */
function decider(appel: Appel): Reponse {
  const { corps, dossier } = appel;
  const notifiee = dateLue(appel, corps.dateNotificationDecisionSanction, "R032", "R033");
  const constatee = dateLue(appel, corps.dateManquement, "R080", "R081");
  if (constatee > notifiee) refuser("R082", "dateManquement est après la notification.");
  const valide = valider(corps, corps.typeSanctionValide);
  const c: ConsequenceSimulee = {
    idConsequenceSanction: randomUUID(),
    typeConsequenceSanction: corps.typeSanctionValide,
    delegation: false,
    codeInitiateur: "CD",
    ...valide,
    dateDebutApplication: notifiee.toISOString(),
    evenements: [],
  };
  ajouterEvenement(c, "VALID_SANCTION", notifiee);
  const manquement: ManquementSimule = {
    identifiantManquement: randomUUID(),
    familleManquement: "F01",
    natureManquement: corps.natureManquement,
    rangManquement: corps.rangManquement,
    dateManquement: constatee.toISOString(),
    faisceauIndices: [{ natureDefaut: corps.natureManquement, dateConstatDefaut: constatee.toISOString(), attributs: [] }],
    justificationDecisionSanction: corps.justificationDecisionSanction,
    consequencesSanction: [c],
  };
  dossier.manquements.push(manquement);
  const ids = { identifiantConsequenceSanction: c.idConsequenceSanction, identifiantManquement: manquement.identifiantManquement };
  appel.effet({ ...corps, ...ids });
  return { statut: 200, corps: { codeSortie: "C001", ...ids, message: "Décision enregistrée." } };
}

/** C000: asked; C001: the sanction is not decided; C002: she is radiée already. */
function radier(appel: Appel): Reponse {
  const { manquement, consequence: c } = trouver(appel, appel.corps.identifiantConsequenceSanction);
  if (dernierEvenement(c) !== "VALID_SANCTION")
    return { statut: 200, corps: { codeSortie: "C001", message: "La sanction n’est pas décidée." } };
  if (manquement.consequencesSanction.some((autre) => autre.typeConsequenceSanction === "RADIATION"))
    return { statut: 200, corps: { codeSortie: "C002", message: "Une radiation est déjà demandée." } };
  const radiation: ConsequenceSimulee = {
    idConsequenceSanction: randomUUID(),
    typeConsequenceSanction: "RADIATION",
    delegation: false,
    codeInitiateur: "CD",
    evenements: [],
  };
  ajouterEvenement(radiation, "PROP_SANCTION", appel.maintenant, "AUTRE", appel.corps.justificationDemandeRadiation);
  manquement.consequencesSanction.push(radiation);
  appel.effet(appel.corps);
  return {
    statut: 200,
    corps: { codeSortie: "C000", idConsequenceSanctionCree: radiation.idConsequenceSanction, message: "Radiation demandée." },
  };
}

/** Which code says that a field is wrong. The reference lists the codes without their meaning: this is the simulator's reading. */
const CODE_DU_CHAMP: Record<string, string> = {
  identifiantSanction: "R010",
  identifiantConsequenceSanction: "R010",
  evenement: "R020",
  typeEvenement: "R021",
  dateEvenement: "R030",
  dateNotificationDecisionSanction: "R032",
  motifEvenement: "R040",
  natureManquement: "R041",
  typeConsequenceSanctionValide: "R051",
  typeSanctionValide: "R052",
  modaliteDecisionValidee: "R060",
  montantValide: "R061",
  dureeValidee: "R071",
  dateManquement: "R080",
  rangManquement: "R090",
  justificationDecisionSanction: "R091",
  justificationDemandeRadiation: "R100",
};

export const sanctions: Api = {
  nom: "gestion-sanctions-rsa",
  titre: "Gestion des sanctions RSA, v1",
  base: "/partenaire/gestion-sanctions-rsa/v1",
  scopes: ["api_gestion-sanctions-rsav1", "gestiondesmanquements", "profil_accedant"],
  agent: true,
  invalide: (message, champ) => erreur(400, CODE_DU_CHAMP[champ] ?? "R010", message),
  operations: [
    {
      methode: "GET",
      chemin: "/detailManquement",
      resume: "Manquement, ses conséquences et leurs événements",
      usager: true,
      parametres: [
        {
          nom: "identifiantSanction",
          ou: "query",
          description: "Attribut idConsequenceSanction d’une activité",
          obligatoire: true,
          schema: chaine(),
        },
      ],
      reponses: {
        200: { description: "Manquement", schema: S.MANQUEMENT },
        400: { description: "R010 : identifiant absent ; R011 : inconnu pour cet usager", schema: erreurCodee("R010", "R011") },
      },
      executer: detail,
    },
    {
      methode: "POST",
      chemin: "/evenementSanctionRSA",
      resume: "Saisie, décision, levée ou annulation d’une sanction proposée ou décidée",
      usager: true,
      corps: S.TRAITEMENT,
      reponses: {
        200: { description: "C001 : pris en compte ; C999 : incompatible avec l’état de la sanction", schema: S.RETOUR_TRAITEMENT },
        400: { description: "Donnée refusée", schema: erreurCodee(...S.ERREURS_TRAITEMENT) },
      },
      executer: traiter,
    },
    {
      methode: "POST",
      chemin: "/decisionSanctionRSAPartenaire",
      resume: "Décision de sanction prise par le Département seul",
      usager: true,
      scopes: ["decisionSanctionPartenaire"],
      corps: S.DECISION,
      reponses: {
        200: { description: "Enregistrée", schema: S.RETOUR_DECISION },
        400: { description: "Donnée refusée", schema: erreurCodee(...S.ERREURS_DECISION) },
      },
      executer: decider,
    },
    {
      methode: "POST",
      chemin: "/demandeRadiation",
      resume: "Demande de radiation après une sanction décidée",
      usager: true,
      scopes: ["demandeRadiation"],
      corps: S.RADIATION,
      reponses: {
        200: { description: "C000 : demandée ; C001 à C004 : refusée", schema: S.RETOUR_RADIATION },
        400: { description: "Donnée refusée", schema: erreurCodee("R010", "R011", "R012", "R013", "R100") },
      },
      executer: radier,
    },
  ],
};
