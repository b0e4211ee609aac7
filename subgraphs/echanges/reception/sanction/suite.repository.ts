import { civilDateOf } from "../../../shared/civil-date";
import type { Database } from "../../../shared/database";

/** A proposal of France Travail that became a file of the hub, and whose delay is over or which it no longer shows. */
export interface PropositionASuivre {
  activite: string;
  /** `identifiantActivite`. */
  identifiant: string;
  /** Canonical id. */
  allocataire: string;
  /** `identifiantConsequenceSanction`. */
  consequence: string;
  /** Id of the sanction in the hub. */
  sanction: string;
}

/** Months after which a proposal is no longer followed. */
const SUIVI = "6 months";

const A_SUIVRE = `select a.id as activite, a.identifiant, coalesce(p.canonique, a.allocataire) as allocataire, a.fait as sanction,
    a.attributs ->> 'idConsequenceSanction' as consequence
  from echanges.activite_recue a
  left join lateral (select p.canonique from publie.perimetre p where p.departement = a.departement and p.allocataire = a.allocataire limit 1) p on true
  where a.departement = $1 and a.code in ('ACT366', 'ACT370') and a.fait is not null and a.allocataire is not null
    and a.attributs ? 'idConsequenceSanction' and a.recue_le > $2::timestamptz - interval '${SUIVI}'
    and (a.echeance <= $2 or a.statut = 'CLOSE_PAR_FRANCE_TRAVAIL')
  order by a.creee_le, a.id`;

const PAR_CONSEQUENCE = `select e.fait as sanction from echanges.echange e
  where e.departement = $1 and e.objet = 'SANCTION_DECISION' and e.sens = 'SORTANT' and e.identifiant_partenaire = $2 and e.fait is not null limit 1`;

/** What the exchanges know of sanctions, under the rights of the whole département. */
export class SuitesDeSanction {
  constructor(private readonly base: Database) {}

  aSuivre(departement: string, le: Date): Promise<PropositionASuivre[]> {
    return this.base.write(this.base.systemRights([departement], civilDateOf(le)), (tx) => tx.rows(A_SUIVRE, [departement, le]));
  }

  /** The sanction of the Département to which France Travail gave that id, or null. */
  async decideeParLeDepartement(departement: string, consequence: string, le: Date): Promise<string | null> {
    const ligne = await this.base.write(this.base.systemRights([departement], civilDateOf(le)), (tx) =>
      tx.row<{ sanction: string }>(PAR_CONSEQUENCE, [departement, consequence]),
    );
    return ligne?.sanction ?? null;
  }
}
