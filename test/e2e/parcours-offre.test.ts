import { semaineDe } from "../../subgraphs/offre-insertion/activite/semaine";
import { addDays } from "../../subgraphs/shared/civil-date";
import { type TestDatabase, testDatabase } from "../setup/database";
import { type Moment, momentDeLAtelier, publierUnAtelier } from "./atelier";
import { loadTerritory, type TestHub, testHub } from "./hub-de-test";

/*
 * Un parcours, du frein à l’offre et de l’offre aux heures.
 *
 * Une personne du Val-de-Marne vit à Créteil. Sa référente, chez un organisme délégataire, l’accompagne avec son propre jeton
 * (`npx unefois token demo-referent`) : elle ne voit que les personnes qu’elle suit. La structure n’a pas de jeton : elle répond par un lien signé.
 * Chaque étape est une requête, à travers la passerelle, que le logiciel d’un partenaire peut envoyer telle quelle.
 */

let moment: Moment;
let base: TestDatabase;
let hub: TestHub;
beforeAll(async () => {
  base = await testDatabase();
  await loadTerritory(base.url, 200);
  moment = await momentDeLAtelier();
  await publierUnAtelier(base.url, moment);
  hub = await testHub("en un processus", base.url);
}, 900_000);
afterAll(async () => {
  await hub?.stop();
  await base.drop();
});

/** Envoie une requête avec le jeton de la référente, ou d’un autre client ; elle ne doit pas échouer. */
async function demander(requete: string, variables: Record<string, unknown> = {}, client = "demo-referent"): Promise<any> {
  const { status, data, errors } = await hub.query(client, requete, variables);
  expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  return data;
}

