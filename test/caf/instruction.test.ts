import { lireFoyerGarde } from "../../subgraphs/allocataires/caf/foyer-garde";
import { lireDemande } from "../../subgraphs/allocataires/caf/instruction";
import { LecteurFlux } from "../../subgraphs/allocataires/caf/lire-flux";
import { INSTRUCTION } from "../../subgraphs/allocataires/caf/nomenclature";
import { ImportRefuse } from "../../subgraphs/shared/import";
import { DossierDeFlux } from "./fabriquer-flux";

const dossier = new DossierDeFlux();
afterAll(() => dossier.supprimer());

interface DemandeDeTest {
  matricule?: string;
  contacts?: string;
  parcours?: string;
  suivi?: string;
  adresse?: string;
}

const PLATE =
  "<Adresse><RGADR>01</RGADR><DTEMM>2024-05-01</DTEMM><NUMVOIE>12</NUMVOIE><TYPEVOIE>RUE</TYPEVOIE><NOMVOIE>DES SŒURS</NOMVOIE><NUMCOMRAT>94028</NUMCOMRAT><CODEPOS>94000</CODEPOS><LOCAADR>CRÉTEIL</LOCAADR><PAYS>FRA</PAYS></Adresse>";
const DETAILLEE =
  "<Adresse><TroncCommunAdresse><RGADR>01</RGADR><PAYS>FRA</PAYS></TroncCommunAdresse><AdresseDetailleeFrance><NUMVOIE>12</NUMVOIE><LIBTYPEVOIE>RUE</LIBTYPEVOIE><NOMVOIE>DES SŒURS</NOMVOIE><NUMCOM>94028</NUMCOM><CODEPOS>94000</CODEPOS><NOMCOM>CRÉTEIL</NOMCOM></AdresseDetailleeFrance></Adresse>";

const demande = (d: DemandeDeTest) => `<InfoDemandeRSA>
  <IdentificationRSA><Organisme><FONORG>CAF</FONORG><NUMORG>941</NUMORG>${d.matricule ?? "<MATRICULE>205599000000000</MATRICULE>"}<STATUDEMRSA>C</STATUDEMRSA></Organisme>
    <DemandeRSA><DTDEMRSA>2026-01-05</DTDEMRSA><NUMDEMRSA>26000001094</NUMDEMRSA></DemandeRSA>
    <SuiviInstruction><SUIIRSA>01</SUIIRSA><NOMINS>DURAND</NOMINS><PRENOMINS>ANNE</PRENOMINS></SuiviInstruction></IdentificationRSA>
  <Personne><Identification><QUAL>MME</QUAL><NOM>ŒUVRARD</NOM><NOMNAI>BENALI</NOMNAI><PRENOM>AMINA</PRENOM><NOMCOMNAI>PARIS</NOMCOMNAI><DTNAI>1990-03-14</DTNAI><TYPEDTNAI>N</TYPEDTNAI><NIR>2900394910001</NIR><SEXE>2</SEXE></Identification>
    <Nationalite><NATI>A</NATI></Nationalite><DossierCAF><DDRATDOS>2026-01-01</DDRATDOS></DossierCAF>
    <Prestations><NATPREST>RSA</NATPREST><ROLEPERS>DEM</ROLEPERS></Prestations>
    ${d.suivi ?? "<SuiviAppuiOrientation><TOPOBLSOCPRO>1</TOPOBLSOCPRO><SITPERSSOCPRO>EF</SITPERSSOCPRO><DTENRPARCO>2026-01-06</DTENRPARCO></SuiviAppuiOrientation>"}
    ${d.parcours ?? "<Parcours><DeterminationParcours><NATPARCOCAL>PP</NATPARCOCAL><NATPARCOMOD>PS</NATPARCOMOD><TOPREFUPARCO>0</TOPREFUPARCO><MOTIMODPARCO>EA</MOTIMODPARCO></DeterminationParcours></Parcours>"}</Personne>
  <Personne><Identification><NOM>BENALI</NOM><NOMNAI>BENALI</NOMNAI><PRENOM>LOU</PRENOM><DTNAI>2020-03-14</DTNAI><SEXE>1</SEXE></Identification><Prestations><NATPREST>RSA</NATPREST><ROLEPERS>ENF</ROLEPERS></Prestations></Personne>
  <DonneesAdministratives><SituationFamille><SITFAM>SEF</SITFAM><DDSITFAM>2025-01-01</DDSITFAM></SituationFamille>${d.adresse ?? PLATE}
    <Paiement><RIB><NUMCOMPTBAN>00012345678</NUMCOMPTBAN></RIB></Paiement>${d.contacts ?? ""}</DonneesAdministratives>
</InfoDemandeRSA>`;

