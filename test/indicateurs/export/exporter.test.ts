import { createHash, randomUUID } from "node:crypto";
import { faireClasseur } from "../../../subgraphs/indicateurs/export/depot/executer-exports";
import { oublierContenus } from "../../../subgraphs/indicateurs/export/depot/fichier.repository";
import { enXlsx } from "../../../subgraphs/indicateurs/export/tableur/xlsx";
import { TABLES_ECRITES } from "../../../subgraphs/indicateurs/projection/table";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { CALLERS, testSubgraph } from "../../setup/subgraph";
import { entree, orientation } from "../journal";
import { charger, db, demander, preparer, sg } from "../mesures";
import { A, B, C, D, faire, faits, LEGER, lire, MAINTENANT, preparerFichier, tableau, unTour } from "./fichiers";
import { lireOds, lireXlsx } from "./relire";

preparer();
afterEach(() => db.owner.query("truncate indicateurs.export, indicateurs.cle_idempotence"));

describe("le rapport du trimestre", () => {
  it("dit ce que dit l’API, au trimestre, au trimestre d’avant et depuis le 1er janvier", async () => {
    await charger(...faits());
    const { contenu } = await faire();
    const ligne = tableau(contenu, "INDICATEURS").lignes.find((l: any) => l.code === "L.I.V2.1.1");
    const { data } = await demander("L.I.V2.1.1", { debut: "2026-04-01", fin: "2026-06-30" });
    expect(ligne).toMatchObject({ valeur: 3, avant: 1, cumul: 4, evolution: 200, version: data.indicateur.definition.version });
    expect(ligne.valeur).toBe(data.indicateur.valeur);
    expect(ligne.un_an_avant).toBe(0);
    expect(ligne.evolution_annuelle).toEqual({ absence: "SANS_OBJET" });
  });

  it("donne les définitions dans leur version, et ne dit nulle part une cellule vide", async () => {
    await charger(...faits());
    const { contenu } = await faire();
    const { tableaux } = JSON.parse(contenu.toString());
    expect(tableaux.at(-1).tableau).toBe("DEFINITIONS");
    const dites = new Set(tableaux.at(-1).lignes.map((l: any) => `${l.code} ${l.version}`));
    for (const { code, version } of tableau(contenu, "INDICATEURS").lignes) expect(dites).toContain(`${code} ${version}`);
    for (const { lignes } of tableaux)
      for (const ligne of lignes) for (const valeur of Object.values(ligne)) expect(valeur === null || valeur === "").toBe(false);
  });

  it("dit les mêmes cellules en XLSX et en ODS", async () => {
    await charger(...faits());
    const xlsx = lireXlsx((await faire({ format: "XLSX" })).contenu);
    const ods = lireOds((await faire({ format: "ODS" })).contenu);
    expect([...xlsx.keys()]).toEqual([...ods.keys()]);
    expect([...xlsx.values()]).toEqual([...ods.values()]);
    expect([...xlsx.keys()]).toEqual(
      expect.arrayContaining([
        "Présentation",
        "Indicateurs",
        "Zone pilote",
        "Délais",
        "Parcours locaux",
        "À regarder",
        "Finances",
        "Définitions",
      ]),
    );
  });

  it("se fait en un nombre d’instructions qui ne dépend pas du nombre d’indicateurs : une par lot de quarante mesures", async () => {
    await preparerFichier();
    let mesures = 0;
    const arreter = sg.subgraph.database.observe(({ text }) => {
      if (text.includes("ligne_0 as (")) mesures++;
    });
    await unTour();
    arreter();
    const codes = (
      await sg.run(CALLERS.pilotage, "{ definitionsIndicateurs { code cadre calcule ventilations } }")
    ).data.definitionsIndicateurs.filter((d: any) => d.calcule && ["local", "national", "feuille-de-route"].includes(d.cadre));
    const parcours = codes.filter((d: any) => d.ventilations.includes("parcours")).length;
    const lots = (nombre: number) => Math.ceil(nombre / 40);
    expect(codes.length).toBeGreaterThan(40);
    expect(mesures).toBeLessThanOrEqual(2 * lots(4 * codes.length) + lots(parcours));
  });
});

