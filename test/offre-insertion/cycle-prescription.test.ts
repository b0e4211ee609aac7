import fc from "fast-check";
import {
  ACTEURS,
  FINALS,
  ISSUES,
  occupeUnePlace,
  refusDAvancer,
  STATUTS,
  type Statut,
  TRANSITIONS,
} from "../../subgraphs/offre-insertion/prescription/cycle";
import { MOTIF_REFUS, MOTIFS_REFUS, motifDeDora, motifDeFranceTravail } from "../../subgraphs/offre-insertion/prescription/motif-refus";

/** What the life of a prescription is, said apart from the table: the states that may come before each one. */
const AVANT: Record<Statut, Statut[]> = {
  BROUILLON: [],
  OUVERTE: ["BROUILLON"],
  A_L_ETUDE: ["OUVERTE"],
  VALIDEE: ["OUVERTE", "A_L_ETUDE"],
  DEMARREE: ["VALIDEE"],
  TERMINEE: ["DEMARREE"],
  REFUSEE: ["OUVERTE", "A_L_ETUDE"],
  EXPIREE: ["OUVERTE", "A_L_ETUDE"],
  ANNULEE: ["BROUILLON", "OUVERTE", "A_L_ETUDE", "VALIDEE"],
};
const FINS: Statut[] = ["TERMINEE", "REFUSEE", "EXPIREE", "ANNULEE"];

describe("vie d’une prescription", () => {
  it("aucune suite de demandes n’atteint un état interdit ; les places prises et rendues s’équilibrent", () => {
    const demande = fc.record({
      vers: fc.constantFrom(...STATUTS),
      acteur: fc.constantFrom(...ACTEURS),
      motif: fc.option(fc.string()),
      motifRefus: fc.option(fc.constantFrom(...MOTIFS_REFUS)),
      issue: fc.option(fc.constantFrom(...ISSUES)),
    });
    const CODES = ["TRANSITION_IMPOSSIBLE", "ETAPE_RESERVEE", "ISSUE_SANS_FIN", "MOTIF_SANS_REFUS", "MOTIF_MANQUANT", "MOTIF_TROP_LONG"];
    fc.assert(
      fc.property(fc.array(demande, { maxLength: 30 }), (demandes) => {
        let statut: Statut = "OUVERTE";
        let places = 1;
        for (const etape of demandes) {
          const { vers, acteur, motif, motifRefus } = etape;
          const refus = refusDAvancer(statut, false, etape);
          if (refus) {
            expect(CODES).toContain(refus.code);
            continue;
          }
          expect(AVANT[vers]).toContain(statut);
          expect(FINS).not.toContain(statut);
          expect(acteur === "DELAI").toBe(vers === "EXPIREE");
          if (vers === "ANNULEE") expect(motif?.trim()).toBeTruthy();
          if (vers === "REFUSEE") expect(motif?.trim() || (motifRefus && motifRefus !== "AUTRE")).toBeTruthy();
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
    for (const statut of atteints) for (const suivant of Object.keys(TRANSITIONS[statut])) atteints.add(suivant as Statut);
    expect([...atteints].sort()).toEqual([...STATUTS].sort());
    expect([...FINALS].sort()).toEqual([...FINS].sort());
  });

  it("la structure ne retire pas une demande qu’elle n’a pas validée, et n’ouvre pas un brouillon", () => {
    const code = (statut: Statut, vers: Statut) => refusDAvancer(statut, false, { vers, acteur: "STRUCTURE", motif: "m" })?.code ?? null;
    expect(code("OUVERTE", "ANNULEE")).toBe("ETAPE_RESERVEE");
    expect(code("BROUILLON", "OUVERTE")).toBe("ETAPE_RESERVEE");
    expect(code("VALIDEE", "ANNULEE")).toBeNull();
  });

  it("qui attend une place peut être étudié ou refusé, jamais validé", () => {
    const code = (vers: Statut) => refusDAvancer("OUVERTE", true, { vers, acteur: "STRUCTURE", motif: "m" })?.code ?? null;
    expect([code("A_L_ETUDE"), code("REFUSEE"), code("VALIDEE")]).toEqual([null, null, "EN_LISTE_D_ATTENTE"]);
  });

  it("un abandon dit pourquoi ; une issue ne se dit qu’à la fin, un motif de refus qu’avec un refus", () => {
    const code = (statut: Statut, etape: object) =>
      refusDAvancer(statut, false, { acteur: "PRESCRIPTEUR", ...etape } as never)?.code ?? null;
    expect(code("DEMARREE", { vers: "TERMINEE", issue: "ABANDON" })).toBe("MOTIF_MANQUANT");
    expect(code("DEMARREE", { vers: "TERMINEE", issue: "ABANDON", motif: "Déménagement" })).toBeNull();
    expect(code("VALIDEE", { vers: "DEMARREE", issue: "ABOUTIE" })).toBe("ISSUE_SANS_FIN");
    expect(code("OUVERTE", { vers: "VALIDEE", motifRefus: "AUTRE" })).toBe("MOTIF_SANS_REFUS");
    expect(code("OUVERTE", { vers: "REFUSEE", motifRefus: "AUTRE" })).toBe("MOTIF_MANQUANT");
    expect(code("OUVERTE", { vers: "REFUSEE", motifRefus: "SESSION_COMPLETE" })).toBeNull();
  });
});

/** Values as DORA's form and the API of France Travail write them (reference, §2 and §3.2), apart from the table. */
const DORA = [
  "bénéficiaire-non-joignable",
  "bénéficiaire-absent",
  "bénéficiaire-en-emploi",
  "bénéficiaire-en-formation",
  "bénéficiaire-non-éligible",
  "bénéficiaire-non-mobile",
  "bénéficiaire-non-intéressé",
  "freins-périphériques",
  "session-complète",
  "orientation-en-doublon",
  "autre",
];

describe("motifs de refus", () => {
  it("les onze de DORA, aller et retour, et le manque de places", () => {
    expect(DORA.map((valeur) => MOTIF_REFUS[motifDeDora(valeur)!].dora)).toEqual(DORA);
    expect(new Set(DORA.map(motifDeDora)).size).toBe(11);
    expect(MOTIFS_REFUS.filter((motif) => motifDeDora(MOTIF_REFUS[motif].dora) !== motif)).toEqual(["MANQUE_CAPACITE_ACCUEIL"]);
    expect(motifDeDora("inconnu")).toBeNull();
  });

  it("le manque de places de France Travail est la session complète de DORA, et revient à lui-même", () => {
    const motif = motifDeFranceTravail("MANQUE_CAPACITE_ACCUEIL")!;
    expect(motif).toBe("MANQUE_CAPACITE_ACCUEIL");
    expect(MOTIF_REFUS[motif]).toMatchObject({ dora: "session-complète", franceTravail: "MANQUE_CAPACITE_ACCUEIL" });
    expect(MOTIF_REFUS.SESSION_COMPLETE.franceTravail).toBe("MANQUE_CAPACITE_ACCUEIL");
    expect(motifDeFranceTravail("AUTRE")).toBe("AUTRE");
    expect(motifDeFranceTravail("ENTRETIEN_ORIENTATION")).toBeNull();
  });

  it("chacun a un libellé français, et un seul", () => {
    expect(new Set(MOTIFS_REFUS.map((motif) => MOTIF_REFUS[motif].libelle)).size).toBe(12);
  });
});
