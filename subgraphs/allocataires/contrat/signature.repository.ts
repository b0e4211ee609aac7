import type { Transaction } from "../../shared/database";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { ContratEngagement } from "./contrat";
import { COLONNES_CONTRAT } from "./contrat.repository";
import type { DemandeDeRefus, RefusDeContrat } from "./refuserContrat";
import type { ContratASigner, Signatures } from "./signerContrat";

/** Signatures and refusals in one writing transaction. */
export class SignaturesRepository implements Signatures, RefusDeContrat {
  constructor(private readonly tx: Transaction) {}

  async cloturer({ departement, contrat }: Situation, le: string): Promise<void> {
    await this.tx.execute(
      "update allocataires.contrat_engagement set statut = 'CLOTURE', cloture_le = $3, date_fin = least(coalesce(date_fin, $3::date), $3::date) where departement = $1 and id = $2",
      [departement, contrat!.id, le],
    );
  }

  /** The contract, its modulation when there is one, and the first signature of the entry: one statement. */
  async signer(situation: Situation, c: ContratASigner, le: Date): Promise<ContratEngagement> {
    const { departement, allocataire, acteur, orientation, entree } = situation;
    const ligne = await this.tx.row<ContratEngagement>(
      `with signe as (
         update allocataires.contrat_engagement x set nature = $4, statut = 'SIGNE', date_debut = $5, date_signature = $6, date_fin = $7,
           heures_hebdomadaires = $8, organisme = $9, referent = $10, source = $12, source_organisme = $13, collectee_le = $14, recue_le = $15, certifiee = $16
         where x.departement = $1 and x.id = $3 and $20::boolean
         returning *
       ), nouveau as (
         insert into allocataires.contrat_engagement (departement, allocataire, id, nature, statut, date_debut, date_signature, date_fin,
           heures_hebdomadaires, organisme, referent, renouvelle, ${COLONNES_DE_L_ACTE})
         select $1, $2, $3, $4, 'SIGNE', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 where not $20::boolean
         returning *
       ), c as (
         select * from signe union all select * from nouveau
       ), modulee as (
         insert into allocataires.modulation (departement, contrat, allocataire, du, exempte, heures_hebdomadaires, motif)
         select $1, $3, $2, $5, $17::boolean, $8, $18::text where $17::boolean or $18::text is not null
       ), datee as (
         update allocataires.entree set signature_contrat = coalesce(signature_contrat, $6)
         where departement = $1 and allocataire = $2 and rang = $19
       )
       select ${COLONNES_CONTRAT} from c`,
      [
        departement,
        allocataire,
        c.id,
        c.nature,
        c.dateDebut,
        c.dateSignature,
        c.dateFin,
        c.heuresHebdomadaires ?? null,
        orientation?.organisme ?? null,
        orientation?.referent ?? null,
        c.renouvelle,
        ...provenanceDeLActe(acteur, le),
        c.exempte,
        c.motifModulation ?? null,
        entree?.rang ?? null,
        c.surPlace,
      ],
    );
    return avecProvenance(ligne!);
  }

  async refuser(situation: Situation, r: DemandeDeRefus & { id: string }, le: Date): Promise<ContratEngagement> {
    const { departement, allocataire, acteur, orientation } = situation;
    const ligne = await this.tx.row<ContratEngagement>(
      `insert into allocataires.contrat_engagement as c (departement, allocataire, id, nature, statut, date_refus, motif_refus, organisme, referent, ${COLONNES_DE_L_ACTE})
       values ($1, $2, $3, 'CONTRAT_ENGAGEMENT', 'REFUSE', $4, $5, $6, $7, $8, $9, $10, $11, $12)
       returning ${COLONNES_CONTRAT}`,
      [
        departement,
        allocataire,
        r.id,
        r.dateRefus,
        r.motif.trim(),
        orientation?.organisme ?? null,
        orientation?.referent ?? null,
        ...provenanceDeLActe(acteur, le),
      ],
    );
    return avecProvenance(ligne!);
  }

  async refuserSurPlace({ departement, acteur, contrat }: Situation, r: DemandeDeRefus, le: Date): Promise<ContratEngagement> {
    const ligne = await this.tx.row<ContratEngagement>(
      `update allocataires.contrat_engagement c set statut = 'REFUSE', date_refus = $3, motif_refus = $4,
         source = $5, source_organisme = $6, collectee_le = $7, recue_le = $8, certifiee = $9
       where c.departement = $1 and c.id = $2 returning ${COLONNES_CONTRAT}`,
      [departement, contrat!.id, r.dateRefus, r.motif.trim(), ...provenanceDeLActe(acteur, le)],
    );
    return avecProvenance(ligne!);
  }
}
