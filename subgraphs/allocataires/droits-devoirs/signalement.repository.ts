import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { Manquement } from "./manquement";
import { COLONNES_MANQUEMENT } from "./manquement.repository";
import type { DemandeManquement, Fondements, Manquements } from "./signalerManquement";

const uuidOuNull = (id: string | null | undefined): string | null => (isUuid(id) ? id : null);

/** Breaches in one writing transaction. */
export class ManquementsRepository implements Manquements {
  constructor(private readonly tx: Transaction) {}

  async fondements({ departement, allocataire }: Situation, demande: DemandeManquement): Promise<Fondements> {
    const ligne = await this.tx.row<Fondements>(
      `select (select v.statut from publie.presence v where v.allocataire = $2::uuid and v.rendez_vous = $3::uuid) as presence,
         (select c.id from allocataires.contrat_engagement c where c.departement = $1 and c.allocataire = $2::uuid
            and case when $5::boolean then c.id = $4::uuid else c.statut in ('SIGNE', 'SUSPENDU') end) as contrat,
         exists (select from allocataires.contrat_engagement c where c.departement = $1 and c.allocataire = $2::uuid and c.statut <> 'REFUSE') as "contratExiste"`,
      [departement, allocataire, uuidOuNull(demande.rendezVous), uuidOuNull(demande.contrat), demande.contrat != null],
    );
    return ligne!;
  }

  async signaler({ departement, allocataire, acteur }: Situation, m: DemandeManquement & { id: string }, le: Date): Promise<Manquement> {
    const ligne = await this.tx.row<Manquement>(
      `insert into allocataires.manquement as m (departement, allocataire, id, nature, constate_le, constate_par, rendez_vous, contrat, ${COLONNES_DE_L_ACTE})
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       returning ${COLONNES_MANQUEMENT}`,
      [
        departement,
        allocataire,
        m.id,
        m.nature,
        m.constateLe,
        acteur.type,
        m.rendezVous ?? null,
        m.contrat ?? null,
        ...provenanceDeLActe(acteur, le),
      ],
    );
    return avecProvenance(ligne!);
  }
}
