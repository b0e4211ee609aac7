import { debutDeMois, iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import { Hasard } from "../hasard";
import type { Commune } from "../territoire/territoire";
import { avecTroisiemeAdresse } from "./annee";
import type { Adresse, Foyer, Personne } from "./foyer-modele";
import { LIEUX_DE_NAISSANCE, nirFictif } from "./nir";
import { NOMS, PRENOMS_F, PRENOMS_H, TYPES_DE_VOIE, VOIES } from "./noms";

const ENFANTS_MAX = 5;
/** Ordinals kept for one foyer: two adults and the children, one spare. */
const PLACES_PAR_FOYER = ENFANTS_MAX + 3;
const MULTIPLICATEUR = 7_654_319;
const MATRICULES_PAR_SERIE = 4_000_000;
/** Beyond, file numbers would run out. */
export const FOYERS_MAX = 900_000;

/** The foyer of an ordinal: always the same for the same seed, whatever was made before it. */
export function foyerDe(contexte: Contexte, index: number): Foyer {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "foyer", index);
  const { flux, commune } = contexte.place(index);
  const dates = flux ? datesDuFlux(contexte, index, h) : datesDuStock(contexte, commune, contexte.quantile(index), h);
  const personnes = personnesDe(contexte, h, index, dates.ouverture);
  return {
    index,
    flux,
    ...numeros(contexte, index, dates.demande),
    precedent: null,
    ...dates,
    personnes,
    situationFamille: situationFamille(personnes, h),
    adresses: contexte.annee
      ? avecTroisiemeAdresse(contexte, index, adresses(contexte, commune, dates.entree, h))
      : adresses(contexte, commune, dates.entree, h),
  };
}

function personnesDe(contexte: Contexte, h: Hasard, index: number, ouverture: Jour): Personne[] {
  const couple = h.oui(0.15);
  const demandeur = adulte(contexte, h, { index, ouverture, demandeur: null });
  const personnes = [demandeur];
  if (couple) personnes.push(adulte(contexte, h, { index, ouverture, demandeur }));
  const seule = !couple && demandeur.sexe === 2;
  const enfants = couple ? h.entier(0, 4) : h.oui(seule ? 0.5 : 0.06) ? h.entier(1, seule ? ENFANTS_MAX - 1 : 2) : 0;
  for (let i = 0; i < enfants; i++) personnes.push(enfant(contexte, h, index, i, demandeur));
  return personnes;
}

/** SITFAM. */
function situationFamille(personnes: Personne[], h: Hasard): string {
  if (personnes[1]?.role === "CJT") return h.choix(["MAR", "MAR", "VIM", "PAC"]);
  return h.choix(personnes[0]?.sexe === 2 && personnes.length > 1 ? ["SEF", "DIV", "CEL", "VEU"] : ["CEL", "CEL", "CEL", "DIV", "SEF"]);
}

function numeros(contexte: Contexte, index: number, demande: Jour): { numeroDemande: string; matricule: number } {
  const suite = String((index * 611_953 + contexte.decalage) % 1_000_000).padStart(6, "0");
  const matricule =
    1_000_000 +
    contexte.territoire.serie * MATRICULES_PAR_SERIE +
    Number((BigInt(index) * BigInt(MULTIPLICATEUR) + BigInt(contexte.decalage)) % BigInt(MATRICULES_PAR_SERIE));
  return { numeroDemande: `${iso(demande).slice(2, 4)}${suite}${contexte.territoire.departement.padStart(3, "0")}`, matricule };
}

type Dates = Pick<Foyer, "demande" | "ouverture" | "mutation" | "entree">;

/** A newcomer: a new right, or a right that came from another caisse. */
function datesDuFlux(contexte: Contexte, index: number, h: Hasard): Dates {
  const moment = Math.floor(contexte.quantile(index) * (contexte.fin - contexte.debut)) + h.entier(-2, 2);
  const entree = contexte.jourDeFlux(contexte.debut + 1 + moment) ?? (contexte.joursDeFlux.at(-1) as Jour);
  const ancienne = h.oui(contexte.partMutations);
  const demande = ancienne ? contexte.fin - h.entier(370, 2400) : Math.max(entree - h.entier(9, 45), contexte.fin - 364);
  return {
    demande,
    ouverture: ancienne ? debutDeMois(demande) : Math.max(debutDeMois(demande), contexte.fin - 364),
    mutation: ancienne ? debutDeMois(entree) : null,
    entree,
  };
}

/** @param quantile place in the stock of the commune by seniority: 0 is the most recent, 1 the oldest. */
function datesDuStock(contexte: Contexte, commune: Commune, quantile: number, h: Hasard): Dates {
  const recents =
    commune.ouverture1A2Ans -
    (commune.ouverture1A2Ans / (commune.ouverture1A2Ans + commune.ouverturePlus2Ans)) * (commune.entrants - commune.ouvertureMoins1An);
  const part = recents / (commune.foyers - commune.entrants);
  const anciennete = quantile < part ? 366 + (quantile / part) * 364 : 731 + ((quantile - part) / (1 - part)) ** 1.6 * 4000;
  const ouverture = debutDeMois(Math.min(Math.floor(contexte.fin - anciennete) + 15, contexte.debut - 1));
  return {
    demande: ouverture + h.entier(0, Math.min(27, contexte.debut - 1 - ouverture)),
    ouverture,
    mutation: null,
    entree: contexte.debut,
  };
}

