import { createHash } from "node:crypto";
import { type Api, type Appel, ErreurApi, erreur, invalideCode, type Reponse } from "../operation";
import { chaine, objet } from "../schema";

/** A name once: the same bytes again change nothing, others are refused. */
function deposer(appel: Appel): Reponse {
  const nom = appel.chemin.nom as string;
  const sha256 = createHash("sha256").update(appel.octets).digest("hex");
  verifierEmpreinte(appel.entetes["content-digest"], sha256);
  const { depots } = appel.plateforme;
  const connu = depots.get(nom);
  if (connu && connu.sha256 !== sha256)
    throw new ErreurApi(erreur(409, "DEPOT_DIFFERENT", "Un fichier de ce nom est déjà déposé, avec un autre contenu."));
  if (!connu && !appel.perdu) {
    const entetes = Object.fromEntries(
      Object.entries(appel.entetes).filter((e): e is [string, string] => e[1] !== undefined && e[0] !== "authorization"),
    );
    depots.set(nom, { sha256, octets: appel.octets, le: appel.maintenant, entetes });
    appel.effet({ nom, sha256 });
  }
  return { statut: 201, corps: { nom, sha256 } };
}

/** Content-Digest (RFC 9530), when it is given. */
function verifierEmpreinte(entete: string | undefined, sha256: string): void {
  const annoncee = /sha-256=:([A-Za-z0-9+/=]+):/.exec(entete ?? "")?.[1];
  if (annoncee !== undefined && Buffer.from(annoncee, "base64").toString("hex") !== sha256)
    throw new ErreurApi(erreur(400, "EMPREINTE_DIFFERENTE", "Les octets reçus n’ont pas l’empreinte annoncée."));
}

const NOM = { nom: "nom", ou: "path" as const, description: "Nom du fichier", obligatoire: true, schema: chaine() };

/** What France Travail receives outside its API: a convention with the Département, described in the documentation of the hub. */
export const depot: Api = {
  nom: "depot",
  titre: "Dépôt de fichiers signés (convention du hub, hors API de France Travail)",
  base: "/depot",
  scopes: [],
  agent: false,
  invalide: invalideCode,
  operations: [
    {
      methode: "PUT",
      chemin: "/{nom}",
      resume: "Dépose un fichier ; le même nom et les mêmes octets ne changent rien",
      usager: false,
      parametres: [NOM],
      typeCorps: "application/octet-stream",
      corps: {},
      reponses: {
        201: { description: "Déposé", schema: objet({ nom: chaine(), sha256: chaine() }, ["nom", "sha256"]) },
        400: { description: "Content-Digest (RFC 9530) annoncé, et différent" },
        409: { description: "Même nom, autre contenu" },
      },
      executer: deposer,
    },
    {
      methode: "GET",
      chemin: "/{nom}",
      resume: "Relit un fichier déposé",
      usager: false,
      parametres: [NOM],
      reponses: { 200: { description: "Fichier", type: "application/octet-stream", schema: {} }, 404: { description: "Inconnu" } },
      executer: ({ plateforme, chemin }) => {
        const lu = plateforme.depots.get(chemin.nom as string);
        if (!lu) throw new ErreurApi(erreur(404, "DEPOT_INCONNU", "Fichier inconnu."));
        return { statut: 200, type: "application/octet-stream", corps: lu.octets };
      },
    },
  ],
};
