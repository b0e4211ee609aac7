import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ClesDemo } from "../../hub/cles-demo";
import { createTokenVerifier, InvalidTokenError, IssuerAwayError, type TokenVerifier } from "../../subgraphs/shared/token";
import { cle, Emetteur } from "../setup/emetteur";
import { CALLERS } from "../setup/subgraph";

const DEPART = Date.parse("2026-11-22T10:00:00Z");
const MINUTE = 60_000;
let now = DEPART;
let emetteur: Emetteur;
let verifier: TokenVerifier;
beforeEach(async () => {
  now = DEPART;
  emetteur = await Emetteur.ouvrir();
  verifier = createTokenVerifier({ issuer: emetteur.issuer, audience: "unefois", now: () => now });
});
afterEach(() => emetteur.fermer());

const jeton = async (faux = {}) => `Bearer ${await emetteur.jeton(CALLERS.departement, now, faux)}`;
const lu = (authorization: string) => verifier.verify(authorization).then((caller) => caller?.client);

describe("les clés de l’émetteur", () => {
  it("une clé nouvelle est prise sans redémarrer, dès qu’un jeton la nomme", async () => {
    expect(await lu(await jeton())).toBe("demo-departement");
    emetteur.cles.push(await cle("seconde"));
    now += MINUTE;
    expect(await lu(await jeton())).toBe("demo-departement");
    expect(emetteur.lectures).toBe(2);
  });

  it("mille clés inconnues ne font lire l’émetteur qu’une fois par reprise", async () => {
    await lu(await jeton());
    now += MINUTE;
    const faux = await Promise.all(Array.from({ length: 1000 }, (_, i) => jeton({ entete: { kid: `inconnue-${i}` } })));
    for (const un of faux) await expect(lu(un)).rejects.toThrow(InvalidTokenError);
    expect(emetteur.lectures).toBe(2);
  });

  it("une clé retirée cesse de valoir dans le délai, même pour un jeton déjà vérifié", async () => {
    const ancien = await jeton();
    expect(await lu(ancien)).toBe("demo-departement");
    emetteur.cles = [await cle("seconde")];
    now += 299_000;
    expect(await lu(ancien)).toBe("demo-departement");
    now += 1_000;
    await expect(lu(ancien)).rejects.toThrow(InvalidTokenError);
    expect(await lu(await jeton())).toBe("demo-departement");
  });

  it("l’horloge reculée d’un jour ne garde pas une clé retirée ; un jeton d’après elle est refusé", async () => {
    const ancien = await jeton({ claims: { iat: DEPART / 1000 - 90_000 } });
    now -= 86_400_000;
    const dHier = await jeton();
    now += 86_400_000;
    const dAujourdhui = await jeton();
    await expect(lu(ancien)).rejects.toThrow(InvalidTokenError);
    expect(await lu(dAujourdhui)).toBe("demo-departement");
    emetteur.cles = [await cle("seconde")];
    now -= 86_400_000;
    await expect(lu(dHier)).rejects.toThrow(InvalidTokenError);
    expect(await lu(await jeton())).toBe("demo-departement");
  });

  it("l’émetteur en panne : les clés connues servent une heure, puis 503", async () => {
    const ancien = await jeton({ claims: { exp: DEPART / 1000 + 86_400 } });
    expect(await lu(ancien)).toBe("demo-departement");
    emetteur.enPanne = true;
    now += 59 * MINUTE;
    expect(await lu(ancien)).toBe("demo-departement");
    expect(await lu(await jeton())).toBe("demo-departement");
    await expect(lu(await jeton({ entete: { kid: "peut-être nouvelle" } }))).rejects.toThrow(IssuerAwayError);
    now += MINUTE;
    await expect(lu(ancien)).rejects.toThrow(IssuerAwayError);
    emetteur.enPanne = false;
    now += 10_000;
    expect(await lu(ancien)).toBe("demo-departement");
  });

  it("l’émetteur jamais lu : 503, et dès qu’il répond le jeton vaut", async () => {
    emetteur.enPanne = true;
    const un = await jeton();
    const refus = await lu(un).catch((error: unknown) => error);
    expect(refus).toBeInstanceOf(IssuerAwayError);
    // Why, for the log of who operates the hub: the caller is not told.
    expect((refus as IssuerAwayError).cause).toBeInstanceOf(Error);
    emetteur.enPanne = false;
    now += 1_000;
    expect(await lu(un)).toBe("demo-departement");
  });
});

