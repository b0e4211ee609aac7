import { type Monde, ouvrirMonde } from "./monde";
import {
  allerAu,
  amina,
  bruno,
  chantal,
  chezFranceTravail,
  muter,
  preparerLesDossiers,
  proposerChezFranceTravail,
  sanctionsDe,
} from "./sanctions";

describe("SANCTION_PROPOSITION : ce que France Travail propose devient une procédure du Département", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await preparerLesDossiers(monde);
  });
  afterEach(() => monde.fermer());

  const activites = async () =>
    (
      await monde.base.owner.query(
        "select code, statut, fait, erreur_code, erreur_message from echanges.activite_recue order by recue_le, code",
      )
    ).rows;
  const recus = async (objet = "SANCTION_PROPOSITION") =>
    (await monde.echanges(objet)).filter(({ sens }) => sens === "ENTRANT").map(({ statut, erreur_code }) => [statut, erreur_code]);

  it("manquement et proposition entrent une fois, avec leurs identifiants et le délai de France Travail", async () => {
    const { identifiantManquement, idConsequenceSanction } = proposerChezFranceTravail(monde, amina.numeroFranceTravail);
    await monde.lireTout();
    await monde.lireTout();
    const [sanction, ...autres] = await sanctionsDe(monde, amina.allocataire);
    expect(autres).toEqual([]);
    expect(sanction).toMatchObject({
      statut: "PROPOSEE",
      nature: "SUSPENSION",
      proposee_par: "FRANCE_TRAVAIL",
      proposee_le: "2026-02-02",
      instruction_limite: "2026-02-17",
      quotite_pourcent: 50,
      duree_mois: 1,
      identifiant_partenaire: idConsequenceSanction,
      manquement_partenaire: identifiantManquement,
      nature_manquement: "REFUS_CONTROLE",
      constate_par: "FRANCE_TRAVAIL",
    });
    expect(await activites()).toEqual([
      { code: "ACT366", statut: "A_TRAITER", fait: sanction.id, erreur_code: null, erreur_message: null },
    ]);
    expect(await recus()).toEqual([["TRAITE", null]]);
    expect(await recus("SANCTION_MANQUEMENT")).toEqual([["TRAITE", null]]);
  });

  it("le Département l’instruit dans le délai : France Travail en est saisi, et ne décide pas", async () => {
    const { idConsequenceSanction } = proposerChezFranceTravail(monde, amina.numeroFranceTravail);
    await monde.lireTout();
    const [{ id }] = await sanctionsDe(monde, amina.allocataire);
    allerAu(monde, "2026-02-05");
    await muter(monde, "instruireSanction", `sanction: "${id}", le: "2026-02-05"`);
    await monde.vider();
    expect(chezFranceTravail(monde, amina.numeroFranceTravail, idConsequenceSanction)).toEqual(["PROP_SANCTION", "SAISIE_SANCTION"]);
    allerAu(monde, "2026-02-20");
    await monde.lireTout();
    expect((await sanctionsDe(monde, amina.allocataire))[0]).toMatchObject({ statut: "EN_INSTRUCTION" });
    const activite = (await activites()).find(({ code }) => code === "ACT367");
    expect(activite).toMatchObject({ statut: "A_TRAITER", fait: id });
  });

  it("le délai passé sans saisie, la décision de France Travail est constatée telle qu’elle est, et ne lui est pas redite", async () => {
    const { idConsequenceSanction } = proposerChezFranceTravail(monde, amina.numeroFranceTravail);
    await monde.lireTout();
    allerAu(monde, "2026-02-16");
    await monde.lireTout();
    expect((await sanctionsDe(monde, amina.allocataire))[0]).toMatchObject({ statut: "PROPOSEE" });
    allerAu(monde, "2026-02-18");
    await monde.lireTout();
    await monde.vider();
    expect((await sanctionsDe(monde, amina.allocataire))[0]).toMatchObject({
      statut: "DECIDEE",
      decidee_par: "FRANCE_TRAVAIL",
      decidee_le: "2026-02-17",
      debut: "2026-02-17",
    });
    expect(chezFranceTravail(monde, amina.numeroFranceTravail, idConsequenceSanction)).toEqual(["PROP_SANCTION", "VALID_SANCTION"]);
    expect(monde.simulateur.appliques.filter(({ api }) => api.includes("sanction"))).toEqual([]);
    const dites = (await monde.echanges()).filter(({ sens, objet }) => sens === "SORTANT" && objet !== "SANCTION_EXECUTION");
    expect(dites.map(({ objet, statut }) => [objet, statut])).toEqual([
      ["SANCTION_DECISION", "IGNORE"],
      ["SANCTION_MANQUEMENT", "IGNORE"],
    ]);
  });

  it("une absence excusée dans le hub ne fonde rien : l’activité est rejetée avec le motif, visible et rejouable", async () => {
    const rendezVous = await monde.base.owner.query(
      `insert into rendez_vous.rendez_vous (departement, debut, duree_minutes, modalite, famille, motif, collectif, source, collectee_le, recue_le, certifiee)
       values ('94', '2026-01-29T09:00:00Z', 30, 'PHYSIQUE', 'ACCOMPAGNEMENT', 'Suivi', false, 'RENDEZ_VOUS_SOLIDARITES', now(), now(), true) returning id`,
    );
    const id = rendezVous.rows[0].id;
    await monde.base.owner.query(
      "insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) values ('94', $1, $2, 'ANNULE_USAGER', '2026-01-29')",
      [id, bruno.allocataire],
    );
    proposerChezFranceTravail(monde, bruno.numeroFranceTravail, {
      attributs: [{ codeAttribut: "ARDV_IDENTIFIANT_RDV", valeurAttribut: id }],
    });
    await monde.lireTout();
    expect(await sanctionsDe(monde, bruno.allocataire)).toEqual([]);
    expect(await activites()).toMatchObject([{ code: "ACT366", statut: "REJETEE", fait: null, erreur_code: "RENDEZ_VOUS_SANS_ABSENCE" }]);
    expect(await recus()).toEqual([["REJETE", "RENDEZ_VOUS_SANS_ABSENCE"]]);
    const { rows: dits } = await monde.base.owner.query("select distinct erreur_action from echanges.echange where statut = 'REJETE'");
    expect(dits).toEqual([{ erreur_action: expect.stringMatching(/refusez-lui la saisie avant son délai/) }]);
    // Corrected in the hub, the message is replayed by an agent, and applied.
    await monde.base.owner.query("update rendez_vous.participation set statut = 'ABSENT' where rendez_vous = $1", [id]);
    await monde.base.owner.query(
      `insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal, remise_le)
       values ('94', $1, $2, 1, '2026-01-20', 'COURRIER', '2026-01-21')`,
      [id, bruno.allocataire],
    );
    const [rejete] = (await monde.echanges("SANCTION_PROPOSITION")).filter(({ statut }) => statut === "REJETE");
    const reponse = await monde.executer(
      `mutation { rejouerEchange(echange: "${rejete!.id}") { __typename ... on Refus { code message } } }`,
    );
    expect(reponse.rejouerEchange).toMatchObject({ __typename: "Echange" });
    await monde.lireTout();
    expect(await sanctionsDe(monde, bruno.allocataire)).toMatchObject([{ statut: "PROPOSEE", rendez_vous: id }]);
    expect(await recus()).toEqual([["TRAITE", null]]);
  });

  it("des codes de nature qui se contredisent ne sont pas devinés", async () => {
    proposerChezFranceTravail(monde, chantal.numeroFranceTravail, { famille: "F01", nature: "N65" });
    await monde.lireTout();
    expect(await sanctionsDe(monde, chantal.allocataire)).toEqual([]);
    expect(await recus()).toEqual([["REJETE", "NATURE_INDETERMINEE"]]);
  });

  it("une levée que France Travail propose est montrée avec sa sanction, et jamais levée par une règle", async () => {
    const { idConsequenceSanction } = proposerChezFranceTravail(monde, amina.numeroFranceTravail);
    await monde.lireTout();
    allerAu(monde, "2026-02-18");
    await monde.lireTout();
    const [{ id }] = await sanctionsDe(monde, amina.allocataire);
    monde.simulateur.agir({ acte: "PROPOSER_LEVEE", numeroFranceTravail: amina.numeroFranceTravail, idConsequenceSanction });
    await monde.lireTout();
    expect((await activites()).find(({ code }) => code === "ACT368")).toMatchObject({ statut: "A_TRAITER", fait: id });
    expect((await sanctionsDe(monde, amina.allocataire))[0]).toMatchObject({ statut: "DECIDEE" });
    await muter(monde, "leverSanction", `sanction: "${id}", remobilisationLe: "2026-02-18", motif: "Contact repris"`);
    await monde.vider();
    expect(chezFranceTravail(monde, amina.numeroFranceTravail, idConsequenceSanction)).toEqual([
      "PROP_SANCTION",
      "VALID_SANCTION",
      "PROP_LEVEE_SUSP",
      "VALID_LEVEE_SUSP",
    ]);
  });

  it("une suppression arrive à instruire comme une suspension", async () => {
    proposerChezFranceTravail(monde, amina.numeroFranceTravail, { type: "SUPPR_RSA" });
    await monde.lireTout();
    expect(await sanctionsDe(monde, amina.allocataire)).toMatchObject([{ nature: "SUPPRESSION", statut: "PROPOSEE" }]);
  });

  it("les refus de la personne ou du partenaire n’arrêtent pas les autres", async () => {
    await monde.base.owner.query("update allocataires.allocataire set soumis_droits_devoirs = false where id = $1", [bruno.allocataire]);
    proposerChezFranceTravail(monde, bruno.numeroFranceTravail);
    proposerChezFranceTravail(monde, amina.numeroFranceTravail);
    await monde.lireTout();
    expect(await sanctionsDe(monde, amina.allocataire)).toHaveLength(1);
    expect(await sanctionsDe(monde, bruno.allocataire)).toEqual([]);
    expect((await recus()).sort()).toEqual([
      ["REJETE", "NON_SOUMISE"],
      ["TRAITE", null],
    ]);
  });
});
