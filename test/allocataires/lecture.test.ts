import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouterDossiers, ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
const { departement, referent, franceTravail, pilotage } = CALLERS;
const JOUR = new Date("2026-02-01T10:00:00Z");

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await ajouterDossiers(base.owner);
  await orienter(base.owner, (await ajouterFoule(base.owner, 60)).slice(0, 55));
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const noms = (reponse: { data: any }) => reponse.data.allocataires.nodes.map((n: { nom: string }) => n.nom);
const liste = (filtre: Record<string, unknown>, appelant = departement) =>
  graphe.run(
    appelant,
    "query ($f: FiltreAllocataires) { allocataires(filtre: $f, first: 200) { totalCount nodes { nom } } }",
    { f: filtre },
    JOUR,
  );

describe("allocataires", () => {
  it("répond pour 50 personnes avec un ordre SQL par liste d’entités", async () => {
    const reponse = await graphe.run(
      departement,
      `{ allocataires(first: 50, filtre: { communes: ["94028"] }) { totalCount nodes { nom dates { ouvertureDroits decisionOrientation }
         orientation { parcours { libelle categorie } organisme { nom } } contratEngagement { statut } criteresOffre { codeInsee parcours age freins } } } }`,
    );
    expect(reponse.errors).toBeUndefined();
    expect(reponse.data.allocataires.nodes).toHaveLength(50);
    expect(reponse.data.allocataires.totalCount).toBe(63);
    expect(reponse.data.allocataires.nodes[5].orientation).toEqual({
      parcours: { libelle: "Remobilisation vers l’emploi", categorie: "EQUILIBRE" },
      organisme: { nom: "Délégataire remobilisation Créteil" },
    });
    const ordres = reponse.statements.map((s) => s.text).filter((texte) => !texte.includes("count(*)"));
    const tables = [
      "from allocataires.allocataire a",
      "from allocataires.entree",
      "from allocataires.orientation",
      "from allocataires.parcours_local",
      "from allocataires.organisme",
      "from allocataires.contrat_engagement",
      "allocataires.contrainte",
    ];
    // The statement of the contraintes also looks whether the person limited the reading of her diagnostic.
    const premiere = (texte: string) => tables.findLast((table) => texte.includes(table));
    expect(ordres.map(premiere).sort()).toEqual([...tables].sort());
    expect(ordres).toHaveLength(tables.length);
  });

  it("lit tous les champs d’une personne sans erreur, et ne compte que si on le demande", async () => {
    const reponse = await graphe.run(
      departement,
      `query ($id: ID!) { allocataire(id: $id) { id nom prenoms commune { codeInsee nom departement } identifiants { type valeur masquee provenance { source baseLegale } }
         dossier { numeroDemande etat matricule organisme membres { role allocataire { nom } } historique { etat du au } provenance { source } } dossiers { numeroDemande }
         dates { demande notification premiereConvocation rendezVousOrientation premierEntretien inscriptionFranceTravail sortie } entrees { rang dates { notification } }
         inscriptionFranceTravail { statut } orientation { id rang origine motif premierEntretienLe intervenants { role du referent { nom } } passages { le } preconisation { score } categorie provenance { source } }
         orientations { id } referent { id nom organisme { code } fileActive filesActives { parcours { code } effectif maximum } }
         diagnostic { etabliLe } diagnostics { etabliLe } contratsEngagement { id } manquements { id } sanctions { id } sorties { id } reprisesEmploi { debut }
         echeances { code depart limite respecteeLe depassee source } donneesConnues(pour: ANNEXE_4) { taux connues { code valeur perimee } aDemander } provenances { champ provenance { source } } } }`,
      { id: PEOPLE.amina },
      JOUR,
    );
    expect(reponse.errors).toBeUndefined();
    const personne = reponse.data.allocataire;
    expect(personne.dossier.membres).toEqual([
      { role: "DEM", allocataire: { nom: "Benali" } },
      { role: "CJT", allocataire: { nom: "Castel" } },
    ]);
    expect(personne.dossier.historique.map((e: any) => e.etat)).toEqual(["EN_ATTENTE", "OUVERT_VERSABLE"]);
    expect(personne.referent).toMatchObject({ id: "94-REMOB-1-REF-1", organisme: { code: "REMOB-1" }, fileActive: 56 });
    expect(personne.referent.filesActives).toEqual([{ parcours: { code: "REMOBILISATION_EMPLOI" }, effectif: 56, maximum: null }]);
    expect(personne.donneesConnues).toMatchObject({
      taux: 0.6,
      aDemander: ["DATE_RDV_ORIENTATION", "DIAGNOSTIC", "DATES_RDV_ACCOMPAGNEMENT", "PRESTATIONS"],
    });
    expect(personne.provenances.map((p: any) => p.champ)).toContain("orientation");
    const page = await graphe.run(departement, "{ allocataires(first: 2) { nodes { nom } } }");
    expect(page.statements).toHaveLength(1);
  });

  it("pagine par nom, sans trou ni doublon, avec un curseur qui ne dit rien de la personne", async () => {
    const vus: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { data } = await graphe.run(
        departement,
        "query ($a: String) { allocataires(first: 7, after: $a) { nodes { id nom } pageInfo { hasNextPage endCursor } } }",
        { a: after },
      );
      vus.push(...data.allocataires.nodes.map((n: any) => n.id));
      after = data.allocataires.pageInfo.endCursor;
      expect(Buffer.from(after!, "base64url").toString()).toMatch(new RegExp(`^1:${vus.at(-1)}\\.[\\w-]{8}$`));
      if (!data.allocataires.pageInfo.hasNextPage) break;
    }
    expect(new Set(vus).size).toBe(vus.length);
    expect(vus).toHaveLength(64);
  });

  it.each([
    ["commune", { communes: ["94017"] }, ["Diop"]],
    ["catégorie", { categorie: "EMPLOI" }, ["Diop"]],
    ["parcours", { parcours: ["FRANCE_TRAVAIL"] }, ["Diop"]],
    ["organisme", { organisme: "94-FT94" }, ["Diop"]],
    ["référent", { referent: "94-REMOB-1-REF-2" }, ["Castel"]],
    ["sans orientation", { sansOrientation: true, communes: ["94028", "94017"], recherche: "driss" }, ["Étienne"]],
    ["avec orientation", { sansOrientation: false, recherche: "driss" }, []],
    ["recherche sans accent ni casse", { recherche: "ETIENNE dri" }, ["Étienne"]],
    ["recherche en début de mot seulement", { recherche: "ienne" }, []],
    ["ouverture des droits", { ouvertureDroitsDepuis: "2026-01-02" }, []],
    [
      "ouverture des droits, bornes comprises",
      { ouvertureDroitsDepuis: "2026-01-01", ouvertureDroitsJusque: "2026-01-01", recherche: "benali" },
      ["Benali"],
    ],
    ["département d’autrui", { departement: "93" }, []],
  ])("filtre : %s", async (_titre, filtre, attendus) => {
    const reponse = await liste(filtre);
    expect(reponse.errors).toBeUndefined();
    expect(noms(reponse)).toEqual(attendus);
    expect(reponse.data.allocataires.totalCount).toBe(attendus.length);
  });

  it.each([0, -1, 201, 1_000_000_000])("refuse une page de %i", async (first) => {
    const reponse = await graphe.run(departement, "query ($n: Int) { allocataires(first: $n) { nodes { id } } }", { n: first });
    expect(reponse.errors?.[0]?.extensions.code).toBe("PAGE_INVALIDE");
  });

  it.each(["n’importe quoi", "", "MTonIG9yIDE9MQ"])("refuse le curseur « %s »", async (after) => {
    const reponse = await graphe.run(departement, "query ($a: String) { allocataires(after: $a) { nodes { id } } }", { a: after });
    expect(reponse.errors?.[0]?.extensions.code).toBe("CURSEUR_INVALIDE");
  });

  it.each(["'; drop table allocataires.allocataire; --", "%", "\u0000", "zz\u0000yy", "z".repeat(101)])(
    "ne plie pas devant la recherche %#",
    async (recherche) => {
      const reponse = await liste({ recherche });
      expect(reponse.errors?.[0]?.extensions.code ?? "ARGUMENT_INVALIDE").toBe("ARGUMENT_INVALIDE");
      expect(reponse.data.allocataires?.nodes ?? []).toEqual([]);
    },
  );
});

