import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type ClientEnregistre, clientInconnu } from "../../subgraphs/shared/clients/client-enregistre";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import type { Caller } from "../../subgraphs/shared/identity";
import { CompteurDePersonnes } from "../../subgraphs/shared/veille/compteur.repository";
import { ajouterDossiers, ajouterFoule } from "../allocataires/personnes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const { bruno, chantal, driss, elodie } = PEOPLE;
const MOTIF = "Appel du 115 ce matin : la personne est à la rue, son dossier est introuvable.";
const OUVRIR = `mutation ($a: ID, $i: IdentifiantInput, $m: String!, $c: String) { ouvrirAccesUrgence(allocataire: $a, identifiant: $i, motif: $m, cleIdempotence: $c) {
  __typename ... on AccesUrgence { id motif ouvertLe expireLe fermeLe agent allocataire { id nom } } ... on Refus { code message } } }`;
const FERMER = `mutation ($a: ID!) { fermerAccesUrgence(acces: $a) { __typename ... on AccesUrgence { fermeLe } ... on Refus { code } } }`;
const LIRE = "query ($id: ID) { allocataire(id: $id) { id nom diagnostics { id } identifiants { type valeur masquee } } }";

let base: TestDatabase;
let graphe: TestSubgraph;
let veille: CompteurDePersonnes;
let numero = 0;
let foule: string[];
const MIDI = new Date("2026-03-02T11:00:00Z");
const plus = (minutes: number) => new Date(MIDI.getTime() + minutes * 60_000);
const referente = (agent = "REF-1"): Caller => ({ ...CALLERS.referent, agent, client: `logiciel-${++numero}` });

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await ajouterDossiers(base.owner);
  foule = await ajouterFoule(base.owner, 60);
  const registre = Object.assign(RegistreClients.of([]), {
    client: (nom: string): ClientEnregistre => ({ ...clientInconnu(nom, null), accesUrgence: { parJour: 3, minutes: 60 } }),
  });
  veille = new CompteurDePersonnes(base.url, registre);
  graphe = await testSubgraph(sousGraphe, base.url, {}, { veille, clients: registre });
});
afterAll(async () => {
  await graphe.close();
  await veille.close();
  await base.drop();
});

const ouvrir = async (appelant: Caller, a: string | null, le = MIDI, autres: Record<string, unknown> = {}) => {
  const reponse = await graphe.run(appelant, OUVRIR, { a, m: MOTIF, ...autres }, le);
  expect(reponse.errors).toBeUndefined();
  return reponse.data.ouvrirAccesUrgence;
};
const lire = async (appelant: Caller, id: string, le = MIDI) => (await graphe.run(appelant, LIRE, { id }, le)).data.allocataire;

