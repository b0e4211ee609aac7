import { createHmac } from "node:crypto";
import { PEOPLE } from "../setup/fixtures";
import { ORGANISATION, objet } from "./constructeurs";
import { INSERTION, rdv, SECRETS, SOLIDARITES, USAGERS } from "./messages";
import { creation, database, envoyer, lire, now, preparer, recepteur, statuts } from "./recepteur";

preparer();

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
      expect((await recepteur.recevoir(SOLIDARITES, { authorization: jwt(claims, SECRETS.rdvSolidarites, alg) }, corps)).statut).toBe(401);
  });
});

it.each([
  ["du texte", "bonjour"],
  ["du JSON sans meta", JSON.stringify({ data: { id: 1 } })],
  ["du JSON sans data", JSON.stringify({ meta: creation.meta })],
  ["un tableau", "[]"],
  ["un octet nul", "{\u0000}"],
])("400 pour %s, gardé comme rejet", async (_, corps) => {
  expect(await envoyer(SOLIDARITES, corps)).toMatchObject({ statut: 400, corps: { code: "MESSAGE_ILLISIBLE" } });
  expect(await lire("select code, partenaire, objet, cle, departement from rendez_vous.rejet")).toEqual([
    { code: "MESSAGE_ILLISIBLE", partenaire: SOLIDARITES, objet: "WEBHOOK_RDV", cle: null, departement: null },
  ]);
  expect(await lire("select type from journal.evenement")).toEqual([{ type: "RejetEnregistre" }]);
  await envoyer(SOLIDARITES, corps);
  expect(await lire("select count(*) from rendez_vous.rejet")).toEqual([{ count: 1 }]);
});

it.each([
  ["un rendez-vous sans heure", JSON.stringify({ ...creation, data: { ...creation.data, starts_at: undefined } })],
  ["une heure sans décalage", JSON.stringify({ ...creation, data: { ...creation.data, starts_at: "2026-03-02T09:30:00" } })],
  ["une durée négative", JSON.stringify({ ...creation, data: { ...creation.data, duration_in_min: -5 } })],
  ["des participants qui n’en sont pas", JSON.stringify({ ...creation, data: { ...creation.data, participations: [{ status: "seen" }] } })],
])("202 pour %s : c’est un message, gardé et dit au département de son organisation", async (_, corps) => {
  await envoyer(SOLIDARITES, objet.organisation("updated", "2026-02-01T08:00:00+01:00").corps);
  await database.owner.query("truncate journal.evenement");
  expect(await envoyer(SOLIDARITES, corps)).toMatchObject({ statut: 202, corps: { resultat: "REJETE", code: "MESSAGE_ILLISIBLE" } });
  expect(await lire("select code, partenaire, objet, cle, departement from rendez_vous.rejet")).toEqual([
    { code: "MESSAGE_ILLISIBLE", partenaire: SOLIDARITES, objet: "WEBHOOK_RDV", cle: "Rdv 1", departement: "94" },
  ]);
  expect(await lire("select type, departement from journal.evenement")).toEqual([{ type: "RejetEnregistre", departement: "94" }]);
  await envoyer(SOLIDARITES, corps);
  expect(await lire("select count(*) from rendez_vous.rejet")).toEqual([{ count: 1 }]);
});

it("un modèle inconnu est dit au département de l’organisation qu’il nomme, sinon au seul qui se sert de l’outil", async () => {
  await envoyer(SOLIDARITES, objet.organisation("updated", "2026-02-01T08:00:00+01:00").corps);
  const meta = { model: "Sondage", event: "created", timestamp: "2026-02-16T10:00:00+01:00" };
  for (const data of [{ id: 1, organisation_id: ORGANISATION.id }, { id: 2, organisations: [{ id: ORGANISATION.id }] }, { id: 3 }])
    expect(await envoyer(SOLIDARITES, { data, meta })).toMatchObject({ statut: 202, corps: { code: "MODELE_INCONNU" } });
  expect(await lire("select cle, departement from rendez_vous.rejet order by cle")).toEqual([
    { cle: "Sondage 1", departement: "94" },
    { cle: "Sondage 2", departement: "94" },
    { cle: "Sondage 3", departement: "94" },
  ]);
});

it("une absence refusée est dite au seul département qui se sert de l’outil ; à personne quand ils sont plusieurs", async () => {
  const relier = (departement: string, organisme: string) =>
    lire("insert into rendez_vous.organisation_externe (systeme, identifiant, departement, organisme) values ($1, $2, $2, $3)", [
      SOLIDARITES,
      departement,
      organisme,
    ]);
  const absente = async (id: number) =>
    expect((await envoyer(SOLIDARITES, objet.absence("created", "2026-02-16T10:00:00+01:00", id).corps)).corps.code).toBe("AGENT_INCONNU");
  await relier("94", "94-CD94");
  await absente(1);
  await relier("93", "93-CD93");
  await absente(2);
  expect(await lire("select cle, departement from rendez_vous.rejet order by cle")).toEqual([
    { cle: "Absence 1", departement: "94" },
    { cle: "Absence 2", departement: null },
  ]);
  expect(await lire("select departement from journal.evenement where type = 'RejetEnregistre' order by rang")).toEqual([
    { departement: "94" },
    { departement: null },
  ]);
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
  await envoyer(SOLIDARITES, rdv({ le: "2026-03-02T11:00:00.001+01:00", participations: [{ user: USAGERS.amina, status: "seen" }] }));
  const ancien = rdv({ le: "2026-03-02T11:00:00+01:00", participations: [{ user: USAGERS.amina, status: "noshow" }] });
  expect((await envoyer(SOLIDARITES, ancien)).corps).toMatchObject({ resultat: "IGNORE", code: "PLUS_ANCIEN" });
  expect(await statuts()).toEqual([{ allocataire: PEOPLE.amina, statut: "HONORE" }]);
  expect(await lire("select issue from rendez_vous.message_entrant order by issue")).toEqual([{ issue: "APPLIQUE" }, { issue: "IGNORE" }]);
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
    { type: "RendezVousAnnule", statut: "ANNULE_USAGER", rang: "1" },
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
