import { lireAdresses } from "./adresse";
import { lireContacts } from "./contacts";
import { type ContenuFoyer, empreinteDuContenu } from "./contenu";
import { lireMutations } from "./droits";
import { departement, type Foyer, lireNumeroDemande, lireOrganisme, type RejetDuFoyer, rejetDe } from "./foyer";
import { lireMatricule } from "./matricule";
import { codesInconnus } from "./motifs";
import { descendant, type Noeud, texte } from "./noeud";
import { lirePersonnes, nombreDePersonnes, type PersonneDuFoyer } from "./personne";
import { lirePropositions } from "./proposition";
import { code, dateObligatoire, Invalide, type Reserve } from "./valeur";

/** A request as the instruction flow (@RSA) tells it. `contenu.proposition` is never null here, and `contenu.etat` is NON_DEFINI: this flow
 * says nothing of the right, so it must never overwrite what a « bénéficiaire » flow said of it. */
export interface FoyerInstruit extends Omit<Foyer, "matricule"> {
  /** Null for who has no dossier yet (STATUDEMRSA N). */
  matricule: string | null;
}

export type DemandeInterpretee = { foyer: FoyerInstruit; reserves: Reserve[]; contactsEcartes: number } | { rejet: RejetDuFoyer };

/** What the flow says of the request; all that tells of the right is empty. */
function lireContenu(noeud: Noeud, reference: string, personnes: PersonneDuFoyer[], reserves: Reserve[]): ContenuFoyer {
  const famille = descendant(noeud, "DonneesAdministratives", "SituationFamille");
  const sitfam = code(famille, 3, "SITFAM");
  const contenu: ContenuFoyer = {
    etat: "NON_DEFINI",
    soumisDroitsDevoirs: false,
    dateDemande: dateObligatoire(noeud, "IdentificationRSA", "DemandeRSA", "DTDEMRSA"),
    origineDemande: null,
    ouvertureDroits: null,
    ...lireOrganisme(noeud),
    refus: null,
    suspensionsDroit: [],
    suspensionsVersement: [],
    cloture: null,
    lignes: [],
    montants: null,
    ...lireMutations(noeud),
    adresses: lireAdresses(noeud),
    sansDomicileFixe: texte(noeud, "DonneesAdministratives", "ElectionDomicile", "RAISOCTIEELECTDOM") !== null,
    enfantsACharge: null,
    situationFamille: sitfam === null ? null : { code: sitfam, du: dateObligatoire(famille, "DDSITFAM") },
    personnesAuFoyer: nombreDePersonnes(noeud, reference),
    proposition: lirePropositions(noeud, new Set(personnes.map((p) => p.rang)), reserves),
  };
  reserves.push(...codesInconnus(contenu));
  return contenu;
}

function lire(noeud: Noeud, reference: string): Exclude<DemandeInterpretee, { rejet: RejetDuFoyer }> {
  const reserves: Reserve[] = [];
  const numeroDemande = lireNumeroDemande(noeud);
  const lues = lirePersonnes(noeud, reserves);
  const { contacts, ecartes } = lireContacts(descendant(noeud, "DonneesAdministratives"), reserves);
  // ModesContacts are the foyer's: they are the demandeur's, who filled in the request (« inféré »).
  const personnes = lues.map((p) => (p.role === "DEM" ? { ...p, contacts } : p));
  const contenu = lireContenu(noeud, reference, personnes, reserves);
  const organisme = descendant(noeud, "IdentificationRSA", "Organisme");
  const matricule = texte(organisme, "MATRICULE") === null ? null : lireMatricule(organisme, contenu.fonds);
  const { codeInsee, communeNom, adresse } = contenu.adresses[0] ?? { codeInsee: null, communeNom: null, adresse: null };
  const foyer: FoyerInstruit = {
    numeroDemande,
    departement: departement(codeInsee, contenu.fonds, contenu.numorg),
    matricule,
    codeInsee,
    communeNom,
    adresse,
    empreinte: empreinteDuContenu(contenu, personnes, matricule),
    personnes,
    contenu,
    evenements: [],
  };
  return { foyer, reserves, contactsEcartes: ecartes };
}

/** Reads one InfoDemandeRSA, as far as the reference gives its elements (docs/flux-caf.md). `contactsEcartes`: means of contact that the
 * person did not agree to, left out. @param reference day of the flow, civil date. */
export function lireDemande(noeud: Noeud, reference: string): DemandeInterpretee {
  try {
    return lire(noeud, reference);
  } catch (error) {
    if (!(error instanceof Invalide)) throw error;
    return { rejet: rejetDe(noeud, error) };
  }
}
