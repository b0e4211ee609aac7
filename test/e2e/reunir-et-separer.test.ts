import { sousGraphe as allocataires } from "../../subgraphs/allocataires/sous-graphe";
import { sousGraphe as echanges } from "../../subgraphs/echanges/sous-graphe";
import { sousGraphe as offreInsertion } from "../../subgraphs/offre-insertion/sous-graphe";
import { sousGraphe as rendezVous } from "../../subgraphs/rendez-vous/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, testSubgraph } from "../setup/subgraph";
import { loadTerritory, type TestHub, testHub } from "./hub-de-test";

const DEMAIN = new Date(Date.now() + 86_400_000).toISOString();
const HIER = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const PRENDRE = `mutation ($a: ID!, $debut: Horodatage!) { prendreRendezVous(allocataire: $a, organisme: "94-CD94", famille: AUTRE, modalite: PHYSIQUE,
  debut: $debut, dureeMinutes: 30) { __typename ... on RendezVous { id participations { allocataire { id } } } ... on Refus { code } } }`;
const PRESCRIRE = `mutation ($a: ID!, $offre: ID!) { prescrire(allocataire: $a, offre: $offre, motif: "Lever un frein") {
  __typename ... on Prescription { id allocataire { id } } ... on Refus { code } } }`;
const DECLARER = `mutation ($a: ID!, $le: Date!, $nature: String!) { declarerActivite(allocataire: $a, date: $le, minutes: 90, nature: $nature) {
  __typename ... on Activite { id } ... on Refus { code } } }`;
const DECLARER_DONNEES = `mutation ($a: ID!) { declarerDonnees(allocataire: $a, donnees: { telephone: "0601020304" }) { __typename ... on Refus { code } } }`;
const FICHE = `query ($a: ID!) { allocataire(id: $a) { id rendezVous(first: 200) { id participations { allocataire { id } } } prescriptions { id allocataire { id } }
  activites { id } consultations(first: 200) { nodes { operation } } } }`;
const INDICATEUR = `{ indicateur(code: "F.4", territoire: "94", debut: "2025-01-01", fin: "2026-12-31") { numerateur denominateur } }`;
const FUSIONNER = `mutation ($a: ID!, $b: ID!) { fusionnerAllocataires(allocataire: $a, fusionnee: $b, motif: "Même personne") {
  __typename ... on Fusion { id } ... on Refus { code } } }`;
const SEPARER = `mutation ($f: ID!) { separerAllocataires(fusion: $f, motif: "Erreur") { __typename ... on Refus { code } } }`;

let base: TestDatabase;
let hub: TestHub;
beforeAll(async () => {
  base = await testDatabase();
  await loadTerritory(base.url, 60);
  hub = await testHub("en un processus", base.url);
}, 120_000);
afterAll(async () => {
  await hub?.stop();
  await base.drop();
});

async function jouer(query: string, variables: Record<string, unknown>, client = "demo-departement"): Promise<any> {
  const { data, errors } = await hub.query(client, query, variables);
  expect(errors).toBeUndefined();
  return Object.values(data)[0];
}

/** What the whole graph says of a person under an id. */
async function fiche(id: string) {
  const personne = await jouer(FICHE, { a: id }, "demo-departement");
  const ids = (liste: { id: string }[]) => liste.map((l) => l.id).sort();
  return {
    id: personne.id,
    nommees: [
      ...new Set(
        [...personne.rendezVous.flatMap((r: any) => r.participations), ...personne.prescriptions].map((x: any) => x.allocataire.id),
      ),
    ],
    faits: ids([...personne.rendezVous, ...personne.prescriptions, ...personne.activites]),
    lectures: personne.consultations.nodes
      .map((n: any) => n.operation)
      .filter((o: string) => o.startsWith("Lecture"))
      .sort(),
  };
}

async function bientot<T>(lire: () => Promise<T>, attendu: T): Promise<void> {
  let valeur = await lire();
  for (let essai = 0; essai < 100 && JSON.stringify(valeur) !== JSON.stringify(attendu); essai++) {
    await new Promise((suite) => setTimeout(suite, 50));
    valeur = await lire();
  }
  expect(valeur).toEqual(attendu);
}

