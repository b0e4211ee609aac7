import fc from "fast-check";
import pg from "pg";
import { avancerCampagne } from "../../subgraphs/rendez-vous/campagne/executer-campagne";
import { type Candidate, repartir } from "../../subgraphs/rendez-vous/campagne/repartir";
import type { Reunion } from "../../subgraphs/rendez-vous/reunion/reunion";
import { verifierEvenements } from "../allocataires/evenements-conformes";
import { ajouterFoule } from "../allocataires/personnes";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { appeler, database, graphe, lire, preparer, renseigner } from "./appels";
import { inscrire, now, programmer, reunions } from "./reunion";

preparer();
beforeEach(() => database.owner.query("truncate rendez_vous.campagne, rendez_vous.examen_absence cascade"));

const COMPTE = "personnes parIssue { issue nombre }";
const ARGS = "$selection: SelectionCampagne!, $du: Date!, $au: Date!, $canal: CanalConvocation!";
const VALEURS = "selection: $selection, du: $du, au: $au, canal: $canal";
const PREPARER = `query (${ARGS}) { r: preparerCampagne(${VALEURS}) { placesLibres premierJour convocables ${COMPTE}
  parReunion { convoquees reunion { id } } personnesRegardees { allocataire { id } issue reunion } } }`;
const LANCER = `mutation (${ARGS}, $cle: String) { r: lancerCampagne(${VALEURS}, preuve: "LOT-12", cleIdempotence: $cle) {
  ... on Campagne { __typename id statut convoquees ${COMPTE} } ... on Refus { __typename code } } }`;
const CAMPAGNE = `query ($id: ID!) { r: campagne(id: $id) { statut termineeLe rang convoquees ${COMPTE} } }`;
const CLORE = `mutation ($examen: ID!) { r: examinerAbsence(examen: $examen, motifLegitime: true, decision: CLORE) {
  ... on ExamenAbsence { statut cause } ... on Refus { code } } }`;
const demande = (selection: object = {}, plus: object = {}) => ({
  selection: { departement: "94", ...selection },
  du: "2026-03-10",
  au: "2026-04-10",
  canal: "POSTAL",
  ...plus,
});
const preparerCampagne = (selection: object = {}, plus: object = {}) =>
  appeler(CALLERS.departement, PREPARER, demande(selection, plus), now);
const lancer = (selection: object = {}, plus: object = {}) => appeler(CALLERS.departement, LANCER, demande(selection, plus), now);
const issues = (r: any) => Object.fromEntries(r.parIssue.map((i: any) => [i.issue, i.nombre]));
async function finir(at = now): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  while ((await avancerCampagne(client, at)) > 0);
  await client.end();
}

