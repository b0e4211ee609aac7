import fc from "fast-check";
import { motsDeRecherche } from "../../subgraphs/allocataires/personne/allocataire";
import { lireRecherche } from "../../subgraphs/allocataires/personne/filtre";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { ajouterDossiers, ajouterFoule, orienter } from "./personnes";

let base: TestDatabase;
let graphe: TestSubgraph;
const { departement, departement93, referent } = CALLERS;
const JOUR = new Date("2026-02-01T10:00:00Z");
const NOMBRE = 240;

/** A crowd where every criterion cuts differently: two communes, three parcours, two référents, followings ended and to come, three dates of right. */
async function peupler(): Promise<void> {
  const ids = await ajouterFoule(base.owner, NOMBRE);
  await base.owner.query(
    `update allocataires.allocataire a set code_insee = case when n % 3 = 0 then '94017' else '94028' end, nom_usage = case when n % 5 = 0 then 'Ça-Va d’Œuvre' end,
       soumis_droits_devoirs = n % 7 > 0
     from unnest($1::uuid[]) with ordinality p(id, n) where a.id = p.id`,
    [ids],
  );
  await base.owner.query(
    `update allocataires.entree e set ouverture_droits = date '2026-01-01' + (n % 3)::int, decision_orientation = case when n % 2 = 0 then date '2026-01-20' end
     from unnest($1::uuid[]) with ordinality p(id, n) where e.allocataire = p.id`,
    [ids],
  );
  const tranche = (reste: number) => ids.filter((_, i) => i % 4 === reste);
  await orienter(base.owner, tranche(0));
  await orienter(base.owner, tranche(1), "PARCOURS_INSERTION", "94-REMOB-1", "94-REMOB-1-REF-2");
  await orienter(base.owner, tranche(2), "FRANCE_TRAVAIL", "94-FT94", null as never);
  await base.owner.query(
    `update allocataires.intervention i set du = case when n % 8 = 0 then date '2026-02-02' else i.du end, au = case when n % 8 = 4 then date '2026-01-31' end
     from unnest($1::uuid[]) with ordinality p(id, n) where i.allocataire = p.id`,
    [tranche(0)],
  );
}

beforeAll(async () => {
  base = await testDatabase();
  await loadFixtures(base.owner);
  await ajouterDossiers(base.owner);
  await peupler();
  graphe = await testSubgraph(sousGraphe, base.url);
});
afterAll(async () => {
  await graphe.close();
  await base.drop();
});

