import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { listesParCle, parCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { Manquement } from "./manquement";
import type { RendezVousManque } from "./sanction";

export const COLONNES_MANQUEMENT = `m.id, m.departement, m.allocataire, m.nature, m.constate_le as "constateLe", m.constate_par as "constatePar",
  m.rendez_vous as "rendezVous", m.contrat, m.remise_attestee_le as "remiseAttesteeLe", m.motif_legitime as "motifLegitime", m.examine_le as "examineLe",
  m.identifiant_partenaire as "identifiantPartenaire", ${colonnesProvenance("m")}`;

export const manquementsParAllocataire = defineLoader<string, Manquement[]>(async (ids, tx) => {
  const lignes = await tx.rows<Manquement>(
    `select ${COLONNES_MANQUEMENT} from allocataires.manquement m where m.allocataire = any ($1::uuid[]) order by m.constate_le desc, m.id`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (m) => m.allocataire);
});

export const manquementParId = defineLoader<string, Manquement | null>(async (ids, tx) => {
  const lignes = await tx.rows<Manquement>(`select ${COLONNES_MANQUEMENT} from allocataires.manquement m where m.id = any ($1::uuid[])`, [
    ids,
  ]);
  return parCle(ids, lignes.map(avecProvenance), (m) => m.id);
});

export async function manquementDeLaTransaction(tx: Transaction, id: string): Promise<Manquement | null> {
  const ligne = await tx.row<Manquement>(`select ${COLONNES_MANQUEMENT} from allocataires.manquement m where m.id = $1::uuid`, [id]);
  return ligne && avecProvenance(ligne);
}

/** The breach that France Travail identifies so, or null. */
export async function manquementDuPartenaire(tx: Transaction, departement: string, identifiant: string): Promise<Manquement | null> {
  const ligne = await tx.row<Manquement>(
    `select ${COLONNES_MANQUEMENT} from allocataires.manquement m where m.departement = $1 and m.identifiant_partenaire = $2`,
    [departement, identifiant],
  );
  return ligne && avecProvenance(ligne);
}

/** The appointment that a breach rests on, as its tool says it now: an absence may have been excused or corrected since. Null when it rests on none. */
export const rendezVousManque = (tx: Transaction, { departement, allocataire, rendezVous }: Manquement): Promise<RendezVousManque | null> =>
  tx.row<RendezVousManque>(
    `select p.statut, (p.debut at time zone 'Europe/Paris')::date as le from (select $3::uuid as id) r
     left join publie.presence p on p.departement = $1 and p.allocataire = $2::uuid and p.rendez_vous = r.id
     where r.id is not null`,
    [departement, allocataire, rendezVous],
  );
