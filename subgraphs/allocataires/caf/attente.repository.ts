import { hash } from "node:crypto";
import { once } from "node:events";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { NirCipher } from "../../shared/nir-cipher";
import { cleDuNom } from "../identite/phonetique";
import { telephoneE164 } from "../provenance/coordonnees";
import type { Foyer, RejetDuFoyer } from "./foyer";
import type { FoyerInstruit } from "./instruction";
import type { PersonneDuFoyer } from "./personne";

/** Tables of one session: what was read waits here, outside the transaction of the facts, and goes with the connection.
 * `caf_attente` holds foyers (F), their people (P) and rejects (R) in one COPY. */
export const TABLES_DU_REPLI = `
  create temp table caf_attente (
    ordre int not null, genre "char" not null, numero text, departement text, fonorg text, numorg text,
    soumis boolean, matricule text, matricule_chiffre bytea, matricule_empreinte bytea, etat text, date_demande date, ouverture_droits date,
    code_insee text, commune_nom text, adresse text, empreinte bytea,
    rang int, role text, civilite text, nom text, nom_usage text, prenoms text[], date_naissance date, rang_naissance int, sexe text, nom_tri text, cle_du_nom text,
    nir_chiffre bytea, nir_empreinte bytea, numero_ft text, precedent text, certifiee boolean, du date, au date,
    donnees jsonb, evenements jsonb, code text, message text, original text, rejet uuid);
  create temp table caf_flux (
    flux uuid, cree_le timestamptz, cle bigint, le date, recue_le timestamptz, reference text, type_flux text, rejeu boolean);
  create temp table caf_dossier (
    ordre int, departement text, id uuid, numero text, source text, organisme text, empreinte bytea, decision text, connu boolean, anterieur boolean,
    ouvert boolean, precede boolean);
  create temp table caf_personne (
    ordre int, rang int, departement text, dossier uuid, allocataire uuid, nouveau boolean, resultat text, candidats uuid[], par_nir boolean,
    scores jsonb);
  create temp table caf_refait (flux uuid);
  create temp table caf_repli (departement text, dossier uuid, nouveau boolean, avant allocataires.dossier);
  create temp table caf_touchee (departement text, id uuid, avant allocataires.allocataire);
  create temp table caf_champ (departement text, id uuid, champ text);
  create temp table caf_histoire (
    h int, departement text, dossier uuid, n int, dernier boolean, replie boolean, nouveau boolean, cree_le timestamptz, cle bigint, le date, suivant_le date,
    flux uuid, rang int, empreinte bytea, fonorg text, numorg text, numero text, matricule text, matricule_chiffre bytea, matricule_empreinte bytea,
    etat text, ouvert boolean, clos boolean, fini boolean, stock boolean);
  create temp table caf_nommee (
    h int, departement text, dossier uuid, n int, allocataire uuid, rang int, role text, soumis boolean, du date, au date, nir_chiffre bytea,
    nir_empreinte bytea, numero_ft text, certifiee boolean, donnees jsonb);
  create temp table caf_presence (
    h int, departement text, allocataire uuid, dossier uuid, n int, dernier boolean, replie boolean, cree_le timestamptz, cle bigint, le date,
    suivant_le date, ouvert boolean, clos boolean, fini boolean, rang int, role text, soumis boolean, du date, au date, nir_chiffre bytea,
    nir_empreinte bytea, numero_ft text, certifiee boolean, donnees jsonb, presente boolean, empreinte bytea, mention int, stock boolean);
  create temp table caf_membre (
    departement text, dossier uuid, allocataire uuid, role text, soumis boolean, rang int, du date, au date);
  create temp table caf_identifiant (
    departement text, allocataire uuid, type text, valeur text, chiffre bytea, empreinte bytea, organisme text, valide_du date, valide_au date,
    source text, source_organisme text, cree_le timestamptz, flux uuid, certifiee boolean);
  create temp table caf_declaration (
    departement text, allocataire uuid, dossier uuid, dossier_ouvert boolean, cree_le timestamptz, flux uuid, source text, source_organisme text,
    certifiee boolean, donnees jsonb);
  create temp table caf_contact (
    departement text, allocataire uuid, instruction uuid, cree_le timestamptz, flux uuid, source text, source_organisme text, donnees jsonb);
  create temp table caf_bascule (
    departement text, allocataire uuid, rang int, cree_le timestamptz, cle bigint, le date, clos_le date, reprise boolean);
  create temp table caf_entree (
    departement text, allocataire uuid, rang int, dossier uuid, code_insee text, demande date, ouverture_droits date, le date, droits_clos_le date, dite boolean);
  create temp table caf_annulee (departement text, allocataire uuid, rang int);
  create temp table caf_mensuel (flux uuid, organisme text, cree_le timestamptz, cle bigint, le date, avant timestamptz);
  create temp table caf_acte (departement text, allocataire uuid, rang int, acte text, le date);`;

const TABLES_DE_SESSION =
  `caf_attente caf_flux caf_dossier caf_personne caf_refait caf_repli caf_touchee caf_champ caf_histoire caf_nommee caf_presence caf_membre
  caf_identifiant caf_declaration caf_contact caf_bascule caf_entree caf_acte caf_annulee caf_mensuel`.split(/\s+/);

/** Measured while they are empty, these tables are then planned for the size that they have. */
export const MESURER_VIDES = `analyze ${TABLES_DE_SESSION.join(", ")}`;

const EFFACER = TABLES_DE_SESSION.map((table) => `delete from ${table};`).join(" ");
/** Forgets the file before. Emptying makes new files on disk: a daily flow deletes its few rows instead. In PL/pgSQL. */
export const VIDER = `if pg_relation_size('caf_attente') + pg_relation_size('caf_presence') > 2000000
  then truncate ${TABLES_DE_SESSION.join(", ")}; ${MESURER_VIDES}; else ${EFFACER} end if`;

