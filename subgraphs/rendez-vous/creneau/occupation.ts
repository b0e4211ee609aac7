import type { FamilleMotif, Modalite } from "../correspondances-rdv";

/** A slot and the agendas whose time it takes: one for a published slot, one for each agent for a slot of openings. */
export interface Offre {
  id: string;
  organisme: string;
  famille: FamilleMotif;
  modalite: Modalite;
  debut: Date;
  fin: Date;
  /** By key (`cleAgenda`). */
  agendas: readonly { agenda: string; places: number }[];
}

/** An appointment that takes places. */
export interface Prise {
  id: string;
  organisme: string;
  famille: FamilleMotif;
  modalite: Modalite;
  /** Key of the agenda where it was taken in the hub; null when it came from another tool, or outside any slot. */
  agenda: string | null;
  /** Keys of the agents that its tool names, those who have openings only: theirs is the time it takes, and no one else's. */
  agents: readonly string[];
  debut: Date;
  fin: Date;
  places: number;
}

/** A published slot shares its places with those of its organisme, its family and its agenda only; the time of an agent is one, whatever it is for. */
export const cleAgenda = (organisme: string, famille: string, agenda: string, origine: string): string =>
  origine === "PLAGE" ? agenda : `PUBLICATION ${organisme} ${famille} ${agenda}`;

/** Free places of each agenda of each slot, at least 0, by id of the slot. An appointment takes its places in the agenda where it was taken, or the
 * time of its agents. One that says neither, or whose agenda offers nothing more at its hour, takes the free one of its family at its organisme, of its
 * modality first, the same at each reading. Depends on its arguments as sets: not on their order. */
export function placesLibres(offres: readonly Offre[], prises: readonly Prise[]): Map<string, { agenda: string; restantes: number }[]> {
  const carnet = new Carnet(offres);
  const ordonnees = [...prises].sort((a, b) => a.debut.getTime() - b.debut.getTime() || (a.id < b.id ? -1 : 1));
  const seules = ordonnees.filter((prise) => !carnet.inscrire(prise));
  for (const prise of seules) carnet.placer(prise);
  return new Map(
    offres.map((offre) => [
      offre.id,
      offre.agendas.map(({ agenda, places }) => ({ agenda, restantes: carnet.restantes(agenda, places, offre) })),
    ]),
  );
}

type Duree = { debut: Date; fin: Date };
const ensemble = (a: Duree, b: Duree) => a.debut < b.fin && b.debut < a.fin;
const UNE_HEURE = 3_600_000;

/** What is offered and taken, found again by hour. */
class Carnet {
  private readonly offertes = new Map<string, Offre[]>();
  private readonly prises = new Map<string, (Duree & { places: number })[]>();
  private readonly parFamille = new Map<string, Offre[]>();

  constructor(offres: readonly Offre[]) {
    for (const offre of offres) {
      for (const { agenda } of offre.agendas) ranger(this.offertes, agenda, offre, offre);
      ranger(this.parFamille, `${offre.organisme} ${offre.famille}`, offre, offre);
    }
  }

  /** False when nothing says where the appointment takes its place. */
  inscrire(prise: Prise): boolean {
    for (const agent of prise.agents) ranger(this.prises, agent, prise, { ...prise, places: Number.POSITIVE_INFINITY });
    if (prise.agents.length > 0) return true;
    if (prise.agenda === null || !this.offert(prise.agenda, prise)) return false;
    ranger(this.prises, prise.agenda, prise, prise);
    return true;
  }

  placer(prise: Prise): void {
    const candidates = trouver(this.parFamille, `${prise.organisme} ${prise.famille}`, prise)
      .flatMap((offre) => offre.agendas.map((a) => ({ ...a, offre, autre: offre.modalite === prise.modalite ? 0 : 1 })))
      .sort((a, b) => a.autre - b.autre || (a.agenda < b.agenda ? -1 : 1));
    const libre = candidates.find(
      ({ agenda, places, offre }) => this.restantes(agenda, places, { ...offre, ...intersection(offre, prise) }) > 0,
    );
    if (libre) ranger(this.prises, libre.agenda, prise, prise);
  }

  restantes(agenda: string, places: number, duree: Duree): number {
    return Math.max(
      0,
      trouver(this.prises, agenda, duree).reduce((reste, prise) => reste - prise.places, places),
    );
  }

  private offert(agenda: string, duree: Duree): boolean {
    return trouver(this.offertes, agenda, duree).length > 0;
  }
}

const intersection = (a: Duree, b: Duree): Duree => ({ debut: a.debut > b.debut ? a.debut : b.debut, fin: a.fin < b.fin ? a.fin : b.fin });

const heures = function* ({ debut, fin }: Duree): Generator<number> {
  for (let heure = Math.floor(debut.getTime() / UNE_HEURE); heure * UNE_HEURE < fin.getTime(); heure++) yield heure;
};

function ranger<T>(par: Map<string, T[]>, cle: string, duree: Duree, valeur: T): void {
  for (const heure of heures(duree)) {
    const rang = `${cle} ${heure}`;
    const liste = par.get(rang);
    if (liste) liste.push(valeur);
    else par.set(rang, [valeur]);
  }
}

/** What shares time with a duration, each once. */
function trouver<T extends Duree>(par: ReadonlyMap<string, T[]>, cle: string, duree: Duree): T[] {
  const trouvees = new Set<T>();
  for (const heure of heures(duree))
    for (const valeur of par.get(`${cle} ${heure}`) ?? []) if (ensemble(valeur, duree)) trouvees.add(valeur);
  return [...trouvees];
}
