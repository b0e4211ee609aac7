import { startWorker } from "../../hub/worker";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { rejouerRejets } from "../../subgraphs/allocataires/caf/rejouer-rejets";
import { leverEffacement, listerEffacements } from "../../subgraphs/allocataires/effacement/lever.repository";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import { SUIVI } from "../../subgraphs/indicateurs/projection";
import { erasureOf } from "../../subgraphs/shared/erasure";
import { followOnce } from "../../subgraphs/shared/event-follower";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { DossierDeFlux, type FluxDeTest, type PersonneDeTest } from "../caf/fabriquer-flux";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { agir } from "./actes";

const nirCipher = new NirCipher(NIR_KEY);
const ZOE: PersonneDeTest = { nom: "CANARI", prenom: "ZOE", naissance: "1991-05-06", nir: "2910594910001" };
const KARIM: PersonneDeTest = { role: "CJT", qual: "MR", nom: "MALIK", prenom: "KARIM", naissance: "1990-02-03", nir: "1900294910002" };
const OUVERT = "2";
const CLOS = "5";

describe("effacer une personne", () => {
  const fichiers = new DossierDeFlux();
  let base: TestDatabase;
  let graphe: TestSubgraph;
  beforeEach(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterEach(async () => {
    await graphe.close();
    await base.drop();
  });
  afterAll(() => fichiers.supprimer());

  const lignes = async (sql: string, valeurs: unknown[] = []) => (await base.owner.query(sql, valeurs)).rows;
  const contexte = (le: string) => ({ ownerUrl: base.url, now: () => new Date(`${le}T08:00:00Z`), nirCipher });
  const importer = async (cree: string, foyers: FluxDeTest["foyers"]) =>
    (await importerCaf([fichiers.ecrire({ cree, reference: cree, foyers })], contexte(cree)))[0]!;
  const zoe = async (): Promise<string | undefined> =>
    (await lignes("select id from allocataires.allocataire where nom = 'CANARI'"))[0]?.id;
  const effacer = (
    allocataire: string,
    { par = CALLERS.dpo as Caller, motif = "DEMANDE_DE_LA_PERSONNE", jour = "2026-03-10", cle = null as string | null } = {},
  ) =>
    graphe
      .run(
        par,
        `mutation ($a: ID!, $m: MotifEffacement!, $c: String) { r: effacerAllocataire(allocataire: $a, motif: $m, cleIdempotence: $c) {
           __typename ... on EffacementAllocataire { id motif effaceLe lignes } ... on Refus { code } } }`,
        { a: allocataire, m: motif, c: cle },
        new Date(`${jour}T10:00:00Z`),
      )
      .then(({ data, errors }) => ({ r: data?.r, errors }));

  /** Every follower of the log, once. */
  const suivre = async () => {
    await base.owner.query("update journal.evenement set position = rang where position is null");
    for (const suivi of [
      erasureOf("rendez_vous"),
      erasureOf("offre_insertion"),
      SUIVI,
      { schema: "echanges", name: "echanges", apply: appliquerEchanges },
    ])
      await followOnce(base.owner, suivi);
  };

  /** Tables of the hub, but the journal and indicators, with a row that holds one of these texts. */
  const tablesQuiDisent = async (...textes: string[]) => {
    const tables = await lignes(
      `select c.oid::regclass::text as nom from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname in ('allocataires', 'rendez_vous', 'offre_insertion', 'echanges', 'hub')`,
    );
    const trouvees: string[] = [];
    for (const { nom } of tables) {
      const [ligne] = await lignes(`select 1 from ${nom} t where row_to_json(t)::text ilike any ($1) limit 1`, [
        textes.map((t) => `%${t}%`),
      ]);
      if (ligne) trouvees.push(nom);
    }
    return trouvees;
  };

  /** Zoé and Karim in an open dossier, with all that the hub may hold of Zoé. */
  async function foyerSuivi(): Promise<string> {
    await importer("2026-01-12", [{ numero: "94000000777", etat: OUVERT, personnes: [ZOE, KARIM] }]);
    const id = (await zoe())!;
    await graphe.run(
      CALLERS.departement,
      'mutation ($a: ID!) { declarerDonnees(allocataire: $a, donnees: { courriel: "zoe-a-effacer@exemple.fr" }) { __typename } }',
      { a: id },
      new Date("2026-01-15T10:00:00Z"),
    );
    const { r } = await agir(
      graphe,
      CALLERS.departement,
      "deciderOrientation",
      {
        allocataire: id,
        parcours: "REMOBILISATION_EMPLOI",
        organisme: "94-REMOB-1",
        referent: "94-REMOB-1-REF-1",
        motif: "zoe-a-effacer",
        decideeLe: "2026-01-20",
      },
      "",
    );
    expect(r.__typename).toBe("Orientation");
    await base.owner.query(
      `with r as (insert into rendez_vous.rendez_vous (departement, debut, duree_minutes, modalite, famille, motif, source, collectee_le, recue_le)
         values ('94', '2026-01-18T09:00Z', 60, 'PHYSIQUE', 'ORIENTATION', 'zoe-a-effacer', 'DEPARTEMENT', '2026-01-12', '2026-01-12') returning id)
       insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) select '94', r.id, $1, 'HONORE', '2026-01-18' from r`,
      [id],
    );
    await base.owner.query(
      "insert into rendez_vous.personne_externe (departement, systeme, identifiant, allocataire, maj_le) values ('94', 'RENDEZ_VOUS_SOLIDARITES', '77', $1, '2026-01-12')",
      [id],
    );
    await base.owner.query(
      "insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, statut, declaree_le) values ('94', $1, '2026-01-19', 60, 'zoe-a-effacer', 'DECLAREE', '2026-01-19')",
      [id],
    );
    return id;
  }
  const fermer = () => importer("2026-03-02", [{ numero: "94000000777", etat: CLOS, personnes: [ZOE, KARIM] }]);

  it("refuse tant que le dossier est ouvert, sauf collecte erronée ; et à qui n’est pas le Département dans l’exercice des droits", async () => {
    const id = await foyerSuivi();
    expect((await effacer(id)).r).toEqual({ __typename: "Refus", code: "EFFACEMENT_DROITS_OUVERTS" });
    expect((await effacer(id, { motif: "CONSERVATION_ECHUE" })).r.code).toBe("EFFACEMENT_MOTIF");
    expect((await effacer(id, { par: { ...CALLERS.dpo, finalite: "ACCOMPAGNEMENT" } })).r.code).toBe("EFFACEMENT_FINALITE");
    expect((await effacer(id, { par: { ...CALLERS.dpo, organisme: "FT94" } })).r.code).toBe("NON_HABILITE");
    expect((await effacer(id, { par: { ...CALLERS.dpo, departement: "93", organisme: "CD93" } })).r.code).toBe("ALLOCATAIRE_INTROUVABLE");
    expect((await effacer(id, { par: CALLERS.departement })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect(await zoe()).toBe(id);
    expect((await effacer(id, { motif: "COLLECTE_ERRONEE" })).r.__typename).toBe("EffacementAllocataire");
  });

  it("ne laisse rien d’elle dans aucun sous-graphe, garde les autres du foyer et les chiffres", async () => {
    const id = await foyerSuivi();
    await fermer();
    await suivre();
    const chiffres = await lignes(
      "select rang, notification, decision_orientation, parcours from indicateurs.entree order by notification, rang, parcours",
    );
    expect(await tablesQuiDisent(id, "zoe-a-effacer")).toEqual(
      expect.arrayContaining([
        "allocataires.allocataire",
        "allocataires.declaration",
        "allocataires.contenu_personne",
        "rendez_vous.participation",
        "offre_insertion.activite",
      ]),
    );
    const { r } = await effacer(id, { cle: "une" });
    expect(r).toMatchObject({ __typename: "EffacementAllocataire", motif: "DEMANDE_DE_LA_PERSONNE", effaceLe: "2026-03-10T10:00:00.000Z" });
    expect(r.lignes).toBeGreaterThan(8);
    await suivre();
    expect(await tablesQuiDisent(id, "zoe-a-effacer", nirCipher.hash(ZOE.nir!).toString("hex"))).toEqual([
      "allocataires.empreinte_effacee",
    ]);
    expect(await lignes("select distinct t.type from allocataires.empreinte_effacee t order by 1")).toEqual([
      { type: "DOSSIER" },
      { type: "ETAT_CIVIL" },
      { type: "NIR" },
    ]);
    expect(await lignes("select a.nom from allocataires.membre m join allocataires.allocataire a on a.id = m.allocataire")).toEqual([
      { nom: "MALIK" },
    ]);
    expect(
      await lignes(
        "select rang, notification, decision_orientation, parcours from indicateurs.entree order by notification, rang, parcours",
      ),
    ).toEqual(chiffres);
    expect(await lignes("select 1 from indicateurs.entree where allocataire = $1", [id])).toEqual([]);
    expect(await lignes("select donnees from journal.evenement where type = 'PersonneEffacee'")).toEqual([
      { donnees: { systeme: "DEPARTEMENT", portee: "HUB", motif: "DEMANDE_DE_LA_PERSONNE" } },
    ]);
    expect(
      await lignes("select organisme, champs from journal.consultation where 'EffacementAllocataire.effaceLe' = any (champs)"),
    ).toEqual([{ organisme: "CD94", champs: ["EffacementAllocataire.effaceLe"] }]);
    expect(await lignes("select efface_le is not null as efface from rendez_vous.personne_externe")).toEqual([{ efface: true }]);
    expect((await effacer(id, { cle: "une" })).r).toEqual(r);
  });

  it("les travaux de fond propagent l’effacement d’eux-mêmes", async () => {
    const id = await foyerSuivi();
    const travaux = await startWorker(base.url, createLog("silent", "essai"));
    try {
      await effacer(id, { motif: "COLLECTE_ERRONEE" });
      const reste = async () => tablesQuiDisent(id, "zoe-a-effacer");
      for (const fin = Date.now() + 15_000; Date.now() < fin && (await reste()).some((t) => !t.startsWith("echanges.registre")); )
        await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await reste()).filter((t) => !t.startsWith("echanges.registre"))).toEqual([]);
    } finally {
      await travaux.stop();
    }
  }, 30_000);

  it("le flux qui la ferait revenir est arrêté pour elle seule, et le rejet ne garde rien d’elle", async () => {
    const id = await foyerSuivi();
    await fermer();
    await effacer(id);
    await suivre();
    const resultat = await importer("2026-04-02", [
      { numero: "94000000777", etat: CLOS, voie: "NEUVE", personnes: [ZOE, { ...KARIM, nom: "MALIK-DUPONT", nomNaissance: "MALIK" }] },
    ]);
    expect(resultat.compteurs).toMatchObject({ lus: 1, appliques: 1, rejetes: 0 });
    expect(resultat.signalements).toMatchObject([{ cle: "94000000777", code: "PERSONNE_EFFACEE", applique: true }]);
    expect(await zoe()).toBeUndefined();
    expect(await lignes("select nom_usage, adresse from allocataires.allocataire where date_naissance = '1990-02-03'")).toMatchObject([
      { nom_usage: "MALIK-DUPONT" },
    ]);
    expect(await tablesQuiDisent("zoe-a-effacer")).toEqual([]);
    expect(await lignes("select code, original from allocataires.rejet where rejoue_le is null")).toEqual([
      { code: "PERSONNE_EFFACEE", original: "" },
    ]);
    expect((await rejouerRejets("tous", contexte("2026-04-03"))).compteurs.lus).toBe(0);
    await importer("2026-04-03", [{ numero: "94000000777", etat: CLOS, voie: "NEUVE", personnes: [ZOE, KARIM] }]);
    expect(await lignes("select 1 from allocataires.rejet where rejoue_le is null")).toHaveLength(1);
  });

  it("reconnue sans NIR par son état civil ou son dossier ; un autre NIR est une autre personne", async () => {
    const id = await foyerSuivi();
    await fermer();
    await effacer(id);
    const arret = async (cree: string, numero: string, personne: PersonneDeTest) =>
      (await importer(cree, [{ numero, etat: OUVERT, personnes: [personne] }])).signalements.map((s) => s.code);
    expect(await arret("2026-04-02", "94000000778", { ...ZOE, nir: undefined, nom: "Canari", prenom: "Zoé" })).toEqual([
      "PERSONNE_EFFACEE",
    ]);
    expect(await arret("2026-04-03", "94000000777", { ...ZOE, nir: undefined, nom: "EPOUSE", nomNaissance: "AUTREMENT" })).toEqual([
      "PERSONNE_EFFACEE",
    ]);
    expect(await arret("2026-04-04", "94000000779", { ...ZOE, nir: "2910594910099" })).toEqual([]);
    expect(await lignes("select numero_demande from allocataires.dossier where numero_demande in ('94000000778', '94000000779')")).toEqual([
      { numero_demande: "94000000779" },
    ]);
  });

  it("levé, l’effacement laisse le même flux la refaire, et solde l’arrêt", async () => {
    const id = await foyerSuivi();
    await fermer();
    await effacer(id);
    await importer("2026-04-02", [{ numero: "94000000777", etat: OUVERT, personnes: [ZOE, KARIM] }]);
    const [effacement] = await listerEffacements(base.owner);
    expect(effacement).toMatchObject({ departement: "94", motif: "DEMANDE_DE_LA_PERSONNE", arrets: 1, leveLe: null });
    expect(await leverEffacement(base.owner, effacement!.id, "nouvelle demande", new Date("2026-04-03T08:00:00Z"))).toEqual({ arrets: 1 });
    expect(await leverEffacement(base.owner, effacement!.id, "encore", new Date("2026-04-03T08:00:00Z"))).toBeNull();
    await importer("2026-04-04", [{ numero: "94000000777", etat: OUVERT, personnes: [ZOE, KARIM] }]);
    expect(await zoe()).toEqual(expect.not.stringMatching(id));
    expect(await lignes("select 1 from allocataires.rejet where rejoue_le is null")).toEqual([]);
  });
});
