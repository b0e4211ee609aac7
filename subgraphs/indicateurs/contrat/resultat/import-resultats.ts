import type pg from "pg";
import { civilDateOf } from "../../../shared/civil-date";
import type { Refus } from "../../../shared/contrat/refus";
import { type ContexteImport, ImportRefuse, type ResultatImport } from "../../../shared/import";
import { insertEvents } from "../../../shared/journal";
import { allOrNothing, asOwner } from "../../../shared/owner";
import { lireTerritoire } from "../../mesure/territoire";
import { lireFichier, nombreOuNull, trier } from "../lire-fichier";
import { codeInconnu, refusSaisie, type Saisie, territoireInconnu } from "./saisie";

const COLONNES = ["code", "annee", "valeur", "texte", "preuve"] as const;

interface Connu {
  /** `<code> <année>` of each line of the contract that has a target for the year. */
  lignes: Set<string>;
  territoires: Set<string>;
}

/** Results of a year entered at once, from a spreadsheet (columns: docs/suivi-contrat.md): the rules of saisirResultat, line by line.
 * A line that says what was last entered changes nothing; every result is to be validated by another person.
 * @param par who answers for the file. Errors: ImportRefuse AUTEUR_MANQUANT, FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export async function importerResultats(
  contexte: ContexteImport,
  chemin: string,
  { departement, par }: { departement: string; par: string },
): Promise<ResultatImport[]> {
  if (!par.trim()) throw new ImportRefuse("AUTEUR_MANQUANT", "Dites qui répond du fichier : --par « Prénom Nom ».");
  const lu = lireFichier(
    chemin,
    COLONNES,
    (ligne): Saisie => ({
      code: ligne.texte("code", 40),
      territoire: ligne.texteOuNull("territoire") ?? departement,
      annee: ligne.entier("annee"),
      valeur: nombreOuNull(ligne, "valeur"),
      texte: ligne.texteOuNull("texte"),
      preuve: ligne.texteOuNull("preuve") ?? "",
    }),
  );
  const aujourdhui = civilDateOf(contexte.now());
  return asOwner(contexte.ownerUrl, (client) =>
    allOrNothing(client, async () => {
      const connu = await connuDe(client, departement);
      const cle = ({ code, territoire, annee }: Saisie) => `${code} ${territoire} ${annee}`;
      const trie = trier(lu, cle, (saisie) => refusDe(saisie, departement, aujourdhui, connu));
      const saisies = trie.lignes.map(({ valeur }) => valeur);
      const appliques = await ajouter(client, departement, saisies, `import (${par.trim()})`, contexte.now());
      const [lus, rejetes] = [lu.lignes.length + lu.rejets.length, trie.rejets.length];
      const compteurs = { annonces: null, lus, appliques, inchanges: saisies.length - appliques, rejetes };
      return [{ fichier: lu.fichier, compteurs, signalements: trie.rejets }];
    }),
  );
}

function refusDe(saisie: Saisie, departement: string, aujourdhui: string, connu: Connu): Refus | null {
  const refus = refusSaisie(saisie, departement, aujourdhui);
  if (refus) return refus;
  const groupe = lireTerritoire(saisie.territoire)!.sorte === "groupe";
  if (groupe && !connu.territoires.has(saisie.territoire)) return territoireInconnu(saisie.territoire);
  return connu.lignes.has(`${saisie.code} ${saisie.annee}`) ? null : codeInconnu(saisie.code, saisie.annee);
}

async function connuDe(client: pg.ClientBase, departement: string): Promise<Connu> {
  const lignes = await client.query<{ cle: string }>(
    `select c.code || ' ' || c.annee as cle from indicateurs.cible c
     join indicateurs.ligne_contrat l on l.departement = c.departement and l.code = c.code and l.annee = c.contrat where c.departement = $1`,
    [departement],
  );
  const territoires = await client.query<{ code: string }>("select code from indicateurs.territoire where departement = $1", [departement]);
  return { lignes: new Set(lignes.rows.map(({ cle }) => cle)), territoires: new Set(territoires.rows.map(({ code }) => code)) };
}

/** Adds what the last entry does not say already: one statement, and one for the events. Returns the number of results added. */
async function ajouter(client: pg.ClientBase, departement: string, saisies: readonly Saisie[], par: string, le: Date): Promise<number> {
  const { rows } = await client.query<{ resultat: string; code: string; territoire: string; annee: number }>(
    `insert into indicateurs.resultat_saisi (departement, code, territoire, annee, valeur, texte, preuve, par, le)
     select $1, x.code, x.territoire, x.annee, x.valeur, x.texte, x.preuve, $3, $4
     from jsonb_to_recordset($2) x (code text, territoire text, annee int, valeur float8, texte text, preuve text)
     left join lateral (
       select r.valeur, r.texte, r.preuve from indicateurs.resultat_saisi r
       where r.departement = $1 and r.code = x.code and r.territoire = x.territoire and r.annee = x.annee order by r.rang desc limit 1
     ) d on true
     where (d.valeur, d.texte, d.preuve) is distinct from (x.valeur, x.texte, x.preuve)
     returning id as resultat, code, territoire, annee`,
    [departement, JSON.stringify(saisies), par, le],
  );
  await insertEvents(
    { execute: async (text, values) => (await client.query(text, values)).rowCount ?? 0 },
    rows.map((donnees) => ({ type: "ResultatSaisi", departement, allocataire: null, donnees: { ...donnees }, survenuLe: le })),
  );
  return rows.length;
}
