import type { Ligne, Reference } from "../compter";
import { dans, derniereDecidee, estAccompagnement, jours, plusJours, plusMois, premiere } from "../situation";
import type { Orientation, Vue } from "../vue";
import { personnes } from "./volet-2";
import { deLOrientation, sommes } from "./volet-3";

/** Volet 2, équipe spécialisée emploi: what the team does for the people whom it follows, with or without duties. */

export const estEse = (o: Orientation | null): boolean => o?.parcours === "ESE";
/** The last orientation decided by a day, when it is not closed that day. */
export const enCours = (personne: Vue, le: string): Orientation | null => {
  const o = derniereDecidee(personne, le);
  return o && (o.closeLe === null || o.closeLe > le) ? o : null;
};
const pourEse = (personne: Vue, le: string, plus: Partial<Ligne> = {}): Ligne[] => {
  const o = enCours(personne, le);
  return o && estEse(o) ? [{ personne, le, numerateur: 1, denominateur: null, ...deLOrientation(o), ...plus }] : [];
};
/** First accompaniment kept since an orientation and before its end. */
export const premierEntretien = (personne: Vue, o: Orientation): string | null =>
  premiere(
    personne.presences
      .filter(
        (p) =>
          estAccompagnement(p) &&
          p.statut === "HONORE" &&
          p.le !== null &&
          p.le >= o.decideeLe! &&
          (o.closeLe === null || p.le < o.closeLe),
      )
      .map((p) => p.le!),
  );
export const estDEngagement = (nature: string | null) => nature === "CONTRAT_ENGAGEMENT" || nature === "CER" || nature === "PPAE";
const nombreDe = (lignes: Reference["lignes"]) => sommes(lignes, { valeur: "nombre", parts: "nombre", sansDenominateur: true });

export { nombreDe };

const POSITIVES = ["EMPLOI_DURABLE", "EMPLOI_COURT", "FORMATION", "CREATION_ACTIVITE"];

export const ESE: Record<string, Reference> = {
  "L.I.V2.1.6": nombreDe((c) =>
    c.vues.flatMap((personne) =>
      personne.orientations
        .filter((o) => estEse(o) && dans(o.decideeLe, c.debut, c.fin))
        .map((o) => ({ personne, le: o.decideeLe!, numerateur: 1, denominateur: null, ...deLOrientation(o) })),
    ),
  ),
  "L.I.V2.1.7": personnes((c) =>
    c.vues.flatMap((v) =>
      v.presences
        .filter((p) => estAccompagnement(p) && p.statut === "HONORE" && dans(p.le, c.debut, c.fin))
        .flatMap((p) => pourEse(v, p.le!)),
    ),
  ),
  "L.I.V2.1.8": personnes(
    (c) =>
      c.vues.flatMap((personne) =>
        personne.orientations.filter(estEse).flatMap((o) => {
          const le = premierEntretien(personne, o);
          if (!dans(le, c.debut, c.fin)) return [];
          const tot = le < plusMois(o.decideeLe!, 1);
          return [{ personne, le, numerateur: tot ? 1 : 0, denominateur: 1, delai: jours(o.decideeLe!, le), ...deLOrientation(o) }];
        }),
      ),
    { sansDenominateur: false },
  ),
  "L.I.V2.1.9": nombreDe((c) =>
    c.vues.flatMap((v) =>
      v.contrats
        .filter((k) => estDEngagement(k.nature) && dans(k.signature, c.debut, c.fin))
        .flatMap((k) => pourEse(v, k.signature!, { propres: { nature: k.nature } })),
    ),
  ),
  "L.I.V2.1.10": nombreDe((c) =>
    c.vues.flatMap((v) =>
      v.presences
        .filter((p) => p.famille === "ACCOMPAGNEMENT" && p.statut === "HONORE" && dans(p.le, c.debut, c.fin))
        .flatMap((p) => pourEse(v, p.le!)),
    ),
  ),
  "L.I.V2.1.11": nombreDe((c) =>
    c.vues.flatMap((personne) =>
      personne.sorties.flatMap((s) => {
        const o = dans(s.date, c.debut, c.fin) && POSITIVES.includes(s.nature!) ? derniereDecidee(personne, s.date) : null;
        if (!o || !estEse(o) || (o.closeLe !== null && o.closeLe < s.date!)) return [];
        return [{ personne, le: s.date!, numerateur: 1, denominateur: null, ...deLOrientation(o), propres: { nature: s.nature } }];
      }),
    ),
  ),
  "L.I.V2.1.12": nombreDe((c) =>
    c.vues.flatMap((personne) =>
      personne.reorientations
        .filter((r) => r.instance && dans(r.statueeLe, c.debut, c.fin))
        .filter((r) => r.parcours === "ESE" || estEse(enCours(personne, plusJours(r.statueeLe!, -1))))
        .map((r) => ({
          personne,
          le: r.statueeLe!,
          numerateur: 1,
          denominateur: null,
          propres: { issue: r.acceptee ? "ACCEPTEE" : "REFUSEE" },
        })),
    ),
  ),
  "L.I.V2.1.13": sommes((c) =>
    c.vues.flatMap((personne) =>
      personne.orientations
        .filter((o) => estEse(o) && dans(o.closeLe, c.debut, c.fin) && o.decideeLe! <= o.closeLe!)
        .map((o) => {
          const delai = jours(o.decideeLe!, o.closeLe!);
          return { personne, le: o.closeLe!, numerateur: delai, denominateur: 1, delai, ...deLOrientation(o) };
        }),
    ),
  ),
};
