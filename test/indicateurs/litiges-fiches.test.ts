import { contratSigne, entree, orientation } from "./journal";
import { A_TEMPS, AVRIL, CONTRATS, db, demander, dire, ENTRANTS, id, JANVIER, MARS, nombre, preparer, su } from "./reference/question";

/** Disputed figures of people who are merged, separated, erased. */

preparer();

/** Two records of one person, each notified in January; the second is oriented in March and her orientation runs. */
function deuxFiches() {
  const [a, b, fusion, o] = [id(), id(), id(), id()];
  const dite = (allocataire: string, rang: number, notification: string) => {
    const {
      dossier: _,
      codeInsee: __,
      soumisDroitsDevoirs: ___,
      ...donnees
    } = entree(allocataire, { rang, notification, entreeDispositif: notification }).donnees;
    return { allocataire, ...donnees };
  };
  const etat = (allocataire: string) => ({ allocataire, codeInsee: "94028", soumisDroitsDevoirs: true, dossier: null, etat: null });
  const reunies = [
    { type: "OrientationClose", allocataire: a, donnees: { orientation: o, closeLe: "2026-04-15", motifFin: "FUSION" } },
    {
      type: "AllocatairesFusionnes",
      allocataire: a,
      donnees: { fusion, fusionnee: b, entrees: [dite(a, 1, "2026-01-10")], personnes: [etat(a)] },
    },
  ];
  const donnees = {
    fusion,
    fusionnee: b,
    rouvertes: [o],
    rendus: [o],
    entrees: [dite(a, 1, "2026-01-10"), dite(b, 1, "2026-01-12")],
    personnes: [etat(a), etat(b)],
  };
  return [
    su("2026-01-12", entree(a), entree(b, { notification: "2026-01-12", entreeDispositif: "2026-01-12" })),
    su(
      "2026-03-02",
      orientation(a, "2026-03-02"),
      orientation(b, "2026-03-03", { orientation: o, parcours: "JEUNES", categorie: "EQUILIBRE" }),
    ),
    su("2026-04-15", ...reunies),
    su("2026-05-20", { type: "AllocatairesSepares", allocataire: a, donnees }),
  ];
}

describe("la personne réunie puis séparée", () => {
  it("janvier compte 2 personnes avant le 15 avril, 1 tant que les fiches sont réunies, de nouveau 2 depuis le 20 mai", async () => {
    await dire(...deuxFiches());
    const connu = (connuLe: string) => nombre(ENTRANTS, JANVIER, { connuLe });
    expect([await connu("2026-04-14"), await connu("2026-04-15"), await connu("2026-05-19"), await connu("2026-05-20")]).toEqual([
      2, 1, 1, 2,
    ]);
  });

  it("suivies fin avril : connu le 30 avril, 1 ; depuis la séparation, 2, l’orientation que la réunion avait close reprenant chez qui l’avait", async () => {
    await dire(...deuxFiches());
    const suivies = async (connuLe: string) => {
      const { denominateur, ventilation } = await demander("N.I.V3.8", AVRIL, { connuLe });
      return [denominateur, ...ventilation.filter((p: any) => p.numerateur > 0).map((p: any) => `${p.cle} ${p.numerateur}`)];
    };
    expect(await suivies("2026-04-30")).toEqual([1, "FRANCE_TRAVAIL 1"]);
    expect(await suivies("2026-05-20")).toEqual([2, "FRANCE_TRAVAIL 1", "JEUNES 1"]);
  });
});

describe("la personne effacée", () => {
  it("effacée le 1er mai, elle reste comptée 1 en janvier et 1 contrat en mars, aujourd’hui comme au 31 mars", async () => {
    const a = id();
    await dire(
      su("2026-01-10", entree(a)),
      su("2026-01-20", orientation(a, "2026-01-20")),
      su("2026-03-05", contratSigne(a, "2026-03-05")),
      su("2026-03-12", {
        type: "AllocataireModifie",
        allocataire: a,
        donnees: { champs: ["codeInsee"], codeInsee: "94017", soumisDroitsDevoirs: true },
      }),
      su("2026-05-01", {
        type: "PersonneEffacee",
        allocataire: a,
        donnees: { systeme: "DEPARTEMENT", portee: "HUB", motif: "DEMANDE_DE_LA_PERSONNE" },
      }),
    );
    for (const connuLe of ["2026-03-31", "2026-06-01"]) {
      expect(await nombre(A_TEMPS, JANVIER, { connuLe })).toBe(1);
      expect(await nombre(CONTRATS, MARS, { connuLe, territoire: "94028" })).toBe(1);
    }
    const { rows } = await db.owner.query(
      `select c.relname from pg_class c where c.relnamespace = 'indicateurs'::regnamespace and c.relkind = 'r'
       and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'allocataire')`,
    );
    for (const { relname } of rows) {
      const { rows: siennes } = await db.owner.query(`select from indicateurs.${relname} t where t.allocataire = $1`, [a]);
      expect([relname, siennes.length]).toEqual([relname, 0]);
    }
  });
});
