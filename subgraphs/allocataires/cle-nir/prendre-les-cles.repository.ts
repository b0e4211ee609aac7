import type pg from "pg";
import { ImportRefuse } from "../../shared/import";
import type { NirCipher } from "../../shared/nir-cipher";
import { allOrNothing } from "../../shared/owner";
import { verrouiller } from "../caf/decider.repository";

interface ClePrise {
  nom: Buffer;
  scellees: Buffer | null;
}

/** Keyed hashes and the column where the same number rests encrypted. */
const EMPREINTES = [
  { table: "allocataires.identifiant", empreinte: "empreinte", chiffre: "valeur_chiffree" },
  { table: "allocataires.contenu_dossier", empreinte: "matricule_empreinte", chiffre: "matricule_chiffre" },
  { table: "allocataires.contenu_personne", empreinte: "nir_empreinte", chiffre: "nir_chiffre" },
] as const;

const CONNUES = "select nom, scellees from allocataires.cle_nir order by prise_le, rang";
const PREMIERE = "select nom from allocataires.cle_nir order by rang limit 1";
const PAR_LOT = 10_000;

/** Gives the cipher what the base keeps of former keys; the first time that a key comes, every hash of the base is made again under it, in one
 * transaction, so that no reader ever sees both. Through the owner's connection, before anything that writes hashes. Returns how many hashes changed.
 * Refuse : CLE_NIR_INCONNUE when none of the keys given is the one that the base is under. */
export async function prendreLesCles(client: pg.Client, cipher: NirCipher, maintenant: Date): Promise<number> {
  let changees = 0;
  if (!(await estPrise(client, cipher))) changees = await allOrNothing(client, () => tourner(client, cipher, maintenant));
  const { rows: prises } = await client.query<ClePrise>(CONNUES);
  const { rows: premiere } = await client.query<{ nom: Buffer }>(PREMIERE);
  const gardees = prises.flatMap(({ nom, scellees }) => (scellees ? [{ nom, scellees }] : []));
  cipher.keep(gardees, premiere[0]!.nom);
  return changees;
}

async function estPrise(client: pg.Client, cipher: NirCipher): Promise<boolean> {
  const { rows } = await client.query<ClePrise>(CONNUES);
  const derniere = rows.at(-1);
  if (derniere && !cipher.names().some((nom) => nom.equals(derniere.nom)))
    throw new ImportRefuse(
      "CLE_NIR_INCONNUE",
      "NIR_KEY n’est pas la clé sous laquelle cette base est chiffrée : donnez-la, seule ou après la nouvelle (nouvelle,ancienne). Rien n’a été appliqué.",
    );
  return derniere?.nom.equals(cipher.names()[0]!) ?? false;
}

async function tourner(client: pg.Client, cipher: NirCipher, maintenant: Date): Promise<number> {
  await verrouiller(client);
  // Another process may have done it while this one waited.
  if (await estPrise(client, cipher)) return 0;
  await client.query(`lock table ${EMPREINTES.map(({ table }) => table).join(", ")} in share row exclusive mode`);
  await client.query("create temp table empreinte_tournee (ancienne bytea primary key, nouvelle bytea not null) on commit drop");
  for (const lot of lots(await aTourner(client, cipher)))
    await client.query("insert into empreinte_tournee select * from unnest($1::bytea[], $2::bytea[])", [
      lot.map(([ancienne]) => ancienne),
      lot.map(([, nouvelle]) => nouvelle),
    ]);
  await client.query("analyze empreinte_tournee");
  let changees = 0;
  for (const { table, empreinte } of EMPREINTES) {
    const fait = await client.query(
      `update ${table} t set ${empreinte} = m.nouvelle from empreinte_tournee m where t.${empreinte} = m.ancienne`,
    );
    changees += fait.rowCount ?? 0;
  }
  await noter(client, cipher, maintenant);
  return changees;
}

/** Each hash of the base that another key made, and what the key in use makes of the same number. */
async function aTourner(client: pg.Client, cipher: NirCipher): Promise<[Buffer, Buffer][]> {
  const union = EMPREINTES.map(
    ({ table, empreinte, chiffre }) =>
      `select ${empreinte} as empreinte, ${chiffre} as chiffre from ${table} where ${empreinte} is not null and ${chiffre} is not null`,
  );
  const { rows } = await client.query<{ empreinte: Buffer; chiffre: Buffer }>(
    `select distinct on (empreinte) empreinte, chiffre from (${union.join(" union all ")}) e order by empreinte`,
  );
  return rows.flatMap(({ empreinte, chiffre }): [Buffer, Buffer][] => {
    const nouvelle = cipher.hash(cipher.decrypt(chiffre));
    return nouvelle.equals(empreinte) ? [] : [[empreinte, nouvelle]];
  });
}

/** The key in use is the last one taken; what stays of the others is sealed with it. */
async function noter(client: pg.Client, cipher: NirCipher, maintenant: Date): Promise<void> {
  const { rows } = await client.query<ClePrise>(CONNUES);
  const deja = rows.flatMap(({ nom, scellees }) => (scellees ? [{ nom, scellees: cipher.reseal(scellees) }] : []));
  const gardees = [...deja, ...cipher.toKeep()];
  await client.query(
    `insert into allocataires.cle_nir (nom, prise_le) values ($1, $2) on conflict (nom) do update set prise_le = excluded.prise_le, scellees = null`,
    [cipher.names()[0], maintenant],
  );
  for (const { nom, scellees } of gardees)
    await client.query("update allocataires.cle_nir set scellees = $2 where nom = $1 and nom <> $3", [nom, scellees, cipher.names()[0]]);
}

function* lots<T>(tout: readonly T[]): Generator<readonly T[]> {
  for (let debut = 0; debut < tout.length; debut += PAR_LOT) yield tout.slice(debut, debut + PAR_LOT);
}
