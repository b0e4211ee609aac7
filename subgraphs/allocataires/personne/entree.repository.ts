import { defineLoader } from "../../shared/context";
import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import { listesParCle, parCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { StatutInscription } from "../vocabulaire";
import type { Entree, Presence } from "./dates";

/** Every entry into the dispositif, oldest first. */
export const entreesParAllocataire = defineLoader<string, Entree[]>(async (ids, tx) => {
  const lignes = await tx.rows<Entree>(
    `select e.allocataire, e.rang, e.demande, e.ouverture_droits as "ouvertureDroits", e.notification, e.entree_dispositif as "entreeDispositif",
       e.decision_orientation as "decisionOrientation", e.premier_entretien as "premierEntretien", e.signature_contrat as "signatureContrat", e.sortie, e.droits_clos_le as "droitsClosLe", e.flux
     from allocataires.entree e where e.allocataire = any ($1::uuid[]) order by e.rang`,
    [ids],
  );
  return listesParCle(ids, lignes, (e) => e.allocataire);
});

/** Appointments that the rendez-vous subgraph publishes. The ids are those of people already read under the caller's rights. */
export const presencesParAllocataire = defineLoader<string, Presence[]>(async (ids, tx) => {
  const lignes = await tx.rows<Presence>(
    `select v.allocataire, v.rendez_vous as "rendezVous", v.famille, (v.debut at time zone 'Europe/Paris')::date as debut, v.statut,
       v.convocation_rang as "convocationRang", (v.convocation_envoyee_le at time zone 'Europe/Paris')::date as "convocationEnvoyeeLe"
     from publie.presence v where v.allocataire = any ($1::uuid[])`,
    [ids],
  );
  return listesParCle(ids, lignes, (p) => p.allocataire);
});

export interface InscriptionFranceTravail extends ProvenanceColumns {
  allocataire: string;
  statut: StatutInscription;
  dateEffet: string;
  dateInscription: string | null;
  categorie: string | null;
  provenance: Provenance;
}

/** The latest situation on France Travail's list. */
export const inscriptionParAllocataire = defineLoader<string, InscriptionFranceTravail | null>(async (ids, tx) => {
  const lignes = await tx.rows<InscriptionFranceTravail>(
    `select distinct on (i.allocataire) i.allocataire, i.statut, i.date_effet as "dateEffet", i.date_inscription as "dateInscription", i.categorie, ${colonnesProvenance("i")}
     from allocataires.inscription_france_travail i where i.allocataire = any ($1::uuid[]) order by i.allocataire, i.date_effet desc`,
    [ids],
  );
  return parCle(ids, lignes.map(avecProvenance), (i) => i.allocataire);
});
