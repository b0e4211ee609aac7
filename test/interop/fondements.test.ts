import { BASES_LEGALES } from "../../subgraphs/echanges/envoi/bases-legales";
import { amina, donnerLesCodes, driss, gestes, REMOB_1, REMOB_2, vus } from "./gestes";
import { type Monde, ouvrirMonde } from "./monde";

function feuilles(valeur: unknown, chemin = ""): string[] {
  if (Array.isArray(valeur)) return valeur.flatMap((v) => feuilles(v, `${chemin}[]`));
  if (valeur === null || typeof valeur !== "object") return [chemin];
  return Object.entries(valeur).flatMap(([nom, v]) => feuilles(v, chemin === "" ? nom : `${chemin}.${nom}`));
}

/** Where the payload of each call stands in the table of its object; `id` is the one that France Travail gives. */
const TABLES: Record<string, { objet: string; prefixe?: string }> = {
  "POST /orientation": { objet: "ORIENTATION_RESULTAT" },
  "POST /decisionOrientation": { objet: "ORIENTATION_RESULTAT" },
  "PUT /modificationOrientation": { objet: "ORIENTATION_RESULTAT" },
  "POST /calculerOrientation": { objet: "ORIENTATION_DEMANDE" },
  "POST /rendez-vous": { objet: "RDV_POSITIONNE" },
  "PUT /rendez-vous": { objet: "RDV_PRESENCE" },
  "POST /signer": { objet: "CONTRAT_ENGAGEMENT" },
  "POST /contraintes": { objet: "DIAGNOSTIC", prefixe: "contraintes." },
  "POST /autonomienumerique": { objet: "DIAGNOSTIC", prefixe: "autonomieNumerique." },
};

describe.each([1, 2] as const)("ce que France Travail reçoit vraiment (orientation v%i)", (versionOrientation) => {
  let monde: Monde;
  beforeAll(async () => {
    monde = await ouvrirMonde({ reglages: { versionOrientation } });
    await donnerLesCodes(monde);
    const faire = gestes(monde);
    monde.simulateur.agir({
      acte: "DEMANDER_ORIENTATION",
      numeroFranceTravail: driss.numeroFranceTravail,
      parcours: "PSP",
      organisme: "CD",
    });
    await faire.decider(driss.allocataire, "REMOBILISATION_EMPLOI", REMOB_1, "2026-02-02");
    await faire.diagnostiquer(amina.allocataire, "2026-02-02", [
      { frein: "SANTE", impact: "FORT", prioritaire: true },
      { frein: "NUMERIQUE", impact: "FAIBLE" },
    ]);
    await faire.signer(amina.allocataire, "2026-02-02");
    const rdv = await faire.prendre(amina.allocataire, "2026-02-02T10:30:00Z");
    await monde.vider();
    monde.horloge.advance(86_400_000);
    await faire.presence(rdv, amina.allocataire, "ABSENT_JUSTIFIE");
    const proposee = await faire.proposerReorientation(amina.allocataire, "PARCOURS_INSERTION", REMOB_2);
    await monde.vider();
    await faire.statuer(proposee, true, "2026-02-03");
    await monde.vider();
  });
  afterAll(() => monde.fermer());

  it("tout est confirmé, dans l’ordre, avec PSP pour le socio-professionnel et PSO pour le social", async () => {
    for (const objet of [
      "ORIENTATION_RESULTAT",
      "ORIENTATION_DEMANDE",
      "DIAGNOSTIC",
      "CONTRAT_ENGAGEMENT",
      "RDV_POSITIONNE",
      "RDV_PRESENCE",
    ])
      expect([objet, new Set(await vus(monde, objet))]).toEqual([objet, new Set(["CONFIRME"])]);
    const ouverte = (numero: string) => {
      const { parcours, referent_parcours } = monde.simulateur.etat(numero)!.orientations.find((o) => o.etat === "OUVERT")!;
      return [parcours, referent_parcours?.organisme.code, referent_parcours?.structure?.code];
    };
    expect(ouverte(driss.numeroFranceTravail)).toEqual(["PSP", "CD", "ILE0001"]);
    expect(ouverte(amina.numeroFranceTravail)).toEqual(["PSO", "CD", "ILE0002"]);
  });

  it("ni nom, ni texte, ni motif, ni NIR dans aucun corps reçu", () => {
    const recu = JSON.stringify(monde.simulateur.appliques.map((e) => e.corps));
    for (const secret of [amina.nom, amina.prenom, amina.nir, "convient", "situation", "Sans emploi", "Avis", "Délégataire", "Lefèvre"])
      expect(recu.toLowerCase()).not.toContain(secret.toLowerCase());
  });

  if (versionOrientation === 2)
    it("chaque champ de chaque corps reçu a son fondement", () => {
      expect(new Set(monde.simulateur.appliques.map((e) => e.operation))).toEqual(
        new Set(Object.keys(TABLES).filter((o) => o !== "POST /orientation")),
      );
      for (const { operation, corps } of monde.simulateur.appliques) {
        const { objet, prefixe = "" } = TABLES[operation]!;
        const bases = BASES_LEGALES[objet]!;
        const sans = feuilles(corps)
          .map((chemin) => prefixe + chemin.replace("structure_referente_parcours", "referent_parcours"))
          .filter((chemin) => !Object.hasOwn(bases, chemin) && !(objet.startsWith("RDV_") && chemin === "id"));
        expect([operation, sans]).toEqual([operation, []]);
      }
    });
});
