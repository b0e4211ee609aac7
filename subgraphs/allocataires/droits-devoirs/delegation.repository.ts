import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import type { TypeOrganisme } from "../vocabulaire";
import type { DelegationSanction, DemandeDelegation } from "./delegation";

const COLONNES = "d.id, d.departement, d.organisme, d.du, d.au, d.reference";

/** The delegations of the départements that the caller reads, the latest first. */
export const delegationsLues = (tx: Transaction): Promise<DelegationSanction[]> =>
  tx.rows<DelegationSanction>(`select ${COLONNES} from allocataires.delegation_sanction d order by d.du desc, d.id limit 200`);

/** Delegations in one writing transaction. */
export class DelegationsRepository {
  constructor(private readonly tx: Transaction) {}

  organisme(id: string): Promise<{ departement: string; type: TypeOrganisme } | null> {
    return this.tx.row("select o.departement, o.type from allocataires.organisme o where o.id = $1", [id]);
  }

  async parId(id: string): Promise<DelegationSanction | null> {
    if (!isUuid(id)) return null;
    return this.tx.row<DelegationSanction>(`select ${COLONNES} from allocataires.delegation_sanction d where d.id = $1::uuid for update`, [
      id,
    ]);
  }

  de(organisme: string): Promise<DelegationSanction[]> {
    return this.tx.rows<DelegationSanction>(`select ${COLONNES} from allocataires.delegation_sanction d where d.organisme = $1`, [
      organisme,
    ]);
  }

  async ajouter(departement: string, d: DemandeDelegation, par: string | null, le: Date): Promise<DelegationSanction> {
    const ligne = await this.tx.row<DelegationSanction>(
      `insert into allocataires.delegation_sanction as d (departement, organisme, du, au, reference, enregistree_le, enregistree_par)
       values ($1, $2, $3, $4, $5, $6, $7) returning ${COLONNES}`,
      [departement, d.organisme, d.du, d.au ?? null, d.reference.trim(), le, par],
    );
    return ligne!;
  }

  async finir({ departement, id }: DelegationSanction, au: string): Promise<DelegationSanction> {
    const ligne = await this.tx.row<DelegationSanction>(
      `update allocataires.delegation_sanction d set au = $3 where d.departement = $1 and d.id = $2::uuid returning ${COLONNES}`,
      [departement, id, au],
    );
    return ligne!;
  }
}
