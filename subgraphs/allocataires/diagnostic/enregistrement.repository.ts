import type { Transaction } from "../../shared/database";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { Diagnostic } from "./diagnostic";
import { COLONNES_DIAGNOSTIC } from "./diagnostic.repository";
import type { DemandeDiagnostic, Diagnostics } from "./enregistrerDiagnostic";

/** Diagnostics in one writing transaction. */
export class DiagnosticsRepository implements Diagnostics {
  constructor(private readonly tx: Transaction) {}

  /** The diagnostic and its contraintes: one statement. */
  async enregistrer({ departement, allocataire, acteur }: Situation, d: DemandeDiagnostic & { id: string }, le: Date): Promise<Diagnostic> {
    const ligne = await this.tx.row<Diagnostic>(
      `with d as (
         insert into allocataires.diagnostic (departement, allocataire, id, etabli_le, niveau_qualification, situation_emploi, metiers_recherches,
           projet_professionnel, proche_aidant, ${COLONNES_DE_L_ACTE})
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         returning *
       ), reperees as (
         insert into allocataires.contrainte (departement, diagnostic, allocataire, frein, impact, prioritaire, reperee)
         select $1, $3, $2, c.frein, c.impact, c.prioritaire, $4 from unnest($15::text[], $16::text[], $17::boolean[]) c(frein, impact, prioritaire)
       )
       select ${COLONNES_DIAGNOSTIC} from d`,
      [
        departement,
        allocataire,
        d.id,
        d.etabliLe,
        d.niveauQualification ?? null,
        d.situationEmploi ?? null,
        d.metiersRecherches ?? [],
        d.projetProfessionnel ?? null,
        d.procheAidant ?? null,
        ...provenanceDeLActe(acteur, le),
        d.contraintes.map((c) => c.frein),
        d.contraintes.map((c) => c.impact),
        d.contraintes.map((c) => c.prioritaire ?? false),
      ],
    );
    return avecProvenance(ligne!);
  }
}
