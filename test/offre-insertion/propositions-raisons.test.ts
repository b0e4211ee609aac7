import fc from "fast-check";
import { sousGraphe as allocataires } from "../../subgraphs/allocataires/sous-graphe";
import { poidsDuFrein } from "../../subgraphs/offre-insertion/proposition/criteres";
import { FINALITES } from "../../subgraphs/shared/identity";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouterPdie, importer, MAINTENANT, service, structure } from "./fiches";
import { type Territoire, territoire } from "./territoire";

const FRANCAIS = "lecture-ecriture-calcul--maitriser-le-francais";
const CALCUL = "lecture-ecriture-calcul--maitriser-le-calcul";

let t: Territoire;
let amont: TestSubgraph;
beforeAll(async () => {
  t = await territoire();
  amont = await testSubgraph(allocataires, t.base.url);
  await importer(
    t.base,
    [structure("s1")],
    [
      service("permis-a", { zone_eligibilite: ["94028"] }),
      service("permis-b"),
      service("permis-c", { zone_eligibilite: ["94028"], conditions_acces: "Maîtriser le français à l’oral (niveau B1)" }),
      service("velo", { thematiques: ["mobilite--mobilite-douce-partagee-collective"] }),
      service("garde", { thematiques: ["famille--garde-denfants"] }),
      service("calcul", { thematiques: [CALCUL], zone_eligibilite: ["94028"] }),
      service("francais", { thematiques: [FRANCAIS], conditions_acces: "Niveau A2 en français, lire et écrire le français un peu" }),
      service("atelier", { thematiques: ["numerique--maitriser-les-fondamentaux-du-numerique"] }),
      service("atelier-plein", { thematiques: ["numerique--maitriser-les-fondamentaux-du-numerique"] }),
    ],
  );
  await t.base.owner.query(`insert into offre_insertion.session (offre, debut, fin, capacite, inscrits) values
    ('dora--atelier', '2026-02-01T09:00:00Z', '2026-02-01T12:00:00Z', 5, 5), ('dora--atelier', '2026-03-12T09:00:00Z', null, 5, 2),
    ('dora--atelier', '2026-03-01T09:00:00Z', null, 5, 5), ('dora--atelier-plein', '2026-03-01T09:00:00Z', null, 5, 5)`);
  for (const [id, heures] of [
    ["pdie-6h", 6],
    ["pdie-20h", 20],
  ] as const) {
    await ajouterPdie(t.base.owner, id, "94", 3, { thematiques: ["logement-hebergement--louer-un-logement"] });
    await t.base.owner.query("update offre_insertion.service set volume_horaire_hebdomadaire = $2, cles = '{LOGEMENT}' where id = $1", [
      id,
      heures,
    ]);
    await t.base.owner.query("update offre_insertion.pdie set compte_dans_les_15_heures = true where offre = $1", [id]);
    await t.base.owner.query("select offre_insertion.indexer(array[$1])", [id]);
  }
});
beforeEach(() =>
  t.base.owner.query(
    "truncate offre_insertion.prescription, offre_insertion.activite cascade; delete from allocataires.contrat_engagement",
  ),
);
afterAll(async () => {
  await amont.close();
  await t.fermer();
});

const contrainte = (frein: string, impact = "FORT", prioritaire = true) => ({ frein, impact, prioritaire });
const criteres = (...contraintes: ReturnType<typeof contrainte>[]) => ({
  codeInsee: "94028",
  parcours: null,
  age: 40,
  freins: contraintes.map((c) => c.frein),
  contraintes,
});
interface Lue {
  score: number;
  pourquoi: string[];
  pourquoiDiagnostic: string[];
  offre: { id: string };
}
async function proposees(criteresOffre: object, first = 20, personne: string = PEOPLE.amina): Promise<Lue[]> {
  const { entites, errors } = await t.personnes(
    CALLERS.departement,
    [{ id: personne, criteresOffre }],
    `offresProposees(first: ${first}) { score pourquoi pourquoiDiagnostic offre { id } }`,
  );
  expect(errors).toBeUndefined();
  return entites[0].offresProposees;
}
const ids = (liste: Lue[]) => liste.map((p) => p.offre.id.replace("dora--", ""));
const offre = (liste: Lue[], id: string) => liste.find((p) => p.offre.id.endsWith(id))!;
const raisons = (liste: Lue[], id: string) => offre(liste, id).pourquoi;
const duDiagnostic = (liste: Lue[], id: string) => offre(liste, id).pourquoiDiagnostic;

