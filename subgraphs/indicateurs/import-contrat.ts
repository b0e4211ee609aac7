import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { chargerParcours } from "../shared/contrat/charger-parcours";
import { lireParcours } from "../shared/contrat/lire-parcours";
import { type ContexteImport, ImportRefuse, type ResultatImport, type Signalement } from "../shared/import";
import { ownerClient } from "../shared/owner";
import { type Cellules, lireCsv, lireLignes } from "./contrat/cellules";
import { chargerLignes } from "./contrat/charger-lignes";
import { controlerFinancement, controlerTerritoires, estUnTotal, type Montants } from "./contrat/controle/sommes-imprimees";
import * as fichiers from "./contrat/fichiers";
import { lireTerritoire } from "./mesure/territoire";

interface Fichier {
  nom: string;
  colonnes: readonly string[];
  /** True for what a contract may not come with: without the file, nothing of it changes. */
  facultatif?: boolean;
  lire(ligne: Cellules, contexte: fichiers.Contexte): fichiers.Lignes;
  /** Once all the records are read: completes them, and tells what does not add up. */
  controler?(records: fichiers.Lignes[]): Signalement[];
}

const INDICATEURS = "indicateurs.csv";
const PARCOURS = "parcours.csv";
const MONTANTS = ["fiche", "axe", "intitule", "part_etat_eur", "part_departement_eur", "autres_eur", "total_imprime_eur"];

const FICHIERS: Fichier[] = [
  {
    nom: INDICATEURS,
    colonnes: ["code", "portee", "producteur", "bloc", "fiche", "thematique", "indicateur", "situation_2023", "periode_situation"],
    lire: fichiers.indicateur,
  },
  {
    nom: "financement.csv",
    colonnes: MONTANTS,
    lire: (c, contexte) => ({ [estUnTotal(c.texte("fiche")) ? "total_financier" : "ligne_financiere"]: [fichiers.montants(c, contexte)] }),
    controler: (records) =>
      controlerFinancement(lignesDe<Montants>(records, "ligne_financiere"), lignesDe<Montants>(records, "total_financier")),
  },
  {
    nom: "territoires.csv",
    colonnes: ["code_insee", "commune", ...fichiers.EFFECTIFS],
    lire: (c, contexte) => ({ territoire: [fichiers.territoire(c, contexte)] }),
    controler: rassemblerTerritoires,
  },
  {
    nom: "feuille-de-route.csv",
    colonnes: ["axe", "cible_operationnelle", "indicateur", "echeance", "pilotes"],
    lire: (c, contexte) => ({ feuille_de_route: [fichiers.feuilleDeRoute(c, contexte)] }),
  },
  {
    nom: "donnees-a-fournir.csv",
    colonnes: ["code", "donnee"],
    lire: (c, contexte) => ({ donnee_a_fournir: [fichiers.donneeAFournir(c, contexte)] }),
  },
  {
    nom: "interoperabilite.csv",
    colonnes: ["code", "domaine", "echange", "sens", "origine"],
    lire: (c, contexte) => ({ interoperabilite: [fichiers.interoperabilite(c, contexte)] }),
  },
  {
    nom: "defm-arsa.csv",
    colonnes: ["code_agence_ft", "libelle_agence", "communes_insee", "categorie", ...fichiers.TRIMESTRES],
    lire: (c, contexte) => ({ defm: fichiers.defm(c, contexte) }),
  },
  {
    nom: "relations.csv",
    facultatif: true,
    colonnes: ["code", "relation", "lignes", "source"],
    lire: (c, contexte) => ({ relation_ligne: [fichiers.relation(c, contexte)] }),
  },
  {
    nom: "montants-imprimes.csv",
    facultatif: true,
    colonnes: ["objet", "imprime_eur", "reference", "reference_eur", "texte"],
    lire: (c, contexte) => ({ montant_imprime: [fichiers.montantImprime(c, contexte)] }),
  },
];

const lignesDe = <T>(records: readonly fichiers.Lignes[], table: string): T[] => records.flatMap((record) => (record[table] ?? []) as T[]);

