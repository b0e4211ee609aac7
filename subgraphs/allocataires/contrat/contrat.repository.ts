import { defineLoader } from "../../shared/context";
import type { ExemptionActivite } from "../../shared/contrat/criteres-offre";
import type { Transaction } from "../../shared/database";
import { listesParCle, parCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { ActionDuPlan, ContratEngagement, Modulation } from "./contrat";

export const COLONNES_CONTRAT = `c.id, c.departement, c.allocataire, c.nature, c.statut, c.propose_le as "proposeLe", c.remis_le as "remisLe", c.date_debut as "dateDebut", c.date_signature as "dateSignature",
  c.date_refus as "dateRefus", c.date_fin as "dateFin", c.suspendu_le as "suspenduLe",
  c.motif_suspension as "motifSuspension", c.cloture_le as "clotureLe", c.heures_hebdomadaires as "heuresHebdomadaires", c.organisme, c.referent, c.renouvelle,
  c.referentiel, c.conforme_norme_nationale as "conformeNormeNationale", ${colonnesProvenance("c")}`;

export const COLONNES_ACTION = `p.contrat, p.rang, p.libelle, p.prescription, p.echeance, p.realisee_le as "realiseeLe"`;

/** The contract that runs: to sign, signed or suspended. At most one a person (un_contrat_en_cours_par_allocataire). */
export const contratCourantParAllocataire = defineLoader<string, ContratEngagement | null>(async (ids, tx) => {
  const lignes = await tx.rows<ContratEngagement>(
    `select ${COLONNES_CONTRAT} from allocataires.contrat_engagement c
     where c.allocataire = any ($1::uuid[]) and c.statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU')`,
    [ids],
  );
  return parCle(ids, lignes.map(avecProvenance), (c) => c.allocataire);
});

/** Every contract of a person, newest first; a refusal counts at its date. */
export const contratsParAllocataire = defineLoader<string, ContratEngagement[]>(async (ids, tx) => {
  const lignes = await tx.rows<ContratEngagement>(
    `select ${COLONNES_CONTRAT} from allocataires.contrat_engagement c where c.allocataire = any ($1::uuid[])
     order by coalesce(c.date_signature, c.date_refus, c.date_debut, c.propose_le) desc nulls first, c.recue_le desc, c.id`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (c) => c.allocataire);
});

export const contratParId = defineLoader<string, ContratEngagement | null>(async (ids, tx) => {
  const lignes = await tx.rows<ContratEngagement>(
    `select ${COLONNES_CONTRAT} from allocataires.contrat_engagement c where c.id = any ($1::uuid[])`,
    [ids],
  );
  return parCle(ids, lignes.map(avecProvenance), (c) => c.id);
});

/** One contract in a transaction, or null when it does not exist for the caller. */
export async function contratDeLaTransaction(tx: Transaction, id: string): Promise<ContratEngagement | null> {
  const ligne = await tx.row<ContratEngagement>(`select ${COLONNES_CONTRAT} from allocataires.contrat_engagement c where c.id = $1::uuid`, [
    id,
  ]);
  return ligne && avecProvenance(ligne);
}

/** The motive `s.motif` of a modulation `m`, for who may read her health. */
export const MOTIF_LISIBLE =
  "left join allocataires.modulation_sante s on s.departement = m.departement and s.contrat = m.contrat and s.du = m.du";

/** Exemptions from activity of the contracts that a person signed, oldest first. */
export const exemptionsParAllocataire = defineLoader<string, ExemptionActivite[]>(async (ids, tx) => {
  const lignes = await tx.rows<ExemptionActivite & { allocataire: string }>(
    `select m.allocataire, m.du, m.au, s.motif
     from allocataires.contrat_engagement c
     join allocataires.modulation m on m.departement = c.departement and m.contrat = c.id ${MOTIF_LISIBLE}
     where c.allocataire = any ($1::uuid[]) and c.date_signature is not null and m.exempte order by m.allocataire, m.du, m.contrat`,
    [ids],
  );
  return listesParCle(ids, lignes, (l) => l.allocataire);
});

/** Modulations of the weekly hours. The motive is not read for the purposes that no diagnostic serves. */
export const modulationsParContrat = defineLoader<string, Modulation[]>(async (ids, tx) => {
  const lignes = await tx.rows<Modulation>(
    `select m.contrat, m.exempte, m.heures_hebdomadaires as "heuresHebdomadaires", m.du, m.au, s.motif
     from allocataires.modulation m ${MOTIF_LISIBLE} where m.contrat = any ($1::uuid[]) order by m.du`,
    [ids],
  );
  return listesParCle(ids, lignes, (m) => m.contrat);
});

export const planParContrat = defineLoader<string, ActionDuPlan[]>(async (ids, tx) => {
  const lignes = await tx.rows<ActionDuPlan>(
    `select ${COLONNES_ACTION} from allocataires.action_plan p where p.contrat = any ($1::uuid[]) order by p.rang`,
    [ids],
  );
  return listesParCle(ids, lignes, (p) => p.contrat);
});
