import type { z } from "zod";
import type { Clock } from "../../shared/clock";
import type { AgentAppelant, Usager } from "./api-usager";
import { entetesAgent } from "./entetes";
import { ErreurFranceTravail } from "./erreur-france-travail";
import { JetonsAcces } from "./jeton-acces";
import { JetonsUsager } from "./jetons-usager";
import { Limite } from "./limite";
import { attendre, erreurDe, type Reponse } from "./lire-erreur";
import { type NomApi, PROFILS, type ProfilApi, type Quota } from "./profils";
import { requete } from "./requete-http";

/** One call that went out, for the counters of `/metrics`. `statut` null: no answer. Milliseconds. */
export interface AppelFait {
  api: NomApi;
  operation: string;
  statut: number | null;
  ms: number;
}

export interface ReglagesFranceTravail {
  /** Base of all the APIs, without `/partenaire`. */
  url: string;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  agent: AgentAppelant | string;
  clock: Clock;
  /** Which API of orientation is spoken. 2 by default. */
  versionOrientation?: 1 | 2;
  quotas?: Partial<Record<NomApi | "*", Partial<Quota>>>;
  /** Paths and scopes that differ from the documented ones (sandbox). */
  profils?: Partial<Record<NomApi, Partial<ProfilApi>>>;
  /** How long an answer is waited for, ms of real time. 30 s, 60 s for a list. */
  delaiMs?: number;
  delaiListeMs?: number;
  onAppel?: (appel: AppelFait) => void;
  /** How real input and output is awaited: a virtual clock may hold still meanwhile. */
  pendant?: <T>(travail: () => Promise<T>) => Promise<T>;
}

export interface Appel<T> {
  api: NomApi;
  operation: string;
  methode: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  chemin: string;
  parametres?: Record<string, string | undefined>;
  corps?: unknown;
  usager?: Usager;
  entetes?: Record<string, string>;
  /** It changes something at France Travail. */
  ecriture?: boolean;
  liste?: boolean;
  parIdentifiant?: boolean;
  /** What is used of the answer; unknown fields are let through. */
  schema: z.ZodType<T>;
}

/** A pause that the partner asks for is waited for when it is short; a longer one is told to who calls. */
const PAUSE_ATTENDUE_SECONDES = 5;

/** The way all calls go: token, headers, limits, time-out, and one reading of what comes back. Throws ErreurFranceTravail, nothing else. */
export class Transport {
  readonly jetonsUsager: JetonsUsager;
  readonly agent: AgentAppelant;
  private readonly jetons: JetonsAcces;
  private readonly limites = new Map<NomApi, Limite>();
  private readonly pauses = new Map<NomApi, { le: number; attenteMs: number; cause: ErreurFranceTravail }>();

  constructor(private readonly reglages: ReglagesFranceTravail) {
    const { agent } = reglages;
    this.agent = typeof agent === "string" ? { identifiant: agent, nom: agent, prenom: agent } : agent;
    this.jetonsUsager = new JetonsUsager(reglages.clock);
    this.jetons = new JetonsAcces(reglages, (url, corps) => this.formulaire(url, corps));
  }

  /** The body of the answer; null for an empty one. */
  async appeler<T>(appel: Appel<T>): Promise<T | null> {
    const profil = this.profil(appel.api);
    await this.pause(appel.api);
    return this.limite(appel.api, profil).passer(async () => {
      await this.pause(appel.api);
      const jeton = await this.jetons.pour(profil);
      const premiere = await this.envoyer(appel, profil, jeton);
      if (premiere.statut !== 401) return this.lire(premiere, appel);
      this.jetons.oublier(profil, jeton);
      return this.lire(await this.envoyer(appel, profil, await this.jetons.pour(profil)), appel);
    });
  }

  /** The body of an answer that may not be empty. Errors: REPONSE_ILLISIBLE when it is. */
  async obtenir<T>(appel: Appel<T>): Promise<T> {
    const lu = await this.appeler(appel);
    if (lu === null) throw new ErreurFranceTravail("REPONSE_ILLISIBLE", { incertain: appel.ecriture ?? false });
    return lu;
  }

  private lire<T>(reponse: Reponse, appel: Appel<T>): T | null {
    const contexte = { api: appel.api, ecriture: appel.ecriture ?? false, parIdentifiant: appel.parIdentifiant ?? false };
    const erreur = erreurDe(reponse, contexte);
    if (erreur) throw this.suites(erreur, appel);
    if (reponse.vide) return null;
    const lu = appel.schema.safeParse(reponse.json);
    if (lu.success) return lu.data;
    throw new ErreurFranceTravail("REPONSE_ILLISIBLE", { statut: reponse.statut, incertain: contexte.ecriture });
  }

