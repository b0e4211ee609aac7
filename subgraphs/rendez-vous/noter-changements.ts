import { convocationModifiee } from "./convocation/evenement-convocation";
import type { ParticipationEffective, RendezVousEffectif, SystemeDeclarant } from "./declaration";
import type { Etape, Monde, Noeud } from "./monde";
import { rangsDeConvocation } from "./rang-convocation";
import { estAnnulation, estPresence, type StatutEnregistre } from "./statut-participation";

/** Who said it, and when. */
export interface Origine {
  systeme: SystemeDeclarant;
  horodatage: Date;
}

/** Notes what a message changed in an appointment: rows to write, ranks, history, one event a participant and a fact. */
export function noterChangements(monde: Monde, noeud: Noeud, avant: RendezVousEffectif | null, message: Origine): void {
  const apres = noeud.effectif!;
  const rangs = new Map([...apres.participations.keys()].map((id) => [id, rangDe(monde, noeud, id)]));
  for (const [allocataire, participation] of apres.participations) placer(monde, noeud, allocataire, participation, message);
  for (const allocataire of avant?.participations.keys() ?? []) {
    if (!apres.participations.has(allocataire)) retirer(monde, noeud, allocataire, avant!, message);
  }
  const moved = avant !== null && (avant.etat.debut !== apres.etat.debut || avant.etat.dureeMinutes !== apres.etat.dureeMinutes);
  for (const [allocataire, { statut }] of apres.participations) {
    touche(monde, message, noeud, allocataire, false);
    const before = avant?.participations.get(allocataire)?.statut ?? null;
    const types = typesDe(before, statut, moved);
    for (const type of types) publier(monde, noeud, message, type, allocataire, statut);
    const etape = monde.etapes.get(allocataire)?.get(noeud.id);
    // A convocation that comes to be known after its appointment: nothing else tells its rank.
    if (types.length === 0 && etape && etape.rang !== null && etape.rang !== rangs.get(allocataire))
      reclasser(monde, etape, allocataire, etape.rang, message);
    if (before !== statut) noter(monde, noeud, message, allocataire, before, statut);
  }
}

/** Events of one participant. A first message about a past appointment tells that it was planned, then what became of it. */
export function typesDe(avant: StatutEnregistre | null, apres: StatutEnregistre, moved: boolean): string[] {
  const types: string[] = [];
  if (avant === null || (apres === "PREVU" && avant !== "PREVU")) types.push("RendezVousPlanifie");
  if (avant !== null && moved) types.push("RendezVousDeplace");
  if (avant !== apres && estPresence(apres)) types.push("PresenceRenseignee");
  if (avant !== apres && estAnnulation(apres)) types.push("RendezVousAnnule");
  return types;
}

const rangDe = (monde: Monde, noeud: Noeud, allocataire: string): number | null =>
  monde.etapes.get(allocataire)?.get(noeud.id)?.rang ?? null;

function placer(monde: Monde, noeud: Noeud, allocataire: string, participation: ParticipationEffective, message: Origine): void {
  const { etat } = noeud.effectif!;
  const etapes = etapesDe(monde, allocataire);
  const avant = etapes.get(noeud.id);
  const convoquee = participation.convocation !== null || avant?.saisie === true;
  etapes.set(noeud.id, {
    departement: noeud.departement,
    rendezVous: noeud.id,
    debut: new Date(etat.debut),
    statut: participation.statut,
    convoquee,
    famille: etat.famille,
    rang: convoquee ? (avant?.rang ?? null) : null,
    saisie: avant?.saisie,
  });
  recalculerRangs(monde, allocataire, noeud.id, message);
}

function retirer(monde: Monde, noeud: Noeud, allocataire: string, avant: RendezVousEffectif, message: Origine): void {
  const { statut } = avant.participations.get(allocataire)!;
  if (!estAnnulation(statut)) publier(monde, noeud, message, "RendezVousAnnule", allocataire, "ANNULE_SERVICE");
  noter(monde, noeud, message, allocataire, statut, null);
  touche(monde, message, noeud, allocataire, true);
  etapesDe(monde, allocataire).delete(noeud.id);
  recalculerRangs(monde, allocataire, noeud.id, message);
}

