import type { Transaction } from "../../shared/database";
import type { Imprime, TotalImprime } from "./controle";
import type { Nature, SaisieFinanciere } from "./nature";
import type { LigneDuContrat } from "./regle";
import { type DemandeFinanciere, objetDe } from "./saisie-financiere";

/** An entry as it is shown: all of them, those that were replaced too. */
export interface SaisieRow extends SaisieFinanciere {
  id: string;
  preuve: string;
  par: string;
  saisiLe: Date;
  /** The entry that it corrects. */
  remplace: string | null;
  remplacee: boolean;
}

export interface ComptesRow {
  lignes: LigneDuContrat[];
  totaux: TotalImprime[];
  imprimes: Imprime[];
  /** Entries of the contract and of the one before, in the order they were made. */
  saisies: SaisieRow[];
}

const MONTANTS = `'fiche', fiche, 'axe', axe, 'intitule', intitule, 'partEtatCentimes', part_etat_centimes,
  'partDepartementCentimes', part_departement_centimes, 'autresCentimes', autres_centimes, 'totalCentimes', total_centimes`;
const SAISIES = `select s.id, s.annee, s.nature, s.objet, s.montant_centimes as "montantCentimes", s.le::text, s.preuve, s.imputation, s.remplace,
    s.par, s.saisi_le as "saisiLe", r.id is not null as remplacee
  from indicateurs.saisie_financiere s
  left join indicateurs.saisie_financiere r on r.departement = s.departement and r.remplace = s.id`;

/** All that the balance of a contract is made of: two statements. */
export async function comptesDuContrat(tx: Transaction, departement: string, annee: number): Promise<ComptesRow> {
  const contrat = await tx.row<Omit<ComptesRow, "saisies">>(
    `select
       coalesce((select jsonb_agg(jsonb_build_object(${MONTANTS}) order by rang) from indicateurs.ligne_financiere
         where departement = $1 and annee = $2), '[]') as lignes,
       coalesce((select jsonb_agg(jsonb_build_object(${MONTANTS}) order by rang) from indicateurs.total_financier
         where departement = $1 and annee = $2), '[]') as totaux,
       coalesce((select jsonb_agg(jsonb_build_object('objet', objet, 'imprimeCentimes', imprime_centimes, 'reference', reference,
         'referenceCentimes', reference_centimes, 'texte', texte) order by rang) from indicateurs.montant_imprime where departement = $1), '[]') as imprimes`,
    [departement, annee],
  );
  return { ...contrat!, saisies: await saisiesDe(tx, departement, [annee - 1, annee]) };
}

export const saisiesDe = (tx: Transaction, departement: string, annees: readonly number[]): Promise<SaisieRow[]> =>
  tx.rows<SaisieRow>(`${SAISIES} where s.departement = $1 and s.annee = any ($2::int[]) order by s.rang`, [departement, annees]);

export async function fichesDuContrat(tx: Transaction, departement: string, annee: number): Promise<string[]> {
  const rows = await tx.rows<{ fiche: string }>(
    "select fiche from indicateurs.ligne_financiere where departement = $1 and annee = $2 order by rang",
    [departement, annee],
  );
  return rows.map(({ fiche }) => fiche);
}

/** An entry to correct, locked: two corrections of one entry would both count. */
export async function saisieARemplacer(tx: Transaction, departement: string, id: string): Promise<SaisieRow | null> {
  await tx.row("select pg_advisory_xact_lock(hashtextextended('saisie financière ' || $1, 0)) as verrou", [id]);
  return tx.row<SaisieRow>(`${SAISIES} where s.departement = $1 and s.id = $2::uuid`, [departement, id]);
}

/** Adds an entry; returns its id. */
export async function ajouterSaisie(tx: Transaction, demande: DemandeFinanciere, par: string, saisiLe: Date): Promise<string> {
  const row = await tx.row<{ id: string }>(
    `insert into indicateurs.saisie_financiere (departement, annee, nature, objet, montant_centimes, le, preuve, imputation, remplace, par, saisi_le)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
    [
      demande.departement,
      demande.annee,
      demande.nature,
      objetDe(demande),
      demande.montantCentimes,
      demande.le,
      demande.preuve,
      demande.imputation,
      demande.remplace,
      par,
      saisiLe,
    ],
  );
  return row!.id;
}

/** What contract an entry is of. */
export const contratDeLaSaisie = (tx: Transaction, id: string): Promise<{ departement: string; annee: number; nature: Nature } | null> =>
  tx.row("select departement, annee, nature from indicateurs.saisie_financiere where id = $1", [id]);
