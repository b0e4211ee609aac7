import type { WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import type { Finalite } from "../../shared/identity";
import { type DeclarationDonnees, type DemandeDonnees } from "../provenance/declarerDonnees";
import type { Situation } from "../situation";
import type { DecisionDemande, StatutDemande } from "../vocabulaire";
import type { DemandeLue } from "./demande.repository";
import { limiteDe, refusDeRepondre, suite } from "./demande-de-droits";
import { DONNEES } from "./donnees-rectifiables";

/** What answering a request writes, whatever stores it. */
export interface Reponses {
  statuer(
    demande: DemandeLue,
    r: { statut: StatutDemande; motif: string | null; le: string; limite: string; par: string | null },
  ): Promise<void>;
  /** Keeps what the source says today of what is contested. */
  contester(demande: DemandeLue): Promise<void>;
  opposer(demande: DemandeLue, le: string): Promise<void>;
  limiter(demande: DemandeLue, champs: readonly string[], le: string): Promise<void>;
  lever(demande: DemandeLue): Promise<void>;
  /** Declares the right value; null: it was refused by a rule of what may be declared. */
  declarer(donnees: DemandeDonnees): Promise<DeclarationDonnees | Refus>;
}

export interface ReponseDemandee {
  decision: DecisionDemande;
  motif: string | null;
  finalite: Finalite | null;
  aujourdhui: string;
}

/** Answers a request: the next status, what it stops or corrects, its event and its trace. The person is told why it is refused, and where to appeal. */
export async function statuerDemande(
  situation: Situation,
  demande: DemandeLue,
  reponse: ReponseDemandee,
  reponses: Reponses,
  { publish, trace }: WritingTransaction,
): Promise<{ statut: StatutDemande } | Refus> {
  const { decision, motif, aujourdhui } = reponse;
  const refusee = refusDeRepondre(situation.acteur, reponse.finalite);
  if (refusee) return refusee;
  const prevue = suite(demande, decision, motif);
  if ("refus" in prevue) return prevue.refus;
  const effet = decision === "ACCEPTER" ? await appliquer(demande, reponses, aujourdhui) : prevue.statut;
  if (effet instanceof Refus) return effet;
  if (decision === "LEVER") await reponses.lever(demande);
  const statut = typeof effet === "string" ? effet : prevue.statut;
  const limite = decision === "PROLONGER" ? limiteDe(demande.recueLe, true) : demande.limite;
  if (statut === "A_LA_SOURCE") await reponses.contester(demande);
  await reponses.statuer(demande, { statut, motif, le: aujourdhui, limite, par: situation.acteur.organisme });
  const { departement, allocataire, id, nature, traitements } = demande;
  const donnees = { demande: id, nature, statut, traitements, champs: demande.coordonnees };
  await publish({ type: "DemandeDeDroitsStatuee", departement, allocataire, donnees });
  if (nature === "RECTIFICATION" && statut === "ACCEPTEE")
    await publish({ type: "DonneeRectifiee", departement, allocataire, donnees: { demande: id, champs: demande.coordonnees } });
  await trace([allocataire], ["DemandeDeDroits.statut"]);
  return { statut };
}

/** What an acceptance does. A rectification that a better placed source contradicts waits for that source: A_LA_SOURCE, the datum is contested. */
async function appliquer(demande: DemandeLue, reponses: Reponses, le: string): Promise<StatutDemande | Refus> {
  if (demande.nature === "OPPOSITION") await reponses.opposer(demande, le);
  if (demande.nature === "LIMITATION") await reponses.limiter(demande, champsLimites(demande), le);
  if (demande.nature !== "RECTIFICATION") return "ACCEPTEE";
  const { moyen } = DONNEES[demande.donnee!];
  // Once told, the source corrected it: the Département has seen the flow that says so.
  if (moyen === "ACTE" || (moyen === "SOURCE" && demande.statut === "A_LA_SOURCE")) return "ACCEPTEE";
  if (moyen === "SOURCE" || demande.valeur === null) return "A_LA_SOURCE";
  const faite = await reponses.declarer({ ...(demande.valeur as Partial<DemandeDonnees>), parAllocataire: false, rectification: true });
  if (faite instanceof Refus) return faite;
  return faite.ecartees.length === 0 ? "ACCEPTEE" : "A_LA_SOURCE";
}

/** A limited diagnosis has no field of declaration: it is named by itself. */
export const champsLimites = ({ donnee, champs }: DemandeLue): string[] => (champs.length > 0 ? champs : [donnee!.toLowerCase()]);
