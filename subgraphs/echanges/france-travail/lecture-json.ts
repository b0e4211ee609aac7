import { z } from "zod";

/** Shapes that several APIs share. Absent and null are the same to the hub; numbers given where a text is documented are taken as texts. */

export const texte = z.union([z.string(), z.number().transform(String)]);
export const texteOuNul = texte.nullish().transform((v) => v ?? null);
export const texteOuRien = texte.nullish().transform((v) => v ?? undefined);
/** An answer whose content is not used. */
export const peuImporte = z.unknown();

/** A list, also when one object alone is given for it, or a page around it. */
export const listeDe = <T>(element: z.ZodType<T>, page: string) =>
  z.union([
    z.array(element),
    z.object({ [page]: z.array(element) }).transform((objet) => objet[page] as T[]),
    element.transform((seul) => [seul]),
  ]) as z.ZodType<T[]>;

/** Fields that are undefined are not sent; everything else is. */
export const sansVides = <T extends object>(objet: T): T =>
  Object.fromEntries(Object.entries(objet).filter(([, valeur]) => valeur !== undefined)) as T;
