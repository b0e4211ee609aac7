import { type Contexte, type Echeance, echeances } from "./echeance";
import { montant, type Nature, PROGRAMMES, type Programme, type SaisieFinanciere } from "./nature";
import { type LigneDuContrat, programmeDe, tranche, VERSEMENTS } from "./regle";

/** Where the money stands for a line or a programme, in centimes; null: nobody entered what it needs, never 0. */
export interface Montants {
  partEtatCentimes: number;
  /** Instalments whose day has come. */
  exigibleCentimes: number | null;
  verseCentimes: number | null;
  resteAVerserCentimes: number | null;
  realiseEtatCentimes: number | null;
  realiseDepartementCentimes: number | null;
  realiseAutresCentimes: number | null;
  reportPrecedentCentimes: number;
  reportEtatCentimes: number | null;
  reportDepartementCentimes: number | null;
  restitueCentimes: number | null;
  aRestituerCentimes: number | null;
  /** Spent by the State's share over that share, in percent. */
  tauxExecution: number | null;
}

export interface BilanProgramme extends Montants {
  programme: Programme;
  partDepartementCentimes: number;
  autresCentimes: number;
  totalCentimes: number;
  lignesSansRealise: string[];
}

export interface BilanLigne extends LigneDuContrat {
  montants: Montants;
  imputation: string | null;
}

export interface Bilan {
  lignes: BilanLigne[];
  programmes: BilanProgramme[];
  echeances: Echeance[];
}

export interface Comptes {
  departement: string;
  annee: number;
  lignes: readonly LigneDuContrat[];
  /** Entries of the contract, those that were replaced left out, in the order they were made. */
  saisies: readonly SaisieFinanciere[];
  /** Entries of the contract of the year before: its carry-over comes here. */
  precedentes: readonly SaisieFinanciere[];
  /** Civil date, Paris. */
  aujourdhui: string;
}

/** What each number of `Montants` is made of, in words. */
export const CALCULS: Readonly<Record<string, string>> = {
  exigibleCentimes: "Versements dont le jour est venu : quinze jours après la signature, et le solde une fois le rapport final remis.",
  resteAVerserCentimes: "Part de l’État moins ce qu’il a versé.",
  reportEtatCentimes: "Crédits de l’État non dépensés qu’il accepte de reporter à l’année suivante (annexe 3).",
  aRestituerCentimes:
    "Versé par l’État et reporté de l’année d’avant, moins réalisé, reporté et déjà rendu : ce qui reste est redemandé par l’État.",
  tauxExecution: "Réalisé sur la part de l’État, rapporté à cette part.",
};

/** Where the money of a contract stands. */
export function bilan(comptes: Comptes): Bilan {
  const { lignes, saisies } = comptes;
  const duProgramme = (programme: Programme) => lignes.filter(({ axe }) => programmeDe(axe) === programme);
  const parFiche = new Map(lignes.map(({ fiche, axe }) => [fiche, programmeDe(axe)]));
  const parObjet = (objet: string): Programme | null => parFiche.get(objet) ?? PROGRAMMES.find((programme) => programme === objet) ?? null;
  const objets = (programme: Programme) => [programme, ...duProgramme(programme).map(({ fiche }) => fiche)];
  const parts = parProgramme((programme) => somme(duProgramme(programme).map(({ partEtatCentimes }) => partEtatCentimes)));
  const verses = parProgramme((programme) => additionner(saisies, "VERSEMENT_ETAT", objets(programme)) ?? 0);
  const { departement, annee, aujourdhui } = comptes;
  const contexte: Contexte = { departement, annee, saisies, parts, verses, programmeDe: parObjet, aujourdhui };
  const delais = echeances(contexte);
  return {
    lignes: lignes.map((ligne) => bilanLigne(ligne, comptes, delais)),
    programmes: PROGRAMMES.map((programme) => bilanProgramme(programme, duProgramme(programme), objets(programme), comptes, delais)),
    echeances: delais,
  };
}

