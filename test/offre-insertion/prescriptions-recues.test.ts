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
