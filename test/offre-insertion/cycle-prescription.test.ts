import fc from "fast-check";
import {
  occupeUnePlace,
  refusDAvancer,
  STATUTS,
  type Statut,
  TRANSITIONS,
} from "../../subgraphs/offre-insertion/prescription/prescription";

/** What the life of a prescription is, said apart from the table: the states that may come before each one. */
const AVANT: Record<Statut, Statut[]> = {
  BROUILLON: [],
  OUVERTE: ["BROUILLON"],
  A_L_ETUDE: ["OUVERTE"],
  VALIDEE: ["OUVERTE", "A_L_ETUDE"],
  DEMARREE: ["VALIDEE"],
  TERMINEE: ["DEMARREE"],
  REFUSEE: ["OUVERTE", "A_L_ETUDE"],
  EXPIREE: ["OUVERTE", "A_L_ETUDE", "VALIDEE"],
  ANNULEE: ["BROUILLON", "OUVERTE", "A_L_ETUDE", "VALIDEE"],
};
const FINS: Statut[] = ["TERMINEE", "REFUSEE", "EXPIREE", "ANNULEE"];

describe("vie d’une prescription", () => {
  it("aucune suite de demandes n’atteint un état interdit ; les places prises et rendues s’équilibrent", () => {
    const demande = fc.record({ vers: fc.constantFrom(...STATUTS), motif: fc.option(fc.string()) });
    fc.assert(
      fc.property(fc.array(demande, { maxLength: 30 }), (demandes) => {
        let statut: Statut = "OUVERTE";
        let places = 1;
        for (const { vers, motif } of demandes) {
          const refus = refusDAvancer(statut, vers, motif);
          if (refus) {
            expect(["TRANSITION_IMPOSSIBLE", "MOTIF_MANQUANT", "MOTIF_TROP_LONG"]).toContain(refus.code);
            continue;
          }
          expect(AVANT[vers]).toContain(statut);
          expect(FINS).not.toContain(statut);
          if (vers === "REFUSEE" || vers === "ANNULEE") expect(motif?.trim()).toBeTruthy();
          if (occupeUnePlace(statut) && !occupeUnePlace(vers)) places--;
          statut = vers;
        }
        expect(places).toBe(["REFUSEE", "EXPIREE", "ANNULEE"].includes(statut) ? 0 : 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it("chaque état s’atteint depuis le début, et chaque fin est une fin", () => {
    const atteints = new Set<Statut>(["BROUILLON"]);
    for (const statut of atteints) for (const suivant of TRANSITIONS[statut]) atteints.add(suivant);
    expect([...atteints].sort()).toEqual([...STATUTS].sort());
    expect(STATUTS.filter((s) => TRANSITIONS[s].length === 0).sort()).toEqual([...FINS].sort());
  });
});
