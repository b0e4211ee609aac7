import { followOnce } from "../../subgraphs/shared/event-follower";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { importer, service, structure } from "../offre-insertion/fiches";
import { SIRET, STRUCTURE } from "../offre-insertion/prescriptions";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { mondeAbonnes } from "./monde-abonnes";

const ASSOCIATION = { ...STRUCTURE, scopes: new Set(["echanges.lire"]) };
const P = "44444444-0000-4000-8000-000000000001";
const BROUILLON = "44444444-0000-4000-8000-000000000002";
const VIE = ["PrescriptionAvancee", "PrescriptionRelancee", "PlaceAttribuee", "SessionAnnulee"];
const ACTIVITE = "55555555-0000-4000-8000-000000000001";

/** La structure n’est pas référente de la personne : elle suit les prescriptions qui lui sont adressées, et rien d’autre. */
describe("la structure suit ce qui lui est prescrit", () => {
  const m = mondeAbonnes();
  beforeAll(async () => {
    await importer(m.base, [structure("s1", { siret: SIRET }), structure("s2", { siret: "98765432100022" })], [service("a")]);
    for (const [code, siret] of [
      ["ASSO-1", SIRET],
      ["ASSO-2", "98765432100022"],
    ]) {
      await m.base.owner.query(
        "insert into allocataires.organisme (id, departement, code, nom, type) values ($1, '94', $2, $2, 'DELEGATAIRE')",
        [`94-${code}`, code],
      );
      await m.base.owner.query(
        "insert into allocataires.organisme_code (departement, organisme, systeme, valeur) values ('94', $1, 'SIRET', $2)",
        [`94-${code}`, siret],
      );
    }
    for (const [id, statut] of [
      [P, "OUVERTE"],
      [BROUILLON, "ANNULEE"],
    ]) {
      await m.base.owner.query(
        `insert into offre_insertion.prescription (id, departement, allocataire, offre, motif, prescrite_le, statut, place)
         values ($1, '94', $2, 'dora--a', 'Mobilité', '2026-03-01', $3, $3 = 'OUVERTE')`,
        [id, PEOPLE.amina, statut],
      );
      await m.base.owner.query(
        `insert into offre_insertion.etape_prescription (departement, prescription, rang, allocataire, statut, le, par, acteur)
         values ('94', $1, 1, $2, $3, '2026-03-01', '94-CD94', 'PRESCRIPTEUR')`,
        [id, PEOPLE.amina, statut],
      );
    }
  });
  const donnees = (prescription = P, plus: object = {}) => ({ prescription, offre: "dora--a", structure: "dora--s1", ...plus });

  it("l’événement arrive des deux côtés ; la personne n’est nommée qu’à qui la suit", async () => {
    await m.abonner(VIE, ASSOCIATION, "/structure");
    await m.abonner(VIE, CALLERS.departement, "/prescripteur");
    await m.abonner(VIE, { ...ASSOCIATION, client: "autre", organisme: "ASSO-2" }, "/autre");
    const id = await m.survenir("PrescriptionAvancee", PEOPLE.amina, "94", donnees(P, { statut: "OUVERTE", acteur: "PRESCRIPTEUR" }));
    await m.suivre();
    await m.abonnements.livrer();
    expect(m.abonne.recus.map(({ id: recu, corps }) => [recu, corps.allocataire, corps.donnees.prescription])).toEqual(
      expect.arrayContaining([
        [id, null, P],
        [id, PEOPLE.amina, P],
      ]),
    );
    expect(m.abonne.recus).toHaveLength(2);
    const { rows } = await m.base.owner.query(
      "select client from journal.consultation where $1 = any(allocataires) and operation_nom = 'livraison'",
      [PEOPLE.amina],
    );
    expect(rows.map((r) => r.client)).toEqual([CALLERS.departement.client]);
  });

  it("le fil dit la même chose : relance, place, session annulée ; ni brouillon, ni autre fait de la personne", async () => {
    for (const type of VIE.slice(1)) await m.survenir(type, PEOPLE.amina, "94", donnees());
    await m.survenir("PrescriptionAvancee", PEOPLE.amina, "94", donnees(P, { statut: "BROUILLON", acteur: "PRESCRIPTEUR" }));
    await m.survenir("PrescriptionAvancee", PEOPLE.amina, "94", donnees(BROUILLON, { statut: "ANNULEE", acteur: "PRESCRIPTEUR" }));
    await m.survenir("PrescriptionAvancee", PEOPLE.amina, "94", { ...donnees(), structure: "dora--s2", statut: "OUVERTE" });
    await m.survenir("ContratSigne", PEOPLE.amina, "94", { contrat: P });
    await m.survenir("PrescriptionAvancee", PEOPLE.elodie, "93", donnees(P, { statut: "OUVERTE", acteur: "PRESCRIPTEUR" }));
    await numberEvents(m.base.owner);
    await followOnce(m.base.owner, m.abonnements.suivi);
    const { data, errors } = await m.subgraph.run(
      ASSOCIATION,
      "{ evenements { nodes { type allocataire { id } donnees } } }",
      {},
      m.clock.now(),
    );
    expect(errors).toBeUndefined();
    expect(data.evenements.nodes).toEqual(VIE.slice(1).map((type) => ({ type, allocataire: null, donnees: donnees() })));
  });

  it("elle apprend que ses minutes sont corrigées, refusées ou contestées ; ni celles d’une autre, ni celles sans prescription", async () => {
    const minutes = (statut: string, de: object = { prescription: P, structure: "dora--s1" }) => ({
      activite: ACTIVITE,
      date: "2026-03-10",
      minutes: 60,
      statut,
      ...de,
    });
    await m.abonner(["ActiviteConfirmee", "ActiviteContestee"], { ...ASSOCIATION, client: "minutes" }, "/minutes");
    const avant = m.abonne.recus.length;
    const attendus = [];
    for (const [type, statut] of [
      ["ActiviteConfirmee", "CONFIRMEE"],
      ["ActiviteConfirmee", "REFUSEE"],
      ["ActiviteContestee", "CONTESTEE"],
    ] as const)
      attendus.push(await m.survenir(type, PEOPLE.amina, "94", minutes(statut)));
    await m.survenir("ActiviteConfirmee", PEOPLE.amina, "94", minutes("CONFIRMEE", {}));
    await m.survenir("ActiviteConfirmee", PEOPLE.amina, "94", minutes("CONFIRMEE", { prescription: P, structure: "dora--s2" }));
    await m.survenir("ActiviteContestee", PEOPLE.amina, "94", minutes("CONTESTEE", { prescription: BROUILLON, structure: "dora--s1" }));
    await m.suivre();
    await m.abonnements.livrer();
    const recus = m.abonne.recus.slice(avant).filter(({ corps }) => corps.donnees.activite === ACTIVITE);
    expect(recus.map(({ id }) => id).sort()).toEqual([...attendus].sort());
    expect(recus.map(({ corps }) => corps.allocataire)).toEqual([null, null, null]);
    const { data, errors } = await m.subgraph.run(
      ASSOCIATION,
      '{ evenements(types: ["ActiviteConfirmee", "ActiviteContestee"]) { nodes { id allocataire { id } } } }',
      {},
      m.clock.now(),
    );
    expect(errors).toBeUndefined();
    expect(data.evenements.nodes).toEqual(attendus.map((id) => ({ id, allocataire: null })));
  });
});
