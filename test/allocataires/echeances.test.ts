import { sixSemaines } from "../../subgraphs/allocataires/echeance/delai";
import { echeances, type FaitsEcheances } from "../../subgraphs/allocataires/echeance/echeances";
import type { Bareme } from "../../subgraphs/allocataires/echeance/horloge";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { addDays } from "../../subgraphs/shared/civil-date";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouterFoule } from "./personnes";
import { peupler } from "./population-echeances";

const RIEN: FaitsEcheances = {
  soumisDroitsDevoirs: true,
  flux: true,
  notification: null,
  transfert: null,
  sortie: null,
  droitsClosLe: null,
  premiereConvocation: null,
  premiereAbsence: null,
  secondeConvocation: null,
  decisionOrientation: null,
  orientation: null,
  contratEnCours: null,
  procedures: [],
};
const ORIENTATION = {
  decideeLe: "2026-01-31",
  parcours: "REMOBILISATION_EMPLOI",
  debutAccompagnement: null,
  premierEntretien: null,
  signatureContrat: null,
  passageInstance: null,
  renouvellement: null,
};
const PROCEDURE = {
  id: "s",
  nature: "SUSPENSION" as const,
  statut: "PROPOSEE" as const,
  proposeeLe: "2026-01-31",
  instructionLimite: "2026-02-15",
  notifieeLe: null,
  observationsLimite: null,
  debut: null,
  fin: null,
};
const notifiee: FaitsEcheances = { ...RIEN, notification: "2026-01-31" };
const orientee = (plus: Partial<typeof ORIENTATION | { parcours: string }> = {}): FaitsEcheances => ({
  ...RIEN,
  orientation: { ...ORIENTATION, ...plus },
});
const engagee: FaitsEcheances = { ...RIEN, contratEnCours: { id: "c", depart: "2026-01-01", fin: "2026-06-30" } };
const mise = (plus: object): FaitsEcheances => ({ ...RIEN, procedures: [{ ...PROCEDURE, ...plus }] });

