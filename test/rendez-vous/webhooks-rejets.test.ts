import http from "node:http";
import type { AddressInfo } from "node:net";
import { valeursInconnues } from "../../subgraphs/rendez-vous/declaration";
import { creerRecepteur, routeWebhook } from "../../subgraphs/rendez-vous/webhooks";
import { createLog } from "../../subgraphs/shared/log";
import { PEOPLE } from "../setup/fixtures";
import { rdv, SECRETS, SOLIDARITES, signe, USAGERS, vider } from "./messages";
import { creation, database, envoyer, lire, now, preparer, recepteur, statuts } from "./recepteur";

preparer();

describe("effacement (RGPD)", () => {
  const effacement = (model: string, id: number) => ({
    data: { id },
    meta: { model, event: "destroyed", timestamp: "2026-03-05T10:00:00+01:00", webhook_reason: "rgpd" },
  });

  it("d’un rendez-vous : le lien est clos, rien n’est annulé, un ancien message ne le rouvre pas", async () => {
    await envoyer(SOLIDARITES, creation);
    expect((await envoyer(SOLIDARITES, effacement("Rdv", 1))).corps).toMatchObject({ resultat: "APPLIQUE" });
    expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "PREVU" }]);
    expect(await lire("select efface_le is not null as clos from rendez_vous.lien_externe")).toEqual([{ clos: true }]);
    await envoyer(SOLIDARITES, rdv({ le: "2026-03-04T10:00:00+01:00", participations: [{ user: USAGERS.amina, status: "revoked" }] }));
    expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "PREVU" }]);
    expect(await lire("select type from journal.evenement")).toEqual([{ type: "RendezVousPlanifie" }]);
  });

  it("d’une personne : le lien est effacé, un événement le dit, ses rendez-vous ne sont ni annulés ni rattachés de nouveau", async () => {
    await envoyer(SOLIDARITES, creation);
    await envoyer(SOLIDARITES, effacement("User", 501));
    expect(
      await lire("select departement, allocataire, efface_le is not null as efface from rendez_vous.personne_externe order by 1"),
    ).toEqual([
      { departement: "*", allocataire: null, efface: true },
      { departement: "94", allocataire: null, efface: true },
    ]);
    expect(await lire("select type, allocataire, donnees from journal.evenement where type = 'PersonneEffacee'")).toEqual([
      { type: "PersonneEffacee", allocataire: PEOPLE.amina, donnees: { systeme: SOLIDARITES } },
    ]);
    const ensuite = await envoyer(
      SOLIDARITES,
      rdv({ le: "2026-03-06T10:00:00+01:00", participations: [{ user: USAGERS.amina, status: "revoked" }] }),
    );
    expect(ensuite.corps).toMatchObject({ resultat: "APPLIQUE" });
    expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "PREVU" }]);
    const usager = { data: USAGERS.amina, meta: { model: "User", event: "updated", timestamp: "2026-03-07T10:00:00+01:00" } };
    expect((await envoyer(SOLIDARITES, usager)).corps).toMatchObject({ resultat: "IGNORE", code: "EFFACE_PAR_LA_SOURCE" });
  });

  it("une suppression ordinaire annule pour qui était attendu, pas pour qui est venu", async () => {
    const collectif = (event: string, le: string) =>
      rdv({ le, event, collectif: true, participations: [{ user: USAGERS.amina }, { user: USAGERS.bruno, status: "seen" }] });
    await envoyer(SOLIDARITES, collectif("updated", "2026-03-02T12:00:00+01:00"));
    await envoyer(SOLIDARITES, collectif("destroyed", "2026-03-02T13:00:00+01:00"));
    expect((await statuts()).map((s) => s.statut)).toEqual(["ANNULE_SERVICE", "HONORE"]);
  });
});

