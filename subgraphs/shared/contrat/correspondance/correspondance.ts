/** A crosswalk between the hub's words and a partner's, both ways, as a table. `null`: the other side has no word for it. */
export interface Correspondance<H extends string, P extends string> {
  vers: Readonly<Record<H, P | null>>;
  depuis: Readonly<Record<P, H | null>>;
  /** What does not come back as it went: said here, checked over all values by a test. */
  pertes: { vers: readonly H[]; depuis: readonly P[] };
}

/** A crosswalk where each word has exactly one on the other side: nothing is lost, either way. */
export function bijection<H extends string, P extends string>(vers: Readonly<Record<H, P>>): Correspondance<H, P> {
  const depuis = Object.fromEntries(Object.entries(vers).map(([hub, partenaire]) => [partenaire, hub])) as Record<P, H>;
  return { vers, depuis, pertes: { vers: [], depuis: [] } };
}

/** The partner's word, or null when it has none, or the value is not one of the hub's. */
export const versPartenaire = <H extends string, P extends string>({ vers }: Correspondance<H, P>, valeur: string): P | null =>
  Object.hasOwn(vers, valeur) ? vers[valeur as H] : null;

/** The hub's word, or null when it has none: an unknown code is never taken for another. */
export const depuisPartenaire = <H extends string, P extends string>({ depuis }: Correspondance<H, P>, code: string): H | null =>
  Object.hasOwn(depuis, code) ? depuis[code as P] : null;

/** The words that do not come back as they went, found by going through all of them. */
export function pertesDe<H extends string, P extends string>({ vers, depuis }: Correspondance<H, P>): { vers: H[]; depuis: P[] } {
  const revient = (aller: Readonly<Record<string, string | null>>, retour: Readonly<Record<string, string | null>>, mot: string) => {
    const autre = aller[mot] ?? null;
    return autre !== null && retour[autre] === mot;
  };
  return {
    vers: (Object.keys(vers) as H[]).filter((mot) => !revient(vers, depuis, mot)),
    depuis: (Object.keys(depuis) as P[]).filter((code) => !revient(depuis, vers, code)),
  };
}
