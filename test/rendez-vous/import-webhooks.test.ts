import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { importerWebhooks, rejouerRejets } from "../../subgraphs/rendez-vous/import-webhooks";
import { exitCode } from "../../subgraphs/shared/import";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { INSERTION, loadMatricules, rdv, SECRETS, SOLIDARITES, signe, USAGERS, vider } from "./messages";

/** The state that partners see, without the random ids. */
const ETAT = `select json_agg(x order by x::text) as etat from (
  select r.debut, r.duree_minutes, r.famille, r.motif, r.organisme, r.en_conflit, r.source, r.reference, r.collectif, r.participants_inconnus,
    (select json_agg(json_build_object('a', p.allocataire, 's', p.statut, 'rang', c.rang, 'envoyee', c.envoyee_le) order by p.allocataire)
     from rendez_vous.participation p left join rendez_vous.convocation c using (departement, rendez_vous, allocataire)
     where p.departement = r.departement and p.rendez_vous = r.id) as participants,
    (select json_agg(json_build_object('s', l.systeme, 'i', l.identifiant, 'le', l.maj_le) order by l.systeme, l.identifiant)
     from rendez_vous.lien_externe l where l.departement = r.departement and l.rendez_vous = r.id) as liens
  from rendez_vous.rendez_vous r) x`;

