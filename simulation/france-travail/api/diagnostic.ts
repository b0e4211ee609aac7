import * as D from "../diagnostic";
import * as V from "../diagnostic-vues";
import type { AgentSimule } from "../modele-diagnostic";
import { type Api, type Appel, ErreurApi, erreur, invalideCode, type Operation, type Reponse } from "../operation";
import { chaine, erreurCodee, instant, objet, type Schema } from "../schema";
import * as S from "./diagnostic-schemas";

function saisieDe(appel: Appel) {
  const agent: AgentSimule = {
    nom: appel.agent.nom,
    prenom: appel.agent.prenom,
    structure: appel.client.structure ?? "CD",
    type: "PARTENAIRE",
  };
  return { diagnostic: appel.dossier.diagnostic, agent, maintenant: appel.maintenant };
}

/** A writing that fails leaves nothing: it works on a copy. One that succeeds confirms what France Travail changed (ACT395). */
function ecrire(appel: Appel, geste: (saisie: ReturnType<typeof saisieDe>) => unknown): Reponse {
  const saisie = { ...saisieDe(appel), diagnostic: structuredClone(appel.dossier.diagnostic) };
  const rendu = geste(saisie);
  D.historiser(saisie);
  appel.dossier.diagnostic = saisie.diagnostic;
  appel.plateforme.activites.fermer(appel.dossier.usager.numeroFranceTravail, ["ACT395"]);
  appel.effet(appel.corps);
  return { statut: 200, corps: rendu ?? {} };
}

function ecrireDossier(appel: Appel): Reponse {
  const c = appel.corps;
  return ecrire(appel, (saisie) => {
    for (const m of c.diagnosticsAEnregistrer ?? []) {
      const id = D.enregistrerMetier(saisie, m, m.idDiagnosticModifie);
      if (m.prioritaire) D.prioriser(saisie.diagnostic, id);
    }
    if (c.contraintesDossierAEnregistrer) D.enregistrerContraintes(saisie, c.contraintesDossierAEnregistrer);
    if (c.autonomieNumeriqueAEnregistrer) D.enregistrerAutonomie(saisie, c.autonomieNumeriqueAEnregistrer);
    for (const b of c.besoinsParDiagnosticAEnregistrer ?? []) D.enregistrerBesoins(saisie, b);
    if (c.pouvoirAgirAEnregistrer) D.enregistrerPouvoirAgir(saisie, c.pouvoirAgirAEnregistrer);
  });
}

/** The state after the last writing at or before that instant; without one, the last but one. */
function version(appel: Appel) {
  const { versions } = appel.dossier.diagnostic;
  const le = appel.requete.get("dateExploration");
  const trouvee = le === null ? versions.at(-2) : versions.findLast((v) => new Date(v.dateExploration) <= new Date(le));
  if (!trouvee) throw new ErreurApi(erreur(404, "VERSION_INCONNUE", "Aucune version à cette date."));
  return V.historise(trouvee.contenu);
}

const ERREURS = {
  400: { description: "Donnée invalide", schema: erreurCodee("DONNEE_INVALIDE") },
  404: { description: "Diagnostic ou version inconnus", schema: erreurCodee("DIAGNOSTIC_INCONNU", "VERSION_INCONNUE") },
};
const ID = { nom: "id", ou: "path" as const, description: "idDiagnostic", obligatoire: true, schema: chaine() };
const FAIT = { description: "Enregistré", schema: objet({}) };
const ID_RENDU = { description: "Enregistré", schema: objet({ idDiagnostic: chaine() }, ["idDiagnostic"]) };

const lecture = (chemin: string, resume: string, schema: Schema, lire: (appel: Appel) => unknown): Operation => ({
  methode: "GET",
  chemin,
  resume,
  usager: true,
  reponses: { 200: { description: resume, schema }, 404: ERREURS[404] },
  executer: (appel) => ({ statut: 200, corps: lire(appel) }),
});
const ecriture = (
  methode: "POST" | "PUT",
  chemin: string,
  resume: string,
  corps: Schema | undefined,
  executer: Operation["executer"],
): Operation => ({
  methode,
  chemin,
  resume,
  usager: true,
  ...(chemin.includes("{id}") ? { parametres: [ID] } : {}),
  ...(corps ? { corps } : {}),
  reponses: { 200: chemin === "/diagnostics" || chemin === "/diagnostics/{id}" ? ID_RENDU : FAIT, ...ERREURS },
  executer,
});
const VERSION = {
  nom: "dateExploration",
  ou: "query" as const,
  description: "État à cet instant ; sans lui, l’avant-dernier",
  schema: instant,
};
const idDe = (appel: Appel): string => appel.chemin.id as string;