const COMMUNES = "ordre genre numero departement fonorg numorg soumis rejet donnees".split(" ");
const COLONNES_FOYER =
  "matricule matricule_chiffre matricule_empreinte etat date_demande ouverture_droits code_insee commune_nom adresse empreinte evenements".split(
    " ",
  );
const COLONNES_PERSONNE =
  "rang role civilite nom nom_usage prenoms date_naissance rang_naissance sexe nom_tri cle_du_nom nir_chiffre nir_empreinte numero_ft precedent certifiee du au".split(
    " ",
  );
const COLONNES_REJET = "code message original".split(" ");
/** In the order of a line. */
export const COLONNES = [...COMMUNES, ...COLONNES_FOYER, ...COLONNES_PERSONNE, ...COLONNES_REJET];

/** A line holds the columns of one genre; those of the two others are null. */
const nuls = (colonnes: string[]): string => colonnes.map(() => "\\N").join("\t");
const [NUL_FOYER, NUL_PERSONNE, NUL_REJET] = [nuls(COLONNES_FOYER), nuls(COLONNES_PERSONNE), nuls(COLONNES_REJET)];

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

const enColonnes = (valeurs: Valeur[]): string => valeurs.map(enTexte).join("\t");

/** The lines of a foyer; the NIR leaves here encrypted and hashed, never clear. `rejet`: the id of a reject that is replayed. */
export function lignesDuFoyer(ordre: number, f: Foyer | FoyerInstruit, cipher: NirCipher, rejet: string | null = null): string {
  const { fonds, numorg, etat, dateDemande, ouvertureDroits, soumisDroitsDevoirs } = f.contenu;
  const msa = fonds === "MSA";
  const nir = msa ? f.matricule : null;
  const matricule = [msa ? null : f.matricule, nir && cipher.encrypt(nir), nir && cipher.hash(nir)];
  const contenu = JSON.stringify(f.contenu);
  const communes = enColonnes([ordre, "F", f.numeroDemande, f.departement, fonds, numorg, soumisDroitsDevoirs, rejet, contenu]);
  const evenements = f.evenements.length === 0 ? null : JSON.stringify(f.evenements);
  const lieu = [f.codeInsee, f.communeNom, f.adresse, empreinteComplete(f, cipher), evenements];
  const foyer = enColonnes([...matricule, etat, dateDemande, ouvertureDroits, ...lieu]);
  const premiere = `${communes}\t${foyer}\t${NUL_PERSONNE}\t${NUL_REJET}\n`;
  return f.personnes.reduce((lignes, p) => lignes + lignePersonne(ordre, f, p, cipher), premiere);
}

/** The fingerprint of the content with the keyed hashes of its NIR: without the key, nothing of it can be tried. */
function empreinteComplete(f: Foyer | FoyerInstruit, cipher: NirCipher): Buffer {
  const nirs = f.contenu.fonds === "MSA" ? [f.matricule, ...f.personnes.map((p) => p.nir)] : f.personnes.map((p) => p.nir);
  const [vide, clefs] = [Buffer.alloc(1), nirs.map((nir) => nir && cipher.contentHash(nir))];
  return hash("sha256", Buffer.concat([f.empreinte, ...clefs.map((clef) => clef || vide)]), "buffer");
}

/** What a flow says of who a person is, and how to reach her when she agreed, under the keys of a declaration. */
const etatCivilDit = (p: PersonneDuFoyer): string =>
  JSON.stringify({
    civilite: p.civilite,
    nom: p.nom,
    nomUsage: p.nomUsage,
    prenoms: p.prenoms,
    dateNaissance: p.dateNaissance,
    rangNaissance: p.rangNaissance,
    sexe: p.sexe,
    lieuNaissance: p.communeNaissance,
    typeDateNaissance: p.typeDateNaissance,
    telephone: p.contacts?.telephones[0] && telephoneE164(p.contacts.telephones[0].valeur),
    courriel: p.contacts?.courriel?.valeur,
  });

function lignePersonne(ordre: number, f: Foyer | FoyerInstruit, p: PersonneDuFoyer, cipher: NirCipher): string {
  const { fonds, numorg } = f.contenu;
  const communes = enColonnes([ordre, "P", f.numeroDemande, f.departement, fonds, numorg, p.soumisDroitsDevoirs, null, etatCivilDit(p)]);
  const etatCivil = [p.rang, p.role, p.civilite, p.nom, p.nomUsage, p.prenoms, p.dateNaissance, p.rangNaissance, p.sexe, p.nomTri];
  const cle = cleDuNom(p.nom, p.prenoms[0] ?? "");
  const nir = [p.nir ? cipher.encrypt(p.nir) : null, p.nir ? cipher.hash(p.nir) : null];
  const personne = enColonnes([...etatCivil, cle, ...nir, p.numeroFranceTravail, p.numeroPrecedent, p.certifiee, p.du, p.au]);
  return `${communes}\t${NUL_FOYER}\t${personne}\t${NUL_REJET}\n`;
}

/** The line of a reject, with its XML. `rejet` is the id of a reject that is replayed. */
export function ligneDuRejet(ordre: number, r: RejetDuFoyer | RejetDecide, original: string | null, rejet: string | null = null): string {
  const communes = enColonnes([ordre, "R", r.numeroDemande, r.departement, r.fonds, r.numorg, null, rejet, null]);
  return `${communes}\t${NUL_FOYER}\t${NUL_PERSONNE}\t${enColonnes([r.code, r.message, original])}\n`;
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
