import { jeuEtiquete } from "../simulation/identites/jeu";
import { type Mesure, mesurer, precision, rappel, rappelAvecCandidats } from "../subgraphs/allocataires/identite/mesurer";
import type { AddCommand } from "./command";
import { Sentence } from "./sentence";

const pourcent = (part: number): string => `${(100 * part).toFixed(1).replace(".", ",")} %`;

const ligne = (m: Mesure): string =>
  [
    m.difficulte.padEnd(44),
    String(m.recues).padStart(7),
    (m.connues ? pourcent(rappel(m)) : "").padStart(9),
    (m.connues ? pourcent(rappelAvecCandidats(m)) : "").padStart(9),
    String(m.manquees).padStart(9),
    String(m.doutesInutiles).padStart(8),
    String(m.fausses).padStart(8),
  ].join(" ");

export const commandeMesurerIdentites: AddCommand = (program) => {
  program
    .command("mesurer-identites")
    .description("mesure le rapprochement d’identités sur un jeu étiqueté : rappel, précision, fausses fusions")
    .option("--personnes <N>", "nombre de personnes connues", "5000")
    .option("--graine <G>", "même graine : même jeu", "1")
    .option("--json", "écrit la mesure en JSON")
    .action((o: { personnes: string; graine: string; json?: boolean }) => {
      const personnes = Number(o.personnes);
      if (!Number.isInteger(personnes) || personnes < 1 || personnes > 200_000)
        throw new Sentence(`--personnes attend un nombre entier de 1 à 200000, et non « ${o.personnes} ».`, 2);
      const rapport = mesurer(jeuEtiquete(personnes, o.graine), () => performance.now());
      if (rapport.total.fausses > 0) process.exitCode = 1;
      if (o.json) {
        process.stdout.write(`${JSON.stringify(rapport, null, 2)}\n`);
        return;
      }
      const titres = `${"difficulté".padEnd(44)}  reçues    seules  proposées manquées  doutes  fausses`;
      process.stdout.write(`${[titres, ...rapport.parDifficulte.map(ligne), ligne(rapport.total)].join("\n")}\n`);
      process.stdout.write(
        `Précision ${pourcent(precision(rapport.total))}, ${Math.round(rapport.paires / rapport.secondes)} paires comparées par seconde.\n`,
      );
    });
};
