import fs from "node:fs";
import path from "node:path";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { importerContacts } from "../../subgraphs/allocataires/caf/import-contacts";
import { rejouerRejets } from "../../subgraphs/allocataires/caf/rejouer-rejets";
import { exitCode, type ResultatImport } from "../../subgraphs/shared/import";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { DossierDeFlux } from "./fabriquer-flux";

const NIR = "2900394910001";
const dossier = new DossierDeFlux();
const MAINTENANT = new Date("2026-03-01T08:00:00Z");
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  await viderBase(db.owner);
  const foyers = [
    { numero: "1", matricule: "205599000000000", personnes: [{ nir: NIR }, { role: "CJT", prenom: "PAUL" }] },
    { numero: "2", matricule: "305599000000000", personnes: [{ prenom: "EVE" }] },
    { numero: "3", matricule: "405599000000000", personnes: [{ prenom: "LEA" }] },
    { numero: "4", matricule: "405599000000000", personnes: [{ prenom: "ZOE" }] },
  ];
  await importerCaf([dossier.ecrire({ foyers })], contexte);
});
afterAll(async () => {
  dossier.supprimer();
  await db.drop();
});

const contexte = {
  get ownerUrl() {
    return db.url;
  },
  now: () => MAINTENANT,
  nirCipher: new NirCipher(NIR_KEY),
};
const ENTETE = "MATRICULE;NIR;NUMERO TELEPHONE DOSSIER;NUMERO TELEPHONE 2 DOSSIER;ADRESSE ELECTRONIQUE DOSSIER";
const importer = async (...lignes: string[]): Promise<ResultatImport> => {
  const fichier = path.join(dossier.chemin, "contacts.csv");
  fs.writeFileSync(fichier, [ENTETE, ...lignes].join("\n"));
  return (await importerContacts(contexte, fichier, { departement: "94", le: "2026-02-15" }))[0]!;
};
const lignes = async (sql: string) => (await db.owner.query(sql)).rows;
const coordonnees = () =>
  lignes(
    "select prenoms[1] as prenom, telephone, courriel from allocataires.allocataire where telephone is not null or courriel is not null order by 1",
  );