const flux = (corps: string, nombre = 1) => `<?xml version="1.0" encoding="windows-1252"?>
<Racine><IdentificationFlux><APPLIEME>ASR</APPLIEME><NUMVERSIONAPPLIEME>0901</NUMVERSIONAPPLIEME><TYPEFLUX>Q</TYPEFLUX><NATFLUX>I</NATFLUX><DTCREAFLUX>2026-01-10</DTCREAFLUX><HEUCREAFLUX>01:18:36</HEUCREAFLUX></IdentificationFlux>
${corps}
<TransmissionFlux><NBTOTDEMRSATRANSM>${nombre}</NBTOTDEMRSATRANSM></TransmissionFlux></Racine>`;

const lire = (d: DemandeDeTest = {}) => {
  const lu = lireDemande(lireFoyerGarde(demande(d)), "2026-01-10");
  if ("rejet" in lu) throw new Error(lu.rejet.message);
  return lu;
};

describe("le flux instruction", () => {
  it("se lit dans son fichier, avec sa tête et son compteur", async () => {
    const lecteur = await LecteurFlux.ouvrir(dossier.ecrire(flux(demande({}))), INSTRUCTION);
    const noms: string[] = [];
    for await (const { noeud } of lecteur.foyers()) {
      const lu = lireDemande(noeud, lecteur.entete.dateReference);
      if ("foyer" in lu) noms.push(`${lu.foyer.numeroDemande} ${lu.foyer.personnes[0]!.nomUsage}`);
    }
    expect(noms).toEqual(["26000001094 ŒUVRARD"]);
    expect([lecteur.entete.dateReference, lecteur.annonces]).toEqual(["2026-01-10", 1]);
  });

  it.each([
    ["un autre compteur que le sien", flux(demande({}), 2), "COMPTEURS_FAUX"],
    ["une autre version", flux(demande({})).replace("0901", "0301"), "VERSION_INCONNUE"],
    ["des foyers du flux bénéficiaire", flux("<InfosFoyerRSA></InfosFoyerRSA>"), "RACINE_INATTENDUE"],
  ])("est refusé avec %s", async (_nom, contenu, code) => {
    const lecteur = await LecteurFlux.ouvrir(dossier.ecrire(contenu), INSTRUCTION);
    const lecture = (async () => {
      for await (const _ of lecteur.foyers());
    })();
    await expect(lecture).rejects.toBeInstanceOf(ImportRefuse);
    await expect(lecture).rejects.toMatchObject({ code });
  });

  it("dit la demande, les personnes, l’adresse, et rien du droit", () => {
    const { foyer, reserves } = lire();
    expect(reserves).toEqual([]);
    expect(foyer).toMatchObject({
      departement: "94",
      matricule: "2055990",
      codeInsee: "94028",
      communeNom: "CRÉTEIL",
      adresse: "12 RUE DES SŒURS, 94000 CRÉTEIL",
      contenu: {
        etat: "NON_DEFINI",
        dateDemande: "2026-01-05",
        lignes: [],
        situationFamille: { code: "SEF", du: "2025-01-01" },
        personnesAuFoyer: 2,
      },
    });
    expect(foyer.personnes.map((p) => [p.role, p.nom, p.nir])).toEqual([["DEM", "BENALI", "2900394910001"]]);
  });

  it("lit l’adresse à plat ou en détail", () => {
    const [plate, detaillee] = [PLATE, DETAILLEE].map((adresse) => lire({ adresse }).foyer);
    expect([detaillee!.adresse, detaillee!.codeInsee]).toEqual([plate!.adresse, plate!.codeInsee]);
  });

  it("ne garde ni le compte bancaire, ni la nationalité, ni l’instructeur, ni l’enfant", () => {
    const garde = JSON.stringify(lire().foyer);
    for (const valeur of ["00012345678", "DURAND", "ANNE", "LOU", "NATI"]) expect(garde).not.toContain(valeur);
  });

  it("propose un parcours pour la personne, calculé puis modifié", () => {
    expect(lire().foyer.contenu.proposition).toEqual([
      { rang: 1, parcoursCalcule: "PP", parcoursModifie: "PS", motifModification: "EA", refuse: false, entretien: "EF", le: "2026-01-06" },
    ]);
    expect(lire({ parcours: "", suivi: "" }).foyer.contenu.proposition).toEqual([]);
  });

  it("garde et signale un parcours qu’il ne connaît pas", () => {
    const { foyer, reserves } = lire({
      parcours: "<Parcours><DeterminationParcours><NATPARCOCAL>ZZ</NATPARCOCAL></DeterminationParcours></Parcours>",
    });
    expect(foyer.contenu.proposition![0]!.parcoursCalcule).toBe("ZZ");
    expect(reserves.map((r) => [r.code, r.champ])).toEqual([["CODE_INCONNU", "NATPARCOCAL"]]);
  });

  it("n’a pas de matricule pour qui n’a pas encore de dossier, et refuse un matricule illisible", () => {
    expect(lire({ matricule: "" }).foyer.matricule).toBeNull();
    expect(lireDemande(lireFoyerGarde(demande({ matricule: "<MATRICULE>12A</MATRICULE>" })), "2026-01-10")).toMatchObject({
      rejet: { code: "DOSSIER_INVALIDE", numeroDemande: "26000001094", departement: "94", message: expect.stringMatching(/^MATRICULE : /) },
    });
  });
});

