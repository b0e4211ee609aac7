import { type Monde, ouvrirMonde } from "./monde";
import { allerAu, amina, bruno, chezFranceTravail, muter, preparerLesDossiers, proposerChezFranceTravail, sanctionsDe } from "./sanctions";

describe("SANCTION_DECISION : décisions et levées du président, dites à France Travail", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await preparerLesDossiers(monde);
  });
  afterEach(() => monde.fermer());

  const dites = async () => (await monde.echanges("SANCTION_DECISION")).map(({ statut, erreur_code }) => [statut, erreur_code]);

  /** Proposed by France Travail on 2026-02-02. */
  async function proposee(usager = amina): Promise<{ id: string; consequence: string }> {
    const { idConsequenceSanction } = proposerChezFranceTravail(monde, usager.numeroFranceTravail);
    await monde.lireTout();
    const [{ id }] = await sanctionsDe(monde, usager.allocataire);
    return { id, consequence: idConsequenceSanction };
  }
  /** Told to the person on 2026-02-03, decided on 2026-02-20 from 2026-03-01. */
  async function decidee(id: string, mesure = ""): Promise<void> {
    allerAu(monde, "2026-02-03");
    expect(await muter(monde, "notifierSanction", `sanction: "${id}", le: "2026-02-03"`)).toMatchObject({
      statut: "OBSERVATIONS_ATTENDUES",
    });
    await monde.vider();
    allerAu(monde, "2026-02-20");
    const decision = await muter(monde, "deciderSanction", `sanction: "${id}", accepter: true, motif: "Secret de l’instruction" ${mesure}`);
    expect(decision).toMatchObject({ statut: "DECIDEE" });
  }
  /** Found and proposed by the Département on 2026-02-02. */
  async function duDepartement(usager = bruno, mesure = "quotitePourcent: 50, dureeMois: 1"): Promise<string> {
    const { id: manquement } = await muter(
      monde,
      "signalerManquement",
      `allocataire: "${usager.allocataire}", nature: REFUS_CONTROLE, constateLe: "2026-01-30"`,
    );
    const { id } = await muter(
      monde,
      "proposerSanction",
      `manquement: "${manquement}", nature: SUSPENSION, motif: "Texte libre du motif", ${mesure}`,
    );
    return id;
  }
  const deSanction = () => monde.simulateur.appliques.filter(({ api }) => api.includes("sanction"));

  it("proposée par France Travail : saisie, validée avec sa mesure, levée, chacune relue chez lui", async () => {
    const { id, consequence } = await proposee();
    await decidee(id);
    await monde.vider();
    allerAu(monde, "2026-03-10");
    await muter(monde, "leverSanction", `sanction: "${id}", remobilisationLe: "2026-03-09", motif: "Contact repris"`);
    await monde.vider();
    expect(chezFranceTravail(monde, amina.numeroFranceTravail, consequence)).toEqual([
      "PROP_SANCTION",
      "SAISIE_SANCTION",
      "VALID_SANCTION",
      "VALID_LEVEE_SUSP",
    ]);
    expect(await dites()).toEqual([
      ["CONFIRME", null],
      ["CONFIRME", null],
      ["CONFIRME", null],
    ]);
    const validation = deSanction().find(({ corps }: any) => corps.evenement?.typeEvenement === "VALID_SANCTION");
    expect(validation!.corps).toEqual({
      identifiantConsequenceSanction: consequence,
      evenement: { typeEvenement: "VALID_SANCTION", dateEvenement: "2026-02-20" },
      typeConsequenceSanctionValide: "SUSP_RSA",
      modaliteDecisionValidee: "P",
      montantValide: 50,
      dureeValidee: 1,
    });
    expect(JSON.stringify(deSanction())).not.toMatch(/Secret|Contact repris/);
  });

  it("refusée sans avoir été instruite : la saisie part d’abord, puis le refus", async () => {
    const { id, consequence } = await proposee();
    allerAu(monde, "2026-02-05");
    await muter(monde, "deciderSanction", `sanction: "${id}", accepter: false, motif: "Non fondé"`);
    await monde.vider();
    expect(chezFranceTravail(monde, amina.numeroFranceTravail, consequence)).toEqual([
      "PROP_SANCTION",
      "SAISIE_SANCTION",
      "REFUS_SANCTION",
    ]);
    expect(await dites()).toEqual([["CONFIRME", null]]);
  });

  it("du Département seul : dite à la décision, puis levée et annulée sous l’identifiant reçu", async () => {
    const id = await duDepartement();
    await decidee(id);
    await monde.vider();
    const [decision] = (await monde.echanges("SANCTION_DECISION")).filter(({ statut }) => statut === "CONFIRME");
    expect(decision).toMatchObject({ fait: id, identifiant_partenaire: expect.any(String) });
    allerAu(monde, "2026-03-10");
    await muter(monde, "leverSanction", `sanction: "${id}", remobilisationLe: "2026-03-09", motif: "m"`);
    await monde.vider();
    await muter(monde, "annulerSanction", `sanction: "${id}", motif: "m", cause: RECOURS`);
    await monde.vider();
    expect(chezFranceTravail(monde, bruno.numeroFranceTravail, decision!.identifiant_partenaire!)).toEqual([
      "VALID_SANCTION",
      "VALID_LEVEE_SUSP",
      "ANNULATION_SANCTION",
    ]);
    expect(deSanction()[0]!.corps).toMatchObject({ natureManquement: "N65", rangManquement: "R1", dateManquement: "2026-01-30" });
    expect(deSanction().at(-1)!.corps).toMatchObject({ evenement: { motifEvenement: "RECOURS" } });
    expect(JSON.stringify(deSanction())).not.toMatch(/Texte libre|Secret/);
  });

  it("une quotité que France Travail n’admet pas est arrêtée avant l’appel, en français", async () => {
    const id = await duDepartement(bruno, "quotitePourcent: 33.5, dureeMois: 1");
    await decidee(id);
    await monde.vider();
    const [rejete] = await monde.base.owner
      .query("select erreur_code, erreur_message from echanges.echange where objet = 'SANCTION_DECISION' and statut = 'REJETE'")
      .then(({ rows }) => rows);
    expect(rejete).toMatchObject({
      erreur_code: "DONNEE_INVALIDE",
      erreur_message: expect.stringContaining("quotité entière, de 30 à 100 %"),
    });
    expect(deSanction()).toEqual([]);
  });

  it("annulée chez France Travail entre-temps : rien n’est envoyé, la divergence montre les deux valeurs", async () => {
    const { id, consequence } = await proposee();
    await decidee(id);
    monde.simulateur.agir({
      acte: "ANNULER_SANCTION",
      numeroFranceTravail: amina.numeroFranceTravail,
      idConsequenceSanction: consequence,
      motif: "RECOURS",
    });
    await monde.vider();
    expect((await dites()).at(-1)).toEqual(["REJETE", "DIVERGENCE"]);
    expect(chezFranceTravail(monde, amina.numeroFranceTravail, consequence).at(-1)).toBe("ANNULATION_SANCTION");
    const { rows } = await monde.base.owner.query("select champ, valeur_hub, valeur_partenaire from echanges.divergence");
    expect(rows).toEqual([{ champ: "evenement", valeur_hub: "VALID_SANCTION", valeur_partenaire: "ANNULATION_SANCTION : RECOURS" }]);
  });

  it("la réponse d’une décision du Département perdue : elle n’est pas redécidée, un agent vérifie", async () => {
    const id = await duDepartement();
    await decidee(id);
    monde.simulateur.panne({ api: "gestion-sanctions-rsa", nature: "COUPE", fois: 1, moment: "APRES" });
    await monde.vider();
    expect(deSanction()).toHaveLength(1);
    expect((await dites()).at(-1)).toEqual(["REJETE", "ENVOI_INCERTAIN"]);
  });

  it("la réponse d’une validation perdue : relue chez France Travail, elle n’est pas renvoyée", async () => {
    const { id, consequence } = await proposee();
    await decidee(id);
    monde.simulateur.panne({ api: "gestion-sanctions-rsa", nature: "500", fois: 2, moment: "APRES" });
    await monde.vider();
    expect(chezFranceTravail(monde, amina.numeroFranceTravail, consequence)).toEqual([
      "PROP_SANCTION",
      "SAISIE_SANCTION",
      "VALID_SANCTION",
    ]);
    expect((await dites()).at(-1)).toEqual(["CONFIRME", null]);
  });
});
