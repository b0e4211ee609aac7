import { conflitsDe, type Declaration } from "../../subgraphs/rendez-vous/declaration";
import { type Dit, ditsCompatibles, type Fiche, famillesCompatibles, grouper } from "../../subgraphs/rendez-vous/memes-rendez-vous";
import { PEOPLE } from "../setup/fixtures";
import { INSERTION, rdv, SOLIDARITES, USAGERS } from "./messages";
import { envoyer, lire, preparer } from "./recepteur";

const dit = (autre: Partial<Dit> = {}): Dit => ({
  debut: "2026-03-02T08:30:00.000Z",
  organisme: "94-CD94",
  collectif: false,
  famille: "ORIENTATION",
  personnes: new Set(["a"]),
  ...autre,
});
const fiche = (systeme: Fiche["systeme"], id: string, autre: Partial<Dit> = {}, plus: Partial<Fiche> = {}): Fiche => ({
  cle: `${systeme} ${id}`,
  systeme,
  departement: "94",
  solidarites: null,
  dits: [dit(autre)],
  ...plus,
});
const jamais = () => false;
const taille = (fiches: Fiche[], distinctes: (a: string, b: string) => boolean = jamais) =>
  grouper(fiches, distinctes)
    .map((g) => g.length)
    .sort();

describe("deux outils disent-ils le même rendez-vous, sans identifiant commun ?", () => {
  it.each<[string, Partial<Dit>, boolean]>([
    ["la même chose", {}, true],
    ["une minute plus tard", { debut: "2026-03-02T08:31:00.000Z" }, false],
    ["un autre organisme", { organisme: "94-FT94" }, false],
    ["un organisme inconnu", { organisme: null }, false],
    ["collectif, l’autre individuel", { collectif: true }, false],
    ["une autre personne", { personnes: new Set(["b"]) }, false],
    ["elle et une autre", { personnes: new Set(["a", "b"]) }, true],
    ["personne de connu", { personnes: new Set() }, false],
    ["un motif sans catégorie", { famille: "AUTRE" }, true],
    ["un autre motif", { famille: "ACCOMPAGNEMENT" }, false],
  ])("%s", (_, autre, attendu) => {
    expect(ditsCompatibles(dit(), dit(autre))).toBe(attendu);
    expect(ditsCompatibles(dit(autre), dit())).toBe(attendu);
  });

  it("des familles vont ensemble si elles sont égales ou si l’une est AUTRE", () => {
    expect(famillesCompatibles("ORIENTATION", "PREMIER_ACCOMPAGNEMENT")).toBe(false);
    expect(famillesCompatibles("AUTRE", "PREMIER_ACCOMPAGNEMENT")).toBe(true);
  });
});

describe("groupes", () => {
  it.each<[string, Fiche[], number[]]>([
    ["trois outils, un rendez-vous", [fiche(SOLIDARITES, "1"), fiche(INSERTION, "2"), fiche("FRANCE_TRAVAIL", "3")], [3]],
    ["deux du même outil à la même heure restent deux", [fiche(SOLIDARITES, "1"), fiche(SOLIDARITES, "2")], [1, 1]],
    [
      "un choix entre deux n’est pas un choix : tous à part",
      [fiche(SOLIDARITES, "1"), fiche(SOLIDARITES, "2"), fiche(INSERTION, "3")],
      [1, 1, 1],
    ],
    [
      "l’identifiant tranche",
      [fiche(SOLIDARITES, "1"), fiche(SOLIDARITES, "2"), fiche(INSERTION, "3", {}, { solidarites: `${SOLIDARITES} 1` })],
      [1, 2],
    ],
    [
      "l’identifiant l’emporte sur l’heure",
      [fiche(SOLIDARITES, "1", { debut: "x" }), fiche(INSERTION, "3", {}, { solidarites: `${SOLIDARITES} 1` })],
      [2],
    ],
    [
      "jamais d’un département à l’autre",
      [fiche(SOLIDARITES, "1"), fiche(INSERTION, "3", {}, { departement: "93", solidarites: `${SOLIDARITES} 1` })],
      [1, 1],
    ],
    [
      "France Travail dit une personne à la fois d’une réunion",
      [
        fiche(SOLIDARITES, "1", { collectif: true, personnes: new Set(["a", "b"]) }),
        fiche("FRANCE_TRAVAIL", "2", { collectif: true, personnes: new Set(["a"]) }),
        fiche("FRANCE_TRAVAIL", "3", { collectif: true, personnes: new Set(["b"]) }),
      ],
      [3],
    ],
    [
      "pas deux fois la même personne",
      [fiche("FRANCE_TRAVAIL", "2", { collectif: true }), fiche("FRANCE_TRAVAIL", "3", { collectif: true })],
      [1, 1],
    ],
    [
      "une heure d’avant suffit : déplacé dans un outil, pas encore dans l’autre",
      [{ ...fiche(SOLIDARITES, "1"), dits: [dit(), dit({ debut: "2026-03-05T08:30:00.000Z" })] }, fiche("FRANCE_TRAVAIL", "3")],
      [2],
    ],
  ])("%s", (_, fiches, attendu) => {
    expect(taille(fiches)).toEqual(attendu);
    expect(taille([...fiches].reverse())).toEqual(attendu);
  });

  it("ce qu’un professionnel a séparé ne se réunit plus, même par l’identifiant", () => {
    const fiches = [fiche(SOLIDARITES, "1"), fiche(INSERTION, "3", {}, { solidarites: `${SOLIDARITES} 1` })];
    expect(taille(fiches, () => true)).toEqual([1, 1]);
  });
});

