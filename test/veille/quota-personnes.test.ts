import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type ClientEnregistre, clientInconnu } from "../../subgraphs/shared/clients/client-enregistre";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import type { Caller } from "../../subgraphs/shared/identity";
import { CompteurDePersonnes } from "../../subgraphs/shared/veille/compteur.repository";
import { ajouterDossiers, ajouterFoule, NIR_AMINA, orienter } from "../allocataires/personnes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

let base: TestDatabase;
let compteurs: CompteurDePersonnes[];
/** Two processes that share the database. */
let processus: TestSubgraph[];
let foule: string[];
let suivis: string[];
let numero = 0;

const HEURE = 3_600_000;
const MIDI = new Date("2026-03-02T11:00:00Z");
const plus = (ms: number) => new Date(MIDI.getTime() + ms);

const QUOTAS: Record<string, number> = { dix: 10, cinquante: 50, cent: 100, zero: 0, agents: 30 };
const registre = Object.assign(RegistreClients.of([]), {
  client: (nom: string): ClientEnregistre => ({
    ...clientInconnu(nom, null),
    quotaPersonnes: QUOTAS[nom.split("-")[0]!]!,
    quotaParAgent: nom.startsWith("agents") ? 20 : 50,
  }),
});
/** A client of its own for each test, so that none counts what another read. */
const departement = (quota: keyof typeof QUOTAS): Caller => ({ ...CALLERS.departement, client: `${quota}-${++numero}` });
const referente = (quota: keyof typeof QUOTAS): Caller => ({ ...CALLERS.referent, client: `${quota}-${++numero}` });

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await ajouterDossiers(base.owner);
  foule = await ajouterFoule(base.owner, 120);
  suivis = foule.slice(0, 30);
  await orienter(base.owner, suivis.slice(0, 20), "PARCOURS_INSERTION", "94-CD94", null as never);
  await orienter(base.owner, suivis.slice(20), "REMOBILISATION_EMPLOI", "94-REMOB-1", "94-REMOB-1-REF-1");
  await base.owner.query("update allocataires.intervention set du = '2026-01-01'");
  compteurs = [new CompteurDePersonnes(base.url, registre), new CompteurDePersonnes(base.url, registre)];
  processus = await Promise.all(compteurs.map((veille) => testSubgraph(sousGraphe, base.url, {}, { veille })));
});
afterAll(async () => {
  await Promise.all(processus.map((un) => un.close()));
  await Promise.all(compteurs.map((un) => un.close()));
  await base.drop();
});

const lire = (appelant: Caller, id: string, le = MIDI, ou = 0) =>
  processus[ou]!.run(appelant, "query ($id: ID) { allocataire(id: $id) { id nom } }", { id }, le);
const page = (appelant: Caller, first: number, after: string | null = null, le = MIDI) =>
  processus[0]!.run(
    appelant,
    'query ($n: Int, $a: String) { allocataires(first: $n, after: $a, filtre: { recherche: "foule" }) { nodes { id } pageInfo { endCursor } } }',
    { n: first, a: after },
    le,
  );
const code = (reponse: Awaited<ReturnType<typeof lire>>) => reponse.errors?.[0]?.extensions.code ?? null;
const comptees = async (appelant: Caller) =>
  (await base.owner.query("select coalesce(sum(poids), 0)::int as n from journal.personne_comptee where client = $1", [appelant.client]))
    .rows[0].n;
const alertes = async (appelant: Caller) =>
  (
    await base.owner.query("select nature, gravite, departement, organisme, le, details from journal.alerte where client = $1", [
      appelant.client,
    ])
  ).rows;

