import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { exporterDepartement } from "../../hub/export-departement";
import { importerDepartement } from "../../hub/import-departement";
import { closeSubgraphs, openSubgraphs } from "../../hub/subgraphs";
import { createLog } from "../../subgraphs/shared/log";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { ajouterDossiers } from "../allocataires/personnes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";
import { DEPOT } from "./depot-departement";

const MAINTENANT = new Date("2026-03-02T09:00:00Z");
type Contexte = Parameters<typeof importerDepartement>[2];

/** What the files can say, without the ids of the hub. */
const FAITS = `select 'orientation' as quoi, o.allocataire, o.source, o.collectee_le as le, concat_ws(' ', o.statut, o.origine, o.parcours, o.organisme, o.referent, o.decidee_le, o.intensite, o.motif, o.close_le) as fait from allocataires.orientation o
  union all select 'suivi', i.allocataire, '', null, concat_ws(' ', i.organisme, i.referent, i.role, i.du, i.au) from allocataires.intervention i
  union all select 'contrat', c.allocataire, c.source, c.collectee_le, concat_ws(' ', c.nature, c.statut, c.date_signature, c.date_fin, c.heures_hebdomadaires, c.date_refus, c.motif_refus) from allocataires.contrat_engagement c
  union all select 'modulation', m.allocataire, '', null, concat_ws(' ', m.du, m.exempte, m.heures_hebdomadaires, m.motif) from allocataires.modulation m
  union all select 'diagnostic', d.allocataire, d.source, d.collectee_le, concat_ws(' ', d.etabli_le, d.metiers_recherches, d.proche_aidant, d.projet_professionnel) from allocataires.diagnostic d
  union all select 'contrainte', c.allocataire, '', null, concat_ws(' ', c.frein, c.impact, c.prioritaire) from allocataires.contrainte c
  union all select 'sortie', s.allocataire, s.source, s.collectee_le, concat_ws(' ', s.nature, s.date) from allocataires.sortie s
  union all select 'reprise', r.allocataire, r.source, r.collectee_le, concat_ws(' ', r.debut, r.type_contrat, r.duree_mois) from allocataires.reprise_emploi r
  union all select 'identifiant', i.allocataire, i.source, i.collectee_le, i.valeur from allocataires.identifiant i where i.type = 'IDENTIFIANT_DEPARTEMENT'
  union all select 'contact', a.id, '', null, concat_ws(' ', a.telephone, a.courriel) from allocataires.allocataire a where a.departement = '94'
  union all select 'referent', null, '', null, concat_ws(' ', r.id, r.nom, r.prenom, r.fonction) from allocataires.referent r
  order by 1, 2, 5`;

