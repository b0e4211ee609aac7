import { INSCRIPTION_LISTE } from "../../subgraphs/echanges/envoi/bases/inscription-liste";
import { COLONNES } from "../../subgraphs/echanges/inscription/fichier-inscriptions";
import { verifierEvenements } from "../allocataires/evenements-conformes";
import { CANARI } from "../canari/canari";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";

import {
  base,
  constater,
  demander,
  deposer,
  echanges,
  faire,
  graphe,
  LISTES,
  LUNDI,
  PERSONNES,
  parcours,
  preparerLesListes,
  suivre,
} from "./listes-inscription";

preparerLesListes();

describe("les listes d’inscription", () => {
  it("demandent les nouveaux soumis aux droits et devoirs : à inscrire (emploi, équilibre), à identifier (remobilisation)", async () => {
    await parcours(PEOPLE.bruno, "PARCOURS_INSERTION");
    expect(await faire()).toMatchObject({ nouvelle: true, personnes: 3 });
    const { r } = await demander(PERSONNES);
    const natures = Object.fromEntries(r.nodes.map((n: any) => [n.allocataire.id, n.nature]));
    expect(natures).toEqual({ [PEOPLE.amina]: "A_INSCRIRE", [PEOPLE.bruno]: "A_IDENTIFIER", [PEOPLE.chantal]: "A_INSCRIRE" });
    await verifierEvenements(base.owner, ["InscriptionDemandee"], /Benali|2900394/);
  });

  it("ne redemandent personne, ni dans la semaine, ni la suivante, ni après une fusion ; une nouvelle entrée, si", async () => {
    await faire();
    expect(await faire()).toMatchObject({ nouvelle: false, personnes: 0, depots: [] });
    expect(await faire("2026-W07")).toMatchObject({ nouvelle: true, personnes: 0 });
    await base.owner.query("update echanges.liste_inscription_personne set allocataire = $1 where allocataire = $2", [
      PEOPLE.driss,
      PEOPLE.amina,
    ]);
    await base.owner.query("update allocataires.allocataire set canonique = $2 where id = $1", [PEOPLE.driss, PEOPLE.amina]);
    expect(await faire("2026-W08")).toMatchObject({ personnes: 0 });
    await base.owner.query(
      "insert into allocataires.entree (departement, allocataire, rang, notification) values ('94', $1, 2, '2026-02-16')",
      [PEOPLE.bruno],
    );
    expect(await faire("2026-W09")).toMatchObject({ personnes: 1 });
  });

  it("laissent un fichier signé, en JSON Lines et en CSV, avec les seules données qui ont une base légale", async () => {
    for (const [qui, numero] of [
      [PEOPLE.amina, "5475801B"],
      [PEOPLE.chantal, "90000000003"],
    ])
      await base.owner.query(
        `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le)
         values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', $2, 'CAF', $3, $3)`,
        [qui, numero, LUNDI],
      );
    await faire();
    const fichiers = await deposer();
    const nom = "94-INSCRIPTION_LISTE-FRANCE_TRAVAIL-000001";
    expect([...fichiers.keys()]).toEqual(["jsonl", "csv", "sig", "json"].map((e) => `${nom}.${e}`));
    const lignes = fichiers
      .get(`${nom}.jsonl`)!
      .trim()
      .split("\n")
      .map((ligne) => JSON.parse(ligne));
    expect(lignes).toHaveLength(3);
    for (const ligne of lignes) expect(Object.keys(ligne)).toEqual([...COLONNES]);
    expect(lignes.find((l) => l.nom === "Benali")).toMatchObject({
      nature: "A_INSCRIRE",
      parcours: "PSP",
      nir: "290039402800101",
      numeroFranceTravail: null,
      dateNaissance: "1990-03-14",
      prenoms: "Amina",
      codeInsee: "94028",
    });
    expect(lignes.find((l) => l.nom === "Diop")).toMatchObject({ nir: CANARI.nir, numeroFranceTravail: "90000000003" });
    expect(Object.keys(INSCRIPTION_LISTE).sort()).toEqual([...COLONNES].sort());
    expect(fichiers.get(`${nom}.csv`)!.split("\r\n")).toHaveLength(5);
    expect(JSON.parse(fichiers.get(`${nom}.json`)!)).toMatchObject({ cle: "2026-W06", nombre: 3, sequence: 1, annule: false });
    expect((await echanges()).map((e) => [e.statut, e.depose])).toEqual(Array(3).fill(["A_CONFIRMER", true]));
    const { rows } = await base.owner.query("select champs from journal.consultation where client = 'si-plateforme-france-travail'");
    expect(rows.some(({ champs }) => champs.includes("Allocataire.nir"))).toBe(true);
    expect((await base.owner.query("select to_jsonb(e)::text as tout from echanges.echange e")).rows.map((r) => r.tout).join()).not.toMatch(
      /2900394|Benali/,
    );
  });

  it("une semaine vide laisse un fichier vide : le rang montre que personne n’est oublié", async () => {
    await faire();
    await deposer();
    await faire("2026-W07");
    const fichiers = await deposer();
    expect(JSON.parse(fichiers.get("94-INSCRIPTION_LISTE-FRANCE_TRAVAIL-000002.json")!)).toMatchObject({ nombre: 0, cle: "2026-W07" });
  });

  it("confirment l’échange quand le statut attendu est constaté, sous l’ancien ou le nouvel identifiant", async () => {
    await parcours(PEOPLE.bruno, "PARCOURS_INSERTION");
    await faire();
    await deposer();
    await constater(PEOPLE.amina, "INSCRIT", "2026-02-04");
    await constater(PEOPLE.bruno, "IDENTIFIE", "2026-02-05");
    await constater(PEOPLE.chantal, "IDENTIFIE", "2026-02-05");
    await constater(PEOPLE.chantal, "RADIE", "2026-01-01");
    await suivre();
    expect((await echanges()).map((e) => [e.allocataire, e.statut])).toEqual([
      [PEOPLE.amina, "CONFIRME"],
      [PEOPLE.bruno, "CONFIRME"],
      [PEOPLE.chantal, "A_CONFIRMER"],
    ]);
    const { r } = await demander(LISTES);
    expect(r).toEqual([expect.objectContaining({ nombre: 3, aInscrire: 2, aIdentifier: 1, inscrits: 1, identifies: 2, enAttente: 0 })]);
  });

  it("disent qui a abandonné la téléprocédure, et le reprennent s’il s’inscrit enfin", async () => {
    await faire();
    await deposer();
    await constater(PEOPLE.chantal, "IDENTIFIE", "2026-02-05");
    await suivre();
    const plusTard = new Date(LUNDI.getTime() + 8 * 7 * 86_400_000);
    expect(await faire("2026-W14", plusTard)).toMatchObject({ abandons: 3 });
    expect((await echanges()).map((e) => [e.statut, e.erreur_code])).toEqual(Array(3).fill(["ABANDONNE", "TELEPROCEDURE_ABANDONNEE"]));
    expect((await demander(PERSONNES, { issue: "ABANDON" }, plusTard)).r.totalCount).toBe(3);
    await constater(PEOPLE.chantal, "INSCRIT", "2026-04-01", plusTard);
    await suivre();
    expect((await echanges()).find((e) => e.allocataire === PEOPLE.chantal)).toMatchObject({ statut: "CONFIRME", erreur_code: null });
  });

  it("montrent qui est introuvable à France Travail", async () => {
    await faire();
    await base.owner.query(
      "insert into echanges.lecture_personne (departement, allocataire, sujet, lue_le, erreur_code) values ('94', $1, 'statut', $2, 'USAGER_INTROUVABLE')",
      [PEOPLE.bruno, new Date(LUNDI.getTime() + 3_600_000)],
    );
    const { r } = await demander(PERSONNES, { issue: "INTROUVABLE" });
    expect(r.nodes.map((n: any) => n.allocataire.id)).toEqual([PEOPLE.bruno]);
  });

  it("une personne effacée avant le dépôt n’y est pas : le rang part vide, les autres au rang suivant", async () => {
    await faire();
    await base.owner.query(
      `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
       values ('PersonneEffacee', '94', $1, '{"systeme":"DEPARTEMENT","portee":"HUB","motif":"DUREE"}', $2)`,
      [PEOPLE.amina, LUNDI],
    );
    await suivre();
    await deposer();
    await faire();
    const fichiers = await deposer();
    const nom = "94-INSCRIPTION_LISTE-FRANCE_TRAVAIL-000002";
    expect(JSON.parse(fichiers.get(`${nom}.json`)!)).toMatchObject({ cle: "2026-W06/2", nombre: 2 });
    expect(fichiers.get(`${nom}.jsonl`)).not.toContain("Benali");
    expect((await echanges()).map((e) => e.statut).sort()).toEqual(["A_CONFIRMER", "A_CONFIRMER", "IGNORE"]);
    expect((await demander(LISTES)).r[0]).toMatchObject({ nombre: 3 });
    expect(
      (await base.owner.query("select count(*)::int as n from echanges.liste_inscription_personne where allocataire is null")).rows,
    ).toEqual([{ n: 1 }]);
  });

  it("qui s’est inscrit avant que le fichier parte n’y est plus", async () => {
    await faire();
    await base.owner.query("update echanges.echange set depot = null");
    await base.owner.query(
      `insert into allocataires.inscription_france_travail (departement, allocataire, date_effet, statut, source, collectee_le, recue_le)
       values ('94', $1, '2026-02-02', 'INSCRIT', 'FRANCE_TRAVAIL', $2, $2)`,
      [PEOPLE.amina, LUNDI],
    );
    expect((await faire()).depots.map((d) => d.nombre)).toEqual([2]);
    expect((await echanges()).find((e) => e.allocataire === PEOPLE.amina)).toMatchObject({
      statut: "IGNORE",
      raison: expect.stringContaining("plus à inscrire"),
    });
  });

  it("se lisent par pages, dans son périmètre, et le registre le note", async () => {
    await faire();
    const premiere = (await demander(PERSONNES, { first: 2 })).r;
    const seconde = (await demander(PERSONNES, { first: 2, after: premiere.pageInfo.endCursor })).r;
    expect(new Set([...premiere.nodes, ...seconde.nodes].map((n: any) => n.allocataire.id)).size).toBe(3);
    const { statements } = await demander(PERSONNES, { first: 200 });
    expect(statements.length).toBeLessThanOrEqual(3);
    expect((await demander(PERSONNES, {}, LUNDI, CALLERS.departement93)).r.totalCount).toBe(0);
    const { rows } = await base.owner.query(
      "select allocataires from journal.consultation where client = 'demo-departement' order by rang limit 1",
    );
    expect(rows[0].allocataires).toHaveLength(2);
    const refuse = await graphe.run(CALLERS.pilotage, LISTES, {}, LUNDI);
    expect(refuse.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});
