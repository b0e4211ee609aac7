import fs from "node:fs";
import { CLES_BAREME } from "../../subgraphs/allocataires/droits-devoirs/bareme";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { agir } from "./actes";
import {
  acte,
  base,
  decidee,
  decider,
  fermer,
  foyer,
  graphe,
  notifier,
  ouvrir,
  personneInconnue,
  personneSeule,
  proposer,
  signaler,
} from "./sanctions";

const { departement, departement93 } = CALLERS;
beforeAll(ouvrir);
afterAll(fermer);

describe("la quotité, la durée et les jours", () => {
  it.each([
    ["QUOTITE_SANCTION_INVALIDE", { quotitePourcent: 29.9 }],
    ["QUOTITE_SANCTION_INVALIDE", { quotitePourcent: 100.1 }],
    ["DUREE_SANCTION_INVALIDE", { dureeMois: 0 }],
    ["DUREE_SANCTION_INVALIDE", { dureeMois: 3 }],
    ["DEBUT_INVALIDE", { debut: "2026-02-19" }],
    ["DEBUT_INVALIDE", { debut: "2027-02-21" }],
    ["DATE_FUTURE", { decideeLe: "2026-02-21" }],
    ["DATE_ANTERIEURE", { decideeLe: "2026-01-31" }],
    ["MOTIF_MANQUANT", { motif: " " }],
    ["TEXTE_INVALIDE", { motif: "\u0000" }],
  ])("refuse : %s (%j)", async (code, variables) => {
    expect((await decider((await notifier()).id, variables)).code).toBe(code);
  });

  it.each([
    ["seule", 0, 100, undefined],
    ["seule avec un enfant", 1, 50, undefined],
    ["seule avec un enfant", 1, 51, "QUOTITE_FOYER"],
  ])("personne %s (%i enfant), %i %%", async (_, enfants, quotitePourcent, code) => {
    const personne = personneInconnue();
    await foyer(personne, enfants);
    expect((await decider((await notifier({}, personne)).id, { quotitePourcent })).code).toBe(code);
  });

  it("un couple, ou un foyer que le hub ne connaît pas, est un foyer de plus d’une personne", async () => {
    for (const personne of [PEOPLE.amina, personneInconnue()])
      expect((await decider((await notifier({}, personne)).id, { quotitePourcent: 60 })).code).toBe("QUOTITE_FOYER");
  });

  it.each([
    [1, undefined],
    [3, "QUOTITE_FOYER"],
  ])("le dernier flux compte %i personnes : il l’emporte sur ce que d’autres déclarent", async (personnes, code) => {
    const personne = personneInconnue();
    await foyer(personne, personnes === 1 ? 2 : 0);
    await base.owner.query(
      `with z as (select m.departement, m.dossier from allocataires.membre m where m.allocataire = $1),
       f as (insert into allocataires.flux_caf (nom_fichier, sha256, type_flux, cree_le, date_reference, recu_le, annonces, lus, appliques, inchanges, rejetes)
         values ('f', sha256(convert_to($1::text, 'UTF8')), 'BENEFICIAIRE', '2026-01-10', '2026-01-10', '2026-01-10', 1, 1, 1, 0, 0) returning id),
       c as (insert into allocataires.contenu_dossier (departement, dossier, empreinte, fonorg, numorg, donnees)
         select departement, dossier, '\\x01', 'CAF', '941', jsonb_build_object('personnesAuFoyer', $2::int) from z returning departement, dossier)
       insert into allocataires.mention_dossier (departement, dossier, cree_le, cle, le, flux, rang, empreinte)
       select c.departement, c.dossier, '2026-01-10', 1, '2026-01-10', f.id, 1, '\\x01' from c, f`,
      [personne, personnes],
    );
    expect((await decider((await notifier({}, personne)).id, { quotitePourcent: 60 })).code).toBe(code);
  });

  it("sans quotité ni durée, proposées ou données, rien ne se décide", async () => {
    const { id } = await notifier({ quotitePourcent: null, dureeMois: null });
    expect((await decider(id)).code).toBe("QUOTITE_SANCTION_INVALIDE");
    expect((await decider(id, { quotitePourcent: 30 })).code).toBe("DUREE_SANCTION_INVALIDE");
    expect(await decider(id, { quotitePourcent: 30, dureeMois: 2, debut: "2026-03-15" })).toMatchObject({
      debut: "2026-03-15",
      fin: "2026-05-14",
    });
  });

  it("une seconde suspension peut durer davantage quand le manquement suit la première, et ne la chevauche pas", async () => {
    const personne = await personneSeule();
    await decidee({}, personne);
    const manquement = await signaler(personne, "REFUS_CONTROLE", "2026-03-02");
    const jour = "2026-03-20";
    const { id } = await acte(
      "proposerSanction",
      { manquement, nature: "SUSPENSION", motif: "Réitération", quotitePourcent: 50, dureeMois: 4 },
      "2026-03-03",
    );
    await acte("notifierSanction", { sanction: id, le: "2026-03-04" }, "2026-03-04");
    expect((await decider(id, { debut: "2026-03-31" }, jour)).code).toBe("SANCTION_EN_COURS");
    expect((await decider(id, { dureeMois: 5 }, jour)).code).toBe("DUREE_SANCTION_INVALIDE");
    expect(await decider(id, {}, jour)).toMatchObject({ debut: "2026-04-01", fin: "2026-07-31" });
  });

  it("le barème se lit avec ses sources, et docs/droits-et-devoirs.md en donne chaque ligne", async () => {
    const { data, errors } = await graphe.run(departement, "{ baremeSanction { cle valeur unite libelle source statut } }");
    expect(errors).toBeUndefined();
    expect(data.baremeSanction.map(({ cle }: any) => cle).sort()).toEqual([...CLES_BAREME].sort());
    const doc = fs.readFileSync("docs/droits-et-devoirs.md", "utf8").split("\n");
    for (const { cle, valeur, unite, source, statut } of data.baremeSanction) {
      const ligne = doc.find((l) => l.startsWith(`| ${cle} |`))!;
      expect(ligne).toContain(`| ${valeur} ${unite === "pour cent" ? "%" : unite} |`);
      expect(ligne.toLowerCase()).toContain(`| ${source} | ${statut} |`.toLowerCase());
    }
    const { errors: sans } = await graphe.run(
      { ...departement, scopes: new Set(["sanction.proposer"] as const) },
      "{ baremeSanction { cle } }",
    );
    expect(sans?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("le barème d’un département l’emporte sur celui de tous", async () => {
    await base.owner.query(
      "insert into allocataires.bareme_sanction select '93', cle, 30, unite, libelle, source, statut from allocataires.bareme_sanction where cle = 'OBSERVATIONS_JOURS'",
    );
    const manquement = (
      await agir(
        graphe,
        departement93,
        "signalerManquement",
        { allocataire: PEOPLE.elodie, nature: "REFUS_CONTROLE", constateLe: "2026-01-30" },
        "... on Manquement { id }",
      )
    ).r.id;
    const { id } = await acte("proposerSanction", { manquement, nature: "SUSPENSION", motif: "m" }, "2026-02-01", departement93);
    expect(await acte("notifierSanction", { sanction: id, le: "2026-02-02" }, "2026-02-02", departement93)).toMatchObject({
      observationsLimite: "2026-03-04",
    });
  });
});

describe("lever, annuler, transmettre", () => {
  it.each([
    ["DATE_ANTERIEURE", "leverSanction", { remobilisationLe: "2026-02-19", motif: "m" }],
    ["DATE_FUTURE", "leverSanction", { remobilisationLe: "2026-05-01", motif: "m" }],
    ["SANCTION_TERMINEE", "leverSanction", { remobilisationLe: "2026-04-01", motif: "m" }],
    ["MOTIF_MANQUANT", "leverSanction", { remobilisationLe: "2026-03-01", motif: "" }],
    ["MOTIF_MANQUANT", "annulerSanction", { motif: "" }],
    ["DATE_ANTERIEURE", "transmettreSanction", { le: "2026-02-19" }],
  ])("refuse : %s à %s", async (code, mutation, variables) => {
    const { id } = await decidee();
    expect((await acte(mutation, { sanction: id, ...variables }, "2026-04-02")).code).toBe(code);
  });

  it.each([
    ["instruireSanction", { le: "2026-02-20" }],
    ["notifierSanction", { le: "2026-02-20" }],
    ["recueillirObservations", { recuesLe: "2026-02-20", assistee: false, motifLegitime: false }],
    ["enregistrerAvisEquipe", { le: "2026-02-20", favorable: true }],
    ["deciderSanction", { accepter: true, motif: "m" }],
  ])("après la décision, %s n’est plus possible", async (mutation, variables) => {
    expect((await acte(mutation, { sanction: (await decidee()).id, ...variables }, "2026-02-20")).code).toBe("ETAPE_IMPOSSIBLE");
  });

  it.each([
    ["leverSanction", { remobilisationLe: "2026-02-01", motif: "m" }],
    ["annulerSanction", { motif: "m" }],
    ["transmettreSanction", { le: "2026-02-01" }],
  ])("avant la décision, %s n’est pas possible", async (mutation, variables) => {
    expect((await acte(mutation, { sanction: (await proposer()).id, ...variables })).code).toBe("ETAPE_IMPOSSIBLE");
  });
});
