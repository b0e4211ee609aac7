import type pg from "pg";
import { Coffre } from "../subgraphs/echanges/depot/coffre";
import { NirCipher } from "../subgraphs/shared/nir-cipher";
import { MARQUE, ouvrirOriginal, scellerOriginal } from "../subgraphs/shared/original-garde";

/** One column of the base where something rests sealed under NIR_KEY. */
interface Colonne {
  table: string;
  colonne: string;
  /** What is not sealed under the key in use; $1 is the name of that key. */
  aFaire: string;
  /** Type of the column. */
  type: "bytea" | "text";
  sceller(garde: never): Buffer | string;
}

/** Version byte 1, before keys had names, or the name of another key (`subgraphs/shared/trousseau.ts`). */
const AUTRE_CLE = (octets: string) => `(get_byte(${octets}, 0) = 1 or substring(${octets} from 2 for 4) <> $1)`;
/** The first nine bytes of a sealed original, in base64. */
const DEBUT = `decode(substr(original, ${MARQUE.length + 1}, 12), 'base64')`;

const PAR_LOT = 2_000;

/** Every column that NIR_KEY seals, and how each one is sealed again. Originals kept in clear by an earlier version are sealed too. */
function colonnes(nirKey: string): Colonne[] {
  const cipher = new NirCipher(nirKey);
  const coffre = new Coffre(nirKey);
  const nirs = [
    ["allocataires.identifiant", "valeur_chiffree"],
    ["allocataires.dossier", "matricule_chiffre"],
    ["allocataires.contenu_dossier", "matricule_chiffre"],
    ["allocataires.contenu_personne", "nir_chiffre"],
  ] as const;
  return [
    ...nirs.map(([table, colonne]): Colonne => {
      const aFaire = `${colonne} is not null and ${AUTRE_CLE(colonne)}`;
      return { table, colonne, aFaire, type: "bytea", sceller: (garde: Buffer) => cipher.reseal(garde) };
    }),
    ...["allocataires", "rendez_vous", "hub"].map((schema): Colonne => {
      const aFaire = `original <> '' and case when original like '${MARQUE}%' then ${AUTRE_CLE(DEBUT)} else true end`;
      const sceller = (garde: string) => scellerOriginal(cipher, ouvrirOriginal(cipher, garde));
      return { table: `${schema}.rejet`, colonne: "original", aFaire, type: "text", sceller };
    }),
    {
      table: "echanges.depot",
      colonne: "contenu",
      aFaire: `contenu is not null and ${AUTRE_CLE("contenu")}`,
      type: "bytea",
      sceller: (garde: Buffer) => coffre.sceller(coffre.ouvrir(garde)),
    },
  ];
}

export interface ColonneScellee {
  colonne: string;
  scellees: number;
}

/** Seals again, with the key in use, all that rests under another one. By batches, each one committed: run again after a stop, it goes on; what somebody
 * changed meanwhile is left for the next pass. @param client a connection of the owner. */
export async function rescellerTout(
  client: pg.Client,
  nirKey: string,
  avancement?: (quoi: string, fait: number, total: number) => void,
  lesquelles: (table: string) => boolean = () => true,
): Promise<ColonneScellee[]> {
  const nom = new NirCipher(nirKey).names()[0]!;
  const faites: ColonneScellee[] = [];
  for (const une of colonnes(nirKey).filter(({ table }) => lesquelles(table))) {
    const scellees = await resceller(client, une, nom, (fait, total) => avancement?.(`${une.table}.${une.colonne}`, fait, total));
    faites.push({ colonne: `${une.table}.${une.colonne}`, scellees });
  }
  return faites;
}

/** How much still rests under another key, by column: the former key is withdrawn once this is zero. */
export async function resteAResceller(client: pg.Client, nirKey: string): Promise<ColonneScellee[]> {
  const nom = new NirCipher(nirKey).names()[0]!;
  const reste: ColonneScellee[] = [];
  for (const { table, colonne, aFaire } of colonnes(nirKey)) {
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${table} where ${aFaire}`, [nom]);
    if (rows[0]!.n > 0) reste.push({ colonne: `${table}.${colonne}`, scellees: rows[0]!.n });
  }
  return reste;
}

async function resceller(
  client: pg.Client,
  { table, colonne, aFaire, type, sceller }: Colonne,
  nom: Buffer,
  avancement: (fait: number, total: number) => void,
): Promise<number> {
  const { rows: ou } = await client.query<{ ou: string }>(`select ctid::text as ou from ${table} where ${aFaire}`, [nom]);
  let faites = 0;
  for (let debut = 0; debut < ou.length; debut += PAR_LOT) {
    const lot = ou.slice(debut, debut + PAR_LOT).map((ligne) => ligne.ou);
    const { rows } = await client.query<{ ou: string; garde: never }>(
      `select t.ctid::text as ou, t.${colonne} as garde from ${table} t where t.ctid = any ($2::tid[]) and ${aFaire}`,
      [nom, lot],
    );
    const fait = await client.query(
      `update ${table} t set ${colonne} = d.apres from unnest($1::tid[], $2::${type}[], $3::${type}[]) d (ou, avant, apres)
       where t.ctid = d.ou and t.${colonne} = d.avant`,
      [rows.map((r) => r.ou), rows.map((r) => r.garde), rows.map((r) => sceller(r.garde))],
    );
    faites += fait.rowCount ?? 0;
    avancement(Math.min(debut + PAR_LOT, ou.length), ou.length);
  }
  return faites;
}
