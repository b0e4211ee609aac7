import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { HORS_PLAN, PLAN } from "../../subgraphs/allocataires/identite/plan-fusion";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { DossierDeFlux, type FluxDeTest } from "../caf/fabriquer-flux";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { etatEntier } from "./etat-entier";

const NIR = "2900394910001";
const nirCipher = new NirCipher(NIR_KEY);
const MAINTENANT = new Date("2026-03-20T10:00:00Z");
const FUSIONNER = `mutation ($a: ID!, $b: ID!, $motif: String!, $cle: String) {
  fusionnerAllocataires(allocataire: $a, fusionnee: $b, motif: $motif, cleIdempotence: $cle) { __typename ... on Fusion { id fusionnee allocataire { id } } ... on Refus { code } } }`;
const SEPARER = `mutation ($f: ID!, $motif: String!) {
  separerAllocataires(fusion: $f, motif: $motif) { __typename ... on Fusion { id separeeLe faitsGardes { nature id } } ... on Refus { code } } }`;
const SIGNER = `mutation ($a: ID!, $le: Date!, $duree: Int!) {
  signerContrat(allocataire: $a, nature: CER, dateSignature: $le, dureeMois: $duree, heuresHebdomadaires: 15) { __typename ... on Refus { code message } ... on ContratEngagement { id } } }`;
const DECIDER = `mutation ($a: ID!, $le: Date!) {
  deciderOrientation(allocataire: $a, parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1", decideeLe: $le, motif: "entretien") { __typename ... on Refus { code message } ... on Orientation { id } } }`;

let db: TestDatabase;
let graphe: TestSubgraph;
const dossier = new DossierDeFlux();

const importer = async (f: FluxDeTest) =>
  (await importerCaf([dossier.ecrire(f)], { ownerUrl: db.url, now: () => dossier.horloge(MAINTENANT), nirCipher }))[0]!;
const rows = async (sql: string, valeurs: unknown[] = []) => (await db.owner.query(sql, valeurs)).rows;
const jouer = async (document: string, variables: Record<string, unknown>, now = MAINTENANT) => {
  const { data, errors } = await graphe.run(CALLERS.departement, document, variables, now);
  expect(errors).toBeUndefined();
  return Object.values(data)[0] as any;
};

/** The same woman in a dossier of the CAF under her birth name with her NIR, then in one of the MSA under her married name without it. */
const CAF = {
  numero: "01024041094",
  personnes: [{ nom: "BENALI", prenom: "AMINA", naissance: "1990-03-14", nir: NIR, assedic: "1253359X" }],
};
const MSA = {
  numero: "02024041094",
  numorg: "940",
  matricule: "305599000000000",
  commune: "94017",
  nomCommune: "CHAMPIGNY",
  personnes: [{ nom: "DURAND", nomNaissance: "DURAND", prenom: "AMINATA", naissance: "1990-03-15", depuis: "2026-02-01" }],
};

beforeEach(async () => {
  db = await testDatabase();
  await loadFixtures(db.owner);
  graphe = await testSubgraph(sousGraphe, db.url);
  await importer({ cree: "2026-01-10", foyers: [CAF] });
  await importer({ cree: "2026-02-10", foyers: [MSA] });
});
afterEach(async () => {
  await graphe.close();
  await db.drop();
});
afterAll(() => dossier.supprimer());

async function lesDeux(): Promise<[string, string]> {
  const [a] = await rows("select id from allocataires.allocataire where nom = 'BENALI'");
  const [b] = await rows("select id from allocataires.allocataire where nom = 'DURAND'");
  return [a.id, b.id];
}

