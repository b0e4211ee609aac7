import type pg from "pg";
import { Refus } from "../../../shared/contrat/refus";
import type { ContexteImport, ResultatImport } from "../../../shared/import";
import type { LigneCsv } from "../../../shared/lignes-csv";
import { allOrNothing, asOwner } from "../../../shared/owner";
import { estDuRessort, lireTerritoire } from "../../mesure/territoire";
import { lireFichier, nombreOuNull, trier } from "../lire-fichier";

const COLONNES = ["code", "debut", "fin", "valeur"] as const;

interface ChiffreRecu {
  code: string;
  territoire: string;
  debut: string;
  fin: string;
  part: string;
  valeur: number | null;
  texte: string | null;
  source: string | null;
}

/** Official figures of France Travail (columns: docs/suivi-contrat.md). The same figure again changes nothing; another one is a new version, and
 * the old ones stay. @param source the document, for lines that name none. Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export async function importerOfficiels(
  contexte: ContexteImport,
  chemin: string,
  { departement, source }: { departement: string; source: string | null },
): Promise<ResultatImport[]> {
  const lu = lireFichier(chemin, COLONNES, (ligne) => chiffre(ligne, departement, source));
  return asOwner(contexte.ownerUrl, (client) =>
    allOrNothing(client, async () => {
      const connu = await connuDe(client, departement);
      const cle = (c: ChiffreRecu) => [c.code, c.territoire, c.debut, c.fin, c.part].join(" ");
      const trie = trier(lu, cle, (valeur) => refusDe(valeur, departement, connu));
      const chiffres = trie.lignes.map(({ valeur }) => valeur);
      const appliques = await ajouter(client, departement, chiffres, contexte.now());
      const [lus, rejetes] = [lu.lignes.length + lu.rejets.length, trie.rejets.length];
      const compteurs = { annonces: null, lus, appliques, inchanges: chiffres.length - appliques, rejetes };
      return [{ fichier: lu.fichier, compteurs, signalements: trie.rejets }];
    }),
  );
}

function chiffre(ligne: LigneCsv, departement: string, source: string | null): ChiffreRecu {
  return {
    code: ligne.texte("code", 40),
    territoire: ligne.texteOuNull("territoire") ?? departement,
    debut: ligne.date("debut"),
    fin: ligne.date("fin"),
    part: ligne.texteOuNull("part") ?? "",
    valeur: nombreOuNull(ligne, "valeur"),
    texte: ligne.texteOuNull("texte"),
    source: ligne.texteOuNull("source") ?? source,
  };
}

interface Connu {
  /** Who produces each line of the contract. */
  producteurs: Map<string, string>;
  territoires: Set<string>;
}

function refusDe(c: ChiffreRecu, departement: string, { producteurs, territoires }: Connu): Refus | null {
  const producteur = producteurs.get(c.code);
  if (producteur === undefined) return signaler("CODE_INCONNU", `Le contrat n’a pas de ligne « ${c.code} ».`, "code");
  if (producteur === "DEPARTEMENT")
    return signaler(
      "PRODUCTEUR_DIFFERENT",
      `France Travail ne produit pas « ${c.code} » : saisissez-le comme résultat du Département.`,
      "code",
    );
  const territoire = lireTerritoire(c.territoire);
  if (!territoire || !estDuRessort(territoire, departement) || (territoire.sorte === "groupe" && !territoires.has(c.territoire)))
    return signaler("TERRITOIRE_INCONNU", `Le territoire « ${c.territoire.slice(0, 40)} » n’existe pas dans le département.`, "territoire");
  if (c.debut > c.fin) return signaler("PERIODE_INVALIDE", "La période finit avant de commencer.", "fin");
  if (c.valeur === null && c.texte === null) return signaler("RESULTAT_VIDE", "La ligne ne donne ni valeur ni texte.", "valeur");
  return c.source === null
    ? signaler("SOURCE_MANQUANTE", "Dites de quel document vient le chiffre : colonne « source », ou --source.", "source")
    : null;
}

/** Not a refusal of a mutation: the same words, for a line of a file. */
const signaler = (code: string, message: string, champ: string): Refus =>
  Object.assign(new Refus(), { code, message, champ, source: null });

async function connuDe(client: pg.ClientBase, departement: string): Promise<Connu> {
  const lignes = await client.query<{ code: string; producteur: string }>(
    "select distinct on (code) code, producteur from indicateurs.ligne_contrat where departement = $1 order by code, annee desc",
    [departement],
  );
  const territoires = await client.query<{ code: string }>("select code from indicateurs.territoire where departement = $1", [departement]);
  return {
    producteurs: new Map(lignes.rows.map(({ code, producteur }) => [code, producteur])),
    territoires: new Set(territoires.rows.map(({ code }) => code)),
  };
}

/** One statement: the next version of each figure that differs from its last one. Returns the number of versions added. */
async function ajouter(client: pg.ClientBase, departement: string, chiffres: readonly ChiffreRecu[], recuLe: Date): Promise<number> {
  const { rowCount } = await client.query(
    `insert into indicateurs.resultat_recu (departement, code, territoire, debut, fin, part, version, valeur, texte, source, recu_le)
     select $1, x.code, x.territoire, x.debut, x.fin, x.part, coalesce(d.version, 0) + 1, x.valeur, x.texte, x.source, $3
     from jsonb_to_recordset($2) x (code text, territoire text, debut date, fin date, part text, valeur float8, texte text, source text)
     left join lateral (
       select r.version, r.valeur, r.texte, r.source from indicateurs.resultat_recu r
       where r.departement = $1 and r.code = x.code and r.territoire = x.territoire and r.debut = x.debut and r.fin = x.fin and r.part = x.part
       order by r.version desc limit 1
     ) d on true
     where (d.valeur, d.texte, d.source) is distinct from (x.valeur, x.texte, x.source)`,
    [departement, JSON.stringify(chiffres), recuLe],
  );
  return rowCount ?? 0;
}
