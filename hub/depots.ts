import { Coffre } from "../subgraphs/echanges/depot/coffre";
import { type Cible, ciblesDe } from "../subgraphs/echanges/depot/depot.client";
import type { OutilsDepot } from "../subgraphs/echanges/depot/executer-depots";
import { cleDeSignature } from "../subgraphs/echanges/depot/signature";
import type { Secrets } from "../subgraphs/shared/secrets";
import type { Settings } from "../subgraphs/shared/settings";
import { Sentence } from "./sentence";

/** What makes and signs files for partners, from the secrets of the hub. Sentence in production without a key. */
export function outilsDepot(secrets: Pick<Secrets, "nirKey" | "depotClePrivee">): OutilsDepot {
  if (secrets.depotClePrivee === undefined)
    throw new Sentence("Aucune clé de signature : donnez DEPOT_CLE_PRIVEE (clé privée Ed25519, PKCS 8, en PEM ou en base64).");
  return { coffre: new Coffre(secrets.nirKey), cle: cleDeSignature(secrets.depotClePrivee) };
}

/** Where the worker leaves files, and with what. */
export interface Depots {
  outils: OutilsDepot;
  cibles: Cible[];
}

/** Null when the settings open no place to leave files. Sentence when they do and nothing signs. */
export function depotsDe(settings: Settings, secrets: Pick<Secrets, "nirKey" | "depotClePrivee">): Depots | null {
  const cibles = ciblesDe(settings.depots);
  return cibles.length === 0 ? null : { outils: outilsDepot(secrets), cibles };
}
