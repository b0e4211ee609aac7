import { z } from "zod";
import type { ApiOrientation, OrientationFT } from "./api";
import { listeDe, texteOuNul } from "./lecture-json";
import type { Transport } from "./transport";

/** What both versions of the orientation say with the same words. The hub decides on them: an unknown value makes the answer unreadable. */
export const PARCOURS_LU = z.enum(["PED", "PSP", "PSO", "EO", "IND"]);
export const STATUT = z.enum([
  "PRECONISE",
  "PRECONISE_REORIENTATION",
  "DECIDE",
  "DECIDE_REORIENTATION",
  "RECLASSEMENT",
  "MODIFIE",
  "CORRIGE",
]);
export const ETAT = z.enum(["EN_ATTENTE", "BROUILLON", "SAISIE_COMPLETE", "OUVERT", "CLOTURE", "ABANDON"]);
export const ORGANISME = z.enum(["CD", "FT", "ML", "CE", "CAF", "IND"]);
export const CRITERES = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((v) => v ?? null);

export const jour = z
  .string()
  .nullish()
  .transform((v) => v?.slice(0, 10) ?? null);

export const DATES = {
  date_entree_parcours: jour,
  date_sortie_parcours: jour,
  motif_sortie_parcours: texteOuNul,
  date_creation: texteOuNul,
  date_modification: texteOuNul,
};

/** Newest first, by creation then by entry. */
const recentesDAbord = <T extends { date_creation?: string | null; date_entree_parcours?: string | null }>(liste: T[]): T[] =>
  [...liste].sort((a, b) => instant(b) - instant(a));

const instant = (o: { date_creation?: string | null; date_entree_parcours?: string | null }): number =>
  Date.parse(o.date_creation ?? o.date_entree_parcours ?? "") || 0;

/** `lectureOrientation`, the same in both versions but for the shape of an orientation. */
export const lireOrientations =
  <T>(
    transport: Transport,
    api: "orientation-v1" | "orientation-v2",
    forme: z.ZodType<T>,
    lue: (orientation: T) => OrientationFT,
  ): ApiOrientation["lire"] =>
  async (usager, etat) => {
    const liste = await transport.appeler({
      api,
      operation: "lectureOrientation",
      methode: "GET",
      chemin: "/lectureOrientation",
      parametres: { etatOrientation: etat },
      usager,
      schema: listeDe(forme, "orientations"),
    });
    return recentesDAbord((liste ?? []).map(lue));
  };
