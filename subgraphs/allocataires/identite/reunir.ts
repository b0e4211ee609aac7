import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { DemandeDeFusion, FusionFaite } from "./fusion.repository";
import type { FaitsReplies } from "./personnes-repliees.repository";
import type { SeparationFaite } from "./separation.repository";

type Publier = WritingTransaction["publish"];

interface Reunion extends Omit<DemandeDeFusion, "id"> {
  id?: string;
}

/** Makes two records one person, and tells it. Gives the id of the merge. */
export async function reunir(
  demande: Reunion,
  fusionner: (demande: DemandeDeFusion) => Promise<FusionFaite>,
  { publish, trace }: Pick<WritingTransaction, "publish" | "trace">,
): Promise<string> {
  const fusion = { ...demande, id: demande.id ?? randomUUID() };
  const { closes, faits } = await fusionner(fusion);
  const { departement, allocataire, fusionnee } = fusion;
  await publish(
    ...closes.map((orientation) => ({
      type: "OrientationClose",
      departement,
      allocataire,
      donnees: { orientation, closeLe: fusion.aujourdhui, motifFin: "FUSION" },
    })),
    { type: "AllocatairesFusionnes", departement, allocataire, donnees: { fusion: fusion.id, fusionnee, ...enDonnees(faits) } },
  );
  await trace([allocataire, fusionnee], ["Allocataire.fusions"]);
  return fusion.id;
}

/** Tells a separation. */
export async function direLaSeparation(
  { id, departement, allocataire, fusionnee }: { id: string; departement: string; allocataire: string; fusionnee: string },
  { rouvertes, rendus, faits }: SeparationFaite,
  publish: Publier,
): Promise<void> {
  const donnees = { fusion: id, fusionnee, rouvertes, rendus, ...enDonnees(faits) };
  await publish({ type: "AllocatairesSepares", departement, allocataire, donnees });
}

/** Ids, codes and dates only. */
const enDonnees = ({ entrees, personnes }: FaitsReplies) => ({ entrees, personnes });
