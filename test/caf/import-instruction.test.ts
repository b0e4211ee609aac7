import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { rejouerRejets } from "../../subgraphs/allocataires/caf/rejouer-rejets";
import { purger } from "../../subgraphs/allocataires/effacement/purger.repository";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ouvrirOriginal, scellerOriginal } from "../../subgraphs/shared/original-garde";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { DossierDeFlux, type FluxDeTest } from "./fabriquer-flux";
import { type DemandeDeTest, ecrireInstruction } from "./fabriquer-instruction";

let base: TestDatabase;
let graphe: TestSubgraph;
const dossier = new DossierDeFlux();
const contexte = () => ({ ownerUrl: base.url, now: () => new Date("2026-02-10T08:00:00Z"), nirCipher: new NirCipher(NIR_KEY) });
const importer = async (fichier: string) => (await importerCaf([fichier], contexte()))[0]!;
const instruire = (cree: string, ...demandes: DemandeDeTest[]) => importer(ecrireInstruction(dossier, { cree, demandes }));
const verser = (cree: string, f: Partial<FluxDeTest> = {}) =>
  importer(dossier.ecrire({ type: "I", cree, reference: cree, foyers: [{}], ...f }));
const lire = async (sql: string) => (await base.owner.query(sql)).rows;
const leDossier = async () =>
  (
    await lire(`select d.etat, d.date_demande::text as demande, d.matricule, (select array_agg(e.etat || ' ' || e.du order by e.du) from allocataires.etat_dossier e
      where e.dossier = d.id) as etats, (select count(*)::int from allocataires.entree) as entrees from allocataires.dossier d`)
  )[0];
const contacts = () => lire("select telephone, courriel from allocataires.allocataire order by nom, prenoms");

beforeAll(async () => {
  base = await testDatabase();
  graphe = await testSubgraph(sousGraphe, base.url);
  await base.owner.query(
    "insert into allocataires.organisme (id, departement, code, nom, type) values ('94-CD94', '94', 'CD94', 'Département', 'DEPARTEMENT')",
  );
});
beforeEach(() => viderBase(base.owner));
afterAll(async () => {
  dossier.supprimer();
  await graphe.close();
  await base.drop();
});

const COMPLETE: DemandeDeTest = {
  telephone: "0639980001",
  courriel: "amina@courriel.example",
  personnes: [{ calcule: "PP", modifie: "AS" }],
};