describe("échéances", () => {
  let base: TestDatabase;
  let graphe: TestSubgraph;
  /** The clocks of the 94 as the migration seeds them, with the parcours of its contract. */
  let bareme: Bareme;
  const trouver = (faits: FaitsEcheances, code: string, jour: string) => echeances(faits, bareme, jour).find((e) => e.code === code);

  beforeAll(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    await base.owner.query(
      `insert into allocataires.parcours_local (departement, code, libelle, categorie, duree_mois_max, renouvellements)
       values ('94', 'ESE', 'Équipe spécialisée emploi', 'EQUILIBRE', 6, 1), ('94', 'JEUNES', 'Jeunes', 'EQUILIBRE', 6, null)`,
    );
    const { rows } = await base.owner.query(
      `select departement, parcours, code, libelle, delai_valeur as "delaiValeur", delai_unite as "delaiUnite", regle_report as "regleReport",
         interruptions, categorie, source, statut from allocataires.horloge where departement in ('*', '94')`,
    );
    const parcours = await base.owner.query(
      `select code, categorie, duree_mois_max as "dureeMoisMax", renouvellements from allocataires.parcours_local where departement = '94'`,
    );
    bareme = { departement: "94", horloges: rows, parcours: parcours.rows };
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterAll(async () => {
    await graphe.close();
    await base.drop();
  });

  it.each<[string, FaitsEcheances, string]>([
    ["CONVOCATION_1_MOIS", notifiee, "2026-02-28"],
    ["ORIENTATION_15_JOURS", notifiee, "2026-02-15"],
    ["ORIENTATION_1_MOIS", notifiee, "2026-02-28"],
    ["ORIENTATION_6_SEMAINES", notifiee, "2026-03-14"],
    ["ORIENTATION_6_SEMAINES", { ...notifiee, transfert: "2026-02-20" }, "2026-04-03"],
    ["PREMIER_ENTRETIEN_15_JOURS", orientee(), "2026-02-15"],
    ["PREMIER_ENTRETIEN_1_MOIS", orientee({ parcours: "ESE" }), "2026-02-28"],
    ["CONTRAT_1_MOIS", orientee(), "2026-02-28"],
    ["REVUE_PARCOURS_SOCIAL_6_MOIS", orientee({ parcours: "PARCOURS_INSERTION" }), "2026-07-31"],
    ["REVUE_PARCOURS_SOCIAL_12_MOIS", orientee({ parcours: "PARCOURS_INSERTION" }), "2027-01-31"],
    ["RENOUVELLEMENT_PARCOURS", orientee({ parcours: "ESE" }), "2026-07-31"],
    ["DUREE_PARCOURS", orientee({ parcours: "ESE" }), "2027-01-31"],
    ["DUREE_PARCOURS", orientee({ parcours: "JEUNES" }), "2026-07-31"],
    ["FIN_CONTRAT", engagee, "2026-06-30"],
    ["INSTRUCTION_SUSPENSION_15_JOURS", mise({}), "2026-02-15"],
    [
      "FIN_OBSERVATIONS",
      mise({ statut: "OBSERVATIONS_ATTENDUES", notifieeLe: "2026-02-01", observationsLimite: "2026-02-11" }),
      "2026-02-11",
    ],
    ["FIN_SUSPENSION", mise({ statut: "DECIDEE", debut: "2026-03-01", fin: "2026-04-30" }), "2026-04-30"],
  ])("%s : la veille et le jour même dans le délai, le lendemain dépassée", (code, faits, limite) => {
    expect([-1, 0, 1].map((n) => trouver(faits, code, addDays(limite, n))?.depassee)).toEqual([false, false, true]);
    expect([-1, 0, 1].map((n) => trouver(faits, code, addDays(limite, n))?.joursRestants)).toEqual([1, 0, -1]);
    expect(trouver(faits, code, limite)).toMatchObject({ limite, respecteeLe: null });
  });

  it("six semaines : la règle que l’orientation applique est la ligne du barème", () => {
    expect(trouver(notifiee, "ORIENTATION_6_SEMAINES", "2026-02-01")?.limite).toBe(sixSemaines("2026-01-31"));
  });

  it("un acte fait, même tard, n’est plus à faire ; la veille de l’acte, il l’était encore", () => {
    const tardive = { ...notifiee, decisionOrientation: "2026-03-20" };
    expect(trouver(tardive, "ORIENTATION_1_MOIS", "2026-04-01")).toMatchObject({
      respecteeLe: "2026-03-20",
      limite: "2026-02-28",
      depassee: false,
      joursRestants: null,
    });
    expect(trouver(tardive, "ORIENTATION_1_MOIS", "2026-03-19")).toMatchObject({ respecteeLe: null, depassee: true, joursRestants: -19 });
  });

  it.each([
    ["hors droits et devoirs", { ...notifiee, soumisDroitsDevoirs: false }],
    ["après une sortie", { ...notifiee, sortie: "2026-02-01" }],
    ["après la fin des droits", { ...notifiee, droitsClosLe: "2026-02-01" }],
    ["sans date de départ", RIEN],
  ])("aucune horloge ne court %s", (_titre, faits) => {
    expect(echeances(faits, bareme, "2027-01-01")).toEqual([]);
  });

  it("la veille de la sortie ou de la fin des droits, les horloges courent encore", () => {
    for (const champ of ["sortie", "droitsClosLe"])
      expect(["2026-01-31", "2026-02-01"].map((jour) => echeances({ ...notifiee, [champ]: "2026-02-01" }, bareme, jour).length)).toEqual([
        4, 0,
      ]);
  });

  it("une procédure de sanction ouverte garde ses échéances après une sortie : un agent doit encore la clore", () => {
    expect(echeances({ ...mise({}), sortie: "2026-02-01", soumisDroitsDevoirs: false }, bareme, "2026-03-01").map((e) => e.code)).toEqual([
      "INSTRUCTION_SUSPENSION_15_JOURS",
    ]);
  });

  it("le premier stock n’a pas d’échéance de convocation", () => {
    expect(trouver({ ...notifiee, flux: false }, "CONVOCATION_1_MOIS", "2026-02-01")).toBeUndefined();
  });

  it("le premier entretien a quinze jours, un mois pour l’équipe spécialisée emploi du 94, jamais les deux", () => {
    const codes = (parcours: string) =>
      echeances(orientee({ parcours }), bareme, "2026-02-01")
        .map((e) => e.code)
        .filter((code) => code.startsWith("PREMIER_ENTRETIEN"));
    expect([codes("REMOBILISATION_EMPLOI"), codes("ESE")]).toEqual([["PREMIER_ENTRETIEN_15_JOURS"], ["PREMIER_ENTRETIEN_1_MOIS"]]);
  });

  it("la seconde convocation ne court que dans un département qui en fixe le délai", () => {
    const absente = { ...notifiee, premiereAbsence: "2026-02-02" };
    expect(trouver(absente, "SECONDE_CONVOCATION", "2026-02-03")).toBeUndefined();
    const generale = bareme.horloges.find((h) => h.code === "SECONDE_CONVOCATION")!;
    const fixe = {
      ...bareme,
      horloges: [...bareme.horloges, { ...generale, departement: "94", delaiValeur: 5, delaiUnite: "JOURS_OUVRES" as const }],
    };
    expect(echeances(absente, fixe, "2026-02-03").find((e) => e.code === "SECONDE_CONVOCATION")).toMatchObject({ limite: "2026-02-09" });
  });

  describe("en SQL", () => {
    const JOURS = ["2025-10-20", "2025-12-25", "2026-01-31", "2026-02-28", "2026-04-06", "2026-05-31", "2026-09-15", "2027-03-01"];
    let ids: string[];
    beforeAll(async () => {
      ids = await ajouterFoule(base.owner, 180);
      await peupler(base.owner, ids, 20_261_122);
      await base.owner.query("analyze");
      await base.owner.query(
        `insert into allocataires.horloge (departement, code, libelle, depart_fait, delai_valeur, delai_unite, regle_report, interruptions, source, statut)
         values ('94', 'SECONDE_CONVOCATION', 'Seconde convocation', 'presence.absence', 5, 'JOURS_OUVRES', 'AUCUNE', '{SORTIE}', 'essai', 'A_CONFIRMER'),
                ('94', 'CONTRAT_1_MOIS', 'Contrat', 'orientation.decideeLe', 1, 'MOIS', 'JOUR_OUVRE_SUIVANT', '{SORTIE,DROITS_CLOS}', 'essai', 'ETABLI')`,
      );
    });

    /** All pages of late clocks: `id code`. */
    async function liste(jour: string, caller: (typeof CALLERS)[keyof typeof CALLERS], arguments_ = ""): Promise<string[]> {
      const vues: string[] = [];
      for (let after: string | null = null; ; ) {
        const { data, errors } = await graphe.run(
          caller,
          `query ($after: String) { echeancesDepassees(first: 97, after: $after ${arguments_}) { nodes { allocataire { id } echeance { code depassee } } pageInfo { hasNextPage endCursor } } }`,
          { after },
          new Date(`${jour}T10:00:00Z`),
        );
        expect(errors).toBeUndefined();
        const { nodes, pageInfo } = data.echeancesDepassees;
        expect(nodes.every((n: any) => n.echeance.depassee)).toBe(true);
        vues.push(...nodes.map((n: any) => `${n.allocataire.id} ${n.echeance.code}`));
        after = pageInfo.endCursor;
        if (!pageInfo.hasNextPage) return vues;
      }
    }

    it.each(JOURS)("le %s, la liste et le filtre gardent exactement ce que dit la règle", async (jour) => {
      const { data, errors } = await graphe.run(
        CALLERS.departement,
        `{ tous: allocataires(first: 200) { nodes { id echeances { code depassee } } } avec: allocataires(first: 200, filtre: { echeanceDepassee: true }) { nodes { id } }
           sans: allocataires(first: 200, filtre: { echeanceDepassee: false }) { nodes { id } } echeancesDepassees { parCode { code nombre } } }`,
        {},
        new Date(`${jour}T10:00:00Z`),
      );
      expect(errors).toBeUndefined();
      const dues: string[] = data.tous.nodes.flatMap((n: any) =>
        n.echeances.filter((e: any) => e.depassee).map((e: any) => `${n.id} ${e.code}`),
      );
      expect(dues.length).toBeGreaterThan(jour > "2026" ? 100 : 0);
      expect((await liste(jour, CALLERS.departement)).sort()).toEqual([...dues].sort());
      const personnes = new Set(dues.map((d) => d.split(" ")[0]));
      expect(data.avec.nodes.map((n: any) => n.id)).toEqual(
        data.tous.nodes.map((n: any) => n.id).filter((id: string) => personnes.has(id)),
      );
      expect(data.sans.nodes).toHaveLength(data.tous.nodes.length - personnes.size);
      const parCode = Object.fromEntries(data.echeancesDepassees.parCode.map((c: any) => [c.code, c.nombre]));
      for (const code of new Set(dues.map((d) => d.split(" ")[1]!)))
        expect(parCode[code]).toBe(dues.filter((d) => d.endsWith(` ${code}`)).length);
    });

    it("chaque horloge est dépassée pour quelqu’un, un jour ou l’autre", async () => {
      const codes = new Set<string>();
      for (const jour of JOURS) for (const ligne of await liste(jour, CALLERS.departement)) codes.add(ligne.split(" ")[1]!);
      expect([...codes].sort()).toEqual([...new Set(bareme.horloges.map((h) => h.code))].sort());
    });

    it("un référent ne voit que les siens, un autre département personne", async () => {
      const jour = "2026-04-06";
      const siens = await liste(jour, CALLERS.referent);
      expect(new Set(siens.map((l) => l.split(" ")[0]))).toEqual(new Set([PEOPLE.amina]));
      expect(await liste(jour, CALLERS.departement, ', referent: "94-REMOB-1-REF-1"')).toEqual(siens);
      expect(new Set((await liste(jour, CALLERS.departement93)).map((l) => l.split(" ")[0]))).toEqual(new Set([PEOPLE.elodie]));
      expect(await liste(jour, CALLERS.departement93, ', departement: "94"')).toEqual([]);
    });

    it("filtre par code, et refuse un code inconnu", async () => {
      const toutes = await liste("2026-04-06", CALLERS.departement);
      expect(await liste("2026-04-06", CALLERS.departement, ', code: "FIN_CONTRAT"')).toEqual(
        toutes.filter((l) => l.endsWith(" FIN_CONTRAT")),
      );
      const { errors } = await graphe.run(CALLERS.departement, '{ echeancesDepassees(code: "RIEN") { nodes { echeance { code } } } }');
      expect(errors?.[0]?.extensions.code).toBe("ARGUMENT_INVALIDE");
    });

    it("répond pour cinquante délais en un ordre SQL par liste de faits", async () => {
      const { statements, data } = await graphe.run(
        CALLERS.departement,
        "{ echeancesDepassees(first: 50) { nodes { allocataire { nom } echeance { code libelle limite joursRestants source statut } } parCode { code libelle nombre } } }",
        {},
        new Date("2026-04-06T10:00:00Z"),
      );
      expect(data.echeancesDepassees.nodes).toHaveLength(50);
      expect(statements).toHaveLength(11);
    });
  });

  it("les dates viennent des rendez-vous, en un ordre SQL", async () => {
    await base.owner.query(
      `with v (id, debut, famille) as (values (gen_random_uuid(), timestamptz '2026-01-18T09:00:00Z', 'ORIENTATION'), (gen_random_uuid(), '2026-01-29T09:00:00Z', 'PREMIER_ACCOMPAGNEMENT')),
         r as (insert into rendez_vous.rendez_vous (departement, id, debut, duree_minutes, modalite, famille, motif, organisme, source, collectee_le, recue_le)
           select '94', id, debut, 30, 'PHYSIQUE', famille, 'motif', '94-CD94', 'DEPARTEMENT', now(), now() from v),
         p as (insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) select '94', id, $1, 'HONORE', now() from v)
       insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal)
       select '94', id, $1, 1, '2026-01-11T23:30:00Z', 'COURRIER' from v where famille = 'ORIENTATION'`,
      [PEOPLE.driss],
    );
    const { data, statements, errors } = await graphe.run(
      CALLERS.departement,
      '{ allocataires(first: 50, filtre: { recherche: "driss" }) { nodes { nom dates { premiereConvocation rendezVousOrientation premierEntretien } } } }',
    );
    expect(errors).toBeUndefined();
    expect(statements.map((s) => s.text).filter((texte) => texte.includes("publie.presence"))).toHaveLength(1);
    expect(data.allocataires.nodes.find((n: any) => n.nom === "Étienne")?.dates).toEqual({
      premiereConvocation: "2026-01-12",
      rendezVousOrientation: "2026-01-18",
      premierEntretien: "2026-01-29",
    });
  });
});
