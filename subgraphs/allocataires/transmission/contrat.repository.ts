import type { SystemeSource } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";
import type { NatureContrat, StatutContratEngagement } from "../vocabulaire";

/** A contract as it may be told: its dates and its state. Motives, hours and plan are not read. */
export interface ContratATransmettre {
  id: string;
  /** Canonical id of the person. */
  allocataire: string;
  nature: NatureContrat;
  statut: StatutContratEngagement;
  /** Civil dates. */
  dateSignature: string | null;
  dateRefus: string | null;
  source: SystemeSource;
}

const CONTRATS = `select c.id, coalesce(a.canonique, a.id) as allocataire, c.nature, c.statut, c.date_signature as "dateSignature",
    c.date_refus as "dateRefus", c.source
  from allocataires.contrat_engagement c
  join allocataires.allocataire a on a.departement = c.departement and a.id = c.allocataire
  where c.id = any ($1::uuid[])`;

/** Contracts by id, as they are now: one statement. */
export async function contratsATransmettre(tx: Transaction, ids: readonly string[]): Promise<Map<string, ContratATransmettre>> {
  return new Map((await tx.rows<ContratATransmettre>(CONTRATS, [ids])).map((c) => [c.id, c]));
}
