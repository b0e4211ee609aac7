import type { PropositionInstruction } from "./contenu";
import { descendant, enfants, type Noeud } from "./noeud";
import { booleen, code, date, type Reserve } from "./valeur";

type Libelles = Readonly<Record<string, string>>;

/** NATPARCOCAL, NATPARCOMOD: the parcours that @RSA computes, and the one an agent chose instead. Source: reference §4.2. */
export const PARCOURS_INSTRUCTION: Libelles = {
  PP: "Parcours professionnel",
  AS: "Parcours professionnel et appui social",
  PS: "Parcours social",
};
/** MOTIMODPARCO. */
export const MOTIFS_MODIFICATION_PARCOURS: Libelles = { CL: "Critère local", EA: "Entretien approfondi" };
/** SITPERSSOCPRO: the interview on the social and professional situation. */
export const ETATS_ENTRETIEN: Libelles = { AF: "À faire", EF: "Effectué", RE: "Refusé" };

function connu(noeud: Noeud | undefined, champ: string, libelles: Libelles, reserves: Reserve[]): string | null {
  const recu = code(noeud, 2, champ);
  if (recu !== null && !Object.hasOwn(libelles, recu))
    reserves.push({
      code: "CODE_INCONNU",
      champ,
      message: `Le code « ${recu} » de ${champ} n’est pas dans la nomenclature du hub. Il est gardé tel quel.`,
    });
  return recu;
}

/** What the instruction proposes for a person, or null when it says nothing of her parcours. */
function lireProposition(personne: Noeud, rang: number, reserves: Reserve[]): PropositionInstruction | null {
  const parcours = descendant(personne, "Parcours", "DeterminationParcours");
  const suivi = descendant(personne, "SuiviAppuiOrientation");
  if (!parcours && !suivi) return null;
  return {
    rang,
    parcoursCalcule: connu(parcours, "NATPARCOCAL", PARCOURS_INSTRUCTION, reserves),
    parcoursModifie: connu(parcours, "NATPARCOMOD", PARCOURS_INSTRUCTION, reserves),
    motifModification: connu(parcours, "MOTIMODPARCO", MOTIFS_MODIFICATION_PARCOURS, reserves),
    refuse: booleen(parcours, "TOPREFUPARCO"),
    entretien: connu(suivi, "SITPERSSOCPRO", ETATS_ENTRETIEN, reserves),
    le: date(suivi, "DTENRPARCO"),
  };
}

/** The propositions of a request, for the people whose rank is kept. */
export const lirePropositions = (demande: Noeud, rangs: ReadonlySet<number>, reserves: Reserve[]): PropositionInstruction[] =>
  enfants(demande, "Personne").flatMap((personne, i) => {
    const proposition = rangs.has(i + 1) ? lireProposition(personne, i + 1, reserves) : null;
    return proposition ? [proposition] : [];
  });
