import { enteteSignature } from "../../subgraphs/rendez-vous/signature-webhook";
import { INSERTION, loadMatricules, rdv, USAGERS } from "../rendez-vous/messages";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { SECRETS_DES_ESSAIS, type TestHub, testHub } from "./hub-de-test";

/*
 * Le parcours d’une convocation, de bout en bout : par la passerelle, avec les jetons de démonstration, et par les webhooks signés de
 * RDV-Insertion. Amina est convoquée deux fois, absente deux fois ; un agent examine ; puis l’absence est justifiée. À lire de haut en bas.
 */

const secrets = { rdvSolidarites: SECRETS_DES_ESSAIS.RDV_SOLIDARITES_SECRET, rdvInsertion: SECRETS_DES_ESSAIS.RDV_INSERTION_SECRET };
const jour = (ecart: number, heure = "09:00:00"): string =>
  `${new Date(Date.now() + ecart * 86_400_000).toISOString().slice(0, 10)}T${heure}Z`;

/** Les rendez-vous d’Amina dans RDV-Insertion : l’outil dit la convocation, puis la présence. */
const PREMIER = { id: 71, debut: jour(-40), envoyee: jour(-60) };
const SECOND = { id: 72, debut: jour(-15), envoyee: jour(-30) };

const EXAMENS = `query ($statut: StatutExamen) { absencesAExaminer(statut: $statut) { id statut cause faiblesses allocataire { id }
  premiere { rendezVous rang canal envoyeeLe preuve presumeeRecueLe remiseLe } seconde { rendezVous rang canal }
  historique { avant apres cause parUnAgent } } }`;
const EXAMINER = `mutation ($examen: ID!, $motif: Boolean!, $decision: DecisionExamen!, $fondement: FondementManquement, $observations: String) {
  examinerAbsence(examen: $examen, motifLegitime: $motif, decision: $decision, fondement: $fondement, observations: $observations) {
    ... on ExamenAbsence { __typename statut cause } ... on Refus { __typename code message } } }`;
const SIGNALER = `mutation ($a: ID!, $r: ID!, $le: Date!) { signalerManquement(allocataire: $a, nature: REFUS_CONTROLE, constateLe: $le, rendezVous: $r) {
  ... on Manquement { __typename id } ... on Refus { __typename code } } }`;

