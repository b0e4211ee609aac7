import type { Log } from "../../shared/log";
import type { AgentAppelant, FranceTravail, Usager } from "../france-travail/api";
import type { Depart, Suite } from "./envoi-en-file";
import { CircuitOuvert, EmpechementDEnvoi, echecDe } from "./erreur-envoi";
import type { Outils } from "./objet-sortant";
import type { Dossier } from "./preparer-envois";
import { accepte, apresEchec, apresRelecture, confirme, type Instant, ignore, rejete, reporte } from "./suite-envoi";

export interface Service {
  api: FranceTravail;
  agent: AgentAppelant;
  /** Says ENVOYE. False: the lease is no longer ours, and nothing may be sent. */
  marquer(depart: Depart): Promise<boolean>;
  instant(): Instant;
  log: Log;
}

type Pret = Extract<Dossier, { etat: "PRET" }>;

/** Deals with one exchange: reads back what is uncertain or accepted, sends what is to be sent. Null: it is no longer ours. */
export async function servir(dossier: Dossier, service: Service): Promise<Suite | null> {
  const { envoi } = dossier;
  switch (dossier.etat) {
    case "SANS_OBJET":
      return ignore(dossier.raison, service.instant());
    case "SANS_BASE_LEGALE":
      return rejete("BASE_LEGALE_MANQUANTE", service.instant());
    case "ILLISIBLE": {
      const appel = envoi.statut === "A_ENVOYER" ? "ENVOI" : "RELECTURE";
      return apresEchec(envoi, appel, { ...echecDe(null), incertain: false }, service.instant());
    }
    case "PRET":
      return servirPret(dossier, service);
  }
}

async function servirPret(dossier: Pret, service: Service): Promise<Suite | null> {
  const { envoi } = dossier;
  if (envoi.statut === "A_ENVOYER") {
    if (envoi.confirmee === dossier.empreinte) return confirme(service.instant(), null, DEJA_CONFIRME);
    return envoyer(dossier, service);
  }
  const suite = await relire(dossier, service);
  return suite === "ENVOYER" ? envoyer(dossier, service) : suite;
}

const DEJA_CONFIRME = "France Travail a déjà confirmé ce même contenu.";

async function relire(dossier: Pret, service: Service): Promise<Suite | "ENVOYER"> {
  const { envoi, objet, corps, empreinte } = dossier;
  try {
    const lu = await objet.relire(envoi, corps, outils(dossier, service));
    return apresRelecture(envoi, lu, empreinte, service.instant());
  } catch (error) {
    if (error instanceof CircuitOuvert) return reporte(envoi, error.jusque, false);
    return apresEchec(envoi, "RELECTURE", constater(error, dossier, service), service.instant());
  }
}

async function envoyer(dossier: Pret, service: Service): Promise<Suite | null> {
  const { envoi, objet, corps, empreinte, champs } = dossier;
  const { echange, allocataire } = envoi;
  if (!(await service.marquer({ echange, objet: envoi.objet, allocataire, empreinte, champs }))) return null;
  try {
    const { identifiant } = await objet.envoyer(envoi, corps, outils(dossier, service));
    return accepte(service.instant(), identifiant);
  } catch (error) {
    if (error instanceof CircuitOuvert) return reporte(envoi, error.jusque, true);
    return apresEchec(envoi, "ENVOI", constater(error, dossier, service), service.instant());
  }
}

/** A fault of the hub is told to who runs it; what the partner answers is only told in the exchange. */
function constater(error: unknown, { envoi }: Pret, { log }: Service) {
  const echec = echecDe(error);
  if (echec.erreur.code === "ERREUR_INTERNE")
    log.error({ err: error as Error, objet: envoi.objet, echange: envoi.echange }, "envoi en échec");
  return echec;
}

/** The person is looked up once an exchange, and only if a call needs her. */
function outils({ designation }: Pret, { api, agent, instant }: Service): Outils {
  let trouve: Promise<Usager> | null = null;
  const usager = () => {
    trouve ??= designation === null ? Promise.reject(new EmpechementDEnvoi("IDENTIFIANT_MANQUANT")) : api.usagers.rechercher(designation);
    return trouve;
  };
  return { api, usager, agent, maintenant: instant().maintenant };
}
