import { randomUUID } from "node:crypto";
import { FileEnvoi } from "../../subgraphs/echanges/envoi/file-envoi.repository";
import { Database } from "../../subgraphs/shared/database";
import { DEBUT, type FileDeTest, ouvrirFile } from "../echanges/file-de-test";
import { mondeAbonnes } from "../echanges/monde-abonnes";
import { PEOPLE } from "../setup/fixtures";
import { tendreUnFil } from "./coupure";
import { sansPlace } from "./sans-place";

const MINUTE = 60_000;

describe("la base tombe pendant un envoi à France Travail", () => {
  let f: FileDeTest;
  beforeAll(async () => {
    f = await ouvrirFile();
  });
  afterAll(() => f.fermer());
  beforeEach(() => f.effacerTout());
  const finir = async () => {
    for (let minute = 0; minute < 10; minute++) {
      f.horloge.advance(MINUTE);
      await f.moteur().tour();
    }
  };

  it.each([
    ["avant que l’envoi soit pris", "for update of e skip locked", "AVANT", 0],
    ["avant que le départ soit écrit", "set statut = 'ENVOYE'", "AVANT", 0],
    ["après l’écriture du départ, avant l’appel", "COMMIT", "APRES", 0],
    ["pendant l’envoi, avant que l’issue soit écrite", "jsonb_to_recordset", "AVANT", 1],
  ] as const)("%s : rien n’est perdu, rien n’est dit deux fois", async (_quand, mot, moment, ditAussitot) => {
    const id = await f.inserer({ ordre: 1, personne: randomUUID() });
    const adresse = new URL(f.base.url);
    const fil = await tendreUnFil(adresse.hostname, Number(adresse.port));
    adresse.hostname = "127.0.0.1";
    adresse.port = String(fil.port);
    const database = await Database.open(adresse.href, { role: "unefois_echanges", poolSize: 2 });
    const file = new FileEnvoi(database, "94");
    // The first COMMIT is that of the lease: the second one is that of the departure.
    if (mot === "COMMIT") {
      const { reserver } = file;
      file.reserver = async (options) => reserver.call(file, options).finally(() => fil.couperSur(mot, moment));
    } else fil.couperSur(mot, moment);
    await expect(f.moteur({}, file).tour()).rejects.toMatchObject({ extensions: { code: "BASE_INDISPONIBLE" } });
    expect([fil.coupes, f.partenaire.appliques.length]).toEqual([1, ditAussitot]);
    await database.close();
    await fil.close();
    await finir();
    expect(f.partenaire.appliques).toHaveLength(1);
    expect(await f.echange(id)).toMatchObject({ statut: "CONFIRME" });
  });

  it.each([
    ["le départ ne s’écrit pas : rien ne part", "new.statut = 'ENVOYE'", 0],
    ["l’issue ne s’écrit pas : l’envoi est relu, non redit", "new.statut = 'A_CONFIRMER'", 1],
  ])("plus de place, %s ; tout reprend avec elle", async (_quoi, quand, ditAussitot) => {
    const id = await f.inserer({ ordre: 1, personne: randomUUID() });
    await sansPlace(f.base.owner, "echanges.echange", quand, async () => {
      await expect(f.moteur().tour()).rejects.toMatchObject({ extensions: { code: "STOCKAGE_PLEIN" } });
    });
    expect(f.partenaire.appliques).toHaveLength(ditAussitot);
    await finir();
    expect(f.partenaire.appliques).toHaveLength(1);
    expect(await f.echange(id)).toMatchObject({ statut: "CONFIRME" });
    expect(f.horloge.now().getTime()).toBeGreaterThan(DEBUT.getTime());
  });
});

describe("la base tombe pendant une livraison à un abonné", () => {
  const m = mondeAbonnes();

  it.each([
    ["la trace ne s’écrit pas : rien ne part", "journal.consultation", "true", 0],
    ["l’issue ne s’écrit pas : le message revient sous le même webhook-id", "echanges.echange", "new.statut = 'CONFIRME'", 1],
  ])("plus de place, %s ; tout reprend avec elle", async (_quoi, table, quand, ditAussitot) => {
    await m.abonner(["ContratSigne"]);
    const id = await m.survenir("ContratSigne", PEOPLE.amina);
    await m.suivre();
    await sansPlace(m.base.owner, table, quand, async () => {
      await expect(m.abonnements.livrer()).rejects.toMatchObject({ extensions: { code: "STOCKAGE_PLEIN" } });
    });
    expect(m.abonne.recus).toHaveLength(ditAussitot);
    m.clock.advance(2 * MINUTE);
    expect(await m.abonnements.livrer()).toBe(1);
    expect(m.abonne.recus.map((recu) => recu.id)).toEqual(Array.from({ length: ditAussitot + 1 }, () => id));
    expect(await m.echanges()).toEqual([expect.objectContaining({ statut: "CONFIRME" })]);
  });
});
