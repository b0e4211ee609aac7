import fs from "node:fs";
import { DONNEES_DU_BENEFICIAIRE } from "../../subgraphs/offre-insertion/reponse/recue";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { MAINTENANT } from "./fiches";
import {
  AUTRE_STRUCTURE,
  donnerDesCoordonnees,
  prescripteur,
  prescrireInformee,
  SECRETS,
  SESSION,
  STRUCTURE,
  territoireAvecSession,
} from "./prescriptions";
import type { Territoire } from "./territoire";

const maintenant = MAINTENANT;
let t: Territoire;
let p: ReturnType<typeof prescripteur>;
beforeAll(async () => {
  t = await territoireAvecSession(3, 0);
  p = prescripteur(t);
  await donnerDesCoordonnees(t);
});
beforeEach(async () => {
  await t.base.owner.query(
    "truncate offre_insertion.prescription, offre_insertion.cle_idempotence, journal.evenement, journal.consultation cascade",
  );
  await t.base.owner.query("update offre_insertion.session set inscrits = 0");
});
afterAll(() => t.fermer());
const prescrire = (plus: object = {}) => prescrireInformee(p, plus, maintenant);

const RECUES = `query($statut: StatutPrescription, $first: Int, $after: String) { prescriptionsRecues(statut: $statut, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { id statut motif attendUnePlace prescripteurNom offre { id } session { id } debut
    beneficiaire { civilite nom prenom telephone courriel preferencesContact disponibilites conditionsRemplies numeroFranceTravail } } } }`;
const REPONDRE = `mutation($p: ID!, $s: StatutPrescription!, $m: MotifRefusPrescription, $d: Date, $c: String) {
  repondrePrescription(prescription: $p, statut: $s, motifRefus: $m, debut: $d, cleIdempotence: $c) { ... on PrescriptionRecue { id statut debut beneficiaire { nom numeroFranceTravail } } ... on Refus { code champ } } }`;
const recues = async (appelant = STRUCTURE, variables = {}) => {
  const { data, errors, statements } = await t.executer(appelant, RECUES, variables, maintenant);
  expect(errors).toBeUndefined();
  return { ...data.prescriptionsRecues, statements };
};
const repondre = (prescription: string, s: string, plus: object = {}, appelant = STRUCTURE) =>
  p.demander(REPONDRE, { p: prescription, s, ...plus }, appelant, maintenant);

