import type { SystemeSource } from "../shared/contrat/enums";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import type { StatutEnregistre } from "./statut-participation";

/** Systems that send webhooks. */
export type SystemeRdv = Extract<SystemeSource, "RENDEZ_VOUS_SOLIDARITES" | "RENDEZ_VOUS_INSERTION">;
/** What the hub itself says of an appointment taken in it, once another tool tells it too: kept like a declaration, never shown as a link. */
export const UNEFOIS = "UNEFOIS";
/** Systems that hold appointments of their own: France Travail is read, it sends nothing. */
export type SystemeDeclarant = SystemeRdv | Extract<SystemeSource, "FRANCE_TRAVAIL"> | typeof UNEFOIS;

/** The appointment itself. Instants are ISO strings in UTC: the shape that `lien_externe.declare` keeps. */
export interface EtatRendezVous {
  debut: string;
  dureeMinutes: number;
  modalite: Modalite;
  famille: FamilleMotif;
  motif: string;
  lieu: string | null;
  organisme: string | null;
  collectif: boolean;
  capacite: number | null;
  /** Participants that the source names and the hub does not know. */
  inconnus: number;
}

export interface ConvocationDeclaree {
  envoyeeLe: string;
  canal: string;
}

export interface ParticipantDeclare {
  allocataire: string;
  /** Read from `statutSource`; the last status that the hub could read when it does not know that code. */
  statut: StatutEnregistre;
  /** As the source writes it; absent where the source speaks the hub's words. */
  statutSource?: string | null;
  /** True: no table of the hub knows `statutSource`. */
  statutInconnu?: boolean;
  convocation: ConvocationDeclaree | null;
}

/** A value that no table of the hub knows: kept beside what could be applied. */
export interface ValeurInconnue {
  champ: "typeLieu" | "categorie" | "evenement";
  valeur: string;
}

/** What a tool says that no table knows, each value once. @param lisibles the participants whose status the caller may read. */
export function valeursInconnues(
  { participants, inconnues }: Declaration,
  lisibles: ReadonlySet<string>,
): { champ: string; valeur: string }[] {
  const statuts = participants.flatMap((p) => (p.statutInconnu && p.statutSource && lisibles.has(p.allocataire) ? [p.statutSource] : []));
  return [...[...new Set(statuts)].map((valeur) => ({ champ: "statut", valeur })), ...(inconnues ?? [])];
}

/** The last thing that one system said of one appointment. */
export interface Declaration {
  systeme: SystemeDeclarant;
  identifiant: string;
  /** Timestamp of the message. */
  le: string;
  etat: EtatRendezVous;
  participants: ParticipantDeclare[];
  /** Id that it gives to the same appointment at RDV-Solidarités. */
  solidarites?: string | null;
  /** The source removed the appointment: who was still expected is cancelled by the service. */
  supprime?: boolean;
  /** Opaque ids of those who receive. */
  agents?: string[];
  inconnues?: ValeurInconnue[];
}

/** What a professional entered in the hub. */
export interface Saisie {
  debut: string;
  dureeMinutes: number;
  le: string;
}
export interface StatutSaisi {
  statut: StatutEnregistre;
  le: string;
}

export interface ParticipationEffective {
  statut: StatutEnregistre;
  convocation: ConvocationDeclaree | null;
}

export interface RendezVousEffectif {
  etat: EtatRendezVous;
  /** The declaration that the state comes from. */
  origine: Declaration;
  enConflit: boolean;
  participations: Map<string, ParticipationEffective>;
  /** Keys of the agents whose time it takes, `systeme id`, in order: those that the tools which still hold it name. */
  agents: string[];
}

const plusRecente = (a: Declaration, b: Declaration) => (a.le === b.le ? cleTri(a) < cleTri(b) : a.le > b.le);
const cleTri = (d: Declaration) => `${d.systeme} ${d.identifiant}`;

/** The state of an appointment from what each source says last and what was entered in the hub: the newest counts,
 * except that « unknown » says nothing of a presence that another source knows.
 * It depends on its arguments only, so the order in which the messages came does not matter.
 * @param saisies statuses entered in the hub, by person; such a person stays even when the sources leave her out. */
export function fusionner(
  declarations: readonly Declaration[],
  saisie: Saisie | null,
  saisies: ReadonlyMap<string, StatutSaisi>,
): RendezVousEffectif {
  const origine = declarations.reduce((a, b) => (plusRecente(b, a) ? b : a));
  const etat = { ...origine.etat, famille: familleLaPlusPrecise(declarations, origine) };
  if (saisie && saisie.le > origine.le) Object.assign(etat, { debut: saisie.debut, dureeMinutes: saisie.dureeMinutes });
  const participations = new Map<string, ParticipationEffective>();
  const people = new Set([...declarations.flatMap((d) => d.participants.map((p) => p.allocataire)), ...saisies.keys()]);
  for (const allocataire of [...people].sort())
    participations.set(allocataire, participation(allocataire, declarations, saisies.get(allocataire)));
  const enConflit = declarations.some((d) => contredit(d, etat, participations));
  return { etat, origine, participations, enConflit, agents: agentsDe(declarations) };
}

