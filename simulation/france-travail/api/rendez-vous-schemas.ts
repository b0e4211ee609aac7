import { booleen, chaine, entier, instant, liste, objet, parmi, type Schema } from "../schema";

const borne = (maxLength: number): Schema => ({ type: "string", maxLength });
const ORGANISMES = parmi("IND", "FT", "CD", "DCD", "ML", "CE");
const MODALITES = parmi("VISIO", "TELEPHONE", "PHYSIQUE");
const MOTIFS = parmi("AUT", "ACC", "ORI");
const STATUTS = parmi("PRIS", "EFFECTUE", "MODIFIE", "ABSENT", "ANNULE");
const HEURE: Schema = {
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$",
  description: "Heure de Paris, sans décalage",
};

export const RENDEZ_VOUS_PARTENAIRE = objet(
  {
    id: chaine("Absent à la création, obligatoire à la modification"),
    date: instant,
    duree: { ...entier(1), description: "Minutes" },
    modaliteContact: MODALITES,
    motif: { ...MOTIFS, description: "ACC : premier rendez-vous d’accompagnement seulement" },
    organisme: objet(
      { code: ORGANISMES, emailContact: chaine(), idStructure: chaine(), libelleStructure: chaine(), telephoneContact: chaine() },
      ["code"],
    ),
    statut: STATUTS,
    typeReception: parmi("IND", "COL"),
    adresse: chaine(),
    libelleAdresse: chaine(),
    commentaire: chaine(),
    description: chaine(),
    information: chaine(),
    initiateur: parmi("USAGER", "PARTENAIRE"),
    interlocuteur: objet({
      civilite: parmi("M", "Mme", "Mx"),
      email: chaine(),
      nom: chaine(),
      organisme: chaine(),
      prenom: chaine(),
      service: chaine(),
      telephone: chaine(),
    }),
    telephoneContactUsager: chaine(),
    theme: chaine(),
    urlVisio: chaine(),
  },
  ["date", "modaliteContact", "motif", "organisme", "statut", "typeReception"],
);
export const RENDEZ_VOUS_MODIFIE: Schema = {
  ...RENDEZ_VOUS_PARTENAIRE,
  required: ["id", ...(RENDEZ_VOUS_PARTENAIRE.required as string[])],
};

export const RENDEZ_VOUS_USAGER = objet(
  {
    idOrigine: chaine("L’identifiant que la création a donné"),
    date: HEURE,
    duree: entier(),
    modaliteContact: MODALITES,
    motif: MOTIFS,
    organisme: objet(
      { code: ORGANISMES, emailContact: borne(255), idStructure: borne(255), libelleStructure: borne(255), telephoneContact: borne(36) },
      ["code"],
    ),
    statut: STATUTS,
    typeReception: parmi("IND", "COL"),
    theme: chaine(),
    estEnConflit: booleen,
    initiateur: parmi("USAGER", "CONSEILLER"),
    adresse: objet({ adresseLibre: borne(255), libelleAdresse: borne(512) }),
    commentaireUsager: chaine(),
    description: chaine(),
    informationUtile: chaine(),
    interlocuteur: objet({
      civilite: parmi("M", "MME", "MX"),
      email: borne(255),
      nom: borne(255),
      organisme: borne(255),
      prenom: borne(255),
      service: borne(255),
      telephone: borne(36),
    }),
    telephoneContactUsager: borne(36),
    dateAnnulation: HEURE,
    motifAnnulation: chaine(),
    historiqueEvenementList: liste(objet({ dateReceptionEvenement: instant, typeAction: chaine() })),
  },
  ["date", "duree", "estEnConflit", "idOrigine", "modaliteContact", "motif", "organisme", "statut", "theme", "typeReception"],
);
