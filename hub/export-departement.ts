import type pg from "pg";
import {
  type FaitStocke,
  faitsDesPersonnes,
  type NomsDePersonne,
  nomsDesPersonnes,
  referentsDuDepartement,
} from "../subgraphs/allocataires/fichier-departement/export.repository";
import { CHAMPS_LUS, enEnregistrement, enregistrement, faitIdentifiant } from "../subgraphs/allocataires/fichier-departement/exporter";
import { defautDe } from "../subgraphs/allocataires/fichier-departement/valider";
import { RequestContext } from "../subgraphs/shared/context";
import type { Caller, Finalite } from "../subgraphs/shared/identity";
import type { ContexteImport } from "../subgraphs/shared/import";
import type { Operateur } from "../subgraphs/shared/operateur";
import { newOperation } from "../subgraphs/shared/operation";
import { numberEvents } from "../subgraphs/shared/sequencer";
import type { Subgraph } from "../subgraphs/shared/subgraph";
import { withoutRoom } from "../subgraphs/shared/whole-file";
import { appelantsDuDepartement } from "./departement-appliquer";
import { type Applique, baseDuDepartement, clesConnues, noterDits } from "./departement-registre";
import { type Encodage, type FichierEcrit, Sortie } from "./departement-sortie";
import { inscrire } from "./operateur";

export interface DemandeExport {
  dossier: string;
  departement: string;
  /** Cursor of an earlier export, or the first day of what is told; null: all. */
  depuis: { curseur: number } | { jour: string } | null;
  encodage: Encodage;
  finalite: Finalite;
}

export interface ResultatExport {
  fichiers: FichierEcrit[];
  /** Position in the journal to give to the next export. */
  curseur: number;
  personnes: number;
  /** Facts that the format cannot say (a contract without an end, an orientation without its reason), by kind and reason. */
  omis: Record<string, number>;
}

/** `operateur`: who runs the export, whom the register names beside the software that receives it. */
export type ContexteExport = ContexteImport & { subgraphs: Subgraph[]; operateur?: Operateur };

/** People read at a time: one transaction, one row of the register. */
const LOT = 1_000;

/** Tells the software of a Département what the hub knows, all of it or of the people who changed since a cursor.
 * Runs as the Département, under its rights and a purpose; the register of access says who was read. Errors: Sentence when the folder is not empty. */
export async function exporterDepartement(demande: DemandeExport, context: ContexteExport): Promise<ResultatExport> {
  const owner = baseDuDepartement(context.ownerUrl);
  let sortie: Sortie | null = null;
  try {
    const { source: _, ...departement } = (await appelantsDuDepartement(owner, demande.departement)).DEPARTEMENT;
    sortie = new Sortie(demande.dossier, demande.encodage);
    const lot = new LotExporte({ ...departement, finalite: demande.finalite }, owner, context, sortie);
    // The cursor before the facts: what changes meanwhile is told again by the next export, never lost.
    const curseur = await dernierePosition(owner);
    const ids = await personnesChangees(owner, demande);
    await lot.referents();
    for (let debut = 0; debut < ids.length; debut += LOT) {
      await lot.personnes(ids.slice(debut, debut + LOT));
      context.avancement?.("Export du Département", Math.min(debut + LOT, ids.length), ids.length);
    }
    const depuis = demande.depuis === null ? null : String(Object.values(demande.depuis)[0]);
    const fichiers = lot.sortie.finir({ departement: demande.departement, produitLe: context.now().toISOString(), depuis, curseur });
    return { fichiers, curseur, personnes: ids.length, omis: lot.omis };
  } catch (error) {
    sortie?.abandonner();
    throw withoutRoom(error, demande.dossier);
  } finally {
    await owner.end();
  }
}

/** Last position of the journal, once all that is committed is numbered: the hub may not be running. */
async function dernierePosition(owner: pg.Pool): Promise<number> {
  const client = await owner.connect();
  try {
    await numberEvents(client);
  } finally {
    client.release();
  }
  const { rows } = await owner.query<{ position: number }>("select coalesce(max(position), 0) as position from journal.evenement");
  return rows[0]!.position;
}

