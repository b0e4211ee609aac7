import { randomUUID } from "node:crypto";
import type pg from "pg";
import { SUIVI } from "../../subgraphs/indicateurs/projection";
import { followOnce } from "../../subgraphs/shared/event-follower";
import { numberEvents } from "../../subgraphs/shared/sequencer";

export interface Evenement {
  type: string;
  allocataire: string | null;
  donnees: Record<string, unknown>;
  departement?: string;
  /** Instant when the hub learned it. */
  le?: string;
}

/** Adds events to the journal, as the subgraphs do: without a position, in the order given. */
export async function ajouter(owner: pg.ClientBase, evenements: Evenement[]): Promise<void> {
  await owner.query(
    `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
     select e ->> 'type', e ->> 'departement', (e ->> 'allocataire')::uuid, e -> 'donnees', coalesce(e ->> 'le', '2026-11-22T08:00:00Z')::timestamptz
     from jsonb_array_elements($1) with ordinality as x (e, n) order by n`,
    [JSON.stringify(evenements.map((e) => ({ departement: "94", ...e })))],
  );
}

/** Numbers what was added and applies it, batch after batch. Returns the number of events applied. */
export async function projeterTout(owner: pg.ClientBase, batch = SUIVI.batch): Promise<number> {
  await numberEvents(owner);
  let total = 0;
  for (;;) {
    const applied = await followOnce(owner, { ...SUIVI, batch });
    if (applied === 0) return total;
    total += applied;
  }
}

export const entree = (allocataire: string, plus: Record<string, unknown> = {}, departement = "94"): Evenement => ({
  type: "EntreeDispositif",
  allocataire,
  departement,
  donnees: {
    rang: 1,
    dossier: randomUUID(),
    codeInsee: "94028",
    demande: "2025-12-20",
    ouvertureDroits: "2026-01-01",
    notification: "2026-01-10",
    entreeDispositif: "2026-01-10",
    soumisDroitsDevoirs: true,
    flux: true,
    ...plus,
  },
});

export const orientation = (allocataire: string, decideeLe: string, plus: Record<string, unknown> = {}, departement = "94"): Evenement => ({
  type: "OrientationDecidee",
  allocataire,
  departement,
  donnees: {
    orientation: randomUUID(),
    rang: 1,
    origine: "FLUX_CAF",
    parcours: "FRANCE_TRAVAIL",
    categorie: "EMPLOI",
    organisme: "94-FT94",
    referent: null,
    demandeeLe: "2026-01-10",
    decideeLe,
    intensite: null,
    ...plus,
  },
});

export const contratSigne = (allocataire: string, dateSignature: string, plus: Record<string, unknown> = {}): Evenement => ({
  type: "ContratSigne",
  allocataire,
  donnees: {
    contrat: randomUUID(),
    nature: "CONTRAT_ENGAGEMENT",
    dateSignature,
    dateDebut: dateSignature,
    dateFin: null,
    minutesHebdomadaires: 900,
    exempte: false,
    ...plus,
  },
});

export const presence = (allocataire: string, debut: string, statut: string, plus: Record<string, unknown> = {}): Evenement => ({
  type: "PresenceRenseignee",
  allocataire,
  donnees: { rendezVous: randomUUID(), famille: "ORIENTATION", debut, statut, convocationRang: 1, ...plus },
});
