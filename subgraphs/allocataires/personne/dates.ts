/** One entry into the dispositif. Civil dates; `rang` 1 is the oldest. */
export interface Entree {
  allocataire: string;
  rang: number;
  demande: string | null;
  ouvertureDroits: string | null;
  notification: string | null;
  entreeDispositif: string | null;
  decisionOrientation: string | null;
  premierEntretien: string | null;
  signatureContrat: string | null;
  sortie: string | null;
  /** Day of the flow from which no file of the person is open any more. */
  droitsClosLe: string | null;
  /** False for the people of the first stock. */
  flux: boolean;
}

/** What the rendez-vous subgraph publishes of an appointment of a person; dates are civil dates. */
export interface Presence {
  allocataire: string;
  rendezVous: string;
  famille: string;
  debut: string;
  statut: string;
  convocationRang: number | null;
  convocationEnvoyeeLe: string | null;
}

/** The days that an entry covers: from its notification (else what is known first), to the day before the next entry. */
export interface Fenetre {
  du: string | null;
  avant: string | null;
}

export const debutEntree = (entree: Entree): string | null =>
  entree.notification ?? entree.entreeDispositif ?? entree.ouvertureDroits ?? entree.demande;

/** The entries with their windows, oldest first. */
export const avecFenetres = (entrees: Entree[]): { entree: Entree; fenetre: Fenetre }[] =>
  entrees.map((entree, i) => ({
    entree,
    fenetre: { du: debutEntree(entree), avant: entrees[i + 1] ? debutEntree(entrees[i + 1]!) : null },
  }));

const dans = (date: string, { du, avant }: Fenetre) => (du === null || date >= du) && (avant === null || date < avant);
const premiere = (dates: string[]): string | null =>
  dates.reduce<string | null>((min, date) => (min === null || date < min ? date : min), null);
const ACCOMPAGNEMENT = ["PREMIER_ACCOMPAGNEMENT", "ACCOMPAGNEMENT"];

/** First day on which a convocation to an orientation appointment was sent. */
export const premiereConvocation = (presences: Presence[], fenetre: Fenetre): string | null =>
  premiere(
    presences.flatMap((p) =>
      p.famille === "ORIENTATION" && p.convocationRang !== null && p.convocationEnvoyeeLe !== null && dans(p.convocationEnvoyeeLe, fenetre)
        ? [p.convocationEnvoyeeLe]
        : [],
    ),
  );

/** The orientation appointment: the first one honoured; failing that, the last one that was not cancelled. */
export function rendezVousOrientation(presences: Presence[], fenetre: Fenetre): string | null {
  const siens = presences.filter((p) => p.famille === "ORIENTATION" && dans(p.debut, fenetre));
  const honore = premiere(siens.filter((p) => p.statut === "HONORE").map((p) => p.debut));
  return (
    honore ??
    siens
      .filter((p) => !p.statut.startsWith("ANNULE"))
      .map((p) => p.debut)
      .sort()
      .at(-1) ??
    null
  );
}

/** First interview honoured with the one who follows the person. */
export const premierEntretien = (presences: Presence[], fenetre: Fenetre): string | null =>
  premiere(
    presences.filter((p) => ACCOMPAGNEMENT.includes(p.famille) && p.statut === "HONORE" && dans(p.debut, fenetre)).map((p) => p.debut),
  );

/** First absence at an orientation appointment to which the person was convened for the first time. An excused one is no absence. */
export const premiereAbsence = (presences: Presence[], fenetre: Fenetre): string | null =>
  premiere(
    presences
      .filter((p) => p.famille === "ORIENTATION" && p.statut === "ABSENT" && p.convocationRang === 1 && dans(p.debut, fenetre))
      .map((p) => p.debut),
  );

/** First day on which a second or later convocation was sent. */
export const secondeConvocation = (presences: Presence[], fenetre: Fenetre): string | null =>
  premiereConvocation(
    presences.filter((p) => p.convocationRang !== null && p.convocationRang >= 2),
    fenetre,
  );