async function prescrite(
  offre: string,
  statut: string,
  plus: { motif?: string; debut?: string; fin?: string; refus?: string; le?: string } = {},
) {
  const { rows } = await t.base.owner.query(
    `insert into offre_insertion.prescription (departement, allocataire, offre, statut, motif, prescrite_le, debut, fin, motif_refus, issue)
     values ('94', $1, $2, $3, 'm', '2026-01-20', $4, $5, $6, case when $3 = 'TERMINEE' then 'ABOUTIE' end) returning id`,
    [PEOPLE.amina, `dora--${offre}`, statut, plus.debut ?? null, plus.fin ?? null, plus.refus ?? null],
  );
  await t.base.owner.query(
    `insert into offre_insertion.etape_prescription (departement, prescription, rang, allocataire, statut, le, par, motif) values ('94', $1, 1, $2, $3, $4, 'essai', $5)`,
    [rows[0].id, PEOPLE.amina, statut, plus.le ?? "2026-02-03T10:00:00Z", plus.motif ?? null],
  );
}

describe("ce que pèse un frein", () => {
  it("son impact, puis sa priorité ; rien de dit vaut un", () => {
    const poids = (impact: "FORT" | "MOYEN" | "FAIBLE", prioritaire: boolean) =>
      poidsDuFrein("MOBILITE", [{ frein: "MOBILITE", impact, prioritaire }]);
    const ordre = (["FORT", "MOYEN", "FAIBLE"] as const).flatMap((impact) => [poids(impact, true), poids(impact, false)]);
    expect(ordre).toEqual([...new Set(ordre)].sort((a, b) => b - a));
    expect([ordre[0], poidsDuFrein("SANTE", [])]).toEqual([1, 1]);
  });

  it("le frein le plus lourd est servi d’abord, et la raison dit son poids", async () => {
    const famille = await proposees(criteres(contrainte("MOBILITE", "FAIBLE", false), contrainte("FAMILLE", "FORT", true)));
    expect(ids(famille)[0]).toBe("garde");
    expect(famille[0]!.pourquoi[0]).toBe("Répond à un frein du diagnostic");
    expect(famille[0]!.pourquoiDiagnostic[0]).toBe("Lève le frein « famille » repéré au diagnostic, prioritaire, d’impact fort");
    const mobilite = await proposees(criteres(contrainte("MOBILITE", "FORT", true), contrainte("FAMILLE", "FAIBLE", false)));
    expect(ids(mobilite)[0]).toBe("permis-a");
    expect(duDiagnostic(mobilite, "garde")[0]).toBe("Lève le frein « famille » repéré au diagnostic, d’impact faible");
  });
});

describe("ce qui a déjà été essayé", () => {
  it.each(["BROUILLON", "OUVERTE", "A_L_ETUDE", "VALIDEE", "DEMARREE"])(
    "une offre en cours (%s) n’est pas proposée de nouveau",
    async (statut) => {
      expect(ids(await proposees(criteres(contrainte("MOBILITE"))))).toContain("permis-a");
      await prescrite("permis-a", statut);
      expect(ids(await proposees(criteres(contrainte("MOBILITE"))))).not.toContain("permis-a");
      expect(ids(await proposees(criteres(contrainte("MOBILITE")), 20, PEOPLE.bruno))).toContain("permis-a");
    },
  );

  it.each([
    ["TERMINEE", { debut: "2026-01-22", fin: "2026-02-01" }, "Déjà suivie, du 22 janvier 2026 au 1er février 2026"],
    ["REFUSEE", { refus: "SESSION_COMPLETE" }, "Déjà prescrite, refusée le 3 février 2026 : la session est complète"],
    [
      "REFUSEE",
      { refus: "AUTRE", motif: "Dossier incomplet" },
      "Déjà prescrite, refusée le 3 février 2026 : autre raison ; Dossier incomplet",
    ],
    ["EXPIREE", {}, "Déjà prescrite, expirée sans suite le 3 février 2026"],
    ["ANNULEE", { motif: "Déménagement" }, "Déjà prescrite, annulée le 3 février 2026 : Déménagement"],
  ])("une offre %s passe après les autres et le dit", async (statut, plus, phrase) => {
    await prescrite("permis-a", statut, plus);
    const liste = await proposees(criteres(contrainte("MOBILITE")));
    expect(ids(liste)[0]).not.toBe("permis-a");
    expect(ids(liste).at(-1)).toBe("permis-a");
    expect(raisons(liste, "permis-a")).toContain(phrase);
    expect(liste.filter((p) => p.pourquoi.some((r) => r.startsWith("Déjà")))).toHaveLength(1);
  });

  it("une thématique refusée deux fois fait passer ses offres après ; une seule fois, non", async () => {
    await prescrite("permis-a", "REFUSEE");
    expect(ids(await proposees(criteres(contrainte("MOBILITE")))).slice(0, 2)).toEqual(["permis-c", "permis-b"]);
    await prescrite("permis-b", "REFUSEE");
    const liste = await proposees(criteres(contrainte("MOBILITE")));
    expect(ids(liste)[0]).toBe("velo");
    expect(raisons(liste, "permis-c")).toContain(
      "Même thématique que des prescriptions déjà refusées deux fois ou plus : « préparer un permis »",
    );
    expect(raisons(liste, "velo").join()).not.toContain("thématique");
  });
});

