import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { semaineDe } from "../../subgraphs/offre-insertion/activite/semaine";
import { importerPdie } from "../../subgraphs/offre-insertion/fichier-pdie/import-pdie";
import { addDays, civilDateOf } from "../../subgraphs/shared/civil-date";
import { projectFile } from "../../subgraphs/shared/project-folder";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadTerritory, type TestHub, testHub } from "./hub-de-test";

/*
 * Un parcours, du frein à l’offre et de l’offre aux heures.
 *
 * Une personne du Val-de-Marne vit à Créteil. Le Département la suit avec les jetons de la démonstration, à travers la passerelle :
 * chaque étape de ce fichier est une requête que le logiciel d’un partenaire peut envoyer telle quelle.
 */

const maintenant = new Date();
const AUJOURD_HUI = civilDateOf(maintenant);
/** L’atelier commence dans deux minutes et finit trois heures après, ou juste avant minuit : il tient dans la journée. */
const DEBUT = new Date(maintenant.getTime() + 120_000);
const FIN = new Date(
  Math.min(
    DEBUT.getTime() + 3 * 3_600_000,
    Math.max(
      ...[1, 2]
        .map((h) => Date.parse(`${AUJOURD_HUI}T23:59:00+0${h}:00`))
        .filter((instant) => civilDateOf(new Date(instant)) === AUJOURD_HUI),
    ),
  ),
);
const MINUTES = Math.round((FIN.getTime() - DEBUT.getTime()) / 60_000);

let base: TestDatabase;
let hub: TestHub;
beforeAll(async () => {
  base = await testDatabase();
  await loadTerritory(base.url, 200);
  await publierUnAtelier();
  hub = await testHub("en un processus", base.url);
}, 180_000);
afterAll(async () => {
  await hub?.stop();
  await base.drop();
});

/** Le Département ajoute à son programme (fichiers CSV du PDIE) un atelier mobilité de deux places, qui compte dans les quinze heures. */
async function publierUnAtelier(): Promise<void> {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-pdie-"));
  fs.cpSync(projectFile("data", "pdie-94"), dossier, { recursive: true });
  const offres = path.join(dossier, "offres.csv");
  const colonnes = fs.readFileSync(offres, "utf8").replace("\uFEFF", "").split(/\r?\n/)[0]!.split(";");
  const atelier: Record<string, string> = {
    code: "ATELIER-MOBILITE",
    nom: "Atelier mobilité de Créteil",
    structure: "CD94",
    description: "Apprendre à se déplacer seul en transports en commun, trajets réels compris, en petit groupe.",
    origine: "PDIE",
    type: "atelier",
    mode: "COLLECTIF",
    nature_activite: "MOBILITE",
    compte_dans_les_15_heures: "oui",
    thematiques: "mobilite--etre-accompagne-dans-son-parcours-mobilite",
    publics: "beneficiaires-des-minimas-sociaux",
    modes_accueil: "en-presentiel",
    zone_eligibilite: "94028",
    code_insee: "94028",
    commune: "Créteil",
    volume_horaire_hebdomadaire: "3",
    places_financees: "2",
    conditions_acces: "Habiter Créteil",
    frais: "gratuit",
    adresse: "21 avenue du Général-de-Gaulle",
    code_postal: "94000",
    longitude: "2.457",
    latitude: "48.784",
    telephone: "0149561234",
    courriel: "mobilite@exemple.fr",
    lien_mobilisation: "https://mobilite.exemple.fr",
    modes_mobilisation: "telephoner|envoyer-un-courriel",
    mobilisable_par: "professionnels",
    nombre_semaines: "1",
    date_maj: AUJOURD_HUI,
  };
  fs.appendFileSync(offres, `${colonnes.map((colonne) => atelier[colonne] ?? "").join(";")}\n`);
  const session = ["ATELIER-MOBILITE", "S1", DEBUT.toISOString(), FIN.toISOString(), "Hôtel du Département", "2"].join(";");
  fs.writeFileSync(path.join(dossier, "sessions.csv"), `offre;code;debut;fin;lieu;capacite\n${session}\n`);
  const resultats = await importerPdie({ ownerUrl: base.url, now: () => maintenant }, dossier, "94");
  fs.rmSync(dossier, { recursive: true });
  expect(resultats.map((r) => r.compteurs.rejetes)).toEqual(resultats.map(() => 0));
}

/** Envoie une requête avec le jeton du Département ; elle ne doit pas échouer. */
async function demander(requete: string, variables: Record<string, unknown> = {}): Promise<any> {
  const { status, data, errors } = await hub.query("demo-departement", requete, variables);
  expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  return data;
}

