import { createHmac } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { importerWebhooks } from "../subgraphs/rendez-vous/import-webhooks";
import { avecConnexion, type Base } from "./base";
import { hubEnUnProcessus, SECRETS } from "./hub";
import type { Options } from "./options";
import type { Dire } from "./section-vitrine";
import { nombre, rapport, tableau } from "./tableau";

/** Messages sent at once, and how long before the next burst, in milliseconds: a thousand a second. */
const RAFALE = 250;
const ENTRE_RAFALES_MS = 250;
const CONNEXIONS = 64;

interface Envoi {
  systeme: "RENDEZ_VOUS_SOLIDARITES";
  entetes: Record<string, string>;
  corps: string;
}

interface Personne {
  matricule: string;
  naissance: string;
  nom: string;
}

/** Signed messages over real HTTP to a running hub, in bursts; then the same ones read from a file, on a base of its own. */
export async function sectionWebhooks(base: Base, options: Options, dire: Dire): Promise<void> {
  const databaseUrl = await base.creer("webhooks");
  const hub = await hubEnUnProcessus({ databaseUrl, dossier: base.dossier, demo: options.foyersWebhooks });
  try {
    const messages = messagesDe(await personnes(databaseUrl), options.webhooks, "http");
    const avant = await recus(databaseUrl);
    const url = new URL("/webhooks/rdv-solidarites", hub.cible.url);
    const { durees, statuts, secondes } = await envoyer(url, messages);
    const apres = await recus(databaseUrl);
    const fichier = path.join(base.dossier, "webhooks.jsonl");
    fs.writeFileSync(
      fichier,
      messagesDe(await personnes(databaseUrl), options.webhooks, "file")
        .map((m) => JSON.stringify(m))
        .join("\n"),
    );
    const debut = performance.now();
    await importerWebhooks(fichier, {
      ownerUrl: databaseUrl,
      now: () => new Date(),
      secrets: { rdvSolidarites: SECRETS.RDV_SOLIDARITES_SECRET, rdvInsertion: SECRETS.RDV_INSERTION_SECRET },
    });
    const lecture = (performance.now() - debut) / 1_000;
    dire(
      tableau(
        ["messages signés, par HTTP, en rafales", ""],
        [
          ["envoyés", nombre(messages.length)],
          ["acceptés (202)", nombre(statuts.get(202) ?? 0)],
          [
            "autres réponses",
            [...statuts]
              .filter(([s]) => s !== 202)
              .map(([s, n]) => `${s} : ${n}`)
              .join(", ") || "aucune",
          ],
          ["tenus par le hub (appliqués, ignorés, rejetés)", nombre(apres - avant)],
          ["perdus", nombre(messages.length - (apres - avant))],
          ["par seconde, jusqu’à la dernière réponse", nombre(messages.length / secondes, 4)],
          ["réponse, p50, ms", nombre(centile(durees, 0.5))],
          ["réponse, p95, ms", nombre(centile(durees, 0.95))],
          ["les mêmes lus d’un fichier, par seconde", nombre(messages.length / lecture, 4)],
          ["HTTP rapporté au fichier", rapport(secondes, lecture)],
        ],
      ),
    );
  } finally {
    await hub.arreter();
    await base.supprimer("webhooks");
  }
}

const recus = (url: string) =>
  avecConnexion(url, async (client) =>
    Number((await client.query("select coalesce(sum(receptions), 0) as n from rendez_vous.message_entrant")).rows[0].n),
  );

const personnes = (url: string): Promise<Personne[]> =>
  avecConnexion(url, async (client) => {
    const { rows } = await client.query<Personne>(
      `select distinct on (a.id) i.valeur as matricule, a.date_naissance::text as naissance, a.nom from allocataires.allocataire a
       join allocataires.identifiant i on i.departement = a.departement and i.allocataire = a.id and i.type = 'MATRICULE_CAF'
       where a.departement = '94' and a.canonique is null order by a.id`,
    );
    return rows;
  });

/** Three messages an appointment: taken, moved, honoured. */
function messagesDe(people: readonly Personne[], combien: number, serie: string): Envoi[] {
  return Array.from({ length: combien }, (_, i) => {
    const [rang, etape] = [Math.floor(i / 3), i % 3];
    const person = people[rang % people.length]!;
    const jour = new Date(Date.UTC(2026, 0, 5) + (rang % 150) * 86_400_000 + Math.floor(rang / people.length) * 3_600_000);
    const debut = new Date(jour.getTime() + (etape === 0 ? 9 : 10) * 3_600_000);
    const le = etape === 2 ? new Date(debut.getTime() + 3_600_000) : new Date(jour.getTime() - (10 - etape) * 86_400_000);
    return signer({
      data: {
        id: `${serie}-${rang}`,
        starts_at: debut.toISOString(),
        duration_in_min: 30,
        organisation: { id: 1, name: "Département du Val-de-Marne" },
        motif: { id: 1, name: "Orientation RSA", location_type: "public_office", motif_category: { short_name: "rsa_orientation" } },
        participations: [
          {
            id: rang,
            status: etape === 2 ? "seen" : "unknown",
            user: {
              id: `${serie}-u${rang % people.length}`,
              affiliation_number: person.matricule,
              birth_date: person.naissance,
              birth_name: person.nom,
            },
          },
        ],
      },
      meta: { model: "Rdv", event: etape === 0 ? "created" : "updated", timestamp: le.toISOString() },
    });
  });
}

function signer(message: object): Envoi {
  const corps = JSON.stringify(message);
  const signature = createHmac("sha256", SECRETS.RDV_SOLIDARITES_SECRET).update(corps).digest("hex");
  return { systeme: "RENDEZ_VOUS_SOLIDARITES", entetes: { "content-type": "application/json", "x-lapin-signature": signature }, corps };
}

/** A burst does not wait for the answers of the one before. */
async function envoyer(url: URL, messages: readonly Envoi[]) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNEXIONS });
  const durees: number[] = [];
  const statuts = new Map<number, number>();
  const debut = performance.now();
  const attendues: Promise<void>[] = [];
  for (let i = 0; i < messages.length; i += RAFALE) {
    for (const message of messages.slice(i, i + RAFALE))
      attendues.push(
        poster(url, agent, message).then(({ statut, ms }) => {
          durees.push(ms);
          statuts.set(statut, (statuts.get(statut) ?? 0) + 1);
        }),
      );
    const prochaine = debut + (i / RAFALE + 1) * ENTRE_RAFALES_MS;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, prochaine - performance.now())));
  }
  await Promise.all(attendues);
  agent.destroy();
  return { durees: durees.sort((a, b) => a - b), statuts, secondes: (performance.now() - debut) / 1_000 };
}

function poster(url: URL, agent: http.Agent, { entetes, corps }: Envoi): Promise<{ statut: number; ms: number }> {
  const debut = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: "POST", agent, headers: entetes }, (response) => {
      response.resume();
      response.on("end", () => resolve({ statut: response.statusCode!, ms: performance.now() - debut }));
    });
    request.on("error", reject);
    request.end(corps);
  });
}

const centile = (triees: readonly number[], part: number): number => triees[Math.min(triees.length - 1, Math.floor(triees.length * part))]!;