describe("la même demande", () => {
  it("donne les mêmes octets, et le même contenu a la même empreinte dans tous les formats", async () => {
    await charger(...faits());
    const { empreinte } = await faire();
    for (const format of ["CSV", "ODS", "XLSX", "JSON", "MD"]) {
      const [une, deux] = [await faire({ format }), await faire({ format })];
      expect(deux.contenu.equals(une.contenu)).toBe(true);
      expect(une.sha256).toBe(createHash("sha256").update(une.contenu).digest("hex"));
      expect(une.empreinte).toBe(empreinte);
      expect(une.contenu.toString("latin1").includes(une.empreinte) || !["CSV", "JSON", "MD"].includes(format)).toBe(true);
    }
  });

  it("donne les mêmes octets après une reconstruction, et d’autres quand un fait change un chiffre", async () => {
    await charger(...faits());
    const avant = await faire({ format: "ODS" });
    await db.owner.query(`truncate indicateurs.curseur, ${TABLES_ECRITES.map((table) => `indicateurs.${table}`).join(", ")}`);
    await charger();
    expect((await faire({ format: "ODS" })).contenu.equals(avant.contenu)).toBe(true);
    await charger(orientation(C, "2026-06-01"));
    expect((await faire({ format: "ODS" })).empreinte).not.toBe(avant.empreinte);
  });

  it("telle que connue un jour, redonne les mêmes octets après une correction et après une reconstruction", async () => {
    const su = (le: string) => (evenement: ReturnType<typeof entree>) => ({ ...evenement, le });
    await charger(...faits().map(su("2026-06-30T10:00:00Z")));
    const demande = { connuLe: "2026-07-05", format: "XLSX", tableau: "INDICATEURS" };
    const alors = await faire(demande);
    const consolide = await faire({ format: "XLSX", tableau: "INDICATEURS" });
    expect([alors.arreteAu, consolide.arreteAu]).toEqual(["2026-07-05", "2026-09-28"]);
    await charger(...[orientation(C, "2026-06-01"), entree(randomUUID(), { notification: "2026-05-02" })].map(su("2026-07-20T10:00:00Z")));
    expect((await faire({ format: "XLSX", tableau: "INDICATEURS" })).empreinte).not.toBe(consolide.empreinte);
    expect((await faire(demande)).contenu.equals(alors.contenu)).toBe(true);
    await db.owner.query(`truncate indicateurs.curseur, ${TABLES_ECRITES.map((table) => `indicateurs.${table}`).join(", ")}`);
    await charger();
    expect((await faire(demande)).contenu.equals(alors.contenu)).toBe(true);
  });

  it("sous une clé d’idempotence, donne le même fichier ; une fois ses octets oubliés, elle le dit", async () => {
    const une = await faire({ ...LEGER, cleIdempotence: "rapport-t2" });
    expect((await faire({ ...LEGER, cleIdempotence: "rapport-t2" })).lien).toBe(une.lien);
    expect((await preparerFichier({ ...LEGER, cleIdempotence: "rapport-t2", annee: 2025 })).data.exporterIndicateurs.code).toBe(
      "CLE_DEJA_UTILISEE",
    );
    expect(await oublierContenus(db.owner, new Date(MAINTENANT.getTime() + 15 * 60_000))).toBe(1);
    expect((await preparerFichier({ ...LEGER, cleIdempotence: "rapport-t2" })).data.exporterIndicateurs.code).toBe("EXPORT_OUBLIE");
    expect((await db.owner.query("select par, empreinte, contenu from indicateurs.export")).rows).toEqual([
      { par: "demo-pilotage", empreinte: une.empreinte, contenu: null },
    ]);
    expect((await lire(une.id)).etat).toBe("OUBLIE");
  });
});

