import { NATURES } from "../pannes";
import { booleen, chaine, entier, jour, liste, motif, objet, parmi, type Schema } from "../schema";

const NUMERO = motif("^\\d{11}$", "Numéro France Travail");
export const USAGER = objet(
  {
    numeroFranceTravail: NUMERO,
    nir: motif("^\\d{5}(2[AB]|\\d{2})\\d{6}(\\d{2})?$", "13 ou 15 caractères"),
    dateNaissance: jour,
    nom: chaine(),
    prenom: chaine(),
    civilite: parmi("M", "MME", "MX"),
    adresse: {
      type: ["object", "null"],
      description: "null : sans adresse, la recherche répond R998",
      properties: { codeInseeCommune: chaine(), codePostal: chaine(), libelleCommune: chaine(), numeroTypeLibelleVoie: chaine() },
    },
    emails: liste(chaine()),
    telephones: liste(chaine()),
    statut: parmi("Identifié", "Inscrit", "Cessé", "Radié"),
    dateEffet: jour,
    accesRefuse: { ...booleen, description: "true : R001" },
    rattache: { ...booleen, description: "false : R002" },
    identiteCertifiee: booleen,
    informations: { ...booleen, description: "false : les informations administratives répondent 204" },
    doublons: { ...booleen, description: "true : la recherche par NIR répond S003" },
  },
  ["numeroFranceTravail", "nir", "dateNaissance", "nom", "prenom"],
);
export const USAGERS: Schema = { anyOf: [USAGER, liste(USAGER)] };
export const PANNE = objet(
  {
    api: chaine("Nom de l’API (rendez-vous-partenaire, connexion, depot…) ; absent : toutes"),
    operation: chaine("Verbe et chemin, « POST /rendez-vous » ; absent : toutes"),
    nature: {
      ...parmi(...NATURES),
      description: "COUPE : corps coupé ; HORS_SERVICE : connexion rompue ; PERDU : accepté, jamais appliqué",
    },
    fois: { ...entier(1), description: "Absent : jusqu’à ce qu’elle soit levée" },
    ms: { ...entier(0), description: "De LATENCE, en millisecondes ; 1 000 par défaut" },
    attendreSecondes: { ...entier(0), description: "Retry-After de 429 et de 503 ; 0 : pas d’en-tête" },
    moment: { ...parmi("AVANT", "APRES"), description: "APRES : l’effet est appliqué, puis la réponse échoue" },
  },
  ["nature"],
);
export const FUSION = objet({ perdu: NUMERO, garde: NUMERO }, ["perdu", "garde"]);
export const HORLOGE = objet({ decalageSecondes: { type: "number", description: "Horloge de la plateforme moins celle de la machine" } }, [
  "decalageSecondes",
]);
export const QUOTA = objet({ parSeconde: { type: ["integer", "null"], minimum: 1, description: "Par API ; null : sans limite" } });
export const SECRET = objet({ secret: chaine("whsec_…, ou sa partie en base64") }, ["secret"]);

const ACTES: Record<string, [string, Schema]> = {
  DEMANDER_ORIENTATION: [
    "Une orientation est à décider par le Département (ACT382, ou ACT414 si un parcours court)",
    objet({ origine: chaine(), parcours: chaine(), organisme: chaine(), criteres: objet({}), competent: objet({}) }),
  ],
  DECIDER_ORIENTATION: [
    "France Travail décide",
    objet({ parcours: parmi("PED", "PSP", "PSO"), referent: objet({}), dateDecision: jour }, ["parcours"]),
  ],
  CLORE_ORIENTATION: ["Le parcours se termine", objet({ dateSortie: jour, motif: chaine() })],
  PRENDRE_RENDEZ_VOUS: ["Un conseiller prend un rendez-vous", objet({ rendezVous: objet({ date: chaine() }, ["date"]) }, ["rendezVous"])],
  MARQUER_RENDEZ_VOUS: [
    "Un conseiller dit la présence, déplace ou annule",
    objet(
      {
        id: chaine(),
        statut: parmi("EFFECTUE", "ABSENT", "ANNULE", "MODIFIE"),
        date: chaine(),
        motifAnnulation: chaine(),
        initiateur: parmi("USAGER", "PARTENAIRE"),
      },
      ["id", "statut"],
    ),
  ],
  CHANGER_STATUT: [
    "Inscription, cessation, radiation (une cessation suspend le contrat)",
    objet(
      {
        statut: parmi("Identifié", "Inscrit", "Cessé", "Radié"),
        dateEffet: jour,
        motifCode: chaine(),
        motifLibelle: chaine(),
        categorie: chaine(),
      },
      ["statut"],
    ),
  ],
  PREPARER_CONTRAT: ["Un contrat à signer", objet({})],
  SIGNER_CONTRAT: ["L’usager signe chez France Travail", objet({ dateSignature: chaine(), engagementsUsager: liste(objet({})) })],
  REFUSER_CONTRAT: ["L’usager refuse chez France Travail", objet({ dateRefus: chaine() })],
  MODIFIER_DIAGNOSTIC: [
    "Un conseiller change le diagnostic (ACT395)",
    objet({ contraintes: liste(objet({ code: chaine(), valeur: chaine() }, ["code", "valeur"])), dateExploration: chaine() }, [
      "contraintes",
    ]),
  ],
  PROPOSER_SANCTION: [
    "France Travail propose une sanction (ACT366, ou ACT370 pour une suppression)",
    objet({
      type: parmi("SUSP_RSA", "SUPPR_RSA"),
      famille: parmi("F01", "F03", "F04"),
      nature: chaine(),
      dateManquement: chaine(),
      modalite: parmi("P", "M"),
      montant: entier(),
      duree: parmi(1, 2, 3, 4),
      attributs: liste(objet({})),
    }),
  ],
  PROPOSER_LEVEE: [
    "France Travail propose de lever une suspension (ACT368, ou ACT369 avec son accord)",
    objet({ idConsequenceSanction: chaine(), accordFT: booleen }, ["idConsequenceSanction"]),
  ],
  ANNULER_SANCTION: ["France Travail annule", objet({ idConsequenceSanction: chaine(), motif: chaine() }, ["idConsequenceSanction"])],
};
const deLActe = (acte: string, [description, schema]: [string, Schema], avecNumero: boolean): Schema => ({
  ...schema,
  title: acte,
  description,
  properties: {
    acte: { const: acte },
    ...(avecNumero ? { numeroFranceTravail: NUMERO } : {}),
    ...(schema.properties as object),
  },
  required: ["acte", ...(avecNumero ? ["numeroFranceTravail"] : []), ...((schema.required as string[] | undefined) ?? [])],
});
export const ACTE: Schema = {
  type: "object",
  discriminator: { propertyName: "acte" },
  oneOf: [
    ...Object.entries(ACTES).map(([acte, decrit]) => deLActe(acte, decrit, true)),
    deLActe(
      "PUBLIER_EVENEMENT",
      [
        "Un événement de l’emploi",
        objet({ evenement: objet({ id: chaine(), titre: chaine(), dateDebut: chaine() }, ["id", "titre", "dateDebut"]) }, ["evenement"]),
      ],
      false,
    ),
    deLActe("RETIRER_EVENEMENT", ["L’événement n’a plus lieu", objet({ id: chaine() }, ["id"])], false),
  ],
};
