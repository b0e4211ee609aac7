import { createHash, randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { faireClasseur, faireUnExport } from "../../../subgraphs/indicateurs/export/depot/executer-exports";
import { oublierContenus } from "../../../subgraphs/indicateurs/export/depot/fichier.repository";
import { CHEMIN_DES_EXPORTS } from "../../../subgraphs/indicateurs/export/depot/lien";
import { routeExport } from "../../../subgraphs/indicateurs/export/depot/route-export";
import { enXlsx } from "../../../subgraphs/indicateurs/export/tableur/xlsx";
import { TABLES_ECRITES } from "../../../subgraphs/indicateurs/projection/table";
import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { createLog } from "../../../subgraphs/shared/log";
import { NirCipher } from "../../../subgraphs/shared/nir-cipher";
import { CALLERS, NIR_KEY, testSubgraph } from "../../setup/subgraph";
import { entree, orientation } from "../journal";
import { charger, db, demander, preparer, sg } from "../mesures";
import { lireOds, lireXlsx } from "./relire";

preparer();
afterEach(() => db.owner.query("truncate indicateurs.export, indicateurs.cle_idempotence"));

const MAINTENANT = new Date("2026-11-20T10:00:00Z");
/** A model that counts nothing. */
const LEGER = { modele: "FINANCES", trimestre: null };
const DEMANDE = `mutation ($modele: ModeleExport!, $format: FormatExport!, $departement: String!, $annee: Int!, $trimestre: Int, $territoire: String,
    $connuLe: Date, $tableau: String, $cleIdempotence: String) {
  exporterIndicateurs(modele: $modele, format: $format, departement: $departement, annee: $annee, trimestre: $trimestre, territoire: $territoire,
      connuLe: $connuLe, tableau: $tableau, cleIdempotence: $cleIdempotence) {
    __typename ... on ExportIndicateurs { id etat format lien } ... on Refus { code champ } } }`;
const LIRE = "query ($id: ID!) { exportIndicateurs(id: $id) { id etat format lien nom empreinte sha256 taille arreteAu expireLe } }";

const preparerFichier = (plus: Record<string, unknown> = {}, caller: Parameters<typeof sg.run>[0] = CALLERS.pilotage) =>
  sg.run(caller, DEMANDE, { modele: "TRIMESTRE", format: "JSON", departement: "94", annee: 2026, trimestre: 2, ...plus }, MAINTENANT);

/** What the worker does at its round. */
const unTour = () =>
  faireUnExport(
    db.owner,
    { schema: sg.subgraph.schema, database: sg.subgraph.database, now: () => MAINTENANT },
    createLog("silent", "essai"),
  );
const lire = async (id: string, caller: Parameters<typeof sg.run>[0] = CALLERS.pilotage) =>
  (await sg.run(caller, LIRE, { id }, MAINTENANT)).data.exportIndicateurs;

const faire = async (plus: Record<string, unknown> = {}) => {
  const { data, errors } = await preparerFichier(plus);
  expect(errors).toBeUndefined();
  const { id } = data.exporterIndicateurs;
  while ((await unTour()) > 0);
  const { rows } = await db.owner.query("select contenu from indicateurs.export where id = $1", [id]);
  return { ...(await lire(id)), contenu: rows[0].contenu as Buffer };
};

const [A, B, C, D] = [1, 2, 3, 4].map(() => randomUUID()) as [string, string, string, string];
const faits = () => [
  ...[A, B, C].map((qui) => entree(qui, { notification: "2026-04-10", ouvertureDroits: "2026-04-01", entreeDispositif: "2026-04-10" })),
  entree(D, { notification: "2026-02-10", ouvertureDroits: "2026-02-01", entreeDispositif: "2026-02-10" }),
  orientation(A, "2026-04-15"),
  orientation(B, "2026-05-20"),
];

const tableau = (contenu: Buffer, cle: string) => JSON.parse(contenu.toString()).tableaux.find((t: any) => t.tableau === cle);

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

describe("ce qui est refusé", () => {
  it.each([
    ["ANNEE_INVALIDE", { annee: 1999 }],
    ["TRIMESTRE_INVALIDE", { trimestre: 5 }],
    ["TRIMESTRE_INVALIDE", { trimestre: null }],
    ["TRIMESTRE_INVALIDE", { modele: "SUIVI", trimestre: 1 }],
    ["EXPORT_DEPARTEMENT_ENTIER", { modele: "FINANCES", trimestre: null, territoire: "94-PILOTE" }],
    ["PERIODE_FUTURE", { annee: 2027, trimestre: 1 }],
    ["CONNU_LE_SANS_OBJET", { ...LEGER, connuLe: "2026-03-31" }],
    ["CONNU_LE_FUTUR", { connuLe: "2026-11-21" }],
    ["TERRITOIRE_INCONNU", { territoire: "94-AILLEURS" }],
    ["TERRITOIRE_INCONNU", { territoire: "93" }],
    ["TERRITOIRE_INCONNU", { departement: "93" }],
    ["TABLEAU_INCONNU", { tableau: "OARSA_T9" }],
  ])("%s %j", async (code, plus) => {
    expect((await preparerFichier(plus)).data.exporterIndicateurs).toMatchObject({ __typename: "Refus", code });
    expect((await db.owner.query("select 1 from indicateurs.export")).rowCount).toBe(0);
  });

  it("un jeton d’un autre Département lit comme si le territoire n’existait pas ; sans indicateurs.lire, rien ne se prépare", async () => {
    expect((await preparerFichier({}, CALLERS.departement93)).data.exporterIndicateurs.code).toBe("TERRITOIRE_INCONNU");
    const { errors } = await preparerFichier({}, CALLERS.referent);
    expect(errors![0]!.extensions.code).toBe("FORBIDDEN");
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

describe("le lien", () => {
  let adresse: string;
  let maintenant = MAINTENANT;
  let fermer: () => Promise<void>;
  beforeAll(async () => {
    const { route, close } = routeExport({
      databaseUrl: db.url,
      cle: new NirCipher(NIR_KEY),
      now: () => maintenant,
      log: createLog("silent", "essai"),
    });
    const serveur = http.createServer(route);
    await new Promise<void>((resolve) => serveur.listen(0, "127.0.0.1", resolve));
    adresse = `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`;
    fermer = async () => {
      await new Promise((resolve) => serveur.close(resolve));
      await close();
    };
  });
  afterAll(() => fermer());
  const ici = (lien: string) => lien.replace(/^http:\/\/[^/]+/, adresse);

  it("donne les octets, leur nom et leur empreinte, sans qu’un intermédiaire les garde", async () => {
    const { lien, contenu, nom, sha256, empreinte } = await faire({ ...LEGER, format: "XLSX" });
    const reponse = await fetch(ici(lien));
    expect(Buffer.from(await reponse.arrayBuffer()).equals(contenu)).toBe(true);
    expect(Object.fromEntries(reponse.headers)).toMatchObject({
      "content-disposition": `attachment; filename="${nom}"`,
      etag: `"${sha256}"`,
      "x-unefois-empreinte": empreinte,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    });
    expect((await fetch(ici(lien), { method: "HEAD" })).status).toBe(200);
  });

  it("n’ouvre rien quand un seul signe change, quand son département est un autre, ni quand on écrit", async () => {
    const { lien } = await faire(LEGER);
    const jeton = lien.slice(lien.lastIndexOf("/") + 1);
    const parts = jeton.split(".");
    const faux = [
      `${jeton.slice(0, -1)}${jeton.endsWith("A") ? "B" : "A"}`,
      ["93", ...parts.slice(1)].join("."),
      [parts[0], randomUUID().replaceAll("-", ""), parts[2]].join("."),
      "",
      "x",
    ];
    for (const autre of faux) expect((await fetch(`${adresse}${CHEMIN_DES_EXPORTS}/${autre}`)).status).toBe(404);
    expect((await fetch(ici(lien), { method: "POST" })).status).toBe(405);
  });

  it("répond 202 tant que le fichier se prépare", async () => {
    const { lien, etat, id } = (await preparerFichier(LEGER)).data.exporterIndicateurs;
    expect(etat).toBe("EN_PREPARATION");
    const reponse = await fetch(ici(lien));
    expect([reponse.status, reponse.headers.get("retry-after")]).toEqual([202, "5"]);
    await unTour();
    expect((await lire(id)).etat).toBe("PRET");
    expect((await fetch(ici(lien))).status).toBe(200);
    expect(await lire(id, CALLERS.departement93)).toBeNull();
  });

  it("un fichier que trois essais n’ont pas fait échoue, et ne retient pas les autres", async () => {
    const { lien, id } = (await preparerFichier(LEGER)).data.exporterIndicateurs;
    await db.owner.query('update indicateurs.export set demande = demande || \'{"modele": "INCONNU"}\'');
    for (let essai = 0; essai < 3; essai++) expect(await unTour()).toBe(1);
    expect(await unTour()).toBe(0);
    expect((await lire(id)).etat).toBe("ECHOUE");
    expect((await fetch(ici(lien))).status).toBe(500);
    expect((await faire(LEGER)).etat).toBe("PRET");
  });

  it("n’ouvre plus rien après un quart d’heure", async () => {
    const { lien } = await faire(LEGER);
    maintenant = new Date(MAINTENANT.getTime() + 15 * 60_000);
    expect((await fetch(ici(lien))).status).toBe(410);
    maintenant = MAINTENANT;
  });
});
