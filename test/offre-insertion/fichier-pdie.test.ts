import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { importerPdie, rejouerPdie } from "../../subgraphs/offre-insertion/fichier-pdie/import-pdie";
import { passerLeJour } from "../../subgraphs/offre-insertion/pdie/executer-suivi";
import type { ResultatImport } from "../../subgraphs/shared/import";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { MAINTENANT, viderCatalogue } from "./fiches";
import { type Territoire, territoire } from "./territoire";

const STRUCTURES = "code;nom;commune;code_insee\nMOB;Mobilités 94;Créteil;94028\nCD;Département;;\n";
const FICHES = "code;intitule;programme;axe;budget_eur\nI.V2.2;Levée des freins;PDIE 2023-2027;Insertion - volet 2;1000\n";
const MARCHES =
  "reference;nature;objet;titulaire;debut;fin;montant_eur\n2026-12;MARCHE;Auto-école sociale;Mobilités 94;2026-01-01;2026-12-31;60000\n";
const OFFRES = [
  "code;nom;structure;description;type;thematiques;publics;fiche_action;marche;parcours;places_financees;cout_unitaire_eur;budget_eur;compte_dans_les_15_heures;volume_horaire_total;nombre_semaines;volume_horaire_hebdomadaire;mode;nature_activite;valide_du;valide_au;origine;dispositif",
  "AUTO;Auto-école sociale;MOB;Préparer le permis de conduire, en groupe.;accompagnement;mobilite--preparer-un-permis;tous-publics;I.V2.2;2026-12;FRANCE_TRAVAIL|REMOBILISATION_EMPLOI;20;1200,50;24010;oui;60;10;6;COLLECTIF;MOBILITE;2026-01-01;2026-06-30;;",
  "KIT;Kit d’accès à l’emploi;CD;Ce qu’il faut pour prendre un poste.;aide-materielle;trouver-un-emploi--maintien-dans-lemploi;tous-publics;;;;;;;non;;;;;;;;;",
  "IMM;Immersion en restauration;MOB;Une semaine dans une cuisine.;accompagnement;choisir-un-metier--confirmer-son-choix-de-metier;tous-publics;;;;;;;oui;35;1;35;INDIVIDUEL;;;;IMMERSION;IMMERSION",
].join("\n");
const FINANCEURS =
  "offre;fiche_action;exercice;type;nom;montant_eur\nAUTO;;2026;ETAT;;10000\nAUTO;;2026;DEPARTEMENT;;10000\nAUTO;;2027;FSE_PLUS;;4010\n;I.V2.2;2026;ETAT;;1000\n";
const SESSIONS =
  "offre;code;debut;fin;lieu;capacite\nAUTO;S1;2026-03-29 09:00;2026-03-29 17:00;Créteil;12\nAUTO;S2;2026-10-25T09:00+01:00;;Créteil;12\n";
const TOUT = {
  "structures.csv": STRUCTURES,
  "fiches.csv": FICHES,
  "marches.csv": MARCHES,
  "offres.csv": OFFRES,
  "financeurs.csv": FINANCEURS,
  "sessions.csv": SESSIONS,
};