describe("importer le fichier de contacts de la CNAF", () => {
  it("donne ses contacts au demandeur du matricule ou à qui porte le NIR, comme déclarations de la CAF", async () => {
    const resultat = await importer(`2055990;${NIR};06 12 34 56 78;;amina@exemple.fr`, "3055990;;0690123456;0612000000;");
    expect(resultat.compteurs).toEqual({ annonces: null, lus: 2, appliques: 2, inchanges: 0, rejetes: 0 });
    expect(await coordonnees()).toEqual([
      { prenom: "AMINA", telephone: "+33612345678", courriel: "amina@exemple.fr" },
      { prenom: "EVE", telephone: "+590690123456", courriel: null },
    ]);
    expect(
      await lignes(
        "select source, collectee_le, recue_le, certifiee, reference from allocataires.declaration where dossier is null limit 1",
      ),
    ).toEqual([
      { source: "CAF", collectee_le: new Date("2026-02-14T23:00:00Z"), recue_le: MAINTENANT, certifiee: false, reference: "contacts.csv" },
    ]);
    expect(
      (await lignes("select donnees->'champs' as champs from journal.evenement where type = 'AllocataireModifie' order by 1")).map(
        (e) => e.champs,
      ),
    ).toEqual([["telephone"], ["telephone", "courriel"]]);
    expect(
      (await lignes("select cardinality(allocataires) as n from journal.consultation where operation_nom = 'import contacts'"))[0],
    ).toEqual({ n: 2 });
  });

  it("signale par son numéro une ligne qui ne nomme personne, ou plusieurs, ou une seconde fois la même", async () => {
    const resultat = await importer(
      "9999999;;0612345678;;",
      "4055990;;0612345678;;",
      "3055990;;0611111111;;",
      "3055990;;0622222222;;",
      "12x;;0612345678;;",
    );
    expect(resultat.compteurs).toEqual({ annonces: null, lus: 4, appliques: 1, inchanges: 1, rejetes: 2 });
    expect(resultat.signalements.map((s) => [s.ligne, s.code, s.applique])).toEqual([
      [2, "CONTACT_SANS_PERSONNE", false],
      [3, "CONTACT_AMBIGU", false],
      [4, "CONTACT_EN_DOUBLE", false],
      [6, "CONTACT_ILLISIBLE", true],
    ]);
    expect(exitCode([resultat])).toBe(3);
    expect(await coordonnees()).toEqual([{ prenom: "EVE", telephone: "+33622222222", courriel: null }]);
  });

  it("garde chiffrée une ligne refusée, une fois, et la rejoue quand son dossier est arrivé", async () => {
    await importer(`9055990;${NIR};0612345678;;`, "9999999;;0611111111;;");
    await importer(`9055990;${NIR};0612345678;;`, "9999999;;0611111111;;");
    const gardes = await lignes("select objet, cle, code, original from allocataires.rejet order by rang");
    expect(gardes.map((r) => [r.objet, r.cle, r.code])).toEqual([["CAF_CONTACT", "contacts.csv:3", "CONTACT_SANS_PERSONNE"]]);
    expect(gardes[0].original).not.toMatch(/9999999|0611111111/);
    expect((await lignes("select donnees->>'objet' as objet from journal.evenement where type = 'RejetEnregistre'")).length).toBe(1);
    expect((await rejouerRejets("tous", contexte)).compteurs).toMatchObject({ lus: 1, appliques: 0, rejetes: 1 });
    await importerCaf(
      [dossier.ecrire({ cree: "2026-02-20", foyers: [{ numero: "9", matricule: "999999900000000", personnes: [{ prenom: "INA" }] }] })],
      contexte,
    );
    expect((await rejouerRejets("tous", contexte)).compteurs).toMatchObject({ lus: 1, appliques: 1, rejetes: 0 });
    expect(await coordonnees()).toContainEqual({ prenom: "INA", telephone: "+33611111111", courriel: null });
    expect((await rejouerRejets("tous", contexte)).compteurs.lus).toBe(0);
  });

  it("le NIR et le matricule doivent nommer la même personne", async () => {
    const resultat = await importer(`3055990;${NIR};0612345678;;`);
    expect(resultat.signalements.map((s) => s.code)).toEqual(["CONTACT_SANS_PERSONNE"]);
    expect(await coordonnees()).toEqual([]);
  });

  it("le même fichier une seconde fois ne change rien", async () => {
    await importer("3055990;;0612345678;;");
    const evenements = await lignes("select count(*)::int as n from journal.evenement");
    const resultat = await importer("3055990;;0612345678;;");
    expect(resultat.compteurs).toMatchObject({ lus: 1, appliques: 0, inchanges: 1 });
    expect(await lignes("select count(*)::int as n from journal.evenement")).toEqual(evenements);
  });

  it("ce que la personne a dit elle-même passe avant, son refus d’un téléphone aussi", async () => {
    await db.owner.query(
      `insert into allocataires.declaration (departement, allocataire, source, collectee_le, recue_le, donnees)
       select departement, id, 'ALLOCATAIRE', '2026-01-20', '2026-01-20', '{"telephone": null, "courriel": "eve@moi.fr"}' from allocataires.allocataire where prenoms[1] = 'EVE'`,
    );
    await importer("3055990;;0612345678;;eve@caf.fr");
    expect(await lignes("select telephone, courriel from allocataires.allocataire where prenoms[1] = 'EVE'")).toEqual([
      { telephone: null, courriel: "eve@moi.fr" },
    ]);
  });

  it("jamais d’un département à l’autre, et le NIR n’est écrit nulle part", async () => {
    const fichier = path.join(dossier.chemin, "contacts.csv");
    fs.writeFileSync(fichier, `${ENTETE}\n2055990;${NIR};0612345678;;`);
    const [resultat] = await importerContacts(contexte, fichier, { departement: "93", le: null });
    expect(resultat!.signalements.map((s) => s.code)).toEqual(["CONTACT_SANS_PERSONNE"]);
    expect(JSON.stringify(resultat)).not.toContain(NIR);
  });
});
