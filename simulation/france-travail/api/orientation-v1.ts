import { jourExiste } from "../dates";
import type { Entite, OrientationSimulee } from "../modele-orientation";
import { type Api, type Appel, ErreurApi, invalideCode, type Reponse } from "../operation";
import { creer, decider, modifier } from "../orientation";
import { chaine, instant, jour, liste, motif, objet, parmi } from "../schema";
import * as S from "./orientation-schemas";
import { calculer, ERREURS_ORIENTATION, gesteDe, lues, sansAbsents } from "./orientation-v2";

/** v1 says organisme and structure side by side, and knows fewer states. */
const STATUTS_V1: Record<string, string> = {
  PRECONISE: "PRECONISE",
  PRECONISE_REORIENTATION: "PRECONISE",
  DECIDE: "DECIDE",
  DECIDE_REORIENTATION: "DECIDE",
  RECLASSEMENT: "DECIDE",
  MODIFIE: "DECIDE",
  CORRIGE: "DECIDE",
};
const structureV1 = (entite?: Entite | null) =>
  entite?.structure ? { code_aurore: entite.structure.code, libelle_structure: entite.structure.libelle } : undefined;
const entiteDe = (organisme: Entite["organisme"]["code"], structure?: { code_aurore?: string; libelle_structure?: string }): Entite => ({
  organisme: { code: organisme },
  ...(structure?.code_aurore ? { structure: { code: structure.code_aurore, libelle: structure.libelle_structure } } : {}),
});

function vueV1(o: OrientationSimulee): Record<string, unknown> {
  return sansAbsents({
    parcours: o.parcours,
    organisme: o.referent_parcours?.organisme.code,
    organisme_decision: o.prise_decision?.organisme.code,
    structure: structureV1(o.referent_parcours),
    structure_decision: structureV1(o.prise_decision),
    statut: STATUTS_V1[o.statut],
    etat: o.etat === "ABANDON" ? "CLOTURE" : o.etat,
    agent_creation: o.agent_creation,
    agent_derniere_modification: o.agent_derniere_modification,
    date_entree_parcours: o.date_entree_parcours,
    date_sortie_parcours: o.date_sortie_parcours,
    motif_sortie_parcours: o.motif_sortie_parcours,
    date_creation: o.date_creation,
    date_modification: o.date_modification,
    criteres_orientation: { ...o.criteres_orientation, origine: o.origine },
    decision: o.decision
      ? sansAbsents({
          ...o.decision,
          referent_parcours: undefined,
          organisme: o.decision.referent_parcours?.organisme.code,
          structure: structureV1(o.decision.referent_parcours),
        })
      : undefined,
  });
}

function deciderV1(appel: Appel): Reponse {
  const { etat_decision, date_decision, motif_refus, commentaire_refus, parcours, organisme, structure, agent_decision } = appel.corps;
  const geste = {
    ...gesteDe(appel),
    agent: agent_decision,
    organisme: entiteDe(appel.corps.organisme_decision, appel.corps.structure_decision),
  };
  const referent_parcours = organisme ? entiteDe(organisme, structure) : undefined;
  decider(geste, { etat_decision, date_decision, motif_refus, commentaire_refus, parcours, referent_parcours });
  appel.effet(appel.corps);
  return { statut: 201 };
}

function creerV1(appel: Appel): Reponse {
  const { origine, parcours, organisme, structure, date_entree_parcours } = appel.corps;
  creer(gesteDe(appel), { origine, parcours, referent_parcours: entiteDe(organisme, structure), date_entree_parcours });
  appel.effet(appel.corps);
  return { statut: 201 };
}

/** v1 takes its three values in headers. */
function modifierV1(appel: Appel): Reponse {
  const { codeparcours = "", codestructure = "", dateentreeparcours = "" } = appel.entetes;
  if (!["PED", "PSP", "PSO"].includes(codeparcours) || !/^[A-Za-z]{3}\d{4}$/.test(codestructure) || !jourExiste(dateentreeparcours))
    throw new ErreurApi(invalideCode("Les en-têtes codeParcours, codeStructure et dateEntreeParcours sont attendus."));
  const courant = appel.dossier.orientations.findLast((o) => o.etat === "OUVERT")?.referent_parcours?.organisme.code ?? "CD";
  const orientation = modifier(gesteDe(appel), {
    parcours: codeparcours as "PED",
    structure: { organisme: { code: courant }, structure: { code: codestructure } },
    date_entree_parcours: dateentreeparcours,
  });
  appel.effet({ codeparcours, codestructure, dateentreeparcours });
  return { statut: 200, corps: vueV1(orientation) };
}

