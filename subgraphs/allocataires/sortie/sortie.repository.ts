import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { listesParCle, parCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { RepriseEmploi, SortieParcours } from "./sortie";

export const COLONNES_SORTIE = `s.id, s.departement, s.allocataire, s.nature, s.positive, s.date, s.preuve, s.annulee_le as "annuleeLe", ${colonnesProvenance("s")}`;
export const COLONNES_REPRISE = `r.id, r.departement, r.allocataire, r.debut, r.fin, r.type_contrat as "typeContrat", r.duree_mois as "dureeMois", r.quotite,
  r.present_a_6_mois as "presentA6Mois", r.suivi_jusque as "suiviJusque", r.terminee_le as "termineeLe", ${colonnesProvenance("r")}`;

/** Exits that stand, newest first. */
export const sortiesParAllocataire = defineLoader<string, SortieParcours[]>(async (ids, tx) => {
  const lignes = await tx.rows<SortieParcours>(
    `select ${COLONNES_SORTIE} from allocataires.sortie s where s.allocataire = any ($1::uuid[]) and s.annulee_le is null order by s.date desc, s.id`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (s) => s.allocataire);
});

export const reprisesParAllocataire = defineLoader<string, RepriseEmploi[]>(async (ids, tx) => {
  const lignes = await tx.rows<RepriseEmploi>(
    `select ${COLONNES_REPRISE} from allocataires.reprise_emploi r where r.allocataire = any ($1::uuid[]) order by r.debut desc, r.id`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (r) => r.allocataire);
});

export async function sortieParId(tx: Transaction, id: string): Promise<SortieParcours | null> {
  const ligne = await tx.row<SortieParcours>(`select ${COLONNES_SORTIE} from allocataires.sortie s where s.id = $1::uuid`, [id]);
  return ligne && avecProvenance(ligne);
}

export async function repriseParId(tx: Transaction, id: string): Promise<RepriseEmploi | null> {
  const ligne = await tx.row<RepriseEmploi>(`select ${COLONNES_REPRISE} from allocataires.reprise_emploi r where r.id = $1::uuid`, [id]);
  return ligne && avecProvenance(ligne);
}

/** Motive (MOTICLORSA) of the closing of a file of the person nearest to her exit, as her paying body said it. */
export const motifClotureParSortie = defineLoader<string, string | null>(async (ids, tx) => {
  const lignes = await tx.rows<{ id: string; motif: string }>(
    `select s.id, c.motif from allocataires.sortie s
     cross join lateral (
       select d.motif from allocataires.membre m
       join allocataires.decision_dossier d on d.departement = m.departement and d.dossier = m.dossier and d.nature in ('CLOTURE', 'CLOTURE_MOIS_ANTERIEUR')
       where m.departement = s.departement and m.allocataire = s.allocataire order by abs(d.du - s.date), d.du desc, d.motif limit 1) c
     where s.id = any ($1::uuid[])`,
    [ids],
  );
  return parCle(ids, lignes, (l) => l.id).map((l) => l?.motif ?? null);
});
