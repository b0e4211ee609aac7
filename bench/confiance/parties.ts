/** What the hub does beside answering, by parts that the bench can leave out. */
export const PARTIES = {
  droits: "droits : directives à la passerelle et dans les sous-graphes, rôles et politiques de PostgreSQL",
  journal: "journal : une ligne du registre par opération et sous-graphe",
  quota: "quota : personnes comptées par client",
  porte: "porte : jeton, documents, coût et budget, heures, journal d’exploitation et mesures de la passerelle",
} as const;
export type Partie = keyof typeof PARTIES;

/** Parts to leave out, as the command line of the server names them. */
export function lireParties(arguments_: readonly string[]): ReadonlySet<Partie> {
  for (const nom of arguments_) if (!Object.hasOwn(PARTIES, nom)) throw new Error(`Partie inconnue : ${nom}.`);
  return new Set(arguments_ as Partie[]);
}
