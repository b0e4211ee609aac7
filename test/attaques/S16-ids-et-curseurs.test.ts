import { randomUUID } from "node:crypto";
import { isObjectType } from "graphql";
import { origine, trahis } from "../rights/traversee/canaris";
import { Traversee } from "../rights/traversee/chemins";
import { INTERDITS, type Monde, monde, type Reponse } from "../rights/traversee/monde";
import { colonneDePersonne, colonnes } from "../rights/traversee/tables";
import { type Reserve, reserve } from "../rights/traversee/valeurs";
import { attaque } from "./attaque";

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const CODES_DE_REFUS = ["INTERNAL_SERVER_ERROR", "BASE_INDISPONIBLE", "SOUS_GRAPHE_INDISPONIBLE"];

attaque("S16", (mesurer) => {
  let m: Monde;
  let ids: Reserve;
  /** The same ids, but those of rows of people, which nobody has. */
  let personne: Reserve;
  beforeAll(async () => {
    m = await monde({ foyers: 40 });
    ids = await reserve(m.base.owner, m.victime);
    const dePersonnes = new Set(["allocataire", "rendez_vous", "dossier"]);
    for (const [nom, liste] of await colonnes(m.base.owner)) if (colonneDePersonne(nom, liste)) dePersonnes.add(nom.split(".")[1]!);
    personne = new Map([...ids].map(([table, connus]) => [table, dePersonnes.has(table) ? connus.map(() => randomUUID()) : connus]));
  }, 180_000);
  afterAll(() => m.fermer());

  /** Byte for byte, but for the ids that were sent and those of the requests. */
  const nue = ({ data, errors, status }: Reponse) =>
    JSON.stringify({ status, data, errors })
      .replace(UUID, "<id>")
      .replace(/Secondes":\d+/g, 'Secondes":0')
      .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, (instant) =>
        Date.now() - Date.parse(instant.slice(1, -1)) < 3_600_000 ? '"maintenant"' : instant,
      );

  const paires = (racine = m.schema.getQueryType()!) => {
    const [vraies, fausses] = [ids, personne].map((lesquels) =>
      [...new Traversee(m.schema, lesquels, racine).entrees(2)].filter(({ variables }) => JSON.stringify(variables).match(UUID)),
    );
    expect(vraies!.map(({ texte }) => texte)).toEqual(fausses!.map(({ texte }) => texte));
    return vraies!.map((vraie, i) => [vraie, fausses![i]!] as const);
  };

  it.each(["autreDepartement", "autreAgent", "organismeInconnu"])(
    "un id qui existe, hors de portée de %s, se lit et s’écrit comme un id qui n’existe pas",
    async (nom) => {
      const differentes: unknown[] = [];
      let demandes = 0;
      let refus = 0;
      for (const racine of [m.schema.getQueryType()!, m.schema.getMutationType()!])
        for (const [vraie, fausse] of paires(racine)) {
          const debut = performance.now();
          const a = await m.demander(nom, vraie.texte, vraie.variables);
          refus = Math.max(refus, performance.now() - debut);
          const b = await m.demander(nom, fausse.texte, fausse.variables);
          demandes += 2;
          if (nue(a) !== nue(b)) differentes.push([vraie.formes[0]![1].at(-1), nue(a).slice(0, 300), nue(b).slice(0, 300)]);
          const internes = a.errors.filter(({ extensions }) => CODES_DE_REFUS.includes(extensions.code));
          if (internes.length > 0) differentes.push([vraie.formes[0]![1].at(-1), internes]);
        }
      mesurer(`demandes, ${nom}`, demandes);
      mesurer(`refus le plus lent, ${nom}`, Math.round(refus), "ms");
      expect(differentes).toEqual([]);
    },
    240_000,
  );

  it("un curseur forgé est refusé ou ne donne que ce que la liste donne", async () => {
    const b64 = (texte: string) => Buffer.from(texte).toString("base64url");
    const formes = () => [
      "",
      "x",
      "%00",
      b64("1:"),
      b64(`1:${m.victime}`),
      b64("1:-1"),
      b64("1:99999999999999999999"),
      b64("1:0' or 1=1 --"),
      b64(`2:${m.victime}`),
      b64(JSON.stringify({ id: m.victime })),
      m.victime,
      ids.get("rendez_vous")![0]!,
      "é".repeat(1_000),
    ];
    const voit = await m.visibles();
    const fautes: unknown[] = [];
    let essais = 0;
    for (const champ of Object.values(m.schema.getQueryType()!.getFields()))
      for (const argument of champ.args.filter(({ name }) => name === "after" || name === "before")) {
        const traversee = new Traversee(m.schema, ids);
        const document = [...traversee.variantes()].find(({ formes }) => formes[0]![1].includes(`Query.${champ.name}(${argument.name})`));
        if (!document) throw new Error(`Aucun document pour ${champ.name}(${argument.name}).`);
        for (const curseur of formes())
          for (const nom of Object.keys(INTERDITS).filter((un) => un !== "sansScope" && un !== "pilotage")) {
            const reponse = await m.demander(nom, document.texte, { ...document.variables, choix: curseur });
            essais++;
            const internes = reponse.errors.filter(({ extensions }) => CODES_DE_REFUS.includes(extensions.code));
            if (internes.length > 0) fautes.push([champ.name, curseur.slice(0, 60), nom, internes[0]]);
            for (const [jeton, deQui] of trahis(reponse.texte, m.marques, `${curseur} ${JSON.stringify(document.variables)}`))
              if (![...deQui].some((une) => voit[nom]?.has(une)))
                fautes.push([champ.name, curseur.slice(0, 60), nom, origine(jeton, m.plantation.colonnes) ?? jeton]);
          }
      }
    mesurer("curseurs forgés essayés", essais);
    expect(essais).toBeGreaterThan(0);
    expect(fautes).toEqual([]);
  }, 240_000);

  it("la demande suivante de qui y a droit est servie", async () => {
    expect(isObjectType(m.schema.getType("Allocataire"))).toBe(true);
    const { data } = await m.demander("referente", "query ($id: ID) { allocataire(id: $id) { id } }", { id: m.suivie });
    expect(data.allocataire.id).toBe(m.suivie);
  });
});
