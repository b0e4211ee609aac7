import type { Transaction } from "../../shared/database";
import { autreFormeFranceTravail } from "../personne/identifiant.repository";

const PORTEURS = `select distinct on (n.numero) n.numero, coalesce(a.canonique, a.id) as id
  from unnest($2::text[]) n (numero)
  join allocataires.identifiant i on i.departement = $1 and i.type = 'NUMERO_FRANCE_TRAVAIL'
    and (i.valeur = n.numero or (${autreFormeFranceTravail("i", "n.numero")}))
  join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire
  order by n.numero, (i.valide_au is null) desc, (i.valeur = n.numero) desc, i.valide_du desc nulls last, i.id`;

/** Whom numbers of France Travail designate in a département, in its form of 11 characters or of 8: canonical ids, one statement. */
export async function porteursDesNumeros(tx: Transaction, departement: string, numeros: readonly string[]): Promise<Map<string, string>> {
  const lignes = await tx.rows<{ numero: string; id: string }>(PORTEURS, [departement, numeros]);
  return new Map(lignes.map(({ numero, id }) => [numero, id]));
}
