import { PEOPLE } from "../setup/fixtures";
import { type Monde, ouvrirMonde, USAGERS } from "./monde";

const ORIENTATION = `query ($id: ID!) { allocataire(id: $id) { orientation { decideeLe decideePar competence parcours { code } organisme { id } provenance { source } }
  orientations { statut } } }`;

describe("ORIENTATION_DELEGUEE : orientation réalisée par France Travail pour le Département", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    const { numeroFranceTravail } = USAGERS.driss;
    monde.simulateur.agir({ acte: "CHANGER_STATUT", numeroFranceTravail, statut: "Inscrit", dateEffet: "2026-01-15" });
  });
  afterEach(() => monde.fermer());

  const deleguer = (parcours = "*") =>
    monde.base.owner.query(
      "insert into allocataires.delegation (departement, reference, organisme_type, organisme, parcours, du) values ('94', 'CONV-1', 'FRANCE_TRAVAIL', '*', $1, '2026-01-01')",
      [parcours],
    );
  const decider = (numeroFranceTravail: string, parcours: "PED" | "PSP" | "PSO", code: "FT" | "CD", dateDecision = "2026-01-30") =>
    monde.simulateur.agir({ acte: "DECIDER_ORIENTATION", numeroFranceTravail, parcours, referent: { organisme: { code } }, dateDecision });
  const personne = async (id: string) => (await monde.executer(ORIENTATION, { id })).allocataire;
  const recus = async () => (await monde.echanges("ORIENTATION_DELEGUEE")).map(({ statut, erreur_code }) => [statut, erreur_code]);
  const divergences = async () =>
    (await monde.base.owner.query("select champ, valeur_hub, valeur_partenaire, resolution from echanges.divergence order by champ")).rows;

  it("déléguée, est appliquée comme décision de France Travail, à sa date, une fois ; elle ne lui est pas renvoyée", async () => {
    await deleguer();
    decider(USAGERS.driss.numeroFranceTravail, "PED", "FT");
    await monde.lireTout();
    await monde.lireTout();
    expect(await personne(PEOPLE.driss)).toEqual({
      orientation: {
        decideeLe: "2026-01-30",
        decideePar: "FRANCE_TRAVAIL",
        competence: "DELEGATION",
        parcours: { code: "FRANCE_TRAVAIL" },
        organisme: { id: "94-FT94" },
        provenance: { source: "FRANCE_TRAVAIL" },
      },
      orientations: [{ statut: "DECIDEE" }],
    });
    expect(await recus()).toEqual([["TRAITE", null]]);
    await monde.vider();
    const sortants = (await monde.echanges("ORIENTATION_RESULTAT")).filter(({ sens }) => sens === "SORTANT");
    expect(sortants.map(({ statut }) => statut)).toEqual(["IGNORE"]);
    expect(monde.simulateur.appliques.filter(({ api }) => api.includes("orientation"))).toEqual([]);
  });

  it("sans délégation, est un rejet et une divergence, jamais une décision ; la convention enregistrée, elle se rejoue", async () => {
    decider(USAGERS.driss.numeroFranceTravail, "PED", "FT");
    await monde.lireTout();
    await monde.lireTout();
    expect((await personne(PEOPLE.driss)).orientation).toBeNull();
    expect(await recus()).toEqual([["REJETE", "DELEGATION_ABSENTE"]]);
    expect(await divergences()).toEqual([
      { champ: "parcours", valeur_hub: null, valeur_partenaire: "PED", resolution: null },
      { champ: "referent_parcours", valeur_hub: null, valeur_partenaire: "FT", resolution: null },
    ]);
    await deleguer("FRANCE_TRAVAIL");
    const [rejete] = await monde.echanges("ORIENTATION_DELEGUEE");
    const rejoue = await monde.executer(`mutation ($id: ID!) { rejouerEchange(echange: $id) { __typename ... on Refus { code } } }`, {
      id: rejete!.id,
    });
    expect(rejoue.rejouerEchange).toEqual({ __typename: "Echange" });
    await monde.lireTout();
    expect((await personne(PEOPLE.driss)).orientation.decideePar).toBe("FRANCE_TRAVAIL");
    expect(await recus()).toEqual([["TRAITE", null]]);
    await monde.lireTout();
    expect((await divergences()).map(({ resolution }) => resolution)).toEqual(["DEVENUE_EGALE", "DEVENUE_EGALE"]);
  });

  it("autre que celle du Département, est une divergence à deux valeurs, qui se referme quand elles sont égales", async () => {
    const { numeroFranceTravail } = USAGERS.amina;
    decider(numeroFranceTravail, "PSO", "CD");
    await monde.lireTout();
    await monde.lireTout();
    expect((await personne(PEOPLE.amina)).orientation.parcours.code).toBe("REMOBILISATION_EMPLOI");
    expect(await divergences()).toEqual([{ champ: "parcours", valeur_hub: "PSP", valeur_partenaire: "PSO", resolution: null }]);
    decider(numeroFranceTravail, "PSP", "CD", "2026-02-01");
    await monde.lireTout();
    expect(await divergences()).toMatchObject([{ champ: "parcours", resolution: "DEVENUE_EGALE" }]);
  });

  it("de réorientation déléguée, clôt la précédente et ouvre la nouvelle", async () => {
    await deleguer();
    const { numeroFranceTravail } = USAGERS.amina;
    decider(numeroFranceTravail, "PSP", "CD", "2026-01-20");
    await monde.lireTout();
    monde.simulateur.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail, parcours: "PED", organisme: "FT" });
    decider(numeroFranceTravail, "PED", "FT", "2026-02-01");
    await monde.lireTout();
    await monde.lireTout();
    const { orientation, orientations } = await personne(PEOPLE.amina);
    expect(orientation).toMatchObject({ decideeLe: "2026-02-01", decideePar: "FRANCE_TRAVAIL", parcours: { code: "FRANCE_TRAVAIL" } });
    expect(orientations.map(({ statut }: { statut: string }) => statut)).toEqual(["DECIDEE", "CLOSE"]);
  });
});
