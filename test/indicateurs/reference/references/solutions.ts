import { type Catalogue, OFFRES } from "../catalogue";
import type { Contexte, Ligne, Reference } from "../compter";
import { dans, jours, plusJours, plusMois } from "../situation";
import type { Prescription, Vue } from "../vue";
import { enCours, nombreDe } from "./ese";
import { personnes } from "./volet-2";
import { deLOrientation, sommes, soumises } from "./volet-3";

/** Solutions to what hinders people, and devices towards a job: prescriptions of the offers that make them. */

export const FREINS = ["PPAL", "DIAGNOSTIC_MOBILITE", "AUTO_ECOLE", "CRECHE", "GARDERIE_EPHEMERE"];
export const VERS_L_EMPLOI = ["IMMERSION", "MRS", "POE"];
const dispositifDe = (p: Prescription): string | null => (OFFRES as Catalogue)[p.offre]?.dispositif ?? null;
const debut = (p: Prescription) => p.etapes.DEMARREE ?? null;
const fin = (p: Prescription) => p.etapes.TERMINEE ?? null;

const prescriptionsDe = (vues: readonly Vue[], dispositifs: string[]) =>
  vues.flatMap((personne) =>
    personne.prescriptions
      .filter((p) => dispositifs.includes(dispositifDe(p) ?? ""))
      .map((p) => ({ personne, p, dispositif: dispositifDe(p) })),
  );
/** It runs on at least one day of the period, and is placed on the last of them. */
const unJourAuMoins = (c: Contexte, vues: readonly Vue[], dispositifs: string[]): Ligne[] =>
  prescriptionsDe(vues, dispositifs)
    .filter(({ p }) => debut(p) !== null && debut(p)! <= c.fin && (fin(p) === null || fin(p)! >= c.debut))
    .map(({ personne, p, dispositif }) => {
      const le = [fin(p) ?? c.fin, c.fin].sort()[0]!;
      return { personne, le, devoirsLe: debut(p)!, numerateur: 1, denominateur: null, propres: { dispositif } };
    });
const commencees = (c: Contexte, dispositifs: string[], plus: (p: Prescription) => Partial<Ligne> = () => ({})): Ligne[] =>
  prescriptionsDe(c.vues, dispositifs)
    .filter(({ p }) => dans(debut(p), c.debut, c.fin))
    .map(({ personne, p, dispositif }) => ({
      personne,
      le: debut(p)!,
      numerateur: 1,
      denominateur: null,
      propres: { dispositif },
      ...plus(p),
    }));
/** What began since the person entered the device, and at most twelve months after she left it. */
const ensuite = (p: Prescription, le: string | null): le is string =>
  le !== null && debut(p) !== null && le >= debut(p)! && (fin(p) === null || le <= plusMois(fin(p)!, 12));
const reprises = (c: Contexte, dispositif: string, propres: (typeContrat: string) => Record<string, string>): Ligne[] =>
  prescriptionsDe(c.vues, [dispositif]).flatMap(({ personne, p }) =>
    personne.reprises
      .filter((r) => ensuite(p, r.debut) && dans(r.debut, c.debut, c.fin))
      .map((r) => ({ personne, le: r.debut, numerateur: 1, denominateur: null, propres: propres(r.typeContrat) })),
  );

const offres = () => Object.entries(OFFRES as Catalogue);
const SANS_LIEU = { sansLieu: true } as const;