describe("la structure répond par l’API", () => {
  it("elle voit ce qui est prescrit à ses structures, sans suivre la personne, et rien d’autre", async () => {
    const { id } = await prescrire();
    await p.prescrire(PEOPLE.bruno, { offre: "dora--autre", attestee: true }, maintenant);
    await p.prescrire(PEOPLE.driss, { brouillon: true }, maintenant);
    const { nodes, totalCount } = await recues();
    expect(totalCount).toBe(1);
    expect(nodes).toEqual([
      {
        id,
        statut: "OUVERTE",
        motif: "Préparer le permis",
        attendUnePlace: false,
        prescripteurNom: "Département du Val-de-Marne",
        offre: { id: "dora--a" },
        session: { id: SESSION },
        debut: null,
        beneficiaire: {
          civilite: null,
          nom: "Benali",
          prenom: "Amina",
          telephone: SECRETS.telephone,
          courriel: null,
          preferencesContact: ["TELEPHONE"],
          disponibilites: "Le matin",
          conditionsRemplies: ["Avoir 18 ans"],
          numeroFranceTravail: null,
        },
      },
    ]);
    expect((await recues(AUTRE_STRUCTURE)).totalCount).toBe(1);
    for (const appelant of [CALLERS.departement, CALLERS.departement93, CALLERS.referent])
      expect((await recues(appelant)).totalCount).toBe(0);
    const { data } = await t.executer(
      STRUCTURE,
      "query($r: [_Any!]!) { _entities(representations: $r) { ... on Prescription { id } ... on Allocataire { prescriptions { id } } } }",
      {
        r: [
          { __typename: "Prescription", id },
          { __typename: "Allocataire", id: PEOPLE.amina },
        ],
      },
    );
    expect(data._entities).toEqual([null, { prescriptions: null }]);
  });

  it("le numéro France Travail vient avec la validation, et part avec le nom quand tout est fini", async () => {
    const { id } = await prescrire();
    expect(await repondre(id, "VALIDEE", { d: "2026-02-01" })).toMatchObject({ code: "DEBUT_INVALIDE", champ: "debut" });
    expect(await repondre(id, "VALIDEE", { d: "2026-03-02", c: "k" })).toEqual({
      id,
      statut: "VALIDEE",
      debut: "2026-03-02",
      beneficiaire: { nom: "Benali", numeroFranceTravail: SECRETS.nft },
    });
    expect(await repondre(id, "VALIDEE", { d: "2026-03-02", c: "k" })).toMatchObject({ statut: "VALIDEE" });
    await repondre(id, "DEMARREE");
    expect(await repondre(id, "TERMINEE")).toMatchObject({ statut: "TERMINEE", beneficiaire: null });
  });

  it("elle déclare les minutes d’un jour, une fois par clé ; personne d’autre par cette voie", async () => {
    const { id } = await prescrire({ session: null });
    const MINUTES = `mutation($p: ID!, $d: Date!, $m: Int!, $c: String) { declarerMinutesPrescription(prescription: $p, date: $d, minutes: $m, cleIdempotence: $c) {
      ... on PrescriptionRecue { minutesDeclarees } ... on Refus { code } } }`;
    const declarer = (plus: object = {}, appelant = STRUCTURE) =>
      p.demander(MINUTES, { p: id, d: "2026-02-10", m: 90, ...plus }, appelant, maintenant);
    expect(await declarer()).toMatchObject({ code: "MINUTES_TROP_TOT" });
    await repondre(id, "VALIDEE");
    await repondre(id, "DEMARREE");
    expect(await declarer({ c: "k" })).toEqual({ minutesDeclarees: 90 });
    expect(await declarer({ c: "k" })).toEqual({ minutesDeclarees: 90 });
    expect(await declarer({ d: "2026-02-11" })).toMatchObject({ code: "DATE_FUTURE" });
    expect(await declarer({ m: 1_400 })).toMatchObject({ code: "JOURNEE_DEPASSEE" });
    for (const appelant of [AUTRE_STRUCTURE, CALLERS.departement])
      expect(await declarer({}, appelant)).toMatchObject({ code: "PRESCRIPTION_INTROUVABLE" });
  });

  const MINUTES = `mutation($p: ID!, $d: Date!, $m: Int!) { declarerMinutesPrescription(prescription: $p, date: $d, minutes: $m) {
    ... on PrescriptionRecue { minutesDeclarees activites { id date minutes statut } } ... on Refus { code message champ } } }`;
  const declarerMinutes = (id: string, m: number, d = "2026-02-10") => p.demander(MINUTES, { p: id, d, m }, STRUCTURE, maintenant);
  const DECLARER = `mutation($a: ID!, $d: Date!, $n: Int!) { declarerActivite(allocataire: $a, date: $d, minutes: $n, nature: "Démarche") {
    ... on Activite { id } ... on Refus { code message } } }`;
  const declarerParLeReferent = (a: string, n: number) => p.demander(DECLARER, { a, d: "2026-02-10", n }, CALLERS.departement, maintenant);
  const demarree = async () => {
    const { id } = await prescrire({ session: null });
    await repondre(id, "VALIDEE");
    await repondre(id, "DEMARREE");
    return id;
  };

  it("la journée entière compte, même ce qu’elle ne voit pas ; le refus ne dit pas le chiffre des autres", async () => {
    const id = await demarree();
    expect(await declarerParLeReferent(PEOPLE.amina, 1_337)).toHaveProperty("id");
    const refus = await declarerMinutes(id, 104);
    expect(refus).toEqual({ code: "JOURNEE_DEPASSEE", champ: "minutes", message: expect.any(String) });
    expect(refus.message).not.toMatch(/\d/);
    expect(await declarerMinutes(id, 103)).toMatchObject({ minutesDeclarees: 103 });
    expect(await declarerMinutes(id, 1)).toMatchObject({ code: "JOURNEE_DEPASSEE" });
    expect(await declarerMinutes(id, 1_440, "2026-02-09")).toMatchObject({ minutesDeclarees: 1_543 });
  });

  it("ce qui est déclaré sous l’identifiant d’avant une fusion est de la même journée", async () => {
    const id = await demarree();
    await declarerParLeReferent(PEOPLE.driss, 1_400);
    await t.base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [PEOPLE.amina, PEOPLE.driss]);
    try {
      expect(await declarerMinutes(id, 41)).toMatchObject({ code: "JOURNEE_DEPASSEE" });
      expect(await declarerMinutes(id, 40)).toMatchObject({ minutesDeclarees: 40 });
    } finally {
      await t.base.owner.query("update allocataires.allocataire set canonique = null where id = $1", [PEOPLE.driss]);
    }
  });

  it("dix déclarations à la fois, de la structure et du référent : jamais plus de vingt-quatre heures", async () => {
    const id = await demarree();
    await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? declarerMinutes(id, 200) : declarerParLeReferent(PEOPLE.amina, 200))));
    const { rows } = await t.base.owner.query(
      "select sum(minutes)::int as minutes from offre_insertion.activite where date = '2026-02-10'",
    );
    expect(rows).toEqual([{ minutes: 1_400 }]);
  });

  it("elle voit ce que sont devenues ses minutes : corrigées, contestées, refusées, sans le motif", async () => {
    const id = await demarree();
    const [activite] = (await declarerMinutes(id, 90)).activites;
    expect(activite).toMatchObject({ date: "2026-02-10", minutes: 90, statut: "DECLAREE" });
    const lire = async () => {
      const { data, errors } = await t.executer(
        STRUCTURE,
        "{ prescriptionsRecues { nodes { activites { id date minutes statut } } } }",
        {},
        maintenant,
      );
      expect(errors).toBeUndefined();
      return data.prescriptionsRecues.nodes[0].activites.find((a: { id: string }) => a.id === activite.id);
    };
    const CONFIRMER = `mutation($a: ID!, $o: Boolean!, $n: Int, $m: String) { confirmerActivite(activite: $a, accepter: $o, minutes: $n, motif: $m) {
      ... on Activite { statut } ... on Refus { code } } }`;
    const CONTESTER =
      "mutation($a: ID!, $m: String!) { contesterActivite(activite: $a, motif: $m, declarant: ALLOCATAIRE) { ... on Activite { statut } ... on Refus { code } } }";
    await p.demander(CONFIRMER, { a: activite.id, o: true, n: 60 }, CALLERS.departement, maintenant);
    expect(await lire()).toMatchObject({ minutes: 60, statut: "CONFIRMEE" });
    await p.demander(CONTESTER, { a: activite.id, m: "Absente ce jour" }, CALLERS.departement, maintenant);
    expect(await lire()).toMatchObject({ minutes: 60, statut: "CONTESTEE" });
    await p.demander(CONFIRMER, { a: activite.id, o: false, m: "Absente ce jour" }, CALLERS.departement, maintenant);
    expect(await lire()).toMatchObject({ minutes: 60, statut: "REFUSEE" });
    const { rows } = await t.base.owner.query(
      "select type, donnees from journal.evenement where type in ('ActiviteDeclaree', 'ActiviteConfirmee', 'ActiviteContestee') order by rang",
    );
    expect(rows.map(({ type, donnees: d }) => [type, d.statut, d.minutes, d.prescription, d.structure])).toEqual([
      ["ActiviteDeclaree", "DECLAREE", 90, id, "dora--s1"],
      ["ActiviteConfirmee", "CONFIRMEE", 60, id, "dora--s1"],
      ["ActiviteContestee", "CONTESTEE", 60, id, "dora--s1"],
      ["ActiviteConfirmee", "REFUSEE", 60, id, "dora--s1"],
    ]);
  });

  it("un brouillon annulé n’a jamais été prescrit : elle n’en sait rien", async () => {
    const { id } = await prescrire({ brouillon: true });
    await p.avancer(id, "ANNULEE", { motif: "Finalement non" });
    expect(await recues()).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await repondre(id, "A_L_ETUDE")).toMatchObject({ code: "PRESCRIPTION_INTROUVABLE" });
  });

  it("une autre structure, un autre département, ou qui n’est pas la structure : introuvable", async () => {
    const { id } = await prescrire();
    for (const appelant of [AUTRE_STRUCTURE, CALLERS.departement93, CALLERS.departement])
      expect(await repondre(id, "VALIDEE", {}, appelant)).toMatchObject({ code: "PRESCRIPTION_INTROUVABLE" });
    expect(await repondre(id, "ANNULEE")).toMatchObject({ code: "ETAPE_RESERVEE" });
    expect(await repondre("x", "VALIDEE")).toMatchObject({ code: "PRESCRIPTION_INTROUVABLE" });
  });

  it("sans information de la personne : la demande, sans la personne ; après une fusion, la personne qui reste", async () => {
    const { id } = await prescrire({ attestee: false });
    expect((await recues()).nodes[0]).toMatchObject({ id, beneficiaire: null });
    await t.base.owner.query("update offre_insertion.prescription set protection_attestee_le = $1, allocataire = $2", [
      maintenant,
      PEOPLE.driss,
    ]);
    await t.base.owner.query("update allocataires.allocataire set canonique = $1 where id = $2", [PEOPLE.amina, PEOPLE.driss]);
    try {
      expect((await recues()).nodes[0].beneficiaire).toMatchObject({ nom: "Benali" });
    } finally {
      await t.base.owner.query("update allocataires.allocataire set canonique = null where id = $1", [PEOPLE.driss]);
    }
  });

  it("une page coûte le même nombre d’instructions, et se tourne", async () => {
    await prescrire();
    await p.prescrire(PEOPLE.bruno, { session: SESSION, attestee: true }, maintenant);
    const seule = await recues(STRUCTURE, { first: 1 });
    const deux = await recues();
    expect(seule.statements.length).toBe(deux.statements.length);
    expect(deux.statements.length).toBeLessThanOrEqual(6);
    const suite = await recues(STRUCTURE, { first: 1, after: seule.pageInfo.endCursor });
    expect([...seule.nodes, ...suite.nodes].map((n) => n.id).sort()).toEqual(deux.nodes.map((n: { id: string }) => n.id).sort());
  });
});

