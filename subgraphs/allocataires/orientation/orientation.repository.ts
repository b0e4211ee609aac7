import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { lisibleSql } from "../../shared/droits/murs";
import { listesParCle, parCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { Intervention, Orientation, Passage } from "./orientation";

const JOUR = "least((select current_setting('unefois.aujourdhui', true))::date, o.close_le)";
const UNIQUES =
  "from allocataires.intervention i where i.departement = o.departement and i.orientation = o.id and i.role = 'REFERENT_UNIQUE'";
const EN_FONCTION = `i.du <= ${JOUR} and (i.au is null or i.au >= ${JOUR})`;
/** The référent unique of an orientation `o` today, or on the day it was closed: at most one (un_referent_unique_a_la_fois). */
export const REFERENT_UNIQUE = `(select i.referent ${UNIQUES} and ${EN_FONCTION})`;
/** The same for reading: interventions tell it, day after day; the statement that decides an orientation does not see them yet, its column does. */
export const REFERENT_LU = `(select case when count(i.id) = 0 then o.referent else max(i.referent) filter (where ${EN_FONCTION}) end ${UNIQUES})`;

export const COLONNES_ORIENTATION = `o.id, o.departement, o.allocataire, o.rang, o.statut, o.origine, o.competence, o.demandee_le as "demandeeLe",
  o.decidee_le as "decideeLe", o.decidee_par as "decideePar", o.parcours, o.organisme, ${REFERENT_LU} as referent, o.motif, o.motif_demande as "motifDemande", o.preconisation, o.conforme_preconisation as "conformeALaPreconisation",
  o.premier_entretien_le as "premierEntretienLe", o.debut_accompagnement_le as "debutAccompagnementLe",
  o.fin_accompagnement_le as "finAccompagnementLe", o.motif_fin as "motifFin", o.intensite, o.close_le as "closeLe", ${colonnesProvenance("o")}`;

/** The orientation that runs: decided and not closed. At most one a person (une_orientation_courante_par_allocataire). */
export const orientationCouranteParAllocataire = defineLoader<string, Orientation | null>(async (ids, tx) => {
  const lignes = await tx.rows<Orientation>(
    `select ${COLONNES_ORIENTATION} from allocataires.orientation o
     where o.allocataire = any ($1::uuid[]) and o.statut = 'DECIDEE' and o.close_le is null`,
    [ids],
  );
  return parCle(ids, lignes.map(avecProvenance), (o) => o.allocataire);
});

/** Every orientation of a person, newest first. */
export const orientationsParAllocataire = defineLoader<string, Orientation[]>(async (ids, tx) => {
  const lignes = await tx.rows<Orientation>(
    `select ${COLONNES_ORIENTATION} from allocataires.orientation o where o.allocataire = any ($1::uuid[]) order by o.rang desc`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (o) => o.allocataire);
});

/** One orientation in a transaction, or null when it does not exist for the caller. */
export async function orientationParId(tx: Transaction, id: string): Promise<Orientation | null> {
  const ligne = await tx.row<Orientation>(`select ${COLONNES_ORIENTATION} from allocataires.orientation o where o.id = $1::uuid`, [id]);
  return ligne && avecProvenance(ligne);
}

/** That a psychologist follows her tells her health. */
const PSYCHOLOGUE_LISIBLE = `(i.role <> 'PSYCHOLOGUE' or ${lisibleSql("SANTE", "i.allocataire")})`;

export const intervenantsParOrientation = defineLoader<string, Intervention[]>(async (ids, tx) => {
  const lignes = await tx.rows<Intervention>(
    `select i.orientation, i.referent, i.role, i.du, i.au from allocataires.intervention i
     where i.orientation = any ($1::uuid[]) and i.referent is not null and ${PSYCHOLOGUE_LISIBLE}
     order by i.du, i.role, i.id`,
    [ids],
  );
  return listesParCle(ids, lignes, (i) => i.orientation);
});

export const passagesParOrientation = defineLoader<string, Passage[]>(async (ids, tx) => {
  const lignes = await tx.rows<Passage>(
    "select p.orientation, p.instance, p.le, p.avis, p.decision from allocataires.passage_instance p where p.orientation = any ($1::uuid[]) order by p.le, p.instance",
    [ids],
  );
  return listesParCle(ids, lignes, (p) => p.orientation);
});
