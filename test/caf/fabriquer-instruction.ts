import type { DossierDeFlux } from "./fabriquer-flux";

/** A person of a request made for a test. `undefined` leaves the element out. */
export interface DemandeurDeTest {
  role?: string;
  qual?: string;
  nom?: string;
  prenom?: string;
  naissance?: string;
  nir?: string;
  precedent?: string;
  /** NATPARCOCAL and NATPARCOMOD. */
  calcule?: string;
  modifie?: string;
}

export interface DemandeDeTest {
  numero?: string;
  matricule?: string;
  demande?: string;
  commune?: string;
  personnes?: DemandeurDeTest[];
  telephone?: string;
  courriel?: string;
  /** AUTORUTITEL and AUTORUTIADRELEC. */
  accord?: string;
}

const e = (nom: string, valeur: string | undefined) => (valeur === undefined ? "" : `<${nom}>${valeur}</${nom}>`);

const personne = (p: DemandeurDeTest) =>
  `<Personne><Identification>${e("QUAL", p.qual ?? "MME")}${e("NOM", p.nom ?? "BENALI")}${e("NOMNAI", p.nom ?? "BENALI")}${e("PRENOM", p.prenom ?? "AMINA")}<NOMCOMNAI>PARIS</NOMCOMNAI>${e("DTNAI", p.naissance ?? "1990-03-14")}<TYPEDTNAI>N</TYPEDTNAI>${e("NIR", p.nir)}<SEXE>2</SEXE></Identification>
  <DossierCAF><DDRATDOS>2025-01-01</DDRATDOS>${e("NUMDEMRSAPRECE", p.precedent)}</DossierCAF><Prestations><NATPREST>RSA</NATPREST><ROLEPERS>${p.role ?? "DEM"}</ROLEPERS></Prestations>
  ${p.calcule === undefined ? "" : `<SuiviAppuiOrientation><SITPERSSOCPRO>EF</SITPERSSOCPRO><DTENRPARCO>2025-12-18</DTENRPARCO></SuiviAppuiOrientation><Parcours><DeterminationParcours>${e("NATPARCOCAL", p.calcule)}${e("NATPARCOMOD", p.modifie)}<TOPREFUPARCO>0</TOPREFUPARCO>${p.modifie === undefined ? "" : "<MOTIMODPARCO>EA</MOTIMODPARCO>"}</DeterminationParcours></Parcours>`}</Personne>`;

const contacts = (d: DemandeDeTest) =>
  d.telephone === undefined && d.courriel === undefined
    ? ""
    : `<ModesContacts>${e("NUMTEL", d.telephone)}${e("AUTORUTITEL", d.telephone && (d.accord ?? "A"))}${e("ADRELEC", d.courriel)}${e("AUTORUTIADRELEC", d.courriel && (d.accord ?? "A"))}</ModesContacts>`;

/** One InfoDemandeRSA. */
export const demande = (d: DemandeDeTest): string =>
  `<InfoDemandeRSA><IdentificationRSA><Organisme><FONORG>CAF</FONORG><NUMORG>941</NUMORG>${e("MATRICULE", d.matricule)}</Organisme><DemandeRSA>${e("DTDEMRSA", d.demande ?? "2025-12-15")}${e("NUMDEMRSA", d.numero ?? "01024041094")}</DemandeRSA></IdentificationRSA>
${(d.personnes ?? [{}]).map(personne).join("")}<DonneesAdministratives><SituationFamille><SITFAM>ISO</SITFAM><DDSITFAM>2020-01-01</DDSITFAM></SituationFamille><Adresse><TroncCommunAdresse><RGADR>01</RGADR><PAYS>FRA</PAYS></TroncCommunAdresse><AdresseDetailleeFrance><NUMVOIE>3</NUMVOIE><LIBTYPEVOIE>RUE</LIBTYPEVOIE><NOMVOIE>NEUVE</NOMVOIE><NUMCOM>${d.commune ?? "94028"}</NUMCOM><CODEPOS>94000</CODEPOS><NOMCOM>CRÉTEIL</NOMCOM></AdresseDetailleeFrance></Adresse>${contacts(d)}</DonneesAdministratives></InfoDemandeRSA>`;

/** The text of a whole instruction flow. */
export const fluxInstruction = ({ cree = "2026-01-10", demandes }: { cree?: string; demandes: DemandeDeTest[] }): string =>
  `<?xml version="1.0" encoding="windows-1252"?>
<Racine><IdentificationFlux><APPLIEME>ASR</APPLIEME><NUMVERSIONAPPLIEME>0901</NUMVERSIONAPPLIEME><TYPEFLUX>M</TYPEFLUX><NATFLUX>I</NATFLUX><DTCREAFLUX>${cree}</DTCREAFLUX><HEUCREAFLUX>00:20:00</HEUCREAFLUX></IdentificationFlux>
${demandes.map(demande).join("\n")}
<TransmissionFlux><NBTOTDEMRSATRANSM>${demandes.length}</NBTOTDEMRSATRANSM></TransmissionFlux></Racine>`;

export const ecrireInstruction = (dossier: DossierDeFlux, f: Parameters<typeof fluxInstruction>[0]): string =>
  dossier.ecrire(fluxInstruction(f));
