import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort, SECRETS_DES_ESSAIS } from "../e2e/hub-de-test";
import { smallHub } from "../gateway/small-hub";
import { Commande, run } from "../hub/commande";
import { type TestDatabase, testDatabase } from "../setup/database";
import { attaque, ENTIERE } from "./attaque";

const RACINE = path.resolve(__dirname, "../..");
const git = (...args: string[]) => execFileSync("git", args, { cwd: RACINE, encoding: "utf8", maxBuffer: 512 * 1024 * 1024 });

/** What a secret looks like. Those of the demo (`<client>-secret`) and of the tests are sentences: nothing of them matches. */
const MOTIFS: Record<string, RegExp> = {
  "clé privée": /-----BEGIN (?:RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\s*\n[A-Za-z0-9+/=\s]{40,}/,
  "clé AWS": /\bAKIA[0-9A-Z]{16}\b/,
  "jeton GitHub": /\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{40,}\b/,
  "jeton GitLab": /\bglpat-[A-Za-z0-9_-]{20,}\b/,
  "jeton npm": /\bnpm_[A-Za-z0-9]{36}\b/,
  "jeton Slack": /\bxox[abprs]-[A-Za-z0-9-]{20,}\b/,
  "jeton JWT": /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{40,}/,
  "clé privée JWK": /"d"\s*:\s*"[A-Za-z0-9_-]{40,}"/,
  "secret donné":
    /^(?:GATEWAY_SECRET|NIR_KEY|RDV_[A-Z]+_SECRET|POSTGRES_PASSWORD|DEPOT_CLE_PRIVEE|FRANCE_TRAVAIL_CLIENT_SECRET)=[^\s#$<{]{8,}/m,
};

/** Looks for secrets in a text: the place of each, never the secret. */
export function secretsDans(nom: string, texte: string): string[] {
  return Object.entries(MOTIFS).flatMap(([quoi, motif]) => (motif.test(texte) ? [`${nom} : ${quoi}`] : []));
}

attaque("S27", (mesurer) => {
  it("le chercheur trouve : une clé plantée est vue", () => {
    const cle = `-----BEGIN ${"PRIVATE"} KEY-----\n${"MC4CAQAwBQYDK2VwBCIEIPlanted0000000000000000000000"}\n`;
    expect(secretsDans("plante", cle)).toEqual(["plante : clé privée"]);
    expect(secretsDans("plante", `NIR_${"KEY"}=une-clé-de-trente-deux-caractères`)).toEqual(["plante : secret donné"]);
  });

  it("aucun secret dans les fichiers du dépôt", () => {
    const fichiers = git("ls-files", "-z").split("\0").filter(Boolean);
    const trouves = fichiers.flatMap((fichier) => {
      const chemin = path.join(RACINE, fichier);
      if (!fs.existsSync(chemin) || fs.statSync(chemin).size > 20_000_000) return [];
      return secretsDans(fichier, fs.readFileSync(chemin, "utf8"));
    });
    mesurer("fichiers cherchés", fichiers.length);
    expect(trouves).toEqual([]);
  });

  it("aucun secret dans l’histoire de la branche", () => {
    const bornes = ENTIERE ? ["HEAD"] : ["-n", "200", "HEAD"];
    const commits = Number(git("rev-list", "--count", ...bornes).trim());
    const ajouts = git(
      "log",
      "-p",
      "--no-color",
      "--unified=0",
      "--no-ext-diff",
      ...bornes,
      "--",
      ".",
      ":!package-lock.json",
      ":!data",
      ":!schema",
    )
      .split("\n")
      .filter((ligne) => ligne.startsWith("+"))
      .map((ligne) => ligne.slice(1))
      .join("\n");
    mesurer("versions cherchées", Math.min(commits, ENTIERE ? commits : 200));
    expect(secretsDans("histoire", ajouts)).toEqual([]);
  }, 120_000);

  it("/livez, /readyz, /metrics et les erreurs ne disent ni secret, ni environnement, ni pile", async () => {
    const hub = await smallHub({ production: true, gatewaySecret: "secret-à-ne-jamais-dire-0123456789" });
    process.env.UNEFOIS_SECRET_TEMOIN = "secret-témoin-à-ne-jamais-dire";
    const textes: string[] = [];
    for (const chemin of [
      "/livez",
      "/readyz",
      "/metrics",
      "/",
      "/.env",
      "/../.env",
      "/.git/config",
      "/health",
      "/actuator/env",
      "/debug/pprof",
    ])
      textes.push((await hub.raw({ path: chemin })).text);
    for (const requete of ["{", "{ inconnu }", "{ __schema { types { name } } }", "query ($x: Int!) { ouvert }"])
      textes.push((await hub.ask(requete)).text);
    const tout = textes.join("\n");
    for (const interdit of [
      "secret-à-ne-jamais-dire",
      "secret-témoin",
      "node_modules",
      "    at ",
      "PATH=",
      process.env.HOME ?? "/root",
      "DATABASE_URL",
    ])
      expect(tout).not.toContain(interdit);
    delete process.env.UNEFOIS_SECRET_TEMOIN;
    await hub.close();
  });

  describe("un hub qui tourne", () => {
    let base: TestDatabase;
    let dossier: string;
    beforeAll(async () => {
      base = await testDatabase();
      dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-s27-"));
    });
    afterAll(async () => {
      await base.drop();
      fs.rmSync(dossier, { recursive: true, force: true });
    });

    it("ses secrets viennent de fichiers (_FILE) : ni ses arguments, ni son environnement, ni ce qu’il écrit ne les disent", async () => {
      const { WEBHOOKS_ADRESSES_PRIVEES: _, ...secrets } = SECRETS_DES_ESSAIS;
      const environnement: Record<string, string> = { UNEFOIS_DATA: dossier, PORT: String(await freePort()), UNEFOIS_LOG: "trace" };
      for (const [nom, secret] of Object.entries({ ...secrets, DATABASE_URL: base.url })) {
        const fichier = path.join(dossier, nom);
        fs.writeFileSync(fichier, `${secret}\n`, { mode: 0o600 });
        environnement[`${nom}_FILE`] = fichier;
      }
      const hub = new Commande(["start"], environnement);
      await hub.says("/graphql");
      const processus = ["cmdline", "environ"].map((quoi) => fs.readFileSync(`/proc/${hub.child.pid}/${quoi}`, "utf8")).join("\n");
      hub.child.kill();
      const { out, err } = await hub.ended;
      for (const secret of Object.values(secrets)) expect(`${processus}\n${out}\n${err}`).not.toContain(secret);
    }, 120_000);

    it("un fichier de secret que d’autres peuvent lire est refusé en production, et le refus ne le cite pas", async () => {
      const fichier = path.join(dossier, "ouvert");
      fs.writeFileSync(fichier, "secret-trop-ouvert-de-trente-deux-caractères", { mode: 0o644 });
      const { code, err } = await run(["migrate"], { NODE_ENV: "production", DATABASE_URL: base.url, NIR_KEY_FILE: fichier });
      expect(code).toBe(1);
      expect(err).toContain("NIR_KEY_FILE");
      expect(err).not.toContain("secret-trop-ouvert");
    });

    it("--help ne montre aucune valeur de l’environnement", async () => {
      const { out } = await run(["start", "--help"], { ...SECRETS_DES_ESSAIS, DATABASE_URL: base.url });
      for (const secret of Object.values(SECRETS_DES_ESSAIS).filter((s) => s !== "true")) expect(out).not.toContain(secret);
    });
  });
});
