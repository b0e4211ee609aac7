import { createHash } from "node:crypto";
import { alerterDesRetards, preparerUnExport, retirerExports } from "../../hub/personne/preparer-exports";
import { sousGraphe } from "../../subgraphs/allocataires/sous-graphe";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY, testSubgraph } from "../setup/subgraph";

it("un accès accepté est préparé une fois, chiffré au repos, lu par qui répond à la personne, inscrit à son registre, puis retiré ; une demande qui presse est dite une fois", async () => {
  const base = await testDatabase();
  await loadFixtures(base.owner);
  const graphe = await testSubgraph(sousGraphe, base.url);
  const clock = new VirtualClock(new Date("2026-03-10T10:00:00Z"));
  const appeler = async (document: string, par = CALLERS.dpo as any, le = clock.now()) => (await graphe.run(par, document, {}, le)).data?.r;
  const deposer = (nature: string) =>
    appeler(
      `mutation { r: deposerDemandeDeDroits(demande: { allocataire: "${PEOPLE.amina}", nature: ${nature}, recueLe: "2026-03-05" }) { ... on DemandeDeDroits { id } } }`,
    );
  const { id } = await deposer("ACCES");
  const options = { nirKey: NIR_KEY, clock, joursDeGarde: 30 };
  expect(await preparerUnExport(base.owner, options)).toBe(0);
  await appeler(`mutation { r: statuerDemandeDeDroits(demande: "${id}", decision: ACCEPTER) { __typename } }`);
  expect(await preparerUnExport(base.owner, options)).toBe(1);
  expect(await preparerUnExport(base.owner, options)).toBe(0);
  const LIRE = `{ r: exportPersonne(demande: "${id}") { json html empreinteJson empreinteHtml expireLe } }`;
  const lu = await appeler(LIRE);
  expect(JSON.parse(lu.json)).toMatchObject({ format: "unefois-export-personne", personne: { id: PEOPLE.amina } });
  expect(lu.html).toContain("Benali");
  expect(createHash("sha256").update(lu.json).digest("hex")).toBe(lu.empreinteJson);
  expect(createHash("sha256").update(lu.html).digest("hex")).toBe(lu.empreinteHtml);
  expect(await appeler(LIRE, { ...CALLERS.dpo, finalite: "ACCOMPAGNEMENT" })).toBeNull();
  expect(await appeler(LIRE, { ...CALLERS.dpo, departement: "93", organisme: "CD93" })).toBeNull();
  const { rows } = await base.owner.query("select contenu from allocataires.export_personne");
  expect(rows[0].contenu.toString("latin1")).not.toContain("Benali");
  const traces = await base.owner.query(
    "select client, nature from journal.consultation where champs = '{ExportPersonne.contenu}' and $1 = any (allocataires)",
    [PEOPLE.amina],
  );
  expect(traces.rows).toEqual([{ client: "unefois-droits-des-personnes", nature: "EXPORT" }]);
  const apres = new Date("2026-04-10T10:00:00Z");
  expect(await retirerExports(base.owner, apres)).toBe(1);
  expect(await retirerExports(base.owner, apres)).toBe(0);
  expect(await appeler(LIRE, CALLERS.dpo, apres)).toBeNull();

  const autre = await deposer("PORTABILITE");
  expect(await alerterDesRetards(base.owner, new Date("2026-03-28T10:00:00Z"))).toEqual([]);
  expect(await alerterDesRetards(base.owner, new Date("2026-03-29T10:00:00Z"))).toEqual([
    { departement: "94", id: autre.id, limite: "2026-04-05" },
  ]);
  expect(await alerterDesRetards(base.owner, new Date("2026-03-30T10:00:00Z"))).toEqual([]);
  await graphe.close();
  await base.drop();
});