describe("réunir deux fiches", () => {
  it("tout ce que l’une avait passe à l’autre, et l’ancien identifiant donne la nouvelle", async () => {
    const [a, b] = await lesDeux();
    await jouer(DECIDER, { a, le: "2026-01-20" }, new Date("2026-01-20T10:00:00Z"));
    const b1 = await jouer(DECIDER, { a: b, le: "2026-02-20" });
    await jouer(SIGNER, { a, le: "2026-01-25", duree: 6 });
    await jouer(SIGNER, { a: b, le: "2026-02-25", duree: 6 });
    const fusion = await jouer(FUSIONNER, { a, b, motif: "même personne, vue en entretien" });
    expect(fusion).toMatchObject({ __typename: "Fusion", fusionnee: b, allocataire: { id: a } });
    const lue = await graphe.run(
      CALLERS.departement,
      `query ($b: ID!) { allocataire(id: $b) { id nom identifiants { type valeur } dossiers { numeroDemande } orientation { id }
         orientations { id rang statut motifFin } contratsEngagement { statut } entrees { rang notification } fusions { fusionnee decideePar } } }`,
      { b },
    );
    expect(lue.errors).toBeUndefined();
    const p = lue.data.allocataire;
    expect(p).toMatchObject({ id: a, orientation: { id: b1.id }, fusions: [{ fusionnee: b, decideePar: "demo-departement" }] });
    expect(p.orientations.map((o: any) => [o.rang, o.statut, o.motifFin])).toEqual(
      expect.arrayContaining([
        [1, "CLOSE", "FUSION"],
        [2, "DECIDEE", null],
      ]),
    );
    expect(p.contratsEngagement.map((c: any) => c.statut).sort()).toEqual(["CLOTURE", "SIGNE"]);
    expect(p.dossiers.map((d: any) => d.numeroDemande).sort()).toEqual(["01024041094", "02024041094"]);
    expect(
      p.identifiants
        .filter((i: any) => i.type === "MATRICULE_CAF")
        .map((i: any) => i.valeur)
        .sort(),
    ).toEqual(["2055990", "3055990"]);
    expect(await rows("select allocataire from allocataires.membre where allocataire = $1", [b])).toEqual([]);
  });

  it("puis les séparer rend la base telle qu’elle était", async () => {
    const [a, b] = await lesDeux();
    for (const [p, le] of [
      [a, "2026-01-20"],
      [b, "2026-02-20"],
    ]) {
      await jouer(DECIDER, { a: p, le }, new Date(`${le}T10:00:00Z`));
      await jouer(SIGNER, { a: p, le: "2026-02-25", duree: 6 });
    }
    const avant = await etatEntier(db.owner);
    const fusion = await jouer(FUSIONNER, { a, b, motif: "même personne" });
    expect(await etatEntier(db.owner)).not.toEqual(avant);
    expect(await jouer(SEPARER, { f: fusion.id, motif: "erreur" })).toMatchObject({ __typename: "Fusion", faitsGardes: [] });
    expect(await etatEntier(db.owner)).toEqual(avant);
  });

  it("règle le rapprochement qui posait la question, et l’histoire se lit ensuite des deux côtés", async () => {
    const [a, b] = await lesDeux();
    await db.owner.query(
      `insert into allocataires.rapprochement (departement, resultat, statut, source, cree_le, recu, candidats, allocataire)
       values ('94', 'PLUSIEURS', 'A_TRAITER', 'CAF', '2026-01-10', '{}', array[$1::uuid], $2), ('94', 'PLUSIEURS', 'A_TRAITER', 'CAF', '2026-01-11', '{}', array[$1::uuid, gen_random_uuid()], $2)`,
      [a, b],
    );
    const fusion = await jouer(FUSIONNER, { a, b, motif: "même personne" });
    expect(await rows("select statut from allocataires.rapprochement where recu = '{}' order by cree_le")).toEqual([
      { statut: "RESOLU" },
      { statut: "RESOLU" },
    ]);
    await jouer(SEPARER, { f: fusion.id, motif: "erreur" });
    const lues = await graphe.run(
      CALLERS.departement,
      "query ($a: ID!, $b: ID!) { a: allocataire(id: $a) { fusions { id } } b: allocataire(id: $b) { fusions { id } } }",
      { a, b },
    );
    expect(lues.data).toEqual({ a: { fusions: [{ id: fusion.id }] }, b: { fusions: [{ id: fusion.id }] } });
  });

  it("un acte enregistré depuis reste à celle qui garde l’identifiant, et il est nommé", async () => {
    const [a, b] = await lesDeux();
    const fusion = await jouer(FUSIONNER, { a, b, motif: "même personne" }, new Date("2026-02-12T10:00:00Z"));
    const orientation = await jouer(DECIDER, { a: b, le: "2026-02-14" }, new Date("2026-02-15T10:00:00Z"));
    expect(orientation).toEqual({ __typename: "Orientation", id: expect.any(String) });
    const separee = await jouer(SEPARER, { f: fusion.id, motif: "erreur" }, new Date("2026-02-16T10:00:00Z"));
    expect(separee.faitsGardes).toEqual([{ nature: "ORIENTATION", id: orientation.id }]);
    expect(await rows("select allocataire from allocataires.orientation where id = $1", [orientation.id])).toEqual([{ allocataire: a }]);
    expect(await rows("select decision_orientation from allocataires.entree where allocataire = $1", [a])).toEqual([
      { decision_orientation: "2026-02-14" },
    ]);
    expect(await rows("select decision_orientation from allocataires.entree where allocataire = $1", [b])).toEqual([
      { decision_orientation: null },
    ]);
  });

  it("ce que les flux disent ensuite du dossier de l’une lui revient à la séparation", async () => {
    const [a, b] = await lesDeux();
    const fusion = await jouer(FUSIONNER, { a, b, motif: "même personne" });
    await importer({ cree: "2026-03-25", foyers: [{ ...MSA, etat: "4" }] });
    expect(await rows("select distinct allocataire from allocataires.contenu_personne k where allocataire in ($1, $2)", [a, b])).toEqual([
      { allocataire: a },
    ]);
    await jouer(SEPARER, { f: fusion.id, motif: "erreur" }, new Date("2026-03-26T10:00:00Z"));
    expect(
      await rows(
        `select d.numero_demande as numero, m.allocataire from allocataires.membre m join allocataires.dossier d on d.id = m.dossier where m.allocataire in ($1, $2) order by 1`,
        [a, b],
      ),
    ).toEqual([
      { numero: "01024041094", allocataire: a },
      { numero: "02024041094", allocataire: b },
    ]);
  });

  it("la même clé d’idempotence ne réunit qu’une fois", async () => {
    const [a, b] = await lesDeux();
    const [x, y] = [await jouer(FUSIONNER, { a, b, motif: "même", cle: "k1" }), await jouer(FUSIONNER, { a, b, motif: "même", cle: "k1" })];
    expect(y).toEqual(x);
    expect(await rows("select count(*)::int as n from allocataires.fusion")).toEqual([{ n: 1 }]);
  });

  it("publie ce que les autres parties doivent suivre, sans valeur d’une personne", async () => {
    const [a, b] = await lesDeux();
    const fusion = await jouer(FUSIONNER, { a, b, motif: "même personne" });
    await jouer(SEPARER, { f: fusion.id, motif: "erreur" });
    const evenements = await rows("select type, allocataire, donnees from journal.evenement where type like 'Allocataires%' order by rang");
    expect(evenements.map((e) => [e.type, e.allocataire, e.donnees.fusionnee])).toEqual([
      ["AllocatairesFusionnes", a, b],
      ["AllocatairesSepares", a, b],
    ]);
    for (const valeur of ["BENALI", "DURAND", "AMINA", NIR, "1990"]) expect(JSON.stringify(evenements)).not.toContain(valeur);
  });
});