describe("importer des webhooks", () => {
  let database: TestDatabase;
  let folder: string;
  const now = () => new Date("2026-03-10T12:00:00Z");
  const contexte = () => ({ ownerUrl: database.url, now, secrets: SECRETS });
  const importer = async (lignes: unknown[]) => {
    const fichier = path.join(folder, "webhooks.jsonl");
    fs.writeFileSync(fichier, lignes.map((ligne) => (typeof ligne === "string" ? ligne : JSON.stringify(ligne))).join("\n"));
    const [resultat] = await importerWebhooks(fichier, contexte());
    return resultat!;
  };
  const lire = async (sql: string, values: unknown[] = []) => (await database.owner.query(sql, values)).rows;

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-webhooks-"));
    database = await testDatabase();
    await loadFixtures(database.owner);
    await loadMatricules(database.owner);
  });
  afterAll(async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });
  beforeEach(() => vider(database.owner));

  const message = (le: string, status = "unknown", id = 1) =>
    signe(SOLIDARITES, rdv({ id, le, participations: [{ user: USAGERS.amina, status }] }));

  it("compte, et le même fichier une seconde fois ne change rien", async () => {
    const lignes = [message("2026-02-16T10:00:00+01:00"), message("2026-03-02T12:00:00+01:00", "seen")];
    expect((await importer(lignes)).compteurs).toEqual({ annonces: null, lus: 2, appliques: 2, inchanges: 0, rejetes: 0 });
    const encore = await importer(lignes);
    expect(encore.compteurs).toEqual({ annonces: null, lus: 2, appliques: 0, inchanges: 2, rejetes: 0 });
    expect(exitCode([encore])).toBe(0);
    expect(await lire("select type from journal.evenement order by rang")).toEqual([
      { type: "RendezVousPlanifie" },
      { type: "PresenceRenseignee" },
    ]);
  });

  it("signale une ligne illisible, une signature fausse et un rejet ; applique le reste", async () => {
    const bon = message("2026-02-16T10:00:00+01:00");
    const inconnu = signe(
      SOLIDARITES,
      rdv({ id: 3, le: "2026-02-16T10:00:00+01:00", participations: [{ user: { ...USAGERS.amina, id: 9, birth_name: "AUTRE" } }] }),
    );
    const resultat = await importer([bon, "{pas du json", { ...bon, entetes: {} }, { ...bon, systeme: "AUTRE" }, inconnu, ""]);
    expect(resultat.compteurs).toEqual({ annonces: null, lus: 5, appliques: 1, inchanges: 0, rejetes: 4 });
    expect(resultat.signalements.map(({ cle, code, applique }) => [cle, code, applique])).toEqual([
      ["ligne 2", "LIGNE_ILLISIBLE", false],
      ["ligne 3", "SIGNATURE_INVALIDE", false],
      ["ligne 4", "LIGNE_ILLISIBLE", false],
      ["Rdv 3", "PERSONNE_INCONNUE", false],
    ]);
    expect(exitCode([resultat])).toBe(3);
  });

  it("refuse un fichier absent", async () => {
    await expect(importerWebhooks(path.join(folder, "absent.jsonl"), contexte())).rejects.toMatchObject({ code: "FICHIER_INTROUVABLE" });
  });

  it("rejoue un rejet quand sa cause est corrigée, et le garde ouvert sinon", async () => {
    const inconnue = { ...USAGERS.amina, affiliation_number: "0799999" };
    const collectif = rdv({
      id: 5,
      le: "2026-02-16T10:00:00+01:00",
      collectif: true,
      participations: [{ user: USAGERS.bruno }, { user: { ...inconnue, id: 81 } }],
    });
    await importer([
      signe(SOLIDARITES, rdv({ le: "2026-02-16T10:00:00+01:00", participations: [{ user: inconnue }] })),
      signe(SOLIDARITES, collectif),
    ]);
    expect((await rejouerRejets("tous", contexte())).compteurs).toMatchObject({ lus: 2, rejetes: 1, appliques: 1 });
    expect(await lire("select resultat, rejoue_le from rendez_vous.rejet")).toEqual([
      { resultat: "REJETE", rejoue_le: null },
      { resultat: "REJETE", rejoue_le: null },
    ]);
    await database.owner.query("update allocataires.identifiant set valeur = '0799999' where allocataire = $1", [PEOPLE.amina]);
    try {
      const resultat = await rejouerRejets("tous", contexte());
      expect(resultat).toMatchObject({ compteurs: { lus: 2, appliques: 2, rejetes: 0 }, signalements: [] });
      expect(await lire("select resultat, rejoue_le from rendez_vous.rejet")).toEqual([
        { resultat: "APPLIQUE", rejoue_le: now() },
        { resultat: "APPLIQUE", rejoue_le: now() },
      ]);
      expect(await lire("select count(*) from rendez_vous.participation where allocataire = $1", [PEOPLE.amina])).toEqual([{ count: 2 }]);
      expect(await lire("select participants_inconnus from rendez_vous.rendez_vous where collectif")).toEqual([
        { participants_inconnus: 0 },
      ]);
      expect(await lire("select donnees ->> 'resultat' as r from journal.evenement where type = 'RejetRejoue' order by rang")).toEqual(
        ["REJETE", "REJETE", "APPLIQUE", "APPLIQUE"].map((r) => ({ r })),
      );
      expect((await rejouerRejets("tous", contexte())).compteurs.lus).toBe(0);
    } finally {
      await database.owner.query("update allocataires.identifiant set valeur = '0712341' where allocataire = $1", [PEOPLE.amina]);
    }
  });

  it("un message rejeté puis renvoyé par la source ferme son rejet", async () => {
    const inconnu = message("2026-02-16T10:00:00+01:00");
    await database.owner.query("update allocataires.identifiant set valeur = '0700000' where allocataire = $1", [PEOPLE.amina]);
    expect((await importer([inconnu])).compteurs.rejetes).toBe(1);
    await database.owner.query("update allocataires.identifiant set valeur = '0712341' where allocataire = $1", [PEOPLE.amina]);
    expect((await importer([inconnu])).compteurs.appliques).toBe(1);
    expect(await lire("select resultat from rendez_vous.rejet")).toEqual([{ resultat: "APPLIQUE" }]);
  });

  it("chaque événement a la forme publiée", async () => {
    const collectif = rdv({
      id: 5,
      le: "2026-02-16T10:00:00+01:00",
      collectif: true,
      participations: [{ user: USAGERS.bruno }, { user: { ...USAGERS.amina, id: 81, birth_name: "X" } }],
    });
    const efface = {
      data: { id: 501 },
      meta: { model: "User", event: "destroyed", timestamp: "2026-03-05T10:00:00+01:00", webhook_reason: "rgpd" },
    };
    const deplace = rdv({
      le: "2026-02-17T10:00:00+01:00",
      debut: "2026-03-03T09:00:00+01:00",
      participations: [{ user: USAGERS.amina, convocable: true }],
    });
    const annule = rdv({ id: 6, le: "2026-02-17T10:00:00+01:00", participations: [{ user: USAGERS.driss, status: "excused" }] });
    await importer([
      message("2026-02-16T10:00:00+01:00"),
      signe(SOLIDARITES, deplace),
      message("2026-03-03T12:00:00+01:00", "seen"),
      signe(SOLIDARITES, annule),
      signe(SOLIDARITES, collectif),
      signe(SOLIDARITES, efface),
    ]);
    await rejouerRejets("tous", contexte());
    const ajv = addFormats(new Ajv({ allErrors: true }));
    const types = new Set<string>();
    for (const { type, donnees } of await lire("select type, donnees from journal.evenement")) {
      types.add(type);
      const schema = JSON.parse(fs.readFileSync(path.join(__dirname, "../../schema/evenements", `${type}.json`), "utf8"));
      expect([type, ajv.validate(schema, donnees), ajv.errors]).toEqual([type, true, null]);
      ajv.removeSchema();
    }
    expect([...types].sort()).toEqual([
      "PersonneEffacee",
      "PresenceRenseignee",
      "RejetEnregistre",
      "RejetRejoue",
      "RendezVousAnnule",
      "RendezVousDeplace",
      "RendezVousPlanifie",
    ]);
  });

  it("quels que soient l’ordre et les répétitions, les mêmes messages donnent le même état", async () => {
    const personne = (id: number) => ({ ...USAGERS.amina, id });
    const conv = { convocable: true, created_at: "2026-01-15T09:00:00+01:00" };
    const solidarites = (id: number, le: string, debut: string, status: string, autres: object[] = []) =>
      signe(
        SOLIDARITES,
        rdv({
          id,
          le,
          debut,
          collectif: true,
          participations: [{ user: personne(501), status, ...conv }, ...autres.map((user) => ({ user }))],
        }),
      );
    const messages = [
      solidarites(1, "2026-01-15T10:00:00+01:00", "2026-02-02T09:00:00+01:00", "unknown", [USAGERS.bruno]),
      solidarites(1, "2026-01-16T10:00:00+01:00", "2026-02-03T09:00:00+01:00", "unknown"),
      solidarites(1, "2026-02-03T12:00:00+01:00", "2026-02-03T09:00:00+01:00", "noshow", [USAGERS.bruno, USAGERS.driss]),
      solidarites(1, "2026-02-04T12:00:00+01:00", "2026-02-03T09:00:00+01:00", "unknown", [USAGERS.driss]),
      solidarites(2, "2026-02-05T10:00:00+01:00", "2026-02-20T09:00:00+01:00", "unknown"),
      solidarites(2, "2026-02-20T12:00:00+01:00", "2026-02-20T09:00:00+01:00", "noshow"),
      signe(
        INSERTION,
        rdv({
          id: 11,
          le: "2026-02-03T13:00:00+01:00",
          debut: "2026-02-03T09:00:00+01:00",
          solidarites: 1,
          collectif: true,
          participations: [{ user: personne(77), status: "noshow", ...conv }],
        }),
      ),
      signe(
        INSERTION,
        rdv({
          id: 11,
          le: "2026-02-06T13:00:00+01:00",
          debut: "2026-02-03T10:00:00+01:00",
          solidarites: 1,
          collectif: true,
          participations: [{ user: personne(77), ...conv }],
        }),
      ),
      signe(
        SOLIDARITES,
        rdv({
          id: 2,
          event: "destroyed",
          le: "2026-02-21T12:00:00+01:00",
          debut: "2026-02-20T09:00:00+01:00",
          collectif: true,
          participations: [{ user: personne(501), ...conv }],
        }),
      ),
    ];
    await importer(messages);
    const attendu = (await lire(ETAT))[0].etat;
    expect(attendu).toHaveLength(2);
    // The 4th message takes back « noshow »: the one who still says something is the other tool, at its last word.
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(
          [...messages.keys(), ...messages.keys()].map((m, i) => ({ m, i })),
          { minLength: 18 },
        ),
        async (ordre) => {
          await vider(database.owner);
          await importer(ordre.map(({ m }) => messages[m]));
          expect((await lire(ETAT))[0].etat).toEqual(attendu);
        },
      ),
      { numRuns: 15 },
    );
  });
});
