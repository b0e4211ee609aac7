import { isCivilDate } from "../../shared/civil-date";
import { instantDeParis } from "./heure-paris";
import { type Noeud, texte } from "./noeud";
import { type FamilleFlux, TYPES_FLUX, type TypeFlux } from "./nomenclature";

/** What the head of a flow says. */
export interface EnteteFlux {
  typeFlux: TypeFlux;
  natureFlux: string | null;
  /** DTCREAFLUX and HEUCREAFLUX, civil time of Paris, as an instant. */
  creeLe: Date;
  /** DTCREAFLUX, civil date. */
  dateCreation: string;
  /** DTREF, civil date. */
  dateReference: string;
}

/** The file under reading: it refuses itself as a whole, with a code and the sentence that follows its name. */
export interface FichierLu {
  refuser(code: string, suite: string): never;
}

const HEURE = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/;

/** Reads IdentificationFlux. Refuses ENTETE_INVALIDE. */
export function lireEntete(noeud: Noeud, famille: FamilleFlux, fichier: FichierLu): EnteteFlux {
  const refuserElement = (element: string, attendu: string): never =>
    fichier.refuser(
      "ENTETE_INVALIDE",
      `dans l’en-tête, ${element} devrait être ${attendu}. Demandez un nouvel envoi à l’organisme payeur.`,
    );
  const typeFlux =
    famille.typeUnique ?? TYPES_FLUX.find((type) => type === texte(noeud, "TYPEFLUX")) ?? refuserElement("TYPEFLUX", "M ou I");
  const dateCreation = texte(noeud, "DTCREAFLUX") ?? "";
  if (!isCivilDate(dateCreation)) refuserElement("DTCREAFLUX", "une date AAAA-MM-JJ");
  const dateReference = texte(noeud, "DTREF") ?? (famille.sansReference ? dateCreation : "");
  if (!isCivilDate(dateReference)) refuserElement("DTREF", "une date AAAA-MM-JJ");
  const heure = texte(noeud, "HEUCREAFLUX") ?? "";
  if (!HEURE.test(heure)) refuserElement("HEUCREAFLUX", "une heure HH:MM:SS");
  return { typeFlux, natureFlux: texte(noeud, "NATFLUX"), creeLe: instantDeParis(dateCreation, heure), dateCreation, dateReference };
}

/** The family that the head announces, by its application and version. Refuses VERSION_INCONNUE. */
export function familleDe(noeud: Noeud, familles: readonly FamilleFlux[], fichier: FichierLu): FamilleFlux {
  const [appli, version] = [texte(noeud, "APPLIEME"), texte(noeud, "NUMVERSIONAPPLIEME")];
  const trouvee = familles.find(({ versions }) => versions[appli ?? ""]?.includes(version ?? ""));
  if (trouvee) return trouvee;
  const connues = familles.flatMap(({ versions }) => Object.entries(versions).flatMap(([a, vs]) => vs.map((v) => `${a} ${v}`))).join(", ");
  fichier.refuser(
    "VERSION_INCONNUE",
    `version ${appli ?? "absente"} ${version ?? ""} inconnue ; connues : ${connues}. Faites ajouter cette version avant de relancer l’import.`,
  );
}

/** The number of dossiers that the trailer announces. Refuses COMPTEURS_FAUX. */
export function lireAnnonces(noeud: Noeud, { compteur }: FamilleFlux, fichier: FichierLu): number {
  const annonces = texte(noeud, compteur) ?? "";
  if (!/^\d{1,8}$/.test(annonces))
    fichier.refuser("COMPTEURS_FAUX", `${compteur} n’est pas un nombre de dossiers. Demandez un nouvel envoi à l’organisme payeur.`);
  return Number(annonces);
}
