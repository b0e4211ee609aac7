import { generateKeyPairSync } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { valeurEnMots } from "../../hub/personne/mots";
import { tourDesRectifications } from "../../hub/rectifications-a-la-source";
import { importerCaf } from "../../subgraphs/allocataires/caf/import-caf";
import { cloreLesCorrigees } from "../../subgraphs/allocataires/droits-des-personnes/clore-corrigees.repository";
import { sourceEnRetard } from "../../subgraphs/allocataires/droits-des-personnes/demande-de-droits";
import { contestation, DONNEES } from "../../subgraphs/allocataires/droits-des-personnes/donnees-rectifiables";
import { TRAITEMENTS } from "../../subgraphs/allocataires/droits-des-personnes/traitements";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { DONNEES_RECTIFIABLES, STATUTS_DEMANDE } from "../../subgraphs/allocataires/vocabulaire";
import { Coffre } from "../../subgraphs/echanges/depot/coffre";
import { cibleDossier } from "../../subgraphs/echanges/depot/depot.client";
import { clePublique } from "../../subgraphs/echanges/depot/signature";
import { defautsDuDepot } from "../../subgraphs/echanges/depot/verifier-depot";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import { RECTIFICATION } from "../../subgraphs/echanges/envoi/bases/rectification";
import { COLONNES } from "../../subgraphs/echanges/rectification/rectification";
import { followOnce } from "../../subgraphs/shared/event-follower";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { DossierDeFlux, type FoyerDeTest } from "../caf/fabriquer-flux";
import { mondeAbonnes } from "../echanges/monde-abonnes";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const { privateKey } = generateKeyPairSync("ed25519");
const outils = { coffre: new Coffre(NIR_KEY), cle: privateKey };
const SES_MOTS = "Mon nom s’écrit BENSAÏD, voir ma pièce d’identité.";

describe("ce qu’une rectification à la source dit", () => {
  it("la source est en retard un mois après l’envoi, jamais avant ni sans envoi ni une fois close", () => {
    expect(sourceEnRetard("A_LA_SOURCE", "2026-03-02", "2026-04-02")).toBe(false);
    expect(sourceEnRetard("A_LA_SOURCE", "2026-03-02", "2026-04-03")).toBe(true);
    expect(sourceEnRetard("A_LA_SOURCE", null, "2027-01-01")).toBe(false);
    for (const statut of STATUTS_DEMANDE.filter((s) => s !== "A_LA_SOURCE"))
      expect(sourceEnRetard(statut, "2026-03-02", "2027-01-01")).toBe(false);
  });

  it("un choix de champs ne conteste que ceux-là, et nomme toujours au moins une coordonnée de la donnée", () => {
    fc.assert(
      fc.property(fc.constantFrom(...DONNEES_RECTIFIABLES), fc.infiniteStream(fc.boolean()), (donnee, tirage) => {
        const { champs, coordonnees } = DONNEES[donnee];
        const choisis = champs.filter(() => tirage.next().value);
        const dite = contestation(DONNEES[donnee], choisis);
        expect(dite.champs).toEqual(choisis);
        expect(dite.coordonnees.length).toBeGreaterThan(0);
        expect(coordonnees).toEqual(expect.arrayContaining([...dite.coordonnees]));
      }),
    );
    expect(contestation(DONNEES.ETAT_CIVIL, ["nom"]).coordonnees).toEqual(["Allocataire.nom"]);
  });

  it("la page de la personne dit la donnée et les traitements, jamais leurs codes", () => {
    expect(valeurEnMots("TELEPHONE", "donnee")).toBe("téléphone");
    for (const [code, { libelle }] of Object.entries(TRAITEMENTS)) expect(valeurEnMots(code, "traitements")).toBe(libelle);
  });

  it("chaque colonne du fichier a sa base légale", () => expect([...COLONNES]).toEqual(Object.keys(RECTIFICATION)));
});

