import { randomUUID } from "node:crypto";
import type { Clock } from "../../subgraphs/shared/clock";
import { Activites } from "./activites-ouvertes";
import { jourParis } from "./dates";
import { Jetons } from "./jetons";
import type { ClientSimule, DossierUsager, EffetApplique, EtatUsager, UsagerSimule } from "./modele";
import { diagnosticVide } from "./modele-diagnostic";
import { Pannes } from "./pannes";

/** The state of the simulated SI Plateforme. Everything is in memory: stopping forgets it. */
export class Plateforme {
  private dossiers = new Map<string, DossierUsager>();
  private parIdentite = new Map<string, Set<string>>();
  private fusions = new Map<string, string>();
  /** Milliseconds between the clock of the platform and the machine's. */
  decalageMs = 0;
  appliques: EffetApplique[] = [];
  /** Calls received, by API: refused and failed ones too. */
  appels: Record<string, number> = {};
  evenements: Record<string, any>[] = [];
  depots = new Map<string, { sha256: string; octets: Buffer; le: Date; entetes: Record<string, string> }>();
  abonnement: { secrets: string[]; recus: Map<string, { le: Date; corps: unknown }> } = { secrets: [], recus: new Map() };
  /** Calls permitted a second for each API; null: no limit. */
  quotaParSeconde: number | null = null;
  readonly pannes = new Pannes();
  readonly activites = new Activites();
  readonly jetons: Jetons;

  constructor(
    readonly horloge: Clock,
    readonly clients: ClientSimule[],
  ) {
    this.jetons = new Jetons(() => this.maintenant());
  }

  maintenant(): Date {
    return new Date(this.horloge.now().getTime() + this.decalageMs);
  }

  nouvelId = (): string => randomUUID();

  ajouterUsager(usager: UsagerSimule): void {
    const m_date_effet_statut = usager.dateEffet ?? jourParis(this.maintenant());
    this.dossiers.set(usager.numeroFranceTravail, {
      usager: { rattache: true, ...usager },
      statut: {
        m_statut: usager.statut ?? "Inscrit",
        m_date_effet_statut,
        ...((usager.statut ?? "Inscrit") === "Inscrit" ? { m_categ_inscription_code: "1", m_categ_inscription_lib: "Catégorie 1" } : {}),
      },
      orientations: [],
      rendezVous: [],
      contrat: null,
      diagnostic: diagnosticVide(),
      manquements: [],
    });
    this.indexer(usager, usager.numeroFranceTravail);
  }

  private indexer(usager: UsagerSimule, numero: string): void {
    const cle = cleIdentite(usager.nir, usager.dateNaissance);
    const numeros = this.parIdentite.get(cle) ?? new Set();
    this.parIdentite.set(cle, numeros.add(numero));
  }

  /** The person of a number; after a merge, the one who was kept. */
  dossier(numero: string): DossierUsager | undefined {
    return this.dossiers.get(this.fusions.get(numero) ?? numero);
  }

  parNirEtDate(nir: string, dateNaissance: string): DossierUsager[] {
    const numeros = [...(this.parIdentite.get(cleIdentite(nir, dateNaissance)) ?? [])];
    return [...new Set(numeros.map((numero) => this.dossier(numero)).filter((dossier) => dossier !== undefined))];
  }

  /** Two people who were one: the lost one's number and NIR answer the kept one, her appointments are no longer known.
   * @throws Error when a number is unknown. */
  fusionner(perdu: string, garde: string): void {
    const [lost, kept] = [this.dossiers.get(perdu), this.dossier(garde)];
    if (!lost || !kept || lost === kept) throw new Error("Les deux numéros à réunir doivent être connus et différents.");
    const gardeFinal = kept.usager.numeroFranceTravail;
    for (const [ancien, vers] of this.fusions) if (vers === perdu) this.fusions.set(ancien, gardeFinal);
    this.fusions.set(perdu, gardeFinal);
    this.dossiers.delete(perdu);
    this.activites.transferer(perdu, gardeFinal);
  }

  etat(numero: string): EtatUsager | null {
    const dossier = this.dossier(numero);
    return dossier ? structuredClone({ ...dossier, activites: this.activites.dePersonne(dossier.usager.numeroFranceTravail) }) : null;
  }

  rattache(numero: string): boolean {
    return this.dossier(numero)?.usager.rattache !== false;
  }

  nombreDUsagers(): number {
    return this.dossiers.size;
  }

  /** Forgets everybody and everything that happened; clients stay. */
  remettreAZero(): void {
    this.dossiers.clear();
    this.parIdentite.clear();
    this.fusions.clear();
    this.depots.clear();
    this.abonnement.recus.clear();
    this.abonnement.secrets = [];
    this.evenements = [];
    this.appliques = [];
    this.appels = {};
    this.decalageMs = 0;
    this.quotaParSeconde = null;
    this.pannes.lever();
    this.activites.vider();
    this.jetons.vider();
  }
}

/** The key of a NIR is not compared: France Travail takes 13 or 15 characters. */
const cleIdentite = (nir: string, dateNaissance: string): string => `${nir.replace(/\s/g, "").slice(0, 13).toUpperCase()}|${dateNaissance}`;
