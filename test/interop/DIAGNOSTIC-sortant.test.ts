import { amina, effets, gestes, vus } from "./gestes";
import { type Monde, ouvrirMonde } from "./monde";

describe("DIAGNOSTIC : le diagnostic établi par le Département", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
  });
  afterEach(() => monde.fermer());

  const NUMERO = amina.numeroFranceTravail;
  const chezFT = () => monde.simulateur.etat(NUMERO)!.diagnostic;
  const contraintes = () => chezFT().contraintes.map((c) => [c.code, c.valeur, c.impact ?? null, c.estPrioritaire]);
  const etablir = (jour: string, ...lesContraintes: Parameters<ReturnType<typeof gestes>["diagnostiquer"]>[2]) =>
    gestes(monde).diagnostiquer(amina.allocataire, jour, lesContraintes);
  const MOBILITE = { frein: "MOBILITE", impact: "FORT", prioritaire: true };
  const LOGEMENT = { frein: "LOGEMENT", impact: "MOYEN", prioritaire: true };
  const NUMERIQUE = { frein: "NUMERIQUE", impact: "FAIBLE" };

  it("les contraintes par code, une seule prioritaire, le numérique à part ; aucun texte ne part", async () => {
    await etablir("2026-02-02", MOBILITE, LOGEMENT, NUMERIQUE);
    await monde.vider();
    expect(contraintes()).toEqual([
      ["23", "OUI", "FORT", true],
      ["27", "OUI", "MOYEN", false],
    ]);
    expect(chezFT().autonomieNumerique).toMatchObject({ code: "22", valeur: "OUI", impact: "FAIBLE" });
    expect(await vus(monde, "DIAGNOSTIC")).toEqual(["CONFIRME"]);
    expect(effets(monde, NUMERO)).toEqual(["POST /contraintes", "POST /autonomienumerique"]);
    expect(JSON.stringify(monde.simulateur.appliques)).not.toContain("Sans emploi");
  });

  it("une contrainte levée par le diagnostic suivant est close là-bas ; sans aucune, il le déclare", async () => {
    await etablir("2026-02-02", MOBILITE, LOGEMENT);
    await monde.vider();
    monde.horloge.advance(10 * 86_400_000);
    await etablir("2026-02-12", LOGEMENT);
    await monde.vider();
    expect(contraintes()).toEqual([
      ["23", "CLOTUREE", null, false],
      ["27", "OUI", "MOYEN", true],
    ]);
    monde.horloge.advance(10 * 86_400_000);
    await etablir("2026-02-22");
    await monde.vider();
    expect(contraintes().map(([, valeur]) => valeur)).toEqual(["CLOTUREE", "CLOTUREE"]);
    expect(chezFT().sansContrainte).toMatchObject({ flag: true });
    expect(await vus(monde, "DIAGNOSTIC")).toEqual(["CONFIRME", "CONFIRME", "CONFIRME"]);
  });

  it("deux diagnostics à dire : le dernier seul part", async () => {
    await etablir("2026-02-01", MOBILITE);
    await etablir("2026-02-02", LOGEMENT);
    await monde.vider();
    expect(contraintes().filter(([, valeur]) => valeur === "OUI")).toEqual([["27", "OUI", "MOYEN", true]]);
    expect(await vus(monde, "DIAGNOSTIC")).toEqual(["IGNORE Un diagnostic plus récent l’a remplacé : c’est lui qui est dit.", "CONFIRME"]);
  });

  it("exploré autrement par France Travail depuis : une divergence sur cette contrainte, et le reste est dit", async () => {
    monde.horloge.advance(5 * 86_400_000);
    monde.simulateur.agir({
      acte: "MODIFIER_DIAGNOSTIC",
      numeroFranceTravail: NUMERO,
      contraintes: [{ code: "23", valeur: "OUI", impact: "FAIBLE" }],
    } as never);
    await etablir("2026-02-03", MOBILITE, LOGEMENT);
    await monde.vider(7 * 86_400_000);
    const { rows } = await monde.base.owner.query("select champ, valeur_hub, valeur_partenaire from echanges.divergence order by 1");
    expect(rows).toEqual([{ champ: "contrainte 23", valeur_hub: "OUI FORT prioritaire", valeur_partenaire: "OUI FAIBLE" }]);
    expect(contraintes()).toEqual(
      expect.arrayContaining([
        ["23", "OUI", "FAIBLE", false],
        ["27", "OUI", "MOYEN", false],
      ]),
    );
  });

  it("coupé entre les deux appels : le second part, rien n’est faussé", async () => {
    monde.simulateur.panne({ api: "diagnosticargumente", nature: "COUPE", moment: "APRES", fois: 2 });
    await etablir("2026-02-02", MOBILITE, NUMERIQUE);
    await monde.vider(86_400_000);
    expect(contraintes()).toEqual([["23", "OUI", "FORT", true]]);
    expect(chezFT().autonomieNumerique).toMatchObject({ valeur: "OUI" });
    expect(await vus(monde, "DIAGNOSTIC")).toEqual(["CONFIRME"]);
  });
});
