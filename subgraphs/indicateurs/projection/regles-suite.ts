import type { Lignes, Regle } from "./ligne";
import { JAMAIS, PERSONNE } from "./table";

/** Activities, prescriptions, exits and returns, breaches and sanctions. */
export const REGLES_DE_SUITE: Record<string, Regle> = {
  ActiviteDeclaree: activite,
  ActiviteConfirmee: activite,
  ActiviteContestee: activite,
  PrescriptionAvancee: (d, { jour }) => ({
    prescription: {
      id: d.prescription,
      offre: d.offre,
      structure: d.structure,
      statut: d.statut,
      ...(ETAPES[d.statut] && { [ETAPES[d.statut]!]: d.le ?? jour }),
    },
  }),
  SortieDeclaree: (d) => ({ sortie: { id: d.sortie, nature: d.nature, date: d.date } }),
  SortieAnnulee: (d) => ({
    sortie: { id: d.sortie, date: JAMAIS },
    ...(d.orientation && { orientation: { id: d.orientation, close_le: JAMAIS, motif_fin: PERSONNE } }),
  }),
  RepriseEmploiDeclaree: (d) => ({ reprise: { id: d.reprise, debut: d.debut, type_contrat: d.typeContrat } }),
  // An event from before `presente` says that the job had not ended: she was there.
  RepriseEmploiSuivie: (d) => ({
    reprise: { id: d.reprise, ...(d.terminee ? { terminee_le: d.le } : { presente_six_mois_le: d.presente === false ? JAMAIS : d.le }) },
  }),
  ManquementSignale: (d) => ({ manquement: { id: d.manquement, nature: d.nature, constate_le: d.constateLe } }),
  ManquementExamine: (d) => ({ manquement: { id: d.manquement, examine_le: d.le, motif_legitime: d.motifLegitime } }),
  SanctionProposee: (d) => ({
    sanction: { id: d.sanction, manquement: d.manquement, nature: d.nature, statut: "PROPOSEE", proposee_le: d.proposeeLe },
  }),
  SanctionDecidee: (d) => ({
    sanction: {
      id: d.sanction,
      manquement: d.manquement,
      nature: d.nature,
      statut: d.statut,
      decidee_le: d.decideeLe,
      debut: d.debut,
      fin: d.fin,
    },
  }),
  SanctionLevee: (d) => ({ sanction: { id: d.sanction, statut: "LEVEE", levee_le: d.leveeLe } }),
  SanctionAnnulee: (d) => ({ sanction: { id: d.sanction, statut: "ANNULEE", annulee_le: d.annuleeLe } }),
};

/** The date that each state of a prescription gives. */
const ETAPES: Record<string, string> = {
  OUVERTE: "ouverte_le",
  VALIDEE: "validee_le",
  DEMARREE: "demarree_le",
  TERMINEE: "terminee_le",
  REFUSEE: "refusee_le",
  ANNULEE: "annulee_le",
  EXPIREE: "expiree_le",
};

function activite(d: Record<string, any>): Lignes {
  return {
    activite: {
      id: d.activite,
      date: d.date,
      minutes: d.minutes,
      statut: d.statut,
      prescription: d.prescription,
      structure: d.structure,
    },
  };
}
