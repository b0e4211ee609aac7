import { iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import { nirLe } from "../foyer/annee";
import type { Dossier } from "../foyer/dossiers";
import type { Adresse, Foyer, Personne } from "../foyer/foyer-modele";

import { Hasard } from "../hasard";
import type { Parcours } from "../territoire/territoire";
import { capitales, facultatif } from "./balises";

/** NATPARCOCAL of a legal category: what @RSA would compute. */
const PARCOURS: Record<Parcours["categorie"], string> = { EMPLOI: "PP", EQUILIBRE: "AS", REMOBILISATION: "PS" };

/** What a request says of how to reach the foyer, and of the parcours proposed to its demandeur. Consents: A, I or R. */
export interface Instruction {
  telephone: { numero: string; accord: string } | null;
  courriel: { adresse: string; accord: string } | null;
  calcule: string;
  modifie: string | null;
}

/** Request told by the instruction flow: a newcomer's. A right that came from another caisse was instructed elsewhere. */
export const estInstruite = (contexte: Contexte, { foyer }: Dossier): boolean =>
  foyer.flux && foyer.mutation === null && foyer.demande > contexte.debut;

/** @param categorie legal category of the orientation that was decided, or null when none was. */
export function instructionDe(contexte: Contexte, foyer: Foyer, categorie: Parcours["categorie"] | null): Instruction {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "instruction", foyer.numeroDemande);
  const accord = () => h.pese(["A", "I", "R"], (a) => ({ A: 8, I: 1, R: 1 })[a] as number);
  const calcule = categorie && h.oui(0.8) ? PARCOURS[categorie] : h.choix(Object.values(PARCOURS));
  const rang = (foyer.personnes[0] as Personne).rang;
  return {
    // 06 39 98 is kept by the regulator for works of fiction; « .example » for documentation.
    telephone: h.oui(0.9) ? { numero: `063998${String(rang % 10_000).padStart(4, "0")}`, accord: accord() } : null,
    courriel: h.oui(0.7) ? { adresse: `personne-${rang}@courriel.example`, accord: accord() } : null,
    calcule,
    modifie: h.oui(0.1) ? h.choix(Object.values(PARCOURS).filter((p) => p !== calcule)) : null,
  };
}

const parcoursXml = ({ calcule, modifie }: Instruction, foyer: Foyer): string =>
  `<SuiviAppuiOrientation><SITPERSSOCPRO>EF</SITPERSSOCPRO><DTENRPARCO>${iso(foyer.demande)}</DTENRPARCO></SuiviAppuiOrientation>` +
  `<Parcours><DeterminationParcours><NATPARCOCAL>${calcule}</NATPARCOCAL>${facultatif("NATPARCOMOD", modifie)}<TOPREFUPARCO>0</TOPREFUPARCO>` +
  `${facultatif("MOTIMODPARCO", modifie && "EA")}</DeterminationParcours></Parcours>`;

const personneXml = (contexte: Contexte, foyer: Foyer, p: Personne, jour: Jour, parcours: string): string =>
  `<Personne><Identification><QUAL>${p.sexe === 1 ? "MR" : "MME"}</QUAL><NOM>${capitales(p.nom, 28)}</NOM><NOMNAI>${capitales(p.nomNaissance, 28)}</NOMNAI><PRENOM>${capitales(p.prenom, 32)}</PRENOM>` +
  `${facultatif("PRENOM2", p.prenom2 === null ? null : capitales(p.prenom2, 15))}<NOMCOMNAI>${capitales(p.villeNaissance, 26)}</NOMCOMNAI><DTNAI>${iso(p.naissance)}</DTNAI><RGNAI>1</RGNAI><TYPEDTNAI>N</TYPEDTNAI>` +
  `${facultatif("NIR", nirLe(contexte, p, jour))}<SEXE>${p.sexe}</SEXE></Identification><DossierCAF><DDRATDOS>${iso(Math.max(p.naissance, foyer.ouverture))}</DDRATDOS></DossierCAF>` +
  `<Prestations><NATPREST>RSA</NATPREST><ROLEPERS>${p.role}</ROLEPERS></Prestations>` +
  `${p.assedic === null ? "" : `<DossierPoleEmploi><IDASSEDIC>${p.assedic}</IDASSEDIC></DossierPoleEmploi>`}${parcours}</Personne>`;

function contactsXml({ telephone, courriel }: Instruction): string {
  const appel = telephone
    ? `<NUMTEL>${telephone.numero}</NUMTEL><NATTEL>D</NATTEL><MATETEL>TEL</MATETEL><AUTORUTITEL>${telephone.accord}</AUTORUTITEL>`
    : "";
  const lettre = courriel ? `<ADRELEC>${courriel.adresse}</ADRELEC><AUTORUTIADRELEC>${courriel.accord}</AUTORUTIADRELEC>` : "";
  return appel || lettre ? `<ModesContacts>${appel}${lettre}</ModesContacts>` : "";
}

const adresseXml = (a: Adresse): string =>
  `<Adresse><TroncCommunAdresse><RGADR>01</RGADR><DTEMM>${iso(a.du)}</DTEMM><PAYS>FRA</PAYS><TYPEADR>D</TYPEADR></TroncCommunAdresse><AdresseDetailleeFrance><NUMVOIE>${a.numero}</NUMVOIE><LIBTYPEVOIE>${a.typeVoie}</LIBTYPEVOIE>` +
  `<NOMVOIE>${capitales(a.voie, 32)}</NOMVOIE><NUMCOM>${a.commune.codeInsee}</NUMCOM><CODEPOS>${a.commune.codePostal}</CODEPOS><NOMCOM>${capitales(a.commune.nom, 32)}</NOMCOM></AdresseDetailleeFrance></Adresse>`;

/** `InfoDemandeRSA` of a request: the documented subset of docs/flux-caf.md. */
export function demandeXml(contexte: Contexte, foyer: Foyer, instruction: Instruction, jour: Jour): string {
  const { fonds, numorg, departement } = contexte.territoire;
  const adresse = foyer.adresses.findLast((a) => a.du <= foyer.demande) ?? (foyer.adresses[0] as Adresse);
  const personnes = foyer.personnes.map((p) =>
    personneXml(contexte, foyer, p, jour, p.role === "DEM" ? parcoursXml(instruction, foyer) : ""),
  );
  return (
    `<InfoDemandeRSA><IdentificationRSA><Organisme><FONORG>${fonds}</FONORG><NUMORG>${numorg}</NUMORG><MATRICULE>${String(foyer.matricule).padEnd(15, "0")}</MATRICULE><STATUDEMRSA>C</STATUDEMRSA></Organisme>` +
    `<Partenaire><TYPEPARTE>CG </TYPEPARTE><IDEPARTE>${departement.padStart(3, "0")}</IDEPARTE></Partenaire><DemandeRSA><DTDEMRSA>${iso(foyer.demande)}</DTDEMRSA><NUMDEMRSA>${foyer.numeroDemande}</NUMDEMRSA></DemandeRSA></IdentificationRSA>` +
    `${personnes.join("")}<DonneesAdministratives><SituationFamille><SITFAM>${foyer.situationFamille}</SITFAM><DDSITFAM>${iso(foyer.ouverture - 400)}</DDSITFAM></SituationFamille>` +
    `${adresseXml(adresse)}${contactsXml(instruction)}</DonneesAdministratives></InfoDemandeRSA>\n`
  );
}
