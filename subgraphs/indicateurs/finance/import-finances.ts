import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import { type ContexteImport, ImportRefuse, type ResultatImport } from "../../shared/import";
import { insertEvents } from "../../shared/journal";
import type { LigneCsv } from "../../shared/lignes-csv";
import { allOrNothing, asOwner } from "../../shared/owner";
import { lireFichier, nombreOuNull, trier } from "../contrat/lire-fichier";
import { NATURES, NOMS_NATURES } from "./nature";
import { type DemandeFinanciere, objetDe, refusFinance } from "./saisie-financiere";

const COLONNES = ["annee", "nature", "objet", "montant_eur", "le", "preuve"] as const;

/** Payments, spending, carry-over and dates of a contract, from a spreadsheet (columns: docs/suivi-contrat.md): the rules of saisirFinance, line by
 * line. The same file again changes nothing. A payment entered twice on two days is two payments: correct one with saisirFinance(remplace).
 * @param par who answers for the file. Errors: ImportRefuse AUTEUR_MANQUANT, FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export async function importerFinances(
  contexte: ContexteImport,
  chemin: string,
  { departement, par }: { departement: string; par: string },
): Promise<ResultatImport[]> {
  if (!par.trim()) throw new ImportRefuse("AUTEUR_MANQUANT", "Dites qui répond du fichier : --par « Prénom Nom ».");
  const lu = lireFichier(chemin, COLONNES, (ligne) => demande(ligne, departement));
  const aujourdhui = civilDateOf(contexte.now());
  return asOwner(contexte.ownerUrl, (client) =>
    allOrNothing(client, async () => {
      const fiches = await fichesParAnnee(client, departement);
      const trie = trier(lu, cleDe, (valeur) => refusFinance(valeur, fiches.get(valeur.annee) ?? [], aujourdhui));
      const demandes = trie.lignes.map(({ valeur }) => valeur);
      const appliques = await ajouter(client, departement, demandes, `import (${par.trim()})`, contexte.now());
      const [lus, rejetes] = [lu.lignes.length + lu.rejets.length, trie.rejets.length];
      const compteurs = { annonces: null, lus, appliques, inchanges: demandes.length - appliques, rejetes };
      return [{ fichier: lu.fichier, compteurs, signalements: trie.rejets }];
    }),
  );
}

/** Two payments of one day and one object are told by their amount and their proof. */
const cleDe = (d: DemandeFinanciere): string =>
  [d.annee, d.nature, d.objet, ...(NATURES[d.nature].compte === "SOMME" ? [d.le, d.montantCentimes, d.preuve] : [])].join("|");

function demande(ligne: LigneCsv, departement: string): DemandeFinanciere {
  const euros = nombreOuNull(ligne, "montant_eur");
  return {
    departement,
    annee: ligne.entier("annee"),
    nature: ligne.parmi("nature", NOMS_NATURES),
    objet: ligne.texteOuNull("objet"),
    montantCentimes: euros === null ? null : Math.round(euros * 100),
    le: ligne.date("le"),
    preuve: ligne.texteOuNull("preuve") ?? "",
    imputation: ligne.texteOuNull("imputation"),
    remplace: null,
  };
}

async function fichesParAnnee(client: pg.ClientBase, departement: string): Promise<Map<number, string[]>> {
  const { rows } = await client.query<{ annee: number; fiches: string[] }>(
    "select annee, array_agg(fiche order by rang) as fiches from indicateurs.ligne_financiere where departement = $1 group by annee",
    [departement],
  );
  return new Map(rows.map(({ annee, fiches }) => [annee, fiches]));
}

/** What adds up is known by its day, amount and proof; what the last entry says, by the last entry. Returns the number of entries added. */
async function ajouter(client: pg.ClientBase, departement: string, demandes: DemandeFinanciere[], par: string, le: Date): Promise<number> {
  const lignes = demandes.map((d) => ({ ...d, objet: objetDe(d), somme: NATURES[d.nature].compte === "SOMME" }));
  const { rows } = await client.query<{ saisie: string; annee: number; nature: string; objet: string }>(
    `insert into indicateurs.saisie_financiere (departement, annee, nature, objet, montant_centimes, le, preuve, imputation, par, saisi_le)
     select $1, x.annee, x.nature, x.objet, x."montantCentimes", x.le, x.preuve, x.imputation, $3, $4
     from jsonb_to_recordset($2) x (annee int, nature text, objet text, "montantCentimes" bigint, le date, preuve text, imputation text, somme boolean)
     left join lateral (
       select s.montant_centimes, s.le, s.preuve, s.imputation from indicateurs.saisie_financiere s
       where s.departement = $1 and s.annee = x.annee and s.nature = x.nature and s.objet = x.objet
         and (not x.somme or (s.le, s.montant_centimes, s.preuve) = (x.le, x."montantCentimes", x.preuve))
       order by s.rang desc limit 1
     ) d on true
     where (d.montant_centimes, d.le, d.preuve, d.imputation) is distinct from (x."montantCentimes", x.le, x.preuve, x.imputation)
     returning id as saisie, annee, nature, objet`,
    [departement, JSON.stringify(lignes), par, le],
  );
  await insertEvents(
    { execute: async (text, values) => (await client.query(text, values)).rowCount ?? 0 },
    rows.map((donnees) => ({ type: "FinanceSaisie", departement, allocataire: null, donnees: { ...donnees }, survenuLe: le })),
  );
  return rows.length;
}
