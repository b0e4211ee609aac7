import type { Contexte, Ligne, Reference } from "../compter";
import type { Jour } from "../histoire";
import { dans, jours, type Passage, passages, plusJours, plusMois } from "../situation";

/** Volet 2, équipe information orientation: entrants, delays of the first orientation, absences. */

export const ligne = (p: Passage, le: Jour, plus: Partial<Ligne> = {}): Ligne => ({
  personne: p.personne,
  le,
  numerateur: 1,
  denominateur: null,
  organisme: p.orientation?.organisme ?? null,
  referent: p.orientation?.referent ?? null,
  parcours: p.orientation?.parcours ?? null,
  categorie: p.orientation?.categorie ?? null,
  flux: p.flux,
  ...plus,
});
export const tousPassages = ({ vues }: Contexte): Passage[] => vues.flatMap(passages);
export const personnes = (lignes: Reference["lignes"], plus: Partial<Reference> = {}): Reference => ({
  lignes,
  compte: "personnes",
  valeur: "nombre",
  parts: "nombre",
  sansDenominateur: true,
  ...plus,
});

/** First orientations decided in the period, since the entry, with what each one counts for. */
export const decidees = (contexte: Contexte, combien: (p: Passage, le: Jour) => Partial<Ligne>): Ligne[] =>
  tousPassages(contexte).flatMap((p) => {
    const le = p.orientation?.decideeLe ?? null;
    return dans(le, contexte.debut, contexte.fin) ? [ligne(p, le, combien(p, le))] : [];
  });
/** The delay that the definition measures is that of the decisions that it counts. */
const depuis = (p: Passage, le: Jour) => (p.notification === null ? null : jours(p.notification, le));
const si = (vrai: boolean, p: Passage, le: Jour) => ({ numerateur: vrai ? 1 : 0, delai: vrai ? depuis(p, le) : null });
const unAnPlusTot = (le: Jour) => plusMois(le, -12);
/** A period that ends with a month is compared with one that ends with that month: February 2029 with the 29 days of February 2028. */
const finUnAnPlusTot = (fin: Jour) =>
  plusJours(fin, 1).endsWith("-01") ? plusJours(unAnPlusTot(plusJours(fin, 1)), -1) : unAnPlusTot(fin);

export const VOLET_2: Record<string, Reference> = {
  "L.I.V2.1.1": personnes((c) => tousPassages(c).flatMap((p) => (dans(p.notification, c.debut, c.fin) ? [ligne(p, p.notification)] : []))),
  "L.I.V2.1.2": personnes(
    (c) =>
      tousPassages(c).flatMap((p) => {
        if (!p.notification) return [];
        const cette = dans(p.notification, c.debut, c.fin);
        const autre = dans(p.notification, unAnPlusTot(c.debut), finUnAnPlusTot(c.fin));
        return cette || autre ? [ligne(p, p.notification, { numerateur: cette ? 1 : 0, denominateur: autre ? 1 : 0 })] : [];
      }),
    { valeur: "evolution", parts: "evolution", sansDenominateur: false },
  ),
  "L.I.V2.1.3": personnes((c) => decidees(c, (p, le) => si(p.notification !== null && le < plusMois(p.notification, 1), p, le))),
  "L.I.V2.1.4": personnes((c) => decidees(c, (p, le) => si(p.notification !== null && le < plusJours(p.notification, 15), p, le))),
  "L.I.V2.1.5": personnes(
    (c) =>
      c.vues.flatMap((personne) =>
        convocations(personne, c).map((r) => ({
          personne,
          le: r.le!,
          numerateur: estAbsence(r.statut) ? 1 : 0,
          denominateur: 1,
          organisme: r.organisme,
        })),
      ),
    { valeur: "pourcentage", parts: "pourcentage", sansDenominateur: false },
  ),
  "N.I.V2.3": personnes((c) => decidees(c, () => ({})), { valeur: "aucune" }),
  "N.I.V2.4": personnes(
    (c) =>
      decidees(c, (p, le) => ({
        ...si(p.notification !== null && le <= plusJours(p.notification, 15), p, le),
        denominateur: 1,
        delai: depuis(p, le),
      })),
    { valeur: "aucune", sansDenominateur: false },
  ),
};

export const estAbsence = (statut: string | null): boolean => statut === "ABSENT" || statut === "ABSENT_JUSTIFIE";
export const convocations = (personne: Contexte["vues"][number], { debut, fin }: Pick<Contexte, "debut" | "fin">) =>
  personne.presences.filter(
    (r) =>
      r.famille === "ORIENTATION" &&
      (r.rang === 1 || r.rang === 2) &&
      (r.statut === "HONORE" || estAbsence(r.statut)) &&
      dans(r.le, debut, fin),
  );
