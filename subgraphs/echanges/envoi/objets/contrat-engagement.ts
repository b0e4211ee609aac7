import type { SystemeSource } from "../../../shared/contrat/enums";
import type { ContratEngagementFT } from "../../france-travail/api";
import { debutDuJour, jourLu } from "../heure-paris";
import { DEJA_CHEZ_FRANCE_TRAVAIL, type LireFaits, lireLesFaits } from "../lire-faits";
import type { ObjetSortant, Outils, Relecture } from "../objet-sortant";

/** A contract as its owner gives it (allocataires/transmission). Civil dates. */
export interface FaitContrat {
  id: string;
  nature: string;
  statut: string;
  dateSignature: string | null;
  dateRefus: string | null;
  source: SystemeSource;
}

/** One of both: the instants are the first ones of the day, in Paris. France Travail refuses an instant to come. */
export type CorpsContrat = { dateSignature: string } | { dateRefus: string };

/** The contrats d’engagement, and the CER that they replace. A PPAE is France Travail’s own; an orientation of three months is no contract. */
const NATURES_DITES = ["CONTRAT_ENGAGEMENT", "CER"];

const RAISONS: Record<string, string> = {
  A_SIGNER: "Le contrat est à signer : rien n’est encore signé ni refusé.",
  SUSPENDU: "Le contrat est suspendu, après une cessation d’inscription.",
  CLOTURE: "Le contrat est clos.",
};
const SANS_CONTRAT = "France Travail n’a pas de contrat d’engagement pour cette personne : il n’y a rien à refuser chez lui.";

function sansObjet({ source, nature, statut, dateSignature, dateRefus }: FaitContrat): string | null {
  if (source === "FRANCE_TRAVAIL") return DEJA_CHEZ_FRANCE_TRAVAIL;
  if (!NATURES_DITES.includes(nature)) return "Ce n’est pas un contrat d’engagement du Département.";
  if (RAISONS[statut]) return RAISONS[statut];
  return (statut === "SIGNE" ? dateSignature : dateRefus) === null ? "Le contrat ne dit pas son jour." : null;
}

/** CONTRAT_ENGAGEMENT: signed or refused, and when; never its motives, its hours nor its plan. */
export const objetContratEngagement = (lire: LireFaits<FaitContrat>): ObjetSortant<FaitContrat, CorpsContrat> => ({
  objet: "CONTRAT_ENGAGEMENT",
  lire: lireLesFaits(lire, { sansObjet }),
  corps: (_message, fait) => corpsContrat(fait),
  envoyer: async (_message, corps, outils) => {
    await envoyer(corps, outils);
    return { identifiant: null };
  },
  relire: async (_message, corps, { api, usager }) => comparer(corps, await api.contratEngagement.lire(await usager())),
});

export const corpsContrat = ({ statut, dateSignature, dateRefus }: FaitContrat): CorpsContrat =>
  statut === "SIGNE" ? { dateSignature: debutDuJour(dateSignature!) } : { dateRefus: debutDuJour(dateRefus!) };

/** Created as signed where none runs, signed or refused where one waits. What France Travail says otherwise is left as it is: the read-back tells it. */
async function envoyer(corps: CorpsContrat, { api, usager }: Outils): Promise<void> {
  const personne = await usager();
  const lu = await api.contratEngagement.lire(personne);
  if (comparer(corps, lu).etat !== "ABSENT") return;
  if ("dateRefus" in corps) await api.contratEngagement.refuser(personne, corps);
  else if (lu === null || lu.etat === "CLOTURE") await api.contratEngagement.creerSigne(personne, corps);
  else await api.contratEngagement.signer(personne, corps);
}

export const comparer = (corps: CorpsContrat, lu: ContratEngagementFT | null): Relecture =>
  "dateRefus" in corps ? comparerRefus(corps.dateRefus, lu) : comparerSignature(corps.dateSignature, lu);

const memeJour = (ici: string, la: string | null | undefined) => !!la && jourLu(la) === jourLu(ici);
const ecart = (champ: string, ici: string, la: string | null | undefined, modifieLe: string | null | undefined): Relecture => ({
  etat: "DIFFERENT",
  ecarts: [{ champ, valeurHub: ici, valeurPartenaire: la ?? null }],
  modifieLe: modifieLe ?? null,
});

function comparerSignature(signature: string, lu: ContratEngagementFT | null): Relecture {
  if (lu?.etat === "SIGNE")
    return memeJour(signature, lu.dateSignature)
      ? { etat: "CONFORME" }
      : ecart("dateSignature", jourLu(signature), lu.dateSignature && jourLu(lu.dateSignature), lu.dateSignature);
  if (lu?.etat === "REFUSE" && lu.dateRefus && jourLu(lu.dateRefus) > jourLu(signature))
    return ecart("etat", "SIGNE", "REFUSE", lu.dateRefus);
  return { etat: "ABSENT" };
}

function comparerRefus(refus: string, lu: ContratEngagementFT | null): Relecture {
  if (lu === null || lu.etat === "CLOTURE") return { etat: "SANS_OBJET", raison: SANS_CONTRAT };
  if (lu.etat === "SIGNE") return ecart("etat", "REFUSE", "SIGNE", lu.dateSignature);
  if (lu.etat !== "REFUSE") return { etat: "ABSENT" };
  return memeJour(refus, lu.dateRefus)
    ? { etat: "CONFORME" }
    : ecart("dateRefus", jourLu(refus), lu.dateRefus && jourLu(lu.dateRefus), lu.dateRefus);
}
