import { hash } from "node:crypto";
import { isCivilDate } from "../../shared/civil-date";
import type { EtatDossierRsa } from "../vocabulaire";
import { enCapitalesSansAccent } from "./etat-civil";
import { lireNir } from "./nir";
import { descendant, enfants, type Noeud, texte } from "./noeud";
import { departementDeLaCommune, departementDeLOrganisme, ETAT_PAR_CODE, FONDS, type Fonds, ROLES, type Role } from "./nomenclature";

/** A person of a foyer that the hub keeps: demandeur, conjoint, or anyone subject to « droits et devoirs ». Dates are civil. */
export interface PersonneDuFoyer {
  /** Rank in the foyer, from 1. */
  rang: number;
  role: Role;
  soumisDroitsDevoirs: boolean;
  civilite: "MR" | "MME" | null;
  nom: string;
  nomUsage: string | null;
  prenoms: string[];
  dateNaissance: string;
  rangNaissance: number | null;
  sexe: string | null;
  nomTri: string;
  /** 13 characters, without key. */
  nir: string | null;
  numeroFranceTravail: string | null;
  /** NUMDEMRSAPRECE: number of the preceding request. */
  numeroPrecedent: string | null;
  certifiee: boolean;
  du: string | null;
  au: string | null;
}

export interface Foyer {
  numeroDemande: string;
  departement: string;
  fonds: Fonds;
  numorg: string;
  /** CAF: 7 digits. MSA: a NIR. */
  matricule: string;
  etat: EtatDossierRsa;
  soumisDroitsDevoirs: boolean;
  dateDemande: string;
  ouvertureDroits: string | null;
  codeInsee: string | null;
  communeNom: string | null;
  adresse: string | null;
  empreinte: Buffer;
  personnes: PersonneDuFoyer[];
}

/** A datum left out while the foyer is kept. */
export interface Reserve {
  code: string;
  message: string;
  champ: string;
}

/** Why a foyer cannot be applied, with what could be read of it. */
export interface RejetDuFoyer {
  code: "DOSSIER_INVALIDE" | "DEPARTEMENT_INCONNU";
  message: string;
  numeroDemande: string | null;
  departement: string | null;
  fonds: string | null;
  numorg: string | null;
}

export type FoyerInterprete = { foyer: Foyer; reserves: Reserve[] } | { rejet: RejetDuFoyer };

class Invalide extends Error {
  constructor(
    readonly code: RejetDuFoyer["code"],
    message: string,
  ) {
    super(message);
  }
}

const invalide = (element: string, attendu: string): never => {
  throw new Invalide("DOSSIER_INVALIDE", `${element} : ${attendu}. Corrigez chez l’organisme payeur, puis rejouez le rejet.`);
};

function obligatoire(noeud: Noeud | undefined, ...chemin: string[]): string {
  return texte(noeud, ...chemin) ?? invalide(chemin.at(-1)!, "valeur absente");
}

function date(noeud: Noeud | undefined, ...chemin: string[]): string | null {
  const valeur = texte(noeud, ...chemin);
  if (valeur !== null && !isCivilDate(valeur)) invalide(chemin.at(-1)!, "ce n’est pas une date du calendrier (AAAA-MM-JJ)");
  return valeur;
}

const BOOLEENS: Record<string, boolean> = { true: true, "1": true, false: false, "0": false };

function booleen(noeud: Noeud | undefined, ...chemin: string[]): boolean {
  const valeur = texte(noeud, ...chemin);
  if (valeur === null) return false;
  return BOOLEENS[valeur.toLowerCase()] ?? invalide(chemin.at(-1)!, "0, 1, true ou false est attendu");
}

/** MATRICULE of the CAF on its 7 digits: the flow pads it on 15 with trailing zeros, and leading zeros may be lost (205599000000000 → 2055990, 12345 → 0012345). */
export function matriculeCaf(recu: string): string | null {
  if (!/^\d{1,15}$/.test(recu)) return null;
  if (recu.length <= 7) return recu.padStart(7, "0");
  const complet = recu.padStart(15, "0");
  return complet.endsWith("00000000") ? complet.slice(0, 7) : null;
}

/** MATRICULE of the MSA, which is a NIR of 13 (padded with zeros) or 15 characters: its 13 characters. */
export function matriculeMsa(recu: string): string | null {
  const lu = lireNir(recu.length === 15 && recu.endsWith("00") ? recu.slice(0, 13) : recu);
  return "nir" in lu ? lu.nir : null;
}

function lireMatricule(organisme: Noeud | undefined, fonds: Fonds): string {
  const recu = obligatoire(organisme, "MATRICULE");
  const matricule = fonds === "CAF" ? matriculeCaf(recu) : matriculeMsa(recu);
  return matricule ?? invalide("MATRICULE", fonds === "CAF" ? "7 chiffres significatifs sont attendus" : "un NIR est attendu");
}

interface Lieu {
  codeInsee: string | null;
  communeNom: string | null;
  adresse: string | null;
}

