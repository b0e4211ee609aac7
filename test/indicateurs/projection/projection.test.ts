import { randomUUID } from "node:crypto";
import pg from "pg";
import { SUIVI, suivreIndicateurs } from "../../../subgraphs/indicateurs/projection";
import { reconstruire } from "../../../subgraphs/indicateurs/projection/reconstruire.repository";
import { TABLES_ECRITES, TABLES_PROJETEES } from "../../../subgraphs/indicateurs/projection/table";
import { followOnce } from "../../../subgraphs/shared/event-follower";
import { createLog } from "../../../subgraphs/shared/log";
import { numberEvents } from "../../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { ajouter, contratSigne, type Evenement, entree, orientation, presence, projeterTout } from "../journal";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterEach(() =>
  db.owner.query(`truncate journal.evenement, indicateurs.curseur, ${TABLES_ECRITES.map((t) => `indicateurs.${t}`).join(", ")}`),
);
afterAll(() => db.drop());

/** Every row of the projection, in a fixed order. */
async function tout(): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const table of TABLES_PROJETEES)
    tables[table] = (await db.owner.query(`select to_jsonb(t) as ligne from indicateurs.${table} t order by t::text`)).rows;
  return tables;
}
const position = async () => Number((await db.owner.query("select coalesce(max(position), 0) as p from indicateurs.curseur")).rows[0].p);

/** One person's year: two entries, a move, two orientations, a contract, appointments, an activity, an exit. */
function histoire(a: string): Evenement[] {
  const [o1, o2, rdv, activite] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const rendezVous = { rendezVous: rdv, famille: "ORIENTATION", debut: "2026-01-14T09:00:00Z", organisme: "94-CD94", convocationRang: 1 };
  return [
    entree(a),
    { type: "RendezVousPlanifie", allocataire: a, donnees: rendezVous },
    { type: "RendezVousDeplace", allocataire: a, donnees: { ...rendezVous, debut: "2026-01-16T09:00:00Z" } },
    {
      type: "PresenceRenseignee",
      allocataire: a,
      donnees: { ...rendezVous, debut: "2026-01-16T09:00:00Z", statut: "HONORE", organisme: undefined },
    },
    orientation(a, "2026-01-20", { orientation: o1 }),
    { type: "AllocataireModifie", allocataire: a, donnees: { champs: ["codeInsee"], codeInsee: "94017" } },
    { type: "DossierModifie", allocataire: a, donnees: { dossier: randomUUID(), etat: "OUVERT_SUSPENDU", champs: ["etat"] } },
    presence(a, "2026-02-02T09:00:00Z", "HONORE", { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null }),
    contratSigne(a, "2026-02-10"),
    { type: "OrientationClose", allocataire: a, donnees: { orientation: o1, closeLe: "2026-04-01", motifFin: "REORIENTATION" } },
    orientation(a, "2026-04-01", { orientation: o2, rang: 2, parcours: "JEUNES", categorie: "EQUILIBRE" }),
    { type: "ActiviteDeclaree", allocataire: a, donnees: { activite, date: "2026-04-07", minutes: 90, statut: "DECLAREE" } },
    { type: "ActiviteConfirmee", allocataire: a, donnees: { activite, date: "2026-04-07", minutes: 90, statut: "CONFIRMEE" } },
    { type: "SortieDeclaree", allocataire: a, donnees: { sortie: randomUUID(), nature: "EMPLOI_COURT", date: "2026-06-01" } },
    entree(a, { rang: 2, codeInsee: "94079", notification: "2026-09-01" }),
    { type: "DiagnosticEnregistre", allocataire: a, donnees: { diagnostic: randomUUID(), etabliLe: "2026-09-03" } },
  ];
}

