import fc from "fast-check";
import { addDays } from "../../subgraphs/shared/civil-date";
import { ajouterFoule, orienter } from "../allocataires/personnes";
import { CALLERS } from "../setup/subgraph";
import { amina, donnerLesCodes, effets, gestes, REMOB_2 } from "./gestes";
import { type Monde, ouvrirMonde } from "./monde";

/** What France Travail shows of the person: day of the appointment, motive, status. */
const chezFT = (monde: Monde) =>
  monde.simulateur
    .etat(amina.numeroFranceTravail)!
    .rendezVous.map((r) => [r.corps.date.slice(5, 10), r.corps.motif, r.corps.statut])
    .sort();
const attendus = (monde: Monde) => chezFT(monde).filter(([, , statut]) => ["PRIS", "MODIFIE", "EFFECTUE"].includes(statut!));
const PREMIER = "PREMIER_ACCOMPAGNEMENT";

describe("RDV_POSITIONNE : un seul premier rendez-vous d’accompagnement par orientation (ACC)", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await donnerLesCodes(monde);
  });
  afterEach(() => monde.fermer());
  const prendre = (jour: string, famille?: string) => gestes(monde).prendre(amina.allocataire, `2026-${jour}T08:30:00Z`, famille);
  const annuler = (id: string) => gestes(monde).presence(id, amina.allocataire, "ANNULE_USAGER");
  const dire = async () => {
    await monde.vider();
    return chezFT(monde);
  };

  it("le premier annulé, le second devient le premier, et lui est redit", async () => {
    const premier = await prendre("02-10", PREMIER);
    await prendre("02-17");
    expect(await dire()).toEqual([
      ["02-10", "ACC", "PRIS"],
      ["02-17", "AUT", "PRIS"],
    ]);
    await annuler(premier);
    expect(await dire()).toEqual([
      ["02-10", "ACC", "ANNULE"],
      ["02-17", "ACC", "PRIS"],
    ]);
    expect(effets(monde, amina.numeroFranceTravail)).toEqual([
      "POST /rendez-vous",
      "POST /rendez-vous",
      "PUT /rendez-vous",
      "PUT /rendez-vous",
    ]);
  });

  it("un autre pris avant lui le remplace ; déplacé après lui, il le lui rend", async () => {
    await prendre("02-17", PREMIER);
    await monde.vider();
    const avant = await prendre("02-10");
    expect(await dire()).toEqual([
      ["02-10", "ACC", "PRIS"],
      ["02-17", "AUT", "PRIS"],
    ]);
    await gestes(monde).deplacer(avant, "2026-02-24T08:30:00Z");
    expect(await dire()).toEqual([
      ["02-17", "ACC", "PRIS"],
      ["02-24", "AUT", "MODIFIE"],
    ]);
  });

  it("annulé puis repris, le nouveau est le premier ; ce qui ne change pas n’est pas redit", async () => {
    const premier = await prendre("02-10", PREMIER);
    await monde.vider();
    await annuler(premier);
    await prendre("02-12", PREMIER);
    await prendre("02-19", PREMIER);
    expect(await dire()).toEqual([
      ["02-10", "ACC", "ANNULE"],
      ["02-12", "ACC", "PRIS"],
      ["02-19", "AUT", "PRIS"],
    ]);
    expect(effets(monde, amina.numeroFranceTravail).filter((e) => e === "PUT /rendez-vous")).toHaveLength(1);
  });

  it("une absence laisse le suivant devenir le premier ; une réorientation ouvre un nouveau premier", async () => {
    const manque = await prendre("02-03", PREMIER);
    await prendre("02-24");
    await monde.vider();
    monde.horloge.advance(3 * 86_400_000);
    await gestes(monde).presence(manque, amina.allocataire, "ABSENT");
    expect(await dire()).toEqual([
      ["02-03", "ACC", "ABSENT"],
      ["02-24", "ACC", "PRIS"],
    ]);
    const honore = await prendre("02-06");
    monde.horloge.advance(2 * 86_400_000);
    await gestes(monde).presence(honore, amina.allocataire, "HONORE");
    expect(await dire()).toEqual([
      ["02-03", "ACC", "ABSENT"],
      ["02-06", "ACC", "EFFECTUE"],
      ["02-24", "AUT", "PRIS"],
    ]);
    const orientation = await gestes(monde).proposerReorientation(amina.allocataire, "REMOBILISATION_EMPLOI", REMOB_2);
    await gestes(monde).statuer(orientation, true, "2026-02-07");
    expect(await dire()).toEqual([
      ["02-03", "ACC", "ABSENT"],
      ["02-06", "ACC", "EFFECTUE"],
      ["02-24", "ACC", "PRIS"],
    ]);
  });

  it("deux dossiers d’une même personne réunis puis séparés : ce que chacun apporte est redit, le premier est ACC", async () => {
    const [double] = await ajouterFoule(monde.base.owner, 1);
    await orienter(monde.base.owner, [double!]);
    await prendre("02-17", PREMIER);
    await gestes(monde).prendre(double!, "2026-02-10T08:30:00Z", PREMIER);
    expect((await dire()).filter(([jour]) => jour === "02-17")).toEqual([["02-17", "ACC", "PRIS"]]);
    const { fusionnerAllocataires: fusion } = await monde.executer(
      `mutation ($a: ID!, $b: ID!) { fusionnerAllocataires(allocataire: $a, fusionnee: $b, motif: "Même personne") { ... on Fusion { id } ... on Refus { code } } }`,
      { a: amina.allocataire, b: double },
      CALLERS.rapprochement,
    );
    expect(await dire()).toContainEqual(["02-17", "AUT", "PRIS"]);
    await monde.executer(
      `mutation ($f: ID!) { separerAllocataires(fusion: $f, motif: "Erreur") { __typename ... on Refus { code } } }`,
      { f: fusion.id },
      CALLERS.rapprochement,
    );
    expect(await dire()).toContainEqual(["02-17", "ACC", "PRIS"]);
  });

  it("quels que soient les actes et leur ordre, le premier attendu ou tenu est ACC, et lui seul", async () => {
    const acte = fc.record({
      geste: fc.constantFrom("prendre", "prendre", "prendre", "deplacer", "annuler", "dire"),
      jour: fc.integer({ min: 1, max: 40 }),
      famille: fc.constantFrom(PREMIER, "ACCOMPAGNEMENT"),
      choix: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(acte, { minLength: 4, maxLength: 9 }), async (actes) => {
        const jours = new Map<string, number>();
        for (const { geste, jour, famille, choix } of actes) {
          const pris = [...jours.values()].includes(jour);
          const id = [...jours.keys()][choix % Math.max(1, jours.size)];
          const debut = `${addDays("2026-02-02", jour)}T08:30:00Z`;
          if (geste === "dire") await monde.vider();
          else if (geste === "prendre" && !pris) jours.set(await gestes(monde).prendre(amina.allocataire, debut, famille), jour);
          else if (geste === "deplacer" && id && !pris) {
            await gestes(monde).deplacer(id, debut);
            jours.set(id, jour);
          } else if (geste === "annuler" && id) {
            await annuler(id);
            jours.delete(id);
          }
        }
        await monde.vider();
        expect(attendus(monde).map(([, motif]) => motif)).toEqual([...jours].map((_, i) => (i === 0 ? "ACC" : "AUT")));
        for (const id of jours.keys()) await annuler(id);
        await monde.vider();
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 120_000);
});
