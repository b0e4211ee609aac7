import { defineLoader } from "../../shared/context";
import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import { listesParCle, parCle } from "../par-cle";
import { avecProvenance } from "../provenance.repository";

/** When a flow last said what a dossier holds: what it says is fresh from that day, even said before. */
export const derniereMentionParDossier = defineLoader<string, Date | null>(async (ids, tx) => {
  const lignes = await tx.rows<{ id: string; le: Date }>(
    "select d.id, d.flux_cree_le as le from allocataires.dossier d where d.id = any ($1::uuid[])",
    [ids],
  );
  return parCle(ids, lignes, (l) => l.id).map((l) => l?.le ?? null);
});

/** An appointment as published, with where it comes from. `debut`: civil date. */
export interface RendezVousConnu extends ProvenanceColumns {
  allocataire: string;
  famille: string;
  debut: string;
  statut: string;
  provenance: Provenance;
}

export const rendezVousConnusParAllocataire = defineLoader<string, RendezVousConnu[]>(async (ids, tx) => {
  const lignes = await tx.rows<RendezVousConnu>(
    `select v.allocataire, v.famille, (v.debut at time zone 'Europe/Paris')::date as debut, v.statut,
       v.source, v.source_organisme, v.collectee_le, v.recue_le, true as certifiee, null as reference
     from publie.presence v where v.allocataire = any ($1::uuid[]) order by v.debut`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (l) => l.allocataire);
});

/** A prestation that the offre-insertion subgraph publishes. Civil dates. */
export interface PrestationConnue extends ProvenanceColumns {
  allocataire: string;
  nom: string;
  statut: "VALIDEE" | "DEMARREE" | "TERMINEE";
  du: string | null;
  au: string | null;
  provenance: Provenance;
}

export const prestationsParAllocataire = defineLoader<string, PrestationConnue[]>(async (ids, tx) => {
  const lignes = await tx.rows<PrestationConnue>(
    `select v.allocataire, v.nom, v.statut, v.du, v.au, v.source, v.source_organisme, v.collectee_le, v.recue_le, true as certifiee, null as reference
     from publie.prestation v where v.allocataire = any ($1::uuid[]) order by v.collectee_le, v.offre`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (l) => l.allocataire);
});
