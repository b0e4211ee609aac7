import type { Contexte, Ligne, Reference } from "../compter";
import type { Jour } from "../histoire";
import { dans, derniere } from "../situation";
import type { Orientation, Vue } from "../vue";
import { coupes, type Secteur, SPE, secteurDuType, typeDe } from "./oarsa-organismes";
import { deLOrientation, sommes } from "./volet-3";

/** A change of référent organisme decided in the period, and the orientation that it ended. */
interface Changement {
  personne: Vue;
  de: Orientation | null;
  vers: Orientation;
}
const changements = (c: Contexte): Changement[] =>
  c.vues.flatMap((personne) =>
    personne.orientations
      .filter((o) => o.origine === "REORIENTATION" && dans(o.decideeLe, c.debut, c.fin))
      .map((o) => ({
        personne,
        vers: o,
        de: derniere(
          personne.orientations.filter(
            (x) => x.decideeLe !== null && (x.decideeLe < o.decideeLe! || (x.decideeLe === o.decideeLe && x.rang < o.rang)),
          ),
        ),
      })),
  );
export const NOMBRE = { valeur: "nombre", parts: "nombre", sansDenominateur: true } as const;
/** Where each side of a change is. */
const cote = (organisme: string | null): string => {
  const type = typeDe(organisme);
  if (type === null) return "INCONNU";
  if (type === "FRANCE_TRAVAIL") return "FT";
  return SPE.includes(type) ? "SPE" : "HORS";
};
export const reorientations = (qui: (de: string | null, a: string | null, ch: Changement) => boolean, sens = false) =>
  sommes(
    (c) =>
      changements(c)
        .filter((ch) => qui(typeDe(ch.de?.organisme ?? null), typeDe(ch.vers.organisme), ch))
        .map(({ personne, de, vers: o }) => ({
          personne,
          le: o.decideeLe!,
          numerateur: 1,
          denominateur: null,
          ...deLOrientation(o),
          propres: {
            ...coupes(personne, o.organisme),
            ...(sens && { sens: `${cote(de?.organisme ?? null)}_${cote(o.organisme)}` }),
          },
        })),
    NOMBRE,
  );
export const entreSecteurs = (x: Secteur, y: Secteur) => reorientations((de, a) => secteurDuType(de) === x && secteurDuType(a) === y);
export const deLInstance = ({ personne, vers: o }: Changement) => personne.reorientations.some((r) => r.orientation === o.id && r.instance);
type Demande = Vue["reorientations"][number];
export const demandes = (le: (r: Demande) => Jour | null, combien: (r: Demande) => Partial<Ligne> | null, plus: Partial<Reference>) =>
  sommes(
    (c) =>
      c.vues.flatMap((personne) =>
        personne.reorientations.flatMap((r) => {
          const [quand, compte] = [le(r), combien(r)];
          if (!compte || !dans(quand, c.debut, c.fin)) return [];
          // The sector is that of the organisme asked for.
          return [{ personne, le: quand, numerateur: 1, denominateur: null, propres: coupes(personne, r.organisme), ...compte }];
        }),
      ),
    plus,
  );
