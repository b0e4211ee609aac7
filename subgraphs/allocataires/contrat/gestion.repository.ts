import type { Transaction } from "../../shared/database";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { MotifSuspensionContrat } from "../vocabulaire";
import type { ActionDuPlan, ContratEngagement, Modulation } from "./contrat";
import { COLONNES_ACTION, COLONNES_CONTRAT } from "./contrat.repository";
import type { DemandeAction, DemandeModulation, Modulations } from "./modulerContrat";
import type { DemandeDeProposition, Propositions, Suspensions } from "./proposerContrat";

/** What happens to a contract between its proposal and its end, in one writing transaction. */
export class ContratsRepository implements Propositions, Suspensions, Modulations {
  constructor(private readonly tx: Transaction) {}

  async proposer(
    { departement, allocataire, acteur, orientation }: Situation,
    p: DemandeDeProposition & { id: string },
    le: Date,
  ): Promise<ContratEngagement> {
    const ligne = await this.tx.row<ContratEngagement>(
      `insert into allocataires.contrat_engagement as c (departement, allocataire, id, nature, statut, propose_le, organisme, referent, ${COLONNES_DE_L_ACTE})
       values ($1, $2, $3, $4, 'A_SIGNER', $5, $6, $7, $8, $9, $10, $11, $12)
       returning ${COLONNES_CONTRAT}`,
      [
        departement,
        allocataire,
        p.id,
        p.nature,
        p.proposeLe,
        orientation?.organisme ?? null,
        orientation?.referent ?? null,
        ...provenanceDeLActe(acteur, le),
      ],
    );
    return avecProvenance(ligne!);
  }

  async suspendre({ departement, id }: ContratEngagement, le: string, motif: MotifSuspensionContrat): Promise<ContratEngagement> {
    const ligne = await this.tx.row<ContratEngagement>(
      `update allocataires.contrat_engagement c set statut = 'SUSPENDU', suspendu_le = $3, motif_suspension = $4
       where c.departement = $1 and c.id = $2 returning ${COLONNES_CONTRAT}`,
      [departement, id, le, motif],
    );
    return avecProvenance(ligne!);
  }

  modulations({ departement, id }: ContratEngagement): Promise<Pick<Modulation, "du" | "au">[]> {
    return this.tx.rows("select m.du, m.au from allocataires.modulation m where m.departement = $1 and m.contrat = $2 order by m.du", [
      departement,
      id,
    ]);
  }

  /** The modulation, and the end of the one that ran: the day before. */
  async moduler({ departement, id, allocataire }: ContratEngagement, m: DemandeModulation): Promise<void> {
    await this.tx.execute(
      `with precedente as (
         update allocataires.modulation p set au = $4::date - 1
         where p.departement = $1 and p.contrat = $2 and p.du < $4 and (p.au is null or p.au >= $4)
       )
       insert into allocataires.modulation (departement, contrat, allocataire, du, exempte, heures_hebdomadaires, motif, au)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [departement, id, allocataire, m.du, m.exempte, m.heures ?? null, m.motif ?? null, m.au ?? null],
    );
  }

  plan({ departement, id }: ContratEngagement): Promise<ActionDuPlan[]> {
    return this.tx.rows<ActionDuPlan>(
      `select ${COLONNES_ACTION} from allocataires.action_plan p where p.departement = $1 and p.contrat = $2 order by p.rang`,
      [departement, id],
    );
  }

  async ajouter({ departement, id, allocataire }: ContratEngagement, rang: number, action: DemandeAction): Promise<void> {
    await this.tx.execute(
      `insert into allocataires.action_plan (departement, contrat, allocataire, rang, libelle, echeance, prescription)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [departement, id, allocataire, rang, action.libelle.trim(), action.echeance ?? null, action.prescription ?? null],
    );
  }

  async realiser({ departement, id }: ContratEngagement, rang: number, le: string): Promise<void> {
    await this.tx.execute(
      "update allocataires.action_plan p set realisee_le = $4 where p.departement = $1 and p.contrat = $2 and p.rang = $3",
      [departement, id, rang, le],
    );
  }
}
