import { demarrerSimulateur, type Simulateur } from "../../../simulation/france-travail/serveur";
import type { FranceTravail, Usager } from "../../../subgraphs/echanges/france-travail/api";
import { creerFranceTravail } from "../../../subgraphs/echanges/france-travail/client";
import type { ReglagesFranceTravail } from "../../../subgraphs/echanges/france-travail/transport";
import { VirtualClock } from "../../../subgraphs/shared/clock";

const LE = new Date("2026-03-10T12:00:00Z");
const NUMERO = "10000000001";
const AUTRE = "10000000002";
const NIR = { nir: "2751194017003", dateNaissance: "1975-11-30" };
const PERSONNE = {
  ...NIR,
  nom: "DIOP",
  prenom: "Chantal",
  adresse: { codeInseeCommune: "94017", codePostal: "94500", libelleCommune: "CHAMPIGNY" },
};

describe("le client, API par API, face au simulateur", () => {
  let simulateur: Simulateur;
  let api: FranceTravail;
  let clock: VirtualClock;
  const client = (plus: Partial<ReglagesFranceTravail> = {}) => {
    const { url, tokenUrl } = simulateur;
    return creerFranceTravail({
      ...{ url, tokenUrl, clientId: "simulateur", clientSecret: "simulateur-secret", agent: "BATCH", clock },
      ...plus,
    });
  };
  beforeEach(async () => {
    clock = new VirtualClock(LE);
    simulateur = await demarrerSimulateur({ horloge: clock });
    simulateur.ajouterUsager({ numeroFranceTravail: NUMERO, ...PERSONNE });
    simulateur.ajouterUsager({ numeroFranceTravail: AUTRE, ...PERSONNE, nir: "2900394028001", dateNaissance: "1990-03-14" });
    api = client();
  });
  afterEach(() => simulateur.arreter());

  const usager = (numeroFranceTravail = NUMERO): Promise<Usager> => api.usagers.rechercher({ numeroFranceTravail });
  const RENDEZ_VOUS = {
    date: "2026-03-16T10:00:00+01:00",
    duree: 30,
    modaliteContact: "TELEPHONE",
    motif: "ACC",
    organisme: { code: "CD" },
    statut: "PRIS",
    typeReception: "IND",
  } as const;

  it("rechercher un usager, par NIR et date ou par numéro", async () => {
    expect((await api.usagers.rechercher(NIR)).numeroFranceTravail).toBe(NUMERO);
    expect((await usager(AUTRE)).numeroFranceTravail).toBe(AUTRE);
    await expect(api.usagers.rechercher({ ...NIR, dateNaissance: "1975-11-29" })).rejects.toMatchObject({ code: "USAGER_INTROUVABLE" });
    simulateur.panne({ nature: "S003", fois: 1 });
    api.usagers.oublier(NIR);
    await expect(api.usagers.rechercher(NIR)).rejects.toMatchObject({ code: "USAGERS_MULTIPLES", codePartenaire: "S003" });
    simulateur.ajouterUsager({ numeroFranceTravail: "10000000003", ...PERSONNE, nir: "1850794028002", rattache: false });
    await expect(usager("10000000003")).rejects.toMatchObject({ code: "NON_RATTACHE" });
    simulateur.ajouterUsager({ numeroFranceTravail: "10000000004", ...PERSONNE, nir: "1850794028003", adresse: null });
    await expect(usager("10000000004")).rejects.toMatchObject({ code: "ADRESSE_MANQUANTE" });
  });

  it("un jeton d’usager que France Travail a oublié se renouvelle", async () => {
    const ancien = await usager();
    clock.advance(3_600_000);
    simulateur.oublierJetons();
    await expect(api.statut.lire(ancien)).rejects.toMatchObject({ code: "INDISPONIBLE", incertain: false });
    expect((await api.statut.lire(await usager()))?.m_statut).toBe("Inscrit");
  });

  it("informations administratives et statut", async () => {
    const lues = await api.informationsAdministratives.lire(await usager());
    expect(lues).toMatchObject({ numeroFranceTravail: NUMERO, etatCivil: { nom: "DIOP" }, adresses: [{ codePostal: "94500" }] });
    simulateur.agir({ acte: "CHANGER_STATUT", numeroFranceTravail: NUMERO, statut: "Radié", dateEffet: "2026-03-09" });
    expect(await api.statut.lire(await usager())).toMatchObject({ m_statut: "Radié", m_date_effet_statut: "2026-03-09" });
  });

  it("activités opérationnelles : par code ou par famille, filtrées par personne", async () => {
    for (const numeroFranceTravail of [NUMERO, AUTRE]) simulateur.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail });
    const parFamille = await api.activites.chercher({ codeFamille: "INSEA" });
    expect(parFamille).toMatchObject({ hasMore: false, activites: [{ codeActivite: "ACT382" }, { codeActivite: "ACT382" }] });
    const sienne = await api.activites.chercher({ codeActivite: "ACT382" }, { numeroFranceTravail: AUTRE });
    expect(sienne.activites.map((a) => a.usager.identifiant)).toEqual([AUTRE]);
    const incoherent = { codeFamille: "INSEA", codeActivite: "ACT382" } as never;
    await expect(api.activites.chercher(incoherent)).rejects.toMatchObject({ code: "DONNEE_INVALIDE", codePartenaire: "PARAM_INCOHERENT" });
  });

  it.each([1, 2] as const)("orientation v%i : préconisation lue, décidée, puis l’orientation modifiée", async (versionOrientation) => {
    const { orientation } = client({ versionOrientation });
    const elle = await usager();
    simulateur.agir({ acte: "DEMANDER_ORIENTATION", numeroFranceTravail: NUMERO, parcours: "PSP", organisme: "CD" });
    expect(await orientation.lire(elle)).toMatchObject([{ parcours: "PSP", statut: "PRECONISE" }]);
    const entite = { organisme: { code: "CD" as const }, structure: { code: "CDE0094" } };
    await orientation.decider(elle, {
      etat_decision: "REFUSEE",
      date_decision: "2026-03-10",
      motif_refus: "APPRECIATION_DIFFERENTE",
      parcours: "PSO",
      referent_parcours: entite,
    });
    const [ouverte] = await orientation.lire(elle, "OUVERT");
    expect(ouverte).toMatchObject({ parcours: "PSO", statut: "DECIDE", referent_parcours: { organisme: { code: "CD" } } });
    await orientation.modifier(elle, { parcours: "PSP", structure_referente_parcours: entite, date_entree_parcours: "2026-03-10" });
    expect((await orientation.lire(elle, "OUVERT"))[0]).toMatchObject({ parcours: "PSP" });
  });

  it.each([1, 2] as const)("orientation v%i : calculée, ou créée", async (versionOrientation) => {
    const { orientation } = client({ versionOrientation });
    const criteres = { situation_professionnelle: "PLUS_DEUX_ANS", projet_pro: "SALARIAT", capacite_a_travailler: true };
    const calculee = await orientation.calculer(await usager(), { origine: "INSCRIPTION_CONSEILLER_CD", criteres_orientation: criteres });
    expect(calculee.statut).toBe("PRECONISE");
    const creee = { parcours: "PED", referent_parcours: { organisme: { code: "FT" }, structure: { code: "IDF0094" } } } as const;
    await orientation.creer(await usager(AUTRE), { origine: "INSCRIPTION_CONSEILLER_CD", ...creee, date_entree_parcours: "2026-03-10" });
    expect(await orientation.lire(await usager(AUTRE), "OUVERT")).toMatchObject([creee]);
  });

  it("rendez-vous : posé, déplacé, relu, annulé ; inconnu après une réunion d’usagers", async () => {
    const id = await api.rendezVous.creer(await usager(), RENDEZ_VOUS);
    await api.rendezVous.modifier(await usager(), { ...RENDEZ_VOUS, id, date: "2026-03-17T10:00:00+01:00" });
    const lu = (await api.rendezVous.lire(await usager(), "2026-03-17", "2026-03-17"))[0];
    expect(lu).toMatchObject({
      idOrigine: id,
      date: "2026-03-17T10:00:00",
      dernierEvenementLe: expect.stringContaining("2026-03-10T12:00:00"),
    });
    expect(await api.rendezVous.lire(await usager(), "2026-03-16", "2026-03-16")).toEqual([]);
    await api.rendezVous.supprimer(await usager(), id);
    expect(await api.rendezVous.lire(await usager())).toMatchObject([{ statut: "ANNULE" }]);
    const perdu = await api.rendezVous.creer(await usager(AUTRE), RENDEZ_VOUS);
    simulateur.fusionner(AUTRE, NUMERO);
    const modification = api.rendezVous.modifier(await usager(), { ...RENDEZ_VOUS, id: perdu });
    await expect(modification).rejects.toMatchObject({ code: "ID_NON_RECONNU", incertain: false });
  });

  it("diagnostic : contraintes et autonomie numérique, relues avec leur date", async () => {
    const elle = await usager();
    expect(await api.diagnostic.lire(elle)).toMatchObject({ contraintes: expect.any(Array), dateExploration: null });
    await api.diagnostic.enregistrerContraintes(elle, {
      dateExploration: "2026-03-09T10:00:00+01:00",
      contraintesAEnregistrer: [{ code: "23", valeur: "OUI", impact: "FORT", estPrioritaire: true }],
    });
    await api.diagnostic.enregistrerAutonomieNumerique(elle, {
      dateExploration: "2026-03-10T10:00:00+01:00",
      contrainteAEnregistrer: { code: "22", valeur: "OUI", impact: "FAIBLE" },
    });
    const lu = (await api.diagnostic.lire(elle))!;
    expect(lu.contraintes).toContainEqual(expect.objectContaining({ code: "23", valeur: "OUI", impact: "FORT", estPrioritaire: true }));
    expect(lu.autonomieNumerique).toMatchObject({ code: "22", valeur: "OUI" });
    expect(Date.parse(lu.dateExploration!)).toBe(Date.parse("2026-03-10T10:00:00+01:00"));
  });

  it("contrat d’engagement : créé signé, refusé, suspendu", async () => {
    const elle = await usager();
    const jour = { dateSignature: "2026-03-09T10:00:00+01:00" };
    expect(await api.contratEngagement.lire(elle)).toBeNull();
    await api.contratEngagement.creerSigne(elle, jour);
    expect(await api.contratEngagement.lire(elle)).toMatchObject({ etat: "SIGNE" });
    const deux = api.contratEngagement.creerSigne(elle, jour);
    await expect(deux).rejects.toMatchObject({ code: "DONNEE_INVALIDE", codePartenaire: "SignatureException", incertain: false });
    simulateur.agir({ acte: "PREPARER_CONTRAT", numeroFranceTravail: AUTRE });
    const autre = await usager(AUTRE);
    await api.contratEngagement.signer(autre, jour);
    simulateur.agir({ acte: "PREPARER_CONTRAT", numeroFranceTravail: AUTRE });
    await api.contratEngagement.refuser(autre, { dateRefus: "2026-03-10T10:00:00+01:00" });
    expect(await api.contratEngagement.lire(autre)).toMatchObject({ etat: "REFUSE" });
    simulateur.agir({ acte: "CHANGER_STATUT", numeroFranceTravail: NUMERO, statut: "Cessé" });
    await expect(api.contratEngagement.signer(elle, jour)).rejects.toMatchObject({ code: "CONTRAT_SUSPENDU", incertain: false });
  });

  it("sanctions : lues, saisies, décidées ; un refus dit son code", async () => {
    const proposee = simulateur.agir({ acte: "PROPOSER_SANCTION", numeroFranceTravail: NUMERO });
    const { idConsequenceSanction: id, identifiantManquement } = proposee as Record<string, string>;
    const elle = await usager();
    expect(await api.sanctions.detailManquement(elle, id!)).toMatchObject({
      identifiantManquement,
      consequencesSanction: [{ idConsequenceSanction: id, typeConsequenceSanction: "SUSP_RSA", modaliteProposee: "P" }],
    });
    const saisie = { typeEvenement: "SAISIE_SANCTION", dateEvenement: "2026-03-10" } as const;
    await api.sanctions.traiter(elle, { identifiantConsequenceSanction: id!, evenement: saisie });
    const inconnue = api.sanctions.traiter(elle, { identifiantConsequenceSanction: "inconnue", evenement: saisie });
    await expect(inconnue).rejects.toMatchObject({ code: "DONNEE_INVALIDE", codePartenaire: expect.stringMatching(/^R\d{3}$/) });
    const decision = {
      dateNotificationDecisionSanction: "2026-03-10",
      natureManquement: "N63",
      dateManquement: "2026-03-01",
      typeSanctionValide: "SUSP_RSA",
      modaliteDecisionValidee: "P",
      montantValide: 50,
      dureeValidee: 1,
    } as const;
    expect(await api.sanctions.decider(await usager(AUTRE), decision)).toMatchObject({ identifiantManquement: expect.any(String) });
  });

  it("agences et événements", async () => {
    expect(await api.agences.lister()).toContainEqual(expect.objectContaining({ code: "IDF0094", codeSafir: "94001" }));
    const evenement = { id: "E1", titre: "Atelier", dateDebut: "2026-03-20T09:00:00+01:00", codePostal: "94000" };
    simulateur.agir({ acte: "PUBLIER_EVENEMENT", evenement });
    expect(await api.evenements.chercher({ departements: ["94"] })).toMatchObject({ evenements: [{ id: "E1" }], suite: false });
  });

  it.each([
    ["500", { code: "INDISPONIBLE", incertain: true }],
    ["503", { code: "INDISPONIBLE", incertain: true }],
    ["HTML", { code: "REPONSE_ILLISIBLE", incertain: true }],
    ["COUPE", { code: "REPONSE_ILLISIBLE", incertain: true }],
    ["429", { code: "QUOTA", incertain: false }],
    ["HORS_SERVICE", { code: "INDISPONIBLE", incertain: true }],
  ] as const)("panne %s à une écriture appliquée ou non : le doute est dit", async (nature, attendu) => {
    const elle = await usager();
    simulateur.panne({ api: "rendez-vous-partenaire", nature, fois: 1, moment: nature === "429" ? "AVANT" : "APRES" });
    await expect(api.rendezVous.creer(elle, RENDEZ_VOUS)).rejects.toMatchObject(attendu);
  });

  it("lente : le délai passe, et le doute est dit", async () => {
    api = client({ delaiMs: 200 });
    const elle = await usager();
    simulateur.panne({ api: "rendez-vous-partenaire", nature: "LATENCE", ms: 1_000, fois: 1 });
    await expect(api.rendezVous.creer(elle, RENDEZ_VOUS)).rejects.toMatchObject({ code: "INDISPONIBLE", statut: null, incertain: true });
  });
});
