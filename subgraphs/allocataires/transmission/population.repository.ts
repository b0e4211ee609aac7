import type { Transaction } from "../../shared/database";

const POPULATION = `select a.id from allocataires.allocataire a
  where a.departement = $1 and a.canonique is null
    and not exists (select from allocataires.entree e where e.departement = a.departement and e.allocataire = a.id and e.sortie is not null
      and e.rang = (select max(f.rang) from allocataires.entree f where f.departement = a.departement and f.allocataire = a.id))
    and (exists (select from allocataires.identifiant i where i.departement = a.departement and i.allocataire = a.id
        and i.type = 'NUMERO_FRANCE_TRAVAIL' and i.valide_au is null)
      or (a.soumis_droits_devoirs and exists (select from allocataires.identifiant i where i.departement = a.departement and i.allocataire = a.id
        and i.type = 'NIR' and i.valide_au is null)))`;

/** Who is read at France Travail: whoever has a number there, and whoever has rights and duties and should be registered; not who left. One statement. */
export const populationALire = async (tx: Transaction, departement: string): Promise<string[]> =>
  (await tx.rows<{ id: string }>(POPULATION, [departement])).map(({ id }) => id);

const CONNUE = `select a.id from allocataires.allocataire a where a.departement = $1 and a.canonique is null
  and exists (select from allocataires.identifiant i where i.departement = a.departement and i.allocataire = a.id
    and i.type = 'NUMERO_FRANCE_TRAVAIL' and i.valide_au is null and i.valeur ~ '^[0-9]{10}[0-9A-Z]$')`;

/** Who has a number of France Travail in force, gone from the RSA or not: what France Travail still says of them counts. One statement. */
export const populationConnue = async (tx: Transaction, departement: string): Promise<string[]> =>
  (await tx.rows<{ id: string }>(CONNUE, [departement])).map(({ id }) => id);
