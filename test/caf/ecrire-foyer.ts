import type { AdresseDuFoyer, ContenuFoyer, OrganismeDeMutation } from "../../subgraphs/allocataires/caf/contenu";
import type { EvenementDuFoyer } from "../../subgraphs/allocataires/caf/evenement";
import { CODE_PAR_ETAT } from "../../subgraphs/allocataires/caf/nomenclature";
import type { PersonneDuFoyer } from "../../subgraphs/allocataires/caf/personne";

/** What a flow is made to say: the writer and the reader must agree on it. */
export interface FoyerEcrit {
  numeroDemande: string;
  matricule: string;
  contenu: ContenuFoyer;
  personnes: PersonneDuFoyer[];
  evenements: EvenementDuFoyer[];
}

const ECHAPPE: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const e = (nom: string, valeur: string | number | null) =>
  valeur === null ? "" : `<${nom}>${String(valeur).replace(/[&<>]/g, (c) => ECHAPPE[c]!)}</${nom}>`;
const montant = (nom: string, centimes: number | null) => e(nom, centimes === null ? null : (centimes / 100).toFixed(2).padStart(10, "0"));
const bloc = (nom: string, ...contenu: string[]) => `<${nom}>${contenu.join("")}</${nom}>`;

function personne(p: PersonneDuFoyer): string {
  const role = (prestation: string) => bloc("Prestations", e("NATPREST", prestation), e("ROLEPERS", p.role), e("TOPCHAPERS", "0"));
  return bloc(
    "Personne",
    bloc(
      "Identification",
      e("QUAL", p.civilite),
      e("NOM", p.nomUsage ?? p.nom),
      e("NOMNAI", p.nom),
      e("PRENOM", p.prenoms[0]!),
      e("PRENOM2", p.prenoms[1] ?? null),
      e("PRENOM3", p.prenoms[2] ?? null),
      e("NOMCOMNAI", p.communeNaissance),
      e("DTNAI", p.dateNaissance),
      e("RGNAI", p.rangNaissance),
      e("TYPEDTNAI", p.typeDateNaissance),
      e("NIR", p.nir),
      e("TOPVALIEC", p.certifiee ? "1" : "0"),
      e("SEXE", p.sexe),
    ),
    bloc(
      "DossierCAF",
      e("TOPRESPDOS", String(p.responsable)),
      e("DDRATDOS", p.du),
      e("DFRATDOS", p.au),
      e("NUMDEMRSAPRECE", p.numeroPrecedent),
    ),
    role("PFA"),
    role("RSA"),
    p.numeroFranceTravail ? bloc("DossierPoleEmploi", e("IDASSEDIC", p.numeroFranceTravail)) : "",
    bloc("MontantCalculDroitRSAPersonne", e("TOPPERSDRODEVORSA", p.soumisDroitsDevoirs ? "1" : "0")),
  );
}

const ENFANT = bloc(
  "Personne",
  bloc("Identification", e("NOM", "X"), e("NOMNAI", "X"), e("PRENOM", "LOU"), e("DTNAI", "2020-01-01"), e("SEXE", "1")),
  bloc("DossierCAF", e("TOPRESPDOS", "0"), e("DDRATDOS", "2020-01-01")),
  bloc("Prestations", e("NATPREST", "RSA"), e("ROLEPERS", "ENF"), e("TOPCHAPERS", "1")),
);

function adresse(a: AdresseDuFoyer): string {
  const tronc = bloc("TroncCommunAdresse", e("RGADR", `0${a.rang}`), e("DTEMM", a.emmenagement), e("PAYS", a.pays), e("TYPEADR", "D"));
  // The reader joins the lines, the postal code and the town last.
  const detail = a.codePostal
    ? bloc(
        "AdresseDetailleeFrance",
        e("COMPLIDEADR", a.adresse!.split(", ")[0]!),
        e("NUMCOM", a.codeInsee),
        e("CODEPOS", a.codePostal),
        e("NOMCOM", a.communeNom),
      )
    : bloc("AdresseHorsFrance", e("LIBLIG2ADR", a.adresse));
  return bloc("Adresse", tronc, detail);
}

