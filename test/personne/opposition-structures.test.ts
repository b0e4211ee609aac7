import { testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { opposer } from "./opposer";

it("qui s’est opposé à donner son contact aux structures n’y laisse que son nom", async () => {
  const base = await testDatabase();
  await loadFixtures(base.owner);
  await base.owner.query("update allocataires.allocataire set telephone = '+33639980001', courriel = 'a@exemple.fr'");
  const vus = async () =>
    (
      await base.owner.query(
        "select nom, telephone, courriel from publie.beneficiaires('{94,94}', $1, '{t,t}', '{t,t}', '{f,f}') order by rang",
        [[PEOPLE.amina, PEOPLE.bruno]],
      )
    ).rows;
  expect(await vus()).toEqual([
    { nom: "Benali", telephone: "+33639980001", courriel: "a@exemple.fr" },
    { nom: "Castel", telephone: "+33639980001", courriel: "a@exemple.fr" },
  ]);
  await opposer(base.owner, PEOPLE.amina, "CONTACT_STRUCTURES");
  expect(await vus()).toEqual([
    { nom: "Benali", telephone: null, courriel: null },
    { nom: "Castel", telephone: "+33639980001", courriel: "a@exemple.fr" },
  ]);
  await base.drop();
});
