import { civilDateOf } from "../../shared/civil-date";
import type { Database } from "../../shared/database";

/** What the hub is sending, or has sent, of somebody: what a reading compares itself with. */
export interface EnvoiConnu {
  objet: string;
  fait: string | null;
  identifiants: string[];
  /** Not confirmed yet: what the partner shows may be older than what the hub says. */
  enCours: boolean;
  /** Left, and not read back yet: what the partner shows may be half of what the hub says. */
  parti: boolean;
}

const ENVOIS = `select e.objet, e.fait, array_remove(e.identifiants_anterieurs || e.identifiant_partenaire, null) as identifiants,
    e.statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER') as "enCours",
    e.statut in ('ENVOYE', 'A_CONFIRMER') as parti
  from echanges.echange e
  where e.departement = $1 and e.sens = 'SORTANT' and e.partenaire = 'FRANCE_TRAVAIL' and e.objet = any ($3::text[])
    and e.statut <> 'IGNORE'
    and e.allocataire in (select p.allocataire from publie.perimetre p where p.departement = $1 and p.canonique = $2 union select $2)`;

/** The sendings of a person, by objects: one statement, the ids that she had before a merge included. */
export const envoisDe = (
  base: Database,
  departement: string,
  allocataire: string,
  objets: readonly string[],
  le: Date,
): Promise<EnvoiConnu[]> =>
  base.write(base.systemRights([departement], civilDateOf(le)), (tx) => tx.rows<EnvoiConnu>(ENVOIS, [departement, allocataire, objets]));
