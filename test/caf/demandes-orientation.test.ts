import fc from "fast-check";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { cleNir } from "../../subgraphs/allocataires/caf/nir";
import { demandesDesInscriptionsSql } from "../../subgraphs/allocataires/orientation/demande.repository";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { agir } from "../allocataires/actes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { viderBase } from "./base-vide";
import { DossierDeFlux, type FluxDeTest } from "./fabriquer-flux";

let base: TestDatabase;
let graphe: TestSubgraph;
const dossier = new DossierDeFlux();
const nirCipher = new NirCipher(NIR_KEY);
const importer = (f: FluxDeTest) =>
  importerCaf([dossier.ecrire(f)], { ownerUrl: base.url, now: () => new Date("2026-02-10T08:00:00Z"), nirCipher });
const orientations = async () =>
  (
    await base.owner.query(
      `select a.nom, o.rang, o.statut, o.origine, o.demandee_le::text as "demandeeLe", o.source, o.source_organisme as organisme
       from allocataires.orientation o join allocataires.allocataire a on a.departement = o.departement and a.id = o.allocataire order by a.nom, o.rang`,
    )
  ).rows;

beforeAll(async () => {
  base = await testDatabase();
  graphe = await testSubgraph(sousGraphe, base.url);
  await base.owner.query(
    `insert into allocataires.organisme (id, departement, code, nom, type) values ('94-CD94', '94', 'CD94', 'Département', 'DEPARTEMENT'), ('94-FT94', '94', 'FT94', 'France Travail', 'FRANCE_TRAVAIL');
     insert into allocataires.parcours_local (departement, code, libelle, categorie) values ('94', 'FRANCE_TRAVAIL', 'Emploi', 'EMPLOI')`,
  );
});
beforeEach(async () => {
  await base.owner.query("delete from allocataires.inscription_france_travail");
  await viderBase(base.owner);
});
afterAll(async () => {
  dossier.supprimer();
  await graphe.close();
  await base.drop();
});

const NIR = "2900394910001";
const QUOTIDIEN = { type: "I", cree: "2026-01-20", reference: "2026-01-20" };