  /** What an error changes for the next calls: a pause of the whole API, a token of a person forgotten. */
  private suites(erreur: ErreurFranceTravail, appel: Appel<unknown>): ErreurFranceTravail {
    const { attendreSecondes: attente } = erreur;
    if (attente !== null) this.pauses.set(appel.api, { le: this.reglages.clock.now().getTime(), attenteMs: attente * 1000, cause: erreur });
    const refuse = appel.usager !== undefined && (erreur.statut === 401 || erreur.statut === 403);
    if (refuse && this.jetonsUsager.refuse(appel.usager!.jeton) && erreur.statut === 401)
      return new ErreurFranceTravail("INDISPONIBLE", { statut: 401, codePartenaire: erreur.codePartenaire, attendreSecondes: 1 });
    return erreur;
  }

  private async pause(api: NomApi): Promise<void> {
    const pause = this.pauses.get(api);
    const passe = pause ? this.reglages.clock.now().getTime() - pause.le : 0;
    // Less than nothing: the clock was set back since.
    if (!pause || passe < 0 || passe >= pause.attenteMs) return;
    const reste = pause.attenteMs - passe;
    if (reste > PAUSE_ATTENDUE_SECONDES * 1000) {
      const { code, statut } = pause.cause;
      throw new ErreurFranceTravail(code === "INDISPONIBLE" ? code : "QUOTA", { statut, attendreSecondes: Math.ceil(reste / 1000) });
    }
    await this.reglages.clock.wait(reste);
  }

  private async envoyer(appel: Appel<unknown>, profil: ProfilApi, jeton: string): Promise<Reponse> {
    const url = new URL(`${this.reglages.url.replace(/\/$/, "")}${profil.base}${appel.chemin}`);
    for (const [nom, valeur] of Object.entries(appel.parametres ?? {})) if (valeur !== undefined) url.searchParams.set(nom, valeur);
    const headers = new Headers({ accept: "application/json", ...entetesAgent(this.agent), ...appel.entetes });
    headers.set("authorization", `Bearer ${jeton}`);
    if (appel.usager) headers.set("ft-jeton-usager", appel.usager.jeton);
    if (appel.corps !== undefined) headers.set("content-type", "application/json");
    const body = appel.corps === undefined ? undefined : JSON.stringify(appel.corps);
    return this.mesurer(appel, () => this.http(url.href, { method: appel.methode, headers, body }, appel));
  }

  private async formulaire(url: string, corps: URLSearchParams): Promise<Reponse> {
    const reponse = await this.http(url, { method: "POST", body: corps, headers: { accept: "application/json" } }, {});
    if (reponse.statut === 429) throw new ErreurFranceTravail("QUOTA", { statut: 429, attendreSecondes: reponse.attendreSecondes });
    if (reponse.statut >= 500) throw new ErreurFranceTravail("INDISPONIBLE", { statut: reponse.statut });
    if (reponse.statut >= 300 && reponse.statut < 400) throw new ErreurFranceTravail("CONFIGURATION", { statut: reponse.statut });
    return reponse;
  }

  private http(url: string, init: RequestInit, { ecriture, liste }: { ecriture?: boolean; liste?: boolean }): Promise<Reponse> {
    const { delaiMs = 30_000, delaiListeMs = 60_000, clock, pendant = (travail) => travail() } = this.reglages;
    return pendant(async () => {
      const { statut, texte, entetes } = await requete(url, init, liste ? delaiListeMs : delaiMs, ecriture ?? false);
      return {
        statut,
        vide: texte.trim() === "",
        json: jsonOuRien(texte),
        attendreSecondes: attendre(entetes.get("retry-after"), entetes.get("date"), clock.now()),
      };
    });
  }

  private async mesurer(appel: Appel<unknown>, travail: () => Promise<Reponse>): Promise<Reponse> {
    const debut = performance.now();
    let statut: number | null = null;
    try {
      const reponse = await travail();
      statut = reponse.statut;
      return reponse;
    } catch (erreur) {
      if (erreur instanceof ErreurFranceTravail) statut = erreur.statut;
      throw erreur;
    } finally {
      this.reglages.onAppel?.({ api: appel.api, operation: appel.operation, statut, ms: performance.now() - debut });
    }
  }

  private profil(api: NomApi): ProfilApi {
    const { quotas = {}, profils = {} } = this.reglages;
    return { ...PROFILS[api], ...profils[api], ...quotas["*"], ...quotas[api] };
  }

  private limite(api: NomApi, quota: Quota): Limite {
    const limite = this.limites.get(api) ?? new Limite(quota, this.reglages.clock);
    this.limites.set(api, limite);
    return limite;
  }
}

function jsonOuRien(texte: string): unknown {
  try {
    return JSON.parse(texte);
  } catch {
    return undefined;
  }
}