describe("conflits", () => {
  const declaration = (systeme: Declaration["systeme"], le: string, debut: string, statut: "PREVU" | "HONORE" | "ABSENT"): Declaration => ({
    systeme,
    identifiant: "1",
    le,
    etat: {
      debut,
      dureeMinutes: 60,
      modalite: "PHYSIQUE",
      famille: "ORIENTATION",
      motif: "x",
      lieu: null,
      organisme: "94-CD94",
      collectif: false,
      capacite: null,
      inconnus: 0,
    },
    participants: [{ allocataire: "a", statut, convocation: null }],
  });

  it("dit le champ, et ce que chacun en dit", () => {
    const deux = [declaration(SOLIDARITES, "2026-03-02", "9h", "HONORE"), declaration(INSERTION, "2026-03-03", "10h", "ABSENT")];
    expect(conflitsDe(deux, null, new Map())).toEqual([
      {
        champ: "debut",
        allocataire: null,
        valeurs: [
          { systeme: SOLIDARITES, valeur: "9h", majLe: "2026-03-02" },
          { systeme: INSERTION, valeur: "10h", majLe: "2026-03-03" },
        ],
      },
      {
        champ: "statut",
        allocataire: "a",
        valeurs: [
          { systeme: SOLIDARITES, valeur: "HONORE", majLe: "2026-03-02" },
          { systeme: INSERTION, valeur: "ABSENT", majLe: "2026-03-03" },
        ],
      },
    ]);
  });

  it("« prévu » ne contredit pas une présence", () => {
    expect(
      conflitsDe(
        [declaration(SOLIDARITES, "2026-03-02", "9h", "HONORE"), declaration(INSERTION, "2026-03-03", "9h", "PREVU")],
        null,
        new Map(),
      ),
    ).toEqual([]);
  });
});