describe("du frein repéré au diagnostic aux heures de la semaine", () => {
  let personne: string;
  let offre: string;
  let session: string;
  let prescription: string;
  let activite: string;
  let semaine: string;
  beforeAll(() => {
    semaine = semaineDe(moment.jour);
  });

  it("1. une référente ouvre la liste de ses personnes : l’une, de Créteil, est orientée et sans contrat ; elle signe un contrat d’engagement de quinze heures", async () => {
    const { allocataires } = await demander(
      `{ allocataires(first: 200, filtre: { communes: ["94028"] }) { nodes { id orientation { statut parcours { code } } contratEngagement { id } prescriptions { id } } } }`,
    );
    const libre = allocataires.nodes.find(
      (n: any) => n.orientation?.parcours && n.contratEngagement === null && n.prescriptions.length === 0,
    );
    expect(libre).toBeDefined();
    personne = libre.id;
    const { signerContrat } = await demander(
      `mutation ($p: ID!, $le: Date!) { signerContrat(allocataire: $p, dateSignature: $le, dureeMois: 6, heuresHebdomadaires: 15) {
        ... on ContratEngagement { statut } ... on Refus { code message } } }`,
      { p: personne, le: moment.jour },
    );
    expect(signerContrat).toEqual({ statut: "SIGNE" });
  });

  it("2. elle établit le diagnostic : se déplacer est le frein à lever d’abord, le numérique pèse peu", async () => {
    const { enregistrerDiagnostic } = await demander(
      `mutation ($p: ID!, $le: Date!) { enregistrerDiagnostic(allocataire: $p, etabliLe: $le, contraintes: [
        { frein: MOBILITE, impact: FORT, prioritaire: true }, { frein: NUMERIQUE, impact: FAIBLE } ]) {
        ... on Diagnostic { contraintes { frein impact prioritaire } } ... on Refus { code message } } }`,
      { p: personne, le: moment.jour },
    );
    expect(enregistrerDiagnostic.contraintes).toContainEqual({ frein: "MOBILITE", impact: "FORT", prioritaire: true });
  });

  it("3. le hub propose trois offres, chacune avec ses raisons en phrases", async () => {
    const { allocataire } = await demander(
      `query ($p: ID) { allocataire(id: $p) { offresProposees(first: 3) { score pourquoi pourquoiDiagnostic offre { id nom sessions { id debut capacite inscrits } } } } }`,
      { p: personne },
    );
    const propositions = allocataire.offresProposees;
    expect(propositions).toHaveLength(3);
    for (const { pourquoiDiagnostic } of propositions)
      expect(pourquoiDiagnostic[0]).toMatch(/^Lève le frein « (mobilité|numérique) » repéré au diagnostic/);
    expect(propositions[0].offre.nom).toBe("Atelier mobilité de Créteil");
    expect(propositions[0].pourquoiDiagnostic).toEqual(["Lève le frein « mobilité » repéré au diagnostic, prioritaire, d’impact fort"]);
    expect(propositions[0].pourquoi).toEqual([
      "Répond à un frein du diagnostic",
      "Proposée à Créteil",
      expect.stringMatching(/^À environ [\d,]+ km$/),
      "2 places disponibles",
      expect.stringMatching(/^Prochaine session le \d+(er)? \S+ \d{4}, 2 places libres$/),
      "Compte dans les quinze heures : 3 h par semaine, il en manque au moins 15 h cette semaine",
    ]);
    offre = propositions[0].offre.id;
    [{ id: session }] = propositions[0].offre.sessions;
  });

  it("4. la référente prescrit la session ; il reste une place", async () => {
    const { prescrire } = await demander(
      `mutation ($p: ID!, $o: ID!, $s: ID!) { prescrire(allocataire: $p, offre: $o, session: $s, motif: "Se rendre seule à ses rendez-vous", protectionDonneesAttestee: true) {
        ... on Prescription { id statut session { inscrits capacite } } ... on Refus { code message } } }`,
      { p: personne, o: offre, s: session },
    );
    expect(prescrire).toMatchObject({ statut: "OUVERTE", session: { inscrits: 1, capacite: 2 } });
    prescription = prescrire.id;
  });

  it("5. pendant qu’elle court, la même offre n’est plus proposée", async () => {
    const { allocataire } = await demander("query ($p: ID) { allocataire(id: $p) { offresProposees(first: 50) { offre { id } } } }", {
      p: personne,
    });
    expect(allocataire.offresProposees.map((p: any) => p.offre.id)).not.toContain(offre);
  });

  it("6. la structure ouvre le lien qu’elle a reçu et accepte : l’atelier devient une activité prévue de la semaine, qui compte dans les quinze heures", async () => {
    expect(await repondreParLien("VALIDEE")).toContain("La demande est <strong>validée</strong>");
    const { allocataire } = await demander(
      `query ($p: ID, $s: String!) { allocataire(id: $p) { activites { id date minutes type statut } heuresActivite(semaine: $s) { prevuesMinutes realiseesMinutes } } }`,
      { p: personne, s: semaine },
    );
    expect(allocataire.activites).toEqual([
      { id: expect.any(String), date: moment.jour, minutes: moment.minutes, type: "ATELIER", statut: "PREVUE" },
    ]);
    expect(allocataire.heuresActivite).toEqual({ prevuesMinutes: moment.minutes, realiseesMinutes: 0 });
  });

  it("7. le jour venu, la structure dit que l’action démarre, et la feuille de présence est enregistrée sur la parole de la structure", async () => {
    expect(await repondreParLien("DEMARREE")).toContain("La demande est <strong>démarrée</strong>");
    const { declarerPresenceSession } = await demander(
      `mutation ($s: ID!, $p: ID!) { declarerPresenceSession(session: $s, declarant: STRUCTURE, presences: [{ allocataire: $p, presente: true }]) {
        ... on PresenceSession { date activites { id statut minutes declarant } } ... on Refus { code message } } }`,
      { s: session, p: personne },
    );
    expect(declarerPresenceSession).toMatchObject({
      date: moment.jour,
      activites: [{ statut: "DECLAREE", minutes: moment.minutes, declarant: "STRUCTURE" }],
    });
    activite = declarerPresenceSession.activites[0].id;
  });

  it("8. la personne dit être partie plus tôt : la référente le note, puis confirme la durée juste ; les deux chiffres restent", async () => {
    const contestee = await demander(
      `mutation ($a: ID!, $n: Int!) { contesterActivite(activite: $a, motif: "Partie avant la fin", minutes: $n) { ... on Activite { statut } ... on Refus { code message } } }`,
      { a: activite, n: moment.minutes - 1 },
    );
    expect(contestee.contesterActivite).toEqual({ statut: "CONTESTEE" });
    const { confirmerActivite } = await demander(
      `mutation ($a: ID!, $n: Int!) { confirmerActivite(activite: $a, accepter: true, minutes: $n) {
        ... on Activite { statut minutes historique { statut minutes declarant } } ... on Refus { code message } } }`,
      { a: activite, n: moment.minutes - 1 },
    );
    expect(confirmerActivite).toEqual({
      statut: "CONFIRMEE",
      minutes: moment.minutes - 1,
      historique: [
        { statut: "PREVUE", minutes: moment.minutes, declarant: null },
        { statut: "DECLAREE", minutes: moment.minutes, declarant: "STRUCTURE" },
        { statut: "CONTESTEE", minutes: moment.minutes - 1, declarant: "ALLOCATAIRE" },
        { statut: "CONFIRMEE", minutes: moment.minutes - 1, declarant: "REFERENT" },
      ],
    });
  });

  it("9. une démarche faite seule s’ajoute, sur la parole de la personne", async () => {
    const { declarerActivite } = await demander(
      `mutation ($p: ID!, $le: Date!) { declarerActivite(allocataire: $p, date: $le, minutes: 60, nature: "Abonnement de transport", type: DEMARCHE, declarant: ALLOCATAIRE) {
        ... on Activite { statut declarant } ... on Refus { code message } } }`,
      { p: personne, le: moment.jour },
    );
    expect(declarerActivite).toEqual({ statut: "DECLAREE", declarant: "ALLOCATAIRE" });
  });

  it("10. les heures de la semaine disent ce qui est déclaré et ce qui est confirmé ; le contrat a commencé en cours de semaine : elle n’a pas d’objectif, la suivante en a un, sans écart avant de commencer", async () => {
    const suivante = semaineDe(addDays(moment.jour, 7));
    const { allocataire } = await demander(
      `query ($p: ID, $s: String!, $t: String!) { allocataire(id: $p) { semainesActivite(depuis: $s, jusque: $t) {
        semaine objectifMinutes realiseesMinutes declareesMinutes confirmeesMinutes contesteesMinutes prevuesMinutes ecartMinutes exempte } } }`,
      { p: personne, s: semaine, t: suivante },
    );
    const lundi = new Date(`${moment.jour}T12:00:00Z`).getUTCDay() === 1;
    expect(allocataire.semainesActivite).toEqual([
      {
        semaine,
        objectifMinutes: lundi ? 900 : null,
        realiseesMinutes: moment.minutes - 1 + 60,
        declareesMinutes: 60,
        confirmeesMinutes: moment.minutes - 1,
        contesteesMinutes: 0,
        prevuesMinutes: 0,
        ecartMinutes: lundi ? moment.minutes + 59 - 900 : null,
        exempte: false,
      },
      expect.objectContaining({ semaine: suivante, objectifMinutes: 900, realiseesMinutes: 0, ecartMinutes: null }),
    ]);
  });

  it("11. l’action se termine ; l’offre, déjà suivie, ne revient qu’après les autres et le dit", async () => {
    expect(await avancer("TERMINEE")).toEqual({ statut: "TERMINEE" });
    const { allocataire } = await demander(
      "query ($p: ID) { allocataire(id: $p) { offresProposees(first: 200) { pourquoi offre { id } } prescriptions { statut debut fin historique { statut acteur } } activites { statut } } }",
      { p: personne },
    );
    const encore = allocataire.offresProposees.find((p: any) => p.offre.id === offre);
    expect(encore.pourquoi.at(-1)).toMatch(/^Déjà suivie, du /);
    expect(allocataire.offresProposees[0].offre.id).not.toBe(offre);
    expect(allocataire.prescriptions).toEqual([
      {
        statut: "TERMINEE",
        debut: moment.jour,
        fin: moment.jour,
        historique: [
          { statut: "OUVERTE", acteur: "PRESCRIPTEUR" },
          { statut: "VALIDEE", acteur: "STRUCTURE" },
          { statut: "DEMARREE", acteur: "STRUCTURE" },
          { statut: "TERMINEE", acteur: "PRESCRIPTEUR" },
        ],
      },
    ]);
    expect(allocataire.activites.map((a: any) => a.statut).sort()).toEqual(["CONFIRMEE", "DECLAREE"]);
  });

  it("12. rien de tout cela n’a créé de manquement ni de sanction ; le Département voit la personne, un autre Département non", async () => {
    const { allocataire } = await demander(
      "query ($p: ID) { allocataire(id: $p) { manquements { id } sanctions { id } prescriptions { statut } } }",
      { p: personne },
      "demo-departement",
    );
    expect(allocataire).toEqual({ manquements: [], sanctions: [], prescriptions: [{ statut: "TERMINEE" }] });
    const ailleurs = await hub.query(
      "demo-departement-93",
      "query ($p: ID) { allocataire(id: $p) { offresProposees { score } activites { id } } }",
      { p: personne },
    );
    expect(ailleurs.data.allocataire).toBeNull();
  });

  it("13. la référente ne voit que les siennes : une personne suivie par d’autres est, pour elle, inconnue", async () => {
    const siennes = (await demander("{ allocataires(first: 200) { nodes { id } } }")).allocataires.nodes.map((n: any) => n.id);
    const toutes = (await demander("{ allocataires(first: 200) { nodes { id } } }", {}, "demo-departement")).allocataires.nodes;
    const autre = toutes.find((n: any) => !siennes.includes(n.id)).id;
    expect(await demander("query ($p: ID) { allocataire(id: $p) { nom } }", { p: autre })).toEqual({ allocataire: null });
    const { prescrire } = await demander(
      `mutation ($p: ID!, $o: ID!) { prescrire(allocataire: $p, offre: $o, motif: "Essai") { ... on Refus { code } } }`,
      { p: autre, o: offre },
    );
    expect(prescrire).toEqual({ code: "ALLOCATAIRE_INTROUVABLE" });
  });

  /** La référente envoie le lien à la structure ; la structure l’ouvre dans un navigateur et presse un bouton de la page. */
  async function repondreParLien(statut: string): Promise<string> {
    const { lienDeReponse } = await demander("mutation ($p: ID!) { lienDeReponse(prescription: $p) { ... on LienDeReponse { url } } }", {
      p: prescription,
    });
    const entree = await fetch(hub.url + new URL(lienDeReponse.url).pathname, { redirect: "manual" });
    const adresse = hub.url + entree.headers.get("location");
    const cookie = entree.headers.getSetCookie()[0]!.split(";")[0]!;
    const page = await (await fetch(adresse, { headers: { cookie } })).text();
    const sceau = /name="sceau" value="([^"]+)"/.exec(page)![1]!;
    const reponse = await fetch(adresse, { method: "POST", headers: { cookie }, body: new URLSearchParams({ sceau, statut }) });
    return reponse.text();
  }

  async function avancer(statut: string): Promise<unknown> {
    const { avancerPrescription } = await demander(
      `mutation ($p: ID!, $s: StatutPrescription!) { avancerPrescription(prescription: $p, statut: $s) { ... on Prescription { statut } ... on Refus { code message } } }`,
      { p: prescription, s: statut },
    );
    return avancerPrescription;
  }
});
