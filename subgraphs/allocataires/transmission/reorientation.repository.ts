import type { Frein, SystemeSource } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";
import type { Impact, OrigineOrientation, StatutOrientation } from "../vocabulaire";

/** What the hub knows of the criteria of orientation (arrêtés of 21 November 2024): from the last diagnostic, as it stands. */
export interface CriteresConnus {
  contraintes: { frein: Frein; impact: Impact }[];
  procheAidant: boolean | null;
  niveauQualification: string | null;
  situationEmploi: string | null;
}

/** A réorientation that was proposed, as it may be asked for. */
export interface ReorientationATransmettre {
  id: string;
  allocataire: string;
  statut: StatutOrientation;
  origine: OrigineOrientation;
  demandeeLe: string;
  source: SystemeSource;
  /** Null: no diagnostic is known. */
  criteres: CriteresConnus | null;
}

const REORIENTATIONS = `select o.id, coalesce(a.canonique, a.id) as allocataire, o.statut, o.origine, o.demandee_le as "demandeeLe", o.source,
    (select jsonb_build_object('procheAidant', d.proche_aidant, 'niveauQualification', d.niveau_qualification, 'situationEmploi', d.situation_emploi,
        'contraintes', (select coalesce(jsonb_agg(jsonb_build_object('frein', c.frein, 'impact', c.impact) order by c.frein), '[]'::jsonb)
          from allocataires.contrainte c where c.departement = d.departement and c.diagnostic = d.id))
      from allocataires.diagnostic d where d.departement = o.departement and d.allocataire = o.allocataire
      order by d.etabli_le desc, d.recue_le desc, d.id limit 1) as criteres
  from allocataires.orientation o
  join allocataires.allocataire a on a.departement = o.departement and a.id = o.allocataire
  where o.id = any ($1::uuid[])`;

/** Réorientations by id, with the criteria known: one statement. */
export async function reorientationsATransmettre(tx: Transaction, ids: readonly string[]): Promise<Map<string, ReorientationATransmettre>> {
  return new Map((await tx.rows<ReorientationATransmettre>(REORIENTATIONS, [ids])).map((o) => [o.id, o]));
}
