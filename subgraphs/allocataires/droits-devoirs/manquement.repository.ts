import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { listesParCle, parCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { Manquement, Sanction } from "./manquement";

export const COLONNES_MANQUEMENT = `m.id, m.departement, m.allocataire, m.nature, m.constate_le as "constateLe", m.constate_par as "constatePar",
  m.rendez_vous as "rendezVous", m.contrat, m.motif_legitime as "motifLegitime", ${colonnesProvenance("m")}`;

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

/** Sanction files, newest first. A file without its manquement (kept by an older system) is not shown: the contract says that there is one. */
export const sanctionsParAllocataire = defineLoader<string, Sanction[]>(async (ids, tx) => {
  const lignes = await tx.rows<Sanction>(
    `select s.id, s.departement, s.allocataire, s.manquement, s.nature, s.statut, s.motif, s.proposee_le as "proposeeLe", s.proposee_par as "proposeePar",
       s.notifiee_le as "notifieeLe", s.observations_limite as "observationsLimite", s.observations_recues_le as "observationsRecuesLe", s.assistee,
       s.avis_equipe_pluridisciplinaire_le as "avisEquipePluridisciplinaireLe", s.decidee_le as "decideeLe", s.decidee_par as "decideePar",
       s.par_delegation as "parDelegation", s.quotite_pourcent as "quotitePourcent", s.montant_centimes as "montantCentimes", s.duree_mois as "dureeMois",
       s.debut, s.fin, s.remobilisation_le as "remobilisationLe", s.levee_le as "leveeLe",
       s.transmise_organisme_payeur_le as "transmiseOrganismePayeurLe", ${colonnesProvenance("s")}
     from allocataires.sanction s where s.allocataire = any ($1::uuid[]) and s.manquement is not null order by s.proposee_le desc, s.id`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (s) => s.allocataire);
});
