import { enCapitalesSansAccent } from "./etat-civil";
import { lireNaissance, type Naissance } from "./naissance";
import { lireNir } from "./nir";
import { descendant, enfants, type Noeud, texte } from "./noeud";
import { ROLES, type Role } from "./nomenclature";
import { booleen, date, entier, invalide, numeroDeDemande, obligatoire, type Reserve } from "./valeur";

/** How a person can be reached; from the instruction flow only. `autorisation`: her consent, null when the flow does not say. */
export interface ContactsDeLaPersonne {
  telephones: { valeur: string; autorisation: boolean | null }[];
  courriel: { valeur: string; autorisation: boolean | null } | null;
}

/** A person of a foyer that the hub keeps: demandeur, conjoint, or anyone subject to « droits et devoirs ». Dates are civil. */
export interface PersonneDuFoyer extends Naissance {
  /** Rank in the foyer, from 1. */
  rang: number;
  role: Role;
  soumisDroitsDevoirs: boolean;
  /** TOPRESPDOS: she answers for the dossier. */
  responsable: boolean;
  civilite: "MR" | "MME" | null;
  nom: string;
  nomUsage: string | null;
  prenoms: string[];
  rangNaissance: number | null;
  communeNaissance: string | null;
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
  contacts: ContactsDeLaPersonne | null;
}

function lireRole(noeud: Noeud): Role | null {
  const rsa = enfants(noeud, "Prestations").find((p) => texte(p, "NATPREST") === "RSA");
  const role = texte(rsa, "ROLEPERS") as Role | null;
  if (role && !ROLES.includes(role)) invalide("ROLEPERS", `« ${role.slice(0, 3)} » n’est pas un rôle connu (${ROLES.join(", ")})`);
  return role;
}

function lirePersonne(noeud: Noeud, rang: number, reserves: Reserve[]): PersonneDuFoyer | null {
  const role = lireRole(noeud);
  const soumisDroitsDevoirs = booleen(noeud, "MontantCalculDroitRSAPersonne", "TOPPERSDRODEVORSA");
  if (role !== "DEM" && role !== "CJT" && !soumisDroitsDevoirs) return null;
  return {
    rang,
    role: role ?? "AUT",
    soumisDroitsDevoirs,
    responsable: booleen(noeud, "DossierCAF", "TOPRESPDOS"),
    ...lireEtatCivil(descendant(noeud, "Identification"), rang, reserves),
    nir: nirDe(noeud, rang, role, reserves),
    numeroFranceTravail: numeroFranceTravail(noeud, rang, reserves),
    numeroPrecedent: numeroDeDemande(noeud, "DossierCAF", "NUMDEMRSAPRECE"),
    certifiee: booleen(noeud, "Identification", "TOPVALIEC"),
    du: date(noeud, "DossierCAF", "DDRATDOS"),
    au: date(noeud, "DossierCAF", "DFRATDOS"),
    contacts: null,
  };
}

function lireEtatCivil(etatCivil: Noeud | undefined, rang: number, reserves: Reserve[]) {
  const nomUsage = obligatoire(etatCivil, "NOM");
  const nom = texte(etatCivil, "NOMNAI") ?? nomUsage;
  const prenoms = [obligatoire(etatCivil, "PRENOM"), texte(etatCivil, "PRENOM2"), texte(etatCivil, "PRENOM3")].filter((p) => p !== null);
  const qualite = texte(etatCivil, "QUAL");
  const sexe = texte(etatCivil, "SEXE");
  if (sexe !== null && sexe !== "1" && sexe !== "2") invalide("SEXE", "1 ou 2 est attendu");
  return {
    civilite: qualite === "MR" || qualite === "MME" ? qualite : null,
    nom,
    nomUsage: nomUsage === nom ? null : nomUsage,
    prenoms,
    ...lireNaissance(etatCivil, rang, reserves),
    rangNaissance: entier(etatCivil, 1, "RGNAI"),
    communeNaissance: texte(etatCivil, "NOMCOMNAI"),
    sexe,
    nomTri: enCapitalesSansAccent([nom, ...prenoms].join(" ")),
  } as const;
}

function nirDe(noeud: Noeud, rang: number, role: Role | null, reserves: Reserve[]): string | null {
  const recu = texte(noeud, "Identification", "NIR");
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

/** The people of a foyer whom the hub keeps. Children are only counted (`nombreDePersonnes`), never kept. */
export function lirePersonnes(foyer: Noeud, reserves: Reserve[]): PersonneDuFoyer[] {
  const personnes = enfants(foyer, "Personne")
    .map((p, i) => lirePersonne(p, i + 1, reserves))
    .filter((p) => p !== null);
  if (personnes.length === 0) invalide("Personne", "ni demandeur, ni conjoint, ni personne soumise aux droits et devoirs");
  const identites = personnes.map((p) => JSON.stringify([p.nom, p.prenoms[0], p.dateNaissance, p.rangNaissance]));
  if (new Set(identites).size < identites.length)
    invalide("Personne", "deux personnes du foyer ont les mêmes nom, prénom, date et rang de naissance");
  retirerNirEnDouble(personnes, reserves);
  return personnes;
}

/** People still attached on a day, children included (DFRATDOS empty, or later). @param le DTREF, civil date. */
export function nombreDePersonnes(foyer: Noeud, le: string): number {
  return enfants(foyer, "Personne").filter((p) => {
    const fin = date(p, "DossierCAF", "DFRATDOS");
    return fin === null || fin > le;
  }).length;
}
