import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { type Organisme, present, type Referent } from "../organisme/organisme";
import { premierRefus, refus, refusDeMotif } from "../refus";
import type { Acteur } from "../situation";

/** The référent of the organisme of departure, and who follows her people in the other. */
export interface Correspondance {
  de: string;
  vers: string;
}

export interface DemandeTransfert {
  deOrganisme: string;
  versOrganisme: string;
  motif: string;
  referents?: Correspondance[] | null;
  /** The transfer to undo: only whom it moved goes back. */
  annule?: string | null;
}

export interface Transfert {
  id: string;
  departement: string;
  de: string;
  vers: string;
  /** Civil date, first day in the organisme of arrival. */
  le: string;
  motif: string;
  /** People moved. */
  nombre: number;
  annule: string | null;
}

/** An orientation whose followers changed organisme. */
export interface Transferee {
  allocataire: string;
  orientation: string;
  /** Who follows from that day; null: nobody is named yet. */
  referent: string | null;
}

export interface Transferts {
  organisme(id: string): Promise<Organisme | null>;
  referents(ids: string[]): Promise<Referent[]>;
  transfert(departement: string, id: string): Promise<Transfert | null>;
  /** Locks the people whom the organisme follows, or will. */
  personnesSuivies(departement: string, organisme: string, jour: string, annule: string | null): Promise<string[]>;
  transferer(transfert: Transfert, personnes: string[], referents: Correspondance[], le: Date): Promise<Transferee[]>;
}

/** Why the référents of departure cannot be followed by these, or null. Refus: REFERENT_INCONNU, REFERENT_HORS_ORGANISME, REFERENT_ABSENT. */
export function refusDeCorrespondance(
  correspondances: Correspondance[],
  referents: Referent[],
  { de, vers, jour }: { de: string; vers: string; jour: string },
): Refus | null {
  const connus = new Map(referents.map((referent) => [referent.id, referent]));
  const champ = "referents";
  const un = (id: string, organisme: string) => {
    const referent = connus.get(id);
    if (!referent) return refus("REFERENT_INCONNU", champ);
    return referent.organisme === organisme ? null : refus("REFERENT_HORS_ORGANISME", champ);
  };
  const double = new Set(correspondances.map((c) => c.de)).size < correspondances.length;
  return premierRefus(
    () => (double ? refus("DEJA_INTERVENANT", champ) : null),
    ...correspondances.flatMap((c) => [
      () => un(c.de, de),
      () => un(c.vers, vers),
      () => (present(connus.get(c.vers)!, jour) ? null : refus("REFERENT_ABSENT", champ)),
    ]),
  );
}

/** Why a portfolio cannot move, or null. Refus: NON_HABILITE, MOTIF_MANQUANT, TEXTE_INVALIDE, ORGANISME_INCONNU, MEME_ORGANISME, ORGANISME_INADAPTE. */
export function refusDeTransfert(acteur: Acteur, de: Organisme | null, vers: Organisme | null, { motif }: DemandeTransfert): Refus | null {
  return premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => refusDeMotif(motif),
    () => (de ? null : refus("ORGANISME_INCONNU", "deOrganisme")),
    () => (vers && vers.departement === de!.departement ? null : refus("ORGANISME_INCONNU", "versOrganisme")),
    () => (vers!.id === de!.id ? refus("MEME_ORGANISME", "versOrganisme") : null),
    () => (vers!.type === "CAF" || vers!.type === "MSA" ? refus("ORGANISME_INADAPTE", "versOrganisme") : null),
  );
}

/** Moves a portfolio from one organisme to another in one transaction: who follows, the history of who followed, an event a person. */
export async function transfererPortefeuille(
  acteur: Acteur,
  demande: DemandeTransfert,
  transferts: Transferts,
  { publish, trace }: WritingTransaction,
  { aujourdhui, maintenant }: { aujourdhui: string; maintenant: Date },
): Promise<Transfert | Refus> {
  const [de, vers] = [await transferts.organisme(demande.deOrganisme), await transferts.organisme(demande.versOrganisme)];
  const refusee = refusDeTransfert(acteur, de, vers, demande);
  if (refusee) return refusee;
  const { departement } = de!;
  const correspondances = demande.referents ?? [];
  const referents = await transferts.referents(correspondances.flatMap((c) => [c.de, c.vers]));
  const malFaite = refusDeCorrespondance(correspondances, referents, { de: de!.id, vers: vers!.id, jour: aujourdhui });
  if (malFaite) return malFaite;
  const annule = demande.annule ?? null;
  if (annule !== null && !estLeRetour(await transferts.transfert(departement, annule), de!, vers!)) {
    return refus("TRANSFERT_INTROUVABLE", "annule");
  }
  const personnes = await transferts.personnesSuivies(departement, de!.id, aujourdhui, annule);
  const transfert: Transfert = {
    id: randomUUID(),
    departement,
    de: de!.id,
    vers: vers!.id,
    le: aujourdhui,
    motif: demande.motif.trim(),
    nombre: personnes.length,
    annule,
  };
  const transferees = await transferts.transferer(transfert, personnes, correspondances, maintenant);
  const donnees = { transfert: transfert.id, deOrganisme: transfert.de, versOrganisme: transfert.vers, le: transfert.le };
  await publish(
    ...transferees.map(({ allocataire, orientation, referent }) => ({
      type: "PortefeuilleTransfere",
      departement,
      allocataire,
      donnees: { orientation, ...donnees, referent },
    })),
  );
  await trace(personnes, ["Orientation.organisme", "Orientation.referent", "Orientation.intervenants"]);
  return transfert;
}

const estLeRetour = (transfert: Transfert | null, de: Organisme, vers: Organisme): boolean =>
  transfert !== null && transfert.de === vers.id && transfert.vers === de.id;
