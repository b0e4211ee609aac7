import type { Nature } from "../validation";

/** Paths of the feed, and what each gives. */
export const CHEMIN_DU_FLUX = "/data-inclusion/v1";
const NATURES: Record<string, Nature> = { [`${CHEMIN_DU_FLUX}/structures`]: "structure", [`${CHEMIN_DU_FLUX}/services`]: "service" };

/** As the API of data·inclusion. */
const TAILLE = 5_000;
const TAILLE_MAX = 10_000;
const PAGE_MAX = 1_000_000;

export interface DemandeDuFlux {
  nature: Nature;
  departement: string;
  page: number;
  taille: number;
}

/** What is asked, or the HTTP status and the sentence of a refusal. `publies`: départements whose feed is open. */
export function lireDemande(
  methode: string,
  adresse: string,
  publies: readonly string[],
): DemandeDuFlux | { statut: number; erreur: string } {
  const url = new URL(adresse, "http://hub");
  const nature = NATURES[url.pathname];
  if (!nature || publies.length === 0)
    return { statut: 404, erreur: `Rien ici. Le flux est à ${Object.keys(NATURES).join(" et ")}, quand il est ouvert.` };
  if (methode !== "GET" && methode !== "HEAD") return { statut: 405, erreur: "Ce flux se lit seulement : GET." };
  const departement = url.searchParams.get("departement");
  if (departement === null) return { statut: 400, erreur: `Donnez le département, par exemple ?departement=${publies[0]}.` };
  if (!publies.includes(departement)) return { statut: 404, erreur: "Ce département ne publie pas de flux ici." };
  const page = entier(url.searchParams.get("page"), 1, PAGE_MAX);
  const taille = entier(url.searchParams.get("size"), TAILLE, TAILLE_MAX);
  if (page === null || taille === null) return { statut: 400, erreur: `« page » va de 1 à ${PAGE_MAX}, « size » de 1 à ${TAILLE_MAX}.` };
  return { nature, departement, page, taille };
}

function entier(texte: string | null, defaut: number, max: number): number | null {
  if (texte === null) return defaut;
  const nombre = /^\d{1,7}$/.test(texte) ? Number(texte) : 0;
  return nombre >= 1 && nombre <= max ? nombre : null;
}

/** At most so many requests a minute from one address: a public feed without a token must not tire the hub. */
export class Debit {
  private minute = -1;
  private readonly comptes = new Map<string, number>();

  constructor(private readonly parMinute: number) {}

  /** Seconds to wait; 0 when the request may pass. */
  attente(adresse: string, maintenant: Date): number {
    const minute = Math.floor(maintenant.getTime() / 60_000);
    if (minute !== this.minute) this.comptes.clear();
    this.minute = minute;
    const compte = (this.comptes.get(adresse) ?? 0) + 1;
    this.comptes.set(adresse, compte);
    return compte <= this.parMinute ? 0 : 60 - (Math.floor(maintenant.getTime() / 1_000) % 60);
  }
}
