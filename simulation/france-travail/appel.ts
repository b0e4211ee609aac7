import type http from "node:http";
import type { ClientSimule } from "./modele";
import { type Appel, ErreurApi, erreur } from "./operation";
import type { Plateforme } from "./plateforme";
import type { Route } from "./routeur";
import { defaut, sansNuls } from "./valider";

interface Recu {
  requete: http.IncomingMessage;
  url: URL;
  octets: Buffer;
}

const AGENT = ["pa-identifiant-agent", "pa-nom-agent", "pa-prenom-agent"] as const;

/** Checks token, scopes, headers, parameters and body, in that order. @throws ErreurApi */
export function appelDe(plateforme: Plateforme, route: Route, recu: Recu, perdu: boolean): Appel {
  const { api, operation } = route;
  const entetes = Object.fromEntries(Object.entries(recu.requete.headers).map(([nom, valeur]) => [nom, String(valeur)]));
  const scopes = [...api.scopes, ...(operation.scopes ?? [])];
  const client = scopes.length > 0 ? clientDuJeton(plateforme, entetes, { scopes, realm: api.realm ?? "/agent" }) : PERSONNE;
  const agent = api.agent ? agentDe(entetes) : { identifiant: "", nom: "", prenom: "" };
  const dossier = operation.usager ? dossierDuJeton(plateforme, entetes) : null;
  const maintenant = plateforme.maintenant();
  for (const p of operation.parametres ?? []) verifierParametre(route, p, recu.url.searchParams);
  const nomOperation = `${operation.methode} ${operation.chemin}`;
  return {
    plateforme,
    chemin: route.chemin,
    requete: recu.url.searchParams,
    corps: corpsDe(route, recu.octets, entetes["content-type"]),
    octets: recu.octets,
    entetes,
    agent,
    client,
    maintenant,
    perdu,
    get dossier() {
      if (!dossier) throw new Error(`${nomOperation} ne porte pas sur un usager.`);
      return dossier;
    },
    effet: (corps, numeroFranceTravail) => {
      plateforme.appliques.push({
        api: api.nom,
        operation: nomOperation,
        numeroFranceTravail: numeroFranceTravail ?? dossier?.usager.numeroFranceTravail ?? null,
        corps: corps ?? null,
        le: maintenant,
      });
    },
  };
}

const PERSONNE: ClientSimule = { id: "", secret: "" };

function clientDuJeton(
  plateforme: Plateforme,
  entetes: Record<string, string>,
  { scopes, realm }: { scopes: string[]; realm: string },
): ClientSimule {
  const [type = "", jeton = ""] = (entetes.authorization ?? "").split(" ");
  const lu = type.toLowerCase() === "bearer" ? plateforme.jetons.lireAcces(jeton) : null;
  if (!lu)
    throw new ErreurApi({
      ...erreur(401, "JETON_INVALIDE", "Jeton absent, inconnu ou expiré."),
      entetes: { "www-authenticate": 'Bearer error="invalid_token"' },
    });
  if (lu.realm !== realm)
    throw new ErreurApi({
      ...erreur(401, "REALM_REFUSE", `Cette API attend un jeton du realm ${realm}.`),
      entetes: { "www-authenticate": 'Bearer error="invalid_token"' },
    });
  const manquant = scopes.find((scope) => !lu.scopes.has(scope));
  if (manquant) throw new ErreurApi(erreur(403, "SCOPE_INSUFFISANT", `Le jeton ne porte pas ${manquant}.`));
  return lu.client;
}

/** Absent: 302 towards the portal; empty: 401; `|`: 400. */
function agentDe(entetes: Record<string, string>): Appel["agent"] {
  for (const nom of AGENT) {
    presence(entetes, nom);
    if (entetes[nom]?.includes("|")) throw new ErreurApi(erreur(400, "ENTETE_INVALIDE", `L’en-tête ${nom} porte un « | », interdit.`));
  }
  return { identifiant: entetes[AGENT[0]] ?? "", nom: entetes[AGENT[1]] ?? "", prenom: entetes[AGENT[2]] ?? "" };
}

function presence(entetes: Record<string, string>, nom: string): void {
  if (entetes[nom] === undefined)
    throw new ErreurApi({ statut: 302, entetes: { location: "https://entreprise.francetravail.fr/connexion" } });
  if (entetes[nom].trim() === "") throw new ErreurApi(erreur(401, "ENTETE_VIDE", `L’en-tête ${nom} est vide.`));
}

function dossierDuJeton(plateforme: Plateforme, entetes: Record<string, string>) {
  presence(entetes, "ft-jeton-usager");
  const numero = plateforme.jetons.lireUsager(entetes["ft-jeton-usager"] ?? "");
  const dossier = numero === null ? undefined : plateforme.dossier(numero);
  if (!dossier)
    throw new ErreurApi(erreur(401, "JETON_USAGER_INVALIDE", "Jeton usager inconnu ou expiré : recherchez l’usager de nouveau."));
  return dossier;
}

function verifierParametre(
  { api }: Route,
  p: { nom: string; ou: string; obligatoire?: boolean; schema: any },
  requete: URLSearchParams,
): void {
  if (p.ou !== "query") return;
  const texte = requete.get(p.nom);
  if (texte === null) {
    if (p.obligatoire) throw new ErreurApi(api.invalide(`Le paramètre ${p.nom} est obligatoire.`, p.nom));
    return;
  }
  const valeur = p.schema.type === "integer" && /^-?\d+$/.test(texte) ? Number(texte) : texte;
  if (defaut(p.schema, valeur)) throw new ErreurApi(api.invalide(`Le paramètre ${p.nom} est invalide.`, p.nom));
}

function corpsDe({ api, operation }: Route, octets: Buffer, type = ""): unknown {
  if (!operation.corps || operation.typeCorps) return null;
  if (api.agent && !type.includes("json")) throw new ErreurApi(erreur(415, "TYPE_REFUSE", "Le corps attendu est application/json."));
  let lu: unknown;
  try {
    const brut: unknown = octets.length === 0 ? {} : JSON.parse(octets.toString("utf8"));
    lu = api.nuls ? brut : sansNuls(brut);
  } catch {
    throw new ErreurApi(api.invalide("Le corps n’est pas un JSON lisible.", ""));
  }
  const trouve = defaut(operation.corps, lu);
  if (trouve) throw new ErreurApi(api.invalide(trouve.message, trouve.champ));
  return lu;
}
