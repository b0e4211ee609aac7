import { type Abonnements, ouvrirAbonnements } from "../../hub/abonnements";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { followOnce } from "../../subgraphs/shared/event-follower";
import type { Caller } from "../../subgraphs/shared/identity";
import { createLog } from "../../subgraphs/shared/log";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";
import { type Abonne, ouvrirAbonne } from "./abonne";

/** A hub that delivers to one subscriber over HTTP, on a virtual clock, emptied before each test. */
export class MondeAbonnes {
  base: TestDatabase;
  subgraph: TestSubgraph;
  abonne: Abonne;
  clock: VirtualClock;
  abonnements: Abonnements;

  ouvrir = (delaiMs?: number): Promise<Abonnements> =>
    ouvrirAbonnements({
      databaseUrl: this.base.url,
      nirKey: NIR_KEY,
      log: createLog("silent", "test"),
      clock: this.clock,
      adressesPrivees: true,
      delaiMs,
    });

  async survenir(type: string, allocataire: string | null = null, departement: string | null = "94", donnees: object = {}) {
    const { rows } = await this.base.owner.query(
      "insert into journal.evenement (type, departement, allocataire, donnees, survenu_le) values ($1, $2, $3, $4, $5) returning id",
      [type, departement, allocataire, donnees, this.clock.now()],
    );
    return rows[0].id as string;
  }

  async suivre(): Promise<void> {
    await numberEvents(this.base.owner);
    await followOnce(this.base.owner, this.abonnements.suivi);
  }

  async mutation(document: string, caller: Caller, variables = {}): Promise<any> {
    const answer = await this.subgraph.run(caller, document, variables, this.clock.now());
    expect(answer.errors).toBeUndefined();
    return Object.values(answer.data)[0];
  }

  async abonner(types: string[], caller: Caller = CALLERS.departement, chemin = "/"): Promise<{ id: string; secret: string }> {
    const document =
      "mutation ($u: String!, $t: [String!]!) { abonner(url: $u, types: $t) { ... on Abonnement { id secret etat } ... on Refus { code message } } }";
    const fait = await this.mutation(document, caller, { u: `${this.abonne.url}${chemin}`, t: types });
    this.abonne.secrets.push(fait.secret);
    return fait;
  }

  acte(nom: string, id: string, plus = "", champs = "... on Abonnement { id etat secret raison }"): Promise<any> {
    return this.mutation(`mutation { ${nom}(abonnement: "${id}"${plus}) { ${champs} ... on Refus { code } } }`, CALLERS.departement);
  }

  async etat(): Promise<any> {
    const champs = "{ abonnements { etat raison echecs prochainEssai dernierePosition desactiveLe } }";
    return (await this.subgraph.run(CALLERS.departement, champs)).data.abonnements[0];
  }

  async echanges(): Promise<any[]> {
    const { rows } = await this.base.owner.query(
      "select objet, partenaire, canal, sens, statut, tentatives, erreur_code as code, raison from echanges.echange where abonnement is not null order by ordre",
    );
    return rows;
  }
}

export function mondeAbonnes(): MondeAbonnes {
  const m = new MondeAbonnes();
  beforeAll(async () => {
    m.base = await testDatabase();
    await loadFixtures(m.base.owner);
    const ferme = { ...sousGraphe, build: (d: any) => sousGraphe.build({ ...d, webhooksAdressesPrivees: true }) };
    m.subgraph = await testSubgraph(ferme, m.base.url);
    m.abonne = await ouvrirAbonne();
  });
  afterAll(async () => {
    await m.abonne.close();
    await m.subgraph.close();
    await m.base.drop();
  });
  beforeEach(async () => {
    await m.base.owner.query(
      "truncate journal.evenement, journal.consultation, echanges.echange, echanges.curseur, echanges.cle_idempotence, echanges.abonnement",
    );
    m.abonne.oublier();
    m.clock = new VirtualClock(new Date("2026-03-02T08:00:00Z"));
    m.abonnements = await m.ouvrir();
  });
  afterEach(() => m.abonnements.stop());
  return m;
}
