import fs from "node:fs";

/** S1 to S27 of the attack list: what each one is, for the table that `npm run test:attacks` prints. */
export const ATTAQUES = {
  S1: "bombe de fragments, de 6 à 30 niveaux",
  S2: "bombe en ligne, derrière @include et @skip, et 1 000 petites différentes",
  S3: "un plan lent rencontre le délai, les autres sont servis",
  S4: "alias d’un champ sensible",
  S5: "profondeur, coût, taille de page absente, 0, −1, 10^9",
  S6: "2 000 champs répétés, 10 000 mots, 1 Mo, variables profondes, bombe gzip, client lent",
  S7: "lots, abonnements non déclarés, @defer",
  S8: "introspection, _service, _entities, suggestions, piles en production",
  S9: "mutation par GET, formulaire, text/plain, multipart sans preflight",
  S10: "mots du prototype",
  S11: "un sous-graphe qui ment",
  S12: "chaque champ × chaque jeton qui ne vaut rien",
  S13: "les mêmes par interface, union, fragment, _entities, chemin, curseur, tri, compte",
  S14: "démarrer sans rien qui applique les droits",
  S15: "un sous-graphe appelé sans la passerelle",
  S16: "ids d’un autre département, organisme, portefeuille ; curseurs forgés",
  S17: "SQL, CRLF, SSRF dans chaque argument de texte",
  S18: "sécurité par ligne et connexions partagées",
  S19: "jetons rejoués ou périmés",
  S20: "force brute sur le secret d’un client",
  S21: "balayage de personnes",
  S22: "webhooks : rejeu, horodatage ancien, fausse signature, adresses internes",
  S23: "clé d’idempotence d’un autre client, ou d’un autre contenu",
  S24: "injection dans les traces ; registre modifié, effacé, réordonné, tronqué",
  S25: "une dépendance sous une version connue comme réparée",
  S26: "en-têtes de sécurité, CSP stricte",
  S27: "aucun secret dans le dépôt, /health, les erreurs, l’environnement",
} as const;
export type Attaque = keyof typeof ATTAQUES;

/** True under `npm run test:attacks`: the whole attack. Otherwise its bounded form, for CI. */
export const ENTIERE = process.env.UNEFOIS_ATTAQUES === "entieres";

/** One attack and what it measures: `mesurer("temps de refus", 3.2, "ms")`. The title of its tests begins with its number. */
export function attaque(numero: Attaque, tests: (mesurer: (quoi: string, valeur: number | string, unite?: string) => void) => void): void {
  describe(`${numero} ${ATTAQUES[numero]}`, () => {
    tests((quoi, valeur, unite = "") => {
      const fichier = process.env.UNEFOIS_ATTAQUES_MESURES;
      if (fichier) fs.appendFileSync(fichier, `${JSON.stringify({ numero, quoi, valeur, unite })}\n`);
    });
  });
}