describe("le flux instruction, importé", () => {
  it("fait un dossier en attente, sans droit ni entrée : le flux bénéficiaire dit ensuite le droit, et garde la première date de demande", async () => {
    const { compteurs } = await instruire("2026-01-10", { ...COMPLETE, demande: "2025-12-10" });
    expect(compteurs).toEqual({ annonces: 1, lus: 1, appliques: 1, inchanges: 0, rejetes: 0 });
    expect(await leDossier()).toEqual({
      etat: "NON_DEFINI",
      demande: "2025-12-10",
      matricule: null,
      etats: ["NON_DEFINI 2026-01-10"],
      entrees: 0,
    });
    await verser("2026-01-20");
    const attendu = {
      etat: "OUVERT_VERSABLE",
      demande: "2025-12-10",
      matricule: "2055990",
      etats: ["NON_DEFINI 2026-01-10", "OUVERT_VERSABLE 2026-01-20"],
      entrees: 1,
    };
    expect(await leDossier()).toEqual(attendu);
    await instruire("2026-01-25", { ...COMPLETE, demande: "2025-12-12" });
    expect(await leDossier()).toEqual(attendu);
    expect(await lire("select count(*)::int as n from allocataires.allocataire")).toEqual([{ n: 1 }]);
  });

  it("le même fichier ne change rien ; son type, ses événements et le registre le disent", async () => {
    const fichier = ecrireInstruction(dossier, { cree: "2026-01-10", demandes: [COMPLETE] });
    await importer(fichier);
    expect((await importer(fichier)).compteurs).toMatchObject({ lus: 1, appliques: 0, inchanges: 1 });
    expect(await lire("select type_flux, lus from allocataires.flux_caf")).toEqual([{ type_flux: "INSTRUCTION", lus: 1 }]);
    expect(await lire("select type, donnees->>'typeFlux' as flux from journal.evenement order by type")).toEqual([
      { type: "FluxImporte", flux: "INSTRUCTION" },
    ]);
    const [{ champs }] = (await lire("select champs from journal.consultation")) as [{ champs: string[] }];
    expect(champs).toEqual(expect.arrayContaining(["Allocataire.telephone", "Allocataire.courriel", "Allocataire.nom"]));
  });

  it("sans accord, un contact est compté et n’est gardé nulle part ; un accord retiré retire le contact", async () => {
    const { contactsSansAccord, signalements } = await instruire("2026-01-10", { ...COMPLETE, accord: "R" });
    expect({ contactsSansAccord, signalements }).toEqual({ contactsSansAccord: 2, signalements: [] });
    expect(await contacts()).toEqual([{ telephone: null, courriel: null }]);
    const tout = await lire(
      "select donnees::text as d from allocataires.contenu_personne union all select donnees::text from allocataires.declaration",
    );
    expect(tout.filter(({ d }) => /3998|courriel/.test(d))).toEqual([]);
    await instruire("2026-01-11", COMPLETE);
    expect(await contacts()).toEqual([{ telephone: "+33639980001", courriel: "amina@courriel.example" }]);
    await verser("2026-01-15");
    await instruire("2026-01-20", { ...COMPLETE, courriel: undefined });
    expect(await contacts()).toEqual([{ telephone: "+33639980001", courriel: null }]);
    expect(
      await lire(
        `select donnees->'champs' as champs from journal.evenement where type = 'AllocataireModifie' and donnees->'champs' = '["courriel"]'`,
      ),
    ).toEqual([{ champs: ["courriel"] }]);
  });

  it("le contact est connu du formulaire d’orientation, avec sa source et le jour du flux", async () => {
    await instruire("2026-01-10", COMPLETE);
    await verser("2026-01-20");
    const [{ id }] = (await lire("select id from allocataires.allocataire")) as [{ id: string }];
    const { data, errors } = await graphe.run(
      CALLERS.departement,
      "query ($id: ID!) { allocataire(id: $id) { donneesConnues(pour: ORIENTATION) { connues { code valeur provenance { source organisme collecteeLe } } } } }",
      { id },
      new Date("2026-02-10T10:00:00Z"),
    );
    expect(errors).toBeUndefined();
    const connue = data.allocataire.donneesConnues.connues.find((c: { code: string }) => c.code === "TELEPHONE");
    expect(connue).toEqual({
      code: "TELEPHONE",
      valeur: "+33639980001",
      provenance: { source: "CAF", organisme: "CAF941", collecteeLe: "2026-01-09T23:20:00.000Z" },
    });
  });

  it("le NIR que le flux instruction donne nomme la même personne, et devient certifié quand le flux bénéficiaire le certifie", async () => {
    const nir = "2900394910001";
    const certifie = () => lire("select certifiee, valide_du, valide_au from allocataires.identifiant where type = 'NIR'");
    await instruire("2026-01-10", { personnes: [{ nir }] });
    expect(await certifie()).toEqual([{ certifiee: false, valide_du: null, valide_au: null }]);
    await verser("2026-01-20", { foyers: [{ personnes: [{ nir }] }] });
    expect(await certifie()).toEqual([{ certifiee: true, valide_du: null, valide_au: null }]);
    expect(await lire("select count(*)::int as n from allocataires.allocataire")).toEqual([{ n: 1 }]);
  });

  it("une demande qui attend ne retient pas les droits qui se ferment : la personne entre de nouveau par la seconde", async () => {
    const [premier, second] = [{ numero: "1" }, { numero: "2", personnes: [{ precedent: "1" }] }];
    await verser("2026-01-05", { foyers: [premier] });
    await instruire("2026-01-10", second);
    await verser("2026-01-20", { foyers: [{ ...premier, etat: "5" }] });
    await verser("2026-02-01", { foyers: [second] });
    expect(await lire("select rang, notification::text, droits_clos_le::text as clos from allocataires.entree order by rang")).toEqual([
      { rang: 1, notification: "2026-01-05", clos: "2026-01-20" },
      { rang: 2, notification: "2026-02-01", clos: null },
    ]);
  });

  it("une demande rejetée se rejoue comme une demande", async () => {
    const { compteurs } = await instruire("2026-01-10", { ...COMPLETE, demande: "2025-02-30" }, { ...COMPLETE, numero: "2" });
    expect(compteurs).toMatchObject({ lus: 2, appliques: 1, rejetes: 1 });
    expect(await lire("select objet, code, cle from allocataires.rejet")).toEqual([
      { objet: "CAF_INSTRUCTION", code: "DOSSIER_INVALIDE", cle: "01024041094" },
    ]);
    const { nirCipher } = contexte();
    const [{ original }] = (await lire("select original from allocataires.rejet")) as [{ original: string }];
    const corrige = ouvrirOriginal(nirCipher, original).replace("2025-02-30", "2025-02-28");
    await base.owner.query("update allocataires.rejet set original = $1", [scellerOriginal(nirCipher, corrige)]);
    const rejoue = await rejouerRejets("tous", contexte());
    expect(rejoue.compteurs).toMatchObject({ lus: 1, appliques: 1 });
    expect(await lire("select etat, numero_demande from allocataires.dossier order by 2")).toEqual([
      { etat: "NON_DEFINI", numero_demande: "01024041094" },
      { etat: "NON_DEFINI", numero_demande: "2" },
    ]);
  });

  it("un dossier connu autrement que par les flux garde son état et ses personnes", async () => {
    await verser("2026-01-05");
    // As a base of before the history of the flows: the rows, and nothing of what said them.
    await base.owner.query(`delete from allocataires.mention_dossier; delete from allocataires.contenu_personne; delete from allocataires.contenu_dossier;
      update allocataires.dossier set repris = true`);
    const avant = await leDossier();
    await instruire("2026-01-10", COMPLETE);
    expect(await leDossier()).toEqual(avant);
    expect(await lire("select au from allocataires.membre")).toEqual([{ au: null }]);
    expect(await contacts()).toEqual([{ telephone: "+33639980001", courriel: "amina@courriel.example" }]);
  });
});

