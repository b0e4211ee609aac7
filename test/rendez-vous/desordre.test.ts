import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { importerWebhooks, rejouerRejets } from "../../subgraphs/rendez-vous/import-webhooks";
import { MODELES } from "../../subgraphs/rendez-vous/message/message";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { objet, rdvInsertion, rdvSolidarites } from "./constructeurs";
import { loadMatricules, SECRETS, USAGERS, vider } from "./messages";

/** What tells how and when messages came, not what they say. */
const RECEPTION = [
  "message_entrant",
  "cle_idempotence",
  "curseur",
  "historique_presence",
  "rendez_vous_reuni",
  "rejet",
  "publication_creneaux",
];
/** Random, or the hour of reception. `personne_externe.maj_le`: which message first said who she is. */
const COLONNES: Record<string, string[]> = {
  "*": ["id", "publie_le", "recue_le"],
  personne_externe: ["maj_le"],
  creneau_agenda: ["creneau"],
};

const jour = (n: number, heure = "09:00") => `2026-02-${String(n).padStart(2, "0")}T${heure}:00+01:00`;
const amina = USAGERS.amina;
const aminaInsertion = { ...amina, id: 7001 };
const inconnue = { ...amina, id: 999, affiliation_number: "9999999" };

/** Every model and event of both systems; statuses, corrections, unknown values, people unknown, and the same appointments told twice. */
const MESSAGES = [
  ...(["created", "updated"] as const).flatMap((e, i) => [
    objet.organisation(e, jour(1 + i), i ? "Département du Val-de-Marne" : "departement du val de marne"),
    objet.motif(e, jour(1 + i)),
    objet.lieu(e, jour(1 + i), 3, i ? "EDS Créteil Nord" : "EDS Créteil"),
    objet.agent(e, jour(1 + i)),
    objet.role(e, jour(1 + i)),
    objet.usager(e, jour(1 + i)),
    objet.profil(e, jour(1 + i)),
    objet.assignation(e, jour(1 + i)),
    objet.absence(e, jour(1 + i), 81, i ? "2026-03-24" : "2026-03-17"),
    objet.plage(e, jour(1 + i), 95, i ? "11:00:00" : "12:00:00"),
    objet.invitation(e, jour(10 + i), 21, i ? { delivery_status: "delivered", clicked: true } : {}),
  ]),
  ...(["created", "destroyed"] as const).flatMap((e, i) => [
    objet.motif(e, jour(3 + i), 32, { motif_category: { short_name: "rsa_tout_neuf" } }),
    objet.lieu(e, jour(3 + i), 4),
    objet.profil(e, jour(3 + i), 62),
    objet.assignation(e, jour(3 + i), 72),
    objet.absence(e, jour(3 + i), 82),
    objet.plage(e, jour(3 + i), 96),
    objet.invitation(e, jour(3 + i), 22),
  ]),
  objet.invitation("created", jour(12), 23, { format: "pigeon", delivery_status: "perdu" }),
  // One person: convened, moved, absent, then excused; RDV-Insertion names the same appointment and says otherwise.
  rdvSolidarites({ id: 1, le: jour(1), event: "created", debut: jour(16), personnes: [{ user: amina, convocable: true }] }),
  rdvSolidarites({ id: 1, le: jour(2), debut: jour(17), agent: 92, personnes: [{ user: amina, convocable: true }] }),
  rdvSolidarites({ id: 1, le: jour(17, "12:00"), debut: jour(17), personnes: [{ user: amina, status: "noshow", convocable: true }] }),
  rdvSolidarites({ id: 1, le: jour(18), debut: jour(17), personnes: [{ user: amina, status: "encore_un_autre", convocable: true }] }),
  rdvInsertion({
    id: 11,
    le: jour(2),
    event: "created",
    debut: jour(17),
    agent: 93,
    solidarites: 1,
    personnes: [{ user: aminaInsertion, convocable: true }],
  }),
  rdvInsertion({
    id: 11,
    le: jour(17, "13:00"),
    debut: jour(17, "10:00"),
    solidarites: 1,
    personnes: [{ user: aminaInsertion, status: "excused", convocable: true }],
  }),
  // The same appointment in both tools, without any id in common; a category that nobody knows in one of them.
  rdvSolidarites({ id: 3, le: jour(3), event: "created", debut: jour(20), personnes: [{ user: USAGERS.bruno }] }),
  rdvSolidarites({ id: 3, le: jour(4), debut: jour(21), personnes: [{ user: USAGERS.bruno }] }),
  rdvInsertion({
    id: 13,
    le: jour(3),
    event: "created",
    debut: jour(20),
    categorie: "rsa_inventee",
    personnes: [{ user: { ...USAGERS.bruno, id: 7002 } }],
  }),
  // Two at the same hour in one tool: nothing to choose.
  rdvSolidarites({ id: 5, le: jour(3), event: "created", debut: jour(25), personnes: [{ user: amina }] }),
  rdvSolidarites({ id: 6, le: jour(4), event: "created", debut: jour(25), personnes: [{ user: amina }] }),
  rdvInsertion({ id: 16, le: jour(5), event: "created", debut: jour(25), personnes: [{ user: aminaInsertion }] }),
  // Collective: someone unknown, someone taken off, a removal.
  rdvSolidarites({
    id: 2,
    le: jour(5),
    event: "created",
    debut: jour(19),
    collectif: true,
    personnes: [{ user: amina }, { user: USAGERS.bruno }, { user: inconnue }],
  }),
  rdvSolidarites({
    id: 2,
    le: jour(19, "12:00"),
    debut: jour(19),
    collectif: true,
    personnes: [
      { user: amina, status: "noshow" },
      { user: USAGERS.driss, status: "seen" },
    ],
  }),
  rdvSolidarites({
    id: 2,
    le: jour(19, "12:00"),
    event: "destroyed",
    debut: jour(19),
    collectif: true,
    personnes: [{ user: amina }, { user: USAGERS.driss, status: "revoked" }],
  }),
  rdvSolidarites({ id: 4, le: jour(6), event: "created", debut: jour(26), personnes: [{ user: USAGERS.driss }] }),
  rdvSolidarites({ id: 4, le: jour(7), event: "destroyed", debut: jour(26), personnes: [{ user: USAGERS.driss }] }),
  rdvSolidarites({ id: 7, le: jour(8), event: "restored", debut: jour(27), personnes: [{ user: USAGERS.driss }] }),
];

