import type pg from "pg";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Clock } from "../subgraphs/shared/clock";
import type { Log } from "../subgraphs/shared/log";
import { lastingPool } from "../subgraphs/shared/owner";
import { MetriquesJournal } from "./metriques-journal";

// From partial indexes of what is open: what is done is never read, and a scrape costs what waits.
const FILE = `select departement, sens, partenaire, objet, statut, count(*)::int as nombre, min(cree_le) as ancien from echanges.echange
  where statut in ('A_ENVOYER', 'ENVOYE', 'A_CONFIRMER', 'REJETE', 'ABANDONNE') group by 1, 2, 3, 4, 5`;
const ABONNEMENTS = `select case when version_secret = 0 then 'EN_ATTENTE' when desactive_le is null then 'ACTIF' else 'DESACTIVE' end as etat,
  count(*)::int as nombre from echanges.abonnement where resilie_le is null group by 1`;
const DEPOTS = `select departement, objet, destinataire, case when erreur is null then 'EN_ATTENTE' else 'EN_ECHEC' end as etat, count(*)::int as nombre
  from echanges.depot where depose_le is null group by 1, 2, 3, 4`;
const LECTURES = "select departement, nom, derniere_reussite_le as reussie, echecs from echanges.lecture_partenaire";
const ALERTES = `select a.nature, a.gravite, count(*)::int as nombre from journal.alerte a
  where not exists (select from journal.alerte_examen e where e.alerte = a.id) group by 1, 2`;

/** Scrapes nearer than that share one reading of the database. */
const GARDE_MS = 5_000;
const EN_ATTENTE = ["A_ENVOYER", "ENVOYE", "A_CONFIRMER"];

interface LigneDeFile {
  departement: string;
  sens: string;
  partenaire: string;
  objet: string;
  statut: string;
  nombre: number;
  ancien: Date;
}

export interface AppelMesure {
  api: string;
  statut: number | string | null;
  ms: number;
}

/** What `/metrics` shows of the exchanges: the queue, the subscriptions, the deposits, the readings, the calls. Labels are codes: never a text of a client, never a person. */
export class MetriquesEchanges {
  private readonly registry = new Registry();
  private readonly journal = new MetriquesJournal(this.registry);
  private readonly pool: pg.Pool;
  private luLe = 0;
  private lecture: Promise<void> | null = null;

  constructor(
    databaseUrl: string,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.pool = lastingPool({ connectionString: databaseUrl, max: 1, idleTimeoutMillis: 10_000, application_name: "unefois-metriques" });
  }

