import { tenirRegistre } from "../../subgraphs/echanges/registre/registre";
import { sceller } from "../../subgraphs/shared/chaine/sceller.repository";
import { verifierJournal } from "../../subgraphs/shared/chaine/verifier.repository";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { avecConnexion } from "../base";
import { nombre, tableau } from "../tableau";

/** What the worker does with the register once the answers have left, and what reading it all again costs. Throws when the chain is not whole. */
export function mesurerChaine(databaseUrl: string): Promise<string> {
  return avecConnexion(databaseUrl, async (client) => {
    const chrono = async <T>(travail: () => Promise<T>): Promise<[resultat: T, ms: number]> => {
      const debut = performance.now();
      return [await travail(), performance.now() - debut];
    };
    // The tail: what was read before was numbered as it came.
    await numberEvents(client);
    await tenirRegistre(client);
    const [scellees, ms] = await chrono(() => sceller(client, new Date()));
    const [verification, relire] = await chrono(() => verifierJournal(client));
    if (!verification.intact) throw new Error(`La chaîne n’est pas intacte : ${verification.nombreAnomalies} anomalies.`);
    if (scellees === 0) throw new Error("Rien n’a été scellé : il n’y a rien à mesurer.");
    const parMille = (total: number, lignes: number) => nombre((total * 1000) / lignes);
    return tableau(
      ["journal, après les réponses (travailleur, commande)", "lignes", "ms pour 1 000 lignes", "lignes/s"],
      [
        ["scellées dans la chaîne", String(scellees), parMille(ms, scellees), debit(scellees, ms)],
        [
          "relues par « journal verifier »",
          String(verification.lignes),
          parMille(relire, verification.lignes),
          debit(verification.lignes, relire),
        ],
      ],
    );
  });
}

const debit = (lignes: number, ms: number): string => nombre((lignes * 1000) / ms);
