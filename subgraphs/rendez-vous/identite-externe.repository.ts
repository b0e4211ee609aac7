import type { Transaction } from "../shared/database";
import { formesDuMatricule, sansAccents } from "./correspondances-rdv";
import type { UsagerRecu } from "./message-rdv";
import type { PersonneCandidate } from "./monde";

/** THE ONE BYPASS OF THIS SUBGRAPH. A webhook names a person by her matricule and civil status, which the role of this subgraph
 * cannot read: the receiver, which acts for the system and not for a caller, resolves her as the owner of the database.
 * It takes ids out and nothing else. Found by: grep "from allocataires\\." subgraphs/rendez-vous. */
export class IdentiteExterneRepository {
  constructor(private readonly tx: Transaction) {}

  /** People by matricule, birth date and birth name (accents and case do not count), canonical after a merge.
   * One statement for all users; returns the look-up. */
  async candidats(usagers: readonly UsagerRecu[]): Promise<(usager: UsagerRecu) => PersonneCandidate[]> {
    const matricules = [
      ...new Set(usagers.flatMap((u) => (u.matricule && u.dateNaissance && u.nom ? formesDuMatricule(u.matricule) : []))),
    ];
    const found = new Map<string, PersonneCandidate[]>();
    if (matricules.length > 0) {
      const rows = await this.tx.rows<{ departement: string; allocataire: string; matricule: string; naissance: string; nom: string }>(
        `select distinct i.departement, coalesce(a.canonique, a.id) as allocataire, i.valeur as matricule, a.date_naissance as naissance, a.nom
         from allocataires.identifiant i
         join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire
         where i.type = 'MATRICULE_CAF' and i.valeur = any($1)
           and i.departement = any(array(select distinct departement from allocataires.organisme))`,
        [matricules],
      );
      for (const row of rows) add(found, key(row.matricule, row.naissance, row.nom), row);
    }
    return (u) => (u.matricule && u.dateNaissance && u.nom ? (found.get(key(u.matricule, u.dateNaissance, u.nom)) ?? []) : []);
  }

  /** Every organisme, by name without accents. */
  async organismes(): Promise<Map<string, { departement: string; organisme: string }[]>> {
    const rows = await this.tx.rows<{ id: string; departement: string; nom: string }>(
      "select id, departement, nom from allocataires.organisme",
    );
    const byName = new Map<string, { departement: string; organisme: string }[]>();
    for (const { id, departement, nom } of rows) {
      const name = sansAccents(nom);
      byName.set(name, [...(byName.get(name) ?? []), { departement, organisme: id }]);
    }
    return byName;
  }
}

const key = (matricule: string, naissance: string, nom: string) => `${matricule.replace(/^0+/, "")} ${naissance} ${sansAccents(nom)}`;

function add(found: Map<string, PersonneCandidate[]>, at: string, { departement, allocataire }: PersonneCandidate): void {
  const known = found.get(at) ?? [];
  if (!known.some((c) => c.departement === departement && c.allocataire === allocataire))
    found.set(at, [...known, { departement, allocataire }]);
}
