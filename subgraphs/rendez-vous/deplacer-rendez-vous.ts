import { Refus } from "../shared/contrat/refus";
import type { Portee } from "../shared/identity";
import { agendaRetenu } from "./creneau/creneau";
import type { EcritureRepository, Participant } from "./ecriture.repository";
import { type Plage, refusPlage, refusSimultane } from "./prise-rendez-vous";
import type { RendezVousRow } from "./rendez-vous.repository";
import { refusRendezVousInconnu } from "./renseigner-presence";

export interface DemandeDeplacement {
  rendezVous: string;
  debut: Date;
  /** Minutes; by default the same. */
  dureeMinutes: number | null;
  motif: string;
}

export interface RendezVousDeplace {
  row: RendezVousRow;
  /** Who is still expected: each is told. */
  attendus: Participant[];
}

const MOTIF_MAXIMUM = 500;

/** Moves an appointment to another time. Refus: MOTIF_INVALIDE, RENDEZ_VOUS_INTROUVABLE, RENDEZ_VOUS_COLLECTIF, RENDEZ_VOUS_PASSE, RENDEZ_VOUS_CLOS,
 * DEBUT_PASSE, DEBUT_TROP_LOIN, DUREE_INVALIDE, RENDEZ_VOUS_SIMULTANE, CRENEAU_COMPLET. */
export async function deplacerRendezVous(
  demande: DemandeDeplacement,
  portee: Portee,
  repository: EcritureRepository,
  maintenant: Date,
): Promise<RendezVousDeplace | Refus> {
  const motif = demande.motif.trim();
  if (motif === "" || motif.length > MOTIF_MAXIMUM)
    return Refus.de("MOTIF_INVALIDE", "Dites pourquoi le rendez-vous est déplacé, en 500 caractères au plus.", { champ: "motif" });
  const row = await repository.rendezVous(demande.rendezVous);
  if (!row) return refusRendezVousInconnu();
  const participants = await repository.participants(row.id);
  const attendus = participants.filter((p) => p.statut === "PREVU");
  const plage = { debut: demande.debut, dureeMinutes: demande.dureeMinutes ?? row.dureeMinutes };
  const refus = refusDeplacement(row, participants, attendus, portee, maintenant) ?? refusPlage(plage, maintenant);
  if (refus) return refus;
  const others = await repository.attendus(
    attendus.map((p) => p.allocataire),
    row.id,
  );
  const simultane = row.collectif ? null : refusSimultane(plage, others);
  if (simultane) return simultane;
  const place = await placeA(row, plage, repository);
  if (place instanceof Refus) return place;
  await repository.deplacer(row, plage, motif, place.agenda);
  return { row: { ...row, ...plage }, attendus };
}

/** Where it takes its place at its new hour. A collective appointment brings its own places. */
async function placeA(row: RendezVousRow, plage: Plage, repository: EcritureRepository): Promise<{ agenda: string | null } | Refus> {
  const { departement, organisme, famille, modalite } = row;
  if (row.collectif || organisme === null) return { agenda: null };
  return agendaRetenu(plage, modalite, await repository.creneaux({ departement, organisme, famille, ...plage }, row.id));
}

function refusDeplacement(
  row: RendezVousRow,
  tous: readonly Participant[],
  attendus: readonly Participant[],
  portee: Portee,
  maintenant: Date,
): Refus | null {
  if (row.collectif && portee === "referent") {
    return Refus.de("RENDEZ_VOUS_COLLECTIF", "Ce rendez-vous réunit d’autres personnes : l’organisme qui le tient le déplace.", {
      champ: "rendezVous",
    });
  }
  if (row.debut <= maintenant)
    return Refus.de("RENDEZ_VOUS_PASSE", "L’heure de ce rendez-vous est passée : renseignez la présence, puis prenez-en un autre.", {
      champ: "rendezVous",
    });
  if (tous.length > 0 && attendus.length === 0)
    return Refus.de("RENDEZ_VOUS_CLOS", "Personne n’est plus attendu à ce rendez-vous : prenez-en un autre.", { champ: "rendezVous" });
  return null;
}
