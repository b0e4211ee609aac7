import { defineLoader } from "../../shared/context";
import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import type { Transaction } from "../../shared/database";
import { departementsSql } from "../../shared/perimetre";
import { listesParCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { TypeIdentifiant } from "../vocabulaire";

/** An identifier as it is stored: a NIR is never in clear (its `valeur` is null), and its cipher comes only where the purpose opens the NIR. */
export interface IdentifiantStocke extends ProvenanceColumns {
  allocataire: string;
  type: TypeIdentifiant;
  valeur: string | null;
  valeurChiffree: Buffer | null;
  valideDu: string | null;
  valideAu: string | null;
  provenance: Provenance;
}

export const identifiantsParAllocataire = defineLoader<string, IdentifiantStocke[]>(async (ids, tx) => {
  const lignes = await tx.rows<IdentifiantStocke>(
    `select i.allocataire, i.type, i.valeur, n.valeur_chiffree as "valeurChiffree", i.valide_du as "valideDu", i.valide_au as "valideAu", ${colonnesProvenance("i")}
     from allocataires.identifiant i left join allocataires.identifiant_nir n on n.departement = i.departement and n.id = i.id and i.valeur is null
     where i.allocataire = any ($1::uuid[])
     order by i.type, i.valide_au nulls first, i.valide_du desc nulls last, i.id`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (i) => i.allocataire);
});

/** Condition on `allocataires.identifiant i`: the other form of a number of France Travail, of 11 characters or of 8, its last ones. */
export const autreFormeFranceTravail = (i: string, valeur: string) =>
  `${i}.type = 'NUMERO_FRANCE_TRAVAIL' and right(${i}.valeur, 8) = right(${valeur}, 8)
       and length(${i}.valeur) in (8, 11) and length(${valeur}) in (8, 11) and length(${i}.valeur) <> length(${valeur})`;

/** Ids of the people who carry one of these values, or this fingerprint, in the caller's perimeter: two at most.
 * A demand number is on every member of its file: its demandeur comes first. A number of France Travail as it is given comes before its other form. */
export async function porteursDeLIdentifiant(
  tx: Transaction,
  cherche: { type: TypeIdentifiant; valeurs: string[]; empreintes: Buffer[]; dateNaissance: string | null },
): Promise<string[]> {
  const lignes = await tx.rows<{ id: string }>(
    `with trouve as (
       select coalesce(a.canonique, a.id) as id, porteur.rang
       from (
         select i.departement, i.allocataire, 2 as rang from allocataires.identifiant i where i.type = $1 and i.valeur = any ($2::text[])
         union all select i.departement, i.allocataire, 2 from allocataires.identifiant i where i.type = $1 and i.empreinte = any ($3::bytea[])
         union all select i.departement, i.allocataire, 3 from allocataires.identifiant i
           where $1 = 'NUMERO_FRANCE_TRAVAIL' and i.departement = any ${departementsSql} and ${autreFormeFranceTravail("i", "($2::text[])[1]")}
         union all select m.departement, m.allocataire, 1 from allocataires.dossier d
           join allocataires.membre m on m.departement = d.departement and m.dossier = d.id and m.role = 'DEM'
           where $1 = 'NUMERO_DEMANDE_RSA' and d.numero_demande = any ($2::text[])
       ) porteur
       join allocataires.allocataire a on a.departement = porteur.departement and a.id = porteur.allocataire
       where $4::date is null or a.date_naissance = $4::date
     )
     select distinct id from trouve where rang = (select min(rang) from trouve)
     limit 2`,
    [cherche.type, cherche.valeurs, cherche.empreintes, cherche.dateNaissance],
  );
  return lignes.map((ligne) => ligne.id);
}
