import type { EventToPublish } from "../../shared/journal";

/** A convocation that no longer says what it said: the names of what changed, and its rank. */
export const convocationModifiee = (
  { departement, rendezVous, famille, debut }: { departement: string; rendezVous: string; famille: string; debut: Date },
  allocataire: string,
  convocationRang: number,
  champs: string[],
  survenuLe: Date,
): EventToPublish & { departement: string; allocataire: string } => ({
  type: "ConvocationModifiee",
  departement,
  allocataire,
  donnees: { rendezVous, famille, debut: debut.toISOString(), convocationRang, champs },
  survenuLe,
});
