import { reunionsDePersonnes } from "../../subgraphs/rendez-vous/convocation/suivre-reunions.repository";
import { reprendreAbsences } from "../../subgraphs/rendez-vous/examen/reprise.repository";
import { followOnce } from "../../subgraphs/shared/event-follower";
import { ajouterFoule } from "../allocataires/personnes";
import { PEOPLE } from "../setup/fixtures";
import { CALLERS } from "../setup/subgraph";
import { appeler, database, graphe, lire, prendre, preparer, renseigner } from "./appels";

preparer();
beforeEach(() => database.owner.query("truncate rendez_vous.examen_absence cascade; delete from allocataires.contrat_engagement"));

const CHAMPS = `id statut cause faiblesses decision motifLegitime fondement examineeLe allocataire { id } premiere { rendezVous rang canal preuve presumeeRecueLe remiseLe preavisRespecte }
  seconde { rendezVous rang canal echecRemise } historique { avant apres cause parUnAgent }`;
const LISTE = `query ($statut: StatutExamen, $first: Int, $after: ID) { r: absencesAExaminer(statut: $statut, first: $first, after: $after) { ${CHAMPS} } }`;
const EXAMINER = `mutation ($examen: ID!, $motif: Boolean!, $decision: DecisionExamen!, $fondement: FondementManquement, $observations: String, $cle: String) {
  r: examinerAbsence(examen: $examen, motifLegitime: $motif, decision: $decision, fondement: $fondement, observations: $observations, cleIdempotence: $cle) {
    ... on ExamenAbsence { __typename ${CHAMPS} } ... on Refus { __typename code message source } } }`;
const APRES = new Date("2026-04-20T12:00:00Z");

const lister = (statut = "A_EXAMINER", plus: object = {}, caller = CALLERS.departement) =>
  appeler(caller, LISTE, { statut, ...plus }, APRES);
const examiner = (examen: string, plus: object = {}, caller = CALLERS.departement) =>
  appeler(caller, EXAMINER, { examen, motif: false, decision: "CLORE", ...plus }, APRES);
const dire = (id: string, statut: string, allocataire: string = PEOPLE.amina) =>
  renseigner(id, statut, { allocataire }, CALLERS.departement, APRES);
const convoquer = (jour: string, plus: object = {}) =>
  prendre({ debut: `${jour}T09:00:00Z`, convocation: true, ...plus }, CALLERS.departement);
/** Two convocations, two absences. */
async function deuxFois(allocataire: string = PEOPLE.amina): Promise<[string, string]> {
  const premiere = (await convoquer("2026-03-24", { allocataire })).id;
  const seconde = (await convoquer("2026-04-07", { allocataire })).id;
  await dire(premiere, "ABSENT", allocataire);
  await dire(seconde, "ABSENT", allocataire);
  return [premiere, seconde];
}
const evenements = async () =>
  (await lire("select type, donnees from journal.evenement where type like 'Absence%' order by survenu_le, id")).map((e) => [
    e.type,
    e.donnees.statut,
    e.donnees.cause,
  ]);

