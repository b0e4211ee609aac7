import { DEBUT_DES_TEMPS, FIN_DES_TEMPS, type Jour } from "./histoire";
import type { Contrat, Entree, Orientation, Presence, Vue } from "./vue";

/** What can be said of a person on a day, from her view. Written apart from the hub: dates are its own too. */

export const dans = (le: Jour | null, debut: Jour, fin: Jour): le is Jour => le !== null && debut <= le && le <= fin;

const enJours = (le: Jour) => Date.UTC(Number(le.slice(0, 4)), Number(le.slice(5, 7)) - 1, Number(le.slice(8)));
export const jours = (de: Jour, a: Jour): number => (enJours(a) - enJours(de)) / 86_400_000;
export const plusJours = (le: Jour, n: number): Jour => new Date(enJours(le) + n * 86_400_000).toISOString().slice(0, 10);

/** Calendar months; a day that the month does not have is its last one. */
export function plusMois(le: Jour, n: number): Jour {
  const [annee, mois, quantieme] = le.split("-").map(Number) as [number, number, number];
  const dernier = new Date(Date.UTC(annee, mois + n, 0));
  return dernier.toISOString().slice(0, 8) + String(Math.min(quantieme, dernier.getUTCDate())).padStart(2, "0");
}

/** Whether she has duties on a day, in one of her dossiers at least: of each, the last that was said to hold by then. What names no dossier
 * holds for all hers, from the first day of each. */
export function soumiseLe(personne: Vue, le: Jour): boolean {
  const general = (d: Vue["droits"][number]) => d.origine.includes("PERSONNE ");
  const dossiers = new Set(personne.droits.filter((d) => !general(d)).map((d) => d.dossier));
  return [...dossiers].some((dossier) => {
    const siens = personne.droits.filter((d) => !general(d) && d.dossier === dossier);
    const debut = premiere(siens.map((d) => d.depuis))!;
    const dits = [...siens, ...personne.droits.filter((d) => general(d) && d.depuis >= debut)];
    const connus = dits.filter((d) => d.soumise !== null && d.depuis <= le);
    return connus.sort((a, c) => texte(a.depuis, c.depuis) || a.rang - c.rang).at(-1)?.soumise ?? false;
  });
}

const texte = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Where she lived on a day: the last commune told to hold by then; before the first one, the first one. */
export function communeLe(personne: Vue, le: Jour): string | null {
  const lieux = [...personne.lieux].sort((a, b) => texte(a.depuis, b.depuis) || a.rang - b.rang);
  return (lieux.filter((l) => l.depuis <= le).at(-1) ?? lieux[0])?.commune ?? null;
}

/** The day from which an entry counts. */
export const depart = (e: Entree): Jour | null => e.notification ?? e.dispositif ?? e.ouverture;

export interface Passage extends Entree {
  personne: Vue;
  du: Jour;
  avant: Jour;
  orientation: Orientation | null;
  entretien: Jour | null;
}

/** The entries of a person, each with what happened from it (the first one: ever) to the next. */
export function passages(personne: Vue): Passage[] {
  const entrees = [...personne.entrees].sort((a, b) => a.rang - b.rang);
  return entrees.map((entree, i) => {
    const du = i === 0 ? DEBUT_DES_TEMPS : (depart(entree) ?? DEBUT_DES_TEMPS);
    const suivante = entrees[i + 1];
    const avant = suivante ? (depart(suivante) ?? FIN_DES_TEMPS) : FIN_DES_TEMPS;
    const pendant = (le: Jour | null): le is Jour => le !== null && du <= le && le < avant;
    return {
      ...entree,
      personne,
      du,
      avant,
      orientation: parDecision(personne.orientations.filter((o) => pendant(o.decideeLe)))[0] ?? null,
      entretien: premiere(
        personne.presences.filter((p) => estAccompagnement(p) && p.statut === "HONORE" && pendant(p.le)).map((p) => p.le!),
      ),
    };
  });
}

export const premiere = (dates: readonly Jour[]): Jour | null => [...dates].sort()[0] ?? null;
export const estAccompagnement = (p: Presence) => p.famille === "PREMIER_ACCOMPAGNEMENT" || p.famille === "ACCOMPAGNEMENT";
export const parDecision = (liste: readonly Orientation[]): Orientation[] =>
  [...liste].sort((a, b) => texte(a.decideeLe!, b.decideeLe!) || a.rang - b.rang || texte(a.id, b.id));

/** The entry in force on a day: the last that had begun; none before the first. */
export const entreeEnVigueur = (personne: Vue, le: Jour): Entree | null =>
  [...personne.entrees]
    .sort((a, b) => a.rang - b.rang)
    .filter((e) => (depart(e) ?? DEBUT_DES_TEMPS) <= le)
    .at(-1) ?? null;

/** The last of some orientations. Of two decisions of the same day and rank, one counts: the first by id. */
export function derniere(orientations: readonly Orientation[]): Orientation | null {
  const decidees = parDecision(orientations.filter((o) => o.decideeLe !== null));
  const fin = decidees.at(-1);
  return decidees.find((o) => o.decideeLe === fin?.decideeLe && o.rang === fin?.rang) ?? null;
}
export const derniereDecidee = (personne: Vue, le: Jour): Orientation | null =>
  derniere(personne.orientations.filter((o) => o.decideeLe !== null && o.decideeLe <= le));

/** The orientation decided by a day that still runs at the end of it (the last of them), if no exit followed it. */
export function suivie(personne: Vue, fin: Jour): Orientation | null {
  const o = derniere(
    personne.orientations.filter((x) => x.decideeLe !== null && x.decideeLe <= fin && (x.closeLe === null || x.closeLe > fin)),
  );
  return o && !personne.sorties.some((s) => dans(s.date, o.decideeLe!, fin)) ? o : null;
}

/** The entry of who is in the dispositif at the end of a day: her last one, not followed by an exit. */
export function presente(personne: Vue, fin: Jour): Entree | null {
  const derniere = [...personne.entrees]
    .sort((a, b) => a.rang - b.rang)
    .filter((e) => (depart(e) ?? FIN_DES_TEMPS) <= fin)
    .at(-1);
  if (!derniere) return null;
  return personne.sorties.some((s) => dans(s.date, depart(derniere)!, fin)) ? null : derniere;
}

/** The contract signed that runs on a day, the last signed first. */
export const contratEnCours = (personne: Vue, le: Jour): Contrat | null =>
  [...personne.contrats]
    .filter((c) => c.signature !== null && c.signature <= le && (c.fin === null || c.fin >= le))
    .sort((a, b) => texte(b.signature!, a.signature!) || texte(a.id, b.id))[0] ?? null;

/** Whether, on a day, she has duties in a dossier whose right is open and payable: what is not said of a right is that it is. */
export function droitVersableLe(personne: Vue, le: Jour): boolean {
  const dossiers = new Set(personne.droits.filter((d) => !d.origine.includes("PERSONNE ")).map((d) => d.dossier));
  return [...dossiers].some((dossier) => {
    const siens = personne.droits.filter((d) => d.origine.includes("PERSONNE ") || d.dossier === dossier);
    const etats = siens.filter((d) => d.dossier === dossier && d.etat !== null && d.depuis <= le);
    const etat = etats.sort((a, b) => texte(a.depuis, b.depuis) || a.rang - b.rang).at(-1)?.etat ?? "OUVERT_VERSABLE";
    return etat === "OUVERT_VERSABLE" && soumiseLe({ ...personne, droits: siens }, le);
  });
}
