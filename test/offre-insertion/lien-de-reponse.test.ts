import http from "node:http";
import type { AddressInfo } from "node:net";
import { CHEMIN } from "../../subgraphs/offre-insertion/reponse/lien";
import { routeReponse } from "../../subgraphs/offre-insertion/reponse/route-reponse";
import { createLog } from "../../subgraphs/shared/log";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY } from "../setup/subgraph";
import { MAINTENANT } from "./fiches";
import { apres, donnerDesCoordonnees, prescripteur, prescrireInformee, SECRETS, STRUCTURE, territoireAvecSession } from "./prescriptions";
import type { Territoire } from "./territoire";

let t: Territoire;
let p: ReturnType<typeof prescripteur>;
let maintenant = MAINTENANT;
let serveur: http.Server;
let page: ReturnType<typeof routeReponse>;
let base: string;
const journal: string[] = [];

beforeAll(async () => {
  t = await territoireAvecSession(3, 0);
  p = prescripteur(t);
  await donnerDesCoordonnees(t);
  const log = createLog("trace", "test");
  for (const niveau of ["info", "warn", "error", "debug", "trace"] as const)
    log[niveau] = ((...args: unknown[]) => void journal.push(JSON.stringify(args))) as never;
  page = routeReponse({ databaseUrl: t.base.url, cle: new NirCipher(NIR_KEY), now: () => maintenant, log, securise: true });
  serveur = http.createServer(page.route);
  await new Promise<void>((resolve) => serveur.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  maintenant = new Date(maintenant.getTime() + 61_000);
  await t.base.owner.query(
    "truncate offre_insertion.prescription, offre_insertion.cle_idempotence, journal.evenement, journal.consultation cascade",
  );
  await t.base.owner.query("update offre_insertion.session set inscrits = 0");
});
afterAll(async () => {
  serveur.closeAllConnections();
  await new Promise((resolve) => serveur.close(resolve));
  await page.close();
  await t.fermer();
});

const LIEN = `mutation($p: ID!, $a: Boolean = false, $c: String) { lienDeReponse(prescription: $p, protectionDonneesAttestee: $a, cleIdempotence: $c) {
  ... on LienDeReponse { url expireLe } ... on Refus { code champ } } }`;
const lien = (prescription: string, plus: object = {}, appelant = CALLERS.departement) =>
  p.demander(LIEN, { p: prescription, ...plus }, appelant, maintenant);
const prescrire = (plus: object = {}) => prescrireInformee(p, plus, maintenant);

const chemin = (url: string) => new URL(url).pathname;
/** Opens a link as a browser does: the redirection, then the clean address with its cookie. */
async function ouvrir(url: string) {
  const entree = await fetch(base + chemin(url), { redirect: "manual" });
  const cookie = entree.headers.get("set-cookie")!;
  const adresse = base + entree.headers.get("location");
  const entetes = { cookie: cookie.split(";")[0]! };
  const lire = async () => {
    const reponse = await fetch(adresse, { headers: entetes });
    return { statut: reponse.status, html: await reponse.text(), reponse };
  };
  const envoyer = async (html: string, champs: Record<string, string>) => {
    const sceau = /name="sceau" value="([^"]+)"/.exec(html)?.[1] ?? "";
    const reponse = await fetch(adresse, {
      method: "POST",
      headers: { ...entetes, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ sceau, ...champs }).toString(),
    });
    return { statut: reponse.status, html: await reponse.text() };
  };
  return { entree, cookie, adresse, lire, envoyer };
}
const statut = async (id: string) =>
  (await t.base.owner.query("select statut, motif_refus, issue, debut from offre_insertion.prescription where id = $1", [id])).rows[0];

