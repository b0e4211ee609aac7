import type { Transaction } from "../../shared/database";
import type { NirCipher } from "../../shared/nir-cipher";

/** How a partner can be told whom we speak of. The NIR is in clear in memory only, the time of a call. */
export type DesignationAllocataire = { numeroFranceTravail: string } | { nir: string; dateNaissance: string };

interface Ligne {
  id: string;
  dateNaissance: string | null;
  numero: string | null;
  nirChiffre: Buffer | null;
}

// $1 département, $2 people (uuid[]). A number of France Travail has 11 digits; the shorter form of other systems does not designate anyone there.
const DESIGNER = `select d.id, a.date_naissance as "dateNaissance", n.valeur as numero, nir.valeur_chiffree as "nirChiffre"
  from (select distinct unnest($2::uuid[]) as id) d
  join allocataires.allocataire q on q.departement = $1 and q.id = d.id
  join allocataires.allocataire a on a.departement = $1 and a.id = coalesce(q.canonique, q.id)
  left join lateral (select i.valeur from allocataires.identifiant i where i.departement = $1 and i.allocataire = a.id
    and i.type = 'NUMERO_FRANCE_TRAVAIL' and i.valide_au is null and i.valeur ~ '^[0-9]{10}[0-9A-Z]$'
    order by i.certifiee desc, i.collectee_le desc, i.id limit 1) n on true
  left join lateral (select n.valeur_chiffree from allocataires.identifiant i
    join allocataires.identifiant_nir n on n.departement = i.departement and n.id = i.id and n.valeur_chiffree is not null
    where i.departement = $1 and i.allocataire = a.id and i.type = 'NIR' and i.valide_au is null
    order by i.certifiee desc, i.collectee_le desc, i.id limit 1) nir on true`;

/** How France Travail knows people: by their number in force, else by NIR and birth date. One statement; who has neither is absent. */
export async function designationsUsager(
  tx: Transaction,
  cipher: NirCipher,
  departement: string,
  allocataires: readonly string[],
): Promise<Map<string, DesignationAllocataire>> {
  const lignes = await tx.rows<Ligne>(DESIGNER, [departement, allocataires]);
  return new Map(
    lignes.flatMap(({ id, numero, nirChiffre, dateNaissance }): [string, DesignationAllocataire][] => {
      if (numero !== null) return [[id, { numeroFranceTravail: numero }]];
      if (nirChiffre !== null && dateNaissance !== null) return [[id, { nir: cipher.decrypt(nirChiffre), dateNaissance }]];
      return [];
    }),
  );
}