describe("l’export vers le logiciel d’un Département", () => {
  let source: TestDatabase;
  let cible: TestDatabase;
  let dossier: string;
  let deSource: Contexte;
  let deCible: Contexte;
  beforeAll(async () => {
    dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-export-"));
    [source, cible] = [await testDatabase(), await testDatabase()];
    for (const base of [source, cible]) {
      await loadFixtures(base.owner);
      await ajouterDossiers(base.owner);
      await base.owner.query("delete from allocataires.intervention");
      await base.owner.query("delete from allocataires.orientation");
      await base.owner.query("update allocataires.entree set decision_orientation = null");
    }
    [deSource, deCible] = [await contexte(source), await contexte(cible)];
    ecrire("depot", DEPOT);
    ecrire("suite", SUITE);
    await importerDepartement(path.join(dossier, "depot"), "94", deSource);
    const resultats = await importerDepartement(path.join(dossier, "suite"), "94", deSource);
    expect(resultats.flatMap((r) => r.signalements)).toEqual([]);
  }, 60_000);
  afterAll(async () => {
    for (const c of [deSource, deCible]) await closeSubgraphs(c.subgraphs);
    fs.rmSync(dossier, { recursive: true, force: true });
    await Promise.all([source.drop(), cible.drop()]);
  });

  const contexte = async (base: TestDatabase): Promise<Contexte> => ({
    ownerUrl: base.url,
    now: () => MAINTENANT,
    nirCipher: new NirCipher(NIR_KEY),
    subgraphs: await openSubgraphs({ databaseUrl: base.url, nirKey: NIR_KEY, log: createLog("silent", "test") }, ["allocataires"]),
  });
  const BRUNO = '"personneType":"NUMERO_DEMANDE_RSA","personneValeur":"94000000001","personneRole":"CJT"';
  const AMINA = '"personneType":"NUMERO_DEMANDE_RSA","personneValeur":"94000000001","personneRole":"DEM"';
  const SUITE = {
    "suite.jsonl": [
      `{"type":"affectation","version":1,"cle":"A1","collecteLe":"2026-02-01",${AMINA},"organisme":"REMOB-1","referent":"REF-2","role":"REFERENT_UNIQUE","du":"2026-02-01"}`,
      `{"type":"contrat","version":1,"cle":"C1","collecteLe":"2026-02-03",${AMINA},"dateSignature":"2026-02-03","dureeMois":4,"exempte":true,"motifModulation":"SANTE"}`,
      `{"type":"reorientation","version":1,"cle":"Z1","collecteLe":"2026-02-20",${AMINA},"organisme":"REMOB-1","referent":"REF-2","parcours":"PARCOURS_INSERTION","decideeLe":"2026-02-20","motif":"Freins de santé d’abord"}`,
      `{"type":"reprise","version":1,"cle":"E2","collecteLe":"2026-02-09",${BRUNO},"debut":"2026-02-09","typeContrat":"CDI"}`,
    ],
  };

  function ecrire(nom: string, fichiers: Record<string, string[]>): void {
    fs.mkdirSync(path.join(dossier, nom), { recursive: true });
    for (const [fichier, lignes] of Object.entries(fichiers)) fs.writeFileSync(path.join(dossier, nom, fichier), `${lignes.join("\n")}\n`);
  }
  const exporter = (nom: string, plus: Partial<Parameters<typeof exporterDepartement>[0]> = {}, de: Contexte = deSource) =>
    exporterDepartement(
      { dossier: path.join(dossier, nom), departement: "94", depuis: null, encodage: "csv", finalite: "ACCOMPAGNEMENT", ...plus },
      de,
    );
  const importer = async (nom: string, vers: Contexte) => {
    const resultats = await importerDepartement(path.join(dossier, nom), "94", vers);
    const total = (champ: "lus" | "appliques" | "inchanges") => resultats.reduce((somme, r) => somme + r.compteurs[champ], 0);
    return {
      lus: total("lus"),
      appliques: total("appliques"),
      inchanges: total("inchanges"),
      rejets: resultats.flatMap((r) => r.signalements),
    };
  };
  const lire = (nom: string) => fs.readFileSync(path.join(dossier, nom), "utf8");
  const evenements = async () => (await source.owner.query("select count(*)::int as n from journal.evenement")).rows[0].n;

  it("tout part, sous les clés du logiciel quand il les connaît, avec un manifeste", async () => {
    const { fichiers, omis, personnes } = await exporter("tout");
    expect({ omis, personnes }).toEqual({ omis: {}, personnes: 4 });
    expect(Object.fromEntries(fichiers.map((f) => [f.nom, f.enregistrements]))).toEqual({
      "referents.csv": 3,
      "identifiants.csv": 1,
      "coordonnees.csv": 2,
      "orientations.csv": 2,
      "reorientations.csv": 1,
      "affectations.csv": 2,
      "diagnostics.csv": 1,
      "contrats.csv": 2,
      "sorties.csv": 1,
      "reprises.csv": 1,
    });
    expect(lire("tout/diagnostics.csv").split("\r\n")[1]).toBe(
      "1;D4;2026-01-28T12:00:00.000Z;IDENTIFIANT_DEPARTEMENT;OR-0004;;;;2026-01-28;LOGEMENT:FORT:prioritaire|SANTE:MOYEN;;;;maçon|couvreur;oui",
    );
    expect(JSON.parse(lire("tout/manifeste.json"))).toMatchObject({
      version: 1,
      departement: "94",
      produitLe: MAINTENANT.toISOString(),
      depuis: null,
      fichiers,
    });
    expect(fs.statSync(path.join(dossier, "tout", "contrats.csv")).mode & 0o077).toBe(0);
  });

  it("revenu dans le même hub, il ne change rien ; le dépôt du logiciel non plus", async () => {
    const avant = await evenements();
    const retour = await importer("tout", deSource);
    expect(retour).toEqual({ lus: 16, appliques: 0, inchanges: 16, rejets: [] });
    expect((await importer("suite", deSource)).inchanges).toBe(4);
    expect(await evenements()).toBe(avant);
  });

  it.each(["csv", "jsonl"] as const)("importé dans un hub vide des mêmes personnes (%s), il y donne les mêmes faits", async (encodage) => {
    await exporter(`vers-${encodage}`, { encodage });
    const arrivee = await importer(`vers-${encodage}`, deCible);
    expect(arrivee.rejets).toEqual([]);
    expect(arrivee).toMatchObject(encodage === "csv" ? { lus: 16, appliques: 16 } : { lus: 16, inchanges: 16 });
    const [ici, la] = [(await source.owner.query(FAITS)).rows, (await cible.owner.query(FAITS)).rows];
    expect(la).toEqual(ici);
    expect(ici.length).toBeGreaterThan(20);
  });

  it("depuis un curseur, ou une date, seules partent les personnes changées", async () => {
    await numberEvents(source.owner);
    const { curseur } = await exporter("avant");
    expect(curseur).toBeGreaterThan(0);
    expect((await exporter("rien", { depuis: { curseur } })).personnes).toBe(0);
    ecrire("change", {
      "f.jsonl": [
        `{"type":"reprise","version":1,"cle":"E9","collecteLe":"2026-02-28",${AMINA},"debut":"2026-02-27","typeContrat":"INTERIM"}`,
      ],
    });
    await importer("change", deSource);
    const suivant = await exporter("apres", { depuis: { curseur }, encodage: "jsonl" });
    expect(suivant.personnes).toBe(1);
    const personnes = lire("apres/departement.jsonl")
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l))
      .filter((e) => e.type !== "referent");
    expect(new Set(personnes.map((e) => `${e.personneValeur}/${e.personneRole}`))).toEqual(new Set(["94000000001/DEM"]));
    expect((await exporter("jour", { depuis: { jour: "2026-02-28" } })).personnes).toBe(1);
    expect((await exporter("lendemain", { depuis: { jour: "2026-03-01" } })).personnes).toBe(0);
  });

  it("sous une finalité que le diagnostic ne sert pas, ni diagnostic ni motif ne partent", async () => {
    const { fichiers } = await exporter("droits", { finalite: "DROITS_ET_DEVOIRS" });
    expect(fichiers.map((f) => f.nom)).not.toContain("diagnostics.csv");
    for (const { nom } of fichiers) expect(lire(`droits/${nom}`)).not.toMatch(/SANTE|LOGEMENT/);
  });

  it("le registre dit qui a été lu, pour quoi, au nom du fichier", async () => {
    const { rows } = await source.owner.query(
      "select finalite, allocataires from journal.consultation where operation_nom = 'export departement' order by rang limit 1",
    );
    expect(rows).toEqual([
      { finalite: "ACCOMPAGNEMENT", allocataires: expect.arrayContaining([PEOPLE.amina, PEOPLE.bruno, PEOPLE.driss]) },
    ]);
    expect(rows[0].allocataires).not.toContain(PEOPLE.elodie);
  });

  it("un autre département n’exporte que les siens", async () => {
    expect((await exporter("93", { departement: "93" })).personnes).toBe(1);
    expect(fs.readdirSync(path.join(dossier, "93"))).toEqual(["manifeste.json"]);
  });

  it("n’écrit jamais par-dessus un autre export", async () => {
    await expect(exporter("tout")).rejects.toThrow(/n’est pas vide/);
  });
});
