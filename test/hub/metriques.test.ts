import { randomUUID } from "node:crypto";
import { MetriquesEchanges } from "../../hub/metriques";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { createLog } from "../../subgraphs/shared/log";
import { type TestDatabase, testDatabase } from "../setup/database";

describe("mesures des échanges", () => {
  let base: TestDatabase;
  const clock = new VirtualClock(new Date("2026-02-10T09:00:00Z"));
  const log = createLog("silent", "test");
  beforeAll(async () => {
    base = await testDatabase();
  });
  afterAll(() => base.drop());
  const inserer = (statut: string, ilYASecondes: number, departement = "94") =>
    base.owner.query(
      `insert into echanges.echange (departement, evenement, sens, partenaire, objet, statut, canal, cree_le)
       values ($4, $1, 'SORTANT', 'FRANCE_TRAVAIL', 'DIAGNOSTIC', $2, 'API', $3)`,
      [randomUUID(), statut, new Date(clock.now().getTime() - ilYASecondes * 1000), departement],
    );

  it("comptent ce qui attend, par département, lu au plus toutes les cinq secondes", async () => {
    const mesures = new MetriquesEchanges(base.url, clock, log);
    await inserer("A_ENVOYER", 100);
    await inserer("A_CONFIRMER", 300);
    await inserer("A_ENVOYER", 7_000, "93");
    await inserer("ABANDONNE", 9_000);
    await inserer("CONFIRME", 9_000);
    const texte = await mesures.text();
    expect(texte).toContain(
      'unefois_echanges{departement="94",sens="SORTANT",partenaire="FRANCE_TRAVAIL",objet="DIAGNOSTIC",statut="ABANDONNE"} 1',
    );
    expect(texte).toContain('unefois_echanges_plus_ancien_secondes{departement="94",partenaire="FRANCE_TRAVAIL",objet="DIAGNOSTIC"} 300');
    expect(texte).toContain('unefois_echanges_plus_ancien_secondes{departement="93",partenaire="FRANCE_TRAVAIL",objet="DIAGNOSTIC"} 7000');
    expect(texte).not.toContain('statut="CONFIRME"');
    await base.owner.query("delete from echanges.echange");
    clock.advance(4_999);
    expect(await mesures.text()).toContain('statut="ABANDONNE"} 1');
    clock.advance(1);
    expect(await mesures.text()).not.toContain("unefois_echanges{");
    await mesures.close();
  });

  it("comptent les dépôts qui attendent ou qui ont échoué, par objet et destinataire ; ceux qui sont laissés n’y sont plus", async () => {
    const mesures = new MetriquesEchanges(base.url, clock, log);
    const deposer = (sequence: number, destinataire: string, reste: { erreur?: string; le?: Date } = {}) =>
      base.owner.query(
        `insert into echanges.depot (departement, objet, destinataire, cle, sequence, nom, nombre, manifeste, sha256, signature, cree_le, prochain_essai, erreur, depose_le)
         values ('94', 'SANCTION_EXECUTION', $1, $2, $3, $2, 1, '{}', '', '', $4, $4, $5, $6)`,
        [destinataire, `${destinataire}-${sequence}`, sequence, clock.now(), reste.erreur ?? null, reste.le ?? null],
      );
    await deposer(1, "CAF94", { le: clock.now() });
    await deposer(2, "CAF94", { erreur: "DEPOT_DIFFERENT" });
    await deposer(3, "CAF94");
    await deposer(4, "CAF94");
    await deposer(1, "MSA94", { le: clock.now() });
    const depots = (await mesures.text()).split("\n").filter((ligne) => ligne.startsWith("unefois_depots{"));
    const de = (etat: string, nombre: number) =>
      `unefois_depots{departement="94",objet="SANCTION_EXECUTION",destinataire="CAF94",etat="${etat}"} ${nombre}`;
    expect(depots.sort()).toEqual([de("EN_ATTENTE", 2), de("EN_ECHEC", 1)]);
    await base.owner.query("update echanges.depot set depose_le = $1", [clock.now()]);
    clock.advance(5_000);
    expect(await mesures.text()).not.toContain("unefois_depots{");
    await mesures.close();
  });

  it("sans la base, gardent les compteurs du processus et le disent", async () => {
    const mesures = new MetriquesEchanges("postgres://personne@127.0.0.1:1/rien", clock, log);
    mesures.livraison("RECUE");
    mesures.echange("SORTANT", "DIAGNOSTIC", "CONFIRME");
    mesures.appel({ api: "rendezVous", statut: null, ms: 120 });
    const texte = await mesures.text();
    expect(texte).toContain("unefois_metriques_base 0");
    expect(texte).toContain('unefois_livraisons_total{issue="RECUE"} 1');
    expect(texte).toContain('unefois_echanges_total{sens="SORTANT",partenaire="FRANCE_TRAVAIL",objet="DIAGNOSTIC",statut="CONFIRME"} 1');
    expect(texte).toContain('unefois_france_travail_secondes_count{api="rendezVous",statut="0"} 1');
    await mesures.close();
  });
});
