import pg from "pg";
import { masquerNir } from "../../subgraphs/rendez-vous/message/nir";
import { rejouerLesLeves } from "../../subgraphs/rendez-vous/suivre-rejets";
import { creerRecepteur, type Recepteur } from "../../subgraphs/rendez-vous/webhooks";
import { createLog } from "../../subgraphs/shared/log";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { ouvrirOriginal } from "../../subgraphs/shared/original-garde";
import { PEOPLE } from "../setup/fixtures";
import { INSERTION, rdv, SECRETS, SOLIDARITES, signe, USAGERS } from "./messages";
import { database, lire, now, preparer } from "./recepteur";

const cipher = new NirCipher("une clé de test assez longue pour le NIR");
/** Invented: the shape only counts. */
const NIR = "2900394028123";
const AVEC_CLE = "290039402812345";

describe("une personne connue par son matricule MSA, qui est un NIR", () => {
  preparer();
  let recepteur: Recepteur;
  let journal: string[];
  beforeAll(() => {
    journal = [];
    recepteur = creerRecepteur({
      ownerUrl: database.url,
      secrets: SECRETS,
      now: () => now,
      log: createLog("silent", "test"),
      cleNir: cipher,
    });
  });
  afterAll(() => recepteur.close());
  beforeEach(() => connaitre("MATRICULE_MSA"));
  afterEach(() =>
    database.owner.query("delete from allocataires.identifiant where type in ('MATRICULE_MSA', 'NIR') and allocataire = $1", [
      PEOPLE.amina,
    ]),
  );

  const connaitre = (type: string) =>
    database.owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur_chiffree, empreinte, source, collectee_le, recue_le)
       values ('94', $1, $2, $3, $4, 'MSA', '2026-01-10', '2026-01-10')`,
      [PEOPLE.amina, type, cipher.encrypt(NIR), cipher.hash(NIR)],
    );
  const message = (affiliation_number: string | number, plus: object = {}) =>
    rdv({ le: "2026-02-16T10:00:00+01:00", participations: [{ user: { ...USAGERS.amina, affiliation_number, ...plus } }] });
  const envoyer = async (corps: unknown, systeme: typeof SOLIDARITES | typeof INSERTION = SOLIDARITES) => {
    const signee = signe(systeme, corps);
    const reponse = await recepteur.recevoir(systeme, signee.entetes, Buffer.from(signee.corps));
    journal.push(JSON.stringify(reponse));
    return reponse.corps as { resultat: string; code: string | null };
  };
  /** Every row of the schema and of the journal. */
  const tout = async () => {
    const { rows } = await database.owner.query(
      `select table_schema || '.' || table_name as nom from information_schema.tables
       where table_schema in ('rendez_vous', 'journal') and table_type = 'BASE TABLE'`,
    );
    const lignes = [];
    for (const { nom } of rows) lignes.push(...(await lire(`select to_jsonb(t)::text as t from ${nom} t`)).map((r) => r.t));
    return lignes.join("\n") + journal.join("\n");
  };

  it.each([
    ["13 caractères", NIR],
    ["15, avec sa clé", AVEC_CLE],
    ["écrit par groupes", "2 90 03 94 028 123 45"],
    ["un nombre", Number(AVEC_CLE)],
  ])("est reconnue, avec sa date et son nom, et le numéro n’est gardé nulle part : %s", async (_, numero) => {
    expect(await envoyer(message(numero))).toMatchObject({ resultat: "APPLIQUE", code: null });
    expect(await lire("select allocataire from rendez_vous.participation")).toEqual([{ allocataire: PEOPLE.amina }]);
    expect(await tout()).not.toMatch(/2900394028123|2 90 03/);
  });

  it("connue de la CAF par son NIR seulement, elle l’est aussi", async () => {
    await database.owner.query("delete from allocataires.identifiant where type = 'MATRICULE_MSA'");
    await connaitre("NIR");
    expect(await envoyer(message(NIR))).toMatchObject({ resultat: "APPLIQUE", code: null });
  });

  it("un autre nom, ou une autre date : personne", async () => {
    for (const plus of [{ birth_name: "AUTRE", last_name: "AUTRE" }, { birth_date: "1990-03-15" }])
      expect(await envoyer(message(NIR, plus))).toMatchObject({ resultat: "REJETE", code: "PERSONNE_INCONNUE" });
  });

  it("inconnue, le message est gardé sans le numéro ; la MSA l’amène, il est rejoué", async () => {
    await database.owner.query("delete from allocataires.identifiant where type = 'MATRICULE_MSA'");
    expect(await envoyer(message(AVEC_CLE))).toMatchObject({ code: "PERSONNE_INCONNUE" });
    const [{ original }] = await lire("select original from rendez_vous.rejet");
    expect(original).not.toContain("birth_date");
    expect(ouvrirOriginal(cipher, original)).toContain(`nir:${cipher.hash(NIR).toString("hex")}`);
    expect(await tout()).not.toContain(NIR);
    await connaitre("MATRICULE_MSA");
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const clock = { now: () => now, wait: async () => undefined };
    expect(await rejouerLesLeves(client, { databaseUrl: database.url, clock, log: createLog("silent", "test"), cleNir: cipher })).toBe(1);
    await client.end();
    expect(await lire("select allocataire from rendez_vous.participation")).toEqual([{ allocataire: PEOPLE.amina }]);
    expect(await lire("select count(*)::int as n from rendez_vous.message_entrant")).toEqual([{ n: 1 }]);
    // Sent again by the tool: it is known.
    expect(await envoyer(message(AVEC_CLE))).toMatchObject({ resultat: "IGNORE", code: "DEJA_RECU" });
  });

  it("un corps illisible, ou un numéro dans un autre champ, n’est pas gardé en clair non plus", async () => {
    await envoyer(`{ "data": { "affiliation_number": "${AVEC_CLE}"`);
    await envoyer({ ...message("inconnu", { nir: AVEC_CLE }) }, INSERTION);
    expect(await lire("select code from rendez_vous.rejet order by code")).toEqual([
      { code: "MESSAGE_ILLISIBLE" },
      { code: "PERSONNE_INCONNUE" },
    ]);
    expect(await tout()).not.toContain(NIR);
  });

  it("sans la clé, elle n’est pas cherchée, et rien n’est gardé non plus", async () => {
    const sans = creerRecepteur({ ownerUrl: database.url, secrets: SECRETS, now: () => now, log: createLog("silent", "test") });
    const signee = signe(SOLIDARITES, message(NIR));
    expect((await sans.recevoir(SOLIDARITES, signee.entetes, Buffer.from(signee.corps))).corps).toMatchObject({
      code: "PERSONNE_INCONNUE",
    });
    await sans.close();
    expect(await tout()).not.toContain(NIR);
  });
});

describe("ce qui n’est pas un NIR reste tel quel", () => {
  it.each([
    ["un matricule de la CAF", { affiliation_number: "0712341" }],
    ["un matricule complété de zéros", { affiliation_number: "000000000712344" }],
    ["un identifiant de 13 chiffres", { data: { id: "1763812345678", uuid: "1763812345678" } }],
    ["un instant en millisecondes", { timestamp: 1763812345678 }],
    ["un numéro de téléphone", { phone_number: "+33 6 12 34 56 78 90 12" }],
  ])("%s", (_, corps) => {
    const texte = JSON.stringify(corps);
    expect(masquerNir(texte, cipher)).toBe(texte);
  });

  it("une clé juste le trahit dans tout champ ; la Corse compte", () => {
    const cle = 97 - Number(2900394028123n % 97n);
    const juste = `2900394028123${String(cle).padStart(2, "0")}`;
    expect(masquerNir(JSON.stringify({ notes: juste }), null)).toBe('{"notes":"nir:"}');
    expect(masquerNir(JSON.stringify({ affiliation_number: "190032A004123" }), null)).toBe('{"affiliation_number":"nir:"}');
  });
});
