import { agir } from "../actes";
import { type Api, type Appel, ErreurApi, erreur, invalideCode, type Operation, type Reponse } from "../operation";
import { chaine, liste, objet, type Schema } from "../schema";
import * as S from "./controle-schemas";

const FAIT: Reponse = { statut: 204 };

/** What cannot be done is said in a 409. */
function essayer<T>(geste: () => T): T {
  try {
    return geste();
  } catch (cause) {
    if (cause instanceof ErreurApi) throw new ErreurApi({ ...cause.reponse, statut: 409 });
    throw new ErreurApi(erreur(409, "ACTE_IMPOSSIBLE", (cause as Error).message));
  }
}

function ajouterUsagers({ plateforme, corps }: Appel): Reponse {
  const usagers = Array.isArray(corps) ? corps : [corps];
  for (const usager of usagers) plateforme.ajouterUsager(usager);
  return { statut: 201, corps: { ajoutes: usagers.length } };
}

function etat({ plateforme, requete }: Appel): Reponse {
  const numero = requete.get("numeroFranceTravail");
  if (numero === null) {
    const corps = {
      maintenant: plateforme.maintenant().toISOString(),
      usagers: plateforme.nombreDUsagers(),
      activites: [...plateforme.activites.toutes()].length,
      evenements: plateforme.evenements.length,
      depots: plateforme.depots.size,
      appels: plateforme.appels,
      pannes: plateforme.pannes.enCours(),
      quotaParSeconde: plateforme.quotaParSeconde,
    };
    return { statut: 200, corps };
  }
  const trouve = plateforme.etat(numero);
  if (!trouve) throw new ErreurApi(erreur(404, "USAGER_INCONNU", "Usager inconnu."));
  return { statut: 200, corps: trouve };
}

function appliques({ plateforme, requete }: Appel): Reponse {
  const [api, numero] = [requete.get("api"), requete.get("numeroFranceTravail")];
  return {
    statut: 200,
    corps: plateforme.appliques.filter((e) => (api === null || e.api === api) && (numero === null || e.numeroFranceTravail === numero)),
  };
}

const recus = ({ plateforme }: Appel): Reponse => ({
  statut: 200,
  corps: [...plateforme.abonnement.recus].map(([id, { le, corps }]) => ({ id, le: le.toISOString(), corps })),
});
const depots = ({ plateforme }: Appel): Reponse => ({
  statut: 200,
  corps: [...plateforme.depots].map(([nom, { sha256, octets, le, entetes }]) => ({
    nom,
    sha256,
    octets: octets.length,
    le: le.toISOString(),
    entetes,
  })),
});

const OBJET = objet({});
const parametre = (nom: string, description: string) => ({ nom, ou: "query" as const, description, schema: chaine() });
function operation(
  methode: Operation["methode"],
  chemin: string,
  resume: string,
  executer: Operation["executer"],
  plus: { corps?: Schema; statut?: number; schema?: Schema; parametres?: Operation["parametres"]; reponses?: Operation["reponses"] } = {},
): Operation {
  const { corps, statut = corps || methode === "DELETE" ? 204 : 200, schema, parametres } = plus;
  const reponses: Operation["reponses"] = { [statut]: { description: "Fait", ...(statut === 204 ? {} : { schema: schema ?? OBJET }) } };
  Object.assign(reponses, plus.reponses);
  if (corps) Object.assign(reponses, { 400: { description: "Corps invalide" }, 409: { description: "Ne peut pas être fait" } });
  return { methode, chemin, resume, usager: false, ...(parametres ? { parametres } : {}), ...(corps ? { corps } : {}), reponses, executer };
}
const fait =
  (geste: (appel: Appel) => unknown): Operation["executer"] =>
  (appel) => {
    essayer(() => geste(appel));
    return FAIT;
  };