describe("une demande sans suite", () => {
  it("est effacée, ses contacts compris, quand la durée de conservation est échue", async () => {
    await instruire("2026-01-10", COMPLETE);
    const demande = (date: string) => purger(contexte(), { date, departement: "94", simuler: false });
    expect(await demande("2028-01-01")).toEqual([]);
    expect(await demande("2028-01-11")).toEqual([{ departement: "94", personnes: 1 }]);
    const restes = await lire(
      "select 'personne' as quoi from allocataires.allocataire union all select 'contenu' from allocataires.contenu_personne union all select 'declaration' from allocataires.declaration",
    );
    expect(restes).toEqual([]);
  });
});

describe("le parcours que l’instruction propose", () => {
  const QUERY =
    "{ allocataires(first: 100) { edges { node { nom orientations { origine propositionInstruction { parcours parcoursCalcule categorie motif refusee le recueLe } } } } } }";
  const foule = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ numero: String(7000 + i), nom: `NOM ${String.fromCharCode(65 + (i % 26))}${i}` }));
  const remplir = async (n: number) => {
    await viderBase(base.owner);
    const gens = foule(n).map(({ numero, nom }) => ({ numero, personnes: [{ nom }] }));
    await instruire("2026-01-10", ...gens.map(({ numero, personnes: [p] }) => ({ numero, personnes: [{ ...p, calcule: "PS" }] })));
    await verser("2026-01-20", { foyers: gens });
  };
  const demander = (par = CALLERS.departement) => graphe.run(par, QUERY, {}, new Date("2026-02-10T10:00:00Z"));

  it("se lit sur la demande d’orientation, avec sa catégorie légale et le motif de l’agent", async () => {
    await instruire("2026-01-10", COMPLETE);
    await verser("2026-01-20");
    const { data, errors } = await demander();
    expect(errors).toBeUndefined();
    expect(data.allocataires.edges[0].node.orientations).toEqual([
      {
        origine: "FLUX_CAF",
        propositionInstruction: {
          parcours: "AS",
          parcoursCalcule: "PP",
          categorie: "EQUILIBRE",
          motif: "Entretien approfondi",
          refusee: false,
          le: "2025-12-18",
          recueLe: "2026-01-10",
        },
      },
    ]);
  });

  it("est nul sans flux instruction, et illisible d’un autre département", async () => {
    await verser("2026-01-20");
    expect((await demander()).data.allocataires.edges[0].node.orientations).toEqual([
      { origine: "FLUX_CAF", propositionInstruction: null },
    ]);
    await instruire("2026-01-10", COMPLETE);
    expect((await demander()).data.allocataires.edges[0].node.orientations[0].propositionInstruction).toMatchObject({ parcours: "AS" });
    expect((await demander(CALLERS.departement93)).data.allocataires.edges).toEqual([]);
  });

  it("se lit en autant d’instructions SQL pour cinquante personnes que pour une", async () => {
    await remplir(1);
    const une = await demander();
    await remplir(50);
    const cinquante = await demander();
    expect(cinquante.data.allocataires.edges).toHaveLength(50);
    expect(
      cinquante.data.allocataires.edges.every((e: any) => e.node.orientations[0].propositionInstruction.categorie === "REMOBILISATION"),
    ).toBe(true);
    expect(cinquante.statements.length).toBe(une.statements.length);
  });
});
