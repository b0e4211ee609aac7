import { GATEWAY_CODES } from "../../gateway/refusal";
import { REFUS } from "../../subgraphs/allocataires/refus";
import { erreurDuCode } from "../../subgraphs/echanges/echange/erreur-echange";
import { type GivenCode, givenCodes, sources } from "./codes-du-source";
import { duplicates, page, rows } from "./tables-markdown";

const LINES = rows(page("docs/erreurs.md")).filter(({ cells }) => cells.code !== undefined);

/** What gives a code outside a typed refusal: an exception, an HTTP answer, a refused file, a reported record. */
const GIVERS = /^(CodedError|Refusal|refused?|ImportRefuse|Invalide|rejette|appliqueSauf|ignore|signaler|noter|\{\}|.*\.refuser)$/;
const GIVEN = sources("subgraphs", "gateway", "hub")
  .flatMap(givenCodes)
  .filter(({ by }) => GIVERS.test(by) || by === "Refus.de");
const ERRORS = GIVEN.filter(({ by }) => GIVERS.test(by));

/** Codes that stand in a table or a type of the source. */
const listed = (file: string, pattern: RegExp): string[] => [...page(file).matchAll(pattern)].map(([, code]) => code!);
const LISTED = [
  ...GATEWAY_CODES,
  ...listed("subgraphs/shared/coded-error.ts", /\| "([A-Z_]+)"/g),
  ...listed("subgraphs/rendez-vous/appliquer-rdv.ts", /^ {2}[a-z][A-Za-z]+: "([A-Z]+_[A-Z_]+)"/gm),
  ...listed("subgraphs/offre-insertion/data-inclusion/defaut.ts", /"([A-Z]+_[A-Z_]+)"/g),
  ...listed("subgraphs/offre-insertion/data-inclusion/suivi/reserves.ts", /^ {2}([A-Z]+_[A-Z_]+): "/gm),
];

describe("docs/erreurs.md", () => {
  it("le relevé du source n’est pas vide : une erreur, un refus de la passerelle, un fichier refusé, un rejet", () => {
    for (const by of ["CodedError", "Refusal", "ImportRefuse", "rejette", "noter"]) expect(ERRORS.map((given) => given.by)).toContain(by);
    expect(LISTED).toEqual(expect.arrayContaining(["CURSEUR_INVALIDE", "LOT_REFUSE", "CHAMP_MANQUANT"]));
  });

  it("a une ligne pour chaque code que le hub peut donner, et pour aucun autre", () => {
    const known = new Set([...ERRORS.map(({ code }) => code), ...LISTED]);
    expect([...new Set(LINES.map(({ cells }) => cells.code))].sort()).toEqual([...known].sort());
  });

  it("ne dit pas deux fois un code dans une même section", () => {
    expect(duplicates(LINES.map(({ section, cells }) => `${section} : ${cells.code}`))).toEqual([]);
  });
});

describe("un rejet que montre « echanges »", () => {
  const rejects = LINES.filter(({ cells }) => cells.suite === "rejet").map(({ cells }) => cells.code!);

  it.each([...new Set(rejects)])("%s a sa propre phrase, et dit que faire", (code) => {
    const { message, actionAgent } = erreurDuCode(code);
    expect(message).not.toContain(code);
    for (const text of [message, actionAgent]) expect(text).toMatch(/^\p{Lu}.*[.>]$/u);
  });

  it("un code inconnu se dit tel quel", () => {
    expect(erreurDuCode("AUTRE_CODE").message).toContain("AUTRE_CODE");
  });
});

describe("les messages que le code écrit en toutes lettres", () => {
  /** A defect of a record of the catalogue is a clause: the report joins it to the name of its field. */
  const clause = ({ file }: GivenCode) => file.startsWith("subgraphs/offre-insertion/data-inclusion/") && !file.includes("/lecture/");
  /** A reader of a flow sets the name of the file before the sentence. */
  const follows = ({ by }: GivenCode) => by.endsWith(".refuser");
  const written = [
    ...GIVEN.filter((given) => !clause(given)).flatMap((given) =>
      given.messages.map((message) => ({ ...message, where: `${given.file} ${given.code}`, follows: follows(given) })),
    ),
    ...Object.entries(REFUS).map(([code, { message }]) => ({ start: message, end: message, where: code, follows: false })),
  ];

  it("sont lus", () => {
    expect(written.length).toBeGreaterThan(100);
  });

  it("commencent par une majuscule, un guillemet ou un nom de fichier", () => {
    const wrong = written.filter(({ start, follows }) => !follows && start !== null && !/^([\p{Lu}«]|\w+\.csv\b)/u.test(start));
    expect(wrong).toEqual([]);
  });

  it("finissent par un point", () => {
    expect(written.filter(({ end }) => end !== null && !end.endsWith("."))).toEqual([]);
  });

  it("ont des apostrophes et des points de suspension typographiques, une espace devant les signes doubles", () => {
    const quoted = /« [^»]* »/g;
    const bad = /'|\.\.\.|\S[:;!?»](\s|$)|«\S/u;
    const wrong = written.filter(({ start, end }) => [start, end].some((text) => bad.test((text ?? "").replaceAll(quoted, "mot"))));
    expect(wrong.map(({ where, start }) => `${where} : ${start}`)).toEqual([]);
  });
});
