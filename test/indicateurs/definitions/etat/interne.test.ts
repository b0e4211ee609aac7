import { CALLERS } from "../../../setup/subgraph";
import { presence } from "../../journal";
import { charger, db, preparer, sg } from "../../mesures";
import { cer, codes, entree, id, mesure, organismes, orientee, parts, valeurs } from "./etat";

preparer();
beforeAll(organismes);

describe("« dites-le-nous une fois »", () => {
  it("données servies sur données demandées, par formulaire ; rien d’un autre jour ni d’un autre département", async () => {
    await db.owner.query(`insert into allocataires.donnee_servie (departement, le, formulaire, processus, formulaires, demandees, servies, perimees, masquees) values
      ('94', '2026-03-01', 'ORIENTATION', 1, 2, 20, 15, 3, 1), ('94', '2026-03-01', 'ORIENTATION', 2, 1, 10, 9, 0, 0),
      ('94', '2026-03-02', 'DIAGNOSTIC', 1, 1, 10, 4, 0, 0), ('94', '2027-01-01', 'DIAGNOSTIC', 1, 1, 10, 10, 0, 0), ('93', '2026-03-01', 'DIAGNOSTIC', 1, 9, 99, 9, 0, 0)`);
    expect(await mesure("UF.1.01")).toMatchObject({ numerateur: 28, denominateur: 40, valeur: 70 });
    expect(await parts("UF.1.01", "formulaire")).toEqual({ DIAGNOSTIC: 40, ORIENTATION: 80 });
    expect(await valeurs(codes("UF.1", 2, 3, 4))).toEqual({ "UF.1.02": 62.5, "UF.1.03": 2.5, "UF.1.04": 4 });
    expect((await mesure("UF.1.01", { debut: "2025-01-01", fin: "2025-12-31" })).valeur).toBeNull();
    await db.owner.query("delete from allocataires.donnee_servie");
  });
});

describe("qualité des échanges", () => {
  it("réussis, refus par code, tentatives, délai du fait au partenaire", async () => {
    const echange = (objet: string, statut: string, plus: Record<string, unknown> = {}) =>
      db.owner.query(
        `insert into echanges.echange (departement, evenement, sens, partenaire, objet, statut, tentatives, cree_le, envoye_le, canal, erreur_code, erreur_message, erreur_reessayable, erreur_action)
         select '94', gen_random_uuid(), 'SORTANT', 'FRANCE_TRAVAIL', $1, $2, ($3::jsonb ->> 'tentatives')::int, '2026-03-01T10:00:00Z', ($3::jsonb ->> 'envoyeLe')::timestamptz, 'API',
           $3::jsonb ->> 'code', $3::jsonb ->> 'code', case when $3::jsonb ? 'code' then false end, $3::jsonb ->> 'code'`,
        [objet, statut, JSON.stringify({ tentatives: 1, ...plus })],
      );
    await echange("ORIENTATION_RESULTAT", "CONFIRME", { envoyeLe: "2026-03-01T10:30:00Z" });
    await echange("ORIENTATION_RESULTAT", "CONFIRME", { envoyeLe: "2026-03-03T10:30:00Z", tentatives: 3 });
    await echange("RDV_PRESENCE", "REJETE", { code: "USAGER_INTROUVABLE" });
    await echange("RDV_PRESENCE", "A_ENVOYER", { tentatives: 0 });
    await echange("RDV_PRESENCE", "IGNORE", { tentatives: 0 });
    expect(await valeurs(codes("UF.2", 1, 2, 3, 4, 5, 6, 11))).toEqual({
      "UF.2.01": (100 * 2) / 3,
      "UF.2.02": 1,
      "UF.2.03": 50,
      "UF.2.04": 5 / 3,
      "UF.2.05": (30 + 2 * 1440 + 30) / 2,
      "UF.2.06": 1,
      "UF.2.11": (30 + 2 * 1440 + 30) / 2,
    });
    expect(await parts("UF.2.02", "code")).toEqual({ USAGER_INTROUVABLE: 1 });
    expect(await parts("UF.2.01", "objet")).toEqual({ ORIENTATION_RESULTAT: 100, RDV_PRESENCE: 0 });
    expect(await parts("UF.2.01", "mois")).toEqual({ "2026-03": (100 * 2) / 3 });
    expect((await mesure("UF.2.13")).valeur).toBeNull();
    await db.owner.query("delete from echanges.echange");
  });
});

