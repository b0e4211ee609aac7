import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Clock } from "../clock";
import type { Log } from "../log";
import {
  BorneDesRefus,
  CHAMPS_PAR_REFUS,
  type DemandeRefusee,
  EN_NOMBRE,
  NOM_D_OPERATION,
  PERSONNES_PAR_REFUS,
  type RefusEnNombre,
  type RegistreDesRefus,
} from "./refus";
import { compterRefus } from "./refus-mesures";

const INSCRIRE = "select journal.inscrire_refus($1) as inscrites";
/** Pause between a refusal and its row, and between two tries; refusals of that time are one statement. */
const ATTENTE_MS = 200;
const NOUVEL_ESSAI_MS = 2_000;
/** Rows of one statement, and rows that wait for a database that does not answer: beyond, they are lost, and counted so. */
const LOT = 200;
const EN_ATTENTE = 2_000;
/** SQLSTATE of a value that PostgreSQL will never take. */
const DONNEE_FAUSSE = /^2[23]/;

/** Writes refusals in the register, apart from the operation that was refused: in a transaction of its own, by batches, and again until it is done. */
export class InscripteurDeRefus implements RegistreDesRefus {
  private readonly borne = new BorneDesRefus();
  private lignes: object[] = [];
  private minuterie: NodeJS.Timeout | null = null;
  private fin: NodeJS.Timeout | null = null;
  private enCours: Promise<void> = Promise.resolve();
  /** Rows to send alone: one of them is refused by PostgreSQL for what it says, and must not hold the others. */
  private unParUn = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly clock: Pick<Clock, "now">,
    private readonly log: Pick<Log, "error"> | null,
  ) {}

  noter(refus: DemandeRefusee): void {
    this.fin ??= setInterval(() => this.finir(this.clock.now()), 5_000).unref();
    if (this.borne.passe(refus)) this.garder([ligneDe(refus)]);
    else compterRefus("en_nombre", 1);
  }

  /** Writes what waits. Nothing is thrown: what cannot be written waits again. */
  vider(): Promise<void> {
    this.enCours = this.enCours.then(() => this.ecrire());
    return this.enCours;
  }

  async close(): Promise<void> {
    if (this.fin) clearInterval(this.fin);
    this.finir();
    if (this.minuterie) clearTimeout(this.minuterie);
    await this.vider();
    if (this.minuterie) clearTimeout(this.minuterie);
    this.perdre(this.lignes.splice(0));
  }

  /** Writes the count of what the minutes that are over left out. */
  private finir(maintenant?: Date): void {
    this.garder(this.borne.finir(maintenant).map(ligneEnNombre));
  }

  private garder(lignes: object[]): void {
    if (lignes.length === 0) return;
    this.lignes.push(...lignes);
    if (this.lignes.length > EN_ATTENTE) this.perdre(this.lignes.splice(0, this.lignes.length - EN_ATTENTE));
    this.plusTard(ATTENTE_MS);
  }

  private plusTard(ms: number): void {
    this.minuterie ??= setTimeout(() => {
      this.minuterie = null;
      void this.vider();
    }, ms).unref();
  }

  private async ecrire(): Promise<void> {
    while (this.lignes.length > 0) {
      const lot = this.lignes.splice(0, this.unParUn > 0 ? 1 : LOT);
      this.unParUn = Math.max(0, this.unParUn - 1);
      try {
        await this.pool.query({ name: "inscrire_refus", text: INSCRIRE, values: [JSON.stringify(lot)] });
        compterRefus("inscrit", lot.length);
      } catch (error) {
        const code = (error as { code?: string }).code ?? "";
        this.log?.error({ err: error, lignes: lot.length }, "refus non inscrits au registre");
        compterRefus("echec", lot.length);
        if (lot.length === 1 && DONNEE_FAUSSE.test(code)) {
          this.perdre(lot);
          continue;
        }
        // The caller has her refusal: the row has an id, and is written once however often it is sent.
        this.lignes.unshift(...lot);
        if (DONNEE_FAUSSE.test(code)) {
          this.unParUn = lot.length;
          continue;
        }
        this.plusTard(NOUVEL_ESSAI_MS);
        return;
      }
    }
  }

  private perdre(lignes: object[]): void {
    if (lignes.length === 0) return;
    this.log?.error({ lignes: lignes.length }, "refus perdus : le registre ne s’écrit pas");
    compterRefus("perdu", lignes.length);
  }
}

function ligneDe({ operation, lieu, caller, motif, champs, demandees, numeros, perimetre, le }: DemandeRefusee): object {
  const { client, agent, organisme, departement, finalite } = caller;
  return {
    id: randomUUID(),
    operation: operation.id,
    operation_nom: operation.name.slice(0, NOM_D_OPERATION),
    requete: operation.requestId,
    sous_graphe: lieu,
    ...{ le, departement, client, agent, organisme, finalite, motif },
    champs: [...new Set(champs)].sort().slice(0, CHAMPS_PAR_REFUS),
    demandees: demandees.slice(0, PERSONNES_PAR_REFUS),
    numeros: numeros.slice(0, PERSONNES_PAR_REFUS).map((numero) => ({
      type: numero.type,
      valeurs: numero.valeurs,
      empreintes: numero.empreintes.map((empreinte) => empreinte.toString("hex")),
      naissance: numero.dateNaissance,
    })),
    departements: perimetre?.departements ?? [],
    portee: perimetre?.portee ?? null,
    organisme_id: perimetre?.organisme ?? null,
    referent: perimetre?.referent ?? null,
    aujourdhui: perimetre?.aujourdhui ?? null,
  };
}

function ligneEnNombre({ caller, nombre, le }: RefusEnNombre): object {
  const { client, organisme, departement, finalite } = caller;
  const id = randomUUID();
  const rien = { champs: [], demandees: [], numeros: [], departements: [] };
  const qui = { client, organisme, departement, finalite };
  return { id, operation: id, operation_nom: EN_NOMBRE, requete: id, sous_graphe: "hub", le, ...qui, ...rien, motif: EN_NOMBRE, nombre };
}
