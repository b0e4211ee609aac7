import type { KeyObject } from "node:crypto";
import type pg from "pg";
import { allOrNothing } from "../../shared/owner";
import type { Coffre } from "./coffre";
import type { Cible } from "./depot.client";
import {
  ajouterDepot,
  type DepotRow,
  depotParCle,
  noterDepose,
  noterEchec,
  prochainDepot,
  sequenceSuivante,
  verrouiller,
} from "./depot.repository";
import { ACTIONS_DEPOT, ErreurDepot, prochainEssaiDepot } from "./erreur-depot";
import { type Destinataire, ecrireManifeste, type Fichier, type Manifeste, nomDeDepot, sha256 } from "./manifeste";
import { signer } from "./signature";

export interface OutilsDepot {
  coffre: Coffre;
  /** Ed25519. */
  cle: KeyObject;
}

export interface NouveauDepot {
  departement: string;
  /** Code of interoperabilite.csv. */
  objet: string;
  destinataire: Destinataire;
  /** What the file holds (a week, a day…), without a datum of a person: the same key is the same file. */
  cle: string;
  /** Lines of people or of decisions. */
  nombre: number;
  /** The same lines in each format: `jsonl`, `csv`. */
  fichiers: { extension: string; contenu: Buffer }[];
  creeLe: Date;
}

/** Makes a signed file, in the transaction of the caller (owner's connection), for `deposerCeQuiEstDu` to leave.
 * Again under the same key: the file that was made, to the byte. Throws when the content is not the same. */
export async function creerDepot(client: pg.ClientBase, outils: OutilsDepot, nouveau: NouveauDepot): Promise<DepotRow> {
  await verrouiller(client, nouveau);
  const deja = await depotParCle(client, nouveau);
  if (deja) return memeContenu(deja, nouveau);
  const sequence = await sequenceSuivante(client, nouveau);
  const nom = nomDeDepot({ ...nouveau, sequence });
  const fichiers = nouveau.fichiers.map(({ extension, contenu }) => ({ nom: `${nom}.${extension}`, contenu }));
  const manifeste = ecrireManifeste({ ...nouveau, sequence, creeLe: nouveau.creeLe.toISOString(), annule: false }, fichiers);
  return ajouterDepot(client, {
    ...nouveau,
    sequence,
    nom,
    manifeste,
    sha256: sha256(manifeste),
    signature: signer(outils.cle, Buffer.from(manifeste)),
    contenu: outils.coffre.sceller(fichiers),
  });
}

function memeContenu(deja: DepotRow, nouveau: NouveauDepot): DepotRow {
  const gardes = (JSON.parse(deja.manifeste) as Manifeste).fichiers.map((f) => f.sha256);
  const donnes = nouveau.fichiers.map((f) => sha256(f.contenu).toString("hex"));
  if (deja.contenu !== null && gardes.join() !== donnes.join())
    throw new Error(`Un dépôt ${nouveau.objet} au contenu différent existe déjà sous la clé « ${nouveau.cle} ».`);
  return deja;
}

/** The files of a deposit, in the order in which they are left: whoever sees the manifest has all the rest. Without content, the lines are missing. */
export function fichiersDuDepot(depot: Pick<DepotRow, "nom" | "manifeste" | "signature" | "contenu">, coffre: Coffre): Fichier[] {
  return [
    ...(depot.contenu === null ? [] : coffre.ouvrir(depot.contenu)),
    { nom: `${depot.nom}.sig`, contenu: depot.signature },
    { nom: `${depot.nom}.json`, contenu: Buffer.from(depot.manifeste) },
  ];
}

/** Writes in the register whose data a file carries, on the connection of the deposit, before the file is left. */
export type AvantDepot = (client: pg.ClientBase, depot: DepotRow) => Promise<void>;

/** Leaves every file whose turn has come, in the order of its line. Returns how many were left. `client`: the owner's connection. */
export async function deposerCeQuiEstDu(
  client: pg.ClientBase,
  outils: OutilsDepot,
  cibles: readonly Cible[],
  maintenant: () => Date,
  avant?: AvantDepot,
): Promise<number> {
  const destinataires = [...new Set(cibles.flatMap((cible) => cible.destinataires))];
  for (let deposes = 0; ; ) {
    const issue = await allOrNothing(client, () => deposerLeProchain(client, { outils, cibles, avant }, destinataires, maintenant()));
    if (issue === "RIEN") return deposes;
    if (issue === "DEPOSE") deposes++;
  }
}

async function deposerLeProchain(
  client: pg.ClientBase,
  { outils, cibles, avant }: { outils: OutilsDepot; cibles: readonly Cible[]; avant?: AvantDepot },
  destinataires: readonly Destinataire[],
  le: Date,
): Promise<"RIEN" | "DEPOSE" | "ECHEC"> {
  const depot = await prochainDepot(client, le, destinataires);
  if (!depot) return "RIEN";
  const annule = depot.contenu === null;
  if (!annule) await avant?.(client, depot);
  const signe = annule ? videEtSigne(depot, outils) : depot;
  const cible = cibles.find((c) => c.destinataires.includes(depot.destinataire))!;
  try {
    for (const fichier of fichiersDuDepot(signe, outils.coffre)) await cible.deposer(depot.destinataire, fichier);
  } catch (error) {
    if (!(error instanceof ErreurDepot)) throw error;
    const prochainEssai = prochainEssaiDepot(depot.tentatives, le);
    await noterEchec(client, depot, { code: error.code, message: error.message, action: ACTIONS_DEPOT[error.code], prochainEssai });
    return "ECHEC";
  }
  await noterDepose(client, depot, { le, manifeste: signe.manifeste, sha256: sha256(signe.manifeste), signature: signe.signature, annule });
  return "DEPOSE";
}

/** Emptied before it was left: its rank is still told, signed, with no line, so that who receives sees no gap. */
function videEtSigne(depot: DepotRow, outils: OutilsDepot): DepotRow {
  const { departement, objet, destinataire, cle, sequence } = depot;
  const creeLe = depot.creeLe.toISOString();
  const manifeste = ecrireManifeste({ departement, objet, destinataire, cle, sequence, creeLe, nombre: 0, annule: true }, []);
  return { ...depot, manifeste, signature: signer(outils.cle, Buffer.from(manifeste)) };
}
