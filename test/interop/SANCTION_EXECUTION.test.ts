import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { tourDesSanctions } from "../../hub/sanctions-a-executer";
import { Coffre } from "../../subgraphs/echanges/depot/coffre";
import { cibleDossier } from "../../subgraphs/echanges/depot/depot.client";
import { clePublique } from "../../subgraphs/echanges/depot/signature";
import { defautsDuDepot } from "../../subgraphs/echanges/depot/verifier-depot";
import { SANCTION_EXECUTION } from "../../subgraphs/echanges/envoi/bases/sanction-execution";
import { COLONNES } from "../../subgraphs/echanges/execution/fichier-execution";
import { createLog } from "../../subgraphs/shared/log";
import { NIR_KEY } from "../setup/subgraph";
import { type Monde, ouvrirMonde } from "./monde";
import { allerAu, amina, bruno, muter, preparerLesDossiers, sanctionsDe } from "./sanctions";

const { privateKey } = generateKeyPairSync("ed25519");
const outils = { coffre: new Coffre(NIR_KEY), cle: privateKey };

describe("SANCTION_EXECUTION : ce que la CAF ou la MSA applique part en fichier signé", () => {
  let monde: Monde;
  let dossier: string;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    await preparerLesDossiers(monde);
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "sanctions-"));
  });
  afterEach(async () => {
    fs.rmSync(dossier, { recursive: true });
    await monde.fermer();
  });

  const tour = async () => {
    await monde.suivre();
    const log = createLog("silent", "test");
    const { base, horloge } = monde;
    return tourDesSanctions({ databaseUrl: base.url, nirKey: NIR_KEY, outils, cibles: [cibleDossier(dossier)], clock: horloge, log });
  };
  const lire = (nom: string) => fs.readFileSync(path.join(dossier, "CAF", nom));
  const lignes = (rang: string) =>
    lire(`94-SANCTION_EXECUTION-CAF-${rang}.jsonl`)
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .map((ligne) => JSON.parse(ligne));
  const executions = async () => (await monde.echanges("SANCTION_EXECUTION")).map(({ statut, raison }) => ({ statut, raison }));

  /** Decided on 2026-02-20 from 2026-03-01 to 2026-03-31, 50 %. */
  async function decidee(usager = amina): Promise<string> {
    const { id: manquement } = await muter(
      monde,
      "signalerManquement",
      `allocataire: "${usager.allocataire}", nature: REFUS_CONTROLE, constateLe: "2026-01-30"`,
    );
    const args = `manquement: "${manquement}", nature: SUSPENSION, motif: "Motif qui ne sort pas", quotitePourcent: 50, dureeMois: 1`;
    const { id } = await muter(monde, "proposerSanction", args);
    allerAu(monde, "2026-02-03");
    await muter(monde, "notifierSanction", `sanction: "${id}", le: "2026-02-03"`);
    allerAu(monde, "2026-02-20");
    await muter(monde, "deciderSanction", `sanction: "${id}", accepter: true, motif: "Motif qui ne sort pas"`);
    return id;
  }

  it("une ligne par décision, signée, vérifiable par la clé publique, sans aucun motif ; l’organisme payeur est dit informé", async () => {
    const sanction = await decidee();
    expect(await tour()).toMatchObject({ deposes: 1, confirmees: 0, fichiers: [{ nombre: 1, sequence: 1 }] });
    const nom = "94-SANCTION_EXECUTION-CAF-000001";
    const fichiers = ["jsonl", "csv"].map((extension) => ({ nom: `${nom}.${extension}`, contenu: lire(`${nom}.${extension}`) }));
    expect(defautsDuDepot(clePublique(privateKey), lire(`${nom}.json`), lire(`${nom}.sig`), fichiers)).toEqual([]);
    expect(lignes("000001")).toEqual([
      {
        ligne: expect.any(String),
        etape: "DECISION",
        sanction,
        organismePayeur: "CAF941",
        numeroDemande: "INTEROP0000",
        role: "DEM",
        matricule: "1234560",
        nature: "SUSPENSION",
        quotitePourcent: 50,
        montantCentimes: null,
        decideeLe: "2026-02-20",
        decideePar: "DEPARTEMENT",
        debut: "2026-03-01",
        fin: "2026-03-31",
        effetLe: null,
        annule: null,
      },
    ]);
    expect(lire(`${nom}.csv`).toString("utf8")).toMatch(/^ligne;etape;sanction;[\s\S]*\r\n[^;]+;DECISION;/);
    for (const { contenu } of fichiers) expect(contenu.toString("utf8")).not.toMatch(/Motif|BENALI|Amina|290039402800101/);
    expect(await executions()).toEqual([{ statut: "A_CONFIRMER", raison: null }]);
    expect((await sanctionsDe(monde, amina.allocataire))[0]).toMatchObject({ transmise_organisme_payeur_le: "2026-02-20" });
    expect(await tour()).toMatchObject({ fichiers: [], deposes: 0 });
  });

  it("la levée suit, à la suite et sans trou, et nomme la ligne qu’elle termine", async () => {
    const sanction = await decidee();
    await tour();
    allerAu(monde, "2026-03-10");
    await muter(monde, "leverSanction", `sanction: "${sanction}", remobilisationLe: "2026-03-09", motif: "m"`);
    await tour();
    const [decision] = lignes("000001");
    expect(lignes("000002")).toMatchObject([{ etape: "LEVEE", sanction, effetLe: "2026-03-09", annule: decision.ligne }]);
    expect((await sanctionsDe(monde, amina.allocataire))[0]).toMatchObject({ transmise_organisme_payeur_le: "2026-03-10" });
  });

  it("annulée avant d’être déposée, elle n’est pas déposée ; refusée, elle n’a rien à appliquer", async () => {
    const sanction = await decidee();
    await muter(monde, "annulerSanction", `sanction: "${sanction}", motif: "m"`);
    expect(await tour()).toMatchObject({ fichiers: [], deposes: 0 });
    const raison = expect.stringMatching(/annulée avant d’être déposée/);
    expect(await executions()).toEqual([
      { statut: "IGNORE", raison },
      { statut: "IGNORE", raison },
    ]);
    expect(fs.readdirSync(dossier)).toEqual([]);
  });

  it("levée avant son premier jour et avant le dépôt, personne n’est moins payé", async () => {
    const sanction = await decidee();
    allerAu(monde, "2026-02-25");
    await muter(monde, "leverSanction", `sanction: "${sanction}", remobilisationLe: "2026-02-24", motif: "m"`);
    expect(await tour()).toMatchObject({ fichiers: [], deposes: 0 });
    expect((await executions()).map(({ statut }) => statut)).toEqual(["IGNORE", "IGNORE"]);
  });

  it("CONFIRME quand un flux de la CAF montre la suspension, puis ne la montre plus après la levée", async () => {
    const sanction = await decidee();
    await tour();
    allerAu(monde, "2026-03-05");
    await monde.base.owner.query(
      `insert into allocataires.decision_dossier (departement, dossier, nature, motif, du, flux)
       select '94', m.dossier, 'SUSPENSION_VERSEMENT', 'CG', '2026-03-01', gen_random_uuid() from allocataires.membre m where m.allocataire = $1`,
      [amina.allocataire],
    );
    expect(await tour()).toMatchObject({ confirmees: 1 });
    await muter(monde, "leverSanction", `sanction: "${sanction}", remobilisationLe: "2026-03-05", motif: "m"`);
    expect(await tour()).toMatchObject({ confirmees: 0, deposes: 1 });
    allerAu(monde, "2026-03-20");
    await monde.base.owner.query("update allocataires.decision_dossier set au = '2026-03-14' where motif = 'CG'");
    await monde.base.owner.query("update allocataires.dossier set flux_cree_le = '2026-03-15' where numero_demande = 'INTEROP0000'");
    expect(await tour()).toMatchObject({ confirmees: 1 });
    expect((await executions()).map(({ statut }) => statut)).toEqual(["CONFIRME", "CONFIRME"]);
  });

  it("sans dossier connu, l’échange dit pourquoi il attend ; il part dès que le dossier est là", async () => {
    const { rows } = await monde.base.owner.query(
      "select departement, dossier, allocataire from allocataires.membre where allocataire = $1",
      [bruno.allocataire],
    );
    await decidee(bruno);
    await monde.base.owner.query("delete from allocataires.membre where allocataire = $1", [bruno.allocataire]);
    await tour();
    expect(await monde.echanges("SANCTION_EXECUTION")).toMatchObject([{ statut: "A_ENVOYER", erreur_code: "DOSSIER_INCONNU" }]);
    await monde.base.owner.query(
      "insert into allocataires.membre (departement, dossier, allocataire, role, rang, du) values ($1, $2, $3, 'DEM', 1, '2026-01-01')",
      [rows[0].departement, rows[0].dossier, rows[0].allocataire],
    );
    expect(await tour()).toMatchObject({ deposes: 1 });
  });

  it("la lecture des dossiers est inscrite au registre des consultations", async () => {
    await decidee();
    await tour();
    const { rows } = await monde.base.owner.query(
      "select allocataires from journal.consultation where operation_nom = 'SANCTION_EXECUTION'",
    );
    expect(rows.flatMap(({ allocataires }) => allocataires)).toContain(amina.allocataire);
  });

  it("chaque colonne du fichier a une base légale, et chaque base une colonne", () => {
    expect(Object.keys(SANCTION_EXECUTION).sort()).toEqual([...COLONNES].sort());
  });
});