describe("la structure répond par un lien signé", () => {
  it("de la demande à la fin : étude, validation avec un premier jour, début, fin ; à chaque étape un événement et une trace", async () => {
    const { id } = await prescrire();
    const { url, expireLe } = await lien(id);
    expect(new Date(expireLe).getTime() - maintenant.getTime()).toBe(8 * 86_400_000);
    const { lire, envoyer } = await ouvrir(url);
    const { html, statut: code } = await lire();
    expect(code).toBe(200);
    for (const attendu of ["Amina", "Benali", SECRETS.telephone, "Préparer le permis", "Le matin", "Avoir 18 ans", "Service a"])
      expect(html).toContain(attendu);
    let etape = await envoyer(html, { statut: "A_L_ETUDE" });
    expect(etape.html).toContain("Votre réponse est enregistrée.");
    etape = await envoyer(etape.html, { statut: "VALIDEE", debut: "2026-03-05" });
    expect(etape.html).toContain("5 mars 2026");
    expect(await statut(id)).toMatchObject({ statut: "VALIDEE", debut: "2026-03-05" });
    etape = await envoyer(etape.html, { statut: "DEMARREE" });
    etape = await envoyer(etape.html, { statut: "TERMINEE", issue: "ABANDON", motif: "Déménagement" });
    expect(etape.html).toContain("C’est noté");
    expect(etape.html).not.toContain("Benali");
    expect(await statut(id)).toMatchObject({ statut: "TERMINEE", issue: "ABANDON" });
    const { rows } = await t.base.owner.query(
      "select donnees from journal.evenement where type = 'PrescriptionAvancee' order by survenu_le, donnees ->> 'statut'",
    );
    expect(
      rows
        .filter((r) => r.donnees.acteur === "STRUCTURE")
        .map((r) => r.donnees.statut)
        .sort(),
    ).toEqual(["A_L_ETUDE", "DEMARREE", "TERMINEE", "VALIDEE"]);
    const traces = await t.base.owner.query(
      "select client, organisme, finalite, champs from journal.consultation where client = 'lien-de-reponse' and $1 = any(allocataires)",
      [PEOPLE.amina],
    );
    expect(traces.rows.length).toBeGreaterThanOrEqual(4);
    expect(new Set(traces.rows.map((r) => r.organisme))).toEqual(new Set(["dora--s1"]));
    expect(traces.rows.some((r) => r.champs.includes("BeneficiairePrescription.telephone") && r.finalite === "ACCOMPAGNEMENT")).toBe(true);
  });

  it.each([
    ["MME", "Mme Amina"],
    ["MR", "M. Amina"],
    [null, "<dd>Amina"],
  ])("la personne est nommée comme on l’écrit : civilité %s", async (civilite, attendu) => {
    await t.base.owner.query("update allocataires.allocataire set civilite = $2 where id = $1", [PEOPLE.amina, civilite]);
    const { lire } = await ouvrir((await lien((await prescrire()).id)).url);
    expect((await lire()).html).toContain(attendu);
  });

  it("une coordonnée que le hub n’a pas se demande à l’organisme", async () => {
    await t.base.owner.query("update allocataires.allocataire set telephone = null where id = $1", [PEOPLE.amina]);
    const { lire } = await ouvrir((await lien((await prescrire()).id)).url);
    expect((await lire()).html).toContain("<dt>Téléphone</dt><dd>non renseigné : demandez-le à l’organisme");
    await t.base.owner.query("update allocataires.allocataire set telephone = $2 where id = $1", [PEOPLE.amina, SECRETS.telephone]);
  });

  it("refuse parmi douze motifs ; un refus mal dit est expliqué, et rien ne change", async () => {
    const { id } = await prescrire();
    const { lire, envoyer } = await ouvrir((await lien(id)).url);
    const { html } = await lire();
    expect(html.match(/<option value="[A-Z_]+">/g)).toHaveLength(12);
    const sans = await envoyer(html, { statut: "REFUSEE", motifRefus: "AUTRE" });
    expect(sans.html).toContain("le motif est obligatoire");
    expect((await statut(id)).statut).toBe("OUVERTE");
    expect((await envoyer(sans.html, { statut: "REFUSEE", motifRefus: "BENEFICIAIRE_NON_MOBILE" })).html).toContain("C’est noté");
    expect(await statut(id)).toMatchObject({ statut: "REFUSEE", motif_refus: "BENEFICIAIRE_NON_MOBILE" });
    expect((await lire()).html).not.toContain("Benali");
  });

  it("le même formulaire ne sert qu’une fois, et celui d’une autre page ne sert pas", async () => {
    const { id } = await prescrire();
    const { lire, envoyer } = await ouvrir((await lien(id)).url);
    const { html } = await lire();
    const [un, deux] = await Promise.all([envoyer(html, { statut: "A_L_ETUDE" }), envoyer(html, { statut: "REFUSEE", motif: "x" })]);
    expect([un.html, deux.html].filter((h) => h.includes("déjà été envoyée"))).toHaveLength(1);
    expect((await envoyer(html.replace(/value="[^"]{43}"/g, 'value="faux"'), { statut: "REFUSEE", motif: "x" })).html).not.toContain(
      "C’est noté",
    );
  });
});

describe("le lien n’ouvre que ce qu’il doit, et le temps qu’il doit", () => {
  it("le jeton quitte l’adresse dès l’ouverture : cookie de cette page, HttpOnly, Secure ; politique stricte, aucun script", async () => {
    const { entree, cookie, lire } = await ouvrir((await lien((await prescrire()).id)).url);
    expect(entree.status).toBe(303);
    expect(entree.headers.get("location")).toMatch(/^\/prescriptions\/reponse\/94\.[\w-]{22}$/);
    for (const partie of ["HttpOnly", "SameSite=Lax", "Secure", `Path=${entree.headers.get("location")}`]) expect(cookie).toContain(partie);
    const { reponse, html } = await lire();
    expect(reponse.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(reponse.headers.get("referrer-policy")).toBe("no-referrer");
    expect(reponse.headers.get("cache-control")).toBe("no-store");
    expect(html).not.toMatch(/<script|javascript:|onclick|<img|https?:\/\//);
    expect(html).toMatch(/<html lang="fr">.*<meta name="viewport"/s);
    for (const champ of html.match(/<(?:input|select|textarea) id="(\w+)"/g) ?? [])
      expect(html).toContain(`<label for=${/id=("\w+")/.exec(champ)![1]}`);
  });

  it("expiré, remplacé, d’un autre jeton ou sans jeton : une phrase qui dit quoi faire, et rien de la personne", async () => {
    const { id } = await prescrire();
    const premier = await ouvrir((await lien(id)).url);
    const second = await ouvrir((await lien(id)).url);
    const remplace = await premier.lire();
    expect([remplace.statut, (await second.lire()).statut]).toEqual([410, 200]);
    maintenant = new Date(maintenant.getTime() + 8 * 86_400_000);
    const expire = await second.lire();
    expect(expire.statut).toBe(410);
    expect(expire.html).toContain("Demandez un nouveau lien");
    const faux = await fetch(second.adresse, { headers: { cookie: `reponse=${"A".repeat(43)}` } });
    const sans = await fetch(second.adresse);
    const autre = await fetch(second.adresse, { headers: { cookie: premier.cookie.split(";")[0]! } });
    expect([faux.status, sans.status, autre.status]).toEqual([404, 404, 404]);
    for (const html of [remplace.html, expire.html, await faux.text(), await sans.text()]) expect(html).not.toContain("Benali");
    for (const chemin of ["", "/", "/94", "/94.x", `/99.${"a".repeat(22)}.${"b".repeat(43)}/../..`, "/%00"])
      expect((await fetch(base + CHEMIN + chemin, { redirect: "manual" })).status).toBe(404);
    expect((await fetch(second.adresse, { method: "PUT" })).status).toBe(405);
  });

  it("trop d’essais sur un lien : 429, et la suite après une minute", async () => {
    const { lire } = await ouvrir((await lien((await prescrire()).id)).url);
    const codes = (await Promise.all(Array.from({ length: 40 }, lire))).map(({ statut }) => statut);
    expect(codes.filter((code) => code === 429).length).toBeGreaterThanOrEqual(10);
    maintenant = new Date(maintenant.getTime() + 60_001);
    expect((await lire()).statut).toBe(200);
  });

  it("ni le jeton, ni le nom, n’entrent dans les journaux, les événements ou la base", async () => {
    const { id } = await prescrire();
    const { url } = await lien(id);
    const { lire } = await ouvrir(url);
    await lire();
    const sceau = chemin(url).split(".").at(-1)!;
    const { rows } = await t.base.owner.query(
      "select (select json_agg(l) from offre_insertion.lien_reponse l)::text || (select json_agg(e) from journal.evenement e)::text || (select json_agg(c) from journal.consultation c)::text as tout",
    );
    for (const secret of [sceau, "Benali", SECRETS.telephone]) {
      expect(rows[0].tout).not.toContain(secret);
      expect(journal.join()).not.toContain(secret);
    }
  });

  it("n’est donné qu’à qui suit la personne, pour une prescription en cours, quand elle a été informée ; la même clé rend le même", async () => {
    const { id } = await prescrire({ attestee: false });
    expect(await lien(id)).toMatchObject({ code: "PROTECTION_NON_ATTESTEE", champ: "protectionDonneesAttestee" });
    for (const appelant of [CALLERS.departement93, STRUCTURE])
      expect(await lien(id, {}, appelant)).toMatchObject({ code: "PRESCRIPTION_INTROUVABLE" });
    expect(await lien("x")).toMatchObject({ code: "PRESCRIPTION_INTROUVABLE" });
    const un = await lien(id, { a: true, c: "cle" });
    expect(await lien(id, { a: true, c: "cle" })).toEqual(un);
    await p.avancer(id, "ANNULEE", { motif: "Erreur" }, maintenant);
    expect(await lien(id)).toMatchObject({ code: "LIEN_SANS_OBJET" });
    expect((await (await ouvrir(un.url)).lire()).html).not.toContain("Benali");
  });
});

it("aucune autre donnée de la personne ne sort par la page", async () => {
  const { lire } = await ouvrir((await lien((await prescrire()).id)).url);
  const { html } = await lire();
  for (const secret of [SECRETS.courriel, SECRETS.nft, SECRETS.adresse, SECRETS.naissance, "14 mars 1990", PEOPLE.amina])
    expect(html).not.toContain(secret);
});

it("déclare les minutes d’un jour : celles qui étaient prévues, ou d’autres ; le référent les confirmera", async () => {
  const { id } = await prescrire();
  const { lire, envoyer } = await ouvrir((await lien(id)).url);
  let etape = await lire();
  expect(etape.html).not.toContain("Des heures ont été faites");
  expect((await envoyer(etape.html, { date: "2026-02-10", minutes: "60" })).html).toContain("quand l’action est validée");
  etape = (await lire()) as never;
  etape = (await envoyer(etape.html, { statut: "VALIDEE" })) as never;
  const [prevue] = (
    await t.base.owner.query("select date, minutes from offre_insertion.activite where prescription = $1 and statut = 'PREVUE'", [id])
  ).rows;
  maintenant = apres(21);
  const { url } = await lien(id);
  const plusTard = await ouvrir(url);
  etape = (await plusTard.envoyer((await plusTard.lire()).html, { date: prevue.date, minutes: "150" })) as never;
  etape = (await plusTard.envoyer(etape.html, { date: "2026-03-03", minutes: "45" })) as never;
  expect(etape.html).toContain("195 minutes");
  expect(etape.html).toContain("<li>3 mars 2026 : 45 minutes, à confirmer par qui accompagne la personne</li>");
  for (const date of ["", "3/3/2026"]) {
    const mal = await plusTard.envoyer(etape.html, { date, minutes: "45" });
    expect(mal).toMatchObject({ statut: 200, html: expect.stringContaining("Donnez le jour de ces minutes") });
  }
  expect((await plusTard.envoyer(etape.html, { date: "2026-06-01", minutes: "45" })).html).toContain("n’a pas encore eu lieu");
  const { rows } = await t.base.owner.query(
    "select statut, declarant, minutes from offre_insertion.activite where prescription = $1 order by date",
    [id],
  );
  expect(rows).toEqual([150, 45].map((minutes) => ({ statut: "DECLAREE", declarant: "STRUCTURE", minutes })));
  const { rows: activites } = await t.base.owner.query("select id from offre_insertion.activite where prescription = $1 order by date", [
    id,
  ]);
  const DECIDER = `mutation($a: ID!, $o: Boolean!, $n: Int, $m: String) { confirmerActivite(activite: $a, accepter: $o, minutes: $n, motif: $m) {
    ... on Activite { statut } ... on Refus { code } } }`;
  await p.demander(DECIDER, { a: activites[0].id, o: true, n: 120 }, CALLERS.departement, maintenant);
  await p.demander(DECIDER, { a: activites[1].id, o: false, m: "Motif du dossier" }, CALLERS.departement, maintenant);
  const { html } = await plusTard.lire();
  expect(html).toMatch(/<li>[^<]+ : 120 minutes, confirmée<\/li>/);
  expect(html).toContain("<li>3 mars 2026 : 45 minutes, refusée</li>");
  expect(html).not.toContain("Motif du dossier");
});
