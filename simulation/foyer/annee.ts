import { debutDeMois, iso, type Jour, jourDe } from "../calendrier";
import type { Contexte } from "../contexte";
import { Hasard } from "../hasard";
import type { Adresse, Droits, Etat, Foyer, Personne } from "./foyer-modele";

/** What a whole year of flows tells beside the newcomers and the changes of address or state (option `annee`). Each draw has keys of its own:
 * without the option, not a byte of the other files moves. */

const MOTIFS_DROIT = ["DA", "DB", "GE", "GK", "GL"] as const;
const MOTIFS_VERSEMENT = ["01", "05", "06", "09", "AB", "CG"] as const;
const MOTIFS_CLOTURE = ["RAU", "PCG", "RGD", "RFD"] as const;

/** The same states with the variety of motives, and for a few closed rights a later control on the month before (ETATDOSRSA 6). */
export function varier(contexte: Contexte, foyer: Foyer, droits: Droits): Droits {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "motifs", foyer.index);
  const etats = droits.etats.map((etat): Etat => {
    if (etat.code === "3") return { ...etat, motif: h.choix(MOTIFS_DROIT) };
    if (etat.code === "4") return { ...etat, motif: h.choix(MOTIFS_VERSEMENT) };
    return etat.motif === "RAU" ? { ...etat, motif: h.choix(MOTIFS_CLOTURE) } : etat;
  });
  const dernier = etats.at(-1)!;
  const controle = dernier.du + h.entier(15, 45);
  if (dernier.code === "5" && h.oui(0.08) && controle <= contexte.fin) etats.push({ ...dernier, du: controle, code: "6", le: dernier.du });
  return { ...droits, etats };
}

/** The day on which the flow gives the final NIR of who had none, or a waiting number (NIA: same form, first digit 7 or 8), or null. */
export function jourDuNir(contexte: Contexte, p: Personne): Jour | null {
  if (!contexte.annee || p.role === "ENF") return null;
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "nir", p.rang);
  const attend = h.oui(p.nir === null ? 0.7 : 0.01);
  return attend ? contexte.jourDeFlux(contexte.debut + h.entier(40, 320)) : null;
}

/** NIR that a flow of that day carries. */
export function nirLe(contexte: Contexte, p: Personne, jour: Jour): string | null {
  const connu = jourDuNir(contexte, p);
  if (connu === null) return p.nir;
  if (jour >= connu) return p.nirDefinitif;
  return p.nir === null ? null : `${p.sexe === 1 ? "7" : "8"}${p.nirDefinitif.slice(1)}`;
}

/** Two moves in the year for some of those who had one. */
export function avecTroisiemeAdresse(contexte: Contexte, index: number, adresses: Adresse[]): Adresse[] {
  const derniere = adresses[1];
  if (!derniere) return adresses;
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "adresse", index);
  const du = derniere.du + h.entier(30, 90);
  if (!h.oui(0.5) || du >= contexte.fin) return adresses;
  return [...adresses, { ...derniere, du, numero: h.entier(1, 180), commune: h.choix(contexte.territoire.communes) }];
}

/** First day of the quarter of a day: amounts hold for a quarter. */
export function debutDeTrimestre(jour: Jour): Jour {
  const mois = Number(iso(jour).slice(5, 7));
  return jourDe(`${iso(jour).slice(0, 4)}-${String(mois - ((mois - 1) % 3)).padStart(2, "0")}-01`);
}

/** Resources of a foyer that count for a quarter, in euros a month: a few work a little. */
export function ressourcesDuTrimestre(contexte: Contexte, foyer: Foyer, jour: Jour): number {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "ressources", foyer.index, iso(debutDeTrimestre(jour)));
  return h.oui(0.45) ? 0 : h.entier(1, 12) * 25.5;
}

/** Day of the last payment that the flow carries. One foyer in ten carries it: those change every month, the others with the quarter,
 * so that a monthly file has both. */
export function dernierVersement(contexte: Contexte, foyer: Foyer, jour: Jour): Jour | null {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "versement", foyer.index);
  const duMois = debutDeMois(jour) + 4;
  if (!h.oui(0.1)) return null;
  return duMois <= jour ? duMois : debutDeMois(debutDeMois(jour) - 1) + 4;
}
