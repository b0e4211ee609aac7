import { hash } from "node:crypto";
import type { EtatDossierRsa } from "../vocabulaire";
import type { Fonds } from "./nomenclature";
import type { PersonneDuFoyer } from "./personne";

/** An address of the foyer. `rang` 1 is the current one, 2 and 3 those before it (RGADR). */
export interface AdresseDuFoyer {
  rang: number;
  /** DTEMM, civil date. */
  emmenagement: string | null;
  /** PAYS, three letters as received. */
  pays: string;
  /** Null abroad, or when the code is not one of a French commune. */
  codeInsee: string | null;
  communeNom: string | null;
  codePostal: string | null;
  /** The lines in one, without the name of the person. */
  adresse: string | null;
}

/** A part of the right over a period (DetailCalculDroitRSA). */
export interface LigneDeDroit {
  /** NATPF and SOUSNATPF. */
  nature: string;
  sousNature: string;
  du: string;
  au: string | null;
  montantCentimes: number | null;
  dernierVersement: string | null;
}

/** The calculation of the right (MontantsCalculDroitRSA), in centimes a month. */
export interface MontantsDuDroit {
  du: string;
  au: string | null;
  totalCentimes: number;
  garantiCentimes: number;
  ressourcesCentimes: number;
  reductionDepartementCentimes: number | null;
}

/** Another organisme that had, or takes over, the dossier. Its matricule is not kept. */
export interface OrganismeDeMutation {
  fonds: string;
  numorg: string;
  le: string;
}

/** What the instruction flow (@RSA) proposes for one person of the foyer. */
export interface PropositionInstruction {
  /** Rank of the person in the foyer. */
  rang: number;
  /** NATPARCOCAL and NATPARCOMOD: PP, AS or PS. */
  parcoursCalcule: string | null;
  parcoursModifie: string | null;
  /** MOTIMODPARCO: CL or EA. */
  motifModification: string | null;
  /** TOPREFUPARCO: the person refuses the parcours. */
  refuse: boolean;
  /** SITPERSSOCPRO: AF, EF or RE. */
  entretien: string | null;
  /** DTENRPARCO. */
  le: string | null;
}

/** All that a flow says of a foyer, but who its people are: kept as it is, these keys, in `contenu_dossier.donnees`.
 * Dates are civil, amounts integers in centimes, codes as the CAF gives them. The matricule stays out: at the MSA it is a NIR. */
export interface ContenuFoyer {
  etat: EtatDossierRsa;
  soumisDroitsDevoirs: boolean;
  dateDemande: string;
  /** ORIDEMRSA. */
  origineDemande: string | null;
  /** The earliest day of a line of the right. */
  ouvertureDroits: string | null;
  fonds: Fonds;
  numorg: string;
  refus: { motif: string; le: string } | null;
  suspensionsDroit: { motif: string; du: string; groupe: string | null }[];
  suspensionsVersement: { motif: string; du: string }[];
  /** FinDroit, or FinDroitMoisAnterieur. */
  cloture: { motif: string; le: string; moisAnterieur: boolean } | null;
  lignes: LigneDeDroit[];
  montants: MontantsDuDroit | null;
  cedant: OrganismeDeMutation | null;
  prenant: OrganismeDeMutation | null;
  /** By rank, one to three. */
  adresses: AdresseDuFoyer[];
  sansDomicileFixe: boolean;
  enfantsACharge: number | null;
  situationFamille: { code: string; du: string } | null;
  /** People attached on the day of reference, children included: only their number is kept. */
  personnesAuFoyer: number;
  /** From the instruction flow only, else null. */
  proposition: PropositionInstruction[] | null;
}

/** SHA-256 of what is kept of a foyer, not of its XML: a monthly file that says the same as the days changes nothing.
 * JSON in the order in which the reader fills these types, the only one that does; a test pins it, since another order would make every dossier
 * look changed once. Every NIR stays out, the matricule of the MSA too: a bare hash beside the civil status would give them back to whoever
 * tries them all. Storage adds their keyed hashes. */
export function empreinteDuContenu(contenu: ContenuFoyer, personnes: readonly PersonneDuFoyer[], matricule: string | null): Buffer {
  const gardees = personnes.map((personne) => ({ ...personne, nir: null }));
  return hash("sha256", JSON.stringify([contenu, gardees, contenu.fonds === "CAF" ? matricule : null]), "buffer");
}
