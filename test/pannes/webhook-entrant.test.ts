import http from "node:http";
import type { AddressInfo } from "node:net";
import { followAddresses } from "../../gateway/resilience/addresses";
import { forward } from "../../hub/forward";
import { creerRecepteur, type Recepteur, routeWebhook } from "../../subgraphs/rendez-vous/webhooks";
import { createLog } from "../../subgraphs/shared/log";
import { loadMatricules, rdv, SECRETS, SOLIDARITES, signe, USAGERS } from "../rendez-vous/messages";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { type Fil, tendreUnFil } from "./coupure";
import { sansPlace } from "./sans-place";

let base: TestDatabase;
let fil: Fil;
let recepteur: Recepteur;
let serveur: http.Server;
let url: string;
let versLaBase: string;
/** A receiver of its own for each test: what it says to PostgreSQL, it says in full the first time. */
beforeEach(async () => {
  const now = () => new Date("2026-03-10T12:00:00Z");
  recepteur = creerRecepteur({ ownerUrl: versLaBase, secrets: SECRETS, now, log: createLog("silent", "test") });
  serveur = http.createServer(routeWebhook(recepteur, SOLIDARITES));
  await new Promise<void>((resolve) => serveur.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}/webhooks/rdv-solidarites`;
});
afterEach(async () => {
  serveur.closeAllConnections();
  await new Promise((resolve) => serveur.close(resolve));
  await recepteur.close();
});
beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await loadMatricules(base.owner);
  const vers = new URL(base.url);
  fil = await tendreUnFil(vers.hostname, Number(vers.port));
  vers.hostname = "127.0.0.1";
  vers.port = String(fil.port);
  versLaBase = vers.href;
});
afterAll(async () => {
  await fil.close();
  await base.drop();
});

/** Each at an hour of its own: two tools may speak of one appointment. */
const message = (id: string) => {
  const debut = new Date(Date.UTC(2026, 2, 2) + Number(id) * 3_600_000).toISOString();
  const un = rdv({
    id,
    debut,
    le: "2026-02-16T10:00:00+01:00",
    event: "created",
    participations: [{ user: USAGERS.amina, convocable: true }],
  });
  return signe(SOLIDARITES, un);
};
const poster = async ({ entetes, corps }: ReturnType<typeof message>, signal?: AbortSignal) => {
  const reponse = await fetch(url, { method: "POST", body: corps, headers: { "content-type": "application/json", ...entetes }, signal });
  return { statut: reponse.status, attendre: reponse.headers.get("retry-after"), corps: (await reponse.json()) as any };
};
const compter = async (reference: string) => {
  const sql = `select (select count(*) from rendez_vous.rendez_vous where reference = $1)::int as rendez_vous,
    (select count(*) from journal.evenement e join rendez_vous.rendez_vous r on r.id::text = e.donnees->>'rendezVous' where r.reference = $1
      and e.type = 'RendezVousPlanifie')::int as evenements`;
  return (await base.owner.query(sql, [reference])).rows[0];
};

describe("un message de rendez-vous, quand la base se coupe", () => {
  it.each([
    ["avant l’écriture", "701", "insert into rendez_vous", "AVANT", 0, "APPLIQUE"],
    ["avant la validation", "702", "COMMIT", "AVANT", 0, "APPLIQUE"],
    ["après la validation, avant sa réponse", "703", "COMMIT", "APRES", 1, "DEJA_RECU"],
  ] as const)("%s : 503 et Retry-After ; renvoyé, il est là une fois, son événement aussi", async (_quand, id, mot, moment, faits, dit) => {
    const un = message(id);
    const avant = fil.coupes;
    fil.couperSur(mot, moment);
    expect(await poster(un)).toMatchObject({ statut: 503, attendre: "30", corps: { code: "BASE_INDISPONIBLE" } });
    expect([fil.coupes - avant, await compter(id)]).toEqual([1, { rendez_vous: faits, evenements: faits }]);
    const renvoi = await poster(un);
    expect([renvoi.statut, renvoi.corps.code ?? renvoi.corps.resultat]).toEqual([202, dit]);
    expect(await compter(id)).toEqual({ rendez_vous: 1, evenements: 1 });
  });
});

it("plus de place : 503 et Retry-After, rien n’est gardé à moitié ; renvoyé quand la place revient, il est appliqué", async () => {
  const un = message("704");
  await sansPlace(base.owner, "journal.evenement", "true", async () => {
    expect(await poster(un)).toMatchObject({ statut: 503, attendre: "30", corps: { code: "STOCKAGE_PLEIN" } });
  });
  expect(await compter("704")).toEqual({ rendez_vous: 0, evenements: 0 });
  expect(await poster(un)).toMatchObject({ statut: 202, corps: { resultat: "APPLIQUE" } });
  expect(await compter("704")).toEqual({ rendez_vous: 1, evenements: 1 });
});

it("coupé en route par la source : rien n’est gardé, et le message entier qui suit est pris", async () => {
  const { entetes, corps } = message("705");
  await new Promise<void>((resolve) => {
    const requete = http.request(url, { method: "POST", headers: { ...entetes, "content-length": Buffer.byteLength(corps) } });
    requete.on("error", () => resolve());
    requete.write(corps.slice(0, 40), () => requete.destroy());
    requete.on("close", () => resolve());
  });
  expect((await base.owner.query("select 1 from rendez_vous.rejet")).rowCount).toBe(0);
  expect(await poster(message("705"))).toMatchObject({ statut: 202, corps: { resultat: "APPLIQUE" } });
});

it("gardé, mais la source n’a pas lu la réponse (elle coupe, ou le hub est tué) : renvoyé, il est DEJA_RECU et rien n’est fait deux fois", async () => {
  const un = message("801");
  const coupure = new AbortController();
  const verrou = await base.owner.query("begin; lock table rendez_vous.message_entrant in exclusive mode").then(() => "pris");
  const perdu = poster(un, coupure.signal).catch((erreur: Error) => erreur.name);
  await new Promise((resolve) => setTimeout(resolve, 500));
  coupure.abort();
  expect([verrou, await perdu]).toEqual(["pris", "AbortError"]);
  await base.owner.query("commit");
  while ((await compter("801")).evenements === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await poster(un)).toMatchObject({ statut: 202, corps: { resultat: "IGNORE", code: "DEJA_RECU" } });
  expect(await compter("801")).toEqual({ rendez_vous: 1, evenements: 1 });
});

it("le sous-graphe qui le reçoit est absent : la passerelle dit 503, SOUS_GRAPHE_INDISPONIBLE et Retry-After", async () => {
  const parti = http.createServer(forward(followAddresses(["http://127.0.0.1:9"]), "Le service des rendez-vous ne répond pas."));
  await new Promise<void>((resolve) => parti.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(parti.address() as AddressInfo).port}/webhooks/rdv-solidarites`;
  expect(await poster(message("706"))).toMatchObject({ statut: 503, attendre: "5", corps: { code: "SOUS_GRAPHE_INDISPONIBLE" } });
  await new Promise((resolve) => parti.close(resolve));
});