/** The people of the département, or those whom an event names since then. An event not numbered yet counts: it comes after any cursor. */
async function personnesChangees(owner: pg.Pool, { departement, depuis }: DemandeExport): Promise<string[]> {
  const { rows } =
    depuis === null
      ? await owner.query<{ id: string }>(
          "select a.id from allocataires.allocataire a where a.departement = $1 and a.canonique is null order by a.id",
          [departement],
        )
      : await owner.query<{ id: string }>(
          `select distinct coalesce(a.canonique, a.id) as id from journal.evenement e
           join allocataires.allocataire a on a.departement = e.departement and a.id = e.allocataire
           where e.departement = $1 and ($2::bigint is not null and coalesce(e.position > $2, true) or e.survenu_le >= $3::timestamp at time zone 'Europe/Paris') order by 1`,
          [departement, "curseur" in depuis ? depuis.curseur : null, "jour" in depuis ? depuis.jour : null],
        );
  return rows.map((r) => r.id);
}

class LotExporte {
  readonly omis: Record<string, number> = {};

  constructor(
    private readonly caller: Caller,
    private readonly owner: pg.Pool,
    private readonly context: ContexteExport,
    readonly sortie: Sortie,
  ) {}

  private ouvrir(): RequestContext {
    const { database } = this.context.subgraphs.find((subgraph) => subgraph.name === "allocataires")!;
    const operation = newOperation("export departement");
    return new RequestContext({
      caller: this.caller,
      operation,
      database,
      subgraph: "allocataires",
      now: this.context.now,
      fields: CHAMPS_LUS,
      nature: "EXPORT",
    });
  }

  async referents(): Promise<void> {
    const ctx = this.ouvrir();
    const referents = await referentsDuDepartement(await ctx.read(), this.caller.departement);
    await ctx.end();
    const cles = await clesConnues(
      this.owner,
      this.caller.departement,
      referents.map(({ objet }) => ({ type: "referent", objet })),
    );
    const jour = ctx.today();
    await this.dire(
      referents.map(({ objet, champs }) => ({
        objet,
        enregistrement: enregistrement("referent", cles.get(`referent ${objet}`) ?? `hub:${objet}`, jour, champs),
      })),
    );
  }

  async personnes(ids: string[]): Promise<void> {
    const ctx = this.ouvrir();
    const tx = await ctx.read();
    const [noms, stockes] = await Promise.all([nomsDesPersonnes(tx, ids), faitsDesPersonnes(tx, ids)]);
    const parPersonne = new Map(noms.map((n) => [n.allocataire, n]));
    const faits = [...noms.flatMap((n) => faitIdentifiant(n) ?? []), ...stockes];
    const cles = await clesConnues(this.owner, this.caller.departement, faits.map(cleDeFait));
    const dits = faits.map((fait) => this.enDit(fait, parPersonne.get(fait.allocataire)!, cles));
    ctx.saw(new Set(faits.map((fait) => fait.allocataire)));
    // No register, no line: the people read are written down before anything of them leaves.
    await ctx.end();
    await this.operateur(faits.map((fait) => fait.allocataire));
    await this.dire(dits);
  }

  private async operateur(allocataires: string[]): Promise<void> {
    const { operateur, now } = this.context;
    if (!operateur) return;
    const client = await this.owner.connect();
    try {
      const inscription = { nature: "EXPORT", allocataires, champs: CHAMPS_LUS, finalite: this.caller.finalite!, le: now() } as const;
      await inscrire(client, operateur, inscription);
    } finally {
      client.release();
    }
  }

  private enDit(fait: FaitStocke, noms: NomsDePersonne, cles: Map<string, string>): Applique {
    const { type, objet } = cleDeFait(fait);
    return { objet, enregistrement: enEnregistrement(fait, noms, cles.get(`${type} ${objet}`) ?? null) };
  }

  private async dire(dits: Applique[]): Promise<void> {
    const dicibles = dits.filter(({ enregistrement: e }) => {
      const defaut = defautDe(e);
      if (defaut) this.omis[`${e.type} ${defaut.champ}`] = (this.omis[`${e.type} ${defaut.champ}`] ?? 0) + 1;
      return defaut === null;
    });
    await noterDits(this.owner, this.caller.departement, dicibles, this.context.now());
    for (const { enregistrement: e } of dicibles) this.sortie.ecrire(e);
  }
}

/** A réorientation is an orientation in the base, and its own kind in the files. */
const cleDeFait = ({ type, objet, champs }: FaitStocke): { type: string; objet: string } => ({
  type: champs.origine === "REORIENTATION" ? "reorientation" : type,
  objet,
});
