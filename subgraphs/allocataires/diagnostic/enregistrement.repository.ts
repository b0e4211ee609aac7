import type { Transaction } from "../../shared/database";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { Diagnostic } from "./diagnostic";
import { COLONNES_DIAGNOSTIC } from "./diagnostic.repository";
import type { DemandeDiagnostic, Diagnostics } from "./enregistrerDiagnostic";

/** A contrainte is spotted by the first of the diagnostics in a row that say it, and lifted by the first that says it no more, or says that it weighs
 * nothing. All the dates of a person are computed again: a diagnostic recorded late finds its place. Her diagnostics are named as a list: behind the
 * policies, a join alone reads the contraintes of the whole département. */
const DATER_LES_CONTRAINTES = `with ordre as (
    select d.id, d.etabli_le, row_number() over suite as n, lead(d.etabli_le) over suite as suivant
    from allocataires.diagnostic d where d.departement = $1 and d.allocataire = $2::uuid
    window suite as (order by d.etabli_le, d.recue_le, d.id desc)
  ), pese as (
    select c.diagnostic, c.frein, o.n, o.etabli_le, o.suivant, o.n - row_number() over (partition by c.frein order by o.n) as serie
    from ordre o join allocataires.contrainte c on c.departement = $1 and c.diagnostic = o.id
    where c.impact <> 'AUCUN' and c.diagnostic = any (array(select id from ordre))
  ), datee as (
    select p.diagnostic, p.frein, min(p.etabli_le) over (partition by p.frein, p.serie) as reperee,
      case when lead(p.n) over (partition by p.frein order by p.n) is distinct from p.n + 1 then p.suivant end as levee_le
    from pese p
  )
  update allocataires.contrainte c set reperee = d.reperee, levee_le = d.levee_le from datee d
  where c.departement = $1 and c.diagnostic = any (array(select id from ordre)) and c.diagnostic = d.diagnostic and c.frein = d.frein
    and (c.reperee, c.levee_le) is distinct from (d.reperee, d.levee_le)`;

/** Diagnostics in one writing transaction. */
export class DiagnosticsRepository implements Diagnostics {
  constructor(private readonly tx: Transaction) {}

  /** The diagnostic and its contraintes, then the dates of hers that it moves: two statements. */
  async enregistrer({ departement, allocataire, acteur }: Situation, d: DemandeDiagnostic & { id: string }, le: Date): Promise<Diagnostic> {
    const ligne = await this.tx.row<Diagnostic>(
      `with d as (
         insert into allocataires.diagnostic (departement, allocataire, id, etabli_le, niveau_qualification, situation_emploi, metiers_recherches,
           projet_professionnel, proche_aidant, ${COLONNES_DE_L_ACTE}, referentiel, conforme_norme_nationale)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $18, $19)
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
        d.referentiel?.trim() || null,
        d.conformeNormeNationale ?? null,
      ],
    );
    await this.tx.execute(DATER_LES_CONTRAINTES, [departement, allocataire]);
    return avecProvenance(ligne!);
  }
}