const mutation = (nom: string, [fonds, numorg, le]: [string, string, string], o: OrganismeDeMutation | null) =>
  o ? bloc(nom, e(fonds, o.fonds), e(numorg, o.numorg), e(le, o.le)) : "";

function situation(c: ContenuFoyer): string {
  return bloc(
    "SituationDossierRSA",
    bloc("EtatDossierRSA", e("ETATDOSRSA", CODE_PAR_ETAT[c.etat])),
    c.refus ? bloc("Refus", e("DTREFURSA", c.refus.le), e("MOTIREFURSA", c.refus.motif)) : "",
    ...c.suspensionsDroit.map((s) =>
      bloc("SuspensionDroit", e("MOTISUSDRORSA", s.motif), e("DDSUSDRORSA", s.du), e("NATGROUPFSUS", s.groupe)),
    ),
    ...c.suspensionsVersement.map((s) => bloc("SuspensionVersement", e("MOTISUSVERSRSA", s.motif), e("DDSUSVERSRSA", s.du))),
    c.cloture
      ? bloc(c.cloture.moisAnterieur ? "FinDroitMoisAnterieur" : "FinDroit", e("MOTICLORSA", c.cloture.motif), e("DTCLORSA", c.cloture.le))
      : "",
  );
}

function droit(c: ContenuFoyer): string {
  const m = c.montants;
  return bloc(
    "DetailDroitRSA",
    bloc(
      "TroncCommunDroitRSA",
      e("TOPSANSDOMFIXE", c.sansDomicileFixe ? "1" : "0"),
      e("NBENFAUTCHA", c.enfantsACharge),
      e("ORIDEMRSA", c.origineDemande),
      e("TOPFOYDRODEVORSA", c.soumisDroitsDevoirs ? "1" : "0"),
    ),
    m
      ? bloc(
          "MontantsCalculDroitRSA",
          e("DDELECAL", m.du),
          e("DFELECAL", m.au),
          montant("MTREVGARARSA", m.garantiCentimes),
          montant("MTRESSMENRSA", m.ressourcesCentimes),
          montant("MTREDCGRSA", m.reductionDepartementCentimes),
          montant("MTTOTDRORSA", m.totalCentimes),
        )
      : "",
    ...c.lignes.map((l) =>
      bloc(
        "DetailCalculDroitRSA",
        e("NATPF", l.nature),
        e("SOUSNATPF", l.sousNature),
        e("DDNATDRO", l.du),
        e("DFNATDRO", l.au),
        montant("MTRSAVERS", l.montantCentimes),
        e("DTDERRSAVERS", l.dernierVersement),
      ),
    ),
  );
}

/** The InfosFoyerRSA of a foyer, children added up to `personnesAuFoyer`. Its parts are written in the order given. */
export function ecrireFoyer(f: FoyerEcrit): string {
  const c = f.contenu;
  return bloc(
    "InfosFoyerRSA",
    bloc(
      "IdentificationRSA",
      bloc("Organisme", e("FONORG", c.fonds), e("NUMORG", c.numorg), e("MATRICULE", f.matricule)),
      bloc("DemandeRSA", e("DTDEMRSA", c.dateDemande), e("NUMDEMRSA", f.numeroDemande)),
      mutation("OrganismeCedant", ["FONORGCEDMUT", "NUMORGCEDMUT", "DDARRMUT"], c.cedant),
      mutation("OrganismePrenant", ["FONORGPRENMUT", "NUMORGPRENMUT", "DDDEPAMUT"], c.prenant),
    ),
    ...f.personnes.map(personne),
    ENFANT.repeat(c.personnesAuFoyer - f.personnes.length),
    bloc(
      "DonneesAdministratives",
      c.situationFamille ? bloc("SituationFamille", e("SITFAM", c.situationFamille.code), e("DDSITFAM", c.situationFamille.du)) : "",
      ...c.adresses.map(adresse),
    ),
    bloc("PrestationRSA", situation(c), droit(c)),
    ...f.evenements.map((v) => bloc("Evenement", e("DTLIQ", v.le), e("HEULIQ", `${v.heure}.0000`), e("FG", v.faitGenerateur))),
  );
}
