import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../subgraphs/shared/embedded-postgres";

describe("le PostgreSQL embarqué d’un hub", () => {
  it("tué, est relancé sur le même port avec ce qui était écrit ; arrêté, il le reste", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-embarque-"));
    fs.chmodSync(folder, 0o755);
    const dits: string[] = [];
    const server = await startEmbeddedPostgres(path.join(folder, "postgres"), { password: "essai", keepAlive: (line) => dits.push(line) });
    try {
      await demander(server.url, "create table fait as select 7 as n");
      const [pid] = fs.readFileSync(path.join(server.dataFolder, "postmaster.pid"), "utf8").split("\n");
      process.kill(Number(pid), "SIGKILL");
      expect(await jusqua(() => demander(server.url, "select n from fait"))).toEqual([{ n: 7 }]);
      expect(dits[0]).toBe("PostgreSQL embarqué s’est arrêté sans qu’on le demande : il est relancé.");
    } finally {
      await server.stop();
    }
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await expect(demander(server.url, "select 1")).rejects.toThrow("ECONNREFUSED");
    fs.rmSync(folder, { recursive: true });
  });

  it("laissé par un hub tué, puis tué à son tour : le hub qui l’a repris le relance, une commande à côté jamais", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-repris-"));
    fs.chmodSync(folder, 0o755);
    const ouvrir = (adopt: boolean, dits: string[]) =>
      startEmbeddedPostgres(path.join(folder, "postgres"), { password: "essai", keepAlive: (line) => dits.push(line), adopt });
    const tuer = (dossier: string) =>
      process.kill(Number(fs.readFileSync(path.join(dossier, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    const laisse = await startEmbeddedPostgres(path.join(folder, "postgres"), { password: "essai" });
    const [duHub, deLaCommande]: [string[], string[]] = [[], []];
    const hub = await ouvrir(true, duHub);
    try {
      expect((await ouvrir(false, deLaCommande)).reused && hub.reused).toBe(true);
      await demander(laisse.url, "create table fait as select 7 as n");
      tuer(hub.dataFolder);
      expect(await jusqua(() => demander(hub.url, "select n from fait"))).toEqual([{ n: 7 }]);
      expect(duHub[0]).toBe("PostgreSQL embarqué s’est arrêté sans qu’on le demande : il est relancé.");
      expect(deLaCommande).toEqual([]);
    } finally {
      await hub.stop();
    }
    await expect(demander(hub.url, "select 1")).rejects.toThrow("ECONNREFUSED");
    fs.rmSync(folder, { recursive: true });
  });
});

async function demander(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function jusqua(question: () => Promise<unknown[]>): Promise<unknown[]> {
  for (const fin = Date.now() + 45_000; ; ) {
    try {
      return await question();
    } catch (error) {
      if (Date.now() > fin) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