/** What an appointment leaves when it turns out to be another one: its ranks go, and each of its people is told under which id it is known from now on. */
export function quitter(monde: Monde, ancien: Noeud, actuel: Noeud, message: Origine): void {
  for (const allocataire of ancien.effectif?.participations.keys() ?? []) {
    etapesDe(monde, allocataire).delete(ancien.id);
    monde.ecrits.rangs.delete(`${ancien.id} ${allocataire}`);
    recalculerRangs(monde, allocataire, actuel.id, message);
    const donnees = { rendezVous: actuel.id, reuni: ancien.id };
    const { departement } = ancien;
    monde.ecrits.evenements.push({ type: "RendezVousReunis", departement, allocataire, donnees, survenuLe: message.horodatage });
  }
}

function etapesDe(monde: Monde, allocataire: string): Map<string, Etape> {
  let etapes = monde.etapes.get(allocataire);
  if (!etapes) {
    etapes = new Map();
    monde.etapes.set(allocataire, etapes);
  }
  return etapes;
}

/** The ranks of the convocations of a person, family by family; those that change are to be written, and told: the event of `courant` tells its own. */
function recalculerRangs(monde: Monde, allocataire: string, courant: string, message: Origine): void {
  const etapes = [...etapesDe(monde, allocataire).values()];
  for (const famille of new Set(etapes.map((e) => e.famille))) {
    const rangs = rangsDeConvocation(etapes.filter((e) => e.famille === famille));
    for (const etape of etapes) {
      const rang = rangs.get(etape.rendezVous);
      if (etape.famille !== famille || rang === undefined || rang === etape.rang) continue;
      if (etape.rang !== null && etape.rendezVous !== courant) reclasser(monde, etape, allocataire, rang, message);
      etape.rang = rang;
      const { departement, rendezVous } = etape;
      monde.ecrits.rangs.set(`${rendezVous} ${allocataire}`, { departement, rendezVous, allocataire, rang });
    }
  }
}

function reclasser(monde: Monde, etape: Etape, allocataire: string, rang: number, { horodatage }: Origine): void {
  monde.ecrits.evenements.push(convocationModifiee(etape, allocataire, rang, ["rang"], horodatage));
}

function touche(monde: Monde, message: Origine, noeud: Noeud, allocataire: string, retiree: boolean): void {
  const { departement, id: rendezVous } = noeud;
  monde.ecrits.participations.set(`${rendezVous} ${allocataire}`, {
    departement,
    rendezVous,
    allocataire,
    majLe: message.horodatage,
    retiree,
  });
  const key = `${message.systeme} ${departement}`;
  const people = monde.ecrits.touches.get(key);
  if (people) people.add(allocataire);
  else monde.ecrits.touches.set(key, new Set([allocataire]));
}

function noter(
  monde: Monde,
  noeud: Noeud,
  message: Origine,
  allocataire: string,
  avant: StatutEnregistre | null,
  apres: StatutEnregistre | null,
): void {
  const { departement, id: rendezVous } = noeud;
  monde.ecrits.historique.push({ departement, rendezVous, allocataire, avant, apres, le: message.horodatage, source: message.systeme });
}

function publier(monde: Monde, noeud: Noeud, message: Origine, type: string, allocataire: string, statut: StatutEnregistre): void {
  const etape = monde.etapes.get(allocataire)?.get(noeud.id);
  const { famille, debut, organisme } = noeud.effectif!.etat;
  const donnees = donneesEvenement(type, { rendezVous: noeud.id, famille, debut, organisme, statut, convocationRang: etape?.rang ?? null });
  monde.ecrits.evenements.push({ type, departement: noeud.departement, allocataire, donnees, survenuLe: message.horodatage });
}

interface DonneesRendezVous {
  rendezVous: string;
  famille: string;
  debut: string;
  organisme: string | null;
  statut: string;
  convocationRang: number | null;
}

/** The data of an event of an appointment (docs/structure.md): PresenceRenseignee tells the status, RendezVousAnnule both, the others the organisme. */
export function donneesEvenement(type: string, { statut, organisme, ...rest }: DonneesRendezVous): Record<string, unknown> {
  if (type === "PresenceRenseignee") return { ...rest, statut };
  return type === "RendezVousAnnule" ? { ...rest, organisme, statut } : { ...rest, organisme };
}
