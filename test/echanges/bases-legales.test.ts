import fs from "node:fs";
import fc from "fast-check";
import { habiliter, TEXTES } from "../../subgraphs/echanges/envoi/base-legale";
import { BASES_LEGALES } from "../../subgraphs/echanges/envoi/bases-legales";
import { tableauDesBases } from "../../subgraphs/echanges/envoi/tableau-bases";
import { CANARI, message, seulement, TOUT_CE_QUI_SE_DIT } from "./faits-a-dire";

const ESSAIS = 300;
/** Not told by an object of the queue: who a person is, asked before any call, and the weekly list, a deposited file (inscriptions.test.ts). */
const AUTREMENT = ["IDENTIFICATION_USAGER", "INSCRIPTION_LISTE"];

/** Paths of what a payload carries, lists walked with `[]`. */
function chemins(valeur: unknown, chemin = ""): string[] {
  if (Array.isArray(valeur)) return valeur.flatMap((v) => chemins(v, `${chemin}[]`));
  if (valeur === null || typeof valeur !== "object") return valeur === undefined ? [] : [chemin];
  return Object.entries(valeur).flatMap(([nom, v]) => chemins(v, chemin === "" ? nom : `${chemin}.${nom}`));
}

describe("ce qui part vers France Travail, et sur quel fondement", () => {
  it("chaque objet qui se dit a sa table, chaque fondement est un texte connu", () => {
    expect(Object.keys(BASES_LEGALES).sort()).toEqual([...Object.keys(TOUT_CE_QUI_SE_DIT), ...AUTREMENT].sort());
    for (const champs of Object.values(BASES_LEGALES))
      for (const texte of Object.values(champs)) expect(Object.keys(TEXTES)).toContain(texte);
  });

  it.each(Object.entries(TOUT_CE_QUI_SE_DIT))(
    "%s : chaque champ de chaque corps a un fondement, et ni nom, ni adresse, ni motif, ni texte ne part",
    async (nom, { objet, fait, message: messages }) => {
      const bases = BASES_LEGALES[nom]!;
      const partis = new Set<string>();
      let dits = 0;
      await fc.assert(
        fc.asyncProperty(fait, messages, fc.option(fc.constant("P-1")), async (f, m, identifiantPartenaire) => {
          const sortant = objet(seulement(f));
          const unMessage = message({ objet: nom, ...m, identifiantPartenaire });
          const lecture = (await sortant.lire([unMessage])).get(unMessage.echange)!;
          if (lecture.etat === "SANS_OBJET") return;
          dits++;
          const { corps, ecartes } = habiliter(sortant.corps(unMessage, lecture.fait), bases);
          expect(ecartes).toEqual([]);
          expect(JSON.stringify(corps)).not.toContain(CANARI);
          for (const chemin of chemins(corps)) partis.add(chemin);
        }),
        { numRuns: ESSAIS },
      );
      expect(dits).toBeGreaterThan(ESSAIS / 20);
      expect([...partis].sort()).toEqual(Object.keys(bases).sort());
    },
  );

  it("un champ ajouté sans fondement ne part pas, où qu’il soit", () => {
    const cible = fc.constantFrom(...Object.keys(BASES_LEGALES).filter((nom) => Object.keys(BASES_LEGALES[nom]!).length > 0));
    fc.assert(
      fc.property(
        cible,
        fc.string({ minLength: 1 }).filter((n) => n !== "__proto__"),
        (nom, champ) => {
          const bases = BASES_LEGALES[nom]!;
          fc.pre(!Object.hasOwn(bases, champ) && !Object.keys(bases).some((c) => c.startsWith(`${champ}.`) || c.startsWith(`${champ}[`)));
          const { corps, ecartes } = habiliter({ [champ]: CANARI, liste: [{ [champ]: CANARI }] }, bases);
          expect(JSON.stringify(corps)).not.toContain(CANARI);
          expect(ecartes).toContain(champ);
        },
      ),
    );
  });

  it("personne n’est cherché par autre chose que son NIR et sa date de naissance, ou son numéro", () => {
    expect(Object.keys(BASES_LEGALES.IDENTIFICATION_USAGER!).sort()).toEqual(["dateNaissance", "nir", "numeroFranceTravail"]);
  });

  it("la documentation dit la même table (MAJ_DOCS=1 la récrit)", () => {
    const page = "docs/echanges-france-travail.md";
    const [debut, fin] = ["<!-- table des fondements : début -->", "<!-- table des fondements : fin -->"];
    const texte = fs.readFileSync(page, "utf8");
    const voulu = texte.replace(new RegExp(`${debut}[^]*${fin}`), `${debut}\n\n${tableauDesBases(BASES_LEGALES)}\n\n${fin}`);
    if (process.env.MAJ_DOCS === "1") fs.writeFileSync(page, voulu);
    expect(texte).toContain(debut);
    expect(fs.readFileSync(page, "utf8")).toBe(voulu);
  });
});
