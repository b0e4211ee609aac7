import { instantDe } from "../dates";
import { type Api, type Appel, ErreurApi, invalideCode, type Reponse } from "../operation";
import { connu, deposer, lire, modifier, supprimer } from "../rendez-vous";
import { chaine, erreurCodee, liste, motif, objet } from "../schema";
import { RENDEZ_VOUS_MODIFIE, RENDEZ_VOUS_PARTENAIRE, RENDEZ_VOUS_USAGER } from "./rendez-vous-schemas";

const accepte = (id: string): Reponse => ({ statut: 202, corps: { id } });

function verifierDate(appel: Appel): void {
  if (!instantDe(appel.corps.date)) throw new ErreurApi(invalideCode("date n’existe pas."));
}

/** No idempotency key: the same body twice is two appointments. */
function creer(appel: Appel): Reponse {
  verifierDate(appel);
  if (appel.corps.id !== undefined) throw new ErreurApi(invalideCode("id doit être absent à la création."));
  if (appel.perdu) return accepte(appel.plateforme.nouvelId());
  const id = deposer(appel.plateforme, appel.dossier, appel.corps, appel.maintenant);
  appel.effet({ ...appel.corps, id });
  return accepte(id);
}

function remplacer(appel: Appel): Reponse {
  verifierDate(appel);
  connu(appel.dossier, appel.corps.id);
  if (!appel.perdu) {
    modifier(appel.plateforme, appel.dossier, appel.corps, appel.maintenant);
    appel.effet(appel.corps);
  }
  return accepte(appel.corps.id);
}

function annuler(appel: Appel): Reponse {
  const id = appel.chemin.id as string;
  connu(appel.dossier, id);
  if (!appel.perdu) {
    supprimer(appel.dossier, id, appel.maintenant);
    appel.effet({ id });
  }
  return accepte(id);
}

const ID = objet({ id: chaine() }, ["id"]);
const REPONSES = {
  202: { description: "Accepté : ce n’est pas une confirmation, relire rendez-vous-usager", schema: ID },
  400: {
    description: "Donnée invalide ; ID_NON_RECONNU après une réunion d’usagers",
    schema: erreurCodee("DONNEE_INVALIDE", "ID_NON_RECONNU"),
  },
};
const JOUR_FRANCAIS = motif("^\\d{2}-\\d{2}-\\d{4}$", "jj-MM-aaaa");

export const rendezVous: Api = {
  nom: "rendez-vous-partenaire",
  titre: "Rendez-vous partenaire, v1",
  base: "/partenaire/rendez-vous-partenaire/v1",
  scopes: ["api_rendez-vous-partenairev1", "gererRDV", "profil_accedant"],
  agent: true,
  invalide: invalideCode,
  operations: [
    {
      methode: "POST",
      chemin: "/rendez-vous",
      resume: "Dépose un rendez-vous (le motif ACC ferme ACT380)",
      usager: true,
      corps: RENDEZ_VOUS_PARTENAIRE,
      reponses: REPONSES,
      executer: creer,
    },
    {
      methode: "PUT",
      chemin: "/rendez-vous",
      resume: "Modifie un rendez-vous déposé, ou dit sa présence",
      usager: true,
      corps: RENDEZ_VOUS_MODIFIE,
      reponses: REPONSES,
      executer: remplacer,
    },
    {
      methode: "DELETE",
      chemin: "/rendez-vous/{id}",
      resume: "Annule un rendez-vous",
      usager: true,
      parametres: [{ nom: "id", ou: "path", description: "Identifiant donné à la création", obligatoire: true, schema: chaine() }],
      reponses: REPONSES,
      executer: annuler,
    },
    {
      methode: "GET",
      chemin: "/rendez-vous-usager",
      resume: "Rendez-vous de l’usager, les nôtres et ceux de France Travail",
      usager: true,
      parametres: [
        { nom: "date-debut", ou: "query", description: "Par défaut il y a 30 jours", schema: JOUR_FRANCAIS },
        { nom: "date-fin", ou: "query", description: "Par défaut sans fin", schema: JOUR_FRANCAIS },
      ],
      reponses: { 200: { description: "Rendez-vous", schema: liste(RENDEZ_VOUS_USAGER) }, 400: REPONSES[400] },
      executer: (appel) => ({
        statut: 200,
        corps: lire(appel.dossier, appel.maintenant, appel.requete.get("date-debut"), appel.requete.get("date-fin")),
      }),
    },
  ],
};
