import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** A person of a flow made for a test. `undefined` leaves the element out. */
export interface PersonneDeTest {
  role?: string;
  qual?: string;
  nom?: string;
  nomNaissance?: string;
  prenom?: string;
  prenom2?: string;
  naissance?: string;
  rang?: string;
  nir?: string;
  certifiee?: string;
  soumise?: boolean;
  assedic?: string;
  precedent?: string;
  depuis?: string;
  jusque?: string;
}

export interface FoyerDeTest {
  numero?: string;
  fonorg?: string;
  numorg?: string;
  matricule?: string;
  demande?: string;
  etat?: string;
  commune?: string | null;
  nomCommune?: string;
  voie?: string;
  droits?: string[];
  /** NATPF lines as XML, after those of `droits`. */
  lignes?: string;
  /** What follows the state (refusal, suspensions, end of the right), and what follows the request (mutations), as XML. */
  situation?: string;
  mutation?: string;
  droitsEtDevoirs?: boolean;
  personnes?: PersonneDeTest[];
}

export interface FluxDeTest {
  appli?: string;
  version?: string;
  type?: string;
  cree?: string;
  heure?: string;
  reference?: string;
  annonces?: number;
  foyers: FoyerDeTest[];
}

const e = (nom: string, valeur: string | undefined) => (valeur === undefined ? "" : `<${nom}>${valeur}</${nom}>`);

function personne(p: PersonneDeTest): string {
  const role = p.role ?? "DEM";
  return `<Personne>
    <Identification>${e("QUAL", p.qual ?? "MME")}${e("NOM", p.nom ?? "BENALI")}${e("NOMNAI", p.nomNaissance ?? p.nom ?? "BENALI")}${e("PRENOM", p.prenom ?? "AMINA")}${e("PRENOM2", p.prenom2)}
      <NOMCOMNAI>PARIS</NOMCOMNAI>${e("DTNAI", p.naissance ?? "1990-03-14")}${e("RGNAI", p.rang)}<TYPEDTNAI>N</TYPEDTNAI>${e("NIR", p.nir)}${e("TOPVALIEC", p.certifiee ?? "1")}<SEXE>2</SEXE></Identification>
    <DossierCAF><TOPRESPDOS>1</TOPRESPDOS>${e("DDRATDOS", p.depuis ?? "2025-01-01")}${e("DFRATDOS", p.jusque)}${e("NUMDEMRSAPRECE", p.precedent)}</DossierCAF>
    <Prestations><NATPREST>PFA</NATPREST><ROLEPERS>ENF</ROLEPERS><TOPCHAPERS>0</TOPCHAPERS></Prestations>
    <Prestations><NATPREST>RSA</NATPREST><ROLEPERS>${role}</ROLEPERS><TOPCHAPERS>0</TOPCHAPERS></Prestations>
    ${p.assedic === undefined ? "" : `<DossierPoleEmploi>${e("IDASSEDIC", p.assedic)}</DossierPoleEmploi>`}
    <MontantCalculDroitRSAPersonne><TOPPERSDRODEVORSA>${(p.soumise ?? (role === "DEM" || role === "CJT")) ? 1 : 0}</TOPPERSDRODEVORSA></MontantCalculDroitRSAPersonne>
  </Personne>`;
}

function adresse(f: FoyerDeTest): string {
  if (f.commune === null) {
    return "<Adresse><TroncCommunAdresse><RGADR>01</RGADR><PAYS>ESP</PAYS><TYPEADR>D</TYPEADR><ETATADR>CO</ETATADR></TroncCommunAdresse><AdresseHorsFrance><LIBLIG2ADR>CALLE MAYOR 1</LIBLIG2ADR><LIBLIG7ADR>MADRID</LIBLIG7ADR></AdresseHorsFrance></Adresse>";
  }
  const ligne = (rang: string, commune: string, nom: string) =>
    `<Adresse><TroncCommunAdresse><RGADR>${rang}</RGADR><PAYS>FRA</PAYS><TYPEADR>D</TYPEADR><ETATADR>CO</ETATADR></TroncCommunAdresse><AdresseDetailleeFrance><COMPLIDEADR></COMPLIDEADR><COMPLADR></COMPLADR><NUMVOIE>12</NUMVOIE><LIBTYPEVOIE>RUE</LIBTYPEVOIE><NOMVOIE>${f.voie ?? "DES SŒURS"}</NOMVOIE><LIEUDIST></LIEUDIST><NUMCOM>${commune}</NUMCOM><CODEPOS>94000</CODEPOS><NOMCOM>${nom}</NOMCOM></AdresseDetailleeFrance></Adresse>`;
  return ligne("02", "75056", "PARIS") + ligne("01", f.commune ?? "94028", f.nomCommune ?? "CRÉTEIL");
}

