import pg from "pg";
import { avancerCampagne, suivreCampagnes } from "../../subgraphs/rendez-vous/campagne/executer-campagne";
import { systemClock } from "../../subgraphs/shared/clock";
import { createLog } from "../../subgraphs/shared/log";
import { ajouterFoule } from "../allocataires/personnes";
import { CALLERS } from "../setup/subgraph";
import { appeler, database, lire, preparer } from "./appels";
import { now, programmer } from "./reunion";

preparer();

const LANCER = `mutation { r: lancerCampagne(selection: { departement: "94", limite: 1000 }, du: "2026-03-10", au: "2026-04-10", canal: SMS, preuve: "LOT-12") {
  ... on Campagne { id personnes } ... on Refus { code } } }`;
const CAMPAGNE = "query ($id: ID!) { r: campagne(id: $id) { statut convoquees parIssue { issue nombre } } }";

describe("une campagne tuée", () => {
  it("reprend dans un autre processus : personne n’est oublié, ni convoqué deux fois", async () => {
    await ajouterFoule(database.owner, 250);
    await programmer({ capacite: 400 });
    const { id, personnes } = await appeler(CALLERS.departement, LANCER, {}, now);
    const tue = new pg.Client({ connectionString: database.url });
    const verrou = new pg.Client({ connectionString: database.url });
    await Promise.all([tue.connect(), verrou.connect()]);
    expect(await avancerCampagne(tue, now)).toBe(200);
    const faites = await lire("select count(*)::int as n from rendez_vous.participation");
    // The next batch has written its participations when its process dies.
    await verrou.query("begin; lock table rendez_vous.convocation in access exclusive mode");
    const { rows } = await tue.query("select pg_backend_pid() as pid");
    tue.on("error", () => undefined);
    const lot = avancerCampagne(tue, now).then(
      () => "fini",
      () => "tué",
    );
    const bloque = "select 1 from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'";
    while ((await database.owner.query(bloque, [rows[0].pid])).rowCount === 0) await new Promise((suite) => setTimeout(suite, 20));
    await database.owner.query("select pg_terminate_backend($1)", [rows[0].pid]);
    expect(await lot).toBe("tué");
    await verrou.query("rollback");
    await verrou.end();
    expect(await lire("select count(*)::int as n from rendez_vous.participation")).toEqual(faites);
    const worker = suivreCampagnes(database.url, { now: () => now, wait: systemClock.wait }, createLog("silent", "test"));
    const statut = async () => (await lire("select statut from rendez_vous.campagne"))[0].statut;
    for (let essai = 0; essai < 200 && (await statut()) !== "TERMINEE"; essai++) await new Promise((suite) => setTimeout(suite, 50));
    await worker.stop();
    const faite = await appeler(CALLERS.departement, CAMPAGNE, { id }, now);
    expect(faite.statut).toBe("TERMINEE");
    expect(faite.parIssue.reduce((n: number, i: any) => n + i.nombre, 0)).toBe(personnes);
    expect(faite.convoquees).toBeGreaterThanOrEqual(250);
    expect(await lire("select count(*)::int as n, count(distinct allocataire)::int as personnes from rendez_vous.convocation")).toEqual([
      { n: faite.convoquees, personnes: faite.convoquees },
    ]);
    expect(
      await lire(
        "select count(*)::int as n, count(distinct allocataire)::int as p from journal.evenement where type = 'RendezVousPlanifie'",
      ),
    ).toEqual([{ n: faite.convoquees, p: faite.convoquees }]);
  }, 60_000);
});
