import { lectureDesActivites } from "../../hub/lectures";
import { lectureDiagnostic } from "../../hub/lectures-par-personne";
import { sousGraphe as allocataires } from "../../subgraphs/allocataires/sous-graphe";
import { PEOPLE } from "../setup/fixtures";
import { demander, type MondeEntrant, NUMEROS, ouvrirMondeEntrant } from "./entrant";

const DIAGNOSTICS = `query ($id: ID!) { allocataire(id: $id) { diagnostics { etabliLe provenance { source } contraintes { frein impact prioritaire } } } }`;
const ENREGISTRER = `mutation ($a: ID!, $le: Date!, $c: [ContrainteInput!]!) {
  enregistrerDiagnostic(allocataire: $a, etabliLe: $le, contraintes: $c) { __typename ... on Refus { code } } }`;

describe("DIAGNOSTIC : établi ou corrigé chez France Travail", () => {
  let monde: MondeEntrant;
  beforeEach(async () => {
    monde = await ouvrirMondeEntrant(lectureDiagnostic);
  });
  afterEach(() => monde.arreter());

  const explorer = (contraintes: object[], dateExploration = "2026-03-05T10:00:00+01:00") =>
    monde.simulateur.agir({
      acte: "MODIFIER_DIAGNOSTIC",
      numeroFranceTravail: NUMEROS.chantal,
      contraintes: contraintes as never,
      dateExploration,
    });
  const MOBILITE = { code: "23", valeur: "OUI", impact: "FORT", estPrioritaire: true };
  const diagnostics = async () => (await demander(monde, allocataires, DIAGNOSTICS, { id: PEOPLE.chantal })).allocataire.diagnostics;
  const enregistrer = (le: string, ...c: object[]) => demander(monde, allocataires, ENREGISTRER, { a: PEOPLE.chantal, le, c });

  it("entre une fois dans le hub, daté et au nom de France Travail", async () => {
    explorer([MOBILITE, { code: "27", valeur: "NON_ABORDEE" }]);
    await monde.lectures.lireTout();
    await monde.lectures.lireTout();
    expect(await diagnostics()).toEqual([
      {
        etabliLe: "2026-03-05",
        provenance: { source: "FRANCE_TRAVAIL" },
        contraintes: [{ frein: "MOBILITE", impact: "FORT", prioritaire: true }],
      },
    ]);
    expect(await monde.recus()).toEqual([{ objet: "DIAGNOSTIC", statut: "TRAITE", code: null }]);
    expect(JSON.stringify(await monde.lignes("select * from echanges.echange"))).not.toContain("MOBILITE");
  });

  it("identique au nôtre, il n’entre pas ; plus récent et différent, il devient le dernier", async () => {
    await enregistrer("2026-03-01", { frein: "MOBILITE", impact: "FORT", prioritaire: true });
    explorer([MOBILITE]);
    await monde.lectures.lireTout();
    expect(await diagnostics()).toHaveLength(1);
    explorer([{ ...MOBILITE, impact: "FAIBLE" }], "2026-03-08T10:00:00+01:00");
    await monde.lectures.lireTout();
    expect((await diagnostics()).map((d: { etabliLe: string }) => d.etabliLe)).toEqual(["2026-03-08", "2026-03-01"]);
  });

  it("changé des deux côtés avant que le hub l’ait dit : une divergence, avec les deux valeurs", async () => {
    await enregistrer("2026-03-01", { frein: "LOGEMENT", impact: "MOYEN" });
    await monde.base.owner.query(
      `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, canal)
       values ('94', gen_random_uuid(), 'SORTANT', 'FRANCE_TRAVAIL', 'DIAGNOSTIC', $1, 'A_ENVOYER', 0, $2, 'API')`,
      [PEOPLE.chantal, monde.clock.now()],
    );
    explorer([MOBILITE]);
    await monde.lectures.lireTout();
    expect(await diagnostics()).toHaveLength(1);
    expect(await monde.divergences()).toEqual([
      { objet: "DIAGNOSTIC", champ: "contraintes", valeurHub: "LOGEMENT MOYEN", valeurPartenaire: "MOBILITE FORT prioritaire" },
    ]);
  });

  it("lu pendant que le nôtre part en deux appels : rien n’est conclu avant qu’il soit relu", async () => {
    await enregistrer("2026-03-05", { frein: "MOBILITE", impact: "FORT", prioritaire: true }, { frein: "NUMERIQUE", impact: "FAIBLE" });
    await monde.base.owner.query(
      `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, canal)
       values ('94', gen_random_uuid(), 'SORTANT', 'FRANCE_TRAVAIL', 'DIAGNOSTIC', $1, 'ENVOYE', 1, $2, 'API')`,
      [PEOPLE.chantal, monde.clock.now()],
    );
    explorer([MOBILITE]);
    await monde.lectures.lireTout();
    expect([await monde.divergences(), await monde.recus()]).toEqual([[], []]);
    await monde.base.owner.query("update echanges.echange set statut = 'CONFIRME' where objet = 'DIAGNOSTIC'");
    await monde.lectures.lireTout();
    expect(await monde.divergences()).toHaveLength(1);
  });
});

describe("DIAGNOSTIC : ACT395 annonce qu’il a changé chez France Travail", () => {
  let monde: MondeEntrant;
  beforeEach(async () => {
    // The activities alone: the reading of diagnostics that goes from person to person is not there.
    monde = await ouvrirMondeEntrant((outils) => lectureDesActivites("ACC100", outils));
  });
  afterEach(() => monde.arreter());

  const changer = () =>
    monde.simulateur.agir({
      acte: "MODIFIER_DIAGNOSTIC",
      numeroFranceTravail: NUMEROS.chantal,
      contraintes: [{ code: "23", valeur: "OUI", impact: "FORT", estPrioritaire: true }] as never,
      dateExploration: "2026-03-05T10:00:00+01:00",
    });
  const activites = () => monde.lignes("select code, statut from echanges.activite_recue");
  const freins = async () =>
    (await demander(monde, allocataires, DIAGNOSTICS, { id: PEOPLE.chantal })).allocataire.diagnostics.flatMap((d: any) =>
      d.contraintes.map((c: any) => c.frein),
    );

  it("le diagnostic de la personne est lu dans la même ronde, et l’activité est traitée", async () => {
    changer();
    await monde.lectures.lireTout();
    expect([await freins(), await activites()]).toEqual([["MOBILITE"], [{ code: "ACT395", statut: "TRAITEE" }]]);
    expect(await monde.recus()).toEqual([
      { objet: "DIAGNOSTIC", statut: "TRAITE", code: null },
      { objet: "DIAGNOSTIC", statut: "TRAITE", code: null },
    ]);
    await monde.lectures.lireTout();
    expect(await monde.lignes("select sujet, erreur_code from echanges.lecture_personne")).toEqual([
      { sujet: "diagnostic", erreur_code: null },
    ]);
  });

  it("qui n’a pas pu être lu garde son activité à traiter, et la ronde suivante la lit", async () => {
    changer();
    monde.simulateur.panne({ api: "diagnosticargumente", nature: "500", fois: 1 });
    await monde.lectures.lireTout();
    expect([await freins(), await activites()]).toEqual([[], [{ code: "ACT395", statut: "A_TRAITER" }]]);
    await monde.lectures.lireTout();
    expect([await freins(), await activites()]).toEqual([["MOBILITE"], [{ code: "ACT395", statut: "TRAITEE" }]]);
  });
});
