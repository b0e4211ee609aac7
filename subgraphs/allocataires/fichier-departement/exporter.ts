import { addDays, addMonths } from "../../shared/civil-date";
import type { FaitStocke, NomsDePersonne } from "./export.repository";
import { CHAMPS, type Enregistrement, type TypeEnregistrement, VERSION } from "./format";

/** Coordinates that an export reads, for the register of access. */
export const CHAMPS_LUS = [
  "Allocataire.identifiants",
  "Allocataire.orientations",
  "Allocataire.diagnostics",
  "Allocataire.contratsEngagement",
  "Allocataire.reprisesEmploi",
  "Allocataire.sorties",
  "Allocataire.provenances",
  "DossierRsa.numeroDemande",
];

/** How a file names a person: by the software's own identifier when it has one. The record that gives it needs another. */
export function personne(noms: NomsDePersonne, sansIdentifiant = false): Record<string, string> {
  if (noms.identifiantDepartement !== null && !sansIdentifiant)
    return { personneType: "IDENTIFIANT_DEPARTEMENT", personneValeur: noms.identifiantDepartement };
  if (noms.numeroDemande !== null && noms.role !== null)
    return { personneType: "NUMERO_DEMANDE_RSA", personneValeur: noms.numeroDemande, personneRole: noms.role };
  if (noms.numeroFranceTravail !== null) return { personneType: "NUMERO_FRANCE_TRAVAIL", personneValeur: noms.numeroFranceTravail };
  return { personneType: "HUB", personneValeur: noms.allocataire };
}

/** The record of the identifier itself, or null. */
export const faitIdentifiant = (noms: NomsDePersonne): FaitStocke | null =>
  noms.identifiantDepartement === null
    ? null
    : {
        type: "identifiant",
        allocataire: noms.allocataire,
        objet: noms.allocataire,
        collecteLe: noms.identifiantLe!,
        champs: { valeur: noms.identifiantDepartement },
      };

/** A stored fact as a record of the format. @param cle the key under which the software knows it, or null: the hub gives one. */
export function enEnregistrement(fait: FaitStocke, noms: NomsDePersonne, cle: string | null): Enregistrement {
  const type: TypeEnregistrement = fait.champs.origine === "REORIENTATION" ? "reorientation" : fait.type;
  const champs = fait.type === "contrat" ? contrat(fait.champs) : fait.champs;
  return enregistrement(type, cle ?? cleDuHub(fait), fait.collecteLe.toISOString(), {
    ...personne(noms, type === "identifiant"),
    ...champs,
  });
}

/** A record with the fields of its kind only; an empty list or a field that the kind has not is left out. */
export function enregistrement(type: TypeEnregistrement, cle: string, collecteLe: string, champs: Record<string, unknown>): Enregistrement {
  const gardes = Object.entries(champs).filter(([nom, valeur]) => nom in CHAMPS[type] && (nom === "contraintes" || !estVide(valeur)));
  return { type, version: VERSION, cle, collecteLe, ...Object.fromEntries(gardes) };
}

const estVide = (valeur: unknown): boolean => valeur === null || valeur === undefined || (Array.isArray(valeur) && valeur.length === 0);
const cleDuHub = ({ objet }: FaitStocke): string => `hub:${objet}`;

/** A contract is stored with its last day: its duration is the fewest whole months that reach it. An exit cuts it again at its own date. */
function contrat(champs: Record<string, unknown>): Record<string, unknown> {
  const { dateFin, dateSignature, ...reste } = champs as { dateFin?: string; dateSignature?: string };
  if (dateFin === undefined || dateSignature === undefined) return { ...reste, ...(dateSignature ? { dateSignature } : {}) };
  let dureeMois = 1;
  while (addDays(addMonths(dateSignature, dureeMois), -1) < dateFin) dureeMois++;
  return { ...reste, dateSignature, dureeMois };
}
