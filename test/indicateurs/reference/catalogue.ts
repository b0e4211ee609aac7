/** The offers that the histories prescribe, and the device that each one makes. */

export interface Offre {
  code: string;
  origine: string;
  /** Device of the indicators that it makes, or null. */
  dispositif: string | null;
  /** What the catalogue says of its device towards a job. */
  nature?: string;
  fiche?: string;
  /** In cents. */
  cout?: number;
}
export type Catalogue = Readonly<Record<string, Offre>>;

const pdie = (code: string, dispositif: string | null, plus: Partial<Offre> = {}): Offre => ({
  code,
  origine: "PDIE",
  dispositif,
  ...plus,
});
const ailleurs = (code: string, origine: string, dispositif: string | null, nature?: string): Offre => ({
  code,
  origine,
  dispositif,
  nature,
});

/** By identifier. */
export const OFFRES = Object.fromEntries(
  [
    pdie("PPAL", "PPAL", { fiche: "FL-1", cout: 120_000 }),
    pdie("DIAGNOSTIC-MOBILITE", "DIAGNOSTIC_MOBILITE", { fiche: "FM-1", cout: 15_000 }),
    pdie("AUTO-ECOLE-SOCIALE", "AUTO_ECOLE", { fiche: "FM-1" }),
    pdie("CRECHE", "CRECHE"),
    pdie("GARDERIE-EPHEMERE", "GARDERIE_EPHEMERE"),
    pdie("ATELIER", null),
    ailleurs("IMMERSION-1", "IMMERSION", "IMMERSION"),
    ailleurs("MRS-1", "FRANCE_TRAVAIL", "MRS", "MRS"),
    ailleurs("POE-1", "FRANCE_TRAVAIL", "POE", "POEC"),
    ailleurs("CONSEIL-1", "FRANCE_TRAVAIL", null),
    ailleurs("DI-1", "DATA_INCLUSION", null),
  ].map((o) => [`offre--${o.code}`, o]),
) as Catalogue;
