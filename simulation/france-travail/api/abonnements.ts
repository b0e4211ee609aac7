import { createHmac, timingSafeEqual } from "node:crypto";
import { type Api, type Appel, ErreurApi, erreur, invalideCode, type Reponse } from "../operation";
import { chaine } from "../schema";

/** Seconds that the timestamp of a message may be away, as Standard Webhooks advises. */
const TOLERANCE_S = 300;

/** A subscriber that does what Standard Webhooks asks: signature, timestamp, each id once. */
function recevoir(appel: Appel): Reponse {
  const { entetes, octets, plateforme, maintenant } = appel;
  const id = entetes["webhook-id"];
  const instant = Number(entetes["webhook-timestamp"]);
  const signatures = (entetes["webhook-signature"] ?? "").split(" ");
  if (!id || !Number.isInteger(instant))
    throw new ErreurApi(erreur(400, "ENTETES_ABSENTS", "webhook-id et webhook-timestamp sont attendus."));
  if (Math.abs(maintenant.getTime() / 1000 - instant) > TOLERANCE_S)
    throw new ErreurApi(erreur(400, "HORODATAGE_REFUSE", "webhook-timestamp est trop loin de l’heure."));
  const attendues = plateforme.abonnement.secrets.map((secret) => signer(secret, `${id}.${instant}.`, octets));
  if (!signatures.some((donnee) => attendues.some((attendue) => egales(donnee, attendue))))
    throw new ErreurApi(erreur(401, "SIGNATURE_REFUSEE", "webhook-signature ne correspond pas."));
  if (!plateforme.abonnement.recus.has(id) && !appel.perdu) {
    const corps: unknown = JSON.parse(octets.toString("utf8"));
    plateforme.abonnement.recus.set(id, { le: maintenant, corps });
    appel.effet(corps);
  }
  return { statut: 204 };
}

function signer(secret: string, debut: string, octets: Buffer): string {
  const cle = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", cle).update(debut).update(octets).digest("base64")}`;
}

const egales = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
const enTete = (nom: string, description: string) => ({ nom, ou: "header" as const, description, obligatoire: true, schema: chaine() });

export const abonnements: Api = {
  nom: "abonnements",
  titre: "Réception d’un abonnement du hub (Standard Webhooks)",
  base: "/abonnements",
  scopes: [],
  agent: false,
  invalide: invalideCode,
  operations: [
    {
      methode: "POST",
      chemin: "/reception",
      resume: "Reçoit un message signé ; le même webhook-id ne compte qu’une fois",
      usager: false,
      parametres: [
        enTete("webhook-id", "Identifiant du message"),
        enTete("webhook-timestamp", "Secondes depuis 1970"),
        enTete("webhook-signature", "v1,<HMAC-SHA256 en base64>, une ou plusieurs"),
      ],
      typeCorps: "application/json",
      corps: {},
      reponses: {
        204: { description: "Reçu" },
        400: { description: "En-têtes absents, ou horodatage à plus de cinq minutes" },
        401: { description: "Signature refusée : donner le secret à POST /controle/abonnement" },
      },
      executer: recevoir,
    },
  ],
};
