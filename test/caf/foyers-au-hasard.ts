import fc from "fast-check";
import type { AdresseDuFoyer, ContenuFoyer } from "../../subgraphs/allocataires/caf/contenu";
import { enCapitalesSansAccent } from "../../subgraphs/allocataires/caf/etat-civil";
import {
  MOTIFS_CLOTURE,
  MOTIFS_REFUS,
  MOTIFS_SUSPENSION_DROIT,
  MOTIFS_SUSPENSION_VERSEMENT,
  NATURES_DE_DROIT,
  ORIGINES_DE_DEMANDE,
  SITUATIONS_DE_FAMILLE,
} from "../../subgraphs/allocataires/caf/motifs";
import { FONDS, TYPES_DATE_NAISSANCE } from "../../subgraphs/allocataires/caf/nomenclature";
import type { PersonneDuFoyer } from "../../subgraphs/allocataires/caf/personne";
import { ETATS_DOSSIER_RSA } from "../../subgraphs/allocataires/vocabulaire";
import type { FoyerEcrit } from "./ecrire-foyer";

/** Any foyer that a flow can say, for the tests of properties. */

const chiffres = (n: number) => fc.integer({ min: 0, max: 10 ** n - 1 }).map((x) => String(x).padStart(n, "0"));
const codeDe = (libelles: Readonly<Record<string, string>>) => fc.constantFrom(...Object.keys(libelles));
const peutEtre = <T>(valeur: fc.Arbitrary<T>) => fc.option(valeur, { nil: null });
const centimes = fc.integer({ min: 0, max: 99_999_99 });

/** A day from 1950 to 2049, all of them. */
export const jour = fc.integer({ min: -7305, max: 29_219 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));

