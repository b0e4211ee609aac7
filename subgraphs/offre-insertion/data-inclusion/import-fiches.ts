import { createHash } from "node:crypto";
import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import { departementDe } from "../../shared/contrat/commune";
import { type Compteurs, compteurs, ImportRefuse, type ResultatImport, type Signalement } from "../../shared/import";
import type { Defaut } from "./defaut";
import {
  type Attente,
  appliquer,
  deposer,
  type Ecarte,
  ecarterDoublons,
  ecarterIdsPris,
  ecarterSansStructure,
  ouvrirAttente,
} from "./depot.repository";
import { ficheDe } from "./fiche";
import { adapterV0, estV0 } from "./lecture/v0";
import { type Rejet, solderRejets } from "./rejet.repository";
import { compterInconnues } from "./suivi/inconnues.repository";
import { Reserves } from "./suivi/reserves";
import { defautsDe, type Nature } from "./validation";

/** A record as it was written, and where. */
export interface Ecrit {
  rang: number;
  ligne: number;
  texte: string;
  /** What a record without an id is called; without: its place in the file. */
  cle?: string;
}

export interface Chargement {
  client: pg.ClientBase;
  nature: Nature;
  fichier: string;
  maintenant: Date;
  /** Schema of the records; without, each is recognised by its fields. */
  version?: 0 | 1;
  /** Told the id of each record that the file names, whatever becomes of it. */
  nommer?(ids: string[]): Promise<unknown>;
  /** Keeps the rejects, in the transaction of the facts. */
  garder(rejets: Rejet[]): Promise<unknown>;
}

const LOT = 1_000;

