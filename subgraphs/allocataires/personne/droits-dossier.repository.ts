import { defineLoader } from "../../shared/context";
import { listesParCle, parCle } from "../par-cle";
import type { NatureDecisionDossier, SensMutation } from "../vocabulaire";

/** What the last content of a file says of the foyer. */
export interface FoyerDuDossier {
  dossier: string;
  demande: string | null;
  numeroPrecedent: string | null;
  personnesAuFoyer: number | null;
  enfantsACharge: number | null;
}

/** The preceding request is told by person: that of someone whom the caller may read. */
export const foyerParDossier = defineLoader<string, FoyerDuDossier | null>(async (ids, tx) => {
  const lignes = await tx.rows<FoyerDuDossier>(
    `select d.id as dossier, d.date_demande as demande, (c.donnees->>'personnesAuFoyer')::int as "personnesAuFoyer", (c.donnees->>'enfantsACharge')::int as "enfantsACharge",
       (select min(p.precedent) from allocataires.contenu_personne p
        where p.departement = d.departement and p.dossier = d.id and p.empreinte = d.empreinte) as "numeroPrecedent"
     from allocataires.dossier d
     left join allocataires.contenu_dossier c on c.departement = d.departement and c.dossier = d.id and c.empreinte = d.empreinte
     where d.id = any ($1::uuid[])`,
    [ids],
  );
  return parCle(ids, lignes, (l) => l.dossier);
});

/** A refusal, a suspension or a closure. `au`: the eve of the flow that no longer says it; null while it lasts. */
export interface DecisionDuDossier {
  dossier: string;
  nature: NatureDecisionDossier;
  motif: string;
  du: string;
  au: string | null;
}

export const decisionsParDossier = defineLoader<string, DecisionDuDossier[]>(async (ids, tx) => {
  const lignes = await tx.rows<DecisionDuDossier>(
    "select d.dossier, d.nature, d.motif, d.du, d.au from allocataires.decision_dossier d where d.dossier = any ($1::uuid[]) order by d.du, d.nature, d.motif",
    [ids],
  );
  return listesParCle(ids, lignes, (d) => d.dossier);
});

/** A line of the right, with one amount. Between `depuis` and `jusque`, the flows said it so. */
export interface LigneDuDroit {
  dossier: string;
  nature: string;
  sousNature: string;
  du: string;
  au: string | null;
  montantCentimes: number | null;
  depuis: string;
  jusque: string | null;
}

export const lignesDroitParDossier = defineLoader<string, LigneDuDroit[]>(async (ids, tx) => {
  const lignes = await tx.rows<LigneDuDroit>(
    `select l.dossier, l.nature, l.sous_nature as "sousNature", l.du, l.au, l.montant_centimes as "montantCentimes", l.depuis, l.jusque
     from allocataires.ligne_droit l where l.dossier = any ($1::uuid[]) order by l.du, l.nature, l.sous_nature, l.depuis`,
    [ids],
  );
  return listesParCle(ids, lignes, (l) => l.dossier);
});

export interface MutationDuDossier {
  dossier: string;
  sens: SensMutation;
  organisme: string;
  le: string;
}

export const mutationsParDossier = defineLoader<string, MutationDuDossier[]>(async (ids, tx) => {
  const lignes = await tx.rows<MutationDuDossier>(
    "select m.dossier, m.sens, m.fonorg || ' ' || m.numorg as organisme, m.le from allocataires.mutation_dossier m where m.dossier = any ($1::uuid[]) order by m.le, m.sens",
    [ids],
  );
  return listesParCle(ids, lignes, (m) => m.dossier);
});
