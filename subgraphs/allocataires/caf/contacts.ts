import { enfants, type Noeud, texte } from "./noeud";
import type { ContactsDeLaPersonne } from "./personne";
import type { Reserve } from "./valeur";

/** French number on ten digits (« +33 6 12 34 56 78 » → 0612345678), or null. */
export function telephone(recu: string): string | null {
  const national = recu
    .replace(/[\s.\-/()]/g, "")
    .replace(/^(\+|00)33/, "0")
    .replace(/^00/, "0");
  // Nine digits: a spreadsheet took the zero for a number.
  const chiffres = /^[1-9]\d{8}$/.test(national) ? `0${national}` : national;
  return /^0[1-9]\d{8}$/.test(chiffres) ? chiffres : null;
}

const LONGUEUR_COURRIEL = 78;

/** An e-mail address in lower case, or null. ADRELEC holds 78 characters. */
export function courriel(recu: string): string | null {
  const adresse = recu.trim().toLowerCase();
  return adresse.length <= LONGUEUR_COURRIEL && /^[^\s@<>"]+@[^\s@<>"]+\.[a-z]{2,}$/.test(adresse) ? adresse : null;
}

/** A for « accord », I for « inconnu », R for « refus ». Source: autorutitel and autorutiadrelec of WebRSA. */
const ACCORD = "A";

/** Contacts of a foyer (ModesContacts). What the person did not agree to (AUTORUTITEL, AUTORUTIADRELEC other than A) is not kept at all, only
 * counted: nothing that is not there can be shown by mistake. */
export function lireContacts(
  administratif: Noeud | undefined,
  reserves: Reserve[],
): { contacts: ContactsDeLaPersonne | null; ecartes: number } {
  const modes = enfants(administratif, "ModesContacts");
  const numeros = modes.map((mode) => ({ recu: texte(mode, "NUMTEL"), accord: texte(mode, "AUTORUTITEL") === ACCORD }));
  const adresses = modes.map((mode) => ({ recu: texte(mode, "ADRELEC"), accord: texte(mode, "AUTORUTIADRELEC") === ACCORD }));
  const telephones = lisibles(numeros, telephone, "NUMTEL", reserves);
  const [premier] = lisibles(adresses, courriel, "ADRELEC", reserves);
  const contacts = telephones.length === 0 && !premier ? null : { telephones, courriel: premier ?? null };
  return { contacts, ecartes: [...numeros, ...adresses].filter(({ recu, accord }) => recu !== null && !accord).length };
}

function lisibles(
  recus: { recu: string | null; accord: boolean }[],
  lire: (recu: string) => string | null,
  champ: string,
  reserves: Reserve[],
): { valeur: string; autorisation: boolean }[] {
  const valeurs = new Set<string>();
  for (const { recu, accord } of recus) {
    if (recu === null || !accord) continue;
    const valeur = lire(recu);
    if (valeur) valeurs.add(valeur);
    else
      reserves.push({
        code: "CONTACT_ILLISIBLE",
        champ,
        message: `La valeur de ${champ} n’est pas un moyen de contact lisible. Elle n’est pas gardée.`,
      });
  }
  return [...valeurs].map((valeur) => ({ valeur, autorisation: true }));
}
