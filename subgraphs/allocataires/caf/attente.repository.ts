import { once } from "node:events";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { NirCipher } from "../../shared/nir-cipher";
import type { Foyer, PersonneDuFoyer, RejetDuFoyer } from "./foyer";

/** Tables of one session: what was read waits here, outside the transaction of the facts, and goes with the connection.
 * `caf_attente` holds foyers (F), their people (P) and rejects (R) in one COPY. */
const TABLES = `
  set work_mem = '64MB';
  create temp table caf_attente (
    ordre int not null, genre "char" not null, numero text, departement text, fonorg text, numorg text,
    soumis boolean, matricule text, matricule_chiffre bytea, matricule_empreinte bytea, etat text, date_demande date, ouverture_droits date,
    code_insee text, commune_nom text, adresse text, empreinte bytea,
    rang int, role text, civilite text, nom text, nom_usage text, prenoms text[], date_naissance date, rang_naissance int, sexe text, nom_tri text,
    nir_chiffre bytea, nir_empreinte bytea, numero_ft text, precedent text, certifiee boolean, du date, au date,
    code text, message text, original text, rejet uuid);
  create temp table caf_flux (
    flux uuid, cree_le timestamptz, le date, recue_le timestamptz, reference text, type_flux text, rejeu boolean, stock text[]);
  create temp table caf_dossier (
    ordre int, departement text, id uuid, numero text, source text, organisme text, decision text, ouvert boolean, stock boolean,
    avant allocataires.dossier);
  create temp table caf_personne (
    ordre int, rang int, departement text, dossier uuid, allocataire uuid, nouveau boolean, ambigu boolean, candidats uuid[], autres uuid[]);
  create temp table caf_touchee (departement text, id uuid, avant allocataires.allocataire);
  create temp table caf_champ (departement text, id uuid, champ text);
  create temp table caf_identifiant (
    departement text, allocataire uuid, type text, valeur text, chiffre bytea, empreinte bytea, organisme text, certifiee boolean, nouveau boolean);
  create temp table caf_entree (
    departement text, allocataire uuid, rang int, dossier uuid, code_insee text, demande date, ouverture_droits date, le date);`;

const TOUTES = "caf_attente, caf_flux, caf_dossier, caf_personne, caf_touchee, caf_champ, caf_identifiant, caf_entree";

/** A connection of the owner for one import: not pipelined, since COPY runs on it. */
export async function ouvrirAttente(ownerUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "unefois-import-caf" });
  await client.connect();
  // A lost connection makes the statement under way fail; the event alone must not end the process.
  client.on("error", () => undefined);
  await client.query(TABLES);
  return client;
}

export const viderAttente = (client: pg.Client): Promise<unknown> => client.query(`truncate ${TOUTES}`);

const COLONNES_FOYER =
  "numero departement fonorg numorg soumis matricule matricule_chiffre matricule_empreinte etat date_demande ouverture_droits code_insee commune_nom adresse empreinte rejet".split(
    " ",
  );
const COLONNES_PERSONNE =
  "numero departement soumis rang role civilite nom nom_usage prenoms date_naissance rang_naissance sexe nom_tri nir_chiffre nir_empreinte numero_ft precedent certifiee du au".split(
    " ",
  );
const COLONNES_REJET = "numero departement fonorg numorg code message original rejet".split(" ");
const COLONNES = ["ordre", "genre", ...new Set([...COLONNES_FOYER, ...COLONNES_PERSONNE, ...COLONNES_REJET])];

/** Where each column of a genre goes in the line of the COPY. */
const places = (colonnes: string[]): number[] => colonnes.map((colonne) => COLONNES.indexOf(colonne));
const PLACES_FOYER = places(COLONNES_FOYER);
const PLACES_PERSONNE = places(COLONNES_PERSONNE);
const PLACES_REJET = places(COLONNES_REJET);

type Valeur = string | number | boolean | Buffer | readonly string[] | null;

const SPECIAUX: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const proteger = (texte: string): string => (/[\\\t\n\r]/.test(texte) ? texte.replace(/[\\\t\n\r]/g, (c) => SPECIAUX[c]!) : texte);