describe("délais du parcours", () => {
  it("moyenne et percentiles de chaque délai, le jour de la seconde date", async () => {
    const gens = Array.from({ length: 11 }, id);
    const jour = (n: number) => new Date(Date.UTC(2026, 0, 10 + n)).toISOString().slice(0, 10);
    // Notified on 10 January; oriented 0, 10, 20 … 100 days later.
    await charger(...gens.flatMap((x, i) => [entree(x), orientee(x, "DEPARTEMENT", jour(10 * i))]));
    const { data } = await demanderDelais("UF.3.05");
    expect(data.indicateur.valeur).toBe(50);
    expect(data.indicateur.delais).toEqual({ effectif: 11, moyenne: 50, p10: 10, p25: 25, mediane: 50, p75: 75, p90: 90 });
  });

  it("du droit au contrat, pas à pas", async () => {
    const a = id();
    await charger(
      entree(a, { ouvertureDroits: "2026-01-01", notification: "2026-01-11" }),
      presence(a, "2026-01-21T09:00:00Z", "HONORE"),
      orientee(a, "DEPARTEMENT", "2026-01-26"),
      presence(a, "2026-02-05T09:00:00Z", "HONORE", { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null }),
      cer(a, "2026-02-25"),
      { type: "InscriptionConstatee", allocataire: a, donnees: { statut: "INSCRIT", dateEffet: "2026-01-31" } },
    );
    expect(Object.values(await valeurs(codes("UF.3", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)))).toEqual([
      10, 10, 10, 5, 15, 25, 10, 35, 20, 30, 45, 55, 20, 5,
    ]);
  });

  it("prescription, réorientation et sanction", async () => {
    const a = id();
    const [p, m, s] = [id(), id(), id()];
    const etape = (statut: string, le: string) => ({
      type: "PrescriptionAvancee",
      allocataire: a,
      donnees: { prescription: p, offre: "x", structure: "y", statut, acteur: "STRUCTURE", le },
    });
    await charger(
      entree(a),
      etape("OUVERTE", "2026-03-01"),
      etape("VALIDEE", "2026-03-06"),
      etape("DEMARREE", "2026-03-21"),
      { type: "ManquementSignale", allocataire: a, donnees: { manquement: m, nature: "NON_RESPECT_CONTRAT", constateLe: "2026-04-01" } },
      { type: "SanctionProposee", allocataire: a, donnees: { sanction: s, manquement: m, nature: "SUSPENSION", proposeeLe: "2026-04-11" } },
      {
        type: "SanctionDecidee",
        allocataire: a,
        donnees: { sanction: s, manquement: m, nature: "SUSPENSION", statut: "DECIDEE", decideeLe: "2026-05-01" },
      },
    );
    expect(await valeurs(codes("UF.3", 15, 16, 17, 18, 19))).toEqual({
      "UF.3.15": 5,
      "UF.3.16": 20,
      "UF.3.17": null,
      "UF.3.18": 30,
      "UF.3.19": 20,
    });
  });
});

describe("réseau pour l’emploi", () => {
  it("démarrage, rupture, retour à l’emploi durable", async () => {
    const [a, b] = [id(), id()];
    await charger(
      entree(a),
      entree(b),
      orientee(a, "DEPARTEMENT", "2026-02-01"),
      orientee(b, "DEPARTEMENT", "2026-02-01"),
      presence(a, "2026-02-16T09:00:00Z", "HONORE", { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null }),
      presence(b, "2026-10-01T09:00:00Z", "HONORE", { famille: "ACCOMPAGNEMENT", convocationRang: null }),
      { type: "RepriseEmploiDeclaree", allocataire: a, donnees: { reprise: id(), debut: "2026-09-01", typeContrat: "CDI" } },
      { type: "RepriseEmploiDeclaree", allocataire: b, donnees: { reprise: id(), debut: "2026-09-01", typeContrat: "INTERIM" } },
    );
    expect(await valeurs(codes("RPE", 1, 2, 3, 4, 5))).toEqual({
      "RPE.01": (15 + 242) / 2,
      "RPE.02": 50,
      "RPE.03": 50, // on 31 December: a was last received in February; b on 1 October, within three months
      "RPE.04": 2,
      "RPE.05": 50,
    });
    expect(await parts("RPE.04", "typeContrat")).toEqual({ CDI: 1, INTERIM: 1 });
  });
});

it("un rendez-vous avant l’orientation ne démarre rien ; une sortie n’est pas une rupture ; trois mois jour pour jour n’en sont pas une", async () => {
  const [a, partie, pile] = [id(), id(), id()];
  const recue = (qui: string, le: string) =>
    presence(qui, `${le}T09:00:00Z`, "HONORE", { famille: "PREMIER_ACCOMPAGNEMENT", convocationRang: null });
  await charger(
    ...[a, partie, pile].flatMap((qui) => [entree(qui), orientee(qui, "DEPARTEMENT", "2026-02-01")]),
    recue(a, "2026-01-30"),
    recue(a, "2026-03-01"),
    { type: "SortieDeclaree", allocataire: partie, donnees: { sortie: id(), nature: "DEMENAGEMENT", date: "2026-06-01" } },
    recue(pile, "2026-09-30"),
  );
  // a: 28 days after the orientation, not two days before; pile: 30 September is three months before 31 December.
  expect(await valeurs(codes("RPE", 1, 2, 3))).toEqual({ "RPE.01": (28 + 241) / 2, "RPE.02": 0, "RPE.03": 50 });
});

const demanderDelais = (code: string) =>
  sg.run(
    CALLERS.pilotage,
    `query ($code: String!) { indicateur(code: $code, territoire: "94", debut: "2026-01-01", fin: "2026-12-31") { valeur delais { effectif moyenne p10 p25 mediane p75 p90 } } }`,
    { code },
  );
