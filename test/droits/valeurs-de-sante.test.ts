import { PEOPLE } from "../setup/fixtures";
import { NOMS, type Nom, type PetitHub, petitHubReel } from "./petit-hub-reel";

let hub: PetitHub;
beforeAll(async () => {
  hub = await petitHubReel();
  const { owner } = hub.base;
  await owner.query(
    `insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du)
     select i.departement, i.orientation, i.allocataire, i.organisme, i.referent, 'PSYCHOLOGUE', i.du
     from allocataires.intervention i where i.allocataire = $1`,
    [PEOPLE.amina],
  );
  await owner.query(
    `insert into offre_insertion.activite (departement, allocataire, date, minutes, nature, action, statut, declaree_le)
     select '94', $1, '2026-01-19', 60, 'DIMINUTIF', a, 'DECLAREE', '2026-01-19' from unnest(array['ACCES_SOINS', 'MOBILITE']) a`,
    [PEOPLE.amina],
  );
});
afterAll(() => hub.close());

/** Purposes that open SANTE, of those that open SOCIALE. */
const SANTE: Nom[] = ["ORIENTATION", "ACCOMPAGNEMENT", "EXERCICE_DES_DROITS"];
const SOCIALE: Nom[] = [...SANTE, "DROITS_ET_DEVOIRS", "GESTION_DU_DROIT"];

describe("une valeur qui dit la santé, dans un champ qui ne la dit pas d’ordinaire", () => {
  it.each(SOCIALE)("sous %s : le psychologue et l’accès aux soins ne se lisent qu’avec la santé", async (nom) => {
    const { allocataire } = (
      await hub.demander(nom, "query ($id: ID) { allocataire(id: $id) { orientation { intervenants { role } } activites { action } } }", {
        id: PEOPLE.amina,
      })
    ).data;
    const lisible = SANTE.includes(nom);
    expect(allocataire.orientation.intervenants.map((i: { role: string }) => i.role).includes("PSYCHOLOGUE")).toBe(lisible);
    expect(allocataire.orientation.intervenants.length).toBeGreaterThan(0);
    expect(new Set(allocataire.activites.map((a: { action: string | null }) => a.action))).toEqual(
      new Set([lisible ? "ACCES_SOINS" : null, "MOBILITE"]),
    );
  });

  it.each(SOCIALE)(
    "sous %s : ce que le diagnostic dit d’une offre est refusé sans la santé, le reste de l’offre est servi",
    async (nom) => {
      const { data, errors } = await hub.demander(
        nom,
        "query ($id: ID) { allocataire(id: $id) { offresProposees(first: 3) { pourquoi pourquoiDiagnostic } } }",
        { id: PEOPLE.amina },
      );
      expect(data.allocataire.offresProposees).toBeInstanceOf(Array);
      expect((errors ?? []).map((error: any) => error.extensions.coordonnee)).toEqual(
        SANTE.includes(nom) ? [] : ["OffreProposee.pourquoiDiagnostic"],
      );
    },
  );
});

describe("le contact d’une structure", () => {
  const CONTACT = "{ offres(first: 1) { totalCount nodes { id courriel telephone contactNomPrenom } } }";
  it.each(NOMS)("sous %s : nommé avec une finalité, quelle qu’elle soit, jamais par un jeton qui n’en dit pas", async (nom) => {
    const { errors } = await hub.demander(nom, CONTACT);
    expect((errors ?? []).map((error: any) => error.extensions.coordonnee)).toEqual(
      nom === "AUCUNE" ? ["OffreInsertion.courriel", "OffreInsertion.telephone", "OffreInsertion.contactNomPrenom"] : [],
    );
  });
});