describe("ce que l’appelant ne peut pas lire", () => {
  it("les sanctions sont vides sans le droit sanction.lire", async () => {
    await base.owner.query(
      `with m as (insert into allocataires.manquement (departement, allocataire, nature, constate_le, constate_par, source, collectee_le, recue_le)
         values ('94', $1, 'REFUS_CONTROLE', '2026-01-25', 'DEPARTEMENT', 'DEPARTEMENT', now(), now()) returning id)
       insert into allocataires.sanction (departement, allocataire, manquement, nature, statut, motif, proposee_le, proposee_par, source, collectee_le, recue_le)
       select '94', $1, id, 'SUSPENSION', 'PROPOSEE', 'motif', '2026-01-26', 'DEPARTEMENT', 'DEPARTEMENT', now(), now() from m`,
      [PEOPLE.chantal],
    );
    const document = "query ($id: ID) { allocataire(id: $id) { sanctions { nature manquement { nature } } } }";
    expect((await graphe.run(departement, document, { id: PEOPLE.chantal })).data.allocataire.sanctions).toEqual([
      { nature: "SUSPENSION", manquement: { nature: "REFUS_CONTROLE" } },
    ]);
    expect((await graphe.run(franceTravail, document, { id: PEOPLE.chantal })).data.allocataire.sanctions).toEqual([]);
  });

  it("diagnostic, freins et motifs de modulation sont illisibles pour une finalité qui n’ouvre pas la santé", async () => {
    await base.owner.query(
      "delete from allocataires.modulation; delete from allocataires.contrat_engagement; delete from allocataires.contrainte; delete from allocataires.diagnostic",
    );
    await base.owner.query(
      `with d as (insert into allocataires.diagnostic (departement, allocataire, etabli_le, projet_professionnel, source, collectee_le, recue_le) values ('94', $1, '2026-01-21', 'Cuisine', 'DEPARTEMENT', now(), now()) returning id),
       c as (insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, date_signature, source, collectee_le, recue_le) values ('94', $1, 'CONTRAT_ENGAGEMENT', 'SIGNE', '2026-01-22', 'DEPARTEMENT', now(), now()) returning id),
       m as (insert into allocataires.modulation (departement, contrat, allocataire, du, exempte, motif) select '94', id, $1, '2026-01-22', true, 'SANTE' from c)
       insert into allocataires.contrainte (departement, diagnostic, allocataire, frein, impact) select '94', id, $1, 'SANTE', 'FORT' from d`,
      [PEOPLE.amina],
    );
    const document = `query ($id: ID) { allocataire(id: $id) { diagnostic { projetProfessionnel contraintes { frein } } diagnostics { etabliLe } criteresOffre { freins }
      contratEngagement { modulations { exempte motif } } donneesConnues(pour: DIAGNOSTIC) { connues { code } } provenances(champs: ["diagnostic"]) { champ } } }`;
    const lisible = (await graphe.run(departement, document, { id: PEOPLE.amina })).data.allocataire;
    expect(lisible).toMatchObject({
      diagnostic: { projetProfessionnel: "Cuisine", contraintes: [{ frein: "SANTE" }] },
      criteresOffre: { freins: ["SANTE"] },
      contratEngagement: { modulations: [{ exempte: true, motif: "SANTE" }] },
    });
    const reponse = await graphe.run({ ...departement, finalite: "DROITS_ET_DEVOIRS" }, document, { id: PEOPLE.amina });
    expect(reponse.errors!.map(({ extensions }) => extensions.coordonnee)).toEqual([
      "Allocataire.diagnostic",
      "Allocataire.diagnostics",
      "ModulationActivite.motif",
    ]);
    expect(reponse.data.allocataire).toMatchObject({
      diagnostic: null,
      diagnostics: [],
      criteresOffre: { freins: [] },
      contratEngagement: { modulations: [{ exempte: true, motif: null }] },
      provenances: [],
    });
    expect(JSON.stringify(reponse.data)).not.toMatch(/FREINS|PROJET_PROFESSIONNEL|Cuisine/);
  });

  it("moi dit le jeton ; la liste demande le droit de lire", async () => {
    const moi = await graphe.run(referent, "{ moi { client departement organisme { id } referent { id nom } scopes finalite } }");
    expect(moi.data.moi).toMatchObject({
      client: "demo-referent",
      organisme: { id: "94-REMOB-1" },
      referent: { nom: "Lefèvre" },
      finalite: "ACCOMPAGNEMENT",
    });
    const refusee = await graphe.run(
      pilotage,
      "{ moi { client organisme { id } } organismes(type: DELEGATAIRE) { id referents { id } } allocataires { totalCount } rapprochements { id } }",
    );
    expect(refusee.errors?.map((e) => e.extensions.code)).toEqual(["FORBIDDEN", "FORBIDDEN"]);
    expect(refusee.data).toEqual({
      moi: { client: "demo-pilotage", organisme: null },
      organismes: [{ id: "94-REMOB-1", referents: [{ id: "94-REMOB-1-REF-1" }, { id: "94-REMOB-1-REF-2" }] }],
      allocataires: null,
      rapprochements: null,
    });
    const personne = await graphe.run(null, "{ moi { client } allocataires { totalCount } organismes { id } }");
    expect(personne.errors?.map((e) => e.extensions.code)).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED"]);
  });

  it("les rapprochements montrent l’identité reçue et les candidats lisibles", async () => {
    await base.owner.query(
      `insert into allocataires.rapprochement (departement, resultat, statut, source, cree_le, recu, candidats)
       values ('94', 'PLUSIEURS', 'A_TRAITER', 'CAF', '2026-01-15', '{"nom":"BENALI","prenoms":["AMINA"],"raisons":["même date de naissance"]}', $1)`,
      [[PEOPLE.amina, PEOPLE.elodie]],
    );
    const reponse = await graphe.run(
      departement,
      '{ rapprochements(statut: "A_TRAITER") { resultat source creeLe recu { nom prenoms dateNaissance commune raisons } candidats { id } } }',
    );
    expect(reponse.errors).toBeUndefined();
    expect(reponse.data.rapprochements).toEqual([
      {
        resultat: "PLUSIEURS",
        source: "CAF",
        creeLe: expect.any(String),
        recu: { nom: "BENALI", prenoms: ["AMINA"], dateNaissance: null, commune: null, raisons: ["même date de naissance"] },
        candidats: [{ id: PEOPLE.amina }],
      },
    ]);
    expect((await graphe.run(CALLERS.departement93, "{ rapprochements { id } }")).data.rapprochements).toEqual([]);
  });
});