describe("l’accès d’urgence", () => {
  it("ouvre une personne que l’appelante ne suit pas, pour une heure, et à elle seule", async () => {
    const appelante = referente();
    const collegue: Caller = { ...appelante, agent: "REF-2" };
    expect(await lire(appelante, chantal)).toBeNull();
    const acces = await ouvrir(appelante, chantal);
    expect(acces).toMatchObject({
      __typename: "AccesUrgence",
      motif: MOTIF,
      agent: null,
      allocataire: { id: chantal, nom: "Diop" },
      expireLe: plus(60).toISOString(),
    });
    expect(await lire(appelante, chantal, plus(59))).toMatchObject({ nom: "Diop" });
    expect(await lire(appelante, driss, plus(1))).toBeNull();
    expect(await lire(collegue, chantal, plus(1))).toBeNull();
    expect(await lire(referente(), chantal, plus(1))).toBeNull();
    expect(await lire(appelante, chantal, plus(60))).toBeNull();
  });

  it("lève une alerte aussitôt, publie l’événement et l’inscrit au registre de la personne", async () => {
    const appelante = referente();
    await ouvrir(appelante, bruno.replace("2", "4"));
    const { rows } = await base.owner.query(
      `select (select count(*)::int from journal.alerte where client = $1 and nature = 'ACCES_URGENCE' and details ->> 'trouvee' = 'oui') as alertes,
        (select count(*)::int from journal.evenement where type = 'AccesUrgenceOuvert' and allocataire = $2 and donnees ->> 'client' = $1) as evenements,
        (select count(distinct operation)::int from journal.consultation where client = $1 and $2 = any (allocataires) and 'AccesUrgence.motif' = any (champs)) as traces`,
      [appelante.client, driss],
    );
    expect(rows[0]).toEqual({ alertes: 1, evenements: 1, traces: 1 });
  });

  it("n’ouvre ni le NIR ni la santé", async () => {
    const appelante = referente();
    await base.owner.query(
      `insert into allocataires.diagnostic (departement, allocataire, etabli_le, source, source_organisme, collectee_le, recue_le, certifiee, reference)
       select '94', $1, '2026-02-01', 'ORIAS', null, '2026-02-01', '2026-02-01', true, null where not exists (select from allocataires.diagnostic where allocataire = $1)`,
      [chantal],
    );
    await ouvrir(appelante, chantal);
    const lue = await lire(appelante, chantal, plus(1));
    expect(lue.diagnostics).toEqual([]);
    expect(lue.identifiants.length).toBeGreaterThan(1);
    for (const { type, valeur, masquee } of lue.identifiants) {
      expect(["NIR", "MATRICULE_MSA"]).toContain(type);
      expect({ valeur, masquee }).toEqual({ valeur: null, masquee: true });
    }
  });

  it("n’ouvre pas un autre département, et le dit comme d’une personne qui n’existe pas", async () => {
    const appelante = referente();
    const autre = await ouvrir(appelante, elodie);
    const inconnue = await ouvrir(appelante, "99999999-9999-4999-8999-999999999999");
    expect(autre).toEqual(inconnue);
    expect(autre.code).toBe("PERSONNE_INTROUVABLE");
  });

  it("compte les essais qui ne trouvent personne : après le troisième du jour, plus rien", async () => {
    const appelante = referente();
    await ouvrir(appelante, elodie);
    await ouvrir(appelante, "99999999-9999-4999-8999-999999999999");
    expect((await ouvrir(appelante, driss)).__typename).toBe("AccesUrgence");
    expect(await ouvrir(appelante, chantal)).toMatchObject({ code: "TROP_D_ACCES_URGENCE" });
    expect((await ouvrir(appelante, chantal, plus(24 * 60 + 1))).__typename).toBe("AccesUrgence");
  });

  it("se demande par un numéro et la date de naissance, qui doivent s’accorder", async () => {
    const appelante = referente("REF-2");
    const par = (dateNaissance: string | null) => ({ i: { type: "NUMERO_FRANCE_TRAVAIL", valeur: "12345678901", dateNaissance } });
    expect(await ouvrir(appelante, null, MIDI, par("1990-03-15"))).toMatchObject({ code: "PERSONNE_INTROUVABLE" });
    expect(await ouvrir(appelante, null, MIDI, par("1990-03-14"))).toMatchObject({ allocataire: { nom: "Benali" } });
    const sans = await graphe.run(appelante, OUVRIR, { m: MOTIF, ...par(null) }, MIDI);
    expect(sans.errors![0]!.extensions.code).toBe("IDENTIFIANT_INCOMPLET");
  });

  it.each([
    ["un motif trop court", () => referente(), { m: "urgent" }, "MOTIF_TROP_COURT"],
    ["un motif que des blancs allongent", () => referente(), { m: `a${" ".repeat(30)}\u200Bb` }, "MOTIF_TROP_COURT"],
    ["le Département, qui lit déjà tout le monde", () => CALLERS.departement, {}, "ACCES_URGENCE_INUTILE"],
    ["un jeton sans organisme", () => ({ ...CALLERS.referent, organisme: null }), {}, "ACCES_URGENCE_SANS_ORGANISME"],
  ])("refuse %s", async (_, appelant, autres, code) => {
    expect(await ouvrir(appelant(), chantal, MIDI, autres)).toMatchObject({ code });
  });

  it("se ferme avant l’heure, par qui l’a ouvert seulement", async () => {
    const appelante = referente();
    const { id } = await ouvrir(appelante, chantal);
    const fermer = async (appelant: Caller, le = plus(5)) => (await graphe.run(appelant, FERMER, { a: id }, le)).data.fermerAccesUrgence;
    expect(await fermer(referente())).toMatchObject({ code: "ACCES_URGENCE_INCONNU" });
    expect(await fermer(appelante)).toEqual({ __typename: "AccesUrgence", fermeLe: plus(5).toISOString() });
    expect(await lire(appelante, chantal, plus(6))).toBeNull();
    expect(await fermer(appelante)).toMatchObject({ code: "ACCES_URGENCE_CLOS" });
  });

  it("demandé deux fois pour la même personne, rend le même accès : un seul essai, une seule alerte", async () => {
    const appelante = referente();
    const premier = await ouvrir(appelante, chantal);
    const encore = await ouvrir(appelante, chantal, plus(30), { m: "Elle rappelle : il faut aussi son adresse." });
    expect(encore).toEqual(premier);
    await ouvrir(appelante, driss, plus(31));
    await ouvrir(appelante, "99999999-9999-4999-8999-999999999999", plus(32));
    // The number of the day is spent: hers is still given, and nobody else's.
    expect(await ouvrir(appelante, chantal, plus(33))).toEqual(premier);
    expect(await ouvrir(appelante, bruno, plus(33))).toMatchObject({ code: "TROP_D_ACCES_URGENCE" });
    const { rows } = await base.owner.query("select count(*)::int as n from journal.alerte where client = $1", [appelante.client]);
    expect(rows).toEqual([{ n: 3 }]);
    expect((await ouvrir({ ...appelante, agent: "REF-2" }, chantal, plus(33))).code).toBe("TROP_D_ACCES_URGENCE");
  });

  it("deux demandes au même instant ouvrent un seul accès", async () => {
    const appelante = referente();
    const [un, deux] = await Promise.all([ouvrir(appelante, chantal), ouvrir(appelante, chantal)]);
    expect(un).toEqual(deux);
  });

  it("un numéro juste de la personne déjà ouverte rend le même accès ; un numéro faux est un essai", async () => {
    const appelante = referente("REF-2");
    const par = (valeur: string) => ({ i: { type: "NUMERO_FRANCE_TRAVAIL", valeur, dateNaissance: "1990-03-14" } });
    const premier = await ouvrir(appelante, null, MIDI, par("12345678901"));
    expect(await ouvrir(appelante, null, plus(1), par("12345678901"))).toEqual(premier);
    expect(await ouvrir(appelante, null, plus(2), par("12345678902"))).toMatchObject({ code: "PERSONNE_INTROUVABLE" });
    expect(await ouvrir(appelante, null, plus(2), par("12345678903"))).toMatchObject({ code: "PERSONNE_INTROUVABLE" });
    expect(await ouvrir(appelante, null, plus(2), par("12345678904"))).toMatchObject({ code: "TROP_D_ACCES_URGENCE" });
  });

  const depenser = async (appelant: Caller) => {
    for (const id of foule) if ((await graphe.run(appelant, LIRE, { id }, MIDI)).errors) return;
    throw new Error("le quota n’est pas atteint");
  };

  it("ne compte pas au quota : ouvert et lu quand il est dépensé, refusé ensuite pour une autre", async () => {
    const appelante = referente();
    await depenser(appelante);
    expect(await ouvrir(appelante, chantal, plus(1))).toMatchObject({ allocataire: { nom: "Diop" } });
    for (const minute of [2, 30, 59]) expect(await lire(appelante, chantal, plus(minute))).toMatchObject({ nom: "Diop" });
    expect((await graphe.run(appelante, LIRE, { id: driss }, plus(2))).errors![0]!.extensions.code).toBe("QUOTA_PERSONNES");
    const { rows } = await base.owner.query("select from journal.personne_comptee where client = $1 and cle = $2", [
      appelante.client,
      chantal,
    ]);
    expect(rows).toHaveLength(0);
  });

  it("le Département, son quota dépensé, peut en ouvrir un : la personne se lit alors", async () => {
    const appelant: Caller = { ...CALLERS.departement, client: `logiciel-${++numero}`, agent: "AG-1" };
    await depenser(appelant);
    const lue = () => graphe.run(appelant, LIRE, { id: chantal }, plus(2));
    expect((await lue()).errors![0]!.extensions.code).toBe("QUOTA_PERSONNES");
    const { id } = await ouvrir(appelant, chantal, plus(1));
    expect((await lue()).data.allocataire.nom).toBe("Diop");
    expect((await graphe.run(appelant, FERMER, { a: id }, plus(3))).errors).toBeUndefined();
    expect((await graphe.run(appelant, LIRE, { id: chantal }, plus(5))).errors![0]!.extensions.code).toBe("QUOTA_PERSONNES");
  });

  it("la déléguée à la protection des données les lit tous, avec l’agent ; une référente n’en lit pas la liste", async () => {
    const liste = (appelant: Caller) =>
      graphe.run(appelant, "{ accesUrgence(first: 200) { nodes { client agent motif allocataire { nom } } } }", {}, plus(10));
    const lus = (await liste(CALLERS.dpo)).data.accesUrgence.nodes;
    expect(lus.length).toBeGreaterThan(5);
    expect(lus).toContainEqual(expect.objectContaining({ agent: "REF-1", allocataire: { nom: "Diop" } }));
    expect(lus).toContainEqual(expect.objectContaining({ allocataire: null }));
    expect((await liste(referente())).errors![0]!.extensions.code).toBe("FORBIDDEN");
  });
});
