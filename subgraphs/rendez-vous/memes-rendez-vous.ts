import type { FamilleMotif } from "./correspondances-rdv";
import type { SystemeDeclarant } from "./declaration";

/** One thing that a tool once said of an appointment: where, when, for what, and who. */
export interface Dit {
  /** Instant, ISO in UTC. */
  debut: string;
  organisme: string | null;
  collectif: boolean;
  famille: FamilleMotif;
  /** Canonical ids. */
  personnes: ReadonlySet<string>;
}

/** An appointment as one tool knows it: everything that it ever said of it, in no order. */
export interface Fiche {
  /** `systeme identifiant`. */
  cle: string;
  systeme: SystemeDeclarant;
  departement: string;
  /** Key of the same appointment at RDV-Solidarités, when the tool gives it. */
  solidarites: string | null;
  dits: readonly Dit[];
}

const inclus = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].every((x) => b.has(x));

/** Families that two tools may give to one appointment: the same, or one of them has no category for its motif. */
export const famillesCompatibles = (a: FamilleMotif, b: FamilleMotif): boolean => a === b || a === "AUTRE" || b === "AUTRE";

/** True when two sayings, without any id in common, can only be about one appointment: same organisme, same start to the second, both alone or both
 * collective, a motif that may be the same, and the people of one are among the people of the other (France Travail tells one person at a time). */
export function ditsCompatibles(a: Dit, b: Dit): boolean {
  if (a.organisme === null || a.organisme !== b.organisme || a.debut !== b.debut || a.collectif !== b.collectif) return false;
  if (a.personnes.size === 0 || b.personnes.size === 0 || !famillesCompatibles(a.famille, b.famille)) return false;
  return inclus(a.personnes, b.personnes) || inclus(b.personnes, a.personnes);
}

const personnesDe = (f: Fiche) => f.dits.flatMap((d) => [...d.personnes]);

/** One tool knows an appointment once; France Travail alone gives one id a person to a collective one. */
function peuventAller(a: Fiche, b: Fiche): boolean {
  if (a.departement !== b.departement) return false;
  if (a.systeme !== b.systeme) return true;
  if (a.systeme !== "FRANCE_TRAVAIL" || ![...a.dits, ...b.dits].every((d) => d.collectif)) return false;
  const others = new Set(personnesDe(b));
  return personnesDe(a).every((p) => !others.has(p));
}

const memesDits = (a: Fiche, b: Fiche): boolean => a.dits.some((x) => b.dits.some((y) => ditsCompatibles(x, y)));

/** The appointments that several tools tell, as groups of keys. It depends on what was said, not on the order in which it came.
 * First by id: RDV-Insertion names the appointment of RDV-Solidarités. Then without: fiches that say the same go together when the whole
 * they make knows each tool once; a choice between two is no choice, they all stay apart.
 * @param distinctes true for two keys that a professional told apart. */
export function grouper(fiches: readonly Fiche[], distinctes: (a: string, b: string) => boolean): string[][] {
  const parCle = new Map(fiches.map((f) => [f.cle, f]));
  const apart = (un: readonly Fiche[]) => un.some((a, i) => un.slice(i + 1).some((b) => distinctes(a.cle, b.cle)));
  const possible = (un: readonly Fiche[]) => un.every((a, i) => un.slice(i + 1).every((b) => peuventAller(a, b))) && !apart(un);
  const parId = reunir(
    fiches.map((f) => [f]),
    (a, b) => nomme(a[0]!, b[0]!) || nomme(b[0]!, a[0]!),
  );
  const groupes = parId.flatMap((whole) => {
    const un = whole.flat();
    return un.length === 1 || possible(un) ? [un] : sansLesDouteuses(un, parCle, possible);
  });
  const semblables = reunir(groupes, (a, b) => a.some((x) => b.some((y) => peuventAller(x, y) && memesDits(x, y))));
  return semblables
    .flatMap((parts) => {
      const whole = parts.flat();
      return possible(whole) ? [whole] : parts;
    })
    .map((un) => un.map((f) => f.cle).sort());
}

const nomme = (a: Fiche, b: Fiche): boolean => a.solidarites === b.cle && a.departement === b.departement;

/** Two fiches of RDV-Insertion name one of RDV-Solidarités, or a professional told them apart: the named one keeps the smallest key that may go with it. */
function sansLesDouteuses(
  un: readonly Fiche[],
  parCle: ReadonlyMap<string, Fiche>,
  possible: (un: readonly Fiche[]) => boolean,
): Fiche[][] {
  const nommee = un.map((f) => f.solidarites && parCle.get(f.solidarites)).find((f) => f);
  const autres = un.filter((f) => f !== nommee).sort((a, b) => (a.cle < b.cle ? -1 : 1));
  if (!nommee) return un.map((f) => [f]);
  const retenue = autres.find((f) => possible([nommee, f]));
  return [retenue ? [nommee, retenue] : [nommee], ...autres.filter((f) => f !== retenue).map((f) => [f])];
}

/** Connected parts of a list under a relation. */
function reunir<T>(elements: readonly T[], lies: (a: T, b: T) => boolean): T[][] {
  const parts: T[][] = [];
  for (const element of elements) {
    const touched = parts.filter((part) => part.some((other) => lies(element, other)));
    for (const part of touched) parts.splice(parts.indexOf(part), 1);
    parts.push([...touched.flat(), element]);
  }
  return parts;
}
