import { DEJA_CHEZ_FRANCE_TRAVAIL } from "../../subgraphs/echanges/envoi/lire-faits";
import { type Monde, ouvrirMonde, USAGERS } from "../interop/monde";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";

const LISTE = `query ($ouvertes: Boolean, $objet: String, $allocataire: ID) { divergences(ouvertes: $ouvertes, objet: $objet, allocataire: $allocataire) {
  totalCount nodes { id objet champ fait valeurHub valeurPartenaire resolution allocataire { id } } } }`;
const TRANCHER = `mutation ($divergence: ID!, $retenir: ChoixDivergence!, $motif: String!) {
  trancherDivergence(divergence: $divergence, retenir: $retenir, motif: $motif) { __typename ... on Divergence { resolution } ... on Refus { code message } } }`;

describe("les divergences entre le hub et France Travail", () => {
  let monde: Monde;
  let orientation: string;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    const { numeroFranceTravail } = USAGERS.amina;
    monde.simulateur.agir({
      acte: "DECIDER_ORIENTATION",
      numeroFranceTravail,
      parcours: "PSO",
      referent: { organisme: { code: "CD" } },
      dateDecision: "2026-01-30",
    });
    await monde.lireTout();
    await monde.lireTout();
    orientation = (await monde.base.owner.query("select id from allocataires.orientation where allocataire = $1", [PEOPLE.amina])).rows[0]
      .id;
  });
  afterEach(() => monde.fermer());

  const lister = async (variables = {}, caller: (typeof CALLERS)[keyof typeof CALLERS] = CALLERS.departement) =>
    (await monde.executer(LISTE, variables, caller)).divergences;
  const trancher = async (retenir: "HUB" | "PARTENAIRE", motif = "Décision vérifiée avec la personne.") => {
    const [{ id }] = (await lister({ ouvertes: null })).nodes;
    return (await monde.executer(TRANCHER, { divergence: id, retenir, motif })).trancherDivergence;
  };
  /** The hub told its orientation before, and France Travail changed it since. */
  const dejaDite = () =>
    monde.base.owner.query(
      `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, canal, fait, donnees, type_evenement, ordre, empreinte)
       values ('94', gen_random_uuid(), 'SORTANT', 'FRANCE_TRAVAIL', 'ORIENTATION_RESULTAT', $1, 'CONFIRME', 1, '2026-01-20', 'API', $2, $3, 'OrientationDecidee', 1, '\\x01')`,
      [PEOPLE.amina, orientation, JSON.stringify({ orientation })],
    );

  it("se lisent avec leurs deux valeurs, par objet et par personne, et le registre le dit", async () => {
    const attendue = {
      id: expect.any(String),
      objet: "ORIENTATION_RESULTAT",
      champ: "parcours",
      fait: orientation,
      valeurHub: "PSP",
      valeurPartenaire: "PSO",
      resolution: null,
      allocataire: { id: PEOPLE.amina },
    };
    expect(await lister()).toEqual({ totalCount: 1, nodes: [attendue] });
    expect((await lister({ objet: "DIAGNOSTIC" })).totalCount).toBe(0);
    expect((await lister({ allocataire: PEOPLE.bruno })).totalCount).toBe(0);
    expect((await lister({ allocataire: PEOPLE.amina })).totalCount).toBe(1);
    expect((await lister({ ouvertes: false })).totalCount).toBe(0);
    const { rows } = await monde.base.owner.query(
      "select client from journal.consultation where sous_graphe = 'echanges' and 'Divergence.valeurPartenaire' = any (champs) and $1 = any (allocataires)",
      [PEOPLE.amina],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0].client).toBe("demo-departement");
  });

  it("celles d’un diagnostic ne disent ni le frein ni sa valeur à qui traite les droits et devoirs", async () => {
    await monde.base.owner.query(
      `insert into echanges.divergence (departement, allocataire, objet, champ, valeur_hub, valeur_partenaire, constatee_le)
       values ('94', $1, 'DIAGNOSTIC', 'contrainte 25', 'OUI FORT', 'CLOTUREE', '2026-02-01')`,
      [PEOPLE.amina],
    );
    const lue = async (caller?: unknown) => (await lister({ objet: "DIAGNOSTIC" }, caller as never)).nodes[0];
    expect(await lue()).toMatchObject({ champ: "contrainte 25", valeurHub: "OUI FORT", valeurPartenaire: "CLOTUREE" });
    const instruction = { ...CALLERS.departement, finalite: "DROITS_ET_DEVOIRS" };
    expect(await lue(instruction)).toMatchObject({ champ: "contraintes", valeurHub: null, valeurPartenaire: null });
  });

  it("ne se lisent ni d’un autre département ni hors du portefeuille d’un organisme", async () => {
    expect((await lister({}, CALLERS.departement93)).totalCount).toBe(0);
    const autre = { ...CALLERS.departement, organisme: "REMOB-9" };
    expect((await lister({}, autre as never)).totalCount).toBe(0);
  });

  it("tranchées pour le hub, sa valeur est dite de nouveau à France Travail, jusqu’à être relue", async () => {
    await dejaDite();
    expect(await trancher("HUB")).toEqual({ __typename: "Divergence", resolution: "HUB" });
    await monde.vider();
    expect((await monde.echanges("ORIENTATION_RESULTAT")).map(({ statut, erreur_code }) => [statut, erreur_code])).toEqual([
      ["CONFIRME", null],
      ["CONFIRME", null],
    ]);
    const ouverte = monde.simulateur.etat(USAGERS.amina.numeroFranceTravail)!.orientations.find(({ etat }) => etat === "OUVERT");
    expect(ouverte!.parcours).toBe("PSP");
    await monde.lireTout();
    expect((await lister()).totalCount).toBe(0);
    expect(await trancher("HUB")).toMatchObject({ code: "DIVERGENCE_CLOSE" });
  });

  it("ne se tranchent pas sans motif, sans envoi à reprendre, ni pour France Travail : le refus nomme l’acte", async () => {
    expect(await trancher("HUB", " ")).toMatchObject({ code: "MOTIF_MANQUANT" });
    expect(await trancher("HUB")).toMatchObject({ code: "ENVOI_ABSENT" });
    expect(await trancher("PARTENAIRE")).toMatchObject({ code: "ACTE_A_FAIRE", message: expect.stringContaining("proposerReorientation") });
    const inconnue = { divergence: PEOPLE.bruno, retenir: "HUB", motif: "x" };
    expect((await monde.executer(TRANCHER, inconnue)).trancherDivergence).toMatchObject({ code: "DIVERGENCE_INCONNUE" });
    expect((await lister()).totalCount).toBe(1);
  });

  it("ne se tranchent pas pour un fait que France Travail a dit au hub : rien ne lui serait redit", async () => {
    await dejaDite();
    await monde.base.owner.query(
      "update echanges.echange set statut = 'IGNORE', raison = $1 where sens = 'SORTANT' and objet = 'ORIENTATION_RESULTAT'",
      [DEJA_CHEZ_FRANCE_TRAVAIL],
    );
    expect(await trancher("HUB")).toMatchObject({ code: "ENVOI_ABSENT" });
    expect((await lister()).totalCount).toBe(1);
  });

  it("d’une personne effacée ne restent pas", async () => {
    await monde.base.owner.query(
      `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ('PersonneEffacee', '94', $1,
         '{"systeme": "HUB", "portee": "HUB", "motif": "DEMANDE_DE_LA_PERSONNE"}', '2026-02-03')`,
      [PEOPLE.amina],
    );
    await monde.suivre();
    expect((await lister({ ouvertes: null })).totalCount).toBe(0);
  });
});
