import { type Lecture, type Lectures, type Ligne, phrase, type Refus } from "./lecture";
import type { OffreLue } from "./offre-lue";

/** What the hub already holds of a département. Codes of the file. */
export interface Connu {
  structures: Set<string>;
  fiches: Set<string>;
  marches: Set<string>;
  parcours: Set<string>;
  /** By code: places of the year, null when not limited, and places taken. */
  offres: Map<string, { financees: number | null; occupees: number }>;
  /** Codes of the aids and kits: they have no session. */
  aides: Set<string>;
  /** By offer and code: seats taken. */
  sessions: Map<string, number>;
  /** The current year: places are those of this year. */
  annee: number;
}

type Defaut = { code: string; champ: string; defaut: string } | null;

/** Places of a year: its own, else those of every year. */
export const placesDe = (
  { placesParAn, placesParExercice }: Pick<OffreLue, "placesParAn" | "placesParExercice">,
  annee: number,
): number | null => placesParExercice.find(({ exercice }) => exercice === annee)?.places ?? placesParAn;

/** Puts aside the lines that what is known, or another file, does not allow. Files come in their order: an offer may name a structure of the same folder.
 * `complet`: each file says all of its kind, so that what it does not say may no longer be named. */
export function controler(lectures: Lectures, connu: Connu, complet: boolean): void {
  for (const fichier of ["structures", "fiches", "marches"] as const)
    connu[fichier] = nommables(lectures[fichier], connu[fichier], complet);
  if (lectures.offres) ecarter(lectures.offres, (ligne) => defautDeLOffre(ligne.valeur, connu));
  const offres = nommables(lectures.offres, new Set(connu.offres.keys()), complet);
  if (lectures.financeurs)
    ecarter(lectures.financeurs, ({ valeur: { cible, code } }) => {
      if (cible === "OFFRE") return offres.has(code) ? null : { code: "OFFRE_INCONNUE", ...inconnue("offre", code, "une offre") };
      return connu.fiches.has(code) ? null : { code: "FICHE_INCONNUE", ...inconnue("fiche_action", code, "une fiche de fiches.csv") };
    });
  const aides = aidesDe(lectures.offres, connu.aides);
  if (lectures.sessions)
    ecarter(lectures.sessions, ({ cle, valeur: { offre, capacite } }) => {
      if (!offres.has(offre)) return { code: "OFFRE_INCONNUE", ...inconnue("offre", offre, "une offre") };
      if (aides.has(offre))
        return {
          code: "SESSION_SANS_OBJET",
          champ: "offre",
          defaut: `« ${offre} » est une aide ou un kit, qui n’a pas de session : retirez cette ligne, ou changez le type de l’offre`,
        };
      const inscrits = connu.sessions.get(cle) ?? 0;
      if (capacite === null || capacite >= inscrits) return null;
      const defaut = `${capacite} places, mais ${inscrits} sont déjà prises : annulez d’abord des prescriptions, ou gardez au moins ${inscrits}`;
      return { code: "CAPACITE_INSUFFISANTE", champ: "capacite", defaut };
    });
}

/** What the lines of another file may name: a line that is refused leaves what was known of it. */
function nommables(lecture: Lecture | undefined, connus: Set<string>, complet: boolean): Set<string> {
  if (!lecture) return connus;
  const gardes = complet ? lecture.refus.map(({ cle }) => cle).filter((cle) => cle !== null && connus.has(cle)) : [...connus];
  return new Set([...lecture.lignes.map(({ cle }) => cle), ...(gardes as string[])]);
}

const AIDES = ["aide-financiere", "aide-materielle"];

/** The aids, as the file of offers says them; as they were known where it does not. */
function aidesDe(lecture: Lectures["offres"], connues: ReadonlySet<string>): Set<string> {
  const aides = new Set(connues);
  for (const { cle, valeur } of lecture?.lignes ?? []) {
    if (AIDES.includes(valeur.service.type as string)) aides.add(cle);
    else aides.delete(cle);
  }
  return aides;
}

function ecarter<F extends keyof Lectures>(lecture: Lecture<F>, defautDe: (ligne: Ligne<F>) => Defaut): void {
  const gardees: Ligne<F>[] = [];
  for (const ligne of lecture.lignes) {
    const defaut = defautDe(ligne);
    if (defaut === null) gardees.push(ligne);
    else lecture.refus.push(refusDe(lecture.fichier, ligne, defaut));
  }
  lecture.lignes = gardees;
}

function refusDe(fichier: Lecture["fichier"], { cle, ligne, original }: Ligne, { code, champ, defaut }: NonNullable<Defaut>): Refus {
  return { cle, ligne, code, champ, message: phrase(fichier, ligne, champ, defaut), original };
}

const inconnue = (champ: string, valeur: string, attendu: string): { champ: string; defaut: string } => ({
  champ,
  defaut: `« ${valeur.slice(0, 60)} » n’est pas ${attendu} que le hub connaît : ajoutez-la à son fichier, ou corrigez le code`,
});

function defautDeLOffre(offre: OffreLue, connu: Connu): Defaut {
  if (!connu.structures.has(offre.structure))
    return { code: "STRUCTURE_INCONNUE", ...inconnue("structure", offre.structure, "une structure de structures.csv") };
  if (offre.ficheAction !== null && !connu.fiches.has(offre.ficheAction))
    return { code: "FICHE_INCONNUE", ...inconnue("fiche_action", offre.ficheAction, "une fiche de fiches.csv") };
  if (offre.marche !== null && !connu.marches.has(offre.marche))
    return { code: "MARCHE_INCONNU", ...inconnue("marche", offre.marche, "une référence de marches.csv") };
  const parcours = offre.parcours.find((code) => !connu.parcours.has(code));
  if (parcours !== undefined) {
    const defaut = `« ${parcours.slice(0, 60)} » n’est pas un parcours local du département (${[...connu.parcours].sort().join(", ") || "aucun n’est chargé"})`;
    return { code: "PARCOURS_NON_LOCAL", champ: "parcours", defaut };
  }
  return defautDesPlaces(offre, connu);
}

/** Places may not fall below those taken. A year that finances fewer than what was carried over is told once, by its opening. */
function defautDesPlaces(offre: OffreLue, connu: Connu): Defaut {
  const [places, avant] = [placesDe(offre, connu.annee), connu.offres.get(offre.code)];
  if (places === null || !avant || places >= avant.occupees || (avant.financees !== null && places >= avant.financees)) return null;
  const defaut = `${places} places pour ${connu.annee}, mais ${avant.occupees} sont déjà prises : annulez d’abord des prescriptions, ou gardez au moins ${avant.occupees}`;
  return { code: "PLACES_INSUFFISANTES", champ: "places_financees", defaut };
}