describe("les dates d’un jeton", () => {
  const dans = (secondes: number) => Math.floor(now / 1000) + secondes;
  it.each([
    ["expiré depuis 29 s", { exp: -29 }, true],
    ["expiré depuis 30 s", { exp: -30 }, false],
    ["émis dans 30 s", { iat: 30 }, true],
    ["émis dans 31 s", { iat: 31 }, false],
    ["valable dans 30 s", { nbf: 30 }, true],
    ["valable dans 31 s", { nbf: 31 }, false],
    ["émis il y a 24 h et 30 s", { iat: -86_430 }, true],
    ["émis il y a 24 h et 31 s, quoi qu’il dise de sa fin", { iat: -86_431 }, false],
  ])("%s", async (_quoi, ecarts: Record<string, number>, vaut) => {
    const claims = Object.fromEntries(Object.entries(ecarts).map(([nom, secondes]) => [nom, dans(secondes)]));
    const verification = lu(await jeton({ claims }));
    if (vaut) expect(await verification).toBe("demo-departement");
    else await expect(verification).rejects.toThrow(InvalidTokenError);
  });

  it("une date qui manque est refusée", async () => {
    await expect(lu(await jeton({ claims: { exp: null } }))).rejects.toThrow(InvalidTokenError);
    await expect(lu(await jeton({ claims: { iat: null } }))).rejects.toThrow(InvalidTokenError);
  });

  it("un jeton gardé en mémoire expire comme un autre", async () => {
    const un = await jeton();
    expect(await lu(un)).toBe("demo-departement");
    now += 3_631_000;
    await expect(lu(un)).rejects.toThrow("Le jeton a expiré");
  });
});

describe("un jeton lié à un certificat", () => {
  it("ne vaut qu’avec lui, qu’il soit lu la première fois ou gardé", async () => {
    const un = await jeton({ claims: { cnf: { "x5t#S256": "empreinte-a" } } });
    for (let fois = 0; fois < 2; fois++) {
      expect((await verifier.verify(un, "empreinte-a"))?.client).toBe("demo-departement");
      await expect(verifier.verify(un, "empreinte-b")).rejects.toThrow(InvalidTokenError);
      await expect(verifier.verify(un)).rejects.toThrow(InvalidTokenError);
    }
  });

  it("lié à une preuve inconnue, il est refusé", async () => {
    await expect(verifier.verify(await jeton({ claims: { cnf: { jkt: "autre" } } }), "empreinte-a")).rejects.toThrow(InvalidTokenError);
  });
});

describe("les clés de l’émetteur de démonstration", () => {
  it("tournent : la nouvelle signe, l’ancienne est publiée jusqu’à la fin de ses jetons", async () => {
    const dossier = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-cles-"));
    const cles = await ClesDemo.ouvrir(dossier, () => now);
    const [premiere] = cles.privees().keys;
    const avant = await cles.edition();
    now += MINUTE;
    const kid = await (await ClesDemo.ouvrir(dossier, () => now)).tourner();
    now += 1_000;
    expect(cles.privees().keys.map((une) => une.kid)).toEqual([kid, premiere!.kid]);
    expect(await cles.edition()).toBe(avant + 1);
    now += 3_900_000;
    expect(cles.privees().keys.map((une) => une.kid)).toEqual([kid]);
    expect(fs.statSync(path.join(dossier, "cles-demo.json")).mode & 0o777).toBe(0o600);
    fs.rmSync(dossier, { recursive: true });
  });
});
