import type { Transaction } from "../../shared/database";
import type { NatureSanction, StatutSanction, TypeOrganisme } from "../vocabulaire";

/** A sanction as its payer needs it to apply it, and what the flows of the payer show of it. Civil dates. No motive, no observation. */
export interface ExecutionATransmettre {
  sanction: string;
  /** Canonical id of the person. */
  allocataire: string;
  nature: NatureSanction;
  statut: StatutSanction;
  /** 0 to 100. */
  quotitePourcent: number | null;
  /** Euro cents a month; null while nobody computed it. */
  montantCentimes: number | null;
  decideeLe: string;
  decideePar: TypeOrganisme;
  debut: string;
  fin: string;
  remobilisationLe: string | null;
  leveeLe: string | null;
  annuleeLe: string | null;
  transmiseLe: string | null;
  /** Her file at the payer; null when the hub knows none. `matricule`: of a CAF file only, the one of the MSA is a NIR. */
  dossier: { numeroDemande: string; fonorg: "CAF" | "MSA"; numorg: string; matricule: string | null; role: string } | null;
  /** Instant of the last flow of the payer about that file. */
  dernierFlux: string | null;
  /** The suspension for sanction that the payer shows since the decision; `au`: it no longer shows it. */
  suspension: { du: string; au: string | null } | null;
}

// MOTISUSVERSRSA CG: « application d’une sanction »; MOTISUSDRORSA GJ: « suspension par le président du conseil départemental ».
const EXECUTIONS = `select s.id as sanction, coalesce(a.canonique, a.id) as allocataire, s.nature, s.statut, s.quotite_pourcent as "quotitePourcent",
    s.montant_centimes as "montantCentimes", s.decidee_le as "decideeLe", s.decidee_par as "decideePar", s.debut, s.fin,
    s.remobilisation_le as "remobilisationLe", s.levee_le as "leveeLe", s.annulee_le as "annuleeLe", s.transmise_organisme_payeur_le as "transmiseLe",
    case when z.id is not null then json_build_object('numeroDemande', z.numero_demande, 'fonorg', z.fonorg, 'numorg', z.numorg,
      'matricule', z.matricule, 'role', z.role) end as dossier,
    to_json(z.flux_cree_le) #>> '{}' as "dernierFlux",
    (select json_build_object('du', x.du, 'au', x.au) from allocataires.decision_dossier x
      where x.departement = s.departement and x.dossier = z.id and x.du >= s.decidee_le
        and (x.nature, x.motif) in (('SUSPENSION_VERSEMENT', 'CG'), ('SUSPENSION_DROIT', 'GJ'))
      order by x.du desc, x.au nulls first limit 1) as suspension
  from allocataires.sanction s
  join allocataires.allocataire a on a.departement = s.departement and a.id = s.allocataire
  left join lateral (select d.id, d.numero_demande, d.fonorg, d.numorg, d.matricule, d.flux_cree_le, m.role
    from allocataires.membre m join allocataires.dossier d on d.departement = m.departement and d.id = m.dossier
    where m.departement = s.departement and m.allocataire = coalesce(a.canonique, a.id)
    order by (m.au is null) desc, coalesce(d.date_demande, d.ouverture_droits, m.du) desc, d.numero_demande desc limit 1) z on true
  where s.id = any ($1::uuid[]) and s.decidee_le is not null and s.debut is not null`;

/** Decided sanctions by id, with the file of the person: one statement. */
export async function executionsParIds(tx: Transaction, ids: readonly string[]): Promise<Map<string, ExecutionATransmettre>> {
  return new Map((await tx.rows<ExecutionATransmettre>(EXECUTIONS, [ids])).map((e) => [e.sanction, e]));
}