describe("projection des événements", () => {
  it("dit ce que les événements disent, chaque entrée avec sa décision et son entretien", async () => {
    const a = randomUUID();
    await ajouter(db.owner, histoire(a));
    expect(await projeterTout(db.owner)).toBe(16);
    const { rows } = await db.owner.query(
      `select rang, code_insee, soumis_droits_devoirs as sdd, decision_orientation::text as decision, parcours, premier_entretien::text as entretien, flux
       from indicateurs.entree order by rang`,
    );
    expect(rows).toEqual([
      { rang: 1, code_insee: "94079", sdd: true, decision: "2026-01-20", parcours: "FRANCE_TRAVAIL", entretien: "2026-02-02", flux: true },
      { rang: 2, code_insee: "94079", sdd: true, decision: null, parcours: null, entretien: null, flux: true },
    ]);
    const { presence: rdv, activite, personne } = await tout();
    expect(rdv).toHaveLength(2);
    expect(rdv).toContainEqual({
      ligne: expect.objectContaining({ le: "2026-01-16", statut: "HONORE", convocation_rang: 1, organisme: "94-CD94" }),
    });
    expect(activite).toEqual([{ ligne: expect.objectContaining({ minutes: 90, statut: "CONFIRMEE" }) }]);
    expect(personne).toEqual([{ ligne: expect.objectContaining({ etat_dossier: "OUVERT_SUSPENDU", code_insee: "94079" }) }]);
  });

  it("une décision prise après la deuxième entrée n’est pas celle de la première, dans quelque ordre qu’elles arrivent", async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const seconde = (x: string) => entree(x, { rang: 2, notification: "2026-09-01" });
    await ajouter(db.owner, [entree(a), seconde(a), orientation(a, "2026-09-10"), orientation(b, "2026-09-10"), seconde(b), entree(b)]);
    await projeterTout(db.owner, 1);
    const { rows } = await db.owner.query(
      "select rang, decision_orientation::text as decision from indicateurs.entree order by rang, decision",
    );
    expect(rows).toEqual([
      { rang: 1, decision: null },
      { rang: 1, decision: null },
      { rang: 2, decision: "2026-09-10" },
      { rang: 2, decision: "2026-09-10" },
    ]);
  });

  it.each([1, 2, 3, 7, 5000])("par lots de %i, le résultat est le même qu’en reconstruisant tout", async (lot) => {
    const people = Array.from({ length: 4 }, () => randomUUID());
    const suites = people.map(histoire);
    // Interleaved: the events of one person stay in order, those of the others come in between.
    await ajouter(db.owner, Array.from({ length: 16 }, (_, i) => suites.map((suite) => suite[i]!)).flat());
    expect(await projeterTout(db.owner, lot)).toBe(64);
    const incremental = await tout();
    expect(incremental.entree).toHaveLength(8);
    expect((await reconstruire(db.url)).lus).toBe(64);
    expect(await tout()).toEqual(incremental);
    expect(await position()).toBe(64);
    expect(await projeterTout(db.owner)).toBe(0);
  });

  it("un arrêt au milieu d’un lot ne perd ni ne double rien", async () => {
    await ajouter(db.owner, [...histoire(randomUUID()), ...histoire(randomUUID())]);
    await numberEvents(db.owner);
    const coupure = {
      ...SUIVI,
      batch: 20,
      apply: async (...args: Parameters<typeof SUIVI.apply>) => {
        await SUIVI.apply(...args);
        throw new Error("processus tué avant le commit");
      },
    };
    await expect(followOnce(db.owner, coupure)).rejects.toThrow("processus tué");
    expect((await tout()).entree).toEqual([]);
    expect(await position()).toBe(0);
    expect(await projeterTout(db.owner, 20)).toBe(32);
    const repris = await tout();
    await reconstruire(db.url);
    expect(await tout()).toEqual(repris);
  });

  it("deux suivis à la fois : chaque événement compte une fois", async () => {
    await ajouter(db.owner, Array.from({ length: 30 }, () => histoire(randomUUID())).flat());
    await numberEvents(db.owner);
    const second = new pg.Client({ connectionString: db.url });
    await second.connect();
    const suivre = async (client: pg.Client) => {
      let total = 0;
      for (let n = -1; n !== 0; total += n) n = await followOnce(client, { ...SUIVI, batch: 50 });
      return total;
    };
    const [un, deux] = await Promise.all([suivre(db.owner), suivre(second)]);
    await second.end();
    expect(un + deux).toBe(480);
    expect((await tout()).personne).toHaveLength(30);
  });

  it("un événement d’un type inconnu, ou sans personne, ne change rien et n’arrête rien", async () => {
    await ajouter(db.owner, [
      { type: "TypeDeDemain", allocataire: randomUUID(), donnees: { nouveau: true } },
      { type: "FluxImporte", allocataire: null, donnees: { flux: randomUUID(), typeFlux: "MENSUEL", compteurs: {} } },
      entree(randomUUID()),
    ]);
    expect(await projeterTout(db.owner)).toBe(3);
    expect((await tout()).entree).toHaveLength(1);
  });

  it("le suivi en marche applique en moins d’une seconde ce qui vient d’être numéroté, puis reprend où il était", async () => {
    const log = createLog("silent", "test");
    const attendre = async (n: number) => {
      for (const limite = Date.now() + 5_000; Date.now() < limite; await new Promise((r) => setTimeout(r, 20))) {
        if ((await tout()).personne!.length === n) return;
      }
      throw new Error("la projection n’a pas suivi");
    };
    for (const n of [1, 2]) {
      const suivi = suivreIndicateurs(db.url, log);
      await ajouter(db.owner, [entree(randomUUID())]);
      await numberEvents(db.owner);
      await attendre(n);
      await suivi.stop();
    }
    expect(await position()).toBe(2);
  });
});
