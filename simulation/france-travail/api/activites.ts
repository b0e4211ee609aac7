import { CODES_ACTIVITES } from "../activites-ouvertes";
import { dansJours } from "../dates";
import type { ActiviteSimulee } from "../modele";
import { type Api, type Appel, ErreurApi, erreur, type Reponse } from "../operation";
import { booleen, chaine, entier, erreurCodee, instant, liste, motif, objet, parmi, type Schema } from "../schema";

const PAGE = 1000;
/** Days before the deadline when it is said to be near: a choice of the simulator. */
const PROCHE_JOURS = 5;
const CRITERES = ["codeActivite", "codeFamille", "codeDomaine"] as const;
const incoherent = (message: string): Reponse => erreur(400, "PARAM_INCOHERENT", message);

/** By deadline, then identifier; the cursor is the last one given. */
function chercher(appel: Appel): Reponse {
  const donnes = CRITERES.filter((nom) => appel.requete.has(nom));
  const [critere] = donnes;
  if (!critere || donnes.length > 1) throw new ErreurApi(incoherent(`Exactement un critère parmi ${CRITERES.join(", ")}.`));
  const valeur = appel.requete.get(critere) as string;
  const curseur = lireCurseur(appel.requete.get("cursor"));
  const trouvees = [...candidates(appel)]
    .filter((a) => correspond(a, critere, valeur) && appel.plateforme.rattache(a.usager.identifiant))
    .filter((a) => curseur === null || rang(a) > curseur)
    .sort((a, b) => (rang(a) < rang(b) ? -1 : 1));
  const activites = trouvees.slice(0, PAGE);
  const hasMore = trouvees.length > PAGE;
  const proche = dansJours(appel.maintenant, PROCHE_JOURS).toISOString();
  return {
    statut: 200,
    corps: {
      size: activites.length,
      activites: activites.map((a) => ({ ...a, dateEcheanceProche: a.dateEcheance <= proche })),
      hasMore,
      cursor: hasMore ? Buffer.from(rang(activites.at(-1) as ActiviteSimulee)).toString("base64url") : null,
    },
  };
}

function candidates(appel: Appel): Iterable<ActiviteSimulee> {
  const numero = appel.requete.get("numeroFranceTravail");
  if (numero === null) return appel.plateforme.activites.toutes();
  return appel.plateforme.activites.dePersonne(appel.plateforme.dossier(numero)?.usager.numeroFranceTravail ?? numero);
}

function correspond(a: ActiviteSimulee, critere: (typeof CRITERES)[number], valeur: string): boolean {
  if (critere === "codeActivite") return a.codeActivite === valeur;
  return CODES_ACTIVITES[a.codeActivite]?.[critere === "codeFamille" ? "famille" : "domaine"] === valeur;
}

const rang = (a: ActiviteSimulee): string => `${a.dateEcheance}|${a.identifiantActivite}`;

function lireCurseur(cursor: string | null): string | null {
  if (cursor === null) return null;
  const lu = Buffer.from(cursor, "base64url").toString("utf8");
  if (!/^\d{4}-.*\|/.test(lu)) throw new ErreurApi(incoherent("cursor n’est pas un curseur donné par cette API."));
  return lu;
}

const ACTIVITE: Schema = objet(
  {
    identifiantActivite: chaine(),
    codeActivite: {
      ...parmi(...Object.keys(CODES_ACTIVITES)),
      description: Object.entries(CODES_ACTIVITES)
        .map(([code, { famille, libelle }]) => `${code} (${famille}) : ${libelle}`)
        .join(" ; "),
    },
    usager: objet({ identifiant: chaine(), typeIdentifiant: parmi("numeroFranceTravail") }, ["identifiant", "typeIdentifiant"]),
    dateCreation: instant,
    dateEcheance: instant,
    dateEcheanceProche: booleen,
    attributsSpecifiques: liste(
      objet(
        {
          nom: parmi("idConsequenceSanction", "motif", "typeOrganismeAccompagnateur", "codeInseeCommune", "typeParcours"),
          valeur: chaine(),
        },
        ["nom", "valeur"],
      ),
    ),
  },
  ["identifiantActivite", "codeActivite", "usager", "dateCreation", "attributsSpecifiques"],
);
const critere = (nom: string, description: string) => ({ nom, ou: "query" as const, description, schema: chaine() });

export const activites: Api = {
  nom: "activites-operationnelles",
  titre: "Activités opérationnelles, v2",
  base: "/partenaire/activites-operationnelles/v2",
  scopes: ["api_activites-operationnellesv2", "activitesCD", "profil_accedant"],
  agent: true,
  invalide: incoherent,
  operations: [
    {
      methode: "GET",
      chemin: "/activites/chercher",
      resume: "Activités à traiter, par échéance, mille au plus par page : le seul canal de notification",
      usager: false,
      parametres: [
        critere("codeActivite", "Un des trois critères, et un seul"),
        critere("codeFamille", "GLI100, INSEA, MSACC ou ACC100"),
        critere("codeDomaine", "GLI, INS, MSA ou ACC (codes choisis par le simulateur)"),
        { nom: "numeroFranceTravail", ou: "query", description: "Les activités d’un seul usager", schema: motif("^\\d{11}$") },
        { nom: "cursor", ou: "query", description: "Suite de la page précédente", schema: chaine() },
      ],
      reponses: {
        200: {
          description: "Page",
          schema: objet(
            { size: entier(0, PAGE), activites: liste(ACTIVITE, PAGE), hasMore: booleen, cursor: { type: ["string", "null"] } },
            ["size", "activites", "hasMore"],
          ),
        },
        400: { description: "Critères incohérents", schema: erreurCodee("PARAM_INCOHERENT") },
      },
      executer: chercher,
    },
  ],
};
