import { sousGraphe } from "../../subgraphs/offre-insertion/sous-graphe";
import { Database } from "../../subgraphs/shared/database";
import { roleOf } from "../../subgraphs/shared/migrations";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { MAINTENANT } from "./fiches";
import { FINANCEURS, OFFRES, pdieDeTest, TOUT } from "./pdie";

const DES_DEUX = { "94": CALLERS.departement, "93": CALLERS.departement93 } as const;
type Departement = keyof typeof DES_DEUX;
const AUTRE: Record<Departement, Departement> = { "94": "93", "93": "94" };
const PERSONNE: Record<Departement, string> = { "94": PEOPLE.amina, "93": PEOPLE.elodie };
/** The tables of a département's file, and how many rows each file below gives. */
const TABLES = { structure: 2, service: 3, pdie: 3, session: 2, marche: 1, fiche_action: 1, financement: 4 };

describe.each(["94", "93"] as const)("deux départements ne se mêlent jamais : un jeton du %s", (departement) => {
  const banc = pdieDeTest();
  const appelant = DES_DEUX[departement];
  const id = (code: string, de: Departement = departement) => `pdie-${de}--${code}`;

  beforeEach(async () => {
    // The same codes in both: only the département tells them apart.
    const sansParcours = {
      ...TOUT,
      "offres.csv": OFFRES.replace("FRANCE_TRAVAIL|REMOBILISATION_EMPLOI", ""),
      "financeurs.csv": FINANCEURS,
    };
    for (const de of ["94", "93"] as const) {
      const resultats = await banc.importer(sansParcours, { departement: de });
      expect(resultats.flatMap(({ signalements }) => signalements)).toEqual([]);
    }
  });

  const lire = async (document: string, variables: Record<string, unknown> = {}) => {
    const reponse = await banc.t.executer(appelant, document, variables, MAINTENANT);
    expect(reponse.errors).toBeUndefined();
    return reponse.data;
  };

  it("ne trouve que les offres du sien, par la recherche, son nombre et ses facettes", async () => {
    for (const filtre of [
      { origines: ["PDIE", "IMMERSION"] },
      { recherche: "permis" },
      { recherche: "solidaire" },
      { freins: ["MOBILITE"] },
    ]) {
      const { offres } = await lire("query ($filtre: FiltreOffres) { offres(filtre: $filtre) { totalCount nodes { id } } }", { filtre });
      expect(offres.nodes.filter((o: { id: string }) => !o.id.startsWith(`pdie-${departement}--`))).toEqual([]);
      expect(offres.totalCount).toBe(offres.nodes.length);
    }
    const { offres } = await lire(
      "{ offres(filtre: { origines: [PDIE, IMMERSION] }) { nodes { id } facettes { origines { valeur nombre } } } }",
    );
    expect(offres.nodes).toHaveLength(3);
    const parOrigine = Object.fromEntries(offres.facettes.origines.map((f: { valeur: string; nombre: number }) => [f.valeur, f.nombre]));
    expect(parOrigine).toMatchObject({ PDIE: 2, IMMERSION: 1 });
  });

  it("ne lit l’offre, la structure et le bilan de l’autre ni par identifiant ni par code", async () => {
    const autre = AUTRE[departement];
    const lu = await lire(
      `query ($o: ID!, $s: ID!, $d: String!) { offre(id: $o) { id } structureInsertion(id: $s) { id } bilanPdie(departement: $d) { exercice } }`,
      { o: id("AUTO", autre), s: id("MOB", autre), d: autre },
    );
    expect(lu).toEqual({ offre: null, structureInsertion: null, bilanPdie: null });
    const sien = await lire(
      `query ($o: ID!, $d: String!) { offre(id: $o) { sessions { id } pdie { marche { reference } financeurs { nom } } } bilanPdie(departement: $d) { total { offres } } }`,
      { o: id("AUTO"), d: departement },
    );
    expect(sien).toMatchObject({ offre: { pdie: { marche: { reference: "2026-12" } } }, bilanPdie: { total: { offres: 2 } } });
    expect(sien.offre.sessions).toHaveLength(2);
    expect(sien.offre.pdie.financeurs).toHaveLength(3);
  });

  it("ne prescrit pas l’offre de l’autre, ni sur sa session, et ne lui prend aucune place", async () => {
    const prescrire = (offre: string, session: string | null = null) =>
      lire(
        `mutation ($a: ID!, $o: ID!, $s: ID) { prescrire(allocataire: $a, offre: $o, session: $s, motif: "Passer le permis") { ... on Prescription { statut } ... on Refus { code } } }`,
        { a: PERSONNE[departement], o: offre, s: session },
      ).then(({ prescrire: p }) => p);
    const { rows } = await banc.t.base.owner.query("select id from offre_insertion.session where departement = $1 and code = 'S1'", [
      AUTRE[departement],
    ]);
    expect(await prescrire(id("AUTO", AUTRE[departement]))).toEqual({ code: "OFFRE_INTROUVABLE" });
    expect(await prescrire(id("AUTO"), rows[0].id)).toEqual({ code: "SESSION_INTROUVABLE" });
    expect(await banc.compte("offre_insertion.pdie where places_occupees > 0")).toBe(0);
    expect(await prescrire(id("AUTO"))).toMatchObject({ statut: "OUVERTE" });
    const prises = await banc.t.base.owner.query(
      "select departement, places_occupees::int as n from offre_insertion.pdie where code = 'AUTO' order by 1",
    );
    expect(prises.rows.filter(({ n }) => n > 0)).toEqual([{ departement, n: 1 }]);
  });

  it("en SQL, le rôle du sous-graphe ne voit aucune ligne de l’autre, et n’y change rien", async () => {
    const base = await Database.open(banc.t.base.url, { role: roleOf(sousGraphe.schema), entities: [], poolSize: 1 });
    try {
      await base.write(base.systemRights([departement], "2026-02-10"), async (tx) => {
        for (const [table, nombre] of Object.entries(TABLES)) {
          const vues = await tx.rows(`select departement, count(*)::int as n from offre_insertion.${table} group by 1`);
          expect([table, vues]).toEqual([table, [{ departement, n: nombre }]]);
        }
        const prendre = "update offre_insertion.pdie set places_occupees = places_occupees + 1 where offre = $1";
        expect(await tx.execute(prendre, [id("AUTO", AUTRE[departement])])).toBe(0);
        expect(
          await tx.execute("update offre_insertion.session set inscrits = inscrits + 1 where departement = $1", [AUTRE[departement]]),
        ).toBe(0);
      });
    } finally {
      await base.close();
    }
  });

  it("un fichier de l’un ne retire rien de l’autre", async () => {
    await banc.importer(
      { "offres.csv": OFFRES.split("\n")[0]!, "marches.csv": "reference;nature\n", "financeurs.csv": "offre;exercice;type;montant_eur\n" },
      { departement },
    );
    const restent = await banc.t.base.owner.query(
      "select departement, count(*)::int as n from offre_insertion.service where retiree_le is null group by 1",
    );
    expect(restent.rows).toEqual([{ departement: AUTRE[departement], n: 3 }]);
    expect(await banc.compte("offre_insertion.marche where retire_le is null")).toBe(1);
    expect(await banc.compte("offre_insertion.financement where retire_le is null")).toBe(4);
  });
});
