import { RequestContext } from "../../subgraphs/shared/context";
import { Database } from "../../subgraphs/shared/database";
import type { Caller } from "../../subgraphs/shared/identity";
import { newOperation } from "../../subgraphs/shared/operation";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { attaque, ENTIERE } from "./attaque";

const { amina, bruno, chantal, driss, elodie } = PEOPLE;
/** Who asks, and exactly whom she sees, of whom a diagnostic too. */
const VOIT: [string, Caller, string[], number][] = [
  ["le Département du 94", CALLERS.departement, [amina, bruno, chantal, driss], 2],
  ["le Département du 93", CALLERS.departement93, [elodie], 0],
  ["une référente", CALLERS.referent, [amina], 1],
  ["droits et devoirs", { ...CALLERS.departement, finalite: "DROITS_ET_DEVOIRS" }, [amina, bruno, chantal, driss], 0],
  ["le pilotage", CALLERS.pilotage, [], 0],
  ["un organisme inconnu", { ...CALLERS.departement, organisme: "INCONNU" }, [], 0],
];
const QUI = "select id from allocataires.allocataire order by id";
const DIAGNOSTICS = "select id from allocataires.diagnostic";
const DEMANDES = ENTIERE ? 2_000 : 240;

attaque("S18", (mesurer) => {
  describe.each([1, 2])("sur %i connexion(s) partagée(s)", (poolSize) => {
    let base: TestDatabase;
    let database: Database;
    beforeAll(async () => {
      base = await testDatabase();
      await loadFixtures(base.owner);
      for (const qui of [amina, bruno])
        await base.owner.query(
          "insert into allocataires.diagnostic (departement, allocataire, etabli_le, source, collectee_le, recue_le) values ('94', $1, '2026-01-21', 'DEPARTEMENT', '2026-01-21', '2026-01-21')",
          [qui],
        );
      database = await Database.open(base.url, { role: "unefois_allocataires", poolSize });
    });
    afterAll(async () => {
      await database.close();
      await base.drop();
    });

    const contexte = (caller: Caller) => new RequestContext({ caller, operation: newOperation("S18"), database, subgraph: "allocataires" });

    /** What one request saw; an error says that it saw nothing. The ways to end badly take turns. */
    async function lire(caller: Caller, rang: number): Promise<{ ids: string[]; diagnostics: number }> {
      const ctx = contexte(caller);
      try {
        const tx = await ctx.read();
        const vus = tx.rows<{ id: string }>(QUI);
        // Some give up while PostgreSQL still works for them.
        if (rang % 11 === 0) void tx.rows("select pg_sleep(0.02)").catch(() => undefined);
        const [ids, diagnostics] = await Promise.all([vus, tx.rows(DIAGNOSTICS)]);
        if (rang % 7 === 0) await tx.rows("select 1 / 0").catch(() => undefined);
        if (rang % 3 === 0) await ctx.abandon();
        else await ctx.end();
        return { ids: ids.map(({ id }) => id), diagnostics: diagnostics.length };
      } catch (error) {
        await ctx.abandon();
        throw error;
      }
    }

    async function ecrire(caller: Caller, rang: number): Promise<{ ids: string[]; diagnostics: number }> {
      let vu = { ids: [] as string[], diagnostics: 0 };
      await contexte(caller)
        .inTransaction(async ({ tx }) => {
          vu = { ids: (await tx.rows<{ id: string }>(QUI)).map(({ id }) => id), diagnostics: (await tx.rows(DIAGNOSTICS)).length };
          if (rang % 5 === 0) throw new Error("panne voulue");
        })
        .catch((error: Error) => {
          if (error.message !== "panne voulue") throw error;
        });
      return vu;
    }

    /** Kills or interrupts the connections of the pool, at random moments, while it serves. */
    async function harceler(fini: () => boolean): Promise<number> {
      let coups = 0;
      while (!fini()) {
        const geste = coups % 2 === 0 ? "pg_terminate_backend" : "pg_cancel_backend";
        await base.owner.query(`select ${geste}(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`);
        coups++;
        await new Promise((resolve) => setTimeout(resolve, 60 + ((coups * 17) % 80)));
      }
      return coups;
    }

    it("lectures, écritures, erreurs, abandons et connexions tuées au milieu : jamais les droits de l’appelant précédent", async () => {
      let reste = DEMANDES;
      let coups = 0;
      const harcelement = harceler(() => reste === 0).then((nombre) => {
        coups = nombre;
      });
      const fautes: unknown[] = [];
      let servies = 0;
      let perdues = 0;
      const une = async (rang: number) => {
        const [nom, caller, ids, diagnostics] = VOIT[(rang * 7 + (rang % 5)) % VOIT.length]!;
        try {
          const vu = await (rang % 4 === 0 ? ecrire : lire)(caller, rang);
          servies++;
          if (JSON.stringify(vu) !== JSON.stringify({ ids, diagnostics })) fautes.push([rang, nom, vu]);
        } catch {
          // Killed in the middle: nothing was answered.
          perdues++;
        }
        reste--;
      };
      for (let lot = 0; lot < DEMANDES; lot += 40) {
        await Promise.all(Array.from({ length: Math.min(40, DEMANDES - lot) }, (_, i) => une(lot + i)));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await harcelement;
      mesurer(`demandes servies, ${poolSize} connexion(s)`, servies);
      mesurer(`demandes perdues avec leur connexion, ${poolSize} connexion(s)`, perdues);
      mesurer(`connexions tuées ou interrompues, ${poolSize} connexion(s)`, coups, "coups");
      expect(fautes).toEqual([]);
      expect(servies).toBeGreaterThan(DEMANDES / 10);
      expect(coups).toBeGreaterThan(0);
    }, 120_000);

    it("la demande suivante est servie, et la connexion rendue n’a gardé ni rôle, ni droits, ni finalité", async () => {
      const debut = performance.now();
      for (const [, caller, ids, diagnostics] of VOIT) expect(await relire(caller)).toEqual({ ids, diagnostics });
      mesurer(`six appelants servis après la dernière coupure, ${poolSize} connexion(s)`, Math.round(performance.now() - debut), "ms");
      const pool = (database as unknown as { pool: import("pg").Pool }).pool;
      const { rows } = await pool.query(
        `select current_user = session_user as proprietaire, ${["departements", "portee", "organisme", "referent", "finalite"]
          .map((nom) => `coalesce(current_setting('unefois.${nom}', true), '') as ${nom}`)
          .join(", ")}`,
      );
      expect(rows[0]).toEqual({ proprietaire: true, departements: "", portee: "", organisme: "", referent: "", finalite: "" });
    });

    /** A connection killed while idle is noticed at its next use: the pool then opens another. */
    async function relire(caller: Caller): Promise<{ ids: string[]; diagnostics: number }> {
      for (let essai = 0; ; essai++) {
        try {
          return await lire(caller, 1);
        } catch (error) {
          if (essai === 5) throw error;
        }
      }
    }
  });
});
