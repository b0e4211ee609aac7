import { TYPES_ACTION } from "../../../../subgraphs/indicateurs/definitions/oarsa/t4-actions";
import { charger, db, preparer } from "../../mesures";
import { cer, codes, entree, etat, id, mesure, organismes, orientee, parts, valeurs } from "./etat";

preparer();
beforeAll(organismes);

describe("OARSA, tableau 1 : orientation au 31 décembre", () => {
  it("non orientées, orientées par organisme ; ni droit suspendu, ni droit clos, ni personne non soumise", async () => {
    const [a, b, c, d, e, suspendue, close, partie] = Array.from({ length: 8 }, id) as string[];
    const dossier = id();
    await charger(
      entree(a!),
      entree(b!),
      entree(c!),
      entree(d!),
      entree(e!),
      entree(suspendue!, { dossier }),
      entree(close!, { dossier: close }),
      entree(partie!),
      orientee(a!, "FRANCE_TRAVAIL"),
      orientee(b!, "MISSION_LOCALE"),
      orientee(c!, "DEPARTEMENT"),
      orientee(d!, "INCONNU_DU_HUB"),
      orientee(suspendue!, "FRANCE_TRAVAIL"),
      etat(suspendue!, dossier, "OUVERT_SUSPENDU", "2026-12-01"),
      orientee(close!, "FRANCE_TRAVAIL"),
      etat(close!, close!, "CLOS", "2026-12-31"),
      {
        type: "AllocataireModifie",
        allocataire: partie!,
        donnees: { champs: ["soumisDroitsDevoirs"], soumisDroitsDevoirs: false, depuis: "2026-06-01" },
      },
    );
    // Five remain: a, b, c, d oriented, e not.
    expect(await valeurs(codes("OARSA.T1", 1, 2, 3, 4, 5, 6, 7, 12, 13, 17, 18, 19, 20))).toEqual({
      "OARSA.T1.01": 5,
      "OARSA.T1.02": 1,
      "OARSA.T1.03": 4,
      "OARSA.T1.04": 1,
      "OARSA.T1.05": 1,
      "OARSA.T1.06": 1,
      "OARSA.T1.07": 0,
      "OARSA.T1.12": 1,
      "OARSA.T1.13": 1,
      "OARSA.T1.17": 0,
      "OARSA.T1.18": 1,
      "OARSA.T1.19": 80,
      "OARSA.T1.20": 50,
    });
    // The day before, the right that closes on 31 December was still open.
    expect((await mesure("OARSA.T1.01", { fin: "2026-12-30" })).valeur).toBe(6);
    // In November nobody was suspended yet.
    expect((await mesure("OARSA.T1.01", { fin: "2026-11-30" })).valeur).toBe(7);
    expect(await parts("OARSA.T1.03", "secteur")).toEqual({ HORS_SPE: 1, INCONNU: 1, SPE: 2 });
  });

  it("se ventile par niveau d’étude, âge, sexe, situation familiale et ancienneté", async () => {
    const [a, b] = [id(), id()];
    await charger(entree(a, { ouvertureDroits: "2026-01-01" }), entree(b, { ouvertureDroits: "2026-12-01", notification: "2026-12-10" }));
    await db.owner.query("set indicateurs.sans_histoire = 'oui'");
    await db.owner.query(
      `insert into indicateurs.profil (departement, allocataire, naissance, sexe, situation_familiale, niveau_etude, connu_depuis) values
         ('94', $1, '1990-06-01', 'FEMME', 'ISOLE_AVEC_ENFANT', 'NV4', '2026-11-22'), ('94', $2, '2003-06-01', 'HOMME', 'COUPLE_SANS_ENFANT', null, '2026-11-22')
       on conflict (departement, allocataire) do update set naissance = excluded.naissance, sexe = excluded.sexe,
         situation_familiale = excluded.situation_familiale, niveau_etude = excluded.niveau_etude`,
      [a, b],
    );
    await db.owner.query("reset indicateurs.sans_histoire");
    expect(await parts("OARSA.T1.01", "niveauEtude")).toEqual({ INCONNU: 1, NV4: 1 });
    expect(await parts("OARSA.T1.01", "age")).toEqual({ "0-24": 1, "30-39": 1 });
    expect(await parts("OARSA.T1.01", "sexe")).toEqual({ FEMME: 1, HOMME: 1 });
    expect(await parts("OARSA.T1.01", "situationFamiliale")).toEqual({ COUPLE_SANS_ENFANT: 1, ISOLE_AVEC_ENFANT: 1 });
    expect(await parts("OARSA.T1.01", "anciennete")).toEqual({ "6_MOIS_1_AN": 1, MOINS_6_MOIS: 1 });
    expect(await parts("OARSA.T1.01", "sexe,niveauEtude")).toMatchObject({ "FEMME|NV4": 1 });
  });
});

