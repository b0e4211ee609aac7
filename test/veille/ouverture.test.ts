import { CLOSED_MS, Opening } from "../../gateway/opening";
import { delayOf, networkOf, REFUSED_TOKENS, RefusedTokens } from "../../gateway/refused-tokens";
import { MemoryWatch } from "../../gateway/watch";
import { type ClientEnregistre, clientInconnu } from "../../subgraphs/shared/clients/client-enregistre";
import { estOuvert } from "../../subgraphs/shared/clients/heures";
import { RegistreClients } from "../../subgraphs/shared/clients/registre-clients";
import { createLog } from "../../subgraphs/shared/log";
import { CALLERS } from "../setup/subgraph";

const BUREAU = { debut: "08:00", fin: "19:00", jours: [1, 2, 3, 4, 5], feries: false, hors: "RALENTIR" as const };
const journal = createLog("silent", "test");
/** A clock that stands still and says how long it was waited on. */
const horloge = (le: string) => {
  const attentes: number[] = [];
  return { attentes, now: () => new Date(le), wait: async (ms: number) => void attentes.push(ms) };
};

describe("les heures d’un client", () => {
  it.each([
    ["un lundi à 8 h, heure de Paris", "2026-03-02T07:00:00Z", "94", true],
    ["à 7 h 59", "2026-03-02T06:59:00Z", "94", false],
    ["à 19 h juste", "2026-03-02T18:00:00Z", "94", false],
    ["l’été, à 8 h", "2026-07-06T06:00:00Z", "94", true],
    ["un samedi", "2026-03-07T10:00:00Z", "94", false],
    ["le 1er mai", "2026-05-01T10:00:00Z", "94", false],
    ["le 26 décembre en Moselle", "2025-12-26T10:00:00Z", "57", false],
    ["le 26 décembre ailleurs", "2025-12-26T10:00:00Z", "94", true],
    ["à 8 h à La Réunion", "2026-03-02T04:00:00Z", "974", true],
    ["à 8 h de Paris, à La Réunion il est 11 h", "2026-03-02T15:30:00Z", "974", false],
  ])("%s", (_, le, departement, ouvert) => expect(estOuvert(BUREAU, new Date(le), departement)).toBe(ouvert));

  it("sans heures, toujours", () => expect(estOuvert(null, new Date("2026-03-01T03:00:00Z"), "94")).toBe(true));

  const ouverture = (autres: Partial<ClientEnregistre>, le: string) => {
    const clients = Object.assign(RegistreClients.of([]), { client: (nom: string) => ({ ...clientInconnu(nom, null), ...autres }) });
    const veille = new MemoryWatch();
    const temps = horloge(le);
    return { veille, temps, opening: new Opening(clients, veille, temps, journal) };
  };

  it("dehors, un client à ralentir attend et lève une alerte, une par heure", async () => {
    const { veille, temps, opening } = ouverture({ heures: BUREAU }, "2026-03-01T03:00:00Z");
    await opening.check(CALLERS.departement);
    await opening.check(CALLERS.departement);
    expect(temps.attentes).toEqual([CLOSED_MS, CLOSED_MS]);
    expect(veille.alerts).toMatchObject([{ nature: "HORS_HEURES", gravite: "ATTENTION", client: "demo-departement", departement: "94" }]);
  });

  it("dehors, un client à refuser est refusé, 403", async () => {
    const { veille, opening } = ouverture({ heures: { ...BUREAU, hors: "REFUSER" } }, "2026-03-01T03:00:00Z");
    await expect(opening.check(CALLERS.departement)).rejects.toMatchObject({ code: "HORS_HEURES", status: 403 });
    expect(veille.alerts).toMatchObject([{ gravite: "GRAVE" }]);
  });

  it("dedans, ou sans jeton, rien n’attend", async () => {
    const { temps, opening, veille } = ouverture({ heures: BUREAU }, "2026-03-02T10:00:00Z");
    await opening.check(CALLERS.departement);
    await opening.check(null);
    expect([temps.attentes, veille.alerts]).toEqual([[], []]);
  });

  it("un client suspendu est refusé, quel que soit son jeton", async () => {
    const { veille, opening } = ouverture({ suspendu: true }, "2026-03-02T10:00:00Z");
    await expect(opening.check(CALLERS.departement)).rejects.toMatchObject({ code: "CLIENT_SUSPENDU", status: 403 });
    expect(veille.alerts).toMatchObject([{ nature: "CLIENT_SUSPENDU" }]);
  });
});

describe("les jetons refusés", () => {
  const demande = (adresse: string) => ({ socket: { remoteAddress: adresse } }) as never;

  it("attendent de plus en plus, puis lèvent une alerte, puis sont arrêtés ; une autre adresse n’attend rien", async () => {
    const veille = new MemoryWatch();
    const temps = horloge("2026-03-02T10:00:00Z");
    const refuses = new RefusedTokens(veille, "secret", temps, journal);
    for (let n = 1; n < REFUSED_TOKENS.stopFrom; n++) await refuses.refused(demande("192.0.2.7"));
    expect(temps.attentes.slice(8, 12)).toEqual([0, 100, 200, 400]);
    expect(Math.max(...temps.attentes)).toBe(REFUSED_TOKENS.slowestMs);
    await expect(refuses.refused(demande("192.0.2.7"))).rejects.toMatchObject({ code: "TROP_DE_JETONS_REFUSES", status: 429 });
    await refuses.refused(demande("198.51.100.9"));
    expect(temps.attentes.at(-1)).toBe(0);
    expect(veille.alerts).toHaveLength(1);
    expect(veille.alerts[0]).toMatchObject({
      nature: "AUTHENTIFICATION",
      client: null,
      details: { reseau: "192.0.2.0/24", jetonsRefuses: REFUSED_TOKENS.alertFrom },
    });
    expect(JSON.stringify(veille.alerts)).not.toContain("192.0.2.7");
  });

  it("se comptent par toutes les passerelles ensemble", async () => {
    const veille = new MemoryWatch();
    const temps = horloge("2026-03-02T10:00:00Z");
    const [une, deux] = [new RefusedTokens(veille, "secret", temps, journal), new RefusedTokens(veille, "secret", temps, journal)];
    await une.refused(demande("192.0.2.7"));
    await veille.failed(
      (veille as unknown as { failures: Map<string, unknown> }).failures.keys().next().value as string,
      30,
      temps.now(),
      10,
    );
    await deux.refused(demande("192.0.2.7"));
    expect(temps.attentes.at(-1)).toBe(REFUSED_TOKENS.slowestMs);
  });

  it("ne nomment que le réseau", () => {
    expect([networkOf("192.0.2.7"), networkOf("::ffff:192.0.2.7"), networkOf("2001:db8:1:2::3"), networkOf("?")]).toEqual([
      "192.0.2.0/24",
      "192.0.2.0/24",
      "2001:db8:1::/48",
      "inconnu",
    ]);
    expect([delayOf(1), delayOf(REFUSED_TOKENS.slowFrom), delayOf(60)]).toEqual([0, 100, 3_000]);
  });
});