/** One value in the text format of COPY. */
function enTexte(valeur: Valeur): string {
  if (valeur === null) return "\\N";
  if (typeof valeur === "string") return proteger(valeur);
  if (Buffer.isBuffer(valeur)) return `\\\\x${valeur.toString("hex")}`;
  if (typeof valeur === "object") return proteger(`{${valeur.map((v) => `"${v.replace(/["\\]/g, "\\$&")}"`).join(",")}}`);
  return String(valeur);
}

function ligne(ordre: number, genre: string, places: number[], valeurs: Valeur[]): string {
  const colonnes = new Array<string>(COLONNES.length).fill("\\N");
  colonnes[0] = String(ordre);
  colonnes[1] = genre;
  for (let i = 0; i < places.length; i++) colonnes[places[i]!] = enTexte(valeurs[i]!);
  return `${colonnes.join("\t")}\n`;
}

/** The lines of a foyer; the NIR leaves here encrypted and hashed, never clear. `rejet`: the id of a reject that is replayed. */
export function lignesDuFoyer(ordre: number, f: Foyer, cipher: NirCipher, rejet: string | null = null): string {
  const msa = f.fonds === "MSA";
  const matricule = [msa ? null : f.matricule, msa ? cipher.encrypt(f.matricule) : null, msa ? cipher.hash(f.matricule) : null];
  const foyer = ligne(ordre, "F", PLACES_FOYER, [
    f.numeroDemande,
    f.departement,
    f.fonds,
    f.numorg,
    f.soumisDroitsDevoirs,
    ...matricule,
    f.etat,
    f.dateDemande,
    f.ouvertureDroits,
    f.codeInsee,
    f.communeNom,
    f.adresse,
    f.empreinte,
    rejet,
  ]);
  return f.personnes.reduce((lignes, p) => lignes + lignePersonne(ordre, f, p, cipher), foyer);
}

function lignePersonne(ordre: number, f: Foyer, p: PersonneDuFoyer, cipher: NirCipher): string {
  return ligne(ordre, "P", PLACES_PERSONNE, [
    f.numeroDemande,
    f.departement,
    p.soumisDroitsDevoirs,
    p.rang,
    p.role,
    p.civilite,
    p.nom,
    p.nomUsage,
    p.prenoms,
    p.dateNaissance,
    p.rangNaissance,
    p.sexe,
    p.nomTri,
    p.nir ? cipher.encrypt(p.nir) : null,
    p.nir ? cipher.hash(p.nir) : null,
    p.numeroFranceTravail,
    p.numeroPrecedent,
    p.certifiee,
    p.du,
    p.au,
  ]);
}

/** The line of a reject, with its XML. `rejet` is the id of a reject that is replayed. */
export function ligneDuRejet(ordre: number, r: RejetDuFoyer | RejetDecide, original: string | null, rejet: string | null = null): string {
  return ligne(ordre, "R", PLACES_REJET, [r.numeroDemande, r.departement, r.fonds, r.numorg, r.code, r.message, original, rejet]);
}

/** A reject that the database decided, with the same fields. */
export interface RejetDecide extends Omit<RejetDuFoyer, "code"> {
  code: string;
}

/** Sends lines by one COPY, as fast as PostgreSQL takes them and no faster. Whatever stops the lines stops the COPY. */
export async function copier(client: pg.Client, lignes: AsyncIterable<string>): Promise<void> {
  const flux = client.query(copyFrom(`copy caf_attente (${COLONNES.join(", ")}) from stdin`));
  const fini = new Promise<void>((resolve, reject) => flux.once("finish", resolve).once("error", reject));
  fini.catch(() => undefined);
  try {
    let tampon = "";
    for await (const texte of lignes) {
      tampon += texte;
      if (tampon.length < 64 * 1024) continue;
      if (!flux.write(tampon)) await Promise.race([once(flux, "drain"), fini]);
      tampon = "";
    }
    flux.end(tampon);
    await fini;
  } catch (error) {
    flux.destroy();
    throw error;
  }
}