describe("refus", () => {
  it("MEME_PERSONNE, ALLOCATAIRE_INTROUVABLE, MOTIF_MANQUANT", async () => {
    const [a, b] = await lesDeux();
    expect(await jouer(FUSIONNER, { a, b: a, motif: "x" })).toMatchObject({ code: "MEME_PERSONNE" });
    expect(await jouer(FUSIONNER, { a, b: "inconnu", motif: "x" })).toMatchObject({ code: "ALLOCATAIRE_INTROUVABLE" });
    expect(await jouer(FUSIONNER, { a, b, motif: " " })).toMatchObject({ code: "MOTIF_MANQUANT" });
  });

  it("FUSION_IMPOSSIBLE : nommées ensemble dans un foyer", async () => {
    await importer({
      cree: "2026-03-01",
      foyers: [{ ...CAF, personnes: [...CAF.personnes, { role: "CJT", nom: "MARTIN", prenom: "PAUL", naissance: "1985-01-02" }] }],
    });
    const [a] = await lesDeux();
    const [c] = await rows("select id from allocataires.allocataire where nom = 'MARTIN'");
    expect(await jouer(FUSIONNER, { a, b: c.id, motif: "x" })).toMatchObject({ code: "FUSION_IMPOSSIBLE" });
  });

  it("FUSION_INTROUVABLE, FUSION_DEJA_SEPAREE, FUSION_SUIVIE", async () => {
    const [a, b] = await lesDeux();
    expect(await jouer(SEPARER, { f: a, motif: "x" })).toMatchObject({ code: "FUSION_INTROUVABLE" });
    const premiere = await jouer(FUSIONNER, { a, b, motif: "x" });
    const seconde = await jouer(FUSIONNER, { a: PEOPLE.driss, b: a, motif: "x" }, new Date("2026-03-21T10:00:00Z"));
    expect(await jouer(SEPARER, { f: premiere.id, motif: "x" })).toMatchObject({ code: "FUSION_SUIVIE" });
    await jouer(SEPARER, { f: seconde.id, motif: "x" });
    expect(await jouer(SEPARER, { f: seconde.id, motif: "x" })).toMatchObject({ code: "FUSION_DEJA_SEPAREE" });
    expect(await jouer(SEPARER, { f: premiere.id, motif: "x" })).toMatchObject({ __typename: "Fusion" });
  });

  it("NON_HABILITE hors du Département, et la barrière du département tient", async () => {
    const [a, b] = await lesDeux();
    const referent = { ...CALLERS.referent, scopes: new Set([...CALLERS.referent.scopes, "rapprochement.trancher"]) };
    expect((await graphe.run(referent, FUSIONNER, { a, b, motif: "x" })).data.fusionnerAllocataires).toMatchObject({
      code: "NON_HABILITE",
    });
    const du93 = await graphe.run(CALLERS.departement93, FUSIONNER, { a, b, motif: "x" });
    expect(du93.data.fusionnerAllocataires).toMatchObject({ code: "ALLOCATAIRE_INTROUVABLE" });
    const entreDepartements = await jouer(FUSIONNER, { a, b: PEOPLE.elodie, motif: "x" });
    expect(entreDepartements).toMatchObject({ code: "ALLOCATAIRE_INTROUVABLE" });
  });
});

it("chaque table qui nomme une personne est dans le plan de fusion, ou dit pourquoi elle n’y est pas", async () => {
  const tables = await rows(
    `select c.relname as nom from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'allocataire' and not a.attisdropped
     where c.relnamespace = 'allocataires'::regnamespace and c.relkind = 'r' order by 1`,
  );
  expect(tables.map((t) => t.nom).filter((nom) => !(nom in PLAN) && !(nom in HORS_PLAN))).toEqual([]);
});