const parProgramme = (compter: (programme: Programme) => number): Record<Programme, number> => ({
  INSERTION: compter("INSERTION"),
  SOLIDARITES: compter("SOLIDARITES"),
});
const somme = (montants: readonly number[]): number => montants.reduce((total, m) => total + m, 0);

/** The sum of what is known of several objects; null when nothing is. */
function additionner(saisies: readonly SaisieFinanciere[], nature: Nature, objets: readonly string[]): number | null {
  const connus = objets.map((objet) => montant(saisies, nature, objet)).filter((m) => m !== null);
  return connus.length === 0 ? null : somme(connus);
}

function bilanLigne(ligne: LigneDuContrat, comptes: Comptes, delais: readonly Echeance[]): BilanLigne {
  const programme = programmeDe(ligne.axe);
  const imputation = comptes.saisies.findLast((saisie) => saisie.objet === ligne.fiche && saisie.imputation !== null)?.imputation ?? null;
  return { ...ligne, imputation, montants: montantsDe(programme, ligne.partEtatCentimes, [ligne.fiche], [ligne], comptes, delais) };
}

function bilanProgramme(
  programme: Programme,
  lignes: readonly LigneDuContrat[],
  objets: readonly string[],
  comptes: Comptes,
  delais: readonly Echeance[],
): BilanProgramme {
  const total = (champ: "partEtatCentimes" | "partDepartementCentimes" | "totalCentimes") => somme(lignes.map((ligne) => ligne[champ]));
  const sansRealise = lignes.filter(({ fiche }) => montant(comptes.saisies, "REALISE_ETAT", fiche) === null).map(({ fiche }) => fiche);
  return {
    programme,
    partDepartementCentimes: total("partDepartementCentimes"),
    autresCentimes: somme(lignes.map(({ autresCentimes }) => autresCentimes ?? 0)),
    totalCentimes: total("totalCentimes"),
    lignesSansRealise: sansRealise,
    ...montantsDe(programme, total("partEtatCentimes"), objets, lignes, comptes, delais),
  };
}

function montantsDe(
  programme: Programme,
  part: number,
  objets: readonly string[],
  lignes: readonly LigneDuContrat[],
  { saisies, precedentes, aujourdhui }: Comptes,
  delais: readonly Echeance[],
): Montants {
  const de = (nature: Nature) => additionner(saisies, nature, objets);
  const verse = de("VERSEMENT_ETAT");
  const [realise, report, restitue] = [de("REALISE_ETAT"), de("REPORT_ETAT"), de("RESTITUTION")];
  const reportPrecedent = additionner(precedentes, "REPORT_ETAT", objets) ?? 0;
  // Some lines without what they spent: what is left is not known, and is not what the others left.
  const complet = lignes.every(({ fiche }) => montant(saisies, "REALISE_ETAT", fiche) !== null);
  const reste = complet && verse !== null ? verse + reportPrecedent - realise! - (report ?? 0) - (restitue ?? 0) : null;
  return {
    partEtatCentimes: part,
    exigibleCentimes: exigible(programme, part, delais, aujourdhui),
    verseCentimes: verse,
    resteAVerserCentimes: verse === null ? null : Math.max(0, part - verse),
    realiseEtatCentimes: realise,
    realiseDepartementCentimes: de("REALISE_DEPARTEMENT"),
    realiseAutresCentimes: de("REALISE_AUTRES"),
    reportPrecedentCentimes: reportPrecedent,
    reportEtatCentimes: report,
    reportDepartementCentimes: de("REPORT_DEPARTEMENT"),
    restitueCentimes: restitue,
    aRestituerCentimes: reste === null ? null : Math.max(0, reste),
    tauxExecution: complet && part > 0 ? (100 * realise!) / part : null,
  };
}

/** Instalments whose day has come; null while the signature is not known. */
function exigible(programme: Programme, part: number, delais: readonly Echeance[], aujourdhui: string): number | null {
  const dates = VERSEMENTS[programme].map(({ code }) => delais.find((e) => e.programme === programme && e.code === code)!.date);
  if (dates[0] === null) return null;
  return somme(dates.map((date, rang) => (date !== null && date! <= aujourdhui ? tranche(part, programme, rang) : 0)));
}