/** After them: a purge is a fact of its own, what was never known of it is never known. */
const PURGES = [
  rdvSolidarites({ id: 3, le: jour(22), event: "destroyed", debut: jour(21), personnes: [], raison: "rgpd" }),
  rdvSolidarites({ id: 77, le: jour(22), event: "destroyed", debut: jour(21), personnes: [], raison: "rgpd" }),
  objet.usager("destroyed", jour(22), USAGERS.driss, "rgpd"),
];
const APRES_PURGE = rdvSolidarites({ id: 77, le: jour(23), event: "created", debut: jour(28), personnes: [{ user: amina }] });

describe("les messages de tous les modèles, dans un ordre quelconque", () => {
  let database: TestDatabase;
  let folder: string;
  const contexte = () => ({ ownerUrl: database.url, now: () => new Date("2026-03-08T12:00:00Z"), secrets: SECRETS });
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-desordre-"));
    database = await testDatabase();
    await loadFixtures(database.owner);
    await loadMatricules(database.owner);
  });
  afterAll(async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  const importer = async (messages: readonly object[], paquets: readonly number[]) => {
    let debut = 0;
    for (const taille of [...paquets, messages.length]) {
      const fichier = path.join(folder, "webhooks.jsonl");
      fs.writeFileSync(
        fichier,
        messages
          .slice(debut, debut + taille)
          .map((m) => JSON.stringify(m))
          .join("\n"),
      );
      await importerWebhooks(fichier, contexte());
      debut += taille;
      if (debut >= messages.length) break;
    }
  };
  const rejouer = async () => {
    for (let i = 0; i < 2; i += 1) await rejouerRejets("tous", contexte());
  };

  /** The whole schema, a node named by its links. */
  const etat = async () => {
    const liens = await database.owner.query(
      "select rendez_vous, string_agg(systeme || ' ' || identifiant, '+' order by systeme, identifiant) as nom from rendez_vous.lien_externe group by 1",
    );
    const noms = new Map(liens.rows.map((row) => [row.rendez_vous, row.nom]));
    const { rows: tables } = await database.owner.query(
      "select table_name as nom from information_schema.tables where table_schema = 'rendez_vous' and table_type = 'BASE TABLE' order by 1",
    );
    const dump: Record<string, unknown> = {};
    for (const { nom } of tables) {
      if (RECEPTION.includes(nom)) continue;
      const { rows } = await database.owner.query(`select to_jsonb(t) as ligne from rendez_vous.${nom} t`);
      const lignes = rows.map(({ ligne }) => {
        const noeud = nom === "rendez_vous" ? { noeud: noms.get(ligne.id) } : {};
        for (const colonne of [...COLONNES["*"]!, ...(COLONNES[nom] ?? [])]) delete ligne[colonne];
        if (ligne.rendez_vous) ligne.rendez_vous = noms.get(ligne.rendez_vous);
        return JSON.stringify({ ...ligne, ...noeud });
      });
      dump[nom] = lignes.sort();
    }
    const { rows: rejets } = await database.owner.query(
      "select partenaire || ' ' || coalesce(cle, '') || ' ' || code as rejet from rendez_vous.rejet where rejoue_le is null order by 1",
    );
    dump.rejetsOuverts = rejets.map((r) => r.rejet);
    return dump;
  };

  it("couvrent tous les modèles et les trois événements", () => {
    const dits = [...MESSAGES, ...PURGES].map(({ corps }) => JSON.parse(corps).meta);
    expect(new Set(dits.map((m) => m.model))).toEqual(new Set(MODELES));
    for (const evenement of ["created", "updated", "destroyed"]) expect(dits.some((m) => m.event === evenement)).toBe(true);
  });

  it("répétés, coupés en paquets et rejoués, ils finissent dans le même état", async () => {
    const finir = async (purges: readonly object[]) => {
      await rejouer();
      await importer([...purges, APRES_PURGE], []);
      await rejouer();
      return etat();
    };
    await importer(MESSAGES, []);
    const attendu = await finir(PURGES);
    expect(attendu.rendez_vous).toHaveLength(8);
    const tirage = fc.tuple(
      fc.shuffledSubarray(
        [...MESSAGES.keys(), ...MESSAGES.keys()].map((m, i) => ({ m, i })),
        { minLength: MESSAGES.length * 2 },
      ),
      fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 6 }),
      fc.shuffledSubarray(
        [...PURGES.keys(), ...PURGES.keys()].map((m, i) => ({ m, i })),
        { minLength: PURGES.length * 2 },
      ),
    );
    await fc.assert(
      fc.asyncProperty(tirage, async ([ordre, paquets, purges]) => {
        await vider(database.owner);
        await importer(
          ordre.map(({ m }) => MESSAGES[m]!),
          paquets,
        );
        const fini = await finir(purges.map(({ m }) => PURGES[m]!));
        expect(fini).toEqual(attendu);
        // Once more, everything: nothing moves.
        await importer(
          ordre.map(({ m }) => MESSAGES[m]!),
          [],
        );
        expect(await etat()).toEqual(attendu);
      }),
      { numRuns: Number(process.env.DESORDRE_TOURS ?? 8), endOnFailure: true },
    );
  }, 240_000);
});
