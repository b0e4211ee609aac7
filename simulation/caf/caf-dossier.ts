import { iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import { nirLe } from "../foyer/annee";
import type { Adresse, Droits, Etat, Foyer, Personne } from "../foyer/foyer-modele";

import { cleDuNir } from "../foyer/nir";
import { Hasard } from "../hasard";
import { capitales, facultatif, montant } from "./balises";
import { prestation } from "./caf-prestation";

/** `InfosFoyerRSA` of a foyer as it is known on a day: element tree of vrsb0801, mandatory elements all there, in its order.
 * @param evenement DTLIQ and FG of a daily file, or null in a stock. */
export function dossierXml(contexte: Contexte, foyer: Foyer, droits: Droits, jour: Jour, evenement: string | null): string {
  const etat = droits.etats.findLast((e) => e.du <= jour) ?? (droits.etats[0] as Etat);
  return (
    `<InfosFoyerRSA>${identification(contexte, foyer, etat)}` +
    foyer.personnes.map((personne) => personneXml(contexte, foyer, personne, jour)).join("") +
    administratif(foyer, jour) +
    prestation(contexte, foyer, etat, jour) +
    (evenement === null
      ? ""
      : `<Evenement><DTLIQ>${iso(jour - 1)}</DTLIQ><HEULIQ>18:40:02.0000</HEULIQ><FG>${evenement}</FG></Evenement>`) +
    "</InfosFoyerRSA>\n"
  );
}

function identification(contexte: Contexte, foyer: Foyer, etat: Etat): string {
  const cedant = foyer.mutation
    ? `<OrganismeCedant><FONORGCEDMUT>CAF</FONORGCEDMUT><NUMORGCEDMUT>${contexte.territoire.serie === 0 ? "751" : "941"}</NUMORGCEDMUT><DDARRMUT>${iso(foyer.mutation)}</DDARRMUT></OrganismeCedant>`
    : "";
  const prenant =
    etat.motif === "MUT"
      ? `<OrganismePrenant><FONORGPRENMUT>CAF</FONORGPRENMUT><NUMORGPRENMUT>771</NUMORGPRENMUT><DDDEPAMUT>${iso(etat.du)}</DDDEPAMUT></OrganismePrenant>`
      : "";
  return (
    `<IdentificationRSA>${organisme(contexte, foyer)}` +
    `<Partenaire><TYPEPARTE>CG </TYPEPARTE><IDEPARTE>${contexte.territoire.departement.padStart(3, "0")}</IDEPARTE></Partenaire>` +
    `<DemandeRSA><DTDEMRSA>${iso(foyer.demande)}</DTDEMRSA><NUMDEMRSA>${foyer.numeroDemande}</NUMDEMRSA></DemandeRSA>${cedant}${prenant}</IdentificationRSA>`
  );
}

/** The matricule of the CAF is padded with zeros on its right; that of the MSA is the NIR of the demandeur with its key. */
function organisme({ territoire }: Contexte, foyer: Foyer): string {
  const nir = (foyer.personnes[0] as Personne).nirDefinitif;
  const matricule = territoire.fonds === "MSA" ? nir + cleDuNir(nir) : String(foyer.matricule).padEnd(15, "0");
  return `<Organisme><FONORG>${territoire.fonds}</FONORG><NUMORG>${territoire.numorg}</NUMORG><MATRICULE>${matricule}</MATRICULE></Organisme>`;
}

/** Some adults of the MSA are known by their birth year only. Not those of the CAF: the appointments name them by their birth date. */
function naissance(contexte: Contexte, p: Personne): string {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "naissance", p.rang);
  const annee = contexte.territoire.fonds === "MSA" && p.role !== "ENF" && h.oui(0.3);
  const date = annee ? `${iso(p.naissance).slice(0, 4)}-00-00` : iso(p.naissance);
  return `<DTNAI>${date}</DTNAI><RGNAI>1</RGNAI><TYPEDTNAI>${annee ? "O" : "N"}</TYPEDTNAI>`;
}

/** 13 characters without key from the CAF, 15 with it from the MSA. */
function nirDuFlux(contexte: Contexte, p: Personne, jour: Jour): string | null {
  const nir = nirLe(contexte, p, jour);
  return nir !== null && contexte.territoire.fonds === "MSA" ? nir + cleDuNir(nir) : nir;
}

function personneXml(contexte: Contexte, foyer: Foyer, p: Personne, jour: Jour): string {
  const etatCivil =
    `<Identification><QUAL>${p.sexe === 1 ? "MR" : "MME"}</QUAL><NOM>${capitales(p.nom, 28)}</NOM><NOMNAI>${capitales(p.nomNaissance, 28)}</NOMNAI><PRENOM>${capitales(p.prenom, 32)}</PRENOM>` +
    facultatif("PRENOM2", p.prenom2 === null ? null : capitales(p.prenom2, 15)) +
    `<NOMCOMNAI>${capitales(p.villeNaissance, 26)}</NOMCOMNAI>${naissance(contexte, p)}` +
    `${facultatif("NIR", nirDuFlux(contexte, p, jour))}<TOPVALIEC>1</TOPVALIEC><SEXE>${p.sexe}</SEXE></Identification>`;
  const role = `<ROLEPERS>${p.role}</ROLEPERS><TOPCHAPERS>${p.role === "ENF" ? 1 : 0}</TOPCHAPERS>`;
  return (
    `<Personne>${etatCivil}<DossierCAF><TOPRESPDOS>${p.role === "DEM" ? 1 : 0}</TOPRESPDOS><DDRATDOS>${iso(Math.max(p.naissance, foyer.ouverture))}</DDRATDOS>${facultatif("NUMDEMRSAPRECE", foyer.precedent)}</DossierCAF>` +
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
