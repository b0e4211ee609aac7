import { randomUUID } from "node:crypto";
import { civilDateOf } from "../../shared/civil-date";
import type { Clock } from "../../shared/clock";
import type { Log } from "../../shared/log";
import type { AgentAppelant, DesignationUsager, FranceTravail } from "../france-travail/api";
import type { BasesLegales } from "./base-legale";
import { Disjoncteur, proteger } from "./disjoncteur";
import type { Depart, EnvoiEnFile, FileDEnvoi, Suite } from "./envoi-en-file";
import { Groupe } from "./groupe";
import type { ObjetSortant } from "./objet-sortant";
import { type Dossier, preparer } from "./preparer-envois";
import { servir } from "./servir-envoi";
import { ignore } from "./suite-envoi";

export interface ReglagesMoteur {
  departement: string;
  file: FileDEnvoi;
  api: FranceTravail;
  objets: readonly ObjetSortant[];
  bases: BasesLegales;
  /** How France Travail knows people; who has neither number nor NIR is absent. */
  designer(departement: string, allocataires: readonly string[]): Promise<Map<string, DesignationUsager>>;
  agent: AgentAppelant;
  clock: Clock;
  /** Civil date: facts before it are not told. */
  depuis?: string | null;
  log: Log;
  /** Exchanges taken at a time, and called at the same time. */
  lot?: number;
  /** 0 to 1. */
  hasard?: () => number;
  /** Told of each exchange written CONFIRME, REJETE, ABANDONNE or IGNORE. */
  onIssue?: (objet: string, statut: string) => void;
}

const FINALS = ["CONFIRME", "REJETE", "ABANDONNE", "IGNORE"];

const LOT = 20;
/** Longer than the calls of one sending can last: a lease that ends says that its worker is dead. */
const BAIL_MS = 5 * 60_000;
const REPOS_MS = 1_000;
export const AVANT_LA_MISE_EN_SERVICE = "Le fait est antérieur à la mise en service des envois (FRANCE_TRAVAIL_DEPUIS).";

/** The engine of the queue: takes the heads of the lines, reads their facts at their owners, says ENVOYE, calls, and writes what came of it.
 * Several may work on one queue. Nothing is sent again before the partner is read. */
export class Moteur {
  private readonly disjoncteur: Disjoncteur;
  private readonly api: FranceTravail;
  private readonly objets: Map<string, ObjetSortant>;
  private readonly arret = new AbortController();
  /** The lease of the batch at work. */
  private bail: string | null = null;
  private boucle: Promise<void> = Promise.resolve();

  constructor(private readonly reglages: ReglagesMoteur) {
    this.disjoncteur = new Disjoncteur(reglages.clock);
    this.api = proteger(reglages.api, this.disjoncteur);
    this.objets = new Map(reglages.objets.map((objet) => [objet.objet, objet]));
  }

  private get possibles(): string[] {
    return [...this.objets.keys()];
  }

  /** Deals with everything that is due, and returns how many exchanges that was. */
  async tour(): Promise<number> {
    let faits = 0;
    for (let lot = await this.unLot(); lot > 0; lot = await this.unLot()) faits += lot;
    return faits;
  }

  /** When something is due next; null when the queue is empty. What waits for an API that is away is due at its next probe. */
  async prochain(): Promise<Date | null> {
    const dus = await this.reglages.file.prochains(this.possibles, this.reglages.clock.now());
    if (dus.length === 0) return null;
    return new Date(Math.min(...dus.map(({ objet, le }) => Math.max(le.getTime(), this.disjoncteur.pause(objet)?.getTime() ?? 0))));
  }

  /** Works until `arreter`. */
  demarrer(): void {
    this.boucle = this.travailler();
  }

  /** Gives back what has not left, and waits for the calls in flight, at most that long; what they did is then read back by whoever comes next. */
  async arreter(delaiMs = 20_000): Promise<void> {
    this.arret.abort();
    await this.rendre();
    let minuterie: NodeJS.Timeout | undefined;
    const delai = new Promise<void>((resolve) => {
      minuterie = setTimeout(resolve, delaiMs);
    });
    await Promise.race([this.boucle, delai]);
    clearTimeout(minuterie);
  }

  private async rendre(): Promise<void> {
    const { file, clock, log } = this.reglages;
    if (this.bail === null) return;
    // Without PostgreSQL nothing can be given back: the leases end by themselves.
    await file.rendre(this.bail, clock.now()).catch((err: Error) => log.warn({ err }, "baux de la file d’envoi gardés jusqu’à leur fin"));
  }

