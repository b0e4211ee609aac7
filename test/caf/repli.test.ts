import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { TABLES_ECRITES } from "../../subgraphs/indicateurs/projection/table";
import type { ResultatImport } from "../../subgraphs/shared/import";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { projeterTout } from "../indicateurs/journal";
import { type TestDatabase, testDatabase } from "../setup/database";
import { NIR_KEY } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { DossierDeFlux, type FluxDeTest } from "./fabriquer-flux";

const NIR = "2900394910001";
const dossier = new DossierDeFlux();
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  await viderBase(db.owner);
  await db.owner.query(`truncate indicateurs.curseur, ${TABLES_ECRITES.map((table) => `indicateurs.${table}`).join(", ")}`);
});
afterAll(async () => {
  dossier.supprimer();
  await db.drop();
});

const contexte = () => ({ ownerUrl: db.url, now: () => new Date("2026-12-01T08:00:00Z"), nirCipher: new NirCipher(NIR_KEY) });
const importer = async (f: FluxDeTest): Promise<ResultatImport> => (await importerCaf([dossier.ecrire(f)], contexte()))[0]!;
const lignes = async (sql: string, valeurs: unknown[] = []) => (await db.owner.query(sql, valeurs)).rows;
const evenements = (type: string) => lignes("select allocataire, donnees from journal.evenement where type = $1 order by rang", [type]);

describe("un flux en retard", () => {
  it("le stock est le premier mensuel par sa date, même s’il arrive après : la notification inventée est reprise, et redite", async () => {
    await importer({
      type: "M",
      cree: "2026-02-10",
      foyers: [{ personnes: [{ nir: NIR }] }, { numero: "2", personnes: [{ prenom: "EVE" }] }],
    });
    expect(await lignes("select flux from allocataires.entree")).toEqual([{ flux: false }, { flux: false }]);
    await importer({ type: "M", cree: "2026-01-10", foyers: [{ personnes: [{ nir: NIR }] }] });
    expect(await lignes("select notification, flux from allocataires.entree order by flux")).toEqual([
      { notification: null, flux: false },
      { notification: "2026-02-10", flux: true },
    ]);
    expect((await evenements("EntreeDispositif")).map((e) => [e.donnees.rang, e.donnees.notification, e.donnees.flux])).toEqual([
      [1, null, false],
      [1, null, false],
      [1, "2026-02-10", true],
    ]);
  });

  it("une entrée reprise garde les actes de ses jours", async () => {
    await importer({ cree: "2026-03-01", foyers: [{ personnes: [{ nir: NIR }] }] });
    await db.owner.query("update allocataires.entree set decision_orientation = '2026-03-20', signature_contrat = '2026-04-02'");
    await importer({ cree: "2026-01-10", foyers: [{ personnes: [{ nir: NIR }] }] });
    await importer({ cree: "2026-02-10", foyers: [{ etat: "5", personnes: [{ nir: NIR }] }] });
    expect(
      await lignes(
        "select rang, notification, droits_clos_le, decision_orientation, signature_contrat from allocataires.entree order by rang",
      ),
    ).toEqual([
      { rang: 1, notification: "2026-01-10", droits_clos_le: "2026-02-10", decision_orientation: null, signature_contrat: null },
      { rang: 2, notification: "2026-03-01", droits_clos_le: null, decision_orientation: "2026-03-20", signature_contrat: "2026-04-02" },
    ]);
  });
});

