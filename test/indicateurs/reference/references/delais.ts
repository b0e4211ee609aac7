import type { Contexte, Ligne, Reference } from "../compter";
import type { Jour } from "../histoire";
import { dans, estAccompagnement, jours, type Passage, plusJours, plusMois, premiere, suivie } from "../situation";
import type { Prescription } from "../vue";
import { decidees, ligne, personnes, tousPassages } from "./volet-2";
import { deLOrientation, sommes } from "./volet-3";

/** Delays between two dates of a life with the hub, and what the réseau pour l'emploi asks. */

type Date_ = Jour | null;
/** A delay that is negative, or that lacks a date, does not count; it counts on its second day. */
const delai = ({ debut, fin }: Contexte, de: Date_, a: Date_): { le: Jour; delai: number } | null =>
  de !== null && dans(a, debut, fin) && de <= a ? { le: a, delai: jours(de, a) } : null;
const compte = (d: { le: Jour; delai: number }): Pick<Ligne, "le" | "delai" | "numerateur" | "denominateur"> => ({
  ...d,
  numerateur: d.delai,
  denominateur: 1,
});

/** `avant`: the orientation is not there yet, or not needed: who follows her is who does that day. */
const delaiDePassage = (de: (p: Passage) => Date_, a: (p: Passage) => Date_, avant = false): Reference =>
  sommes((c) =>
    tousPassages(c).flatMap((p) => {
      const d = delai(c, de(p), a(p));
      if (!d) return [];
      return avant ? [{ personne: p.personne, flux: p.flux, ...compte(d) }] : [ligne(p, d.le, compte(d))];
    }),
  );
const pendant = (p: Passage, dates: readonly Date_[]): Date_ =>
  premiere(dates.filter((le) => le !== null && p.du <= le && le < p.avant) as Jour[]);

const notification = (p: Passage) => p.notification;
const ouverture = (p: Passage) => p.ouverture;
const orientation = (p: Passage) => p.orientation?.decideeLe ?? null;
const entretien = (p: Passage) => p.entretien;
const rendezVousDOrientation = (p: Passage) => p.personne.presences.filter((r) => r.famille === "ORIENTATION");
const convocation = (p: Passage) =>
  pendant(
    p,
    rendezVousDOrientation(p)
      .filter((r) => r.rang !== null)
      .map((r) => r.le),
  );
const venue = (p: Passage) =>
  pendant(
    p,
    rendezVousDOrientation(p)
      .filter((r) => r.statut === "HONORE")
      .map((r) => r.le),
  );
const contrat = (p: Passage) =>
  pendant(
    p,
    p.personne.contrats.map((k) => k.signature),
  );
/** Registered since the entry: who was before has to be again. */
const inscrite = (p: Passage) =>
  pendant(
    p,
    p.personne.inscriptions
      .filter((i) => i.statut === "INSCRIT" && i.dateEffet >= (p.notification ?? p.ouverture ?? "9999-12-31"))
      .map((i) => i.dateEffet),
  );

const delaiDePrescription = (jusque: string): Reference =>
  sommes((c) =>
    c.vues.flatMap((personne) =>
      personne.prescriptions.flatMap((p: Prescription) => {
        const d = delai(c, p.etapes.OUVERTE ?? null, p.etapes[jusque] ?? null);
        return d ? [{ personne, ...compte(d) }] : [];
      }),
    ),
  );
const delaiDeSanction = (de: (s: Contexte["vues"][number]["sanctions"][number], v: Contexte["vues"][number]) => Date_): Reference =>
  sommes((c) =>
    c.vues.flatMap((personne) =>
      personne.sanctions.flatMap((s) => {
        const d = delai(c, de(s, personne), s.decideeLe);
        return d ? [{ personne, ...compte(d) }] : [];
      }),
    ),
  );

/** First accompaniment kept since the first orientation. */
const recueDepuis = (p: Passage, decision: Jour): Date_ =>
  pendant(
    p,
    p.personne.presences.filter((r) => estAccompagnement(r) && r.statut === "HONORE" && r.le !== null && r.le >= decision).map((r) => r.le),
  );
const DURABLES = ["CDI", "CDD_6_MOIS_ET_PLUS", "INDEPENDANT"];
const reprises = (c: Contexte, seulement: (typeContrat: string) => boolean): Ligne[] =>
  c.vues.flatMap((personne) =>
    personne.reprises
      .filter((r) => dans(r.debut, c.debut, c.fin))
      .map((r) => ({
        personne,
        le: r.debut,
        numerateur: seulement(r.typeContrat) ? 1 : 0,
        denominateur: 1,
        propres: { typeContrat: r.typeContrat },
      })),
  );
const PART = { valeur: "pourcentage", parts: "pourcentage", sansDenominateur: false } as const;

export const DELAIS: Record<string, Reference> = {
  "UF.3.01": delaiDePassage(ouverture, notification, true),
  "UF.3.02": delaiDePassage(notification, convocation, true),
  "UF.3.03": delaiDePassage(notification, venue, true),
  "UF.3.04": delaiDePassage(convocation, orientation),
  "UF.3.05": delaiDePassage(notification, orientation),
  "UF.3.06": delaiDePassage(ouverture, orientation),
  "UF.3.07": delaiDePassage(orientation, entretien),
  "UF.3.08": delaiDePassage(ouverture, entretien),
  "UF.3.09": delaiDePassage(entretien, contrat),
  "UF.3.10": delaiDePassage(orientation, contrat),
  "UF.3.11": delaiDePassage(notification, contrat),
  "UF.3.12": delaiDePassage(ouverture, contrat),
  "UF.3.13": delaiDePassage(notification, inscrite),
  "UF.3.14": delaiDePassage(orientation, inscrite),
  "UF.3.15": delaiDePrescription("VALIDEE"),
  "UF.3.16": delaiDePrescription("DEMARREE"),
  "UF.3.17": sommes((c) =>
    c.vues.flatMap((personne) =>
      personne.reorientations.flatMap((r) => {
        const d = delai(c, r.demandeeLe, r.statueeLe);
        return d ? [{ personne, ...compte(d) }] : [];
      }),
    ),
  ),
  "UF.3.18": delaiDeSanction((s, v) => v.manquements.find((m) => m.id === s.manquement)?.constateLe ?? null),
  "UF.3.19": delaiDeSanction((s) => s.proposeeLe),
  "RPE.01": sommes((c) =>
    decidees(c, (p, le) => {
      const recue = recueDepuis(p, le);
      const attente = recue === null ? null : jours(le, recue);
      return { numerateur: attente, denominateur: attente === null ? null : 1, delai: attente };
    }),
  ),
  "RPE.02": personnes(
    (c) =>
      decidees(c, (p, le) => {
        const recue = recueDepuis(p, le);
        return { numerateur: recue !== null && recue <= plusJours(le, 15) ? 1 : 0, denominateur: 1 };
      }),
    PART,
  ),
  "RPE.03": personnes(
    (c) =>
      c.vues.flatMap((personne) => {
        const o = suivie(personne, c.fin);
        const depuis = plusMois(c.fin, -3);
        if (!o || o.decideeLe! >= depuis) return [];
        const recue = personne.presences.some((r) => estAccompagnement(r) && r.statut === "HONORE" && dans(r.le, depuis, c.fin));
        return [{ personne, le: c.fin, numerateur: recue ? 0 : 1, denominateur: 1, ...deLOrientation(o) }];
      }),
    PART,
  ),
  "RPE.04": personnes((c) => reprises(c, () => true)),
  "RPE.05": personnes((c) => reprises(c, (type) => DURABLES.includes(type)), PART),
};