/** Refuses a fault that no call could meet: a name that is mistyped would hide that nothing was tried. */
function commanderPanne(apis: () => readonly Api[], { plateforme, corps }: Appel): Reponse {
  const commandees = apis().filter(({ nom }) => nom !== "controle" && (corps.api === undefined || nom === corps.api));
  if (commandees.length === 0) {
    const noms = [...new Set(apis().map(({ nom }) => nom))].filter((nom) => nom !== "controle");
    throw new ErreurApi(erreur(400, "API_INCONNUE", `Aucune API « ${corps.api} » : choisissez parmi ${noms.join(", ")}.`));
  }
  const operations = commandees.flatMap(({ operations }) => operations.map(({ methode, chemin }) => `${methode} ${chemin}`));
  if (corps.operation !== undefined && !operations.includes(corps.operation))
    throw new ErreurApi(
      erreur(
        400,
        "OPERATION_INCONNUE",
        `Aucune opération « ${corps.operation} » : choisissez parmi ${[...new Set(operations)].join(", ")}.`,
      ),
    );
  plateforme.pannes.ajouter(corps);
  return FAIT;
}

/** Without a token: the simulator is for a trial or a test, never for real data. `apis`: all that may be told to misbehave. */
export const controle = (apis: () => readonly Api[]): Api => ({
  nom: "controle",
  titre: "Commande du simulateur",
  base: "/controle",
  scopes: [],
  agent: false,
  nuls: true,
  invalide: invalideCode,
  operations: [
    operation("POST", "/pannes", "La plateforme se conduit mal", (appel) => commanderPanne(apis, appel), { corps: S.PANNE }),
    operation(
      "DELETE",
      "/pannes",
      "Lève les pannes d’une API, ou toutes",
      fait(({ plateforme, requete }) => plateforme.pannes.lever(requete.get("api") ?? undefined)),
      {
        parametres: [parametre("api", "Nom de l’API")],
      },
    ),
    operation("POST", "/usagers", "Ajoute un usager, ou une liste (un numéro connu est remplacé)", ajouterUsagers, {
      corps: S.USAGERS,
      statut: 201,
    }),
    operation(
      "POST",
      "/fusions",
      "Réunit deux usagers",
      fait(({ plateforme, corps }) => plateforme.fusionner(corps.perdu, corps.garde)),
      { corps: S.FUSION },
    ),
    operation(
      "POST",
      "/horloge",
      "Décale l’horloge de la plateforme",
      fait(({ plateforme, corps }) => {
        plateforme.decalageMs = corps.decalageSecondes * 1000;
      }),
      { corps: S.HORLOGE },
    ),
    operation(
      "POST",
      "/quota",
      "Limite les appels par seconde de chaque API (429)",
      fait(({ plateforme, corps }) => {
        plateforme.quotaParSeconde = corps.parSeconde ?? null;
      }),
      { corps: S.QUOTA },
    ),
    operation(
      "POST",
      "/actes",
      "Ce que fait France Travail de son côté",
      ({ plateforme, corps }) => ({ statut: 200, corps: essayer(() => agir(plateforme, corps)) ?? {} }),
      {
        corps: S.ACTE,
        statut: 200,
      },
    ),
    operation(
      "DELETE",
      "/jetons",
      "Refuse désormais tous les jetons donnés",
      fait(({ plateforme }) => plateforme.jetons.vider()),
    ),
    operation(
      "POST",
      "/abonnement",
      "Donne le secret de l’abonnement reçu à POST /abonnements/reception (l’ancien vaut encore)",
      fait(({ plateforme, corps }) => {
        plateforme.abonnement.secrets = [corps.secret, ...plateforme.abonnement.secrets].slice(0, 2);
      }),
      { corps: S.SECRET },
    ),
    operation("GET", "/abonnement", "Messages d’abonnement reçus", recus, { schema: liste(OBJET) }),
    operation("GET", "/depots", "Fichiers déposés", depots, { schema: liste(OBJET) }),
    operation("GET", "/etat", "État d’un usager, ou de la plateforme", etat, {
      parametres: [parametre("numeroFranceTravail", "Usager")],
      reponses: { 404: { description: "Usager inconnu" } },
    }),
    operation("GET", "/appliques", "Effets appliqués, dans l’ordre", appliques, {
      schema: liste(OBJET),
      parametres: [parametre("api", "Filtre"), parametre("numeroFranceTravail", "Filtre")],
    }),
    operation(
      "POST",
      "/remise-a-zero",
      "Oublie tout, sauf les clients",
      fait(({ plateforme }) => plateforme.remettreAZero()),
      { statut: 204 },
    ),
  ],
});
