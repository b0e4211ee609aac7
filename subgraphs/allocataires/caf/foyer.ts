import { communeDe, lireAdresses } from "./adresse";
import { type AdresseDuFoyer, type ContenuFoyer, empreinteDuContenu } from "./contenu";
import { lireLignes, lireMontants, lireMutations, lireSituation } from "./droits";
import { type EvenementDuFoyer, lireEvenements } from "./evenement";
import { lireMatricule } from "./matricule";
import { codesInconnus } from "./motifs";
import { descendant, enfants, type Noeud, texte } from "./noeud";
import { ETAT_PAR_CODE, FONDS, type Fonds } from "./nomenclature";
import { departementDeLaCommune, departementDeLOrganisme } from "./organisme-payeur";
import { lirePersonnes, nombreDePersonnes, type PersonneDuFoyer } from "./personne";
import {
  booleen,
  type CodeInvalide,
  code,
  codeObligatoire,
  dateObligatoire,
  entier,
  Invalide,
  invalide,
  numeroDeDemande,
  obligatoire,
  type Reserve,
} from "./valeur";

/** A foyer as read. `contenu` and `personnes` are what the hub keeps; the events say why the foyer is in the file and are no part of it. */
export interface Foyer {
  numeroDemande: string;
  departement: string;
  /** CAF: 7 digits. MSA: a NIR. */
  matricule: string;
  /** Of the current address. */
  codeInsee: string | null;
  communeNom: string | null;
  adresse: string | null;
  /** See `empreinteDuContenu`. */
  empreinte: Buffer;
  personnes: PersonneDuFoyer[];
  contenu: ContenuFoyer;
  evenements: EvenementDuFoyer[];
}

/** Why a foyer cannot be applied, with what could be read of it. */
export interface RejetDuFoyer {
  code: CodeInvalide;
  message: string;
  numeroDemande: string | null;
  departement: string | null;
  fonds: string | null;
  numorg: string | null;
}

export type FoyerInterprete = { foyer: Foyer; reserves: Reserve[] } | { rejet: RejetDuFoyer };

export function lireOrganisme(noeud: Noeud): { fonds: Fonds; numorg: string } {
  const organisme = descendant(noeud, "IdentificationRSA", "Organisme");
  const fonds = obligatoire(organisme, "FONORG") as Fonds;
  if (!FONDS.includes(fonds)) invalide("FONORG", "CAF ou MSA est attendu");
  return { fonds, numorg: codeObligatoire(organisme, 3, "NUMORG") };
}

export const lireNumeroDemande = (noeud: Noeud): string =>
  numeroDeDemande(noeud, "IdentificationRSA", "DemandeRSA", "NUMDEMRSA") ?? invalide("NUMDEMRSA", "valeur absente");

function lireContenu(noeud: Noeud, reference: string): ContenuFoyer {
  const codeEtat = obligatoire(noeud, "PrestationRSA", "SituationDossierRSA", "EtatDossierRSA", "ETATDOSRSA");
  const tronc = descendant(noeud, "PrestationRSA", "DetailDroitRSA", "TroncCommunDroitRSA");
  const famille = descendant(noeud, "DonneesAdministratives", "SituationFamille");
  const lignes = lireLignes(noeud);
  const sitfam = code(famille, 3, "SITFAM");
  return {
    etat: ETAT_PAR_CODE[codeEtat] ?? invalide("ETATDOSRSA", `« ${codeEtat.slice(0, 1)} » n’est pas un état connu`),
    soumisDroitsDevoirs: booleen(tronc, "TOPFOYDRODEVORSA"),
    dateDemande: dateObligatoire(noeud, "IdentificationRSA", "DemandeRSA", "DTDEMRSA"),
    origineDemande: code(tronc, 3, "ORIDEMRSA"),
    ouvertureDroits: lignes[0]?.du ?? null,
    ...lireOrganisme(noeud),
    ...lireSituation(noeud),
    lignes,
    montants: lireMontants(noeud),
    ...lireMutations(noeud),
    adresses: lireAdresses(noeud),
    sansDomicileFixe: booleen(tronc, "TOPSANSDOMFIXE"),
    enfantsACharge: entier(tronc, 2, "NBENFAUTCHA"),
    situationFamille: sitfam === null ? null : { code: sitfam, du: dateObligatoire(famille, "DDSITFAM") },
    personnesAuFoyer: nombreDePersonnes(noeud, reference),
    proposition: null,
  };
}