const STRUCTURE = objet({ code_aurore: S.AURORE, code_safir: motif("^\\d{5}$", "Déprécié"), libelle_structure: chaine() });
const ORIENTATION_V1 = objet(
  {
    parcours: S.PARCOURS_LUS,
    organisme: S.ORGANISMES_LUS,
    organisme_decision: S.ORGANISMES_ECRITS,
    structure: STRUCTURE,
    structure_decision: STRUCTURE,
    statut: parmi("PRECONISE", "DECIDE"),
    etat: S.ETATS_V1,
    agent_creation: chaine(),
    agent_derniere_modification: chaine(),
    date_entree_parcours: jour,
    date_sortie_parcours: jour,
    motif_sortie_parcours: chaine(),
    date_creation: instant,
    date_modification: instant,
    criteres_orientation: S.CRITERES_LUS,
    decision: objet({
      etat_decision: parmi("REFUSEE", "ACCEPTEE"),
      date_decision: jour,
      agent_decision: chaine(),
      motif_refus: S.MOTIFS_REFUS,
      commentaire_refus: chaine(),
      parcours: S.PARCOURS_LUS,
      organisme: S.ORGANISMES_LUS,
      structure: STRUCTURE,
    }),
  },
  ["parcours", "statut", "etat"],
);
const enTete = (nom: string, description: string) => ({ nom, ou: "header" as const, description, obligatoire: true, schema: chaine() });

export const orientationV1: Api = {
  nom: "orientationusager",
  titre: "Orientation d’un usager, v1",
  base: "/partenaire/orientationusager/v1",
  scopes: ["api_orientationusagerv1", "orientationusager"],
  agent: true,
  invalide: invalideCode,
  operations: [
    {
      methode: "POST",
      chemin: "/calculOrientation",
      resume: "Calcule une préconisation, qui attend une décision",
      usager: true,
      corps: objet({ origine: S.ORIGINES_CALCUL, ...S.CRITERES_ECRITS }, ["origine"]),
      reponses: { 200: { description: "Préconisation", schema: ORIENTATION_V1 }, ...ERREURS_ORIENTATION },
      executer: (appel) => ({ statut: 200, corps: vueV1(calculer(appel)) }),
    },
    {
      methode: "GET",
      chemin: "/lectureOrientation",
      resume: "Orientations de l’usager, la plus récente d’abord",
      usager: true,
      parametres: [{ nom: "etatOrientation", ou: "query", description: "Filtre", schema: S.ETATS_V1 }],
      reponses: { 200: { description: "Orientations", schema: liste(ORIENTATION_V1) }, ...ERREURS_ORIENTATION },
      executer: (appel) => ({ statut: 200, corps: lues(appel).map(vueV1) }),
    },
    {
      methode: "POST",
      chemin: "/decisionOrientation",
      resume: "Décide sur la préconisation qui attend",
      usager: true,
      corps: objet(
        {
          etat_decision: parmi("REFUSEE", "ACCEPTEE"),
          date_decision: jour,
          organisme_decision: S.ORGANISMES_ECRITS,
          structure_decision: STRUCTURE,
          agent_decision: chaine(),
          motif_refus: S.MOTIFS_REFUS,
          commentaire_refus: chaine(),
          parcours: S.PARCOURS_ECRITS,
          organisme: S.ORGANISMES_ECRITS,
          structure: STRUCTURE,
        },
        ["etat_decision", "date_decision", "organisme_decision", "agent_decision"],
      ),
      reponses: { 201: { description: "Décision prise" }, ...ERREURS_ORIENTATION },
      executer: deciderV1,
    },
    {
      methode: "POST",
      chemin: "/orientation",
      resume: "Crée une orientation décidée (déconseillé : préférer decisionOrientation)",
      usager: true,
      corps: objet(
        {
          origine: S.ORIGINES_CALCUL,
          parcours: S.PARCOURS_ECRITS,
          organisme: S.ORGANISMES_ECRITS,
          date_entree_parcours: jour,
          structure: STRUCTURE,
          structure_decision: STRUCTURE,
        },
        ["origine", "parcours", "organisme"],
      ),
      reponses: { 201: { description: "Orientation créée" }, ...ERREURS_ORIENTATION },
      executer: creerV1,
    },
    {
      methode: "PUT",
      chemin: "/modificationOrientation",
      resume: "Modifie l’orientation ouverte (valeurs dans les en-têtes)",
      usager: true,
      parametres: [
        enTete("codeParcours", "PED, PSP ou PSO"),
        enTete("codeStructure", "Code Aurore"),
        enTete("dateEntreeParcours", "AAAA-MM-JJ"),
      ],
      reponses: { 200: { description: "Orientation modifiée", schema: ORIENTATION_V1 }, ...ERREURS_ORIENTATION },
      executer: modifierV1,
    },
  ],
};