describe("dans le hub", () => {
  preparer();
  const le = (n: number) => `2026-02-16T10:00:0${n}+01:00`;
  const noeuds = () =>
    lire(
      "select r.id, array_agg(l.systeme || ' ' || l.identifiant order by l.systeme) as liens from rendez_vous.rendez_vous r join rendez_vous.lien_externe l on l.rendez_vous = r.id group by 1 order by 2",
    );

  it.each([
    ["RDV-Solidarités d’abord", [0, 1]],
    ["RDV-Insertion d’abord", [1, 0]],
  ])("par l’identifiant, %s : un seul rendez-vous", async (_, ordre) => {
    const messages = [
      () => envoyer(SOLIDARITES, rdv({ id: 10, le: le(1), participations: [{ user: USAGERS.amina }] })),
      () => envoyer(INSERTION, rdv({ id: 20, le: le(2), solidarites: 10, participations: [{ user: { ...USAGERS.amina, id: 7 } }] })),
    ];
    for (const i of ordre) await messages[i]!();
    expect((await noeuds()).map((n) => n.liens)).toEqual([[`${INSERTION} 20`, `${SOLIDARITES} 10`]]);
    expect(await lire("select allocataire from rendez_vous.participation")).toEqual([{ allocataire: PEOPLE.amina }]);
  });

  it("sans identifiant : même personne, même organisme, même heure ; l’ancien identifiant répond encore", async () => {
    await envoyer(SOLIDARITES, rdv({ id: 10, le: le(1), debut: "2026-03-03T09:30:00+01:00", participations: [{ user: USAGERS.amina }] }));
    await envoyer(INSERTION, rdv({ id: 20, le: le(2), participations: [{ user: { ...USAGERS.amina, id: 7 }, status: "excused" }] }));
    const avant = await noeuds();
    expect(avant).toHaveLength(2);
    await envoyer(SOLIDARITES, rdv({ id: 10, le: le(3), participations: [{ user: USAGERS.amina }] }));
    const [seul, ...autres] = await noeuds();
    expect(autres).toEqual([]);
    expect(seul!.liens).toHaveLength(2);
    const [reuni] = await lire("select ancien, actuel from rendez_vous.rendez_vous_reuni");
    expect([reuni!.actuel, reuni!.ancien].sort()).toEqual(avant.map((n) => n.id).sort());
    expect(await lire("select donnees from journal.evenement where type = 'RendezVousReunis'")).toEqual([
      { donnees: { rendezVous: reuni!.actuel, reuni: reuni!.ancien } },
    ]);
    expect(await lire("select rendez_vous from rendez_vous.historique_presence where rendez_vous <> $1", [reuni!.actuel])).toEqual([]);
  });

  it("déplacé ensuite dans un seul outil, il reste un : l’heure est en conflit", async () => {
    await envoyer(SOLIDARITES, rdv({ id: 10, le: le(1), participations: [{ user: USAGERS.amina }] }));
    await envoyer(INSERTION, rdv({ id: 20, le: le(2), participations: [{ user: { ...USAGERS.amina, id: 7 } }] }));
    await envoyer(SOLIDARITES, rdv({ id: 10, le: le(3), debut: "2026-03-05T09:30:00+01:00", participations: [{ user: USAGERS.amina }] }));
    expect(await noeuds()).toHaveLength(1);
    expect(await lire("select en_conflit, debut from rendez_vous.rendez_vous")).toEqual([
      { en_conflit: true, debut: new Date("2026-03-05T09:30:00+01:00") },
    ]);
  });

  it("un second rendez-vous du même outil à la même heure rend le choix impossible : chacun reprend le sien", async () => {
    await envoyer(SOLIDARITES, rdv({ id: 10, le: le(1), participations: [{ user: USAGERS.amina }] }));
    await envoyer(INSERTION, rdv({ id: 20, le: le(2), participations: [{ user: { ...USAGERS.amina, id: 7 } }] }));
    expect(await noeuds()).toHaveLength(1);
    await envoyer(SOLIDARITES, rdv({ id: 11, le: le(3), participations: [{ user: USAGERS.amina }] }));
    expect((await noeuds()).map((n) => n.liens)).toEqual([[`${INSERTION} 20`], [`${SOLIDARITES} 10`], [`${SOLIDARITES} 11`]]);
  });

  it("pris dans le hub, puis dit par un outil : le même, sa convocation et son identifiant restent", async () => {
    const id = "6b0f3b64-8f0e-4d0e-9d7a-0f5b8f1f0001";
    await lire(
      `insert into rendez_vous.rendez_vous (departement, id, debut, duree_minutes, modalite, famille, motif, organisme, source, source_organisme, collectee_le, recue_le, certifiee)
       values ('94', $1, '2026-03-02T09:30:00+01:00', 30, 'PHYSIQUE', 'ORIENTATION', 'Orientation', '94-CD94', 'DEPARTEMENT', '94-CD94', '2026-02-01', '2026-02-01', true)`,
      [id],
    );
    await lire(
      "insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) values ('94', $1, $2, 'PREVU', '2026-02-01')",
      [id, PEOPLE.amina],
    );
    await lire(
      "insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal) values ('94', $1, $2, 1, '2026-02-01', 'POSTAL')",
      [id, PEOPLE.amina],
    );
    await envoyer(SOLIDARITES, rdv({ id: 10, le: le(1), duree: 30, participations: [{ user: USAGERS.amina }] }));
    expect(await lire("select id from rendez_vous.rendez_vous")).toEqual([{ id }]);
    expect(await lire("select canal from rendez_vous.convocation")).toEqual([{ canal: "POSTAL" }]);
    await envoyer(
      SOLIDARITES,
      rdv({ id: 10, le: "2026-03-02T12:00:00+01:00", duree: 30, participations: [{ user: USAGERS.amina, status: "seen" }] }),
    );
    expect(
      await lire(
        "select p.statut, c.canal from rendez_vous.participation p join rendez_vous.convocation c on c.rendez_vous = p.rendez_vous",
      ),
    ).toEqual([{ statut: "HONORE", canal: "POSTAL" }]);
  });
});
