import { randomUUID } from "node:crypto";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import type { ObjetSortant } from "../../subgraphs/echanges/envoi/objet-sortant";
import { ErreurFranceTravail } from "../../subgraphs/echanges/france-travail/erreur-france-travail";
import { followOnce } from "../../subgraphs/shared/event-follower";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { PEOPLE } from "../setup/fixtures";
import { type FileDeTest, objetDEssai, ouvrirFile } from "./file-de-test";

const HEURE_MS = 3_600_000;
const JOUR_MS = 24 * HEURE_MS;

describe("la file d’envoi, pas à pas", () => {
  let f: FileDeTest;
  beforeAll(async () => {
    f = await ouvrirFile();
  });
  afterAll(() => f.fermer());
  beforeEach(() => f.effacerTout());

  const echec = (code: ConstructorParameters<typeof ErreurFranceTravail>[0], options?: object) => {
    f.partenaire.avant = () => {
      throw new ErreurFranceTravail(code, options);
    };
  };
  const reserver = (maintenant = f.horloge.now()) =>
    f.file.reserver({
      maintenant,
      jusque: new Date(maintenant.getTime() + 600_000),
      bail: randomUUID(),
      possibles: ["ESSAI"],
      objets: ["ESSAI"],
      limite: 20,
    });

  it("donne à un seul worker la tête de chaque ligne ; ce qui ne nomme personne fait chacun sa ligne", async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const premier = await f.inserer({ ordre: 1, personne: a });
    await f.inserer({ ordre: 2, personne: a });
    const autre = await f.inserer({ ordre: 3, personne: b });
    const sans = [await f.inserer({ ordre: 4, personne: null }), await f.inserer({ ordre: 5, personne: null })];
    expect((await reserver()).map((e) => e.echange)).toEqual([premier, autre, ...sans]);
    expect(await reserver()).toEqual([]);
    expect(await reserver(new Date(f.horloge.now().getTime() + 600_001))).toHaveLength(4);
  });

  it("un échange dont le bail a passé après ENVOYE est relu avant d’être renvoyé", async () => {
    const id = await f.inserer({ ordre: 1, personne: randomUUID() });
    const bail = randomUUID();
    const maintenant = f.horloge.now();
    const jusque = new Date(maintenant.getTime() + 600_000);
    const [envoi] = await f.file.reserver({ maintenant, jusque, bail, possibles: ["ESSAI"], objets: ["ESSAI"], limite: 1 });
    const depart = { echange: id, objet: "ESSAI", allocataire: envoi!.allocataire, empreinte: "00", champs: ["valeur"] };
    expect(await f.file.marquer([depart], bail, maintenant, jusque)).toEqual([true]);
    expect(await f.file.marquer([depart], randomUUID(), maintenant, jusque)).toEqual([false]);
    expect(await f.echange(id)).toMatchObject({ statut: "ENVOYE", tentatives: 1 });
    const operations: string[] = [];
    f.partenaire.avant = (operation) => void operations.push(operation);
    await f.vider(f.moteur(), JOUR_MS);
    expect(operations).toEqual(["RELECTURE", "ENVOI", "RELECTURE"]);
    expect(await f.echange(id)).toMatchObject({ statut: "CONFIRME", tentatives: 2, identifiant_partenaire: expect.stringMatching(/^FT-/) });
  });

  it("ce qui attend retient la ligne de la personne, ce qui est rejeté non", async () => {
    const personne = randomUUID();
    const premier = await f.inserer({ ordre: 1, personne });
    const second = await f.inserer({ ordre: 2, personne });
    echec("USAGER_INTROUVABLE");
    await f.vider(f.moteur(), HEURE_MS);
    expect(await f.echange(premier)).toMatchObject({ statut: "A_ENVOYER", erreur_code: "USAGER_INTROUVABLE" });
    expect(await f.echange(second)).toMatchObject({ statut: "A_ENVOYER", tentatives: 0 });
    echec("DONNEE_INVALIDE");
    await f.vider(f.moteur(), JOUR_MS);
    expect(await f.echange(premier)).toMatchObject({ statut: "REJETE", erreur_code: "DONNEE_INVALIDE", erreur_reessayable: false });
    expect(await f.echange(second)).toMatchObject({ statut: "REJETE", tentatives: 1 });
  });

  it("une personne introuvable est réessayée dès que son identité change ou que son inscription est connue, sans attendre le matin", async () => {
    const id = await f.inserer({ ordre: 1, personne: PEOPLE.amina });
    echec("USAGER_INTROUVABLE");
    await f.vider(f.moteur(), HEURE_MS);
    f.partenaire.avant = () => undefined;
    await f.vider(f.moteur(), HEURE_MS);
    expect(await f.echange(id)).toMatchObject({ statut: "A_ENVOYER" });
    await f.base.owner.query(
      "insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ('AllocataireModifie', '94', $1, '{}', now())",
      [PEOPLE.amina],
    );
    await numberEvents(f.base.owner);
    await followOnce(f.base.owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges });
    await f.vider(f.moteur(), HEURE_MS);
    expect(await f.echange(id)).toMatchObject({ statut: "CONFIRME" });
  });

  it("les faits d’avant la mise en service sont ignorés, avec la raison", async () => {
    const avant = await f.inserer({ ordre: 1, personne: randomUUID(), survenuLe: new Date("2026-01-31T22:00:00Z") });
    const apres = await f.inserer({ ordre: 2, personne: randomUUID(), survenuLe: new Date("2026-02-01T00:30:00Z") });
    const loin = await f.inserer({ ordre: 3, personne: randomUUID(), survenuLe: new Date("2025-02-01T00:30:00Z") });
    const moteur = f.moteur({ depuis: "2026-02-01" });
    expect(await moteur.ignorerAnciens()).toBe(1);
    await f.vider(moteur, HEURE_MS);
    for (const id of [avant, loin])
      expect(await f.echange(id)).toMatchObject({
        statut: "IGNORE",
        raison: expect.stringContaining("FRANCE_TRAVAIL_DEPUIS"),
        tentatives: 0,
      });
    expect(await f.echange(apres)).toMatchObject({ statut: "CONFIRME" });
  });

  it("une personne effacée pendant qu’on prépare son envoi n’est pas envoyée", async () => {
    const id = await f.inserer({ ordre: 1, personne: randomUUID() });
    const effacer = () => f.base.owner.query("update echanges.echange set statut = 'IGNORE', allocataire = null where id = $1", [id]);
    const designer = async () => {
      await effacer();
      return new Map();
    };
    await f.moteur({ designer }).tour();
    expect(f.partenaire.appliques).toEqual([]);
    expect(await f.echange(id)).toMatchObject({ statut: "IGNORE", tentatives: 0 });
  });

  it("un champ sans base légale ne part pas, un objet sans base non plus ; chaque départ est inscrit au registre", async () => {
    const recus: unknown[] = [];
    const bavard = (nom: string): ObjetSortant => ({
      ...objetDEssai(nom, f.partenaire, f.faits),
      corps: (_m, valeur) => ({ valeur, secret: "à taire" }),
      envoyer: async (_m, corps) => {
        recus.push(corps);
        return { identifiant: null };
      },
    });
    const personne = randomUUID();
    await f.inserer({ ordre: 1, personne });
    const sansBase = await f.inserer({ ordre: 2, personne: randomUUID(), objet: "AUTRE" });
    await f.moteur({ objets: [bavard("ESSAI"), bavard("AUTRE")] }).tour();
    expect(recus).toEqual([{ valeur: "une valeur" }]);
    expect(await f.echange(sansBase)).toMatchObject({ statut: "REJETE", erreur_code: "BASE_LEGALE_MANQUANTE" });
    const { rows } = await f.base.owner.query("select client, finalite, allocataires, champs from journal.consultation");
    expect(rows).toEqual([
      { client: "si-plateforme-france-travail", finalite: "ACCOMPAGNEMENT", allocataires: [personne], champs: ["ESSAI.valeur"] },
    ]);
  });

  it("un identifiant que le partenaire a perdu est gardé, et l’objet recréé sans lui", async () => {
    const personne = randomUUID();
    const fait = randomUUID();
    const identifiants: (string | null)[] = [];
    const essai = objetDEssai("ESSAI", f.partenaire, f.faits);
    const objet: ObjetSortant = {
      ...essai,
      envoyer: (m, corps, outils) => {
        identifiants.push(m.identifiantPartenaire);
        if (m.identifiantPartenaire !== null) throw new ErreurFranceTravail("ID_NON_RECONNU");
        return essai.envoyer(m, corps, outils);
      },
    };
    const moteur = f.moteur({ objets: [objet] });
    const premier = await f.inserer({ ordre: 1, personne, fait, valeur: "A" });
    await f.vider(moteur, HEURE_MS);
    const second = await f.inserer({ ordre: 2, personne, fait, valeur: "B" });
    await f.vider(moteur, HEURE_MS);
    const id = `FT-${fait}`;
    expect(identifiants).toEqual([null, id, null]);
    expect(await f.echange(premier)).toMatchObject({ identifiant_partenaire: null, identifiants_anterieurs: [id] });
    expect(await f.echange(second)).toMatchObject({ statut: "CONFIRME", identifiant_partenaire: id, identifiants_anterieurs: [id] });
  });

  it("une divergence montre les deux valeurs, et se ferme quand les deux disent pareil", async () => {
    const personne = randomUUID();
    const fait = randomUUID();
    let differe = true;
    const essai = objetDEssai("ESSAI", f.partenaire, f.faits);
    const ecarts = [{ champ: "valeur", valeurHub: "A", valeurPartenaire: "Z" }];
    const objet: ObjetSortant = { ...essai, relire: async (...v) => (differe ? { etat: "DIFFERENT", ecarts } : essai.relire(...v)) };
    const divergences = async () =>
      (await f.base.owner.query("select champ, valeur_hub, valeur_partenaire, resolution from echanges.divergence")).rows;
    const id = await f.inserer({ ordre: 1, personne, fait, valeur: "A" });
    await f.vider(f.moteur({ objets: [objet] }), HEURE_MS);
    expect(await f.echange(id)).toMatchObject({ statut: "REJETE", erreur_code: "DIVERGENCE" });
    expect(await divergences()).toEqual([{ champ: "valeur", valeur_hub: "A", valeur_partenaire: "Z", resolution: null }]);
    differe = false;
    await f.inserer({ ordre: 2, personne, fait, valeur: "B" });
    await f.vider(f.moteur({ objets: [objet] }), HEURE_MS);
    expect(await divergences()).toEqual([{ champ: "valeur", valeur_hub: "A", valeur_partenaire: "Z", resolution: "DEVENUE_EGALE" }]);
  });

  it.each([
    ["RDV_PRESENCE", 2],
    ["DIAGNOSTIC", 1],
  ])("deux faits de %s qui diffèrent sur le même champ : %i divergence(s) ouverte(s)", async (nom, combien) => {
    const personne = randomUUID();
    const essai = objetDEssai(nom, f.partenaire, f.faits);
    const ecarts = [{ champ: "statut", valeurHub: "A", valeurPartenaire: "Z" }];
    const objet: ObjetSortant = { ...essai, relire: async () => ({ etat: "DIFFERENT", ecarts }) };
    const faits = [randomUUID(), randomUUID()];
    for (const [i, fait] of faits.entries()) {
      await f.inserer({ ordre: i + 1, personne, fait, valeur: "A", objet: nom });
      await f.vider(f.moteur({ objets: [objet], bases: { [nom]: { valeur: "L5311_8" } } }), HEURE_MS);
    }
    const { rows } = await f.base.owner.query("select fait from echanges.divergence where resolue_le is null");
    expect(rows.map(({ fait }) => fait).sort()).toEqual(faits.slice(-combien).sort());
  });

  it("un partenaire absent trois jours n’est sondé que toutes les cinq minutes, puis tout part", async () => {
    for (let i = 0; i < 60; i++) await f.inserer({ ordre: i + 1, personne: randomUUID() });
    let appels = 0;
    f.partenaire.avant = () => {
      appels++;
      throw new ErreurFranceTravail("INDISPONIBLE");
    };
    // The breaker stands on the APIs of the partner: this object calls one.
    const api = { usagers: { rechercher: async () => f.partenaire.avant("ENVOI", ""), oublier: () => undefined } } as never;
    const essai = objetDEssai("ESSAI", { ...f.partenaire, avant: () => undefined }, f.faits);
    const moteur = f.moteur({ api, objets: [essai] });
    await f.vider(moteur, 72 * HEURE_MS);
    expect(appels).toBeLessThan(72 * 12 + 40);
    expect(appels).toBeGreaterThan(72 * 6);
    f.partenaire.avant = () => undefined;
    await f.vider(moteur, 2 * HEURE_MS);
    expect(f.partenaire.appliques).toHaveLength(60);
    const { rows } = await f.base.owner.query("select distinct statut from echanges.echange");
    expect(rows).toEqual([{ statut: "CONFIRME" }]);
  });

  it("un réglage refusé (401) n’est que sondé, et tout part dès qu’il est corrigé, sans attendre le matin", async () => {
    for (let i = 0; i < 60; i++) await f.inserer({ ordre: i + 1, personne: randomUUID() });
    let appels = 0;
    const refuser = async () => {
      appels++;
      throw new ErreurFranceTravail("CONFIGURATION", { statut: 401 });
    };
    const trouver = async () => ({ jeton: "j", numeroFranceTravail: null, identiteCertifiee: null });
    const moteur = (rechercher: () => Promise<unknown>) =>
      f.moteur({ api: { usagers: { rechercher, oublier: () => undefined } } as never });
    await f.vider(moteur(refuser), HEURE_MS);
    expect(appels).toBeLessThan(45);
    expect(f.partenaire.appliques).toEqual([]);
    await f.vider(moteur(trouver), 2 * HEURE_MS);
    expect(f.partenaire.appliques).toHaveLength(60);
  });

  it("un lot coûte le même nombre de requêtes quelle que soit sa taille", async () => {
    const compter = async (combien: number) => {
      await f.effacerTout();
      for (let i = 0; i < combien; i++) await f.inserer({ ordre: i + 1, personne: randomUUID() });
      let requetes = 0;
      const arreter = f.database.observe((e) => !e.housekeeping && requetes++);
      await f.moteur().tour();
      arreter();
      expect(f.partenaire.appliques).toHaveLength(combien);
      return requetes;
    };
    // The heads twice (the second time there is none), the lease, one departure, one conclusion.
    expect(await compter(1)).toBe(5);
    expect(await compter(20)).toBe(5);
  });

  it("s’arrête en laissant finir les appels en cours, et n’en commence pas d’autre", async () => {
    for (let i = 0; i < 3; i++) await f.inserer({ ordre: i + 1, personne: randomUUID() });
    let repondre: () => void = () => undefined;
    const enCours = new Promise<void>((resolve) => {
      f.partenaire.apres = () =>
        new Promise<void>((fin) => {
          repondre = fin;
          resolve();
        });
    });
    const moteur = f.moteur({ lot: 1 });
    moteur.demarrer();
    await enCours;
    const arret = moteur.arreter();
    repondre();
    await arret;
    expect(f.partenaire.appliques).toHaveLength(1);
    const { rows } = await f.base.owner.query("select statut, count(*)::int as n from echanges.echange group by 1 order by 1");
    expect(rows).toEqual([
      { statut: "A_CONFIRMER", n: 1 },
      { statut: "A_ENVOYER", n: 2 },
    ]);
  });
});
