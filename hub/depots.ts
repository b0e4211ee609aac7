import { Coffre } from "../subgraphs/echanges/depot/coffre";
import type { OutilsDepot } from "../subgraphs/echanges/depot/executer-depots";
import { cleDeSignature } from "../subgraphs/echanges/depot/signature";
import type { Secrets } from "../subgraphs/shared/secrets";
import { Sentence } from "./sentence";

/** What makes and signs files for partners, from the secrets of the hub. Sentence in production without a key. */
export function outilsDepot(secrets: Secrets): OutilsDepot {
  if (secrets.depotClePrivee === undefined)
    throw new Sentence("Aucune clé de signature : donnez DEPOT_CLE_PRIVEE (clé privée Ed25519, PKCS 8, en PEM ou en base64).");
  return { coffre: new Coffre(secrets.nirKey), cle: cleDeSignature(secrets.depotClePrivee) };
}
