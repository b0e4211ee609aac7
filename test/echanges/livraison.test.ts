import { randomUUID } from "node:crypto";
import { followOnce } from "../../subgraphs/shared/event-follower";
import type { Caller } from "../../subgraphs/shared/identity";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { mondeAbonnes } from "./monde-abonnes";

const { amina, bruno, elodie } = PEOPLE;
const HEURE = 3_600_000;

describe("livraisons aux abonnés", () => {
  const m = mondeAbonnes();
  const REFERENT: Caller = { ...CALLERS.referent, scopes: new Set([...CALLERS.referent.scopes, "echanges.lire"]) };

  it("un événement part signé, avec ce que dit « evenements », et l’échange est confirmé", async () => {
    const { secret } = await m.abonner(["SortieDeclaree"], CALLERS.franceTravail);
    const donnees = { sortie: randomUUID(), nature: "EMPLOI_DURABLE", date: "2026-03-01" };
    const id = await m.survenir("SortieDeclaree", amina, "94", donnees);
    await m.survenir("ContratSigne", amina);
    await m.suivre();
    expect(await m.abonnements.livrer()).toBe(1);
    expect(m.abonne.recus).toEqual([
      {
        id,
        secrets: [secret],
        corps: {
          id,
          type: "SortieDeclaree",
          position: "1",
          survenuLe: "2026-03-02T08:00:00.000Z",
          departement: "94",
          allocataire: amina,
          donnees,
        },
      },
    ]);
    expect(await m.echanges()).toEqual([
      {
        objet: "SORTIE_PARCOURS",
        partenaire: "FRANCE_TRAVAIL",
        canal: "ABONNEMENT",
        sens: "SORTANT",
        statut: "CONFIRME",
        tentatives: 1,
        code: null,
        raison: null,
      },
    ]);
    expect(await m.abonnements.livrer()).toBe(0);
  });

  it("ce qui précède l’abonnement n’est pas livré, même si le suivi a du retard", async () => {
    await m.survenir("ContratSigne", amina);
    await numberEvents(m.base.owner);
    await m.abonner(["ContratSigne"]);
    const id = await m.survenir("ContratSigne", bruno);
    await m.suivre();
    await m.abonnements.livrer();
    expect(m.abonne.recus.map((recu) => recu.id)).toEqual([id]);
  });

  it("ce que le hub a lu chez un partenaire ne lui est pas redit, les autres l’apprennent", async () => {
    await m.abonner(["SortieDeclaree"], CALLERS.franceTravail, "/ft");
    await m.abonner(["SortieDeclaree"], CALLERS.departement, "/cd");
    await m.survenir("SortieDeclaree", amina);
    await m.base.owner.query("update journal.evenement set source = 'FRANCE_TRAVAIL'");
    await m.suivre();
    expect((await m.echanges()).map(({ partenaire }) => partenaire)).toEqual(["DEPARTEMENT"]);
  });

  it("la livraison est inscrite au registre de la personne, au nom de l’abonné", async () => {
    await m.abonner(["SortieDeclaree"], CALLERS.franceTravail);
    await m.survenir("SortieDeclaree", amina);
    await m.survenir("SortieDeclaree", bruno);
    await m.suivre();
    await m.abonnements.livrer();
    const { rows } = await m.base.owner.query("select client, organisme, finalite, operation_nom, allocataires from journal.consultation");
    expect(rows).toEqual([
      {
        client: "demo-france-travail",
        organisme: "FT94",
        finalite: "ACCOMPAGNEMENT",
        operation_nom: "livraison",
        allocataires: expect.any(Array),
      },
    ]);
    expect(rows[0].allocataires.sort()).toEqual([amina, bruno]);
  });

  it.each([
    ["le Département", CALLERS.departement, [amina, bruno, null]],
    ["un autre Département", CALLERS.departement93, [elodie]],
    ["un référent", REFERENT, [amina, null]],
  ])("%s ne reçoit que ce qu’il peut voir", async (_nom, caller, attendus) => {
    await m.abonner(["ContratSigne", "OffreModifiee"], caller);
    for (const [qui, ou] of [
      [amina, "94"],
      [bruno, "94"],
      [elodie, "93"],
    ] as const)
      await m.survenir("ContratSigne", qui, ou);
    await m.survenir("OffreModifiee", null, "94");
    await m.suivre();
    await m.abonnements.livrer();
    expect(m.abonne.recus.map(({ corps }) => corps.allocataire)).toEqual(attendus);
  });

  it("les droits sont relus à la livraison : une personne qui a quitté le référent entre-temps ne part pas", async () => {
    await m.abonner(["ContratSigne"], REFERENT);
    await m.survenir("ContratSigne", amina);
    await m.suivre();
    const { rows } = await m.base.owner.query(
      "update allocataires.intervention set au = '2026-02-01' where allocataire = $1 and au is null returning id",
      [amina],
    );
    await m.abonnements.livrer();
    await m.base.owner.query("update allocataires.intervention set au = null where id = any ($1)", [rows.map((row) => row.id)]);
    expect(m.abonne.recus).toEqual([]);
    expect(await m.echanges()).toEqual([expect.objectContaining({ statut: "IGNORE", raison: expect.stringContaining("périmètre") })]);
  });

  it("chaque abonné reçoit le sien, et un échange d’un même fait vers l’API n’y change rien", async () => {
    await m.abonner(["SortieDeclaree"], CALLERS.departement, "/a");
    await m.abonner(["SortieDeclaree"], CALLERS.departement, "/b");
    const evenement = await m.survenir("SortieDeclaree", amina);
    await m.base.owner.query(
      "insert into echanges.echange (departement, evenement, sens, partenaire, objet, statut, cree_le, canal) values ('94', $1, 'SORTANT', 'FRANCE_TRAVAIL', 'SORTIE_PARCOURS', 'A_ENVOYER', now(), 'API')",
      [evenement],
    );
    await m.suivre();
    await m.base.owner.query("truncate echanges.curseur");
    await m.suivre();
    await m.abonnements.livrer();
    expect(m.abonne.recus.map(({ id }) => id)).toEqual([evenement, evenement]);
  });

  it("pendant 24 heures l’ancien secret signe aussi, puis le nouveau seul", async () => {
    const { id, secret } = await m.abonner(["ContratSigne"]);
    const renouvele = await m.acte("renouvelerSecretAbonnement", id);
    m.abonne.secrets.push(renouvele.secret);
    await m.survenir("ContratSigne", amina);
    await m.suivre();
    await m.abonnements.livrer();
    m.clock.advance(24 * HEURE);
    await m.survenir("ContratSigne", amina);
    await m.suivre();
    await m.abonnements.livrer();
    expect(m.abonne.recus.map((recu) => recu.secrets)).toEqual([[secret, renouvele.secret], [renouvele.secret]]);
  });

  it("un abonnement terminé ne reçoit plus rien, ce qui attendait est ignoré", async () => {
    const { id } = await m.abonner(["ContratSigne"]);
    await m.survenir("ContratSigne", amina);
    await m.suivre();
    await m.acte("desabonner", id);
    await m.survenir("ContratSigne", bruno);
    await m.suivre();
    expect(await m.abonnements.livrer()).toBe(0);
    expect(await m.echanges()).toEqual([expect.objectContaining({ statut: "IGNORE", raison: expect.stringContaining("terminé") })]);
  });

  it("mille offres modifiées partent par lots, en une lecture pour cinquante", async () => {
    await m.abonner(["OffreModifiee"], CALLERS.franceTravail);
    await m.base.owner.query(
      `insert into journal.evenement (type, departement, donnees, survenu_le)
       select 'OffreModifiee', '94', jsonb_build_object('offre', gen_random_uuid(), 'source', 'DATA_INCLUSION'), $1 from generate_series(1, 1000)`,
      [m.clock.now()],
    );
    await numberEvents(m.base.owner);
    while ((await followOnce(m.base.owner, m.abonnements.suivi)) > 0);
    expect(await m.abonnements.livrer()).toBe(1_000);
    expect(m.abonne.recus.map(({ corps }) => Number(corps.position))).toEqual(Array.from({ length: 1_000 }, (_, n) => n + 1));
  }, 120_000);
});
