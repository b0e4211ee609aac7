import { appeler, database, preparer } from "../rendez-vous/appels";
import { now, programmer } from "../rendez-vous/reunion";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { opposer } from "./opposer";

preparer();

const PREPARER = `query ($canal: CanalConvocation!) { r: preparerCampagne(selection: { departement: "94" }, du: "2026-03-10", au: "2026-04-10", canal: $canal) {
  personnesRegardees { allocataire { id } issue } } }`;

it("qui s’est opposé aux messages n’est choisi par aucune campagne de SMS ni de courriel, et l’est par lettre", async () => {
  await programmer({ capacite: 7 });
  const regardees = async (canal: string) =>
    (await appeler(CALLERS.departement, PREPARER, { canal }, now)).personnesRegardees.map((p: any) => p.allocataire.id);
  expect(await regardees("SMS")).toContain(PEOPLE.driss);
  await opposer(database.owner, PEOPLE.driss, "MESSAGES_CAMPAGNE");
  expect(await regardees("SMS")).not.toContain(PEOPLE.driss);
  expect(await regardees("EMAIL")).not.toContain(PEOPLE.driss);
  expect(await regardees("POSTAL")).toContain(PEOPLE.driss);
});