describe("les moyens de contact", () => {
  const mode = (numero: string, accord: string, autre = "") =>
    `<ModesContacts><NUMTEL>${numero}</NUMTEL><NATTEL>D</NATTEL><MATETEL>TEL</MATETEL><AUTORUTITEL>${accord}</AUTORUTITEL>${autre}</ModesContacts>`;

  it("ne sont gardés qu’avec l’accord de la personne : refus et inconnu sont comptés, jamais gardés", () => {
    const { foyer, contactsEcartes } = lire({
      contacts:
        mode("0612345678", "A", "<ADRELEC>Amina.Benali@exemple.fr</ADRELEC><AUTORUTIADRELEC>A</AUTORUTIADRELEC>") +
        mode("0145678901", "R") +
        mode("0698765432", "I", "<ADRELEC>autre@exemple.fr</ADRELEC><AUTORUTIADRELEC>R</AUTORUTIADRELEC>"),
    });
    expect(foyer.personnes[0]!.contacts).toEqual({
      telephones: [{ valeur: "0612345678", autorisation: true }],
      courriel: { valeur: "amina.benali@exemple.fr", autorisation: true },
    });
    expect(contactsEcartes).toBe(3);
    expect(JSON.stringify(foyer)).not.toMatch(/0145678901|0698765432|autre@/);
  });

  it("un numéro qui n’en est pas un est laissé et signalé, sans sa valeur", () => {
    const { foyer, reserves } = lire({ contacts: mode("12345", "A") });
    expect(foyer.personnes[0]!.contacts).toBeNull();
    expect(reserves).toEqual([{ code: "CONTACT_ILLISIBLE", champ: "NUMTEL", message: expect.not.stringContaining("12345") }]);
  });
});
