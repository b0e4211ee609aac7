import type { RoleIntervenant } from "../vocabulaire";

/** Civil dates, inclusive; `au` null: no end is known. */
export interface Periode {
  du: string;
  au?: string | null;
}

/** Who is given to an orientation, or taken from it, as events tell it. */
export interface Intervenant extends Periode {
  allocataire: string;
  orientation: string;
  referent: string;
  role: RoleIntervenant;
}

export const chevauche = (a: Periode, b: Periode): boolean => (a.au == null || a.au >= b.du) && (b.au == null || b.au >= a.du);

/** The event that tells an assignment. */
export const evenementDAffectation = (departement: string, { allocataire, orientation, referent, role, du, au }: Intervenant) => ({
  type: "ReferentAffecte",
  departement,
  allocataire,
  donnees: { orientation, referent, role, du, au: au ?? null },
});
