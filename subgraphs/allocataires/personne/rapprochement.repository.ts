import type { SystemeSource } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";

/** What a partner sent of a person whom the hub could not tell for sure. */
export interface IdentiteRecue {
  nom: string;
  prenoms: string[];
  dateNaissance: string | null;
  commune: string | null;
  raisons: string[];
}

export interface Rapprochement {
  id: string;
  resultat: string;
  statut: string;
  source: SystemeSource;
  creeLe: Date;
  recu: IdentiteRecue;
  candidats: string[];
}

type Ligne = Omit<Rapprochement, "recu"> & { recu: Partial<IdentiteRecue> };

/** Identities to settle, oldest first. */
export async function listerRapprochements(tx: Transaction, statut: string | null, limite: number): Promise<Rapprochement[]> {
  const lignes = await tx.rows<Ligne>(
    `select r.id, r.resultat, r.statut, r.source, r.cree_le as "creeLe", r.recu, r.candidats from allocataires.rapprochement r
     where ($1::text is null or r.statut = $1) order by r.cree_le, r.id limit $2`,
    [statut, limite],
  );
  return lignes.map((ligne) => ({ ...ligne, recu: identiteRecue(ligne.recu) }));
}

const identiteRecue = (recu: Partial<IdentiteRecue>): IdentiteRecue => ({
  nom: recu.nom ?? "",
  prenoms: recu.prenoms ?? [],
  dateNaissance: recu.dateNaissance ?? null,
  commune: recu.commune ?? null,
  raisons: recu.raisons ?? [],
});