describe("les autres modèles", () => {
  it("l’annexe 4 (3/3) compte chaque donnée à fournir, sans nommer personne", async () => {
    await db.owner.query(
      "insert into indicateurs.donnee_a_fournir (departement, code, donnee, rang) values ('94', 'TYPE_PARCOURS', 'Type de parcours', 8)",
    );
    await charger(...faits());
    const { contenu } = await faire({ modele: "ANNEXE_4", trimestre: null });
    expect(tableau(contenu, "DONNEES").lignes).toMatchObject([{ code: "TYPE_PARCOURS", personnes: 4, renseignees: 2, part: 50 }]);
    for (const qui of [A, B, C, D]) expect(contenu.includes(qui)).toBe(false);
  });

  it("OARSA donne chaque ligne de chaque tableau, et la même valeur que l’API", async () => {
    await charger(...faits());
    const { contenu } = await faire({ modele: "OARSA", trimestre: null });
    const { data } = await sg.run(CALLERS.pilotage, '{ definitionsIndicateurs(cadre: "oarsa") { code calcule tableau } }');
    const lignes = ["1", "2", "3", "4", "5", "6"].flatMap((n) => tableau(contenu, `OARSA_T${n}`).lignes);
    expect(lignes.map((l: any) => l.code).sort()).toEqual(
      data.definitionsIndicateurs
        .filter((d: any) => d.tableau)
        .map((d: any) => d.code)
        .sort(),
    );
    for (const { code } of data.definitionsIndicateurs.filter((d: any) => d.calcule && d.tableau === "OARSA_T1")) {
      const { valeur } = (await demander(code)).data.indicateur;
      expect(lignes.find((l: any) => l.code === code).ensemble).toEqual(valeur ?? { absence: "NON_CONNU" });
    }
  });

  it("le plan pauvreté donne une ligne par version, et douze mois", async () => {
    const { contenu } = await faire({ modele: "PLAN_PAUVRETE", trimestre: null });
    const { data } = await sg.run(
      CALLERS.pilotage,
      '{ definitionsIndicateurs(cadre: "plan-pauvrete", toutesVersions: true) { code version tableau } }',
    );
    const { tableaux } = JSON.parse(contenu.toString());
    const siens = tableaux.filter((t: any) => t.tableau.startsWith("PLAN_PAUVRETE_"));
    expect(siens.flatMap((t: any) => t.lignes.map((l: any) => `${l.code} ${l.version}`)).sort()).toEqual(
      data.definitionsIndicateurs.map((d: any) => `${d.code} ${d.version}`).sort(),
    );
    expect(Object.keys(siens[0].colonnes).filter((cle) => cle.startsWith("mois_"))).toHaveLength(12);
  });
});

describe("les petits nombres", () => {
  it("sont écrits « masqué », ni vides ni zéro, et leur évolution avec eux ; zéro se dit", async () => {
    const masquant = await testSubgraph(sousGraphe, db.url, { seuilIndicateurs: 5 });
    try {
      await charger(...faits());
      const { schema, database } = masquant.subgraph;
      const demande = {
        modele: "TRIMESTRE",
        departement: "94",
        annee: 2026,
        trimestre: 2,
        territoire: "94",
        connuLe: null,
        tableau: null,
      } as const;
      const classeur = await faireClasseur(demande, { schema, database, now: () => MAINTENANT });
      const [, indicateurs] = lireXlsx(enXlsx(classeur)).values();
      const titres = indicateurs![3] as string[];
      const ligne = indicateurs!.find(([code]) => code === "L.I.V2.1.1")!;
      const dit = Object.fromEntries(titres.map((titre, rang) => [titre, ligne[rang]]));
      expect(dit).toMatchObject({
        "2e trimestre 2026": "masqué",
        Numérateur: "masqué",
        "Évolution (en points pour un taux)": "masqué",
        "2e trimestre 2025": 0,
      });
    } finally {
      await masquant.close();
    }
  });
});

describe("un seul tableau", () => {
  it("se donne par sa clé", async () => {
    const { contenu, nom } = await faire({ modele: "OARSA", trimestre: null, tableau: "OARSA_T3" });
    expect(JSON.parse(contenu.toString()).tableaux.map((t: any) => t.tableau)).toEqual(["OARSA_T3"]);
    expect(nom).toMatch(/^unefois-oarsa-oarsa-t3-94-2026-[0-9a-f]{12}\.json$/);
  });
});
