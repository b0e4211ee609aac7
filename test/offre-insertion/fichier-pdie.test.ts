import { rejouerPdie } from "../../subgraphs/offre-insertion/fichier-pdie/import-pdie";
import { MAINTENANT } from "./fiches";
import { de, FINANCEURS, OFFRES, pdieDeTest, SESSIONS, STRUCTURES, TOUT } from "./pdie";

describe("le fichier du PDIE", () => {
  const banc = pdieDeTest();
  const { importer, compte, offre } = banc;

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
    await banc.t.base.owner.query("truncate journal.evenement");
    const corrige = await importer({ ...TOUT, "offres.csv": OFFRES.replace("Auto-école sociale;MOB", "Auto-école solidaire;MOB") });
    expect(de(corrige, "offres.csv").compteurs).toMatchObject({ appliques: 1, inchanges: 2 });
    const { rows } = await banc.t.base.owner.query("select type, departement, donnees from journal.evenement");
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
      "PARCOURS_NON_LOCAL",
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
    const { rows } = await banc.t.base.owner.query(
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
    const contexte = { ownerUrl: banc.t.base.url, now: () => MAINTENANT };
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
    expect((await rejouerPdie("tous", { ownerUrl: banc.t.base.url, now: () => MAINTENANT })).compteurs.lus).toBe(0);
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
});
