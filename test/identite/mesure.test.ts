import { jeuEtiquete } from "../../simulation/identites/jeu";
import { type Mesure, mesurer, rappel, rappelAvecCandidats } from "../../subgraphs/allocataires/identite/mesurer";

const mesure = (graine: string) => mesurer(jeuEtiquete(3000, graine), () => performance.now());

describe("mesure du rapprochement sur un jeu étiqueté", () => {
  it.each(["1", "2", "3"])("graine %s : aucune fausse fusion, rappel au-dessus du plancher", (graine) => {
    const { total, parDifficulte } = mesure(graine);
    expect(parDifficulte.filter((m) => m.fausses > 0)).toEqual([]);
    expect(total.recues).toBeGreaterThan(5000);
    expect(rappel(total)).toBeGreaterThan(0.82);
    expect(rappelAvecCandidats(total)).toBeGreaterThan(0.99);
  });

  it("montre chaque difficulté, celles où la personne est connue et celles où elle ne l’est pas", () => {
    const { parDifficulte } = mesure("1");
    const connues = parDifficulte.filter((m: Mesure) => m.connues > 0);
    expect(connues.length).toBeGreaterThan(15);
    expect(parDifficulte.length - connues.length).toBeGreaterThan(6);
  });

  it("donne le même jeu pour la même graine", () => expect(jeuEtiquete(50, "7")).toEqual(jeuEtiquete(50, "7")));
});
