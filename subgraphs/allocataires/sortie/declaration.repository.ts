import type { Transaction } from "../../shared/database";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { DemandeReprise, DemandeSortie, Sorties } from "./declarerSortie";
import { estPositive, type RepriseEmploi, type SortieParcours } from "./sortie";
import { COLONNES_REPRISE, COLONNES_SORTIE } from "./sortie.repository";

/** Exits and returns to work in one writing transaction. */
export class SortiesRepository implements Sorties {
  constructor(private readonly tx: Transaction) {}

  /** The exit, and all that ends with it: one statement. Follow-ups last until the end of today, so that who declares it can read it back. */
  async sortir(
    { departement, allocataire, acteur, entree }: Situation,
    sortie: DemandeSortie & { id: string },
    { aujourdhui, maintenant }: { aujourdhui: string; maintenant: Date },
  ): Promise<SortieParcours> {
    const ligne = await this.tx.row<SortieParcours>(
      `with s as (
         insert into allocataires.sortie (departement, allocataire, id, nature, positive, date, ${COLONNES_DE_L_ACTE})
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         returning *
       ), orientee as (
         update allocataires.orientation o set statut = 'CLOSE', close_le = $6, fin_accompagnement_le = $6, motif_fin = $4
         where o.departement = $1 and o.allocataire = $2 and o.statut = 'DECIDEE' and o.close_le is null
       ), suivie as (
         update allocataires.intervention i set au = greatest(i.du, $12::date)
         where i.departement = $1 and i.allocataire = $2 and (i.au is null or i.au > $12::date)
       ), engagee as (
         update allocataires.contrat_engagement c set statut = 'CLOTURE', date_fin = least(coalesce(c.date_fin, $6), $6)
         where c.departement = $1 and c.allocataire = $2 and c.statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU')
       ), sortante as (
         update allocataires.entree e set sortie = $6 where e.departement = $1 and e.allocataire = $2 and e.rang = $13
       )
       select ${COLONNES_SORTIE} from s`,
      [
        departement,
        allocataire,
        sortie.id,
        sortie.nature,
        estPositive(sortie.nature),
        sortie.date,
        ...provenanceDeLActe(acteur, maintenant),
        aujourdhui,
        entree?.rang ?? null,
      ],
    );
    return avecProvenance(ligne!);
  }

  async reprendre(
    { departement, allocataire, acteur }: Situation,
    r: DemandeReprise & { id: string; fin: string | null },
    le: Date,
  ): Promise<RepriseEmploi> {
    const ligne = await this.tx.row<RepriseEmploi>(
      `insert into allocataires.reprise_emploi as r (departement, allocataire, id, debut, fin, type_contrat, duree_mois, quotite, ${COLONNES_DE_L_ACTE})
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       returning ${COLONNES_REPRISE}`,
      [
        departement,
        allocataire,
        r.id,
        r.debut,
        r.fin,
        r.typeContrat,
        r.dureeMois ?? null,
        r.quotite ?? null,
        ...provenanceDeLActe(acteur, le),
      ],
    );
    return avecProvenance(ligne!);
  }
}
