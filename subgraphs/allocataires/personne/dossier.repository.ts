import { defineLoader } from "../../shared/context";
import type { Provenance, ProvenanceColumns } from "../../shared/contrat/provenance";
import { listesParCle } from "../par-cle";
import { avecProvenance, colonnesProvenance } from "../provenance.repository";
import type { EtatDossierRsa } from "../vocabulaire";

/** An RSA file as stored, seen from one of its members. */
export interface DossierStocke extends ProvenanceColumns {
  id: string;
  allocataire: string;
  numeroDemande: string;
  fonorg: string;
  numorg: string;
  matricule: string | null;
  matriculeChiffre: Buffer | null;
  etat: EtatDossierRsa;
  soumisDroitsDevoirs: boolean;
  provenance: Provenance;
}

/** The files of a person: the one she belongs to today first, then the most recent demand. */
export const dossiersParAllocataire = defineLoader<string, DossierStocke[]>(async (ids, tx) => {
  const lignes = await tx.rows<DossierStocke>(
    `select d.id, m.allocataire, d.numero_demande as "numeroDemande", d.fonorg, d.numorg, d.matricule, n.matricule_chiffre as "matriculeChiffre",
       d.etat, d.soumis_droits_devoirs as "soumisDroitsDevoirs", ${colonnesProvenance("d")}
     from allocataires.membre m join allocataires.dossier d on d.departement = m.departement and d.id = m.dossier
     left join allocataires.dossier_nir n on n.departement = d.departement and n.id = d.id
     where m.allocataire = any ($1::uuid[])
     order by (m.au is null) desc, coalesce(d.date_demande, d.ouverture_droits, m.du) desc, d.numero_demande desc`,
    [ids],
  );
  return listesParCle(ids, lignes.map(avecProvenance), (d) => d.allocataire);
});

export interface MembreStocke {
  dossier: string;
  allocataire: string;
  role: string;
  soumisDroitsDevoirs: boolean;
}

/** Today's members of a file, among the people whom the caller may read. */
export const membresParDossier = defineLoader<string, MembreStocke[]>(async (ids, tx) => {
  const lignes = await tx.rows<MembreStocke>(
    `select m.dossier, m.allocataire, m.role, m.soumis_droits_devoirs as "soumisDroitsDevoirs"
     from allocataires.membre m where m.dossier = any ($1::uuid[]) and m.au is null order by m.rang, m.allocataire`,
    [ids],
  );
  return listesParCle(ids, lignes, (m) => m.dossier);
});

export interface EtatStocke {
  dossier: string;
  etat: EtatDossierRsa;
  du: string;
  au: string | null;
}

export const etatsParDossier = defineLoader<string, EtatStocke[]>(async (ids, tx) => {
  const lignes = await tx.rows<EtatStocke>(
    "select e.dossier, e.etat, e.du, e.au from allocataires.etat_dossier e where e.dossier = any ($1::uuid[]) order by e.du",
    [ids],
  );
  return listesParCle(ids, lignes, (e) => e.dossier);
});
