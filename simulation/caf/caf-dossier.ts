import { iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import type { Droits, Etat } from "../foyer/droits";
import type { Adresse, Foyer, Personne } from "../foyer/foyer";

/** `InfosFoyerRSA` of a foyer as it is known on a day: element tree of vrsb0801, mandatory elements all there, in its order.
 * @param evenement DTLIQ and FG of a daily file, or null in a stock. */
export function dossierXml(contexte: Contexte, foyer: Foyer, droits: Droits, jour: Jour, evenement: string | null): string {
  const etat = droits.etats.findLast((e) => e.du <= jour) ?? (droits.etats[0] as Etat);
  return (
    `<InfosFoyerRSA>${identification(contexte, foyer, etat)}` +
    foyer.personnes.map((personne) => personneXml(contexte, foyer, personne)).join("") +
    administratif(foyer, jour) +
    prestation(contexte, foyer, etat, jour) +
    (evenement === null
      ? ""
      : `<Evenement><DTLIQ>${iso(jour - 1)}</DTLIQ><HEULIQ>18:40:02.0000</HEULIQ><FG>${evenement}</FG></Evenement>`) +
    "</InfosFoyerRSA>\n"
  );
}

const ECHAPPE: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Upper case, as these files write names; the five characters of XML escaped. */
const capitales = (texte: string, taille: number) =>
  texte
    .toUpperCase()
    .slice(0, taille)
    .replace(/[&<>]/g, (c) => ECHAPPE[c] as string);

const montant = (euros: number, taille = 10) => euros.toFixed(2).padStart(taille, "0");

const facultatif = (nom: string, valeur: string | null) => (valeur === null ? "" : `<${nom}>${valeur}</${nom}>`);

function identification(contexte: Contexte, foyer: Foyer, etat: Etat): string {
  const cedant = foyer.mutation
    ? `<OrganismeCedant><FONORGCEDMUT>CAF</FONORGCEDMUT><NUMORGCEDMUT>${contexte.territoire.serie === 0 ? "751" : "941"}</NUMORGCEDMUT><DDARRMUT>${iso(foyer.mutation)}</DDARRMUT></OrganismeCedant>`
    : "";
  const prenant =
    etat.motif === "MUT"
      ? `<OrganismePrenant><FONORGPRENMUT>CAF</FONORGPRENMUT><NUMORGPRENMUT>771</NUMORGPRENMUT><DDDEPAMUT>${iso(etat.du)}</DDDEPAMUT></OrganismePrenant>`
      : "";
  return (
    `<IdentificationRSA><Organisme><FONORG>CAF</FONORG><NUMORG>${contexte.territoire.numorg}</NUMORG><MATRICULE>${String(foyer.matricule).padEnd(15, "0")}</MATRICULE></Organisme>` +
    `<Partenaire><TYPEPARTE>CG </TYPEPARTE><IDEPARTE>${contexte.territoire.departement.padStart(3, "0")}</IDEPARTE></Partenaire>` +
    `<DemandeRSA><DTDEMRSA>${iso(foyer.demande)}</DTDEMRSA><NUMDEMRSA>${foyer.numeroDemande}</NUMDEMRSA></DemandeRSA>${cedant}${prenant}</IdentificationRSA>`
  );
}

function personneXml(contexte: Contexte, foyer: Foyer, p: Personne): string {
  const etatCivil =
    `<Identification><QUAL>${p.sexe === 1 ? "MR" : "MME"}</QUAL><NOM>${capitales(p.nom, 28)}</NOM><NOMNAI>${capitales(p.nomNaissance, 28)}</NOMNAI><PRENOM>${capitales(p.prenom, 32)}</PRENOM>` +
    facultatif("PRENOM2", p.prenom2 === null ? null : capitales(p.prenom2, 15)) +
    `<NOMCOMNAI>${capitales(p.villeNaissance, 26)}</NOMCOMNAI><DTNAI>${iso(p.naissance)}</DTNAI><RGNAI>1</RGNAI><TYPEDTNAI>N</TYPEDTNAI>` +
    `${facultatif("NIR", p.nir)}<TOPVALIEC>1</TOPVALIEC><SEXE>${p.sexe}</SEXE></Identification>`;
  const role = `<ROLEPERS>${p.role}</ROLEPERS><TOPCHAPERS>${p.role === "ENF" ? 1 : 0}</TOPCHAPERS>`;
  return (
    `<Personne>${etatCivil}<DossierCAF><TOPRESPDOS>${p.role === "DEM" ? 1 : 0}</TOPRESPDOS><DDRATDOS>${iso(Math.max(p.naissance, foyer.ouverture))}</DDRATDOS></DossierCAF>` +
    `<Prestations><NATPREST>PFA</NATPREST>${role}</Prestations><Prestations><NATPREST>RSA</NATPREST>${role}</Prestations>` +
    (p.assedic === null ? "" : `<DossierPoleEmploi><IDASSEDIC>${p.assedic}</IDASSEDIC></DossierPoleEmploi>`) +
    (p.role === "ENF" ? "" : ressources(contexte, p)) +
    "</Personne>"
  );
}

const ressources = (contexte: Contexte, p: Personne) =>
  `<Ressources><GeneraliteRessourcesTrimestre><TOPRESSNUL>${p.soumise ? 1 : 0}</TOPRESSNUL><DDRESS>${iso(contexte.debut - 92)}</DDRESS><DFRESS>${iso(contexte.debut - 1)}</DFRESS></GeneraliteRessourcesTrimestre></Ressources>` +
  `<MontantCalculDroitRSAPersonne><TOPPERSDRODEVORSA>${p.soumise ? 1 : 0}</TOPPERSDRODEVORSA><MTPERSRESSMENRSA>${montant(p.soumise ? 0 : 650)}</MTPERSRESSMENRSA></MontantCalculDroitRSAPersonne>`;

function administratif(foyer: Foyer, jour: Jour): string {
  const connues = foyer.adresses.filter((adresse, rang) => rang === 0 || adresse.du <= jour).reverse();
  return (
    `<DonneesAdministratives><SituationFamille><SITFAM>${foyer.situationFamille}</SITFAM><DDSITFAM>${iso(foyer.ouverture - 400)}</DDSITFAM></SituationFamille>` +
    `${connues.map(adresseXml).join("")}</DonneesAdministratives>`
  );
}

const adresseXml = (a: Adresse, rang: number) =>
  `<Adresse><TroncCommunAdresse><RGADR>0${rang + 1}</RGADR><DTEMM>${iso(a.du)}</DTEMM><PAYS>FRA</PAYS><TYPEADR>D</TYPEADR><ETATADR>CO</ETATADR></TroncCommunAdresse>` +
  `<AdresseDetailleeFrance><COMPLIDEADR></COMPLIDEADR><COMPLADR></COMPLADR><NUMVOIE>${a.numero}</NUMVOIE><LIBTYPEVOIE>${a.typeVoie}</LIBTYPEVOIE><NOMVOIE>${capitales(a.voie, 32)}</NOMVOIE>` +
  `<LIEUDIST></LIEUDIST><NUMCOM>${a.commune.codeInsee}</NUMCOM><CODEPOS>${a.commune.codePostal}</CODEPOS><NOMCOM>${capitales(a.commune.nom, 32)}</NOMCOM></AdresseDetailleeFrance></Adresse>`;

function situation(etat: Etat): string {
  const du = iso(etat.du);
  const detail = {
    "2": "",
    "3": `<SuspensionDroit><MOTISUSDRORSA>${etat.motif}</MOTISUSDRORSA><DDSUSDRORSA>${du}</DDSUSDRORSA></SuspensionDroit>`,
    "4": `<SuspensionVersement><MOTISUSVERSRSA>${etat.motif}</MOTISUSVERSRSA><DDSUSVERSRSA>${du}</DDSUSVERSRSA></SuspensionVersement>`,
    "5": `<FinDroit><MOTICLORSA>${etat.motif}</MOTICLORSA><DTCLORSA>${du}</DTCLORSA></FinDroit>`,
  }[etat.code];
  return `<SituationDossierRSA><EtatDossierRSA><ETATDOSRSA>${etat.code}</ETATDOSRSA></EtatDossierRSA>${detail}</SituationDossierRSA>`;
}

/** Flat amounts of the RSA in euros a month, by number of adults and children (2025), less the housing flat rate. */
function montantDuDroit(adultes: number, enfants: number): number {
  const base = 646.52 * (adultes === 2 ? 1.5 : 1);
  const parts =
    adultes === 2
      ? Math.min(enfants, 2) * 0.3 + Math.max(0, enfants - 2) * 0.4
      : enfants === 0
        ? 0
        : 0.5 + Math.min(enfants - 1, 1) * 0.3 + Math.max(0, enfants - 2) * 0.4;
  return Math.round((base + 646.52 * parts) * 100) / 100;
}

function prestation(contexte: Contexte, foyer: Foyer, etat: Etat, jour: Jour): string {
  const enfants = foyer.personnes.filter((p) => p.role === "ENF").length;
  const garanti = montantDuDroit(foyer.personnes.length - enfants, enfants);
  const verse = etat.code === "2" ? garanti - 77.58 : 0;
  const majore = enfants > 0 && foyer.personnes.length - enfants === 1;
  const soumis = foyer.personnes.some((p) => p.soumise) ? 1 : 0;
  return (
    `<PrestationRSA>${situation(etat)}<DetailDroitRSA><TroncCommunDroitRSA><TOPSANSDOMFIXE>0</TOPSANSDOMFIXE><NBENFAUTCHA>${enfants}</NBENFAUTCHA><ORIDEMRSA>DEM</ORIDEMRSA>` +
    `<DTORIDEMRSA>${iso(foyer.demande)}</DTORIDEMRSA><TOPFOYDRODEVORSA>${soumis}</TOPFOYDRODEVORSA></TroncCommunDroitRSA>` +
    `<MontantsCalculDroitRSA><DDELECAL>${iso(Math.max(foyer.ouverture, contexte.debut - 92))}</DDELECAL><MTREVMINIGARARSA>${montant(garanti)}</MTREVMINIGARARSA><MTREVGARARSA>${montant(garanti)}</MTREVGARARSA>` +
    `<MTRESSMENRSA>${montant(0)}</MTRESSMENRSA><MTTOTDRORSA>${montant(verse)}</MTTOTDRORSA></MontantsCalculDroitRSA>` +
    `<DetailCalculDroitRSA><NATPF>${majore ? "RSI" : "RSD"}</NATPF><SOUSNATPF>${majore ? "RSIN1" : "RSDN1"}</SOUSNATPF><DDNATDRO>${iso(foyer.ouverture)}</DDNATDRO>` +
    `<MTRSAVERS>${montant(verse)}</MTRSAVERS><DTDERRSAVERS>${iso(jour - 20)}</DTDERRSAVERS></DetailCalculDroitRSA></DetailDroitRSA></PrestationRSA>`
  );
}
