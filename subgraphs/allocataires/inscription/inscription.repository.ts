import type { Transaction } from "../../shared/database";
import { demandesDesInscriptionsSql } from "../orientation/demande.repository";
import { autreFormeFranceTravail } from "../personne/identifiant.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { InscriptionDite, Inscriptions } from "./enregistrerInscription";
import type { NumerosFranceTravail } from "./enregistrerNumero";

// Whoever registers again keeps the day of the first registration of the same run: France Travail does not say it each time.
const CONSTATER = `insert into allocataires.inscription_france_travail as i (departement, allocataire, date_effet, statut, date_inscription, categorie, ${COLONNES_DE_L_ACTE})
  values ($1, $2, $3, $4, coalesce($5::date, case when $4 = 'INSCRIT' then $3::date end), $6, $7, $8, $9, $10, $11)
  on conflict (departement, allocataire, date_effet) do update set statut = excluded.statut, date_inscription = excluded.date_inscription,
    categorie = excluded.categorie, (${COLONNES_DE_L_ACTE}) = row (excluded.source, excluded.source_organisme, excluded.collectee_le, excluded.recue_le, excluded.certifiee)
    where (i.statut, i.categorie) is distinct from (excluded.statut, excluded.categorie)`;

const DEMANDER = demandesDesInscriptionsSql("(select $1::text as departement, $2::uuid as id)");

/** What France Travail's list says, in one writing transaction. */
export class InscriptionsRepository implements Inscriptions {
  constructor(private readonly tx: Transaction) {}

  async constater({ departement, allocataire, acteur }: Situation, dite: InscriptionDite, le: Date): Promise<boolean> {
    const { dateEffet, statut, dateInscription, categorie } = dite;
    const valeurs = [departement, allocataire, dateEffet, statut, dateInscription ?? null, categorie ?? null];
    return (await this.tx.execute(CONSTATER, [...valeurs, ...provenanceDeLActe(acteur, le)])) === 1;
  }

  async demander({ departement, allocataire }: Situation): Promise<void> {
    await this.tx.execute(DEMANDER, [departement, allocataire]);
  }
}

const PORTE = "i.departement = $1 and i.type = 'NUMERO_FRANCE_TRAVAIL' and i.valide_au is null";

/** Numbers of France Travail, in one writing transaction. */
export class NumerosRepository implements NumerosFranceTravail {
  constructor(private readonly tx: Transaction) {}

  /** The lock is on the number: two people who are given it at once follow one another. */
  async autrePorteur({ departement, allocataire }: Situation, numero: string): Promise<string | null> {
    await this.tx.rows("select pg_advisory_xact_lock(hashtextextended('numero-france-travail ' || $1 || ' ' || $2, 0))", [
      departement,
      numero,
    ]);
    const ligne = await this.tx.row<{ id: string }>(
      `select coalesce(a.canonique, a.id) as id from allocataires.identifiant i
       join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire
       where ${PORTE} and (i.valeur = $2 or (${autreFormeFranceTravail("i", "$2::text")})) and coalesce(a.canonique, a.id) <> $3::uuid limit 1`,
      [departement, numero, allocataire],
    );
    return ligne?.id ?? null;
  }

  async poser(
    { departement, allocataire, acteur }: Situation,
    numero: string,
    certifiee: boolean,
    { jour, instant }: { jour: string; instant: Date },
  ): Promise<boolean> {
    const identite = [departement, allocataire, numero];
    // A short form, or a number that the flows say, is not taken back: folds own it. Only what France Travail said before ends.
    await this.tx.execute(
      `update allocataires.identifiant i set valide_au = greatest(coalesce(i.valide_du, $4::date), $4::date - 1)
       where ${PORTE} and i.allocataire = $2::uuid and i.valeur <> $3 and i.source = 'FRANCE_TRAVAIL' and not i.replie`,
      [...identite, jour],
    );
    const [source, organisme, collectee, recue] = provenanceDeLActe(acteur, instant);
    const poses = await this.tx.execute(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur, valide_du, ${COLONNES_DE_L_ACTE})
       select $1, $2, 'NUMERO_FRANCE_TRAVAIL', $3, $4, $5, $6, $7, $8, $9
       where not exists (select from allocataires.identifiant i where ${PORTE} and i.allocataire = $2::uuid and i.valeur = $3)`,
      [...identite, jour, source, organisme, collectee, recue, certifiee],
    );
    return poses === 1;
  }
}
