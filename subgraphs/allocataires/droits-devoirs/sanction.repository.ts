import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { listesParCle, parCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { Sanction } from "./sanction";

export const COLONNES_SANCTION = `s.id, s.departement, s.allocataire, s.manquement, s.nature, s.statut, s.motif, s.proposee_le as "proposeeLe",
  s.proposee_par as "proposeePar", s.instruite_le as "instruiteLe", s.instruction_limite as "instructionLimite", s.notifiee_le as "notifieeLe",
  s.observations_limite as "observationsLimite", s.observations_recues_le as "observationsRecuesLe", s.assistee, s.motif_legitime as "motifLegitime",
  s.avis_equipe_pluridisciplinaire_le as "avisEquipePluridisciplinaireLe", s.avis_favorable as "avisFavorable", s.decidee_le as "decideeLe",
  s.decidee_par as "decideePar", s.decision_motif as "decisionMotif", s.decision_organisme as "decisionOrganisme", s.par_delegation as "parDelegation",
  s.quotite_pourcent as "quotitePourcent", s.montant_centimes as "montantCentimes", s.duree_mois as "dureeMois", s.debut, s.fin,
  s.remobilisation_le as "remobilisationLe", s.levee_le as "leveeLe", s.levee_motif as "leveeMotif", s.annulee_le as "annuleeLe",
  s.annulation_cause as "annulationCause", s.annulation_motif as "annulationMotif",
  s.transmise_organisme_payeur_le as "transmiseOrganismePayeurLe", s.identifiant_partenaire as "identifiantPartenaire",
  ${colonnesProvenance("s")}`;

/** Sanction files, newest first. A file without its manquement (kept by an older system) is not shown: the contract says that there is one. */
export const sanctionsParAllocataire = defineLoader<string, Sanction[]>(async (ids, tx) => {
  const lignes = await tx.rows<Sanction>(
    `select ${COLONNES_SANCTION} from allocataires.sanction s where s.allocataire = any ($1::uuid[]) and s.manquement is not null
     order by s.proposee_le desc, s.recue_le desc, s.id`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (s) => s.allocataire);
});

export const sanctionParId = defineLoader<string, Sanction | null>(async (ids, tx) => {
  const lignes = await tx.rows<Sanction>(`select ${COLONNES_SANCTION} from allocataires.sanction s where s.id = any ($1::uuid[])`, [ids]);
  return parCle(ids, lignes.map(avecProvenance), (s) => s.id);
});

/** The file that rests on this proposal of France Travail, or null. */
export async function sanctionDuPartenaire(tx: Transaction, departement: string, identifiant: string): Promise<Sanction | null> {
  const ligne = await tx.row<Sanction>(
    `select ${COLONNES_SANCTION} from allocataires.sanction s where s.departement = $1 and s.identifiant_partenaire = $2`,
    [departement, identifiant],
  );
  return ligne && avecProvenance(ligne);
}

export async function sanctionDeLaTransaction(tx: Transaction, id: string): Promise<Sanction | null> {
  const ligne = await tx.row<Sanction>(
    `select ${COLONNES_SANCTION} from allocataires.sanction s where s.id = $1::uuid and s.manquement is not null`,
    [id],
  );
  return ligne && avecProvenance(ligne);
}