/** Validates, stages, then applies records of one nature in one transaction. Errors: ImportRefuse JSON_MAL_FORME; nothing is applied then. */
export async function importerFiches(ecrits: AsyncIterable<Ecrit> | Iterable<Ecrit>, chargement: Chargement): Promise<ResultatImport> {
  const { client, nature, maintenant } = chargement;
  const total = compteurs();
  const rejets: Rejet[] = [];
  const reserves = new Reserves();
  await ouvrirAttente(client);
  await preparer(ecrits, chargement, { total, rejets, reserves });
  await client.query("begin");
  try {
    await ecarter(client, nature, rejets);
    total.appliques = await appliquer(client, nature, maintenant);
    await chargement.garder(rejets);
    await solderRejets(client, nature, maintenant);
    await compterInconnues(client, maintenant);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
  total.rejetes = rejets.length;
  total.inchanges = total.lus - total.rejetes - total.appliques;
  const signalements = [...rejets.sort((a, b) => a.ligne - b.ligne).flatMap(signalementsDe), ...reserves.signalements()];
  return { fichier: chargement.fichier, compteurs: total, signalements };
}

/** What a file gives, while it is read. */
interface Bilan {
  total: Compteurs;
  rejets: Rejet[];
  reserves: Reserves;
}

async function preparer(ecrits: AsyncIterable<Ecrit> | Iterable<Ecrit>, chargement: Chargement, bilan: Bilan): Promise<void> {
  const { client } = chargement;
  const aujourdhui = civilDateOf(chargement.maintenant);
  let lot: Attente[] = [];
  let nommes: string[] = [];
  const vider = async () => {
    await deposer(client, lot);
    await chargement.nommer?.(nommes);
    lot = [];
    nommes = [];
  };
  for await (const ecrit of ecrits) {
    bilan.total.lus++;
    const { id, attente } = lire(ecrit, chargement, bilan, aujourdhui);
    if (id !== null) nommes.push(id);
    if (attente) lot.push(attente);
    if (nommes.length === LOT) await vider();
  }
  await vider();
}

/** A record put in the words of v1, checked, and ready to wait; or a reject. */
function lire(
  ecrit: Ecrit,
  chargement: Chargement,
  { rejets, reserves }: Bilan,
  aujourdhui: string,
): { id: string | null; attente: Attente | null } {
  const { nature, maintenant, version } = chargement;
  const recu = analyser(ecrit);
  const objet = typeof recu === "object" && recu !== null && !Array.isArray(recu) ? dateLisible(recu as Record<string, unknown>) : null;
  const enV0 = objet !== null && (version === 0 || (version === undefined && estV0(nature, objet)));
  const adaptee = enV0 ? adapterV0(nature, objet) : { fiche: objet, sansEquivalent: [] };
  const enregistrement = adaptee.fiche ?? recu;
  const defauts = defautsDe(nature, enregistrement, aujourdhui);
  const id = adaptee.fiche && idUtilisable(adaptee.fiche.id) ? adaptee.fiche.id : null;
  if (defauts.length > 0) {
    rejets.push(rejetDe(nature, ecrit, enregistrement, defauts));
    return { id, attente: null };
  }
  const fiche = ficheDe(nature, enregistrement as Record<string, unknown>, maintenant, aujourdhui);
  for (const inconnue of fiche.inconnues)
    reserves.noter(inconnue.valeur === "" ? "CHAMP_INCONNU" : "VALEUR_INCONNUE", inconnue, fiche.id, ecrit.ligne);
  for (const perdue of adaptee.sansEquivalent) reserves.noter("SANS_EQUIVALENT", perdue, fiche.id, ecrit.ligne);
  return { id, attente: { ...fiche, rang: ecrit.rang, ligne: ecrit.ligne, original: ecrit.texte } };
}

/** The JSON of the open data writes a date as pandas does: milliseconds since 1970. */
const dateLisible = (e: Record<string, unknown>): Record<string, unknown> =>
  typeof e.date_maj === "number" && Number.isInteger(e.date_maj) && Math.abs(e.date_maj) < 8.64e15
    ? { ...e, date_maj: new Date(e.date_maj).toISOString().slice(0, 10) }
    : e;

const idUtilisable = (id: unknown): id is string =>
  typeof id === "string" && id !== "" && id.length <= 200 && id.isWellFormed() && !id.includes("\u0000");

function analyser({ texte, rang, ligne }: Ecrit): unknown {
  try {
    return JSON.parse(texte);
  } catch {
    throw new ImportRefuse(
      "JSON_MAL_FORME",
      `Ligne ${ligne} : l’enregistrement ${rang}, qui commence là, n’est pas du JSON. Rien n’a été appliqué.`,
    );
  }
}

/** Rejects of what waits and cannot be applied: they need the whole file, or the catalogue. */
async function ecarter(client: pg.ClientBase, nature: Nature, rejets: Rejet[]): Promise<void> {
  const noter = (ecartes: Ecarte[], defaut: (e: Ecarte) => Defaut, ignore = false) => {
    for (const e of ecartes) rejets.push(rejet(nature, e, e.id, e.original, e.codeInsee, [defaut(e)], ignore));
  };
  const message = "un autre enregistrement du même identifiant suit dans le fichier : c’est le dernier qui compte";
  noter(await ecarterDoublons(client), (e) => ({ champ: "id", code: "DOUBLON", message, valeur: e.id }), true);
  const pris = "cet identifiant est celui d’une fiche du catalogue d’un département";
  noter(await ecarterIdsPris(client, nature), (e) => ({ champ: "id", code: "IDENTIFIANT_PRIS", message: pris, valeur: e.id }));
  if (nature === "structure") return;
  const inconnue = "la structure n’est pas dans le catalogue : importez-la, puis rejouez ce rejet";
  noter(await ecarterSansStructure(client), (e) => ({
    champ: "structure_id",
    code: "STRUCTURE_INCONNUE",
    message: inconnue,
    valeur: (JSON.parse(e.original) as { structure_id: string }).structure_id,
  }));
}

function rejetDe(nature: Nature, ecrit: Ecrit, enregistrement: unknown, defauts: Defaut[]): Rejet {
  const { id, code_insee: codeInsee } = (enregistrement ?? {}) as { id?: unknown; code_insee?: unknown };
  const commune = typeof codeInsee === "string" && /^(\d{2}|2[AB])\d{3}$/.test(codeInsee) ? codeInsee : null;
  // A whole list may be on one line: the rank says which record.
  const place = ecrit.cle ?? `ligne ${ecrit.ligne}, enregistrement ${ecrit.rang}`;
  return rejet(nature, ecrit, idUtilisable(id) ? id : place, ecrit.texte, commune, defauts, false);
}

function rejet(
  nature: Nature,
  ou: { ligne: number },
  cle: string,
  original: string,
  codeInsee: string | null,
  defauts: Defaut[],
  ignore: boolean,
): Rejet {
  return {
    nature,
    cle,
    ligne: ou.ligne,
    departement: codeInsee && departementDe(codeInsee),
    code: defauts[0]!.code,
    message: defauts
      .map((d) => `${d.champ || "enregistrement"} : ${d.message}${d.valeur === undefined ? "" : ` (reçu : ${d.valeur})`}`)
      .join(" ; "),
    defauts,
    original,
    empreinte: createHash("sha256").update(original).digest(),
    ignore,
  };
}

const signalementsDe = (r: Rejet): Signalement[] =>
  r.defauts.map((d) => ({
    cle: r.cle,
    code: d.code,
    message: d.message,
    champ: d.champ,
    valeur: d.valeur,
    ligne: r.ligne,
    applique: false,
  }));