/** A person with an appointment, a prescription, an activity and a reading of her own. */
async function agir(id: string, nom: string, offre: string): Promise<void> {
  expect(await jouer(PRENDRE, { a: id, debut: DEMAIN.replace(/T..:/, nom === "A" ? "T09:" : "T11:") })).toMatchObject({
    __typename: "RendezVous",
  });
  expect(await jouer(PRESCRIRE, { a: id, offre })).toMatchObject({ __typename: "Prescription", allocataire: { id } });
  expect(await jouer(DECLARER, { a: id, le: HIER, nature: "Atelier" })).toMatchObject({ __typename: "Activite" });
  await jouer(`query Lecture${nom} ($a: ID!) { allocataire(id: $a) { nom } }`, { a: id });
}

/** Two people of different dossiers, both counted by the indicator of those notified. */
async function deuxPersonnes(): Promise<[string, string]> {
  const { rows } = await base.owner.query(
    `select m.allocataire as id from allocataires.membre m
     join allocataires.entree e on e.departement = m.departement and e.allocataire = m.allocataire and e.rang = 1
     where m.departement = '94' and m.role = 'DEM' and m.au is null and m.soumis_droits_devoirs and e.notification >= '2026-01-01' and e.sortie is null
     order by e.notification, m.allocataire limit 2`,
  );
  return [rows[0].id, rows[1].id];
}

it("une personne réunie à une autre : tout le graphe répond sous celle qui reste, et rend à chacune après la séparation", async () => {
  const [a, b] = await deuxPersonnes();
  const offres = (await jouer("{ offres(first: 2) { nodes { id } } }", {})).nodes.map((o: any) => o.id);
  await agir(a, "A", offres[0]);
  await agir(b, "B", offres[1]);
  const [deA, deB] = [await fiche(a), await fiche(b)];
  expect([deA.lectures, deB.lectures]).toEqual([["LectureA"], ["LectureB"]]);
  expect([deA.nommees, deB.nommees]).toEqual([[a], [b]]);
  const compte = () => jouer(INDICATEUR, {}, "demo-pilotage");
  const avant = await compte();

  const fusion = await jouer(FUSIONNER, { a, b }, "demo-rapprochement");
  expect(fusion.__typename).toBe("Fusion");
  const reunie = { id: a, nommees: [a], faits: [...deA.faits, ...deB.faits].sort(), lectures: ["LectureA", "LectureB"] };
  await bientot(() => fiche(a), reunie);
  expect(await fiche(b)).toEqual(reunie);
  await bientot(async () => (await compte()).denominateur, avant.denominateur - 1);
  for (const module of [allocataires, offreInsertion, rendezVous, echanges]) {
    const sousGraphe = await testSubgraph(module, base.url);
    const reponse = await sousGraphe.run(
      CALLERS.departement,
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Allocataire { id } } }",
      { r: [{ __typename: "Allocataire", id: b }] },
    );
    await sousGraphe.close();
    expect([module.name, reponse.errors, reponse.data]).toEqual([module.name, undefined, { _entities: [{ id: a }] }]);
  }
  const pris = await jouer(PRENDRE, { a: b, debut: DEMAIN.replace(/T..:/, "T14:") });
  expect(pris.participations).toEqual([{ allocataire: { id: a } }]);
  expect((await jouer(PRENDRE, { a: b, debut: DEMAIN.replace(/T..:/, "T09:") })).code).toBe("RENDEZ_VOUS_SIMULTANE");
  expect((await jouer(PRESCRIRE, { a: b, offre: offres[0] })).code).toBe("DEJA_PRESCRITE");
  expect((await jouer(DECLARER_DONNEES, { a: b })).code).toBeUndefined();
  const rendezVousDeB = deB.faits.filter((id) => !deA.faits.includes(id));
  for (const id of rendezVousDeB) {
    const lu = (
      await hub.query("demo-departement", "query ($id: ID!) { rendezVous(id: $id) { participations { allocataire { id } } } }", { id })
    ).data;
    if (lu.rendezVous) expect(lu.rendezVous.participations).toEqual([{ allocataire: { id: a } }]);
  }
  await jouer("query LectureReunie ($a: ID!) { allocataire(id: $a) { nom } }", { a: b });

  expect(await jouer(SEPARER, { f: fusion.id }, "demo-rapprochement")).toEqual({ __typename: "Fusion" });
  await bientot(() => fiche(b), { ...deB, lectures: ["LectureB", "LectureReunie"] });
  await bientot(() => fiche(a), { ...deA, faits: [...deA.faits, pris.id].sort(), lectures: ["LectureA", "LectureReunie"] });
  await bientot(compte, avant);
}, 60_000);
