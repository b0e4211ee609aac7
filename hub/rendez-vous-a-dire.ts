import { organismesATransmettre } from "../subgraphs/allocataires/transmission/organisme.repository";
import { orientationsCourantes } from "../subgraphs/allocataires/transmission/orientation.repository";
import type { LireFaits } from "../subgraphs/echanges/envoi/lire-faits";
import type { FaitRendezVous } from "../subgraphs/echanges/envoi/objets/rendez-vous";
import { rendezVousATransmettre } from "../subgraphs/rendez-vous/transmission.repository";
import type { SourcesDesFaits } from "./sources-des-faits";

/** An appointment is told with what another owner knows: the codes of its organisme, and the day of the orientation that runs.
 * Keys are `<rendez-vous>/<person>`. Three statements for all of them. */
export const rendezVousADire =
  (sources: SourcesDesFaits): LireFaits<FaitRendezVous> =>
  async (departement, cles) => {
    const participants = cles.map((cle) => {
      const [rendezVous, allocataire] = cle.split("/") as [string, string];
      return { rendezVous, allocataire };
    });
    const lus = await sources.rendezVous(departement, (tx) => rendezVousATransmettre(tx, participants));
    const faits = [...lus.values()];
    const [organismes, orientations] = await sources.allocataires(departement, (tx) =>
      Promise.all([
        organismesATransmettre(tx, [...new Set(faits.flatMap((f) => f.organisme ?? []))]),
        orientationsCourantes(tx, [...new Set(faits.map((f) => f.canonique))]),
      ]),
    );
    return new Map(
      [...lus].map(([cle, fait]) => [
        cle,
        { ...fait, organisme: organismes.get(fait.organisme ?? "") ?? null, orienteeLe: orientations.get(fait.canonique) ?? null },
      ]),
    );
  };