describe("les demandes d’orientation nées des flux", () => {
  it("une entrée notifiée fait une demande, avec la provenance du flux ; le même fichier n’en fait pas deux", async () => {
    await importer({ ...QUOTIDIEN, foyers: [{}] });
    const attendue = [
      { nom: "BENALI", rang: 1, statut: "DEMANDEE", origine: "FLUX_CAF", demandeeLe: "2026-01-20", source: "CAF", organisme: "CAF941" },
    ];
    expect(await orientations()).toEqual(attendue);
    await importer({ ...QUOTIDIEN, foyers: [{}] });
    await importer({ ...QUOTIDIEN, cree: "2026-01-21", foyers: [{ voie: "RUE NEUVE" }] });
    expect(await orientations()).toEqual(attendue);
  });

  it("un dossier de la MSA fait une demande FLUX_MSA", async () => {
    await importer({ ...QUOTIDIEN, foyers: [{ fonorg: "MSA", numorg: "75", matricule: `${NIR}${cleNir(NIR)}` }] });
    expect(await orientations()).toMatchObject([{ origine: "FLUX_MSA", source: "MSA" }]);
  });

  it("ni le premier stock, ni une personne sans droits et devoirs n’en ont", async () => {
    await importer({ type: "M", cree: "2026-01-05", foyers: [{ numero: "94000000001" }] });
    await importer({ ...QUOTIDIEN, foyers: [{ numero: "94000000002", personnes: [{ nom: "CASTEL", soumise: false }] }] });
    expect(await orientations()).toEqual([]);
  });

  it("le droit clos avant toute décision retire la demande ; rouvert, il en fait une autre, à sa date", async () => {
    await importer({ ...QUOTIDIEN, foyers: [{}] });
    await importer({ ...QUOTIDIEN, cree: "2026-01-25", foyers: [{ etat: "5" }] });
    expect(await orientations()).toEqual([]);
    await importer({ ...QUOTIDIEN, cree: "2026-02-02", foyers: [{ etat: "2" }] });
    expect(await orientations()).toMatchObject([{ rang: 1, statut: "DEMANDEE", demandeeLe: "2026-02-02" }]);
  });

  it("décidée, elle garde sa ligne et son rang, et les flux n’y touchent plus", async () => {
    await importer({ ...QUOTIDIEN, foyers: [{}] });
    const { rows } = await base.owner.query("select id, allocataire from allocataires.orientation");
    const demande = { allocataire: rows[0].allocataire, parcours: "FRANCE_TRAVAIL", organisme: "94-FT94", motif: "Proche de l’emploi" };
    const { r } = await agir(
      graphe,
      CALLERS.departement,
      "deciderOrientation",
      demande,
      "... on Orientation { id rang origine demandeeLe statut }",
    );
    expect(r).toMatchObject({ id: rows[0].id, rang: 1, origine: "FLUX_CAF", demandeeLe: "2026-01-20", statut: "DECIDEE" });
    await importer({ ...QUOTIDIEN, cree: "2026-02-05", foyers: [{ etat: "5" }] });
    await importer({ ...QUOTIDIEN, cree: "2026-02-06", foyers: [{ etat: "2" }] });
    expect(await orientations()).toMatchObject([{ rang: 1, statut: "DECIDEE" }]);
  });

  it("dans n’importe quel ordre, et répétés, les mêmes flux finissent dans les mêmes demandes", async () => {
    const flux: FluxDeTest[] = [
      { ...QUOTIDIEN, foyers: [{}, { numero: "94000000009", personnes: [{ nom: "DIOP", prenom: "CHANTAL", naissance: "1975-11-30" }] }] },
      { ...QUOTIDIEN, cree: "2026-01-25", foyers: [{ etat: "5" }] },
      { ...QUOTIDIEN, cree: "2026-02-02", foyers: [{ etat: "2" }] },
      {
        ...QUOTIDIEN,
        cree: "2026-02-04",
        foyers: [{ numero: "94000000009", etat: "5", personnes: [{ nom: "DIOP", prenom: "CHANTAL", naissance: "1975-11-30" }] }],
      },
    ];
    const ordre = fc
      .shuffledSubarray([0, 1, 2, 3], { minLength: 4 })
      .chain((o) => fc.tuple(fc.constant(o), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 })));
    await fc.assert(
      fc.asyncProperty(ordre, async ([premiers, encore]) => {
        await viderBase(base.owner);
        for (const i of [...premiers, ...encore]) await importer(flux[i]!);
        expect(await orientations()).toEqual([
          { nom: "BENALI", rang: 1, statut: "DEMANDEE", origine: "FLUX_CAF", demandeeLe: "2026-02-02", source: "CAF", organisme: "CAF941" },
        ]);
      }),
      { numRuns: 12 },
    );
  });
});

