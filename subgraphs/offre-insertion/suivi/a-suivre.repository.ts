import type { Transaction } from "../../shared/database";
import type { Prescription } from "../prescription/prescription";
import { COLONNES } from "../prescription/prescription.repository";
import { type RaisonDeSuivi, raisonDeSuivre } from "./a-suivre";

export interface PrescriptionASuivre {
  prescription: Prescription;
  raison: RaisonDeSuivi;
  depuis: Date;
}

/** Row level security keeps the people whom the caller follows. */
const EN_COURS = `offre_insertion.prescription x
  where x.departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[])
    and x.statut in ('BROUILLON', 'OUVERTE', 'A_L_ETUDE', 'VALIDEE', 'DEMARREE')`;

/** Oldest first. `apres`: id of the last of the page before. */
export async function lireASuivre(tx: Transaction, nombre: number, apres: string | null): Promise<PrescriptionASuivre[]> {
  const lignes = await tx.rows<Prescription & { sessionAnnulee: boolean; depuis: Date }>(
    `select ${COLONNES},
       exists (select from offre_insertion.session s where s.id = x.session and (s.annulee_le is not null or s.retiree_le is not null)) as "sessionAnnulee",
       coalesce((select max(e.le) from offre_insertion.etape_prescription e where e.departement = x.departement and e.prescription = x.id), x.prescrite_le) as depuis
     from ${EN_COURS}
       and ($2::uuid is null or (x.prescrite_le, x.id) > (select a.prescrite_le, a.id from offre_insertion.prescription a where a.id = $2))
     order by x.prescrite_le, x.id limit $1`,
    [nombre, apres],
  );
  return lignes.map(({ sessionAnnulee, depuis, ...prescription }) => ({
    prescription,
    depuis,
    raison: raisonDeSuivre(prescription, sessionAnnulee),
  }));
}

export async function compterASuivre(tx: Transaction): Promise<number> {
  return (await tx.row<{ nombre: number }>(`select count(*)::int as nombre from ${EN_COURS}`))!.nombre;
}