describe("la liste des absences à examiner", () => {
  it("la deuxième absence y inscrit la personne, avec la preuve des deux envois et ce qui l’affaiblit", async () => {
    const [premiere, seconde] = await deuxFois();
    const [examen] = await lister();
    expect(examen).toMatchObject({
      statut: "A_EXAMINER",
      cause: null,
      allocataire: { id: PEOPLE.amina },
      premiere: {
        rendezVous: premiere,
        rang: 1,
        canal: "NON_RENSEIGNE",
        preuve: null,
        presumeeRecueLe: "2026-03-13",
        preavisRespecte: true,
      },
      seconde: { rendezVous: seconde, rang: 2 },
      historique: [{ avant: null, apres: "A_EXAMINER", cause: null, parUnAgent: false }],
    });
    expect(examen.faiblesses).toContain("La première convocation n’a pas de preuve de remise.");
    expect(await evenements()).toEqual([["AbsenceAExaminer", undefined, undefined]]);
    expect(await lire("select count(*) from allocataires.manquement")).toEqual([{ count: 0 }]);
  });

  it("une seule absence, ou une excuse, n’y met personne", async () => {
    const [premiere] = [(await convoquer("2026-03-24")).id];
    await dire(premiere, "ABSENT");
    const second = (await convoquer("2026-04-07")).id;
    await dire(second, "ABSENT_JUSTIFIE");
    expect(await lister()).toEqual([]);
  });

  it.each([
    ["justifiée après tout", "seconde", "ABSENT_JUSTIFIE", "ABSENCE_JUSTIFIEE"],
    ["c’était une présence", "seconde", "HONORE", "PRESENCE_CONSTATEE"],
    ["la personne avait annulé", "seconde", "ANNULE_USAGER", "ANNULEE_PAR_LA_PERSONNE"],
    ["le service avait annulé", "seconde", "ANNULE_SERVICE", "ANNULEE_PAR_LE_SERVICE"],
    ["la première est justifiée", "premiere", "ABSENT_JUSTIFIE", "PREMIERE_ABSENCE_CORRIGEE"],
  ])("une absence corrigée clôt d’elle-même, avec sa cause : %s", async (_, laquelle, statut, cause) => {
    const [premiere, seconde] = await deuxFois();
    await dire(laquelle === "premiere" ? premiere : seconde, statut);
    expect(await lister()).toEqual([]);
    expect((await lister("CLOSE"))[0]).toMatchObject({
      cause,
      historique: [{ apres: "A_EXAMINER" }, { avant: "A_EXAMINER", apres: "CLOSE", cause, parUnAgent: false }],
    });
    expect(await evenements()).toContainEqual(["AbsenceExaminee", "CLOSE", cause]);
  });

  it("elle y revient quand la correction est reprise, et l’historique garde tout", async () => {
    const [, seconde] = await deuxFois();
    await dire(seconde, "ABSENT_JUSTIFIE");
    await dire(seconde, "ABSENT");
    expect((await lister())[0].historique.map((h: any) => h.apres)).toEqual(["A_EXAMINER", "CLOSE", "A_EXAMINER"]);
  });

  it("la personne venue depuis en sort ; ce qu’un agent a ouvert reste ouvert", async () => {
    await deuxFois();
    const venue = (await convoquer("2026-04-14")).id;
    await dire(venue, "HONORE");
    expect((await lister("CLOSE"))[0]).toMatchObject({ cause: "VENUE_DEPUIS" });
  });

  it("se lit en une requête pour cinquante personnes, page par page, dans son périmètre", async () => {
    const foule = await ajouterFoule(database.owner, 50);
    await database.owner.query(
      `insert into rendez_vous.examen_absence (departement, allocataire, famille, premiere, seconde, statut, inscrite_le)
       select '94', p, 'ORIENTATION', gen_random_uuid(), gen_random_uuid(), 'A_EXAMINER', '2026-04-08' from unnest($1::uuid[]) p`,
      [foule],
    );
    const answer = await graphe.run(CALLERS.departement, LISTE, { statut: "A_EXAMINER", first: 50 }, APRES);
    expect(answer.data.r).toHaveLength(50);
    expect(answer.statements).toHaveLength(1);
    const page = await lister("A_EXAMINER", { first: 30 });
    const suite = await lister("A_EXAMINER", { first: 30, after: page.at(-1).id });
    expect(new Set([...page, ...suite].map((e: any) => e.id)).size).toBe(50);
    await deuxFois();
    await deuxFois(PEOPLE.bruno);
    expect((await lister("A_EXAMINER", {}, CALLERS.referent)).map((e: any) => e.allocataire.id)).toEqual([PEOPLE.amina]);
    expect(await lister("A_EXAMINER", {}, CALLERS.departement93)).toEqual([]);
    const sans = await graphe.run({ ...CALLERS.departement, scopes: new Set(["rendez-vous.lire"]) }, LISTE, {}, APRES);
    expect(sans.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});

describe("examiner une absence", () => {
  const contrat = () =>
    database.owner.query(
      `insert into allocataires.contrat_engagement (departement, allocataire, nature, statut, date_signature, date_debut, date_fin, source, collectee_le, recue_le)
       values ('94', $1, 'ORIENTATION_3_MOIS', 'SIGNE', '2026-02-01', '2026-02-01', '2026-12-01', 'DEPARTEMENT', '2026-02-01', '2026-02-01')`,
      [PEOPLE.amina],
    );

  it.each([
    ["sans fondement", {}, "FONDEMENT_ABSENT"],
    ["un motif légitime est reconnu", { motif: true, fondement: "REFUS_CONTROLE" }, "MOTIF_LEGITIME_RECONNU"],
    ["aucun contrat n’est signé", { fondement: "NON_RESPECT_CONTRAT" }, "SANS_CONTRAT_SIGNE"],
    ["le refus n’est pas dit", { fondement: "REFUS_CONTROLE" }, "OBSERVATIONS_MANQUANTES"],
    ["des observations vides", { observations: "  " }, "OBSERVATIONS_INVALIDES"],
  ])("n’ouvre pas : %s", async (_, plus, code) => {
    await deuxFois();
    const [{ id }] = await lister();
    const refus = await examiner(id, { decision: "OUVRIR", ...plus });
    expect(refus).toMatchObject({ __typename: "Refus", code });
    if (code === "FONDEMENT_ABSENT") expect(refus.message).toContain("L. 262-37");
    expect((await lister())[0].statut).toBe("A_EXAMINER");
  });

  it("un agent ouvre sur un contrat signé non respecté ; une absence justifiée ensuite clôt quand même", async () => {
    const [, seconde] = await deuxFois();
    await contrat();
    const [{ id }] = await lister();
    const ouvert = await examiner(id, { decision: "OUVRIR", fondement: "NON_RESPECT_CONTRAT", cle: "e1" });
    expect(ouvert).toMatchObject({ statut: "OUVERTE", fondement: "NON_RESPECT_CONTRAT", examineeLe: APRES.toISOString() });
    expect(await examiner(id, { decision: "OUVRIR", fondement: "NON_RESPECT_CONTRAT", cle: "e1" })).toEqual(ouvert);
    expect(await examiner(id)).toMatchObject({ code: "EXAMEN_DEJA_FAIT" });
    await dire(seconde, "ABSENT_JUSTIFIE");
    const [clos] = await lister("CLOSE");
    expect(clos).toMatchObject({ cause: "ABSENCE_JUSTIFIEE", decision: "OUVRIR" });
    expect(clos.historique.map((h: any) => [h.apres, h.parUnAgent])).toEqual([
      ["A_EXAMINER", false],
      ["OUVERTE", true],
      ["CLOSE", false],
    ]);
  });

  it("ce qu’un agent a clos le reste, quoi que disent les faits ensuite", async () => {
    const [, seconde] = await deuxFois();
    const [{ id }] = await lister();
    expect(await examiner(id, { motif: true })).toMatchObject({ statut: "CLOSE", cause: "DECISION_AGENT", motifLegitime: true });
    await dire(seconde, "ABSENT_JUSTIFIE");
    await dire(seconde, "ABSENT");
    expect((await lister("CLOSE"))[0].cause).toBe("DECISION_AGENT");
  });

  it("hors du périmètre, l’examen n’existe pas ; la lecture d’un partenaire n’en décide pas, ni France Travail hors de ses rendez-vous", async () => {
    const [, seconde] = await deuxFois(PEOPLE.bruno);
    const [{ id }] = await lister();
    expect(await examiner(id, {}, CALLERS.referent)).toMatchObject({ code: "EXAMEN_INTROUVABLE" });
    expect(await examiner("rien")).toMatchObject({ code: "EXAMEN_INTROUVABLE" });
    expect(await examiner(id, {}, { ...CALLERS.departement, source: "FRANCE_TRAVAIL" } as any)).toMatchObject({
      code: "EXAMEN_PAR_UN_AGENT",
    });
    expect(await examiner(id, {}, CALLERS.franceTravail)).toMatchObject({ code: "NON_HABILITE" });
    await database.owner.query("update rendez_vous.rendez_vous set organisme = '94-FT94' where id = $1", [seconde]);
    expect(await examiner(id, {}, CALLERS.franceTravail)).toMatchObject({ statut: "CLOSE" });
  });

  it("la base refuse qu’une règle ouvre : ni import, ni webhook, ni tâche de fond ne le peut", async () => {
    await deuxFois();
    await expect(database.owner.query("update rendez_vous.examen_absence set statut = 'OUVERTE'")).rejects.toThrow(
      "jamais_ouvert_par_une_regle",
    );
  });
});

describe("ce qui arrive autrement", () => {
  const RECEVOIR = `mutation ($statut: StatutParticipation!, $id: String!, $debut: Horodatage!, $a: ID!) {
    r: recevoirRendezVous(allocataire: $a, identifiant: $id, debut: $debut, dureeMinutes: 30, modalite: PHYSIQUE, famille: ORIENTATION, statut: $statut, motif: "Rendez-vous") {
      ... on RendezVous { __typename id } ... on Refus { __typename code } } }`;
  const ENVOYER = `mutation ($r: ID!, $a: ID!, $le: Horodatage!) { r: enregistrerEnvoi(rendezVous: $r, allocataire: $a, canal: POSTAL, envoyeeLe: $le, preuve: "LOT-7") {
    ... on RendezVous { __typename participations { convocation { rang preuve } } } ... on Refus { __typename code } } }`;
  const ft = { ...CALLERS.franceTravail, source: "FRANCE_TRAVAIL" };
  const a = PEOPLE.amina;

  it("une absence que dit France Travail inscrit de même, dans la même transaction", async () => {
    const premiere = (await convoquer("2026-03-24")).id;
    await dire(premiere, "ABSENT");
    const demande = { a, id: "FT-1", debut: "2026-04-07T09:00:00Z" };
    const recu = await appeler(ft as any, RECEVOIR, { ...demande, statut: "PREVU" }, new Date("2026-03-30T09:00:00Z"));
    const envoi = { r: recu.id, a, le: "2026-03-30T09:00:00Z" };
    expect((await appeler(CALLERS.departement, ENVOYER, envoi, APRES)).participations[0].convocation).toEqual({ rang: 2, preuve: "LOT-7" });
    await appeler(ft as any, RECEVOIR, { ...demande, statut: "ABSENT" }, APRES);
    expect((await lister())[0]).toMatchObject({ premiere: { rendezVous: premiere }, seconde: { rendezVous: recu.id, rang: 2 } });
  });

  it("un envoi se prouve par une référence, jamais par un contenu, et ne convoque plus après l’heure", async () => {
    const { id } = await prendre({ debut: "2026-04-07T09:00:00Z" });
    const refus = async (plus: object) =>
      (
        await appeler(
          CALLERS.departement,
          ENVOYER.replace('"LOT-7"', "$p").replace("$le: Horodatage!", "$le: Horodatage!, $p: String"),
          { r: id, a, le: "2026-03-30T09:00:00Z", p: "LOT-7", ...plus },
          APRES,
        )
      ).code;
    expect(await refus({ p: "Madame Benali, 3 rue X" })).toBe("PREUVE_INVALIDE");
    expect(await refus({ le: "2026-05-30T09:00:00Z" })).toBe("ENVOI_A_VENIR");
    expect(await refus({ le: "2026-04-07T09:00:00Z" })).toBe("ENVOI_TARDIF");
    expect(await refus({ a: PEOPLE.bruno })).toBe("RENDEZ_VOUS_INTROUVABLE");
    const REMISE = `mutation ($r: ID!, $a: ID!, $le: Horodatage, $e: EchecRemise) { r: constaterRemise(rendezVous: $r, allocataire: $a, remiseLe: $le, echec: $e) {
      ... on RendezVous { participations { convocation { echecRemise remiseLe } } } ... on Refus { code } } }`;
    const constater = (plus: object) => appeler(CALLERS.departement, REMISE, { r: id, a, ...plus }, APRES);
    expect((await constater({ e: "NPAI" })).code).toBe("NON_CONVOQUEE");
    await appeler(CALLERS.departement, ENVOYER, { r: id, a, le: "2026-03-30T09:00:00Z" }, APRES);
    expect((await constater({})).code).toBe("REMISE_OU_ECHEC");
    expect((await constater({ le: "2026-03-29T09:00:00Z" })).code).toBe("REMISE_ANTERIEURE");
    expect((await constater({ le: "2026-05-29T09:00:00Z" })).code).toBe("REMISE_A_VENIR");
    expect((await constater({ e: "NPAI" })).participations[0].convocation.echecRemise).toBe("NPAI");
    expect(await lire("select count(*) from rendez_vous.convocation_historique")).toEqual([{ count: 1 }]);
  });

  it("ce qu’une base savait avant la liste y entre une fois", async () => {
    await deuxFois();
    await database.owner.query("truncate rendez_vous.examen_absence cascade; delete from rendez_vous.curseur");
    expect(await reprendreAbsences(database.owner, APRES)).toBe(1);
    expect(await reprendreAbsences(database.owner, APRES)).toBe(0);
    expect(await lister()).toHaveLength(1);
  });

  it("une personne effacée emporte ses examens et l’historique de ses envois", async () => {
    await deuxFois();
    await database.owner.query("select rendez_vous.effacer(array['94'], array[$1::uuid], now())", [a]);
    expect(await lire("select count(*) from rendez_vous.examen_absence")).toEqual([{ count: 0 }]);
    expect(await lire("select count(*) from rendez_vous.convocation")).toEqual([{ count: 0 }]);
  });
});

describe("après une fusion", () => {
  const suivre = () => followOnce(database.owner, reunionsDePersonnes);
  const dater = (type: string) =>
    database.owner.query(
      `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le, position)
       values ($1, '94', $2, jsonb_build_object('fusionnee', $3::text), $4, (select coalesce(max(position), 0) + 1 from journal.evenement))`,
      [type, PEOPLE.amina, PEOPLE.driss, APRES],
    );
  const reunir = (oui: boolean) =>
    database.owner.query("update allocataires.allocataire set canonique = $2 where id = $1", [PEOPLE.driss, oui ? PEOPLE.amina : null]);

  it("les rangs et la liste sont recalculés aussitôt, et la séparation les défait", async () => {
    await database.owner.query("delete from rendez_vous.curseur");
    const premiere = (await convoquer("2026-03-24", { allocataire: PEOPLE.driss })).id;
    const seconde = (await convoquer("2026-04-07")).id;
    await dire(premiere, "ABSENT", PEOPLE.driss);
    await dire(seconde, "ABSENT");
    expect(await lister()).toEqual([]);
    await reunir(true);
    await dater("AllocatairesFusionnes");
    await suivre();
    expect((await lister())[0]).toMatchObject({
      allocataire: { id: PEOPLE.amina },
      premiere: { rendezVous: premiere },
      seconde: { rang: 2 },
    });
    expect(await lire("select donnees ->> 'convocationRang' as rang from journal.evenement where type = 'ConvocationModifiee'")).toEqual([
      { rang: "2" },
    ]);
    await reunir(false);
    await dater("AllocatairesSepares");
    await suivre();
    expect((await lister("CLOSE"))[0]).toMatchObject({ cause: "PREMIERE_ABSENCE_CORRIGEE" });
    expect(await lire("select rang from rendez_vous.convocation where rendez_vous = $1", [seconde])).toEqual([{ rang: 1 }]);
  });
});