describe("OARSA, tableaux 2 et 3 : contrats", () => {
  it("CER valides et inscriptions par organisme ; durées écrites de 6 mois et d’un an, au jour près", async () => {
    const gens = Array.from({ length: 8 }, id) as [string, string, string, string, string, string, string, string];
    const [inscrite, cessee, six, presque, an, sansFin, fini, clos] = gens;
    const contratClos = id();
    await charger(
      ...gens.map((x) => entree(x)),
      orientee(inscrite, "FRANCE_TRAVAIL"),
      orientee(cessee, "FRANCE_TRAVAIL"),
      ...[six, presque, an].map((x) => orientee(x, "DEPARTEMENT")),
      orientee(sansFin, "MISSION_LOCALE"),
      orientee(fini, "CCAS"),
      orientee(clos, "CAF"),
      { type: "InscriptionConstatee", allocataire: inscrite, donnees: { statut: "INSCRIT", dateEffet: "2026-02-02" } },
      { type: "InscriptionConstatee", allocataire: cessee, donnees: { statut: "INSCRIT", dateEffet: "2026-02-02" } },
      { type: "InscriptionConstatee", allocataire: cessee, donnees: { statut: "CESSE", dateEffet: "2026-12-31" } },
      cer(six, "2026-07-05", { dateDebut: "2026-07-05", dateFin: "2027-01-04" }), // six months to the day
      cer(presque, "2026-07-05", { dateDebut: "2026-07-05", dateFin: "2027-01-03" }),
      cer(an, "2026-03-01", { dateDebut: "2026-03-01", dateFin: "2027-02-28" }),
      cer(sansFin, "2026-03-01"),
      cer(fini, "2026-03-01", { dateFin: "2026-12-30" }),
      cer(clos, "2026-03-01", { contrat: contratClos, dateFin: "2027-02-28" }),
      { type: "ContratCloture", allocataire: clos, donnees: { contrat: contratClos, le: "2026-12-31", cause: "SORTIE" } },
    );
    expect(await valeurs(codes("OARSA.T2", 1, 2, 3, 5, 6, 7, 9, 10, 12))).toEqual({
      "OARSA.T2.01": 1,
      "OARSA.T2.02": 50,
      "OARSA.T2.03": 1,
      "OARSA.T2.05": 4,
      "OARSA.T2.06": (100 * 4) / 6,
      "OARSA.T2.07": 1,
      "OARSA.T2.09": 3,
      "OARSA.T2.10": 0,
      "OARSA.T2.12": 0,
    });
    expect(await valeurs(codes("OARSA.T3", 1, 2, 3, 4, 8, 9, 10, 11, 12))).toEqual({
      "OARSA.T3.01": 1,
      "OARSA.T3.02": 1,
      "OARSA.T3.03": 1,
      "OARSA.T3.04": 1,
      "OARSA.T3.08": 1,
      "OARSA.T3.09": 1,
      "OARSA.T3.10": 1,
      "OARSA.T3.11": 1,
      "OARSA.T3.12": 0,
    });
  });
});

describe("OARSA, tableau 4 : types d’action", () => {
  it("le dispositif de l’offre, sinon ses thématiques ; une ligne du département remplace celle de tous", async () => {
    const [a, b, c] = [id(), id(), id()];
    await db.owner.query(
      `insert into offre_insertion.structure (id, source, nom, date_maj, recue_le) values ('s--1', 's', 'S', '2026-01-01', '2026-01-01')`,
    );
    const offre = (cle: string, thematiques: string[], dispositif: string | null) =>
      db.owner.query(
        `insert into offre_insertion.service (id, structure, source, nom, description, date_maj, thematiques, dispositif, recue_le)
         values ($1, 's--1', 's', $1, 'd', '2026-01-01', $2, $3, '2026-01-01')`,
        [cle, thematiques, dispositif],
      );
    await offre("s--permis", ["mobilite--preparer-un-permis", "preparer-sa-candidature--valoriser-ses-competences"], null);
    await offre("s--iae", ["mobilite--preparer-un-permis"], "IAE");
    await offre("s--autre", ["inconnue--x"], null);
    const prescription = (allocataire: string, offreId: string, statut: string, le: string, plus = id()) => ({
      type: "PrescriptionAvancee",
      allocataire,
      donnees: { prescription: plus, offre: offreId, structure: "s--1", statut, acteur: "STRUCTURE", le },
    });
    const terminee = id();
    await charger(
      ...[a, b, c].flatMap((x) => [entree(x), orientee(x, "DEPARTEMENT"), cer(x, "2026-03-01")]),
      prescription(a, "s--permis", "VALIDEE", "2026-04-01"),
      prescription(b, "s--iae", "VALIDEE", "2026-04-01"),
      prescription(b, "s--permis", "OUVERTE", "2026-04-01"), // not accepted
      prescription(c, "s--autre", "VALIDEE", "2026-02-01", terminee),
      prescription(c, "s--autre", "TERMINEE", "2026-02-20", terminee), // over before the contract
    );
    const lire = () => valeurs(codes("OARSA.T4", 1, 2, 3, 8, 15, 16));
    expect(await lire()).toEqual({
      "OARSA.T4.01": 1,
      "OARSA.T4.02": 0,
      "OARSA.T4.03": 1,
      "OARSA.T4.08": 1,
      "OARSA.T4.15": 0,
      "OARSA.T4.16": 1,
    });
    await db.owner.query("insert into indicateurs.type_action values ('94', 'THEMATIQUE', 'mobilite', 'AUTRES')");
    expect(await lire()).toMatchObject({ "OARSA.T4.08": 0, "OARSA.T4.15": 1 });
    await db.owner.query("delete from indicateurs.type_action where departement = '94'");
  });

  it("chaque type de la table est l’une des quinze lignes", async () => {
    const { rows } = await db.owner.query("select distinct type from indicateurs.type_action");
    expect(rows.map(({ type }) => type).filter((type) => !(type in TYPES_ACTION))).toEqual([]);
    expect(Object.keys(TYPES_ACTION)).toHaveLength(15);
  });
});

