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
import { type Rejet, solderRejets } from "./rejet.repository";
import { defautsDe, type Nature } from "./validation";

/** A record as it was written, and where. */
export interface Ecrit {
  rang: number;
  ligne: number;
  texte: string;
}

export interface Chargement {
  client: pg.ClientBase;
  nature: Nature;
  fichier: string;
  maintenant: Date;
  /** Keeps the rejects, in the transaction of the facts. */
  garder(rejets: Rejet[]): Promise<unknown>;
}

const LOT = 1_000;

/** Validates, stages, then applies records of one nature in one transaction. Errors: ImportRefuse JSON_MAL_FORME; nothing is applied then. */
export async function importerFiches(ecrits: AsyncIterable<Ecrit> | Iterable<Ecrit>, chargement: Chargement): Promise<ResultatImport> {
  const { client, nature, maintenant } = chargement;
  const total = compteurs();
  const rejets: Rejet[] = [];
  await ouvrirAttente(client);
  await preparer(ecrits, chargement, total, rejets);
  await client.query("begin");
  try {
    await ecarter(client, nature, rejets);
    total.appliques = await appliquer(client, nature, maintenant);
    await chargement.garder(rejets);
    await solderRejets(client, nature, maintenant);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
  total.rejetes = rejets.length;
  total.inchanges = total.lus - total.rejetes - total.appliques;
  return { fichier: chargement.fichier, compteurs: total, signalements: rejets.sort((a, b) => a.ligne - b.ligne).flatMap(signalementsDe) };
}

async function preparer(
  ecrits: AsyncIterable<Ecrit> | Iterable<Ecrit>,
  chargement: Chargement,
  total: Compteurs,
  rejets: Rejet[],
): Promise<void> {
  const { client, nature, maintenant } = chargement;
  const aujourdhui = civilDateOf(maintenant);
  let lot: Attente[] = [];
  for await (const ecrit of ecrits) {
    total.lus++;
    const enregistrement = analyser(ecrit);
    const defauts = defautsDe(nature, enregistrement, aujourdhui);
    if (defauts.length > 0) rejets.push(rejetDe(nature, ecrit, enregistrement, defauts));
    else
      lot.push({
        ...ficheDe(nature, enregistrement as Record<string, unknown>, maintenant, aujourdhui),
        rang: ecrit.rang,
        ligne: ecrit.ligne,
        original: ecrit.texte,
      });
    if (lot.length === LOT) {
      await deposer(client, lot);
      lot = [];
    }
  }
  await deposer(client, lot);
}

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
  const utilisable = typeof id === "string" && id !== "" && id.length <= 200 && id.isWellFormed() && !id.includes("\u0000");
  const commune = typeof codeInsee === "string" && /^(\d{2}|2[AB])\d{3}$/.test(codeInsee) ? codeInsee : null;
  return rejet(nature, ecrit, utilisable ? id : `ligne ${ecrit.ligne}`, ecrit.texte, commune, defauts, false);
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
