import type { WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { isUuid } from "../../shared/page";
import { suivreEtape } from "../activite/suivre-prescription.repository";
import { offreDansTransaction, sessionDansTransaction } from "../ecriture.repository";
import { revoquerLiens } from "../reponse/lien.repository";
import { type EtapeDemandee, effetsDe, FINALS, occupeUnePlace, refusDAvancer, refusDuDebut } from "./cycle";
import { prendreUnePlace, rendreLaPlace, verrouillerPlaces } from "./place.repository";
import type { Prescription } from "./prescription";
import { type Avancee, avancer, lirePrescription, verrouillerPrescription } from "./prescription.repository";
import { PLUS_DE_PLACE, refusDeLOffre } from "./prescrire";

export interface DemandeDEtape extends EtapeDemandee {
  prescription: string;
  /** Who, as the history says it: an organisme, a structure, a system. Never a person. */
  par: string;
  /** Civil date of the fact, Europe/Paris. */
  jour: string;
}

const INTROUVABLE = () =>
  Refus.de("PRESCRIPTION_INTROUVABLE", "Aucune prescription de votre périmètre ne porte cet identifiant.", { champ: "prescription" });

/** Makes one step, whoever asks: fact, place, event and trace together. The transaction says which prescriptions may be seen.
 * The places of the offer come first, then the prescription: two steps that give each other's place never wait in a ring.
 * Refus : PRESCRIPTION_INTROUVABLE, those of `refusDAvancer`, and to open a draft those of `prescrire`. */
export async function avancerPrescription(
  ecriture: WritingTransaction,
  demande: DemandeDEtape,
  maintenant: Date,
): Promise<Prescription | Refus> {
  const { tx } = ecriture;
  const lue = isUuid(demande.prescription) ? await lirePrescription(tx, demande.prescription) : null;
  if (!lue) return INTROUVABLE();
  await verrouillerPlaces(tx, [lue.offre]);
  const avant = await verrouillerPrescription(tx, lue.id);
  if (!avant) return INTROUVABLE();
  const refus = refusDAvancer(avant.statut, avant.attente !== null, demande) ?? refusDuDebut(demande, demande.jour);
  if (refus) return refus;
  const tient =
    avant.statut === "BROUILLON" && demande.vers === "OUVERTE" ? await ouvrir(ecriture, avant, maintenant) : tenue(avant, demande);
  if (tient instanceof Refus) return tient;
  const { vers, acteur, par, motif = null } = demande;
  await avancer(
    tx,
    { departement: avant.departement, prescription: avant.id, statut: vers, acteur, le: maintenant, par, motif, tient },
    effetsDe(demande, demande.jour),
  );
  if (avant.place && tient === "RIEN") await rendreLaPlace(tx, avant.offre, avant.session, maintenant);
  if (FINALS.includes(vers)) await revoquerLiens(tx, avant.departement, avant.id, maintenant);
  await suivreEtape(tx, { prescription: avant, vers, le: maintenant, par });
  const prescription = (await lirePrescription(tx, avant.id))!;
  await raconter(prescription, acteur, ecriture, ["Prescription.statut"], demande.jour);
  return prescription;
}

function tenue(avant: Prescription, { vers }: EtapeDemandee): Avancee["tient"] {
  if (!occupeUnePlace(vers)) return "RIEN";
  return avant.attente === null ? "PLACE" : "FILE";
}

/** A draft takes its place when it opens, as a prescription does. */
async function ouvrir({ tx }: WritingTransaction, p: Prescription, maintenant: Date): Promise<Avancee["tient"] | Refus> {
  const [offre, session] = [await offreDansTransaction(tx, p.offre), p.session ? await sessionDansTransaction(tx, p.session) : null];
  const refus = refusDeLOffre(offre, session, maintenant);
  if (refus) return refus;
  if (await prendreUnePlace(tx, p.offre, p.session)) return "PLACE";
  return p.accepteAttente ? "FILE" : PLUS_DE_PLACE(p.session !== null);
}

/** Event and trace of what was written. @param jour civil date of the step. */
export async function raconter(
  p: Prescription,
  acteur: EtapeDemandee["acteur"],
  { publish, trace }: WritingTransaction,
  champs: string[],
  jour: string,
): Promise<void> {
  const { id, offre, structure, statut } = p;
  await publish({
    type: "PrescriptionAvancee",
    departement: p.departement,
    allocataire: p.allocataire,
    donnees: { prescription: id, offre, structure, statut, acteur, le: jour },
  });
  await trace([p.allocataire], champs);
}