const LISTE = `query ($f: FiltreAllocataires, $n: Int, $a: String, $b: String) { allocataires(filtre: $f, first: $n, after: $a, before: $b) {
  totalCount nodes { id nom } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
const lister = (variables: Record<string, unknown>, appelant: typeof departement = departement) =>
  graphe.run(appelant, LISTE, variables, JOUR);
const ids = (reponse: { data: any }): string[] => reponse.data.allocataires.nodes.map((n: { id: string }) => n.id);

/** Every person of a list, page after page. */
async function tous(filtre: unknown, taille = 200): Promise<string[]> {
  const vus: string[] = [];
  for (let after: string | null = null; ; ) {
    const reponse = await lister({ f: filtre, n: taille, a: after });
    expect(reponse.errors).toBeUndefined();
    vus.push(...ids(reponse));
    after = reponse.data.allocataires.pageInfo.endCursor;
    if (!reponse.data.allocataires.pageInfo.hasNextPage) return vus;
  }
}

describe("les critères d’une liste", () => {
  interface Personne {
    id: string;
    departement: string;
    code_insee: string;
    ouverture: string;
    parcours: string | null;
    categorie: string | null;
    organismes: string[];
    referents: string[];
    mots: string[];
  }
  let population: Personne[];
  let enRetard: Set<string>;
  beforeAll(async () => {
    const { rows } = await base.owner.query(
      `select a.id, a.departement, a.code_insee, e.ouverture_droits::text as ouverture, o.parcours, l.categorie, a.nom_tri || ' ' || coalesce(a.nom_usage, '') as noms,
         (select coalesce(json_agg(i), '[]') from allocataires.intervention i where i.allocataire = a.id and i.du <= '2026-02-01' and (i.au is null or i.au >= '2026-02-01')) as suivis
       from allocataires.allocataire a join allocataires.entree e on e.allocataire = a.id left join allocataires.orientation o on o.allocataire = a.id
       left join allocataires.parcours_local l on l.departement = o.departement and l.code = o.parcours
       order by a.nom_tri, a.id`,
    );
    population = rows.map(({ noms, suivis, ...autres }) => ({
      ...autres,
      mots: motsDeRecherche(noms),
      organismes: suivis.map((s: any) => s.organisme),
      referents: suivis.map((s: any) => s.referent),
    }));
    enRetard = new Set(await tous({ echeanceDepassee: true }));
    expect(enRetard.size).toBeGreaterThan(10);
    expect(enRetard.size).toBeLessThan(NOMBRE);
  });

  const attendus = (f: any): string[] =>
    population
      .filter(
        (p) =>
          p.departement === "94" &&
          (f.departement == null || p.departement === f.departement) &&
          (f.communes == null || f.communes.includes(p.code_insee)) &&
          (f.categorie == null || p.categorie === f.categorie) &&
          (f.parcours == null || f.parcours.includes(p.parcours)) &&
          (f.organisme == null || p.organismes.includes(f.organisme)) &&
          (f.referent == null || p.referents.includes(f.referent)) &&
          (f.sansOrientation == null || (p.parcours === null) === f.sansOrientation) &&
          (f.echeanceDepassee == null || enRetard.has(p.id) === f.echeanceDepassee) &&
          (f.ouvertureDroitsDepuis == null || p.ouverture >= f.ouvertureDroitsDepuis) &&
          (f.ouvertureDroitsJusque == null || p.ouverture <= f.ouvertureDroitsJusque) &&
          (f.recherche == null || motsDeRecherche(f.recherche).every((debut) => p.mots.some((mot) => mot.startsWith(debut)))),
      )
      .map((p) => p.id);

  const parfois = <T>(...valeurs: T[]) =>
    fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...valeurs) });
  const dates = parfois("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04");
  const filtres = fc.record({
    departement: parfois("94", "93"),
    communes: parfois<string[]>([], ["94028"], ["94017"], ["94028", "94017", "75056"]),
    categorie: parfois("EMPLOI", "EQUILIBRE", "REMOBILISATION"),
    parcours: parfois<string[]>([], ["FRANCE_TRAVAIL"], ["PARCOURS_INSERTION", "REMOBILISATION_EMPLOI"]),
    organisme: parfois("94-REMOB-1", "94-FT94", "94-ABSENT"),
    referent: parfois("94-REMOB-1-REF-1", "94-REMOB-1-REF-2"),
    sansOrientation: parfois(true, false),
    echeanceDepassee: parfois(true, false),
    ouvertureDroitsDepuis: dates,
    ouvertureDroitsJusque: dates,
    recherche: parfois("fou", "CAMILLE foule01", "camille", "ca va", "œuv", "oeuvre ÇA", "benali", "foule0012 d", "zz"),
  });

  it("seuls ou ensemble, gardent exactement les bonnes personnes, dans l’ordre, et les comptent", async () => {
    await fc.assert(
      fc.asyncProperty(filtres, async (filtre) => {
        const reponse = await lister({ f: filtre, n: 200 });
        expect(reponse.errors).toBeUndefined();
        const ceux = attendus(filtre);
        expect(ids(reponse)).toEqual(ceux.slice(0, 200));
        expect(reponse.data.allocataires.totalCount).toBe(ceux.length);
        expect(reponse.statements).toHaveLength(filtre.echeanceDepassee === null ? 2 : 3);
      }),
      { numRuns: 60 },
    );
  });

  it("une personne absorbée par une fusion n’est plus dans les listes", async () => {
    const [absorbee, gardee] = await tous({ recherche: "foule02" });
    await base.owner.query("update allocataires.allocataire set canonique = $2 where id = $1", [absorbee, gardee]);
    expect(await tous({ recherche: "foule02" })).not.toContain(absorbee);
    await base.owner.query("update allocataires.allocataire set canonique = null where id = $1", [absorbee]);
  });
});

describe("la recherche d’une liste", () => {
  it("le SQL et le code découpent les noms de la même façon", async () => {
    const lettre = fc.constantFrom(..."abéÀÇñœŒæßøŁđıÿ’'-. ŠžŐİ123".split(""));
    const noms = fc.sample(
      fc.array(lettre, { maxLength: 12 }).map((l) => l.join("")),
      { numRuns: 400, seed: 9 },
    );
    const { rows } = await base.owner.query<{ nom: string; mots: string[] }>(
      "select nom, tsvector_to_array(allocataires.mots_du_nom(nom, null)) as mots from unnest($1::text[]) nom",
      [noms],
    );
    for (const { nom, mots } of rows) expect([nom, [...mots].sort()]).toEqual([nom, [...new Set(motsDeRecherche(nom))].sort()]);
  });

  it.each([
    ["deux mots dans un autre ordre", "ami ben", ["Benali"]],
    ["le numéro de demande de ses dossiers", "94000000001", ["Benali", "Castel"]],
    ["le même, avec des espaces", "940 000 000 01", ["Benali", "Castel"]],
    ["un matricule CAF, avec ses zéros", "0001234567", ["Benali", "Castel"]],
    ["un numéro France Travail", "12345678901", ["Benali"]],
    ["un numéro et un nom", "castel 1234567", ["Castel"]],
    ["un numéro que personne ne porte", "99999999", []],
  ])("trouve par %s", async (_titre, recherche, noms) => {
    const reponse = await lister({ f: { recherche } });
    expect(reponse.errors).toBeUndefined();
    expect(reponse.data.allocataires.nodes.map((n: any) => n.nom)).toEqual(noms);
    expect(reponse.data.allocataires.totalCount).toBe(noms.length);
  });

  it.each(["290039900100188", "2 90 03 99 001 001 88", "2900399001001", "Benali 290039900100188"])(
    "refuse un NIR, sans le répéter : %#",
    async (recherche) => {
      const reponse = await lister({ f: { recherche } });
      expect(reponse.errors?.[0]?.extensions.code).toBe("ARGUMENT_INVALIDE");
      expect(JSON.stringify(reponse.errors)).not.toMatch(/29003|001 88/);
      expect(reponse.statements).toEqual([]);
    },
  );

  it("lit un texte en mots et en numéros", () => {
    expect(lireRecherche("d’Œuvre 1234567A")).toEqual({ mots: ["D", "OEUVRE"], numeros: ["1234567A"] });
    expect(lireRecherche("  ")).toBe("VIDE");
    expect(lireRecherche("a".repeat(101))).toBe("VIDE");
    expect(lireRecherche("Foule0012")).toEqual({ mots: ["FOULE0012"], numeros: [] });
  });
});

describe("les pages d’une liste", () => {
  it("en avant puis en arrière, donnent les mêmes personnes, et disent juste s’il en reste", async () => {
    const filtre = { communes: ["94017"], recherche: "foule" };
    const toutes = await tous(filtre, 7);
    expect(toutes).toHaveLength(NOMBRE / 3);
    expect(new Set(toutes).size).toBe(toutes.length);
    let page = (await lister({ f: filtre, n: 7 })).data.allocataires;
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
    const avant: string[] = [];
    const derniere = await lister({ f: filtre, n: 3, a: null });
    expect(ids(derniere)).toEqual(toutes.slice(0, 3));
    for (let after = page.pageInfo.endCursor; page.pageInfo.hasNextPage; after = page.pageInfo.endCursor)
      page = (await lister({ f: filtre, n: 7, a: after })).data.allocataires;
    expect(page.pageInfo.hasPreviousPage).toBe(true);
    avant.unshift(...page.nodes.map((n: any) => n.id));
    while (page.pageInfo.hasPreviousPage) {
      page = (await lister({ f: filtre, n: 7, b: page.pageInfo.startCursor })).data.allocataires;
      expect(page.pageInfo.hasNextPage).toBe(true);
      avant.unshift(...page.nodes.map((n: any) => n.id));
    }
    expect(avant).toEqual(toutes);
  });

  it("un curseur ne sert qu’à ses critères, et à qui lit encore sa personne", async () => {
    const { endCursor } = (await lister({ f: { communes: ["94028"] }, n: 2 })).data.allocataires.pageInfo;
    const code = async (variables: Record<string, unknown>, appelant = departement) =>
      (await lister(variables, appelant)).errors?.[0]?.extensions.code;
    expect(await code({ f: { communes: ["94028"], categorie: null }, a: endCursor })).toBeUndefined();
    expect(await code({ f: { communes: ["94017"] }, a: endCursor })).toBe("CURSEUR_INVALIDE");
    expect(await code({ a: endCursor })).toBe("CURSEUR_INVALIDE");
    expect(await code({ f: { communes: ["94028"] }, a: endCursor, b: endCursor })).toBe("ARGUMENT_INVALIDE");
    expect(await code({ f: { communes: ["94028"] }, a: endCursor }, departement93)).toBe("CURSEUR_INVALIDE");
  });

  it("un référent ne trouve que les siens, par nom comme par numéro", async () => {
    const chez = async (recherche: string) =>
      (await lister({ f: { recherche } }, referent as never)).data.allocataires.nodes.map((n: any) => n.nom);
    expect(await chez("benali")).toEqual(["Benali"]);
    expect(await chez("castel")).toEqual([]);
    expect(await chez("94000000001")).toEqual(["Benali"]);
    expect(ids(await lister({ f: { recherche: "faure" } }))).toEqual([]);
    expect(ids(await lister({ f: { recherche: "faure" } }, departement93))).toEqual([PEOPLE.elodie]);
  });
});