describe("préparer une campagne", () => {
  it("regarde les places d’abord, dit qui, où, et pour les autres pourquoi ; rien n’est écrit", async () => {
    const { id } = await programmer({ capacite: 1 });
    const r = await preparerCampagne();
    expect(r).toMatchObject({ placesLibres: 1, premierJour: "2026-03-20", convocables: 1 });
    expect(issues(r)).toEqual({ CONVOQUEE: 1, DEJA_ORIENTEE: 3 });
    expect(r.personnesRegardees).toContainEqual({ allocataire: { id: PEOPLE.driss }, issue: "CONVOQUEE", reunion: id });
    expect(await lire("select count(*) from rendez_vous.participation")).toEqual([{ count: 0 }]);
    expect(await lire("select count(*) from rendez_vous.campagne")).toEqual([{ count: 0 }]);
  });

  it("respecte le délai postal et le préavis, que le SMS n’a pas", async () => {
    await programmer({ debut: "2026-03-18T09:00:00Z" });
    expect(issues(await preparerCampagne())).toMatchObject({ DELAI_INSUFFISANT: 1 });
    expect(issues(await preparerCampagne({}, { canal: "SMS" }))).toMatchObject({ CONVOQUEE: 1 });
  });

  it("ne compte comme libres que les places qui laissent le délai et le préavis", async () => {
    await programmer({ debut: "2026-03-18T09:00:00Z", capacite: 7 });
    await programmer({ capacite: 4 });
    expect(await preparerCampagne()).toMatchObject({ premierJour: "2026-03-20", placesLibres: 4 });
    expect(await preparerCampagne({}, { canal: "SMS" })).toMatchObject({ premierJour: "2026-03-17", placesLibres: 11 });
  });

  it("choisit la commune de la personne, sinon le territoire pilote ; ailleurs, seulement si on le demande", async () => {
    await programmer({ codeInsee: "94080", lieu: "Vincennes" });
    expect(issues(await preparerCampagne())).toMatchObject({ AUCUN_LIEU_PROCHE: 1 });
    expect(issues(await preparerCampagne({ partout: true }))).toMatchObject({ CONVOQUEE: 1 });
    const pilote = (await programmer({ codeInsee: "94017", lieu: "Champigny" })).id;
    expect((await preparerCampagne()).personnesRegardees.find((p: any) => p.issue === "CONVOQUEE").reunion).toBe(pilote);
    const creteil = (await programmer({ debut: "2026-04-02T09:00:00Z" })).id;
    expect((await preparerCampagne()).personnesRegardees.find((p: any) => p.issue === "CONVOQUEE").reunion).toBe(creteil);
  });

  it("se lit en un nombre constant de requêtes, et n’est ouverte qu’au Département", async () => {
    await programmer({ capacite: 100 });
    await ajouterFoule(database.owner, 60);
    const answer = await graphe.run(CALLERS.departement, PREPARER, demande(), now);
    expect(answer.statements).toHaveLength(3);
    for (const caller of [CALLERS.referent, CALLERS.departement93, CALLERS.franceTravail])
      expect((await graphe.run(caller, PREPARER, demande(), now)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect((await graphe.run(CALLERS.departement, PREPARER, demande({ territoire: "93" }), now)).errors?.[0]?.extensions.code).toBe(
      "ARGUMENT_INVALIDE",
    );
  });
});

describe("lancer une campagne", () => {
  it("convoque de la dernière entrée à la première, et dit ce qu’elle a fait", async () => {
    await programmer({ capacite: 5 });
    const lancee = await lancer({}, { cle: "c1" });
    expect(lancee).toMatchObject({ __typename: "Campagne", statut: "EN_COURS" });
    expect(await lancer({}, { cle: "c1" })).toEqual(lancee);
    await finir();
    const faite = await appeler(CALLERS.departement, CAMPAGNE, { id: lancee.id }, now);
    expect(faite).toMatchObject({ statut: "TERMINEE", rang: 1 });
    expect(faite.convoquees).toBeGreaterThanOrEqual(1);
    expect(await lire("select rang, canal, preuve from rendez_vous.convocation where allocataire = $1", [PEOPLE.driss])).toEqual([
      { rang: 1, canal: "POSTAL", preuve: "LOT-12" },
    ]);
    expect(issues(await preparerCampagne())).toMatchObject({ DEJA_CONVOQUEE: faite.convoquees });
    expect(await lancer()).toMatchObject({ code: "PERSONNE_A_CONVOQUER" });
    await verifierEvenements(
      database.owner,
      ["CampagneLancee", "CampagneTerminee", "ReunionProgrammee", "RendezVousPlanifie"],
      /Étienne|Driss/,
    );
  });

  it("deux campagnes lancées ensemble, menées par deux processus, ne convoquent personne deux fois et ne dépassent aucune place", async () => {
    await ajouterFoule(database.owner, 30);
    await programmer({ capacite: 12 });
    await Promise.all([lancer(), lancer()]);
    await Promise.all([finir(), finir(), finir()]);
    expect((await reunions())[0].placesRestantes).toBe(0);
    expect(await lire("select count(*), count(distinct allocataire) as personnes from rendez_vous.participation")).toEqual([
      { count: 12, personnes: 12 },
    ]);
    expect(await lire("select statut from rendez_vous.campagne")).toEqual([{ statut: "TERMINEE" }, { statut: "TERMINEE" }]);
  });

  it("chaque personne est regardée à nouveau à son tour : orientée entre-temps, elle n’est pas convoquée", async () => {
    await programmer();
    const { id } = await lancer();
    await inscrire((await programmer({ debut: "2026-04-03T09:00:00Z" })).id, PEOPLE.driss);
    await finir();
    expect(issues(await appeler(CALLERS.departement, CAMPAGNE, { id }, now))).toMatchObject({ DEJA_CONVOQUEE: 1 });
  });

  it("la deuxième convocation va à qui était absent à la première, et à personne d’autre", async () => {
    const { id } = await programmer({ debut: "2026-03-24T09:00:00Z" });
    await inscrire(id, PEOPLE.driss);
    await renseigner(id, "ABSENT", { allocataire: PEOPLE.driss }, CALLERS.departement, new Date("2026-03-24T12:00:00Z"));
    await programmer({ debut: "2026-04-07T09:00:00Z" });
    expect(issues(await preparerCampagne())).toMatchObject({ DEJA_CONVOQUEE: 1 });
    const apres = new Date("2026-03-25T08:00:00Z");
    const seconde = await appeler(CALLERS.departement, LANCER, demande({ rang: 2 }), apres);
    expect(seconde.personnes).toBe(1);
    await finir(apres);
    expect(await lire("select rang from rendez_vous.convocation order by rang")).toEqual([{ rang: 1 }, { rang: 2 }]);
  });

  it("deux absences : personne n’est convoqué avant l’examen ; close par un agent, la personne peut l’être encore, au rang 2", async () => {
    const apres = new Date("2026-04-20T12:00:00Z");
    const convoquerDriss = (demandee: object) =>
      appeler(CALLERS.departement, PREPARER, demande(demandee, { du: "2026-04-20", au: "2026-06-10" }), apres);
    for (const debut of ["2026-03-24T09:00:00Z", "2026-04-07T09:00:00Z"]) {
      const { id } = await programmer({ debut });
      await inscrire(id, PEOPLE.driss);
      await renseigner(id, "ABSENT", { allocataire: PEOPLE.driss }, CALLERS.departement, apres);
    }
    await programmer({ debut: "2026-05-12T09:00:00Z" });
    expect(issues(await convoquerDriss({ rang: 2 }))).toEqual({ ABSENCES_A_EXAMINER: 1 });
    const [{ id: examen }] = await lire("select id from rendez_vous.examen_absence where statut = 'A_EXAMINER'");
    const close = await appeler(CALLERS.departement, CLORE, { examen }, apres);
    expect(close).toMatchObject({ statut: "CLOSE", cause: "DECISION_AGENT" });
    expect(issues(await convoquerDriss({ rang: 2 }))).toEqual({ CONVOQUEE: 1 });
    expect(issues(await convoquerDriss({ rang: 1 }))).toMatchObject({ DEJA_CONVOQUEE: 1 });
    await appeler(CALLERS.departement, LANCER, demande({ rang: 2 }, { du: "2026-04-20", au: "2026-06-10" }), apres);
    await finir(apres);
    expect((await lire("select rang from rendez_vous.convocation")).map((c) => c.rang).sort()).toEqual([1, 2, 2]);
    const [{ id: troisieme }] = await lire("select id from rendez_vous.rendez_vous where debut = '2026-05-12T09:00:00Z'");
    await renseigner(troisieme, "ABSENT", { allocataire: PEOPLE.driss }, CALLERS.departement, new Date("2026-05-12T14:00:00Z"));
    expect(await lire("select statut from rendez_vous.examen_absence order by inscrite_le")).toEqual([
      { statut: "CLOSE" },
      { statut: "A_EXAMINER" },
    ]);
    expect(issues(await convoquerDriss({ rang: 2 }))).toEqual({ ABSENCES_A_EXAMINER: 1 });
  });

  it("est refusée à qui ne voit pas tout le département", async () => {
    expect(await appeler(CALLERS.referent, LANCER, demande(), now)).toMatchObject({ code: "CAMPAGNE_RESERVEE" });
    expect(await lancer({ rang: 3 })).toMatchObject({ code: "SELECTION_INVALIDE" });
    expect(await lancer({}, { du: "2026-01-01", au: "2026-01-10" })).toMatchObject({ code: "PERIODE_PASSEE" });
  });
});

describe("la répartition (propriétés)", () => {
  const reunion = (i: number, restantes: number): Reunion => ({
    departement: "94",
    id: `r${i}`,
    organisme: "94-CD94",
    famille: "ORIENTATION",
    modalite: "PHYSIQUE",
    debut: new Date(Date.UTC(2026, 3, 1 + i, 9)),
    dureeMinutes: 60,
    lieu: "x",
    codeInsee: i % 2 ? "94028" : "94017",
    capacite: restantes,
    restantes,
  });
  const regles = {
    rang: 1 as const,
    sansOrientation: true,
    zone: "Europe/Paris",
    premierJour: "2026-04-02",
    territoire: new Set(["94028"]),
    partout: false,
  };
  const personne = (allocataire: string, codeInsee: string | null, absences: number): Candidate => ({
    allocataire,
    codeInsee,
    orientee: false,
    sortie: false,
    suivie: false,
    absences,
    examinees: 0,
    attendus: [],
  });

  it("lit le jour d’une réunion à l’heure de son département", () => {
    // 21:00 UTC in January: 22:00 in Paris, one o’clock the next day in La Réunion.
    const soir = { ...reunion(1, 1), debut: new Date("2026-01-14T21:00:00Z") };
    const [paris, lointaine] = ["Europe/Paris", "Indian/Reunion"].map(
      (zone) => repartir([personne("p", "94028", 0)], [soir], { ...regles, premierJour: "2026-01-15", zone })[0]!.issue,
    );
    expect([paris, lointaine]).toEqual(["DELAI_INSUFFISANT", "CONVOQUEE"]);
  });

  it("ne dépasse jamais une place, sert dans l’ordre, et ne laisse personne sans issue", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 }),
        fc.array(fc.tuple(fc.constantFrom("94028", "94017", "94080", null), fc.integer({ min: 0, max: 2 })), { maxLength: 20 }),
        (places, gens) => {
          const toutes = places.map((n, i) => reunion(i, n));
          const candidates = gens.map(([commune, absences], i) => personne(`p${i}`, commune, absences));
          const faites = repartir(candidates, toutes, regles);
          expect(faites.map((f) => f.allocataire)).toEqual(candidates.map((c) => c.allocataire));
          for (const r of toutes) expect(faites.filter((f) => f.rendezVous === r.id).length).toBeLessThanOrEqual(r.restantes);
          for (const f of faites) expect(f.rendezVous !== null).toBe(f.issue === "CONVOQUEE");
        },
      ),
    );
  });
});