describe("une valeur fausse de la CAF, lue par un logiciel abonné, puis corrigée par la CAF", () => {
  const m = mondeAbonnes();
  const flux = new DossierDeFlux();
  const depots = fs.mkdtempSync(path.join(os.tmpdir(), "rectifications-"));
  let graphe: TestSubgraph;
  beforeAll(async () => {
    graphe = await testSubgraph(sousGraphe, m.base.url);
  });
  afterAll(async () => {
    await graphe.close();
    flux.supprimer();
    fs.rmSync(depots, { recursive: true });
  });

  const appeler = async (par: Caller, document: string, variables = {}) => {
    const { data, errors } = await graphe.run(par, document, variables, m.clock.now());
    expect(errors).toBeUndefined();
    return data.r;
  };
  const recevoir = (cree: string, foyer: FoyerDeTest) =>
    importerCaf([flux.ecrire({ cree, foyers: [{ numero: "01024049999", ...foyer }] })], {
      ownerUrl: m.base.url,
      now: () => flux.horloge(m.clock.now()),
      nirCipher: new NirCipher(NIR_KEY),
    });
  const suivre = async () => {
    await m.suivre();
    await followOnce(m.base.owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges });
  };
  const tour = async () => {
    await suivre();
    const log = createLog("silent", "test");
    return tourDesRectifications({
      ...{ databaseUrl: m.base.url, nirKey: NIR_KEY, outils, cibles: [cibleDossier(depots)], clock: m.clock, log },
    });
  };
  const personne = (voie: string) => ({
    nomNaissance: "BENSAD",
    nom: "BENSAD",
    prenom: "SOFIA",
    naissance: "1991-05-06",
    nir: "2910594028001",
    voie,
  });
  const demande = async () =>
    (await appeler(CALLERS.dpo, "{ r: demandesDeDroits { nodes { id statut motifDecision envoyeeLe envoyeeA sourceEnRetard champs } } }"))
      .nodes[0];

  it("la demande part signée, se suit, se clôt au flux qui la corrige ; le logiciel l’apprend par un message signé sans valeur, et son accusé clôt sa ligne", async () => {
    const { voie: _, ...p } = personne("");
    await recevoir("2026-02-20", { voie: "DES LILAS", personnes: [p] });
    const { rows } = await m.base.owner.query("select id from allocataires.allocataire where prenoms[1] ilike 'sofia'");
    const id = rows[0].id as string;
    await m.abonner(["ContratSigne"], CALLERS.franceTravail);
    await appeler(CALLERS.franceTravail, "query ($i: ID!) { r: allocataire(id: $i) { nom } }", { i: id });

    const deposee = await appeler(
      CALLERS.dpo,
      `mutation ($a: ID!, $p: String) { r: demanderRectification(allocataire: $a, donnee: ETAT_CIVIL, champs: ["nom"], precisions: $p, recueLe: "2026-03-01") {
        ... on DemandeDeDroits { id statut champs } ... on Refus { code } } }`,
      { a: id, p: SES_MOTS },
    );
    expect(deposee).toMatchObject({ statut: "RECUE", champs: ["nom"] });
    const statuer = (motif: string | null = null) =>
      appeler(
        CALLERS.dpo,
        `mutation ($i: ID!, $m: String) { r: statuerDemandeDeDroits(demande: $i, decision: ACCEPTER, motif: $m) { ... on DemandeDeDroits { statut } ... on Refus { code } } }`,
        { i: deposee.id, m: motif },
      );
    expect(await statuer()).toEqual({ statut: "A_LA_SOURCE" });

    expect(await tour()).toMatchObject({ deposes: 1, confirmees: 0, fichiers: [{ nombre: 1, destinataire: "CAF" }] });
    const lire = (extension: string) => fs.readFileSync(path.join(depots, "CAF", `94-RECTIFICATION-CAF-000001.${extension}`));
    const fichiers = ["jsonl", "csv"].map((extension) => ({ nom: `94-RECTIFICATION-CAF-000001.${extension}`, contenu: lire(extension) }));
    expect(defautsDuDepot(clePublique(privateKey), lire("json"), lire("sig"), fichiers)).toEqual([]);
    const ligne = JSON.parse(lire("jsonl").toString());
    expect(ligne).toMatchObject({ demande: deposee.id, organismePayeur: "CAF941", numeroDemande: "01024049999", role: "DEM" });
    expect(ligne).toMatchObject({ donnee: "ETAT_CIVIL", champs: "nom", recueLe: "2026-03-01", valeur: null, precisions: SES_MOTS });
    expect(lire("jsonl").toString()).not.toMatch(/2910594028001|BENSAD/);
    expect(await demande()).toMatchObject({
      statut: "A_LA_SOURCE",
      envoyeeLe: "2026-03-02T08:00:00.000Z",
      envoyeeA: "CAF",
      sourceEnRetard: false,
    });
    expect((await tour()).deposes).toBe(0);
    // The register of the person says once who read for it, and not France Travail.
    const lues = await m.base.owner.query("select client, allocataires from journal.consultation where operation_nom = 'RECTIFICATION'");
    expect(lues.rows).toEqual([{ client: "unefois-droits-des-personnes", allocataires: [id] }]);

    await m.clock.wait(40 * 86_400_000);
    expect((await demande()).sourceEnRetard).toBe(true);
    expect(await statuer()).toEqual({ code: "MOTIF_MANQUANT" });
    // The next flow says something else, but not of what is contested.
    await recevoir("2026-04-09", { voie: "DES ROSES", personnes: [p] });
    expect(await cloreLesCorrigees(m.base.owner, m.clock.now())).toEqual([]);
    await recevoir("2026-04-10", { voie: "DES ROSES", personnes: [{ ...p, nom: "BENSAID", nomNaissance: "BENSAID" }] });
    expect(await cloreLesCorrigees(m.base.owner, m.clock.now())).toEqual([{ departement: "94", id: deposee.id }]);
    expect(await cloreLesCorrigees(m.base.owner, m.clock.now())).toEqual([]);
    expect(await demande()).toMatchObject({
      statut: "ACCEPTEE",
      sourceEnRetard: false,
      motifDecision: "La source (CAF) dit une autre valeur depuis le 10/04/2026.",
    });
    expect(await tour()).toMatchObject({ deposes: 0, confirmees: 1 });

    await m.abonnements.livrer();
    const recu = m.abonne.recus.at(-1)!.corps;
    expect(recu).toMatchObject({ type: "DonneeRectifiee", allocataire: id, donnees: { demande: deposee.id, champs: ["Allocataire.nom"] } });
    expect(JSON.stringify(m.abonne.recus)).not.toMatch(/bensa/i);
    const notifications = async () => {
      const { data } = await m.subgraph.run(
        CALLERS.dpo,
        "{ r: notificationsDeDroits { nodes { id statut destinataire } } }",
        {},
        m.clock.now(),
      );
      return data.r.nodes;
    };
    await suivre();
    const [sienne, ...autres] = await notifications();
    expect([sienne.destinataire, sienne.statut, autres]).toEqual(["demo-france-travail", "DITE", []]);
    const accuse = `mutation { r: accuserNotification(notification: "${sienne.id}") { ... on NotificationDeDroits { statut } ... on Refus { code } } }`;
    const { data } = await m.subgraph.run(CALLERS.franceTravail, accuse, {}, m.clock.now());
    expect(data.r).toEqual({ statut: "ACCUSEE" });
    expect((await notifications())[0].statut).toBe("ACCUSEE");
  });
});