  private jauge(name: string, help: string, labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private readonly file = this.jauge("unefois_echanges", "Échanges qui attendent quelqu’un", [
    "departement",
    "sens",
    "partenaire",
    "objet",
    "statut",
  ]);
  private readonly ancien = this.jauge("unefois_echanges_plus_ancien_secondes", "Âge du plus ancien envoi qui attend", [
    "departement",
    "partenaire",
    "objet",
  ]);
  private readonly alertes = this.jauge("unefois_alertes_ouvertes", "Alertes de la veille que personne n’a examinées", [
    "nature",
    "gravite",
  ]);
  private readonly abonnements = this.jauge("unefois_abonnements", "Abonnements en cours, par état", ["etat"]);
  private readonly depots = this.jauge(
    "unefois_depots",
    "Dépôts signés qui ne sont pas encore laissés : en attente, ou en échec au dernier essai",
    ["departement", "objet", "destinataire", "etat"],
  );
  private readonly reussie = this.jauge("unefois_lecture_reussie_secondes", "Temps passé depuis la dernière lecture réussie", [
    "departement",
    "lecture",
  ]);
  private readonly echecs = this.jauge("unefois_lecture_echecs", "Échecs de suite d’une lecture chez le partenaire", [
    "departement",
    "lecture",
  ]);
  private readonly base = this.jauge("unefois_metriques_base", "1 quand la base a répondu à la dernière mesure, 0 sinon", []);
  private readonly appels = new Histogram({
    name: "unefois_france_travail_secondes",
    help: "Appels à France Travail, par API et statut HTTP (0 : aucune réponse)",
    labelNames: ["api", "statut"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.registry],
  });
  private readonly livraisons = new Counter({
    name: "unefois_livraisons_total",
    help: "Livraisons aux abonnés, par issue",
    labelNames: ["issue"],
    registers: [this.registry],
  });

  private readonly conclus = new Counter({
    name: "unefois_echanges_total",
    help: "Échanges conclus avec France Travail depuis le démarrage du processus, par objet et statut",
    labelNames: ["sens", "partenaire", "objet", "statut"],
    registers: [this.registry],
  });

  readonly echange = (sens: "ENTRANT" | "SORTANT", objet: string, statut: string): void =>
    this.conclus.inc({ sens, partenaire: "FRANCE_TRAVAIL", objet, statut });
  readonly appel = ({ api, statut, ms }: AppelMesure): void => this.appels.observe({ api, statut: String(statut ?? 0) }, ms / 1000);
  readonly livraison = (issue: string): void => this.livraisons.inc({ issue });

  /** Prometheus text. PostgreSQL away: the counters of the process, and `unefois_metriques_base 0`. */
  async text(): Promise<string> {
    await this.relire();
    return this.registry.metrics();
  }

  private relire(): Promise<void> {
    if (this.lecture === null && this.clock.now().getTime() - this.luLe >= GARDE_MS) {
      this.lecture = this.lire().finally(() => {
        this.luLe = this.clock.now().getTime();
        this.lecture = null;
      });
    }
    return this.lecture ?? Promise.resolve();
  }

  private async lire(): Promise<void> {
    try {
      const [file, abonnements, depots, lectures, alertes] = [
        (await this.pool.query(FILE)).rows,
        (await this.pool.query(ABONNEMENTS)).rows,
        (await this.pool.query(DEPOTS)).rows,
        (await this.pool.query(LECTURES)).rows,
        (await this.pool.query(ALERTES)).rows,
      ];
      this.dire(file);
      this.alertes.reset();
      for (const { nombre, ...noms } of alertes) this.alertes.set(noms, nombre);
      this.abonnements.reset();
      for (const { etat, nombre } of abonnements) this.abonnements.set({ etat }, nombre);
      this.depots.reset();
      for (const { nombre, ...noms } of depots) this.depots.set(noms, nombre);
      for (const { departement, nom, reussie, echecs } of lectures) {
        this.echecs.set({ departement, lecture: nom }, echecs);
        if (reussie) this.reussie.set({ departement, lecture: nom }, this.secondesDepuis(reussie));
      }
      await this.journal.relire(this.pool, (instant) => this.secondesDepuis(instant));
      this.base.set(1);
    } catch (error) {
      this.log.warn({ err: error as Error }, "mesure des échanges impossible");
      this.base.set(0);
    }
  }

  private dire(lignes: LigneDeFile[]): void {
    this.file.reset();
    this.ancien.reset();
    const anciens = new Map<string, { departement: string; partenaire: string; objet: string; secondes: number }>();
    for (const { departement, sens, partenaire, objet, statut, nombre, ancien } of lignes) {
      this.file.set({ departement, sens, partenaire, objet, statut }, nombre);
      const secondes = this.secondesDepuis(ancien);
      const cle = `${departement} ${partenaire} ${objet}`;
      if (sens === "SORTANT" && EN_ATTENTE.includes(statut) && secondes >= (anciens.get(cle)?.secondes ?? 0))
        anciens.set(cle, { departement, partenaire, objet, secondes });
    }
    for (const { secondes, ...noms } of anciens.values()) this.ancien.set(noms, secondes);
  }

  private secondesDepuis(instant: Date): number {
    return Math.max(0, Math.floor((this.clock.now().getTime() - instant.getTime()) / 1000));
  }

  async close(): Promise<void> {
    this.registry.clear();
    await this.pool.end();
  }
}