/** The set of the communes of the experiment takes its communes from the other rows, and its figures are checked against theirs. */
function rassemblerTerritoires(records: fichiers.Lignes[]): Signalement[] {
  const tous = lignesDe<ReturnType<typeof fichiers.territoire>>(records, "territoire");
  const communes = tous.filter((territoire) => territoire.communes.length > 0);
  const ensemble = tous.find((territoire) => territoire.communes.length === 0);
  if (!ensemble) return [];
  ensemble.communes = communes.map(({ code }) => code).sort();
  return controlerTerritoires(communes, ensemble, fichiers.EFFECTIFS);
}

/** Loads the figures of a departmental contract: indicators and targets, finances, parcours, territories, roadmap.
 * @param dossier folder of the CSV files (columns of data/contrat-94-2024). One transaction for the folder; the same again changes nothing.
 * Errors: ImportRefuse FICHIER_MANQUANT, FICHIER_INVALIDE, ENTETE_INVALIDE, DEPARTEMENT_INVALIDE. */
export async function importerContrat(dossier: string, departement: string, contexte: ContexteImport): Promise<ResultatImport[]> {
  if (lireTerritoire(departement)?.sorte !== "departement") {
    throw new ImportRefuse("DEPARTEMENT_INVALIDE", `« ${departement.slice(0, 10)} » n’est pas un code de département.`);
  }
  const textes = new Map<string, string>();
  const presents = FICHIERS.filter(({ nom, facultatif }) => !facultatif || existsSync(path.join(dossier, nom)));
  for (const nom of [...presents.map((fichier) => fichier.nom), PARCOURS]) textes.set(nom, await lireTexte(dossier, nom));
  const annees = anneesDuContrat(textes.get(INDICATEURS)!);
  const duContrat: fichiers.Contexte = { departement, contrat: annees[0]!, annees };
  const client = await ownerClient(contexte.ownerUrl, "unefois-import-contrat");
  try {
    await client.query("begin");
    const resultats: ResultatImport[] = [];
    const avancer = () => contexte.avancement?.("contrat", resultats.length, presents.length + 1);
    for (const fichier of presents) {
      resultats.push(await importerFichier(client, fichier, textes.get(fichier.nom)!, duContrat));
      avancer();
    }
    resultats.push(await importerParcours(client, textes.get(PARCOURS)!, departement));
    avancer();
    await client.query("commit");
    return resultats;
  } finally {
    // A connection that ends without its commit leaves nothing.
    await client.end();
  }
}

async function lireTexte(dossier: string, nom: string): Promise<string> {
  const octets = await fs.readFile(path.join(dossier, nom)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
    throw new ImportRefuse("FICHIER_MANQUANT", `Le fichier ${nom} manque dans ${dossier}.`);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    throw new ImportRefuse("FICHIER_INVALIDE", `${nom} n’est pas en UTF-8.`);
  }
}

/** Years of the targets (`cible_2024`…), oldest first: the first one is the year of the contract. */
function anneesDuContrat(texte: string): number[] {
  const { entete } = lireCsv(INDICATEURS, texte, FICHIERS[0]!.colonnes);
  const annees = entete.flatMap((colonne) => Number(/^cible_(\d{4})$/.exec(colonne)?.[1] ?? 0) || []).sort((a, b) => a - b);
  if (annees.length === 0)
    throw new ImportRefuse("ENTETE_INVALIDE", `${INDICATEURS} : il manque une colonne « cible_<année> » à l’en-tête.`);
  return annees;
}

async function importerFichier(client: pg.Client, fichier: Fichier, texte: string, contexte: fichiers.Contexte): Promise<ResultatImport> {
  const { lignes } = lireCsv(fichier.nom, texte, fichier.colonnes);
  const { lues, rejets } = lireLignes(lignes, (ligne) => fichier.lire(ligne, contexte));
  const controles = fichier.controler?.(lues) ?? [];
  const charge = await chargerLignes(client, lues, rejets.length === 0);
  const signalements = [...rejets, ...charge.rejets, ...controles];
  const { appliques, inchanges } = charge;
  return {
    fichier: fichier.nom,
    compteurs: { annonces: null, lus: lignes.length, appliques, inchanges, rejetes: lignes.length - appliques - inchanges },
    signalements,
  };
}

async function importerParcours(client: pg.Client, texte: string, departement: string): Promise<ResultatImport> {
  const parcours = lireParcours(texte, departement);
  const appliques = await chargerParcours(client, parcours);
  return {
    fichier: PARCOURS,
    compteurs: { annonces: null, lus: parcours.length, appliques, inchanges: parcours.length - appliques, rejetes: 0 },
    signalements: [],
  };
}