describe("ce qui ne se résout pas est gardé, avec son code, et se rejoue", () => {
  it.each([
    ["PERSONNE_INCONNUE", { participations: [{ user: { ...USAGERS.amina, birth_date: "1990-03-15" } }] }],
    ["PERSONNE_INCONNUE", { participations: [{ user: USAGERS.elodie }] }],
    ["ORGANISATION_INCONNUE", { participations: [{ user: USAGERS.amina }], organisation: { id: 99, name: "Mairie" } }],
  ])("%s", async (code, voulu) => {
    const reponse = await envoyer(SOLIDARITES, rdv({ le: "2026-02-16T10:00:00+01:00", ...voulu }));
    expect(reponse).toMatchObject({ statut: 202, corps: { resultat: "REJETE", code } });
    expect(await lire("select * from rendez_vous.rendez_vous")).toEqual([]);
    expect(await lire("select code, cle, rejoue_le from rendez_vous.rejet")).toEqual([{ code, cle: "Rdv 1", rejoue_le: null }]);
    expect(await lire("select donnees ->> 'code' as code from journal.evenement")).toEqual([{ code }]);
  });

  it("PRESENCE_ANTICIPEE : le rendez-vous est appliqué, la personne reste attendue, le message est à examiner", async () => {
    const absente = (le: string) =>
      rdv({ le, debut: "2026-03-03T09:30:00+01:00", participations: [{ user: USAGERS.amina, status: "noshow" }] });
    const reponse = await envoyer(SOLIDARITES, absente("2026-02-16T10:00:00+01:00"));
    expect(reponse).toMatchObject({ statut: 202, corps: { resultat: "APPLIQUE", code: "PRESENCE_ANTICIPEE" } });
    expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "PREVU" }]);
    expect(await lire("select code from rendez_vous.rejet")).toEqual([{ code: "PRESENCE_ANTICIPEE" }]);
    expect(await lire("select donnees ->> 'code' as code from journal.evenement where type = 'RejetEnregistre'")).toEqual([
      { code: "PRESENCE_ANTICIPEE" },
    ]);
    await envoyer(SOLIDARITES, absente("2026-03-03T08:00:00+01:00"));
    expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "ABSENT" }]);
  });

  it("un message en avance de moins de 24 heures est appliqué ; son fait n’est jamais dit survenu après sa réception", async () => {
    await envoyer(SOLIDARITES, rdv({ le: "2026-03-11T10:00:00+01:00", participations: [{ user: USAGERS.amina }] }));
    expect(await lire("select type, survenu_le from journal.evenement")).toEqual([{ type: "RendezVousPlanifie", survenu_le: now }]);
    expect(await lire("select maj_le from rendez_vous.lien_externe")).toEqual([{ maj_le: new Date("2026-03-11T09:00:00Z") }]);
  });

  it("HORODATAGE_FUTUR : un message trop en avance ne masque pas les vrais", async () => {
    expect(
      (await envoyer(SOLIDARITES, rdv({ le: "2027-01-01T10:00:00+01:00", participations: [{ user: USAGERS.amina }] }))).corps.code,
    ).toBe("HORODATAGE_FUTUR");
    expect((await envoyer(SOLIDARITES, creation)).corps.resultat).toBe("APPLIQUE");
  });

  it("un rendez-vous collectif est gardé sans le participant inconnu, qui reste à rejouer", async () => {
    const inconnu = { ...USAGERS.bruno, affiliation_number: "7777777" };
    const collectif = rdv({
      le: "2026-02-16T10:00:00+01:00",
      collectif: true,
      participations: [{ user: USAGERS.amina }, { user: inconnu }],
    });
    expect((await envoyer(SOLIDARITES, collectif)).corps).toMatchObject({ resultat: "APPLIQUE", code: "PERSONNE_INCONNUE" });
    expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "PREVU" }]);
    expect(await lire("select participants_inconnus from rendez_vous.rendez_vous")).toEqual([{ participants_inconnus: 1 }]);
    expect(await lire("select code from rendez_vous.rejet")).toEqual([{ code: "PERSONNE_INCONNUE" }]);
  });

  it("deux personnes de même matricule, date et nom : PERSONNE_AMBIGUE", async () => {
    await database.owner.query("begin");
    try {
      await database.owner.query("update allocataires.identifiant set valeur = '0712341' where allocataire = $1", [PEOPLE.driss]);
      await database.owner.query("update allocataires.allocataire set nom = 'Bénali', date_naissance = '1990-03-14' where id = $1", [
        PEOPLE.driss,
      ]);
      await database.owner.query("commit");
      const seul = rdv({ le: "2026-02-16T10:00:00+01:00", participations: [{ user: { ...USAGERS.amina, id: 777 } }] });
      expect((await envoyer(SOLIDARITES, seul)).corps.code).toBe("PERSONNE_AMBIGUE");
    } finally {
      await database.owner.query("update allocataires.identifiant set valeur = '0712344' where allocataire = $1", [PEOPLE.driss]);
      await database.owner.query("update allocataires.allocataire set nom = 'Étienne', date_naissance = '1999-01-05' where id = $1", [
        PEOPLE.driss,
      ]);
    }
  });
});