const agentsDe = (declarations: readonly Declaration[]): string[] =>
  [...new Set(declarations.flatMap((d) => (d.supprime ? [] : (d.agents ?? []).map((agent) => `${d.systeme} ${agent}`))))].sort();

/** The newest that says one: AUTRE is what a source says when its motif has no category. */
function familleLaPlusPrecise(declarations: readonly Declaration[], origine: Declaration): FamilleMotif {
  const precises = declarations.filter((d) => d.etat.famille !== "AUTRE");
  if (origine.etat.famille !== "AUTRE" || precises.length === 0) return origine.etat.famille;
  return precises.reduce((a, b) => (plusRecente(b, a) ? b : a)).etat.famille;
}

function participation(allocataire: string, declarations: readonly Declaration[], saisi: StatutSaisi | undefined): ParticipationEffective {
  let known: StatutSaisi | null = saisi && saisi.statut !== "PREVU" ? saisi : null;
  let convocation: (ConvocationDeclaree & { le: string }) | null = null;
  for (const declaration of [...declarations].sort((a, b) => (plusRecente(a, b) ? 1 : -1))) {
    const said = declaration.participants.find((p) => p.allocataire === allocataire);
    if (!said) continue;
    if (said.statut !== "PREVU" && (!known || declaration.le >= known.le)) known = { statut: said.statut, le: declaration.le };
    if (said.convocation && (!convocation || declaration.le >= convocation.le)) convocation = { ...said.convocation, le: declaration.le };
  }
  return {
    statut: known?.statut ?? "PREVU",
    convocation: convocation && { envoyeeLe: convocation.envoyeeLe, canal: convocation.canal },
  };
}

function contredit(declaration: Declaration, etat: EtatRendezVous, participations: ReadonlyMap<string, ParticipationEffective>): boolean {
  if (declaration.etat.debut !== etat.debut || declaration.etat.dureeMinutes !== etat.dureeMinutes) return true;
  return declaration.participants.some((p) => p.statut !== "PREVU" && participations.get(p.allocataire)?.statut !== p.statut);
}

/** One field on which the tools, or a tool and the hub, do not say the same. */
export interface Conflit {
  champ: "debut" | "dureeMinutes" | "statut";
  /** The person of a status; null for the appointment itself. */
  allocataire: string | null;
  /** `systeme` null: entered in the hub. */
  valeurs: { systeme: SystemeSource | null; valeur: string; majLe: string }[];
}

/** What conflicts, with the value of each side and when it was said. Empty exactly when `fusionner` says that nothing does. */
export function conflitsDe(
  declarations: readonly Declaration[],
  saisie: Saisie | null,
  saisies: ReadonlyMap<string, StatutSaisi>,
): Conflit[] {
  if (declarations.length === 0) return [];
  const { etat, participations } = fusionner(declarations, saisie, saisies);
  const conflits: Conflit[] = [];
  for (const champ of ["debut", "dureeMinutes"] as const) {
    if (declarations.every((d) => d.etat[champ] === etat[champ])) continue;
    const entered =
      saisie && declarations.every((d) => saisie.le > d.le) ? [{ systeme: null, valeur: String(saisie[champ]), majLe: saisie.le }] : [];
    conflits.push({
      champ,
      allocataire: null,
      valeurs: [...declarations.map((d) => dite(d, String(d.etat[champ]))), ...entered].sort(parDate),
    });
  }
  for (const [allocataire, { statut }] of participations) {
    const said = declarations.flatMap((d) =>
      d.participants.filter((p) => p.allocataire === allocataire && p.statut !== "PREVU").map((p) => dite(d, p.statut)),
    );
    if (said.every(({ valeur }) => valeur === statut)) continue;
    const saisi = saisies.get(allocataire);
    const entered = saisi && saisi.statut !== "PREVU" ? [{ systeme: null, valeur: saisi.statut, majLe: saisi.le }] : [];
    conflits.push({ champ: "statut", allocataire, valeurs: [...said, ...entered].sort(parDate) });
  }
  return conflits;
}

const dite = ({ systeme, le }: Declaration, valeur: string) => ({ systeme: systeme === UNEFOIS ? null : systeme, valeur, majLe: le });
const parDate = (a: { majLe: string; systeme: string | null }, b: { majLe: string; systeme: string | null }) =>
  a.majLe < b.majLe || (a.majLe === b.majLe && (a.systeme ?? "") < (b.systeme ?? "")) ? -1 : 1;