describe("parcours : convocation, absence, seconde convocation, absence, examen, absence justifiée après tout", () => {
  let base: TestDatabase;
  let hub: TestHub;
  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await loadMatricules(base.owner);
    hub = await testHub("en un processus", base.url);
  }, 60_000);
  afterAll(async () => {
    await hub.stop();
    await base.drop();
  });

  const dire = async (rendezVous: typeof PREMIER, status: string, le: string): Promise<void> => {
    const participations = [{ status, user: USAGERS.amina, convocable: true, created_at: rendezVous.envoyee }];
    const corps = JSON.stringify(rdv({ id: rendezVous.id, debut: rendezVous.debut, le, participations }));
    const headers = { "content-type": "application/json", ...enteteSignature(INSERTION, corps, secrets) };
    const reponse = await fetch(`${hub.url}/webhooks/rdv-insertion`, { method: "POST", headers, body: corps });
    expect([200, 202]).toContain(reponse.status);
  };
  const demander = async (query: string, variables: object = {}): Promise<any> => {
    const { data, errors } = await hub.query("demo-departement", query, variables as Record<string, unknown>);
    expect(errors).toBeUndefined();
    return Object.values(data)[0];
  };
  const examens = (statut: string) => demander(EXAMENS, { statut });
  const examiner = (examen: string, plus: object) => demander(EXAMINER, { examen, motif: false, decision: "OUVRIR", ...plus });
  const deuxRendezVous = async (): Promise<{ id: string; convocation: { rang: number } }[]> =>
    (
      await demander(
        "query ($id: ID!) { allocataire(id: $id) { rendezVous { id debut participations { statut convocation { rang canal } } } } }",
        {
          id: PEOPLE.amina,
        },
      )
    ).rendezVous.map((r: any) => ({ id: r.id, ...r.participations[0] }));

  it("1. Elle est convoquée, et ne vient pas : une première absence n’inscrit personne sur la liste", async () => {
    await dire(PREMIER, "unknown", PREMIER.envoyee);
    await dire(PREMIER, "noshow", jour(-40, "12:00:00"));
    expect((await deuxRendezVous()).map(({ convocation }) => convocation.rang)).toEqual([1]);
    expect(await examens("A_EXAMINER")).toEqual([]);
  });

  it("2. L’agent enregistre la preuve de cet envoi : le bordereau, puis la remise constatée", async () => {
    const [premier] = await deuxRendezVous();
    const ids = { r: premier!.id, a: PEOPLE.amina };
    const envoi = await demander(
      `mutation ($r: ID!, $a: ID!, $le: Horodatage!) { enregistrerEnvoi(rendezVous: $r, allocataire: $a, canal: POSTAL, envoyeeLe: $le, preuve: "BORDEREAU-2026-118") {
        ... on RendezVous { participations { convocation { canal preuve } } } ... on Refus { code } } }`,
      { ...ids, le: PREMIER.envoyee },
    );
    expect(envoi.participations[0].convocation).toEqual({ canal: "POSTAL", preuve: "BORDEREAU-2026-118" });
    const remise = await demander(
      `mutation ($r: ID!, $a: ID!, $le: Horodatage!) { constaterRemise(rendezVous: $r, allocataire: $a, remiseLe: $le) {
        ... on RendezVous { participations { convocation { remiseLe } } } ... on Refus { code } } }`,
      { ...ids, le: jour(-57) },
    );
    expect(remise.participations[0].convocation.remiseLe).not.toBeNull();
  });

  it("3. Une seconde convocation, de rang 2, puis une seconde absence : elle est sur la liste, avec la preuve des deux envois", async () => {
    await dire(SECOND, "unknown", SECOND.envoyee);
    expect((await deuxRendezVous()).map(({ convocation }) => convocation.rang)).toEqual([2, 1]);
    await dire(SECOND, "noshow", jour(-15, "12:00:00"));
    const [examen] = await examens("A_EXAMINER");
    expect(examen).toMatchObject({
      statut: "A_EXAMINER",
      allocataire: { id: PEOPLE.amina },
      premiere: { rang: 1, canal: "POSTAL", preuve: "BORDEREAU-2026-118" },
      seconde: { rang: 2 },
    });
    expect(examen.faiblesses).toContain("La seconde convocation n’a pas de preuve de remise.");
    expect(examen.faiblesses.filter((f: string) => f.startsWith("La première"))).toEqual([]);
  });

  it("4. Rien ne s’est ouvert : ni manquement, ni sanction", async () => {
    const { rows } = await base.owner.query(
      "select (select count(*) from allocataires.manquement)::int as m, (select count(*) from allocataires.sanction)::int as s",
    );
    expect(rows).toEqual([{ m: 0, s: 0 }]);
  });

  it("5. L’agent ne peut pas ouvrir sans fondement : la loi ne connaît que le contrat et le contrôle", async () => {
    const [{ id }] = await examens("A_EXAMINER");
    const refus = await examiner(id, {});
    expect(refus.code).toBe("FONDEMENT_ABSENT");
    expect(refus.message).toContain("L. 262-37");
    expect((await examiner(id, { fondement: "NON_RESPECT_CONTRAT" })).code).toBe("SANS_CONTRAT_SIGNE");
  });

  it("6. Il ouvre sur un contrôle refusé, et dit lequel. Ouvrir ne signale rien : signaler demande que la convocation soit arrivée", async () => {
    const [{ id, seconde }] = await examens("A_EXAMINER");
    const observations = "Contrôle proposé par écrit, refusé par écrit.";
    expect(await examiner(id, { fondement: "REFUS_CONTROLE", observations })).toEqual({
      __typename: "ExamenAbsence",
      statut: "OUVERTE",
      cause: null,
    });
    const signale = await demander(SIGNALER, { a: PEOPLE.amina, r: seconde.rendezVous, le: jour(-1).slice(0, 10) });
    expect(signale.code).toBe("CONVOCATION_NON_REMISE");
  });

  it("7. Elle apporte un justificatif : l’absence est justifiée après tout, et l’examen se clôt de lui-même", async () => {
    const [{ seconde }] = await examens("OUVERTE");
    await demander(
      "mutation ($r: ID!, $a: ID!) { renseignerPresence(rendezVous: $r, allocataire: $a, statut: ABSENT_JUSTIFIE) { ... on RendezVous { id } ... on Refus { code } } }",
      { r: seconde.rendezVous, a: PEOPLE.amina },
    );
    expect(await examens("A_EXAMINER")).toEqual([]);
    expect(await examens("OUVERTE")).toEqual([]);
  });

  it("8. Ce qui reste dans l’historique : l’inscription, l’ouverture par un agent, la clôture par les faits et sa cause", async () => {
    const [examen] = await examens("CLOSE");
    expect(examen.cause).toBe("ABSENCE_JUSTIFIEE");
    expect(examen.historique).toEqual([
      { avant: null, apres: "A_EXAMINER", cause: null, parUnAgent: false },
      { avant: "A_EXAMINER", apres: "OUVERTE", cause: null, parUnAgent: true },
      { avant: "OUVERTE", apres: "CLOSE", cause: "ABSENCE_JUSTIFIEE", parUnAgent: false },
    ]);
    const signale = await demander(SIGNALER, { a: PEOPLE.amina, r: examen.seconde.rendezVous, le: jour(-1).slice(0, 10) });
    expect(signale.code).toBe("RENDEZ_VOUS_SANS_ABSENCE");
  });

  it("9. Ce qui est dit à France Travail : les présences, corrigées ; jamais l’examen, qui reste au Département", async () => {
    const lire = () =>
      demander("{ echanges(sens: SORTANT, partenaire: FRANCE_TRAVAIL, first: 200) { nodes { objet allocataire { id } } } }");
    let objets: string[] = [];
    for (let essai = 0; essai < 80 && objets.filter((o) => o === "RDV_PRESENCE").length < 1; essai++) {
      objets = (await lire()).nodes.map((n: any) => n.objet);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(objets).toContain("RDV_PRESENCE");
    expect(objets.filter((o) => !o.startsWith("RDV_"))).toEqual([]);
    const { rows } = await base.owner.query("select type from journal.evenement where type like 'Absence%' order by position");
    expect(rows.map((r) => r.type)).toEqual(["AbsenceAExaminer", "AbsenceExaminee", "AbsenceExaminee"]);
  });
});