describe("les demandes nées d’une inscription à France Travail", () => {
  const inscrire = (id: string, statut: string, date: string) =>
    base.owner.query(
      `insert into allocataires.inscription_france_travail (departement, allocataire, date_effet, statut, date_inscription, source, collectee_le, recue_le, certifiee)
       values ('94', $1, $3::date, $2, $3::date, 'FRANCE_TRAVAIL', $3::date, $3::date, true)`,
      [id, statut, date],
    );
  const demander = (...ids: string[]) =>
    base.owner.query(demandesDesInscriptionsSql(`(select '94' as departement, unnest('{${ids.join(",")}}'::uuid[]) as id)`));

  it("une par personne inscrite qui n’a ni orientation ni demande ; une seconde fois n’en fait pas d’autre", async () => {
    await importer({
      type: "M",
      cree: "2026-01-05",
      foyers: [{ numero: "94000000001" }, { numero: "94000000002", personnes: [{ nom: "CASTEL", prenom: "BRUNO" }] }],
    });
    const { rows } = await base.owner.query("select id from allocataires.allocataire order by nom");
    const [benali, castel] = rows.map((row) => row.id);
    await inscrire(benali, "INSCRIT", "2026-01-12");
    await inscrire(castel, "INSCRIT", "2026-01-12");
    await inscrire(castel, "CESSE", "2026-01-15");
    await demander(benali, castel);
    await demander(benali, castel);
    expect(await orientations()).toMatchObject([
      {
        nom: "BENALI",
        rang: 1,
        statut: "DEMANDEE",
        origine: "INSCRIPTION_FRANCE_TRAVAIL",
        demandeeLe: "2026-01-12",
        source: "FRANCE_TRAVAIL",
      },
    ]);
  });

  it("demanderOrientation en enregistre une, et une seule attend à la fois ; un transfert prend la place de celle du flux", async () => {
    await importer({ type: "M", cree: "2026-01-05", foyers: [{ numero: "94000000001" }] });
    await importer({ ...QUOTIDIEN, foyers: [{ numero: "94000000002", personnes: [{ nom: "CASTEL", prenom: "BRUNO" }] }] });
    const { rows } = await base.owner.query("select id from allocataires.allocataire order by nom");
    const [benali, castel] = rows.map((row) => row.id);
    const demander2 = async (allocataire: string, origine: string, appelant = CALLERS.departement, demandeeLe: string | null = null) =>
      (
        await agir(
          graphe,
          appelant,
          "demanderOrientation",
          { allocataire, origine, demandeeLe },
          "... on Orientation { statut origine demandeeLe rang }",
        )
      ).r;
    expect(await demander2(benali, "TRANSFERT_DEPARTEMENT", CALLERS.franceTravail)).toMatchObject({ code: "NON_HABILITE" });
    expect(await demander2(benali, "FLUX_CAF")).toMatchObject({ code: "ORIGINE_INADAPTEE" });
    expect(await demander2(benali, "TRANSFERT_DEPARTEMENT", CALLERS.departement, "2026-02-02")).toMatchObject({ code: "DATE_FUTURE" });
    expect(await demander2(benali, "TRANSFERT_DEPARTEMENT", CALLERS.departement, "1999-12-31")).toMatchObject({ code: "DATE_ANTERIEURE" });
    expect(await demander2("00000000-0000-4000-8000-00000000ffff", "TRANSFERT_DEPARTEMENT")).toMatchObject({
      code: "ALLOCATAIRE_INTROUVABLE",
    });
    expect(await demander2(benali, "INSCRIPTION_FRANCE_TRAVAIL", CALLERS.franceTravail, "2026-01-30")).toMatchObject({
      statut: "DEMANDEE",
      rang: 1,
      demandeeLe: "2026-01-30",
    });
    expect(await demander2(benali, "TRANSFERT_DEPARTEMENT")).toMatchObject({ code: "DEMANDE_EN_COURS" });
    expect(await demander2(castel, "INSCRIPTION_FRANCE_TRAVAIL")).toMatchObject({ code: "DEMANDE_EN_COURS" });
    expect(await demander2(castel, "TRANSFERT_DEPARTEMENT")).toMatchObject({
      origine: "TRANSFERT_DEPARTEMENT",
      rang: 1,
      demandeeLe: "2026-02-01",
    });
    await importer({
      ...QUOTIDIEN,
      cree: "2026-01-22",
      foyers: [{ numero: "94000000002", voie: "RUE NEUVE", personnes: [{ nom: "CASTEL", prenom: "BRUNO" }] }],
    });
    expect((await orientations()).filter((o) => o.nom === "CASTEL")).toMatchObject([
      { origine: "TRANSFERT_DEPARTEMENT", demandeeLe: "2026-02-01" },
    ]);
    await agir(
      graphe,
      CALLERS.departement,
      "deciderOrientation",
      { allocataire: benali, parcours: "FRANCE_TRAVAIL", organisme: "94-FT94", motif: "Proche de l’emploi" },
      "",
    );
    expect(await demander2(benali, "TRANSFERT_DEPARTEMENT")).toMatchObject({ code: "ORIENTATION_DEJA_DECIDEE" });
    expect(
      (
        await base.owner.query("select count(*)::int as n from journal.evenement where allocataire = $1 and type like 'Orientation%'", [
          benali,
        ])
      ).rows[0].n,
    ).toBe(1);
  });
});