/** One InfosFoyerRSA, laid out as the CNAF does: blanks, padding and several addresses included. */
export function foyer(f: FoyerDeTest): string {
  const droits = (f.droits ?? ["2026-01-01"]).map(
    (d) => `<DetailCalculDroitRSA><NATPF>RSD</NATPF><SOUSNATPF>RSDN1</SOUSNATPF><DDNATDRO>${d}</DDNATDRO></DetailCalculDroitRSA>`,
  );
  return `<InfosFoyerRSA>
  <IdentificationRSA>
    <Organisme>${e("FONORG", f.fonorg ?? "CAF")}${e("NUMORG", f.numorg ?? "941")}${e("MATRICULE", f.matricule ?? "205599000000000")}</Organisme>
    <Partenaire><TYPEPARTE>CG  </TYPEPARTE><IDEPARTE>094</IDEPARTE></Partenaire>
    <DemandeRSA>${e("DTDEMRSA", f.demande ?? "2025-12-15")}${e("NUMDEMRSA", f.numero ?? "01024041094")}</DemandeRSA>${f.mutation ?? ""}
  </IdentificationRSA>
  ${(f.personnes ?? [{}]).map(personne).join("\n  ")}
  <DonneesAdministratives><SituationFamille><SITFAM>ISO</SITFAM><DDSITFAM>2020-01-01</DDSITFAM></SituationFamille>${adresse(f)}</DonneesAdministratives>
  <PrestationRSA><SituationDossierRSA><EtatDossierRSA>${e("ETATDOSRSA", f.etat ?? "2")}</EtatDossierRSA>${f.situation ?? ""}</SituationDossierRSA>
    <DetailDroitRSA><TroncCommunDroitRSA><TOPSANSDOMFIXE>0</TOPSANSDOMFIXE><ORIDEMRSA>DEM</ORIDEMRSA>${e("TOPFOYDRODEVORSA", (f.droitsEtDevoirs ?? true) ? "1" : "0")}</TroncCommunDroitRSA>${droits.join("")}${f.lignes ?? ""}</DetailDroitRSA>
  </PrestationRSA>
</InfosFoyerRSA>`;
}

/** The text of a whole flow. */
export function flux(f: FluxDeTest): string {
  return `<?xml version="1.0" encoding="windows-1252"?>
<Racine>
<IdentificationFlux>${e("APPLIEME", f.appli ?? "CRI")}${e("NUMVERSIONAPPLIEME", f.version ?? "6200")}${e("TYPEFLUX", f.type ?? "I")}<NATFLUX>D</NATFLUX>${e("DTCREAFLUX", f.cree ?? "2026-01-10")}${e("HEUCREAFLUX", f.heure ?? "01:18:36.0000")}${e("DTREF", f.reference ?? "2026-01-09")}</IdentificationFlux>
${f.foyers.map(foyer).join("\n")}
<TransmissionFlux><NBTOTDOSRSATRANSM>${f.annonces ?? f.foyers.length}</NBTOTDOSRSATRANSM><NBTOTDOSRSATRANSMANO>0</NBTOTDOSRSATRANSMANO></TransmissionFlux>
</Racine>
`;
}

const HORS_LATIN1: Record<string, number> = { Œ: 0x8c, œ: 0x9c, Ÿ: 0x9f, "’": 0x92, "€": 0x80 };

/** Bytes in windows-1252, written without the decoder under test. */
export const enWindows1252 = (texte: string): Buffer => Buffer.from([...texte].map((c) => HORS_LATIN1[c] ?? c.charCodeAt(0)));

export class DossierDeFlux {
  readonly chemin = fs.mkdtempSync(path.join(os.tmpdir(), "unefois-caf-"));
  private numero = 0;
  private dernier = new Date(0);

  /** The clock of an import: never before the last flow written was made. */
  horloge(auPlusTot: Date): Date {
    return this.dernier > auPlusTot ? this.dernier : auPlusTot;
  }

  ecrire(contenu: FluxDeTest | string | Buffer): string {
    const fichier = path.join(this.chemin, `RSABEI_${String(++this.numero).padStart(3, "0")}.xml`);
    const cree = typeof contenu === "object" && "foyers" in contenu ? contenu.cree : undefined;
    this.dernier = new Date(cree === undefined ? 0 : `${cree}T08:00:00Z`);
    fs.writeFileSync(fichier, Buffer.isBuffer(contenu) ? contenu : enWindows1252(typeof contenu === "string" ? contenu : flux(contenu)));
    return fichier;
  }

  supprimer(): void {
    fs.rmSync(this.chemin, { recursive: true, force: true });
  }
}
