import type { Contexte, Ligne, Reference } from "../compter";
import { dans, entreeEnVigueur, jours, suivie } from "../situation";
import type { Orientation, Vue } from "../vue";
import { ligne, tousPassages } from "./volet-2";

/** Volet 3: persons with rights and duties only. */

export const deLOrientation = (o: Orientation): Partial<Ligne> => ({
  organisme: o.organisme,
  referent: o.referent,
  parcours: o.parcours,
  categorie: o.categorie,
});
const soumis = (c: Contexte) => tousPassages(c).filter((p) => p.personne.soumise);
export const soumises = (c: Contexte): Vue[] => c.vues.filter((v) => v.soumise);

/** People who are followed at the end of the period. */
export const suivies = (c: Contexte, combien: (o: Orientation, v: Vue) => Partial<Ligne>): Ligne[] =>
  soumises(c).flatMap((personne) => {
    const o = suivie(personne, c.fin);
    return o ? [{ personne, le: c.fin, numerateur: 1, denominateur: 1, ...deLOrientation(o), ...combien(o, personne) }] : [];
  });
export const sommes = (lignes: Reference["lignes"], plus: Partial<Reference> = {}): Reference => ({
  lignes,
  compte: "sommes",
  valeur: "moyenne",
  parts: "moyenne",
  ...plus,
});
const REPARTITION = { valeur: "aucune", parts: "part-du-total" } as const;
const VOLUME = { compte: "personnes", valeur: "nombre", parts: "nombre" } as const;

export const VOLET_3: Record<string, Reference> = {
  "L.I.V3.1": {
    ...VOLUME,
    // The date of each side is its own: a row a side.
    lignes: (c) =>
      soumis(c)
        .filter((p) => p.flux)
        .flatMap((p) => [
          ...(dans(p.orientation?.decideeLe ?? null, c.debut, c.fin) ? [ligne(p, p.orientation!.decideeLe!, { denominateur: 0 })] : []),
          ...(dans(p.notification, c.debut, c.fin) ? [ligne(p, p.notification, { numerateur: 0, denominateur: 1 })] : []),
        ]),
  },
  "L.I.V3.2": {
    ...VOLUME,
    lignes: (c) =>
      soumis(c)
        .filter((p) => !p.flux)
        .flatMap((p) => [
          ligne(p, c.fin, { numerateur: 0, denominateur: 1 }),
          ...(dans(p.orientation?.decideeLe ?? null, c.debut, c.fin) ? [ligne(p, p.orientation!.decideeLe!, { denominateur: 0 })] : []),
        ]),
  },
  "L.I.V3.4": {
    ...REPARTITION,
    compte: "sommes",
    lignes: (c) =>
      soumises(c).flatMap((personne) =>
        personne.orientations
          .filter((o) => dans(o.decideeLe, c.debut, c.fin))
          .map((o) => ({ personne, le: o.decideeLe!, numerateur: 1, denominateur: 1, ...deLOrientation(o) })),
      ),
  },
  "L.I.V3.6": sommes((c) => suivies(c, (o) => ({ numerateur: o.referent === null ? null : 1 })), { unite: (l) => l.referent ?? null }),
  "L.I.V3.8": sommes((c) =>
    soumises(c).flatMap((personne) =>
      personne.orientations
        .filter((o) => dans(o.closeLe, c.debut, c.fin) && o.decideeLe !== null && o.decideeLe <= o.closeLe!)
        .map((o) => {
          const delai = jours(o.decideeLe!, o.closeLe!);
          return { personne, le: o.closeLe!, devoirsLe: o.decideeLe!, numerateur: delai, denominateur: 1, delai, ...deLOrientation(o) };
        }),
    ),
  ),
  "N.I.V3.6": {
    ...VOLUME,
    compte: "sommes",
    sansDenominateur: true,
    lignes: (c) =>
      soumises(c).flatMap((personne) =>
        personne.contrats
          .filter((k) => dans(k.signature, c.debut, c.fin))
          .map((k) => ({ personne, le: k.signature!, numerateur: 1, denominateur: null, propres: { nature: k.nature } })),
      ),
  },
  "N.I.V3.7": sommes((c) =>
    soumis(c).flatMap((p) => {
      if (!dans(p.entretien, c.debut, c.fin) || p.ouverture === null || p.ouverture > p.entretien) return [];
      const delai = jours(p.ouverture, p.entretien);
      return [ligne(p, p.entretien, { numerateur: delai, denominateur: 1, delai })];
    }),
  ),
  "N.I.V3.8": { ...REPARTITION, compte: "personnes", lignes: (c) => suivies(c, () => ({})) },
  "N.I.V3.9": {
    compte: "personnes",
    valeur: "pourcentage",
    parts: "pourcentage",
    lignes: (c) => suivies(c, (o) => ({ numerateur: estIntensive(o, c) ? 1 : 0 })),
  },
};

export const estIntensive = (o: Orientation, c: Contexte): boolean =>
  o.intensite === null ? (c.parcours.find((p) => p.code === o.parcours)?.intensif ?? false) : o.intensite === "INTENSIF";
export const fluxLe = (v: Vue, le: string): boolean | undefined => entreeEnVigueur(v, le)?.flux;
