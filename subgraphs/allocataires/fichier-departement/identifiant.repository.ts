import type { Transaction } from "../../shared/database";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { Identifiants } from "./enregistrerIdentifiant";

const PORTE = "i.departement = $1 and i.type = 'IDENTIFIANT_DEPARTEMENT' and i.valide_au is null";

/** Numbers of the software of the Département, in one writing transaction. */
export class IdentifiantsDuDepartement implements Identifiants {
  constructor(private readonly tx: Transaction) {}

  /** The lock is on the value: two people who are given it at once follow one another. */
  async autrePorteur({ departement, allocataire }: Situation, valeur: string): Promise<string | null> {
    await this.tx.rows("select pg_advisory_xact_lock(hashtextextended('identifiant-departement ' || $1 || ' ' || $2, 0))", [
      departement,
      valeur,
    ]);
    const ligne = await this.tx.row<{ id: string }>(
      `select coalesce(a.canonique, a.id) as id from allocataires.identifiant i
       join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire
       where ${PORTE} and i.valeur = $2 and coalesce(a.canonique, a.id) <> $3::uuid limit 1`,
      [departement, valeur, allocataire],
    );
    return ligne?.id ?? null;
  }

  async poser(
    { departement, allocataire, acteur }: Situation,
    valeur: string,
    { jour, instant }: { jour: string; instant: Date },
  ): Promise<boolean> {
    await this.tx.execute(
      `update allocataires.identifiant i set valide_au = greatest(coalesce(i.valide_du, $4::date), $4::date - 1)
       where ${PORTE} and i.allocataire = $2::uuid and i.valeur <> $3`,
      [departement, allocataire, valeur, jour],
    );
    const poses = await this.tx.execute(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur, valide_du, ${COLONNES_DE_L_ACTE})
       select $1, $2, 'IDENTIFIANT_DEPARTEMENT', $3, $4, $5, $6, $7, $8, $9
       where not exists (select from allocataires.identifiant i where ${PORTE} and i.allocataire = $2::uuid and i.valeur = $3)`,
      [departement, allocataire, valeur, jour, ...provenanceDeLActe(acteur, instant)],
    );
    return poses === 1;
  }
}
