import type { Transaction } from "../../shared/database";
import type { DonneeRectifiable, StatutDemande } from "../vocabulaire";

/** A rectification that waits for its source, as the payer needs it to correct its own file. */
export interface RectificationATransmettre {
  demande: string;
  /** Canonical id of the person. */
  allocataire: string;
  statut: StatutDemande;
  donnee: DonneeRectifiable;
  champs: string[];
  /** Civil date. */
  recueLe: string;
  /** What she says is true: fields as `DonneesDeclareesInput`, and her words. */
  valeur: Record<string, unknown> | null;
  precisions: string | null;
  /** The contested value is said by a payer. */
  duPayeur: boolean;
  dossier: { numeroDemande: string; fonorg: "CAF" | "MSA"; numorg: string; matricule: string | null; role: string } | null;
}

const RECTIFICATIONS = `select r.id as demande, coalesce(a.canonique, a.id) as allocataire, r.statut, r.donnee, r.champs, r.recue_le as "recueLe", r.valeur, r.precisions,
    exists (select from allocataires.declaration k where k.departement = r.departement and k.allocataire = coalesce(a.canonique, a.id)
      and k.source in ('CAF', 'MSA') and k.donnees ?| r.champs) as "duPayeur",
    case when z.id is not null then json_build_object('numeroDemande', z.numero_demande, 'fonorg', z.fonorg, 'numorg', z.numorg,
      'matricule', z.matricule, 'role', z.role) end as dossier
  from allocataires.demande_de_droits r
  join allocataires.allocataire a on a.departement = r.departement and a.id = r.allocataire
  left join lateral (select d.id, d.numero_demande, d.fonorg, d.numorg, d.matricule, m.role
    from allocataires.membre m join allocataires.dossier d on d.departement = m.departement and d.id = m.dossier
    where m.departement = r.departement and m.allocataire = coalesce(a.canonique, a.id)
    order by (m.au is null) desc, coalesce(d.date_demande, d.ouverture_droits, m.du) desc, d.numero_demande desc limit 1) z on true
  where r.id = any ($1::uuid[]) and r.nature = 'RECTIFICATION'`;

/** Rectifications by id, with the file of the person: one statement. */
export async function rectificationsParIds(tx: Transaction, ids: readonly string[]): Promise<Map<string, RectificationATransmettre>> {
  return new Map((await tx.rows<RectificationATransmettre>(RECTIFICATIONS, [ids])).map((r) => [r.demande, r]));
}
