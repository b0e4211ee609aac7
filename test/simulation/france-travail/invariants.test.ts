import fc from "fast-check";
import type { Acte } from "../../../simulation/france-travail/acte";
import { agir } from "../../../simulation/france-travail/actes";
import { Plateforme } from "../../../simulation/france-travail/plateforme";
import { expirer } from "../../../simulation/france-travail/sanction";
import { VirtualClock } from "../../../subgraphs/shared/clock";
import { CAMILLE, DEPART } from "./appeler";

const numeroFranceTravail = CAMILLE.numeroFranceTravail;
const parcours = fc.constantFrom("PED" as const, "PSP" as const, "PSO" as const);
/** What a conseiller may do, in any order; `null`: a day passes. */
const geste: fc.Arbitrary<Acte | null> = fc.oneof(
  fc.constant(null),
  parcours.map((p): Acte => ({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail, parcours: p, organisme: "CD" })),
  parcours.map((p): Acte => ({ acte: "DECIDER_ORIENTATION", numeroFranceTravail, parcours: p })),
  fc.constantFrom<Acte>(
    { acte: "CLORE_ORIENTATION", numeroFranceTravail },
    { acte: "SIGNER_CONTRAT", numeroFranceTravail },
    { acte: "REFUSER_CONTRAT", numeroFranceTravail },
    { acte: "CHANGER_STATUT", numeroFranceTravail, statut: "Cessé" },
    { acte: "CHANGER_STATUT", numeroFranceTravail, statut: "Inscrit" },
    { acte: "PROPOSER_SANCTION", numeroFranceTravail },
    { acte: "PRENDRE_RENDEZ_VOUS", numeroFranceTravail, rendezVous: { date: "2026-12-01T09:00:00Z", motif: "ACC" } },
  ),
);

describe("quoi que fasse France Travail, et dans quelque ordre", () => {
  it("une personne n’a qu’une orientation ouverte et une qui attend, des dates qui se suivent, une activité par chose à faire", () => {
    fc.assert(
      fc.property(fc.array(geste, { maxLength: 40 }), (gestes) => {
        const horloge = new VirtualClock(DEPART);
        const plateforme = new Plateforme(horloge, []);
        plateforme.ajouterUsager(CAMILLE);
        for (const acte of gestes) {
          if (acte) agir(plateforme, acte);
          else horloge.advance(86_400_000);
          expirer(plateforme, plateforme.maintenant());
          verifier(plateforme);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function verifier(plateforme: Plateforme): void {
  const { orientations, activites, manquements } = plateforme.etat(numeroFranceTravail)!;
  const attendent = orientations.filter((o) => o.etat === "SAISIE_COMPLETE");
  expect(orientations.filter((o) => o.etat === "OUVERT").length).toBeLessThanOrEqual(1);
  expect(attendent.length).toBeLessThanOrEqual(1);
  expect(activites.filter((a) => ["ACT382", "ACT414"].includes(a.codeActivite)).length).toBe(attendent.length);
  const closes = orientations.filter((o) => o.etat === "CLOTURE");
  for (const o of closes) expect(o.date_sortie_parcours! >= o.date_entree_parcours!).toBe(true);
  const aInstruire = manquements
    .flatMap((m) => m.consequencesSanction)
    .filter((c) => c.evenements.at(-1)?.typeEvenement === "PROP_SANCTION");
  expect(activites.filter((a) => a.codeActivite === "ACT366").length).toBe(aInstruire.length);
  for (const a of activites.filter((x) => x.codeActivite === "ACT366"))
    expect(new Date(a.dateEcheance) > plateforme.maintenant()).toBe(true);
}