it("reconnaît la personne sans égard aux zéros, à la casse et aux accents, dans le département de l’organisation", async () => {
  await envoyer(
    SOLIDARITES,
    rdv({ le: "2026-02-16T10:00:00+01:00", collectif: true, participations: [{ user: USAGERS.bruno }, { user: USAGERS.driss }] }),
  );
  expect((await statuts()).map((s) => s.allocataire)).toEqual([PEOPLE.bruno, PEOPLE.driss]);
  const sevran = rdv({
    id: 2,
    le: "2026-02-16T10:00:00+01:00",
    organisation: { id: 93, name: "Département de la Seine-Saint-Denis" },
    participations: [{ user: USAGERS.elodie }],
  });
  expect((await envoyer(SOLIDARITES, sevran)).corps.resultat).toBe("APPLIQUE");
  expect(await lire("select departement from rendez_vous.participation where allocataire = $1", [PEOPLE.elodie])).toEqual([
    { departement: "93" },
  ]);
});

it("ne garde pas l’adresse d’un rendez-vous à domicile", async () => {
  const domicile = rdv({
    le: "2026-02-16T10:00:00+01:00",
    motif: { name: "Visite", location_type: "home" },
    participations: [{ user: USAGERS.amina }],
  });
  await envoyer(SOLIDARITES, domicile);
  expect(await lire("select lieu, modalite from rendez_vous.rendez_vous")).toEqual([{ lieu: null, modalite: "PHYSIQUE" }]);
});

describe("une valeur que la table ne connaît pas est gardée et signalée, jamais perdue", () => {
  const statut = (le: string, status: string) => rdv({ le, participations: [{ user: USAGERS.amina, status }] });

  it.each([
    ["STATUT_INCONNU", { participations: [{ user: USAGERS.amina, status: "peut-etre" }] }, { statut: "PREVU", modalite: "PHYSIQUE" }],
    [
      "MODALITE_INCONNUE",
      { participations: [{ user: USAGERS.amina }], motif: { name: "x", location_type: "lune" } },
      { modalite: "PHYSIQUE" },
    ],
    [
      "CATEGORIE_INCONNUE",
      { participations: [{ user: USAGERS.amina }], motif: { name: "x", motif_category: { short_name: "rsa_tout_neuf" } } },
      { famille: "AUTRE" },
    ],
    [
      "EVENEMENT_INCONNU",
      { participations: [{ user: USAGERS.amina, status: "seen" }], event: "restored", le: "2026-03-05T10:00:00+01:00" },
      { statut: "HONORE" },
    ],
  ])("%s : le reste du rendez-vous est appliqué", async (code, voulu, attendu) => {
    const reponse = await envoyer(SOLIDARITES, rdv({ le: "2026-02-16T10:00:00+01:00", ...voulu }));
    expect(reponse).toMatchObject({ statut: 202, corps: { resultat: "APPLIQUE", code } });
    expect(
      await lire(
        "select r.modalite, r.famille, p.statut from rendez_vous.rendez_vous r join rendez_vous.participation p on p.rendez_vous = r.id",
      ),
    ).toEqual([expect.objectContaining(attendu)]);
    expect(await lire("select code, rejoue_le from rendez_vous.rejet")).toEqual([{ code, rejoue_le: null }]);
    expect(await lire("select donnees ->> 'code' as code from journal.evenement where type = 'RejetEnregistre'")).toEqual([{ code }]);
  });

  it("un statut inconnu laisse le dernier que la table connaît, même quand celui-ci arrive après", async () => {
    const connu = statut("2026-03-02T11:00:00+01:00", "seen");
    const inconnu = statut("2026-03-03T11:00:00+01:00", "vu_deux_fois");
    for (const ordre of [
      [connu, inconnu],
      [inconnu, connu],
    ]) {
      await vider(database.owner);
      for (const message of ordre) await envoyer(SOLIDARITES, message);
      expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "HONORE" }]);
      expect(await lire("select declare -> 'participants' -> 0 ->> 'statutSource' as source from rendez_vous.lien_externe")).toEqual([
        { source: "vu_deux_fois" },
      ]);
      const [{ declare }] = await lire("select declare from rendez_vous.lien_externe");
      expect(valeursInconnues(declare, new Set([PEOPLE.amina]))).toEqual([{ champ: "statut", valeur: "vu_deux_fois" }]);
      expect(valeursInconnues(declare, new Set())).toEqual([]);
    }
  });

  it("MODELE_INCONNU : un modèle nouveau est gardé", async () => {
    const nouveau = { data: { id: 3 }, meta: { model: "FileAttente", event: "created", timestamp: "2026-02-16T10:00:00+01:00" } };
    expect((await envoyer(SOLIDARITES, nouveau)).corps).toMatchObject({ resultat: "REJETE", code: "MODELE_INCONNU" });
    expect(await lire("select code, cle from rendez_vous.rejet")).toEqual([{ code: "MODELE_INCONNU", cle: "FileAttente 3" }]);
  });
});

