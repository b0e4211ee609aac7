import type { TypeOrganisme } from "../vocabulaire";

/** An organisme of the network; its id is `<departement>-<code>`. */
export interface Organisme {
  id: string;
  departement: string;
  code: string;
  nom: string;
  type: TypeOrganisme;
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
}
