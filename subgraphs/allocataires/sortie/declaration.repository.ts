import type { Transaction } from "../../shared/database";
import { ecarter } from "../portefeuille/suivi.repository";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { DemandeReprise, DemandeSortie, Sorties } from "./declarerSortie";
import { estPositive, type RepriseEmploi, type SortieParcours } from "./sortie";
import { COLONNES_REPRISE, COLONNES_SORTIE } from "./sortie.repository";

/** What the exit closes, read before it does: to undo it. */
const ETAT_ANTERIEUR = `'rang', $13::int,
  'orientation', (select o.id from allocataires.orientation o where o.departement = $1 and o.allocataire = $2 and o.statut = 'DECIDEE' and o.close_le is null),
  'contrat', (select jsonb_build_object('id', c.id, 'statut', c.statut, 'dateFin', c.date_fin) from allocataires.contrat_engagement c
    where c.departement = $1 and c.allocataire = $2 and c.statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU')),
  'suivis', (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'au', i.au)), '[]') from allocataires.intervention i
    where i.departement = $1 and i.allocataire = $2 and (i.au is null or i.au > $12::date))`;

/** Exits and returns to work in one writing transaction. */
export class SortiesRepository implements Sorties {
  constructor(private readonly tx: Transaction) {}

  /** The exit, and all that ends with it: follow-ups to come are set aside, the others last until the end of today, so that who declares it can read it back. */
  async sortir(
    { departement, allocataire, acteur, entree }: Situation,
    sortie: DemandeSortie & { id: string },
    { aujourdhui, maintenant }: { aujourdhui: string; maintenant: Date },
  ): Promise<SortieParcours> {
    const aVenir = "i.departement = $1 and i.allocataire = $2 and i.du > $3::date";
    await ecarter(this.tx, aVenir, [departement, allocataire, aujourdhui], aujourdhui);
    const ligne = await this.tx.row<SortieParcours>(
      `with s as (
         insert into allocataires.sortie (departement, allocataire, id, nature, positive, date, ${COLONNES_DE_L_ACTE}, preuve, etat_anterieur)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $14, jsonb_build_object(${ETAT_ANTERIEUR}))
         returning *
       ), orientee as (
         update allocataires.orientation o set statut = 'CLOSE', close_le = $6, fin_accompagnement_le = $6, motif_fin = $4
         where o.departement = $1 and o.allocataire = $2 and o.statut = 'DECIDEE' and o.close_le is null
       ), suivie as (
         update allocataires.intervention i set au = $12::date
         where i.departement = $1 and i.allocataire = $2 and (i.au is null or i.au > $12::date)
       ), engagee as (
         update allocataires.contrat_engagement c set statut = 'CLOTURE', cloture_le = $6, date_fin = least(coalesce(c.date_fin, $6), $6)
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
        sortie.preuve?.trim() || null,
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

  /** Undoes an exit: what it closed is open again. One statement. Gives the orientation opened again. */
  async annuler({ departement, id }: SortieParcours, motif: string, le: string): Promise<string | null> {
    const ligne = await this.tx.row<{ orientation: string | null }>(
      `with s as (
         update allocataires.sortie x set annulee_le = $4, annulation_motif = $3 where x.departement = $1 and x.id = $2::uuid
         returning x.allocataire, x.etat_anterieur as avant
       ), orientee as (
         update allocataires.orientation o set statut = 'DECIDEE', close_le = null, fin_accompagnement_le = null, motif_fin = null
         from s where o.departement = $1 and o.id = (s.avant ->> 'orientation')::uuid
       ), suivie as (
         update allocataires.intervention i set au = (v ->> 'au')::date
         from s cross join jsonb_array_elements(s.avant -> 'suivis') v where i.departement = $1 and i.id = (v ->> 'id')::uuid
       ), engagee as (
         update allocataires.contrat_engagement c
         set statut = s.avant -> 'contrat' ->> 'statut', date_fin = (s.avant -> 'contrat' ->> 'dateFin')::date, cloture_le = null
         from s where c.departement = $1 and c.id = (s.avant -> 'contrat' ->> 'id')::uuid
       ), rentree as (
         update allocataires.entree e set sortie = null
         from s where e.departement = $1 and e.allocataire = s.allocataire and e.rang = (s.avant ->> 'rang')::int
       )
       select avant ->> 'orientation' as orientation from s`,
      [departement, id, motif.trim(), le],
    );
    return ligne!.orientation;
  }

  async suivre(
    { departement, id }: RepriseEmploi,
    s: Pick<RepriseEmploi, "presentA6Mois" | "suiviJusque" | "termineeLe">,
  ): Promise<RepriseEmploi> {
    const ligne = await this.tx.row<RepriseEmploi>(
      `update allocataires.reprise_emploi r set present_a_6_mois = $3, suivi_jusque = $4, terminee_le = $5
       where r.departement = $1 and r.id = $2::uuid returning ${COLONNES_REPRISE}`,
      [departement, id, s.presentA6Mois, s.suiviJusque, s.termineeLe],
    );
    return avecProvenance(ligne!);
  }
}
