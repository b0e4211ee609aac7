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
  scores: ScoreCandidat[];
  /** The record made meanwhile, which gives the person kept. */
  allocataireId: string | null;
  decideLe: Date | null;
  decidePar: string | null;
}

/** How a candidate resembles what was received. */
export interface ScoreCandidat {
  allocataire: string;
  score: number;
  raisons: string[];
}

const COLONNES = `r.id, r.resultat, r.statut, r.source, r.cree_le as "creeLe", r.recu, r.candidats, r.scores, r.allocataire as "allocataireId",
  r.decide_le as "decideLe", r.decide_par as "decidePar"`;

type Ligne = Omit<Rapprochement, "recu"> & { recu: Partial<IdentiteRecue> };

/** Identities to settle, oldest first. */
export async function listerRapprochements(tx: Transaction, statut: string | null, limite: number): Promise<Rapprochement[]> {
  const lignes = await tx.rows<Ligne>(
    `select ${COLONNES} from allocataires.rapprochement r
     where ($1::text is null or r.statut = $1) order by r.cree_le, r.id limit $2`,
    [statut, limite],
  );
  return lignes.map(enRapprochement);
}

export async function rapprochementParId(tx: Transaction, id: string): Promise<Rapprochement | null> {
  const ligne = await tx.row<Ligne>(`select ${COLONNES} from allocataires.rapprochement r where r.id = $1::uuid`, [id]);
  return ligne && enRapprochement(ligne);
}

const enRapprochement = (ligne: Ligne): Rapprochement => ({ ...ligne, recu: identiteRecue(ligne.recu) });

const identiteRecue = (recu: Partial<IdentiteRecue>): IdentiteRecue => ({
  nom: recu.nom ?? "",
  prenoms: recu.prenoms ?? [],
  dateNaissance: recu.dateNaissance ?? null,
  commune: recu.commune ?? null,
  raisons: recu.raisons ?? [],
});