describe("la langue", () => {
  it("un frein de langue met les cours de français devant, et recule ce qui demande le français, en le disant", async () => {
    const liste = await proposees(criteres(contrainte("LANGUE_SAVOIRS_DE_BASE"), contrainte("MOBILITE", "MOYEN")));
    expect(ids(liste)[0]).toBe("francais");
    expect(ids(liste).indexOf("calcul")).toBeGreaterThan(ids(liste).indexOf("permis-a"));
    expect(ids(liste).indexOf("permis-c")).toBeGreaterThan(ids(liste).indexOf("velo"));
    expect(duDiagnostic(liste, "permis-c").at(-1)).toMatch(/^Ses conditions d’accès demandent de maîtriser le français/);
    expect(duDiagnostic(liste, "francais").join()).not.toContain("maîtriser le français :");
  });

  it("sans frein de langue, les conditions d’accès ne changent rien et rien n’est dit", async () => {
    const liste = await proposees(criteres(contrainte("MOBILITE")));
    expect(ids(liste).slice(0, 2).sort()).toEqual(["permis-a", "permis-c"]);
    expect(duDiagnostic(liste, "permis-c").join()).not.toContain("français");
  });
});

describe("ce qui est disponible", () => {
  it("la prochaine session qui a une place est dite ; une offre dont toutes les sessions à venir sont pleines n’est pas proposée", async () => {
    const liste = await proposees(criteres(contrainte("NUMERIQUE")));
    expect(ids(liste)).toEqual(["atelier"]);
    expect(raisons(liste, "atelier")).toContain("Prochaine session le 12 mars 2026, 3 places libres");
  });

  it("hors de sa période de validité, une offre du PDIE n’est pas proposée", async () => {
    const lues = async () => ids(await proposees(criteres(contrainte("LOGEMENT"))));
    expect(await lues()).toHaveLength(2);
    await t.base.owner.query("update offre_insertion.service set valide_au = '2026-02-09' where id = 'pdie-6h'");
    expect(await lues()).toEqual(["pdie-20h"]);
    await t.base.owner.query("update offre_insertion.service set valide_au = null, valide_du = '2026-02-11' where id = 'pdie-6h'");
    expect(await lues()).toEqual(["pdie-20h"]);
    await t.base.owner.query("update offre_insertion.service set valide_du = null where id = 'pdie-6h'");
  });

  it("quand il manque des heures à la semaine, l’offre qui compte et qui y tient passe devant et le dit", async () => {
    const lue = async () => await proposees(criteres(contrainte("LOGEMENT")));
    expect(ids(await lue())).toEqual(["pdie-20h", "pdie-6h"]);
    await t.base.owner.query(`insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, date_signature, heures_hebdomadaires, source, collectee_le, recue_le)
      values ('94', '${PEOPLE.amina}', 'CONTRAT_ENGAGEMENT', 'SIGNE', '2026-01-25', 15, 'DEPARTEMENT', '2026-01-25', '2026-01-25')`);
    const liste = await lue();
    expect(ids(liste)).toEqual(["pdie-6h", "pdie-20h"]);
    expect(raisons(liste, "pdie-6h")).toContain(
      "Compte dans les quinze heures : 6 h par semaine, il en manque au moins 15 h cette semaine",
    );
    expect(raisons(liste, "pdie-20h").join()).not.toContain("quinze heures");
    await t.base.owner.query(
      "insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, statut, declaree_le) values ('94', $1, '2026-02-09', 560, 'essai', 'DECLAREE', $2)",
      [PEOPLE.amina, MAINTENANT],
    );
    expect(raisons(await lue(), "pdie-6h").join()).not.toContain("quinze heures");
  });
});