describe("le quota de personnes", () => {
  it("sert cinquante personnes, refuse la suivante, dit dans combien de temps réessayer, et lève une alerte", async () => {
    const appelant = departement("cinquante");
    for (const id of foule.slice(30, 80)) expect(code(await lire(appelant, id))).toBeNull();
    const refus = await lire(appelant, foule[80]!);
    expect(refus.data).toBeNull();
    expect(code(refus)).toBe("QUOTA_PERSONNES");
    expect(refus.errors![0]!.extensions.reessayerDans).toBe(61 * 60);
    expect(await comptees(appelant)).toBe(50);
    expect(await alertes(appelant)).toEqual([
      {
        nature: "QUOTA_PERSONNES",
        gravite: "GRAVE",
        departement: "94",
        organisme: "CD94",
        le: MIDI,
        details: { quota: 50, comptees: 50, demandees: 1, compte: "CLIENT" },
      },
    ]);
  }, 60_000);

  it("ne compte pas qui l’organisme suit, même le quota atteint, et compte une personne une fois", async () => {
    const appelant = departement("dix");
    for (const id of foule.slice(30, 40)) await lire(appelant, id);
    for (const id of [...suivis.slice(0, 20), foule[30]!, foule[35]!]) expect(code(await lire(appelant, id, plus(61_000)))).toBeNull();
    expect(code(await lire(appelant, foule[41]!))).toBe("QUOTA_PERSONNES");
  });

  it("ne compte pas qui a un rendez-vous avec l’organisme", async () => {
    const appelant = departement("dix");
    const attendue = foule[90]!;
    await base.owner.query(
      `with r as (insert into rendez_vous.rendez_vous (departement, famille, motif, modalite, organisme, debut, duree_minutes, source, collectee_le, recue_le, certifiee)
         values ('94', 'ORIENTATION', 'orientation', 'SUR_PLACE', '94-CD94', $1, 30, 'ORIAS', $1, $1, true) returning id)
       insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) select '94', id, $2, 'PREVU', $1 from r`,
      [plus(24 * HEURE), attendue],
    );
    expect(code(await lire(appelant, attendue))).toBeNull();
    expect(await comptees(appelant)).toBe(0);
  });

  it("laisse repartir quand les plus anciennes quittent l’heure glissante", async () => {
    const appelant = departement("dix");
    for (const [rang, id] of foule.slice(30, 40).entries()) await lire(appelant, id, plus(rang * 60_000));
    const refus = await lire(appelant, foule[50]!, plus(30 * 60_000));
    expect(refus.errors![0]!.extensions.reessayerDans).toBe(31 * 60);
    expect(code(await lire(appelant, foule[50]!, plus(61 * 60_000)))).toBeNull();
    expect(code(await lire(appelant, foule[51]!, plus(61 * 60_000)))).toBe("QUOTA_PERSONNES");
  });

  it("refuse entière une page qui le dépasserait, sans rien compter d’elle", async () => {
    const appelant = departement("cent");
    const premiere = await page(appelant, 80);
    expect(premiere.data.allocataires.nodes).toHaveLength(80);
    const avant = await comptees(appelant);
    expect(avant).toBe(80 - 20);
    const seconde = await page(departement("dix"), 80);
    expect(seconde.data).toBeNull();
    expect(code(seconde)).toBe("QUOTA_PERSONNES");
    expect(seconde.errors![0]!.extensions.reessayerDans).toBe(3_600);
    expect(seconde.errors![0]!.message).toContain("demandez-en moins");
  });

  it("compte deux fois un identifiant inconnu, et pareil une personne d’un autre département", async () => {
    const appelant = departement("dix");
    await lire(appelant, "11111111-1111-4111-8111-111111111111");
    expect(await comptees(appelant)).toBe(2);
    await lire(appelant, "11111111-1111-4111-8111-111111111111");
    expect(await comptees(appelant)).toBe(2);
    await lire(appelant, PEOPLE.elodie);
    expect(await comptees(appelant)).toBe(4);
    await processus[0]!.run(appelant, '{ allocataire(identifiant: { type: MATRICULE_CAF, valeur: "7777777" }) { id } }', {}, MIDI);
    expect(await comptees(appelant)).toBe(6);
    await processus[0]!.run(appelant, '{ allocataires(filtre: { recherche: "94000009999" }) { nodes { id } } }', {}, MIDI);
    expect(await comptees(appelant)).toBe(8);
  });

  it("compte deux fois une recherche par NIR, trouvée ou non", async () => {
    const appelant: Caller = { ...CALLERS.rapprochement, client: `dix-${++numero}` };
    const chercher = (valeur: string) =>
      processus[0]!.run(
        appelant,
        `{ allocataire(identifiant: { type: NIR, valeur: "${valeur}", dateNaissance: "1990-03-14" }) { id } }`,
        {},
        MIDI,
      );
    expect((await chercher(NIR_AMINA)).data.allocataire.id).toBe(PEOPLE.amina);
    expect(await comptees(appelant)).toBe(2);
    expect((await chercher("290039900100285")).data.allocataire).toBeNull();
    expect(await comptees(appelant)).toBe(4);
  });

  it("compte deux fois, pour une référente, qui elle ne suit pas : vingt-cinq essais pour cinquante", async () => {
    const appelant = referente("cinquante");
    for (const id of foule.slice(40, 65)) expect(await lire(appelant, id)).toMatchObject({ data: { allocataire: null } });
    expect(code(await lire(appelant, foule[70]!))).toBe("QUOTA_PERSONNES");
    for (const id of suivis.slice(20)) expect((await lire(appelant, id)).data.allocataire.id).toBe(id);
  });

  it("refuse une modification avant qu’elle ne s’applique", async () => {
    const appelant = departement("zero");
    const reponse = await processus[0]!.run(
      appelant,
      `mutation ($a: ID!) { signalerManquement(cleIdempotence: "k1", allocataire: $a, nature: ABSENCE_RENDEZ_VOUS, constateLe: "2026-03-01", faits: "absente") { __typename } }`,
      { a: foule[100] },
      MIDI,
    );
    expect(code(reponse)).toBe("QUOTA_PERSONNES");
    const { rows } = await base.owner.query("select from allocataires.manquement where allocataire = $1", [foule[100]]);
    expect(rows).toHaveLength(0);
  });

  it("se partage entre deux processus qui lisent en même temps", async () => {
    const appelant = departement("cinquante");
    const reponses = await Promise.all(
      [...foule.slice(30, 90), ...foule.slice(91, 110)].map((id, rang) => lire(appelant, id, MIDI, rang % 2)),
    );
    expect(reponses.filter((une) => code(une) === null)).toHaveLength(50);
    expect(await alertes(appelant)).toHaveLength(1);
  }, 60_000);

  it("compte aussi par agent : deux agents d’un client ont chacun leur quota, le client garde le sien, et chaque arrêt a son alerte", async () => {
    const client = departement("agents");
    const [une, deux] = [
      { ...client, agent: "AG-1" },
      { ...client, agent: "AG-2" },
    ];
    for (const id of foule.slice(30, 50)) expect(code(await lire(une, id))).toBeNull();
    const refus = await lire(une, foule[50]!);
    expect(code(refus)).toBe("QUOTA_PERSONNES");
    expect(refus.errors![0]!.message).toContain("Cet agent a atteint les 20 personnes par heure");
    // Read by the first a moment ago: once for the client, once for each agent.
    for (const id of foule.slice(45, 50)) expect(code(await lire(deux, id))).toBeNull();
    for (const id of foule.slice(50, 60)) expect(code(await lire(deux, id))).toBeNull();
    const dernier = await lire(deux, foule[60]!);
    expect(dernier.errors![0]!.message).toContain("Ce client a atteint les 30 personnes par heure");
    const { rows } = await base.owner.query(
      "select agent, sum(poids)::int as n from journal.personne_comptee where client = $1 group by 1 order by 1",
      [client.client],
    );
    expect(rows).toEqual([
      { agent: "", n: 30 },
      { agent: "AG-1", n: 20 },
      { agent: "AG-2", n: 15 },
    ]);
    await lire(une, foule[51]!);
    const levees = await base.owner.query(
      "select agent, details ->> 'compte' as compte from journal.alerte where client = $1 order by rang",
      [client.client],
    );
    expect(levees.rows).toEqual([
      { agent: "AG-1", compte: "AGENT" },
      { agent: "AG-2", compte: "CLIENT" },
    ]);
    const evenements = await base.owner.query("select donnees from journal.evenement where donnees ->> 'client' = $1", [client.client]);
    expect(JSON.stringify(evenements.rows)).not.toContain("AG-");
  }, 60_000);

  it("un jeton sans agent n’est tenu qu’au quota du client", async () => {
    const client = departement("agents");
    for (const id of foule.slice(30, 60)) expect(code(await lire(client, id))).toBeNull();
    expect(code(await lire(client, foule[60]!))).toBe("QUOTA_PERSONNES");
  });

  it("une page relue aussitôt ne coûte aucun ordre, la première un seul", async () => {
    const appelant = departement("cent");
    const pool = (compteurs[0] as unknown as { pool: { query: (...args: unknown[]) => unknown } }).pool;
    const ordres = jest.spyOn(pool, "query");
    try {
      await page(appelant, 50);
      expect(ordres).toHaveBeenCalledTimes(1);
      await page(appelant, 50);
      await lire(appelant, suivis[3]!);
      expect(ordres).toHaveBeenCalledTimes(1);
    } finally {
      ordres.mockRestore();
    }
  });

  it("sans compteur, rien ne sort", async () => {
    const casse = new CompteurDePersonnes(base.url, registre);
    await casse.close();
    const seul = await testSubgraph(sousGraphe, base.url, {}, { veille: casse });
    const reponse = await seul.run(departement("cent"), "query ($id: ID) { allocataire(id: $id) { nom } }", { id: foule[99] }, MIDI);
    expect(reponse.data).toBeNull();
    expect(reponse.errors).toHaveLength(1);
    await seul.close();
  });
});