describe("le fichier du PDIE", () => {
  let t: Territoire;
  beforeAll(async () => {
    t = await territoire();
  });
  afterAll(() => t.fermer());
  beforeEach(async () => {
    await viderCatalogue(t.base.owner);
    await t.base.owner.query("truncate offre_insertion.marche, offre_insertion.fiche_action, offre_insertion.financement cascade");
  });

  const importer = async (
    fichiers: Record<string, string | Buffer>,
    plus: { departement?: string; verifier?: boolean; le?: Date } = {},
  ) => {
    const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-pdie-"));
    for (const [nom, contenu] of Object.entries(fichiers)) fs.writeFileSync(path.join(dossier, nom), contenu);
    const { departement = "94", verifier = false, le = MAINTENANT } = plus;
    return importerPdie({ ownerUrl: t.base.url, now: () => le }, dossier, departement, { verifier }).finally(() =>
      fs.rmSync(dossier, { recursive: true }),
    );
  };
  const de = (resultats: ResultatImport[], fichier: string) => resultats.find((r) => r.fichier.startsWith(fichier))!;
  const compte = (sql: string): Promise<number> =>
    t.base.owner.query(`select count(*)::int as n from ${sql}`).then(({ rows }) => rows[0].n);
  const offre = async (id: string, champs: string, appelant: (typeof CALLERS)["departement"] = CALLERS.departement, le = MAINTENANT) => {
    const reponse = await t.executer(appelant, `query ($id: ID!) { offre(id: $id) { ${champs} } }`, { id }, le);
    expect(reponse.errors).toBeUndefined();
    return reponse.data.offre;
  };

  it("une offre entre au catalogue avec tout ce que ses fichiers disent d’elle", async () => {
    const resultats = await importer(TOUT);
    expect(resultats.map(({ fichier, compteurs: c }) => [fichier, c.lus, c.appliques, c.rejetes])).toEqual([
      ["structures.csv", 2, 2, 0],
      ["fiches.csv", 1, 1, 0],
      ["marches.csv", 1, 1, 0],
      ["offres.csv", 3, 3, 0],
      ["financeurs.csv", 4, 4, 0],
      ["sessions.csv", 2, 2, 0],
    ]);
    expect(resultats.flatMap(({ signalements }) => signalements)).toEqual([]);
    const champs = `origine nom type mode nombreSemaines volumeHoraireHebdomadaire valideDu valideAu zoneEligibilite structure { nom commune { codeInsee } }
      pdie { ficheAction marche { reference nature titulaire debut fin montantCentimes } parcours { code } placesFinancees placesOccupees placesDisponibles exercice
        coutUnitaireCentimes budgetCentimes volumeHoraireTotal natureActivite compteDansLes15Heures financeurs { type nom montantCentimes exercice } }
      sessions { debut fin lieu capacite inscrits }`;
    expect(await offre("pdie-94--AUTO", champs)).toEqual({
      origine: "PDIE",
      nom: "Auto-école sociale",
      type: "accompagnement",
      mode: "COLLECTIF",
      nombreSemaines: 10,
      volumeHoraireHebdomadaire: 6,
      valideDu: "2026-01-01",
      valideAu: "2026-06-30",
      zoneEligibilite: ["94"],
      structure: { nom: "Mobilités 94", commune: { codeInsee: "94028" } },
      pdie: {
        ficheAction: "I.V2.2",
        marche: {
          reference: "2026-12",
          nature: "MARCHE",
          titulaire: "Mobilités 94",
          debut: "2026-01-01",
          fin: "2026-12-31",
          montantCentimes: 6_000_000,
        },
        parcours: [{ code: "FRANCE_TRAVAIL" }, { code: "REMOBILISATION_EMPLOI" }],
        placesFinancees: 20,
        placesOccupees: 0,
        placesDisponibles: 20,
        exercice: 2026,
        coutUnitaireCentimes: 120_050,
        budgetCentimes: 2_401_000,
        volumeHoraireTotal: 60,
        natureActivite: "MOBILITE",
        compteDansLes15Heures: true,
        financeurs: [
          { type: "DEPARTEMENT", nom: "Département", montantCentimes: 1_000_000, exercice: 2026 },
          { type: "ETAT", nom: "État", montantCentimes: 1_000_000, exercice: 2026 },
          { type: "FSE_PLUS", nom: "FSE+", montantCentimes: 401_000, exercice: 2027 },
        ],
      },
      // The 29th of March changes to summer time, the 25th of October back.
      sessions: [
        { debut: "2026-03-29T07:00:00.000Z", fin: "2026-03-29T15:00:00.000Z", lieu: "Créteil", capacite: 12, inscrits: 0 },
        { debut: "2026-10-25T08:00:00.000Z", fin: null, lieu: "Créteil", capacite: 12, inscrits: 0 },
      ],
    });
  });

  it("les mêmes fichiers ne changent rien ; une ligne changée change son offre, et le journal le dit", async () => {
    await importer(TOUT);
    const deNouveau = await importer(TOUT, { le: new Date("2026-02-11T09:00:00Z") });
    expect(deNouveau.map(({ compteurs: c }) => [c.appliques, c.inchanges])).toEqual([
      [0, 2],
      [0, 1],
      [0, 1],
      [0, 3],
      [0, 4],
      [0, 2],
    ]);
    await t.base.owner.query("truncate journal.evenement");
    const corrige = await importer({ ...TOUT, "offres.csv": OFFRES.replace("Auto-école sociale;MOB", "Auto-école solidaire;MOB") });
    expect(de(corrige, "offres.csv").compteurs).toMatchObject({ appliques: 1, inchanges: 2 });
    const { rows } = await t.base.owner.query("select type, departement, donnees from journal.evenement");
    expect(rows).toEqual([{ type: "OffreModifiee", departement: "94", donnees: { offre: "pdie-94--AUTO", source: "pdie-94" } }]);
  });

  it("se lit en windows-1252, avec des virgules, une marque d’ordre et des colonnes dans un autre ordre", async () => {
    const offres = Buffer.from('\uFEFFdescription,structure,nom,code\r\n"De l’aide, tout de suite",A,Une offre,O\r\n', "utf8");
    const lus = await importer({
      "structures.csv": Buffer.concat([Buffer.from("nom,code\r\nInsertion et "), Buffer.from([0x9c]), Buffer.from("uvre,A\r\n")]),
      "offres.csv": offres,
    });
    expect(lus.map(({ compteurs: c }) => c.appliques)).toEqual([1, 1]);
    expect(await offre("pdie-94--O", "description structure { nom }")).toEqual({
      description: "De l’aide, tout de suite",
      structure: { nom: "Insertion et œuvre" },
    });
  });

  it.each([
    [
      "un parcours inconnu",
      { "offres.csv": OFFRES.replace("FRANCE_TRAVAIL|REMOBILISATION_EMPLOI", "FRANCE_TRAVAIL|LUNE") },
      "offres.csv",
      "PARCOURS_INCONNU",
      "offres.csv, ligne 2, colonne « parcours » : « LUNE » n’est pas un parcours local du département",
    ],
    [
      "une structure inconnue",
      { "offres.csv": OFFRES.replace("KIT;Kit d’accès à l’emploi;CD", "KIT;Kit d’accès à l’emploi;XX") },
      "offres.csv",
      "STRUCTURE_INCONNUE",
      "ligne 3, colonne « structure » : « XX »",
    ],
    [
      "une structure que son fichier ne nomme plus",
      { "structures.csv": STRUCTURES.replace("CD;Département;;\n", "") },
      "offres.csv",
      "STRUCTURE_INCONNUE",
      "« CD »",
    ],
    [
      "un marché inconnu",
      { "offres.csv": OFFRES.replace(";2026-12;FRANCE", ";2026-13;FRANCE") },
      "offres.csv",
      "MARCHE_INCONNU",
      "« 2026-13 »",
    ],
    ["une fiche inconnue", { "offres.csv": OFFRES.replace(";I.V2.2;2026", ";I.V9;2026") }, "offres.csv", "FICHE_INCONNUE", "« I.V9 »"],
    [
      "une thématique inconnue",
      { "offres.csv": OFFRES.replace("mobilite--preparer-un-permis", "mobilite--voler") },
      "offres.csv",
      "LIGNE_INVALIDE",
      "« mobilite--voler » n’est pas admis",
    ],
    [
      "un coût qui n’est pas un montant",
      { "offres.csv": OFFRES.replace("1200,50", "cher") },
      "offres.csv",
      "LIGNE_INVALIDE",
      "« cher » n’est pas un montant en euros, comme 1200 ou 1200,50",
    ],
    [
      "une validité à l’envers",
      { "offres.csv": OFFRES.replace("2026-06-30", "2025-06-30") },
      "offres.csv",
      "LIGNE_INVALIDE",
      "la fin de validité précède le début",
    ],
    [
      "une origine de data·inclusion",
      { "offres.csv": OFFRES.replace(";IMMERSION;IMMERSION", ";DATA_INCLUSION;IMMERSION") },
      "offres.csv",
      "LIGNE_INVALIDE",
      "« DATA_INCLUSION » n’est pas l’un de PDIE",
    ],
    [
      "un code donné deux fois",
      { "offres.csv": `${OFFRES}\nKIT;Autre;CD;Autre chose.;;;;;;;;;;;;;;;;;;;` },
      "offres.csv",
      "CLE_EN_DOUBLE",
      "« KIT » est déjà donné à la ligne 3",
    ],
    [
      "une ligne sans toutes ses cellules",
      { "offres.csv": `${OFFRES}\nKOT;Autre` },
      "offres.csv",
      "LIGNE_ILLISIBLE",
      "pas autant de cellules que l’en-tête",
    ],
    [
      "un financeur d’une offre inconnue",
      { "financeurs.csv": `${FINANCEURS}ZUT;;2026;ETAT;;5\n` },
      "financeurs.csv",
      "OFFRE_INCONNUE",
      "« ZUT »",
    ],
    [
      "un autre financeur sans nom",
      { "financeurs.csv": `${FINANCEURS}AUTO;;2026;AUTRE;;5\n` },
      "financeurs.csv",
      "LIGNE_INVALIDE",
      "le nom d’un autre financeur est attendu",
    ],
    [
      "une session qui finit avant son début",
      { "sessions.csv": SESSIONS.replace("2026-03-29 17:00", "2026-03-29 07:00") },
      "sessions.csv",
      "LIGNE_INVALIDE",
      "finit avant d’avoir commencé",
    ],
  ])("rejette %s, dit où et quoi faire, et applique le reste", async (_cas, change, fichier, code, message) => {
    const resultat = de(await importer({ ...TOUT, ...change }), fichier);
    expect(resultat.compteurs.rejetes).toBe(1);
    expect(resultat.signalements.filter(({ applique }) => !applique)).toEqual([
      expect.objectContaining({ code, message: expect.stringContaining(message), applique: false }),
    ]);
    const { rows } = await t.base.owner.query(
      "select objet, departement, code, fichier, message from offre_insertion.rejet where rejoue_le is null and code = $1",
      [code],
    );
    expect(rows).toEqual([
      expect.objectContaining({ objet: "PDIE", departement: "94", code, fichier, message: expect.stringContaining(message) }),
    ]);
    expect(await compte("journal.evenement where type = 'RejetEnregistre' and donnees ->> 'objet' = 'PDIE'")).toBeGreaterThan(0);
  });

  it("un rejet se rejoue une fois sa cause levée, et reste en attente sinon", async () => {
    const { "structures.csv": _, ...sansStructures } = TOUT;
    await importer({ ...sansStructures, "structures.csv": "code;nom\nMOB;Mobilités 94\n" });
    expect(await compte("offre_insertion.rejet where rejoue_le is null")).toBe(1);
    const contexte = { ownerUrl: t.base.url, now: () => MAINTENANT };
    expect((await rejouerPdie("tous", contexte)).compteurs).toMatchObject({ lus: 1, appliques: 0, rejetes: 1 });
    await importer({ "structures.csv": STRUCTURES });
    const rejoue = await rejouerPdie("tous", contexte);
    expect(rejoue).toMatchObject({ compteurs: { lus: 1, appliques: 1, rejetes: 0 }, signalements: [] });
    expect(await compte("offre_insertion.rejet where resultat = 'APPLIQUE'")).toBe(1);
    expect(await offre("pdie-94--KIT", "nom retireeLe")).toEqual({ nom: "Kit d’accès à l’emploi", retireeLe: null });
  });

  it("un rejet déjà soldé par un fichier corrigé ne se rejoue plus", async () => {
    await importer({ ...TOUT, "offres.csv": OFFRES.replace("1200,50", "cher") });
    await importer(TOUT);
    expect(await compte("offre_insertion.rejet where rejoue_le is null")).toBe(0);
    expect((await rejouerPdie("tous", { ownerUrl: t.base.url, now: () => MAINTENANT })).compteurs.lus).toBe(0);
  });

  it("ce qu’un fichier entier ne nomme plus est retiré, jamais effacé, et revient avec lui", async () => {
    await importer(TOUT);
    const sans = OFFRES.split("\n")
      .filter((ligne) => !ligne.startsWith("KIT"))
      .join("\n");
    const resultats = await importer({
      ...TOUT,
      "offres.csv": sans,
      "financeurs.csv": FINANCEURS.replace("AUTO;;2027;FSE_PLUS;;4010\n", ""),
    });
    expect(resultats.flatMap(({ signalements }) => signalements.map(({ code, cle }) => `${code} ${cle}`))).toEqual([
      "LIGNE_RETIREE KIT",
      "FINANCEMENT_INEXACT AUTO",
      "LIGNE_RETIREE offre AUTO 2027 FSE_PLUS FSE+",
    ]);
    expect(await offre("pdie-94--KIT", "nom retireeLe")).toEqual({ nom: "Kit d’accès à l’emploi", retireeLe: MAINTENANT.toISOString() });
    expect(await compte("offre_insertion.recherche where offre = 'pdie-94--KIT'")).toBe(0);
    await importer(TOUT);
    expect((await offre("pdie-94--KIT", "retireeLe")).retireeLe).toBeNull();
    expect(await compte("offre_insertion.recherche where offre = 'pdie-94--KIT'")).toBe(1);
  });

  it("une ligne rejetée laisse l’offre telle qu’elle était connue", async () => {
    await importer(TOUT);
    await importer({ ...TOUT, "offres.csv": OFFRES.replace("1200,50", "cher") });
    expect(await offre("pdie-94--AUTO", "retireeLe pdie { coutUnitaireCentimes }")).toEqual({
      retireeLe: null,
      pdie: { coutUnitaireCentimes: 120_050 },
    });
  });

  it("un fichier absent du dossier laisse ce qu’il disait", async () => {
    await importer(TOUT);
    const resultats = await importer({ "offres.csv": OFFRES });
    expect(resultats).toHaveLength(1);
    expect(resultats[0]).toMatchObject({ compteurs: { inchanges: 3, rejetes: 0 }, signalements: [] });
    expect(await compte("offre_insertion.session where retiree_le is null")).toBe(2);
  });

  it("--verifier contrôle tout et n’écrit rien", async () => {
    const resultats = await importer({ ...TOUT, "offres.csv": OFFRES.replace("1200,50", "cher") }, { verifier: true });
    expect(de(resultats, "offres.csv")).toMatchObject({
      fichier: "offres.csv (vérification, rien n’est écrit)",
      compteurs: { appliques: 2, rejetes: 1 },
    });
    expect(await compte("offre_insertion.service")).toBe(0);
    expect(await compte("offre_insertion.rejet")).toBe(0);
    expect(await compte("journal.evenement")).toBe(0);
  });

  it.each([
    ["un dossier sans aucun de ses fichiers", {}, "FICHIER_INTROUVABLE"],
    ["un fichier sans une colonne obligatoire", { "offres.csv": "code;nom;structure\n" }, "FICHIER_INVALIDE"],
  ])("refuse en entier %s", async (_cas, fichiers, code) => {
    await expect(importer(fichiers)).rejects.toMatchObject({ code });
  });

  it("une colonne qui n’est pas du format est signalée", async () => {
    const [resultat] = await importer({ "structures.csv": "code;nom;couleur\nA;Une structure;bleue\n" });
    expect(resultat!.signalements).toEqual([expect.objectContaining({ code: "COLONNE_INCONNUE", champ: "couleur", applique: true })]);
  });

  describe("les places", () => {
    const prescrire = (id: string, personne: string = PEOPLE.amina, le = MAINTENANT) =>
      t.executer(
        CALLERS.departement,
        `mutation { prescrire(allocataire: "${personne}", offre: "${id}", motif: "Passer le permis") { ... on Prescription { id statut } ... on Refus { code } } }`,
        {},
        le,
      );

    it("ne descendent pas sous celles qui sont prises", async () => {
      await importer(TOUT);
      expect((await prescrire("pdie-94--AUTO")).data.prescrire).toMatchObject({ statut: "OUVERTE" });
      await t.base.owner.query("update offre_insertion.pdie set places_occupees = 7 where offre = 'pdie-94--AUTO'");
      const avec = (places: number) => importer({ ...TOUT, "offres.csv": OFFRES.replace(";20;1200,50", `;${places};1200,50`) });
      const refuse = de(await avec(6), "offres.csv");
      expect(refuse.signalements).toEqual([
        expect.objectContaining({
          code: "PLACES_INSUFFISANTES",
          message:
            "offres.csv, ligne 2, colonne « places_financees » : 6 places pour 2026, mais 7 sont déjà prises : annulez d’abord des prescriptions, ou gardez au moins 7.",
        }),
      ]);
      expect(de(await avec(7), "offres.csv").compteurs).toMatchObject({ appliques: 1, rejetes: 0 });
      expect(await offre("pdie-94--AUTO", "pdie { placesFinancees placesOccupees placesDisponibles }")).toEqual({
        pdie: { placesFinancees: 7, placesOccupees: 7, placesDisponibles: 0 },
      });
    });

    it("l’exercice qui s’ouvre garde les places des personnes encore suivies, et rend les autres", async () => {
      const offres = OFFRES.replace("valide_du;valide_au", "places_par_exercice;valide_au").replace(
        ";2026-01-01;2026-06-30;",
        ";2027:1;2027-06-30;",
      );
      await importer({ ...TOUT, "offres.csv": offres });
      await prescrire("pdie-94--AUTO");
      await t.base.owner.query("update offre_insertion.pdie set places_occupees = 9 where offre = 'pdie-94--AUTO'");
      const janvier = new Date("2026-12-31T23:30:00Z");
      expect(await passerLeJour(t.base.owner, new Date("2026-12-31T22:30:00Z"))).toBe(0);
      expect(await passerLeJour(t.base.owner, janvier)).toBeGreaterThan(0);
      expect(await passerLeJour(t.base.owner, janvier)).toBe(0);
      expect(
        await offre(
          "pdie-94--AUTO",
          "pdie { exercice placesFinancees placesOccupees placesDisponibles placesParExercice { exercice placesFinancees placesOccupees } }",
          CALLERS.departement,
          janvier,
        ),
      ).toEqual({
        pdie: {
          exercice: 2027,
          placesFinancees: 1,
          placesOccupees: 1,
          placesDisponibles: 0,
          placesParExercice: [
            { exercice: 2026, placesFinancees: 20, placesOccupees: 9 },
            { exercice: 2027, placesFinancees: 1, placesOccupees: 1 },
          ],
        },
      });
      expect((await prescrire("pdie-94--AUTO", PEOPLE.bruno, janvier)).data.prescrire.code ?? "ATTENTE").toMatch(/PLUS_DE_PLACE|ATTENTE/);
    });
  });

  it("une offre dont la validité est finie, ou pas commencée, ne se trouve ni ne se prescrit ; elle se lit", async () => {
    await importer(TOUT);
    const noms = async (le: Date) => {
      const { data } = await t.executer(CALLERS.departement, "{ offres(filtre: { origines: [PDIE] }) { nodes { id } } }", {}, le);
      return data.offres.nodes.map(({ id }: { id: string }) => id).sort();
    };
    const [avant, apres] = [new Date("2026-06-30T20:00:00Z"), new Date("2026-06-30T22:30:00Z")];
    expect(await noms(avant)).toEqual(["pdie-94--AUTO", "pdie-94--KIT"]);
    expect(await noms(apres)).toEqual(["pdie-94--KIT"]);
    expect((await offre("pdie-94--AUTO", "retireeLe", CALLERS.departement, apres)).retireeLe).toBe("2026-06-30T22:00:00.000Z");
    const { data } = await t.executer(
      CALLERS.departement,
      `mutation { prescrire(allocataire: "${PEOPLE.amina}", offre: "pdie-94--AUTO", motif: "Permis") { ... on Refus { code } } }`,
      {},
      apres,
    );
    expect(data.prescrire).toEqual({ code: "OFFRE_RETIREE" });
    expect(await passerLeJour(t.base.owner, apres)).toBe(1);
    expect(await compte("offre_insertion.proposition where offre = 'pdie-94--AUTO'")).toBe(0);
    await importer({ ...TOUT, "offres.csv": OFFRES.replace("2026-01-01;2026-06-30", "2026-09-01;") }, { le: apres });
    expect(await noms(apres)).toEqual(["pdie-94--KIT"]);
    expect(await passerLeJour(t.base.owner, new Date("2026-09-01T06:00:00Z"))).toBe(1);
    expect(await noms(new Date("2026-09-01T06:00:00Z"))).toEqual(["pdie-94--AUTO", "pdie-94--KIT"]);
  });
});
