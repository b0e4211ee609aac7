import { randomUUID } from "node:crypto";
import { sousGraphe } from "../../subgraphs/indicateurs/sous-graphe";
import { ajouter, entree, orientation, projeterTout } from "../indicateurs/journal";
import { testDatabase } from "../setup/database";
import { CALLERS, testSubgraph } from "../setup/subgraph";

it("qui s’est opposé à l’évaluation quitte ses cohortes, et n’entre dans aucune autre ; les indicateurs la comptent toujours", async () => {
  const db = await testDatabase();
  const sg = await testSubgraph(sousGraphe, db.url);
  const gens = Array.from({ length: 12 }, () => randomUUID());
  await ajouter(
    db.owner,
    gens.flatMap((id) => [
      entree(id, { codeInsee: "94028", notification: "2026-01-10", entreeDispositif: "2026-01-10", ouvertureDroits: "2026-01-10" }),
      orientation(id, "2026-01-20"),
    ]),
  );
  await projeterTout(db.owner);
  const creer = async (code: string) =>
    (
      await sg.run(
        CALLERS.pilotage,
        `mutation ($c: String!) { r: creerCohorte(departement: "94", code: $c, libelle: "Essai", fixeeLe: "2026-02-01", critere: { communes: ["94028"] }) { ... on Cohorte { effectif } ... on Refus { code } } }`,
        { c: code },
        new Date("2026-03-02T10:00:00Z"),
      )
    ).data.r;
  expect(await creer("AVANT")).toEqual({ effectif: 12 });
  await db.owner.query("set session_replication_role = replica");
  await db.owner.query(
    "insert into allocataires.opposition (departement, allocataire, traitement, depuis, demande) values ('94', $1, 'EVALUATION', '2026-03-02', $2)",
    [gens[0], randomUUID()],
  );
  await db.owner.query("set session_replication_role = origin");
  await ajouter(db.owner, [
    {
      type: "DemandeDeDroitsStatuee",
      allocataire: gens[0]!,
      donnees: { demande: randomUUID(), nature: "OPPOSITION", statut: "ACCEPTEE", traitements: ["EVALUATION"] },
    } as never,
  ]);
  await projeterTout(db.owner);
  const { rows } = await db.owner.query(
    "select effectif, (select count(*)::int from indicateurs.cohorte_membre) as membres from indicateurs.cohorte",
  );
  expect(rows).toEqual([{ effectif: 11, membres: 11 }]);
  expect(await creer("APRES")).toEqual({ effectif: 11 });
  expect((await db.owner.query("select count(*)::int as n from indicateurs.entree")).rows).toEqual([{ n: 12 }]);
  await sg.close();
  await db.drop();
});
