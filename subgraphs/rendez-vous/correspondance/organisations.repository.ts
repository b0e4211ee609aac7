import type { SystemeSource } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";

export interface OrganisationRow {
  systeme: SystemeSource;
  identifiant: string;
  nom: string | null;
  /** Null: it waits. */
  organisme: string | null;
  enAttente: number;
}

/** Organisations that no organisme has, and those of the départements of the caller: told as such, or by a message that waits for them. One statement. */
const ORGANISATIONS = `select systeme, identifiant, nom, organisme, en_attente as "enAttente" from rendez_vous.organisations_dites()`;

/** @param apres key of the last one read, `systeme identifiant`. */
export const organisationsARattacher = (tx: Transaction, apres: string | null, nombre: number): Promise<OrganisationRow[]> =>
  tx.rows(
    `${ORGANISATIONS} where organisme is null and ($1::text is null or systeme || ' ' || identifiant > $1) order by systeme || ' ' || identifiant limit $2`,
    [apres, nombre],
  );

export const organisationDite = (tx: Transaction, systeme: string, identifiant: string): Promise<OrganisationRow | null> =>
  tx.row(`${ORGANISATIONS} where systeme = $1 and identifiant = $2`, [systeme, identifiant]);

export async function ecrireRattachement(
  tx: Transaction,
  departement: string,
  { systeme, identifiant, organisme }: { systeme: string; identifiant: string; organisme: string },
): Promise<void> {
  await tx.execute(
    `insert into rendez_vous.organisation_externe (systeme, identifiant, departement, organisme) values ($1, $2, $3, $4)
     on conflict (systeme, identifiant) do update set departement = excluded.departement, organisme = excluded.organisme`,
    [systeme, identifiant, departement, organisme],
  );
}
