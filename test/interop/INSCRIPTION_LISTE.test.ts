import { generateKeyPairSync } from "node:crypto";
import { listeDInscription, tourDesDepots } from "../../hub/inscriptions";
import { Coffre } from "../../subgraphs/echanges/depot/coffre";
import { cibleFranceTravail } from "../../subgraphs/echanges/depot/depot.client";
import { clePublique } from "../../subgraphs/echanges/depot/signature";
import { defautsDuDepot } from "../../subgraphs/echanges/depot/verifier-depot";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { PEOPLE } from "../setup/fixtures";
import { NIR_KEY } from "../setup/subgraph";
import { type Monde, ouvrirMonde, USAGERS } from "./monde";

const outils = { coffre: new Coffre(NIR_KEY), cle: generateKeyPairSync("ed25519").privateKey };
const NOM = "94-INSCRIPTION_LISTE-FRANCE_TRAVAIL-000001";
const SEMAINE_MS = 7 * 86_400_000;

describe("INSCRIPTION_LISTE : liste hebdomadaire des nouveaux ARSA à inscrire ou à identifier", () => {
  let monde: Monde;
  beforeEach(async () => {
    monde = await ouvrirMonde();
    // Bruno is in a parcours of remobilisation: only to be identified.
    await monde.base.owner.query("update allocataires.orientation set parcours = 'PARCOURS_INSERTION' where allocataire = $1", [
      PEOPLE.bruno,
    ]);
  });
  afterEach(() => monde.fermer());

  const faire = () => listeDInscription({ databaseUrl: monde.base.url, nirKey: NIR_KEY, outils, clock: monde.horloge, depuis: null }, "94");
  const deposer = () => tourDesDepots(monde.base.owner, outils, [cibleFranceTravail(`${monde.simulateur.url}/depot`)], monde.horloge);
  const recu = async (extension: string) =>
    Buffer.from(await (await fetch(`${monde.simulateur.url}/depot/${NOM}.${extension}`)).arrayBuffer());
  const suite = async () => {
    const { personnesAInscrire } = await monde.executer(
      `{ personnesAInscrire(departement: "94") { nodes { allocataire { id } nature issue } } }`,
    );
    return Object.fromEntries(personnesAInscrire.nodes.map((n: any) => [n.allocataire.id, [n.nature, n.issue]]));
  };
  const statutDe = async () =>
    Object.fromEntries((await monde.echanges("INSCRIPTION_LISTE")).map(({ allocataire, statut }) => [allocataire!, statut]));
  const changer = (numeroFranceTravail: string, statut: string) =>
    monde.simulateur.agir({ acte: "CHANGER_STATUT", numeroFranceTravail, statut, dateEffet: "2026-02-03" } as never);

  it("part signée par HTTP, une fois, et chacun est confirmé par le statut que France Travail dit", async () => {
    expect(await faire()).toMatchObject({ nouvelle: true, personnes: 3 });
    expect(await deposer()).toBe(1);
    const fichiers = await Promise.all(["jsonl", "csv"].map(async (e) => ({ nom: `${NOM}.${e}`, contenu: await recu(e) })));
    expect(defautsDuDepot(clePublique(outils.cle), await recu("json"), await recu("sig"), fichiers)).toEqual([]);
    const lignes = fichiers[0]!.contenu
      .toString("utf8")
      .trim()
      .split("\n")
      .map((l) => JSON.parse(l));
    expect(lignes.map((l) => [l.nir, l.nature]).sort()).toEqual(
      [
        [USAGERS.amina.nir, "A_INSCRIRE"],
        [USAGERS.bruno.nir, "A_IDENTIFIER"],
        [USAGERS.chantal.nir, "A_INSCRIRE"],
      ].sort(),
    );
    expect(new Set(Object.values(await statutDe()))).toEqual(new Set(["A_CONFIRMER"]));
    changer(USAGERS.amina.numeroFranceTravail, "Inscrit");
    changer(USAGERS.bruno.numeroFranceTravail, "Identifié");
    changer(USAGERS.chantal.numeroFranceTravail, "Identifié");
    monde.horloge.advance(2 * 86_400_000);
    await monde.lireTout();
    expect(await statutDe()).toEqual({ [PEOPLE.amina]: "CONFIRME", [PEOPLE.bruno]: "CONFIRME", [PEOPLE.chantal]: "A_CONFIRMER" });
    expect(await suite()).toEqual({
      [PEOPLE.amina]: ["A_INSCRIRE", "INSCRIT"],
      [PEOPLE.bruno]: ["A_IDENTIFIER", "IDENTIFIE"],
      [PEOPLE.chantal]: ["A_INSCRIRE", "IDENTIFIE"],
    });
    monde.horloge.advance(8 * SEMAINE_MS);
    expect(await faire()).toMatchObject({ nouvelle: true, personnes: 0, abandons: 1 });
    expect((await suite())[PEOPLE.chantal]).toEqual(["A_INSCRIRE", "ABANDON"]);
    expect((await statutDe())[PEOPLE.chantal]).toBe("ABANDONNE");
    changer(USAGERS.chantal.numeroFranceTravail, "Inscrit");
    monde.horloge.advance(86_400_000);
    await monde.lireTout();
    expect((await statutDe())[PEOPLE.chantal]).toBe("CONFIRME");
  });

  it("survit à un dépôt hors service : rien n’est perdu, rien n’est déposé deux fois", async () => {
    await faire();
    monde.simulateur.panne({ api: "depot", nature: "HTML", fois: 1 });
    expect(await deposer()).toBe(0);
    monde.horloge.advance(61_000);
    monde.simulateur.panne({ api: "depot", nature: "503", fois: 1 });
    expect(await deposer()).toBe(0);
    expect((await monde.echanges("INSCRIPTION_LISTE"))[0]).toMatchObject({ statut: "A_ENVOYER", erreur_code: "DEPOT_INJOIGNABLE" });
    monde.horloge.advance(2 * 61_000);
    // The file is taken, then the answer is lost: sent again, to the byte, it changes nothing there.
    monde.simulateur.panne({ api: "depot", nature: "COUPE", fois: 1, moment: "APRES" });
    expect(await deposer()).toBe(0);
    monde.horloge.advance(10 * 60_000);
    expect(await deposer()).toBe(1);
    const effets = monde.simulateur.appliques.filter(({ api }) => api === "depot");
    expect(effets).toHaveLength(4);
    expect((await monde.echanges("INSCRIPTION_LISTE")).map((e) => e.statut)).toEqual(Array(3).fill("A_CONFIRMER"));
  });

  it("une personne que France Travail ne trouve pas est dite introuvable, sans arrêter les autres", async () => {
    const cipher = new NirCipher(NIR_KEY);
    await monde.base.owner.query(
      "update allocataires.identifiant set valeur_chiffree = $2, empreinte = $3 where allocataire = $1 and type = 'NIR'",
      [PEOPLE.bruno, cipher.encrypt("185079402899999"), cipher.hash("185079402899999")],
    );
    await faire();
    await deposer();
    changer(USAGERS.amina.numeroFranceTravail, "Inscrit");
    monde.horloge.advance(2 * 86_400_000);
    await monde.lireTout();
    const dites = await suite();
    expect(dites[PEOPLE.bruno]).toEqual(["A_IDENTIFIER", "INTROUVABLE"]);
    expect(dites[PEOPLE.amina]).toEqual(["A_INSCRIRE", "INSCRIT"]);
  });
});
