import type { TypeOrganisme } from "../vocabulaire";

/** An organisme of the network; its id is `<departement>-<code>`. */
export interface Organisme {
  id: string;
  departement: string;
  code: string;
  nom: string;
  type: TypeOrganisme;
  /** First and last day in the network, civil dates; null when not known, or not ended. */
  du: string | null;
  au: string | null;
}

/** A professional who follows people; the id is `<organisme id>-<code>`. */
export interface Referent {
  id: string;
  departement: string;
  organisme: string;
  code: string;
  nom: string;
  prenom: string | null;
  fonction: string | null;
  /** First and last day in her organisme, civil dates; null when not known, or not ended. */
  du: string | null;
  au: string | null;
}

/** Whether an organisme is in the network, or a professional in her organisme, on that day (civil date). */
export const present = ({ du, au }: { du: string | null; au: string | null }, jour: string): boolean =>
  (du === null || du <= jour) && (au === null || au >= jour);
