import { instantDe } from "../dates";
import { type Api, type Appel, ErreurApi, erreur, invalideCode, type Reponse } from "../operation";
import { chaine, entier, instant, liste, motif, objet, parmi } from "../schema";

const PAR_PAGE = 20;
const temps = (texte: unknown): number => instantDe(String(texte).length === 10 ? `${texte}T00:00:00` : String(texte))?.getTime() ?? 0;

/** Events of employment: the only source with places. The envelope (content, totalElements…) is the simulator's choice: the reference does not give it. */
function chercher(appel: Appel): Reponse {
  const { departements, dateDebut, dateFin, modalite, typeEvenement, codePostal } = appel.corps;
  const page = Number(appel.requete.get("page") ?? 0);
  const size = Number(appel.requete.get("size") ?? PAR_PAGE);
  const trouves = appel.plateforme.evenements
    .filter((e) => !departements || departements.some((d: string) => String(e.codePostal ?? "").startsWith(d)))
    .filter((e) => (!codePostal || e.codePostal === codePostal) && (!modalite || e.modalite === modalite))
    .filter((e) => !typeEvenement || e.typeEvenement === typeEvenement)
    .filter((e) => !dateDebut || temps(e.dateFin ?? e.dateDebut) >= temps(dateDebut))
    .filter((e) => !dateFin || temps(e.dateDebut) <= temps(dateFin) + (String(dateFin).length === 10 ? 86_400_000 - 1 : 0))
    .sort((a, b) => temps(a.dateDebut) - temps(b.dateDebut) || (a.id < b.id ? -1 : 1));
  const totalPages = Math.ceil(trouves.length / size);
  return {
    statut: 200,
    corps: {
      content: trouves.slice(page * size, (page + 1) * size),
      totalElements: trouves.length,
      totalPages,
      number: page,
      size,
      last: page + 1 >= totalPages,
    },
  };
}

function un(appel: Appel): Reponse {
  const corps = appel.plateforme.evenements.find((e) => e.id === appel.chemin.id);
  if (!corps) throw new ErreurApi(erreur(404, "EVENEMENT_INCONNU", "Événement inconnu."));
  return { statut: 200, corps };
}

export const EVENEMENT = objet(
  {
    id: chaine(),
    titre: chaine(),
    description: chaine(),
    typeEvenement: chaine(),
    dateDebut: instant,
    dateFin: instant,
    modalite: parmi("ADIST", "ENPHY"),
    codePostal: motif("^\\d{5}$"),
    ville: chaine(),
    objectifs: liste(chaine()),
    publicCible: liste(chaine()),
    nombrePlaceTotalPresentiel: entier(0),
    nombreInscritPresentiel: entier(0),
    nombrePlaceTotalDistance: entier(0),
    nombreInscritDistance: entier(0),
    codesRome: liste(motif("^[A-Z]\\d{4}$")),
  },
  ["id", "titre", "dateDebut"],
);
const DATE = chaine("AAAA-MM-JJ, ou avec l’heure");

export const evenements: Api = {
  nom: "evenements",
  titre: "Événements de l’emploi, v1",
  base: "/partenaire/evenements/v1",
  scopes: ["api_evenementsv1", "evenements"],
  realm: "/partenaire",
  agent: false,
  invalide: invalideCode,
  operations: [
    {
      methode: "POST",
      chemin: "/mee/evenements",
      resume: "Cherche des événements, par date",
      usager: false,
      parametres: [
        { nom: "page", ou: "query", description: "À partir de 0", schema: entier(0) },
        { nom: "size", ou: "query", description: "100 au plus, 20 par défaut", schema: entier(1, 100) },
      ],
      corps: objet({
        dateDebut: DATE,
        dateFin: DATE,
        modalite: parmi("ADIST", "ENPHY"),
        typeEvenement: chaine(),
        departements: liste(chaine()),
        codePostal: chaine(),
      }),
      reponses: {
        200: {
          description: "Page",
          schema: objet(
            {
              content: liste(EVENEMENT, 100),
              totalElements: entier(0),
              totalPages: entier(0),
              number: entier(0),
              size: entier(1, 100),
              last: { type: "boolean" },
            },
            ["content", "totalElements", "totalPages", "number", "size"],
          ),
        },
        400: { description: "Demande invalide" },
      },
      executer: chercher,
    },
    {
      methode: "GET",
      chemin: "/mee/evenement/{id}",
      resume: "Un événement",
      usager: false,
      parametres: [{ nom: "id", ou: "path", description: "Identifiant", obligatoire: true, schema: chaine() }],
      reponses: { 200: { description: "Événement", schema: EVENEMENT }, 404: { description: "Inconnu" } },
      executer: un,
    },
  ],
};
