import { createHmac } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { SystemeRdv } from "../../subgraphs/rendez-vous/declaration";
import { creerRecepteur, type Recepteur, routeWebhook } from "../../subgraphs/rendez-vous/webhooks";
import { createLog } from "../../subgraphs/shared/log";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { INSERTION, loadMatricules, rdv, SECRETS, SOLIDARITES, signe, USAGERS } from "./messages";

describe("webhooks des outils de rendez-vous", () => {
  let database: TestDatabase;
  let recepteur: Recepteur;
  const now = new Date("2026-03-10T12:00:00Z");
  const envoyer = (systeme: SystemeRdv, corps: unknown) => {
    const message = signe(systeme, corps);
    return recepteur.recevoir(systeme, message.entetes, Buffer.from(message.corps)) as Promise<{ statut: number; corps: any }>;
  };
  const lire = async (sql: string, values: unknown[] = []) => (await database.owner.query(sql, values)).rows;
  const statuts = () => lire("select allocataire, statut from rendez_vous.participation order by allocataire");

  beforeAll(async () => {
    database = await testDatabase();
    await loadFixtures(database.owner);
    await loadMatricules(database.owner);
    recepteur = creerRecepteur({ ownerUrl: database.url, secrets: SECRETS, now: () => now, log: createLog("silent", "test") });
  });
  afterAll(async () => {
    await recepteur.close();
    await database.drop();
  });
  beforeEach(async () => {
    await database.owner.query(`truncate rendez_vous.rendez_vous, rendez_vous.participation, rendez_vous.convocation, rendez_vous.historique_presence,
      rendez_vous.deplacement, rendez_vous.lien_externe, rendez_vous.personne_externe, rendez_vous.organisation_externe, rendez_vous.ordre_message, rendez_vous.message_entrant,
      rendez_vous.rejet, journal.evenement, journal.consultation`);
  });

  const creation = rdv({
    le: "2026-02-16T10:00:00+01:00",
    event: "created",
    participations: [{ user: USAGERS.amina, convocable: true, created_at: "2026-02-16T09:59:00+01:00" }],
  });

  describe("signature", () => {
    it.each([
      ["sans en-tête", {}],
      ["d’un autre secret", { "X-Lapin-Signature": createHmac("sha256", "autre").update(JSON.stringify(creation)).digest("hex") }],
      ["d’un autre corps", { "X-Lapin-Signature": createHmac("sha256", SECRETS.rdvSolidarites).update("{}").digest("hex") }],
      [
        "tronquée",
        { "X-Lapin-Signature": createHmac("sha256", SECRETS.rdvSolidarites).update(JSON.stringify(creation)).digest("hex").slice(0, 63) },
      ],
      [
        "par l’en-tête de l’autre système",
        { "X-RDVI-SIGNATURE": createHmac("sha256", SECRETS.rdvSolidarites).update(JSON.stringify(creation)).digest("hex") },
      ],
    ])("401 %s, et rien n’est gardé", async (_, entetes) => {
      const reponse = await recepteur.recevoir(SOLIDARITES, entetes, Buffer.from(JSON.stringify(creation)));
      expect(reponse.statut).toBe(401);
      expect(await lire("select * from rendez_vous.message_entrant")).toEqual([]);
      expect(await lire("select * from rendez_vous.rejet")).toEqual([]);
    });

    const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const jwt = (claims: object, secret = SECRETS.rdvInsertion, alg = "HS256") => {
      const content = `${b64({ alg, typ: "JWT" })}.${b64(claims)}`;
      return `Bearer ${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`;
    };
    const exp = now.getTime() / 1000 + 600;
    const { id, address, starts_at } = creation.data;
    it.each([
      ["valable", { id, address, starts_at, exp }, SECRETS.rdvInsertion, "HS256", 202],
      ["d’un autre secret", { id, address, starts_at, exp }, "autre", "HS256", 401],
      ["expiré", { id, address, starts_at, exp: exp - 700 }, SECRETS.rdvInsertion, "HS256", 401],
      ["qui vit plus de dix minutes", { id, address, starts_at, exp: exp + 600 }, SECRETS.rdvInsertion, "HS256", 401],
      ["sans fin", { id, address, starts_at }, SECRETS.rdvInsertion, "HS256", 401],
      ["d’un autre rendez-vous", { id: 99, address, starts_at, exp }, SECRETS.rdvInsertion, "HS256", 401],
      ["d’une autre heure", { id, address, starts_at: "2026-04-01T09:00:00+02:00", exp }, SECRETS.rdvInsertion, "HS256", 401],
      ["qui dit alg none", { id, address, starts_at, exp }, SECRETS.rdvInsertion, "none", 401],
    ])("jeton JWT %s", async (_, claims, secret, alg, statut) => {
      const corps = Buffer.from(JSON.stringify(creation));
      expect((await recepteur.recevoir(INSERTION, { authorization: jwt(claims, secret, alg) }, corps)).statut).toBe(statut);
      if (statut === 202)
        expect((await recepteur.recevoir(SOLIDARITES, { authorization: jwt(claims, SECRETS.rdvSolidarites, alg) }, corps)).statut).toBe(
          401,
        );
    });
  });

  it.each([
    ["du texte", "bonjour"],
    ["du JSON sans meta", JSON.stringify({ data: { id: 1 } })],
    ["du JSON sans data", JSON.stringify({ meta: creation.meta })],
    ["un tableau", "[]"],
    ["un rendez-vous sans heure", JSON.stringify({ ...creation, data: { ...creation.data, starts_at: undefined } })],
    ["une heure sans décalage", JSON.stringify({ ...creation, data: { ...creation.data, starts_at: "2026-03-02T09:30:00" } })],
    ["une durée négative", JSON.stringify({ ...creation, data: { ...creation.data, duration_in_min: -5 } })],
    [
      "des participants qui n’en sont pas",
      JSON.stringify({ ...creation, data: { ...creation.data, participations: [{ status: "seen" }] } }),
    ],
    ["un octet nul", "{\u0000}"],
  ])("400 pour %s, gardé comme rejet", async (_, corps) => {
    expect(await envoyer(SOLIDARITES, corps)).toMatchObject({ statut: 400, corps: { code: "MESSAGE_ILLISIBLE" } });
    expect(await lire("select code, partenaire, objet, departement from rendez_vous.rejet")).toEqual([
      { code: "MESSAGE_ILLISIBLE", partenaire: SOLIDARITES, objet: "WEBHOOK_RDV", departement: null },
    ]);
    expect(await lire("select type from journal.evenement")).toEqual([{ type: "RejetEnregistre" }]);
    await envoyer(SOLIDARITES, corps);
    expect(await lire("select count(*) from rendez_vous.rejet")).toEqual([{ count: 1 }]);
  });

  it("garde le rendez-vous, le participant, la convocation, le lien, l’événement et la trace", async () => {
    expect(await envoyer(SOLIDARITES, creation)).toEqual({ statut: 202, corps: { resultat: "APPLIQUE", code: null, message: null } });
    const [row] = await lire(
      "select departement, id, duree_minutes, modalite, famille, motif, lieu, organisme, source, reference from rendez_vous.rendez_vous",
    );
    expect(row).toMatchObject({
      departement: "94",
      duree_minutes: 60,
      modalite: "PHYSIQUE",
      famille: "ORIENTATION",
      organisme: "94-CD94",
      source: SOLIDARITES,
      reference: "1",
    });
    expect(row.lieu).toBe("EDS Créteil, 12 rue de l'Exemple 94000 Créteil");
    expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "PREVU" }]);
    expect(await lire("select allocataire, rang, canal, envoyee_le from rendez_vous.convocation")).toEqual([
      { allocataire: PEOPLE.amina, rang: 1, canal: "NON_RENSEIGNE", envoyee_le: new Date("2026-02-16T08:59:00Z") },
    ]);
    expect(await lire("select systeme, identifiant, rendez_vous from rendez_vous.lien_externe")).toEqual([
      { systeme: SOLIDARITES, identifiant: "1", rendez_vous: row.id },
    ]);
    expect(await lire("select type, departement, allocataire, donnees from journal.evenement")).toEqual([
      {
        type: "RendezVousPlanifie",
        departement: "94",
        allocataire: PEOPLE.amina,
        donnees: {
          rendezVous: row.id,
          famille: "ORIENTATION",
          debut: "2026-03-02T08:30:00.000Z",
          organisme: "94-CD94",
          convocationRang: 1,
        },
      },
    ]);
    expect(await lire("select client, departement, allocataires, sous_graphe from journal.consultation")).toEqual([
      { client: SOLIDARITES, departement: "94", allocataires: [PEOPLE.amina], sous_graphe: "rendez-vous" },
    ]);
    expect(await lire("select organisme from rendez_vous.organisation_externe")).toEqual([{ organisme: "94-CD94" }]);
  });

  it("ne garde de la personne ni nom, ni date de naissance, ni matricule, ni corps, sauf dans un rejet", async () => {
    await envoyer(SOLIDARITES, creation);
    const tables = await lire("select table_name from information_schema.tables where table_schema = 'rendez_vous'");
    for (const { table_name } of tables) {
      const text = JSON.stringify(await lire(`select * from rendez_vous.${table_name}`));
      expect(text).not.toMatch(/BENALI|Amina|1990-03-14|712341/);
    }
    expect(JSON.stringify(await lire("select * from journal.evenement"))).not.toMatch(/BENALI|Amina|1990-03-14|712341/);
  });

  it("le même corps deux fois ne fait rien la seconde fois", async () => {
    await envoyer(SOLIDARITES, creation);
    expect((await envoyer(SOLIDARITES, creation)).corps).toMatchObject({ resultat: "IGNORE", code: "DEJA_RECU" });
    expect(await lire("select count(*) from journal.evenement")).toEqual([{ count: 1 }]);
    expect(await lire("select receptions, issue from rendez_vous.message_entrant")).toEqual([{ receptions: 2, issue: "APPLIQUE" }]);
  });

  it("un message qui n’est pas plus récent est ignoré", async () => {
    await envoyer(SOLIDARITES, rdv({ le: "2026-03-02T11:00:00+01:00", participations: [{ user: USAGERS.amina, status: "seen" }] }));
    const ancien = rdv({ le: "2026-03-02T11:00:00+01:00", participations: [{ user: USAGERS.amina, status: "noshow" }] });
    expect((await envoyer(SOLIDARITES, ancien)).corps).toMatchObject({ resultat: "IGNORE", code: "PLUS_ANCIEN" });
    expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "HONORE" }]);
    expect(await lire("select issue from rendez_vous.message_entrant order by issue")).toEqual([
      { issue: "APPLIQUE" },
      { issue: "IGNORE" },
    ]);
  });

  it("vingt copies et versions reçues en même temps laissent l’état de la dernière", async () => {
    const versions = Array.from({ length: 10 }, (_, i) =>
      rdv({ le: `2026-02-16T10:00:0${i}+01:00`, debut: `2026-03-${10 + i}T09:00:00+01:00`, participations: [{ user: USAGERS.amina }] }),
    );
    const reponses = await Promise.all([...versions, ...versions].map((version) => envoyer(SOLIDARITES, version)));
    expect(new Set(reponses.map((r) => r.statut))).toEqual(new Set([202]));
    expect(await lire("select debut from rendez_vous.rendez_vous")).toEqual([{ debut: new Date("2026-03-19T09:00:00+01:00") }]);
    expect(await statuts()).toHaveLength(1);
  });

  it("dit le déplacement, l’annulation et la correction, un événement chacun", async () => {
    await envoyer(SOLIDARITES, creation);
    await envoyer(
      SOLIDARITES,
      rdv({
        le: "2026-02-20T10:00:00+01:00",
        debut: "2026-03-03T09:30:00+01:00",
        participations: [{ user: { id: 501 }, convocable: true }],
      }),
    );
    await envoyer(
      SOLIDARITES,
      rdv({
        le: "2026-03-03T12:00:00+01:00",
        debut: "2026-03-03T09:30:00+01:00",
        participations: [{ user: { id: 501 }, status: "noshow", convocable: true }],
      }),
    );
    await envoyer(
      SOLIDARITES,
      rdv({
        le: "2026-03-04T12:00:00+01:00",
        debut: "2026-03-03T09:30:00+01:00",
        participations: [{ user: { id: 501 }, status: "excused", convocable: true }],
      }),
    );
    const evenements = await lire(
      "select type, donnees ->> 'statut' as statut, donnees ->> 'convocationRang' as rang from journal.evenement order by rang, survenu_le",
    );
    expect(evenements).toEqual([
      { type: "RendezVousPlanifie", statut: null, rang: "1" },
      { type: "RendezVousDeplace", statut: null, rang: "1" },
      { type: "PresenceRenseignee", statut: "ABSENT", rang: "1" },
      { type: "RendezVousAnnule", statut: null, rang: "1" },
    ]);
    expect(await lire("select avant, apres from rendez_vous.historique_presence order by le")).toEqual([
      { avant: null, apres: "PREVU" },
      { avant: "PREVU", apres: "ABSENT" },
      { avant: "ABSENT", apres: "ANNULE_USAGER" },
    ]);
  });

  it("compte le rang des convocations d’après les absences, dans quelque ordre qu’elles arrivent", async () => {
    const premier = (status: string, le: string) =>
      rdv({
        id: 1,
        le,
        debut: "2026-02-02T09:00:00+01:00",
        participations: [{ user: USAGERS.amina, status, convocable: true, created_at: "2026-01-15T09:00:00+01:00" }],
      });
    const second = rdv({
      id: 2,
      le: "2026-02-03T10:00:00+01:00",
      debut: "2026-02-20T09:00:00+01:00",
      participations: [{ user: USAGERS.amina, convocable: true, created_at: "2026-02-03T09:00:00+01:00" }],
    });
    const rangs = () =>
      lire("select r.debut, c.rang from rendez_vous.convocation c join rendez_vous.rendez_vous r on r.id = c.rendez_vous order by r.debut");
    await envoyer(SOLIDARITES, second);
    expect((await rangs()).map((r) => r.rang)).toEqual([1]);
    await envoyer(SOLIDARITES, premier("noshow", "2026-02-02T12:00:00+01:00"));
    expect((await rangs()).map((r) => r.rang)).toEqual([1, 2]);
    await envoyer(SOLIDARITES, premier("excused", "2026-02-04T12:00:00+01:00"));
    expect((await rangs()).map((r) => r.rang)).toEqual([1, 1]);
  });

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
      expect((await envoyer(SOLIDARITES, usager)).corps).toMatchObject({ resultat: "IGNORE", code: "PERSONNE_EFFACEE" });
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
      ["STATUT_INCONNU", { participations: [{ user: USAGERS.amina, status: "peut-etre" }] }],
      ["PERSONNE_INCONNUE", { participations: [{ user: { ...USAGERS.amina, birth_date: "1990-03-15" } }] }],
      ["PERSONNE_INCONNUE", { participations: [{ user: USAGERS.elodie }] }],
      ["ORGANISATION_INCONNUE", { participations: [{ user: USAGERS.amina }], organisation: { id: 99, name: "Mairie" } }],
      ["MODALITE_INCONNUE", { participations: [{ user: USAGERS.amina }], motif: { name: "x", location_type: "lune" } }],
      ["PRESENCE_ANTICIPEE", { participations: [{ user: USAGERS.amina, status: "noshow" }] }],
    ])("%s", async (code, voulu) => {
      const reponse = await envoyer(SOLIDARITES, rdv({ le: "2026-02-16T10:00:00+01:00", ...voulu }));
      expect(reponse).toMatchObject({ statut: 202, corps: { resultat: "REJETE", code } });
      expect(await lire("select * from rendez_vous.rendez_vous")).toEqual([]);
      expect(await lire("select code, cle, rejoue_le from rendez_vous.rejet")).toEqual([{ code, cle: "Rdv 1", rejoue_le: null }]);
      expect(await lire("select donnees ->> 'code' as code from journal.evenement")).toEqual([{ code }]);
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

  it("deux outils parlent d’un seul rendez-vous, et leur désaccord se voit", async () => {
    await envoyer(SOLIDARITES, rdv({ id: 981, le: "2026-02-16T10:00:00+01:00", participations: [{ user: USAGERS.amina }] }));
    await envoyer(
      INSERTION,
      rdv({
        id: 4021,
        solidarites: 981,
        le: "2026-02-16T10:00:05+01:00",
        participations: [{ user: { ...USAGERS.amina, id: 12 }, convocable: true }],
      }),
    );
    expect(await lire("select en_conflit from rendez_vous.rendez_vous")).toEqual([{ en_conflit: false }]);
    expect(await lire("select count(*) from rendez_vous.convocation")).toEqual([{ count: 1 }]);
    await envoyer(
      INSERTION,
      rdv({ id: 4021, solidarites: 981, le: "2026-03-02T12:00:00+01:00", participations: [{ user: { id: 12 }, status: "noshow" }] }),
    );
    await envoyer(
      SOLIDARITES,
      rdv({ id: 981, le: "2026-03-02T13:00:00+01:00", participations: [{ user: USAGERS.amina, status: "excused" }] }),
    );
    expect(await lire("select en_conflit from rendez_vous.rendez_vous")).toEqual([{ en_conflit: true }]);
    expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "ANNULE_USAGER" }]);
  });

  it("les autres modèles sont notés comme ignorés", async () => {
    const absence = {
      data: { id: 3, title: "Congés" },
      meta: { model: "Absence", event: "created", timestamp: "2026-02-16T10:00:00+01:00" },
    };
    expect((await envoyer(SOLIDARITES, absence)).corps).toMatchObject({ resultat: "IGNORE", code: "MODELE_NON_SUIVI" });
    expect(await lire("select modele, issue from rendez_vous.message_entrant")).toEqual([{ modele: "Absence", issue: "IGNORE" }]);
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
});
