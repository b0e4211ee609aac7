import fc from "fast-check";
import { limiteDe, suite, TRANSITIONS } from "../../subgraphs/allocataires/droits-des-personnes/demande-de-droits";
import { DONNEES } from "../../subgraphs/allocataires/droits-des-personnes/donnees-rectifiables";
import { TRAITEMENTS } from "../../subgraphs/allocataires/droits-des-personnes/traitements";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { DECISIONS_DEMANDE, NATURES_DEMANDE, STATUTS_DEMANDE } from "../../subgraphs/allocataires/vocabulaire";
import type { Caller } from "../../subgraphs/shared/identity";
import { verifierEvenements } from "../allocataires/evenements-conformes";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";

const LE = new Date("2026-03-10T10:00:00Z");
const REPONSE =
  "... on DemandeDeDroits { id nature statut limite enRetard recours acte motifDecision traitements { traitement effet } } ... on Refus { code }";
const DEPOSER = `mutation ($d: DemandeDeDroitsInput!, $c: String) { r: deposerDemandeDeDroits(demande: $d, cleIdempotence: $c) { __typename ${REPONSE} } }`;
const RECTIFIER = `mutation ($a: ID!, $n: DonneeRectifiable!, $v: DonneesDeclareesInput, $p: String, $le: Date!) {
  r: demanderRectification(allocataire: $a, donnee: $n, valeur: $v, precisions: $p, recueLe: $le) { __typename ${REPONSE} } }`;
const STATUER = `mutation ($i: ID!, $d: DecisionDemandeDeDroits!, $m: String) { r: statuerDemandeDeDroits(demande: $i, decision: $d, motif: $m) { __typename ${REPONSE} } }`;

describe("la vie d’une demande", () => {
  it("est une table : toute décision hors de la table est refusée, et une réponse est définitive", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NATURES_DEMANDE),
        fc.constantFrom(...STATUTS_DEMANDE),
        fc.constantFrom(...DECISIONS_DEMANDE),
        (nature, statut, decision) => {
          const vers = (TRANSITIONS[statut] as Record<string, string>)[decision];
          const r = suite({ nature, statut }, decision, "motif");
          const permise =
            vers &&
            !(decision === "ACCEPTER" && nature === "EFFACEMENT") &&
            !(decision === "LEVER" && !["OPPOSITION", "LIMITATION"].includes(nature));
          expect("statut" in r ? r.statut : null).toBe(permise ? vers : null);
        },
      ),
    );
  });

  it.each([
    ["2026-01-15", false, "2026-02-15"],
    ["2026-01-31", false, "2026-02-28"],
    ["2026-01-31", true, "2026-04-30"],
  ])("reçue le %s (prolongée : %s), réponse due le %s", (recue, prolongee, limite) => expect(limiteDe(recue, prolongee)).toBe(limite));

  it("chaque traitement dit son effet et son texte, chaque donnée comment elle se corrige", () => {
    for (const t of Object.values(TRAITEMENTS)) expect([t.effet.length > 20, t.source.length > 8]).toEqual([true, true]);
    for (const d of Object.values(DONNEES)) expect(d.moyen === "ACTE").toBe(d.acte !== undefined);
  });
});