const CHAMPS_FRANCE = [["COMPLIDEADR"], ["COMPLADR"], ["NUMVOIE", "LIBTYPEVOIE", "NOMVOIE"], ["LIEUDIST"], ["CODEPOS", "NOMCOM"]];
const CHAMPS_HORS_FRANCE = ["LIBLIG2ADR", "LIBLIG3ADR", "LIBLIG4ADR", "LIBLIG5ADR", "LIBLIG6ADR", "LIBLIG7ADR"].map((champ) => [champ]);

/** The current address (RGADR 01), else the first. */
function lireLieu(foyer: Noeud): Lieu {
  const adresses = enfants(descendant(foyer, "DonneesAdministratives"), "Adresse");
  const courante = adresses.find((a) => Number(texte(a, "TroncCommunAdresse", "RGADR")) === 1) ?? adresses[0];
  const france = descendant(courante, "AdresseDetailleeFrance");
  const detail = france ?? descendant(courante, "AdresseHorsFrance");
  const lignes = (france ? CHAMPS_FRANCE : CHAMPS_HORS_FRANCE)
    .map((champs) =>
      champs
        .map((champ) => texte(detail, champ))
        .filter(Boolean)
        .join(" "),
    )
    .filter(Boolean);
  const numcom = texte(france, "NUMCOM")?.toUpperCase() ?? null;
  const codeInsee = numcom && departementDeLaCommune(numcom) ? numcom : null;
  return { codeInsee, communeNom: codeInsee ? texte(france, "NOMCOM") : null, adresse: lignes.join(", ") || null };
}

function lirePersonne(noeud: Noeud, rang: number, reserves: Reserve[]): PersonneDuFoyer | null {
  const rsa = enfants(noeud, "Prestations").find((p) => texte(p, "NATPREST") === "RSA");
  const role = texte(rsa, "ROLEPERS") as Role | null;
  if (role && !ROLES.includes(role)) invalide("ROLEPERS", `« ${role.slice(0, 3)} » n’est pas un rôle connu (${ROLES.join(", ")})`);
  const soumisDroitsDevoirs = booleen(noeud, "MontantCalculDroitRSAPersonne", "TOPPERSDRODEVORSA");
  if (role !== "DEM" && role !== "CJT" && !soumisDroitsDevoirs) return null;
  const etatCivil = descendant(noeud, "Identification");
  const nomUsage = obligatoire(etatCivil, "NOM");
  const nom = texte(etatCivil, "NOMNAI") ?? nomUsage;
  const prenoms = [obligatoire(etatCivil, "PRENOM"), texte(etatCivil, "PRENOM2"), texte(etatCivil, "PRENOM3")].filter((p) => p !== null);
  const qualite = texte(etatCivil, "QUAL");
  const rangNaissance = texte(etatCivil, "RGNAI");
  if (rangNaissance !== null && !/^\d$/.test(rangNaissance)) invalide("RGNAI", "un chiffre est attendu");
  return {
    rang,
    role: role ?? "AUT",
    soumisDroitsDevoirs,
    civilite: qualite === "MR" || qualite === "MME" ? qualite : null,
    nom,
    nomUsage: nomUsage === nom ? null : nomUsage,
    prenoms,
    dateNaissance: date(etatCivil, "DTNAI") ?? invalide("DTNAI", "valeur absente"),
    rangNaissance: rangNaissance === null ? null : Number(rangNaissance),
    sexe: texte(etatCivil, "SEXE"),
    nomTri: enCapitalesSansAccent([nom, ...prenoms].join(" ")),
    nir: nirDe(etatCivil, rang, role, reserves),
    numeroFranceTravail: numeroFranceTravail(noeud, rang, reserves),
    numeroPrecedent: texte(noeud, "DossierCAF", "NUMDEMRSAPRECE"),
    certifiee: booleen(etatCivil, "TOPVALIEC"),
    du: date(noeud, "DossierCAF", "DDRATDOS"),
    au: date(noeud, "DossierCAF", "DFRATDOS"),
  };
}

function nirDe(etatCivil: Noeud | undefined, rang: number, role: Role | null, reserves: Reserve[]): string | null {
  const recu = texte(etatCivil, "NIR");
  if (recu === null) return null;
  const lu = lireNir(recu);
  if ("nir" in lu) return lu.nir;
  reserves.push({
    code: lu.code,
    champ: "NIR",
    message: `Personne n° ${rang} (${role ?? "sans rôle"}) : ${lu.raison}. La personne est gardée sans NIR.`,
  });
  return null;
}

/** IDASSEDIC: the old identifier, 7 digits and a digit or letter. */
function numeroFranceTravail(noeud: Noeud, rang: number, reserves: Reserve[]): string | null {
  const recu = texte(noeud, "DossierPoleEmploi", "IDASSEDIC");
  if (recu === null || /^\d{7}[\dA-Z]$/i.test(recu)) return recu?.toUpperCase() ?? null;
  reserves.push({
    code: "IDASSEDIC_FORME",
    champ: "IDASSEDIC",
    message: `Personne n° ${rang} : l’identifiant France Travail n’a pas la forme attendue (8 caractères). Il n’est pas gardé.`,
  });
  return null;
}