describe("du frein repéré au diagnostic aux heures de la semaine", () => {
  let personne: string;
  let offre: string;
  let session: string;
  let prescription: string;
  let activite: string;
  const semaine = semaineDe(AUJOURD_HUI);

  it("1. une personne de Créteil, orientée, sans contrat : elle signe un contrat d’engagement de quinze heures", async () => {
    const { allocataires } = await demander(
      `{ allocataires(first: 200, filtre: { communes: ["94028"] }) { nodes { id orientation { statut parcours { code } } contratEngagement { id } diagnostic { etabliLe } prescriptions { id } } } }`,
    );
    const libre = allocataires.nodes.find(
      (n: any) => n.orientation?.parcours && n.contratEngagement === null && n.diagnostic === null && n.prescriptions.length === 0,
    );
    expect(libre).toBeDefined();
    personne = libre.id;
    const { signerContrat } = await demander(
      `mutation ($p: ID!, $le: Date!) { signerContrat(allocataire: $p, dateSignature: $le, dureeMois: 6, heuresHebdomadaires: 15) {
        ... on ContratEngagement { statut } ... on Refus { code message } } }`,
      { p: personne, le: AUJOURD_HUI },
    );
    expect(signerContrat).toEqual({ statut: "SIGNE" });
  });

  it("2. son référent établit le diagnostic : se déplacer est le frein à lever d’abord, le numérique pèse peu", async () => {
    const { enregistrerDiagnostic } = await demander(
      `mutation ($p: ID!, $le: Date!) { enregistrerDiagnostic(allocataire: $p, etabliLe: $le, contraintes: [
        { frein: MOBILITE, impact: FORT, prioritaire: true }, { frein: NUMERIQUE, impact: FAIBLE } ]) {
        ... on Diagnostic { contraintes { frein impact prioritaire } } ... on Refus { code message } } }`,
      { p: personne, le: AUJOURD_HUI },
    );
    expect(enregistrerDiagnostic.contraintes).toContainEqual({ frein: "MOBILITE", impact: "FORT", prioritaire: true });
  });

  it("3. le hub propose trois offres, chacune avec ses raisons en phrases", async () => {
    const { allocataire } = await demander(
      `query ($p: ID) { allocataire(id: $p) { offresProposees(first: 3) { score pourquoi offre { id nom sessions { id debut capacite inscrits } } } } }`,
      { p: personne },
    );
    const propositions = allocataire.offresProposees;
    expect(propositions).toHaveLength(3);
    for (const { pourquoi } of propositions) expect(pourquoi[0]).toMatch(/^Lève le frein « (mobilité|numérique) » repéré au diagnostic/);
    expect(propositions[0].offre.nom).toBe("Atelier mobilité de Créteil");
    expect(propositions[0].pourquoi).toEqual([
      "Lève le frein « mobilité » repéré au diagnostic, prioritaire, d’impact fort",
      "Proposée à Créteil",
      expect.stringMatching(/^À environ [\d,]+ km$/),
      "2 places disponibles",
      expect.stringMatching(/^Prochaine session le \d+(er)? \S+ \d{4}, 2 places libres$/),
      "Compte dans les quinze heures : 3 h par semaine, il en manque au moins 15 h cette semaine",
    ]);
    offre = propositions[0].offre.id;
    [{ id: session }] = propositions[0].offre.sessions;
  });

  it("4. le référent prescrit la session ; il reste une place", async () => {
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

  it("6. la structure accepte : l’atelier devient une activité prévue de la semaine, qui compte dans les quinze heures", async () => {
    expect(await avancer("VALIDEE")).toEqual({ statut: "VALIDEE" });
    const { allocataire } = await demander(
      `query ($p: ID, $s: String!) { allocataire(id: $p) { activites { id date minutes type statut } heuresActivite(semaine: $s) { prevuesMinutes realiseesMinutes } } }`,
      { p: personne, s: semaine },
    );
    expect(allocataire.activites).toEqual([
      { id: expect.any(String), date: AUJOURD_HUI, minutes: MINUTES, type: "ATELIER", statut: "PREVUE" },
    ]);
    expect(allocataire.heuresActivite).toEqual({ prevuesMinutes: MINUTES, realiseesMinutes: 0 });
  });

  it("7. le jour venu, l’action démarre et la feuille de présence est enregistrée sur la parole de la structure", async () => {
    expect(await avancer("DEMARREE")).toEqual({ statut: "DEMARREE" });
    const { declarerPresenceSession } = await demander(
      `mutation ($s: ID!, $p: ID!) { declarerPresenceSession(session: $s, declarant: STRUCTURE, presences: [{ allocataire: $p, presente: true }]) {
        ... on PresenceSession { date activites { id statut minutes declarant } } ... on Refus { code message } } }`,
      { s: session, p: personne },
    );
    expect(declarerPresenceSession).toMatchObject({
      date: AUJOURD_HUI,
      activites: [{ statut: "DECLAREE", minutes: MINUTES, declarant: "STRUCTURE" }],
    });
    activite = declarerPresenceSession.activites[0].id;
  });

  it("8. la personne dit être partie plus tôt : le référent le note, puis confirme la durée juste ; les deux chiffres restent", async () => {
    const contestee = await demander(
      `mutation ($a: ID!, $n: Int!) { contesterActivite(activite: $a, motif: "Partie avant la fin", minutes: $n) { ... on Activite { statut } ... on Refus { code message } } }`,
      { a: activite, n: MINUTES - 1 },
    );
    expect(contestee.contesterActivite).toEqual({ statut: "CONTESTEE" });
    const { confirmerActivite } = await demander(
      `mutation ($a: ID!, $n: Int!) { confirmerActivite(activite: $a, accepter: true, minutes: $n) {
        ... on Activite { statut minutes historique { statut minutes declarant } } ... on Refus { code message } } }`,
      { a: activite, n: MINUTES - 1 },
    );
    expect(confirmerActivite).toEqual({
      statut: "CONFIRMEE",
      minutes: MINUTES - 1,
      historique: [
        { statut: "PREVUE", minutes: MINUTES, declarant: null },
        { statut: "DECLAREE", minutes: MINUTES, declarant: "STRUCTURE" },
        { statut: "CONTESTEE", minutes: MINUTES - 1, declarant: "ALLOCATAIRE" },
        { statut: "CONFIRMEE", minutes: MINUTES - 1, declarant: "REFERENT" },
      ],
    });
  });

  it("9. une démarche faite seule s’ajoute, sur la parole de la personne", async () => {
    const { declarerActivite } = await demander(
      `mutation ($p: ID!, $le: Date!) { declarerActivite(allocataire: $p, date: $le, minutes: 60, nature: "Abonnement de transport", type: DEMARCHE, declarant: ALLOCATAIRE) {
        ... on Activite { statut declarant } ... on Refus { code message } } }`,
      { p: personne, le: AUJOURD_HUI },
    );
    expect(declarerActivite).toEqual({ statut: "DECLAREE", declarant: "ALLOCATAIRE" });
  });

  it("10. les heures de la semaine disent ce qui est déclaré et ce qui est confirmé ; le contrat a commencé en cours de semaine : elle n’a pas d’objectif, la suivante en a un", async () => {
    const suivante = semaineDe(addDays(AUJOURD_HUI, 7));
    const { allocataire } = await demander(
      `query ($p: ID, $s: String!, $t: String!) { allocataire(id: $p) { semainesActivite(depuis: $s, jusque: $t) {
        semaine objectifMinutes realiseesMinutes declareesMinutes confirmeesMinutes contesteesMinutes prevuesMinutes ecartMinutes exempte } } }`,
      { p: personne, s: semaine, t: suivante },
    );
    const lundi = new Date(`${AUJOURD_HUI}T12:00:00Z`).getUTCDay() === 1;
    expect(allocataire.semainesActivite).toEqual([
      {
        semaine,
        objectifMinutes: lundi ? 900 : null,
        realiseesMinutes: MINUTES - 1 + 60,
        declareesMinutes: 60,
        confirmeesMinutes: MINUTES - 1,
        contesteesMinutes: 0,
        prevuesMinutes: 0,
        ecartMinutes: lundi ? MINUTES + 59 - 900 : null,
        exempte: false,
      },
      expect.objectContaining({ semaine: suivante, objectifMinutes: 900, realiseesMinutes: 0, ecartMinutes: -900 }),
    ]);
  });

  it("11. l’action se termine ; l’offre, déjà suivie, ne revient qu’après les autres et le dit", async () => {
    expect(await avancer("TERMINEE")).toEqual({ statut: "TERMINEE" });
    const { allocataire } = await demander(
      "query ($p: ID) { allocataire(id: $p) { offresProposees(first: 200) { pourquoi offre { id } } prescriptions { statut debut fin historique { statut } } activites { statut } } }",
      { p: personne },
    );
    const encore = allocataire.offresProposees.find((p: any) => p.offre.id === offre);
    if (encore) expect(encore.pourquoi.at(-1)).toMatch(/^Déjà suivie, du /);
    expect(allocataire.offresProposees[0].offre.id).not.toBe(offre);
    expect(allocataire.prescriptions).toEqual([
      {
        statut: "TERMINEE",
        debut: AUJOURD_HUI,
        fin: AUJOURD_HUI,
        historique: ["OUVERTE", "VALIDEE", "DEMARREE", "TERMINEE"].map((statut) => ({ statut })),
      },
    ]);
    expect(allocataire.activites.map((a: any) => a.statut).sort()).toEqual(["CONFIRMEE", "DECLAREE"]);
  });

  it("12. rien de tout cela n’a créé de manquement ni de sanction, et un autre Département ne voit pas la personne", async () => {
    const { allocataire } = await demander("query ($p: ID) { allocataire(id: $p) { manquements { id } sanctions { id } } }", {
      p: personne,
    });
    expect(allocataire).toEqual({ manquements: [], sanctions: [] });
    const ailleurs = await hub.query(
      "demo-departement-93",
      "query ($p: ID) { allocataire(id: $p) { offresProposees { score } activites { id } } }",
      { p: personne },
    );
    expect(ailleurs.data.allocataire).toBeNull();
  });

  async function avancer(statut: string): Promise<unknown> {
    const { avancerPrescription } = await demander(
      `mutation ($p: ID!, $s: StatutPrescription!) { avancerPrescription(prescription: $p, statut: $s) { ... on Prescription { statut } ... on Refus { code message } } }`,
      { p: prescription, s: statut },
    );
    return avancerPrescription;
  }
});
