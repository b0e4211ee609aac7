import type { RequestContext, WritingTransaction } from "../shared/context";
import type { Refus } from "../shared/contrat/refus";
import { violates } from "../shared/database";
import { once } from "../shared/idempotence";
import { isUuid } from "../shared/page";
import { type CodeRefus, refus } from "./refus";
import type { Situation } from "./situation";
import { situationVerrouillee } from "./situation.repository";

/** The argument `cleIdempotence` of every mutation. */
export const CLE = { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." } as const;

interface Acte<T> {
  mutation: string;
  demande: { cleIdempotence?: string | null };
  apply: (ecriture: WritingTransaction) => Promise<T | Refus>;
  /** What is kept with the idempotency key, to give the same answer again. */
  idOf: (resultat: T) => string;
  reload: (id: string, ecriture: WritingTransaction) => Promise<T | Refus>;
}

/** Constraints that two concurrent writers can meet, and how the loser is told. */
const CONTRAINTES: Record<string, CodeRefus> = {
  une_orientation_courante_par_allocataire: "ORIENTATION_DEJA_DECIDEE",
  un_contrat_en_cours_par_allocataire: "CONTRAT_EN_COURS",
  une_procedure_par_manquement: "PROCEDURE_EXISTANTE",
};

/** Runs a mutation once for its key: fact, event and trace in one transaction; nothing at all when it is refused. */
export async function acte<T extends object>(ctx: RequestContext, { mutation, demande, apply, idOf, reload }: Acte<T>): Promise<T | Refus> {
  const { cleIdempotence, ...payload } = demande;
  const donnes = Object.fromEntries(Object.entries(payload).filter(([, valeur]) => valeur !== null && valeur !== undefined));
  try {
    return await once<T>(ctx, { schema: "allocataires", mutation, cle: cleIdempotence, payload: donnes, apply, idOf, reload });
  } catch (error) {
    const contrainte = Object.keys(CONTRAINTES).find((nom) => violates(error, nom));
    if (contrainte) return refus(CONTRAINTES[contrainte]!);
    throw error;
  } finally {
    ctx.forget();
  }
}

/** An act on one person: her row is locked, then `apply` decides on what is true at that moment. Refus: ALLOCATAIRE_INTROUVABLE. */
export function acteSur<T extends { id: string }>(
  ctx: RequestContext,
  acteVoulu: {
    mutation: string;
    demande: { cleIdempotence?: string | null; allocataire: string };
    apply: (situation: Situation, ecriture: WritingTransaction) => Promise<T | Refus>;
    reload: (ecriture: WritingTransaction, id: string) => Promise<T | null>;
  },
): Promise<T | Refus> {
  const { mutation, demande, apply, reload } = acteVoulu;
  return acte<T>(ctx, {
    mutation,
    demande,
    apply: async (ecriture) => {
      const situation = isUuid(demande.allocataire) ? await situationVerrouillee(ecriture.tx, demande.allocataire) : null;
      return situation ? apply(situation, ecriture) : refus("ALLOCATAIRE_INTROUVABLE", "allocataire");
    },
    idOf: (resultat) => resultat.id,
    reload: async (id, ecriture) => (await reload(ecriture, id)) ?? refus("ALLOCATAIRE_INTROUVABLE", "allocataire"),
  });
}
