import fc from "fast-check";
import type { DossierDiagnosticFT } from "../../subgraphs/echanges/france-travail/api";
import {
  type ContrainteDuHub,
  contraintesDites,
  contraintesRecues,
  jourDuDiagnostic,
  suiteDuDiagnostic,
} from "../../subgraphs/echanges/reception/diagnostic/diagnostic-recu";

const dossier = (plus: Partial<DossierDiagnosticFT>): DossierDiagnosticFT => ({
  contraintes: [],
  autonomieNumerique: null,
  agent: null,
  dateExploration: null,
  ...plus,
});
const frein = (nom: string, impact = "FORT", prioritaire = false): ContrainteDuHub => ({ frein: nom, impact, prioritaire });

describe("un diagnostic lu chez France Travail", () => {
  it("dit les freins présents, le numérique compris ; ni ceux levés, ni ceux que personne n’a abordés, ni un code inconnu", () => {
    const lu = dossier({
      contraintes: [
        { code: "23", valeur: "OUI", impact: "MOYEN", estPrioritaire: true },
        { code: "27", valeur: "CLOTUREE", impact: "FORT" },
        { code: "25", valeur: "NON_ABORDEE" },
        { code: "28", valeur: "OUI", impact: "NON_RENSEIGNE" },
        { code: "99", valeur: "OUI" },
      ],
      autonomieNumerique: { code: "22", valeur: "OUI", impact: "FAIBLE" },
    });
    expect(contraintesRecues(lu)).toEqual([
      frein("FINANCES", "NON_RENSEIGNE"),
      frein("MOBILITE", "MOYEN", true),
      frein("NUMERIQUE", "FAIBLE"),
    ]);
  });

  it("sa date est celle de Paris", () => {
    expect(jourDuDiagnostic(dossier({ dateExploration: "2026-03-02T23:30:00Z" }))).toBe("2026-03-03");
    expect(jourDuDiagnostic(dossier({}))).toBeNull();
  });

  const RECUES = [frein("MOBILITE")];
  it.each([
    ["inconnu du hub", null, false, "ENREGISTRER"],
    ["égal au nôtre", { etabliLe: "2026-03-01", contraintes: [frein("MOBILITE")] }, true, "IGNORER"],
    ["plus récent que le nôtre", { etabliLe: "2026-03-01", contraintes: [] }, false, "ENREGISTRER"],
    ["plus récent, le nôtre pas encore dit", { etabliLe: "2026-03-01", contraintes: [] }, true, "DIVERGENCE"],
    ["du même jour, différent", { etabliLe: "2026-03-03", contraintes: [] }, false, "DIVERGENCE"],
    ["plus ancien", { etabliLe: "2026-03-04", contraintes: [] }, false, "IGNORER"],
  ])("%s", (_nom, notre, enCours, suite) => expect(suiteDuDiagnostic(RECUES, "2026-03-03", notre, enCours).suite).toBe(suite));

  it("se compare sans égard à l’ordre des freins", () => {
    const freins = fc.uniqueArray(
      fc.record({
        frein: fc.constantFrom("MOBILITE", "SANTE", "LOGEMENT", "NUMERIQUE"),
        impact: fc.constantFrom("FORT", "MOYEN", "FAIBLE", "NON_RENSEIGNE"),
        prioritaire: fc.boolean(),
      }),
      { selector: (c) => c.frein },
    );
    fc.assert(fc.property(freins, (liste) => expect(contraintesDites([...liste].reverse())).toBe(contraintesDites(liste))));
  });
});
