import type { SystemeSource } from "../shared/contrat/enums";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import type { StatutEnregistre } from "./statut-participation";

/** Systems that send webhooks. */
export type SystemeRdv = Extract<SystemeSource, "RENDEZ_VOUS_SOLIDARITES" | "RENDEZ_VOUS_INSERTION">;
/** Systems that hold appointments of their own: France Travail is read, it sends nothing. */
export type SystemeDeclarant = SystemeRdv | Extract<SystemeSource, "FRANCE_TRAVAIL">;

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
  statut: StatutEnregistre;
  convocation: ConvocationDeclaree | null;
}

/** The last thing that one system said of one appointment. */
export interface Declaration {
  systeme: SystemeDeclarant;
  identifiant: string;
  /** Timestamp of the message. */
  le: string;
  etat: EtatRendezVous;
  participants: ParticipantDeclare[];
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
}

const plusRecente = (a: Declaration, b: Declaration) => (a.le === b.le ? a.systeme < b.systeme : a.le > b.le);

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
  const etat = { ...origine.etat };
  if (saisie && saisie.le > origine.le) Object.assign(etat, { debut: saisie.debut, dureeMinutes: saisie.dureeMinutes });
  const participations = new Map<string, ParticipationEffective>();
  const people = new Set([...declarations.flatMap((d) => d.participants.map((p) => p.allocataire)), ...saisies.keys()]);
  for (const allocataire of [...people].sort())
    participations.set(allocataire, participation(allocataire, declarations, saisies.get(allocataire)));
  return { etat, origine, participations, enConflit: declarations.some((d) => contredit(d, etat, participations)) };
}

function participation(allocataire: string, declarations: readonly Declaration[], saisi: StatutSaisi | undefined): ParticipationEffective {
  let known: StatutSaisi | null = saisi && saisi.statut !== "PREVU" ? saisi : null;
  let convocation: (ConvocationDeclaree & { le: string }) | null = null;
  for (const declaration of declarations) {
    const said = declaration.participants.find((p) => p.allocataire === allocataire);
    if (!said) continue;
    if (said.statut !== "PREVU" && (!known || declaration.le > known.le)) known = { statut: said.statut, le: declaration.le };
    if (said.convocation && (!convocation || declaration.le > convocation.le)) convocation = { ...said.convocation, le: declaration.le };
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