  private async travailler(): Promise<void> {
    const { clock, log } = this.reglages;
    const { signal } = this.arret;
    for (let prevenu = false; !signal.aborted; ) {
      try {
        if (!prevenu) await this.ignorerAnciens();
        prevenu = true;
        await this.tour();
      } catch (error) {
        log.warn({ err: error as Error }, "file d’envoi interrompue, reprise dans une seconde");
      }
      await clock.wait(REPOS_MS, signal);
    }
  }

  /** All at once, rather than one batch after another: the first time, the whole past of the hub is there. Midnight in Paris is never before 22:00 UTC. */
  async ignorerAnciens(): Promise<number> {
    const { depuis, file, clock } = this.reglages;
    return depuis ? file.ignorerAvant(new Date(`${depuis}T00:00:00+02:00`), AVANT_LA_MISE_EN_SERVICE, clock.now()) : 0;
  }

  private async unLot(): Promise<number> {
    if (this.arret.signal.aborted) return 0;
    const objets = this.possibles.filter((objet) => this.disjoncteur.pause(objet) === null);
    const sains = objets.filter((objet) => !this.disjoncteur.aSonder(objet));
    const bail = randomUUID();
    this.bail = bail;
    const envois = await this.prendre(sains, this.reglages.lot ?? LOT, bail);
    if (sains.length < objets.length) {
      const douteux = objets.filter((objet) => !sains.includes(objet));
      envois.push(...(await this.prendre(douteux, 1, bail)));
    }
    if (this.arret.signal.aborted) await this.rendre();
    else if (envois.length > 0) await this.traiter(envois, bail);
    return envois.length;
  }

  private async prendre(objets: readonly string[], limite: number, bail: string): Promise<EnvoiEnFile[]> {
    if (objets.length === 0) return [];
    const { file, clock } = this.reglages;
    return file.reserver({ maintenant: clock.now(), jusque: this.finDuBail(), bail, possibles: this.possibles, objets, limite });
  }

  private finDuBail(): Date {
    return new Date(this.reglages.clock.now().getTime() + BAIL_MS);
  }

  /** One batch: facts read together, then each exchange on its own; their small writes are made together. */
  private async traiter(envois: EnvoiEnFile[], bail: string): Promise<void> {
    const { file, clock } = this.reglages;
    const depart = new Groupe<Depart, boolean>((departs) => file.marquer(departs, bail, clock.now(), this.finDuBail()));
    const conclusions = new Groupe<{ envoi: EnvoiEnFile; suite: Suite }, boolean>((lot) => file.conclure(lot, bail, clock.now()));
    const conclure = (envoi: EnvoiEnFile, suite: Suite) => conclusions.ajouter({ envoi, suite });
    const anciens = envois.filter((envoi) => this.estAncien(envoi));
    const aDire = envois.filter((envoi) => !this.estAncien(envoi));
    const dossiers = await preparer(aDire, { ...this.reglages, objets: this.objets });
    await Promise.all([
      ...anciens.map((envoi) => conclure(envoi, ignore(AVANT_LA_MISE_EN_SERVICE, this.instant()))),
      ...dossiers.map((dossier) => this.un(dossier, depart, conclure)),
    ]);
  }

  private async un(
    dossier: Dossier,
    departs: Groupe<Depart, boolean>,
    conclure: (envoi: EnvoiEnFile, suite: Suite) => Promise<boolean>,
  ): Promise<void> {
    const suite = await servir(dossier, {
      api: this.api,
      agent: this.reglages.agent,
      marquer: (depart) => departs.ajouter(depart),
      instant: () => this.instant(),
      log: this.reglages.log,
    });
    // Null: another worker has taken it, or the person was erased meanwhile.
    if (suite !== null && (await conclure(dossier.envoi, suite)) && FINALS.includes(suite.statut))
      this.reglages.onIssue?.(dossier.envoi.objet, suite.statut);
  }

  private instant() {
    return { maintenant: this.reglages.clock.now(), hasard: (this.reglages.hasard ?? Math.random)() };
  }

  private estAncien({ statut, survenuLe }: EnvoiEnFile): boolean {
    const { depuis } = this.reglages;
    return !!depuis && statut === "A_ENVOYER" && civilDateOf(survenuLe) < depuis;
  }
}