describe("une entrée que les flux, remis dans l’ordre, ne disent plus", () => {
  it("est retirée, dite annulée, et ses actes vont à celle qui couvre leur jour ; les indicateurs suivent", async () => {
    const foyer = (numero: string, etat: string) => ({ numero, etat, personnes: [{ nir: NIR }] });
    await importer({ cree: "2026-01-10", foyers: [foyer("1", "2")] });
    await importer({ cree: "2026-03-10", foyers: [foyer("1", "5")] });
    await importer({ cree: "2026-05-10", foyers: [foyer("1", "2")] });
    await db.owner.query("update allocataires.entree set decision_orientation = '2026-05-20' where rang = 2");
    await projeterTout(db.owner);
    expect(await lignes("select rang, notification from indicateurs.entree order by rang")).toEqual([
      { rang: 1, notification: "2026-01-10" },
      { rang: 2, notification: "2026-05-10" },
    ]);
    await importer({ cree: "2026-02-10", foyers: [foyer("2", "2")] });
    expect(await lignes("select rang, notification, droits_clos_le, decision_orientation from allocataires.entree")).toEqual([
      { rang: 1, notification: "2026-01-10", droits_clos_le: null, decision_orientation: "2026-05-20" },
    ]);
    expect((await evenements("EntreeDispositif")).map((e) => [e.donnees.rang, e.donnees.annulee ?? false])).toEqual([
      [1, false],
      [2, false],
      [2, true],
    ]);
    await projeterTout(db.owner);
    expect(await lignes("select rang, notification from indicateurs.entree")).toEqual([{ rang: 1, notification: "2026-01-10" }]);
  });

  it("une notification reprise par le stock l’est aussi dans les indicateurs", async () => {
    await importer({ cree: "2026-02-10", foyers: [{ personnes: [{ nir: NIR }] }] });
    await projeterTout(db.owner);
    await importer({ type: "M", cree: "2026-01-10", foyers: [{ personnes: [{ nir: NIR }] }] });
    await projeterTout(db.owner);
    expect(await lignes("select rang, notification, flux from indicateurs.entree")).toEqual([{ rang: 1, notification: null, flux: false }]);
  });
});

describe("ce qu’un dossier garde de ses droits", () => {
  const suspension =
    "<SuspensionDroit><MOTISUSDRORSA>DA</MOTISUSDRORSA><DDSUSDRORSA>2026-01-02</DDSUSDRORSA><NATGROUPFSUS>RSA</NATGROUPFSUS></SuspensionDroit>";
  const fin = "<FinDroit><MOTICLORSA>PCG</MOTICLORSA><DTCLORSA>2026-02-28</DTCLORSA></FinDroit>";

  it("les suspensions, refus et clôtures, avec leur motif, jusqu’à la veille du flux qui ne les dit plus", async () => {
    await importer({ cree: "2026-01-10", foyers: [{ etat: "3", situation: suspension }] });
    await importer({ cree: "2026-01-20", foyers: [{ etat: "2" }] });
    await importer({ cree: "2026-03-01", foyers: [{ etat: "5", situation: fin }] });
    expect(await lignes("select nature, motif, groupe, du, au from allocataires.decision_dossier order by du")).toEqual([
      { nature: "SUSPENSION_DROIT", motif: "DA", groupe: "RSA", du: "2026-01-02", au: "2026-01-19" },
      { nature: "CLOTURE", motif: "PCG", groupe: null, du: "2026-02-28", au: null },
    ]);
  });

  it("chaque montant d’une ligne, depuis le flux qui le dit", async () => {
    const ligne = (montant: string) =>
      `<DetailCalculDroitRSA><NATPF>RSM</NATPF><SOUSNATPF>RSMN1</SOUSNATPF><DDNATDRO>2026-01-01</DDNATDRO><MTRSAVERS>${montant}</MTRSAVERS></DetailCalculDroitRSA>`;
    await importer({ cree: "2026-01-10", foyers: [{ droits: [], lignes: ligne("510.20") }] });
    await importer({ type: "M", cree: "2026-02-05", foyers: [{ droits: [], lignes: ligne("510.20") }] });
    await importer({ cree: "2026-04-02", foyers: [{ droits: [], lignes: ligne("607.75") }] });
    expect(
      await lignes("select nature, du, depuis, montant_centimes as montant, jusque from allocataires.ligne_droit order by depuis"),
    ).toEqual([
      { nature: "RSM", du: "2026-01-01", depuis: "2026-01-10", montant: 51020, jusque: "2026-04-01" },
      { nature: "RSM", du: "2026-01-01", depuis: "2026-04-02", montant: 60775, jusque: null },
    ]);
  });

  it("un mensuel qui répète les jours n’écrit que des mentions", async () => {
    await importer({ cree: "2026-01-10", foyers: [{}] });
    const avant = await lignes(
      "select max(xmin::text::bigint) as x from (select xmin from allocataires.dossier union all select xmin from allocataires.membre union all select xmin from allocataires.declaration union all select xmin from allocataires.entree) t",
    );
    const mensuel = await importer({ type: "M", cree: "2026-02-05", foyers: [{}] });
    expect(mensuel.compteurs).toEqual({ annonces: 1, lus: 1, appliques: 0, inchanges: 1, rejetes: 0 });
    expect(
      await lignes(
        "select max(xmin::text::bigint) as x from (select xmin from allocataires.dossier union all select xmin from allocataires.membre union all select xmin from allocataires.declaration union all select xmin from allocataires.entree) t",
      ),
    ).toEqual(avant);
    expect(
      await lignes(
        "select (select count(*)::int from allocataires.contenu_dossier) as contenus, (select count(*)::int from allocataires.mention_dossier) as mentions",
      ),
    ).toEqual([{ contenus: 1, mentions: 2 }]);
  });
});