function lire(noeud: Noeud, reference: string): { foyer: Foyer; reserves: Reserve[] } {
  const numeroDemande = lireNumeroDemande(noeud);
  const contenu = lireContenu(noeud, reference);
  const reserves: Reserve[] = [...codesInconnus(contenu), ...anomalies(noeud)];
  const matricule = lireMatricule(descendant(noeud, "IdentificationRSA", "Organisme"), contenu.fonds);
  const personnes = lirePersonnes(noeud, reserves);
  const courante: AdresseDuFoyer | undefined = contenu.adresses[0];
  const foyer: Foyer = {
    numeroDemande,
    departement: departement(courante?.codeInsee ?? null, contenu.fonds, contenu.numorg),
    matricule,
    codeInsee: courante?.codeInsee ?? null,
    communeNom: courante?.communeNom ?? null,
    adresse: courante?.adresse ?? null,
    empreinte: empreinteDuContenu(contenu, personnes, matricule),
    personnes,
    contenu,
    evenements: lireEvenements(noeud),
  };
  return { foyer, reserves };
}

/** What the paying organisme says is wrong in its own dossier. Only how many: LIBANO is free text, and may name people. */
function anomalies(noeud: Noeud): Reserve[] {
  const nombre = enfants(noeud, "Anomalie").length;
  if (nombre === 0) return [];
  const message = `L’organisme payeur signale ${nombre === 1 ? "une anomalie" : `${nombre} anomalies`} dans ce dossier : le fichier en donne le libellé.`;
  return [{ code: "ANOMALIE_SIGNALEE", champ: "Anomalie", message }];
}

const departementConnu = (codeInsee: string | null, fonds: string, numorg: string): string | null =>
  (codeInsee && departementDeLaCommune(codeInsee)) || departementDeLOrganisme(fonds as Fonds, numorg);

export function departement(codeInsee: string | null, fonds: Fonds, numorg: string): string {
  const trouve = departementConnu(codeInsee, fonds, numorg);
  if (trouve) return trouve;
  throw new Invalide(
    "DEPARTEMENT_INCONNU",
    `Aucune commune de France dans l’adresse, et l’organisme ${fonds} ${numorg} n’est pas dans la table des départements. Complétez la table ou l’adresse, puis rejouez le rejet.`,
  );
}

/** What can be read of a foyer that is refused: enough to file its reject. */
export function rejetDe(noeud: Noeud, { code: motif, message }: Invalide): RejetDuFoyer {
  const organisme = descendant(noeud, "IdentificationRSA", "Organisme");
  const [fonds, numorg] = [texte(organisme, "FONORG"), texte(organisme, "NUMORG")];
  const adresses = enfants(descendant(noeud, "DonneesAdministratives"), "Adresse");
  const courante = adresses.find((a) => Number(texte(a, "TroncCommunAdresse", "RGADR")) === 1) ?? adresses[0];
  const codeInsee = communeDe(descendant(courante, "AdresseDetailleeFrance"));
  const numeroDemande = texte(noeud, "IdentificationRSA", "DemandeRSA", "NUMDEMRSA");
  return { code: motif, message, numeroDemande, departement: departementConnu(codeInsee, fonds ?? "", numorg ?? ""), fonds, numorg };
}

/** Reads one InfosFoyerRSA: a typed foyer with what was left out of it, or the reason of its reject. Never a value of a person in a message.
 * @param reference DTREF of its flow, civil date: people are counted on that day. */
export function lireFoyer(noeud: Noeud, reference: string): FoyerInterprete {
  try {
    return lire(noeud, reference);
  } catch (error) {
    if (!(error instanceof Invalide)) throw error;
    return { rejet: rejetDe(noeud, error) };
  }
}