export const SOLUTIONS: Record<string, Reference> = {
  "L.I.V2.2.1": personnes((c) => commencees(c, ["PPAL"])),
  "L.I.V2.2.2": personnes((c) => reprises(c, "PPAL", (typeContrat) => ({ typeContrat }))),
  "L.I.V2.2.3": nombreDe((c) =>
    prescriptionsDe(c.vues, ["DIAGNOSTIC_MOBILITE"])
      .filter(({ p }) => dans(fin(p), c.debut, c.fin))
      .map(({ personne, p }) => ({ personne, le: fin(p)!, numerateur: 1, denominateur: null })),
  ),
  "L.I.V2.2.4": personnes((c) => unJourAuMoins(c, c.vues, ["AUTO_ECOLE"])),
  "L.I.V2.2.6": nombreDe((c) =>
    prescriptionsDe(c.vues, ["CRECHE"])
      .filter(({ p }) => debut(p) !== null && debut(p)! <= c.fin && (fin(p) === null || fin(p)! > c.fin))
      .map(({ personne }) => ({ personne, le: c.fin, numerateur: 1, denominateur: null })),
  ),
  "L.I.V2.2.7": personnes((c) => unJourAuMoins(c, c.vues, ["CRECHE"])),
  "L.I.V2.2.8": personnes((c) => [
    ...reprises(c, "CRECHE", () => ({ issue: "EMPLOI" })),
    ...prescriptionsDe(c.vues, ["CRECHE"]).flatMap(({ personne, p }) =>
      personne.sorties
        .filter((s) => s.nature === "FORMATION" && ensuite(p, s.date) && dans(s.date, c.debut, c.fin))
        .map((s) => ({ personne, le: s.date!, numerateur: 1, denominateur: null, propres: { issue: "FORMATION" } })),
    ),
  ]),
  "L.I.V2.2.9": personnes((c) => unJourAuMoins(c, c.vues, ["GARDERIE_EPHEMERE"])),
  "N.I.V2.7": personnes((c) => commencees(c, FREINS), { valeur: "aucune" }),
  "N.I.V2.8": personnes(
    (c) =>
      commencees(c, FREINS, (p) => ({
        numerateur: debut(p)! <= plusJours(p.etapes.OUVERTE!, 15) ? 1 : 0,
        denominateur: 1,
        delai: jours(p.etapes.OUVERTE!, debut(p)!),
      })),
    { valeur: "aucune", sansDenominateur: false },
  ),
  "L.I.V3.7": personnes((c) => unJourAuMoins(c, soumises(c), VERS_L_EMPLOI)),
  "F.17": personnes((c) => unJourAuMoins(c, soumises(c), VERS_L_EMPLOI)),
  "F.18": sommes(
    (c) =>
      soumises(c).flatMap((personne) =>
        personne.activites
          .filter((a) => dans(a.date, c.debut, c.fin) && (a.statut === "DECLAREE" || a.statut === "CONFIRMEE"))
          .flatMap((a) => {
            const p = personne.prescriptions.find((x) => x.id === a.prescription);
            const dispositif = p ? dispositifDe(p) : null;
            if (!dispositif || !VERS_L_EMPLOI.includes(dispositif)) return [];
            return [{ personne, le: a.date, numerateur: a.minutes / 60, denominateur: null, propres: { dispositif } }];
          }),
      ),
    { valeur: "nombre", parts: "nombre", sansDenominateur: true, inconnu: true },
  ),
  "UF.C.5": nombreDe((c) =>
    c.vues.flatMap((personne) =>
      personne.prescriptions
        .filter((p) => dans(p.etapes.OUVERTE ?? null, c.debut, c.fin))
        .map((p) => {
          // The organisme is the one that follows her that day; nobody's prescription has none.
          const o = enCours(personne, p.etapes.OUVERTE!);
          const suivie = o ? deLOrientation(o) : { organisme: null, referent: null, parcours: null, categorie: null };
          const source = (OFFRES as Catalogue)[p.offre]?.origine ?? null;
          return { personne, le: p.etapes.OUVERTE!, numerateur: 1, denominateur: null, ...suivie, propres: { source } };
        }),
    ),
  ),
  "F.14": {
    ...sommes((c) =>
      offres()
        .filter(([, o]) => o.origine === "PDIE")
        .map(([id, o]) =>
          offre(c, { numerateur: prescrite(c.vues, id, c) ? 1 : 0, denominateur: 1, propres: { fiche: o.fiche ?? null, type: null } }),
        ),
    ),
    valeur: "pourcentage",
    parts: "pourcentage",
    ...SANS_LIEU,
  },
  "N.I.V2.5": {
    ...sommes((c) =>
      offres()
        .filter(([, o]) => FREINS.includes(o.dispositif ?? "") && o.cout)
        .map(([, o]) => offre(c, { numerateur: o.cout! / 100, denominateur: 1, propres: { dispositif: o.dispositif! } })),
    ),
    valeur: "aucune",
    ...SANS_LIEU,
  },
};
/** A row that is about nobody. */
const offre = (c: Contexte, plus: Omit<Ligne, "personne" | "le">): Ligne => ({ personne: c.vues[0]!, le: c.fin, ...plus });
const prescrite = (vues: readonly Vue[], id: string, c: Contexte) =>
  vues.some((v) => v.prescriptions.some((p) => p.offre === id && dans(p.etapes.OUVERTE ?? null, c.debut, c.fin)));