describe("ce qu’une demande change", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  beforeEach(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterEach(async () => {
    await verifierEvenements(base.owner, ["DemandeDeDroitsDeposee"], /Benali|BEN ALI|9811|complexe/);
    await graphe.close();
    await base.drop();
  });

  const appeler = async (document: string, variables: object, par: Caller = CALLERS.dpo, le = LE) => {
    const { data, errors } = await graphe.run(par, document, variables as Record<string, unknown>, le);
    return data?.r ?? errors;
  };
  const deposer = (nature: string, plus: object = {}) =>
    appeler(DEPOSER, { d: { allocataire: PEOPLE.amina, nature, recueLe: "2026-03-05", ...plus } });
  const rectifier = (donnee: string, valeur: object | null, precisions: string | null = null) =>
    appeler(RECTIFIER, { a: PEOPLE.amina, n: donnee, v: valeur, p: precisions, le: "2026-03-05" });
  const statuer = (id: string, decision: string, motif: string | null = null, par: Caller = CALLERS.dpo) =>
    appeler(STATUER, { i: id, d: decision, m: motif }, par);
  const evenements = async () =>
    (await base.owner.query("select type, donnees from journal.evenement where type ~ 'Demande|Rectifiee' order by rang")).rows;
  const lireAmina = (par: Caller, champs: string) =>
    appeler(`query ($i: ID!) { r: allocataire(id: $i) { ${champs} } }`, { i: PEOPLE.amina }, par);

  it("une rectification de ce que le hub possède est appliquée, dite sans la valeur, et une seule fois", async () => {
    const d = await rectifier("TELEPHONE", { telephone: "06 39 98 11 22" });
    expect(d).toMatchObject({ statut: "RECUE", limite: "2026-04-05", enRetard: false });
    expect(await statuer(d.id, "ACCEPTER")).toMatchObject({ statut: "ACCEPTEE", recours: null });
    expect(await lireAmina(CALLERS.departement, "telephone")).toEqual({ telephone: "+33639981122" });
    expect((await statuer(d.id, "REFUSER", "trop tard")).code).toBe("DEMANDE_DEJA_STATUEE");
    const dits = await evenements();
    expect(dits.map((e: any) => e.type)).toEqual(["DemandeDeDroitsDeposee", "DemandeDeDroitsStatuee", "DonneeRectifiee"]);
    expect(dits[2].donnees).toEqual({ demande: d.id, champs: ["Allocataire.telephone"] });
    expect(JSON.stringify(dits)).not.toContain("9811");
  });

  it("ce qu’une source possède lui est renvoyé : la donnée est contestée à côté de sa provenance, jusqu’à ce que le flux la corrige", async () => {
    const d = await rectifier("ETAT_CIVIL", null, "Mon nom s’écrit BEN ALI.");
    expect(await statuer(d.id, "ACCEPTER")).toMatchObject({ statut: "A_LA_SOURCE" });
    const provenances = () => lireAmina(CALLERS.departement, 'nom provenances(champs: ["nom"]) { champ valeur contestee }');
    expect(await provenances()).toEqual({ nom: "Benali", provenances: [{ champ: "nom", valeur: "Benali", contestee: true }] });
    expect((await evenements()).map((e: any) => e.type)).not.toContain("DonneeRectifiee");
    expect((await statuer(d.id, "ACCEPTER")).code).toBe("MOTIF_MANQUANT");
    expect(await statuer(d.id, "ACCEPTER", "la CAF a répondu par lettre")).toMatchObject({ statut: "ACCEPTEE" });
    expect((await provenances()).provenances[0].contestee).toBe(false);
    expect((await evenements()).at(-1)).toMatchObject({ type: "DonneeRectifiee" });
  });

  it("une limitation garde la donnée et ne la sert plus qu’à qui répond à la personne ; levée, elle revient", async () => {
    await base.owner.query("update allocataires.allocataire set telephone = '+33639980001', courriel = 'a@exemple.fr' where id = $1", [
      PEOPLE.amina,
    ]);
    const d = await deposer("LIMITATION", { donnee: "TELEPHONE" });
    expect(await statuer(d.id, "ACCEPTER")).toMatchObject({ statut: "ACCEPTEE" });
    const champs = 'telephone courriel provenances(champs: ["telephone"]) { valeur }';
    for (const par of [CALLERS.departement, CALLERS.referent])
      expect(await lireAmina(par, champs)).toEqual({ telephone: null, courriel: "a@exemple.fr", provenances: [] });
    expect((await lireAmina(CALLERS.dpo, "telephone")).telephone).toBe("+33639980001");
    const liste = await appeler("{ r: allocataires(first: 5) { nodes { id telephone } } }", {}, CALLERS.departement);
    expect(liste.nodes.find((n: any) => n.id === PEOPLE.amina).telephone).toBeNull();
    await statuer(d.id, "LEVER", "la personne le demande");
    expect((await lireAmina(CALLERS.departement, "telephone")).telephone).toBe("+33639980001");
    expect((await deposer("LIMITATION", { donnee: "SANCTION" })).code).toBe("LIMITATION_SANS_OBJET");
  });

  it("un diagnostic limité n’est plus servi, ni ses freins", async () => {
    await base.owner.query(
      `insert into allocataires.diagnostic (departement, id, allocataire, etabli_le, referentiel, conforme_norme_nationale, niveau_qualification, situation_emploi,
         metiers_recherches, proche_aidant, source, collectee_le, recue_le, certifiee)
       values ('94', gen_random_uuid(), $1, '2026-02-01', 'R', true, 'NV4', 'SANS_EMPLOI', '{}', false, 'DEPARTEMENT', '2026-02-01', '2026-02-01', true)`,
      [PEOPLE.amina],
    );
    expect((await lireAmina(CALLERS.departement, "diagnostics { id }")).diagnostics).toHaveLength(1);
    const d = await deposer("LIMITATION", { donnee: "DIAGNOSTIC" });
    await statuer(d.id, "ACCEPTER");
    expect((await lireAmina(CALLERS.departement, "diagnostics { id }")).diagnostics).toEqual([]);
    expect((await lireAmina(CALLERS.dpo, "diagnostics { id }")).diagnostics).toHaveLength(1);
  });

  it("une opposition s’examine ; ce qui est une obligation légale ne s’arrête pas, et le refus donne le recours à la CNIL", async () => {
    expect((await deposer("OPPOSITION", { traitements: ["GESTION_DU_DROIT"] })).code).toBe("TRAITEMENT_NON_OPPOSABLE");
    expect((await deposer("OPPOSITION")).code).toBe("TRAITEMENT_A_DIRE");
    const d = await deposer("OPPOSITION", { traitements: ["EVALUATION"] });
    expect((await statuer(d.id, "REFUSER")).code).toBe("MOTIF_MANQUANT");
    expect((await statuer(d.id, "REFUSER", "motif", CALLERS.departement))[0].extensions.code).toBe("FORBIDDEN");
    expect((await statuer(d.id, "REFUSER", "motif", { ...CALLERS.dpo, finalite: "ACCOMPAGNEMENT" })).code).toBe("DEMANDE_FINALITE");
    expect((await statuer(d.id, "REFUSER", "motif", { ...CALLERS.dpo, organisme: "FT94" })).code).toBe("NON_HABILITE");
    expect((await statuer(d.id, "ACCEPTER", null, { ...CALLERS.dpo, departement: "93", organisme: "CD93" })).code).toBe(
      "DEMANDE_INTROUVABLE",
    );
    expect(await statuer(d.id, "REFUSER", "motif")).toMatchObject({ statut: "REFUSEE", recours: expect.stringContaining("CNIL") });
    expect((await base.owner.query("select 1 from allocataires.opposition")).rows).toEqual([]);
  });

  it("prolongée de deux mois avec sa raison, en retard le lendemain de la limite, listée la plus pressée d’abord ; un effacement se fait, ne s’accepte pas", async () => {
    const d = await deposer("EFFACEMENT");
    expect((await statuer(d.id, "ACCEPTER")).code).toBe("EFFACEMENT_A_FAIRE");
    expect((await statuer(d.id, "PROLONGER")).code).toBe("MOTIF_MANQUANT");
    expect(await statuer(d.id, "PROLONGER", "dossier complexe")).toMatchObject({ statut: "PROLONGEE", limite: "2026-06-05" });
    expect((await statuer(d.id, "PROLONGER", "encore")).code).toBe("DEMANDE_DEJA_STATUEE");
    const autre = await deposer("ACCES");
    const liste = (le: string, filtre = "") =>
      appeler(
        `{ r: demandesDeDroits${filtre} { nodes { id enRetard allocataire { nom } } } }`,
        {},
        CALLERS.dpo,
        new Date(`${le}T10:00:00Z`),
      );
    expect((await liste("2026-04-05")).nodes).toEqual([
      { id: autre.id, enRetard: false, allocataire: { nom: "Benali" } },
      { id: d.id, enRetard: false, allocataire: { nom: "Benali" } },
    ]);
    expect((await liste("2026-04-06", "(enRetard: true)")).nodes).toEqual([
      { id: autre.id, enRetard: true, allocataire: { nom: "Benali" } },
    ]);
    expect((await deposer("ACCES", { recueLe: "2026-03-11" })).code).toBe("DATE_FUTURE");
    expect((await deposer("ACCES", { recueLe: "2024-03-01" })).code).toBe("DEMANDE_TROP_ANCIENNE");
    expect((await rectifier("TELEPHONE", null)).code).toBe("VALEUR_A_DIRE");
    const horsDonnee = `mutation ($a: ID!) { r: demanderRectification(allocataire: $a, donnee: ETAT_CIVIL, champs: ["telephone"], precisions: "x", recueLe: "2026-03-05") { __typename ${REPONSE} } }`;
    expect((await appeler(horsDonnee, { a: PEOPLE.amina })).code).toBe("CHAMP_HORS_DONNEE");
    expect((await rectifier("TELEPHONE", { telephone: "12" })).code).toBe("TELEPHONE_INVALIDE");
  });
});
