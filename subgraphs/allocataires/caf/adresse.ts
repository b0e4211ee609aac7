import type { AdresseDuFoyer } from "./contenu";
import { descendant, enfants, type Noeud, texte } from "./noeud";
import { departementDeLaCommune } from "./organisme-payeur";
import { code, date, entier, invalide } from "./valeur";

const ADRESSES_MAXIMUM = 3;
/** The instruction flow had flat addresses with other names (TYPEVOIE, NUMCOMRAT, LOCAADR) before 2014: a line takes those it finds. */
const CHAMPS_FRANCE = [
  ["COMPLIDEADR"],
  ["COMPLADR"],
  ["NUMVOIE", "LIBTYPEVOIE", "TYPEVOIE", "NOMVOIE"],
  ["LIEUDIST"],
  ["CODEPOS", "NOMCOM", "LOCAADR"],
];
const CHAMPS_HORS_FRANCE = ["LIBLIG2ADR", "LIBLIG3ADR", "LIBLIG4ADR", "LIBLIG5ADR", "LIBLIG6ADR", "LIBLIG7ADR"].map((champ) => [champ]);

const lignesDe = (detail: Noeud | undefined, champs: string[][]): string | null =>
  champs
    .map((ligne) =>
      ligne
        .map((champ) => texte(detail, champ))
        .filter(Boolean)
        .join(" "),
    )
    .filter(Boolean)
    .join(", ") || null;

/** NUMCOM (NUMCOMRAT in a flat address) when it is the code of a French commune. */
export function communeDe(france: Noeud | undefined): string | null {
  const numcom = (texte(france, "NUMCOM") ?? texte(france, "NUMCOMRAT"))?.toUpperCase() ?? null;
  return numcom && departementDeLaCommune(numcom) ? numcom : null;
}

function lireAdresse(noeud: Noeud, position: number): AdresseDuFoyer {
  const plate = descendant(noeud, "RGADR") !== undefined;
  const tronc = plate ? noeud : descendant(noeud, "TroncCommunAdresse");
  const france = plate ? noeud : descendant(noeud, "AdresseDetailleeFrance");
  const codeInsee = communeDe(france);
  const codePostal = entier(france, 5, "CODEPOS");
  return {
    rang: entier(tronc, 2, "RGADR") ?? position,
    emmenagement: date(tronc, "DTEMM"),
    pays: code(tronc, 3, "PAYS") ?? (france ? "FRA" : invalide("PAYS", "valeur absente")),
    codeInsee,
    communeNom: codeInsee ? (texte(france, "NOMCOM") ?? texte(france, "LOCAADR")) : null,
    // An integer in the schema: its leading zeros may be lost.
    codePostal: codePostal === null ? null : String(codePostal).padStart(5, "0"),
    adresse: france ? lignesDe(france, CHAMPS_FRANCE) : lignesDe(descendant(noeud, "AdresseHorsFrance"), CHAMPS_HORS_FRANCE),
  };
}

/** The one to three addresses of a foyer, the current one (RGADR 01) first. Refused: two of one rank, a rank over 3. */
export function lireAdresses(foyer: Noeud): AdresseDuFoyer[] {
  const adresses = enfants(descendant(foyer, "DonneesAdministratives"), "Adresse").map((a, i) => lireAdresse(a, i + 1));
  if (adresses.length > ADRESSES_MAXIMUM) invalide("Adresse", "trois adresses au plus sont attendues");
  for (const { rang } of adresses)
    if (rang < 1 || rang > ADRESSES_MAXIMUM || adresses.filter((a) => a.rang === rang).length > 1)
      invalide("RGADR", "01, 02 et 03 sont attendus, une fois chacun");
  return adresses.sort((a, b) => a.rang - b.rang);
}
