import { amina, bruno, chantal, donnerLesCodes, driss, effets, gestes, REMOB_1, REMOB_2, vus } from "./gestes";
import { type Monde, ouvrirMonde } from "./monde";

describe("ORIENTATION_RESULTAT : résultats de l’orientation réalisée par le Département", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await donnerLesCodes(monde);
  });
  afterEach(() => monde.fermer());

  const ouverte = (numero: string) => monde.simulateur.etat(numero)!.orientations.find((o) => o.etat === "OUVERT");
  const preconiser = (numeroFranceTravail: string, parcours: "PED" | "PSP" | "PSO" | "IND" | "EO", organisme: "CD" | "FT" | "IND" = "CD") =>
    monde.simulateur.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail, parcours, organisme });
  const NUMERO = driss.numeroFranceTravail;
  const decider = (parcours: string, organisme = REMOB_1) => gestes(monde).decider(driss.allocataire, parcours, organisme, "2026-02-02");

  it.each([
    ["REMOBILISATION_EMPLOI", "PSP"],
    ["PARCOURS_INSERTION", "PSO"],
  ] as const)(
    "sans préconisation, le parcours %s est créé %s : social et socio-professionnel ne s’échangent pas",
    async (parcours, dit) => {
      await decider(parcours);
      await monde.vider();
      expect(ouverte(NUMERO)).toMatchObject({
        parcours: dit,
        referent_parcours: { organisme: { code: "CD" }, structure: { code: "ILE0001" } },
        statut: "DECIDE",
        date_entree_parcours: "2026-02-02",
      });
      expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual(["CONFIRME"]);
      expect(effets(monde, NUMERO)).toEqual(["POST /orientation"]);
    },
  );

  it("la préconisation est acceptée quand c’est la nôtre, et la structure s’ajoute", async () => {
    preconiser(NUMERO, "PSP");
    await decider("REMOBILISATION_EMPLOI");
    await monde.vider();
    expect(ouverte(NUMERO)).toMatchObject({
      decision: { etat_decision: "ACCEPTEE", date_decision: "2026-02-02" },
      referent_parcours: { organisme: { code: "CD" }, structure: { code: "ILE0001" } },
    });
    expect(effets(monde, NUMERO)).toEqual(["POST /decisionOrientation", "PUT /modificationOrientation"]);
    expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual(["CONFIRME"]);
  });

  it.each([
    ["PED", "FT", "APPRECIATION_DIFFERENTE"],
    ["IND", "IND", "APPRECIATION_DIFFERENTE"],
    ["EO", "CD", "ENTRETIEN_ORIENTATION"],
  ] as const)(
    "une préconisation %s est refusée avec nos choix et le motif ; l’activité se ferme",
    async (parcours, organisme, motif_refus) => {
      preconiser(NUMERO, parcours, organisme);
      await decider("REMOBILISATION_EMPLOI");
      await monde.vider();
      expect(ouverte(NUMERO)).toMatchObject({
        parcours: "PSP",
        referent_parcours: { organisme: { code: "CD" }, structure: { code: "ILE0001" } },
        decision: { etat_decision: "REFUSEE", motif_refus },
      });
      expect(monde.simulateur.etat(NUMERO)!.activites.map((a) => a.codeActivite)).toEqual(["ACT380"]);
      expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual(["CONFIRME"]);
    },
  );

  it("une réorientation remplace l’orientation ouverte ; celle d’avant, encore à dire, ne l’est plus", async () => {
    await decider("REMOBILISATION_EMPLOI");
    await monde.vider();
    monde.horloge.advance(30 * 86_400_000);
    const proposee = await gestes(monde).proposerReorientation(driss.allocataire, "PARCOURS_INSERTION", REMOB_2);
    await gestes(monde).statuer(proposee, true, "2026-03-04");
    await monde.vider();
    expect(
      monde.simulateur.etat(NUMERO)!.orientations.map((o) => [o.parcours, o.etat, o.statut, o.referent_parcours?.structure?.code]),
    ).toEqual([
      ["PSP", "CLOTURE", "DECIDE", "ILE0001"],
      ["PSO", "OUVERT", "DECIDE_REORIENTATION", "ILE0002"],
    ]);
    expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual(["CONFIRME", "CONFIRME"]);
  });

  it("décidée puis remplacée avant d’être dite : seule la dernière vérité part", async () => {
    await decider("REMOBILISATION_EMPLOI");
    monde.horloge.advance(86_400_000);
    const proposee = await gestes(monde).proposerReorientation(driss.allocataire, "PARCOURS_INSERTION", REMOB_2);
    await gestes(monde).statuer(proposee, true, "2026-02-03");
    await monde.vider();
    expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual([
      "IGNORE Une réorientation l’a remplacée : c’est elle qui est dite.",
      "CONFIRME",
    ]);
    expect(monde.simulateur.etat(NUMERO)!.orientations.map((o) => [o.parcours, o.etat])).toEqual([["PSO", "OUVERT"]]);
  });

  it("un portefeuille transféré change la structure de l’orientation ouverte, pas l’orientation", async () => {
    for (const { allocataire } of [amina, bruno])
      await monde.base.owner.query(
        `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
         select 'OrientationDecidee', '94', $1, jsonb_build_object('orientation', id, 'origine', origine, 'decideeLe', decidee_le, 'organisme', organisme), '2026-01-20'
         from allocataires.orientation where allocataire = $1`,
        [allocataire],
      );
    await monde.vider();
    await gestes(monde).transferer(REMOB_1, REMOB_2);
    await monde.vider();
    for (const { numeroFranceTravail } of [amina, bruno]) {
      expect(monde.simulateur.etat(numeroFranceTravail)!.orientations).toHaveLength(1);
      expect(ouverte(numeroFranceTravail)).toMatchObject({
        parcours: "PSP",
        referent_parcours: { structure: { code: "ILE0002" } },
        statut: "MODIFIE",
      });
    }
    expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual(Array(4).fill("CONFIRME"));
  });

  it("ce que France Travail a décidé ne lui est pas redit", async () => {
    await monde.base.owner.query("update allocataires.orientation set decidee_par = 'FRANCE_TRAVAIL' where allocataire = $1", [
      chantal.allocataire,
    ]);
    await monde.base.owner.query(
      `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
       select 'OrientationDecidee', '94', $1, jsonb_build_object('orientation', id), '2026-01-20' from allocataires.orientation where allocataire = $1`,
      [chantal.allocataire],
    );
    await monde.vider();
    expect(await vus(monde, "ORIENTATION_RESULTAT")).toEqual(["IGNORE France Travail a dit ce fait au hub : il ne lui est pas redit."]);
    expect(monde.simulateur.appliques).toEqual([]);
  });

  it("un parcours que France Travail a clos depuis n’y est pas rouvert : la divergence le dit", async () => {
    monde.simulateur.panne({ nature: "HORS_SERVICE" });
    await decider("REMOBILISATION_EMPLOI");
    await monde.vider();
    monde.simulateur.leverPannes();
    monde.horloge.advance(3 * 86_400_000);
    monde.simulateur.agir({ acte: "DECIDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PSP" });
    monde.simulateur.agir({ acte: "CLORE_ORIENTATION", numeroFranceTravail: NUMERO, dateSortie: "2026-02-04" });
    await monde.vider(86_400_000);
    expect(monde.simulateur.etat(NUMERO)!.orientations.map((o) => o.etat)).toEqual(["CLOTURE"]);
    expect(monde.simulateur.appliques).toEqual([]);
    const { rows } = await monde.base.owner.query("select champ, valeur_partenaire from echanges.divergence where resolue_le is null");
    expect(rows).toEqual([{ champ: "date_sortie_parcours", valeur_partenaire: "2026-02-04" }]);
  });

  it("France Travail a décidé autrement depuis : rien n’est écrasé, les deux valeurs se voient", async () => {
    monde.simulateur.panne({ nature: "HORS_SERVICE" });
    await decider("REMOBILISATION_EMPLOI");
    await monde.vider();
    monde.simulateur.leverPannes();
    monde.horloge.advance(3 * 86_400_000);
    monde.simulateur.agir({ acte: "DECIDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PED" });
    await monde.vider(86_400_000);
    const { rows } = await monde.base.owner.query("select champ, valeur_hub, valeur_partenaire from echanges.divergence order by champ");
    expect(rows).toEqual([
      { champ: "parcours", valeur_hub: "PSP", valeur_partenaire: "PED" },
      { champ: "referent_parcours", valeur_hub: "CD ILE0001", valeur_partenaire: "FT IDF0094" },
    ]);
    expect(ouverte(NUMERO)).toMatchObject({ parcours: "PED" });
  });
});
