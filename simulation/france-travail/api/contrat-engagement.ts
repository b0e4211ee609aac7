import { contratASigner, STRUCTURE } from "../contrat";
import { instantDe } from "../dates";
import type { ContratSimule } from "../modele-contrat";
import { type Api, type Appel, ErreurApi, type Reponse } from "../operation";
import { chaine, instant, liste, objet, parmi, type Schema } from "../schema";

/** Errors are RFC 9457 problems; a suspended contract answers a 500. */
const probleme = (status: number, title: string, detail: string): Reponse => ({
  statut: status,
  type: "application/problem+json",
  corps: { type: "about:blank", title, status, detail },
});
const refuser = (status: number, title: string, detail: string): never => {
  throw new ErreurApi(probleme(status, title, detail));
};

/** Dates are instants in the past. */
function dateLue(appel: Appel, champ: "dateSignature" | "dateRefus"): string {
  const lue = instantDe(appel.corps[champ]);
  if (!lue) return refuser(400, "DonneeEnEntreeInvalideException", `${champ} n’est pas une date au format yyyy-MM-dd'T'HH:mm:ssZ.`);
  if (lue > appel.maintenant) refuser(400, "DonneeEnEntreeInvalideException", `${champ} est dans le futur.`);
  return lue.toISOString();
}

function creerSigne(appel: Appel): Reponse {
  const dateSignature = dateLue(appel, "dateSignature");
  const { contrat } = appel.dossier;
  if (contrat?.etat === "SUSPENDU") refuser(500, "ContratSuspenduException", "Le contrat d’engagement est suspendu.");
  if (contrat) refuser(400, "SignatureException", "Un contrat d’engagement existe déjà pour cet usager.");
  appel.dossier.contrat = { ...contratASigner(appel.dossier), etat: "SIGNE", dateSignature };
  appel.effet(appel.corps);
  return { statut: 201 };
}

function existant(appel: Appel, exception: string): ContratSimule {
  const { contrat } = appel.dossier;
  if (!contrat) return refuser(400, exception, "Aucun contrat d’engagement pour cet usager.");
  if (contrat.etat === "SUSPENDU") refuser(500, "ContratSuspenduException", "Le contrat d’engagement est suspendu.");
  return contrat;
}

function signer(appel: Appel): Reponse {
  const dateSignature = dateLue(appel, "dateSignature");
  const contrat = existant(appel, "SignatureException");
  if (contrat.etat === "SIGNE") refuser(400, "SignatureException", "Le contrat d’engagement est déjà signé.");
  delete contrat.dateRefus;
  Object.assign(contrat, { etat: "SIGNE", dateSignature });
  appel.effet(appel.corps);
  return { statut: 200 };
}

function refuserContrat(appel: Appel): Reponse {
  const dateRefus = dateLue(appel, "dateRefus");
  const contrat = existant(appel, "RefusException");
  if (contrat.etat === "REFUSE") refuser(400, "RefusException", "Le contrat d’engagement est déjà refusé.");
  delete contrat.dateSignature;
  Object.assign(contrat, { etat: "REFUSE", dateRefus });
  appel.effet(appel.corps);
  return { statut: 200 };
}

const ENGAGEMENTS = liste(objet({ titre: chaine(), libelles: liste(chaine()) }, ["titre", "libelles"]));
const ENGAGEMENTS_LUS = objet({ engagementsUsager: ENGAGEMENTS, engagementsConseiller: ENGAGEMENTS });
const MENTIONS = objet({ mentions: liste(chaine()), niveauSanction: chaine(), voiesRecours: chaine(), articles: liste(chaine()) });
const PROBLEME = objet({ type: chaine(), title: chaine(), status: { type: "integer" }, detail: chaine(), instance: chaine() }, [
  "title",
  "status",
]);
const MENTIONS_LEGALES = {
  mentions: ["Le contrat d’engagement est conclu en application de l’article L. 5411-6 du code du travail."],
  niveauSanction: "Suspension ou suppression du revenu de solidarité active",
  voiesRecours: "Recours administratif préalable, puis tribunal administratif",
  articles: ["L. 262-34", "L. 262-37"],
};

const erreurs = (exception: string) => ({
  400: { description: `DonneeEnEntreeInvalideException, ${exception}`, schema: PROBLEME, type: "application/problem+json" },
  500: { description: "Contrat suspendu", schema: PROBLEME, type: "application/problem+json" },
});
const DATE: Schema = { ...instant, description: "yyyy-MM-dd'T'HH:mm:ssZ, au plus maintenant" };
const SIGNATURE = objet({ dateSignature: DATE }, ["dateSignature"]);

export const contratEngagement: Api = {
  nom: "contrat-engagement",
  titre: "Contrat d’engagement, v1",
  base: "/partenaire/contrat-engagement/v1",
  scopes: ["api_contrat-engagementv1", "contratengagementpart", "profil_accedant"],
  agent: true,
  invalide: (message) => probleme(400, "DonneeEnEntreeInvalideException", message),
  operations: [
    {
      methode: "GET",
      chemin: "/lecture",
      resume: "Contrat de l’usager (A_SIGNER avec dateSignature : il était signé ; avec dateRefus : il était refusé)",
      usager: true,
      reponses: {
        200: {
          description: "Contrat",
          schema: objet(
            {
              etat: parmi("SIGNE", "REFUSE", "A_SIGNER", "EN_ATTENTE_SIGNATURE", "SUSPENDU"),
              dateSignature: instant,
              dateRefus: instant,
              dateSuspension: instant,
              organisme: chaine(),
              engagements: ENGAGEMENTS_LUS,
              mentionsLegales: MENTIONS,
            },
            ["etat"],
          ),
        },
        204: { description: "Aucun contrat" },
      },
      executer: ({ dossier }) =>
        dossier.contrat ? { statut: 200, corps: { ...dossier.contrat, mentionsLegales: MENTIONS_LEGALES } } : { statut: 204 },
    },
    {
      methode: "GET",
      chemin: "/lecture/structure",
      resume: "Modèle des engagements",
      usager: true,
      reponses: { 200: { description: "Modèle", schema: ENGAGEMENTS_LUS } },
      executer: () => ({ statut: 200, corps: STRUCTURE }),
    },
    {
      methode: "POST",
      chemin: "/signer",
      resume: "Crée le contrat, signé",
      usager: true,
      corps: SIGNATURE,
      reponses: { 201: { description: "Créé et signé" }, ...erreurs("SignatureException s’il en existe un") },
      executer: creerSigne,
    },
    {
      methode: "PATCH",
      chemin: "/signer",
      resume: "Signe le contrat qui existe",
      usager: true,
      corps: SIGNATURE,
      reponses: { 200: { description: "Signé" }, ...erreurs("SignatureException") },
      executer: signer,
    },
    {
      methode: "PATCH",
      chemin: "/refuser",
      resume: "Dit que l’usager refuse le contrat",
      usager: true,
      corps: objet({ dateRefus: DATE }, ["dateRefus"]),
      reponses: { 200: { description: "Refusé" }, ...erreurs("RefusException") },
      executer: refuserContrat,
    },
  ],
};
