import { randomUUID } from "node:crypto";
import { reconstruire } from "../../../subgraphs/indicateurs/projection/reconstruire.repository";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { ajouter, contratSigne, type Evenement, entree, orientation, presence, projeterTout } from "../journal";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** Tables of the projection that have a row of this person. */
async function tablesDe(personne: string): Promise<string[]> {
  const { rows } = await db.owner.query(
    `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'allocataire' and not a.attisdropped
     where c.relnamespace = 'indicateurs'::regnamespace and c.relkind = 'r' order by 1`,
  );
  const trouvees: string[] = [];
  for (const { relname } of rows)
    if ((await db.owner.query(`select from indicateurs.${relname} where allocataire = $1`, [personne])).rowCount) trouvees.push(relname);
  return trouvees;
}

const chiffres = async () =>
  (
    await db.owner.query(
      `select (select count(distinct allocataire) from indicateurs.entree)::int as personnes, (select count(*) from indicateurs.entree_passee)::int as passees,
         (select count(*) from indicateurs.orientation_passee)::int as orientations, (select count(*) from indicateurs.localisation where avant < 'infinity')::int as demenagements`,
    )
  ).rows[0];

/** A person of whom every table of the projection says something, corrected another day. */
function vie(a: string): Evenement[] {
  const o = randomUUID();
  const [prescription, sanction, manquement] = [randomUUID(), randomUUID(), randomUUID()];
  const faits: [string, Record<string, unknown>][] = [
    ["DossierModifie", { dossier: randomUUID(), etat: "OUVERT_SUSPENDU", champs: ["etat"], depuis: "2026-03-01" }],
    ["ReferentAffecte", { orientation: o, referent: "94-FT94-REF-1", role: "REFERENT_UNIQUE", du: "2026-01-25", au: null }],
    ["ReorientationProposee", { orientation: randomUUID(), rang: 2, parcours: "JEUNES", organisme: null, demandeeLe: "2026-04-01" }],
    ["DiagnosticEnregistre", { diagnostic: randomUUID(), etabliLe: "2026-02-05" }],
    ["ActiviteDeclaree", { activite: randomUUID(), date: "2026-04-07", minutes: 90, statut: "DECLAREE" }],
    ["PrescriptionAvancee", { prescription, offre: "o", structure: "s", statut: "OUVERTE" }],
    ["InscriptionConstatee", { statut: "INSCRIT", dateEffet: "2026-01-12" }],
    ["RepriseEmploiDeclaree", { reprise: randomUUID(), debut: "2026-06-01", typeContrat: "CDI" }],
    ["SortieDeclaree", { sortie: randomUUID(), nature: "EMPLOI_DURABLE", date: "2026-07-01" }],
    ["ManquementSignale", { manquement, nature: "NON_RESPECT", constateLe: "2026-05-01" }],
    ["SanctionProposee", { sanction, manquement, nature: "SUSPENSION", proposeeLe: "2026-05-10" }],
  ];
  return [
    entree(a),
    orientation(a, "2026-01-20", { orientation: o }),
    contratSigne(a, "2026-02-10"),
    presence(a, "2026-02-02T09:00:00Z", "HONORE"),
    ...faits.map(([type, donnees]) => ({ type, allocataire: a, donnees })),
    { type: "AllocataireModifie", allocataire: a, donnees: { champs: ["commune"], codeInsee: "94017", depuis: "2026-05-01" } },
    {
      type: "OrientationClose",
      allocataire: a,
      donnees: { orientation: o, closeLe: "2026-07-01", motifFin: "SORTIE" },
      le: "2026-12-01T08:00:00Z",
    },
  ];
}

describe("personne effacée du hub", () => {
  it("plus aucune table, ni son passé, ne la nomme ; les chiffres restent, et une reconstruction dit la même chose", async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await ajouter(db.owner, [...vie(a), ...vie(b)]);
    await projeterTout(db.owner);
    const avant = await chiffres();
    // Every table but what merges moved, and what is read of people who exist.
    expect((await tablesDe(a)).length).toBeGreaterThan(18);
    const donnees = { systeme: "DEPARTEMENT", portee: "HUB", motif: "DEMANDE_DE_LA_PERSONNE" };
    await ajouter(db.owner, [{ type: "PersonneEffacee", allocataire: a, donnees, le: "2026-12-05T08:00:00Z" }]);
    await projeterTout(db.owner);
    expect(await tablesDe(a)).toEqual([]);
    expect(await chiffres()).toEqual(avant);
    expect((await reconstruire(db.url, { verifier: true })).differences).toEqual([]);
    // No dossier number of hers is left either: it would name her to who knows it.
    const dossiers = await db.owner.query(
      "select donnees ->> 'dossier' as d from journal.evenement where allocataire = $1 and donnees ? 'dossier'",
      [a],
    );
    const { rowCount } = await db.owner.query(
      `select from indicateurs.situation_droit where dossier = any ($1::uuid[]) union all select from indicateurs.dite where dossier = any ($1::uuid[])
       union all select from indicateurs.personne where dossier = any ($1::uuid[])`,
      [dossiers.rows.map(({ d }) => d)],
    );
    expect(rowCount).toBe(0);
  });
});
