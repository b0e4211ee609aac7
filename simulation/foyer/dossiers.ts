import { debutDeMois, iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import { Hasard } from "../hasard";
import { droitsDe } from "./droits";
import { foyerDe } from "./foyer";
import type { Droits, Foyer } from "./foyer-modele";

/** A request for the RSA and its right. */
export interface Dossier {
  foyer: Foyer;
  droits: Droits;
}

/** Most requests of a foyer. */
export const DOSSIERS_PAR_FOYER = 2;
const MOTIFS_REFUS = ["F04", "F09", "FDD", "PCG", "DSD"] as const;

/** The requests of a foyer in the year: its own, and after a closure sometimes another one (option `annee`), with a new NUMDEMRSA. */
export function dossiersDe(contexte: Contexte, index: number): Dossier[] {
  const foyer = foyerDe(contexte, index);
  const premier = { foyer, droits: droitsDe(contexte, foyer) };
  const second = secondeDemande(contexte, premier);
  return second ? [premier, second] : [premier];
}

/** The same people ask again: first waiting (ETATDOSRSA 0), then the right is open again, or refused. */
export function secondeDemande(contexte: Contexte, { foyer, droits }: Dossier): Dossier | null {
  const { cloture } = droits;
  if (!contexte.annee || cloture === null || droits.cause === "DEMENAGEMENT" || droits.etats.at(-1)?.code === "6") return null;
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "seconde", foyer.index);
  const demande = cloture + h.entier(35, 90);
  const entree = contexte.jourDeFlux(demande + h.entier(5, 20));
  if (!h.oui(0.5) || entree === null || demande <= contexte.debut) return null;
  const decision = entree + h.entier(7, 25);
  return {
    foyer: {
      ...foyer,
      flux: true,
      numeroDemande: `R${iso(demande).slice(3, 4)}${foyer.numeroDemande.slice(2)}`,
      precedent: foyer.numeroDemande,
      demande,
      ouverture: debutDeMois(demande),
      mutation: null,
      entree,
    },
    droits: { etats: etatsDeLaSeconde(entree, decision, h), cloture: null, cause: null },
  };
}

function etatsDeLaSeconde(entree: Jour, decision: Jour, h: Hasard): Droits["etats"] {
  const refusee = h.oui(0.3);
  return [
    { du: entree, code: "0", motif: null },
    { du: decision, code: refusee ? "1" : "2", motif: refusee ? h.choix(MOTIFS_REFUS) : null },
  ];
}