/** Names as windows-1252 can write them, Œ, Ÿ, apostrophe and & included. */
const nom = fc
  .array(fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZÉÈÊËÀÂÎÏÔÛÜÇŒŸÆ"), { minLength: 1, maxLength: 12 })
  .chain((lettres) =>
    fc.constantFrom("", " ", "-", "’", "'", " & ").map((lien) => (lien ? `${lettres.join("")}${lien}A` : lettres.join(""))),
  );

/** A NIR of 13 characters, NIA and Corsica included. `rang` sets the last digits: two people never share one. */
export const nir13 = (rang = 0) =>
  fc
    .tuple(
      fc.constantFrom("1", "2", "3", "4", "7", "8"),
      chiffres(4),
      fc.oneof(chiffres(2), fc.constantFrom("2A", "2B")),
      chiffres(3),
      fc.integer({ min: 0, max: 99 }),
    )
    .map(([sexe, mois, lieu, commune, ordre]) => `${sexe}${mois}${lieu}${commune}${String(ordre * 10 + rang).padStart(3, "0")}`);

const personne = (rang: number): fc.Arbitrary<PersonneDuFoyer> =>
  fc
    .record({
      role: fc.constantFrom(...(rang === 1 ? (["DEM"] as const) : (["CJT", "AUT", "RDO"] as const))),
      responsable: fc.boolean(),
      soumis: fc.boolean(),
      civilite: fc.constantFrom("MR" as const, "MME" as const, null),
      nom,
      nomUsage: peutEtre(nom),
      prenoms: fc.array(nom, { minLength: 1, maxLength: 3 }),
      dateNaissance: jour,
      typeDateNaissance: peutEtre(fc.constantFrom(...TYPES_DATE_NAISSANCE)),
      communeNaissance: peutEtre(nom),
      sexe: fc.constantFrom("1", "2"),
      nir: peutEtre(nir13(rang)),
      numeroFranceTravail: peutEtre(chiffres(7).map((n) => `${n}X`)),
      numeroPrecedent: peutEtre(chiffres(11)),
      certifiee: fc.boolean(),
      du: peutEtre(jour),
    })
    .map(({ soumis, ...p }) => ({
      ...p,
      rang,
      // Others than demandeur and conjoint are kept when they are subject to « droits et devoirs ».
      soumisDroitsDevoirs: soumis || (p.role !== "DEM" && p.role !== "CJT"),
      nomUsage: p.nomUsage === p.nom ? null : p.nomUsage,
      rangNaissance: rang,
      nomTri: enCapitalesSansAccent([p.nom, ...p.prenoms].join(" ")),
      au: null,
      contacts: null,
    }));

const adresse = (rang: number): fc.Arbitrary<AdresseDuFoyer> =>
  fc.oneof(
    fc
      .record({
        emmenagement: peutEtre(jour),
        codeInsee: fc.constantFrom("94028", "2A004", "2B033", "97411", "01004"),
        communeNom: nom,
        ligne: nom,
      })
      .map(({ ligne, ...a }) => ({
        rang,
        pays: "FRA",
        codePostal: `0${a.codeInsee.slice(0, 1)}000`,
        ...a,
        adresse: `${ligne}, 0${a.codeInsee.slice(0, 1)}000 ${a.communeNom}`,
      })),
    fc
      .record({ emmenagement: peutEtre(jour), adresse: nom })
      .map((a) => ({ rang, pays: "ESP", codeInsee: null, communeNom: null, codePostal: null, ...a })),
  );

const trieesParDate = <T extends { du: string; motif: string }>(suspension: fc.Arbitrary<T>) =>
  fc.uniqueArray(suspension, { maxLength: 3, selector: (s) => s.du }).map((liste) => liste.sort((a, b) => (a.du < b.du ? -1 : 1)));

const ligne = fc.record({
  nature: codeDe(NATURES_DE_DROIT),
  sousNature: fc.constantFrom("RSDN1", "RSIN2", "RSDD1"),
  du: jour,
  au: peutEtre(jour),
  montantCentimes: peutEtre(centimes),
  dernierVersement: peutEtre(jour),
});
const mutation = peutEtre(fc.record({ fonds: fc.constantFrom("CAF", "MSA"), numorg: chiffres(3), le: jour }));

const contenu = (personnes: number): fc.Arbitrary<ContenuFoyer> =>
  fc
    .record({
      etat: fc.constantFrom(...ETATS_DOSSIER_RSA),
      soumisDroitsDevoirs: fc.boolean(),
      dateDemande: jour,
      origineDemande: peutEtre(codeDe(ORIGINES_DE_DEMANDE)),
      fonds: fc.constantFrom(...FONDS),
      numorg: fc.constantFrom("941", "2A1", "974"),
      refus: peutEtre(fc.record({ motif: codeDe(MOTIFS_REFUS), le: jour })),
      suspensionsDroit: trieesParDate(
        fc.record({ motif: codeDe(MOTIFS_SUSPENSION_DROIT), du: jour, groupe: peutEtre(fc.constantFrom("RSA", "HOS")) }),
      ),
      suspensionsVersement: trieesParDate(fc.record({ motif: codeDe(MOTIFS_SUSPENSION_VERSEMENT), du: jour })),
      cloture: peutEtre(fc.record({ motif: codeDe(MOTIFS_CLOTURE), le: jour, moisAnterieur: fc.boolean() })),
      lignes: fc.uniqueArray(ligne, { maxLength: 3, selector: (l) => l.du }).map((liste) => liste.sort((a, b) => (a.du < b.du ? -1 : 1))),
      montants: peutEtre(
        fc.record({
          du: jour,
          au: peutEtre(jour),
          totalCentimes: centimes,
          garantiCentimes: centimes,
          ressourcesCentimes: centimes,
          reductionDepartementCentimes: peutEtre(centimes),
        }),
      ),
      cedant: mutation,
      prenant: mutation,
      // In France first: the département is then known whatever the organisme is.
      adresses: fc
        .tuple(adresse(1), adresse(2), adresse(3), fc.integer({ min: 1, max: 3 }))
        .filter(([courante]) => courante.codeInsee !== null)
        .map(([a, b, c, nombre]) => [a, b, c].slice(0, nombre)),
      sansDomicileFixe: fc.boolean(),
      enfantsACharge: peutEtre(fc.integer({ min: 0, max: 99 })),
      situationFamille: peutEtre(fc.record({ code: codeDe(SITUATIONS_DE_FAMILLE), du: jour })),
      enfants: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ enfants, ...c }) => ({
      ...c,
      ouvertureDroits: c.lignes[0]?.du ?? null,
      personnesAuFoyer: personnes + enfants,
      proposition: null,
    }));

const evenement = fc.record({
  le: jour,
  heure: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}:07`),
  faitGenerateur: fc.constantFrom("DEMRSA", "FINDRO", "ADRESSE"),
});

export const foyerAuHasard: fc.Arbitrary<FoyerEcrit> = fc
  .integer({ min: 1, max: 3 })
  .chain((nombre) =>
    fc.record({
      numeroDemande: chiffres(11),
      personnes: fc.tuple(personne(1), personne(2), personne(3)).map((toutes) => toutes.slice(0, nombre)),
      contenu: contenu(nombre),
      evenements: fc
        .uniqueArray(evenement, { maxLength: 2, selector: (v) => v.le })
        .map((liste) => liste.sort((a, b) => (a.le < b.le ? -1 : 1))),
      caf: chiffres(7),
      msa: nir13(),
    }),
  )
  .map(({ caf, msa, ...f }) => ({ ...f, matricule: f.contenu.fonds === "CAF" ? caf : msa }));