describe("une base d’avant le repli", () => {
  it("garde ce qu’elle savait : entrées, états, membres partis et identifiants ; la suite vient des flux", async () => {
    const couple = [{ nir: NIR }, { role: "CJT", prenom: "PAUL" }];
    await importer({ cree: "2026-01-10", foyers: [{ personnes: couple }] });
    // The same base as the version before left it: no content, no mention, nothing marked as folded.
    await db.owner.query(`update allocataires.identifiant set replie = false; update allocataires.entree set dossier = null;
      update allocataires.entree set decision_orientation = '2026-01-20' where allocataire in (select allocataire from allocataires.membre where role = 'DEM');
      delete from allocataires.declaration; delete from allocataires.mention_dossier; delete from allocataires.contenu_personne; delete from allocataires.contenu_dossier;
      delete from allocataires.decision_dossier; delete from allocataires.ligne_droit`);
    const seule = [{ nir: NIR }];
    await importer({ cree: "2026-02-10", foyers: [{ etat: "3", matricule: "305599000000000", personnes: seule }] });
    expect(
      await lignes(
        "select rang, notification, decision_orientation, droits_clos_le from allocataires.entree order by decision_orientation",
      ),
    ).toEqual([
      { rang: 1, notification: "2026-01-10", decision_orientation: "2026-01-20", droits_clos_le: null },
      { rang: 1, notification: "2026-01-10", decision_orientation: null, droits_clos_le: null },
    ]);
    expect(await lignes("select etat, du, au from allocataires.etat_dossier order by du")).toEqual([
      { etat: "OUVERT_VERSABLE", du: "2026-01-10", au: "2026-02-09" },
      { etat: "OUVERT_SUSPENDU", du: "2026-02-10", au: null },
    ]);
    expect(await lignes("select role, au from allocataires.membre order by role")).toEqual([
      { role: "CJT", au: "2026-02-10" },
      { role: "DEM", au: null },
    ]);
    expect(
      await lignes(
        "select valeur, valide_au from allocataires.identifiant i where type = 'MATRICULE_CAF' and exists (select from allocataires.membre m where m.allocataire = i.allocataire and m.role = 'DEM') order by valeur",
      ),
    ).toEqual([
      { valeur: "2055990", valide_au: "2026-02-09" },
      { valeur: "3055990", valide_au: null },
    ]);
    await importer({ cree: "2026-03-10", foyers: [{ etat: "5", personnes: seule }] });
    await importer({ cree: "2026-06-10", foyers: [{ personnes: seule }] });
    expect(
      await lignes(
        "select rang, notification, droits_clos_le from allocataires.entree e where exists (select from allocataires.membre m where m.allocataire = e.allocataire and m.role = 'DEM') order by rang",
      ),
    ).toEqual([
      { rang: 1, notification: "2026-01-10", droits_clos_le: "2026-03-10" },
      { rang: 2, notification: "2026-06-10", droits_clos_le: null },
    ]);
  });
});
