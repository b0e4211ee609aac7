import { randomUUID } from "node:crypto";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import { followOnce } from "../../subgraphs/shared/event-follower";
import type { Caller } from "../../subgraphs/shared/identity";
import { mondeAbonnes } from "../echanges/monde-abonnes";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { opposer } from "./opposer";

const { amina, bruno, chantal } = PEOPLE;
const LIRE = "{ r: notificationsDeDroits { nodes { id cause statut destinataire canal champs allocataire { id } } } }";

describe("qui avait reçu l’apprend (RGPD, article 19)", () => {
  const m = mondeAbonnes();
  const REFERENT: Caller = { ...CALLERS.referent, scopes: new Set([...CALLERS.referent.scopes, "echanges.lire"]) };
  beforeEach(() => m.base.owner.query("delete from echanges.notification"));

  const suivre = async () => {
    await m.suivre();
    await followOnce(m.base.owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges });
  };
  const notifications = async (par: Caller = CALLERS.dpo) => {
    const { data, errors } = await m.subgraph.run(par, LIRE, {}, m.clock.now());
    expect(errors).toBeUndefined();
    return data.r.nodes;
  };
  const consulter = (client: string, qui: string, champs: string[], finalite = "ACCOMPAGNEMENT") =>
    m.base.owner.query(
      `insert into journal.consultation (operation, operation_nom, requete, sous_graphe, le, departement, client, organisme, finalite, allocataires, champs)
       values ($1, 'x', 'x', 'allocataires', '2026-03-01T08:00Z', '94', $2, 'REMOB-1', $5, $3, $4)`,
      [randomUUID(), client, [qui], champs, finalite],
    );
  const accuser = (id: string, par: Caller) =>
    m.subgraph
      .run(
        par,
        `mutation { r: accuserNotification(notification: "${id}") { ... on NotificationDeDroits { statut } ... on Refus { code } } }`,
        {},
        m.clock.now(),
      )
      .then(({ data }) => data.r);

  it("une rectification : l’abonné la reçoit même sans l’avoir demandée, les clients qui ont lu le champ sont nommés, chacun jusqu’à son accusé", async () => {
    await m.abonner(["ContratSigne"], CALLERS.franceTravail);
    await m.survenir("ContratSigne", amina);
    await suivre();
    await m.abonnements.livrer();
    await consulter("logiciel-b", amina, ["Allocataire.telephone"]);
    await consulter("logiciel-c", amina, ["Allocataire.nom"]);
    await consulter("logiciel-d", bruno, ["Allocataire.telephone"]);
    await consulter("demo-dpo", amina, ["Allocataire.telephone"], "EXERCICE_DES_DROITS");
    await m.survenir("DonneeRectifiee", amina, "94", { demande: randomUUID(), champs: ["Allocataire.telephone"] });
    await suivre();
    const avant = await notifications();
    expect(avant.map((n: any) => [n.destinataire, n.canal, n.statut]).sort()).toEqual([
      ["demo-france-travail", "ABONNEMENT", "A_DIRE"],
      ["logiciel-b", "EVENEMENTS", "A_DIRE"],
    ]);
    expect(avant[0]).toMatchObject({ cause: "RECTIFICATION", champs: ["Allocataire.telephone"], allocataire: { id: amina } });
    expect(await m.abonnements.livrer()).toBe(1);
    expect(m.abonne.recus.at(-1)!.corps).toMatchObject({ type: "DonneeRectifiee", allocataire: amina });
    const sienne = avant.find((n: any) => n.destinataire === "logiciel-b");
    expect((await accuser(sienne.id, { ...CALLERS.franceTravail, client: "logiciel-c" })).code).toBe("NOTIFICATION_INCONNUE");
    expect(await accuser(sienne.id, { ...CALLERS.franceTravail, client: "logiciel-b" })).toEqual({ statut: "ACCUSEE" });
    expect((await notifications()).map((n: any) => [n.destinataire, n.statut]).sort()).toEqual([
      ["demo-france-travail", "DITE"],
      ["logiciel-b", "ACCUSEE"],
    ]);
    expect(await notifications({ ...CALLERS.franceTravail, client: "logiciel-c" })).toEqual([]);
  });

  it("un effacement : les mêmes l’apprennent, et plus rien n’y dit qui elle était", async () => {
    await consulter("logiciel-b", chantal, ["Allocataire.nom"]);
    await m.survenir("PersonneEffacee", chantal, "94", { systeme: "DEPARTEMENT", portee: "HUB", motif: "COLLECTE_ERRONEE" });
    await suivre();
    expect(await notifications()).toMatchObject([{ cause: "EFFACEMENT", destinataire: "logiciel-b", champs: [], allocataire: null }]);
    const { rows } = await m.base.owner.query("select 1 from echanges.notification n where to_jsonb(n)::text like $1", [`%${chantal}%`]);
    expect(rows).toEqual([]);
  });

  it("qui s’est opposé au partage n’est plus annoncé qu’à l’organisme qui le suit", async () => {
    await m.abonner(["ContratSigne"], CALLERS.franceTravail);
    await m.abonner(["ContratSigne"], REFERENT, "/referent");
    await opposer(m.base.owner, amina, "PARTAGE_ABONNES");
    await m.survenir("ContratSigne", amina);
    await m.survenir("ContratSigne", bruno);
    await suivre();
    const { rows } = await m.base.owner.query(
      "select a.client, e.allocataire from echanges.echange e join echanges.abonnement a on a.id = e.abonnement order by 1, 2",
    );
    expect(rows).toEqual([
      { client: "demo-france-travail", allocataire: bruno },
      { client: "demo-referent", allocataire: amina },
    ]);
    await m.base.owner.query("delete from allocataires.opposition");
  });
});
