import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

const PRESCRIPTION = "'PrescriptionAvancee', 'PrescriptionRelancee', 'PlaceAttribuee', 'SessionAnnulee'";
const ACTIVITE = "'ActiviteConfirmee', 'ActiviteContestee'";

const destinataire = (types: string) => `
      drop policy destinataire on journal.evenement;
      create policy destinataire on journal.evenement for select to unefois_echanges using (
        case when type in (${types}) and departement = any ${departementsSql}
          and donnees ->> 'statut' is distinct from 'BROUILLON' and donnees ->> 'structure' = any ((select publie.structures_de_l_organisme())::text[])
        then publie.prescription_ouverte(departement, (donnees ->> 'prescription')::uuid) else false end);`;

/** A structure also hears what becomes of the minutes of its prescriptions: confirmed, corrected, refused, contested. */
export class ActivitesDeLaStructure1700000000514 implements MigrationInterface {
  name = "ActivitesDeLaStructure1700000000514";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(destinataire(`${PRESCRIPTION}, ${ACTIVITE}`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(destinataire(PRESCRIPTION));
  }
}
