import type { Reference } from "../compter";
import { contratEnCours, dans, derniere, jours, presente } from "../situation";
import { convocations, estAbsence, ligne, tousPassages } from "./volet-2";
import { deLOrientation, sommes, soumises, suivies } from "./volet-3";

/** The roadmap: persons with rights and duties only. */

const POURCENTAGE = { compte: "personnes", valeur: "pourcentage", parts: "pourcentage" } as const;

export const FEUILLE_DE_ROUTE: Record<string, Reference> = {
  "F.4": {
    ...POURCENTAGE,
    lignes: (c) =>
      tousPassages(c)
        .filter((p) => p.personne.soumise)
        .flatMap((p) => {
          if (!dans(p.notification, c.debut, c.fin)) return [];
          const decidee = p.orientation !== null && p.orientation.decideeLe! <= c.fin;
          return [ligne(p, p.notification, { numerateur: decidee ? 1 : 0, denominateur: 1 })];
        }),
  },
  "F.5": {
    ...POURCENTAGE,
    compte: "sommes",
    lignes: (c) =>
      soumises(c).flatMap((personne) =>
        convocations(personne, c).map((r) => ({
          personne,
          le: r.le!,
          numerateur: estAbsence(r.statut) ? 1 : 0,
          denominateur: 1,
          organisme: r.organisme,
          propres: { rang: String(r.rang) },
        })),
      ),
  },
  "F.6": {
    compte: "personnes",
    valeur: "aucune",
    parts: "part-du-total",
    lignes: (c) =>
      soumises(c).flatMap((personne) => {
        const o = derniere(personne.orientations.filter((x) => dans(x.decideeLe, c.debut, c.fin)));
        return o ? [{ personne, le: o.decideeLe!, numerateur: 1, denominateur: 1, ...deLOrientation(o) }] : [];
      }),
  },
  "F.7": sommes((c) =>
    tousPassages(c)
      .filter((p) => p.personne.soumise)
      .flatMap((p) => {
        const decision = p.orientation?.decideeLe ?? null;
        if (!dans(p.entretien, c.debut, c.fin) || decision === null || decision > p.entretien) return [];
        const delai = jours(decision, p.entretien);
        return [ligne(p, p.entretien, { numerateur: delai, denominateur: 1, delai })];
      }),
  ),
  "F.9": { compte: "personnes", valeur: "aucune", parts: "part-du-total", lignes: (c) => suivies(c, () => ({})) },
  "F.12": {
    ...POURCENTAGE,
    parts: "part-du-total",
    lignes: (c) =>
      soumises(c).flatMap((personne) => {
        const e = presente(personne, c.fin);
        if (!e) return [];
        const contrat = contratEnCours(personne, c.fin);
        const cle = contrat ? (contrat.exempte ? "AVEC_CONTRAT_EXEMPTE" : "AVEC_CONTRAT") : "SANS_CONTRAT";
        return [{ personne, le: c.fin, numerateur: contrat ? 1 : 0, denominateur: 1, flux: e.flux, propres: { contrat: cle } }];
      }),
  },
  "F.13": sommes(
    (c) =>
      suivies(c, (_, v) => {
        const siennes = v.activites.filter((a) => dans(a.date, c.debut, c.fin) && (a.statut === "DECLAREE" || a.statut === "CONFIRMEE"));
        return { numerateur: siennes.length === 0 ? null : siennes.reduce((somme, a) => somme + a.minutes, 0) / 60 };
      }),
    { inconnu: true },
  ),
};
