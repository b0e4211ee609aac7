import type { Transaction } from "../../shared/database";

/** Somebody whom France Travail knows by a number in force. Canonical id. */
export interface PersonneSuivie {
  allocataire: string;
  numeroFranceTravail: string;
}

const SUIVIES = `select a.id as allocataire, n.valeur as "numeroFranceTravail"
  from allocataires.allocataire a
  cross join lateral (select i.valeur from allocataires.identifiant i where i.departement = a.departement and i.allocataire = a.id
    and i.type = 'NUMERO_FRANCE_TRAVAIL' and i.valide_au is null and i.valeur ~ '^[0-9]{10}[0-9A-Z]$'
    order by i.certifiee desc, i.collectee_le desc, i.id limit 1) n
  where a.departement = $1 and a.canonique is null and ($2::uuid is null or a.id > $2) order by a.id limit $3`;

/** The people of a département known at France Travail, in the order of their ids, after one of them: one statement. */
export const personnesSuivies = (tx: Transaction, departement: string, apres: string | null, limite: number): Promise<PersonneSuivie[]> =>
  tx.rows<PersonneSuivie>(SUIVIES, [departement, apres, limite]);

const SUIVIE = SUIVIES.replace("a.canonique is null and ($2::uuid is null or a.id > $2) order by a.id limit $3", "a.id = $2");

/** The same for one person; null when France Travail does not know her. */
export const personneSuivie = (tx: Transaction, departement: string, allocataire: string): Promise<PersonneSuivie | null> =>
  tx.row<PersonneSuivie>(SUIVIE, [departement, allocataire]);