it("le type de l’API ne porte que les données de la table : champ par champ", async () => {
  const { data } = await t.executer(CALLERS.departement, "{ _service { sdl } }");
  const sdl = /type BeneficiairePrescription \{(.*?)\n\}/s.exec(data._service.sdl)![1]!.replace(/"""[\s\S]*?"""/g, "");
  expect([...sdl.matchAll(/^ {2}(\w+):/gm)].map((m) => m[1]).sort()).toEqual(Object.keys(DONNEES_DU_BENEFICIAIRE).sort());
});

it("docs/prescriptions.md donne la même table, champ par champ, et pourquoi", () => {
  const page = fs.readFileSync("docs/prescriptions.md", "utf8");
  const table = Object.fromEntries([...page.matchAll(/^\| `([a-z]\w+)` \| (.*?) \|$/gm)].map((m) => [m[1], m[2]]));
  expect(table).toEqual(DONNEES_DU_BENEFICIAIRE);
});

it("aucune autre donnée de la personne ne sort par l’API", async () => {
  await prescrire();
  const texte = JSON.stringify((await recues()).nodes);
  for (const secret of [SECRETS.courriel, SECRETS.nft, SECRETS.adresse, SECRETS.naissance, PEOPLE.amina])
    expect(texte).not.toContain(secret);
});

it("seul le catalogue peut demander nom et contact à publie.beneficiaires", async () => {
  const { rows } = await t.base.owner.query(
    "select rolname from pg_roles where rolname like 'unefois\\_%' and has_function_privilege(rolname, 'publie.beneficiaires(text[], uuid[], boolean[], boolean[], boolean[])', 'execute')",
  );
  expect(rows.map((r) => r.rolname)).toEqual(["unefois_offre_insertion"]);
});
