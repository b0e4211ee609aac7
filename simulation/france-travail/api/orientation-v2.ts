import type { OrientationSimulee } from "../modele-orientation";
import { type Api, type Appel, invalideCode, type Reponse } from "../operation";
import { creer, decider, type Geste, modifier, preconiser } from "../orientation";
import { erreurCodee, jour, objet } from "../schema";
import * as S from "./orientation-schemas";

export function gesteDe(appel: Appel): Geste {
  return {
    plateforme: appel.plateforme,
    dossier: appel.dossier,
    maintenant: appel.maintenant,
    agent: appel.agent.identifiant,
    organisme: { organisme: { code: "CD" }, ...(appel.client.structure ? { structure: { code: appel.client.structure } } : {}) },
  };
}

/** Absent fields are left out, as on the platform. */
export const sansAbsents = <T extends object>(objet: T): Partial<T> =>
  Object.fromEntries(Object.entries(objet).filter(([, valeur]) => valeur !== null && valeur !== undefined)) as Partial<T>;

/** Newest first. */
export function lues(appel: Appel): OrientationSimulee[] {
  const etat = appel.requete.get("etatOrientation");
  return appel.dossier.orientations.filter((o) => etat === null || o.etat === etat).reverse();
}

export function calculer(appel: Appel): OrientationSimulee {
  const { origine, ...criteres } = { ...appel.corps, ...appel.corps.criteres_orientation };
  delete criteres.criteres_orientation;
  const orientation = preconiser(gesteDe(appel), { origine: origine ?? "INSCRIPTION_CONSEILLER_CD", criteres });
  appel.effet(appel.corps);
  return orientation;
}

function deciderV2(appel: Appel): Reponse {
  const { etat_decision, date_decision, motif_refus, commentaire_refus, parcours, referent_parcours } = appel.corps;
  decider(gesteDe(appel), { etat_decision, date_decision, motif_refus, commentaire_refus, parcours, referent_parcours });
  appel.effet(appel.corps);
  return { statut: 201 };
}

function creerV2(appel: Appel): Reponse {
  creer(gesteDe(appel), appel.corps);
  appel.effet(appel.corps);
  return { statut: 201 };
}

function modifierV2(appel: Appel): Reponse {
  const { parcours, structure_referente_parcours, date_entree_parcours } = appel.corps;
  const orientation = modifier(gesteDe(appel), { parcours, structure: structure_referente_parcours, date_entree_parcours });
  appel.effet(appel.corps);
  return { statut: 200, corps: sansAbsents(orientation) };
}

export const ERREURS_ORIENTATION = {
  400: {
    description: "Donnée invalide, ou incohérente avec l’orientation en cours",
    schema: erreurCodee(
      "DONNEE_INVALIDE",
      "AUCUNE_ORIENTATION_A_DECIDER",
      "AUCUNE_ORIENTATION_OUVERTE",
      "DECISION_INCOHERENTE",
      "DATE_ENTREE_INCOHERENTE",
    ),
  },
};

export const orientationV2: Api = {
  nom: "orientationusager",
  titre: "Orientation d’un usager, v2",
  base: "/partenaire/orientationusager/v2",
  scopes: ["api_orientationusagerv2"],
  agent: true,
  invalide: invalideCode,
  operations: [
    {
      methode: "POST",
      chemin: "/calculerOrientation",
      resume: "Calcule une préconisation, qui attend une décision (ouvre ACT382, ou ACT414 si un parcours court)",
      usager: true,
      scopes: ["lireorientationusager"],
      corps: objet({ origine: S.ORIGINES_CALCUL, criteres_orientation: objet(S.CRITERES_ECRITS) }, ["origine"]),
      reponses: { 200: { description: "Préconisation", schema: S.ORIENTATION_V2 }, ...ERREURS_ORIENTATION },
      executer: (appel) => ({ statut: 200, corps: sansAbsents(calculer(appel)) }),
    },
    {
      methode: "GET",
      chemin: "/lectureOrientation",
      resume: "Orientations de l’usager, la plus récente d’abord",
      usager: true,
      scopes: ["lireorientationusager"],
      parametres: [{ nom: "etatOrientation", ou: "query", description: "Filtre", schema: S.ETATS_V2 }],
      reponses: { 200: { description: "Orientations", schema: S.ORIENTATIONS_V2 }, ...ERREURS_ORIENTATION },
      executer: (appel) => ({ statut: 200, corps: lues(appel).map(sansAbsents) }),
    },
    {
      methode: "POST",
      chemin: "/decisionOrientation",
      resume: "Décide sur la préconisation qui attend (ferme ACT382 ou ACT414, ouvre ACT380)",
      usager: true,
      scopes: ["decisionorientationusager"],
      corps: S.DECISION_V2,
      reponses: { 201: { description: "Décision prise" }, ...ERREURS_ORIENTATION },
      executer: deciderV2,
    },
    {
      methode: "POST",
      chemin: "/orientation",
      resume: "Crée une orientation décidée (déconseillé : préférer decisionOrientation)",
      usager: true,
      scopes: ["decisionorientationusager"],
      corps: objet(
        { origine: S.ORIGINES_CREATION_V2, parcours: S.PARCOURS_ECRITS, referent_parcours: S.ENTITE_ECRITE, date_entree_parcours: jour },
        ["origine", "parcours", "referent_parcours"],
      ),
      reponses: { 201: { description: "Orientation créée" }, ...ERREURS_ORIENTATION },
      executer: creerV2,
    },
    {
      methode: "PUT",
      chemin: "/modificationOrientation",
      resume: "Modifie l’orientation ouverte",
      usager: true,
      scopes: ["decisionorientationusager"],
      corps: objet({ parcours: S.PARCOURS_ECRITS, structure_referente_parcours: S.ENTITE_ECRITE, date_entree_parcours: jour }, [
        "parcours",
        "structure_referente_parcours",
        "date_entree_parcours",
      ]),
      reponses: { 200: { description: "Orientation modifiée", schema: S.ORIENTATION_V2 }, ...ERREURS_ORIENTATION },
      executer: modifierV2,
    },
  ],
};