export const diagnostic: Api = {
  nom: "diagnosticargumente",
  titre: "Diagnostic argumenté d’un usager, v4",
  base: "/partenaire/diagnosticargumente/v4",
  scopes: ["api_diagnosticargumentev4", "diagnosticusageragent"],
  agent: true,
  invalide: invalideCode,
  operations: [
    lecture("/dossiers", "Dossier entier", S.DOSSIER, ({ dossier }) => V.dossier(dossier.diagnostic)),
    ecriture("POST", "/dossiers", "Enregistre tout ou partie du dossier", S.DOSSIER_ECRIT, ecrireDossier),
    lecture("/contraintes", "Contraintes (hors numérique)", S.CONTRAINTES, ({ dossier }) => V.thematiqueContrainte(dossier.diagnostic)),
    ecriture("POST", "/contraintes", "Enregistre des contraintes", S.CONTRAINTES_ECRITES, (appel) =>
      ecrire(appel, (saisie) => D.enregistrerContraintes(saisie, appel.corps)),
    ),
    lecture("/autonomienumerique", "Autonomie numérique (contrainte 22)", S.AUTONOMIE, ({ dossier }) =>
      V.autonomieNumerique(dossier.diagnostic),
    ),
    ecriture("POST", "/autonomienumerique", "Enregistre l’autonomie numérique", S.AUTONOMIE_ECRITE, (appel) =>
      ecrire(appel, (saisie) => D.enregistrerAutonomie(saisie, appel.corps)),
    ),
    lecture("/besoins", "Besoins par métier", S.BESOINS, ({ dossier }) => V.besoinsVus(dossier.diagnostic)),
    ecriture("POST", "/besoins", "Enregistre des besoins", S.BESOINS_ECRITS, (appel) =>
      ecrire(appel, (saisie) => D.enregistrerBesoins(saisie, appel.corps)),
    ),
    lecture("/diagnostics", "Métiers recherchés", S.METIERS, ({ dossier }) => V.metiersVus(dossier.diagnostic)),
    ecriture("POST", "/diagnostics", "Ajoute un métier recherché", S.METIER_ECRIT, (appel) =>
      ecrire(appel, (saisie) => ({ idDiagnostic: D.enregistrerMetier(saisie, appel.corps) })),
    ),
    ecriture("PUT", "/diagnostics/{id}", "Modifie un métier recherché", S.METIER_ECRIT, (appel) =>
      ecrire(appel, (saisie) => ({ idDiagnostic: D.enregistrerMetier(saisie, appel.corps, idDe(appel)) })),
    ),
    ecriture("PUT", "/diagnostics/{id}/besoins", "Enregistre les besoins d’un métier", S.BESOINS_DU_DIAGNOSTIC, (appel) =>
      ecrire(appel, (saisie) => D.enregistrerBesoins(saisie, { ...appel.corps, idDiagnostic: idDe(appel) })),
    ),
    ecriture("PUT", "/diagnostics/{id}/priorise", "Rend un métier prioritaire", undefined, (appel) =>
      ecrire(appel, (saisie) => D.prioriser(saisie.diagnostic, idDe(appel))),
    ),
    ecriture("PUT", "/diagnostics/{id}/supprime", "Supprime un métier", undefined, (appel) =>
      ecrire(appel, (saisie) => {
        D.metier(saisie.diagnostic, idDe(appel)).statut = "SUPPRIME";
      }),
    ),
    lecture("/pouvoiragir", "Pouvoir d’agir", S.POUVOIR_AGIR, ({ dossier }) => V.pouvoirAgir(dossier.diagnostic)),
    ecriture("POST", "/pouvoiragir", "Enregistre le pouvoir d’agir", S.POUVOIR_AGIR_ECRIT, (appel) =>
      ecrire(appel, (saisie) => D.enregistrerPouvoirAgir(saisie, appel.corps)),
    ),
    lecture("/historisation/versions", "Versions du dossier", S.VERSIONS, ({ dossier }) =>
      dossier.diagnostic.versions.map(({ agent, dateExploration }) => ({ agent, dateExploration })),
    ),
    { ...lecture("/historisation/dossiers", "Le dossier tel qu’il était", S.HISTORISE, version), parametres: [VERSION] },
    lecture("/referentiel", "Référentiel : contraintes, situations, objectifs, besoins", S.REFERENTIEL, () => V.referentielVu()),
  ],
};