describe("OARSA, tableau 5 : entrants", () => {
  it("primo-orientées, premiers CER et les deux délais", async () => {
    const [a, b, c, d] = [id(), id(), id(), id()];
    await charger(
      entree(a, { ouvertureDroits: "2026-01-01", notification: "2026-01-10" }),
      entree(b, { ouvertureDroits: "2026-01-01", notification: "2026-01-10" }),
      entree(c, { ouvertureDroits: "2026-11-01", notification: "2026-11-10" }),
      entree(d, { ouvertureDroits: "2025-11-01", notification: "2025-12-31" }), // entered the year before
      orientee(a, "FRANCE_TRAVAIL", "2026-01-31"),
      orientee(b, "DEPARTEMENT", "2026-04-01"), // three months to the day: no longer « in less than »
      orientee(c, "DEPARTEMENT", "2027-01-01"),
      orientee(d, "DEPARTEMENT", "2026-01-15"),
      cer(b, "2026-04-11"),
      cer(a, "2026-02-11"),
      cer(b, "2026-08-11"),
    );
    expect(await valeurs(codes("OARSA.T5", 1, 2, 3, 4, 5, 6, 8, 9, 10, 11))).toEqual({
      "OARSA.T5.01": 3,
      "OARSA.T5.02": 2,
      "OARSA.T5.03": 1,
      "OARSA.T5.04": 1,
      "OARSA.T5.05": 1,
      "OARSA.T5.06": 1,
      "OARSA.T5.08": 100 / 3,
      "OARSA.T5.09": 100,
      "OARSA.T5.10": 60, // (30 + 90) / 2
      "OARSA.T5.11": 10,
    });
  });
});

describe("OARSA, tableau 6 : réorientations", () => {
  it("entre service public de l’emploi et autres organismes, d’après l’orientation d’avant", async () => {
    const [a, b, c] = [id(), id(), id()];
    const reorientee = (x: string, type: string, le: string, plus = {}) =>
      orientee(x, type, le, { rang: 2, origine: "REORIENTATION", demandeeLe: "2026-03-01", ...plus });
    const refusee = id();
    await charger(
      ...[a, b, c].map((x) => entree(x)),
      orientee(a, "FRANCE_TRAVAIL"),
      reorientee(a, "DEPARTEMENT", "2026-03-11"),
      orientee(b, "DELEGATAIRE"),
      reorientee(b, "MISSION_LOCALE", "2026-03-21"),
      orientee(c, "DEPARTEMENT"),
      reorientee(c, "CCAS", "2025-12-31", { demandeeLe: "2025-12-01" }), // before the period
      {
        type: "ReorientationProposee",
        allocataire: c,
        donnees: { orientation: refusee, rang: 3, parcours: "JEUNES", organisme: "94-MISSION_LOCALE", demandeeLe: "2026-05-01" },
      },
      { type: "ReorientationRefusee", allocataire: c, donnees: { orientation: refusee, rang: 3, le: "2026-05-31" } },
    );
    expect(await valeurs(codes("OARSA.T6", 1, 2, 3, 4, 5, 6, 7, 9, 10, 11))).toEqual({
      "OARSA.T6.01": 2,
      "OARSA.T6.02": 1,
      "OARSA.T6.03": 1,
      "OARSA.T6.04": 1,
      "OARSA.T6.05": 0,
      "OARSA.T6.06": 0,
      "OARSA.T6.07": 0,
      "OARSA.T6.09": 3,
      "OARSA.T6.10": 1,
      "OARSA.T6.11": 20, // (10 + 20 + 30) / 3
    });
  });
});