/** Ages of the adults: upper bounds and weights. */
const AGES: readonly (readonly [min: number, max: number, poids: number])[] = [
  [20, 24, 2],
  [25, 30, 30],
  [31, 39, 24],
  [40, 49, 22],
  [50, 59, 16],
  [60, 65, 6],
];

interface Adulte {
  index: number;
  ouverture: Jour;
  /** Null for the demandeur herself. */
  demandeur: Personne | null;
}

function adulte(contexte: Contexte, h: Hasard, { index, ouverture, demandeur }: Adulte): Personne {
  const role = demandeur ? "CJT" : "DEM";
  const rang = index * PLACES_PAR_FOYER + (demandeur ? 1 : 0);
  const sexe = demandeur ? (h.oui(0.97) ? ((3 - demandeur.sexe) as 1 | 2) : demandeur.sexe) : h.oui(0.54) ? 2 : 1;
  const naissance = naissanceAdulte(contexte, h, ouverture, demandeur);
  const etatCivil =
    role === "DEM"
      ? nomDuDemandeur(contexte, index, sexe)
      : { nomNaissance: h.choix(NOMS), prenom: h.choix(sexe === 2 ? PRENOMS_F : PRENOMS_H) };
  const marie = sexe === 2 && h.oui(0.3);
  return {
    role,
    rang,
    sexe,
    ...etatCivil,
    nom: marie ? (demandeur?.nom ?? h.choix(NOMS)) : etatCivil.nomNaissance,
    prenom2: h.oui(0.3) ? h.choix(sexe === 2 ? PRENOMS_F : PRENOMS_H) : null,
    naissance,
    ...lieuEtNir(contexte, h, { sexe, naissance, rang }),
    soumise: h.oui(role === "DEM" ? 0.94 : 0.4),
    assedic: h.oui(0.6)
      ? `${String((rang * 611_953 + contexte.decalage) % 10_000_000).padStart(7, "0")}${h.choix([..."ABCDEFGHJKLMNPRSTUVWXYZ"])}`
      : null,
  };
}

/** Old enough when the right opened: at least 20 for a newcomer, 23 or so for an old file. */
function naissanceAdulte(contexte: Contexte, h: Hasard, ouverture: Jour, demandeur: Personne | null): Jour {
  const age = demandeur ? Math.floor((contexte.fin - demandeur.naissance) / 365.25) : 0;
  const [min, max] = demandeur ? [Math.max(20, age - 6), Math.min(65, age + 6)] : h.pese(AGES, (tranche) => tranche[2]);
  const naissance = contexte.fin - Math.floor((h.entier(min, max) + h.reel()) * 365.25);
  const plancher = ouverture - Math.floor((20 + h.reel() * 6) * 365.25);
  return ouverture > contexte.debut ? naissance : Math.min(naissance, plancher);
}

/** One foyer in a hundred bears the same name and first name as the one before it: homonyms, born another day. */
function nomDuDemandeur(contexte: Contexte, index: number, sexe: 1 | 2): { nomNaissance: string; prenom: string } {
  const modele = index % 100 === 99 ? index - 1 : index;
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "nom", modele);
  return { nomNaissance: h.choix(NOMS), prenom: h.choix(sexe === 2 ? PRENOMS_F : PRENOMS_H) };
}

function enfant(contexte: Contexte, h: Hasard, index: number, i: number, demandeur: Personne): Personne {
  const rang = index * PLACES_PAR_FOYER + 2 + i;
  const sexe = h.oui(0.5) ? 2 : 1;
  const majorite = Math.max(1, Math.min(19, Math.floor((contexte.debut - demandeur.naissance) / 365.25) - 18));
  const naissance = contexte.debut - Math.floor(h.reel() * majorite * 365.25) - 31;
  const nom = demandeur.nom;
  const identite = lieuEtNir(contexte, h, { sexe, naissance, rang });
  return {
    role: "ENF",
    rang,
    sexe,
    nom,
    nomNaissance: nom,
    prenom: h.choix(sexe === 2 ? PRENOMS_F : PRENOMS_H),
    prenom2: null,
    naissance,
    ...identite,
    soumise: false,
    assedic: null,
  };
}

function lieuEtNir(
  contexte: Contexte,
  h: Hasard,
  p: { sexe: 1 | 2; naissance: Jour; rang: number },
): { nir: string | null; nirDefinitif: string; villeNaissance: string } {
  const lieu = h.entier(0, LIEUX_DE_NAISSANCE.length - 1);
  const { nir, ville } = nirFictif({ sexe: p.sexe, naissance: iso(p.naissance), serie: contexte.territoire.serie, rang: p.rang, lieu });
  return { nir: h.oui(0.006) ? null : nir, nirDefinitif: nir, villeNaissance: ville };
}

/** One address, and for one foyer in thirty another one during the year. */
function adresses(contexte: Contexte, commune: Commune, entree: Jour, h: Hasard): Adresse[] {
  const tirer = (du: Jour, ou: Commune): Adresse => ({
    du,
    commune: ou,
    numero: h.entier(1, 180),
    typeVoie: h.choix(TYPES_DE_VOIE),
    voie: h.choix(VOIES),
  });
  const premiere = tirer(entree - h.entier(200, 3000), commune);
  const demenage = entree + h.entier(20, 340);
  if (!h.oui(0.05) || demenage >= contexte.fin) return [premiere];
  return [premiere, tirer(demenage, h.oui(0.7) ? commune : h.choix(contexte.territoire.communes))];
}