describe("propriétés de la liste", () => {
  const FREINS = ["MOBILITE", "FAMILLE", "LANGUE_SAVOIRS_DE_BASE", "NUMERIQUE", "LOGEMENT"];
  const STATUTS = ["OUVERTE", "TERMINEE", "REFUSEE", "EXPIREE", "ANNULEE"];
  const histoire = fc.uniqueArray(
    fc.record({
      offre: fc.constantFrom("permis-a", "permis-b", "permis-c", "velo", "garde", "calcul"),
      statut: fc.constantFrom(...STATUTS),
    }),
    { selector: (h) => h.offre, maxLength: 5 },
  );
  const connues = fc.uniqueArray(
    fc.record({
      frein: fc.constantFrom(...FREINS),
      impact: fc.constantFrom("FORT", "MOYEN", "FAIBLE", "NON_RENSEIGNE"),
      prioritaire: fc.boolean(),
    }),
    { selector: (c) => c.frein, minLength: 1, maxLength: 4 },
  );

  it("même jour, mêmes données : même liste, dans un ordre qui se lit dans les scores ; les N premières sont celles de la liste entière ; chaque phrase est vraie", async () => {
    await fc.assert(
      fc.asyncProperty(connues, histoire, fc.integer({ min: 1, max: 6 }), async (contraintes, essais, n) => {
        await t.base.owner.query("truncate offre_insertion.prescription, offre_insertion.activite cascade");
        for (const { offre, statut } of essais) await prescrite(offre, statut);
        const tout = await proposees(criteres(...contraintes));
        expect(await proposees(criteres(...[...contraintes].reverse()))).toEqual(tout);
        expect(await proposees(criteres(...contraintes), n)).toEqual(tout.slice(0, n));
        for (const [rang, p] of tout.entries()) {
          expect(p.score).toBeGreaterThan(0);
          expect(p.score).toBeLessThanOrEqual(1);
          if (rang > 0) expect(p.score).toBeLessThanOrEqual(tout[rang - 1]!.score);
          const essai = essais.find((e) => p.offre.id === `dora--${e.offre}`);
          expect(essai?.statut).not.toBe("OUVERTE");
          expect(p.pourquoi.some((r) => r.startsWith("Déjà"))).toBe(essai !== undefined);
          const langue = contraintes.some((c) => c.frein === "LANGUE_SAVOIRS_DE_BASE");
          expect(p.pourquoiDiagnostic.some((r) => r.includes("maîtriser le français :"))).toBe(langue && p.offre.id === "dora--permis-c");
          const permisRefuses = essais.filter((e) => e.statut === "REFUSEE" && e.offre.startsWith("permis")).length;
          expect(p.pourquoi.some((r) => r.startsWith("Même thématique"))).toBe(p.offre.id.startsWith("dora--permis") && permisRefuses >= 2);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("ce que la finalité de l’appelant ne lui ouvre pas ne change pas un octet de la réponse", async () => {
    const NOTER = `with d as (insert into allocataires.diagnostic (departement, allocataire, etabli_le, source, collectee_le, recue_le)
        values ('94', $1, '2026-01-21', 'DEPARTEMENT', now(), now()) returning id)
      insert into allocataires.contrainte (departement, diagnostic, allocataire, frein, impact, prioritaire)
      select '94', d.id, $1, c.frein, c.impact, c.prioritaire from d, jsonb_to_recordset($2::jsonb) c(frein text, impact text, prioritaire boolean)`;
    const lire = async (finalite: (typeof FINALITES)[number]) => {
      const appelant = { ...CALLERS.departement, finalite };
      const critere = await amont.run(
        appelant,
        "query ($id: ID) { allocataire(id: $id) { criteresOffre { codeInsee parcours age freins contraintes { frein impact prioritaire } } } }",
        { id: PEOPLE.amina },
        MAINTENANT,
      );
      const { entites } = await t.personnes(
        appelant,
        [{ id: PEOPLE.amina, criteresOffre: critere.data.allocataire.criteresOffre }],
        "offresProposees(first: 20) { score pourquoi distanceKm offre { id } }",
      );
      return JSON.stringify(entites[0].offresProposees);
    };
    const CACHEES = ["DROITS_ET_DEVOIRS", "GESTION_DU_DROIT"] as const;
    const avant = await Promise.all(CACHEES.map(lire));
    const changees = new Set<string>();
    await fc.assert(
      fc.asyncProperty(connues, async (contraintes) => {
        await t.base.owner.query("delete from allocataires.contrainte; delete from allocataires.diagnostic");
        await t.base.owner.query(NOTER, [PEOPLE.amina, JSON.stringify(contraintes)]);
        expect(await Promise.all(CACHEES.map(lire))).toEqual(avant);
        changees.add(await lire("ACCOMPAGNEMENT"));
      }),
      { numRuns: 12 },
    );
    expect(changees.size).toBeGreaterThan(1);
  });
});
