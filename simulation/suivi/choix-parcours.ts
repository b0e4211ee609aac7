import type { Hasard } from "../hasard";
import { PART_DES_CATEGORIES, type Parcours, type Porteur, type Territoire } from "../territoire/territoire";

/** Share of the people of the right age whom a parcours reserved to an age takes. */
const PRIORITE = 0.9;

/** Draws the parcours of a person: category 50/35/15, then the parcours of her age in it, in proportion to their weights. */
export function choisirParcours(territoire: Territoire, age: number, h: Hasard): Parcours {
  const categorie = h.pese(Object.keys(PART_DES_CATEGORIES) as Parcours["categorie"][], (c) => PART_DES_CATEGORIES[c]);
  const ouverts = territoire.parcours.filter((p) => p.categorie === categorie);
  const reserve = ouverts.find((p) => p.ages && age >= p.ages[0] && age <= p.ages[1]);
  if (reserve && h.oui(PRIORITE)) return reserve;
  return h.pese(
    ouverts.filter((p) => !p.ages),
    (p) => p.poids,
  );
}

/** Code of the organisme that carries a parcours for a person. */
export function choisirPorteur(parcours: Parcours, codeInsee: string, age: number, h: Hasard): string {
  const possibles = parcours.porteurs.filter(
    (p: Porteur) => (p.communes?.includes(codeInsee) ?? true) && (p.ageMax === undefined || age <= p.ageMax),
  );
  return h.pese(possibles, (p) => p.poids).organisme;
}
