import { type Cible, type Mesure, medianes } from "../charge";
import { repondre } from "../contenu";
import { tempsProcesseur } from "../processeur";

const ECRITURE = `mutation ($allocataire: ID!, $telephone: String!) {
  declarerDonnees(allocataire: $allocataire, donnees: { telephone: $telephone }) { __typename }
}`;

export interface Ecritures {
  /** Writes of each round. */
  ecritures: number;
  tours: number;
  postgres: number;
}

/** A write after the other, each of another person and of another number, the targets in turns. */
export async function chargerEcritures(cibles: readonly Cible[], reglages: Ecritures): Promise<Map<Cible, Mesure>> {
  const personnes = await lirePersonnes(cibles[0]!);
  const tours = new Map<Cible, Mesure[]>(cibles.map((cible) => [cible, []]));
  // The first round warms them up.
  for (let rang = -1; rang < reglages.tours; rang++)
    for (const cible of cibles) {
      const mesure = await tour(cible, personnes, reglages);
      if (rang >= 0) tours.get(cible)!.push(mesure);
    }
  return new Map([...tours].map(([cible, mesures]) => [cible, medianes(mesures)]));
}

let numero = 0;

async function tour(cible: Cible, personnes: readonly string[], { ecritures, postgres }: Ecritures): Promise<Mesure> {
  const avant = [tempsProcesseur(cible.pids), tempsProcesseur([postgres])];
  const durees: number[] = [];
  for (let i = 0; i < ecritures; i++) {
    const telephone = `06${String(10_000_000 + ++numero)}`;
    const variables = { allocataire: personnes[numero % personnes.length], telephone };
    const debut = performance.now();
    const { data } = (await repondre({ ...cible, corps: JSON.stringify({ query: ECRITURE, variables }) })) as Ecrite;
    durees.push(performance.now() - debut);
    if (data.declarerDonnees.__typename === "Refus") throw new Error(`${cible.nom} : l’écriture est refusée.`);
  }
  const apres = [tempsProcesseur(cible.pids), tempsProcesseur([postgres])];
  const parEcriture = (i: number) => (avant[i] === null ? null : (apres[i]! - avant[i]!) / ecritures);
  durees.sort((a, b) => a - b);
  return {
    debit: (ecritures * 1000) / durees.reduce((somme, ms) => somme + ms, 0),
    p50: durees[Math.floor(ecritures * 0.5)]!,
    p97: durees[Math.floor(ecritures * 0.97)]!,
    octets: 0,
    processeur: parEcriture(0),
    postgres: parEcriture(1),
  };
}

type Ecrite = { data: { declarerDonnees: { __typename: string } } };

async function lirePersonnes(cible: Cible): Promise<string[]> {
  const corps = JSON.stringify({ query: "{ allocataires(first: 100) { nodes { id } } }" });
  const { data } = (await repondre({ ...cible, corps })) as { data: { allocataires: { nodes: { id: string }[] } } };
  return data.allocataires.nodes.map(({ id }) => id);
}
