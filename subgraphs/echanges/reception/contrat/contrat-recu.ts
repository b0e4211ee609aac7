import { jourLu } from "../../envoi/heure-paris";
import type { ContratEngagementFT } from "../../france-travail/api";

/** The contract of the hub, the last one. Civil dates. */
export interface ContratDuHub {
  id: string;
  statut: "A_SIGNER" | "SIGNE" | "REFUSE" | "SUSPENDU" | "CLOTURE";
  dateSignature: string | null;
  dateRefus: string | null;
  planAction: { libelle: string }[];
}

export type SuiteContrat =
  | { suite: "SIGNER"; jour: string }
  | { suite: "REFUSER"; jour: string }
  | { suite: "SUSPENDRE"; contrat: string; jour: string }
  | { suite: "DIVERGENCE"; champ: string; valeurHub: string; valeurPartenaire: string }
  | { suite: "IGNORER"; raison: string };

const ignorer = (raison: string): SuiteContrat => ({ suite: "IGNORER", raison });
const DEJA = "Le hub et France Travail disent le même contrat.";
const PLUS_RECENT = "Le contrat du hub est plus récent.";
const jourDe = (instant: string | null | undefined): string | null => (instant ? jourLu(instant) : null);

/** What the hub does with the contract that France Travail shows.
 * A_SIGNER and EN_ATTENTE_SIGNATURE say nothing yet (an old date there is what was signed before a réorientation); CLOTURE is the hub's own, twelve months after.
 * @param aujourdhui the day of a suspension that is not dated. */
export function suiteDuContrat(recu: ContratEngagementFT, notre: ContratDuHub | null, aujourdhui: string): SuiteContrat {
  if (recu.etat === "SIGNE") return signe(jourDe(recu.dateSignature), notre);
  if (recu.etat === "REFUSE") return refuse(jourDe(recu.dateRefus), notre);
  if (recu.etat !== "SUSPENDU") return ignorer("Ce contrat n’est ni signé, ni refusé, ni suspendu chez France Travail.");
  if (notre?.statut !== "SIGNE" && notre?.statut !== "A_SIGNER") return ignorer("Le hub n’a pas de contrat en cours à suspendre.");
  return { suite: "SUSPENDRE", contrat: notre.id, jour: jourDe(recu.dateSuspension) ?? aujourdhui };
}

function signe(jour: string | null, notre: ContratDuHub | null): SuiteContrat {
  if (jour === null) return ignorer("France Travail ne date pas la signature.");
  if (notre?.dateSignature === jour) return ignorer(DEJA);
  if (notre?.statut === "SIGNE")
    return { suite: "DIVERGENCE", champ: "dateSignature", valeurHub: notre.dateSignature!, valeurPartenaire: jour };
  const dernier = [notre?.dateRefus, notre?.dateSignature]
    .filter((d) => d != null)
    .sort()
    .at(-1);
  return dernier !== undefined && dernier > jour ? ignorer(PLUS_RECENT) : { suite: "SIGNER", jour };
}

function refuse(jour: string | null, notre: ContratDuHub | null): SuiteContrat {
  if (jour === null) return ignorer("France Travail ne date pas le refus.");
  if (notre?.dateRefus === jour) return ignorer(DEJA);
  if (notre?.statut === "SIGNE")
    return notre.dateSignature! > jour
      ? ignorer(PLUS_RECENT)
      : { suite: "DIVERGENCE", champ: "statut", valeurHub: "SIGNE", valeurPartenaire: "REFUSE" };
  if (notre?.statut === "REFUSE")
    return { suite: "DIVERGENCE", champ: "dateRefus", valeurHub: notre.dateRefus ?? "", valeurPartenaire: jour };
  return { suite: "REFUSER", jour };
}

/** What the person takes on that the plan of the contract does not say yet. The titles of the engagements are headings of the form, not acts. */
export function engagementsNouveaux(recu: ContratEngagementFT, notre: ContratDuHub): string[] {
  const connus = new Set(notre.planAction.map(({ libelle }) => simple(libelle)));
  return (recu.engagements?.engagementsUsager ?? [])
    .flatMap(({ libelles }) => libelles)
    .map((libelle) => libelle.replace(/\s+/g, " ").trim())
    .filter((libelle) => libelle !== "" && !connus.has(simple(libelle)) && connus.add(simple(libelle)));
}

const simple = (texte: string): string =>
  texte
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
