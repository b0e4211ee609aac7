import { type CodeFranceTravail, ErreurFranceTravail } from "./erreur-france-travail";
import type { NomApi } from "./profils";

/** An answer that was read to its end. `json`: undefined when the body is no JSON. */
export interface Reponse {
  statut: number;
  vide: boolean;
  json: unknown;
  attendreSecondes: number | null;
}
export interface Contexte {
  api: NomApi;
  /** The call changes something at France Travail: an answer that does not say what happened leaves a doubt. */
  ecriture: boolean;
  /** The path names an object of ours by the partner's id. */
  parIdentifiant: boolean;
}

const CHAMPS_CODE = ["codeErreur", "codeRetour", "codeSortie", "code", "type"] as const;

/** The code that the partner gives, and only a code: a message may quote a person. RFC 9457 problems give theirs at the end of `type`,
 * or as a `title` that is the name of an exception. */
export function codePartenaire(json: unknown): string | null {
  const objet = Array.isArray(json) ? json[0] : json;
  if (objet === null || typeof objet !== "object") return null;
  for (const champ of CHAMPS_CODE) {
    const valeur = (objet as Record<string, unknown>)[champ];
    const code = typeof valeur === "string" ? valeur.replace(/^.*[/:#]/, "") : "";
    if (/^[A-Za-z][A-Za-z_-]*[0-9]{0,4}$/.test(code) && code.length <= 60 && code !== "blank") return code;
  }
  const { title } = objet as Record<string, unknown>;
  return typeof title === "string" && /^[A-Z][A-Za-z]{1,50}Exception$/.test(title) ? title : null;
}

const PAR_CODE: Readonly<Record<string, CodeFranceTravail>> = {
  R001: "ACCES_REFUSE",
  R002: "NON_RATTACHE",
  R997: "DONNEE_INVALIDE",
  R998: "ADRESSE_MANQUANTE",
  R999: "INDISPONIBLE",
  ID_NON_RECONNU: "ID_NON_RECONNU",
};
/** R001… of the other APIs mean something else. */
const RECHERCHE = /^R(00[12]|99[789])$/;

/** The error that an answer stands for; null when it is a success whose body is to be read.
 * Source: reference § 3.1 (302, 401, 429), § 3.2 (R001 to R999, ID_NON_RECONNU, suspended contract in a 500). */
export function erreurDe(reponse: Reponse, contexte: Contexte): ErreurFranceTravail | null {
  const { statut } = reponse;
  if (statut >= 200 && statut < 300) {
    if (reponse.vide || reponse.json !== undefined) return null;
    return new ErreurFranceTravail("REPONSE_ILLISIBLE", { statut, incertain: contexte.ecriture });
  }
  const partenaire = codePartenaire(reponse.json);
  const code = codeDe(reponse, contexte, partenaire);
  const douteux = code === "INDISPONIBLE" || code === "REPONSE_ILLISIBLE";
  return new ErreurFranceTravail(code, {
    statut,
    codePartenaire: partenaire,
    incertain: douteux && contexte.ecriture,
    attendreSecondes: reponse.attendreSecondes,
  });
}

function codeDe({ statut, vide, json }: Reponse, contexte: Contexte, partenaire: string | null): CodeFranceTravail {
  if (statut === 429) return "QUOTA";
  if (statut === 401 || (statut >= 300 && statut < 400)) return "CONFIGURATION";
  const connu = partenaire === null ? undefined : PAR_CODE[partenaire];
  if (connu && (contexte.api === "rechercher-usager" || !RECHERCHE.test(partenaire!))) return connu;
  if (statut === 408 || statut === 425) return "INDISPONIBLE";
  if (statut >= 500) return contexte.api === "contrat-engagement" && ditSuspendu(json) ? "CONTRAT_SUSPENDU" : "INDISPONIBLE";
  if (!vide && json === undefined) return "REPONSE_ILLISIBLE";
  if (statut === 403) return "ACCES_REFUSE";
  if (statut === 404) return contexte.parIdentifiant ? "ID_NON_RECONNU" : "CONFIGURATION";
  return "DONNEE_INVALIDE";
}

/** The contrat d’engagement says « suspendu » in the text of a 500, and nowhere else. */
function ditSuspendu(json: unknown): boolean {
  if (json === null || typeof json !== "object") return false;
  const { detail, title, message, code, codeErreur } = json as Record<string, unknown>;
  return [detail, title, message, code, codeErreur].some((texte) => typeof texte === "string" && /suspendu/i.test(texte));
}

/** Retry-After: seconds or an HTTP date, read against the Date of the same answer (clocks differ). At most an hour. */
export function attendre(retryAfter: string | null, date: string | null, maintenant: Date): number | null {
  if (retryAfter === null) return null;
  const secondes = /^\d+$/.test(retryAfter.trim())
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - (Date.parse(date ?? "") || maintenant.getTime())) / 1000;
  return Number.isFinite(secondes) ? Math.min(Math.max(Math.ceil(secondes), 0), 3600) : null;
}
