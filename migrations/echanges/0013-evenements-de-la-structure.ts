import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** A structure follows what is prescribed to it: the events of its prescriptions, never those of a draft. Whose they are, the reader of
 * the journal does not say to who does not follow the person. */
export class EvenementsDeLaStructure1700000000513 implements MigrationInterface {
  name = "EvenementsDeLaStructure1700000000513";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant execute on function publie.structures_de_l_organisme(), publie.prescription_ouverte(text, uuid) to unefois_echanges;
      create policy destinataire on journal.evenement for select to unefois_echanges using (
        case when type in ('PrescriptionAvancee', 'PrescriptionRelancee', 'PlaceAttribuee', 'SessionAnnulee') and departement = any ${departementsSql}
          and donnees ->> 'statut' is distinct from 'BROUILLON' and donnees ->> 'structure' = any ((select publie.structures_de_l_organisme())::text[])
        then publie.prescription_ouverte(departement, (donnees ->> 'prescription')::uuid) else false end);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy destinataire on journal.evenement;
      revoke execute on function publie.structures_de_l_organisme(), publie.prescription_ouverte(text, uuid) from unefois_echanges;`);
  }
}