describe("par HTTP", () => {
  let server: http.Server;
  let url: string;
  beforeAll(async () => {
    server = http.createServer(routeWebhook(recepteur, SOLIDARITES));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/rdv-solidarites`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("202, 401, 400, 405 et 413, en JSON", async () => {
    const { entetes, corps } = signe(SOLIDARITES, creation);
    const poster = (body: string, headers: Record<string, string>) =>
      fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
    const bon = await poster(corps, entetes);
    expect([bon.status, bon.headers.get("content-type"), await bon.json()]).toEqual([
      202,
      "application/json; charset=utf-8",
      expect.objectContaining({ resultat: "APPLIQUE" }),
    ]);
    expect((await poster(corps, { "x-lapin-signature": "0".repeat(64) })).status).toBe(401);
    expect((await poster("{", signe(SOLIDARITES, "{").entetes)).status).toBe(400);
    const lecture = await fetch(url);
    expect([lecture.status, lecture.headers.get("allow")]).toEqual([405, "POST"]);
    const long = "x".repeat(1_048_577);
    expect((await poster(long, signe(SOLIDARITES, long).entetes)).status).toBe(413);
    expect((await poster(corps, entetes)).status).toBe(202);
  });

  it("413 aussi quand la longueur n’est pas annoncée", async () => {
    const statut = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(url, { method: "POST", headers: { "transfer-encoding": "chunked" } }, (response) =>
        resolve(response.statusCode),
      );
      request.on("error", reject);
      for (let i = 0; i < 20; i++) request.write("x".repeat(65_536));
      request.end();
    });
    expect(statut).toBe(413);
  });

  it("503 quand PostgreSQL n’est pas là : la source renvoie plus tard", async () => {
    const ailleurs = new URL(database.url);
    ailleurs.port = "1";
    const coupe = creerRecepteur({ ownerUrl: ailleurs.href, secrets: SECRETS, now: () => now, log: createLog("silent", "test") });
    const autre = http.createServer(routeWebhook(coupe, SOLIDARITES));
    await new Promise<void>((resolve) => autre.listen(0, "127.0.0.1", resolve));
    const { entetes, corps } = signe(SOLIDARITES, creation);
    const reponse = await fetch(`http://127.0.0.1:${(autre.address() as AddressInfo).port}`, {
      method: "POST",
      body: corps,
      headers: entetes,
    });
    expect([reponse.status, reponse.headers.get("retry-after")]).toEqual([503, "30"]);
    await new Promise((resolve) => autre.close(resolve));
  });
});
