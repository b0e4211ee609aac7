import { civilDateOf } from "../../shared/civil-date";
import { type Bilan, bilan } from "./bilan";
import { type ControleFinancier, controler } from "./controle";
import type { ComptesRow, SaisieRow } from "./finance.repository";

export interface BilanComplet extends Bilan {
  departement: string;
  annee: number;
  controles: ControleFinancier[];
  saisies: SaisieRow[];
}

/** The entries as they were at the end of a civil day: those made later are not there, and have corrected nothing yet. */
export function connusAu({ saisies, ...contrat }: ComptesRow, jour: string): ComptesRow {
  const faites = saisies.filter(({ saisiLe }) => civilDateOf(saisiLe) <= jour);
  const corrigees = new Set(faites.map(({ remplace }) => remplace));
  return { ...contrat, saisies: faites.map((saisie) => ({ ...saisie, remplacee: corrigees.has(saisie.id) })) };
}

/** The balance of a contract, with what its rules tell and every entry it is made of; null when the hub has no such contract. */
export function bilanDe(departement: string, annee: number, comptes: ComptesRow, aujourdhui: string): BilanComplet | null {
  if (comptes.lignes.length === 0) return null;
  const valables = comptes.saisies.filter(({ remplacee }) => !remplacee);
  const duContrat = (an: number) => valables.filter((saisie) => saisie.annee === an);
  const { lignes } = comptes;
  const fait = bilan({ departement, annee, lignes, saisies: duContrat(annee), precedentes: duContrat(annee - 1), aujourdhui });
  return {
    ...fait,
    departement,
    annee,
    controles: controler(fait, comptes.totaux, comptes.imprimes),
    saisies: comptes.saisies.filter((saisie) => saisie.annee === annee).reverse(),
  };
}