/** One NIR for two people of a foyer names neither: both are kept without it. */
function retirerNirEnDouble(personnes: PersonneDuFoyer[], reserves: Reserve[]): void {
  for (const { nir } of [...personnes]) {
    const memes = personnes.filter((p) => nir !== null && p.nir === nir);
    if (memes.length < 2) continue;
    for (const p of memes) p.nir = null;
    reserves.push({
      code: "NIR_EN_DOUBLE",
      champ: "NIR",
      message: `Personnes n° ${memes.map((p) => p.rang).join(" et ")} : le même NIR. Elles sont gardées sans NIR.`,
    });
  }
}

function lirePersonnes(noeud: Noeud, reserves: Reserve[]): PersonneDuFoyer[] {
  const personnes = enfants(noeud, "Personne")
    .map((p, i) => lirePersonne(p, i + 1, reserves))
    .filter((p) => p !== null);
  if (personnes.length === 0) invalide("Personne", "ni demandeur, ni conjoint, ni personne soumise aux droits et devoirs");
  const identites = personnes.map((p) => JSON.stringify([p.nom, p.prenoms[0], p.dateNaissance, p.rangNaissance]));
  if (new Set(identites).size < identites.length)
    invalide("Personne", "deux personnes du foyer ont les mêmes nom, prénom, date et rang de naissance");
  retirerNirEnDouble(personnes, reserves);
  return personnes;
}

function lireDroits(noeud: Noeud): string | null {
  const lignes = enfants(descendant(noeud, "PrestationRSA", "DetailDroitRSA"), "DetailCalculDroitRSA");
  const dates = lignes.map((ligne) => date(ligne, "DDNATDRO")).filter((d) => d !== null);
  return dates.sort()[0] ?? null;
}

function lire(noeud: Noeud, xml: string): { foyer: Foyer; reserves: Reserve[] } {
  const reserves: Reserve[] = [];
  const organisme = descendant(noeud, "IdentificationRSA", "Organisme");
  const demande = descendant(noeud, "IdentificationRSA", "DemandeRSA");
  const numeroDemande = obligatoire(demande, "NUMDEMRSA");
  if (!/^[0-9A-Z]{1,11}$/i.test(numeroDemande)) invalide("NUMDEMRSA", "11 caractères au plus, chiffres ou lettres, sont attendus");
  const fonds = obligatoire(organisme, "FONORG") as Fonds;
  if (!FONDS.includes(fonds)) invalide("FONORG", "CAF ou MSA est attendu");
  const numorg = obligatoire(organisme, "NUMORG");
  const code = obligatoire(noeud, "PrestationRSA", "SituationDossierRSA", "EtatDossierRSA", "ETATDOSRSA");
  const etat = ETAT_PAR_CODE[code] ?? invalide("ETATDOSRSA", `« ${code.slice(0, 1)} » n’est pas un état connu`);
  const lieu = lireLieu(noeud);
  const foyer: Foyer = {
    numeroDemande,
    departement: departement(lieu, fonds, numorg),
    fonds,
    numorg,
    matricule: lireMatricule(organisme, fonds),
    etat,
    soumisDroitsDevoirs: booleen(noeud, "PrestationRSA", "DetailDroitRSA", "TroncCommunDroitRSA", "TOPFOYDRODEVORSA"),
    dateDemande: date(demande, "DTDEMRSA") ?? invalide("DTDEMRSA", "valeur absente"),
    ouvertureDroits: lireDroits(noeud),
    ...lieu,
    empreinte: hash("sha256", xml, "buffer"),
    personnes: lirePersonnes(noeud, reserves),
  };
  return { foyer, reserves };
}

function departement(lieu: Lieu, fonds: Fonds, numorg: string): string {
  const trouve = (lieu.codeInsee && departementDeLaCommune(lieu.codeInsee)) || departementDeLOrganisme(fonds, numorg);
  if (trouve) return trouve;
  throw new Invalide(
    "DEPARTEMENT_INCONNU",
    `Aucune commune de France dans l’adresse, et l’organisme ${fonds} ${numorg} n’est pas dans la table des départements. Complétez la table ou l’adresse, puis rejouez le rejet.`,
  );
}

/** Reads one InfosFoyerRSA: a typed foyer with what was left out of it, or the reason of its reject. Never a value of a person in a message.
 * @param xml the same foyer as text: its SHA-256 tells an unchanged foyer. */
export function lireFoyer(noeud: Noeud, xml: string): FoyerInterprete {
  try {
    return lire(noeud, xml);
  } catch (error) {
    if (!(error instanceof Invalide)) throw error;
    const organisme = descendant(noeud, "IdentificationRSA", "Organisme");
    const [fonds, numorg] = [texte(organisme, "FONORG"), texte(organisme, "NUMORG")];
    const { codeInsee } = lireLieu(noeud);
    const connu =
      (codeInsee && departementDeLaCommune(codeInsee)) || (fonds && numorg ? departementDeLOrganisme(fonds as Fonds, numorg) : null);
    const numeroDemande = texte(noeud, "IdentificationRSA", "DemandeRSA", "NUMDEMRSA");
    return { rejet: { code: error.code, message: error.message, numeroDemande, departement: connu, fonds, numorg } };
  }
}
