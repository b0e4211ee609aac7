import type { Frein, SystemeSource } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";
import type { Impact } from "../vocabulaire";

/** A diagnostic as it may be told: contraintes and how much they weigh. Its texts (situation, projet, métiers) are not read. */
export interface DiagnosticATransmettre {
  id: string;
  /** Canonical id of the person. */
  allocataire: string;
  etabliLe: string;
  contraintes: { frein: Frein; impact: Impact; prioritaire: boolean }[];
  /** Contraintes of an earlier diagnostic that this one says no more. */
  levees: Frein[];
  /** False: a later one says how things are now. */
  dernier: boolean;
  source: SystemeSource;
}

const DIAGNOSTICS = `select d.id, coalesce(a.canonique, a.id) as allocataire, d.etabli_le as "etabliLe", d.source,
    (select coalesce(jsonb_agg(jsonb_build_object('frein', c.frein, 'impact', c.impact, 'prioritaire', c.prioritaire) order by c.frein), '[]'::jsonb)
      from allocataires.contrainte c where c.departement = d.departement and c.diagnostic = d.id) as contraintes,
    array(select distinct c.frein from allocataires.contrainte c
      where c.departement = d.departement and c.allocataire = d.allocataire and c.levee_le = d.etabli_le
        and not exists (select from allocataires.contrainte s where s.departement = d.departement and s.diagnostic = d.id and s.frein = c.frein)
      order by 1) as levees,
    not exists (select from allocataires.diagnostic s where s.departement = d.departement and s.allocataire = d.allocataire
      and (s.etabli_le, s.recue_le, d.id) > (d.etabli_le, d.recue_le, s.id)) as dernier
  from allocataires.diagnostic d
  join allocataires.allocataire a on a.departement = d.departement and a.id = d.allocataire
  where d.id = any ($1::uuid[])`;

/** Diagnostics by id: one statement. */
export async function diagnosticsATransmettre(tx: Transaction, ids: readonly string[]): Promise<Map<string, DiagnosticATransmettre>> {
  return new Map((await tx.rows<DiagnosticATransmettre>(DIAGNOSTICS, [ids])).map((d) => [d.id, d]));
}
