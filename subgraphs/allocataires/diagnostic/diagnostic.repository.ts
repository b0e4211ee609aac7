import { defineLoader } from "../../shared/context";
import type { CritereFrein } from "../../shared/contrat/criteres-offre";
import type { Transaction } from "../../shared/database";
import { servie } from "../droits-des-personnes/limitation.repository";
import { listesParCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { Contrainte, Diagnostic } from "./diagnostic";

/** Condition on a diagnostic `d`: the person did not have it limited (kept, not served). */
export const DIAGNOSTIC_SERVI = `(select ${servie("a", "diagnostic")} from allocataires.allocataire a where a.departement = d.departement and a.id = d.allocataire)`;

export const COLONNES_DIAGNOSTIC = `d.id, d.departement, d.allocataire, d.etabli_le as "etabliLe", d.referentiel,
  d.conforme_norme_nationale as "conformeNormeNationale", d.niveau_qualification as "niveauQualification", d.situation_emploi as "situationEmploi",
  d.metiers_recherches as "metiersRecherches", d.projet_professionnel as "projetProfessionnel", d.proche_aidant as "procheAidant", ${colonnesProvenance("d")}`;

/** Every diagnostic of a person, newest first. */
export const diagnosticsParAllocataire = defineLoader<string, Diagnostic[]>(async (ids, tx) => {
  const lignes = await tx.rows<Diagnostic>(
    `select ${COLONNES_DIAGNOSTIC} from allocataires.diagnostic d where d.allocataire = any ($1::uuid[]) and ${DIAGNOSTIC_SERVI} order by d.etabli_le desc, d.recue_le desc, d.id`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (d) => d.allocataire);
});

export async function diagnosticParId(tx: Transaction, id: string): Promise<Diagnostic | null> {
  const ligne = await tx.row<Diagnostic>(
    `select ${COLONNES_DIAGNOSTIC} from allocataires.diagnostic d where d.id = $1::uuid and ${DIAGNOSTIC_SERVI}`,
    [id],
  );
  return ligne && avecProvenance(ligne);
}

export const contraintesParDiagnostic = defineLoader<string, Contrainte[]>(async (ids, tx) => {
  const lignes = await tx.rows<Contrainte>(
    `select c.diagnostic, c.frein, c.impact, c.prioritaire, c.reperee, c.levee_le as "leveeLe"
     from allocataires.contrainte c where c.diagnostic = any ($1::uuid[]) order by c.prioritaire desc, c.frein`,
    [ids],
  );
  return listesParCle(ids, lignes, (c) => c.diagnostic);
});

/** Freins of the latest diagnostic that still weigh, those of priority first. */
export const freinsParAllocataire = defineLoader<string, CritereFrein[]>(async (ids, tx) => {
  const lignes = await tx.rows<CritereFrein & { allocataire: string }>(
    `select c.allocataire, c.frein, c.impact, c.prioritaire
     from (
       select distinct on (d.allocataire) d.departement, d.id from allocataires.diagnostic d
       where d.allocataire = any ($1::uuid[]) and ${DIAGNOSTIC_SERVI} order by d.allocataire, d.etabli_le desc, d.recue_le desc, d.id
     ) dernier
     cross join lateral (
       select c.allocataire, c.frein, c.impact, c.prioritaire from allocataires.contrainte c
       where c.departement = dernier.departement and c.diagnostic = dernier.id and c.levee_le is null and c.impact <> 'AUCUN' offset 0) c
     order by c.prioritaire desc, c.frein`,
    [ids],
  );
  return listesParCle(ids, lignes, (l) => l.allocataire);
});
